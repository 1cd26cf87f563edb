"""The words that deckgen puts on slides: `labels/<language>.yaml` and the words of kinds in, `Labels` out.

`labels/en.yaml` has the words that several kinds share. English words of one kind are in its module; another language has them
in its file under `kinds` (slides) or `charts`, by kind and key. What a language lacks is shown in English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache, reduce
from importlib.resources import files

import yaml
from msgspec import Struct

from deckgen.ir.roles import Status
from deckgen.periods import MONTHS, Period, find_system
from deckgen.reader.yaml_reader import LOADER

DEFAULT_LANGUAGE = "en"
KINDS, CHARTS = GROUPS = ("kinds", "charts")
"""The groups of words in a language file that belong to one kind of slide or chart."""

Words = Mapping[str, str]
"""Words by key."""


class Labels(Struct, frozen=True):
    """The words that deckgen itself puts on slides, in one language, by key; `groups` has those of kinds, by group and kind."""

    language: str
    words: Words
    groups: Mapping[str, Mapping[str, Words]]

    def __getitem__(self, key: str) -> str:
        """The words of `key`. Raises KeyError, which says where words are defined, if no file has it."""
        if key not in self.words:
            raise KeyError(f"no words have the key `{key}`: add it to `words` of the kind, or to labels/en.yaml")
        return self.words[key]

    def format(self, key: str, **values: object) -> str:
        """The words of `key` with each `{name}` replaced by its value. Raises KeyError if a key or a value is missing."""
        return self[key].format(**values)

    def plural(self, key: str, count: int, **values: object) -> str:
        """The words of `key` in the form that the language has for a number (`key-one`, `key-few` …), else of `key-other`.

        Raises KeyError as `format` does.
        """
        form = f"{key}-{_plural_form(self.language, count)}"
        return self.format(form if form in self.words else f"{key}-other", count=count, **values)

    def alternatives(self, texts: Sequence[str]) -> str:
        """Texts as alternatives: “a”, “a or b”, “a or b or c”; there is at least one."""
        return reduce(lambda first, second: self.format("either", first=first, second=second), texts)

    def period(self, name: str) -> str:
        """A period as slides show it next to others: a quarter, half-year or trimester by its name, a month as `Mar 2026`."""
        return _month_text(name, "LLL y", self.language) if find_system(name) is MONTHS else name

    def categories(self, names: Sequence[str]) -> tuple[str, ...]:
        """Successive periods as the categories of a chart, where a month needs no year."""
        return tuple(_month_text(n, "LLL", self.language) if find_system(n) is MONTHS else n for n in names)

    def spellings(self, name: str) -> tuple[str, ...]:
        """The ways in which a text may name a period, each of them certain: a month as `2026-03`, `Mar 2026`, `March 2026`."""
        if find_system(name) is not MONTHS:
            return (name,)
        return (name, *(_month_text(name, form, self.language) for form in ("LLL y", "LLLL y")))

    def periods(self, text: str) -> str:
        """A period, or a range of them (`Q2-Q4`), as slides show it: with an en dash."""
        if not re.match(MONTHS.pattern, text):
            return text.replace("-", "–")
        return " – ".join(self.period(name) for name in re.findall(MONTHS.pattern, text))

    def reported(self, period: Period) -> str:
        """The period that a deck reports, with its year (`Q2 FY20-21`, `March 2026`)."""
        if period.system is not MONTHS:
            return self.format("reported", period=period.name, year=period.year)
        month = _month_text(period.name, "LLLL y", self.language)
        return month if period.names_its_year else self.format("reported-month", month=month, year=period.year)

    def for_kind(self, kind: str, english: Words, group: str = KINDS) -> Labels:
        """Return these labels with those of one kind added; `english` are its own words."""
        return Labels(self.language, {**self.words, **english, **self.groups[group].get(kind, {})}, self.groups)

    def with_statuses(self, words: Mapping[Status, str]) -> Labels:
        """Return these labels with an organisation's own words for statuses (Red), in a sentence in lower case (red)."""
        own: dict[str, str] = dict(words.items())
        in_sentences = {f"is-{status}": _in_sentence(word) for status, word in own.items()}
        return Labels(self.language, {**self.words, **own, **in_sentences}, self.groups)

    @classmethod
    def load(cls, language: str) -> Labels:
        """Load a language (`en`, `pt-BR`): its own file, else that of its first part, else English.

        Words that are missing from a translation are taken from English.
        """
        return _load(language)

    @staticmethod
    def known() -> tuple[str, ...]:
        """The languages that have a file."""
        folder = files("deckgen").joinpath("labels")
        return tuple(sorted(p.name.removesuffix(".yaml") for p in folder.iterdir() if p.name.endswith(".yaml")))


class LanguageFile(Struct, frozen=True):
    """What the file of a language has: shared words, and the words of kinds by group and kind."""

    words: Words
    groups: Mapping[str, Mapping[str, Words]]

    def without(self, other: LanguageFile) -> LanguageFile:
        """Return the words that `other` lacks."""
        words = {key: text for key, text in self.words.items() if key not in other.words}
        return LanguageFile(words, self._map_kinds(lambda own, group, kind: _lacking(own, other.of_kind(group, kind))))

    def overridden_by(self, other: LanguageFile) -> LanguageFile:
        """Return the words of `other`, and these where it lacks them."""
        groups = self._map_kinds(lambda own, group, kind: {**own, **other.of_kind(group, kind)})
        return LanguageFile({**self.words, **other.words}, groups)

    def of_kind(self, group: str, kind: str) -> Words:
        """Return the words of one kind; empty if there are none."""
        return self.groups.get(group, {}).get(kind, {})

    @property
    def count(self) -> int:
        """The number of words."""
        return len(self.words) + sum(len(words) for kinds in self.groups.values() for words in kinds.values())

    def as_yaml(self) -> str:
        """Return the text of the file; empty without words."""
        groups = {group: dict(kinds) for group, kinds in self.groups.items() if kinds}
        data = {**self.words, **groups}
        return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000) if data else ""

    def _map_kinds(self, change: Callable[[Words, str, str], Words]) -> dict[str, dict[str, Words]]:
        changed = {g: {kind: change(own, g, kind) for kind, own in kinds.items()} for g, kinds in self.groups.items()}
        return {group: {kind: words for kind, words in kinds.items() if words} for group, kinds in changed.items()}


def _in_sentence(word: str) -> str:
    return word if word[:2].isupper() else word[:1].lower() + word[1:]


def _lacking(words: Words, other: Words) -> Words:
    return {key: text for key, text in words.items() if key not in other}


def read_language(language: str) -> LanguageFile:
    """Read the file of a language. Raises FileNotFoundError if there is none."""
    data = yaml.load(files("deckgen").joinpath("labels", f"{language}.yaml").read_text(encoding="utf-8"), LOADER)
    groups = {group: data.pop(group, None) or {} for group in GROUPS}
    return LanguageFile(data, groups)


@lru_cache(maxsize=256)
def _month_text(name: str, form: str, language: str) -> str:
    """Return a month (`2026-03`) in a form of Babel and a language."""
    from babel.dates import format_date  # noqa: PLC0415 — only decks that report months need it

    year, month = (int(part) for part in name.split("-"))
    return format_date(date(year, month, 1), form, language.replace("-", "_"))


@lru_cache(maxsize=256)
def _plural_form(language: str, count: int) -> str:
    """Return the name of the plural form of a number, such as `one`, `few` and `other`."""
    if language == DEFAULT_LANGUAGE:
        return "one" if count == 1 else "other"  # saves Babel, which takes 25 ms of each rebuild
    from babel import Locale  # noqa: PLC0415 -- as above

    return Locale.parse(language, sep="-").plural_form(count)


@lru_cache
def _load(language: str) -> Labels:
    known = Labels.known()
    available = next((n for n in (language, language.partition("-")[0]) if n in known), DEFAULT_LANGUAGE)
    english, own = read_language(DEFAULT_LANGUAGE), read_language(available)
    return Labels(available, {**english.words, **own.words}, own.groups)
