"""Walking through content: any model in; every text, row and metric id with its path out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import get_args

from pydantic import BaseModel

from deckgen.diagnostics import KeyPath
from deckgen.model import MetricId, PictureFile, RichText, Row

_TEXTS, _SEQUENCES = (RichText, str), (tuple, list)
"""Tuples, because `X | Y` creates a new type each time."""


def walk(
    value: object, path: KeyPath = (), *, only: tuple[type, ...] | None = None
) -> Iterator[tuple[KeyPath, RichText | Row | str]]:
    """Yield every text (`RichText`, `MetricId`, `PictureFile`, `str`) and every `Row` inside a value, in the order of its fields.

    A row comes before its contents. Paths are those of the content file. Fields that can hold none of the types `only`
    are skipped.
    """
    elements: list[tuple[KeyPath, RichText | Row | str]] = []
    _collect(value, path, only, elements)
    return iter(elements)


def _collect(
    value: object, path: KeyPath, only: tuple[type, ...] | None, elements: list[tuple[KeyPath, RichText | Row | str]]
) -> None:
    """Append to `elements` what `walk` yields: a list is three times as fast as generators inside each other."""
    if isinstance(value, _TEXTS):
        elements.append((path, value))
    elif isinstance(value, _SEQUENCES):
        for index, inner in enumerate(value):
            _collect(inner, (*path, index), only, elements)
    elif isinstance(value, BaseModel):
        if isinstance(value, Row):
            elements.append((path, value))
        fields = vars(value)
        for name, key in _fields_with_keys(type(value), only):
            if (inner := fields[name]) is not None:
                _collect(inner, (*path, key), only, elements)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _collect(inner, (*path, key), only, elements)


@lru_cache(maxsize=256)
def _fields_with_keys(model: type[BaseModel], only: tuple[type, ...] | None) -> tuple[tuple[str, str], ...]:
    """The fields of a model with their keys in the file; if `only` is given, those that can hold one of its types.

    Excluded fields (results of earlier years, stored for the record) are left out: they refer to nothing.
    """
    return tuple(
        (name, info.alias or name)
        for name, info in model.model_fields.items()
        if not info.exclude and (only is None or _can_hold(info.annotation, only))
    )


def _can_hold(annotation: object, only: tuple[type, ...]) -> bool:
    """Whether a value of this type can be, or can contain, one of the types `only`."""
    return any(_type_can_hold(one, only) for one in _types_in(annotation))


@lru_cache(maxsize=1024)
def _type_can_hold(kind: type, only: tuple[type, ...]) -> bool:
    pending, seen = [kind], set[type]()
    while pending:
        one = pending.pop()
        if issubclass(one, only):
            return True
        if one not in seen:
            seen.add(one)
            pending += _field_types(one) if issubclass(one, BaseModel) else ()
    return False


@lru_cache(maxsize=256)
def _field_types(model: type[BaseModel]) -> frozenset[type]:
    """The types that the fields of a model are made of."""
    return frozenset(one for info in model.model_fields.values() for one in _types_in(info.annotation))


def _types_in(annotation: object) -> Iterator[type]:
    """Yield the types that an annotation is made of (`dict[str, Row | None]`: str, Row, NoneType)."""
    if isinstance(annotation, type):
        yield annotation
    for inner in get_args(annotation):
        yield from _types_in(inner)


def rows_and_metric_ids(value: object) -> Iterator[tuple[KeyPath, Row | MetricId]]:
    """Yield the rows of a slide's content, without their parts, and the metric ids outside of rows, each with its path."""
    row_path: KeyPath | None = None
    for path, element in walk(value, only=(Row, MetricId)):
        if row_path is not None and path[: len(row_path)] == row_path:
            continue
        if isinstance(element, Row):
            row_path = path
            yield path, element
        elif isinstance(element, MetricId):
            yield path, element


def picture_files(value: object) -> Iterator[tuple[KeyPath, PictureFile]]:
    """Yield the names of the picture files of a slide's content, with their paths."""
    for path, element in walk(value, only=(PictureFile,)):
        if isinstance(element, PictureFile):
            yield path, element
