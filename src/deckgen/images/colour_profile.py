"""Strip the texts from an ICC colour profile, so that only the colour definitions remain.

A profile names itself, its creator, the device for which it was made and, sometimes, the person who measured it. It is rebuilt
from the tags that a colour transform reads (ICC.1:2022, clause 9), each trimmed to the length of its type. The two texts that
every profile must have are replaced by neutral ones; creator, device, date and digest are removed from the header.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

MAX_BYTES = 4 << 20
"""Maximum size of a profile when unpacked; profiles of printers take up to three million bytes."""
_MAX_TAGS = 200
_HEADER_SIZE, _TAG_ENTRY_SIZE = 128, 12
_DEVICE_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
"""Classes of profiles that a picture may have: input, display, output and colour space."""
_FIXED_LENGTHS = {b"XYZ ": 20, b"sf32": 8 + 9 * 4, b"cicp": 12}
"""Lengths of the tag types of fixed length: one colour, a 3 × 3 matrix, four codes of a video signal."""
_PARAMETER_COUNTS = (1, 3, 4, 5, 7)
"""Number of parameters of a parametric curve, by function type."""
_COLOUR_TAGS = frozenset(
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
_TABLE_TYPES = (b"mft1", b"mft2", b"mAB ", b"mBA ", b"mpet")
_COLOUR_SPACES = (b"RGB ", b"GRAY", b"CMYK", b"Lab ", b"XYZ ", b"YCbr", b"CMY ")
"""Accepted colour spaces, of the picture and of the connection space to which its colours are converted."""
_D50 = struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
"""The white point of the connection space, which is the same in every profile."""
_NEUTRAL_TEXT = b"ICC profile"


def strip_texts(profile: bytes) -> bytes | None:
    """Return the profile with the same colour definitions, without texts about people or devices; None if it is damaged.

    A profile that has already been stripped is returned unchanged.
    """
    tags = _colour_tags(profile)
    if tags is None:
        return None
    version = profile[8]
    texts = {b"desc": _text_tag(version, _DESCRIPTION_V2), b"cprt": _text_tag(version, _COPYRIGHT_V2)}
    return _assemble(profile[:_HEADER_SIZE], {**texts, **tags})


def _colour_tags(profile: bytes) -> dict[bytes, bytes] | None:
    """Read the tags that define colours; None if there are none, or if the profile is damaged."""
    if (
        not _HEADER_SIZE + 4 < len(profile) <= MAX_BYTES
        or profile[36:40] != b"acsp"
        or profile[12:16] not in _DEVICE_CLASSES
    ):
        return None
    if profile[16:20] not in _COLOUR_SPACES or profile[20:24] not in _COLOUR_SPACES:
        return None
    count = int.from_bytes(profile[_HEADER_SIZE : _HEADER_SIZE + 4], "big")
    if count > _MAX_TAGS or _HEADER_SIZE + 4 + count * _TAG_ENTRY_SIZE > len(profile):
        return None
    tags: dict[bytes, bytes] = {}
    for position in range(_HEADER_SIZE + 4, _HEADER_SIZE + 4 + count * _TAG_ENTRY_SIZE, _TAG_ENTRY_SIZE):
        name, start, size = struct.unpack_from(">4sII", profile, position)
        if name in _COLOUR_TAGS:
            value = _trimmed_value(profile[start : start + size]) if start + size <= len(profile) else None
            if value is None:
                return None
            tags.setdefault(name, value)
    return tags or None


def _trimmed_value(value: bytes) -> bytes | None:
    """Trim the value of a tag to the length of its type; None if the type is unknown or the value incomplete."""
    kind = value[:4]
    length: int | None = _FIXED_LENGTHS.get(kind)
    if kind == b"curv" and len(value) >= 12:
        length = 12 + 2 * int.from_bytes(value[8:12], "big")
    elif kind == b"para" and len(value) >= 12:
        function = int.from_bytes(value[8:10], "big")
        length = 12 + 4 * _PARAMETER_COUNTS[function] if function < len(_PARAMETER_COUNTS) else None
    elif kind in _TABLE_TYPES and len(value) >= 32:
        length = _table_length(kind, value)
    if length is None or length > len(value):
        return None
    return kind + bytes(4) + value[8:length]


def _table_length(kind: bytes, value: bytes) -> int | None:
    """Return the length of a lookup table; None if it is invalid.

    Tables of later types (`mAB `, `mBA `, `mpet`) contain offsets to their parts, and are kept complete.
    """
    if kind not in (b"mft1", b"mft2"):
        return len(value)
    inputs, outputs, points = value[8], value[9], value[10]
    if not 0 < inputs <= 15 or len(value) < 52:
        return None
    if kind == b"mft1":
        return 48 + 256 * inputs + int(points**inputs) * outputs + 256 * outputs
    before, after = struct.unpack_from(">HH", value, 48)
    return 52 + 2 * (int(before) * inputs + int(points**inputs) * outputs + int(after) * outputs)


def _text_tag(version: int, earlier: bytes) -> bytes:
    """Return the neutral text in the format of a profile version; `earlier` is the format before version 4."""
    if version < 4:
        return earlier
    encoded = _NEUTRAL_TEXT.decode().encode("utf-16-be")
    return struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"en", b"US", len(encoded), 28) + encoded


_DESCRIPTION_V2 = struct.pack(">4s4xI", b"desc", len(_NEUTRAL_TEXT) + 1) + _NEUTRAL_TEXT + bytes(1 + 4 + 4 + 2 + 1 + 67)
_COPYRIGHT_V2 = b"text" + bytes(4) + _NEUTRAL_TEXT + b"\0"


def _assemble(head: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    """Return a profile: header, tag table, and the values in its order; equal values are stored once."""
    end = _HEADER_SIZE + 4 + _TAG_ENTRY_SIZE * len(tags)
    offsets: dict[bytes, int] = {}
    entries, values = [], []
    for name, value in tags.items():
        if value not in offsets:
            offsets[value] = end
            values.append(value + bytes(-len(value) % 4))
            end += len(values[-1])
        entries.append(struct.pack(">4sII", name, offsets[value], len(value)))
    return _neutral_header(head, end) + struct.pack(">I", len(tags)) + b"".join(entries) + b"".join(values)


def _neutral_header(head: bytes, size: int) -> bytes:
    """Return a header with only what a colour transform reads: version, class, colour spaces, intent and white point."""
    date = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    start = struct.pack(">I", size) + bytes(4) + head[8:10] + bytes(2) + head[12:24] + date + b"acsp"
    return start + bytes(24) + bytes(3) + head[67:68] + _D50 + bytes(48)
