"""What comes along with pasted and merged text, and misleads YAML or its author → errors.

Input: the source and where its scalars stand. Output: diagnostics. Told are spaces that only look like one before a key or an
item, characters that nobody sees in a key, a line whose colon is none, and the marks that git leaves in a conflict.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from deckgen.diagnostics import Diagnostic
from deckgen.reader.characters import name
from deckgen.reader.document import SourceText, shown
from deckgen.reader.traps import Scalar

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SET_IN = re.compile(rf"^[ \t]*(?P<odd>[{_SPACES}])[{_SPACES} \t]*(?=-[ \t]|[\w'\"-][^\s:]*:(?:\s|$))", re.MULTILINE)
_HIDDEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060]")
"""Soft hyphen, zero-width space, direction marks, word joiner; joiners that words of some languages need are none of them."""
_CONFLICT = re.compile(r"^<{7}(?: [^\r\n]*)?|^>{7}(?: [^\r\n]*)?|^={7}(?=\r?$)", re.MULTILINE)
_WIDE_COLONS = "\uff1a\ufe55\u2236\ua789"
_CONTENT = re.compile(r"[ ]*(?:-[ ]+)*")
_COLON = re.compile(r":(?:\s|$)")


def indentation(source: SourceText, scalars: Sequence[Scalar], stop: int) -> Diagnostic | None:
    """Tell the first line before `stop` that another kind of space sets in, and how many more there are.

    In quotes and text blocks such a space is the author's; elsewhere YAML takes it for text, and the key for another one.
    """
    if source.body.isascii():
        return None
    quoted = [scalar for scalar in scalars if scalar.style]
    starts = [scalar.start for scalar in quoted]

    def in_quotes(at: int) -> bool:
        before = bisect_right(starts, at)
        return before > 0 and at < quoted[before - 1].end

    found = [match for match in _SET_IN.finditer(source.body) if not in_quotes(match.start())]
    if not found or found[0].start() > stop:
        return None
    at = found[0].start("odd")
    message = f"this line is set in with another kind of space, {name(source.body[at])}, which is none to YAML"
    more = f", here and on {len(found) - 1} more line{'s' if len(found) > 2 else ''}" if found[1:] else ""
    hint = f"it comes with pasted text: type plain spaces in its place{more}"
    return source.fault("odd-space", message, (at, found[0].end()), hint)


def visible(key: str) -> str:
    """Give a key without the characters in it that nobody sees."""
    return key if key.isascii() else _HIDDEN.sub("", key)


def hidden(source: SourceText, key: Scalar, value: str) -> Diagnostic:
    """Tell the first character of a key that nobody sees."""
    char = _HIDDEN.findall(value)[0]
    at = source.body.find(char, key.start, key.end)
    where = (at, at + 1) if at >= 0 else (key.start, key.end)
    message = f"the key {shown(visible(value))} holds an invisible character, {name(char)}"
    return source.fault("hidden-in-key", message, where, "it comes with pasted text: delete the key and type it anew")


def conflict(source: SourceText) -> Diagnostic | None:
    """Tell the first mark of two versions that git could not merge."""
    found = _CONFLICT.search(source.body)
    if found is None:
        return None
    message = "git has put two versions of these lines here, and somebody has to choose"
    hint = "keep one of the two, and delete the lines that start with <<<<<<<, ======= and >>>>>>>"
    return source.fault("merge-conflict", message, (found.start(), found.end()), hint)


def colon_above(source: SourceText, first: int) -> Diagnostic | None:
    """Tell that the line above that of `first` lacks its colon: the two are read as one text then."""
    start = source.line_start(first)
    if not start:
        return None
    above = source.line_start(start - 1)
    content = _CONTENT.match(source.body, above)
    at, end = content.end() if content else above, source.line_end(above)
    text = source.body[at:end]
    if not text or at - above != source.column(first) or _COLON.search(text) or _goes_on(source, above, at):
        return None
    message = f"{shown(text)} is no key: a colon with a space behind it is missing in it"
    wide = next((char for char in text if char in _WIDE_COLONS), None)
    hint = f"its colon is another character, {name(wide)}: type a plain one, and a space" if wide else None
    return source.fault("not-a-key", message, (at, end), hint or "write a key as “key: value”")


def _goes_on(source: SourceText, start: int, at: int) -> bool:
    """Whether the line from `start` goes on with a value of the line before it, which stands further out."""
    if not start or "-" in source.body[start:at]:
        return False
    before = source.line_start(start - 1)
    content = _CONTENT.match(source.body, before)
    column = (content.end() if content else before) - before
    return column < at - start and re.search(r":[ \t]+\S", source.body[before:start]) is not None
