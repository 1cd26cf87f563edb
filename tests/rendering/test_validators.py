"""Both validators open the built deck without an error and without a warning.

The Open XML SDK's validator is a Node package: DECKGEN_VALIDATOR names its command, which `.ci/run` installs.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

VERSIONS = ["Office2013", "Office2019", "Microsoft365"]


def run(command: list[str]) -> Any:
    """What a validator says; both speak JSON and leave with 1 where they find something."""
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


@pytest.mark.rendering
@pytest.mark.parametrize("version", VERSIONS)
def test_the_open_xml_sdk_finds_no_error(built_deck: Path, version: str) -> None:
    said = sdk(built_deck, version)
    assert said["ok"], json.dumps(said["errors"][:20], indent=1)
    assert not said["errors"]


@pytest.mark.rendering
def test_openxml_audit_finds_neither_error_nor_warning(built_deck: Path) -> None:
    said = audit(built_deck)
    assert (said["error_count"], said["warning_count"]) == (0, 0), json.dumps(said["errors"][:20], indent=1)
    assert said["valid"]


@pytest.mark.rendering
def test_both_validators_find_a_planted_error(tmp_path: Path) -> None:
    """A validator that says nothing to anything would pass every deck."""
    deck = tmp_path / "broken.pptx"
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[0])
    slide.shapes.title._element.spPr.set("bwMode", "no such mode")
    presentation.save(str(deck))
    assert not sdk(deck, VERSIONS[0])["ok"]
    assert audit(deck)["error_count"]
