"""two-values: the same metric is shown with two different values for the same period, baseline or goal.

Only values of the same unit and basis are compared; a rounded value equals the exact one. Baselines and goals of a slide that
reports another period (`as_of`) may differ: they may have been different then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck, ShownMeasure, short_name
from deckgen.checks._figures import is_equal_or_rounded
from deckgen.diagnostics import Issue, KeyPath, Rule, Severity, Topic, issue_of, line_and_column
from deckgen.model import RichText
from deckgen.quantities import Quantity, read_quantity, single_quantity
from deckgen.resolve.lines import Line

RULE = Rule(
    "two-values",
    Severity.WARNING,
    Topic.FIGURES,
    "the same metric is shown with two different values for the same period, baseline or goal",
    "The same metric is shown with two different values for the same period, baseline or goal, because a slide "
    "overrides it; or two rows of the same short name disagree. Values are compared where unit and basis agree. "
    "Baselines and goals of a slide that reports another period (`as_of`) may differ.",
    optional=True,
    subjects=True,
)

_Value = tuple[Quantity, ShownMeasure, KeyPath]


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each differing value, with the location of the first."""
    seen: dict[tuple[str, ...], _Value] = {}
    reported = set()
    rows = Counter(_identity(measure) for measure in subject.measures)
    for measure, (own, *_) in subject.measures_with_lines:
        if rows[_identity(measure)] == 1:
            continue
        for field_name, keys, quantity in _compared_quantities(subject, measure, own.line):
            first, first_measure, first_keys = seen.setdefault(
                (*_identity(measure), field_name), (quantity, measure, keys)
            )
            if (
                not first.is_comparable_to(quantity)
                or is_equal_or_rounded(first, quantity)
                or is_equal_or_rounded(quantity, first)
            ):
                continue
            span = subject.span_of(measure, *keys)
            if span not in reported and span != (first_span := subject.span_of(first_measure, *first_keys)):
                reported.add(span)
                location = _location(subject, first_span.file, first_span.start) if first_span else "elsewhere"
                message = f"the {field_name} of “{measure.name}” is {quantity.raw} here, but {first.raw} in {location}"
                hint = "correct one of the two; a metric that is used by its id alone cannot disagree with itself"
                yield issue_of(RULE, message, span, hint, measure.id)


def _compared_quantities(
    subject: CheckedDeck, measure: ShownMeasure, line: Line
) -> Iterator[tuple[str, KeyPath, Quantity]]:
    """Yield the name, path and only number of each result, of the baseline and of the goal."""
    row = measure.row
    texts: list[tuple[str, RichText | None]] = [("baseline", row.baseline), ("goal", row.goal)]
    for period in measure.period.reached:
        reading = line.reading(period)
        quantity = single_quantity(reading) if reading is not None else None
        if quantity is not None:
            yield f"{period} result", subject.result_path(measure, period), quantity
    if measure.period.name == getattr(measure.entry.content, "as_of", None):
        return
    for name, text in texts:
        quantity = read_quantity(text.raw, subject.deck.language) if text is not None else None
        if quantity is not None:
            yield name, (name,), quantity


def _identity(measure: ShownMeasure) -> tuple[str, ...]:
    """Return what two rows of the same measure share: the metric, else the short name.

    A name that is a single word is too common: such a row is only itself.
    """
    parts = tuple(map(str, measure.keys))
    if measure.written_row.metric is not None:
        return (measure.written_row.metric, *parts)
    name = short_name(measure.row).casefold()
    return (
        name if len(name.split()) > 1 and "…" not in name else f"{measure.entry.origin.slide}{measure.path}",
        *parts,
    )


def _location(subject: CheckedDeck, file: str, start: int) -> str:
    line, _ = line_and_column(subject.deck.documents[file].text, start)
    return f"{file}:{line}"
