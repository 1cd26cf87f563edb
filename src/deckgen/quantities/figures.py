"""Figures of a text: its tokens in; the same list with each number, its sign, scale and unit in one element out."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from deckgen.quantities.lexicon import Lexicon
from deckgen.quantities.tokens import Token
from deckgen.quantities.types import Figure
from deckgen.quantities.units import Parts, UnitReader

_YEARS = range(1900, 2100)


class Element(Struct, frozen=True):
    """A token, or a figure with the tokens that it consists of (`token` is the first)."""

    token: Token
    figure: Figure | None = None
    problem: str = ""

    def has(self, *classes: str) -> bool:
        """Whether it is a token that can mean one of these."""
        return self.figure is None and not self.problem and self.token.has(*classes)


def find_figures(text: str, tokens: list[Token], lexicon: Lexicon) -> list[Element]:
    """Return the tokens of a text with those of each figure joined."""
    return _Assembler(text, tokens, lexicon).run()


class _Assembler(UnitReader):
    """Joins the tokens of each figure; `elements` are those joined so far."""

    def __init__(self, text: str, tokens: list[Token], lexicon: Lexicon) -> None:
        super().__init__(tokens, lexicon)
        self.text = text
        self.elements: list[Element] = []

    def run(self) -> list[Element]:
        while self.at < len(self.tokens):
            start = self.at
            element = self._label() or self._figure()
            if element is None:
                self.at = start + 1
                element = Element(self.tokens[start])
            self._append(element)
        return self.elements

    def _append(self, element: Element) -> None:
        """Add an element; a duration behind a longer one (`3 h 40 min`) is added to it."""
        before, figure = self.elements[-1] if self.elements else None, element.figure
        longer = before.figure if before is not None else None
        if longer is not None and figure is not None and _is_minutes(longer, figure):
            figure = replace(figure, value=figure.value * 60, unit="time", scale=60)  # `2 h 30`
        if before is None or longer is None or figure is None or not _continues_duration(longer, figure):
            self.elements.append(element)
            return
        value = longer.value + (figure.value if longer.value >= 0 else -figure.value)
        raw = self.text[before.token.start : self.tokens[self.at - 1].end]
        self.elements[-1] = Element(before.token, replace(longer, value=value, scale=figure.scale, raw=raw))

    def _label(self) -> Element | None:
        """Read a number that only names something: Phase 2."""
        label, number = self.peek(), self.peek(1)
        if (
            label is None
            or number is None
            or not label.has("label")
            or number.number is None
            or number.number.has_decimals
        ):
            return None
        after = self.peek(2)
        if label.has("not", "duration") and not label.text[:1].isupper():
            return None
        if after is not None and after.has("percent", "suffix", "slash", "currency", "scale", "points"):
            return None
        self.at += 2
        joined = f"{label.text.casefold()} {number.text}"
        return Element(Token(joined, frozenset({"word"}), label.start, number.end))

    def _figure(self) -> Element | None:
        first, parts = self.peek(), Parts()
        assert first is not None  # called inside the list only
        self._prefix(parts)
        token = self.peek()
        if token is None or not (token.number is not None or token.value is not None):
            return None
        value = self._value(parts)
        if value is None:
            return self._unread(first, parts.problem)
        number_end = self.at
        self.read_suffix(parts, token)
        if self._is_year(token, parts, number_end):
            return Element(Token(token.text, frozenset({"year"}), first.start, token.end))
        if problem := parts.problem or _mark_problem(token, parts):
            return self._unread(first, problem)
        return self._with_range(first, token, value, parts)

    def _unread(self, first: Token, problem: str = "") -> Element:
        raw = self._raw(first)
        return Element(first, problem=f"{raw} ({problem})" if problem else raw)

    def _prefix(self, parts: Parts) -> None:
        """Read the sign and the currency before a number, in any order."""
        for _ in range(3):
            token = self.peek()
            if token is None:
                return
            if token.has("plus") and not parts.sign and self._may_sign():
                parts.sign = "+"
            elif token.has("dash") and not parts.sign and self._may_sign():
                parts.sign = "-"
            elif token.has("percent") and not parts.unit and self._is_percent_before_number():
                parts.unit = parts.symbol = "%"
            elif not parts.currency and (code := self.currency_of(token)):
                parts.currency, parts.symbol = code, self.currency_text(token)
                self.at += self.currency_length(token) - 1
            else:
                return
            self.at += 1

    def _is_percent_before_number(self) -> bool:
        """Whether a percent sign belongs to the number directly behind it, as in Turkish (`%5`)."""
        after, before = self.peek(1), self.peek(-1)
        is_free = before is None or before.number is None or bool(self.tokens[self.at].blank_before)
        return after is not None and after.number is not None and not after.blank_before and is_free

    def _may_sign(self) -> bool:
        """Whether a dash or plus belongs to the number behind it: attached to it, or at the beginning of its part of the text."""
        sign, before, after = self.peek(), self.elements[-1] if self.elements else None, self.peek(1)
        assert sign is not None  # the caller has looked
        if after is None or not (
            after.number is not None or self.currency_of(after) or after.has("plus", "dash", "percent")
        ):
            return False
        starts = before is None or before.has("comma", "open", "colon")
        if starts:
            return True
        if before is not None and before.has("currency"):
            return True
        attached_before = not sign.blank_before
        return not after.blank_before and not attached_before

    def _value(self, parts: Parts) -> float | None:
        token = self.peek()
        assert token is not None  # the caller has looked
        self.at += 1
        if token.number is None:
            return token.value
        if token.number.problem and not token.number.percent_only:
            parts.problem = "digits that are no number"
            return None
        return token.number.value

    def _is_year(self, token: Token, parts: Parts, number_end: int) -> bool:
        """Whether a number may be a year: four digits without a mark or a unit, and no word that it counts."""
        plain = token.number is not None and len(token.text) == 4 and token.text.isdecimal()
        is_before_year_word = parts.unit == "months" and parts.factor == 12 and self.at == number_end + 1
        if not plain or not (is_before_year_word or (self.at == number_end and parts == Parts())):
            return False
        if token.number is None or token.number.value not in _YEARS:
            return False
        before, after = self.elements[-1] if self.elements else None, self.peek()
        if is_before_year_word or (before is not None and before.has("open", "comma")):
            return True  # `2025 года`, `84% (2019 survey)`
        if before is not None and (
            before.has("due", "versus", "month", "period", "past") and not before.has("at-least", "at-most", "to")
        ):
            return True
        return after is None or not (
            after.has("word", "usually-lower") and not after.has("not", "plan", "past", "up", "down")
        )

    def _with_range(self, first: Token, token: Token, value: float, parts: Parts) -> Element:
        total = self._total(parts, has_decimals=token.number is not None and token.number.has_decimals)
        upper, parts = self._upper(value, parts) if total is None else (None, parts)
        if parts.problem:
            return self._unread(first, parts.problem)
        scale = float(Decimal(10) ** parts.exponent * Decimal(str(parts.factor)))
        sign = -1 if parts.sign == "-" else 1
        unit = parts.currency or parts.unit or self._hash_unit(first)
        if parts.currency and parts.unit:
            return self._unread(first, "two units")
        raw = self._raw(first)
        has_decimals = token.number is not None and token.number.has_decimals and not parts.exponent
        is_change = unit == "%" and bool(parts.sign)
        return Element(first, Figure(
            sign * times(value, scale), unit, "", parts.sign, is_change, has_decimals,
            None if upper is None else times(upper, scale), total, raw=raw, scale=scale, symbol=parts.symbol,
        ))  # fmt: skip

    def _raw(self, first: Token) -> str:
        return self.text[first.start : self.tokens[self.at - 1].end]

    def _hash_unit(self, first: Token) -> str:
        if not (self.elements and self.elements[-1].has("hash")):
            return ""
        self.elements.pop()
        return "rank"

    def _total(self, parts: Parts, *, has_decimals: bool) -> float | None:
        """Read the total of `3 of 5` and `4.2/5`."""
        joint, number, after = self.peek(), self.peek(1), self.peek(2)
        if (
            joint is None
            or number is None
            or number.number is None
            or number.number.problem
            or number.number.needs_symbol
        ):
            return None
        if parts.unit or parts.currency or not joint.has("slash", "out-of"):
            return None
        if after is not None and after.has("percent", "slash", "suffix", "currency"):
            return None
        if joint.has("slash") and not has_decimals and not (after is not None and after.has("word", "usually-lower")):
            parts.problem = "a fraction or a date"
            return None
        self.at += 2
        return number.number.value

    def _upper(self, lower: float, parts: Parts) -> tuple[float | None, Parts]:
        """Read the end of a range (`70–80%`), whose unit is that of both numbers."""
        dash, number = self.peek(), self.peek(1)
        if dash is None or not dash.has("dash") or number is None:
            return None, parts
        start, unit_before = self.at, (parts.unit, parts.currency, parts.exponent)
        self.at += 1
        upper = Parts()
        self._prefix(upper)
        token = self.peek()
        if token is None or token.number is None or token.number.problem or dash.blank_before != number.blank_before:
            self.at = start
            return None, parts
        self.at += 1
        self.read_suffix(upper, token)
        if upper.sign or upper.problem or token.number.needs_symbol:
            return None, Parts(problem="a dash with two readings")
        merged = Parts(
            parts.sign, parts.currency or upper.currency, parts.unit or upper.unit, exponent=parts.exponent or upper.exponent,
            factor=upper.factor if not parts.unit else parts.factor, symbol=parts.symbol or upper.symbol,
        )  # fmt: skip
        own = (upper.unit, upper.currency, upper.exponent)
        same_unit = own[:2] in {("", ""), unit_before[:2]} or unit_before[:2] in {("", ""), own[:2]}
        is_range = (
            same_unit
            and token.number.value > lower
            and not (unit_before[2] and unit_before[2] != own[2])
            and not parts.sign
        )
        return (token.number.value, merged) if is_range else (None, Parts(problem="a dash with two readings"))


def _is_minutes(hours: Figure, figure: Figure) -> bool:
    bare = not (figure.unit or figure.basis or figure.sign or figure.has_decimals or figure.total or figure.upper)
    return hours.unit == "time" and hours.scale == 3600 and bare and figure.scale == 1 and 0 <= figure.value < 60


def _continues_duration(longer: Figure, figure: Figure) -> bool:
    same = (
        longer.unit == figure.unit
        and figure.unit in {"time", "months"}
        and longer.upper is None
        and figure.upper is None
    )
    return same and longer.scale > figure.scale and not figure.sign and abs(figure.value) < longer.scale


def times(value: float, scale: float) -> float:
    """Return a value multiplied without binary rounding: 4.1 million is 4,100,000."""
    return float(Decimal(str(value)) * Decimal(str(scale)))


def _mark_problem(token: Token, parts: Parts) -> str:
    number = token.number
    if number is None:
        return ""
    if number.percent_only and parts.unit != "%":
        return "thousands or decimals"
    if number.needs_symbol and not (parts.unit or parts.currency or parts.exponent):
        return "the mark is not that of the deck's language"
    return ""
