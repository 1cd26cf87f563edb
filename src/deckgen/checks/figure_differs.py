"""figure-differs: a text names a metric and gives another figure than the metric has.

Only a figure in the unit of the result counts that soon follows the metric's name in the same clause, and only where the
text says what the metric is, was or became. The baseline, the goal and rounded figures are fine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from deckgen.checks._figures import figures, same
from deckgen.checks._names import NameFinder, between_boundaries
from deckgen.checks._subject import CheckedDeck, Finding, ShownSlide, Words, short_name
from deckgen.model import Quantity, RichText

_CLAUSES = re.compile(r"(?<=[.;!?])\s+|\n+|\s[–—]\s")
_SAYS = re.compile(
    r"\b(?:is|are|was|were|at|to|up|down|rose|grew|fell|reached?(?:es)?|stands?|now|increased|decreased|dropped)\b|[:=(]",
    re.IGNORECASE,
)
_FAR = 7
"""A figure more words behind the name belongs to something else."""
_MANY = 50
"""A clause that names more metrics, or a name that has more figures, says nothing for certain."""


class _Known(Struct):
    """What is known of a name: figures of the reported quarter, of earlier ones, of baseline and goal; where they stand."""

    now: list[Quantity] = field(default_factory=list)
    before: dict[str, list[Quantity]] = field(default_factory=dict)
    aims: list[Quantity] = field(default_factory=list)
    id: str = ""

    @property
    def count(self) -> int:
        """How many figures are known."""
        return len(self.now) + len(self.aims) + sum(map(len, self.before.values()))


def check(subject: CheckedDeck) -> Iterator[Finding]:
    """Go through what slides and notes say, clause by clause."""
    known = _known(subject)
    names = NameFinder(known, between_boundaries)
    for words in subject.words:
        if words.entry is None or words.in_row or getattr(words.entry.content, "as_of", None):
            continue
        for clause in _CLAUSES.split(words.text):
            found = _differing(clause, known, names)
            if found is not None:
                yield _finding(words, subject.deck.quarter, *found)


def _known(subject: CheckedDeck) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    for shown in subject.measured:
        name = short_name(shown.row).casefold()
        if len(name) < 5 or "…" in name:
            continue
        entry = found.setdefault(name, _Known(id=shown.id))
        for quarter, quantities in _by_quarter(shown).items():
            if quarter == subject.deck.quarter:
                entry.now += quantities
            elif quarter < subject.deck.quarter:
                entry.before.setdefault(quarter, []).extend(quantities)
        entry.aims += _read(shown.row.baseline) + _read(shown.row.goal)
        for line in shown.row.measures:
            entry.aims += _read(line.baseline) + _read(line.goal)
    return found


def _by_quarter(shown: ShownSlide) -> dict[str, list[Quantity]]:
    found: dict[str, list[Quantity]] = {}
    for quarters in (shown.row.quarters, *(line.quarters for line in shown.row.measures)):
        for name, entry in quarters.items():
            found.setdefault(name, []).extend(_read(entry.text) if entry is not None else [])
    for part in shown.row.parts.values():
        for name, entry in part.quarters.items() if part is not None else ():
            found.setdefault(name, []).extend(_read(entry.text) if entry is not None else [])
    return found


def _read(text: RichText | None) -> list[Quantity]:
    return [quantity for _, quantity in figures(text.plain)] if text is not None else []


def _differing(clause: str, known: Mapping[str, _Known], names: NameFinder) -> tuple[_Known, Quantity, str] | None:
    """Give what a clause says wrongly of the one metric that it names: the metric, the figure, the quarter it is of."""
    first_at: dict[str, int] = {}
    for at, name in names.found(clause.casefold()):
        first_at.setdefault(name, at)
    if len(first_at) > _MANY:
        return None
    named = [name for name in first_at if not any(name != other and name in other for other in first_at)]
    if len(named) != 1 or known[named[0]].count > _MANY:
        return None
    metric, end = known[named[0]], first_at[named[0]] + len(named[0])
    for start, figure in figures(clause):
        between = clause[end:start]
        if start < end:
            continue
        if len(between.split()) > _FAR or not _SAYS.search(between):
            return None
        alike = [q for q in metric.now if q.unit and q.unit == figure.unit and q.basis in (figure.basis, "YoY")]
        if not alike or _right(figure, metric) or _says_it(clause[start:], metric):
            return None
        quarter = next((q for q, values in metric.before.items() if any(same(figure, v) for v in values)), "")
        return None if quarter and quarter in clause else (metric, figure, quarter)
    return None


def _says_it(text: str, metric: _Known) -> bool:
    """Whether the reported figure follows all the same ("from 7.3% to 8.1%")."""
    return any(figure.unit == q.unit and same(figure, q) for _, figure in figures(text) for q in metric.now)


def _right(figure: Quantity, metric: _Known) -> bool:
    return any(figure.unit == q.unit and same(figure, q) for q in (*metric.now, *metric.aims))


def _finding(words: Words, reported: str, metric: _Known, figure: Quantity, quarter: str) -> Finding:
    alike = next(q for q in metric.now if q.unit == figure.unit)
    message = f"{figure.raw} is not what `{metric.id}` has for {reported}, which is {alike.raw}"
    if quarter:
        message = f"{figure.raw} is what `{metric.id}` had in {quarter}; for {reported} it is {alike.raw}"
    return Finding(message, words.span(figure.raw), "change the text, or the metric if that is mistyped", metric.id)
