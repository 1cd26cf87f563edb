"""Quantities: the number that a text states, and its comparison with a goal.

Text as typed in; `Quantity`, a status or an arrow out. If a text states no number, or two numbers differ in unit or basis, the
result is None: a wrong status is worse than none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import isfinite
from typing import Literal

from msgspec import Struct

from deckgen.ir.blocks import Status


class Quantity(Struct, frozen=True):
    """A number as an author wrote it.

    `value` is signed, with K, M and B applied; `unit` is `%`, a currency sign, the noun that follows (`teachers`) or
    nothing; `basis` is the period of a change or a rate (`YoY`, `/mo`); `raw` is the part of the text with the number.
    """

    value: float
    sign: Literal["", "+", "-"] = ""
    unit: str = ""
    basis: str = ""
    raw: str = ""

    def is_comparable_to(self, other: Quantity) -> bool:
        """Whether both have the same unit and basis; singular and plural of a noun are the same unit."""
        return self.basis == other.basis and _singular(self.unit) == _singular(other.unit)


class Tolerance(Struct, frozen=True):
    """How far from its goal a result is still at risk: a share of the goal (0.1 is 10%), or a number in its unit."""

    value: float
    relative: bool = True

    def around(self, goal: float) -> float:
        """The tolerated distance from a goal, in the goal's unit; never negative."""
        return abs(goal) * self.value if self.relative else self.value


DEFAULT_TOLERANCE = Tolerance(0.1)
"""A result within 10% of the goal is at risk: one more period can make up for the rest."""

_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}
_CURRENCIES = "$€£¥₹"

# A letter, `#`, `/` and the like before a number make it part of something else (KR1, #1, 24/7).
_NUMBER = re.compile(
    rf"""
    (?<![\w#/.,]) (?<!\d:) (?<!\w[-–−])             # not directly after other text (Q1, W20, COVID-19)
    (?P<sign>\+\s?|[-−–](?=[\d{_CURRENCIES}.]))?
    (?P<currency>[A-Z]{{0,3}}[{_CURRENCIES}]\s?)?
    (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
    (?:(?P<scale>[KkMB]|mn|bn)\b|\s(?P<word>thousand|million|billion)\b)?
    (?P<unit>\s?%|\s?[{_CURRENCIES}](?!\d))?
    (?![\w%])(?![.,:/]\d)(?!/[A-Z])                  # not directly before other text (4x, 1:30, 3/5, 1.2.3)
    """,
    re.VERBOSE,
)
_RANGE = re.compile(r"\s?[-–−]\s?\d+(?:[.,]\d+)*(?P<unit>\s?%)?(?!\w)")
_DATE = re.compile(
    r"\b\d{4}-\d{1,2}-\d{1,2}\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}(?:,?\s\d{4})?\b(?![%,.]\d|\s?%)"
    r"|\b\d{1,2}\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?:\s\d{4})?"
    r"|\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Bb]efore|[Aa]fter|[Dd]uring|January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\s(?:19|20)\d\d\b(?![%,.\d]|\s?%)"
)
# An unclosed bracket is skipped together with the text that was searched for its end: searching again from every bracket in that
# text would take quadratic time.
_NOTE = re.compile(r"\[\^[^\]\s]*+(?P<closed>\])?")
_SUPERSCRIPT = re.compile(r"(?<!\[)\^[^\s^]+\^")
_LABEL = re.compile(r"\[(?P<label>[^\]]*+)(?P<target>\]\()?")
_TARGET = re.compile(r"[^)\s]*+(?P<closed>\))?")
_ADDRESS = re.compile(r"\b(?:https?://|mailto:)\S+")
_EMPHASIS = re.compile(r"(?<!\w)\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?!\w)")

_PERIODS = {
    "mo": "/mo", "month": "/mo", "months": "/mo", "yr": "/yr", "year": "/yr", "wk": "/wk", "week": "/wk",
    "day": "/day", "hour": "/hour", "hr": "/hour", "quarter": "/quarter", "qtr": "/quarter",
}  # fmt: skip
_PER = re.compile(rf"(?:/\s?|\b(?:per|a|an|each|every)\s)({'|'.join(_PERIODS)})\b", re.IGNORECASE)
_GROWTH = re.compile(
    r"\b(?:(YoY|y/y|year[- ](?:on|over)[- ]year)|(QoQ|q/q|quarter[- ](?:on|over)[- ]quarter)"
    r"|(MoM|m/m|month[- ](?:on|over)[- ]month))(?!\w)",
    re.IGNORECASE,
)
_GROWTH_NAMES = ("YoY", "QoQ", "MoM")
_CLAUSE_END = re.compile(r"[,;:()\[\]\n|]|\.(?:\s|$)|\s[-–—]\s")
_WORD = re.compile(r"[^\W\d_][\w'’/-]*")
_UNIT_END = re.compile(
    r"a|an|and|are|as|at|by|each|every|for|from|had|has|have|in|is|of|on"
    r"|or|out|over|per|than|that|the|to|under|up|was|were|who|with|within"
)
_MAX_UNIT_WORDS = 3


@lru_cache(maxsize=8192)
def read_quantity(text: str) -> Quantity | None:
    """Read the first quantity of a text as typed (markup and footnote marks are ignored), or None.

    Of a range it is the first number. Digits joined to letters (Q1, KR1, FY20, 1lib1ref), dates, times, fractions and version
    numbers are not quantities. Never raises.
    """
    plain = _without_markup(text)
    number = _NUMBER.search(plain)
    quantity = _build_quantity(number, plain) if number else None
    return quantity if quantity and isfinite(quantity.value) else None


def _without_markup(text: str) -> str:
    if "[^" in text:
        text = _NOTE.sub(lambda note: "" if note["closed"] else note[0], text)
    text = _ADDRESS.sub("", _without_links(_SUPERSCRIPT.sub("", text)))
    return _DATE.sub("—", _EMPHASIS.sub("", text))


def _without_links(text: str) -> str:
    """A text with each `[label](target)` replaced by its label, in linear time."""
    if "](" not in text:
        return text
    pieces: list[str] = []
    done = at = open_until = 0
    while (link := _LABEL.search(text, at)) is not None:
        at = link.end()
        # A target that begins inside one that was never closed is not closed either.
        if link["target"] is None or at <= open_until:
            continue
        target = _TARGET.match(text, at)
        if target is None or target["closed"] is None:
            open_until = target.end() if target is not None else at
            continue
        pieces += [text[done : link.start()], link["label"]]
        done = at = target.end()
    return "".join([*pieces, text[done:]])


def _build_quantity(number: re.Match[str], text: str) -> Quantity:
    upper = _RANGE.match(text, number.end())
    tail = text[(upper or number).end() :].lstrip("+")
    end = _CLAUSE_END.search(tail)
    clause = tail[: end.start()] if end else tail
    sign: Literal["", "+", "-"] = "" if not number["sign"] else "+" if "+" in number["sign"] else "-"
    value = float(number["digits"].replace(",", "")) * _SCALES.get((number["scale"] or number["word"] or "").lower(), 1)
    basis, words = _split_basis(clause)
    symbol = number["currency"] or number["unit"] or (upper and upper["unit"]) or ""
    unit = symbol.strip()[-1:] or _unit_words(words)
    unit = "%" if unit.split(" ")[0] == "percent" else unit
    return Quantity(-value if sign == "-" else value, sign, unit, basis, number.group().strip())


def _split_basis(clause: str) -> tuple[str, str]:
    """The basis that a clause names, and the clause before it."""
    if growth := _GROWTH.search(clause):
        return _GROWTH_NAMES[(growth.lastindex or 1) - 1], clause[: growth.start()]
    if period := _PER.search(clause):
        return _PERIODS[period[1].lower()], clause[: period.start()]
    return "", clause


def _unit_words(words: str) -> str:
    """The words directly after a number, up to a preposition or a similar word; at most three."""
    unit: list[str] = []
    for word in words.split():
        match = _WORD.fullmatch(word.rstrip(".!?*"))
        if not match or _UNIT_END.fullmatch(match.group().lower()) or len(unit) == _MAX_UNIT_WORDS:
            break
        unit.append(match.group())
    return " ".join(unit)


def _singular(unit: str) -> str:
    """A unit in a form for comparison: lower case, its last word in the singular."""
    folded = unit.casefold()
    if folded.endswith("ies"):
        return folded[:-3] + "y"
    return folded[:-1] if folded.endswith("s") and not folded.endswith("ss") else folded


def read_tolerance(text: str) -> Tolerance | None:
    """Read a tolerance: `10%` is a share of the goal, a bare number is in the goal's unit; None if it is neither."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?|\.\d+)\s?(%?)", text.strip())
    if not match:
        return None
    value = float(match[1])
    return Tolerance(value / 100, relative=True) if match[2] else Tolerance(value, relative=False)


_MAINTAIN = re.compile(r"(?:maintain|hold|keep)(?:s|ing)?\s+(?:the\s+)?baselines?\b", re.IGNORECASE)
_STATUS_WORDS: tuple[tuple[re.Pattern[str], Status], ...] = (
    (re.compile(r"(?:currently\s+)?paused\b", re.IGNORECASE), "paused"),
    (re.compile(r"no data\b", re.IGNORECASE), "no-data"),
)


def maintains_baseline(goal: str) -> bool:
    """Whether a goal is to maintain the baseline ("Maintain baseline")."""
    return _MAINTAIN.match(_without_markup(goal).strip()) is not None


def stated_status(text: str) -> Status | None:
    """The status that a text states in words: "paused …" and "no data yet …"; None for any other text."""
    plain = _without_markup(text).strip()
    return next((status for pattern, status in _STATUS_WORDS if pattern.match(plain)), None)


def judge(
    result: Quantity | None,
    goal: Quantity | None,
    better: Literal["higher", "lower"] = "higher",
    tolerance: Tolerance | None = None,
) -> Status | None:
    """The status of a result: on track if it reaches the goal, at risk within the tolerance, else off track.

    None if one of them is missing or they differ in unit or basis. A better result never gets a worse status.
    """
    if result is None or goal is None or not result.is_comparable_to(goal):
        return None
    shortfall = goal.value - result.value if better == "higher" else result.value - goal.value
    slack = 1e-9 * max(1.0, abs(goal.value))  # 0.9 of 5 is 4.5, whatever binary fractions make of it
    if shortfall <= slack:
        return "on-track"
    return "at-risk" if shortfall <= (tolerance or DEFAULT_TOLERANCE).around(goal.value) + slack else "off-track"


def change_direction(before: Quantity | None, now: Quantity | None) -> Literal["up", "down"] | None:
    """The direction in which a value changed; None if it did not change, or if the two differ in unit or basis."""
    if before is None or now is None or before.value == now.value or not before.is_comparable_to(now):
        return None
    return "up" if now.value > before.value else "down"


_WORST_FIRST: tuple[Status, ...] = ("off-track", "at-risk", "no-data", "paused", "on-track", "done")


def worst_status(statuses: list[Status | None]) -> Status | None:
    """The worst of several statuses, ignoring those that could not be computed; None if there is none."""
    return next((status for status in _WORST_FIRST if status in statuses), None)
