"""Entries of results: what is written for a period in; whether it is a result out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deckgen.model import PeriodResult
from deckgen.quantities import states_no_result
from deckgen.verdicts import stated_status

_PLACEHOLDER = re.compile(
    r"[(\[]?(?:[~?…_]+|\.{2,}|x{2,}|null|nan|to ?do|tb[acd]\.?|t\.b\.[acd]\.?|n/[ad]|n\.[ad]\.?|k\.\s?a\.)[)\]]?",
    re.IGNORECASE,
)
"""What people and programs write where a result is still to come, in any language; a dash may be an answer."""


def has_result(entry: PeriodResult | None, language: str) -> bool:
    """Whether an entry has a result: a text that states one, a status, a score, or a mark.

    A plan or a forecast is none, nor is a text that only announces a result (`TBC`, `300 planned`) or keeps its
    place (`n/a`, `?`).
    """
    if entry is None:
        return False
    text = entry.text.raw if entry.text is not None else ""
    has_text = (
        bool(text)
        and not _PLACEHOLDER.fullmatch(text)
        and (stated_status(text) is not None or not states_no_result(text, language))
    )
    return has_text or entry.status is not None or entry.score is not None or entry.mark is not None


def is_finished(results: Mapping[str, PeriodResult | None], earlier: Sequence[str], language: str) -> bool:
    """Whether the last result of the `earlier` periods says that the work is done: then no further result is due."""
    entries = [entry for name in earlier if (entry := results.get(name)) is not None and has_result(entry, language)]
    return bool(entries) and entries[-1].status == "done"  # `delivered` is about what was planned for its period
