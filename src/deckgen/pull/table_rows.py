"""A table as deckgen lays it out → the entries behind its rows, and the fields of these entries that each column shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from msgspec import Struct

from deckgen.diagnostics import KeyPath
from deckgen.ir.frames import FrameBase
from deckgen.model.loading import METRICS
from deckgen.pull.base import Base
from deckgen.pull.places import Place, ValueKey, entry_of
from deckgen.pull.plain import comparable

_SLIDE = 2
"""Length of the path of a slide in its file."""


class RowEntry(Struct, frozen=True):
    """The entry of a row: the list entry in the file of its slide, and where its values are (for a metric, in that file).

    `data` is what it has: a mapping of fields, a list of cells, or a text. The field of a text is the empty path.
    """

    listed: ValueKey
    values: ValueKey
    data: Any

    def field_of(self, key: ValueKey) -> KeyPath | None:
        """Return the field of the entry that a value is; None for a value of another entry."""
        for file, path in (self.values, self.listed):
            if (
                key[0] == file
                and key[1][: len(path)] == path
                and (len(key[1]) > len(path) or isinstance(self.data, str))
            ):
                return key[1][len(path) :]
        return None

    def get(self, field: KeyPath) -> Any:
        """Return what a field has; None if it has nothing."""
        return value_at(self.data, field)


class TableRows:
    """The rows of one table of the deck as built, `frame` of `page`."""

    def __init__(self, base: Base, page: int, frame: int) -> None:
        self.base, self.words = base, words_on(base, page)
        self.places = [p for p in base.places if (p.page, p.frame) == (page, frame) and p.cell is not None]
        found = base.frames.pages[page].frames[frame]
        self.header: Mapping[int, str] = header_of(found)
        entries = ((at, self._entry(*listed)) for at, listed in listed_rows(found).items())
        self.entries: Mapping[int, RowEntry] = {at: entry for at, entry in entries if entry is not None}

    def _entry(self, listed_in: str, path: KeyPath) -> RowEntry | None:
        """Return the entry at a path; None if there is none."""
        document = self.base.content.documents.get(listed_in)
        data = None if document is None else value_at(document.data, path)
        name = data.get("metric") if isinstance(data, dict) else data
        for file, other in self.base.content.documents.items():
            if file.endswith(f"data/{METRICS}") and isinstance(name, str) and isinstance(other.data, dict):
                metric = other.data.get(name)
                if isinstance(metric, dict):
                    return RowEntry((listed_in, path), (file, (name,)), metric)
        listed = (listed_in, path)
        return RowEntry(listed, listed, data) if isinstance(data, dict | list | str) else None

    def in_cell(self, row: int, column: int) -> list[Place]:
        """Return the places of a cell, in order."""
        return [place for place in self.places if place.cell == (row, column)]

    def of_form(self, form: type) -> dict[int, RowEntry]:
        """Return the entries that are mappings, lists or texts."""
        return {row: entry for row, entry in self.entries.items() if isinstance(entry.data, form)}

    def patterns(self, column: int, form: type) -> list[tuple[tuple[KeyPath, ...], ...]]:
        """Return what a column shows of entries of a form, the most frequent first: the fields of each text, in order."""
        found: Counter[tuple[tuple[KeyPath, ...], ...]] = Counter()
        for row, entry in self.of_form(form).items():
            texts = [place for place in self.in_cell(row, column) if any(place.texts)]
            fields = tuple(tuple(f for key in p.values if (f := entry.field_of(key)) is not None) for p in texts)
            if any(fields):
                found[fields] += 1
        return [pattern for pattern, _ in found.most_common()]

    def fields(self, column: int, form: type) -> list[KeyPath]:
        """Return the fields of which a cell of a column shows nothing but one, the most frequent first."""
        return [pattern[0][0] for pattern in self.patterns(column, form) if len(pattern) == 1 and len(pattern[0]) == 1]

    def typed_words(self, column: int, form: type) -> list[KeyPath]:
        """Return the fields whose keys (`high`) stand in each cell of a column as words of deckgen (“High”)."""
        entries = self.of_form(form)
        shown = {row: " ".join(" ".join(p.texts) for p in self.in_cell(row, column)).strip() for row in entries}
        names = dict.fromkeys(path for entry in entries.values() for path, _ in texts_in(entry.data))
        return [
            name
            for name in names
            if all(self.words.get(str(entry.get(name)), "") == shown[row] for row, entry in entries.items())
        ]


def header_of(frame: FrameBase) -> dict[int, str]:
    """Return the texts of the first row of a table by their columns, if that is a header: no entry, and with rows below it."""
    texts: dict[int, list[str]] = {}
    is_header = len(frame.origins_of_rows()) > 1 and 0 not in listed_rows(frame)
    for each in frame.placed_texts() if is_header else ():
        if each.cell is not None and each.cell[0] == 0:
            texts.setdefault(each.cell[1], []).append(comparable(each.paragraph.plain_text))
    return {column: " ".join(text) for column, text in texts.items()}


def listed_rows(frame: FrameBase) -> dict[int, ValueKey]:
    """Return the list entries that the rows of a table were made of, as the rows say, else as all of their texts do."""
    found = {at: (each.file, each.path) for at, each in enumerate(frame.origins_of_rows()) if _is_listed(each.path)}
    texts: dict[int, list[ValueKey]] = {}
    for each in frame.placed_texts():
        if each.cell is not None and each.cell[0] not in found:
            texts.setdefault(each.cell[0], []).extend(
                (origin.file, origin.path) for origin in each.origins if origin.path
            )
    for at, keys in texts.items():
        if (
            keys
            and _is_listed(path := _common_entry([path for _, path in keys]))
            and len({file for file, _ in keys}) == 1
        ):
            found[at] = (keys[0][0], path)
    return found


def _common_entry(paths: Sequence[KeyPath]) -> KeyPath:
    """Return the path of the innermost list entry that all paths lead into."""
    same = list(takewhile(lambda parts: len(set(parts)) == 1, zip(*paths, strict=False)))
    length = next((n for n in range(len(same), 0, -1) if isinstance(same[n - 1][0], int)), 0)
    return paths[0][:length]


def _is_listed(path: KeyPath) -> bool:
    """Whether a path is that of a list entry on a slide (the slide itself is one of its section)."""
    return len(path) > _SLIDE and isinstance(path[-1], int)


def value_at(data: Any, path: KeyPath) -> Any:
    """Return the value at a path of plain data; None if there is none."""
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
            data = data[part]
        else:
            return None
    return data


def texts_in(data: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield the texts of plain data with their paths."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict | list):
        for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from texts_in(inner, (*path, key))


def nested(fields: Mapping[KeyPath, Any]) -> Any:
    """Return a mapping with values at their paths; a path with numbers leads into a list."""
    if () in fields:
        return fields[()]
    heads: dict[Any, dict[KeyPath, Any]] = {}
    for path, value in fields.items():
        heads.setdefault(path[0], {})[path[1:]] = value
    inner = {head: nested(rest) for head, rest in heads.items()}
    is_list = all(isinstance(head, int) for head in inner)
    return [inner.get(index, "") for index in range(max(inner) + 1)] if is_list else inner


def words_on(base: Base, page: int) -> Mapping[str, str]:
    """Return the words that deckgen itself writes on a page, by key: `on-track` is the key of “On track”."""
    entry = entry_of(base.pages[page])
    labels = base.content.labels.with_statuses(base.content.verdicts.own_words)
    slides = (slide for section in base.content.sections for slide in section.slides)
    content = next((slide.content for slide in slides if slide.origin.slide == entry), None)
    return labels.words if content is None else labels.for_kind(content.kind, content.english_words()).words
