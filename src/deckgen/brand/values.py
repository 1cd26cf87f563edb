"""What the values of a brand's files may be: ranges of numbers, lengths of texts, counts of entries.

Each is put into the type of a key (`Annotated[float, Range(…)]`), and says in its error which values are allowed and why.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import Annotated, Any, TypeVar

from msgspec import Struct
from pydantic import AfterValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from deckgen.model.base import typed_text

_T = TypeVar("_T")


class Range(Struct, frozen=True):
    """The numbers that a key may have, `least` and `most` included, in which `unit`; `why` is the hint of the error."""

    least: float
    most: float
    unit: str
    why: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked_by(self.check, source, handler)

    def check(self, value: float) -> float:
        """Give the number back; raises PydanticCustomError where it is out of range."""
        if self.least <= value <= self.most:
            return value
        unit = f" ({self.unit})" if self.unit else ""
        expected = f"a number from {self.least:g} to {self.most:g}{unit} is expected here"
        raise PydanticCustomError(
            "wrong_number", "{expected}, but this is `{value}`",
            {"expected": expected, "value": _shown(value), "hint": self.why},
        )  # fmt: skip


class Count(Struct, frozen=True):
    """How many entries a list or a mapping may have; `what` names them, `why` is the hint of the error."""

    most: int
    what: str
    why: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Before the entries are looked at: what is far too much shall not be checked one by one.
        return core_schema.no_info_before_validator_function(self.check, handler(source))

    def check(self, value: object) -> object:
        """Give the entries back; raises PydanticCustomError where there are too many."""
        if not isinstance(value, Sized) or isinstance(value, str) or len(value) <= self.most:
            return value
        raise PydanticCustomError(
            "wrong_count", "at most {most} {what} can stand here, but there are {given}",
            {"most": self.most, "what": self.what, "given": len(value), "hint": self.why},
        )  # fmt: skip


class Line(Struct, frozen=True):
    """A text of one line: `least` to `most` characters, all of them characters that a slide can show."""

    most: int
    least: int = 0

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _checked_by(self.check, source, handler)

    def check(self, value: str) -> str:
        """Give the text back as it is; raises PydanticCustomError where it is no such text."""
        if len(value) > self.most:
            raise PydanticCustomError(
                "wrong_count", "at most {most} characters can stand here, but there are {given}",
                {"most": self.most, "given": len(value), "hint": "write a shorter text"},
            )  # fmt: skip
        if len(typed_text(value)) < self.least:
            raise PydanticCustomError("text_expected", "text is expected here, but it is empty", {})
        if len(value.splitlines()) > 1:
            raise PydanticCustomError(
                "one_line", "this text has several lines", {"hint": "write it on one line, without `\\n`"}
            )
        return value


def _shown(value: float) -> str:
    """Show a number in a few characters: an integer may have thousands of digits, more than a float can hold."""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**9 else f"{str(value)[:9]}…"
    return f"{value:.6g}"


def _checked_by(check: Callable[[Any], Any], source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    return core_schema.no_info_after_validator_function(check, handler(source))


def _family(value: str) -> str:
    """Refuse a name that DrawingML reads as a reference to another font (`+mn-lt`, ECMA-376 part 1, 20.1.4.1.16)."""
    if value.startswith(("+", "@")):
        raise PydanticCustomError(
            "font_family", "`{name}` is not the name of a font family",
            {"name": value, "hint": "write the name that PowerPoint shows in its list of fonts"},
        )  # fmt: skip
    return value


Name = Annotated[str, Line(100)]
"""A name of something in a brand, or a reference to one."""
FilledName = Annotated[str, Line(100, 1)]
Family = Annotated[str, Line(100, 1), AfterValidator(_family)]
FileName = Annotated[str, Line(255, 1)]
Prompt = Annotated[str, Line(500)]
