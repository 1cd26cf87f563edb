"""A file → whether it is a PowerPoint file, so that nothing else is ever replaced by a deck."""

from __future__ import annotations

from pathlib import Path

from deckgen.ooxml.unzip import UnreadableError, contents

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MOST = 1 << 20


def is_presentation(path: Path) -> bool:
    """Tell whether a file is a presentation, perhaps one with a password (MS-CFB) or a damaged one. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(len(_ZIP))
    if head != _ZIP:
        return head == _COMPOUND
    try:
        return b"presentationml" in contents(path, "[Content_Types].xml", _MOST)[1]
    except UnreadableError:
        return True
