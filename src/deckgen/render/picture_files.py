"""The pictures of slides in a folder: their names, a mark that deckgen drew them, the removal of those of former slides."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from deckgen.io.replaceable import PNG, write_over

_NAME = re.compile(r"slide-\d+\.png")
_END_OF_HEADER = 33
"""The position after the signature of a PNG and its first chunk, which has a fixed size."""
_SOFTWARE = b"tEXtSoftware\0deckgen"
_MARK = struct.pack(">I", len(_SOFTWARE) - 4) + _SOFTWARE + struct.pack(">I", zlib.crc32(_SOFTWARE))
"""A chunk that names the program that made a PNG."""


class WrittenPictures(Struct, frozen=True):
    """The pictures that were written, those of former slides that were removed, and those that stay though the deck lacks them.

    What stays was not drawn by deckgen, or by an earlier version of it: only people can tell.
    """

    written: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()


def write_pictures(folder: Path, drawn: Mapping[int, bytes], total: int, *, all_drawn: bool) -> WrittenPictures:
    """Write `slide-01.png` and so on, of a deck of `total` slides, and remove pictures of slides that it does not have any more.

    `all_drawn` is whether `drawn` are all slides that the deck shows; otherwise pictures of others stay, too.
    """
    digits = max(2, len(str(total)))
    paths = {number: folder / f"slide-{number:0{digits}}.png" for number in range(1, total + 1)}
    for number, png in sorted(drawn.items()):
        write_over(paths[number], _marked(png), PNG)
    written = tuple(paths[number] for number in sorted(drawn))
    kept = written if all_drawn else paths.values()
    others = sorted(path for path in folder.glob("slide-*.png") if _NAME.fullmatch(path.name) and path not in kept)
    removed = tuple(path for path in others if _is_marked(path))
    for path in removed:
        with suppress(FileNotFoundError):
            path.unlink()
    return WrittenPictures(written, removed, tuple(path for path in others if path not in removed))


def _marked(png: bytes) -> bytes:
    """Return a PNG with the mark after its first chunk."""
    return png[:_END_OF_HEADER] + _MARK + png[_END_OF_HEADER:]


def _is_marked(path: Path) -> bool:
    """Whether a file has the mark; a link has not, wherever it leads."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(_END_OF_HEADER + len(_MARK))
    return head.startswith(PNG) and head.endswith(_MARK)
