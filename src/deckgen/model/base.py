"""The ground all content models stand on.

Input: plain data from the reader (`dict`, `list`, `str`, `None`; every scalar is text as typed).
Output: `Model`, the common base; `RichText`, `PlainText` and `MetricId`, the three kinds of text an author writes.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from msgspec import Struct
from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from deckgen.ir.blocks import Paragraph
from deckgen.reader.markup import parse_markup

QuarterName = Literal["Q1", "Q2", "Q3", "Q4"]
"""A quarter of the fiscal year, as a key or a value."""
QUARTERS: tuple[QuarterName, ...] = ("Q1", "Q2", "Q3", "Q4")

# Beyond the control characters, these are the code points that XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Model(BaseModel):
    """Common base of everything an author may write: frozen, and a field that is not known is a fault."""

    # The docstring under a field is its description in the JSON Schema and in the content guide. They are read when a
    # schema is made: pydantic's use_attribute_docstrings reads every source file at each start. A validator is built when it is
    # first needed (defer_build): a deck uses half of the kinds of slides.
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True, defer_build=True
    )


def shape(value: object) -> str:
    """Say in plain words what a piece of data is: `a list`, `a group of …`, `text`, `nothing`."""
    if value is None:
        return "nothing"
    if isinstance(value, list | tuple):
        return "a list"
    return "a group of `key: value` lines" if isinstance(value, dict) else "text"


def typed_text(value: object) -> str:
    """Give the text as typed, without white space at its ends.

    Raises PydanticCustomError when it is no text, or holds a character that no slide can show.
    """
    if not isinstance(value, str):
        given = "there is nothing" if value is None else f"this is {shape(value)}"
        raise PydanticCustomError("text_expected", "text is expected here, but {given}", {"given": given})
    if not value.isprintable() and (found := _FORBIDDEN.search(value)):
        code = f"U+{ord(found.group()):04X}"
        raise PydanticCustomError("control_character", "this text holds the invisible character {code}", {"code": code})
    return value.strip()


def _plain_text(value: object) -> str:
    text = typed_text(value)
    if not text:
        raise PydanticCustomError("text_expected", "text is expected here, but it is empty", {})
    return text


# What YAML takes for a number is text to us. So is `true`, but then editors would offer it wherever text is expected.
TEXT: dict[str, Any] = {"type": ["string", "number"]}
"""Any text, as a JSON Schema."""
SOME_TEXT: dict[str, Any] = {**TEXT, "pattern": r"\S", "patternErrorMessage": "text is expected here, but it is empty"}
"""Text that is not empty, as a JSON Schema."""


def is_year(value: str) -> str:
    """Let a fiscal year such as FY20-21 through. Raises PydanticCustomError for anything else."""
    found = re.fullmatch(r"FY(\d\d)-(\d\d)", value)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise PydanticCustomError("fiscal_year", "`{value}` is no fiscal year such as FY20-21", {"value": value})
    return value


PlainText = Annotated[str, BeforeValidator(_plain_text), WithJsonSchema(SOME_TEXT)]
"""Text of one line or more in which no markup is read; never empty, no control characters."""


class RichText(Struct, frozen=True):
    """Text with the small inline markup of content (`reader.markup`). `raw` is what was typed, trimmed; it may be empty."""

    raw: str

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The text as paragraphs of runs in the style `body`; markup is read when asked for, and kept (`parse_markup`)."""
        return parse_markup(self.raw)

    @property
    def plain(self) -> str:
        """The bare text, paragraphs on lines of their own, without footnote marks."""
        return "\n".join([paragraph.plain for paragraph in parse_markup(self.raw)])

    @classmethod
    def _validate(cls, value: object) -> RichText:
        return value if isinstance(value, RichText) else cls(typed_text(value))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._validate)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(TEXT)


class MetricId(str):
    """The id of a metric of `data/metrics.yaml`: a type of its own, so that `resolve` finds it by walking values."""

    __slots__ = ()

    @classmethod
    def _validate(cls, value: object) -> MetricId:
        return cls(_plain_text(value))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._validate)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**SOME_TEXT, "description": "The id of a metric of `data/metrics.yaml`."}
