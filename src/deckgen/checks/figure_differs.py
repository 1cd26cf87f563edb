"""figure-differs: a text names a metric and gives another figure than the metric has.

A figure counts only if it has the unit of the result and follows the metric's name closely in the same clause, and if the
text between them says what the metric is, was or became. The baseline, the goal and rounded figures are fine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from msgspec import Struct, field

from deckgen.checks._checked_deck import AuthoredText, CheckedDeck, ShownMeasure, short_name
from deckgen.checks._figures import is_equal_or_rounded, read_quantities
from deckgen.checks._names import NameFinder, between_boundaries
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.model import RichText
from deckgen.quantities import Quantity

RULE = Rule(
    "figure-differs",
    Severity.WARNING,
    Topic.FIGURES,
    "a text names a metric and gives another figure than the metric has",
    'A text names a metric by its short name and gives another figure than the metric has: "Active editors are up '
    '7.3%" where the result of the quarter is +8.1%. A figure counts only if it has the unit of the result and '
    "follows the name closely in the same clause. Of a clause with several metrics, each statement counts if each "
    'metric has one ("the wait is 8 weeks, and income is £1.4m"). '
    "Rounded figures, the baseline and the goal are allowed, and so "
    'is an earlier figure next to the reported one ("from 7.3% to 8.1%") or next to its quarter ("7.3% in Q1"). '
    "Rows and tables are not checked; presenter notes are. Of a very long clause, only the first 2,000 characters "
    "and 50 figures are read; a clause with more than 50 names, or a metric with more than 50 figures, is not "
    "checked.",
    optional=True,
    subjects=True,
)

_CLAUSES = re.compile(r"(?<=[.;!?])\s+|\n+|\s[–—]\s")
_STATES = re.compile(
    r"\b(?:is|are|was|were|at|to|up|down|rose|grew|fell|reached?(?:es)?|stands?|now|increased|decreased|dropped)\b|[:=(]",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[,;]|\b(?:and|but|while|whereas|yet)\b", re.IGNORECASE)
"""What ends a statement about one metric before one about another."""
_MAX_DISTANCE = 7
"""How many words may be between name and figure; a figure further away belongs to something else."""
_MAX_COUNT = 50
"""A clause that names more metrics, or a name with more known figures, is ambiguous and is not checked."""


class _KnownFigures(Struct):
    """The figures of a metric name: in the reported period, in earlier periods, in baseline and goal; and the metric's id."""

    now: list[Quantity] = field(default_factory=list)
    before: dict[str, list[Quantity]] = field(default_factory=dict)
    aims: list[Quantity] = field(default_factory=list)
    id: str = ""

    @property
    def count(self) -> int:
        """The number of known figures."""
        return len(self.now) + len(self.aims) + sum(map(len, self.before.values()))


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Check all texts of slides and notes, clause by clause."""
    measures = _measures_by_name(subject)
    if not measures:
        return
    known = cache(
        lambda name: _known_figures(measures[name], subject)
    )  # of names that texts mention: reading takes long
    names = NameFinder(measures, between_boundaries)
    for text in subject.texts:
        if text.entry is None or text.in_row or getattr(text.entry.content, "as_of", None):
            continue
        if next(names.find(text.plain.casefold()), None) is None:
            continue
        for clause in _CLAUSES.split(text.plain):
            for difference in _differing_figures(clause, known, names, subject):
                yield _finding(text, subject.deck.period.name, *difference)


def _measures_by_name(subject: CheckedDeck) -> dict[str, list[ShownMeasure]]:
    measures: dict[str, list[ShownMeasure]] = {}
    for measure in subject.measures:
        name = short_name(measure.row).casefold()
        if len(name) >= 5 and "…" not in name:
            measures.setdefault(name, []).append(measure)
    return measures


def _known_figures(measures: Sequence[ShownMeasure], subject: CheckedDeck) -> _KnownFigures:
    """Return the figures of all measures of one name."""
    entry, language = _KnownFigures(id=measures[0].id), subject.deck.language
    for measure in measures:
        for period, quantities in _quantities_by_period(measure, language).items():
            if period == subject.deck.period.name:
                entry.now += quantities
            elif period in subject.deck.period.earlier:
                entry.before.setdefault(period, []).extend(quantities)
        entry.aims += _quantities(measure.row.baseline, language) + _quantities(measure.row.goal, language)
        for line in measure.row.measures:
            entry.aims += _quantities(line.baseline, language) + _quantities(line.goal, language)
    # A metric that many slides show has the same figures on each.
    before = {period: _distinct(quantities) for period, quantities in entry.before.items()}
    return _KnownFigures(_distinct(entry.now), before, _distinct(entry.aims), entry.id)


def _distinct(quantities: Sequence[Quantity]) -> list[Quantity]:
    return list({(each.value, each.unit, each.basis, each.raw): each for each in quantities}.values())


def _quantities_by_period(measure: ShownMeasure, language: str) -> dict[str, list[Quantity]]:
    figures_of: dict[str, list[Quantity]] = {}
    for results in (measure.row.results, *(line.results for line in measure.row.measures)):
        for name, entry in results.items():
            figures_of.setdefault(name, []).extend(_quantities(entry.text, language) if entry is not None else [])
    for part in measure.row.parts.values():
        for name, entry in part.results.items() if part is not None else ():
            figures_of.setdefault(name, []).extend(_quantities(entry.text, language) if entry is not None else [])
    return figures_of


def _quantities(text: RichText | None, language: str) -> list[Quantity]:
    return [quantity for _, quantity in read_quantities(text.plain, language)] if text is not None else []


def _differing_figures(
    clause: str, known: Callable[[str], _KnownFigures], names: NameFinder, subject: CheckedDeck
) -> Iterator[tuple[_KnownFigures, Quantity, str]]:
    """Yield the wrong figures in a clause: the metric, the figure, the earlier period it is from.

    If the clause names several metrics, each must have a statement of its own ("the wait is 8 weeks, and income is £1.4m").
    """
    first_at: dict[str, int] = {}
    for at, name in names.find(clause.casefold()):
        first_at.setdefault(name, at)
    if not first_at or len(first_at) > _MAX_COUNT:
        return
    named = [name for name in first_at if not any(name != other and name in other for other in first_at)]
    named.sort(key=lambda name: first_at[name])
    figures = list(read_quantities(clause, subject.deck.language))
    stops = [*(first_at[name] for name in named[1:]), len(clause)]
    parts = [_Part(clause, first_at[name] + len(name), stop, figures) for name, stop in zip(named, stops, strict=True)]
    if not all(part.is_complete for part in parts[:-1]):
        return
    for name, part in zip(named, parts, strict=True):
        if part.own and known(name).count <= _MAX_COUNT:
            yield from _differing_figure(part, known(name), subject)


class _Part(Struct, frozen=True):
    """What a clause says of one of its metrics: its text from the end of the name to the name of the next one."""

    clause: str
    start: int
    stop: int
    figures: Sequence[tuple[int, Quantity]]

    @property
    def own(self) -> list[tuple[int, Quantity]]:
        """The figures of the part, by their places in the clause."""
        return [(at, figure) for at, figure in self.figures if self.start <= at < self.stop]

    @property
    def is_complete(self) -> bool:
        """Whether the next metric begins a statement of its own, so that no figure behind it belongs to this one."""
        if not self.own:
            between = self.clause[self.start : self.stop]
            return bool(_STATES.search(between) and _JOINT.search(between))
        at, figure = self.own[-1]
        return _JOINT.search(self.clause[at + len(figure.raw) : self.stop]) is not None


def _differing_figure(
    part: _Part, metric: _KnownFigures, subject: CheckedDeck
) -> Iterator[tuple[_KnownFigures, Quantity, str]]:
    """Yield the wrong figure of a metric in its part of a clause."""
    start, figure = part.own[0]
    between = part.clause[part.start : start]
    if len(between.split()) > _MAX_DISTANCE or not _STATES.search(between):
        return
    alike = [q for q in metric.now if q.unit and q.unit == figure.unit and q.basis in (figure.basis, "YoY")]
    rest = part.clause[start : part.stop]
    if not alike or _is_known(figure, metric) or _has_current_figure(rest, metric, subject.deck.language):
        return
    period = next((q for q, values in metric.before.items() if any(is_equal_or_rounded(figure, v) for v in values)), "")
    if not (period and subject.names(part.clause, period)):
        yield metric, figure, period


def _has_current_figure(text: str, metric: _KnownFigures, language: str) -> bool:
    """Whether the text also has the reported figure ("from 7.3% to 8.1%")."""
    return any(
        figure.unit == q.unit and is_equal_or_rounded(figure, q)
        for _, figure in read_quantities(text, language)
        for q in metric.now
    )


def _is_known(figure: Quantity, metric: _KnownFigures) -> bool:
    return any(figure.unit == q.unit and is_equal_or_rounded(figure, q) for q in (*metric.now, *metric.aims))


def _finding(text: AuthoredText, reported: str, metric: _KnownFigures, figure: Quantity, period: str) -> Issue:
    alike = next(q for q in metric.now if q.unit == figure.unit)
    message = f"{figure.raw} is not what `{metric.id}` has for {reported}, which is {alike.raw}"
    if period:
        message = f"{figure.raw} is what `{metric.id}` had in {period}; for {reported} it is {alike.raw}"
    return issue_of(
        RULE, message, text.span(figure.raw), "change the text, or the metric if that is mistyped", metric.id
    )
