"""Records of what a deck presents: models of `history/<period>.yaml` and `history/frozen.yaml`.

deckgen writes these files and reads them; people only look at them.
"""

from typing import Annotated, Literal

from msgspec import Struct
from pydantic import BeforeValidator, Field, WithJsonSchema

from deckgen.ir.roles import Status
from deckgen.model.base import TEXT, Model, PlainText
from deckgen.periods import Period
from deckgen.reader import Document

_NUMBER_AND_UNIT = r"^-?\d+(\.\d+)?(e[+-]\d+)?( .+)?$"
_NumberAndUnit = Annotated[
    PlainText, Field(pattern=_NUMBER_AND_UNIT), WithJsonSchema({**TEXT, "pattern": _NUMBER_AND_UNIT})
]


def _empty_mapping(value: object) -> object:
    return {} if value is None else value


def _empty_list(value: object) -> object:
    return [] if value is None else value


class RecordedResult(Model):
    """A result as it was presented, in one period."""

    text: PlainText | None = Field(default=None, examples=["+8.1% YoY (92K/mo)"])
    """The result as typed."""
    status: Status | None = None
    """The status that the deck showed of it."""
    value: _NumberAndUnit | None = Field(default=None, examples=["1234000 EUR"])
    """Its number and unit, where the content says them outright."""
    score: PlainText | None = Field(default=None, examples=["0.7"])
    """Its score."""
    mark: Literal["delivered"] | None = None
    """Its mark."""


class RecordedLine(Model):
    """A metric, a key result, a part or one of several `measures`, with its results of the year."""

    id: PlainText = Field(examples=["active-editors"])
    """Its id, as `deckgen status` shows it."""
    name: PlainText = Field(examples=["Active editors"])
    """Its short name."""
    owner: PlainText | None = None
    """Who supplies its results."""
    goal: PlainText | None = Field(default=None, examples=["+5% YoY"])
    """Its goal as typed."""
    baseline: PlainText | None = None
    """Its baseline as typed."""
    plan: PlainText | None = None
    """What is planned."""
    forecast: PlainText | None = None
    """What is expected, and its status."""
    results: Annotated[dict[PlainText, RecordedResult], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
    """Its results by period."""


class RecordedSlide(Model):
    """A slide: its title, or while the figures are frozen, the figures in it."""

    id: PlainText = Field(examples=["ip-masking/key-results"])
    """The id of the slide."""
    title: PlainText | None = None
    """Its title as presented."""
    figures: Annotated[tuple[PlainText, ...], BeforeValidator(_empty_list)] = ()
    """The figures in its texts, tables and charts, besides results; only in `frozen.yaml`."""


class DeckRecord(Model):
    """What a deck presented in a period: results, goals, verdicts and titles. deckgen writes it; do not change it."""

    format: Annotated[Literal["1"], WithJsonSchema({"enum": [1, "1"]})]
    """The format of the file: `1`."""
    title: PlainText
    """The title of the deck."""
    year: PlainText = Field(examples=["FY20-21"])
    """The reported year."""
    period: PlainText = Field(examples=["Q2"])
    """The reported period."""
    frozen: PlainText | None = Field(default=None, examples=["2021-01-27"])
    """The day on which the figures were frozen; only in `frozen.yaml`."""
    results: Annotated[tuple[RecordedLine, ...], BeforeValidator(_empty_list)] = ()
    """What has results, in the order of the slides."""
    slides: Annotated[tuple[RecordedSlide, ...], BeforeValidator(_empty_list)] = ()
    """The slides in order."""


class Records(Struct, frozen=True):
    """The records in a deck's folder `history`, each with its file as read.

    `last` is what the deck presented in `last_period`, the latest one before the reported period of which there is a record;
    `current` is what it presented in the reported period already, and `frozen` are figures that were frozen.
    """

    last: DeckRecord | None = None
    last_period: Period | None = None
    last_document: Document | None = None
    frozen: DeckRecord | None = None
    frozen_document: Document | None = None
    current: DeckRecord | None = None
