"""The slides that every compared tool creates: a title and a table of six rows and six columns, header included.

Words and figures are those of a quarterly review, and no two slides are the same, so that no tool gains from a cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

_MEASURES = (
    "Active editors", "New editor retention", "Newcomer edits", "Diverse geographies", "Leaders feel supported",
    "Underrepresented topics", "Threats to safety", "Documentation", "Donations", "Readers",
)  # fmt: skip
_ROW_NAMES = ("Established markets", "Emerging markets", "All wikis", "Pilot wikis", "Wikipedia", "Commons", "Wikidata")
_QUARTERS = ("Q1", "Q2", "Q3", "Q4")


def tables(slides: int) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield `slides` titles, each with the rows of its table, the header first."""
    for n in range(slides):
        title = f"{_MEASURES[n % len(_MEASURES)]} in review {n + 1}"
        header = ["Measure", "Baseline", *_QUARTERS]
        names = islice(cycle(_ROW_NAMES), n % len(_ROW_NAMES), None)
        rows = [[name, f"{n + 40}K/month", *_quarters(n, row)] for row, name in zip(range(5), names, strict=False)]
        yield title, [header, *rows]


def _quarters(slide: int, row: int) -> list[str]:
    """Return four results that differ from row to row and from slide to slide."""
    return [
        f"+{(slide * 7 + row * 3 + quarter) % 19}.{(slide + quarter) % 10}% YoY ({(slide * 13 + row) % 900 + 100}K/mo)"
        for quarter in range(4)
    ]
