"""Types of content → the models and fields that are allowed at a path inside them."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from deckgen.diagnostics import KeyPath


def inherited_fields(model: type[BaseModel]) -> set[str]:
    """The names of the fields that a model inherits, as an author writes them."""
    return {name for base in model.__mro__[1:] if issubclass(base, BaseModel) for name in field_names(base)}


def field_names(model: type[BaseModel]) -> Iterator[str]:
    """The names of a model's fields as an author writes them."""
    return (info.alias or name for name, info in model.model_fields.items())


def models_at(kind: Any, path: KeyPath) -> list[type[BaseModel]]:
    """The models that are allowed at `path` inside data of the type `kind`."""
    kinds = list(_union_members(kind))
    for part in path:
        kinds = [member for outer in kinds for inner in _types_inside(outer, part) for member in _union_members(inner)]
    return [k for k in dict.fromkeys(kinds) if isinstance(k, type) and issubclass(k, BaseModel)]


def _union_members(kind: Any) -> Iterator[Any]:
    """The members of a union, or the type itself, without annotations."""
    if get_origin(kind) is Annotated:
        yield from _union_members(get_args(kind)[0])
    elif get_origin(kind) in (Union, UnionType):
        for member in get_args(kind):
            yield from _union_members(member)
    else:
        yield kind


def _types_inside(kind: Any, part: str | int) -> Iterator[Any]:
    """The types of the value under a key or index of a model, dict, list or tuple."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from (i.annotation for name, i in kind.model_fields.items() if (i.alias or name) == part)
    elif get_origin(kind) is dict:
        yield get_args(kind)[1]
    elif get_origin(kind) in (list, tuple):
        yield get_args(kind)[0]


def fields_with_models(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel], bool]]:
    """The fields of a model that have models inside: name, model, and whether it is that of entries of a list or mapping."""
    for name, info in model.model_fields.items():
        for member in _union_members(info.annotation):
            arguments = get_args(member)
            entries = {dict: arguments[1:], list: arguments[:1], tuple: arguments[:1]}.get(get_origin(member))
            for inner in entries if entries is not None else (member,):
                for found in _union_members(inner):
                    if isinstance(found, type) and issubclass(found, BaseModel):
                        yield info.alias or name, found, entries is not None
