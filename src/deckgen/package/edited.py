"""A file → whether somebody changed it since deckgen built it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from deckgen import seal
from deckgen.package.unzip import Unreadable, chunks

_DIGEST = re.compile(rb'digest="([0-9a-f]{64})"')
_LONGEST_SEAL = 4096


def edited(path: Path) -> bool:
    """Tell whether a file is other than deckgen wrote it: edited, saved by another program, damaged, or none of ours.

    A file that is not there is not edited. Raises OSError where it cannot be read.
    """
    told: list[bytes] = []
    try:
        found = seal.digest(_listened(chunks(path), told))
    except FileNotFoundError:
        return False
    except Unreadable:
        return True
    written = [match[1].decode() for piece in told if (match := _DIGEST.search(piece))]
    return written != [found]


def _listened(parts: Iterable[tuple[str, Iterable[bytes]]], told: list[bytes]) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Hand all parts on, and keep what the seal says."""
    for name, pieces in parts:
        if name == seal.PART:
            told.append(b"".join(pieces)[:_LONGEST_SEAL])
        yield name, pieces
