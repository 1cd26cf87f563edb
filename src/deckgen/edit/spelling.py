"""A text → the ways of writing it in YAML, best first.

Input: the text and the place it goes to. Output: spellings, of which the caller takes the first that reads back as the
text; none of them is sure by itself (a plain one may start like a list), the last nearly always is.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

import yaml
from msgspec import Struct

WIDTH = 120
"""Lines of folded text are no longer than this, as in the example content."""

_STR = "tag:yaml.org,2002:str"
_RESOLVER = yaml.SafeLoader("")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_HEADER = re.compile(r"[|>](?P<chomp>[+-]?)[0-9]?[+-]?(?P<rest>[ \t]*(?:#[^\r\n]*)?)")


class ValueStyle(Struct, frozen=True):
    """Where a text is to be written.

    `old` is what stood there as typed, `column` the column of the new text, `indent` that of a text block's lines,
    `newline` the file's line break; in `flow` (brackets) no text block can stand.
    """

    old: str = ""
    column: int = 0
    indent: int = 2
    newline: str = "\n"
    flow: bool = False

    @property
    def style(self) -> str:
        """The style of what stood there: a quote, `|`, `>`, or nothing for plain text."""
        return self.old[0] if self.old[:1] in {'"', "'", "|", ">"} else ""


def spellings(text: str, place: ValueStyle) -> Iterator[str]:
    """Give the ways of writing `text` at a place: in the style that is there, then from plain to fully escaped."""
    if not place.flow:
        yield from _blocks(text, place)
    if "\n" not in text:
        yield from _one_line(text, place)
    yield double_quoted(text)


def _blocks(text: str, place: ValueStyle) -> Iterator[str]:
    """Text blocks, where there was one already, where the text has several lines, or where a line would be too long."""
    long = place.column + len(text) > WIDTH
    paragraphs = not re.search(r"(?<!\n)\n(?!\n)", text)
    if paragraphs and (place.style == ">" or (long and place.style in {"", "|"})):
        yield _block(">", "\n".join(_folded(p, place) if p else "" for p in text.split("\n")), place)
    if place.style == "|" or "\n" in text:
        yield _block("|", text, place)


def _folded(paragraph: str, place: ValueStyle) -> str:
    width = max(20, WIDTH - place.indent)
    return "\n".join(textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False))


def _block(style: str, lines: str, place: ValueStyle) -> str:
    """One text block; the comment behind the old one's header stays."""
    header = _HEADER.match(place.old)
    comment = header["rest"].rstrip() if header else ""
    chomp = header["chomp"] if header and place.style == style else "-"
    pad = " " * place.indent
    body = [pad + line if line else "" for line in lines.split("\n")]
    return place.newline.join([f"{style}{chomp}{comment}", *body])


def _one_line(text: str, place: ValueStyle) -> Iterator[str]:
    if place.style == '"':
        yield double_quoted(text)
    elif place.style == "'":
        yield _single_quoted(text)
    if _is_text(text) or (place.old and not place.style and not _is_text(place.old)):
        yield text
    if ('"' in text or "\\" in text) and "\t" not in text:
        yield _single_quoted(text)
    yield double_quoted(text)


def _is_text(text: str) -> bool:
    """Whether other YAML tools than ours take it for text, too, and not for a number, a date or a truth value."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return bool(text) and bool(tag == _STR)


def double_quoted(text: str) -> str:
    """Write a text in double quotes on one line."""
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
