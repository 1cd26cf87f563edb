"""The translations of a deck → which value of them a text is on a slide in that language, and what it was translated from.

Figures have one source: where a figure of a translated text was changed, the text in the content and both texts of its
translation change.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from deckgen.model import Deck
from deckgen.pull.candidates import Values
from deckgen.pull.places import Place, ValueKey
from deckgen.translation.authored_words import authored_texts
from deckgen.translation.matching import match_texts
from deckgen.translation.translated_deck import read_translations, translations_path

_FIGURE = re.compile(r"\d[\d.,\u00a0\u202f]*\d|\d")
_OTHER_FORM = str.maketrans(".,", ",.")


class TranslatedValues(Struct, frozen=True):
    """The file with the translations, its text, the values of it by those of the content, and what each was translated from."""

    file: str = ""
    text: str = ""
    of_content: Mapping[ValueKey, ValueKey] = {}
    sources: Mapping[ValueKey, ValueKey] = {}

    def shown(self, places: Iterable[Place]) -> list[Place]:
        """Return places with the values that they show in this language."""
        return [self._shown(place) for place in places] if self.file else list(places)

    def _shown(self, place: Place) -> Place:
        entry, spot, values = place.key
        return replace(place, key=(entry, spot, tuple(self.of_content.get(value, value) for value in values)))

    def source_of(self, key: ValueKey) -> ValueKey:
        """Return the value of the content that a value of the translations was translated from; any other one as it is."""
        return self.sources.get(key, key)

    def with_sources(self, values: Values, raw: Mapping[ValueKey, str]) -> Values | None:
        """Return changed values with those that have the same figures; None if a figure is not found in the source.

        `raw` are the texts before the change, of the sources, too.
        """
        result = dict(values)
        for key, new in values.items():
            source = self.sources.get(key)
            if source is None or _FIGURE.findall(new) == _FIGURE.findall(raw[key]):
                continue
            text = with_figures(raw[source], raw[key], new)
            if text is None:
                return None
            result[source] = text
            result[key[0], (*key[1][:-1], "source")] = text
        return result


NO_TRANSLATIONS = TranslatedValues()


def translated_values(deck: Deck, project: Path, language: str) -> TranslatedValues:
    """Return the translations of a loaded deck into a language; there are none in a deck in its own."""
    if not language or not os.path.lexists(translations_path(deck.folder, language)):
        return NO_TRANSLATIONS
    read = read_translations(deck.folder, project, language)
    if read.file is None:
        return NO_TRANSLATIONS
    of_content: dict[ValueKey, ValueKey] = {}
    sources: dict[ValueKey, ValueKey] = {}
    for each in match_texts(authored_texts(deck), read.file.texts):
        if each.is_current:
            value = (read.name, ("texts", each.key, "translation"))
            of_content[each.text.file, each.text.place] = value
            sources.setdefault(value, (each.text.file, each.text.path))
    return TranslatedValues(read.name, read.text, of_content, sources)


def with_figures(source: str, before: str, after: str) -> str | None:
    """Return a text with the figures that changed between two translations of it; None if they are not in it one for one."""
    own, old, new = (_FIGURE.findall(text) for text in (source, before, after))
    if not len(own) == len(old) == len(new):
        return None
    changed: list[str] = []
    for figure, was, now in zip(own, old, new, strict=True):
        if was == now:
            changed.append(figure)
        elif figure == was:
            changed.append(now)
        elif figure == was.translate(_OTHER_FORM):
            changed.append(now.translate(_OTHER_FORM))
        else:
            return None
    parts = iter(changed)
    return _FIGURE.sub(lambda _: next(parts), source)
