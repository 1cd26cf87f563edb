"""One YAML scalar: its position in the body, and its text as an author means it."""

from __future__ import annotations

import re

from msgspec import Struct

from deckgen.reader.scripts import CHINESE_JAPANESE, QUOTES

_BETWEEN_IDEOGRAPHS = re.compile(
    f"(?<=[{CHINESE_JAPANESE}])[ \\t\\r\\n]+(?=[{CHINESE_JAPANESE}{QUOTES}])"
    f"|(?<=[{QUOTES}])[ \\t\\r\\n]+(?=[{CHINESE_JAPANESE}])"
)
"""White space between characters of a script that is written without blanks between words."""
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
    as escapes; in `>`, between indented lines. Lines of Chinese and Japanese are joined without a blank.
    """
    if not style and not value:
        return None
    value = value.rstrip("\n") if style in ("|", ">") else value
    if style != "|" and "\n" in typed:
        value = _joined_without_blanks(value, typed.partition("\n")[2] if style == ">" else typed)
    if style == "|" or not _BLANK_LINE.search(typed) or (style == '"' and "\\n" in typed):
        return value
    if style == ">" and _INDENTED.search(value):
        return value
    return _INNER_BREAKS.sub(r"\g<0>\n", value)


def _joined_without_blanks(value: str, typed: str) -> str:
    """Remove the blanks that YAML puts between lines of Chinese and Japanese, whose white space is the same in `typed`."""
    typed_gaps = _BETWEEN_IDEOGRAPHS.findall(typed)
    if len(_BETWEEN_IDEOGRAPHS.findall(value)) != len(typed_gaps):
        return value  # some are written as escapes
    gaps = iter(typed_gaps)
    return _BETWEEN_IDEOGRAPHS.sub(lambda gap: "" if "\n" in next(gaps) and "\n" not in gap[0] else gap[0], value)


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
