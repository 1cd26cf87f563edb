"""Units of figures: the tokens around a number in; its currency, scale and unit out."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from deckgen.quantities.lexicon import Lexicon
from deckgen.quantities.tokens import Token

_UNITS = frozenset({
    "km", "m", "cm", "mm", "µm", "mi", "ft", "kg", "g", "mg", "µg", "t", "lb", "oz", "l", "L", "ml", "hl", "kWh", "MWh", "GWh",
    "TWh", "Wh", "kW", "MW", "GW", "W", "J", "kJ", "MJ", "GJ", "GB", "MB", "kB", "TB", "PB", "KB", "GiB", "MiB", "ms", "µs",
    "ns", "s", "min", "h", "d", "ha", "m²", "m³", "km²", "°C", "°F", "K", "ppm", "ppb", "dB", "Hz", "kHz", "MHz", "GHz", "V",
    "A", "Ω", "Pa", "kPa", "hPa", "bar", "rpm", "fps", "tCO2", "kcal", "FTE", "px", "pt",
})  # fmt: skip
_TIME_UNITS = {"s": 1, "min": 60, "h": 3600, "ms": 0.001}
_LETTER_SCALES = {"k": 3, "K": 3, "M": 6, "B": 9, "mn": 6, "bn": 9, "Mn": 6, "Bn": 9}
_MONEY_SCALES = {"m": 6, "b": 9}
_SCALED_CURRENCY = r"(k|K|M|m|T|Md|Mrd|Mio|bn|mn)?(€|£|\$|EUR|USD|GBP|CHF)"


class Parts(Struct):
    """What stands around one number, as far as it was read."""

    sign: Literal["", "+", "-"] = ""
    currency: str = ""
    unit: str = ""
    symbol: str = ""
    is_unit_behind: bool = False
    exponent: int = 0
    factor: float = 1
    problem: str = ""


class UnitReader:
    """A position (`at`) in a list of tokens, and the reading of units from it on."""

    def __init__(self, tokens: list[Token], lexicon: Lexicon) -> None:
        self.tokens, self.lexicon, self.at = tokens, lexicon, 0

    def peek(self, offset: int = 0) -> Token | None:
        """Return the token at a distance from the position; None outside of the text."""
        index = self.at + offset
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def currency_of(self, token: Token) -> str:
        """Return the code of the currency that a token names; empty if it names none."""
        text = self.currency_text(token)
        if text in self.lexicon.currencies:
            return self.lexicon.currencies[text]
        if token.currency:
            return token.currency.rstrip("?")
        if (
            token.text.isupper()
            and len(token.text) == 3
            and token.has("word", "suffix")
            and token.text in self.lexicon.currency_codes
        ):
            return token.text
        return ""

    def currency_text(self, token: Token) -> str:
        """Return the symbol of a currency that begins at a token, with letters before it (`US$`)."""
        following = self._following(token)
        if following is not None and following.text == "$" and not following.blank_before:
            return f"{token.text}$"
        if following is not None and following.text == "." and f"{token.text}." in self.lexicon.currencies:
            return f"{token.text}."
        return token.text

    def currency_length(self, token: Token) -> int:
        """Return how many tokens the symbol of a currency takes."""
        return 2 if self.currency_text(token) != token.text else 1

    def _following(self, token: Token) -> Token | None:
        index = self.at + 1
        return self.tokens[index] if index < len(self.tokens) and self.tokens[self.at] is token else None

    def read_suffix(self, parts: Parts, number: Token) -> None:
        """Read scales and the unit behind a number."""
        for _ in range(3):
            token = self.peek()
            if token is None or not self._suffix_token(token, parts, number):
                return

    def _suffix_token(self, token: Token, parts: Parts, number: Token) -> bool:
        attached = not token.blank_before
        if parts.is_unit_behind and not token.has("points"):
            return False  # `500 Kč k Q4`: nothing belongs to a number behind its unit
        if token.text in _LETTER_SCALES and not parts.exponent and (attached or self._money_around(parts, 1)):
            parts.exponent = _LETTER_SCALES[token.text]
        elif token.text in _MONEY_SCALES and not parts.exponent and self._money_around(parts, 1):
            parts.exponent = _MONEY_SCALES[token.text]
        elif token.exponent is not None and (len(token.text) > 1 or not token.text.isascii()):
            parts.exponent += token.exponent
            if token.currency and not parts.currency:
                parts.currency, parts.symbol = token.currency, token.text
            self._skip_abbreviation_stop()
        elif token.has("points", "basis-points") and not parts.unit:
            parts.unit, parts.symbol = "pp", token.text
            parts.factor = 0.01 if token.has("basis-points") else 1
        elif token.has("percent", "permille") and not parts.unit:
            parts.symbol = "%" if token.has("percent") else "‰"
            parts.unit = "pp" if self._points_follow() else parts.symbol
        elif not parts.currency and not parts.unit and (code := self.currency_of(token)):
            parts.currency, parts.symbol, parts.is_unit_behind = code, self.currency_text(token), True
            self.at += self.currency_length(token) - 1
        elif not parts.unit and not parts.currency and self._plain_unit(token, parts, attached):
            parts.symbol, parts.is_unit_behind = token.text, True
        else:
            return False
        self.at += 1
        return True

    def _skip_abbreviation_stop(self) -> None:
        stop = self.peek(1)
        if stop is not None and stop.text == "." and not stop.blank_before and self.peek(2) is not None:
            self.at += 1

    def _money_around(self, parts: Parts, offset: int) -> bool:
        following = self.peek(offset)
        return bool(parts.currency) or (following is not None and bool(self._currency_at(offset)))

    def _currency_at(self, offset: int) -> str:
        at, self.at = self.at, self.at + offset
        token = self.peek()
        code = self.currency_of(token) if token is not None else ""
        self.at = at
        return code

    def _points_follow(self) -> bool:
        """Whether `points` follows a percent sign (`5 %-points`, `3 percentage points`)."""
        following = self.peek(1)
        if following is not None and following.has("points"):
            self.at += 1
            return True
        return False

    def _plain_unit(self, token: Token, parts: Parts, attached: bool) -> bool:
        if (text := token.text.rstrip(".")) in _TIME_UNITS and (attached or text != "s"):
            parts.unit, parts.factor = "time", _TIME_UNITS[text]
        elif token.has("duration"):
            parts.unit, parts.factor = token.unit, token.factor
        elif token.has("times") and attached:
            parts.unit = "×"
        elif token.has("ordinal"):
            parts.unit = "rank"
        elif token.text in _UNITS:
            parts.unit = token.text
        elif token.has("suffix") and not token.has("scale"):
            if (match := re.fullmatch(_SCALED_CURRENCY, token.text)) and match[1]:
                parts.problem = f"`{token.text}` has two readings"
            else:
                parts.problem = f"`{token.text}` is no unit that is known"
        else:
            return False
        return True
