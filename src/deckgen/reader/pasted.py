"""Leftovers of pasted and merged text that mislead YAML or the author → errors.

Input: the source and the positions of its scalars. Output: issues. Reported are unusual spaces before a key or an item,
invisible characters in a key, a line whose colon is missing or another character, and the conflict markers of git.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from deckgen.diagnostics import Issue
from deckgen.diagnostics.wording import counted
from deckgen.reader.characters import describe_character
from deckgen.reader.document import SourceText, curly_quoted
from deckgen.reader.scalars import Scalar

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD_INDENTATION = rf"(?m)^[ \t]*(?P<odd>[{_SPACES}])[{_SPACES} \t]*(?=-[ \t]|[\w'\"-][^\s:]*:(?:\s|$))"
"""Compiled for files that are not only ASCII: that takes 1 ms."""
_HIDDEN = "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060]"
"""Soft hyphen, zero-width space, direction marks, word joiner; not the joiners that words of some languages need."""
_CONFLICT_MARKER = re.compile(r"^<{7}(?: [^\r\n]*)?|^>{7}(?: [^\r\n]*)?|^={7}(?=\r?$)", re.MULTILINE)
_WIDE_COLONS = "\uff1a\ufe55\u2236\ua789"
_LINE_PREFIX = re.compile(r"[ ]*(?:-[ ]+)*")
_COLON = re.compile(r":(?:\s|$)")


def find_odd_indentation(source: SourceText, scalars: Sequence[Scalar], stop: int) -> Issue | None:
    """Report the first line before `stop` that is indented with another kind of space, and the number of further ones.

    In quotes and text blocks such a space is intended; elsewhere YAML reads it as part of the key.
    """
    if source.body.isascii():
        return None
    quoted = [scalar for scalar in scalars if scalar.style]
    starts = [scalar.start for scalar in quoted]

    def is_quoted(at: int) -> bool:
        count = bisect_right(starts, at)
        return count > 0 and at < quoted[count - 1].end

    matches = [match for match in re.finditer(_ODD_INDENTATION, source.body) if not is_quoted(match.start())]
    if not matches or matches[0].start() > stop:
        return None
    at = matches[0].start("odd")
    space = describe_character(source.body[at])
    message = f"this line is indented with another kind of space, {space}, which YAML does not read as a space"
    further = len(matches) - 1
    more = f", here and on {counted(further, 'more line')}" if further else ""
    hint = f"it comes from pasted text: replace it with plain spaces{more}"
    return source.error("odd-space", message, (at, matches[0].end()), hint)


def without_hidden_characters(key: str) -> str:
    """Remove invisible characters from a key."""
    return key if key.isascii() else re.sub(_HIDDEN, "", key)


def hidden_character_issue(source: SourceText, key: Scalar, value: str) -> Issue:
    """The issue that a key contains an invisible character: its first one is reported."""
    char = re.findall(_HIDDEN, value)[0]
    at = source.body.find(char, key.start, key.end)
    where = (at, at + 1) if at >= 0 else (key.start, key.end)
    name = curly_quoted(without_hidden_characters(value))
    message = f"the key {name} contains an invisible character, {describe_character(char)}"
    return source.error("hidden-in-key", message, where, "it comes from pasted text: delete the key and type it again")


def find_merge_conflict(source: SourceText) -> Issue | None:
    """Report the first marker of a conflict that git could not merge."""
    match = _CONFLICT_MARKER.search(source.body)
    if match is None:
        return None
    message = "git left two versions of these lines here, and one of them has to be chosen"
    hint = "keep one of the two, and delete the lines that start with <<<<<<<, ======= and >>>>>>>"
    return source.error("merge-conflict", message, (match.start(), match.end()), hint)


def find_missing_colon_above(source: SourceText, first: int) -> Issue | None:
    """Report that the line above that of `first` has no colon, if so: YAML then reads the two lines as one text."""
    start = source.line_start(first)
    if not start:
        return None
    above = source.line_start(start - 1)
    prefix = _LINE_PREFIX.match(source.body, above)
    at, end = prefix.end() if prefix else above, source.line_end(above)
    text = source.body[at:end]
    if not text or at - above != source.column(first) or _COLON.search(text) or _continues_value(source, above, at):
        return None
    message = f"{curly_quoted(text)} is not a key: it has no colon followed by a space"
    wide = next((char for char in text if char in _WIDE_COLONS), None)
    hint = "write a key as “key: value”"
    if wide:
        hint = f"its colon is another character, {describe_character(wide)}: type a plain colon and a space"
    return source.error("not-a-key", message, (at, end), hint)


def _continues_value(source: SourceText, start: int, at: int) -> bool:
    """Whether the line from `start`, with its text from `at`, continues the value of a less indented line before it."""
    if not start or "-" in source.body[start:at]:
        return False
    before = source.line_start(start - 1)
    prefix = _LINE_PREFIX.match(source.body, before)
    column = (prefix.end() if prefix else before) - before
    return column < at - start and re.search(r":[ \t]+\S", source.body[before:start]) is not None
