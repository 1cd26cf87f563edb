"""The files of a deck: models of `deck.yaml`, section files and `data/footnotes.yaml`."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from deckgen.model.base import Model, PlainText, QuarterName, RichText, validate_fiscal_year
from deckgen.model.content import SWITCH, TextOrFields

Statuses = Literal["computed", "written", "none"]
"""Which statuses a deck shows."""
Size = Literal["16:9", "4:3"]
"""The size of the slides; brands are designed for the first one."""
Transition = Literal["none", "fade"]
"""The transition between slides."""
MAX_DATE_LENGTH = 24
"""Characters: the number that fits into the footer of a slide."""
FORMAT = "1"
"""The format of content files that this version reads."""


def _validate_format(value: str) -> str:
    if value != FORMAT:
        raise PydanticCustomError(
            "format",
            "format {value} is not supported; this version of deckgen reads format {known}",
            {"value": value, "known": FORMAT},
        )
    return value


_YEAR_JSON = {
    "type": "string",
    "pattern": r"^FY\d\d-\d\d$",
    "patternErrorMessage": "write the two years it spans, as in FY20-21",
}


def _reject_duplicates(names: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise PydanticCustomError("listed_twice", "`{name}` is listed twice", {"name": name})
        seen.add(name)
    return names


def is_file_name(value: object) -> bool:
    """Whether this is the bare name of a file or folder, which cannot lead out of its folder."""
    return isinstance(value, str) and re.fullmatch(r"[^\W_][\w.-]*", value) is not None


def _validate_file_name(value: str) -> str:
    if not is_file_name(value):
        raise PydanticCustomError(
            "file_name", "`{value}` cannot be the name of a file or folder here", {"value": value}
        )
    return value


_NAME_JSON = {"type": ["string", "number"], "pattern": r"^[^\s_.\-/\\:][^\s/\\:]*$"}
Name = Annotated[PlainText, AfterValidator(_validate_file_name), WithJsonSchema(_NAME_JSON)]
"""The bare name of a file or folder: letters, digits, `-`, `_` and `.`; it cannot lead out of its folder."""


def _empty_mapping(value: object) -> object:
    return {} if value is None else value


CheckSetting = Literal["on", "off"] | tuple[PlainText, ...]
"""`off` switches a rule off; a list names what it allows (metrics, acronyms …)."""


class DeckFile(Model):
    """`deck.yaml`: the title of the deck, the quarter that it reports, and its sections in order."""

    format: Annotated[PlainText, AfterValidator(_validate_format), WithJsonSchema({"enum": [1, "1"]})]
    """The format of the content files: `1`."""
    title: PlainText = Field(examples=["Thriving Movement"])
    """The title of the deck, as shown on its cover."""
    event: PlainText | None = Field(default=None, examples=["Tuning session"])
    """The event at which the deck is presented."""
    organisation: PlainText | None = Field(default=None, examples=["Wikimedia Foundation"])
    """The organisation, as shown on the cover."""
    fiscal_year: Annotated[PlainText, AfterValidator(validate_fiscal_year), WithJsonSchema(_YEAR_JSON)] = Field(
        examples=["FY20-21"]
    )
    """The reported fiscal year, as the two years that it spans."""
    quarter: QuarterName
    """The reported quarter; later quarters show an en dash. `deckgen roll` advances it."""
    brand: Name = Field(default="wikimedia", examples=["wikimedia"])
    """The brand (colours, fonts, layouts): the name of a folder in `layouts/`."""
    language: Name = Field(default="en", examples=["en"])
    """The language of the deck, for the words that deckgen adds and for spelling and hyphenation."""
    statuses: Statuses = "computed"
    """Which statuses are shown: written ones and those computed from result and goal, only `written` ones, or none."""
    date: Annotated[PlainText, Field(max_length=MAX_DATE_LENGTH)] | None = Field(
        default=None, examples=["28 January 2021"]
    )
    """The date of the meeting, as it should appear at the foot of every slide."""
    size: Size = "16:9"
    """The aspect ratio of the slides."""
    transition: Transition = "none"
    """The transition between slides."""
    embed_fonts: Annotated[bool, WithJsonSchema(SWITCH)] = False
    """Whether the fonts of the brand are embedded in the file."""
    front: tuple[PlainText, ...] | None = None
    """The slides that deckgen adds by itself, by kind; by default, all of these kinds. `[]` adds none."""
    checks: Annotated[dict[PlainText, CheckSetting], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
    """Rules of `deckgen check` (see `deckgen check --rules`) that are switched off, or findings that they allow."""
    sections: Annotated[
        tuple[Name, ...],
        Field(min_length=1, json_schema_extra={"uniqueItems": True}),
        AfterValidator(_reject_duplicates),
    ]
    """The section files next to deck.yaml, in order, without `.yaml`."""


class SectionFile(Model):
    """A section file; `slides` are checked one by one against the model of their kind."""

    title: PlainText = Field(examples=["IP Masking"])
    """The title of the section, and of its slides that have no `title`."""
    department: PlainText | None = Field(default=None, examples=["Product"])
    """The department that reports; a slide may name another."""
    due: PlainText | None = Field(default=None, examples=["EOY", "Q4 FY20-21"])
    """The due date; a slide may name another."""
    slides: Annotated[tuple[Any, ...], Field(min_length=1)]
    """The slides in order; each begins with `- kind: …`."""


class FootnoteDef(TextOrFields):
    """A footnote: `{mark, text}` or plain text. Without `mark`, the footnotes of a slide are numbered (1, 2, 3 …)."""

    mark: PlainText | None = Field(default=None, examples=["*"])
    """The mark of the footnote; by default, footnotes are numbered in the order in which the slide uses them."""
    text: RichText = Field(examples=["Estimated from a sample of one week."])
    """The text of the footnote."""


class Acronyms(Model):
    """The meanings of acronyms by acronym, as in `data/acronyms.yaml` (which has no key above them)."""

    entries: Annotated[dict[str, RichText], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
