"""A .pptx → whether it was changed after deckgen built it."""

from __future__ import annotations

import re
from pathlib import Path

from deckgen.ooxml import seal
from deckgen.ooxml.unzip import UnreadableError, read_part

_DIGEST = re.compile(rb'digest="([0-9a-f]{64})"')
_MAX_SEAL_BYTES = 4096


def edited(path: Path) -> bool:
    """Whether a file differs from what deckgen wrote: edited, saved by another program, incomplete, or not a deck of deckgen.

    A missing file is not edited. Raises OSError if the file cannot be read.
    """
    try:
        entries, seal_part = read_part(path, seal.PART, _MAX_SEAL_BYTES)
    except FileNotFoundError:
        return False
    except UnreadableError:
        return True
    match = _DIGEST.search(seal_part)
    return match is None or match[1].decode() != seal.digest(entries)
