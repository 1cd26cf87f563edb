"""Convert plain text to XML: cleaning, escaping, the namespaces of a part, and numbers and GUIDs derived from names.

Parts are built as strings, because that is about thirty times faster than building trees. Therefore every text from outside
must pass through `text` or `attribute`, the only functions that escape text.
"""

from __future__ import annotations

import hashlib
import re
import uuid

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
P14 = 'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'

_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPECIAL_IN_ATTRIBUTE = re.compile('[&<>"]')
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_QUOTED = re.compile('["\\n\\t]')
_QUOTES = str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def clean(value: str) -> str:
    r"""Replace every line break by `\n` and remove what XML or PowerPoint rejects: control characters, lone surrogates."""
    if value.isascii() and value.isprintable():
        return value
    return _FORBIDDEN.sub("", _BREAK.sub("\n", value))


def text(value: str) -> str:
    """Return text for use between tags, cleaned and escaped."""
    if not (value.isascii() and value.isprintable()):  # as `clean` asks, too: most texts need no call
        value = clean(value)
    has_special = "&" in value or "<" in value or ">" in value  # a pattern takes 8 ms for the texts of a deck
    return value.translate(_ENTITIES) if has_special else value


def attribute(value: str) -> str:
    """Return text for use in double quotes, cleaned and escaped."""
    if value.isascii() and value.isprintable() and not _SPECIAL_IN_ATTRIBUTE.search(value):
        return value
    value = text(value)
    return value.translate(_QUOTES) if _QUOTED.search(value) else value


def digest(value: str) -> str:
    """Return a short fingerprint of a text: 16 hexadecimal digits of the SHA-256 of the cleaned text."""
    if not (value.isascii() and value.isprintable()):  # as in `text`
        value = clean(value)
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def guid(*names: object) -> str:
    """Return a GUID in braces that depends only on the names: the same deck gets the same one."""
    return "{" + str(uuid.uuid5(uuid.NAMESPACE_OID, clean("\n".join(map(str, names))))).upper() + "}"


def unique_number(name: str, taken: set[int]) -> int:
    """Return a 32-bit number above 0 that is derived from a name and is not in `taken`; add it to `taken`."""
    value = int(digest(name)[:8], 16) or 1
    while value in taken:
        value = value % 0xFFFFFFFF + 1
    taken.add(value)
    return value


def creation_id_extension(value: int) -> str:
    """Return the extension with the `creationId` by which PowerPoint identifies slides, layouts and masters."""
    return (
        '<p:extLst><p:ext uri="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}">'
        f'<p14:creationId {P14} val="{value}"/></p:ext></p:extLst>'
    )
