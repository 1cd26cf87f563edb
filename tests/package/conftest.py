"""The deck that deckgen builds from `content/thriving-movement`, built once for all tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def build_deck(root: Path, seed: str) -> bytes:
    """Build in a copy of the project, so that no cached chart of another build is used."""
    for folder in ("content", "layouts"):
        shutil.copytree(PROJECT / folder, root / folder)
    person = dict.fromkeys(("USER", "LOGNAME", "USERNAME"), f"somebody-{seed}")
    environment = {**os.environ, **person, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
    command = [sys.executable, "-m", "deckgen", "build", "content/thriving-movement", "-o", "deck.pptx"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=root, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return (root / "deck.pptx").read_bytes()


@pytest.fixture(scope="session")
def deck(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return build_deck(tmp_path_factory.mktemp("first"), "0")


@pytest.fixture(scope="session")
def built_again(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same deck under another hash seed, in another time zone, by another person."""
    return build_deck(tmp_path_factory.mktemp("again"), "1")
