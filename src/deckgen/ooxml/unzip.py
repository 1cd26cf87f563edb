"""A zip file from an unknown author → its entries and their bytes, within limits.

Sizes are checked before anything is read: a file crafted to unpack into gigabytes is refused with one sentence. XML parts are
read completely. Of other parts only the first bytes are returned, but all bytes are read once, so that damage is found.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from deckgen.diagnostics import UserFacingError

MAX_DIRECTORY_BYTES = 4 << 20
"""Maximum bytes of the directory of the zip file: enough for some 40,000 parts."""
MAX_XML_BYTES = 64 << 20
"""Maximum bytes of all XML parts together, unpacked."""
MAX_NODES = 1_500_000
"""Maximum number of tags and attributes of all XML parts: each takes a hundred bytes or more once it is parsed."""
MAX_BYTES = 256 << 20
"""Bytes of all parts together, unpacked, up to which the parts that are not XML are read to their end."""
HEAD_BYTES = 64 << 10
"""Bytes that are returned of a part that is not XML."""
MAX_HEAD_BYTES = 32 << 20
"""Bytes that are returned of all parts that are not XML; of further parts, only enough to recognise the type."""
_SHORT_HEAD_BYTES = 256

_CHUNK = 1 << 20
_END, _END_64, _END_SIZE = b"PK\x05\x06", b"PK\x06\x07", 22
_COMPOUND = b"\xd0\xcf\x11\xe0"
_ZIP_ERRORS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError,
    IndexError,  # Python up to 3.12 raises it for an entry without a name
)  # fmt: skip


class UnreadableError(UserFacingError):
    """The file is not a zip file, is damaged, or would unpack into more than is safe to read; the message states which."""


def unzip(source: bytes | Path, *, whole: bool = False) -> tuple[list[zipfile.ZipInfo], dict[str, bytes]]:
    """Return the entries of a zip file, and the bytes of each by `/name`.

    With `whole`, parts that are not XML are returned completely, too; a file of more than `MAX_BYTES` is then refused. Raises
    UnreadableError, and OSError if the file cannot be opened.
    """
    with _open(source) as file:
        _check_directory(file)
        try:
            with zipfile.ZipFile(file) as zipped:
                entries = _entries(zipped)
                return entries, dict(_read_parts(zipped, entries, whole=whole))
        except _ZIP_ERRORS as error:
            raise UnreadableError(f"the file is damaged: {error or type(error).__name__}") from error


def read_part(source: Path, name: str, max_bytes: int) -> tuple[list[zipfile.ZipInfo], bytes]:
    """Return the entries of a zip file, and up to `max_bytes` bytes of the one called `name` (empty if it is missing).

    Raises the errors of `unzip`.
    """
    with _open(source) as file:
        _check_directory(file)
        try:
            with zipfile.ZipFile(file) as zipped:
                entries = _entries(zipped)
                entry = next((entry for entry in reversed(entries) if entry.filename == name), None)
                if entry is None:
                    return entries, b""
                with zipped.open(entry) as part:
                    return entries, part.read(max_bytes)
        except _ZIP_ERRORS as error:
            raise UnreadableError(f"the file is damaged: {error or type(error).__name__}") from error


def _open(source: bytes | Path) -> IO[bytes]:
    return BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _entries(zipped: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the entries under the names in the file: on Windows, zipfile changes a backslash in a name to a slash."""
    entries = zipped.infolist()
    for entry in entries:
        entry.filename = entry.orig_filename.partition("\0")[0]
    return entries


def _check_directory(file: IO[bytes]) -> None:
    """Check the size of the zip directory, because zipfile reads a directory of any size into memory."""
    if file.read(4) == _COMPOUND:
        raise UnreadableError(
            "the file has a password, or is a .ppt of before 2007; save it as a .pptx without a password"
        )
    size = file.seek(0, 2)
    start = max(size - _END_SIZE - 0xFFFF, 0)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise UnreadableError(
            "the file is not a PowerPoint file, or a part of it is missing: it is not a complete zip file"
        )
    if int.from_bytes(tail[at + 12 : at + 16], "little") > MAX_DIRECTORY_BYTES or tail[at - 20 : at - 16] == _END_64:
        raise UnreadableError("the file has more parts than any presentation")
    file.seek(0)


def _read_parts(zipped: zipfile.ZipFile, entries: list[zipfile.ZipInfo], *, whole: bool) -> Iterator[tuple[str, bytes]]:
    if sum(e.file_size for e in entries if is_xml(e.filename)) > MAX_XML_BYTES:
        raise UnreadableError(
            f"the file unpacks into more than {MAX_XML_BYTES >> 20} MB of XML, more than any presentation"
        )
    reads_all = sum(e.file_size for e in entries) <= MAX_BYTES
    if whole and not reads_all:
        raise UnreadableError(f"the file unpacks into more than {MAX_BYTES >> 20} MB")
    nodes, heads = 0, 0
    for entry in entries:
        if entry.is_dir():
            continue
        with zipped.open(entry) as part:
            if not whole and not is_xml(entry.filename):
                head = part.read(HEAD_BYTES if heads < MAX_HEAD_BYTES else _SHORT_HEAD_BYTES)
                heads += len(head)
                while reads_all and part.read(_CHUNK):
                    pass
                yield f"/{entry.filename}", head
                continue
            data = part.read()
        if not is_xml(entry.filename):
            yield f"/{entry.filename}", data
            continue
        nodes += data.count(b"<") + data.count(b"=")
        if nodes > MAX_NODES:
            raise UnreadableError("the file holds more XML elements than any presentation")
        yield f"/{entry.filename}", data


def is_xml(name: str) -> bool:
    """Whether a part of this name is XML; an SVG picture is."""
    return name.casefold().endswith((".xml", ".rels", ".svg"))
