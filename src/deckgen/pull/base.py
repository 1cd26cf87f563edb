"""The content at hand and the record of a file → the deck as it was built: the base that the edited file is compared with.

The values of the file are laid over the content at hand, and what changed in it since is taken back as far as it is known.
Without a record, the content at hand is the base.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.build import pipeline
from deckgen.build.build_results import BuildResult, LayoutResult
from deckgen.build.carried_values import TYPED_AS_KEYS, content_record
from deckgen.build.selection import Selection
from deckgen.cache.build_cache import BuildCache
from deckgen.diagnostics import KeyPath, UserFacingError
from deckgen.io.project import find_project
from deckgen.ir.frames import DeckFrames, Page
from deckgen.model import Deck
from deckgen.model.loading import NO_TEXTS
from deckgen.ooxml import opc
from deckgen.ooxml.opc import Package
from deckgen.pull.as_built import ContentAsBuilt, Hidden, content_as_built
from deckgen.pull.overlay import Overlay, overlay
from deckgen.pull.places import Place, ValueKey, places_of
from deckgen.pull.plain import PlainDeck, comparable
from deckgen.pull.reading import plain_deck
from deckgen.pull.record import Record, Trace, shape_slots
from deckgen.pull.translated_values import NO_TRANSLATIONS, TranslatedValues, translated_values


class BaseError(UserFacingError):
    """A deck that cannot be built, so that nothing can be compared with it; the message says why."""


class Composer:
    """Builds the deck of a folder from texts in memory, again and again: what has not changed is not laid out again.

    A `draft` shows the places of missing pictures, and is made of content that does not fit, too.
    """

    def __init__(
        self,
        folder: Path,
        selection: Selection,
        texts: Mapping[str, str],
        translated: TranslatedValues = NO_TRANSLATIONS,
        *,
        draft: bool,
    ) -> None:
        self.folder, self.selection, self.texts, self.translated = folder, selection, dict(texts), translated
        self.draft = draft
        self._cache = BuildCache()

    def layout(self, changed: Mapping[str, str] = NO_TEXTS) -> LayoutResult:
        """Return the deck as laid out with other texts of some files."""
        texts = {**self.texts, **changed}
        return pipeline.lay_out(self.folder, self.selection, draft=self.draft, cache=self._cache, texts=texts)

    def frames(self, changed: Mapping[str, str]) -> DeckFrames | None:
        """Return the slides of that deck; None if it has errors."""
        return self.layout(changed).deck

    def places(self, changed: Mapping[str, str]) -> list[Place] | None:
        """Return the places of these slides."""
        frames = self.frames(changed)
        return None if frames is None else self.places_in(frames)

    def places_in(self, frames: DeckFrames) -> list[Place]:
        """Return the places of laid out slides; in another language, with the values of its translations."""
        return self.translated.shown(places_of(frames))

    def build(self) -> BuildResult:
        """Return the deck as a file."""
        return pipeline.build_bytes(self.folder, self.selection, draft=self.draft, cache=self._cache, texts=self.texts)


class Base(Struct, frozen=True):
    """The deck as it was built.

    `texts` are those of the content files with the values of the file laid over them; `current` those at hand. `shapes` leads
    from a frame (page and number) to the index of the shape in the plain slide. `as_built` tells where the values of `texts` are
    in `current`, `recorded` has the values of the file, and `unplaced` are those that are gone from the content at hand.
    `traces` are the texts of the file's pages as they were built.
    """

    composer: Composer
    content: Deck
    current: Mapping[str, str]
    texts: Mapping[str, str]
    plain: PlainDeck
    frames: DeckFrames
    places: tuple[Place, ...]
    shapes: Mapping[tuple[int, int], int]
    as_built: ContentAsBuilt
    recorded: Mapping[ValueKey, str] = {}
    unplaced: tuple[ValueKey, ...] = ()
    traces: Mapping[str, tuple[Trace, ...]] = {}

    @property
    def pages(self) -> tuple[str, ...]:
        """The ids of the pages."""
        return tuple(page.id for page in self.frames.pages)


def make_base(folder: Path, deck: Deck, texts: Mapping[str, str], record: Record) -> Base:
    """Return the base of a file with this record, from the loaded `deck` and the texts of its files by their names.

    Raises BaseError if the deck has errors.
    """
    inside = f"{PurePosixPath(deck.file).parent}/"
    selection = Selection(
        record.only or None, record.version, _density(record.density), language=record.language, slides=record.slides
    )
    translated = translated_values(deck, find_project(folder.parent) or folder.parent, record.language)
    if record.language and not translated.file:
        raise BaseError(f"the deck has no translations into `{record.language}` that can be read")
    if translated.file:
        texts = {**texts, translated.file: translated.text}
    overlaid = overlay(texts, record, inside)
    composer = Composer(folder, selection, overlaid.texts, translated, draft=record.draft)
    as_built = _as_built(composer, overlaid, record, inside) if record.has_values else ContentAsBuilt(overlaid.texts)
    as_built, built = _first_built(composer, (as_built, ContentAsBuilt(overlaid.texts), ContentAsBuilt(texts)))
    if built.data is None or built.layout.deck is None or built.layout.content is None:
        raise BaseError("the deck cannot be built now: mend its errors first (`deckgen check` shows them)")
    plain, shapes = _read(built.data, built.layout.deck, composer)
    return Base(
        composer,
        built.layout.content,
        texts,
        composer.texts,
        plain,
        built.layout.deck,
        tuple(composer.places_in(built.layout.deck)),
        shapes,
        as_built,
        {(inside + name, path): value for (name, path), value in record.values.items()},
        overlaid.unplaced,
        {
            page: tuple(replace(each, file=inside + each.file) for each in traces)
            for page, traces in record.traces.items()
        },
    )


def _first_built(composer: Composer, candidates: Sequence[ContentAsBuilt]) -> tuple[ContentAsBuilt, BuildResult]:
    """Return the first content that can be built as the file was, else as a draft; the last one if all have errors."""
    for draft, candidate in ((draft, each) for draft in (composer.draft, True) for each in candidates):
        composer.draft, composer.texts = draft, dict(candidate.texts)
        built = composer.build()
        if built.data is not None:
            break
    return candidate, built


def rebuilt(base: Base, changed: Mapping[str, str]) -> Base:
    """Return the base of the same deck with other texts of some files at hand. Raises BaseError if it has errors then."""
    old, base.composer.texts = base.composer.texts, {**base.current, **changed}
    try:
        built = base.composer.build()
    finally:
        base.composer.texts = old
    frames = built.layout.deck
    if built.data is None or frames is None:
        raise BaseError("the deck cannot be built with these changes")
    plain, shapes = _read(built.data, frames, base.composer)
    return replace(base, plain=plain, frames=frames, places=tuple(base.composer.places_in(frames)), shapes=shapes)


def _read(data: bytes, frames: DeckFrames, composer: Composer) -> tuple[PlainDeck, dict[tuple[int, int], int]]:
    """Return the slides of a built deck, and the index of the shape of each frame."""
    package = opc.read(data, whole=True)
    plain = plain_deck(package, "the deck")
    is_recorded = not composer.translated.file
    return plain, _shapes_of_frames(package, plain, frames) if is_recorded else _shapes_by_text(plain, frames)


def _density(name: str) -> Any:
    return name or None


def _as_built(composer: Composer, overlaid: Overlay, record: Record, inside: str) -> ContentAsBuilt:
    """Return the content as it was: what the deck at hand would carry, and the file does not, was added since."""
    laid_out = composer.layout()
    carried = content_record(laid_out, composer.selection, draft=composer.draft)
    if carried is None or laid_out.deck is None:
        return ContentAsBuilt(overlaid.texts)
    values = {(inside + name, path): value for (name, path), value in record.values.items()}
    known = {(file, now) for (file, _), now in overlaid.places.items() if now is not None}
    shown = {(inside + each.name, path) for each in carried.files for path in _paths(dict(each.values))}
    hidden = _hidden_since(laid_out.deck.pages, record, known, shown)
    was_hidden = {file: [path for of, path in hidden.shown if of == file] for file, _ in hidden.shown}
    added = [
        (file, path)
        for file, path in sorted(shown - known, key=str)
        if not any(path[: len(slide)] == slide for slide in was_hidden.get(file, ()))
    ]
    return content_as_built(overlaid, values, added, hidden)


def _paths(values: Mapping[KeyPath, str]) -> list[KeyPath]:
    """Return the paths of carried values without the keys that a deck of an earlier deckgen does not carry.

    Those say nothing of what was added since: they come and go with the texts beside them.
    """
    return [
        path
        for path, value in values.items()
        if value not in TYPED_AS_KEYS or (*path[:-1], "text") in values or path[-1] == "text"
    ]


def _hidden_since(
    pages: Iterable[Page], record: Record, known: Collection[ValueKey], shown_now: Collection[ValueKey]
) -> Hidden:
    """Return the slides that were hidden or shown since: a file has values of shown ones only."""
    of_file = set(record.pages.values())
    hidden, shown = [], []
    for page in pages:
        file, slide = page.origin.file, page.origin.path
        if page.id not in of_file or not slide or not isinstance(slide[-1], int):
            continue
        had, has = (
            any(of == file and path[: len(slide)] == slide for of, path in values) for values in (known, shown_now)
        )
        if page.hidden and had:
            hidden.append((file, slide))
        elif not page.hidden and has and not had:
            shown.append((file, slide))
    return Hidden(tuple(dict.fromkeys(hidden)), tuple(dict.fromkeys(shown)))


def _shapes_of_frames(package: Package, plain: PlainDeck, frames: DeckFrames) -> dict[tuple[int, int], int]:
    """Return the index of the shape of each frame: a slide records its shapes in the order of the frames."""
    found: dict[tuple[int, int], int] = {}
    for n, (page, slide, recorded) in enumerate(zip(frames.pages, plain.slides, shape_slots(package), strict=True)):
        indices = {shape.number: index for index, shape in enumerate(slide.shapes)}
        remaining = list(recorded)
        for number, frame in enumerate(page.frames):
            match = next(((i, s) for i, s in remaining if s == frame.slot), None)
            if frame.slot and match is not None:
                remaining.remove(match)
                if match[0] in indices:
                    found[n, number] = indices[match[0]]
    return found


def _shapes_by_text(plain: PlainDeck, frames: DeckFrames) -> dict[tuple[int, int], int]:
    """Return the same for a deck that does not record its shapes: the first shape that reads as the frame."""
    found: dict[tuple[int, int], int] = {}
    for n, (page, slide) in enumerate(zip(frames.pages, plain.slides, strict=True)):
        remaining = {index: shape.reading for index, shape in enumerate(slide.shapes) if shape.reading}
        for number, frame in enumerate(page.frames):
            reading = " ".join(filter(None, (comparable(each.paragraph.plain_text) for each in frame.placed_texts())))
            index = next((index for index, other in remaining.items() if other == reading), None)
            if index is not None:
                found[n, number] = index
                del remaining[index]
    return found
