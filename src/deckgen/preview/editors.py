"""A place in a file → the address that opens it in an editor."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

EDITORS = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "none": "",
}
"""Editors that open an address of their own, by the name that the user gives."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://")
_UNSAFE = ("javascript:", "data:", "vbscript:")


def template(editor: str) -> str:
    """Give the address pattern of a known editor, or check one of the user's own.

    Raises ValueError, in plain words, for what is neither.
    """
    if editor in EDITORS:
        return EDITORS[editor]
    if not _SCHEME.match(editor) or editor.startswith(_UNSAFE) or "{path}" not in editor:
        known = ", ".join(EDITORS)
        raise ValueError(
            f"'{editor}' is no editor that is known ({known}); an address of your own looks like "
            "vscode://file{path}:{line}:{column}"
        )
    return editor


def address(pattern: str, path: Path, line: int, column: int) -> str:
    """Fill in a pattern; empty where there is none. The path begins with a slash, on Windows too."""
    shown = path.as_posix()
    quoted = quote(shown if shown.startswith("/") else f"/{shown}", safe="/:")
    return pattern.replace("{path}", quoted).replace("{line}", str(line)).replace("{column}", str(column))
