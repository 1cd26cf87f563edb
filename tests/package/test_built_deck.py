"""The deck that deckgen builds from `content/thriving-movement` is sound, and comes out the same each time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deckgen.package import problems

PROJECT = Path(__file__).resolve().parents[2]
CONTENT = PROJECT / "content" / "thriving-movement"


def build(into: Path, seed: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
    command = [sys.executable, "-m", "deckgen", "build", str(CONTENT), "-o", str(into)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=PROJECT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return into.read_bytes()


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return build(tmp_path_factory.mktemp("first") / "deck.pptx", "0")


def test_the_built_deck_has_no_problems(deck: bytes) -> None:
    found = problems(deck)
    assert not found, "\n".join(found[:40])


def test_the_same_content_gives_the_same_bytes(deck: bytes, tmp_path: Path) -> None:
    again = build(tmp_path / "again.pptx", "1")
    assert again == deck, (
        "two builds of one content differ: look for a date, a random id, the order of a set or a file name"
    )
