"""Clauses of a text: elements in; parts between commas and brackets, each with its basis, periods and names taken out, out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from deckgen.quantities.figures import Element
from deckgen.quantities.tokens import Token
from deckgen.quantities.types import Figure

_BASES = {
    "year-on-year": "YoY", "quarter-on-quarter": "QoQ", "month-on-month": "MoM", "a-year": "/year", "a-quarter": "/quarter",
    "a-month": "/month", "a-week": "/week", "a-day": "/day", "an-hour": "/hour",
}  # fmt: skip
_RATES = frozenset(_BASES) - {"year-on-year", "quarter-on-quarter", "month-on-month"}
_GROWTH = ("YoY", "QoQ", "MoM")
_TIMES = ("period", "date", "year", "year-end")
NO_RESULT = ("not", "plan", "past")
"""The classes of words that make a figure no result."""


class Clause(Struct, frozen=True):
    """The elements of one part of a text, without what was taken out of it.

    `is_side` is whether it stands in brackets or after a comma; `periods` are the times that it names, `due` those behind a word
    such as `in` or `by`. `has_deadline` is whether such a word sets a deadline (`by`, not `in`).
    """

    elements: tuple[Element, ...]
    is_side: bool = False
    periods: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    has_deadline: bool = False

    @property
    def figures(self) -> list[Figure]:
        """The figures, in order."""
        return [element.figure for element in self.elements if element.figure is not None]


def join_dates(tokens: list[Token]) -> list[Token]:
    """Return the tokens with each date in words (`31 March 2026`, `March 31`) joined to one."""
    joined: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not _is_month(token):
            joined.append(token)
            at += 1
            continue
        start, end = token, at + 1
        if len(joined) > 1 and joined[-1].has("of", "ignored") and _is_day(joined[-2]):
            joined.pop()  # `31 de diciembre`
        if joined and _is_day(joined[-1]):
            start = joined.pop()
        elif len(joined) > 1 and joined[-1].text == "." and _is_day(joined[-2]):
            joined.pop()
            start = joined.pop()
        while end < len(tokens) and (_is_day(tokens[end]) or _is_year(tokens[end]) or _joins(tokens, end)):
            end += 1
        joined.append(
            Token(
                " ".join(t.text for t in (start, *tokens[at:end])),
                frozenset({"date"}),
                start.start,
                tokens[end - 1].end,
                blank_before=start.blank_before,
            )
        )
        at = end
    return joined


def _is_month(token: Token) -> bool:
    only = token.classes <= {"month", "suffix", "ignored"}
    return token.has("month") and (only or token.text[:1].isupper())


def _is_day(token: Token) -> bool:
    return token.number is not None and re.fullmatch(r"[0-3]?\d", token.text) is not None


def _is_year(token: Token) -> bool:
    return token.number is not None and re.fullmatch(r"(?:19|20)\d\d", token.text) is not None


def _joins(tokens: list[Token], at: int) -> bool:
    """Whether a mark stands between a day and a year, or a stop behind an abbreviated month."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and tokens[at].has("of", "ignored") and _is_year(following):
        return True  # `diciembre de 2026`
    return tokens[at].has("ordinal") or (
        following is not None
        and tokens[at].text in {",", "."}
        and (_is_year(following) or (tokens[at].text == "." and _is_day(following)))
    )


def split_clauses(elements: list[Element]) -> list[Clause]:
    """Return the clauses of a text; brackets that hold a whole amount (`(8%)`) make it negative."""
    clauses: list[list[Element]] = [[]]
    sides = [False]
    depth = 0
    for index, element in enumerate(elements):
        if element.has("open") or (element.has("comma") or _is_spaced_dash(element) or _is_stop(elements, index)):
            depth += element.has("open")
            clauses.append([])
            sides.append(depth > 0)
        elif element.has("close"):
            depth = max(0, depth - 1)
            if _is_accounting(clauses, sides):
                clauses[-1] = [_negated(e) if e.figure is not None else e for e in clauses[-1]]
                sides[-1] = False
                continue
            clauses.append([])
            sides.append(depth > 0)
        elif not element.has("stop", "footnote", "colon"):
            clauses[-1].append(element)
    return [_taken(tuple(part), side) for part, side in _with_sides(clauses, sides)]


def _with_sides(clauses: list[list[Element]], in_brackets: list[bool]) -> Iterator[tuple[list[Element], bool]]:
    """Yield the clauses that are not empty, each with whether it stands at the side: in brackets, or behind a figure."""
    has_figure = False
    for clause, is_in_brackets in zip(clauses, in_brackets, strict=True):
        if clause:
            yield clause, is_in_brackets or has_figure
            has_figure = has_figure or any(e.figure is not None for e in clause)


def _is_spaced_dash(element: Element) -> bool:
    return element.has("dash") and element.token.blank_before


def _is_stop(elements: list[Element], index: int) -> bool:
    if not elements[index].has("stop") or index + 1 >= len(elements):
        return False
    return elements[index + 1].token.blank_before and index > 0


def _is_accounting(clauses: list[list[Element]], sides: list[bool]) -> bool:
    """Whether the closed bracket holds an amount only, with nothing before it."""
    amount = [element for element in clauses[-1] if element.figure is not None]
    alone = len(clauses[-1]) == 1 and len(amount) == 1 and amount[0].figure is not None and not amount[0].figure.sign
    return alone and not any(clauses[:-1])


def _negated(element: Element) -> Element:
    figure = element.figure
    assert figure is not None  # the caller has looked
    return Element(
        element.token,
        replace(figure, value=-figure.value, sign="-", is_change=figure.unit == "%", raw=f"({figure.raw})"),
    )


def _taken(elements: tuple[Element, ...], is_side: bool) -> Clause:
    """Return a clause with its basis put into its figures and its periods taken out."""
    elements, basis = _take_basis(elements)
    if basis:
        elements = _with_basis(elements, basis)
    rest: list[Element] = []
    periods: list[str] = []
    due: list[str] = []
    has_deadline = False
    for element in elements:
        if element.has(*_TIMES):
            if rest and rest[-1].has("due") and not rest[-1].has("at-least"):
                due.append(element.token.text)
                has_deadline = has_deadline or not rest.pop().has("ignored")
            elif element.has("year-end"):
                due.append(element.token.text)
            else:
                periods.append(element.token.text)
        else:
            rest.append(element)
    return Clause(tuple(rest), is_side, tuple(periods), tuple(due), has_deadline)


def _take_basis(elements: tuple[Element, ...]) -> tuple[tuple[Element, ...], str]:
    rest: list[Element] = []
    basis = ""
    at = 0
    while at < len(elements):
        element = elements[at]
        name = next((_BASES[c] for c in _BASES if element.has(c)), "") if element.has(*_BASES) else ""
        if name and _names_basis(elements, at, rest):
            basis = name if not basis or basis == name else "several"
        elif element.has("versus") and at + 1 < len(elements) and elements[at + 1].has(*_TIMES):
            basis = f"vs {elements[at + 1].token.text}"
            at += 1
        elif element.has("per", "slash") and rest and _names_rate(elements, at):
            end = _end_of_per(elements, at + 1)
            basis = "per " + " ".join(_per_text(e) for e in elements[at + 1 : end])
            at = end - 1
        else:
            rest.append(element)
        at += 1
    return tuple(rest), basis


def _names_rate(elements: tuple[Element, ...], at: int) -> bool:
    """Whether a word such as `per` introduces what is counted, not a time (`per Q4`) or the end of a change (`von 12 auf 8`)."""
    if at + 1 >= len(elements) or elements[at + 1].has(*_TIMES):
        return False
    return not (elements[at].has("to") and any(e.has("from") for e in elements[:at]))


def _names_basis(elements: tuple[Element, ...], at: int, before: list[Element]) -> bool:
    """Whether a word such as `monthly` speaks of the figure, not of the noun behind it (`monthly users`)."""
    element = elements[at]
    if not element.has(*_RATES) or " " in element.token.text or "/" in element.token.text:
        return any(e.figure is not None for e in before) or not element.has(*_RATES)
    following = elements[at + 1] if at + 1 < len(elements) else None
    return any(e.figure is not None for e in before) and not (following is not None and following.has("word"))


def _end_of_per(elements: tuple[Element, ...], at: int) -> int:
    """Return the end of what a rate is counted for: an optional number and the words behind it."""
    end = at + 1 if elements[at].figure is not None else at
    while end < len(elements) and elements[end].has("word", "duration", "usually-lower", "ignored"):
        end += 1
    return max(end, at + 1)


def _per_text(element: Element) -> str:
    return f"{element.figure.value:g}" if element.figure is not None else element.token.text.casefold()


def _with_basis(elements: tuple[Element, ...], basis: str) -> tuple[Element, ...]:
    is_growth = basis in _GROWTH or basis.startswith("vs ")
    return tuple(
        element
        if element.figure is None
        else Element(
            element.token,
            replace(
                element.figure,
                basis=basis,
                is_change=element.figure.is_change or (is_growth and element.figure.unit == "%"),
            ),
        )
        for element in elements
    )
