"""Statuses ↔ the words that a deck has for them: on its slides and in sheets."""

from __future__ import annotations

from deckgen.ir.roles import STATUSES, Status
from deckgen.model import Deck
from deckgen.model.deck_settings import DeckSettings


def status_words(deck: Deck) -> dict[Status, str]:
    """Return the words that slides have for statuses: the deck's own, else those of its language."""
    labels = deck.labels.with_statuses(deck.verdicts.own_words)
    return {status: labels[status] for status in STATUSES}


def status_word(deck: Deck, status: Status | str) -> str:
    """Return the word for a status; an empty text stays empty."""
    return next((word for known, word in status_words(deck).items() if known == status), "")


def read_status_word(deck: Deck, text: str) -> Status | None:
    """Return the status that a word of the deck, a colour or its own name names; None for another text."""
    folded = text.strip().casefold()
    words = {word.casefold(): status for status, word in status_words(deck).items()}
    named = DeckSettings(language=deck.language, words=deck.verdicts.own_words).status_named(folded)
    return words.get(folded) or next((status for status in STATUSES if status == named), None)
