"""Results and baselines: a text in; its figures, each with the words around it, and what was not understood, out."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from deckgen.quantities.clauses import NO_RESULT, Clause
from deckgen.quantities.figures import Element, times
from deckgen.quantities.lexicon import Lexicon
from deckgen.quantities.names import name_words, names_behind, noun_behind, split_names
from deckgen.quantities.patterns import match_pattern
from deckgen.quantities.types import Bound, Figure, Reading, Statement

_BOUNDS: dict[str, Bound] = {
    "at-least": ">=",
    "more-than": ">",
    "at-most": "<=",
    "less-than": "<",
    "about": "~",
    "almost": "~<",
}
_BOUND = "at-least|more-than|at-most|less-than|about|almost"
_SKIPPED = ("result", "ignored")
_SKIPPED_IN_BASELINE = (*_SKIPPED, "past", "baseline")
_LABELS_IN_RESULT = ("result", "ignored", "due", "number", "among")


def read_clauses_as_result(clauses: list[Clause], lexicon: Lexicon, *, is_baseline: bool = False) -> Reading:
    """Return what a result states. A baseline may name itself as such (`was 40`, `baseline 40`)."""
    reader = _ResultReader(lexicon, _SKIPPED_IN_BASELINE if is_baseline else _SKIPPED)
    for clause in clauses:
        reader.read(clause)
    return reader.reading()


class _ResultReader:
    def __init__(self, lexicon: Lexicon, skipped: tuple[str, ...]) -> None:
        self.lexicon, self.skipped = lexicon, skipped
        self.statements: list[Statement] = []
        self.names: list[str] = []
        self.periods: list[str] = []
        self.problems: list[str] = []
        self.denial = ""
        self.follows_marked = False

    def reading(self) -> Reading:
        return Reading(
            tuple(self.statements), tuple(self.names), tuple(self.periods), tuple(self.problems), self.denial
        )

    def read(self, clause: Clause) -> None:
        """Read one clause: a figure with its words, a marked figure, or words only."""
        parts = _split_at_comparison(clause)
        for number, elements in enumerate(parts):
            if not elements and len(parts) > 1:
                continue
            marks = [e for e in elements if e.has(*NO_RESULT) and not e.has(*self.skipped)]
            is_marked = bool(marks) or number > 0 or clause.has_deadline
            is_denied = (
                number == 0
                and bool(marks)
                and not clause.has_deadline
                and not any(e.has("plan", "past") for e in marks)
            )
            significant, names = split_names(elements, _LABELS_IN_RESULT)
            if any(e.figure is not None for e in elements) and is_marked:
                self._add_marked(elements, is_denied=is_denied, is_side=clause.is_side or number > 0)
                self.follows_marked = self.follows_marked or not clause.is_side
            elif any(e.figure is not None for e in elements):
                self._add_figure(elements, significant, names, clause)
                self.periods += [*clause.periods, *clause.due]
            else:
                self._add_words(significant, names, marks)
                self.periods += [*clause.periods, *clause.due]

    def _add_marked(self, elements: list[Element], *, is_denied: bool, is_side: bool) -> None:
        self.problems += [e.problem or e.token.text for e in elements if e.problem or e.has("part")]
        self.statements += [
            Statement(e.figure, is_side=is_side, is_marked=True, is_denied=is_denied)
            for e in elements
            if e.figure is not None
        ]

    def _add_words(self, significant: list[Element], names: list[Element], marks: list[Element]) -> None:
        if marks:
            self.denial = self.denial or marks[0].token.text
        self.names += name_words(names)
        rest = [e for e in significant if not e.has(*self.skipped) and e not in marks]
        self.problems += [e.problem or e.token.text for e in rest]

    def _add_figure(
        self, elements: list[Element], significant: list[Element], names: list[Element], clause: Clause
    ) -> None:
        if self.follows_marked and not any(e.has("result") for e in elements):
            self.problems.append(elements[0].token.text)
            return
        significant, scale = _without_scale(significant)
        if scale is None:
            self.problems.append(_problem_of(significant, self.skipped))
            return
        if not any(e.figure is not None for e in significant):
            self._add_words(significant, names, [])
            return
        elements, significant, names = _without_counted_in(elements, significant, names)
        figures, is_side = _read_figures(significant, self.skipped)
        if figures is None:
            self.problems.append(_problem_of(significant, self.skipped))
            return
        counted = next(i for i, e in enumerate(elements) if e.figure is not None)
        after, noun = names_behind(elements, counted, names), noun_behind(elements, counted, _LABELS_IN_RESULT)
        self.statements.append(
            Statement(figures[0], name_words(names), after, noun, clause.is_side or is_side, is_side and clause.is_side)
        )
        self.statements += [Statement(f, is_side=True, is_marked=True) for f in figures[1:]]


class _Forms(Struct, frozen=True):
    """What the figures of a clause were read as: the main one first; `is_start` marks one that only says where a change began."""

    figures: tuple[Figure, ...]
    is_start: bool = False


Match = list[Element | None]


def _read_figures(significant: list[Element], skipped: tuple[str, ...]) -> tuple[tuple[Figure, ...] | None, bool]:
    """Return the figures of a clause, the main one first, by the first form that fits it as a whole."""
    for pattern, read in _FORMS:
        match = match_pattern(pattern, significant, skipped)
        forms = read(match) if match is not None else None
        if forms is not None:
            return forms.figures, forms.is_start
    return None, False


def _plain(match: Match) -> _Forms | None:
    return _Forms((_bounded(_figure(match[1]), match[0], match[2]),))


def _between(match: Match) -> _Forms | None:
    if not _same_unit(match[1], match[3]):
        return None
    low, high = with_unit_of(_figure(match[1]), _figure(match[3])), _figure(match[3])
    return _Forms((replace(high, value=low.value, upper=high.value),))


def _changed_to(match: Match) -> _Forms | None:
    return _Forms((_figure(match[2]),))


def _changed_to_behind(match: Match) -> _Forms | None:
    return _Forms((_figure(match[1]),))  # `auf 8 % gesenkt`


def _changed_by_behind(match: Match) -> _Forms | None:
    return _change(_figure(match[1]), match[2], None)


def _changed_by(match: Match) -> _Forms | None:
    bound = match[2]
    if match[1] is None and bound is not None and bound.has("more-than", "less-than") and not _figure(match[3]).sign:
        return _Forms((_bounded(_figure(match[3]), bound, None),))  # `fell below 8%`
    return _change(_figure(match[3]), match[0], match[2])


def _changed(match: Match) -> _Forms | None:
    return _change(_figure(match[0]), match[1], None)


def _changed_from(match: Match) -> _Forms | None:
    return _Forms((_figure(match[0]), _figure(match[3])))


def _start(match: Match) -> _Forms | None:
    return _Forms((_figure(match[2]),), is_start=True)


_FORMS: tuple[tuple[str, Callable[[Match], _Forms | None]], ...] = (
    (f"{_BOUND}? F or-more|or-less|plus|rank?", _plain),
    ("between F range-joint F", _between),
    ("up|down to F", _changed_to),
    (f"up|down by? {_BOUND}? F", _changed_by),
    ("F more|fewer|up|down", _changed),
    ("to F up|down", _changed_to_behind),
    ("by F up|down|more|fewer", _changed_by_behind),
    ("F up|down from F", _changed_from),
    ("up|down from F", _start),
)


def _split_at_comparison(clause: Clause) -> list[list[Element]]:
    """Split a clause before `vs` and the like, which introduces a figure that is no result; the first part may be empty."""
    parts: list[list[Element]] = [[]]
    for element in clause.elements:
        if element.has("versus") and (clause.is_side or any(e.figure is not None for e in parts[-1])):
            parts.append([])
        else:
            parts[-1].append(element)
    return parts


def _without_scale(significant: list[Element]) -> tuple[list[Element], Figure | None]:
    """Return a clause without `scale of 1–5`; None in place of the figure if what follows the words is no range."""
    at = next((i for i, e in enumerate(significant) if e.has("score-scale")), None)
    if at is None:
        return significant, Figure(0)
    figure = significant[at + 1].figure if at + 1 < len(significant) else None
    if figure is None:
        return significant, None
    return significant[:at] + significant[at + 2 :], figure


def _without_counted_in(
    elements: list[Element], significant: list[Element], names: list[Element]
) -> tuple[list[Element], list[Element], list[Element]]:
    """Return a clause without `in 3 countries` behind a count: what it is counted in adds nothing."""
    figures = [i for i, e in enumerate(elements) if e.figure is not None]
    if len(figures) != 2 or any(_figure(elements[i]).unit or _figure(elements[i]).is_change for i in figures):
        return elements, significant, names
    first, second = figures
    joint = next((i for i in range(first + 1, second) if elements[i].has("among")), None)
    named = (
        joint is not None
        and any(e in names for e in elements[first:joint])
        and any(e in names for e in elements[second:])
    )
    if joint is None or not named or joint != second - 1:
        return elements, significant, names
    kept = elements[:joint]
    return kept, [e for e in significant if e in kept], [e for e in names if e in kept]


def with_unit_of(figure: Figure, other: Figure) -> Figure:
    """Return a figure with the unit and scale of another if it has none of its own (`between 10 and 20 days`)."""
    if figure.unit or figure.scale != 1 or not (other.unit or other.scale != 1):
        return figure
    return replace(
        figure, value=times(figure.value, other.scale), unit=other.unit, basis=other.basis, scale=other.scale
    )


def _figure(element: Element | None) -> Figure:
    assert element is not None  # the pattern has a figure there
    assert element.figure is not None
    return element.figure


def _same_unit(first: Element | None, second: Element | None) -> bool:
    units = {_figure(first).unit, _figure(second).unit}
    return len(units - {""}) <= 1


def _bounded(figure: Figure, before: Element | None, after: Element | None) -> Figure:
    bound = next((b for name, b in _BOUNDS.items() if before is not None and before.has(name)), "")
    if after is not None and after.has("or-more", "plus"):
        bound = ">="
    elif after is not None and after.has("or-less"):
        bound = "<="
    return replace(figure, bound=cast(Bound, bound)) if bound else figure


def _change(figure: Figure, word: Element | None, bound: Element | None) -> _Forms | None:
    """Return the change that a figure with a word of direction states; None if it has a sign that says otherwise."""
    down = word is not None and word.has("down", "fewer") and not word.has("more")
    if figure.sign and (figure.sign == "-") != down:
        return None
    value = -abs(figure.value) if down else abs(figure.value)
    changed = replace(figure, value=value, sign="-" if down else "+", is_change=True)
    return _Forms((changed,)) if bound is None else None


def _problem_of(significant: list[Element], skipped: tuple[str, ...]) -> str:
    """Return what of a clause was not understood."""
    problem = next((e.problem for e in significant if e.problem), None)
    if problem is not None:
        return problem
    words = [e.token.text for e in significant if e.figure is None and not e.has(*skipped)]
    return words[0] if words else " ".join(e.figure.raw for e in significant if e.figure is not None)
