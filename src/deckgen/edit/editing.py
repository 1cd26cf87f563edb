"""One content file being edited: text in, text with changed values out, all else byte for byte.

An edit is a splice of the text that is tried and read back; the first spelling that reads as it should is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import position
from deckgen.edit.errors import EditError
from deckgen.edit.size import Size, Total, too_deep
from deckgen.edit.spelling import ValueStyle, double_quoted, spellings
from deckgen.edit.splicing import Splice, column, line_end, replaced, spliced, usual_step
from deckgen.ir.blocks import Path
from deckgen.reader import Document, parse
from deckgen.reader.characters import unprintable

Value = str | None
"""A text, or None for a value left empty."""


class EditState(Struct, frozen=True):
    """A content file as it is between two edits."""

    text: str
    document: Document
    size: Size


class _Gap(Struct, frozen=True):
    """A stretch of the text that a value goes to, with what must stand before and behind it."""

    start: int
    end: int
    place: ValueStyle
    lead: str = ""
    tail: str = ""


class Editing:
    """A content file under edit; `text` and `document` are always those of the last edit.

    Paths are those of `Document`. Raises EditError where the file has faults: what is misread cannot be edited. `base` is the
    path of the document in its file, and `total` the size of that file: see `batch` for the parts of a file.
    """

    def __init__(self, text: str, display: str) -> None:
        document, faults = parse(text, display)
        if document is None or faults:
            raise EditError(f"{display} has faults that must be mended first (deckgen check tells them)")
        self.text, self.document = text, document
        self.base: Path = ()
        self.total = Total(Size.of(text, document.data))
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._opened = document

    @property
    def state(self) -> EditState:
        """The text as it is now, to be given back to `restore`."""
        return EditState(self.text, self.document, self.total.size)

    def restore(self, state: EditState) -> None:
        """Take back all edits since a state."""
        self.text, self.document, self.total.size = state.text, state.document, state.size

    def get(self, path: Path) -> Any:
        """Give the value at a path. Raises KeyError if there is none."""
        if not self.has(path):
            raise KeyError(path)
        value = self.document.data
        for part in path:
            value = value[part]
        return value

    def has(self, path: Path) -> bool:
        """Tell whether there is a value (perhaps an empty one) at a path."""
        return path in self.document.spans

    def line(self, path: Path) -> int:
        """Give the number of the line on which the key (or else the value) at a path stands, from 1."""
        return position(self.text, self.document.key(path).start)[0]

    def set(self, path: Path, value: Value) -> None:
        """Replace the text at a path, or fill what is empty there; None empties it.

        Raises EditError if there is a list or a mapping, or if the text holds a character that no file can.
        """
        if isinstance(self.get(path), dict | list):
            raise self._refusal(path, "", " is not a single text: change it by hand")
        span = self.document.span(path)
        expected = replaced(self.document.data, {path: value})
        if value is not None:
            lead = "" if span.end > span.start else " "
            self._spell(value, _Gap(span.start, span.end, self._place_of(path), lead), expected, path)
            return
        colon = len(self.text[: span.start].rstrip(" \t"))
        # In brackets the blank behind the colon has to stay.
        if self.text[colon - 1] != ":" or not self._reads([(colon, span.end, "")], expected):
            self._try([(span.start, span.end, "")], expected, path)

    def add(self, path: Path, key: str, value: Value = None, *, after: str | None = None, first: bool = False) -> None:
        """Add a key to the mapping at `path`, in the style of its neighbours; a mapping that is empty gets its first.

        It goes behind the key `after` (the last one if not given), or before all others.
        """
        mapping = self.get(path)
        if mapping is not None and not isinstance(mapping, dict):
            raise self._refusal(path, "", " has no fields that one could be added to")
        if key in (mapping or {}):
            raise self._refusal((*path, key), "", " is there already")
        names = list(mapping or {})
        order = len(names) if after is None else names.index(after) + 1
        extended = _with_key(mapping or {}, 0 if first else order, key, value)
        expected = replaced(self.document.data, {path: extended})
        gap = self._gap(path, names, after, first=first)
        gap = replace(gap, lead=f"{gap.lead}{_key(key)}:" + (" " if value is not None else ""))
        if value is None:
            # In brackets, only a blank makes a colon one.
            gap = replace(gap, lead=gap.lead + " " * gap.place.flow)
            self._try([(gap.start, gap.end, gap.lead + gap.tail)], expected, (*path, key))
        else:
            self._spell(value, gap, expected, (*path, key))

    def rename(self, path: Path, key: str) -> None:
        """Give the key at `path` another name."""
        parent = self.get(path[:-1])
        renamed = {key if name == path[-1] else name: value for name, value in parent.items()}
        span = self.document.key(path)
        self._try([(span.start, span.end, _key(key))], replaced(self.document.data, {path[:-1]: renamed}), path)

    def insert_above(self, paths: Iterable[Path], comment: str) -> None:
        """Put a line with `# comment` above the line of each path, with the indentation of that line."""
        self.insert_all_above([(paths, comment)])

    def insert_all_above(self, comments: Iterable[tuple[Iterable[Path], str]]) -> None:
        """Put comments above the lines of paths, each as by `insert_above` and in this order, with one reading of the file."""
        body = int(self.text.startswith("\ufeff"))
        splices: list[Splice] = []
        for paths, comment in comments:
            for start in {self.text.rfind("\n", 0, self.document.key(path).start) + 1 for path in paths}:
                at = max(start, body)
                indent = re.compile(r"[ \t]*").match(self.text, at)
                splices.append((at, at, f"{indent.group() if indent else ''}# {comment}{self.newline}"))
        self._try(splices, self.document.data, ())

    def delete_lines(self, offsets: Iterable[int]) -> None:
        """Take out the whole lines (comments) in which the offsets lie."""
        splices: list[Splice] = []
        for offset in set(offsets):
            start, end = self.text.rfind("\n", 0, offset) + 1, self.text.find("\n", offset) + 1
            splices.append((start, end or len(self.text), ""))
        self._try(sorted(set(splices)), self.document.data, ())

    def _gap(self, path: Path, names: list[str], after: str | None, *, first: bool) -> _Gap:
        """Find where a new key goes, and the place of its value."""
        span = self.document.span(path)
        if self.text[span.start : span.start + 1] == "{":
            return self._gap_in_braces(path, names, after, first=first)
        if not names and self._in_flow(path):
            blank = self.text.startswith(" ", span.end)
            at = span.end + blank
            return _Gap(at, at, ValueStyle(flow=True), lead="{" if blank else " {", tail="}")
        if not names:
            indent = self._column(path) + self.step
            return self._new_line(span.end, indent)
        neighbour = (*path, names[0] if first else names[-1] if after is None else after)
        key = self.document.key(neighbour).start
        indent = column(self.text, key)
        if first:
            return _Gap(key, key, self._place(indent), tail=self.newline + " " * indent)
        return self._new_line(self.document.span(neighbour).end, indent)

    def _new_line(self, offset: int, indent: int) -> _Gap:
        """Find the place for a line of its own behind the line of `offset`."""
        end = line_end(self.text, offset)
        return _Gap(end, end, self._place(indent), lead=self.newline + " " * indent)

    def _gap_in_braces(self, path: Path, names: list[str], after: str | None, *, first: bool) -> _Gap:
        if not names:
            at = self.document.span(path).start + 1
            return _Gap(at, at, ValueStyle(flow=True))
        if first:
            at = self.document.key((*path, names[0])).start
            return _Gap(at, at, ValueStyle(flow=True), tail=", ")
        at = self.document.span((*path, names[-1] if after is None else after)).end
        return _Gap(at, at, ValueStyle(flow=True), lead=", ")

    def _place(self, indent: int) -> ValueStyle:
        return ValueStyle("", indent + 8, indent + self.step, self.newline)

    def _spell(self, value: str, gap: _Gap, expected: Any, path: Path) -> None:
        """Write a value into a gap, in the first spelling that reads back."""
        if (char := unprintable(value)) is not None:
            raise self._refusal(path, "the text for ", f" holds an invisible character, {char}")
        for spelling in spellings(value, gap.place):
            if self._reads([(gap.start, gap.end, gap.lead + spelling + gap.tail)], expected):
                return
        raise self._refusal(path, "", " cannot be changed by a program: change it by hand")

    def _place_of(self, path: Path) -> ValueStyle:
        """The place of a value that is there already."""
        span = self.document.span(path)
        old = self.text[span.start : span.end]
        block = re.match(r"[|>][^\n]*\n(?:[ \t]*\r?\n)*([ ]+)", old)
        indent = len(block[1]) if block else self._column(path) + self.step
        return ValueStyle(old, column(self.text, span.start), indent, self.newline, self._in_flow(path))

    def _in_flow(self, path: Path) -> bool:
        above = (self.document.span(path[:length]).start for length in range(len(path)))
        return any(self.text[start : start + 1] in {"{", "["} for start in above)

    def _column(self, path: Path) -> int:
        """The column from which the value at a path must be set in: that of its key, or of its list's dashes."""
        if path in self.document.keys:
            return column(self.text, self.document.keys[path].start)
        return column(self.text, self.document.span(path[:-1]).start) if path else 0

    @cached_property
    def step(self) -> int:
        """How far this file set mappings in when it was opened."""
        return usual_step(self._opened)

    def _try(self, splices: Iterable[Splice], expected: Any, path: Path) -> None:
        if not self._reads(splices, expected):
            raise self._refusal(path, "", " cannot be changed by a program: change it by hand")

    def _reads(self, splices: Iterable[Splice], expected: Any) -> bool:
        """Make the change if the file is not too large with it, and it reads as expected."""
        text = spliced(self.text, splices)
        before = Size.of(self.text, self.document.data)
        size = self.total.size.changed(before, Size.of(text, expected))
        if not size.readable or too_deep(expected, len(self.base)) or not self.replace(text, expected):
            return False
        self.total.size = size
        return True

    def replace(self, text: str, expected: Any) -> bool:
        """Take another text if it has no faults and reads as expected; tell whether it does."""
        document, faults = parse(text, self.document.file)
        if document is None or faults or document.data != expected:
            return False
        self.text, self.document = text, document
        return True

    def _refusal(self, path: Path, before: str, after: str) -> EditError:
        """Name a place as people find it: the key, the file and the line of the nearest thing that is there."""
        there = next(path[:size] for size in range(len(path), -1, -1) if self.has(path[:size]))
        keys = [part for part in (*self.base, *path) if isinstance(part, str)]
        name = f"`{keys[-1]}` in {self.document.file}" if keys else self.document.file
        return EditError(f"{before}{name}:", after, (*self.base, *there), self.line(there))


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z][\w-]*", key) else double_quoted(key)


def _with_key(mapping: Mapping[str, Any], at: int, key: str, value: Value) -> dict[str, Any]:
    entries = list(mapping.items())
    return dict([*entries[:at], (key, value), *entries[at:]])
