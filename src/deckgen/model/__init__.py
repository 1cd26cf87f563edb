"""The content that authors write, as validated models: plain data with spans in, a `Deck` with issues out."""

from deckgen.model.base import FilledText, MetricId, Model, PictureFile, PlainText, RichText
from deckgen.model.content import (
    FileSlide,
    GeneratedSlide,
    Item,
    KeptEntry,
    SlideContent,
    Switch,
    TextOrFields,
    Variant,
)
from deckgen.model.deck import Deck, DefinedNames, Section, SlideEntry
from deckgen.model.files import Acronyms, DeckFile, FootnoteDef, SectionFile
from deckgen.model.labels import Labels
from deckgen.model.loading import load_deck
from deckgen.model.metrics import Measured, MeasureLine, Metric, PeriodResult, Row
from deckgen.model.period_keys import PeriodName, PeriodRange, PeriodRangeInYear
from deckgen.verdicts import Better

__all__ = [
    "Acronyms",
    "Better",
    "Deck",
    "DeckFile",
    "DefinedNames",
    "FileSlide",
    "FilledText",
    "FootnoteDef",
    "GeneratedSlide",
    "Item",
    "KeptEntry",
    "Labels",
    "MeasureLine",
    "Measured",
    "Metric",
    "MetricId",
    "Model",
    "PeriodName",
    "PeriodRange",
    "PeriodRangeInYear",
    "PeriodResult",
    "PictureFile",
    "PlainText",
    "RichText",
    "Row",
    "Section",
    "SectionFile",
    "SlideContent",
    "SlideEntry",
    "Switch",
    "TextOrFields",
    "Variant",
    "load_deck",
]
