"""The bytes of a JPEG or PNG → its pieces, and the same picture without what is no picture.

What a camera or a program adds (place, owner, software, a video behind the end) stands in pieces of its own, so that it
can be left out and every pixel stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_BYTES = 40 << 20
"""Of a picture's file: phones and cameras write up to half of it."""
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"cICP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    )
)
"""The chunks that say how a PNG looks (PNG specification, third edition, section 4.7)."""
_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_APPLICATION = range(0xE0, 0xF0)
_ALONE = (0x01, *range(0xD0, 0xD8))
_KEPT = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
"""The application segments that say how a JPEG looks: density, colour profile, kind of colours."""
_NEXT_MARKER = re.compile(rb"\xff(?=[^\x00\xd0-\xd7\xff])")
_PROGRESSIVE = (0xC2, 0xC6, 0xCA, 0xCE)


def only_picture(data: bytes, kind: str) -> bytes:
    """Leave out of a JPEG or PNG all that is no picture; given one that hides nothing, give it as it is."""
    if kind == "PNG":
        return _PNG_HEAD + b"".join(data[start:end] for name, start, end in _chunks(data) if name in _PNG_KEPT)
    kept = (data[start:end] for marker, start, end in _segments(data) if _is_picture(data, marker, start))
    return b"\xff\xd8" + b"".join(kept)


def scans(data: bytes, pixels: int) -> tuple[int, int]:
    """Tell how many coefficients of a JPEG are held in memory at once, and over how many scans they come.

    A JPEG of one scan holds a few lines only: 0 and 1.
    """
    parts, whole, first, times, progressive = 3, 3.0, 0, 0, False
    for marker, start, _ in _segments(data):
        if marker in _FRAMES:
            progressive = marker in _PROGRESSIVE
            parts, whole = _samples(data[start + 4 :])
        elif marker == _SOS:
            times += 1
            first = first or data[start + 4]
            if not progressive and first >= parts:
                return 0, 1
    return round(pixels * whole), times


def _samples(frame: bytes) -> tuple[int, float]:
    """Give the number of components of a frame, and how many samples a pixel has in all of them together."""
    count = frame[5]
    factors = [frame[7 + 3 * n] for n in range(count)]
    areas = [(f >> 4) * (f & 15) for f in factors]
    return count, sum(areas) / max(*areas, 1) if areas else 1.0


def _is_picture(data: bytes, marker: int, start: int) -> bool:
    if marker in _APPLICATION:
        return any(marker == kept and data.startswith(name, start + 4) for kept, name in _KEPT)
    return marker != _COM


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Give the segments of a JPEG after its head: marker, start and end; a scan's goes to where the next begins."""
    at = 2
    while at + 4 <= len(data) or data[at : at + 2] == b"\xff\xd9":
        marker = data[at + 1]
        if data[at] != 0xFF or marker == 0xFF:
            at += 1  # filling between segments
        elif marker == _EOI:
            yield marker, at, at + 2
            return
        elif marker in _ALONE:
            yield marker, at, at + 2
            at += 2
        else:
            end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            if marker == _SOS:
                found = _NEXT_MARKER.search(data, end)
                end = found.start() if found else len(data)
            yield marker, at, end
            at = max(end, at + 2)


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Give the chunks of a PNG up to its end: name, start and end."""
    at = len(_PNG_HEAD)
    while at + 12 <= len(data):
        name, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4], "big")
        yield name, at, min(end, len(data))
        if name == b"IEND":
            return
        at = end
