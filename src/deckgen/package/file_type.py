"""A file → whether it is a PowerPoint file, so that a deck never replaces any other file."""

from __future__ import annotations

from pathlib import Path

from deckgen.ooxml.unzip import UnreadableError, read_part

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MAX_BYTES = 1 << 20


def is_presentation(path: Path) -> bool:
    """Whether a file is a presentation; one with a password (MS-CFB) and a damaged one count as well. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(len(_ZIP))
    if head != _ZIP:
        return head == _COMPOUND
    try:
        return b"presentationml" in read_part(path, "[Content_Types].xml", _MAX_BYTES)[1]
    except UnreadableError:
        return True
