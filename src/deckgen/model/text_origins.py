"""Where the texts of a model were written: a model with the data that it was read from in, the origin of each `RichText` set.

A shorthand (a text instead of `{text: …}`, a list of cells instead of `{cells: […]}`) has the origin of the value as written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import force_setattr
from pydantic import BaseModel

from deckgen.diagnostics import KeyPath, Origin
from deckgen.model.base import RichText


def set_text_origins(value: object, data: object, origin: Origin) -> None:
    """Set the origin of every `RichText` inside `value`, which was validated from `data`, the content at `origin`.

    Texts are frozen for everybody else: pydantic does not tell a validator where a value was written, so that this cannot be
    done while the text is created.
    """
    _OriginSetter(origin.slide, origin.file).visit(value, data, origin.path)


class _OriginSetter(Struct, frozen=True):
    """Sets the origins of texts of one slide or definition. It visits every text of a deck, so it creates no more than them."""

    slide: str
    file: str

    def visit(self, value: Any, data: object, path: KeyPath) -> None:
        if isinstance(value, RichText):
            if isinstance(data, dict) and "text" in data:
                path = (*path, "text")
            if isinstance(data, (str, dict)):
                force_setattr(value, "origins", (Origin(self.slide, self.file, path),))
        elif isinstance(value, tuple):
            self._visit_entries(value, data, path)
        elif fields := _keys_of_fields(value.__class__):
            self._visit_fields(vars(value), fields, data, path)
        elif isinstance(value, Mapping) and isinstance(data, dict):
            for key, inner in value.items():
                self.visit(inner, data.get(key), (*path, key))

    def _visit_entries(self, values: tuple[object, ...], data: object, path: KeyPath) -> None:
        entries = data if isinstance(data, list) else ()
        for index, (inner, written) in enumerate(zip(values, entries, strict=False)):
            if inner is not None:
                self.visit(inner, written, (*path, index))

    def _visit_fields(
        self, values: Mapping[str, object], fields: Iterable[tuple[str, str]], data: object, path: KeyPath
    ) -> None:
        for name, key in fields:
            inner = values[name]
            if not inner or type(inner) is str:
                continue
            if not isinstance(data, dict):
                self.visit(inner, data, path)
            elif key in data:
                self.visit(inner, data[key], (*path, key))


@lru_cache(maxsize=256)
def _keys_of_fields(kind: type) -> tuple[tuple[str, str], ...]:
    """The fields of a model with their keys in the file, except fields that are never shown; empty for other types.

    To ask this of a type takes a fifth of the time of `isinstance(value, BaseModel)`, which pydantic answers in Python.
    """
    if not issubclass(kind, BaseModel):
        return ()
    return tuple((name, info.alias or name) for name, info in kind.model_fields.items() if not info.exclude)
