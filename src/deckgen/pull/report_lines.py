"""Edits → lines for a terminal, and data for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from deckgen.diagnostics.wording import counted
from deckgen.pull.base import Base
from deckgen.pull.edits import Edit
from deckgen.pull.places import entry_of

_SIGNS = {"proven": " ", "merged": " ", "done": "=", "conflict": "✗", "proposed": "?", "reported": "!"}
_MAX_TEXT = 60


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
    found = []
    words = [
        (before, after) for key, before, after in edit.follows if not key[2] and _is_word(before) and _is_word(after)
    ]
    for (before, after), number in Counter(words).items():
        found.append(f"{before} → {after} on {counted(number, 'slide')}")
    if edit.turned:
        found.append(f"the arrow turns: the slide will read “{' '.join(edit.turned.split())}”")
    pages = [i + 1 for i, page in enumerate(base.pages) if any(key[0] == entry_of(page) for key, _, _ in edit.follows)]
    others = [page for page in pages if page not in edit.slides]
    if others:
        found.append(f"also changes slide{'s' if len(others) > 1 else ''} {', '.join(map(str, others[:10]))}")
    if edit.owner and edit.care != "words":
        found.append(f"owner: {edit.owner}")
    return found


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


def _is_word(text: str) -> bool:
    return 0 < len(text) <= 30 and not any(char.isdigit() for char in text)


def _remark(edit: Edit) -> str:
    if edit.outcome == "done":
        return ": the content says so already"
    return " (merged with what changed in the content since)" if edit.outcome == "merged" else ""


def _short_file(edit: Edit, base: Base) -> str:
    return edit.file.removeprefix(f"{base.content.file.rpartition('/')[0]}/")


def differing(before: str, after: str) -> tuple[str, str]:
    """Return two texts cut to where they differ, with some words around it."""
    if max(len(before), len(after)) <= _MAX_TEXT:
        return before, after
    start = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    end = next((i for i, (a, b) in enumerate(zip(before[::-1], after[::-1], strict=False)) if a != b), 0)
    end = min(end, len(before) - start, len(after) - start)
    return _excerpt(before, start, len(before) - end), _excerpt(after, start, len(after) - end)


def _excerpt(text: str, start: int, end: int) -> str:
    left = text.rfind(" ", 0, max(start - 20, 0)) + 1 if start > 20 else 0
    right = text.find(" ", min(end + 20, len(text)))
    right = len(text) if right < 0 else right
    middle = text[left:right]
    if len(middle) > 2 * _MAX_TEXT:
        middle = f"{middle[:_MAX_TEXT]} … {middle[-_MAX_TEXT:]}"
    return ("…" if left else "") + middle + ("…" if right < len(text) else "")
