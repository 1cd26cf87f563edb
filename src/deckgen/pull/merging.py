"""Two texts that came of a third → one with the changes of both; None where they change the same words."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def merged_text(base: str, one: str, other: str) -> str | None:
    """Return a text with both changes, word by word; None if they meet."""
    if other in {one, base}:
        return one
    if one == base:
        return other
    tokens = _TOKEN.findall(base)
    edits = sorted({*_edits(tokens, one), *_edits(tokens, other)})
    result: list[str] = []
    done = 0
    previous: tuple[int, int] | None = None
    for start, end, text in edits:
        if previous is not None and (start < previous[1] or (start, end) == previous or start == previous[1]):
            return None
        result += [*tokens[done:start], text]
        done, previous = end, (start, end)
    return "".join([*result, *tokens[done:]])


def _edits(tokens: list[str], text: str) -> list[tuple[int, int, str]]:
    after = _TOKEN.findall(text)
    return [
        (a, b, "".join(after[c:d]))
        for tag, a, b, c, d in SequenceMatcher(None, tokens, after, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
