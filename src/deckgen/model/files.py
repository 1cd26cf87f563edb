"""The files of a deck: what `deck.yaml`, a section file and `data/footnotes.yaml` may say."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.model.base import Model, PlainText, QuarterName, RichText
from deckgen.model.content import from_text

Statuses = Literal["computed", "written", "none"]
"""Which verdicts a deck shows."""
Size = Literal["16:9", "4:3"]
"""The size of the slides; the first is that for which brands are drawn."""
Transition = Literal["none", "fade"]
"""How one slide gives way to the next."""
LONGEST_DATE = 24
"""Characters: as much as has room at the foot of a slide."""
FORMAT = "1"
"""The format of content files that this version reads."""


def _format(value: str) -> str:
    if value != FORMAT:
        raise PydanticCustomError(
            "format",
            "format {value} is not known here; this deckgen reads format {known}",
            {"value": value, "known": FORMAT},
        )
    return value


def _fiscal_year(value: str) -> str:
    found = re.fullmatch(r"FY(\d\d)-(\d\d)", value)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise PydanticCustomError("fiscal_year", "`{value}` is no fiscal year such as FY20-21", {"value": value})
    return value


def _all_different(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if twice is not None:
        raise PydanticCustomError("listed_twice", "`{name}` is listed twice", {"name": twice})
    return names


def is_file_name(value: object) -> bool:
    """Tell whether this is a bare name of a file or folder: one that cannot lead out of its folder."""
    return isinstance(value, str) and re.fullmatch(r"[^\W_][\w.-]*", value) is not None


def _file_name(value: str) -> str:
    if not is_file_name(value):
        raise PydanticCustomError(
            "file_name", "`{value}` cannot be the name of a file or folder here", {"value": value}
        )
    return value


Name = Annotated[PlainText, AfterValidator(_file_name)]
"""The bare name of a file or folder: letters, digits, `-`, `_` and `.`; it cannot lead out of its folder."""


def _none(value: object) -> object:
    return {} if value is None else value


CheckSetting = Literal["on", "off"] | tuple[PlainText, ...]
"""`off` switches a check off; a list names what it lets pass (metrics, acronyms …)."""


class DeckFile(Model):
    """`deck.yaml`. `quarter` is the quarter reported; `sections` are files beside it, in order, without `.yaml`.

    `front` names the slides that deckgen adds (cover, agenda, scorecard); without it, all three. `date` is that of the
    meeting, as it should read at the foot of every slide. `checks` switches rules of `deckgen check` off (docs/checks.md).
    """

    format: Annotated[PlainText, AfterValidator(_format)]
    title: PlainText
    event: PlainText | None = None
    organisation: PlainText | None = None
    fiscal_year: Annotated[PlainText, AfterValidator(_fiscal_year)]
    quarter: QuarterName
    brand: Name = "wikimedia"
    language: Name = "en"
    statuses: Statuses = "computed"
    date: Annotated[PlainText, Field(max_length=LONGEST_DATE)] | None = None
    size: Size = "16:9"
    transition: Transition = "none"
    embed_fonts: bool = False
    front: tuple[Literal["cover", "agenda", "scorecard"], ...] | None = None
    checks: Annotated[dict[PlainText, CheckSetting], BeforeValidator(_none)] = Field(default_factory=dict)
    sections: Annotated[tuple[Name, ...], Field(min_length=1), AfterValidator(_all_different)]


class SectionFile(Model):
    """A section file; `slides` are checked one by one against the model of their kind."""

    title: PlainText
    department: PlainText | None = None
    due: PlainText | None = None
    slides: Annotated[tuple[Any, ...], Field(min_length=1)]


class FootnoteDef(Model):
    """A footnote: `{mark, text}` or plain text. Without `mark` it is numbered (1, 2, 3 …) as the slide uses it."""

    mark: PlainText | None = None
    text: RichText

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return from_text(data)


class Acronyms(Model):
    """The meanings of acronyms by acronym, as in `data/acronyms.yaml` (which has no key above them)."""

    entries: Annotated[dict[str, RichText], BeforeValidator(_none)] = Field(default_factory=dict)
