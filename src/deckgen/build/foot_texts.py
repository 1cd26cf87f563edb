"""Footer and date of a deck: the settings of deck.yaml, else those of the brand, else the defaults."""

from __future__ import annotations

from deckgen.brand.types import Look
from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.model import Deck
from deckgen.model.cldr import day_text
from deckgen.model.foot_texts import DEFAULT_FOOTER, footer_parts
from deckgen.model.meeting_day import read_day

_TRANSLATED_FORM = "long"
"""The form of a date that was written in another language, if neither the deck nor the brand asks for one."""


def footer(deck: Deck, look: Look) -> tuple[tuple[str, ...], str]:
    """Return the parts of the footer, and the key of deck.yaml that decides what it says."""
    text, key = DEFAULT_FOOTER, "title"
    if look.footer:
        text, key = look.footer, "brand"
    if deck.footer:
        text, key = deck.footer, "footer"
    period = deck.labels.reported(deck.period)
    organisation = deck.organisation or ""
    return footer_parts(
        text, {"title": deck.title, "event": deck.event or "", "period": period, "organisation": organisation}
    ), key


def shown_date(deck: Deck, look: Look, language: str = "") -> str:
    """Return the date at the foot of the slides: in the form that is asked for if it names one day, else as it is written.

    `language` is that of the slides, if it is not that of the deck.
    """
    form, written = deck.date_form or look.date_form or (_TRANSLATED_FORM if deck.translated else ""), deck.date or ""
    day = read_day(written, deck.written_in) if form else None
    return day_text(day, form, language or deck.language) if form and day else written


def date_issues(deck: Deck, look: Look) -> list[Issue]:
    """Return a warning if a date is to have a form, but cannot be read as one day."""
    if not (deck.date and (deck.date_form or look.date_form)) or read_day(deck.date, deck.written_in):
        return []
    message = f"“{deck.date}” is not understood as one day, and is shown as it is written"
    hint = "write it as year-month-day, as in 2021-01-28"
    return [make_issue("date-form", message, Origin(file=deck.file, path=("date",)), hint)]
