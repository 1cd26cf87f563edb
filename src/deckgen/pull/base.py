"""The content at hand and the record of a file → the deck as it was built: the base that the edited file is compared with.

The values of the file are laid over the content at hand at their paths, list entries by their ids. What has no place any more is
named, not guessed. Without a record, the content at hand is the base.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from deckgen.build import pipeline
from deckgen.build.build_results import BuildResult
from deckgen.build.selection import Selection
from deckgen.cache.build_cache import BuildCache
from deckgen.diagnostics import KeyPath, UserFacingError
from deckgen.edit import ContentEditor, EditError
from deckgen.ir.frames import DeckFrames
from deckgen.line_breaking.hyphenation import SOFT_HYPHEN
from deckgen.model import Deck
from deckgen.ooxml import opc
from deckgen.ooxml.opc import Package
from deckgen.pull.places import Place, ValueKey, places_of
from deckgen.pull.plain import PlainDeck
from deckgen.pull.reading import plain_deck
from deckgen.pull.record import Record, shape_slots


class BaseError(UserFacingError):
    """A deck that cannot be built, so that nothing can be compared with it; the message says why."""


class Composer:
    """Builds the deck of a folder from texts in memory, again and again: what has not changed is not laid out again."""

    def __init__(self, folder: Path, selection: Selection, texts: Mapping[str, str]) -> None:
        self.folder, self.selection, self.texts = folder, selection, dict(texts)
        self._cache = BuildCache()

    def frames(self, changed: Mapping[str, str]) -> DeckFrames | None:
        """Return the deck as laid out with other texts of some files; None if it has errors then."""
        laid_out = pipeline.lay_out(
            self.folder, self.selection, draft=True, cache=self._cache, texts={**self.texts, **changed}
        )
        return laid_out.deck

    def places(self, changed: Mapping[str, str]) -> list[Place] | None:
        """Return the places of that deck."""
        frames = self.frames(changed)
        return None if frames is None else places_of(frames)

    def build(self) -> BuildResult:
        """Return the deck as a file."""
        return pipeline.build_bytes(self.folder, self.selection, draft=True, cache=self._cache, texts=self.texts)


class Base(Struct, frozen=True):
    """The deck as it was built.

    `texts` are those of the content files with the values of the file laid over them; `current` those at hand. `shapes` leads
    from a frame (page and number) to the index of the shape in the plain slide. `unplaced` are values whose path is gone.
    """

    composer: Composer
    content: Deck
    current: Mapping[str, str]
    texts: Mapping[str, str]
    plain: PlainDeck
    frames: DeckFrames
    places: tuple[Place, ...]
    shapes: Mapping[tuple[int, int], int]
    unplaced: tuple[ValueKey, ...] = ()

    @property
    def pages(self) -> tuple[str, ...]:
        """The ids of the pages."""
        return tuple(page.id for page in self.frames.pages)


def make_base(folder: Path, deck: Deck, texts: Mapping[str, str], record: Record) -> Base:
    """Return the base of a file with this record, from the loaded `deck` and the texts of its files by their names.

    Raises BaseError if the deck has errors.
    """
    inside = f"{PurePosixPath(deck.file).parent}/"
    overlaid, unplaced = _overlaid(texts, record, inside)
    selection = Selection(record.only or None, record.version, _density(record.density), slides=record.slides)
    composer = Composer(folder, selection, overlaid)
    built = composer.build()
    if (built.data is None or built.layout.deck is None) and overlaid != texts:
        composer = Composer(folder, selection, texts)
        built = composer.build()
    if built.data is None or built.layout.deck is None or built.layout.content is None:
        raise BaseError("the deck cannot be built now: mend its errors first (`deckgen check` shows them)")
    package = opc.read(built.data, whole=True)
    plain = plain_deck(package, "the deck")
    frames = built.layout.deck
    return Base(
        composer,
        built.layout.content,
        texts,
        composer.texts,
        plain,
        frames,
        tuple(places_of(frames)),
        _shapes_of_frames(package, plain, [[frame.slot for frame in page.frames] for page in frames.pages]),
        tuple(unplaced),
    )


def _density(name: str) -> Any:
    return name or None


def _overlaid(texts: Mapping[str, str], record: Record, inside: str) -> tuple[dict[str, str], list[ValueKey]]:
    """Return the texts with the values of the file, and the values that have no place in them."""
    result, unplaced = dict(texts), []
    by_file: dict[str, dict[KeyPath, str]] = {}
    for (name, path), value in record.values.items():
        by_file.setdefault(name, {})[path] = value
    for name, values in by_file.items():
        display = inside + name
        if display not in texts:
            unplaced += [(display, path) for path in values]
            continue
        try:
            editing = ContentEditor(texts[display], display)
        except EditError:
            unplaced += [(display, path) for path in values]
            continue
        ids = {path: each for (file, path), each in record.ids.items() if file == name}
        unplaced += [(display, path) for path in _lay_over(editing, values, ids)]
        result[display] = editing.text
    return result, unplaced


def _lay_over(editing: ContentEditor, values: Mapping[KeyPath, str], ids: Mapping[KeyPath, str]) -> list[KeyPath]:
    """Set values where their entries are now; returns the paths that there are no more."""
    gone = []
    for path, value in values.items():
        now = path_now(editing.document.data, path, ids)
        if now is None or not editing.has(now) or isinstance(editing.get(now), dict | list):
            gone.append(path)
        elif (editing.get(now) or "").replace(SOFT_HYPHEN, "") != value:
            try:
                editing.set(now, value)
            except EditError:
                gone.append(path)
    return gone


def path_now(data: Any, path: KeyPath, ids: Mapping[KeyPath, str]) -> KeyPath | None:
    """Return where a value is now: list entries with an `id` or a `metric` by that, others at their place; None if gone."""
    now: list[str | int] = []
    for length, part in enumerate(path, 1):
        if isinstance(data, list) and isinstance(part, int):
            found = _index_of(data, part, ids.get(path[:length], ""))
            if found is None:
                return None
            data = data[found]
            now.append(found)
        elif isinstance(data, dict) and part in data:
            data = data[part]
            now.append(part)
        else:
            return None
    return tuple(now)


def _index_of(entries: list[Any], index: int, name: str) -> int | None:
    if name:
        named = [
            i
            for i, each in enumerate(entries)
            if isinstance(each, dict) and name in (each.get("id"), each.get("metric"))
        ]
        if named:
            return named[0]
    return index if index < len(entries) else None


def _shapes_of_frames(package: Package, plain: PlainDeck, slots: list[list[str]]) -> dict[tuple[int, int], int]:
    """Return the index of the shape of each frame: a slide records its shapes in the order of the frames."""
    found: dict[tuple[int, int], int] = {}
    for page, (slide, recorded) in enumerate(zip(plain.slides, shape_slots(package), strict=True)):
        indices = {shape.number: index for index, shape in enumerate(slide.shapes)}
        remaining = list(recorded)
        for number, slot in enumerate(slots[page]):
            match = next(((i, s) for i, s in remaining if s == slot), None)
            if slot and match is not None:
                remaining.remove(match)
                if match[0] in indices:
                    found[page, number] = indices[match[0]]
    return found
