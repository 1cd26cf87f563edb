"""The words that deckgen puts on slides, by language: `labels/<language>.yaml` in, `Labels` out."""

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
        """The words of `key`. Raises KeyError if no file has it."""
        return self.words[key]

    def format(self, key: str, **values: object) -> str:
        """The words of `key` with each `{name}` replaced by its value. Raises KeyError if a key or a value is missing."""
        return self.words[key].format(**values)

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


def _read_words(language: str) -> dict[str, str]:
    text = files("deckgen").joinpath("labels", f"{language}.yaml").read_text(encoding="utf-8")
    return {str(key): str(value) for key, value in yaml.load(text, LOADER).items()}


@lru_cache
def _load(language: str) -> Labels:
    known = Labels.known()
    available = next((n for n in (language, language.partition("-")[0]) if n in known), DEFAULT_LANGUAGE)
    return Labels(available, {**_read_words(DEFAULT_LANGUAGE), **_read_words(available)})
