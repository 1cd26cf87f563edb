"""Texts with stretches replaced, data with values replaced, and where on its line an offset stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from deckgen.ir.blocks import Path
from deckgen.reader import Document

Splice = tuple[int, int, str]
"""Start and end of a stretch of a text, and what replaces it."""
_DEEPEST_STEP = 8


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Replace stretches of a text that do not overlap; insertions at one offset follow each other as given."""
    pieces, done = [], 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        pieces += [text[done:start], new]
        done = end
    return "".join([*pieces, text[done:]])


def replaced(data: Any, values: Mapping[Path, Any]) -> Any:
    """Give a copy of the data with other values at some paths, none of which leads into another."""
    if () in values:
        return values[()]
    by_head: dict[Any, dict[Path, Any]] = {}
    for path, value in values.items():
        by_head.setdefault(path[0], {})[path[1:]] = value
    if isinstance(data, list):
        return [replaced(item, by_head[i]) if i in by_head else item for i, item in enumerate(data)]
    return {key: replaced(item, by_head[key]) if key in by_head else item for key, item in data.items()}


def column(text: str, offset: int) -> int:
    """Count the characters before an offset on its line; a byte order mark is none."""
    start = text.rfind("\n", 0, offset) + 1
    return offset - start - text.startswith("\ufeff", start)


def line_end(text: str, offset: int) -> int:
    """Find the end of the line of an offset, before its line break."""
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - 1 if end > offset and text[end - 1] == "\r" else end


def usual_step(document: Document) -> int:
    """Tell how far a file sets mappings in; 2 where nothing shows it."""
    keys = document.keys
    steps = Counter(
        column(document.text, span.start) - column(document.text, keys[path[:-1]].start)
        for path, span in keys.items()
        if path[:-1] in keys
    )
    usual = steps.most_common(1)[0][0] if steps else 2
    return usual if 0 < usual <= _DEEPEST_STEP else 2
