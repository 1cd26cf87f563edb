"""Goals: a text in; the values that reach it, which way is better, and by when, out. A goal is understood as a whole or not."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckgen.quantities.clauses import Clause
from deckgen.quantities.figures import Element
from deckgen.quantities.lexicon import Lexicon
from deckgen.quantities.names import name_words, names_behind, split_names
from deckgen.quantities.patterns import match_pattern
from deckgen.quantities.results import with_unit_of
from deckgen.quantities.types import Figure, Goal

_IGNORED = ("goal-words", "ignored", "due", "number", "among", "plan")
_SKIPPED = ("goal-words", "ignored", "or-more-or-less")
_LIMIT = "at-least|more-than|at-most|less-than"
_POST = "or-more|or-less|plus"
Direction = Literal[-1, 0, 1]


def read_clauses_as_goal(clauses: list[Clause], lexicon: Lexicon) -> Goal:
    """Return what a goal says; a part that was not understood is one of its problems."""
    elements = [element for clause in clauses for element in clause.elements]
    significant, names = split_names(elements, _IGNORED)
    due = tuple(text for clause in clauses for text in (*clause.due, *clause.periods))
    goal = _read(significant)
    if not any(e.figure is not None or e.problem for e in elements) and goal is None:
        year = next((text for text in due if text.isdecimal()), None)
        if year is not None and not names:
            return Goal(problems=(f"{year} (a year or a number)",), is_numeric=True)
        return Goal(due=due, names=name_words(names))
    if goal is None:
        return Goal(
            problems=(_problem_of(significant),), due=due, is_numeric=any(e.figure or e.problem for e in elements)
        )
    figures = [i for i, e in enumerate(elements) if e.figure is not None]
    goal, due = _without_yearly_rate(goal, due)
    return replace(
        goal,
        due=due,
        is_due=goal.is_due or bool(due),
        names=name_words(names),
        names_after=names_behind(elements, figures[-1], names) if figures else (),
        usually_lower=tuple(e.token.text for e in names if e.has("usually-lower")),
        is_numeric=bool(figures),
    )


def _without_yearly_rate(goal: Goal, due: tuple[str, ...]) -> tuple[Goal, tuple[str, ...]]:
    """Return a goal such as `400 a year` as what it is: 400, due at the year's end."""
    figure = goal.figure
    if figure is None or figure.basis != "/year" or replace(figure, basis="").is_level:
        return goal, due
    return replace(goal, figure=replace(figure, basis=""), is_due=True), due


def _read(elements: list[Element]) -> Goal | None:
    """Return the goal that one pattern describes as a whole; None if none does."""
    readers = (_limit, _kept, _range, _from_to, _change_to, _change_by, _rank)
    return next((goal for read in readers if (goal := read(elements)) is not None), None)


def _match(pattern: str, elements: list[Element]) -> list[Element | None] | None:
    return match_pattern(pattern, elements, _SKIPPED)


def _limit(elements: list[Element]) -> Goal | None:
    match = _match(f"keep? {_LIMIT}? to? F {_POST}?", elements)
    if match is None and (match := _match(f"to? {_LIMIT}? F keep", elements)) is not None:
        match = [match[3], match[1], match[0], match[2], None]
    if match is None or (match[2] is not None and match[0] is None and match[1] is None):
        return None
    keep, before, _, figure, after = match
    return _with_limit(_figure(figure), before, after, keeps=keep is not None)


class _Limit(Struct, frozen=True):
    """What a limit says: the side on which the goal lies (0: not said), and whether the limit itself is excluded."""

    side: Direction = 0
    is_strict: bool = False


def _limit_of(before: Element | None, after: Element | None) -> _Limit | None:
    """Return the limit that the words before and after a figure set; None if they contradict each other."""
    found: list[_Limit] = []
    for element in (before, after):
        if element is None:
            continue
        if element.has("at-least", "more-than") and element is before:
            found.append(_Limit(1, not element.has("at-least")))
        elif element.has("at-most", "less-than") and element is before:
            found.append(_Limit(-1, not element.has("at-most")))
        elif element.has("or-more", "plus"):
            found.append(_Limit(1))
        elif element.has("or-less"):
            found.append(_Limit(-1))
    if len({limit.side for limit in found}) > 1:
        return None
    return found[0] if found else _Limit()


def _with_limit(
    figure: Figure, before: Element | None, after: Element | None, *, keeps: bool = False, side: Direction = 0
) -> Goal | None:
    """Return the goal that a figure with its limits sets; `side` is the better side by a verb or a sign."""
    limit = _limit_of(before, after)
    if limit is None or (limit.side and side and limit.side != side and not figure.is_change):
        return None
    if figure.upper is not None:
        return None if limit.side else Goal(figure, figure.value, figure.upper, keeps=keeps)
    if figure.is_change and figure.sign:
        contradicts = figure.sign == "-" and limit.side > 0  # `at least -4%`
        return None if contradicts else _change_goal(figure, limit, keeps=keeps)
    if figure.value == 0 and not limit.side and not side and not figure.unit:
        return Goal(figure, None, 0, direction=-1, is_outright=True, keeps=keeps)
    direction: Direction = limit.side or side
    low = figure.value if direction >= 0 else None
    high = figure.value if direction < 0 else None
    return Goal(figure, low, high, limit.is_strict, direction, bool(limit.side), keeps=keeps)


def _change_goal(figure: Figure, limit: _Limit, *, keeps: bool = False) -> Goal:
    """Return the goal of a change: `-10%` and `at least -10%` ask for a fall, `at most +5%` for a small rise."""
    falls = figure.sign == "-"
    if limit.side == 0 or not falls:
        side: Direction = limit.side or (-1 if falls else 1)
    else:
        side = -limit.side if limit.side == 1 else 1  # `reduce by at least 10%` is -10% or lower
    low, high = (figure.value, None) if side > 0 else (None, figure.value)
    return Goal(figure, low, high, limit.is_strict, side, bool(limit.side), keeps=keeps)


def _kept(elements: list[Element]) -> Goal | None:
    if _match("keep baseline", elements) is not None or _match("baseline keep", elements) is not None:
        return Goal(keeps=True, keeps_baseline=True)
    return None


def _range(elements: list[Element]) -> Goal | None:
    match = _match("keep? between F range-joint F", elements)
    if match is None:
        return None
    low, high = _figure(match[2]), _figure(match[4])
    if low.unit and high.unit and low.unit != high.unit:
        return None
    low = with_unit_of(low, high)
    if low.value >= high.value:
        return None
    return Goal(replace(low, upper=high.value), low.value, high.value, is_outright=True, keeps=match[0] is not None)


def _from_to(elements: list[Element]) -> Goal | None:
    match = _match(f"up|down|keep? from F to {_LIMIT}? F", elements)
    if match is None and (match := _match(f"from F to {_LIMIT}? F up|down", elements)) is not None:
        match = [match[-1], *match[:-1]]  # `von 12 auf 8 % senken`
    if match is not None:
        verb, start, limit, end = match[0], _figure(match[2]), match[4], _figure(match[5])
    elif (match := _match("up|down? F arrow F", elements)) is not None:
        verb, start, limit, end = match[0], _figure(match[1]), None, _figure(match[3])
    else:
        return None
    if len({start.unit, end.unit} - {""}) > 1 or start.value == end.value or (verb is not None and verb.has("keep")):
        return None
    end = with_unit_of(end, start)
    start = replace(with_unit_of(start, end), basis=end.basis)
    side: Direction = 1 if end.value > start.value else -1
    if verb is not None and _side(verb) not in (0, side):
        return None
    goal = _with_limit(end, limit, None, side=side)
    return None if goal is None else replace(goal, start=start, is_due=True)


def _side(verb: Element) -> Direction:
    if verb.has("up") == verb.has("down"):
        return 0
    return 1 if verb.has("up") else -1


def _change_to(elements: list[Element]) -> Goal | None:
    match = _match(f"up|down? to {_LIMIT}? F {_POST}?", elements)
    if match is None and (match := _match(f"to {_LIMIT}? F up|down", elements)) is not None:
        match = [match[-1], *match[:-1], None]
    if match is None:
        return None
    verb, _, before, figure, after = match
    goal = _with_limit(_figure(figure), before, after, side=_side(verb) if verb is not None else 0)
    return None if goal is None else replace(goal, is_due=True)


def _change_by(elements: list[Element]) -> Goal | None:
    match = _match(f"up|down by {_LIMIT}? F {_POST}?", elements)
    if match is None and (match := _match(f"up|down {_LIMIT} by F", elements)) is not None:
        match = [match[0], match[2], match[1], match[3], None]
    if match is None and (match := _match(f"by {_LIMIT}? F up|down|more|fewer", elements)) is not None:
        match = [match[-1], *match[:-1], None]
    if match is not None:
        verb, before, figure, after = match[0], match[2], _figure(match[3]), match[4]
    elif (match := _match(f"{_LIMIT}? up|down by? {_LIMIT}? F {_POST}?", elements)) is not None:
        verb, before, figure, after = match[1], match[0] or match[3], _figure(match[4]), match[5]
    elif (match := _match(f"{_LIMIT}? F more|fewer|up|down", elements)) is not None:
        verb, before, figure, after = match[2], match[0], _figure(match[1]), None
    else:
        return None
    has_by = any(e.has("by") for e in elements)
    if before is not None and not has_by and verb is not None and before.token.start > verb.token.start:
        return _changed_past(verb, before, figure)  # `reduce below 8%`
    if figure.unit not in {"%", "pp"} and not has_by:
        return None
    limit = _limit_of(before, after)
    falls = verb is not None and verb.has("down", "fewer") and not verb.has("up", "more")
    if limit is None or figure.upper is not None or (figure.sign and (figure.sign == "-") != falls):
        return None
    value = -abs(figure.value) if falls else abs(figure.value)
    changed = replace(figure, value=value, sign="-" if falls else "+", is_change=True)
    return replace(_change_goal(changed, limit), is_due=True)


def _changed_past(verb: Element | None, limit: Element, figure: Figure) -> Goal | None:
    """Return the goal of a change past a limit; `increase at least 10%` may be a level or a change."""
    if verb is None or not limit.has("more-than", "less-than") or figure.sign:
        return None
    goal = _with_limit(figure, limit, None, side=_side(verb))
    return None if goal is None else replace(goal, is_due=True)


def _rank(elements: list[Element]) -> Goal | None:
    match = _match("rank F", elements)
    if match is None or _figure(match[1]).unit not in {"", "rank"}:
        return None
    figure = replace(_figure(match[1]), unit="rank")
    return Goal(figure, None, figure.value, direction=-1, is_outright=True)


def _figure(element: Element | None) -> Figure:
    assert element is not None  # the pattern has a figure there
    assert element.figure is not None
    return element.figure


def _problem_of(significant: list[Element]) -> str:
    problem = next((e.problem for e in significant if e.problem), None)
    if problem is not None:
        return problem
    figures = [e.figure.raw for e in significant if e.figure is not None]
    words = [e.token.text for e in significant if e.figure is None and not e.has(*_SKIPPED)]
    if len(figures) > 1:
        return " and ".join(figures)
    return words[0] if words else "".join(figures)
