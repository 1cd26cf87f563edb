"""A small deck of results, and commands on it, for the tests of records."""

import contextlib
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from deckgen.cli import app
from deckgen.results import OpenDeck, open_deck
from sample_projects import make_project

METRICS = """\
readers:
  name: Readers
  short: Readers
  goal: 80%
  owner: Ada
  quarters:
    Q1: 84%
    Q2: 81%
people:
  name: People
  goal: Maintain baselines
  measures:
    - of: Women
      baseline: 10%
      quarters: {Q1: 12%}
    - of: Men
      baseline: 10%
      quarters: {Q1: 13%}
budget:
  name: Budget
  goal: {text: "€2 Mio.", at_most: 2000000, unit: EUR, by: Q4}
  quarters:
    Q2: {text: "1.234 Tsd. €", value: 1234000, unit: EUR}
"""
SHOWN = "kind: metrics\nheadline: Readers are back\nmetrics: [readers, people, budget]\n"
RESULTS = """\
kind: key-results
title: Tools
owner: Grace
rows:
  - id: tools
    name: Tools
    goal: 2 tools
    quarters:
      Q1: |-
        One: "done" # not two
        [as] - planned
      Q2: {text: Two tools, status: done}
"""


class Done(NamedTuple):
    code: int
    out: str
    err: str


def deckgen(*arguments: str, cwd: Path) -> Done:
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(app, arguments, env={"DECKGEN_DEBUG": None})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def make_deck(root: Path, *slides: str, metrics: str = METRICS, **deck: object) -> Path:
    """Write a project with metrics and key results; returns the folder of the deck."""
    return make_project(root, *(slides or (SHOWN, RESULTS)), files={"data/metrics.yaml": metrics}, **deck)


def edit(folder: Path, name: str, before: str, after: str) -> None:
    """Replace a text of a file, which must have it once."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(before) == 1, (before, text)
    (folder / name).write_text(text.replace(before, after), encoding="utf-8")


def opened(folder: Path) -> OpenDeck:
    deck = open_deck(folder)
    assert isinstance(deck, OpenDeck)
    return deck


def delete_marks(folder: Path) -> None:
    """Delete the rewrite marks, as people do when they have rewritten the texts."""
    for file in folder.rglob("*.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if "# REWRITE" not in line), encoding="utf-8")
