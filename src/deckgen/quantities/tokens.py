"""Tokens of a text: characters in; numbers, words with their meanings, and marks out.

Nothing is left out but blanks, emphasis, quotation marks and footnote marks: whatever a later stage does not understand it can
name.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from deckgen.quantities.lexicon import Lexicon, Phrase, fold
from deckgen.quantities.numbers import BLANKS, Number, scan_number

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_INVISIBLE = "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0e\ufe0f]"
_IGNORED = '"“”„«»‹›‘*†‡✓✔✅`_='
_SYMBOLS = {
    "≥": "at-least", "⩾": "at-least", "≤": "at-most", "⩽": "at-most", ">": "more-than", "<": "less-than",
    "~": "about", "≈": "about", "∼": "about", "→": "arrow", "➔": "arrow", "➜": "arrow", "⇒": "arrow", "⟶": "arrow",
    "▲": "up", "△": "up", "↑": "up", "⬆": "up", "↗": "up", "🔺": "up", "📈": "up", "⇧": "up",
    "▼": "down", "▽": "down", "↓": "down", "⬇": "down", "↘": "down", "🔻": "down", "📉": "down", "⇩": "down",
    "(": "open", "[": "open", ")": "close", "]": "close", ",": "comma", ";": "comma", "|": "comma", "\n": "comma", "،": "comma",
    "؛": "comma", "、": "comma", "·": "comma", "•": "comma", ":": "colon", "%": "percent", "٪": "percent", "﹪": "percent",
    "‰": "permille", "+": "plus", "/": "slash", "#": "hash", "&": "ignored", ".": "stop", "!": "stop", "。": "stop", "—": "dash",
}  # fmt: skip
_DIGRAPHS = {">=": "at-least", "=>": "arrow", "<=": "at-most", "->": "arrow", "+/-": "other", "...": "other"}
_PERIOD = re.compile(
    r"(?:(?:Q[1-4]|H[1-2]|S[1-2]|T[1-4]|W\d\d?)(?:\s?/?\s?(?:FY\s?)?(?:\d{4}(?:[-–/]\d\d(?:\d\d)?)?|(?<=FY)\d\d|\d\d[-–/]\d\d))?"
    r"|[1-4][QT](?:\s?\d\d(?:\d\d)?)?"
    r"|FY\s?(?:\d{4}|\d\d)(?:\s?[-–/]\s?(?:\d{4}|\d\d))?|(?:19|20)\d\d\s?[-–/]\s?\d\d(?!\d|[-/.,]\d|\s?%))(?!\w)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:\d{4}-\d\d?-\d\d?|\d\d?\.\d\d?\.(?:\d{4}|\d\d)|\d\d?/\d\d?/(?:\d{4}|\d\d)|\d\d?/(?:19|20)\d\d|(?:19|20)\d\d-\d\d)"
    r"(?![\w%])(?!\s?%)"
)
_TIME = re.compile(r"\d\d?:\d\d(?::\d\d)?(?!\d)|\d+:\d+|24/7(?!\d)")
_EXPONENT = re.compile(r"\^[^\s^]+\^")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+(?:['’./&-][^\W_]+)*")
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


class Token(Struct, frozen=True):
    """A part of a text: what it can mean (`classes`), and the number if it is one; whether a blank stands before it."""

    text: str
    classes: frozenset[str]
    start: int
    end: int
    number: Number | None = None
    value: float | None = None
    exponent: int | None = None
    currency: str = ""
    unit: str = ""
    factor: float = 1
    blank_before: bool = False

    def has(self, *classes: str) -> bool:
        """Whether the token can mean one of these."""
        return not self.classes.isdisjoint(classes)


def normalise(text: str) -> str:
    """Return a text with full-width forms in ASCII, without invisible characters."""
    if text.isascii():
        return text
    text = re.sub(_INVISIBLE, "", unicodedata.normalize("NFC", text))
    return "".join(
        chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" and c != "\uff0d" else "¥" if c == "￥" else c for c in text
    )


def tokenise(text: str, lexicon: Lexicon) -> list[Token]:
    """Return the tokens of a normalised text, in order."""
    scanner = _Scanner(text, lexicon)
    tokens: list[Token] = []
    while scanner.at < len(text):
        if (token := scanner.next_token()) is not None:
            tokens.append(token)
    return tokens


class _Scanner:
    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text, self.lexicon, self.at = text, lexicon, 0
        self.folded = fold("".join(" " if c in BLANKS else c for c in text), lexicon.language)
        self.currency_end = -1
        self.blank = False

    def next_token(self) -> Token | None:
        char = self.text[self.at]
        if char in BLANKS or char == "\t" or char in _IGNORED:
            self.blank = self.blank or char in BLANKS or char == "\t"
            self.at += 1
            return None
        for read in (
            self._exponent,
            self._suffix,
            self._period,
            self._date,
            self._number,
            self._attached_currency,
            self._phrase,
            self._word,
        ):
            if (token := read()) is not None:
                return token
        return self._symbol()

    def _token(self, end: int, *classes: str, **values: object) -> Token:
        start, self.at = self.at, end
        blank, self.blank = self.blank, False
        return Token(self.text[start:end], frozenset(classes), start, end, blank_before=blank, **values)  # type: ignore[arg-type]

    def _exponent(self) -> Token | None:
        match = _EXPONENT.match(self.text, self.at)
        if match is not None:
            before = self.text[self.at - 1 : self.at]
            is_power = before.isdecimal() and match.group()[1].isdecimal()
            return self._token(match.end(), "other" if is_power else "footnote")
        if self.text[self.at] in _SUPERSCRIPT_DIGITS:
            end = self.at + 1
            while end < len(self.text) and self.text[end] in _SUPERSCRIPT_DIGITS:
                end += 1
            return self._token(end, "other" if self.text[self.at - 1 : self.at].isdecimal() else "footnote")
        return None

    def _after_word(self) -> bool:
        if self.at == self.currency_end:
            return False
        return self.at > 0 and self.text[self.at - 1].isalnum() and self.text[self.at].isalnum()

    def _attached_currency(self) -> Token | None:
        """Return the letters before a number that name its currency (`Rp500`, `EUR1.2m`)."""
        letters = None if self._after_word() else _LETTERS.match(self.text, self.at)
        if letters is None or not self.text[letters.end() : letters.end() + 1].isdecimal():
            return None
        if letters.group() not in self.lexicon.currencies and letters.group() not in self.lexicon.currency_codes:
            return None
        self.currency_end = letters.end()
        return self._token(letters.end(), "word")

    def _suffix(self) -> Token | None:
        """Return the letters directly behind a number: a scale, a unit, or what is not known."""
        if not (self.at > 0 and self.text[self.at - 1].isdecimal() and self.text[self.at].isalpha()):
            return None
        run = _LETTERS.match(self.text, self.at)
        assert run is not None  # the character is a letter
        if run.group() in {"m", "km", "cm"} and self.text[run.end() : run.end() + 1] in {"²", "³"}:
            return self._token(run.end() + 1, "suffix")
        if run.group() in _ORDINAL_ENDINGS:
            return self._token(run.end(), "ordinal")
        phrase = self.lexicon.phrase_at(self.folded, self.at)
        if phrase is None or self.at + len(phrase.text) < run.end():
            phrase = self.lexicon.scale_at(self.folded, self.at)
        if phrase is None or (phrase.exponent is not None and len(phrase.text) == 1 and phrase.text.isascii()):
            return self._token(run.end(), "suffix")
        return self._phrase_token(phrase, "suffix")

    def _period(self) -> Token | None:
        match = None if self._after_word() else _PERIOD.match(self.text, self.at)
        return self._token(match.end(), "period") if match else None

    def _date(self) -> Token | None:
        if not self.text[self.at].isdecimal() or self._after_word():
            return None
        for pattern, name in ((_DATE, "date"), (_TIME, "other")):
            if (match := pattern.match(self.text, self.at)) and not _is_number(match.group(), self.lexicon):
                return self._token(match.end(), name)
        return None

    def _number(self) -> Token | None:
        if self._after_word():
            return None
        if not self.text[self.at].isdecimal() and self.at > 0 and self.text[self.at - 1].isalnum():
            return None  # a decimal mark begins a number only where nothing stands before it
        number = scan_number(self.text, self.at, self.lexicon.marks)
        if number is None:
            return None
        letters = _LETTERS.match(self.text, number.end)
        if letters is not None and self.text[letters.end() : letters.end() + 1].isdecimal():
            return self._word()  # digits among letters are no number: 1lib1ref
        return self._token(number.end, "number", number=number)

    def _phrase(self) -> Token | None:
        if self._after_word():
            return None
        phrase = self.lexicon.phrase_at(self.folded, self.at)
        if phrase is None or (phrase.exponent is not None and len(phrase.text) == 1):
            return None
        return self._phrase_token(phrase)

    def _phrase_token(self, phrase: Phrase, *classes: str) -> Token:
        return self._token(
            self.at + len(phrase.text), *phrase.classes, *classes, value=phrase.number, exponent=phrase.exponent,
            currency=phrase.currency, unit=phrase.unit, factor=phrase.factor,
        )  # fmt: skip

    def _word(self) -> Token | None:
        match = _WORD.match(self.text, self.at)
        if match is None:
            return None
        if match.group() in {"m", "km", "cm"} and self.text[match.end() : match.end() + 1] in {"²", "³"}:
            return self._token(match.end() + 1, "word")
        slash = self.text.find("/", self.at, match.end())
        if (
            slash > 0
            and (phrase := self.lexicon.phrase_at(self.folded, slash))
            and slash + len(phrase.text) == match.end()
        ):
            return self._token(slash, "word")  # `editors/month`
        return self._token(match.end(), "word")

    def _symbol(self) -> Token:
        for text, name in _DIGRAPHS.items():
            if self.text.startswith(text, self.at):
                return self._token(self.at + len(text), name)
        char = self.text[self.at]
        if char in DASHES:
            return self._token(self.at + 1, "dash")
        if self._is_whole_amount():
            return self._token(self.at + 2, "footnote")
        if char == "°" and self.text[self.at + 1 : self.at + 2] in {"C", "F"}:
            return self._token(self.at + 2, "suffix")
        if char in "’'":
            return self._token(self.at + 1, "footnote")
        return self._token(self.at + 1, _SYMBOLS.get(char, "other"))

    def _is_whole_amount(self) -> bool:
        """Whether `,-` or `.–` behind an amount says that it has no decimals."""
        mark, dash, after = (self.text[self.at + i : self.at + i + 1] for i in range(3))
        is_behind_digit = self.at > 0 and self.text[self.at - 1].isdecimal()
        return is_behind_digit and mark in {",", "."} and dash != "" and dash in DASHES and not after.isalnum()


def _is_number(text: str, lexicon: Lexicon) -> bool:
    """Whether what looks like a date can only be a number (1.5, 12.50)."""
    number = scan_number(text, 0, lexicon.marks)
    return number is not None and number.end == len(text) and number.problem == ""
