"""The words and marks of a language that change what a figure means: a language in, a `Lexicon` out.

Babel (CLDR) gives marks, digits, scale words, currencies, durations and months of every language. The words of direction,
comparison, negation, plans and periods are in `words/<language>.yaml`; a language without such a file has none, so that only its
symbols are understood (`knows_words` is false).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from deckgen.quantities.numbers import BLANKS, Marks

Classes = frozenset[str]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = Path(__file__).with_name("words")
_VALUES = ("numbers", "scales", "currencies", "amounts", "durations", "plurals")
_DURATIONS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 1, "year": 12}
_MONTH_BASED = ("month", "year")
_UNIT_NAMES = {"mm"}
"""Scale words of CLDR that are units more often."""
_SAME_WORDS = {"no": "nb", "nn": "nb"}
"""Languages that have the words of another one."""
_DOTLESS = ("tr", "az")


def fold(text: str, language: str) -> str:
    """Return a text in lower case, of the same length, so that positions stay those of the text."""
    if re.split(r"[-_]", language)[0] in _DOTLESS:
        text = text.replace("I", "ı")
    if text.isascii():
        return text.lower()
    return "".join(c.lower() if len(c.lower()) == 1 else "i" if c == "İ" else c for c in text)


class Phrase(Struct, frozen=True):
    """A word or phrase of a language: what it means (names of lists) and, for some of them, its value."""

    text: str
    classes: Classes
    number: float | None = None
    exponent: int | None = None
    currency: str = ""
    unit: str = ""
    factor: float = 1


class Lexicon(Struct, frozen=True):
    """What one language adds to the reading of quantities; `phrases` are grouped by their first two characters."""

    language: str
    marks: Marks
    phrases: Mapping[str, tuple[Phrase, ...]]
    currencies: Mapping[str, str]
    currency_codes: frozenset[str]
    plurals: tuple[tuple[str, str], ...]
    knows_words: bool

    def phrase_at(self, folded: str, start: int) -> Phrase | None:
        """Return the longest phrase that begins at `start` of a case-folded text and ends at the end of a word."""
        for phrase in self.phrases.get(folded[start : start + 2], ()) + self.phrases.get(folded[start : start + 1], ()):
            end = start + len(phrase.text)
            if folded.startswith(phrase.text, start) and _ends_word(folded, end):
                return phrase
        return None

    def scale_at(self, folded: str, start: int) -> Phrase | None:
        """Return the scale word at `start`; in scripts that are written without blanks it may be followed by another word."""
        phrase = self.phrase_at(folded, start)
        if phrase is not None and phrase.exponent is not None:
            return phrase
        found = self.phrases.get(folded[start : start + 1], ())
        return next((p for p in found if p.exponent is not None and ord(p.text[0]) > 0x2E80), None)


def _ends_word(text: str, end: int) -> bool:
    if end >= len(text) or not text[end - 1].isalnum():
        return True
    # `lost` in `lost-time` is part of a word
    return not text[end].isalnum() and not (text[end] == "-" and text[end + 1 : end + 2].isalpha())


def build_lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language tag (`de`, `pt-BR`); one that Babel does not know has English marks and no words."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 -- it takes 30 ms, and a cached deck needs none of it

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        locale = Locale.parse("en")
        return _build(locale, language, {})
    return _build(locale, language, _words_of(language) or {})


def languages_with_words() -> tuple[str, ...]:
    """Return the languages that have a list of words."""
    return tuple(sorted(path.stem for path in _WORDS.glob("*.yaml")))


def _words_of(language: str) -> dict[str, Any] | None:
    names = languages_with_words()
    base = re.split(r"[-_]", language)[0]
    for name in (language, _SAME_WORDS.get(base, base)):
        if name in names:
            text = (_WORDS / f"{name}.yaml").read_text(encoding="utf-8")
            words: dict[str, Any] = yaml.load(text, Loader=LOADER)
            return words
    return None


def _build(locale: Any, language: str, words: Mapping[str, Any]) -> Lexicon:
    found: dict[str, dict[str, Any]] = defaultdict(lambda: {"classes": set()})
    for entry in (*_babel_phrases(locale), *_listed_phrases(words)):
        values = dict(entry)
        text = fold(values.pop("text"), language)
        found[text]["classes"].add(values.pop("cls"))
        found[text] |= values
    phrases: dict[str, list[Phrase]] = defaultdict(list)
    for text, values in found.items():
        phrases[text[:2]].append(Phrase(text, frozenset(values.pop("classes")), **values))
    symbols = locale.number_symbols[locale.default_numbering_system]
    latin = locale.number_symbols["latn"]
    marks = Marks(latin.get("decimal") or symbols["decimal"], latin.get("group") or symbols["group"])
    return Lexicon(
        language,
        Marks(marks.decimal, " " if marks.group in BLANKS else "'" if marks.group in "'’" else marks.group),
        {key: tuple(sorted(group, key=lambda p: -len(p.text))) for key, group in phrases.items()},
        _currencies(locale),
        frozenset(locale.currencies),
        tuple((end, replacement) for end, replacement in words.get("plurals", ())),
        bool(words),
    )


def _listed_phrases(words: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, entries in words.items():
        if name not in _VALUES:
            yield from ({"text": str(entry), "cls": name} for entry in entries)
    yield from ({"text": text, "cls": "number", "number": value} for text, value in words.get("numbers", {}).items())
    yield from ({"text": text, "cls": "scale", "exponent": value} for text, value in words.get("scales", {}).items())
    for text, code in words.get("currencies", {}).items():
        yield {"text": text, "cls": "currency", "currency": code}
    for text, (exponent, code) in words.get("amounts", {}).items():
        yield {"text": text, "cls": "scale", "exponent": exponent, "currency": code}
    for text, name in words.get("durations", {}).items():
        unit = "months" if name in _MONTH_BASED else "time"
        yield {"text": text, "cls": "duration", "unit": unit, "factor": _DURATIONS[name]}


def _babel_phrases(locale: Any) -> Iterator[dict[str, Any]]:
    for length in ("short", "long"):
        for patterns in locale.compact_decimal_formats[length].values():
            yield from _scale_words(patterns)
    yield from _duration_words(locale)
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for month in locale.months[context][width].values():
                if not month.isdigit() and len(month) > 2:
                    yield from ({"text": text, "cls": "month"} for text in {month, month.rstrip(".")})


def _scale_words(patterns: Mapping[Any, Any]) -> Iterator[dict[str, Any]]:
    for magnitude, pattern in patterns.items():
        plain = str(pattern.pattern).replace("'", "")
        word = plain.strip(f"0{BLANKS}¤")
        zeros = plain.count("0")
        if (len(word) > 1 and word not in _UNIT_NAMES) or (word and ord(word[0]) > 0x2E80):
            exponent = len(str(magnitude)) - zeros
            yield from ({"text": text, "cls": "scale", "exponent": exponent} for text in {word, word.rstrip(".")})


def _duration_words(locale: Any) -> Iterator[dict[str, Any]]:
    from babel.units import format_unit  # noqa: PLC0415 -- as above

    for name, factor in _DURATIONS.items():
        unit = "months" if name in _MONTH_BASED else "time"
        for length in ("long", "short"):
            for count in (1, 2, 5, 1.5):
                text = re.sub(
                    r"[\d.,\u0660-\u066f\u0966-\u096f]+",
                    "",
                    format_unit(count, f"duration-{name}", length, locale=locale),
                )
                word = text.strip(BLANKS + "\u200f\u200e")
                if len(word) > 1 or word == "h":
                    for form in {word, word.rstrip(".")}:
                        yield {"text": form, "cls": "duration", "unit": unit, "factor": factor}


def _currencies(locale: Any) -> dict[str, str]:
    """Return the currency codes of a language by symbol; what two currencies share has none."""
    symbols: dict[str, str] = {
        "€": "EUR",
        "£": "GBP",
        "₹": "INR",
        "₺": "TRY",
        "₽": "RUB",
        "₴": "UAH",
        "₩": "KRW",
        "₪": "ILS",
    }
    symbols |= {
        "US$": "USD",
        "C$": "CAD",
        "CA$": "CAD",
        "A$": "AUD",
        "AU$": "AUD",
        "NZ$": "NZD",
        "HK$": "HKD",
        "R$": "BRL",
    }
    symbols |= {
        "S$": "SGD",
        "MX$": "MXN",
        "₦": "NGN",
        "₱": "PHP",
        "₫": "VND",
        "zł": "PLN",
        "Kč": "CZK",
        "Ft": "HUF",
        "Fr.": "CHF",
    }
    symbols |= {
        symbol: code for code, symbol in locale.currency_symbols.items() if symbol != code and not symbol.isdigit()
    }
    own = {"JPY": "¥", "CNY": "¥"}
    symbols |= {own[code]: code for code in own if locale.currency_symbols.get(code) in {"¥", "￥"}}
    return {"$": "$", "¥": "¥", **symbols}
