"""Where the texts of a model were written: a model with the data that it was read from in, the origin of each `RichText` set.

A shorthand (a text instead of `{text: …}`, a list of cells instead of `{cells: […]}`) has the origin of the value as written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec.structs import force_setattr
from pydantic import BaseModel

from deckgen.diagnostics import Origin
from deckgen.model.base import RichText


def set_text_origins(value: object, data: object, origin: Origin) -> None:
    """Set the origin of every `RichText` inside `value`, which was validated from `data`, the content at `origin`.

    A text is frozen once it has its origin: pydantic does not tell a validator where a value was written, so that this cannot
    be done while the text is created.
    """
    if isinstance(value, RichText):
        if isinstance(data, str):
            force_setattr(value, "origins", (origin,))
    elif isinstance(value, BaseModel) and not isinstance(data, dict):
        for _, inner in _inner_values(value):
            set_text_origins(inner, data, origin)
    elif isinstance(data, dict | list):
        for key, inner in _inner_values(value):
            if isinstance(data, list) or key in data:
                set_text_origins(inner, data[key], origin.at(key))


def _inner_values(value: object) -> Iterator[tuple[Any, object]]:
    """Yield the values inside a model, mapping or tuple that can have texts, with their keys or indices in the file."""
    if isinstance(value, BaseModel):
        for name, key in _fields_with_keys(type(value)):
            yield key, getattr(value, name)
    elif isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from enumerate(value)


@lru_cache(maxsize=256)
def _fields_with_keys(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The fields of a model with their keys in the file; fields that are never shown are left out."""
    return tuple((name, info.alias or name) for name, info in model.model_fields.items() if not info.exclude)
