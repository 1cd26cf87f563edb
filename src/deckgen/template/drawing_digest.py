"""A drawn shape, or the background of a layout, as a short digest, which is the same in a file that was only saved again.

What programs number anew when they save (ids of shapes, relationships, extensions) does not count; the bytes of pictures do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from lxml import etree

from deckgen.ooxml.opc import R

ReadPart = Callable[[str], bytes]
"""Returns the bytes of the part to which a relationship of the drawing refers by an id; empty if it refers to none."""
_LENGTH = 8
_NUMBERED = {"id", "name", "descr"}


def drawing_digest(element: etree._Element, read_part: ReadPart, place: str = "") -> str:
    """Return the digest of an element; `place` is where it stands on the slide."""
    digest = hashlib.sha256(place.encode())
    _add(element, read_part, digest.update)
    return digest.hexdigest()[:_LENGTH]


def _add(element: etree._Element, read_part: ReadPart, update: Callable[[bytes], None]) -> None:
    if not isinstance(element.tag, str) or element.tag.endswith("}extLst"):
        return
    is_identity = element.tag.endswith("}cNvPr")
    update(f"<{element.tag}".encode())
    for name, value in sorted((str(name), str(value)) for name, value in element.attrib.items()):
        if name.startswith(R):
            update(name.encode() + hashlib.sha256(read_part(value)).digest())
        elif not (is_identity and name in _NUMBERED):
            update(f" {name}={value!r}".encode())
    update((element.text or "").strip().encode())
    for child in element:
        _add(child, read_part, update)
    update(b">")
