"""repeated-figures: a chart shows nothing but the figures of most rows of the slide before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from deckgen.checks._checked_deck import CheckedDeck, ShownMeasure
from deckgen.checks._figures import read_quantities
from deckgen.diagnostics import Issue, KeyPath, Rule, Severity, Topic, issue_of
from deckgen.model import RichText, SlideEntry
from deckgen.quantities import Quantity
from deckgen.resolve.walk import walk

RULE = Rule(
    "repeated-figures",
    Severity.WARNING,
    Topic.FIGURES,
    "a chart shows only figures of the slide before it",
    "The charts of a slide show nothing but figures that stand on the slide before, and those of more than half of its rows: of "
    "its metrics, key results or table. A chart that draws a few rows of a long table makes a point and is not reported, nor is "
    "one with periods that the table before does not show, nor a chart next to its own table.",
    optional=True,
    subjects=True,
)
_HINT = "leave the chart out, let it take the place of the table, or give it what the table has not, such as earlier periods"

_MIN_FIGURES = 2
"""A row with fewer figures has nothing that a chart could draw against each other."""


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Compare the charts of each visible slide with the rows of the visible slide before it in its section."""
    for section in subject.deck.sections:
        visible = [entry for entry in section.slides if not entry.content.hidden]
        for before, entry in pairwise(visible):
            charts = _charts(entry)
            if charts and _repeats(subject, [chart for _, chart in charts], before):
                path, _ = charts[0]
                noun = "the chart shows" if len(charts) == 1 else "the charts show"
                message = f"{noun} only figures that stand on the slide before"
                yield issue_of(
                    RULE, message, subject.deck.documents[section.file].key_span(path), _HINT, entry.origin.slide
                )


def _charts(entry: SlideEntry) -> list[tuple[KeyPath, Any]]:
    """Return the charts of a slide, each with the path of the field that has it."""
    path, aside = entry.origin.path, getattr(entry.content, "aside", None)
    one, several = getattr(entry.content, "chart", None), getattr(entry.content, "charts", ())
    if aside is not None and aside.chart is not None:
        return [((*path, "aside", "chart"), aside.chart)]
    return [((*path, "chart"), one)] if one is not None else [((*path, "charts"), chart) for chart in several]


def _repeats(subject: CheckedDeck, charts: Sequence[Any], before: SlideEntry) -> bool:
    """Whether all charts show only figures of the rows of a slide, and those of more than half of its rows."""
    measures = [measure for measure in subject.measures if measure.entry is before]
    rows = [*_measure_rows(subject, measures), *_written_rows(subject, before)]
    shown: set[int] = set()
    for chart in charts:
        found = _rows_of_metrics(subject, chart, measures) if chart.metrics else _rows_of_numbers(chart, rows)
        if not found:
            return False
        shown |= found
    return 2 * len(shown) > sum(len(row) >= _MIN_FIGURES for row in rows)


def _measure_rows(subject: CheckedDeck, measures: Sequence[ShownMeasure]) -> Iterator[list[Quantity]]:
    """Yield the figures of each row of metrics and key results."""
    for measure in measures:
        texts = (text for _, text in walk(measure.row.model_copy(update={"parts": {}}), only=(RichText,)))
        yield [q for text in texts if isinstance(text, RichText) for q in _quantities(subject, text.plain)]


def _written_rows(subject: CheckedDeck, entry: SlideEntry) -> list[list[Quantity]]:
    """Return the figures of each row of a table, or of each item of a list."""
    depth = len(entry.origin.path)
    rows: dict[KeyPath, list[Quantity]] = {}
    for text in subject.texts:
        if text.entry is entry and not text.in_row:
            index = next((i for i in range(depth, len(text.path)) if isinstance(text.path[i], int)), None)
            if index is not None:
                rows.setdefault(text.path[: index + 1], []).extend(_quantities(subject, text.plain))
    return list(rows.values())


def _quantities(subject: CheckedDeck, text: str) -> Iterator[Quantity]:
    """Yield the figures of a text that are written in digits."""
    found = (quantity for _, quantity in read_quantities(text, subject.deck.language))
    return (quantity for quantity in found if any(char.isdigit() for char in quantity.raw))


def _rows_of_metrics(subject: CheckedDeck, chart: Any, measures: Sequence[ShownMeasure]) -> set[int]:
    """Return which measures a chart of metrics shows; none if it shows another metric, or periods that these do not."""
    ids = [measure.id for measure in measures]
    if not set(map(str, chart.metrics)) <= set(ids):
        return set()
    found = {i for i, one in enumerate(ids) if any(one == name or one.startswith(f"{name}/") for name in chart.metrics)}
    return set() if any(_has_other_periods(measures[i]) for i in found) else found


def _has_other_periods(measure: ShownMeasure) -> bool:
    """Whether a measure has results of periods that a table does not show."""
    results = {name for name, result in measure.row.results.items() if result is not None and result.text is not None}
    return bool(measure.row.earlier) or not results <= set(measure.period.window())


def _rows_of_numbers(chart: Any, rows: Sequence[Sequence[Quantity]]) -> set[int]:
    """Return the rows that have all numbers of a series, one row for each; none if a series has no such row, or one number."""
    found: set[int] = set()
    for series in chart.series:
        numbers = [value for value in series.values if value is not None]
        row = next((i for i, row in enumerate(rows) if i not in found and _has_all(row, numbers)), None)
        if row is None or len(numbers) < _MIN_FIGURES:
            return set()
        found.add(row)
    return found


def _has_all(row: Sequence[Quantity], numbers: Sequence[Quantity]) -> bool:
    return all(any(_is_same(number, figure) for figure in row) for number in numbers)


def _is_same(number: Quantity, figure: Quantity) -> bool:
    """Whether two figures are of one value; the unit of a number in a chart may stand beside its numbers."""
    return abs(number.value) == abs(figure.value) and (not number.unit or number.is_comparable_to(figure))
