"""Edits → lines for a terminal, and data for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import Any

from deckgen.diagnostics.wording import counted
from deckgen.ir.roles import STATUSES
from deckgen.pull.base import Base
from deckgen.pull.edits import Edit
from deckgen.pull.places import entry_of
from deckgen.pull.table_rows import header_of
from deckgen.pull.wording import differing

_SIGNS = {"proven": " ", "merged": " ", "done": "=", "conflict": "✗", "proposed": "?", "reported": "!"}


def lines_of(edit: Edit, base: Base) -> Iterator[str]:
    """Yield the lines that a person reads of one edit."""
    where = f"{_short_file(edit, base)}:{edit.line}" if edit.line else _short_file(edit, base)
    slides = ("slide " if len(edit.slides) == 1 else "slides ") + ", ".join(map(str, edit.slides[:8]))
    slides += " …" if len(edit.slides) > 8 else ""
    head = f"  {_SIGNS[edit.outcome]} {where:<22} {slides:<9} "
    if edit.is_writable or edit.outcome == "done":
        before, after = differing(edit.before, edit.after)
        said = f"“{before}” → “{after}”{_remark(edit)}" if edit.values else edit.message
        yield f"{head} {said}".rstrip()
        for line in consequences(edit, base):
            yield f"      {line}"
        return
    yield f"{head} {edit.message}".rstrip()
    yield from (f"        {line}" for line in edit.proposal.splitlines())


def consequences(edit: Edit, base: Base) -> list[str]:
    """Return what turns with an edit, and whose figure it is."""
    found = [
        f"{before} → {after} on {counted(number, 'slide')}"
        for (before, after), number in Counter(_turned_words(edit, base)).items()
    ]
    if columns := _slides_of(_entries_with_other_columns(edit, base), base):
        found.append(f"the table has other columns on slide{'s' if len(columns) > 1 else ''} {_listed(columns)}")
    if edit.turned:
        found.append(f"the arrow turns: the slide will read “{' '.join(edit.turned.split())}”")
    others = [page for page in _slides_of({key[0] for key, _, _ in edit.follows}, base) if page not in edit.slides]
    if others:
        found.append(f"also changes slide{'s' if len(others) > 1 else ''} {_listed(others)}")
    if edit.owner and edit.care != "words":
        found.append(f"owner: {edit.owner}")
    return found


def _turned_words(edit: Edit, base: Base) -> Iterator[tuple[str, str]]:
    """Yield the words of statuses that a slide has no more, each with that in its place; a row that only moves turns nothing."""
    labels = base.content.labels.with_statuses(base.content.verdicts.own_words)
    words = {labels[status] for status in STATUSES}
    for entry in dict.fromkeys(key[0] for key, _, _ in edit.follows):
        texts = [(before, after) for key, before, after in edit.follows if key[0] == entry and not key[2]]
        old, new = (Counter(text[side] for text in texts if text[side] in words) for side in (0, 1))
        yield from zip((old - new).elements(), (new - old).elements(), strict=False)


def _entries_with_other_columns(edit: Edit, base: Base) -> set[str]:
    """Return the entries whose tables have another text in a header, which none of its other columns had."""
    changed = {key: (before, after) for key, before, after in edit.follows if not key[2]}
    headers: dict[str, list[tuple[str, str]]] = {}
    for place in base.places if changed else ():
        is_first = place.key in changed and place.cell is not None and place.cell[0] == 0
        if is_first and header_of(base.frames.pages[place.page].frames[place.frame]):
            headers.setdefault(place.key[0], []).append(changed[place.key])
    return {
        entry
        for entry, texts in headers.items()
        if Counter(before for before, _ in texts) != Counter(after for _, after in texts)
    }


def _slides_of(entries: Container[str], base: Base) -> list[int]:
    """Return the numbers of the slides that show entries."""
    return [i for i, page in enumerate(base.pages, 1) if entry_of(page) in entries]


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:10]))


def data_of(edit: Edit) -> dict[str, Any]:
    """Return an edit as plain data for JSON."""
    return {
        "outcome": edit.outcome,
        "slides": list(edit.slides),
        "before": edit.before,
        "after": edit.after,
        "file": edit.file,
        "line": edit.line,
        "care": edit.care,
        "owner": edit.owner,
        "values": [
            {"file": v.file, "path": list(v.path), "built": v.built, "edited": v.edited, "content": v.current}
            for v in edit.values
        ],
        "message": edit.message,
        "turned": edit.turned,
        "proposal": edit.proposal,
    }


def summary(edits: tuple[Edit, ...]) -> str:
    """Return how many edits there are, on how many slides."""
    slides = {slide for edit in edits for slide in edit.slides}
    return f"{counted(len(edits), 'edit')} on {counted(len(slides), 'slide')}"


def _remark(edit: Edit) -> str:
    if edit.outcome == "done":
        return ": the content says so already"
    return " (merged with what changed in the content since)" if edit.outcome == "merged" else ""


def _short_file(edit: Edit, base: Base) -> str:
    return edit.file.removeprefix(f"{base.content.file.rpartition('/')[0]}/")
