"""Content files → plain data that knows where every value stands, and inline markup → runs.

Input: a YAML file or its text. Output: `Document` and diagnostics. Every scalar is the text as typed (`no`, `1:30`,
`007` and `66%` stay as they are), only a value left empty is None. What YAML would silently cut off or misread is told
as an error with a hint how to quote it.
"""

from __future__ import annotations

import pathlib

from deckgen.diagnostics import Diagnostic
from deckgen.reader.document import Document
from deckgen.reader.source import MAX_BYTES, read
from deckgen.reader.yaml_reader import MAX_DEPTH, MAX_VALUES, parse

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_VALUES", "Document", "load", "parse", "read"]


def load(path: pathlib.Path, display: str) -> tuple[Document | None, list[Diagnostic]]:
    """Read and parse one content file; `display` names it in spans (relative to the project, with `/`).

    Gives no document where the file cannot be read or is not YAML at all; with other errors it gives both. To show
    errors in their text even then, call `read` and `parse` one after the other: `read` always gives a text.
    """
    text, faults = read(path, display)
    return (None, faults) if faults else parse(text, display)
