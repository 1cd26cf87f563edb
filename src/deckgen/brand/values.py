"""Limits for the values in a brand's files: ranges of numbers, lengths of texts, counts of entries.

A limit is part of the type of a key (`Annotated[float, Range(…)]`). Its error states which values are allowed and why.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import Annotated, Any, TypeVar

from msgspec import Struct
from pydantic import AfterValidator, BeforeValidator, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from deckgen.model.base import typed_text

_T = TypeVar("_T")


class Range(Struct, frozen=True):
    """The numbers that a key may have, from `minimum` to `maximum` inclusive, in `unit`; `why` is the hint of the error."""

    minimum: float
    maximum: float
    unit: str
    why: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked_after(self.check, source, handler)

    def check(self, value: float) -> float:
        """Return the number unchanged; raises PydanticCustomError if it is out of range."""
        if self.minimum <= value <= self.maximum:
            return value
        unit = f" ({self.unit})" if self.unit else ""
        expected = f"a number from {self.minimum:g} to {self.maximum:g}{unit} is expected here"
        raise PydanticCustomError(
            "wrong_number", "{expected}, but this is `{value}`",
            {"expected": expected, "value": _short_number(value), "hint": self.why},
        )  # fmt: skip


class Count(Struct, frozen=True):
    """The maximum number of entries of a list or mapping; `what` names the entries, `why` is the hint of the error."""

    maximum: int
    what: str
    why: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # A validator before the others, so that far too many entries are not checked one by one.
        return core_schema.no_info_before_validator_function(self.check, handler(source))

    def check(self, value: object) -> object:
        """Return the entries unchanged; raises PydanticCustomError if there are too many."""
        if not isinstance(value, Sized) or isinstance(value, str) or len(value) <= self.maximum:
            return value
        raise PydanticCustomError(
            "wrong_count", "at most {maximum} {what} are allowed here, but there are {given}",
            {"maximum": self.maximum, "what": self.what, "given": len(value), "hint": self.why},
        )  # fmt: skip


class Line(Struct, frozen=True):
    """A text of one line, with `min_length` to `max_length` characters."""

    max_length: int
    min_length: int = 0

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked_after(self.check, source, handler)

    def check(self, value: str) -> str:
        """Return the text unchanged; raises PydanticCustomError if it has several lines or is too short or too long."""
        if len(value) > self.max_length:
            raise PydanticCustomError(
                "wrong_count", "at most {maximum} characters are allowed here, but there are {given}",
                {"maximum": self.max_length, "given": len(value), "hint": "write a shorter text"},
            )  # fmt: skip
        if len(typed_text(value)) < self.min_length:
            raise PydanticCustomError("text_expected", "text is expected here, but it is empty", {})
        if len(value.splitlines()) > 1:
            raise PydanticCustomError(
                "one_line", "this text has several lines", {"hint": "write it on one line, without `\\n`"}
            )
        return value


def _short_number(value: float) -> str:
    """Format a number in a few characters: an integer may have thousands of digits, more than a float can represent."""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**9 else f"{str(value)[:9]}…"
    return f"{value:.6g}"


def _checked_after(check: Callable[[Any], Any], source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    return core_schema.no_info_after_validator_function(check, handler(source))


def _check_family(value: str) -> str:
    """Refuse a name that DrawingML interprets as a reference to another font (`+mn-lt`, ECMA-376 part 1, 20.1.4.1.16)."""
    if value.startswith(("+", "@")):
        raise PydanticCustomError(
            "font_family", "`{name}` is not the name of a font family",
            {"name": value, "hint": "write the name that PowerPoint shows in its list of fonts"},
        )  # fmt: skip
    return value


CLOSED = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)
"""Configuration of a part of a brand's files in which every key is known to deckgen: another one is an error."""

Size = Annotated[
    float, Range(9, 144, "points", "text below 9 points cannot be read, text above 144 leaves no room for words")
]


def _parse_boolean(value: object) -> object:
    """Convert the texts `true` and `false`: the reader returns every scalar as text."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


Bool = Annotated[bool, BeforeValidator(_parse_boolean)]
RuleWidth = Annotated[float, Range(0, 12, "points", "a wider line would look like a bar, and hide what is next to it")]
Name = Annotated[str, Line(100)]
"""The name of an element of a brand, or a reference to one by name."""
FilledName = Annotated[str, Line(100, 1)]
Family = Annotated[str, Line(100, 1), AfterValidator(_check_family)]
FileName = Annotated[str, Line(255, 1)]
Prompt = Annotated[str, Line(500)]
