"""What copies of a deck say → lines for a terminal, and data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from deckgen.pull import report_lines, wording
from deckgen.pull.base import Base
from deckgen.pull.copy_merging import Dispute, Side
from deckgen.pull.edits import Edit

_MAX_TEXT = 90


class Who(Struct, frozen=True):
    """A copy: the name of its file, who saved it last where that tells copies apart, what it was compared with, its edits."""

    name: str
    saved_by: str = ""
    base: str = "record"
    edits: int = 0

    @property
    def label(self) -> str:
        """The name with that of the person."""
        return f"{self.name} ({self.saved_by})" if self.saved_by else self.name


def names_of(names: Sequence[str], copies: Sequence[Who]) -> str:
    """Return who has an edit."""
    return "all copies" if len(names) == len(copies) else ", ".join(who.label for who in copies if who.name in names)


def first_line_with(lines: Iterable[str], names: str) -> Iterator[str]:
    """Yield the lines of an edit, the first one with who made it."""
    for number, line in enumerate(lines):
        yield line if number else f"{line}  [{names}]"


def dispute_lines(dispute: Dispute, copies: Sequence[Who], base: Base) -> Iterator[str]:
    """Yield a table of who changed what where."""
    first = dispute.edits[0]
    file = first.file.removeprefix(f"{base.content.file.rpartition('/')[0]}/")
    where = f"{file}:{first.line}" if first.line else file
    built = f", at build “{wording.differing(first.before, first.after)[0]}”" if first.values else ""
    current = first.values[0].current if first.values else None
    if current is not None and current != first.values[0].built:
        built += f", the content says “{_short(current)}”"
    settled = "" if dispute.chosen is None else f"; taken: {', '.join(dispute.sides[dispute.chosen].names)}"
    yield f"  ✗ {where:<22} copies differ{built}{settled}"
    table = [
        (f"{number}", names_of(side.names, copies), _slides(edit), said(edit))
        for number, side in enumerate(dispute.sides, 1)
        for edit in side.edits
    ]
    widths = [max(len(row[column]) for row in table) for column in range(3)]
    previous = ""
    for row in table:
        number, who = ("", "") if row[0] == previous else row[:2]
        previous = row[0]
        yield f"      {number:<{widths[0]}}  {who:<{widths[1]}}  {row[2]:<{widths[2]}}  {row[3]}".rstrip()


def said(edit: Edit) -> str:
    """Return what an edit says, on one line."""
    return f"“{wording.differing(edit.before, edit.after)[1]}”" if edit.values else _short(edit.message)


def copy_data(who: Who) -> dict[str, Any]:
    """Return a copy as plain data for JSON."""
    return {"file": who.name, "saved_by": who.saved_by, "base": who.base, "edits": who.edits}


def dispute_data(dispute: Dispute) -> dict[str, Any]:
    """Return a dispute as plain data for JSON."""
    return {
        "chosen": None if dispute.chosen is None else list(dispute.sides[dispute.chosen].names),
        "sides": [_side_data(side) for side in dispute.sides],
    }


def _side_data(side: Side) -> dict[str, Any]:
    return {"copies": list(side.names), "edits": [report_lines.data_of(edit) for edit in side.edits]}


def _slides(edit: Edit) -> str:
    return ("slide " if len(edit.slides) == 1 else "slides ") + ", ".join(map(str, edit.slides[:8]))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_TEXT else line[: _MAX_TEXT - 1] + "…"
