"""The digest by which a deck knows itself: names and bytes of all parts but one in, a digest out.

The writer stores it in the one part that it leaves out. Whoever reads the deck back takes the digest anew: another one
means that somebody edited the file since it was built.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

SCHEMA = "urn:deckgen:seal:1"
PART = "customXml/item2.xml"
"""The part that holds the digest of all others."""


def digest(parts: Iterable[tuple[str, Iterable[bytes]]]) -> str:
    """Give the SHA-256 (in hexadecimal) of all parts but `PART`, in any order; each comes in pieces.

    Names count, so do lengths: nothing can move from one part to another unnoticed.
    """
    found = []
    for name, pieces in parts:
        if name.lstrip("/") == PART:
            continue
        one = hashlib.sha256()
        for piece in pieces:
            one.update(piece)
        found.append(f"{name.lstrip('/')} {one.hexdigest()}\n")
    return hashlib.sha256("".join(sorted(found)).encode()).hexdigest()
