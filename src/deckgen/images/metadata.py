"""The bytes of a JPEG or PNG → its pieces, and the same picture without what is no picture.

What a camera or a program adds (place, owner, software, a smaller picture, a video behind the end) stands in pieces of its
own, so that it can be left out and every pixel stays as it was. Colour profiles stay, without their words
(`colour_profile`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from deckgen.images import colour_profile

MOST_BYTES = 40 << 20
"""Of a picture's file: phones and cameras write up to half of it."""
MOST_PIECES = 100_000
"""Chunks or segments of a picture: a PNG of that size has some thousands of them, a JPEG some dozens."""
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_NAME = b"ICC Profile"
"""What Pillow calls any colour profile, too."""
_PNG_KEPT = {
    b"IHDR": 13, b"PLTE": 768, b"IDAT": 1 << 31, b"IEND": 0, b"tRNS": 256, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"iCCP": 1 << 31,
    b"cICP": 4, b"sBIT": 4, b"bKGD": 6, b"pHYs": 9,
}  # fmt: skip
"""The chunks that say how a PNG looks, and how long each may be (PNG specification, third edition, section 11)."""
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = (0x01, *range(0xD0, 0xD8))
_JPEG_KEPT = _FRAMES | {0xC4, 0xCC, _EOI, _SOS, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF, *_ALONE}
"""Frames, tables, scans and restarts (ITU-T T.81, table B.1); the segments of applications are apart."""
_JFIF, _PROFILE, _ADOBE = b"JFIF\0", b"ICC_PROFILE\0", b"Adobe"
_JFIF_LENGTH, _ADOBE_LENGTH = 14, 12
"""Bytes of a segment that say how a JPEG looks: density and kind of colours. A smaller picture may stand behind."""
_MOST_OF_PROFILE = 65519
"""Bytes of a profile that fit in one segment."""
_MARKER = re.compile(rb"\xff(?=[^\xff])")
_NEXT_MARKER = re.compile(rb"\xff(?=[^\x00\xd0-\xd7\xff])")
_LONGEST_FRAME = 6 + 3 * 255
_PROGRESSIVE = (0xC2, 0xC6, 0xCA, 0xCE)


def only_picture(data: bytes, kind: str) -> bytes:
    """Leave out of a JPEG or PNG all that is no picture; given one that hides nothing, give it as it is.

    A colour profile that is damaged, or unpacks to more than is read, goes as well. Raises ValueError where there are more
    than `MOST_PIECES`.
    """
    return _PNG_HEAD + b"".join(_png_kept(data)) if kind == "PNG" else b"\xff\xd8" + b"".join(_jpeg_kept(data))


def _png_kept(data: bytes) -> Iterator[bytes]:
    profiled = False
    for name, start, end in _chunks(data):
        if end - start - 12 > _PNG_KEPT.get(name, -1):
            continue
        if name != b"iCCP":
            yield data[start:end]
        elif not profiled:
            profiled = True
            yield _png_profile(data[start + 8 : end - 4])


def _png_profile(chunk: bytes) -> bytes:
    """Write the chunk of a colour profile anew: it has a name, and the profile many words."""
    name, _, packed = chunk.partition(b"\0")
    try:
        unpacked = zlib.decompressobj().decompress(packed[1:], colour_profile.MOST_BYTES + 1)
    except zlib.error:
        return b""
    profile = colour_profile.without_words(unpacked)
    if profile is None:
        return b""
    if profile == unpacked and name == _NAME and not _trailing(packed[1:]):
        made = chunk
    else:
        made = _NAME + b"\0\0" + zlib.compress(profile, 9)
    return len(made).to_bytes(4, "big") + b"iCCP" + made + zlib.crc32(b"iCCP" + made).to_bytes(4, "big")


def _trailing(packed: bytes) -> bytes:
    """Give what stands behind the end of packed data that unpack."""
    unpacking = zlib.decompressobj()
    unpacking.decompress(packed, colour_profile.MOST_BYTES + 1)
    return unpacking.unused_data or unpacking.unconsumed_tail


def _jpeg_kept(data: bytes) -> Iterator[bytes]:
    segments = list(_segments(data))
    profile = _jpeg_profile(data, segments)
    for marker, start, end in segments:
        if marker in _JPEG_KEPT:
            yield data[start:end]
        elif marker == 0xE0 and data.startswith(_JFIF, start + 4) and end - start >= 4 + _JFIF_LENGTH:
            yield b"\xff\xe0\x00\x10" + data[start + 4 : start + 2 + _JFIF_LENGTH] + b"\0\0"
        elif marker == 0xEE and data.startswith(_ADOBE, start + 4) and end - start >= 4 + _ADOBE_LENGTH:
            yield b"\xff\xee\x00\x0e" + data[start + 4 : start + 4 + _ADOBE_LENGTH]
        elif marker == 0xE2 and data.startswith(_PROFILE, start + 4):
            yield profile
            profile = b""


def _jpeg_profile(data: bytes, segments: list[tuple[int, int, int]]) -> bytes:
    """Write the segments of a colour profile anew, which are numbered from 1; none where it is damaged."""
    at = 4 + len(_PROFILE)
    held = [
        (data[start + at : start + at + 1], data[start + at + 2 : end])
        for marker, start, end in segments
        if marker == 0xE2 and data.startswith(_PROFILE, start + 4)
    ]
    profile = colour_profile.without_words(b"".join(part for _, part in sorted(held, key=lambda one: one[0])))
    if profile is None:
        return b""
    parts = [profile[n : n + _MOST_OF_PROFILE] for n in range(0, len(profile), _MOST_OF_PROFILE)]
    return b"".join(
        b"\xff\xe2" + (16 + len(part)).to_bytes(2, "big") + _PROFILE + bytes([n, len(parts)]) + part
        for n, part in enumerate(parts, 1)
    )


def scans(data: bytes, pixels: int) -> tuple[int, int]:
    """Tell how many coefficients of a JPEG are held in memory at once, and over how many scans they come.

    A JPEG of one scan holds a few lines only: 0 and 1. Raises ValueError as `only_picture` does.
    """
    parts, whole, first, times, progressive = 3, 3.0, 0, 0, False
    for marker, start, _ in _segments(data):
        if marker in _FRAMES:
            progressive = marker in _PROGRESSIVE
            parts, whole = _samples(data[start + 4 : start + 4 + _LONGEST_FRAME])
        elif marker == _SOS:
            times += 1
            first = first or int.from_bytes(data[start + 4 : start + 5], "big")
            if not progressive and first >= parts:
                return 0, 1
    return round(pixels * whole), times


def _samples(frame: bytes) -> tuple[int, float]:
    """Give the number of components of a frame, and how many samples a pixel has in all of them together."""
    count = min(frame[5] if len(frame) > 5 else 0, (len(frame) - 6) // 3)
    factors = [frame[7 + 3 * n] for n in range(count)]
    areas = [(f >> 4) * (f & 15) for f in factors]
    return count, sum(areas) / max(*areas, 1) if areas else 1.0


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Give the segments of a JPEG after its head: marker, start and end; a scan's goes to where the next begins."""
    at, pieces = 2, 0
    while at + 4 <= len(data) or data[at : at + 2] == b"\xff\xd9":
        marker = data[at + 1]
        pieces = _counted(pieces)
        if data[at] != 0xFF or marker == 0xFF:
            found = _MARKER.search(data, at)  # filling between segments
            at = found.start() if found else len(data)
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
    at, pieces = len(_PNG_HEAD), 0
    while at + 12 <= len(data):
        pieces = _counted(pieces)
        name, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4], "big")
        yield name, at, min(end, len(data))
        if name == b"IEND":
            return
        at = end


def _counted(pieces: int) -> int:
    if pieces >= MOST_PIECES:
        raise ValueError(f"it is cut into more than {MOST_PIECES:,} pieces")
    return pieces + 1
