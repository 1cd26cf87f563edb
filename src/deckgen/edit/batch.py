"""Many edits of one file, in time that grows with the file and not with its square.

Input: a file under edit and edits, each of which stays inside one list or mapping. Output: the file as it is when each edit is
made and read back by itself, and the line or the error of each edit. Every such list or mapping is cut out as a text of
its own (a `DocumentPart`) and edited there, so that reading back costs a few lines. At last, all parts are put in
together, and the whole file is read once. Where it does not read as expected, each half of the edits is tried, down to
single edits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from deckgen.diagnostics import position
from deckgen.edit.editing import Editing
from deckgen.edit.errors import EditError
from deckgen.edit.splicing import Splice, column, line_end, replaced, spliced
from deckgen.ir.blocks import Path

_TRAIL = re.compile(r"(?:\r?\n[ \t]*+(?:#[^\r\n]*+)?(?=\r?\n|\Z))*+(?:\r?\n)?")
"""Blank lines and comments between a value and what follows it: a new text block there could swallow them."""


class Edit(Struct, frozen=True):
    """An edit that changes values and keys inside the list or mapping at `path`, and nothing around it.

    `make` does it, by the methods of the editing that it gets, with the path at which the list or mapping stands there. It
    writes no comments, and leaves alone what is inside the paths of other edits that lead further in. `place` is the path
    from there to the key that the edit is about; no other edit may rename what leads there.
    """

    path: Path
    place: Path
    make: Callable[[Editing, Path], None]


class _Attempt(Struct, frozen=True):
    """What became of an edit: the path of its key, how many lines it added, and its error if it was not made."""

    path: Path
    lines: int = 0
    error: EditError | None = None


def make_all(editing: Editing, edits: Sequence[Edit]) -> list[int | EditError]:
    """Make edits in their order, each of them whole or not at all.

    Gives for each the number of the line of its `place` when it was made, or why it cannot be made. What is raised besides
    EditError is a fault of the edit, and is passed on.
    """
    attempts = _attempted(editing, edits)
    lines = _lines(editing, attempts)
    return [a.error.on_line(line) if a.error else line for a, line in zip(attempts, lines, strict=True)]


def _attempted(editing: Editing, edits: Sequence[Edit]) -> list[_Attempt]:
    before = editing.state
    parts = _Parts(editing, {edit.path for edit in edits})
    attempts = [parts.attempt(edit) for edit in edits]
    if parts.put_in():
        return attempts
    editing.restore(before)
    if len(edits) == 1:
        return [_attempt(editing, edits[0])]
    half = len(edits) // 2
    return [*_attempted(editing, edits[:half]), *_attempted(editing, edits[half:])]


def _attempt(editing: Editing, edit: Edit) -> _Attempt:
    before = editing.state
    try:
        edit.make(editing, edit.path[len(editing.base) :])
    except EditError as error:
        editing.restore(before)
        return _Attempt(error.path, error=error)
    return _Attempt((*edit.path, *edit.place), editing.text.count("\n") - before.text.count("\n"))


class DocumentPart(Editing):
    """A list or mapping of a file as a text of its own, with the same columns as in the file.

    Raises EditError where it does not read by itself as it does in the file.
    """

    def __init__(self, above: Editing, path: Path) -> None:
        start, end = _extent(above, path)
        body = above.text[start:end]
        trail = _TRAIL.match(above.text, end) if body[:1] not in {"{", "["} else None
        self.above, self.path, self.opened, self._around = above, path, body, above.document
        self._pad = column(above.text, start)
        self._trail = len(trail.group()) if trail else 0
        super().__init__(" " * self._pad + above.text[start : end + self._trail], above.document.file)
        if self.document.data != above.get(path):
            raise EditError(f"a part of {above.document.file} cannot be read by itself")
        self.base, self.total = (*above.base, *path), above.total
        self.newline, self.step = above.newline, above.step

    @property
    def overtaken(self) -> bool:
        """Whether an edit of what is above has changed this part as well, or put something right behind it."""
        start, end = _extent(self.above, self.path)
        now = self.above.document
        return (
            self.above.text[start:end] != self.opened
            or not self.above.has(self.path)
            or (now is not self._around and _behind(now.data, self.path) != _behind(self._around.data, self.path))
        )

    @property
    def body(self) -> str:
        """The text of the list or mapping as it is now."""
        return self.text[self._pad : len(self.text) - self._trail]


def _extent(editing: Editing, path: Path) -> tuple[int, int]:
    """Find where a list or mapping starts and ends; without brackets, it ends with its last line."""
    span = editing.document.span(path)
    flow = editing.text[span.start : span.start + 1] in {"{", "["}
    return span.start, span.end if flow else line_end(editing.text, span.end)


def _behind(data: Any, path: Path) -> list[int]:
    """Count the entries behind the one that leads on, in each list and mapping on a path."""
    counts = []
    for part in path:
        entries = list(range(len(data))) if isinstance(data, list) else list(data)
        counts.append(len(data) - entries.index(part))
        data = data[part]
    return counts


class _Parts:
    """The parts of a file, cut out one from another when an edit needs them; `paths` are those that edits stay inside."""

    def __init__(self, whole: Editing, paths: set[Path]) -> None:
        self.whole, self.paths = whole, paths
        self.parts: dict[Path, DocumentPart | None] = {}
        self.apart = True
        """Whether every edit leaves alone what is inside the paths of others."""

    def attempt(self, edit: Edit) -> _Attempt:
        """Make an edit in the smallest part that holds it."""
        key = (*edit.path, *edit.place)
        self.apart &= not any(key[:size] in self.paths for size in range(len(edit.path) + 1, len(key) + 1))
        editing = self.whole
        for size in range(1, len(edit.path) + 1):
            if (path := edit.path[:size]) in self.paths:
                if path not in self.parts:
                    self.parts[path] = _part(editing, path[len(editing.base) :])
                editing = self.parts[path] or editing
        return _attempt(editing, edit)

    def put_in(self) -> bool:
        """Put the texts of all parts in their places; tell whether everything reads as it should then."""
        inside: dict[Path, list[DocumentPart]] = {}
        for part in self.parts.values():
            if part is not None:
                inside.setdefault(part.above.base, []).append(part)
        return self.apart and all(_put_in(inside[base]) for base in sorted(inside, key=len, reverse=True))


def _part(above: Editing, path: Path) -> DocumentPart | None:
    """Cut a part out; None where there is no list or mapping, or where it does not read by itself."""
    if not above.has(path) or not isinstance(above.get(path), dict | list):
        return None
    try:
        return DocumentPart(above, path)
    except EditError:
        return None


def _put_in(parts: Sequence[DocumentPart]) -> bool:
    """Put the texts of parts in their places in the text above them, and read that."""
    above = parts[0].above
    if any(part.overtaken for part in parts):
        return False
    changed = [part for part in parts if part.body != part.opened]
    splices: list[Splice] = [(*_extent(above, part.path), part.body) for part in changed]
    expected = replaced(above.document.data, {part.path: part.document.data for part in changed})
    return not splices or above.replace(spliced(above.text, splices), expected)


def _lines(editing: Editing, attempts: Sequence[_Attempt]) -> list[int]:
    """Give the line on which the key of each edit stood when it was made: later edits may have moved it."""
    offsets = [editing.document.key(attempt.path).start for attempt in attempts]
    ranks = {offset: rank for rank, offset in enumerate(sorted(set(offsets)))}
    later = _Sums(len(ranks))
    lines = []
    for offset, attempt in zip(reversed(offsets), reversed(attempts), strict=True):
        lines.append(position(editing.text, offset)[0] - later.before(ranks[offset]))
        later.add(ranks[offset], attempt.lines)
    return lines[::-1]


class _Sums:
    """Numbers by rank, and the sums of those before a rank: a Fenwick tree, in which both take logarithmic time."""

    def __init__(self, count: int) -> None:
        self._sums = [0] * (count + 1)

    def add(self, rank: int, number: int) -> None:
        at = rank + 1
        while at < len(self._sums):
            self._sums[at] += number
            at += at & -at

    def before(self, rank: int) -> int:
        at, total = rank, 0
        while at:
            total += self._sums[at]
            at -= at & -at
        return total
