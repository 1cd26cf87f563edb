"""A large deck is placed by two processes: its file and what is stored for the next build are the same as with one."""

import subprocess
import sys
from pathlib import Path

import pytest

from sample_projects import make_project

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")

PROGRAM = """
import os, sys
from hashlib import sha256
from pathlib import Path
from deckgen.build import pipeline
from deckgen.cache.build_cache import BuildCache
from deckgen.io import second_process
from deckgen.layout import deck_placer, shaped_widths
from deckgen.layout.deck_placer import DeckPlacer
from deckgen.line_breaking.hyphenation import ruled_words

folder, mode = Path(sys.argv[1]), sys.argv[2]
os.sched_getaffinity = lambda _: {0} if mode == "alone" else {0, 1}
deck_placer.MIN_SLIDES_IN_TWO_PROCESSES = 2
first, copies, fork, place = os.getpid(), [], os.fork, DeckPlacer._place

def counted_fork():
    copies.append(fork())
    return copies[-1]

def place_or_fail(self, *arguments):
    return place(self, *arguments) if os.getpid() == first else 1 / 0

os.fork = counted_fork
if mode == "fails at once":
    DeckPlacer._place_share = None
if mode == "fails late":
    DeckPlacer._place = place_or_fail
cache = BuildCache()
built = pipeline.build_bytes(folder, draft=True, cache=cache)
assert built.data
placed = sorted(key.hex() for key in cache._results["placed"].entries)
words = sorted(shaped_widths.shaped_widths.by_face.items()), sorted(ruled_words.offsets.items())
known = sha256(repr([(face, sorted(widths.items())) for face, widths in words[0]]).encode()).hexdigest()
print(len(copies), built.digest, sha256(repr(placed).encode()).hexdigest(), known, len(words[1]), len(built.issues))
"""
LONG = "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichen"


def result(folder: Path, mode: str) -> list[str]:
    """Build a deck; returns the number of copies, and digests or numbers of what was made."""
    program = [sys.executable, "-c", PROGRAM, str(folder), mode]
    return subprocess.run(program, capture_output=True, text=True, check=True, timeout=120).stdout.split()


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck with texts of many lengths, tables with a word that is wider than its line, and an agenda."""
    bullets = [f"kind: bullets\ntitle: {n}\nbullets:\n  - {n}{' many words' * (n * 7 % 50)}\n" for n in range(20)]
    cells = f"[{LONG}, Words, {LONG}, More words, {LONG}]"
    tables = [f"kind: table\ntitle: {n}\ncolumns: [A, B, C, D, {n}]\nrows: [{cells}]\n" for n in range(10)]
    slides = [slide for pair in zip(bullets, tables + tables, strict=True) for slide in pair]
    return make_project(tmp_path_factory.mktemp("project"), *slides, front=["cover", "agenda"], language="de")


def test_two_processes_make_the_same_deck_as_one(deck: Path) -> None:
    alone = result(deck, "alone")
    assert alone[0] == "0"
    assert int(alone[-2]) > 0  # words were divided
    assert result(deck, "together") == ["1", *alone[1:]]


@pytest.mark.parametrize("mode", ["fails at once", "fails late"])
def test_deck_is_placed_without_a_second_process_that_failed(deck: Path, mode: str) -> None:
    _, *made = result(deck, mode)
    assert made[:2] == result(deck, "alone")[1:3]
