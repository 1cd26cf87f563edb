"""An ICC colour profile → the same one without words: what says how colours are meant, and nothing else.

A profile names itself, who made it, the device it was made for and, at times, the person who measured it. It is written
anew from the tags that a colour transform reads (ICC.1:2022, clause 9), each cut to the length that its type has; the two
texts that every profile must hold become neutral ones, and the header loses maker, device, date and digest.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

MOST_BYTES = 4 << 20
"""Of a profile, unpacked: those of printers take up to three million."""
_MOST_TAGS = 200
_HEAD, _ENTRY = 128, 12
_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
"""Kinds of profiles that a picture may have."""
_FIXED = {b"XYZ ": 20, b"sf32": 8 + 9 * 4, b"cicp": 12}
"""Types of tags of one length: one colour, a matrix of three by three, four codes of a video signal."""
_PARAMETERS = (1, 3, 4, 5, 7)
"""Numbers of a parametric curve, by the kind of its function."""
_COLOURS = frozenset(
    [
        b"wtpt",
        b"bkpt",
        b"chad",
        b"rXYZ",
        b"gXYZ",
        b"bXYZ",
        b"rTRC",
        b"gTRC",
        b"bTRC",
        b"kTRC",
        b"cicp",
        b"lumi",
        b"gamt",
    ]
    + [f"{way}{intent}".encode() for way in ("A2B", "B2A", "D2B", "B2D") for intent in "0123"]
)
_TABLES = (b"mft1", b"mft2", b"mAB ", b"mBA ", b"mpet")
_SPACES = (b"RGB ", b"GRAY", b"CMYK", b"Lab ", b"XYZ ", b"YCbr", b"CMY ")
"""Colour spaces of a picture and of what its colours are turned into."""
_D50 = struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
"""The white that every profile refers to."""
_NAME = b"ICC profile"


def without_words(profile: bytes) -> bytes | None:
    """Give a profile that says the same of colours and nothing of people or devices; None where it is damaged.

    A profile without words comes back as it is.
    """
    tags = _tags(profile)
    if tags is None:
        return None
    version = profile[8]
    kept = {b"desc": _text(version, _description), b"cprt": _text(version, _copyright), **tags}
    return _assembled(profile[:_HEAD], kept)


def _tags(profile: bytes) -> dict[bytes, bytes] | None:
    """Read the tags that say how colours are meant; None where there are none, or where the profile is damaged."""
    if not _HEAD + 4 < len(profile) <= MOST_BYTES or profile[36:40] != b"acsp" or profile[12:16] not in _CLASSES:
        return None
    if profile[16:20] not in _SPACES or profile[20:24] not in _SPACES:
        return None
    count = int.from_bytes(profile[_HEAD : _HEAD + 4], "big")
    if count > _MOST_TAGS or _HEAD + 4 + count * _ENTRY > len(profile):
        return None
    found: dict[bytes, bytes] = {}
    for at in range(_HEAD + 4, _HEAD + 4 + count * _ENTRY, _ENTRY):
        name, start, size = struct.unpack_from(">4sII", profile, at)
        if name in _COLOURS:
            value = _exact(profile[start : start + size]) if start + size <= len(profile) else None
            if value is None:
                return None
            found.setdefault(name, value)
    return found or None


def _exact(value: bytes) -> bytes | None:
    """Cut the value of a tag to what its type holds; None where that is not known or not all there."""
    kind = value[:4]
    length: int | None = _FIXED.get(kind)
    if kind == b"curv" and len(value) >= 12:
        length = 12 + 2 * int.from_bytes(value[8:12], "big")
    elif kind == b"para" and len(value) >= 12:
        function = int.from_bytes(value[8:10], "big")
        length = 12 + 4 * _PARAMETERS[function] if function < len(_PARAMETERS) else None
    elif kind in _TABLES and len(value) >= 32:
        length = _table_length(kind, value)
    if length is None or length > len(value):
        return None
    return kind + bytes(4) + value[8:length]


def _table_length(kind: bytes, value: bytes) -> int | None:
    """Tell how long a table of colours is; one of a later kind, whose parts stand where it says, is taken whole."""
    if kind not in (b"mft1", b"mft2"):
        return len(value)
    inputs, outputs, points = value[8], value[9], value[10]
    if not 0 < inputs <= 15 or len(value) < 52:
        return None
    if kind == b"mft1":
        return 48 + 256 * inputs + int(points**inputs) * outputs + 256 * outputs
    before, after = struct.unpack_from(">HH", value, 48)
    return 52 + 2 * (int(before) * inputs + int(points**inputs) * outputs + int(after) * outputs)


def _text(version: int, earlier: bytes) -> bytes:
    """Write a neutral text as profiles of a version have it."""
    if version < 4:
        return earlier
    words = _NAME.decode().encode("utf-16-be")
    return struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"en", b"US", len(words), 28) + words


_description = struct.pack(">4s4xI", b"desc", len(_NAME) + 1) + _NAME + bytes(1 + 4 + 4 + 2 + 1 + 67)
_copyright = b"text" + bytes(4) + _NAME + b"\0"


def _assembled(head: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    """Put a profile together: header, list of tags, and their values in its order; equal ones stand there once."""
    at = _HEAD + 4 + _ENTRY * len(tags)
    places: dict[bytes, int] = {}
    listed, values = [], []
    for name, value in tags.items():
        if value not in places:
            places[value] = at
            values.append(value + bytes(-len(value) % 4))
            at += len(values[-1])
        listed.append(struct.pack(">4sII", name, places[value], len(value)))
    return _header(head, at) + struct.pack(">I", len(tags)) + b"".join(listed) + b"".join(values)


def _header(head: bytes, size: int) -> bytes:
    """Write the header of a profile with what a transform reads: version, kind, colour spaces, intent, white."""
    date = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    said = struct.pack(">I", size) + bytes(4) + head[8:10] + bytes(2) + head[12:24] + date + b"acsp"
    return said + bytes(24) + bytes(3) + head[67:68] + _D50 + bytes(48)
