"""Fields of results → edits of content files: a result, its status or reasons, or a forecast, where they belong."""

from __future__ import annotations

from collections.abc import Mapping

from deckgen.diagnostics import KeyPath
from deckgen.edit import ContentEditor
from deckgen.periods import Period
from deckgen.resolve.targets import EntryField

FIELDS_OF_WHOLE: Mapping[EntryField, str] = {"forecast": "forecast", "whole_plan": "plan"}
"""Fields of a metric or row as a whole, by their keys in content."""
_FIELDS_AFTER_RESULTS = {"parts", "measures", "milestones"}
"""Fields that follow the results in a metric."""


def write_field(editing: ContentEditor, results: KeyPath, period: Period, field: EntryField, text: str | None) -> None:
    """Write a field of the entry of a period, or one of the whole; `results` is the path of the results by period.

    None makes it empty. Raises EditError if a program cannot make the edit.
    """
    if field == "text":
        write_result(editing, results, period, text)
    elif field in FIELDS_OF_WHOLE:
        _write_of_whole(editing, results, FIELDS_OF_WHOLE[field], text)
    else:
        _write_beside_result(editing, results, period, field, text)


def write_plan_ahead(editing: ContentEditor, results: KeyPath, period: Period, text: str | None) -> None:
    """Write the plan of a period that is not over: it replaces a text that was written there ahead, which is a plan, too.

    Raises EditError if a program cannot make the edit.
    """
    result = (*results, period.name)
    entry = editing.get(result) if editing.has(result) else None
    if isinstance(entry, dict) and entry.get("text") and "plan" not in entry:
        editing.rename((*result, "text"), "plan")
    elif entry is not None and not isinstance(entry, dict):
        editing.set(result, None)
    _write_beside_result(editing, results, period, "plan", text)


def write_result(editing: ContentEditor, results: KeyPath, period: Period, text: str | None) -> None:
    """Write the result of a period into the mapping at the path `results`; what is missing is added, periods in order.

    None makes the result empty. Raises EditError if a program cannot make the edit.
    """
    path, key, result = results[:-1], str(results[-1]), (*results, period.name)
    if editing.has(result):
        entry = editing.get(result)
        if isinstance(entry, dict) and "text" not in entry:
            editing.add(result, "text", text, first=True)
        else:
            editing.set((*result, "text") if isinstance(entry, dict) else result, text)
        return
    if not editing.has(results):
        fields = [name for name in editing.get(path) if name not in _FIELDS_AFTER_RESULTS]
        editing.add(path, key, None, after=fields[-1] if fields else None, first=not fields)
    existing = editing.get(results) or {}
    earlier = [name for name in existing if name in period.earlier]
    if earlier or not existing:
        editing.add(results, period.name, text, after=earlier[-1] if earlier else None)
    else:
        editing.add(results, period.name, text, first=True)


def _write_beside_result(
    editing: ContentEditor, results: KeyPath, period: Period, field: str, text: str | None
) -> None:
    """Write a field into the entry of a period, which becomes a mapping if it is only a text."""
    result = (*results, period.name)
    if not editing.has(result):
        write_result(editing, results, period, None)
    entry = editing.get(result)
    if isinstance(entry, dict) and field in entry:
        editing.set((*result, field), text)
        return
    if entry is not None and not isinstance(entry, dict):
        editing.set(result, None)
        editing.add(result, "text", entry)
    editing.add(result, field, text)


def _write_of_whole(editing: ContentEditor, results: KeyPath, key: str, text: str | None) -> None:
    """Write a field of the mapping that has `results`, before these; the status that a forecast has stays."""
    path, field = results[:-1], (*results[:-1], key)
    if editing.has(field):
        editing.set((*field, "text") if isinstance(editing.get(field), dict) else field, text)
        return
    later = {str(results[-1]), *_FIELDS_AFTER_RESULTS, *(("forecast",) if key == "plan" else ())}
    names = list(editing.get(path))
    before = names[: next((n for n, name in enumerate(names) if name in later), len(names))]
    editing.add(path, key, text, after=before[-1] if before else None, first=not before)
