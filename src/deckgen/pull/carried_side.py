"""A built deck → one side of `deckgen diff`, made of the values that it carries: results with verdicts, not drawn texts alone."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from deckgen.changes import Side, side_of_deck, side_of_file
from deckgen.changes.sides import ComparedSlide
from deckgen.model import Deck
from deckgen.model.versions import select_slides
from deckgen.pull.base import BaseError, make_base
from deckgen.pull.places import entry_of
from deckgen.pull.reading import open_deck_file
from deckgen.pull.record import Record, read_record
from deckgen.results import OpenDeck

_MAX_GONE = 0.5
"""Share of values without a place in the content from which a deck is taken for another one, or too old."""


class CarriedSide(Struct, frozen=True):
    """The side, or None with the `reason` why a file is only compared as it is drawn; `record` is what it says of itself."""

    side: Side | None
    record: Record
    reason: str = ""


def carried_side(opened: OpenDeck, data: bytes, name: str) -> CarriedSide:
    """Return the side of the built deck `name`: the content as it was then. Raises DeckFileError for a file that is none."""
    package = open_deck_file(data, name)
    record = read_record(package)
    if record.is_newer:
        return CarriedSide(None, record, "it was built by a later deckgen")
    if record.language:
        return CarriedSide(None, record, f"it is in another language ({record.language}), whose texts are translations")
    if not record.has_values:
        return CarriedSide(None, record, "it does not carry the values that it was built with")
    texts = {file: opened.sources[file] for file in opened.deck.documents}
    try:
        base = make_base(opened.deck.folder, opened.deck, texts, record)
    except BaseError as error:
        return CarriedSide(None, record, str(error))
    if len(base.unplaced) > _MAX_GONE * len(record.values):
        return CarriedSide(None, record, "most of what it shows has no place in the content any more")
    shown = {entry_of(page) for page in record.pages.values()}
    side = side_of_deck(base.content, name)
    return CarriedSide(replace(side, slides=_slides(side, side_of_file(data, name), shown)), record)


def _slides(side: Side, drawn: Side, shown: Collection[str]) -> tuple[ComparedSlide, ...]:
    """Return the slides that a file shows; of those that are gone from the content, only what is drawn is known."""
    kept = tuple(slide for slide in side.slides if slide.id in shown)
    ids = {slide.id for slide in kept}
    # The slides that deckgen adds have ids without a section.
    gone = tuple(replace(slide, texts={}) for slide in drawn.slides if "/" in slide.id and slide.id not in ids)
    return kept + gone


def alike(deck: Deck, record: Record) -> Deck:
    """Return the slides of a loaded deck that a file with this record would show."""
    version = record.version if record.version in deck.versions else ""
    return select_slides(deck, version, slides=record.slides or ((record.only,) if record.only else ()))
