"""Entries of results: what is written for a period in; whether it is a result out."""

from __future__ import annotations

from deckgen.model import PeriodResult
from deckgen.quantities import states_no_result
from deckgen.verdicts import stated_status


def has_result(entry: PeriodResult | None, language: str) -> bool:
    """Whether an entry has a result: a text that states one, a status, a score, or a mark.

    A plan or a forecast is none, nor is a text that only announces a result (`TBC`, `300 planned`).
    """
    if entry is None:
        return False
    text = entry.text.raw if entry.text is not None else ""
    has_text = bool(text) and (stated_status(text) is not None or not states_no_result(text, language))
    return has_text or entry.status is not None or entry.score is not None or entry.mark is not None
