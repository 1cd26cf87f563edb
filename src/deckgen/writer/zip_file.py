"""Items with names → the bytes of a zip file, with what an earlier build compressed.

The bytes are those that `zipfile` writes. It compresses every item anew, though, which took half of the time of writing a deck
after an edit (34 of 70 ms): most items are those of the build before.
"""

from __future__ import annotations

import struct
import zlib
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from deckgen.cache.build_cache import NO_CACHE, BuildCache
from deckgen.writer.errors import WriterError

COMPRESSED_KIND = "compressed"
"""The kind of compressed items in a `BuildCache`, by their bytes."""
_LEVEL = 3
"""Level 6 makes XML 11% smaller, and takes 40% longer."""
_ITEM = struct.Struct("<4s5H3L2H")
"""What precedes an item (APPNOTE.TXT of PKWARE, 4.3.7)."""
_DIRECTORY_ENTRY = struct.Struct("<4s6H3L5H2L")
"""What the directory has of an item (4.3.12)."""
_END = struct.Struct("<4s4H2LH")
"""What follows the directory (4.3.16)."""
_VERSION, _UNIX, _PERMISSIONS = 20, 3 << 8, 0o644 << 16
_MAX_ITEMS, _MAX_BYTES = 0xFFFF, 0xFFFFFFFF
"""A zip with more has another form, which not every program opens."""


class ZipFile:
    """A zip file that is created in memory, all items with one time; `infos` are the items so far."""

    def __init__(self, moment: datetime, cache: BuildCache = NO_CACHE) -> None:
        self.infos: list[ZipInfo] = []
        self._cache = cache
        self._stamp = moment.timetuple()[:6]
        self._dos_time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
        self._dos_date = moment.year - 1980 << 9 | moment.month << 5 | moment.day
        self._chunks: list[bytes] = []
        self._directory: list[bytes] = []
        self._size = 0

    def add(self, name: str, data: bytes, *, is_compressed: bool) -> None:
        """Add an item; `name` is ASCII. Raises WriterError if the file becomes too large for a zip of the usual form."""
        content = self._compressed(data) if is_compressed else data
        info = ZipInfo(name, self._stamp)
        info.file_size, info.CRC = len(data), zlib.crc32(data)
        self.infos.append(info)
        method, encoded = ZIP_DEFLATED if is_compressed else ZIP_STORED, name.encode("ascii")
        if len(self.infos) > _MAX_ITEMS or self._size + len(content) > _MAX_BYTES - len(encoded) * 2 - 1000:
            message = f"the file would have more than {_MAX_ITEMS:,} parts or 4 GB: divide the deck"
            raise WriterError(message)
        common = (
            _VERSION, 0, method, self._dos_time, self._dos_date, info.CRC, len(content), len(data), len(encoded), 0,
        )  # fmt: skip
        attributes = (0, 0, 0, _PERMISSIONS, self._size)
        self._directory += (_DIRECTORY_ENTRY.pack(b"PK\1\2", _UNIX | _VERSION, *common, *attributes), encoded)
        chunks = (_ITEM.pack(b"PK\3\4", *common), encoded, content)
        self._chunks += chunks
        self._size += sum(map(len, chunks))

    def to_bytes(self) -> bytes:
        """Return the bytes of the file with the items added so far."""
        directory, count = b"".join(self._directory), len(self.infos)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), self._size, 0)
        return b"".join((*self._chunks, directory, end))

    def _compressed(self, data: bytes) -> bytes:
        key = self._cache.key(COMPRESSED_KIND, data)
        content = self._cache.get(COMPRESSED_KIND, key, bytes)
        if content is None:
            compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
            content = compressor.compress(data) + compressor.flush()
            self._cache.put(COMPRESSED_KIND, key, content)
        return content
