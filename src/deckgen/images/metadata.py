"""Remove the metadata from a JPEG or PNG.

Metadata that a camera or a program adds (location, owner, software, a thumbnail, a video after the end) is in separate segments
or chunks, so that it can be left out without changing a pixel. Colour profiles are kept, without their texts (`colour_profile`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from deckgen.images import colour_profile

MAX_PIECES = 100_000
"""Maximum number of chunks or segments; a PNG of the maximum size has some thousands of them, a JPEG some dozens."""
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PROFILE_NAME = b"ICC Profile"
"""Name for every colour profile, as in PNGs written by Pillow."""
_PNG_CHUNK_LIMITS = {
    b"IHDR": 13, b"PLTE": 768, b"IDAT": 1 << 31, b"IEND": 0, b"tRNS": 256, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"iCCP": 1 << 31,
    b"cICP": 4, b"sBIT": 4, b"bKGD": 6, b"pHYs": 9,
}  # fmt: skip
"""The chunks that define the appearance of a PNG, with their maximum lengths (PNG specification, third edition, section 11)."""
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = (0x01, *range(0xD0, 0xD8))
_JPEG_MARKERS = _FRAMES | {0xC4, 0xCC, _EOI, _SOS, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF, *_WITHOUT_LENGTH}
"""Markers of frames, tables, scans and restarts (ITU-T T.81, table B.1); application segments are treated separately."""
_JFIF, _ICC, _ADOBE = b"JFIF\0", b"ICC_PROFILE\0", b"Adobe"
_JFIF_LENGTH, _ADOBE_LENGTH = 14, 12
"""Bytes of an application segment that define the appearance: density or colour transform. A thumbnail may follow them."""
_MAX_PROFILE_SEGMENT = 65519
"""Maximum number of bytes of a profile in one segment."""
_MARKER = re.compile(rb"\xff(?=[^\xff])")
_NEXT_MARKER = re.compile(rb"\xff(?=[^\x00\xd0-\xd7\xff])")
_MAX_FRAME_HEADER = 6 + 3 * 255
_PROGRESSIVE_FRAMES = (0xC2, 0xC6, 0xCA, 0xCE)


def strip_metadata(data: bytes, kind: str) -> bytes:
    """Return a JPEG (`kind` "JPEG") or PNG ("PNG") without metadata; a file without metadata is returned unchanged.

    A colour profile is removed too if it is damaged or unpacks to more than is read. Raises ValueError if there are more than
    `MAX_PIECES` segments or chunks.
    """
    if kind == "PNG":
        return _PNG_SIGNATURE + b"".join(_png_without_metadata(data))
    return b"\xff\xd8" + b"".join(_jpeg_without_metadata(data))


def _png_without_metadata(data: bytes) -> Iterator[bytes]:
    has_profile = False
    for name, start, end in _chunks(data):
        if end - start - 12 > _PNG_CHUNK_LIMITS.get(name, -1):
            continue
        if name != b"iCCP":
            yield data[start:end]
        elif not has_profile:
            has_profile = True
            yield _clean_png_profile(data[start + 8 : end - 4])


def _clean_png_profile(chunk: bytes) -> bytes:
    """Return the chunk of a colour profile with a neutral name and the profile without texts; empty if it is damaged."""
    name, _, packed = chunk.partition(b"\0")
    try:
        unpacked = zlib.decompressobj().decompress(packed[1:], colour_profile.MAX_BYTES + 1)
    except zlib.error:
        return b""
    profile = colour_profile.strip_texts(unpacked)
    if profile is None:
        return b""
    if profile == unpacked and name == _PROFILE_NAME and not _trailing_bytes(packed[1:]):
        result = chunk
    else:
        result = _PROFILE_NAME + b"\0\0" + zlib.compress(profile, 9)
    return len(result).to_bytes(4, "big") + b"iCCP" + result + zlib.crc32(b"iCCP" + result).to_bytes(4, "big")


def _trailing_bytes(packed: bytes) -> bytes:
    """Return the bytes after the end of valid compressed data."""
    decompressor = zlib.decompressobj()
    decompressor.decompress(packed, colour_profile.MAX_BYTES + 1)
    return decompressor.unused_data or decompressor.unconsumed_tail


def _jpeg_without_metadata(data: bytes) -> Iterator[bytes]:
    segments = list(_segments(data))
    profile = _clean_jpeg_profile(data, segments)
    for marker, start, end in segments:
        if marker in _JPEG_MARKERS:
            yield data[start:end]
        elif marker == 0xE0 and data.startswith(_JFIF, start + 4) and end - start >= 4 + _JFIF_LENGTH:
            yield b"\xff\xe0\x00\x10" + data[start + 4 : start + 2 + _JFIF_LENGTH] + b"\0\0"
        elif marker == 0xEE and data.startswith(_ADOBE, start + 4) and end - start >= 4 + _ADOBE_LENGTH:
            yield b"\xff\xee\x00\x0e" + data[start + 4 : start + 4 + _ADOBE_LENGTH]
        elif marker == 0xE2 and data.startswith(_ICC, start + 4):
            yield profile
            profile = b""


def _clean_jpeg_profile(data: bytes, segments: list[tuple[int, int, int]]) -> bytes:
    """Return the segments of a colour profile without texts, which are numbered from 1; empty if it is damaged."""
    header = 4 + len(_ICC)
    numbered_parts = [
        (data[start + header : start + header + 1], data[start + header + 2 : end])
        for marker, start, end in segments
        if marker == 0xE2 and data.startswith(_ICC, start + 4)
    ]
    sorted_parts = sorted(numbered_parts, key=lambda numbered: numbered[0])
    profile = colour_profile.strip_texts(b"".join(part for _, part in sorted_parts))
    if profile is None:
        return b""
    parts = [profile[n : n + _MAX_PROFILE_SEGMENT] for n in range(0, len(profile), _MAX_PROFILE_SEGMENT)]
    return b"".join(
        b"\xff\xe2" + (16 + len(part)).to_bytes(2, "big") + _ICC + bytes([n, len(parts)]) + part
        for n, part in enumerate(parts, 1)
    )


def scan_cost(data: bytes, pixels: int) -> tuple[int, int]:
    """Return the number of coefficients that decoding a JPEG keeps in memory at once, and the number of its scans.

    A JPEG of one scan needs only a few lines in memory: the result is 0 and 1. Raises ValueError as `strip_metadata` does.
    """
    components, samples_per_pixel, components_of_first_scan, scan_count, is_progressive = 3, 3.0, 0, 0, False
    for marker, start, _ in _segments(data):
        if marker in _FRAMES:
            is_progressive = marker in _PROGRESSIVE_FRAMES
            components, samples_per_pixel = _component_samples(data[start + 4 : start + 4 + _MAX_FRAME_HEADER])
        elif marker == _SOS:
            scan_count += 1
            components_of_first_scan = components_of_first_scan or int.from_bytes(data[start + 4 : start + 5], "big")
            if not is_progressive and components_of_first_scan >= components:
                return 0, 1
    return round(pixels * samples_per_pixel), scan_count


def _component_samples(frame: bytes) -> tuple[int, float]:
    """Return the number of components of a frame, and the number of samples per pixel in all of them together."""
    count = min(frame[5] if len(frame) > 5 else 0, (len(frame) - 6) // 3)
    factors = [frame[7 + 3 * n] for n in range(count)]
    areas = [(f >> 4) * (f & 15) for f in factors]
    return count, sum(areas) / max(*areas, 1) if areas else 1.0


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the segments of a JPEG after its first marker: marker, start and end; a scan ends where the next segment starts."""
    start, pieces = 2, 0
    while start + 4 <= len(data) or data[start : start + 2] == b"\xff\xd9":
        marker = data[start + 1]
        pieces = _count_piece(pieces)
        if data[start] != 0xFF or marker == 0xFF:
            match = _MARKER.search(data, start)  # fill bytes between segments
            start = match.start() if match else len(data)
        elif marker == _EOI:
            yield marker, start, start + 2
            return
        elif marker in _WITHOUT_LENGTH:
            yield marker, start, start + 2
            start += 2
        else:
            end = start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")
            if marker == _SOS:
                match = _NEXT_MARKER.search(data, end)
                end = match.start() if match else len(data)
            yield marker, start, end
            start = max(end, start + 2)


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the chunks of a PNG up to its end: name, start and end."""
    start, pieces = len(_PNG_SIGNATURE), 0
    while start + 12 <= len(data):
        pieces = _count_piece(pieces)
        name, end = data[start + 4 : start + 8], start + 12 + int.from_bytes(data[start : start + 4], "big")
        yield name, start, min(end, len(data))
        if name == b"IEND":
            return
        start = end


def _count_piece(pieces: int) -> int:
    """Return the number of pieces with one more. Raises ValueError if that exceeds `MAX_PIECES`."""
    if pieces >= MAX_PIECES:
        raise ValueError(f"it has more than {MAX_PIECES:,} segments or chunks")
    return pieces + 1
