"""Content files → plain data with the span of every value, and inline markup → runs.

Input: a YAML file or its text. Output: `Document` and issues. Every scalar is the text as typed (`no`, `1:30`, `007` and
`66%` stay as they are); only an empty value is None. Text that YAML would silently cut off or misread is reported as an
error, with a hint how to quote it.
"""

from __future__ import annotations

import pathlib

from deckgen.diagnostics import Issue
from deckgen.reader.document import Document
from deckgen.reader.source import MAX_BYTES, read
from deckgen.reader.yaml_reader import MAX_DEPTH, MAX_VALUES, parse

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_VALUES", "Document", "load", "parse", "read"]


def load(path: pathlib.Path, display: str) -> tuple[Document | None, list[Issue]]:
    """Read and parse one content file; `display` names it in spans (relative to the project, with `/`).

    The document is None if the file cannot be read or is not valid YAML; with other errors, both are returned. To show
    errors in their text in any case, call `read` and `parse` one after the other: `read` always returns a text.
    """
    text, issues = read(path, display)
    return (None, issues) if issues else parse(text, display)
