"""Tell what a file is that is not read as a picture, from its bytes, and what its author can do."""

from __future__ import annotations

from msgspec import Struct


class OtherFile(Struct, frozen=True):
    """What a file is, as the end of a sentence about it, and what to do."""

    what: str
    hint: str


_SAVE_AS = "open it in a picture program and save it as PNG or JPEG"
UNKNOWN = OtherFile("is not a picture that can be shown", _SAVE_AS)
_HEIC = OtherFile(
    "is an HEIC picture", "save it as JPEG, or install pillow-heif (`pip install pillow-heif`), which reads it"
)
_AVIF = OtherFile("is an AVIF picture", "save it as PNG or JPEG, or install a newer Pillow (`pip install -U pillow`)")
_VIDEO = OtherFile("is a video", "save one picture of it as PNG or JPEG")
_LFS_POINTER = OtherFile(
    "is a Git LFS pointer, a small text in place of the picture",
    "fetch the picture with `git lfs pull`, or copy the picture itself here",
)
_WEB_PAGE = OtherFile("is a web page", "download the picture itself, not the page that shows it")
_SIGNATURES = (
    (b"version https://git-lfs.github.com/spec/", _LFS_POINTER),
    (b"%pdf", OtherFile("is a PDF", "save the page as PNG or SVG")),
    (b"<!doctype html", _WEB_PAGE),
    (b"<html", _WEB_PAGE),
    (b"%!ps", OtherFile("is a PostScript file", "save it as PNG or SVG")),
    (b"8bps", OtherFile("is a Photoshop file", _SAVE_AS)),
    (b"\x00\x00\x00\x0cjp  ", OtherFile("is a JPEG 2000 picture", _SAVE_AS)),
    (b"\x00\x00\x00\x0cjxl ", OtherFile("is a JPEG XL picture", _SAVE_AS)),
    (b"\xff\x0a", OtherFile("is a JPEG XL picture", _SAVE_AS)),
    (b"\xd7\xcd\xc6\x9a", OtherFile("is a Windows metafile (WMF)", "save it as PNG or SVG")),
    (b"\x01\x00\x00\x00\x6c\x00\x00\x00", OtherFile("is a Windows metafile (EMF)", "save it as PNG or SVG")),
    (b"\x1f\x8b", OtherFile("is compressed with gzip, as .svgz is", "save it as plain SVG")),
    (b"pk\x03\x04", OtherFile("is a ZIP file or an office document", "take the picture out of it, and save it as PNG or JPEG")),
    (b"\x1ae\xdf\xa3", _VIDEO),
)  # fmt: skip
"""The first bytes of files, in lower case."""


def is_iso_media(data: bytes) -> bool:
    """Return whether a file is of the family of HEIC, AVIF and MP4 (ISO/IEC 14496-12)."""
    return data[4:8] == b"ftyp"


def describe(data: bytes) -> OtherFile:
    """Return what a file that is not read as a picture is; `UNKNOWN` if its bytes do not tell."""
    if not data:
        return OtherFile("is empty", "copy the file again")
    if is_iso_media(data):
        brands = data[8 : min(int.from_bytes(data[:4], "big"), 200)]
        if b"avif" in brands or b"avis" in brands:
            return _AVIF
        return _HEIC if any(brand in brands for brand in (b"hei", b"hev", b"mif1", b"msf1")) else _VIDEO
    start = data[:100].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").lower()
    return next((file for signature, file in _SIGNATURES if start.startswith(signature)), UNKNOWN)
