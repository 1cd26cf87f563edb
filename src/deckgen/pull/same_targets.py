"""Edits that are each proven alone, and that write one place of the content → one edit, or a conflict, or a proposal."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from msgspec.structs import replace

from deckgen.pull.edits import Edit
from deckgen.pull.operations import Operation, lists_with_moves

_WRITING = frozenset({"add", "set", "give-status"})


def without_same_targets(edits: Sequence[Edit]) -> list[Edit]:
    """Return edits such that no two of them give a key of the content: the same value is given once, others are conflicts."""
    groups: dict[Hashable, list[Edit]] = {}
    for number, edit in enumerate(edits):
        groups.setdefault(_target(edit) or number, []).append(edit)
    return [each for group in groups.values() for each in _settled(group)]


def _target(edit: Edit) -> Hashable:
    """Return the key that an edit of structure gives to the content; None if it does something else."""
    operation = edit.operations[0] if len(edit.operations) == 1 and not edit.values else None
    if operation is None or operation.action not in _WRITING:
        return None
    return operation.file, operation.path, operation.key


def _settled(group: Sequence[Edit]) -> list[Edit]:
    values = [repr(operation.value) for edit in group for operation in edit.operations]
    if len(group) == 1 or len(set(values)) > 1:
        said = (
            "; the content gets one value there, and other edits of this deck give it another: change it in the content"
        )
        return [*group] if len(group) == 1 else [_left(each, each.message + said) for each in group]
    slides = tuple(sorted({slide for edit in group for slide in edit.slides}))
    differences = tuple(difference for edit in group for difference in edit.differences)
    return [replace(group[0], slides=slides, differences=differences)]


def without_several_moves(edits: Sequence[Edit]) -> list[Edit]:
    """Return edits with moves as proposals where a list has other changes, too: each is proven alone, but not all together."""
    lists = lists_with_moves(operation for edit in edits for operation in edit.operations)

    def is_among_others(operation: Operation) -> bool:
        return operation.action == "move" and operation.parent in lists

    return [
        _left(edit, f"{edit.message}, among other changes of the list: move it in the content")
        if any(map(is_among_others, edit.operations))
        else edit
        for edit in edits
    ]


def _left(edit: Edit, message: str) -> Edit:
    """Return an edit that is left to a person."""
    return replace(edit, outcome="proposed", operations=(), message=message)
