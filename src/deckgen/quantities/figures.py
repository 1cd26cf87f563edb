"""Figures of a text: its tokens in; the same list with each number, its sign, scale and unit in one element out."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckgen.quantities.lexicon import Lexicon, currency_codes
from deckgen.quantities.tokens import Token
from deckgen.quantities.types import Figure

_UNITS = frozenset({
    "km", "m", "cm", "mm", "µm", "mi", "ft", "kg", "g", "mg", "µg", "t", "lb", "oz", "l", "L", "ml", "hl", "kWh", "MWh", "GWh",
    "TWh", "Wh", "kW", "MW", "GW", "W", "J", "kJ", "MJ", "GJ", "GB", "MB", "kB", "TB", "PB", "KB", "GiB", "MiB", "ms", "µs",
    "ns", "s", "min", "h", "d", "ha", "m²", "m³", "km²", "°C", "°F", "K", "ppm", "ppb", "dB", "Hz", "kHz", "MHz", "GHz", "V",
    "A", "Ω", "Pa", "kPa", "hPa", "bar", "rpm", "fps", "tCO2", "kcal", "FTE", "px", "pt",
})  # fmt: skip
_TIME_UNITS = {"s": 1, "min": 60, "h": 3600, "ms": 0.001}
_LETTER_SCALES = {"k": 3, "K": 3, "M": 6, "B": 9, "mn": 6, "bn": 9, "Mn": 6, "Bn": 9}
_MONEY_SCALES = {"m": 6, "b": 9}
_SCALED_CURRENCY = re.compile(r"(k|K|M|m|T|Md|Mrd|Mio|bn|mn)?(€|£|\$|EUR|USD|GBP|CHF)")
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


class _Parts(Struct):
    """What stands around one number, as far as it was read."""

    sign: Literal["", "+", "-"] = ""
    currency: str = ""
    unit: str = ""
    exponent: int = 0
    factor: float = 1
    problem: str = ""


class _Assembler:
    def __init__(self, text: str, tokens: list[Token], lexicon: Lexicon) -> None:
        self.text, self.tokens, self.lexicon, self.at = text, tokens, lexicon, 0
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
        if before is None or longer is None or figure is None or not _continues_duration(longer, figure):
            self.elements.append(element)
            return
        value = longer.value + (figure.value if longer.value >= 0 else -figure.value)
        raw = self.text[before.token.start : self.tokens[self.at - 1].end]
        self.elements[-1] = Element(before.token, replace(longer, value=value, scale=figure.scale, raw=raw))

    def _peek(self, offset: int = 0) -> Token | None:
        index = self.at + offset
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def _label(self) -> Element | None:
        """Read a number that only names something: Phase 2."""
        label, number = self._peek(), self._peek(1)
        if (
            label is None
            or number is None
            or not label.has("label")
            or number.number is None
            or number.number.has_decimals
        ):
            return None
        after = self._peek(2)
        if label.has("not", "duration") and not label.text[:1].isupper():
            return None
        if after is not None and after.has("percent", "suffix", "slash", "currency", "scale", "points"):
            return None
        self.at += 2
        joined = f"{label.text.casefold()} {number.text}"
        return Element(Token(joined, frozenset({"word"}), label.start, number.end))

    def _figure(self) -> Element | None:
        first, parts = self._peek(), _Parts()
        assert first is not None  # called inside the list only
        self._prefix(parts)
        token = self._peek()
        if token is None or not (token.number is not None or token.value is not None):
            return None
        value = self._value(parts)
        if value is None:
            return self._unread(first, parts.problem)
        number_end = self.at
        self._suffix(parts, token)
        if self._is_year(token, parts, number_end):
            return Element(Token(token.text, frozenset({"year"}), first.start, token.end))
        if problem := parts.problem or _mark_problem(token, parts):
            return self._unread(first, problem)
        return self._with_range(first, token, value, parts)

    def _unread(self, first: Token, problem: str = "") -> Element:
        raw = self._raw(first)
        return Element(first, problem=f"{raw} ({problem})" if problem else raw)

    def _prefix(self, parts: _Parts) -> None:
        """Read the sign and the currency before a number, in any order."""
        for _ in range(3):
            token = self._peek()
            if token is None:
                return
            if token.has("plus") and not parts.sign and self._may_sign():
                parts.sign = "+"
            elif token.has("dash") and not parts.sign and self._may_sign():
                parts.sign = "-"
            elif not parts.currency and (code := self._currency(token)):
                parts.currency = code
                self.at += self._currency_length(token) - 1
            else:
                return
            self.at += 1

    def _may_sign(self) -> bool:
        """Whether a dash or plus belongs to the number behind it: attached to it, or at the beginning of its part of the text."""
        sign, before, after = self._peek(), self.elements[-1] if self.elements else None, self._peek(1)
        assert sign is not None  # the caller has looked
        if after is None or not (after.number is not None or self._currency(after) or after.has("plus", "dash")):
            return False
        starts = before is None or before.has("comma", "open", "colon")
        if starts:
            return True
        if before is not None and before.has("currency"):
            return True
        attached_before = not sign.blank_before
        return not after.blank_before and not attached_before

    def _currency(self, token: Token) -> str:
        text = self._currency_text(token)
        if text in self.lexicon.currencies:
            return self.lexicon.currencies[text]
        if token.currency:
            return self._own_currency(token.currency)
        if (
            token.text.isupper()
            and len(token.text) == 3
            and token.has("word", "suffix")
            and token.text in currency_codes()
        ):
            return token.text
        return ""

    def _own_currency(self, code: str) -> str:
        return code.rstrip("?")

    def _currency_text(self, token: Token) -> str:
        """Return the symbol of a currency that begins at a token, with letters before it (`US$`)."""
        following = self._following(token)
        if following is not None and following.text == "$" and not following.blank_before:
            return f"{token.text}$"
        if following is not None and following.text == "." and f"{token.text}." in self.lexicon.currencies:
            return f"{token.text}."
        return token.text

    def _currency_length(self, token: Token) -> int:
        return 2 if self._currency_text(token) != token.text else 1

    def _following(self, token: Token) -> Token | None:
        index = self.at + 1
        return self.tokens[index] if index < len(self.tokens) and self.tokens[self.at] is token else None

    def _value(self, parts: _Parts) -> float | None:
        token = self._peek()
        assert token is not None  # the caller has looked
        self.at += 1
        if token.number is None:
            return token.value
        if token.number.problem and not token.number.percent_only:
            parts.problem = "digits that are no number"
            return None
        return token.number.value

    def _suffix(self, parts: _Parts, number: Token) -> None:
        """Read scales and the unit behind a number."""
        for _ in range(3):
            token = self._peek()
            if token is None or not self._suffix_token(token, parts, number):
                return

    def _suffix_token(self, token: Token, parts: _Parts, number: Token) -> bool:
        attached = not token.blank_before
        if token.text in _LETTER_SCALES and not parts.exponent and (attached or self._money_around(parts, 1)):
            parts.exponent = _LETTER_SCALES[token.text]
        elif token.text in _MONEY_SCALES and not parts.exponent and self._money_around(parts, 1):
            parts.exponent = _MONEY_SCALES[token.text]
        elif token.exponent is not None and (len(token.text) > 1 or not token.text.isascii()):
            parts.exponent += token.exponent
            self._skip_abbreviation_stop()
        elif token.has("points", "basis-points") and not parts.unit:
            parts.unit = "pp"
            parts.factor = 0.01 if token.has("basis-points") else 1
        elif token.has("percent", "permille") and not parts.unit:
            parts.unit = "pp" if self._points_follow() else "%" if token.has("percent") else "‰"
        elif not parts.currency and not parts.unit and (code := self._currency(token)):
            parts.currency = code
            self.at += self._currency_length(token) - 1
        elif not parts.unit and not parts.currency and self._plain_unit(token, parts, attached):
            pass
        else:
            return False
        self.at += 1
        return True

    def _skip_abbreviation_stop(self) -> None:
        stop = self._peek(1)
        if stop is not None and stop.text == "." and not stop.blank_before and self._peek(2) is not None:
            self.at += 1

    def _money_around(self, parts: _Parts, offset: int) -> bool:
        following = self._peek(offset)
        return bool(parts.currency) or (following is not None and bool(self._currency_at(offset)))

    def _currency_at(self, offset: int) -> str:
        at, self.at = self.at, self.at + offset
        token = self._peek()
        code = self._currency(token) if token is not None else ""
        self.at = at
        return code

    def _points_follow(self) -> bool:
        """Whether `points` follows a percent sign (`5 %-points`, `3 percentage points`)."""
        following = self._peek(1)
        if following is not None and following.has("points"):
            self.at += 1
            return True
        return False

    def _plain_unit(self, token: Token, parts: _Parts, attached: bool) -> bool:
        if token.text in _TIME_UNITS and (attached or token.text != "s"):
            parts.unit, parts.factor = "time", _TIME_UNITS[token.text]
        elif token.has("duration"):
            parts.unit, parts.factor = token.unit, token.factor
        elif token.has("times") and attached:
            parts.unit = "×"
        elif token.has("ordinal"):
            parts.unit = "rank"
        elif token.text in _UNITS:
            parts.unit = token.text
        elif token.has("suffix") and not token.has("scale"):
            if (match := _SCALED_CURRENCY.fullmatch(token.text)) and match[1]:
                parts.problem = f"`{token.text}` has two readings"
            else:
                parts.problem = f"`{token.text}` is no unit that is known"
        else:
            return False
        return True

    def _is_year(self, token: Token, parts: _Parts, number_end: int) -> bool:
        """Whether a number may be a year: four digits without a mark or a unit, and no word that it counts."""
        plain = token.number is not None and len(token.text) == 4 and token.text.isdecimal()
        if not plain or self.at != number_end or parts != _Parts():
            return False
        if token.number is None or token.number.value not in _YEARS:
            return False
        before, after = self.elements[-1] if self.elements else None, self._peek()
        if before is not None and before.has("open", "comma"):
            return True  # `84% (2019 survey)`
        if before is not None and (
            before.has("due", "versus", "month", "period", "past") and not before.has("at-least", "at-most", "to")
        ):
            return True
        return after is None or not (
            after.has("word", "usually-lower") and not after.has("not", "plan", "past", "up", "down")
        )

    def _with_range(self, first: Token, token: Token, value: float, parts: _Parts) -> Element:
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
            None if upper is None else times(upper, scale), total, raw=raw, scale=scale,
        ))  # fmt: skip

    def _raw(self, first: Token) -> str:
        return self.text[first.start : self.tokens[self.at - 1].end]

    def _hash_unit(self, first: Token) -> str:
        if not (self.elements and self.elements[-1].has("hash")):
            return ""
        self.elements.pop()
        return "rank"

    def _total(self, parts: _Parts, *, has_decimals: bool) -> float | None:
        """Read the total of `3 of 5` and `4.2/5`."""
        joint, number, after = self._peek(), self._peek(1), self._peek(2)
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

    def _upper(self, lower: float, parts: _Parts) -> tuple[float | None, _Parts]:
        """Read the end of a range (`70–80%`), whose unit is that of both numbers."""
        dash, number = self._peek(), self._peek(1)
        if dash is None or not dash.has("dash") or number is None:
            return None, parts
        start, unit_before = self.at, (parts.unit, parts.currency, parts.exponent)
        self.at += 1
        upper = _Parts()
        self._prefix(upper)
        token = self._peek()
        if token is None or token.number is None or token.number.problem or dash.blank_before != number.blank_before:
            self.at = start
            return None, parts
        self.at += 1
        self._suffix(upper, token)
        if upper.sign or upper.problem or token.number.needs_symbol:
            return None, _Parts(problem="a dash with two readings")
        merged = _Parts(
            parts.sign, parts.currency or upper.currency, parts.unit or upper.unit, parts.exponent or upper.exponent,
            upper.factor if not parts.unit else parts.factor,
        )  # fmt: skip
        own = (upper.unit, upper.currency, upper.exponent)
        same_unit = own[:2] in {("", ""), unit_before[:2]} or unit_before[:2] in {("", ""), own[:2]}
        is_range = (
            same_unit
            and token.number.value > lower
            and not (unit_before[2] and unit_before[2] != own[2])
            and not parts.sign
        )
        return (token.number.value, merged) if is_range else (None, _Parts(problem="a dash with two readings"))


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


def _mark_problem(token: Token, parts: _Parts) -> str:
    number = token.number
    if number is None:
        return ""
    if number.percent_only and parts.unit != "%":
        return "thousands or decimals"
    if number.needs_symbol and not (parts.unit or parts.currency or parts.exponent):
        return "the mark is not that of the deck's language"
    return ""
