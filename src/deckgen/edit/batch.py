"""Many edits of one file, in time proportional to its length and not to the square of it.

Input: an editor of the file, and edits, each of which stays inside one list or mapping. Output: the same file as if the edits
were made and read back one after another, and the line or the error of each edit.

Each list or mapping that an edit stays inside is edited as a text of its own (`document_parts`). Then all parts are merged back
and the complete file is read once. If it does not read as expected, all edits are undone and each half of them is tried, down
to single edits, which are made in the complete file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from deckgen.diagnostics import KeyPath, line_and_column
from deckgen.edit.content_editor import ContentEditor
from deckgen.edit.document_parts import PartTree
from deckgen.edit.errors import EditError


class Edit(Struct, frozen=True):
    """An edit that changes values and keys inside the list or mapping at `path`, and nothing around it.

    `make` makes the edit by the methods of the editor that it gets, with the path of the list or mapping in that editor. It
    writes no comments and changes nothing inside the paths of other edits that lead further in. `key_path` leads from `path` to
    the key that the edit is about; no other edit may rename a key on the way there.
    """

    path: KeyPath
    key_path: KeyPath
    make: Callable[[ContentEditor, KeyPath], None]


class _EditResult(Struct, frozen=True):
    """The result of an edit: the path of its key, how many lines it added, and its error if it was not made."""

    path: KeyPath
    added_lines: int = 0
    error: EditError | None = None


def make_edits(editing: ContentEditor, edits: Sequence[Edit]) -> list[int | EditError]:
    """Make edits in the given order, each of them completely or not at all.

    Returns for each the number of the line of its key when the edit was made, or the error of an edit that cannot be made.
    Exceptions of `Edit.make` other than EditError are programming errors and are passed on.
    """
    results = _make_edits(editing, edits)
    lines = _lines_when_made(editing, results)
    return [r.error.with_line(line) if r.error else line for r, line in zip(results, lines, strict=True)]


def _make_edits(editing: ContentEditor, edits: Sequence[Edit]) -> list[_EditResult]:
    before = editing.state
    if _are_independent(edits):
        parts = PartTree(editing, {edit.path for edit in edits})
        results = [_make_edit(parts.smallest_part(edit.path), edit) for edit in edits]
        if parts.merge():
            return results
        editing.restore(before)
    if len(edits) == 1:
        return [_make_edit(editing, edits[0])]
    half = len(edits) // 2
    return [*_make_edits(editing, edits[:half]), *_make_edits(editing, edits[half:])]


def _are_independent(edits: Sequence[Edit]) -> bool:
    """Whether no edit is about a key that another edit, which stays further inside, may change as well."""
    paths = {edit.path for edit in edits}
    keys = ((len(edit.path), (*edit.path, *edit.key_path)) for edit in edits)
    return not any(key[:size] in paths for length, key in keys for size in range(length + 1, len(key) + 1))


def _make_edit(editing: ContentEditor, edit: Edit) -> _EditResult:
    before = editing.state
    try:
        edit.make(editing, edit.path[len(editing.base_path) :])
    except EditError as error:
        editing.restore(before)
        return _EditResult(error.path, error=error)
    added_lines = editing.text.count("\n") - before.text.count("\n")
    return _EditResult((*edit.path, *edit.key_path), added_lines)


def _lines_when_made(editing: ContentEditor, results: Sequence[_EditResult]) -> list[int]:
    """Return the line of the key of each edit when it was made: edits after it may have moved the key since.

    So it is the line in the final text, minus the lines that later edits added above it.
    """
    offsets = [editing.document.key_span(result.path).start for result in results]
    ranks = {offset: rank for rank, offset in enumerate(sorted(set(offsets)))}
    added_later = _FenwickTree(len(ranks))
    lines = []
    for offset, result in zip(reversed(offsets), reversed(results), strict=True):
        lines.append(line_and_column(editing.text, offset)[0] - added_later.sum_before(ranks[offset]))
        added_later.add(ranks[offset], result.added_lines)
    return lines[::-1]


class _FenwickTree:
    """Numbers by index, with the sums of all numbers before an index; both operations take logarithmic time."""

    def __init__(self, count: int) -> None:
        self._sums = [0] * (count + 1)

    def add(self, index: int, number: int) -> None:
        node = index + 1
        while node < len(self._sums):
            self._sums[node] += number
            node += node & -node

    def sum_before(self, index: int) -> int:
        node, total = index, 0
        while node:
            total += self._sums[node]
            node -= node & -node
        return total
