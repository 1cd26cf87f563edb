"""YAML documents with comments at their entries, drawn by Hypothesis, and the lines of each entry."""

from __future__ import annotations

import re

from hypothesis import strategies as st
from msgspec import Struct

WORDS = ["one", "two:", "#three", "é–—…", "it's", '"five"', "six,", "[seven]", "−8%", "nine"]
_MAX_DEPTH = 3


class Lines(Struct):
    """The first and the last line of an entry, from 0, with the comments that speak of it; is it behind another dash?"""

    first: int
    last: int
    is_inline: bool


class Sample(Struct):
    """A document, and the lines of its entries by the line and column of their dash or key."""

    text: str
    entries: dict[tuple[int, int], Lines]


class _Writer:
    """Writes the lines of one document."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.lines: list[str] = []
        self.number = 0
        self.entries: dict[tuple[int, int], Lines] = {}
        self.list_step = draw(st.sampled_from([2, 2, 0, 4]))
        self.gap = draw(st.sampled_from([0, 0, 1]))

    def chance(self, among: int) -> bool:
        return self.draw(st.integers(0, among - 1)) == 0

    def collection(self, column: int, depth: int, first_lead: str = "") -> None:
        """Write a list or mapping; `first_lead` is the dash of the list around it, on the line of its first entry."""
        is_list = self.chance(2)
        pad = " " * column
        for index in range(self.draw(st.integers(1, 3))):
            is_inline = index == 0 and bool(first_lead)
            if index and self.gap:
                self.lines.append("")
            if not is_inline and self.chance(8):
                self.lines += ["", f"{pad}# section", ""]
            self.number += 1
            # What reaches up to the top of the file speaks of the file.
            speaks_of_file = self.number == 1 and (not self.lines or bool(self.lines[-1]))
            first = len(self.lines)
            if not is_inline and self.chance(4):
                self.lines += [f"{pad}# about {self.number}"] * self.draw(st.integers(1, 2))
            start = len(self.lines)
            lines = self.entries[start, column] = Lines(start if speaks_of_file else first, start, is_inline)
            comment_below = f"{pad} # below {self.number}"
            lead = (first_lead if is_inline else pad) + ("-" if is_list else f"k{self.number}:")
            self.value(lead, self.number, column, depth, is_list=is_list)
            if self.chance(8):
                self.lines.append(comment_below)
            lines.last = len(self.lines) - 1

    def value(self, lead: str, number: int, column: int, depth: int, *, is_list: bool) -> None:
        comment = f"   # at {number}" if self.chance(4) else ""
        form = self.draw(
            st.sampled_from(["plain", "quoted", "folded", "literal", "lines", "empty", "flow", "nested", "nested"])
        )
        pad = " " * (column + 2)
        words = [f"v{number}", *self.draw(st.lists(st.sampled_from(WORDS), max_size=4))]
        text = " ".join(words)
        plain = " ".join(re.sub(r"[^\w%−–—…é]", "", word) for word in words)
        if form == "nested" and depth < _MAX_DEPTH:
            if is_list and self.chance(2):
                self.collection(column + 2, depth + 1, lead + " ")
            else:
                self.lines.append(lead + comment)
                self.collection(column + (2 if is_list else max(self.list_step, 2)), depth + 1)
        elif form in {"folded", "literal"}:
            self.lines += [
                f"{lead} {'>' if form == 'folded' else '|'}-{comment}",
                pad + text,
                "",
                f"{pad}more # no comment",
            ]
        elif form == "lines":
            self.lines += [f"{lead} {plain}", f"{pad}and more{comment}"]
        elif form == "flow":
            self.lines.append(
                f"{lead} {self.draw(st.sampled_from(['[a, b]', '{a: 1, b: x}', '[]', '{}', '[[a], {b: c}]']))}{comment}"
            )
        elif form == "empty":
            self.lines.append(lead + comment)
        else:
            self.lines.append(f"{lead} {self.quoted(text) if form == 'quoted' else plain}{comment}")

    def quoted(self, text: str) -> str:
        if self.chance(2):
            return "'" + text.replace("'", "''") + "'"
        return '"' + text.replace('"', '\\"') + '"'


@st.composite
def documents(draw: st.DrawFn) -> Sample:
    """Draw a document, with either line break, with or without a byte order mark, markers of a document and a last line break."""
    writer = _Writer(draw)
    writer.lines += draw(st.sampled_from([[], [], ["# file", ""], ["# file"], ["---"], ["#\tfile", "---"]]))
    writer.collection(0, 0)
    writer.lines += draw(st.sampled_from([[""], [""], [], ["", "# section", ""], ["..."]]))
    text = draw(st.sampled_from(["\n", "\n", "\r\n"])).join(writer.lines)
    return Sample(draw(st.sampled_from(["", "", "\ufeff"])) + text, writer.entries)
