"""Validating plain data with a model: data with spans in, the model or issues in plain words out.

pydantic reports errors in its own terms. Here each error becomes one issue, at its position in the file, with a hint how to
fix it. A validator may raise PydanticCustomError with a `hint` in its context, and with the path `at` from its value to the
invalid part (with `at_key`, the key there is invalid, not its value).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace
from pydantic import TypeAdapter, ValidationError

from deckgen.diagnostics import Issue, KeyPath, Origin, Span, make_issue
from deckgen.diagnostics.rule_table import RULES
from deckgen.diagnostics.suggestions import hint_for
from deckgen.model.base import describe_shape
from deckgen.model.deck_settings import NO_SETTINGS, DeckSettings
from deckgen.model.field_hints import emptied_field, meant_field, misplaced_field_hint, written_as_fields
from deckgen.model.introspection import field_names, inherited_fields, models_at
from deckgen.model.located_errors import EXPECTED_SHAPES, KEYS_AND_VALUES, LocatedError, locate_errors
from deckgen.model.synonyms import hint_with_synonyms
from deckgen.model.text_origins import set_text_origins
from deckgen.reader.document import yaml_quoted

if TYPE_CHECKING:
    from deckgen.reader import Document

T = TypeVar("T")


def validate(
    kind: type[T],
    data: object,
    document: Document,
    path: KeyPath = (),
    slide: str = "",
    settings: DeckSettings = NO_SETTINGS,
) -> tuple[T | None, list[Issue]]:
    """Validate `data`, the value at `path` of `document`, as a `kind` (a model or any type that pydantic supports).

    `slide` is the id of the slide that the value belongs to, for the origins of its texts. Periods must be of the
    reported year of `settings`; if it is not known, those of all systems are accepted.
    """
    adapter: TypeAdapter[T] = _adapter(cast(Hashable, kind))
    try:
        value = adapter.validate_python(data, context=settings)
    except ValidationError as exception:
        writer = _IssueWriter(document, path, kind, data)
        errors = writer.without_consequences(locate_errors(exception, data))
        return None, [writer.write(error) for error in errors]
    set_text_origins(value, data, Origin(slide, document.file, path))
    return value, []


@lru_cache(maxsize=256)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


class _IssueWriter(Struct, frozen=True):
    """Converts validation errors of `data`, which is a `kind` at `path` of `document`, into issues."""

    document: Document
    path: KeyPath
    kind: Any
    data: Any

    def write(self, failure: LocatedError) -> Issue:
        """Convert one error into an issue."""
        write = _WRITERS.get(failure.type, _IssueWriter._custom_error)
        return write(self, failure)

    def without_consequences(self, errors: Sequence[LocatedError]) -> list[LocatedError]:
        """Leave out errors that are consequences of other errors.

        A list is reported as too short because one of its entries is invalid, a field as missing because its key is misspelt,
        a field as empty because its own fields are not indented, and a value as wrong because its key is.
        """
        wrong_keys = {failure.path for failure in errors if failure.at_key}
        emptied = {path for failure in errors if (path := self._emptied_path(failure)) is not None}
        with_inner_errors = {failure.path[:length] for failure in errors for length in range(len(failure.path))}
        return [
            failure
            for failure in errors
            if not (failure.type == "too_short" and failure.path in with_inner_errors)
            and not (failure.type == "missing" and self._misspelt_key(failure) is not None)
            and failure.path not in emptied
            and not any(failure.path[:length] in wrong_keys for length in range(len(failure.path)))
        ]

    def _emptied_path(self, failure: LocatedError) -> KeyPath | None:
        """The path of the empty field that an unknown field belongs to, if there is one."""
        if failure.type != "extra_forbidden":
            return None
        parent = failure.path[:-1]
        name = emptied_field(str(failure.path[-1]), self._mapping_of(failure), models_at(self.kind, parent))
        return None if name is None else (*parent, name)

    def _mapping_of(self, failure: LocatedError) -> dict[str, Any]:
        """The mapping that an unknown field stands in."""
        data = self.data
        for part in failure.path[:-1]:
            data = data[part]
        return data if isinstance(data, dict) else {}

    def _misspelt_key(self, failure: LocatedError) -> str | None:
        """The unknown key that was probably meant as the missing field, if there is one: it is reported with that hint."""
        if not isinstance(failure.value, dict):
            return None
        name, known = str(failure.path[-1]), self._allowed_fields(failure.path[:-1])
        unknown = [str(key) for key in failure.value if key not in known]
        return next((key for key in unknown if meant_field(key, failure.value[key], known) == name), None)

    def _span(self, failure: LocatedError) -> Span:
        path = (*self.path, *failure.path)
        return self.document.key_span(path) if failure.at_key else self.document.span(path)

    def _allowed_fields(self, path: KeyPath) -> list[str]:
        """The fields that are allowed at a path; those that the model does not inherit come first."""
        models = models_at(self.kind, path)
        common = {name for model in models for name in inherited_fields(model)}
        names = [name for model in models for name in field_names(model)]
        return sorted(dict.fromkeys(names), key=lambda name: name in common)

    def _missing_field(self, failure: LocatedError) -> Issue:
        name, parent = str(failure.path[-1]), (*self.path, *failure.path[:-1])
        hint = f"add `{name}: …`{_FIELD_PURPOSES.get(name, '')}"
        return make_issue("missing-field", f"`{name}` is missing here", first_line_span(self.document, parent), hint)

    def _unknown_field(self, failure: LocatedError) -> Issue:
        name = str(failure.path[-1]) if failure.path else "?"
        known = self._allowed_fields(failure.path[:-1])
        span = self.document.key_span((*self.path, *failure.path))
        hint = misplaced_field_hint(name, self._mapping_of(failure), models_at(self.kind, failure.path[:-1]), known)
        if hint is None and isinstance(failure.value, str) and re.search(r"[A-Z\s]", name):
            # No field has a name like that: it is a text with a colon in it.
            hint = f"if this is text, quote the whole text: {yaml_quoted(f'{name}: {failure.value}')}"
        hint = hint or hint_for("", known, "fields")
        return make_issue("unknown-field", f"there is no field `{name}` here", span, hint)

    def _unknown_value(self, failure: LocatedError) -> Issue:
        allowed = re.findall(r"'([^']*)'", str(failure.context.get("expected", "")))
        if not isinstance(failure.value, str):
            message = f"one of {', '.join(allowed)} is expected here, but this is {describe_shape(failure.value)}"
            return make_issue("wrong-shape", message, self._span(failure), "write one of these words")
        hint = hint_with_synonyms(failure.value, allowed, "values")
        return make_issue("unknown-value", f"`{_shorten(failure.value)}` is not known here", self._span(failure), hint)

    def _outdent_hint(self, failure: LocatedError) -> str | None:
        """Say where a field belongs that stands among the keys of a mapping inside its own model (`parts` under `quarters`)."""
        if not failure.at_key or len(failure.path) < 2:
            return None
        *outer, inside, name = failure.path
        if name not in self._allowed_fields(tuple(outer)):
            return None
        return f"`{name}` is no part of `{inside}`: move it out, so that it is indented as much as `{inside}`"

    def _wrong_shape(self, failure: LocatedError) -> Issue:
        expected = str(failure.context.get("shapes") or EXPECTED_SHAPES[failure.type])
        message = f"{expected} is expected here, but {_describe_value(failure.value)}"
        hint = _HINTS.get(expected) or _HINTS["text"]
        if failure.value is None or failure.value == "":
            hint = "write a value, or remove this line"
        elif own := failure.context.get("hint"):
            hint = str(own)
        elif expected == "text":
            hint = _one_text_hint(failure.value) or _TEXT_HINTS.get(type(failure.value), hint)
        elif expected == KEYS_AND_VALUES and failure.path and isinstance(failure.value, str):
            hint = written_as_fields(models_at(self.kind, failure.path)) or hint
        elif expected == "a list" and isinstance(failure.value, str) and re.match(r"-\w", failure.value):
            hint = f"write a space after the dash: `- {_shorten(failure.value[1:40])}`"
        elif expected == "a list" and (mark := _find_other_dash(failure.value)):
            hint = f"start each entry with a hyphen and a space, `- `: this is `{mark}`, which only looks like one"
        return make_issue("wrong-shape", message, self._span(failure), hint)

    def _not_a_boolean(self, failure: LocatedError) -> Issue:
        message = f"yes or no is expected here, but {_describe_value(failure.value)}"
        return make_issue("wrong-shape", message, self._span(failure), "write yes or no")

    def _not_a_number(self, failure: LocatedError) -> Issue:
        message = f"a number is expected here, but {_describe_value(failure.value)}"
        return make_issue("wrong-shape", message, self._span(failure), "write digits only, such as 12 or 0.5")

    def _wrong_count(self, failure: LocatedError) -> Issue:
        is_too_short = failure.type == "too_short"
        bound = failure.context.get("min_length" if is_too_short else "max_length")
        count = failure.context.get("actual_length")
        if isinstance(failure.value, str):
            message = f"at most {bound} characters are allowed here, but there are {count}"
            return make_issue("wrong-count", message, self._span(failure), "shorten it")
        entries = "entry is" if bound == 1 else "entries are"
        limit = (
            f"at least {bound} {entries} needed here" if is_too_short else f"at most {bound} entries are allowed here"
        )
        message = f"{limit}, but there {'is' if count == 1 else 'are'} {count or 'none'}"
        hint = "remove some, or move them to another slide"
        if is_too_short:
            hint = "add what is missing" if count else _HINTS["a list"]
        return make_issue("wrong-count", message, self._span(failure), hint)

    def _custom_error(self, failure: LocatedError) -> Issue:
        message = failure.message.removeprefix("Value error, ").removeprefix("Assertion failure, ").rstrip(".")
        hint = self._outdent_hint(failure) or failure.context.get("hint") or _HINTS.get(failure.type)
        path, at_key = (*failure.path, *failure.context.get("at", ())), failure.context.get("at_key", failure.at_key)
        failure = replace(failure, path=path, at_key=at_key)
        code = failure.type.replace("_", "-")
        return make_issue(code if code in RULES else "value-error", message, self._span(failure), hint)

    def _out_of_range(self, failure: LocatedError) -> Issue:
        [(name, bound)] = failure.context.items()
        relation = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}[name]
        message = f"a number of {relation} {bound:g} is expected here, but {_describe_value(failure.value)}"
        return make_issue("wrong-number", message, self._span(failure), "change the number")


_WRITERS: dict[str, Callable[[_IssueWriter, LocatedError], Issue]] = {
    "missing": _IssueWriter._missing_field,
    "extra_forbidden": _IssueWriter._unknown_field,
    "literal_error": _IssueWriter._unknown_value,
    **dict.fromkeys(
        [*(name for name in EXPECTED_SHAPES if name != "literal_error"), "union_shape"], _IssueWriter._wrong_shape
    ),
    **dict.fromkeys(["bool_parsing", "bool_type"], _IssueWriter._not_a_boolean),
    **dict.fromkeys(
        ["int_parsing", "int_parsing_size", "int_type", "float_parsing", "float_type", "finite_number"],
        _IssueWriter._not_a_number,
    ),
    **dict.fromkeys(["too_short", "too_long"], _IssueWriter._wrong_count),
    **dict.fromkeys(["greater_than", "greater_than_equal", "less_than", "less_than_equal"], _IssueWriter._out_of_range),
}

_FIELD_PURPOSES = {"alt": " in a sentence that says what the picture shows"}
"""What to write in a field, where its name is not clear enough."""

_TEXT_HINTS: dict[type, str] = {
    list: "write one text after the key; separate its paragraphs by blank lines",
    dict: "write the text after its key; put it in quotes if there is a colon in it",
}

_HINTS = {
    "a list": "put each entry on a line of its own that starts with `- `",
    KEYS_AND_VALUES: "write it as `key: value`, each on a line of its own, indented",
    "text": "write it as text; put it in quotes if it starts with a character that is special in YAML",
    "format": "write `format: 1`",
    "fiscal_year": "write the year, or the two years it spans, one after the other",
    "file_name": "use letters, digits, `-` and `_` only; sections are named without a folder",
    "control_character": "type the text again; it was probably pasted from another program",
    "slide_id": "write it like `key-results`",
    "goal": "write `text: …`, or a limit such as `at_most: 5`",
    "scores": "write `on-track: 0.7` and `at-risk: 0.4`, or leave them out",
    "tolerance": "write 10%, or 2 if two more or less are near enough",
    "two_lists": "keep one of the two, or split it into two items",
    "empty_item": "give it a `text`",
    "listed_twice": "remove one of the two",
}


def _one_text_hint(value: object) -> str | None:
    """Write the words of a short list as one text (`[Treasurer, CFO]`); None for any other value."""
    if not isinstance(value, list) or not all(isinstance(item, str) and len(item) < 30 for item in value):
        return None
    return f"write one text, such as {yaml_quoted(', '.join(value))}" if value else None


def _find_other_dash(value: object) -> str | None:
    """The character in place of the hyphens of a list, as a word processor inserts it, or None."""
    text = next(iter(value), "") if isinstance(value, dict) else value
    return text[0] if isinstance(text, str) and re.match(r"[–—−‐•◦▪‣·*]\s", text) else None


def _describe_value(value: object) -> str:
    if value is None or value == "":
        return "it is empty"
    return (
        f"this is `{_shorten(value)}`"
        if isinstance(value, str) and len(value) < 40
        else f"this is {describe_shape(value)}"
    )


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59].rstrip() + "…"


def first_line_span(document: Document, path: KeyPath) -> Span:
    """The first line of the value at `path`: the span for an issue that something is missing from the value."""
    span = document.span(path)
    if span.file != document.file:  # it is from a brand that this one extends
        return span
    end = document.text.find("\n", span.start)
    return Span(span.file, span.start, min(span.end, end) if end >= span.start else span.end)
