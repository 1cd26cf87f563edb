"""A zip file that anybody may have made → its entries and their bytes, within bounds.

Nothing is read before it is known to be small enough: a file crafted to unpack into gigabytes ends with one sentence.
XML is read whole; of other parts only the first bytes are kept, though each is read through once, so that damage is
found.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from deckgen.diagnostics import UserFacingError

MOST_DIRECTORY = 4 << 20
"""Bytes of the zip's list of contents: enough for some 40,000 parts."""
MOST_XML = 64 << 20
"""Bytes of all XML parts, unpacked."""
MOST_NODES = 1_500_000
"""Tags and attributes of all XML parts: each costs a hundred bytes or more once it is parsed."""
MOST_BYTES = 256 << 20
"""Bytes of all parts, unpacked, up to which other parts are read through."""
HEAD = 64 << 10
"""How many bytes are kept of a part that is no XML."""
MOST_HEADS = 32 << 20
"""Bytes that are kept of all parts that are no XML; of what comes after, only as many as tell its kind."""
_SHORT_HEAD = 256

_CHUNK = 1 << 20
_END, _END_64, _END_SIZE = b"PK\x05\x06", b"PK\x06\x07", 22
_COMPOUND = b"\xd0\xcf\x11\xe0"
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError,
    IndexError,  # Python up to 3.12 raises it for an entry without a name
)  # fmt: skip


class UnreadableError(UserFacingError):
    """The file is no zip file, is damaged, or would unpack into more than is safe to read; the message says which."""


def unzip(source: bytes | Path) -> tuple[list[zipfile.ZipInfo], dict[str, bytes]]:
    """Give the entries of a zip file, and the bytes of each by `/name`.

    Raises Unreadable, and OSError where the file cannot be opened.
    """
    with _opened(source) as file:
        _look_at_the_end(file)
        try:
            with zipfile.ZipFile(file) as zipped:
                entries = zipped.infolist()
                return entries, dict(_parts(zipped, entries))
        except _BROKEN as fault:
            raise UnreadableError(f"the file is damaged: {fault or type(fault).__name__}") from fault


def contents(source: Path, name: str, most: int) -> tuple[list[zipfile.ZipInfo], bytes]:
    """Give the entries of a zip file, and up to `most` bytes of the one of this name (none where there is none).

    Raises as `unzip` does.
    """
    with _opened(source) as file:
        _look_at_the_end(file)
        try:
            with zipfile.ZipFile(file) as zipped:
                entries = zipped.infolist()
                if name not in zipped.namelist():
                    return entries, b""
                with zipped.open(name) as part:
                    return entries, part.read(most)
        except _BROKEN as fault:
            raise UnreadableError(f"the file is damaged: {fault or type(fault).__name__}") from fault


def _opened(source: bytes | Path) -> IO[bytes]:
    return BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _look_at_the_end(file: IO[bytes]) -> None:
    """Read how large the list of contents is before zipfile reads it, whatever its size, into memory."""
    if file.read(4) == _COMPOUND:
        raise UnreadableError(
            "the file is protected by a password, or is a .ppt of before 2007; save it as an open .pptx"
        )
    size = file.seek(0, 2)
    start = max(size - _END_SIZE - 0xFFFF, 0)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise UnreadableError("the file is no PowerPoint file, or a part of it is missing: it is not a whole zip file")
    if int.from_bytes(tail[at + 12 : at + 16], "little") > MOST_DIRECTORY or tail[at - 20 : at - 16] == _END_64:
        raise UnreadableError("the file has more parts than any presentation")
    file.seek(0)


def _parts(zipped: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    if sum(e.file_size for e in entries if is_xml(e.filename)) > MOST_XML:
        raise UnreadableError(f"the file unpacks into more than {MOST_XML >> 20} MB of XML, more than any presentation")
    whole = sum(e.file_size for e in entries) <= MOST_BYTES
    nodes, heads = 0, 0
    for entry in entries:
        if entry.is_dir():
            continue
        with zipped.open(entry) as part:
            if not is_xml(entry.filename):
                head = part.read(HEAD if heads < MOST_HEADS else _SHORT_HEAD)
                heads += len(head)
                while whole and part.read(_CHUNK):
                    pass
                yield f"/{entry.filename}", head
                continue
            data = part.read()
        nodes += data.count(b"<") + data.count(b"=")
        if nodes > MOST_NODES:
            raise UnreadableError("the file holds more XML elements than any presentation")
        yield f"/{entry.filename}", data


def is_xml(name: str) -> bool:
    """Tell whether a part of this name is XML; a drawn picture (SVG) is."""
    return name.casefold().endswith((".xml", ".rels", ".svg"))
