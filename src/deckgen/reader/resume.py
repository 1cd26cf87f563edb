"""Where reading goes on after a syntax error: at the next entry of the same list, or at the next key of the file.

Only lines that cannot be part of the fault are taken: an item that starts with a key, at the indentation of the list that has
the fault, or a key at the start of a line with its values below it. Otherwise nothing further is read, so that no fault is
reported that only an earlier one causes.
"""

from __future__ import annotations

import re

from msgspec import Struct

MAX_RESUMED = 10
"""How often the rest of one file is read again."""
_KEY = re.compile(r"^[\w-]+:[ ]*(?:#.*)?$", re.MULTILINE)
_ITEM = re.compile(r"^(?P<indent>[ ]*)-[ ]+[\w-]+:(?:[ ]|$)", re.MULTILINE)


class Rest(Struct, frozen=True):
    """A part of a text that is YAML by itself, from `start` to before `end`."""

    start: int
    end: int

    def only_in(self, text: str) -> str:
        """The text up to the end of this part, with blanks for what is before it: offsets and numbers of lines stay."""
        return re.sub(r"[^\n]", " ", text[: self.start]) + text[self.start : self.end]


def find_rest(text: str, fault: int) -> Rest | None:
    """Where the text can be read again after the line of a fault; None if it is not certain."""
    line_end = text.find("\n", fault)
    if line_end < 0:
        return None
    after = line_end + 1
    key = _KEY.search(text, after)
    list_end = key.start() if key else len(text)
    item = _next_item(text, after, list_end)
    if item is not None:
        return Rest(item, list_end)
    return Rest(list_end, len(text)) if key else None


def _next_item(text: str, after: int, end: int) -> int | None:
    """The start of the next item of the list that is the value of the key above `after`."""
    list_start = max((match.end() for match in _KEY.finditer(text, 0, after)), default=None)
    first = _ITEM.search(text, list_start, after) if list_start is not None else None
    if first is None or text[list_start : first.start()].strip():
        return None
    return next((m.start() for m in _ITEM.finditer(text, after, end) if m["indent"] == first["indent"]), None)
