"""What a slide may say, whatever its kind: `SlideContent`, and `Item`, the entry of a list of texts."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from deckgen.model.base import Model, PlainText, RichText, shape


class Item(Model):
    """One entry of a list of texts: plain text, or `{lead, text, bullets | numbered}`.

    `lead` opens the item (set in bold), `bullets` or `numbered` stand one level below it.
    """

    lead: RichText | None = None
    text: RichText | None = None
    bullets: tuple[RichText, ...] = ()
    numbered: tuple[RichText, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return from_text(data)

    @model_validator(mode="after")
    def _says_something(self) -> Item:
        if self.lead is None and self.text is None and not self.bullets and not self.numbered:
            raise PydanticCustomError("empty_item", "this item says nothing", {})
        if self.bullets and self.numbered:
            raise PydanticCustomError("two_lists", "an item has either `bullets` or `numbered`, not both", {})
        return self


def from_text(data: Any) -> Any:
    """Take plain text for `{text: …}`; used by models that may be written either way.

    Raises PydanticCustomError for a list or for nothing at all.
    """
    if isinstance(data, str | RichText):
        return {"text": data}
    if data is None or isinstance(data, list):
        raise PydanticCustomError(
            "text_or_mapping",
            "text or a group of `key: value` lines is expected here, but this is {given}",
            {"given": shape(data)},
        )
    return data


def _slide_id(value: str) -> str:
    if any(char.isspace() or char in "/#~" for char in value):
        raise PydanticCustomError("slide_id", "an id is one word without white space, `/`, `#` or `~`", {})
    return value


class SlideContent(Model):
    """The fields that a slide of any kind may have; each kind adds its own.

    Once loaded, `title`, `department` and `due` are those of the section where the slide gives none. A field that
    has a default may be left empty in the file: that is the same as leaving it out.
    """

    kind: PlainText
    id: Annotated[PlainText, AfterValidator(_slide_id)] | None = None
    title: PlainText | None = None
    headline: PlainText | None = None
    department: PlainText | None = None
    due: PlainText | None = None
    owner: PlainText | None = None
    notes: RichText | None = None
    hidden: bool = False

    @model_validator(mode="before")
    @classmethod
    def _empty_is_left_out(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or cls._needs(key)}

    @classmethod
    def _needs(cls, key: object) -> bool:
        field = cls.model_fields.get(key) if isinstance(key, str) else None
        return field is None or field.is_required()
