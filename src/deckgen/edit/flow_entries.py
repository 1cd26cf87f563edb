"""The entries of a list or mapping in brackets or braces: where one is inserted, and how one is removed or moved."""

from __future__ import annotations

import re

from deckgen.diagnostics import KeyPath
from deckgen.edit.block_entries import NewEntryPlace, line_start
from deckgen.edit.splicing import Splice, column_of, find_line_end
from deckgen.reader import Document

Range = tuple[int, int]
_COMMA = re.compile(r"[ \t]*,")
_REST_OF_LINE = re.compile(r"(?P<comma>[ \t]*,)?[ \t]*(?:#[^\r\n]*)?(?=\r?\n|\Z)")


def flow_entries(document: Document, path: KeyPath) -> list[Range]:
    """Return where the entries of the list or mapping in brackets at `path` start and end.

    The blank that a colon without a value needs is a part of its entry.
    """
    value = document.value(path)
    names = range(len(value)) if isinstance(value, list) else list(value)
    ends = [(document.key_span(at).start, document.span(at).end) for at in ((*path, name) for name in names)]
    return [(start, end + document.text.startswith(": ", end - 1)) for start, end in ends]


def place_of_new_entry(text: str, start: int, entries: list[Range], index: int, newline: str) -> NewEntryPlace:
    """Return where a new entry is inserted in the brackets that open at `start`, to be the one at `index`."""
    if not entries:
        return NewEntryPlace(start + 1)
    indent = newline + " " * column_of(text, entries[0][0])
    has_own_lines = "\n" in text[start : entries[0][0]]
    if index == 0:
        return NewEntryPlace(entries[0][0], suffix="," + indent if has_own_lines else ", ")
    end = entries[index - 1][1]
    rest = _REST_OF_LINE.match(text, end) if has_own_lines else None
    if rest is None:
        return NewEntryPlace(end, prefix=", ")
    if rest["comma"]:
        return NewEntryPlace(rest.end(), prefix=indent, suffix=",")
    return NewEntryPlace(rest.end(), prefix=indent, others=((end, end, ","),))


def removal(text: str, entries: list[Range], index: int) -> list[Splice]:
    """Return the splices that remove an entry and one comma; the comment at the end of a line of its own goes with it."""
    start, end = entries[index]
    comma = _COMMA.match(text, end)
    if len(entries) == 1:
        return [(start, comma.end() if comma else end, "")]
    is_last = index == len(entries) - 1
    rest = _REST_OF_LINE.match(text, end)
    if rest is not None and not text[line_start(text, start) : start].strip():
        return _removal_of_lines(text, entries, index, has_comma=bool(rest["comma"]))
    if not is_last:
        return [(start, entries[index + 1][0], "")]
    return [(entries[index - 1][1], end, "")]


def _removal_of_lines(text: str, entries: list[Range], index: int, *, has_comma: bool) -> list[Splice]:
    """Remove the lines of an entry, and the comma before it if it is the last one and has none."""
    start, end = entries[index]
    line, stop = line_start(text, start), find_line_end(text, end)
    splices: list[Splice] = [(line, text.find("\n", stop) + 1 or len(text), "")]
    before = _COMMA.match(text, entries[index - 1][1]) if index and not has_comma else None
    if before is not None:
        splices.insert(0, (before.end() - 1, before.end(), ""))
    return splices


def reordering(text: str, entries: list[Range], order: list[int]) -> list[Splice]:
    """Return the splices that put the entries into another order; what separates them stays."""
    return [
        (start, end, text[slice(*entries[old])])
        for (start, end), old in zip(entries, order, strict=True)
        if (start, end) != entries[old]
    ]
