"""Checking plain data against a model: data with spans in, the model or diagnostics in plain words out.

pydantic says what is wrong in its own terms and, where a field may be of several types, once for each of them. Here
each fault is told once, at its place in the file, with a hint how to mend it. A validator may raise
PydanticCustomError with a `hint` in its context.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import lru_cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, cast, get_args, get_origin

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel, TypeAdapter, ValidationError

from deckgen.diagnostics import Diagnostic, Span, error
from deckgen.ir.blocks import Path
from deckgen.model.base import shape
from deckgen.model.suggest import closest, hint_for
from deckgen.reader.document import yaml_quoted

if TYPE_CHECKING:
    from deckgen.reader import Document

T = TypeVar("T")


def check(kind: type[T], data: object, document: Document, path: Path = ()) -> tuple[T | None, list[Diagnostic]]:
    """Validate `data`, which stands at `path` of `document`, as a `kind` (a model or any type pydantic knows)."""
    adapter: TypeAdapter[T] = _adapter(cast(Hashable, kind))
    try:
        return adapter.validate_python(data), []
    except ValidationError as failed:
        faults = [_locate(e, data) for e in failed.errors(include_url=False)]
        told = _Told(document, path, kind)
        return None, [told.tell(fault) for fault in told.without_echoes(_likeliest(faults))]


@lru_cache(maxsize=256)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


class _Fault(Struct, frozen=True):
    """One pydantic error: `path` leads through the data, `tags` name the members of unions tried on the way."""

    type: str
    message: str
    value: Any
    context: dict[str, Any]
    path: Path
    tags: tuple[tuple[int, str], ...] = ()
    at_key: bool = False


def _locate(raw: Any, data: Any) -> _Fault:
    """Separate the parts of pydantic's location that are keys of the data from those that name members of a union."""
    loc = list(raw["loc"])
    last = [loc.pop()] if raw["type"] == "missing" else []
    path: list[str | int] = []
    tags: list[tuple[int, str]] = []
    at_key = bool(loc) and loc[-1] == "[key]"
    for part in loc[:-1] if at_key else loc:
        inside = isinstance(data, dict) and part in data
        if inside or (isinstance(data, list | tuple) and isinstance(part, int) and part < len(data)):
            data = data[part]
            path.append(part)
        else:
            tags.append((len(path), str(part)))
    where = (*path, *last)
    return _Fault(raw["type"], raw["msg"], raw["input"], raw.get("ctx") or {}, where, tuple(tags), at_key)


_GROUP = "a group of `key: value` lines"
_SHAPES = {
    "text_expected": "text", "text_or_mapping": f"text or {_GROUP}", "string_type": "text", "literal_error": "text",
    "model_type": _GROUP, "model_attributes_type": _GROUP, "dict_type": _GROUP,
    "list_type": "a list", "tuple_type": "a list",
}  # fmt: skip
"""Errors that say: this is not at all of that type."""


def _likeliest(faults: Sequence[_Fault]) -> list[_Fault]:
    """Of the errors for each member of a union, keep those of the member that the author most likely meant."""
    plain = [fault for fault in faults if not fault.tags]
    unions: dict[Path, dict[str, list[_Fault]]] = {}
    for fault in faults:
        if fault.tags:
            depth, tag = fault.tags[0]
            rest = replace(fault, tags=fault.tags[1:])
            unions.setdefault(fault.path[:depth], {}).setdefault(tag, []).append(rest)
    for place, members in unions.items():
        plain.extend(_likeliest(_member(place, list(members.values()))))
    return plain


def _member(place: Path, members: list[list[_Fault]]) -> list[_Fault]:
    for member in members:
        if member[0].type == "literal_error" and isinstance(member[0].value, str) and member[0].path == place:
            return member[:1]  # a word is given where a word may stand: it is but the wrong one
    fitting = [m for m in members if not any(f.path == place and f.type in _SHAPES and not f.tags for f in m)]
    if fitting or len(members) == 1:
        return min(fitting or members, key=len)
    shapes = dict.fromkeys(_SHAPES[f.type] for m in members for f in m if f.type in _SHAPES)
    return [replace(members[0][0], type="union_shape", context={"shapes": " or ".join(shapes)}, tags=())]


class _Told(Struct, frozen=True):
    """Puts faults of `kind`, found at `path` of `document`, into words."""

    document: Document
    path: Path
    kind: Any

    def tell(self, fault: _Fault) -> Diagnostic:
        """Give the diagnostic of one fault."""
        teller = _TELLERS.get(fault.type, _Told._other)
        return teller(self, fault)

    def without_echoes(self, faults: Sequence[_Fault]) -> list[_Fault]:
        """Leave out what only follows from another fault.

        A list is not too short because an entry of it is at fault; a field is not missing when its name is misspelt.
        """
        around = {fault.path[:length] for fault in faults for length in range(len(fault.path))}
        return [
            fault
            for fault in faults
            if not (fault.type == "too_short" and fault.path in around)
            and not (fault.type == "missing" and self._misspelt(fault) is not None)
        ]

    def _misspelt(self, fault: _Fault) -> str | None:
        """Give the unknown key that a missing field was probably meant to be, where that key is told to be so."""
        if not isinstance(fault.value, dict):
            return None
        name, known = str(fault.path[-1]), self._fields(fault.path[:-1])
        unknown = [str(key) for key in fault.value if key not in known]
        return next((key for key in unknown if closest(key, known) == name), None)

    def _at(self, fault: _Fault) -> Span:
        where = (*self.path, *fault.path)
        return self.document.key(where) if fault.at_key else self.document.span(where)

    def _fields(self, place: Path) -> list[str]:
        """Give the fields that may stand at a place, those first that only this kind of thing has."""
        models = models_at(self.kind, place)
        common = {name for model in models for name in _fields_above(model)}
        names = [name for model in models for name in field_names(model)]
        return sorted(dict.fromkeys(names), key=lambda name: name in common)

    def _missing(self, fault: _Fault) -> Diagnostic:
        name, place = str(fault.path[-1]), (*self.path, *fault.path[:-1])
        hint = f"add `{name}: …`{_MEANT.get(name, '')}"
        return error("missing-field", f"`{name}` is missing here", first_line(self.document, place), hint)

    def _unknown(self, fault: _Fault) -> Diagnostic:
        name = str(fault.path[-1]) if fault.path else "?"
        known = self._fields(fault.path[:-1])
        hint = hint_for(name, known, "fields")
        span = self.document.key((*self.path, *fault.path))
        if isinstance(fault.value, str) and closest(name, known) is None and re.search(r"[A-Z\s]", name):
            # No key of ours looks like that: it is a text with a colon in it.
            hint = f"if this is text, quote the whole of it: {yaml_quoted(f'{name}: {fault.value}')}"
        return error("unknown-field", f"there is no field `{name}` here", span, hint)

    def _choice(self, fault: _Fault) -> Diagnostic:
        allowed = re.findall(r"'([^']*)'", str(fault.context.get("expected", "")))
        if not isinstance(fault.value, str):
            message = f"one of {', '.join(allowed)} is expected here, but this is {shape(fault.value)}"
            return error("wrong-shape", message, self._at(fault), "write one of these words")
        hint = hint_for(fault.value, allowed, "values")
        return error("unknown-value", f"`{_short(fault.value)}` is not known here", self._at(fault), hint)

    def _shape(self, fault: _Fault) -> Diagnostic:
        expected = str(fault.context.get("shapes") or _SHAPES[fault.type])
        message = f"{expected} is expected here, but {_given(fault.value)}"
        hint = _HINTS.get(expected) or _HINTS["text"]
        if fault.value is None or fault.value == "":
            hint = "write what it should say, or take this line away"
        elif expected == "text":
            hint = _TEXT_HINTS.get(type(fault.value), hint)
        elif expected == "a list" and isinstance(fault.value, str) and re.match(r"-\w", fault.value):
            hint = f"write a space after the dash: `- {_short(fault.value[1:40])}`"
        elif expected == "a list" and (mark := _other_dash(fault.value)):
            hint = f"start each entry with a hyphen and a space, `- `: this is `{mark}`, which only looks like one"
        return error("wrong-shape", message, self._at(fault), hint)

    def _switch(self, fault: _Fault) -> Diagnostic:
        message = f"true or false is expected here, but {_given(fault.value)}"
        return error("wrong-shape", message, self._at(fault), "write true or false")

    def _number(self, fault: _Fault) -> Diagnostic:
        message = f"a number is expected here, but {_given(fault.value)}"
        return error("wrong-shape", message, self._at(fault), "write digits only, such as 12 or 0.5")

    def _count(self, fault: _Fault) -> Diagnostic:
        few = fault.type == "too_short"
        bound = fault.context.get("min_length" if few else "max_length")
        given = fault.context.get("actual_length")
        if isinstance(fault.value, str):
            message = f"at most {bound} characters can stand here, but there are {given}"
            return error("wrong-count", message, self._at(fault), "say it shorter")
        entries = "entry is" if bound == 1 else "entries are"
        need = f"at least {bound} {entries} needed here" if few else f"at most {bound} entries can stand here"
        message = f"{need}, but there {'is' if given == 1 else 'are'} {given or 'none'}"
        hint = "leave some out, or make another slide of them"
        if few:
            hint = "add what is missing, or leave the whole field out" if given else _HINTS["a list"]
        return error("wrong-count", message, self._at(fault), hint)

    def _other(self, fault: _Fault) -> Diagnostic:
        message = fault.message.removeprefix("Value error, ").removeprefix("Assertion failed, ").rstrip(".")
        hint = fault.context.get("hint") or _HINTS.get(fault.type)
        fault = replace(fault, path=(*fault.path, *fault.context.get("at", ())))
        return error(fault.type.replace("_", "-"), message, self._at(fault), hint)

    def _bound(self, fault: _Fault) -> Diagnostic:
        [(name, bound)] = fault.context.items()
        said = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}[name]
        message = f"a number of {said} {bound:g} is expected here, but {_given(fault.value)}"
        return error("wrong-number", message, self._at(fault), "change the number")


_TELLERS: dict[str, Callable[[_Told, _Fault], Diagnostic]] = {
    "missing": _Told._missing,
    "extra_forbidden": _Told._unknown,
    "literal_error": _Told._choice,
    **dict.fromkeys([*(name for name in _SHAPES if name != "literal_error"), "union_shape"], _Told._shape),
    **dict.fromkeys(["bool_parsing", "bool_type"], _Told._switch),
    **dict.fromkeys(
        ["int_parsing", "int_parsing_size", "int_type", "float_parsing", "float_type", "finite_number"], _Told._number
    ),
    **dict.fromkeys(["too_short", "too_long"], _Told._count),
    **dict.fromkeys(["greater_than", "greater_than_equal", "less_than", "less_than_equal"], _Told._bound),
}

_MEANT = {"alt": " in a sentence that says what the picture shows"}
"""What a field is for, where its name does not say so."""

_TEXT_HINTS: dict[type, str] = {
    list: "write one text behind the key; leave a blank line between two paragraphs of it",
    dict: "write the text behind its key; put it in quotes if there is a colon in it",
}

_HINTS = {
    "a list": "put each entry on a line of its own that starts with `- `",
    _GROUP: "write it as `key: value`, each on a line of its own, indented",
    "text": "write it as text; put it in quotes if it starts with a character that YAML reads itself",
    "format": "write `format: 1`",
    "fiscal_year": "write the two years it spans, as in FY20-21",
    "file_name": "use letters, digits, `-` and `_` only; sections are named without a folder",
    "control_character": "type the text anew; it was probably pasted from another program",
    "slide_id": "write it like `key-results`",
    "quarter_range": "write Q1, or Q2-Q4",
    "quarter_expected": "write `in: Q2`, or `in: Q2, Q4`",
    "tolerance": "write 10%, or 2 if two more or less are near enough",
    "two_lists": "keep one of the two, or make two items of it",
    "empty_item": "give it a `text`",
    "listed_twice": "take one of the two away",
}


def _other_dash(value: object) -> str | None:
    """Give what stands in the place of the hyphens of a list, as a word processor puts it there."""
    text = next(iter(value), "") if isinstance(value, dict) else value
    return text[0] if isinstance(text, str) and re.match(r"[–—−‐•◦▪‣·*]\s", text) else None


def _given(value: object) -> str:
    if value is None or value == "":
        return "it is empty"
    return f"this is `{_short(value)}`" if isinstance(value, str) and len(value) < 40 else f"this is {shape(value)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59].rstrip() + "…"


def first_line(document: Document, path: Path) -> Span:
    """Give the first line of what stands at `path`: the place to say that something is missing from it."""
    span = document.span(path)
    if span.file != document.file:  # of a brand that is laid over another
        return span
    end = document.text.find("\n", span.start)
    return Span(span.file, span.start, min(span.end, end) if end >= span.start else span.end)


def _fields_above(model: type[BaseModel]) -> set[str]:
    """Give the fields that a model has from the models it is made of."""
    return {name for base in model.__mro__[1:] if issubclass(base, BaseModel) for name in base.model_fields}


def field_names(model: type[BaseModel]) -> Iterator[str]:
    """Give the names of a model's fields as an author writes them."""
    return (info.alias or name for name, info in model.model_fields.items())


def models_at(kind: Any, path: Path) -> list[type[BaseModel]]:
    """Give the models that may stand at `path` inside data of the type `kind`."""
    kinds = list(_members(kind))
    for part in path:
        kinds = [member for outer in kinds for inner in _inside(outer, part) for member in _members(inner)]
    return [k for k in dict.fromkeys(kinds) if isinstance(k, type) and issubclass(k, BaseModel)]


def _members(kind: Any) -> Iterator[Any]:
    """Give what a type may be: the members of a union, without annotations."""
    if get_origin(kind) is Annotated:
        yield from _members(get_args(kind)[0])
    elif get_origin(kind) in (Union, UnionType):
        for member in get_args(kind):
            yield from _members(member)
    else:
        yield kind


def _inside(kind: Any, part: str | int) -> Iterator[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from (i.annotation for name, i in kind.model_fields.items() if (i.alias or name) == part)
    elif get_origin(kind) is dict:
        yield get_args(kind)[1]
    elif get_origin(kind) in (list, tuple):
        yield get_args(kind)[0]
