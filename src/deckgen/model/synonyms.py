"""Words that people write for a field, a status or a kind, and that deckgen calls otherwise.

A word is looked up among the names that are known where it stands, so one word may stand for different names.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from deckgen.diagnostics.suggestions import did_you_mean, hint_for

_WORDS = {
    # fields
    "goal": "target targets aim",
    "quarters": "actual actuals results values outcome outcomes",
    "periods": "months half_years trimesters",
    "baseline": "base start initial before",
    "name": "label title heading kpi indicator",
    "title": "name heading",
    "headline": "subtitle message takeaway",
    "text": "description content body comment",
    "ask": "question decision request",
    "options": "choices alternatives",
    "situation": "context background problem",
    "impact": "consequence consequences effect",
    "recommendation": "next_steps proposal",
    "quote": "quotation testimonial",
    "figures": "numbers kpis",
    "bullets": "points items list texts content text body",
    "rows": "results key_results krs items entries",
    "notes": "speaker_notes comments note",
    "owner": "responsible assignee dri lead",
    "due": "deadline due_date date",
    "by": "deadline due due_date date",
    "file": "path src source image picture photo",
    "alt": "alt_text description",
    "images": "photos pictures image photo files",
    "columns": "headers header head",
    "cells": "values columns",
    "because": "comment explanation why",
    "series": "data values",
    "categories": "labels names x",
    "values": "data numbers",
    "value": "figure number",
    "label": "name text caption",
    "status": "rag state health",
    "department": "team unit",
    "entries": "acronyms terms",
    "sections": "parts chapters",
    "slides": "pages",
    # statuses
    "on-track": "g good ok healthy on-schedule",
    "at-risk": "a orange yellow delayed behind slightly-behind warning",
    "off-track": "r critical blocked late failed missed",
    "done": "complete completed finished achieved closed",
    "paused": "on-hold hold stopped parked suspended",
    "not-started": "to-do todo planned pending open",
    "no-data": "n/a na unknown tbd none",
    "higher": "up increase more greater larger bigger",
    "lower": "down decrease less fewer smaller",
    "level": "snapshot state point-in-time",
    "to-date": "cumulative total running ytd year-to-date",
    "per-period": "quarterly monthly each per-quarter per-month each-quarter each-month",
    # kinds of charts and of slides
    "share": "pie donut doughnut",
    "compare": "bar bars column columns",
    "trend": "line lines",
    "progress": "gauge bullet",
    "cover": "title title-slide",
    "divider": "section section-header",
    "key-results": "okr okrs kr krs",
    "photos": "image images picture pictures photo gallery",
    "highlights": "kpi kpis numbers figures",
    "agenda": "toc contents outline",
    "acronyms": "glossary abbreviations",
    "overview": "summary",
    "chart": "graph diagram plot",
}


def synonym_of(word: str, known: Iterable[str]) -> str | None:
    """The one of the known names for which people also write `word`, or None."""
    return next((name for name in known if _folded(word) in _words_for(_folded(name))), None)


def hint_with_synonyms(word: str, known: Iterable[str], what: str) -> str:
    """Ask whether the name was meant for which people also write `word`; else the same as `hint_for`."""
    names = tuple(known)
    meant = synonym_of(word, names)
    return hint_for(word, names, what) if meant is None else did_you_mean(meant)


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    return {_folded(name): frozenset(map(_folded, words.split())) for name, words in _WORDS.items()}


def _words_for(name: str) -> frozenset[str]:
    return _table().get(name, frozenset())


def _folded(word: str) -> str:
    return word.strip().casefold().replace("_", "-").replace(" ", "-")
