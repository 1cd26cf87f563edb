"""A file → whether somebody changed it since deckgen built it."""

from __future__ import annotations

import re
from pathlib import Path

from deckgen.ooxml import seal
from deckgen.ooxml.unzip import UnreadableError, contents

_DIGEST = re.compile(rb'digest="([0-9a-f]{64})"')
_LONGEST_SEAL = 4096


def edited(path: Path) -> bool:
    """Tell whether a file is other than deckgen wrote it: edited, saved by another program, cut short, or none of ours.

    A file that is not there is not edited. Raises OSError where it cannot be read.
    """
    try:
        entries, told = contents(path, seal.PART, _LONGEST_SEAL)
    except FileNotFoundError:
        return False
    except UnreadableError:
        return True
    written = _DIGEST.search(told)
    return written is None or written[1].decode() != seal.digest(entries)
