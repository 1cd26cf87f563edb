"""Validate a .pptx with the validator of the Open XML SDK and with `openxml-audit`.

The first is a Node package: DECKGEN_VALIDATOR is its command, which `.ci/run` installs.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

VERSIONS = ["Office2013", "Office2019", "Microsoft365"]


def run(command: list[str]) -> Any:
    """Run a validator and return its report; both print JSON and exit with 1 if they find something."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in {0, 1}, done.stderr or done.stdout
    return json.loads(done.stdout)


def sdk(deck: Path, version: str) -> Any:
    program = os.environ.get("DECKGEN_VALIDATOR", "")
    assert program, "DECKGEN_VALIDATOR names no command: .ci/run installs it"
    return run([program, str(deck), "--officeVersion", version])


def audit(deck: Path) -> Any:
    command = [sys.executable, "-m", "openxml_audit", "--output", "json", "--max-errors", "0", str(deck)]
    return run(command)[0]


def faults(deck: Path) -> list[str]:
    """Return the errors that both report for a deck, for the newest version of Office; none if neither reports any."""
    newest, other = sdk(deck, VERSIONS[-1]), audit(deck)
    errors = [*newest["errors"], *other["errors"]]
    assert errors or (newest["ok"] and other["valid"] and not other["warning_count"])
    return [json.dumps(error) for error in errors]
