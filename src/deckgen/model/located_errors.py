"""pydantic's validation errors → errors with their path in the data, one for each mistake of the author.

For a field that can have several types, pydantic returns errors for each of them. Here only the errors of the type that the
author most likely meant remain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from deckgen.diagnostics import KeyPath

KEYS_AND_VALUES = "a group of `key: value` lines"
EXPECTED_SHAPES = {
    "text_expected": "text", "text_or_mapping": f"text or {KEYS_AND_VALUES}", "string_type": "text", "literal_error": "text",
    "model_type": KEYS_AND_VALUES, "model_attributes_type": KEYS_AND_VALUES, "dict_type": KEYS_AND_VALUES,
    "list_type": "a list", "tuple_type": "a list",
}  # fmt: skip
"""What is expected instead, by the type of those errors that reject the shape of a value as a whole."""


class LocatedError(Struct, frozen=True):
    """One pydantic error: `path` leads through the data, `tags` name the members of unions that were tried on the way.

    `at_key`: the key at `path` is invalid, not its value.
    """

    type: str
    message: str
    value: Any
    context: dict[str, Any]
    path: KeyPath
    tags: tuple[tuple[int, str], ...] = ()
    at_key: bool = False


def locate_errors(failure: ValidationError, data: object) -> list[LocatedError]:
    """The errors of a failed validation of `data`; for a union, only those of the member that was probably meant."""
    return _without_repetitions(_select_likely([_locate(raw, data) for raw in failure.errors(include_url=False)]), data)


def _without_repetitions(errors: Sequence[LocatedError], data: Any) -> list[LocatedError]:
    """Leave out the errors of all entries but the first of a list whose every entry has the same wrong shape."""

    def mistake(error: LocatedError) -> tuple[KeyPath, str]:
        return error.path[:-1], error.type

    shapes = [e for e in errors if e.path and type(e.path[-1]) is int and e.type in (*EXPECTED_SHAPES, "union_shape")]
    counts = Counter(mistake(error) for error in shapes)
    repeated = {id(e) for e in shapes if e.path[-1] != 0 and counts[mistake(e)] == len(_value_at(data, e.path[:-1]))}
    return [error for error in errors if id(error) not in repeated]


def _value_at(data: Any, path: KeyPath) -> Any:
    for part in path:
        data = data[part]
    return data


def _locate(raw: Any, data: Any) -> LocatedError:
    """Separate the parts of pydantic's location that are keys of the data from those that name members of a union."""
    location = list(raw["loc"])
    missing = [location.pop()] if raw["type"] == "missing" else []
    path: list[str | int] = []
    tags: list[tuple[int, str]] = []
    at_key = bool(location) and location[-1] == "[key]"
    for part in location[:-1] if at_key else location:
        is_key = isinstance(data, dict) and part in data
        if is_key or (isinstance(data, list | tuple) and isinstance(part, int) and part < len(data)):
            data = data[part]
            path.append(part)
        else:
            tags.append((len(path), str(part)))
    full_path = (*path, *missing)
    return LocatedError(raw["type"], raw["msg"], raw["input"], raw.get("ctx") or {}, full_path, tuple(tags), at_key)


def _select_likely(errors: Sequence[LocatedError]) -> list[LocatedError]:
    """Of the errors for each member of a union, keep those of the member that the author most likely meant."""
    selected = [error for error in errors if not error.tags]
    unions: dict[KeyPath, dict[str, list[LocatedError]]] = {}
    for error in errors:
        if error.tags:
            depth, tag = error.tags[0]
            rest = replace(error, tags=error.tags[1:])
            unions.setdefault(error.path[:depth], {}).setdefault(tag, []).append(rest)
    for path, members in unions.items():
        selected.extend(_select_likely(_select_member(path, list(members.values()))))
    return selected


def _select_member(path: KeyPath, members: list[list[LocatedError]]) -> list[LocatedError]:
    """The errors of the most likely member of the union at `path`, given those of each member."""
    for errors in members:
        first = errors[0]
        if first.type == "literal_error" and isinstance(first.value, str) and first.path == path:
            return errors[:1]  # a word where a word is allowed, but a wrong one
    of_right_shape = [errors for errors in members if not any(_rejects_shape(error, path) for error in errors)]
    if of_right_shape or len(members) == 1:
        return min(of_right_shape or members, key=len)
    all_errors = [error for errors in members for error in errors]
    shapes = dict.fromkeys(EXPECTED_SHAPES[error.type] for error in all_errors if error.type in EXPECTED_SHAPES)
    return [replace(all_errors[0], type="union_shape", context={"shapes": " or ".join(shapes)}, tags=())]


def _rejects_shape(error: LocatedError, path: KeyPath) -> bool:
    return error.path == path and error.type in EXPECTED_SHAPES and not error.tags
