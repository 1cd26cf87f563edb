"""The deck that deckgen builds from `content/thriving-movement`, built once for all that is asked of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CONTENT = PROJECT / "content" / "thriving-movement"


def build_deck(into: Path, seed: str) -> bytes:
    person = dict.fromkeys(("USER", "LOGNAME", "USERNAME"), f"somebody-{seed}")
    environment = {**os.environ, **person, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
    command = [sys.executable, "-m", "deckgen", "build", str(CONTENT), "-o", str(into)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=PROJECT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return into.read_bytes()


@pytest.fixture(scope="session")
def deck(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return build_deck(tmp_path_factory.mktemp("first") / "deck.pptx", "0")


@pytest.fixture(scope="session")
def built_again(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same deck under another hash seed, in another time zone, by another person."""
    return build_deck(tmp_path_factory.mktemp("again") / "again.pptx", "1")
