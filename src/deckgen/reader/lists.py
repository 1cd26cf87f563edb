"""Lines of a text → paragraphs, and items of lists.

Input: the text of one value. Output: `Block`s, in order. A line that begins with `- ` or a number and a stop (`1. `) is an item
if the text has two such lines, or if the line before it ends with a colon. A text of one line is never a list. Neither are
lines that only state figures or dates (`- 4%`, `3. Quartal`), in which the mark is a minus or belongs to the date.
"""

from __future__ import annotations

import re

from msgspec import Struct

from deckgen.ir.blocks import BULLET

MAX_LEVELS = 3
"""How many levels deep lists are shown; items that are deeper are on the last one."""

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:-|(?P<number>[1-9]\d{0,2})\.)[ \t]+(?P<text>\S.*)", re.DOTALL)
_FIRST_CHARACTERS = frozenset("-0123456789")
_FIGURE = r"\D{0,3}\d[\d.,:/'’\u00a0\u202f -]*[%‰]?\s?(?:[^\W\d_]{1,3}[.)]?)?"
"""A figure with at most a currency, a percent sign and a short unit: `4%`, `$2.5M`, `12 pp`, `4% YoY`."""
_TAB_WIDTH = 2


class Block(Struct):
    """The lines of a paragraph or of an item, without its mark.

    A paragraph has no bullet; below level 0 it belongs to the item above. `leads` is whether it ends with a colon before an item.
    """

    lines: list[str]
    level: int = 0
    bullet: str | None = None
    leads: bool = False


class _Line(Struct):
    """A line of a text: its indent in columns, its text, and the number of its item; 0 is a bullet, None no item."""

    indent: int
    text: str
    number: int | None = None


def may_have_items(text: str) -> bool:
    """Whether a text has more than one line, and one of them begins like an item."""
    return "\n" in text and any(
        line.lstrip()[:1] in _FIRST_CHARACTERS and _ITEM.match(line) for line in text.split("\n")
    )


def find_blocks(text: str) -> list[Block]:
    r"""Return the paragraphs and items of a text with line breaks `\n`; without a list, its paragraphs. Never raises."""
    lines = [_read_line(line) for line in text.split("\n")]
    if not _is_list(lines):
        for line, typed in zip(lines, text.split("\n"), strict=True):
            line.text, line.number = typed, None
    return _Collector().collect(lines)


def _read_line(line: str) -> _Line:
    match = _ITEM.fullmatch(line)
    indent = len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(_TAB_WIDTH))
    return _Line(indent, line) if match is None else _Line(indent, match["text"], int(match["number"] or 0))


def _is_list(lines: list[_Line]) -> bool:
    items = [line for line in lines if line.number is not None]
    if len(lines) < 2 or not items or _are_dates(items) or all(_is_figure(item) for item in items):
        return False
    return len(items) > 1 or _leads_to_item(lines)


def _is_figure(item: _Line) -> bool:
    return re.fullmatch(_FIGURE, item.text.strip()) is not None


def _are_dates(items: list[_Line]) -> bool:
    """Whether all items are the same word with different numbers before it: `1. Halbjahr`, `2. Halbjahr`."""
    words = {item.text.strip().casefold() for item in items}
    return len(words) == 1 and 0 not in {item.number for item in items} and not any(" " in word for word in words)


def _leads_to_item(lines: list[_Line]) -> bool:
    above = ""
    for line in lines:
        if line.number is not None:
            return _ends_with_colon(above)
        above = line.text if line.text.strip() else above
    return False


def _ends_with_colon(line: str) -> bool:
    return line.rstrip(" \t\\*").endswith((":", "："))


class _Collector:
    """Collects the lines of a list. `indents` are those of the open items, `runs` their numbered siblings by level."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.indents: list[int] = []
        self.runs: dict[int, list[tuple[Block, int]]] = {}
        self.numbered: list[list[tuple[Block, int]]] = []

    def collect(self, lines: list[_Line]) -> list[Block]:
        after_blank = True
        for line in lines:
            if line.number is not None:
                self._add_item(line, line.number)
            elif line.text.strip():
                self._add_line(line, after_blank=after_blank)
            after_blank = not line.text.strip()
        for run in self.numbered:
            _number(run)
        return self.blocks

    def _add_item(self, line: _Line, number: int) -> None:
        while self.indents and line.indent < self.indents[-1]:
            self.indents.pop()
        if not self.indents or line.indent > self.indents[-1] + 1:
            self.indents.append(line.indent)
        level = min(len(self.indents), MAX_LEVELS) - 1
        block = Block([line.text], level, BULLET)
        if self.blocks:
            self.blocks[-1].leads = _ends_with_colon(self.blocks[-1].lines[-1])
        self.blocks.append(block)
        self._close_runs(level + 1 if number else level)
        if number:
            if level not in self.runs:
                self.runs[level] = []
                self.numbered.append(self.runs[level])
            self.runs[level].append((block, number))

    def _add_line(self, line: _Line, *, after_blank: bool) -> None:
        closed = False
        while self.indents and line.indent <= self.indents[-1]:
            self.indents.pop()
            closed = True
        if not self.indents:
            self._close_runs(0)
        level = min(len(self.indents), MAX_LEVELS)
        if after_blank or closed or not self.blocks:
            self.blocks.append(Block([line.text], level))
        else:
            self.blocks[-1].lines.append(line.text)

    def _close_runs(self, level: int) -> None:
        for deeper in [n for n in self.runs if n >= level]:
            del self.runs[deeper]


def _number(run: list[tuple[Block, int]]) -> None:
    """Number items as typed; where a number comes twice (`1. 1. 1.`), count on from the first."""
    typed = [number for _, number in run]
    are_counted = len(set(typed)) < len(typed)
    for index, (block, number) in enumerate(run):
        block.bullet = f"{typed[0] + index if are_counted else number}."
