"""The content of slides of any kind: `SlideContent`, and `Item`, the entry of a list of texts."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from msgspec import Struct
from pydantic import AfterValidator, ConfigDict, Field, GetJsonSchemaHandler, WithJsonSchema, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from deckgen.model.base import (
    LIST_IN_TEXT_HINT,
    TEXT,
    BuiltOnce,
    Model,
    OptionalRichText,
    OptionalText,
    PlainText,
    RichText,
    describe_shape,
)


class TextOrFields(Model):
    """Base of models that can be written with fields, or as plain text, which is then the field `text_field`."""

    text_field: ClassVar[str] = "text"
    """The field that a plain text stands for, as it is written in files."""

    @model_validator(mode="before")
    @classmethod
    def _expand_text(cls, data: Any) -> Any:
        return expand_text(data, cls.text_field)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        json_schema = handler.resolve_ref_schema(handler(schema))
        # The other keywords apply to objects only, so no `anyOf` is needed, which editors explain badly.
        json_schema["type"] = ["object", *TEXT["type"]]
        field = json_schema["properties"][cls.text_field]
        forms = (field, *field.get("anyOf", ()))
        # A text that may not be empty in its field may not be empty in its place either.
        json_schema |= {key: value for form in forms for key, value in form.items() if key.startswith("pattern")}
        return json_schema


class Item(TextOrFields):
    """One entry of a list of texts: plain text, or `{lead, text, bullets | numbered}`."""

    model_config = ConfigDict(
        defer_build=False,
        json_schema_extra={
            "anyOf": [{"required": [name]} for name in ("lead", "text", "bullets", "numbered")],
            "dependencies": {"bullets": {"properties": {"numbered": False}}},
        },
    )

    lead: OptionalRichText = None
    """The first words of the item, in bold."""
    text: OptionalRichText = None
    """The text of the item."""
    bullets: tuple[RichText, ...] = ()
    """Points one level below the item."""
    numbered: tuple[RichText, ...] = ()
    """Numbered steps one level below the item, instead of `bullets`."""

    @model_validator(mode="after")
    def _require_content(self) -> Self:
        if self.lead is None and self.text is None and not self.bullets and not self.numbered:
            raise PydanticCustomError("empty_item", "this item is empty", {})
        if self.bullets and self.numbered:
            raise PydanticCustomError("two_lists", "an item has either `bullets` or `numbered`, not both", {})
        return self


def expand_text(data: Any, field: str = "text") -> Any:
    """Convert plain text to `{text: …}`, or to another field, for models that can be written either way.

    Raises PydanticCustomError for a list or for None.
    """
    if isinstance(data, str | RichText):
        return {field: data}
    if data is None or isinstance(data, list):
        raise PydanticCustomError(
            "text_or_mapping",
            "text or a group of `key: value` lines is expected here, but this is {given}",
            {"given": describe_shape(data), "hint": LIST_IN_TEXT_HINT if isinstance(data, list) else ""},
        )
    return data


def _validate_slide_id(value: str) -> str:
    if any(char.isspace() or char in "/#~" for char in value):
        raise PydanticCustomError("slide_id", "an id is one word without white space, `/`, `#` or `~`", {})
    return value


SLIDE_ID: dict[str, Any] = {"type": ["string", "number"], "pattern": r"^[^\s/#~]+$"}
VersionNames = Annotated[Annotated[tuple[PlainText, ...], Field(min_length=1)] | None, BuiltOnce()]
"""Names of versions of the deck, as deck.yaml has them under `versions`, or nothing."""
Switch = Annotated[bool, WithJsonSchema({"enum": [True, False, "yes", "no", "on", "off"]})]
"""Yes or no, in each form that YAML has for it."""


FRONT_KINDS = ("cover", "agenda", "scorecard")
"""The kinds of slides that deckgen adds by itself, in their order; each says how in `SlideContent.generated`.

They are named here because finding them among all kinds would import those that a deck does not use.
"""


class GeneratedSlide(Struct, frozen=True):
    """How deckgen adds a slide of a kind by itself; `front` in deck.yaml can leave it out.

    Those slides come first in the deck, in the order of `FRONT_KINDS` unless `front` names another; a slide that is
    `before_divider`, with none of the others after it, comes before the first divider, or else last. One that is
    `with_any_section` is also added to a deck of one section (`--only`). One that `needs_measures` is left out of a deck that
    has no metrics and no key results.
    """

    before_divider: bool = False
    with_any_section: bool = False
    needs_measures: bool = False


class Variant(Struct, frozen=True):
    """Another layout of a kind of slide: its name, and whether it suits a slide, given its content and its context.

    It is used where the brand has a layout `KIND--NAME`, whose slots are those that the kind composes for this variant. `when`
    says in a few words which content it is for; without `suits`, only an author chooses it. One that
    is not `complete` leaves text off the slide, which must be on others: in a deck to read, only an author chooses it. One that
    `needs_full_width` is not chosen beside an aside. `example` is a slide entry for the content guide, empty if the kind's own
    example suits the variant.
    """

    name: str
    when: str
    suits: Callable[[Any, Any], bool] | None = None
    complete: bool = True
    needs_full_width: bool = False
    example: str = ""


class FileSlide(Struct, frozen=True):
    """A slide of another file: the file as content names it, the number of the slide, and how it fits into the deck.

    The number is from 1, or None for the only slide of the file. `brand`: scaled to the body of the slide, in the colours and
    fonts of the brand. `as-is`: in the place and the colours it has.
    """

    file: str
    slide: int | None
    fit: Literal["brand", "as-is"]


class KeptEntry(Struct, frozen=True):
    """The entry of a slide whose edited form another file has: as it was written, and the digest of what it showed then."""

    entry: Mapping[str, Any]
    digest: str


SlideId = Annotated[
    Annotated[PlainText, AfterValidator(_validate_slide_id), WithJsonSchema(SLIDE_ID)] | None, BuiltOnce()
]
"""The id of a slide, or nothing."""


class SlideContent(Model):
    """The fields that a slide of any kind may have; each kind adds its own.

    Once loaded, `title`, `department`, `due` and `language` are those of the section where the slide gives none. A field that
    has a default may be left empty in the file: that is the same as leaving it out.
    """

    label: ClassVar[str] = ""
    """The name of the kind on slides, in English. A language file may translate it."""
    words: ClassVar[Mapping[str, str]] = {}
    """Other words that this kind alone adds to slides, in English, by key. A language file may translate them."""
    lasting: ClassVar[frozenset[str]] = frozenset(
        {"kind", "id", "title", "department", "due", "owner", "hidden", "variant", "language", "in", "not_in"}
    )
    """The fields that stay true when the next period begins; `deckgen roll` asks for all others to be rewritten."""
    generated: ClassVar[GeneratedSlide | None] = None
    """How deckgen adds such a slide by itself; None if only authors add it."""
    divides: ClassVar[bool] = False
    """Whether it begins a part of the deck, whose slides have its title as their eyebrow."""
    opens_deck: ClassVar[bool] = False
    """Whether its title is that of the deck, and stays as it is where another slide has the same."""
    label_in_title: ClassVar[bool] = True
    """Whether its label may be added to a title that several slides have: it says what the slide tells, not how it looks."""
    has_eyebrow: ClassVar[bool] = True
    """Whether it has the title of its part, or of the deck, as its eyebrow."""
    title_states: ClassVar[Literal["finding", "topic", "own"]] = "finding"
    """What its title should state. `finding`: what the slide shows, in a sentence; `topic`: where people look something up, or
    look at pictures; `own`: it is the title of what the slide opens, or a finding that the kind composes."""
    has_key_results: ClassVar[bool] = False
    """Whether its rows are key results: only written statuses are shown, and each needs a goal."""
    lists_sections: ClassVar[bool] = False
    """Whether it lists the sections of the deck: the link at the foot of every slide leads back to it."""
    lists_acronyms: ClassVar[bool] = False
    """Whether its `entries` explain acronyms."""
    variants: ClassVar[tuple[Variant, ...]] = ()
    """Its variants in order of preference: the first that suits the content, and that the brand has, is used."""
    standard_example: ClassVar[str] = ""
    """A slide entry for the content guide that the standard layout suits; empty if the kind's own example shows that."""
    summarises: ClassVar[bool] = False
    """Whether it only repeats results of other slides, so that the scorecard lists them there."""
    names_any_period: ClassVar[bool] = False
    """Whether its texts may name earlier periods without being out of date."""
    compares_with_record: ClassVar[bool] = False
    """Whether it compares results with those of the last period that `history/` records."""

    kind: PlainText
    """The kind of slide."""
    id: SlideId = None
    """The name of the slide in links and reports; by default, its kind."""
    title: OptionalText = None
    """The topic of the slide; by default, the title of the section."""
    headline: OptionalText = Field(default=None, examples=["New editor retention is up 8.6%, above the 5% goal"])
    """The finding, in a sentence: it becomes the title of the slide, with `title` in small type above it."""
    department: OptionalText = None
    """The department that reports, shown at the top right; by default, that of the section."""
    due: OptionalText = None
    """The due date, shown at the top right; by default, that of the section."""
    owner: OptionalText = None
    """Who is responsible for the slide; shown at the top right, and used by `deckgen status`."""
    notes: OptionalRichText = None
    """Speaker notes: what the presenter should say; not shown on the slide."""
    hidden: Switch = False
    """Whether the slide is hidden: it is part of the file, but skipped in the slide show."""
    in_versions: VersionNames = Field(default=None, alias="in", examples=[["board"]])
    """The versions of the deck that have the slide, as deck.yaml names them; the deck itself and all others do not."""
    not_in: VersionNames = Field(default=None, examples=[["board"]])
    """The versions of the deck that do not have the slide."""
    language: OptionalText = Field(default=None, examples=["ar"])
    """The language of the slide, if it is not that of the deck: of the words that deckgen adds, and the direction."""
    variant: OptionalText = None
    """The layout of the slide, if it should not be chosen by its content: a variant of its kind, or `standard`."""

    @property
    def file_slide(self) -> FileSlide | None:
        """The slide of another file that it shows; None for a kind that shows none."""
        return None

    @property
    def kept_entry(self) -> KeptEntry | None:
        """The entry in whose place it stands (`deckgen keep`); None if there is none."""
        return None

    @classmethod
    def english_words(cls) -> dict[str, str]:
        """Return `words`, and the label under `label`."""
        return {**cls.words, "label": cls.label}

    @model_validator(mode="before")
    @classmethod
    def _drop_empty_fields(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or cls._is_required(key)}

    @classmethod
    def _is_required(cls, key: object) -> bool:
        field = next((each for name, each in cls.model_fields.items() if key == (each.alias or name)), None)
        return field is None or field.is_required()

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        json_schema = handler.resolve_ref_schema(handler(schema))
        for name, field in json_schema.get("properties", {}).items():
            if name not in json_schema.get("required", ()):
                json_schema["properties"][name] = {"anyOf": [field, {"type": "null"}]}
        return json_schema
