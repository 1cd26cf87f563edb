"""Hints for a field that is not known where it stands: the name that was meant, or the field to which it belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from deckgen.diagnostics.suggestions import closest, did_you_mean, most_similar
from deckgen.model.introspection import field_names, fields_with_models
from deckgen.model.synonyms import synonym_of
from deckgen.periods import find_system


def meant_field(name: str, value: object, known: Sequence[str]) -> str | None:
    """The known field that was probably meant by `name`, which has this value, or None.

    A text is rather a field that is spelt similarly (`results: 61 edits` is `result`), a list or mapping one that means the
    same (`results: {Q2: 61}` is `quarters`).
    """
    if isinstance(value, str):
        return closest(name, known) or synonym_of(name, known)
    return synonym_of(name, known) or closest(name, known)


def misplaced_field_hint(
    name: str, siblings: Mapping[str, object], models: Sequence[type[BaseModel]], known: Sequence[str]
) -> str | None:
    """Say what was meant by a field that the models do not have among the `siblings` of its mapping; None if that is not clear.

    It is a field of an empty one above it, a period of results, a misspelt field that is not there yet, or a field of another.
    """
    if emptied := emptied_field(name, siblings, models):
        return f"`{name}` belongs to `{emptied}` above: indent it more than `{emptied}`"
    if find_system(name) is not None and (results := next((n for n in ("periods", "quarters") if n in known), None)):
        written = next((n for n in ("quarters", "periods") if n in siblings), results)
        return f"results stand under `{written}:`, indented more than that line"
    meant = meant_field(name, siblings.get(name), [field for field in known if field not in siblings])
    is_clear = meant is not None and (synonym_of(name, [meant]) or most_similar(name, [meant], 0.7))
    inner = None if is_clear else _inner_field_hint(name, models)
    meant = meant or meant_field(name, siblings.get(name), known)
    return inner or (did_you_mean(meant) if meant is not None else None)


def emptied_field(name: str, siblings: Mapping[str, object], models: Sequence[type[BaseModel]]) -> str | None:
    """The empty one of the `siblings` that `name` is a field of: it is empty because `name` is not indented."""
    return next(
        (f for f, names in _inner_fields(models) if name in names and f in siblings and siblings[f] in (None, "")), None
    )


def _inner_fields(models: Sequence[type[BaseModel]]) -> list[tuple[str, set[str]]]:
    """The fields of models that are mappings with fields of their own, and these."""
    return [
        (field, set(field_names(inner)))
        for model in models
        for field, inner, has_entries in fields_with_models(model)
        if not has_entries
    ]


def _inner_field_hint(name: str, models: Sequence[type[BaseModel]]) -> str | None:
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
