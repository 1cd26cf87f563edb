"""Plain text → XML text: cleaning, escaping, the namespaces of a part, numbers and GUIDs derived from names.

Parts are built as strings, because that is some thirty times faster than building trees; so every text that comes from
outside passes through `text` or `attribute` here, and nowhere else.
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
_SPECIAL = re.compile("[&<>]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_QUOTED = re.compile('["\\n\\t]')
_QUOTES = str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def clean(value: str) -> str:
    r"""Make every line end `\n` and drop what XML or PowerPoint refuses: control characters, lone surrogates."""
    if value.isascii() and value.isprintable():
        return value
    return _FORBIDDEN.sub("", _BREAK.sub("\n", value))


def text(value: str) -> str:
    """Text between tags: cleaned and escaped."""
    value = clean(value)
    return value.translate(_ENTITIES) if _SPECIAL.search(value) else value


def attribute(value: str) -> str:
    """Text inside double quotes: cleaned and escaped."""
    value = text(value)
    return value.translate(_QUOTES) if _QUOTED.search(value) else value


def digest(value: str) -> str:
    """Make a short fingerprint of a text (16 hexadecimal digits of its SHA-256), over the text as it is written."""
    return hashlib.sha256(clean(value).encode()).hexdigest()[:16]


def guid(*names: object) -> str:
    """Make a GUID in braces that depends on nothing but the names: the same deck gets the same one."""
    return "{" + str(uuid.uuid5(uuid.NAMESPACE_OID, clean("\n".join(map(str, names))))).upper() + "}"


def number(name: str, taken: set[int]) -> int:
    """Make a 32-bit number above 0 made of a name, unlike all in `taken`, to which it is added."""
    value = int(digest(name)[:8], 16) or 1
    while value in taken:
        value = value % 0xFFFFFFFF + 1
    taken.add(value)
    return value


def creation(value: int) -> str:
    """Make the extension that carries the `creationId` by which PowerPoint tells slides, layouts and masters apart."""
    return (
        '<p:extLst><p:ext uri="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}">'
        f'<p14:creationId {P14} val="{value}"/></p:ext></p:extLst>'
    )
