"""two-values: the same metric is shown with two different values for the same quarter, baseline or goal.

Values are compared where they share unit and basis; a rounded one is the same. Baselines and goals of a slide that reports
another quarter (`as_of`) may differ: they were what they were.
"""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._figures import same
from deckgen.checks._subject import CheckedDeck, Finding, ShownSlide, short_name
from deckgen.diagnostics import position
from deckgen.model import Quantity, RichText, read_quantity

_Value = tuple[Quantity, ShownSlide, tuple[str, ...]]


def check(subject: CheckedDeck) -> Iterator[Finding]:
    """Tell each second value, with the place of the first."""
    seen: dict[tuple[str, ...], _Value] = {}
    told = set()
    for shown in subject.measured:
        for what, keys, text in _texts(shown):
            quantity = read_quantity(text.raw)
            if quantity is None:
                continue
            first, *_ = found = seen.setdefault((*_identity(shown), what), (quantity, shown, keys))
            if not first.comparable(quantity) or same(first, quantity) or same(quantity, first):
                continue
            span = subject.place(shown, *keys)
            if span not in told and span != (there := subject.place(found[1], *found[2])):
                told.add(span)
                where = _where(subject, there.file, there.start) if there else "elsewhere"
                message = f"the {what} of “{shown.name}” is {quantity.raw} here, but {first.raw} in {where}"
                hint = "correct one of the two; a metric that is used by its id alone cannot disagree with itself"
                yield Finding(message, span, hint, shown.id)


def _texts(shown: ShownSlide) -> Iterator[tuple[str, tuple[str, ...], RichText]]:
    row = shown.row
    for quarter, entry in row.quarters.items():
        if entry is not None and entry.text is not None and quarter <= shown.quarter:
            yield f"{quarter} result", ("quarters", quarter), entry.text
    then = "" if shown.quarter == getattr(shown.entry.content, "as_of", None) else "baseline"
    if then and row.baseline is not None:
        yield "baseline", ("baseline",), row.baseline
    if then and row.goal is not None:
        yield "goal", ("goal",), row.goal


def _identity(shown: ShownSlide) -> tuple[str, ...]:
    """What makes two rows the same thing: the metric, else the whole short name if it is no single common word."""
    parts = tuple(map(str, shown.keys))
    if shown.own.metric is not None:
        return (shown.own.metric, *parts)
    name = short_name(shown.row).casefold()
    return (name if len(name.split()) > 1 and "…" not in name else f"{shown.entry.origin.slide}{shown.path}", *parts)


def _where(subject: CheckedDeck, file: str, start: int) -> str:
    line, _ = position(subject.deck.documents[file].text, start)
    return f"{file}:{line}"
