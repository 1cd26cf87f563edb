"""What a build says of content is found by a second process while the deck is written: it says the same as without one."""

import subprocess
import sys
from pathlib import Path

import pytest

from sample_projects import make_project

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")

PROGRAM = """
import os, sys
from pathlib import Path
from deckgen.build import batch, pipeline
from deckgen.build.findings import Findings
from deckgen.checks import no_result
from deckgen.quantities import used_readings

folder, mode = Path(sys.argv[1]), sys.argv[2]
os.sched_getaffinity = lambda _: {0} if mode == "alone" else {0, 1}
first, copies, fork, check = os.getpid(), [], os.fork, no_result.check

def counted_fork():
    copies.append(fork())
    return copies[-1]

def check_or_fail(subject):
    return check(subject) if os.getpid() == first else 1 / 0

os.fork = counted_fork
if mode == "fails":
    no_result.check = check_or_fail
build = batch.build_in_worker if mode == "in a worker" else batch.build_one
outcome = build(folder, batch.BuildOptions(), key=b"")
assert outcome.path, outcome
read = sum(len(getattr(used_readings(), name)) for name in used_readings().__struct_fields__)
print(len(copies), repr(dict(outcome.further_warnings)), outcome.verdicts, read, sep="|")
"""
SLIDE = """
kind: metrics
title: Reach
rows:
  - {name: Towns, goal: 40 towns, quarters: {Q1: 10 towns, Q2: 50 towns}}
  - {name: Readers, goal: 20% of readers, quarters: {Q1: 1M readers, Q2: 2M readers}}
  - {name: Editors of the ABCD, goal: 500 editors}
"""


def result(folder: Path, mode: str) -> list[str]:
    """Build a deck; returns the numbers of copies, further warnings, verdicts and texts read."""
    program = [sys.executable, "-c", PROGRAM, str(folder), mode]
    return subprocess.run(program, capture_output=True, text=True, check=True, timeout=60).stdout.strip().split("|")


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck with results that are judged, not compared and missing, and an acronym without explanation."""
    return make_project(tmp_path_factory.mktemp("project"), SLIDE)


def test_build_with_a_second_process_says_the_same(deck: Path) -> None:
    alone = result(deck, "alone")
    assert alone[0] == "0"
    assert "no-result" in alone[1]
    assert "unexplained-acronym" in alone[1]
    assert "not compared" in alone[2]
    assert result(deck, "together") == ["1", *alone[1:]]


def test_worker_that_builds_one_of_many_decks_makes_no_copy_of_itself(deck: Path) -> None:
    assert result(deck, "in a worker") == result(deck, "alone")


def test_build_says_the_same_if_the_second_process_fails(deck: Path) -> None:
    assert result(deck, "fails") == ["1", *result(deck, "alone")[1:]]
