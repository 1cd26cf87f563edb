"""The files of a deck: models of `deck.yaml`, section files and `data/footnotes.yaml`."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from deckgen.io.spelling import folded_name, is_reserved
from deckgen.model.base import TEXT, Model, OptionalText, PlainText, RichText
from deckgen.model.content import Switch, TextOrFields, VersionNames
from deckgen.model.foot_texts import check_date_form, check_footer
from deckgen.model.verdict_fields import VerdictSettings
from deckgen.periods import MONTHS, PERIOD_PATTERN, QUARTERS, YEAR_PATTERN

Statuses = Literal["computed", "written", "none"]
"""Which statuses a deck shows."""
Size = Literal["16:9", "4:3"]
"""The size of the slides; brands are designed for the first one."""
Transition = Literal["none", "fade"]
Density = Literal["present", "read"]
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


def _matching(pattern: str, message: str) -> WithJsonSchema:
    return WithJsonSchema({**TEXT, "pattern": f"^{pattern}$", "patternErrorMessage": message})


_YearText = Annotated[PlainText, _matching(YEAR_PATTERN, "write a year such as 2026, FY2025 or 2024/25")]
_PeriodText = Annotated[PlainText, _matching(PERIOD_PATTERN, "write a period such as Q2, H1, T3 or 2026-03")]
_QuarterText = Annotated[PlainText, WithJsonSchema({"enum": [f"Q{number}" for number in range(1, QUARTERS.count + 1)]})]
_MonthText = Annotated[PlainText, _matching(MONTHS.pattern, "write a month such as 2024-07")]


def _reject_duplicates(names: tuple[str, ...]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.get(folded_name(name))
        if other == name:
            raise PydanticCustomError("listed_twice", "`{name}` is listed twice", {"name": name})
        if other is not None:
            hint = "give one of the two another name: Windows and macOS ignore case"
            message = "`{name}` and `{other}` are one file on many systems"
            raise PydanticCustomError("listed_twice", message, {"name": name, "other": other, "hint": hint})
        seen[folded_name(name)] = name
    return names


def is_file_name(value: object) -> bool:
    """Whether this can be the bare name of a file or folder on every system; it cannot lead out of its folder."""
    return isinstance(value, str) and re.fullmatch(r"[^\W_][\w.-]*", value) is not None and not is_reserved(value)


def _validate_file_name(value: str) -> str:
    if is_reserved(value):
        message = "a file or folder cannot be called `{value}` on Windows"
        raise PydanticCustomError("file_name", message, {"value": value, "hint": "give it another name"})
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


_ADDRESS = r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]+"


def _validate_address(value: str) -> str:
    if not re.fullmatch(_ADDRESS, value):
        message = "`{value}` is not an e-mail address"
        hint = "write one address, as in `legal@example.org`"
        raise PydanticCustomError("address", message, {"value": value[:60], "hint": hint})
    return value


Address = Annotated[
    PlainText, AfterValidator(_validate_address), _matching(_ADDRESS, "write an address such as legal@example.org")
]
"""An e-mail address."""


CheckSetting = Literal["on", "off"] | tuple[PlainText, ...]
"""`off` switches a rule off; a list names what it allows (metrics, acronyms …)."""


_LABELS_JSON: dict[str, Any] = {
    "type": ["object", "null"],
    "additionalProperties": {"type": ["string", "number", "object", "null"]},
}
"""The words of labels are read by `label_checks`, which knows all of them."""


class DeckVersion(Model):
    """A version of the deck for other readers: the same results, on some of the slides, in a file of its own."""

    only: Annotated[tuple[PlainText, ...], Field(min_length=1)] | None = Field(
        default=None, examples=[["overview", "scorecard", "decisions"]]
    )
    """The sections (`overview`), slides (`overview/people`) and added slides (`agenda`, `scorecard`) that it shows besides the
    cover, in the order of the deck; by default, all."""
    density: Density | None = None
    """As `density` of the deck, which is the default."""
    handout: Switch | None = None
    """As `handout` of the deck, which is the default."""


class DeckFile(Model):
    """`deck.yaml`: the title of the deck, the period that it reports, and its sections in order."""

    # What the period and the year must be is checked by `reported_period`, also where another field is wrong.
    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                {"oneOf": [{"required": [name]} for name in names]}
                for names in (("period", "quarter"), ("year", "fiscal_year"))
            ]
        }
    )

    format: Annotated[PlainText, AfterValidator(_validate_format), WithJsonSchema({"enum": [1, "1"]})]
    """The format of the content files: `1`."""
    title: PlainText = Field(examples=["Thriving Movement"])
    """The title of the deck, as shown on its cover."""
    event: OptionalText = Field(default=None, examples=["Tuning session"])
    """The event at which the deck is presented."""
    organisation: OptionalText = Field(default=None, examples=["Wikimedia Foundation"])
    """The organisation, as shown on the cover."""
    year: _YearText | None = Field(default=None, examples=["2026", "FY2025", "2024/25"])
    """The reported year, spelled as the organisation does; `deckgen roll` keeps the spelling."""
    period: _PeriodText | None = Field(default=None, examples=["Q2", "H1", "T3", "2026-03"])
    """The reported quarter, half-year, trimester or month; later ones show an en dash. `deckgen roll` advances it."""
    fiscal_year: _YearText | None = Field(default=None, examples=["FY20-21"])
    """The same as `year`."""
    quarter: _QuarterText | None = None
    """The same as `period`, for quarters."""
    year_starts: _MonthText | None = Field(default=None, examples=["2024-07"])
    """The month in which the reported year begins; needed where months are reported, unless the year begins in January."""
    brand: Name = Field(default="wikimedia", examples=["wikimedia"])
    """The brand (colours, fonts, layouts): the name of a folder in `layouts/`."""
    language: Name = Field(default="en", examples=["en"])
    """The language of the deck, for the words that deckgen adds and for spelling and hyphenation."""
    labels: Annotated[Any, WithJsonSchema(_LABELS_JSON)] = Field(default=None, examples=[{"goal": "Target"}])
    """Other words for single labels: what deckgen itself puts on slides, by the keys that `deckgen labels en` shows."""
    statuses: Statuses | None = None
    """Which statuses are shown: the same as `show` under `verdicts`."""
    verdicts: VerdictSettings = Field(default_factory=VerdictSettings)
    """How results are judged, and which statuses are shown."""
    date: Annotated[PlainText, Field(max_length=MAX_DATE_LENGTH)] | None = Field(
        default=None, examples=["28 January 2021"]
    )
    """The date of the meeting, as it should appear at the foot of every slide."""
    date_form: Annotated[PlainText, AfterValidator(check_date_form)] | None = Field(
        default=None, examples=["long", "d MMM y"]
    )
    """The form of the date: `short`, `medium`, `long`, `full`, or a pattern such as `d MMM y`. Without it, and without one in
    the brand, the date appears as written."""
    footer: Annotated[PlainText, AfterValidator(check_footer)] | None = Field(default=None, examples=["Confidential"])
    """The text at the foot of every slide, instead of title, event and period; `{title}`, `{event}`, `{period}` and
    `{organisation}` in it stand for these. `none` leaves it out."""
    size: Size = "16:9"
    """The aspect ratio of the slides."""
    density: Density = "present"
    """Whether slides are shown to an audience, with text as large as the page allows, or sent round and read."""
    transition: Transition = "none"
    """The transition between slides."""
    embed_fonts: Switch = False
    """Whether the fonts of the brand are embedded in the file."""
    carry_content: Switch = True
    """Whether the file carries the values that its slides and notes show, so that edits made in PowerPoint find the way back
    (`deckgen pull`). A handout never does."""
    handout: Switch = False
    """Whether the deck is built as a handout: without speaker notes, hidden slides, and what only the authors need, and with
    a PDF beside it."""
    versions: Annotated[dict[Name, DeckVersion | None], BeforeValidator(_empty_mapping)] = Field(
        default_factory=dict, examples=[{"board": {"only": ["overview", "decisions"], "density": "read"}}]
    )
    """Versions of the deck for other readers, by name; each is built into a file of its own, which has the name at its end."""
    front: tuple[PlainText, ...] | None = None
    """The slides that deckgen adds by itself, by kind and in this order; by default, all of these kinds. `[]` adds none. A
    scorecard at the end comes before the first divider."""
    owners: Annotated[dict[PlainText, Address], BeforeValidator(_empty_mapping)] = Field(
        default_factory=dict, examples=[{"Legal": "legal@example.org"}]
    )
    """The e-mail addresses of those who supply results, by the names that `owner` and `department` have; not shown in the deck.
    `deckgen status --mail` writes to them."""
    results_due: OptionalText = Field(default=None, examples=["15 January"])
    """By when results are due, for the mails of `deckgen status --mail`; not shown in the deck."""
    checks: Annotated[dict[PlainText, CheckSetting], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
    """Rules of `deckgen check` (see `deckgen check --rules`) that are switched off, or findings that they allow."""
    sections: Annotated[
        tuple[Name, ...],
        Field(min_length=1, json_schema_extra={"uniqueItems": True}),
        AfterValidator(_reject_duplicates),
    ]
    """The section files next to deck.yaml, in order, without `.yaml`."""

    @model_validator(mode="after")
    def _says_once_what_is_shown(self) -> Self:
        if self.statuses is not None and self.verdicts.show is not None:
            hint = "remove `statuses`, which is the same as `show` under `verdicts`"
            raise PydanticCustomError(
                "two_names",
                "`statuses` and `verdicts: show` are two names of one setting",
                {"at": ("statuses",), "hint": hint},
            )
        return self


class SectionFile(Model):
    """A section file; `slides` are checked one by one against the model of their kind."""

    title: PlainText = Field(examples=["IP Masking"])
    """The title of the section, and of its slides that have no `title`."""
    department: OptionalText = Field(default=None, examples=["Product"])
    """The department that reports; a slide may name another."""
    due: OptionalText = Field(default=None, examples=["EOY", "Q4 FY20-21"])
    """The due date; a slide may name another."""
    language: OptionalText = Field(default=None, examples=["ar"])
    """The language of its slides, if it is not that of the deck; a slide may name another."""
    in_versions: VersionNames = Field(default=None, alias="in", examples=[["board"]])
    """The versions of the deck that have the section, as deck.yaml names them; the deck itself and all others do not."""
    not_in: VersionNames = Field(default=None, examples=[["board"]])
    """The versions of the deck that do not have the section."""
    slides: Annotated[tuple[Any, ...], Field(min_length=1)]
    """The slides in order; each begins with `- kind: …`."""


class FootnoteDef(TextOrFields):
    """A footnote: `{mark, text, editorial}` or plain text. Without `mark`, the footnotes of a slide are numbered (1, 2, 3 …)."""

    mark: OptionalText = Field(default=None, examples=["*"])
    """The mark of the footnote; by default, footnotes are numbered in the order in which the slide uses them."""
    text: RichText = Field(examples=["Estimated from a sample of one week."])
    """The text of the footnote."""
    editorial: Switch = False
    """Whether it is a remark for editors and presenters: its text is in the speaker notes, and no mark of it on the slide."""


class Acronyms(Model):
    """The meanings of acronyms by acronym, as in `data/acronyms.yaml` (which has no key above them)."""

    entries: Annotated[dict[str, RichText], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
