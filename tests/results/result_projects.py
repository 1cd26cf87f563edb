"""A project with every kind of result: metrics, parts, measures, key results, overrides, and results that are not due."""

from pathlib import Path

from deckgen.results import OpenDeck, open_deck
from sample_projects import make_project

METRICS = """\
# The metrics of the sample
editors:
  name: Active editors     # as in the annual plan
  goal: +5% YoY
  owner: Data team
  quarters:
    Q1: +7.3% YoY (89K/mo[^est])
    Q2: +8.1% YoY
  parts:
    new:
      name: New markets
      quarters: {Q1: 23K/mo}
survey:
  name: Survey index
  measured: {every: year, in: Q4}
people:
  name: Diversity
  measures:
    - of: Women
      quarters:
        Q1: 11%
    - of: Outside NA/EU
paused:
  name: Documentation
  goal: Paused
unshown:
  name: Nobody shows it
"""

RESULTS = """\
kind: key-results
department: Product
rows:
  - id: tools
    result: Two tools are built
    quarters:
      Q1: Prototype
      Q2:
        status: at-risk
  - name: A result without an id
  - metric: editors
    quarters:
      Q2: As shown on this slide
"""

OLD = """\
kind: key-results
id: old
title: As it was
as_of: Q1
rows:
  - id: past
    name: A result of another quarter
"""

SHOWN = "kind: metrics\ntitle: How we measure\nmetrics: [editors, survey, people, paused]\n"
TEXT = "kind: objective\nowner: Ada\nobjective: Keep editors safe.\nupdates:\n  - All is well.\n"
FOOTNOTES = "est: An estimate\n"


def make_deck(root: Path) -> Path:
    files = {"data/metrics.yaml": METRICS, "data/footnotes.yaml": FOOTNOTES}
    return make_project(root, SHOWN, RESULTS, TEXT, OLD, files=files)


def opened(folder: Path) -> OpenDeck:
    deck = open_deck(folder)
    assert isinstance(deck, OpenDeck)
    return deck
