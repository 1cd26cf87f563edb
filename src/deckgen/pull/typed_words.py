"""A word of deckgen that somebody typed over (“At risk”) → the key that content has for it (`status: at-risk`), changed."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.ir.frames import DeckFrames
from deckgen.pull.base import Base
from deckgen.pull.differences import Difference
from deckgen.pull.edits import Care, Check
from deckgen.pull.operations import Operation
from deckgen.pull.places import Place, ValueKey, readings
from deckgen.pull.table_rows import texts_in, value_at, words_on


def typed_words(base: Base, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
    """Yield the changes of typed keys after which a place may read as edited: those nearest to the place first."""
    place = difference.place
    before, after = (" ".join(p.unraised for p in each) for each in (difference.before, difference.after))
    if place is None or place.values:
        return
    words = words_on(base, place.page)
    keys, known = ([key for key, word in words.items() if word == text] for text in (after, before))
    for file, path in _typed(base, place, set(known)) if keys else ():
        for key in keys:
            yield Operation("set", file, path, key), "status", lambda frames: _reads(base, frames, place, after)


def _typed(base: Base, place: Place, known: set[str]) -> Iterator[ValueKey]:
    """Yield the values around a place that are one of some keys."""
    seen: set[ValueKey] = set()
    for file, path in _around(base, place):
        document = base.content.documents.get(file)
        data = None if document is None else value_at(document.data, path)
        for key, value in texts_in(data, path):
            if value in known and (file, key) not in seen:
                seen.add((file, key))
                yield file, key


def _around(base: Base, place: Place) -> Iterator[ValueKey]:
    """Yield the entries that a place may show: of the texts beside it, its row, its shape."""
    frame = base.frames.pages[place.page].frames[place.frame]
    beside = (p for p in base.places if (p.page, p.frame, p.cell) == (place.page, place.frame, place.cell))
    yield from ((file, path[:-1]) for each in beside for file, path in each.values if len(path) > 1)
    if place.cell is not None:
        rows = frame.origins_of_rows()[place.cell[0] : place.cell[0] + 1]
        yield from ((each.file, each.path) for each in rows if each.path)
    if frame.origin.path:
        yield frame.origin.file, frame.origin.path


def _reads(base: Base, frames: DeckFrames, place: Place, wanted: str) -> bool:
    """Whether a place reads as wanted; on its slide, no text of content and no other such word may be different."""
    before, after = readings(base.places), readings(base.composer.places_in(frames))
    words = set(words_on(base, place.page).values())
    others = {key for key in {**before, **after} if key[0] == place.key[0] and key != place.key}
    changed = [key for key in others if before.get(key) != after.get(key)]
    return after.get(place.key) == (wanted,) and not any(
        key[2] or {*before.get(key, ()), *after.get(key, ())} & words for key in changed
    )
