"""Differences of more than texts (items, rows, slides, notes, statuses) → changes of lists and entries, proven by composing.

A guess counts only if the deck then has what the edited one has, and nothing else of that slide or of the order of slides is
different.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import KeyPath, Origin
from deckgen.ir.frames import DeckFrames
from deckgen.ir.roles import STATUSES
from deckgen.pull.alignment import SlidePairs
from deckgen.pull.base import Base
from deckgen.pull.differences import Difference
from deckgen.pull.edits import Care, Check
from deckgen.pull.filled_cells import filled_cells
from deckgen.pull.markup import markup_of
from deckgen.pull.operations import Operation, changed_texts
from deckgen.pull.places import NOTES, Place, PlaceKey, entry_of, places_of, readings
from deckgen.pull.plain import PlainDeck, PlainRun
from deckgen.pull.typed_words import typed_words

_RESULTS = ("quarters", "results", "periods", "months", "halves", "trimesters")


_TEXTS_OF_ITS_OWN = frozenset({"paragraph-added", "paragraph-removed", "paragraph-moved", "text", "notes", "alt"})
"""What belongs to the content in its own language; in a deck in another one, it can be proposed only."""


class ProvenStructure(Struct, frozen=True):
    """An operation with which the deck has what the edited one has, and the places that change with it."""

    operation: Operation
    care: Care
    follows: tuple[tuple[PlaceKey, str, str], ...] = ()


class StructureProver:
    """Finds the operations behind differences of structure."""

    def __init__(self, base: Base, edited: PlainDeck, slides: SlidePairs) -> None:
        self.base, self.edited, self.slides = base, edited, slides
        self._before = readings(base.places)
        self._finders: Mapping[str, Callable[[Difference], Iterator[tuple[Operation, Care, Check]]]] = {
            "paragraph-added": self._added_items,
            "paragraph-removed": self._removed_texts,
            "paragraph-moved": self._moved_items,
            "text": self._emptied_or_status,
            "row-removed": self._removed_rows,
            "row-moved": self._moved_rows,
            "slide-hidden": self._hidden,
            "slide-shown": self._hidden,
            "slide-removed": self._removed_slides,
            "slide-moved": self._moved_slides,
            "notes": self._new_notes,
            "alt": self._alt_texts,
        }

    def find(self, difference: Difference) -> ProvenStructure | None:
        """Return the first operation that is proven; None if there is none."""
        finder = self._finders.get(difference.kind)
        if self.base.composer.translated.file and difference.kind in _TEXTS_OF_ITS_OWN:
            finder = self._words if difference.kind == "text" else None
        for operation, care, check in finder(difference) if finder is not None else ():
            texts = changed_texts(self.base.texts, [operation])
            frames = None if texts is None else self.base.composer.frames(texts)
            if frames is not None and check(frames):
                return ProvenStructure(operation, care, self._follows(frames, difference))
        return None

    def _follows(self, frames: DeckFrames, difference: Difference) -> tuple[tuple[PlaceKey, str, str], ...]:
        after = readings(self.base.composer.places_in(frames))
        entry = "" if difference.page is None else entry_of(self.base.pages[difference.page])
        # Texts without values are known by their page: where pages move, one that is not there any more says nothing.
        has_same_pages = [page.id for page in frames.pages] == [*self.base.pages]
        keys = [*{**self._before, **after}] if has_same_pages else [key for key in self._before if key in after]
        return tuple(
            (key, "\n".join(self._before.get(key, ())), "\n".join(after.get(key, ())))
            for key in keys
            if not key[2] and key[0] != entry and after.get(key) != self._before.get(key)
        )

    # -- items of lists ------------------------------------------------------------------------------------------

    def _added_items(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        place = difference.place
        if place is None or len(difference.after) != 1:
            return
        text = difference.after[0]
        for file, path in place.values:
            if path and isinstance(path[-1], int):
                is_before = place.first >= difference.at
                index = path[-1] + (not is_before)
                operation = Operation("insert", file, path[:-1], markup_of(_plain(text.runs)), to=index)
                entry = place.key[0]
                yield operation, "words", self._entry_has(entry, added=[text.unraised], inside=(file, path[:-1]))

    def _removed_texts(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        place = difference.place
        if place is None or len(place.values) != 1:
            return
        [(file, path)] = place.values
        gone = ["\n".join(place.texts)]
        yield Operation("remove", file, path), "removal", self._entry_has(place.key[0], removed=gone)

    def _moved_items(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        place = difference.place
        if place is None or len(place.values) != 1 or difference.page is None:
            return
        [(file, path)] = place.values
        if not isinstance(path[-1], int):
            return
        siblings = [
            each
            for each in self.base.places
            if (each.page, each.frame, each.cell) == (place.page, place.frame, place.cell)
        ]
        before = next((s for s in siblings if s.first <= difference.to < s.first + len(s.texts)), None)
        index = 0
        if before is not None and before.values and before.values[0][1][:-1] == path[:-1]:
            at = before.values[0][1][-1]
            index = at + (path[-1] > at) if isinstance(at, int) else 0
        order = [s for s in siblings if s.values and s.values[0][1][:-1] == path[:-1]]
        wanted = _moved([" ".join(s.texts) for s in order], order.index(place), index)
        yield (
            Operation("move", file, path, to=index), "words",
            lambda frames: _has_sequence(_entry_texts(frames, place.key[0]), wanted),
        )  # fmt: skip

    # -- rows ----------------------------------------------------------------------------------------------------

    def _row_origin(self, difference: Difference, at: int) -> Origin | None:
        if difference.page is None or difference.frame is None:
            return None
        origins = self.base.frames.pages[difference.page].frames[difference.frame].origins_of_rows()
        found = origins[at] if 0 <= at < len(origins) else None
        return found if found is not None and found.path and isinstance(found.path[-1], int) else None

    def _removed_rows(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        origin = self._row_origin(difference, difference.at)
        if origin is None or difference.page is None:
            return
        texts = [p.unraised for p in difference.before if p.text.strip()]
        entry = entry_of(self.base.pages[difference.page])
        yield (
            Operation("remove", origin.file, origin.path), "removal",
            lambda frames: not _has_row(frames, entry, texts) and self._keeps_rows(frames, entry, texts),
        )  # fmt: skip

    def _keeps_rows(self, frames: DeckFrames, entry: str, gone: Sequence[str]) -> bool:
        before, after = _rows(self.base.frames, entry), _rows(frames, entry)
        before.remove(next(row for row in before if row == tuple(gone)))
        return [row[:1] for row in before] == [row[:1] for row in after]

    def _moved_rows(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        origin, before = self._row_origin(difference, difference.at), self._row_origin(difference, difference.to)
        if origin is None or difference.page is None or not isinstance(origin.path[-1], int):
            return
        index = 0
        if before is not None and before.path[:-1] == origin.path[:-1] and isinstance(before.path[-1], int):
            index = before.path[-1] + (origin.path[-1] > before.path[-1])
        entry = entry_of(self.base.pages[difference.page])
        table = self.edited.slides[difference.slide]
        wanted = [
            tuple(p.unraised for cell in row for p in cell if p.text.strip())
            for shape in table.shapes
            for row in shape.cells
        ]
        yield (
            Operation("move", origin.file, origin.path, to=index), "words",
            lambda frames: _has_sequence([*map(_joined, _rows(frames, entry))], [*map(_joined, filter(None, wanted))]),
        )  # fmt: skip

    # -- slides --------------------------------------------------------------------------------------------------

    def _entry_path(self, difference: Difference) -> tuple[str, KeyPath] | None:
        origin = Origin() if difference.page is None else self.base.frames.pages[difference.page].origin
        return (origin.file, origin.path) if origin.path and isinstance(origin.path[-1], int) else None

    def _hidden(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        path = self._entry_path(difference)
        if path is None or difference.page is None:
            return
        entry, is_hidden = entry_of(self.base.pages[difference.page]), difference.kind == "slide-hidden"
        places = dict(self.slides.pairs)
        pages = [i for i, page in enumerate(self.base.pages) if entry_of(page) == entry]
        if any(i not in places or self.edited.slides[places[i]].hidden != is_hidden for i in pages):
            return
        file, at = path
        operation = (
            Operation("add", file, at, "yes", "hidden") if is_hidden else Operation("remove", file, (*at, "hidden"))
        )
        care: Care = "hiding" if is_hidden else "words"
        wanted = [is_hidden] * len(pages)
        yield operation, care, lambda frames: [p.hidden for p in frames.pages if entry_of(p.id) == entry] == wanted

    def _removed_slides(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        path = self._entry_path(difference)
        if path is None or difference.page is None:
            return
        entry = entry_of(self.base.pages[difference.page])
        if all(entry_of(self.base.pages[i]) != entry or i in self.slides.removed for i in range(len(self.base.pages))):
            rest = [each for each in _entries(self.base.frames) if each != entry]
            yield Operation("remove", *path), "removal", lambda frames: _entries(frames) == rest

    def _moved_slides(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        path = self._entry_path(difference)
        if path is None or difference.page is None or not isinstance(path[1][-1], int):
            return
        entries = _entries(self.base.frames)
        entry = entry_of(self.base.pages[difference.page])
        before = entry_of(self.base.pages[difference.to]) if difference.to >= 0 else ""
        origins = {entry_of(page.id): page.origin for page in self.base.frames.pages}
        target = origins.get(before, Origin())
        index = 0
        if target.file == path[0] and target.path[:-1] == path[1][:-1] and isinstance(target.path[-1], int):
            index = target.path[-1] + (path[1][-1] > target.path[-1])
        rest = [each for each in entries if each != entry]
        at = rest.index(before) + 1 if before in rest else 0
        wanted = [*rest[:at], entry, *rest[at:]]
        yield Operation("move", *path, to=index), "words", lambda frames: _entries(frames) == wanted

    # -- notes, alternative texts, statuses ----------------------------------------------------------------------

    def _new_notes(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        path = self._entry_path(difference)
        if path is None or difference.page is None:
            return
        entry = entry_of(self.base.pages[difference.page])
        text = "\n\n".join(markup_of(p.runs) for p in difference.after if p.text.strip())
        wanted = "\n".join(p.unraised for p in difference.after if p.text.strip())
        key = (entry, NOTES, ((path[0], (*path[1], "notes")),))
        yield (
            Operation("add", *path, text, key="notes"), "words",
            lambda frames: readings(places_of(frames)).get(key) == (wanted,),
        )  # fmt: skip

    def _alt_texts(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        if difference.page is None or difference.frame is None:
            return
        page, number = difference.page, difference.frame
        origin, wanted = self.base.frames.pages[page].frames[number].origin, difference.after[0].text
        if origin.path:
            yield (
                Operation("set", origin.file, (*origin.path, "alt"), wanted), "words",
                lambda frames: getattr(frames.pages[page].frames[number], "alt", "") == wanted,
            )  # fmt: skip

    def _emptied_or_status(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        if not any(p.text.strip() for p in difference.after):
            yield from self._removed_texts(difference)
        else:
            yield from filled_cells(self.base, difference)
            yield from self._words(difference)

    def _words(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        yield from typed_words(self.base, difference)
        yield from self._statuses(difference)

    def _statuses(self, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
        place, labels = difference.place, self.base.content.labels
        words = {labels[status]: status for status in STATUSES}
        after = " ".join(p.unraised for p in difference.after)
        before = " ".join(p.unraised for p in difference.before)
        if place is None or place.values or before not in words or after not in words or place.cell is None:
            return
        for file, path in self._reported_results(place):
            yield (
                Operation("give-status", file, path, words[after]), "status",
                lambda frames: self._reads_in_row(frames, place, after),
            )  # fmt: skip

    def _reported_results(self, place: Place) -> Iterator[tuple[str, KeyPath]]:
        """Yield the results of the reported period that stand in the row, or else in the column, of a place."""
        name = self.base.content.period.name
        row, column = place.cell or (0, 0)
        near = [p for p in self.base.places if (p.page, p.frame) == (place.page, place.frame) and p.cell is not None]
        for index, at in ((0, row), (1, column)):
            translated = self.base.composer.translated
            keys = [translated.source_of(key) for p in near if p.cell and p.cell[index] == at for key in p.values]
            for file, path in dict.fromkeys(keys):
                if name in path and any(part in _RESULTS for part in path):
                    yield file, path[: path.index(name) + 1]

    def _reads_in_row(self, frames: DeckFrames, place: Place, wanted: str) -> bool:
        """Whether the row that has the values of the row of a place reads as wanted there."""
        row = place.cell[0] if place.cell is not None else -1
        near = [p for p in self.base.places if (p.page, p.frame) == (place.page, place.frame)]
        names = {p.values for p in near if p.values and p.cell is not None and p.cell[0] == row}
        after = [p for p in self.base.composer.places_in(frames) if p.key[0] == place.key[0]]
        rows = {(p.page, p.frame, p.cell[0]) for p in after if p.values in names and p.cell is not None}
        return any(
            (p.page, p.frame, p.cell[0]) in rows and " ".join(p.texts) == wanted for p in after if p.cell is not None
        )

    def _entry_has(
        self,
        entry: str,
        added: Sequence[str] = (),
        removed: Sequence[str] = (),
        inside: tuple[str, KeyPath] | None = None,
    ) -> Check:
        """Return a check that an entry shows the same texts of content as before, but for those added and removed."""
        wanted = Counter(_entry_texts(self.base.frames, entry)) + Counter(added) - Counter(removed)
        return lambda frames: Counter(_entry_texts(frames, entry)) == wanted


def _plain(runs: Sequence[PlainRun]) -> list[PlainRun]:
    """Return runs without the emphasis that all of them have."""
    shown = [run for run in runs if run.text.strip()]
    bold, italic = all(run.bold for run in shown), all(run.italic for run in shown)
    return [replace(run, bold=run.bold and not bold, italic=run.italic and not italic) for run in runs]


def _entries(frames: DeckFrames) -> list[str]:
    """Return the ids of the entries in the order of the deck, without slides that deckgen adds at the end."""
    return list(dict.fromkeys(entry_of(page.id) for page in frames.pages if page.origin.path))


def _entry_texts(frames: DeckFrames, entry: str) -> list[str]:
    return ["\n".join(p.texts) for p in places_of(frames) if p.key[0] == entry and p.values]


def _rows(frames: DeckFrames, entry: str) -> list[tuple[str, ...]]:
    """Return the texts of the rows of all tables of an entry."""
    rows: dict[tuple[int, int, int], list[str]] = {}
    for place in places_of(frames):
        if place.key[0] == entry and place.cell is not None:
            rows.setdefault((place.page, place.frame, place.cell[0]), []).extend(filter(None, place.texts))
    return [tuple(texts) for texts in rows.values() if texts]


def _has_row(frames: DeckFrames, entry: str, texts: Sequence[str]) -> bool:
    return tuple(texts) in _rows(frames, entry)


def _joined(texts: Sequence[str]) -> str:
    return " | ".join(texts)


def _moved(texts: Sequence[str], start: int, to: int) -> list[str]:
    rest = [*texts[:start], *texts[start + 1 :]]
    return [*rest[:to], texts[start], *rest[to:]]


def _has_sequence(texts: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether texts have others among them in the given order."""
    known = set(wanted)
    return [each for each in texts if each in known] == list(wanted)
