"""Files of labels, `labels/<language>.yaml`: what one has, which belong to a language, and those that come with deckgen.

`labels/en.yaml` has the English words that several kinds share; those of one kind are in its module. The file of another
language has both, the words of kinds under `kinds` (slides) or `charts`, by kind and key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from msgspec import Struct, field

from deckgen.model import cldr
from deckgen.reader.yaml_reader import LOADER

KINDS, CHARTS = GROUPS = ("kinds", "charts")
"""The groups of words in a file that belong to one kind of slide or chart."""
REVIEWED_BY = "reviewed-by"
"""The key of those who have read the words of a file and speak its language from childhood; an empty list: nobody yet."""
OTHER = "other"
"""The plural form that every language has."""

# As a path, since importlib.resources takes 4 ms to import.
_LABELS = Path(__file__).parents[1] / "labels"

Words = Mapping[str, str]
"""Words by key."""
Groups = Mapping[str, Mapping[str, Words]]
"""Words of kinds, by group, kind and key."""


class LanguageFile(Struct, frozen=True):
    """What the file of a language has: shared words, and the words of kinds by group and kind."""

    words: Words = field(default_factory=dict)
    groups: Groups = field(default_factory=dict)
    reviewers: tuple[str, ...] = ()

    def without(self, other: LanguageFile) -> LanguageFile:
        """Return the words that `other` lacks."""
        words = {key: text for key, text in self.words.items() if key not in other.words}
        return LanguageFile(words, self._map_kinds(lambda own, group, kind: _lacking(own, other.of_kind(group, kind))))

    def overridden_by(self, other: LanguageFile) -> LanguageFile:
        """Return the words of both files; where both have some, those of `other`."""
        kinds = {group: dict.fromkeys((*self._kinds(group), *other._kinds(group))) for group in GROUPS}
        groups = {
            group: {kind: {**self.of_kind(group, kind), **other.of_kind(group, kind)} for kind in names}
            for group, names in kinds.items()
        }
        return LanguageFile({**self.words, **other.words}, groups, (*self.reviewers, *other.reviewers))

    def of_kind(self, group: str, kind: str) -> Words:
        """Return the words of one kind; empty if there are none."""
        return self._kinds(group).get(kind, {})

    def names(self) -> list[str]:
        """Return the name of each label as messages have it: `goal`, `kinds: risks: owner`."""
        own = (
            (group, kind, key) for group, kinds in self.groups.items() for kind, each in kinds.items() for key in each
        )
        return [*self.words, *(": ".join(parts) for parts in own)]

    def for_language(self, tag: str) -> LanguageFile:
        """Return the words that a language needs where these are English: with a key for each of its plural forms."""
        return LanguageFile(_with_forms(self.words, tag), self._map_kinds(lambda own, _, __: _with_forms(own, tag)))

    def as_yaml(self) -> str:
        """Return the text of the file; empty without words."""
        groups = {group: dict(kinds) for group, kinds in self.groups.items() if kinds}
        data = {**self.words, **groups}
        return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000) if data else ""

    def _kinds(self, group: str) -> Mapping[str, Words]:
        return self.groups.get(group, {})

    def _map_kinds(self, change: Callable[[Words, str, str], Words]) -> dict[str, dict[str, Words]]:
        changed = {g: {kind: change(own, g, kind) for kind, own in kinds.items()} for g, kinds in self.groups.items()}
        return {group: {kind: words for kind, words in kinds.items() if words} for group, kinds in changed.items()}


def _lacking(words: Words, other: Words) -> Words:
    return {key: text for key, text in words.items() if key not in other}


def plural_bases(words: Words) -> tuple[str, ...]:
    """Return the keys, without their last part, of words that have a form for each plural form (`points-one`, `points-other`)."""
    return tuple(key.removesuffix(f"-{OTHER}") for key in words if key.endswith(f"-{OTHER}"))


def base_and_form(key: str, words: Words) -> tuple[str, str]:
    """Return the base and the plural form that a key names; two empty texts where `words` have no such base."""
    base, _, form = key.rpartition("-")
    return (base, form) if f"{base}-{OTHER}" in words else ("", "")


def _with_forms(words: Words, tag: str) -> dict[str, str]:
    """Return words with the plural forms that counts have in a language, in the places of those of English."""
    forms = [form for form, counts in cldr.plural_forms(tag).items() if counts or form == OTHER]
    found: dict[str, str] = {}
    for key, text in words.items():
        base, _ = base_and_form(key, words)
        if base:
            others = {form: words.get(f"{base}-{form}", words[f"{base}-{OTHER}"]) for form in forms}
            found |= {f"{base}-{form}": found.get(f"{base}-{form}", other) for form, other in others.items()}
        else:
            found[key] = text
    return found


def labels_file(language: str) -> Path:
    """Return the path of the file of a language that comes with deckgen, whether or not there is one."""
    return _LABELS / f"{language}.yaml"


@lru_cache(maxsize=32)
def read_language(language: str) -> LanguageFile:
    """Read the file of a language that comes with deckgen. Raises FileNotFoundError if there is none."""
    data = yaml.load(labels_file(language).read_text(encoding="utf-8"), LOADER)
    groups = {group: data.pop(group, None) or {} for group in GROUPS}
    return LanguageFile(data, groups, tuple(data.pop(REVIEWED_BY, None) or ()))


@lru_cache(maxsize=1)
def known_languages() -> tuple[str, ...]:
    """Return the languages whose files come with deckgen."""
    return tuple(sorted(path.stem for path in _LABELS.glob("*.yaml")))


def fitting(tag: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of `names` that are files of a language, the more general first: of `de` and `de-AT` for `de-AT`, both.

    A file without a country is that of all countries (`zh-Hant` for `zh-TW`). Of another country, none is.
    """
    known = tuple(names)
    exact = [name for name in known if tag == name or tag.startswith(f"{name}-")]
    if not exact and not cldr.is_english(tag):
        language, script, country = cldr.maximised(tag)
        wanted = {(language, script, country)}
        exact = [n for n in known if cldr.maximised(n) in wanted or _of_all_countries(n, language, script)]
    return tuple(sorted(exact, key=len))


def _of_all_countries(name: str, language: str, script: str) -> bool:
    parts = name.split("-")
    has_country = any(len(part) == 2 for part in parts[1:])
    return not has_country and cldr.maximised(name)[:2] == (language, script)


def similar(tag: str, names: Iterable[str]) -> str:
    """Return the one of `names` with the language and script of a tag, but of another country; empty if there is none."""
    wanted = cldr.maximised(tag)[:2]
    return next((name for name in sorted(names) if wanted[0] and cldr.maximised(name)[:2] == wanted), "")
