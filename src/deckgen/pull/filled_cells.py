"""A text typed into a cell without one → the field of the row's entry that the cell shows, added to the entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from deckgen.diagnostics import KeyPath
from deckgen.ir.frames import DeckFrames
from deckgen.pull.base import Base
from deckgen.pull.differences import Difference
from deckgen.pull.edits import FIGURES, Care, Check
from deckgen.pull.markup import markup_of, relative_runs
from deckgen.pull.operations import Operation
from deckgen.pull.places import Place, ValueKey, readings
from deckgen.pull.proving import without_arrows
from deckgen.pull.table_rows import TableRows, nested, value_at

_BLANKS = re.compile(r"\s+")


def filled_cells(base: Base, difference: Difference) -> Iterator[tuple[Operation, Care, Check]]:
    """Yield the additions of a value that the content does not have yet, with which a cell may read as edited."""
    place = difference.place
    if place is None or place.cell is None or not any(p.text.strip() for p in difference.after):
        return
    text = "\n\n".join(markup_of(runs) for runs in relative_runs(difference.before, difference.after)).strip()
    wanted = "\n".join(p.unraised for p in difference.after)
    for file, path in _missing(base, place):
        operation = _addition(base, file, path, text)
        if operation is not None:
            care: Care = "figure" if FIGURES.intersection(map(str, path)) else "words"
            yield operation, care, partial(_reads, base, place, (file, path), wanted)


def _missing(base: Base, place: Place) -> Iterator[ValueKey]:
    """Yield the values that a cell may show, and that the content does not have."""
    keys = dict.fromkeys(place.values)
    if not place.values and not any(place.texts) and place.cell is not None:
        rows = TableRows(base, place.page, place.frame)
        entry = rows.entries.get(place.cell[0])
        fields = rows.fields(place.cell[1], type(entry.data)) if entry is not None else []
        keys = dict.fromkeys((entry.values[0], (*entry.values[1], *field)) for field in fields if entry is not None)
    for file, path in keys:
        document = base.content.documents.get(file)
        if document is not None and value_at(document.data, path) is None:
            yield file, path


def _addition(base: Base, file: str, path: KeyPath, text: str) -> Operation | None:
    """Return the operation that adds a value at a path, with the mappings around it that are not there yet."""
    data = base.content.documents[file].data
    length = next((n for n in range(len(path) - 1, 0, -1) if isinstance(value_at(data, path[:n]), dict)), 0)
    inner, key = path[length + 1 :], path[length]
    parent = value_at(data, path[:length])
    if not isinstance(key, str) or not isinstance(parent, dict):
        return None
    if key in parent:  # there is an empty value
        return None if inner else Operation("set", file, path, text)
    return Operation("add", file, path[:length], nested({inner: text}), key=key)


def _reads(base: Base, place: Place, key: ValueKey, wanted: str, frames: DeckFrames) -> bool:
    """Whether a value reads as wanted where it stands on a slide, and no other text of its content is different there."""
    before, after = readings(base.places), readings(base.composer.places_in(frames))
    entry = place.key[0]
    own = [each for each in after if each[0] == entry and key in each[2]]
    if not any(_letters(text) == _letters(wanted) for each in own for text in after[each]):
        return False
    others = [
        each for each in {**before, **after} if each[0] == entry and each[2] and each not in own and key not in each[2]
    ]
    return all(before.get(each) == after.get(each) for each in others)


def _letters(text: str) -> str:
    return _BLANKS.sub("", without_arrows(text))
