"""Rows of a sheet whose ids are new → YAML to paste: a metric, or a row of the key results of a section."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from msgspec import Struct

from deckgen.model import Deck
from deckgen.model.loading import METRICS
from deckgen.model.metrics import default_result_key
from deckgen.reader import parse
from deckgen.results.entry_writer import FIELDS_OF_WHOLE
from deckgen.results.status_words import read_status_word
from deckgen.results.update_types import ResultUpdate


class OfferedRow(Struct, frozen=True):
    """YAML for a result that is new, and where it may be pasted."""

    id: str
    place: str
    text: str


def offered_row(
    deck: Deck, row_id: str, updates: Sequence[ResultUpdate], described: Mapping[str, str]
) -> OfferedRow | None:
    """Return YAML for a row with a new id and what `updates` state of it; None if it has no name or no result."""
    name = described.get("what", "")
    if not name or not any(update.field == "text" for update in updates):
        return None
    section_id, _, last = row_id.rpartition("/")
    section = next((section for section in deck.sections if section.id == section_id), None)
    fields = _fields(deck, name, updates, described)
    slug = "-".join(re.findall(r"\w+", last.casefold())) or "new"
    if section is not None:
        place = f"under `rows:` of a slide of kind `key-results` in {section.file}"
        return OfferedRow(row_id, place, _yaml([{"id": slug, **fields}]))
    folder = deck.file.rpartition("/")[0]
    place = f"at the end of {folder}/data/{METRICS}, and its id on a slide"
    return OfferedRow(row_id, place, _yaml({slug: fields}))


def _fields(deck: Deck, name: str, updates: Sequence[ResultUpdate], described: Mapping[str, str]) -> dict[str, Any]:
    entries: dict[str, dict[str, str]] = {}
    for update in updates:
        text = update.text.strip()
        if update.field == "status":
            text = read_status_word(deck, text) or ""
        if text and update.field not in FIELDS_OF_WHOLE:
            entries.setdefault(update.period, {})[update.field] = text
    whole = {FIELDS_OF_WHOLE[u.field]: u.text.strip() for u in updates if u.field in FIELDS_OF_WHOLE}
    results = {period: entry["text"] if set(entry) == {"text"} else entry for period, entry in entries.items()}
    found = {"name": name, **{key: described.get(key) for key in ("baseline", "goal", "owner")}, **whole}
    return {**{key: text for key, text in found.items() if text}, default_result_key(deck.period.system): results}


def _yaml(data: object) -> str:
    """Return YAML that deckgen reads as it is meant; texts have quotes where they need them, else all of them."""
    for style in (None, '"'):
        text: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10_000, default_style=style)
        document, issues = parse(text, "")
        if document is not None and not issues and document.data == data:
            return text
    return text
