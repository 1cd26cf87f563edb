"""A scalar of several lines and its new text → the scalar with only the changed words written anew.

Input: the scalar as typed, the text that it is read as, and the new text. Output: the scalar with the new text, in which every
line without a change is as it was; None if the words as typed do not match those as read, or most of them are others. The caller
reads the result back.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from difflib import SequenceMatcher

from msgspec import Struct

from deckgen.edit.splicing import Splice, apply_splices
from deckgen.reader.scripts import CHINESE_JAPANESE

MAX_LINE_LENGTH = 120
"""Lines of folded text are no longer than this, as in the example content."""
LINE_TOLERANCE = 30
"""By how much a changed line may be longer, so that one changed word changes one line."""

_HEADER = re.compile(r"[|>][^\r\n]*(?:\r?\n)")
_TYPED_BLANKS = re.compile(r"[ \t\r\n]+")
_TOKENS = re.compile(rf"[ \t\n]+|[{CHINESE_JAPANESE}]|[^ \t\n{CHINESE_JAPANESE}]+")
_MAX_COMPARED = 200
"""Up to so many changed words are compared one by one; comparing takes the square of their number."""
_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "t": "\t"}


class _Token(Struct, frozen=True):
    """A word of a text, or the blanks between two, and where it is typed."""

    text: str
    start: int
    end: int


class _Change(Struct, frozen=True):
    """Tokens from `start` to `end` that are replaced by new ones."""

    start: int
    end: int
    new: list[str]


def with_changed_words(typed: str, before: str, after: str, indent: int, newline: str) -> str | None:
    """Return a scalar of several lines with a new text; `indent` is the indentation of its lines."""
    tokens = _locate_tokens(typed, before)
    if tokens is None:
        return None
    new = _TOKENS.findall(after)
    changes = list(_changes(typed, tokens, new))
    if sum(len(change.new) for change in changes) * 2 > max(len(new), len(tokens)):
        return None
    writer = _Writer(typed, tokens, " " * indent, newline)
    changed = apply_splices(typed, [writer.splice(change) for change in changes])
    if typed.startswith("|"):
        return changed
    limit = MAX_LINE_LENGTH + (LINE_TOLERANCE if len(after) - len(before) <= LINE_TOLERANCE else 0)
    return _with_wrapped_lines(typed, changed, limit, " " * indent, newline)


def _locate_tokens(typed: str, text: str) -> list[_Token] | None:
    """Find each word of a text where it is typed; None if it is typed in a way that is not understood here."""
    style = typed[:1] if typed[:1] in {"|", ">", '"', "'"} else ""
    header = _HEADER.match(typed) if style in {"|", ">"} else None
    offset = header.end() if header else len(style)
    tokens: list[_Token] = []
    for match in _TOKENS.finditer(text):
        blanks = _TYPED_BLANKS.match(typed, offset)
        if match[0][0] in " \t\n":
            if blanks is None:
                return None
            end = blanks.end()
        else:
            offset = blanks.end() if blanks else offset
            end = _end_of_word(typed, offset, match[0], style)
            if end < 0:
                return None
        tokens.append(_Token(match[0], offset, end))
        offset = end
    rest = typed[offset:].strip(" \t\r\n")
    return tokens if tokens and rest == (style if style in {'"', "'"} else "") else None


def _end_of_word(typed: str, offset: int, word: str, style: str) -> int:
    """Return where a word that is typed at an offset ends; -1 if another one is there."""
    if style not in {'"', "'"}:
        return offset + len(word) if typed.startswith(word, offset) else -1
    for char in word:
        is_escape = typed.startswith("\\" if style == '"' else "''", offset)
        offset += is_escape
        found = typed[offset : offset + 1]
        if (_ESCAPED.get(found) if is_escape and style == '"' else found) != char:
            return -1
        offset += 1
    return offset


def _changes(typed: str, tokens: list[_Token], new: list[str]) -> Iterator[_Change]:
    """Yield the changes from the tokens to the new ones, in order."""
    old = [token.text for token in tokens]
    same = min(len(old), len(new))
    head = next((i for i in range(same) if old[i] != new[i]), same)
    tail = next((i for i in range(same - head) if old[-1 - i] != new[-1 - i]), same - head)
    last_old, last_new = len(old) - tail, len(new) - tail
    if last_old - head == last_new - head:
        # Word by word: a deck in which every figure of a text is another one keeps its lines.
        codes = [(i, i + 1, i, i + 1) for i in range(head, last_old) if old[i] != new[i]]
    elif max(last_old, last_new) - head <= _MAX_COMPARED:
        matcher = SequenceMatcher(None, old[head:last_old], new[head:last_new], autojunk=False)
        found = (code[1:] for code in matcher.get_opcodes() if code[0] != "equal")
        codes = [(a + head, b + head, c + head, d + head) for a, b, c, d in found]
    else:
        codes = [(head, last_old, head, last_new)]
    for start, end, first, stop in codes:
        yield _keeping_lines(typed, tokens, _Change(start, end, new[first:stop]))


def _keeping_lines(typed: str, tokens: list[_Token], change: _Change) -> _Change:
    """Return a removal that gives the same text, and takes away a blank rather than a line break."""
    start, end = change.start, change.end
    if change.new or start == end:
        return change
    options = [change]
    if start > 0 and tokens[start - 1].text == tokens[end - 1].text:
        options.append(_Change(start - 1, end - 1, []))
    if end < len(tokens) and tokens[start].text == tokens[end].text:
        options.append(_Change(start + 1, end + 1, []))
    kept = (each for each in options if "\n" not in typed[tokens[each.start].start : tokens[each.end - 1].end])
    return next(kept, change)


class _Writer(Struct, frozen=True):
    """Writes new tokens into a scalar."""

    typed: str
    tokens: list[_Token]
    indent: str
    newline: str

    def splice(self, change: _Change) -> Splice:
        old = self.tokens[change.start : change.end]
        if not old and change.start:
            start = end = self.tokens[change.start - 1].end
        else:
            start = (old or self.tokens)[0].start
            end = old[-1].end if old else start
        blanks = [token for token in old if token.text[0] in " \t\n"]
        return start, end, "".join(self._written(token, blanks) for token in change.new)

    def _written(self, token: str, old_blanks: list[_Token]) -> str:
        """Write a word or blanks; blanks are as those were that they replace, with their line breaks."""
        if token[0] in " \t\n":
            before = old_blanks.pop(0) if old_blanks else None
            if before is not None and before.text == token:
                return self.typed[before.start : before.end]
            lines = token.split("\n")
            return self.newline.join([*lines[:-1], self.indent + lines[-1]]) if len(lines) > 1 else token
        if self.typed.startswith('"'):
            return token.replace("\\", "\\\\").replace('"', '\\"')
        return token.replace("'", "''") if self.typed.startswith("'") else token


def _with_wrapped_lines(typed: str, changed: str, limit: int, indent: str, newline: str) -> str:
    """Break changed lines that are longer than a limit."""
    before = set(typed.split(newline))
    lines: list[str] = []
    for line in changed.split(newline):
        is_long = len(line) > limit and line not in before
        lines += _wrapped(line, indent) if is_long and "  " not in line.strip() and "\t" not in line else [line]
    return newline.join(lines)


def _wrapped(line: str, indent: str) -> list[str]:
    blanks = line[: len(line) - len(line.lstrip(" "))]
    return textwrap.wrap(
        line.strip(), MAX_LINE_LENGTH, initial_indent=blanks, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    ) or [line]  # fmt: skip
