"""One YAML scalar: its position in the body, and its text as an author means it."""

from __future__ import annotations

import re

from msgspec import Struct

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_INDENTED = re.compile(r"^[ \t]", re.MULTILINE)
_INNER_BREAKS = re.compile(r"(?<=[^\n])\n+(?=[^\n])")
_COLON = re.compile(r"\s*:")
_CUT_BY_HASH = re.compile(r"[ \t]*(#[^\s#!][^\r\n]*)")


class Scalar(Struct, frozen=True):
    """The range of a scalar in the body, and its style: `""` for plain, a quote, `|` or `>`."""

    start: int
    end: int
    style: str


def scalar_text(value: str, typed: str, style: str) -> str | None:
    """The text of a scalar: `value` as YAML reads it, with the blank lines of `typed`. None if empty and unquoted.

    A text block loses its trailing line breaks. In all styles but `|`, YAML turns n blank lines into n line breaks, which
    are put right here. The text is left unchanged where it may have line breaks of other origins: in double quotes, written
    as escapes; in `>`, between indented lines.
    """
    if not style and not value:
        return None
    value = value.rstrip("\n") if style in ("|", ">") else value
    if style == "|" or not _BLANK_LINE.search(typed) or (style == '"' and "\\n" in typed):
        return value
    if style == ">" and _INDENTED.search(value):
        return value
    return _INNER_BREAKS.sub(r"\g<0>\n", value)


def empty_value(body: str, start: int, key_end: int | None) -> tuple[Scalar, str | None]:
    """Position an empty value right after the colon of its key (if it has one), and return the text that a `#` cuts off there.

    That text has been reported already; without it, the model would report a missing value as well.
    """
    if key_end is not None:
        colon = _COLON.match(body, key_end)
        start = colon.end() if colon else key_end
    cut = _CUT_BY_HASH.match(body, start)
    if cut is None:
        return Scalar(start, start, ""), None
    return Scalar(cut.start(1), cut.end(1), ""), cut.group(1).rstrip()
