"""A deck → the texts that its readers see as words, each with a key that stays when the text moves.

Results and goals that are figures, statuses, owners, ids, links, files and dates that deckgen can write in every language are
none of them: they have one source, the content.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import BaseModel

from deckgen.diagnostics import KeyPath
from deckgen.model import Deck, Metric, PictureFile, RichText, Row
from deckgen.model.meeting_day import read_day
from deckgen.model.metrics import MeasureLine
from deckgen.quantities import load_lexicon, read_result
from deckgen.quantities.lexicon import fold
from deckgen.reader import Document

WORDS = frozenset(
    {
        "title", "headline", "department", "due", "heading", "name", "alt", "categories", "event", "organisation", "date",
        "footer", "say", "short", "of",
    }
)  # fmt: skip
"""Fields whose plain texts readers see as words. Other fields of plain text have names, references and settings."""
WORDS_OF_MODELS = frozenset({("Decision", "by"), ("ChartContent", "unit"), ("Milestone", "when")})
"""Further ones, by model and name: elsewhere, fields called so are read."""
_OF_DECK = ("title", "event", "organisation", "footer", "date")
_OF_SECTION = ("title", "department", "due")
"""The fields of deck.yaml and of section files that slides show."""
_NOT_SHOWN = frozenset({"source", "comment"})
"""Fields of metrics and rows that no slide shows."""
_WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]")
"""A word: two letters or more without digits beside them, or a character of a script that has words of one."""
_PLAIN_WORD = re.compile(r"(?<!\w)[a-z\u00df-\u024f][^\W\d_]{2,}(?!\w)|[^\W\d_\u0000-\u024f]{2,}")
"""A word of a figure that is no abbreviation: `million`, but not `YoY`, `EUR` or `mo`."""
_UNIT_CLASSES = frozenset(
    {
        "percent", "points", "basis-points", "times", "scale", "currency", "number", "duration", "year-on-year",
        "quarter-on-quarter", "month-on-month", "a-year", "a-quarter", "a-month", "a-week", "a-day", "an-hour",
    }
)  # fmt: skip
"""What short words of figures are that stay in every language: units, scales, and what a change is compared with."""


class AuthoredText(Struct, frozen=True):
    """A text that readers see as words: its key, where it was written, and the text as typed.

    `place` is the path that the texts of slides have as their origin: that of the text, but for a goal that has a text for each
    period. One that is `in_row` belongs to a metric or a key result, `has_markup` says whether it may have links and footnotes.
    """

    key: str
    file: str
    path: KeyPath
    source: str
    place: KeyPath = ()
    in_row: bool = False
    has_markup: bool = True


def authored_texts(deck: Deck) -> list[AuthoredText]:
    """Return the texts of a deck as loaded that readers see as words, in the order of its files; all keys differ."""
    found = _all_texts(deck)
    return list(
        _with_unique_keys(text for text in found if has_words(text.source, deck.language, has_markup=text.has_markup))
    )


def figure_texts(deck: Deck) -> list[AuthoredText]:
    """Return the texts of a deck as loaded that are figures without words, but those of metrics and key results."""
    return [
        text
        for text in _all_texts(deck)
        if not text.in_row
        and any(char.isdigit() for char in text.source)
        and not has_words(text.source, deck.language, has_markup=text.has_markup)
    ]


def _all_texts(deck: Deck) -> list[AuthoredText]:
    collector = _Collector()
    document = deck.documents[deck.file]
    collector.add(_Item(_shown_deck_file(deck, document), document.data, (), "deck", is_words=True), document)
    for section in deck.sections:
        document = deck.documents[section.file]
        fields = {name: document.data.get(name) for name in _OF_SECTION if document.data.get(name)}
        collector.add(_Item(fields, document.data, (), section.id, is_words=True), document)
        for entry in section.slides:
            data = document.value(entry.origin.path)
            collector.add(_Item(entry.content, data, entry.origin.path, entry.origin.slide), document)
    folder = deck.file.rpartition("/")[0]
    for name, definitions in (
        ("metrics", deck.metrics),
        ("footnotes", deck.footnotes),
        ("acronyms", deck.acronyms),
    ):
        found = deck.documents.get(f"{folder}/data/{name}.yaml" if folder else f"data/{name}.yaml")
        if found is not None:
            collector.add_file(definitions, found, f"data/{name}")
    return collector.found


def _shown_deck_file(deck: Deck, document: Document) -> Mapping[str, object]:
    """Return the fields of deck.yaml that slides show; a date that names a day is written by deckgen in every language."""
    data = document.data
    fields: dict[str, object] = {name: data.get(name) for name in _OF_DECK}
    if deck.date and read_day(deck.date, deck.language) is not None:
        fields["date"] = None
    words = {status: word for status, word in deck.verdicts.words.items() if word.say is not None}
    return {
        **{name: text for name, text in fields.items() if text},
        **({"verdicts": {"words": words}} if words else {}),
    }


class _Item(Struct, frozen=True):
    """A value with the data that it was read from, at a path of its file; `key` is that of its texts.

    Plain text inside it is shown as words only if it `is_words`.
    """

    value: Any
    data: Any
    path: KeyPath
    key: str
    in_row: bool = False
    is_words: bool = False

    def at(self, key: str | int, value: object, data: object, name: str = "") -> _Item:
        """Return a value inside this one, at a key or index."""
        return replace(self, value=value, data=data, path=(*self.path, key), key=f"{self.key}/{name or key}")


class _Collector(Struct):
    found: list[AuthoredText] = field(default_factory=list)

    def add_file(self, value: object, document: Document, key: str) -> None:
        self.add(_Item(value, document.data, (), key), document)

    def add(self, item: _Item, document: Document) -> None:
        self.found += [replace(text, file=document.file) for text in self._texts(item)]

    def _texts(self, item: _Item) -> Iterator[AuthoredText]:
        value, data = item.value, item.data
        if isinstance(value, RichText):
            yield from _rich_texts(item)
        elif type(value) is str:
            if item.is_words and isinstance(data, str):
                yield AuthoredText(item.key, "", item.path, value.strip(), item.path, item.in_row, has_markup=False)
        elif isinstance(value, tuple | list):
            for index, inner in enumerate(value if isinstance(data, list) else ()):
                yield from self._texts(item.at(index, inner, data[index], _name_of(data[index], index)))
        elif isinstance(value, BaseModel):
            yield from self._texts_of_model(item)
        elif isinstance(value, Mapping) and isinstance(data, dict):
            for key, inner in value.items():
                yield from self._texts(item.at(key, inner, data.get(key)))

    def _texts_of_model(self, item: _Item) -> Iterator[AuthoredText]:
        model: type[BaseModel] = type(item.value)
        if issubclass(model, Row | Metric | MeasureLine):
            item = replace(item, in_row=True)
        for name, key in _shown_fields(model, item.in_row):
            inner = getattr(item.value, name, None)
            if inner is None or isinstance(inner, bool | float | PictureFile):
                continue
            field_item = replace(item, is_words=key in WORDS or (model.__name__, key) in WORDS_OF_MODELS)
            if isinstance(item.data, dict):
                if key in item.data:
                    yield from self._texts(field_item.at(key, inner, item.data[key]))
            elif type(inner) is not str or (isinstance(item.data, str) and inner == item.data.strip()):
                yield from self._texts(replace(field_item, value=inner))  # a text in the place of its fields


def _rich_texts(item: _Item) -> Iterator[AuthoredText]:
    """Yield a text with markup; a goal with a text for each period has several."""
    data = item.data
    if isinstance(data, dict) and "text" not in data:
        for period, text in data.items():
            if isinstance(text, str):
                yield AuthoredText(
                    f"{item.key}/{period}", "", (*item.path, period), text.strip(), item.path, item.in_row
                )
        return
    path = (*item.path, "text") if isinstance(data, dict) else item.path
    if (text := item.value.raw) and isinstance(data.get("text") if isinstance(data, dict) else data, str):
        yield AuthoredText(item.key, "", path, text, path, item.in_row)


def _name_of(data: object, index: int) -> str:
    """Return what an entry of a list is called in keys: its id or its metric, else its number from 1."""
    named = (data.get("id") or data.get("metric")) if isinstance(data, dict) else None
    return named if isinstance(named, str) and named.strip() else str(index + 1)


@lru_cache(maxsize=512)
def _shown_fields(model: type[BaseModel], in_row: bool) -> tuple[tuple[str, str], ...]:
    """Return the fields of a model that slides show, with their keys in files."""
    return tuple(
        (name, info.alias or name)
        for name, info in model.model_fields.items()
        if not info.exclude and not (in_row and name in _NOT_SHOWN)
    )


def has_words(text: str, language: str, *, has_markup: bool = True) -> bool:
    """Whether readers see words in a text: it is neither empty nor only figures, periods, links and footnotes."""
    plain = RichText(text).plain if has_markup else text
    if not _WORD.search(plain):
        return False
    reading = read_result(text, language)
    is_figure = bool(reading.statements) and not reading.problems
    if not is_figure or any((*each.names, *each.names_after, *each.noun) for each in reading.statements):
        return True
    return _PLAIN_WORD.search(plain) is not None or _has_word_of_language(plain, language)


def _has_word_of_language(plain: str, language: str) -> bool:
    """Whether a figure has a short word or a month of its language (`by`, `up`, `of`, `May`), which no other language has."""
    lexicon, folded = load_lexicon(language), fold(plain, language)
    phrases = (lexicon.phrase_at(folded, word.start()) for word in _WORD.finditer(plain))
    return any(phrase is not None and phrase.classes.isdisjoint(_UNIT_CLASSES) for phrase in phrases)


def _with_unique_keys(texts: Iterable[AuthoredText]) -> Iterator[AuthoredText]:
    """Append numbers to equal keys, from the second one on."""
    taken: Counter[str] = Counter()
    for text in texts:
        taken[text.key] += 1
        number = taken[text.key]
        yield text if number == 1 else replace(text, key=f"{text.key}~{number}")
