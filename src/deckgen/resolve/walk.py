"""Walking through content: any model in; every text, row and metric id with its path out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel

from deckgen.diagnostics import KeyPath
from deckgen.model import MetricId, PictureFile, RichText, Row

_TEXT, _SEQUENCE, _ROW, _MODEL, _MAPPING, _OTHER = range(6)
"""What a value is for `_collect`."""


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
    value: Any, path: KeyPath, only: tuple[type, ...] | None, elements: list[tuple[KeyPath, RichText | Row | str]]
) -> None:
    """Append to `elements` what `walk` yields: a list is three times as fast as generators inside each other."""
    kind: Any = type(value)
    form = _form_of(kind)
    if form == _TEXT:
        elements.append((path, value))
    elif form == _SEQUENCE:
        for index, inner in enumerate(value):
            _collect(inner, (*path, index), only, elements)
    elif form in {_ROW, _MODEL}:
        if form == _ROW:
            elements.append((path, value))
        fields = vars(value)
        for name, key in _fields_with_keys(kind, only):
            if (inner := fields[name]) is not None:
                _collect(inner, (*path, key), only, elements)
    elif form == _MAPPING:
        for key, inner in value.items():
            _collect(inner, (*path, key), only, elements)


@lru_cache(maxsize=1024)
def _form_of(kind: type) -> int:
    """Return what values of a type are; asked once per type, since each question to a model's type calls pydantic."""
    forms = (
        (_TEXT, (RichText, str)),
        (_SEQUENCE, (tuple, list)),
        (_ROW, Row),
        (_MODEL, BaseModel),
        (_MAPPING, Mapping),
    )
    return next((form for form, types in forms if issubclass(kind, types)), _OTHER)


@lru_cache(maxsize=256)
def _fields_with_keys(model: type[BaseModel], only: tuple[type, ...] | None) -> tuple[tuple[str, str], ...]:
    """The fields of a model with their keys in the file; if `only` is given, those that can hold one of its types.

    Excluded fields (results of earlier years, stored for the record) are left out: they refer to nothing.
    """
    return tuple(
        (name, key)
        for name, key, types in _fields_with_types(model)
        if only is None or any(_type_can_hold(one, only) for one in types)
    )


@lru_cache(maxsize=256)
def _fields_with_types(model: type[BaseModel]) -> tuple[tuple[str, str, frozenset[type]], ...]:
    """The fields of a model that are not excluded: the name of each, its key in the file, and the types it is made of."""
    return tuple(
        (name, info.alias or name, frozenset(_types_in(info.annotation)))
        for name, info in model.model_fields.items()
        if not info.exclude
    )


@lru_cache(maxsize=1024)
def _type_can_hold(kind: type, only: tuple[type, ...]) -> bool:
    """Whether a value of this type can be, or can contain, one of the types `only`."""
    return any(not frozenset(only).isdisjoint(one.__mro__) for one in _contained_types(kind))


@lru_cache(maxsize=1024)
def _contained_types(kind: type) -> frozenset[type]:
    """The type itself and, of a model, the types that its fields and those of the models in it are made of."""
    pending, found = [kind], {kind}
    while pending:
        one = pending.pop()
        fields = _field_types(one) if issubclass(one, BaseModel) else frozenset()
        pending += fields - found
        found |= fields
    return frozenset(found)


@lru_cache(maxsize=256)
def _field_types(model: type[BaseModel]) -> frozenset[type]:
    """The types that the fields of a model are made of."""
    return frozenset[type]().union(*(types for _, _, types in _fields_with_types(model)))


def _types_in(annotation: object) -> list[type]:
    """Return the types that an annotation is made of (`dict[str, Row | None]`: dict, str, Row, NoneType)."""
    types = [annotation] if isinstance(annotation, type) else []
    for inner in get_args(annotation):
        types += _types_in(inner)
    return types


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
