"""The words that deckgen puts on slides, in the language of a deck: files of labels in (`label_files`), `Labels` out.

What a language lacks is shown in English. Words of a project's own files replace those of deckgen, and words that deck.yaml has
under `labels` replace both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, reduce

from msgspec import Struct

from deckgen.ir.roles import Status
from deckgen.model import cldr
from deckgen.model.label_files import (
    KINDS,
    OTHER,
    Groups,
    LanguageFile,
    Words,
    fitting,
    known_languages,
    read_language,
    similar,
)
from deckgen.periods import MONTHS, Period, find_system

DEFAULT_LANGUAGE = cldr.ENGLISH
_PERIOD = re.compile(r"([QHT])(\d)(?: (.+))?")
_TYPED_PERIOD = re.compile(r"(?<![\w-])[QHT][1-4](?: (?:FY)?\d[\d/-]*)?(?![\w-])")
_PERIOD_KEYS = {"Q": "quarter", "H": "half-year", "T": "trimester"}
_PROMPT = "prompt-"
_NUMBERED_PROMPTS = 20
"""How many placeholders of a layout have one prompt and a number."""


class Labels(Struct, frozen=True):
    """The words that deckgen itself puts on slides, in one language, by key; `groups` has those of kinds, by group and kind.

    `language` is the tag whose plural forms, months and numbers are used.
    """

    language: str
    words: Words
    groups: Groups

    def __getitem__(self, key: str) -> str:
        """The words of `key`. Raises KeyError, which says where words are defined, if no file has it."""
        if key not in self.words:
            raise KeyError(f"no words have the key `{key}`: add it to `words` of the kind, or to labels/en.yaml")
        return self.words[key]

    def format(self, key: str, **values: object) -> str:
        """The words of `key` with each `{name}` replaced by its value. Raises KeyError if a key or a value is missing."""
        return self[key].format(**values)

    def plural(self, key: str, count: int | Decimal, **values: object) -> str:
        """The words of `key` in the form that the language has for a number (`key-one`, `key-few` …), else of `key-other`.

        Raises KeyError as `format` does.
        """
        form = f"{key}-{cldr.plural_form(self.language, count)}"
        return self.format(form if form in self.words else f"{key}-{OTHER}", **{"count": count, **values})

    def alternatives(self, texts: Sequence[str]) -> str:
        """Texts as alternatives: “a”, “a or b”, “a or b or c”; there is at least one."""
        return cldr.alternatives(texts, self.language)

    def enumeration(self, texts: Sequence[str]) -> str:
        """Names in a sentence: “a, b, c”, in other languages “a, b und c”."""
        return cldr.enumeration(texts, self.language)

    def listed(self, texts: Iterable[str]) -> str:
        """Short texts one after the other: “a, b, c”; empty if there is none."""
        return self.separator.join(texts)

    @property
    def separator(self) -> str:
        """What stands between two short texts: a comma and a blank."""
        return self["list"].removeprefix("{first}").removesuffix("{second}")

    def clauses(self, texts: Iterable[str]) -> str:
        """Clauses one after the other: “a; b; c”; empty if there is none."""
        return self.clause_separator.join(texts)

    @property
    def clause_separator(self) -> str:
        """What stands between two clauses: a semicolon and a blank."""
        return self["clauses"].removeprefix("{first}").removesuffix("{second}")

    def lead(self, text: str) -> str:
        """The name of what follows in the same paragraph, with its colon: “Q2:”."""
        return self.format("lead", text=text)

    def lead_in(self, text: str) -> str:
        """The same, with the blank before what follows; a colon that is as wide as a letter needs none."""
        lead = self.lead(text)
        return lead if lead.endswith("：") else f"{lead} "

    def named(self, whole: str, part: str) -> str:
        """The name of a part behind that of its whole: “Readers: Women”."""
        return f"{self.lead_in(whole)}{part}"

    def number(self, text: str) -> str:
        """A number in English (`1,234.5`) as the language writes it, with the digits 0 to 9."""
        return cldr.localised(text, self.language)

    def period(self, name: str) -> str:
        """A period as slides show it next to others: a quarter, half-year or trimester by its name, a month as `Mar 2026`."""
        if find_system(name) is MONTHS:
            return cldr.month_text(name, "short", self.language)
        match = _PERIOD.fullmatch(name)
        if match is None:
            return name
        short = self.format(_PERIOD_KEYS[match[1]], number=match[2])
        return self.format("reported", period=short, year=match[3]) if match[3] else short

    def dates(self, text: str) -> str:
        """A text as typed, with the quarters, half-years and trimesters in it as slides show them: `Q3` in French is `T3`."""
        return _TYPED_PERIOD.sub(lambda found: self.period(found[0]), text)

    def categories(self, names: Sequence[str]) -> tuple[str, ...]:
        """Successive periods as the categories of a chart, where a month needs no year."""
        is_month = [find_system(name) is MONTHS for name in names]
        return tuple(
            cldr.month_text(name, "month", self.language) if month else self.period(name)
            for name, month in zip(names, is_month, strict=True)
        )

    def spellings(self, name: str) -> tuple[str, ...]:
        """The ways in which a text may name a period, each of them certain: a month as `2026-03`, `Mar 2026`, `March 2026`."""
        if find_system(name) is not MONTHS:
            return tuple(dict.fromkeys((name, self.period(name))))
        return (name, *(cldr.month_text(name, form, self.language) for form in ("short", "long")))

    def periods(self, text: str) -> str:
        """A period, or a range of them (`Q2-Q4`), as slides show it: with an en dash."""
        if re.match(MONTHS.pattern, text):
            return " – ".join(self.period(name) for name in re.findall(MONTHS.pattern, text))
        return "–".join(self.period(name) for name in text.split("-"))

    def reported(self, period: Period) -> str:
        """The period that a deck reports, with its year (`Q2 FY20-21`, `March 2026`)."""
        if period.system is not MONTHS:
            return self.format("reported", period=self.period(period.name), year=period.year)
        month = cldr.month_text(period.name, "long", self.language)
        return month if period.names_its_year else self.format("reported-month", month=month, year=period.year)

    def prompts(self) -> dict[str, str]:
        """The prompts of placeholders, by those in English (`Picture`, `Person 3`), as far as they differ from these."""
        english = read_language(DEFAULT_LANGUAGE).words
        own = {
            text: self.words[key]
            for key, text in english.items()
            if key.startswith(_PROMPT) and self.words[key] != text
        }
        return {
            text.format(number=number): prompt.format(number=number)
            for text, prompt in own.items()
            for number in (range(1, _NUMBERED_PROMPTS + 1) if "{" in text else (1,))
        }

    def for_kind(self, kind: str, english: Words, group: str = KINDS) -> Labels:
        """Return these labels with those of one kind added; `english` are its own words."""
        own = self.groups.get(group, {}).get(kind, {})
        return Labels(self.language, {**self.words, **english, **own}, self.groups)

    def with_statuses(self, words: Mapping[Status, str]) -> Labels:
        """Return these labels with an organisation's own words for statuses (Red), in a sentence in lower case (red)."""
        own: dict[str, str] = dict(words.items())
        in_sentences = {f"is-{status}": _in_sentence(word) for status, word in own.items()}
        return Labels(self.language, {**self.words, **own, **in_sentences}, self.groups)

    def overridden_by(self, own: LanguageFile) -> Labels:
        """Return these labels with words of a project or a deck in the places of those that they replace."""
        merged = LanguageFile(self.words, self.groups).overridden_by(own)
        return Labels(self.language, merged.words, merged.groups)

    @classmethod
    def load(cls, language: str) -> Labels:
        """Load a language (`en`, `pt-BR`) from the files that come with deckgen: English where it has none.

        Words that are missing from a translation are taken from English.
        """
        return _load(language)

    @staticmethod
    def known() -> tuple[str, ...]:
        """The languages that have a file."""
        return known_languages()


def _in_sentence(word: str) -> str:
    return word if word[:2].isupper() else word[:1].lower() + word[1:]


def files_of(tag: str) -> tuple[str, ...]:
    """Return the languages that come with deckgen whose words a language has, besides English, the more general first."""
    if cldr.is_english(tag):
        return ()
    known = [name for name in known_languages() if name != DEFAULT_LANGUAGE]
    near = similar(tag, known)
    return fitting(tag, known) or ((near,) if near else ())


@lru_cache
def _load(language: str) -> Labels:
    english = read_language(DEFAULT_LANGUAGE)
    names = files_of(language)
    own = reduce(LanguageFile.overridden_by, map(read_language, names), LanguageFile())
    return Labels(language if names else DEFAULT_LANGUAGE, {**english.words, **own.words}, own.groups)
