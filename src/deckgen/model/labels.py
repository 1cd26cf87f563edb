"""Our own words, by language: `labels/<language>.yaml` in, `Labels` out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import yaml
from msgspec import Struct

from deckgen.reader.yaml_reader import LOADER

DEFAULT_LANGUAGE = "en"


class Labels(Struct, frozen=True):
    """The words that deckgen itself puts on slides, in one language, by key."""

    language: str
    words: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """Give the words of `key`. Raises KeyError if no file has it."""
        return self.words[key]

    def format(self, key: str, **values: object) -> str:
        """Give the words of `key` with `{name}` replaced by values. Raises KeyError if a key or a value is missing."""
        return self.words[key].format(**values)

    @classmethod
    def load(cls, language: str) -> Labels:
        """Load a language (`en`, `pt-BR`): its own file, else that of its first part, else English.

        Words that a translation lacks are taken from English.
        """
        return _load(language)

    @staticmethod
    def known() -> tuple[str, ...]:
        """Name the languages that have a file."""
        folder = files("deckgen").joinpath("labels")
        return tuple(sorted(p.name.removesuffix(".yaml") for p in folder.iterdir() if p.name.endswith(".yaml")))


def _words(language: str) -> dict[str, str]:
    text = files("deckgen").joinpath("labels", f"{language}.yaml").read_text(encoding="utf-8")
    return {str(key): str(value) for key, value in yaml.load(text, LOADER).items()}


@lru_cache
def _load(language: str) -> Labels:
    known = Labels.known()
    found = next((n for n in (language, language.partition("-")[0]) if n in known), DEFAULT_LANGUAGE)
    return Labels(found, {**_words(DEFAULT_LANGUAGE), **_words(found)})
