"""A position in a file → the address that opens it in an editor."""

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
"""The address patterns of editors, by the names that users give."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://")
_UNSAFE = ("javascript:", "data:", "vbscript:")


def address_pattern(editor: str) -> str:
    """Return the address pattern of a known editor, or one of the user's own after checking it.

    Raises ValueError with a message for the user where `editor` is neither.
    """
    if editor in EDITORS:
        return EDITORS[editor]
    if not _SCHEME.match(editor) or editor.startswith(_UNSAFE) or "{path}" not in editor:
        known = ", ".join(EDITORS)
        raise ValueError(
            f"'{editor}' is no known editor ({known}); an address of your own looks like "
            "vscode://file{path}:{line}:{column}"
        )
    return editor


def editor_address(pattern: str, path: Path, line: int, column: int) -> str:
    """Fill in a pattern; empty where there is none. The path begins with a slash, on Windows too."""
    text = path.as_posix()
    quoted = quote(text if text.startswith("/") else f"/{text}", safe="/:")
    return pattern.replace("{path}", quoted).replace("{line}", str(line)).replace("{column}", str(column))
