"""One YAML scalar: its position in the body, and its text as an author means it."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from deckgen.reader.lists import find_blocks, may_have_items
from deckgen.reader.scripts import CHINESE_JAPANESE, QUOTES

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_INDENTED = re.compile(r"^[ \t]", re.MULTILINE)
_INNER_BREAKS = re.compile(r"(?<=[^\n])\n+(?=[^\n])")
_WHITE_SPACE = re.compile(r"\s*")
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
    as escapes; in `>`, between indented lines. Lines of Chinese and Japanese are joined without a blank; items of lists are not
    joined with the line before.
    """
    if not style and not value:
        return None
    value = value.rstrip("\n") if style in ("|", ">") else value
    if style == "|" or "\n" not in typed:
        return value
    body = _body(typed, style)
    return _with_items_on_lines(_with_blank_lines(_joined_without_blanks(value, body), typed, style), body)


def _body(typed: str, style: str) -> str:
    """Return the lines of a folded text without its header or quotes."""
    if style == ">":
        return typed.partition("\n")[2]
    return typed[1:-1].replace("''", "'") if style == "'" else typed[1:-1] if style else typed


def _with_blank_lines(value: str, typed: str, style: str) -> str:
    if not _BLANK_LINE.search(typed) or (style == '"' and "\\n" in typed):
        return value
    if style == ">" and _INDENTED.search(value):
        return value
    return _INNER_BREAKS.sub(r"\g<0>\n", value)


def _with_items_on_lines(value: str, typed: str) -> str:
    """Put line breaks before the items of a list, where YAML joins them with the line before."""
    if not may_have_items(typed) or not any(block.bullet for block in find_blocks(typed)):
        return value
    result: list[str] = []
    end = 0
    for text in filter(None, map(str.strip, typed.split("\n"))):
        blanks = _WHITE_SPACE.match(value, end)
        gap = blanks[0] if blanks is not None else ""
        if not value.startswith(text, end + len(gap)):
            return value  # some characters are written as escapes
        is_joined = end > 0 and "\n" not in gap and may_have_items(f"{text}\n")
        result += ["\n" if is_joined else gap, text]
        end += len(gap) + len(text)
    return "".join(result)


def _joined_without_blanks(value: str, typed: str) -> str:
    """Remove the blanks that YAML puts between lines of Chinese and Japanese, whose white space is the same in `typed`."""
    if max(value, default="") < CHINESE_JAPANESE[0]:
        return value
    pattern = _between_ideographs()
    typed_gaps = pattern.findall(typed)
    if len(pattern.findall(value)) != len(typed_gaps):
        return value  # some are written as escapes
    gaps = iter(typed_gaps)
    return pattern.sub(lambda gap: "" if "\n" in next(gaps) and "\n" not in gap[0] else gap[0], value)


@lru_cache(maxsize=1)
def _between_ideographs() -> re.Pattern[str]:
    """The pattern of white space between characters of a script that is written without blanks between words."""
    # Compiling it takes 4 ms, which most decks never need.
    return re.compile(
        f"(?<=[{CHINESE_JAPANESE}])[ \\t\\r\\n]+(?=[{CHINESE_JAPANESE}{QUOTES}])"
        f"|(?<=[{QUOTES}])[ \\t\\r\\n]+(?=[{CHINESE_JAPANESE}])"
    )


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
