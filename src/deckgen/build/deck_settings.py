"""The settings in deck.yaml → the values that layout and writer need: the deck's information, words and size."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen import layout
from deckgen.brand.types import Brand, Look
from deckgen.build import foot_texts
from deckgen.build.tracker import find_tracker
from deckgen.ir.frames import DeckFrames, LanguageTexts, PresentationOptions
from deckgen.kinds import content_models
from deckgen.model import Deck, Labels
from deckgen.model.meeting_day import read_day


def deck_info(deck: Deck, look: Look) -> layout.DeckInfo:
    """Return what is the same on every slide or in the file's properties: title, subject, footer, language, date."""
    labels = deck.labels
    period = labels.reported(deck.period)
    footer, footer_key = foot_texts.footer(deck, look)
    subject = " · ".join(part for part in (deck.event, period) if part)
    return layout.DeckInfo(
        deck.title,
        subject,
        deck.organisation or "",
        footer,
        deck.language,
        date=foot_texts.shown_date(deck, look),
        file=deck.file,
        footer_key=footer_key,
    )


def wording(deck: Deck) -> layout.Wording:
    """Return the words that layout adds to slides, in the languages of deck and slides: "(continued)" and "Draft"."""
    others = tuple((language, _wording(labels)) for language, labels in deck.other_labels.items())
    return replace(_wording(deck.labels), others=others)


def _wording(labels: Labels) -> layout.Wording:
    return layout.Wording(labels["continued"].replace(" ", "\u00a0"), labels["draft"])


def presentation_options(deck: Deck, frames: DeckFrames, brand: Brand) -> PresentationOptions:
    """Return the date and its day, the link back to the first page with the sections, transition, tracker and prompts."""
    models = content_models()
    target = next((page.id for page in frames.pages if models[page.kind].lists_sections), "")
    back = deck.labels["back"] if target else ""
    day = read_day(deck.date or "", deck.written_in)
    tracker = find_tracker(deck, frames, brand.tracker)
    date, handout = foot_texts.shown_date(deck, brand.look), deck.is_handout
    others = {
        language: LanguageTexts(
            foot_texts.shown_date(deck, brand.look, language), labels["back"] if target else "", labels.prompts()
        )
        for language, labels in deck.other_labels.items()
    }
    return PresentationOptions(
        date, back, deck.transition, target, day, tracker, handout, deck.labels.prompts(), deck.translated is not None,
        others,
    )  # fmt: skip


def without_notes(frames: DeckFrames) -> DeckFrames:
    """Return the slides of a handout, without what their presenter should say."""
    return replace(frames, pages=tuple(replace(page, notes=()) if page.notes else page for page in frames.pages))


def other_size(deck: Deck) -> str | None:
    """Return the size of the slides; None for 16:9, for which every brand is drawn."""
    return None if deck.size == "16:9" else deck.size


def with_draft_footer(frames: DeckFrames, word: str) -> DeckFrames:
    """Add the word for "draft" to the footer of every slide, unless it is there already."""
    if frames.footer.endswith(word):
        return frames
    return replace(frames, footer=f"{frames.footer} · {word}" if frames.footer else word)
