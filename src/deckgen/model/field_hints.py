"""Hints for a field that is not known where it stands: the name that was meant, or the field to which it belongs."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from deckgen.diagnostics.suggestions import closest
from deckgen.model.introspection import field_names, fields_with_models
from deckgen.model.synonyms import synonym_of


def meant_field(name: str, value: object, known: Sequence[str]) -> str | None:
    """The known field that was probably meant by `name`, which has this value, or None.

    A text is rather a field that is spelt similarly (`results: 61 edits` is `result`), a list or mapping one that means the
    same (`results: {Q2: 61}` is `quarters`).
    """
    if isinstance(value, str):
        return closest(name, known) or synonym_of(name, known)
    return synonym_of(name, known) or closest(name, known)


def inner_field_hint(name: str, models: Sequence[type[BaseModel]]) -> str | None:
    """Say to which field of the models `name` belongs, if their own fields lack it and it is one of those inside; else None."""
    for model in models:
        for field, inner, has_entries in fields_with_models(model):
            if name in field_names(inner):
                whose = f"the entries of `{field}`" if has_entries else f"`{field}`"
                return f"`{name}` is a field of {whose}: write it there, indented"
    return None


def written_as_fields(models: Sequence[type[BaseModel]]) -> str | None:
    """Say which fields a value needs that was written without any; None if it needs none or may be one of several models."""
    names = [info.alias or n for model in models for n, info in model.model_fields.items() if info.is_required()]
    if len(models) != 1 or not names:
        return None
    each = "each on a line of its own" if len(names) > 1 else "on a line of its own"
    return f"write {' and '.join(f'`{name}: …`' for name in names)}, {each}, indented"
