"""A text → the ways to write it as a YAML scalar, the best one first.

Input: the text, and where in the file it is written. Output: candidates. The caller takes the first one that the reader reads
back as the text: none is certain to (a plain scalar may start like a list), the last one nearly always does.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

import yaml
from msgspec import Struct

from deckgen.edit.changed_words import LINE_TOLERANCE, MAX_LINE_LENGTH

_STR = "tag:yaml.org,2002:str"
_RESOLVER = yaml.SafeLoader("")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_HEADER = re.compile(r"[|>](?P<chomp>[+-]?)[0-9]?[+-]?(?P<rest>[ \t]*(?:#[^\r\n]*)?)")


class ValueStyle(Struct, frozen=True):
    """How a scalar is to be written at its position in the file.

    `old` is the scalar that is replaced, as typed. `column` is where the new one starts, `indent` the indentation of the lines of
    a block scalar, `newline` the line break of the file. Inside brackets (`in_flow`), YAML allows no block scalar.
    """

    old: str = ""
    column: int = 0
    indent: int = 2
    newline: str = "\n"
    in_flow: bool = False

    @property
    def indicator(self) -> str:
        """The first character of the old scalar if it is a quote, `|` or `>`; empty for a plain one."""
        return self.old[0] if self.old[:1] in {'"', "'", "|", ">"} else ""


def scalar_candidates(text: str, style: ValueStyle) -> Iterator[str]:
    """Yield the ways to write `text`: first as the old scalar is written, then from plain to fully escaped."""
    if not style.in_flow:
        yield from _block_candidates(text, style)
    if "\n" not in text:
        yield from _single_line_candidates(text, style)
    yield double_quoted(text)


def _block_candidates(text: str, style: ValueStyle) -> Iterator[str]:
    """Yield block scalars: where the old scalar is one, the text has several lines, or its line would be too long."""
    # A text that was on one line stays there while it grows by a word or two.
    may_grow = bool(style.old) and "\n" not in style.old and len(text) - len(style.old) <= LINE_TOLERANCE
    is_long = style.column + len(text) > MAX_LINE_LENGTH and not may_grow
    can_be_folded = not re.search(r"(?<!\n)\n(?!\n)", text)
    if can_be_folded and (style.indicator == ">" or (is_long and not style.indicator)):
        lines = "\n".join(_wrap_paragraph(p, style) if p else "" for p in text.split("\n"))
        yield _block_scalar(">", lines, style)
    if style.indicator == "|" or "\n" in text:
        yield _block_scalar("|", text, style)


def _wrap_paragraph(paragraph: str, style: ValueStyle) -> str:
    width = max(20, MAX_LINE_LENGTH - style.indent)
    return "\n".join(textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False))


def _block_scalar(indicator: str, lines: str, style: ValueStyle) -> str:
    """Write a block scalar; a comment after the header of the old one is retained."""
    header = _HEADER.match(style.old)
    comment = header["rest"].rstrip() if header else ""
    chomp = header["chomp"] if header and style.indicator == indicator else "-"
    pad = " " * style.indent
    body = [pad + line if line else "" for line in lines.split("\n")]
    return style.newline.join([f"{indicator}{chomp}{comment}", *body])


def _single_line_candidates(text: str, style: ValueStyle) -> Iterator[str]:
    if style.indicator == '"':
        yield double_quoted(text)
    elif style.indicator == "'":
        yield _single_quoted(text)
    if resolves_to_string(text) or (style.old and not style.indicator and not resolves_to_string(style.old)):
        yield text
    if ('"' in text or "\\" in text) and "\t" not in text:
        yield _single_quoted(text)
    yield double_quoted(text)


def resolves_to_string(text: str) -> bool:
    """Whether other YAML tools, too, read the plain scalar as text, and not as a number, a date or a Boolean."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return bool(text) and bool(tag == _STR)


def double_quoted(text: str) -> str:
    """Write a text in double quotes on one line."""
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
