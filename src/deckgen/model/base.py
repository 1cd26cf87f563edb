"""The base of all content models.

Input: plain data from the reader (`dict`, `list`, `str`, `None`; every scalar is text as typed).
Output: `Model`, the common base class; `RichText`, `PlainText`, `MetricId` and `PictureFile`, the types of text an author writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, cast

from msgspec import Struct
from msgspec.structs import replace
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Paragraph
from deckgen.reader.markup import parse_markup

# Control characters, and the code points that XML 1.0 cannot contain.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Model(BaseModel):
    """Common base of everything an author can write: frozen, and an unknown field is an error."""

    # The docstring under a field is its description in the JSON Schema and in the content guide. Docstrings are read when a
    # schema is generated, because pydantic's use_attribute_docstrings would read every source file at each start. Validators
    # are built at first use (defer_build), because a deck uses only half of the slide kinds; those of models that are parts of
    # many kinds at once, so that every kind shares them (8 ms of a build). Modules of models evaluate their annotations, without
    # `from __future__ import annotations`: pydantic would compile those of a base for each of its subclasses (12 ms).
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True, defer_build=True
    )


def describe_shape(value: object) -> str:
    """Describe a piece of data in plain words: `a list`, `a group of …`, `text`, `nothing`."""
    if value is None:
        return "nothing"
    if isinstance(value, list | tuple):
        return "a list"
    return "a group of `key: value` lines" if isinstance(value, dict) else "text"


def typed_text(value: object) -> str:
    """The text as typed, without white space at its ends.

    Raises PydanticCustomError if it is not text, or contains a character that no slide can show.
    """
    if not isinstance(value, str):
        given = "there is nothing" if value is None else f"this is {describe_shape(value)}"
        raise PydanticCustomError("text_expected", "text is expected here, but {given}", {"given": given})
    if not value.isprintable() and (match := _FORBIDDEN.search(value)):
        code = f"U+{ord(match.group()):04X}"
        raise PydanticCustomError(
            "control_character", "this text contains the invisible character {code}", {"code": code}
        )
    return value.strip()


def _validate_plain_text(value: object) -> str:
    text = typed_text(value)
    if not text:
        raise PydanticCustomError("text_expected", "text is expected here, but it is empty", {})
    return text


# Values that YAML reads as numbers are text here. So is `true`, but editors would then suggest it wherever text is expected.
TEXT: dict[str, Any] = {"type": ["string", "number"]}
"""Any text, as a JSON Schema."""
NON_EMPTY_TEXT: dict[str, Any] = {
    **TEXT,
    "pattern": r"\S",
    "patternErrorMessage": "text is expected here, but it is empty",
}
"""Text that is not empty, as a JSON Schema."""


class _TextValidator(Struct, frozen=True):
    """A validator of a text before pydantic's own: `BeforeValidator` would look at the function's signature at 200 fields."""

    validate: Callable[[object], str]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.validate, handler(source))


class BuiltOnce:
    """Marks `type | None` of fields that many models have: what validates it is built for the first of them, and shared.

    pydantic would build it for each field: 400 times for the example deck, 70 µs each. What is in one `Annotated` with the mark
    must not have a JSON Schema of its own, which pydantic collects as it builds; what is in a part of the union may.
    """

    def __init__(self) -> None:
        self._schema: CoreSchema | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        if self._schema is None:
            self._schema = handler(source)
        # pydantic adds to the metadata of a schema what it finds at the field.
        return cast(CoreSchema, {**self._schema, "metadata": {**self._schema.get("metadata", {})}})


PlainText = Annotated[str, _TextValidator(_validate_plain_text), WithJsonSchema(NON_EMPTY_TEXT)]
"""Text without markup, of one or more lines; never empty, no control characters."""
OptionalText = Annotated[PlainText | None, BuiltOnce()]
"""The same, where it may be missing."""


LIST_IN_TEXT_HINT = "write `|-` after the key, and its items under it, each on a line that starts with `- `"
"""How to write a list where text with markup is expected."""


class RichText(Struct, frozen=True):
    """Text with the small inline markup of content (`reader.markup`). `raw` is what was typed, trimmed; it may be empty.

    `origins` is where it was written (see `text_origins`); a text that deckgen joins from several has those of all of them.
    Without `has_lists`, lines that begin like items stay as typed.
    """

    raw: str
    origins: tuple[Origin, ...] = ()
    has_lists: bool = True

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The text as paragraphs of runs in the style `body`; markup is parsed on access and cached (`parse_markup`)."""
        paragraphs = parse_markup(self.raw, self.has_lists)
        if not self.origins:
            return paragraphs
        if len(paragraphs) == 1:
            return (Paragraph(paragraphs[0].runs, origins=self.origins),)
        return tuple([replace(p, origins=self.origins) for p in paragraphs])

    @property
    def plain(self) -> str:
        """The text without markup, bullets and footnote marks, each paragraph on a line of its own."""
        paragraphs = parse_markup(self.raw, self.has_lists)
        return paragraphs[0].plain_text if len(paragraphs) == 1 else "\n".join([p.plain_text for p in paragraphs])

    @classmethod
    def _validate(cls, value: object) -> RichText:
        if isinstance(value, list):
            raise PydanticCustomError(
                "text_expected", "text is expected here, but this is a list", {"hint": LIST_IN_TEXT_HINT}
            )
        return value if isinstance(value, RichText) else cls(typed_text(value))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._validate)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(TEXT)


OptionalRichText = Annotated[RichText | None, BuiltOnce()]
"""Text with markup, where it may be missing."""


def _require_filled(value: RichText) -> RichText:
    if not value.raw:
        raise PydanticCustomError("text_expected", "text is expected here, but it is empty", {})
    return value


FilledText = Annotated[RichText, AfterValidator(_require_filled), WithJsonSchema(NON_EMPTY_TEXT)]
"""Text with markup that is not empty."""


class MetricId(str):
    """The id of a metric of `data/metrics.yaml`: a separate type, so that `resolve` can find metric ids among other values."""

    __slots__ = ()

    @classmethod
    def _validate(cls, value: object) -> MetricId:
        return cls(_validate_plain_text(value))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._validate)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**NON_EMPTY_TEXT, "description": "The id of a metric of `data/metrics.yaml`."}


class PictureFile(str):
    """The name of a picture file, relative to the deck's folder: a separate type, so that the build can find all of them."""

    __slots__ = ()

    @classmethod
    def _validate(cls, value: object) -> PictureFile:
        return cls(_validate_plain_text(value))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._validate)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(NON_EMPTY_TEXT)
