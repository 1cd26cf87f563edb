"""Comments → lines for a terminal, and data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from deckgen.diagnostics.wording import counted
from deckgen.pull.comment_marks import PlacedComment
from deckgen.pull.comments import Remark

_SIGNS = {"new": " ", "written": "=", "resolved": "=", "unplaced": "?"}
_STATES = {
    "new": "",
    "written": " (the content has it already)",
    "resolved": " (resolved)",
    "unplaced": " (its slide is not in the content: bring the slide back first, or deal with the comment now)",
}


def comment_lines(comments: Sequence[PlacedComment], folder: str) -> Iterator[str]:
    """Yield what a person reads; `folder` is that of the deck, as messages name it."""
    if not comments:
        return
    slides = {each.comment.slide for each in comments}
    resolved = sum(each.state == "resolved" for each in comments)
    yield f"{counted(len(comments), 'comment')} on {counted(len(slides), 'slide')}" + (
        f", {resolved} resolved" if resolved else ""
    )
    for each in comments:
        yield from _lines_of(each, folder)


def _lines_of(placed: PlacedComment, folder: str) -> Iterator[str]:
    place = placed.place
    file = "" if place is None else place.file.removeprefix(f"{folder}/")
    where = f"{file}:{placed.marked or placed.line}" if file else ""
    slide = f"slide {placed.comment.slide + 1}"
    head = f"  {_SIGNS[placed.state]} {where:<22} {slide:<9} "
    about = f" at “{_short(place.about)}”" if place is not None and place.about else ""
    also = f" [{', '.join(placed.files)}]" if placed.files else ""
    for number, remark in enumerate((placed.comment.remark, *placed.comment.replies)):
        signed = f"{remark.author}, {remark.date}" if remark.date else remark.author
        first, *others = remark.text.splitlines() or ["(no text)"]
        if number:
            yield f"        reply of {signed}: {first}"
        else:
            yield f"{head} {signed}{about}{_STATES[placed.state]}{also}:"
            yield f"        {first}"
        yield from (f"        {line}" for line in others)


def comment_data(placed: PlacedComment) -> dict[str, Any]:
    """Return a comment as plain data for JSON."""
    comment, place = placed.comment, placed.place
    return {
        "state": placed.state,
        "slide": comment.slide + 1,
        **_remark_data(comment.remark),
        "replies": [_remark_data(each) for each in comment.replies],
        "file": "" if place is None else place.file,
        "line": placed.marked or placed.line,
        "path": [] if place is None else list(place.path),
        "about": "" if place is None else place.about,
        **({"copies": list(placed.files)} if placed.files else {}),
    }


def _remark_data(remark: Remark) -> dict[str, Any]:
    return {"author": remark.author, "date": remark.created, "text": remark.text}


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
