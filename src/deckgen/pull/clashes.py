"""Whether two edits, made in different copies of a deck, can both be written: they must not change or need the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from deckgen.diagnostics import KeyPath
from deckgen.pull.base import Base
from deckgen.pull.edits import Edit
from deckgen.pull.operations import Operation
from deckgen.pull.places import PlaceKey, ValueKey

NO_VALUES: Mapping[ValueKey, str] = {}
_OF_LISTS = frozenset({"insert", "remove", "move"})


class Reach(Struct, frozen=True):
    """What an edit changes and needs, at paths of the content at hand.

    `texts` are the texts that it gives to values, `written` these and all else that it adds, moves or removes; `claimed` are
    values behind texts that were changed in a way that is not proven; `removed` the entries that it removes. `places` are those
    whose texts are proven by its values. `lists` are those whose entries it inserts, removes or moves, `sorted_lists` those in
    which it moves one.
    """

    texts: Mapping[ValueKey, str] = NO_VALUES
    written: frozenset[ValueKey] = frozenset()
    claimed: frozenset[ValueKey] = frozenset()
    removed: frozenset[ValueKey] = frozenset()
    places: frozenset[PlaceKey] = frozenset()
    lists: frozenset[ValueKey] = frozenset()
    sorted_lists: frozenset[ValueKey] = frozenset()


def reach_of(edit: Edit, base: Base) -> Reach:
    """Return what an edit, found with a base, changes and needs."""
    if edit.values:
        shown = (each.place.key for each in edit.differences if each.place is not None and each.place.values)
        texts = {value.key: value.edited for value in edit.values}
        return Reach(texts, frozenset(texts), places=frozenset(shown))
    if edit.operations:
        operations = edit.operations
        return Reach(
            written=frozenset(key for each in operations for key in _written(each)),
            removed=frozenset((each.file, each.path) for each in operations if each.action == "remove"),
            lists=frozenset(each.parent for each in operations if each.action in _OF_LISTS),
            sorted_lists=frozenset(each.parent for each in operations if each.action == "move"),
        )
    changed = (each.place for each in edit.differences if each.kind in {"text", "paragraph-removed"})
    return Reach(claimed=frozenset(key for place in changed if place for key in values_at_hand(place.values, base)))


def values_at_hand(values: tuple[ValueKey, ...], base: Base) -> Iterator[ValueKey]:
    """Yield values of a base where they are in the content at hand, if they are."""
    for file, path in values:
        now = base.as_built.path_at_hand(file, path)
        if now is not None:
            yield file, now


def meet(one: Reach, other: Reach) -> bool:
    """Whether two edits meet: in a value, a text that shows several, a list, or an entry that one of them removes."""
    same = {key for key, text in one.texts.items() if other.texts.get(key) == text}
    return bool(
        (one.written & other.written) - same
        or one.written & other.claimed
        or one.claimed & other.written
        or one.places & other.places
        or one.sorted_lists & other.lists
        or one.lists & other.sorted_lists
        or _removes_what_is_used(one, other)
        or _removes_what_is_used(other, one)
    )


def _written(operation: Operation) -> Iterator[ValueKey]:
    path = operation.path
    if operation.action == "give-status":
        yield operation.file, (*path, "status")
    elif operation.action == "add":
        yield operation.file, (*path, operation.key)
    elif operation.action != "insert":
        yield operation.file, path


def _removes_what_is_used(one: Reach, other: Reach) -> bool:
    used = other.written | other.claimed | other.lists
    return any(file == each and _is_inside(path, entry) for each, entry in one.removed for file, path in used)


def _is_inside(path: KeyPath, entry: KeyPath) -> bool:
    return path[: len(entry)] == entry
