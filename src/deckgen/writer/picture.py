"""Picture files and drawn charts → media parts and `p:pic`.

Equal pictures are stored once. What a camera or an editor hides in a file (place, owner, software) does not reach the
deck.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from deckgen.frames import Box
from deckgen.picture_bytes import only_picture
from deckgen.pictures import PictureError, contents, is_drawing, opened, orientation
from deckgen.writer.errors import WriterError
from deckgen.writer.names import CT
from deckgen.writer.package import SVG, Package, Part
from deckgen.writer.shape import transform

_PLAIN = {"PNG": "PNG", "JPEG": "JPEG", "MPO": "JPEG"}
"""What is taken as it is. An MPO is a JPEG with more of them behind it."""
_KINDS = {"PNG": ("png", CT.PNG), "JPEG": ("jpg", CT.JPEG), "SVG": ("svg", SVG)}
_SVG_MAIN = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_QUALITY = 92
LONGEST = 4096
"""Pixels of the longer side: 300 to the inch over the whole width of a slide."""
_MOST_UNPACKED = 25_000_000
_BAND, _SUPPORT = 256, 2
"""Rows of a band, and how many pixels around one the bicubic filter looks at."""


class Media:
    """The pictures of a package, counted as they come and found again by their SHA-1."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._parts: dict[str, Part] = {}
        self._files: dict[str, list[Part]] = {}

    def png(self, data: bytes) -> Part:
        """Give the part of a PNG that we drew ourselves."""
        return self._part(data, "PNG")

    def svg(self, data: bytes) -> Part:
        """Give the part of an SVG that we drew ourselves."""
        return self._part(data, "SVG")

    def file(self, path: str) -> list[Part]:
        """Give the part of a picture file, of a drawing PNG and SVG; WriterError where it is none that can be shown."""
        if path not in self._files:
            self._files[path] = [self._part(data, kind) for data, kind in clean_files(Path(path))]
        return self._files[path]

    def _part(self, data: bytes, kind: str) -> Part:
        key = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        if key not in self._parts:
            extension, content_type = _KINDS[kind]
            name = f"/ppt/media/image{len(self._parts) + 1}.{extension}"
            self._parts[key] = self._package.add(name, content_type, data)
        return self._parts[key]


def clean_files(path: Path) -> list[tuple[bytes, str]]:
    """Read a picture as what the deck holds of it, each with its kind: PNG or JPEG; of a drawing, PNG and SVG."""
    try:
        data = contents(path)
        if not is_drawing(data):
            return [clean_picture(path)]
        from deckgen.drawings import drawn  # noqa: PLC0415 -- lxml is needed for drawings only

        made, shown = drawn(data, path.name)
    except PictureError as fault:
        raise WriterError(str(fault)) from fault
    return [(shown, "PNG"), (made.svg, "SVG")]


def clean_picture(path: Path) -> tuple[bytes, str]:
    """Read a picture file as PNG or JPEG, and tell which: without what it hides, and else as it is where it is upright.

    One with more pixels than a slide can show is made smaller. WriterError, with a sentence, where the file cannot be
    read or no picture can be made of it.
    """
    try:
        with opened(path) as (image, data):
            kind = _PLAIN.get(image.format or "")
            turn = orientation(image)
            if kind and turn is None and max(image.size) <= LONGEST:
                image.load()
                return only_picture(data, kind), kind
            return _saved_anew(image, kind or "PNG", turn)
    except PictureError as fault:
        raise WriterError(str(fault)) from fault


def picture(properties: str, placeholder: str, rel_ids: Sequence[str], box: Box) -> str:
    """Make a `p:pic` at its exact place, of the relationships that lead to its picture and, if it has one, its SVG.

    Who knows SVG shows that (MS-ODRAWXML 2.26.3.1), everybody else the picture.
    """
    embed, *svg = rel_ids
    blip = f'<a:blip r:embed="{embed}"/>'
    if svg:
        vector = f'<asvg:svgBlip xmlns:asvg="{_SVG_MAIN}" r:embed="{svg[0]}"/>'
        extension = f'<a:extLst><a:ext uri="{_SVG_EXTENSION}">{vector}</a:ext></a:extLst>'
        blip = f'<a:blip r:embed="{embed}">{extension}</a:blip>'
    return (
        f'<p:pic><p:nvPicPr>{properties}<p:cNvPicPr><a:picLocks noGrp="1" noChangeAspect="1"/></p:cNvPicPr>'
        f"<p:nvPr>{placeholder}</p:nvPr></p:nvPicPr><p:blipFill>{blip}<a:stretch><a:fillRect/>"
        f"</a:stretch></p:blipFill><p:spPr>{transform(box)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def _saved_anew(image: Image.Image, kind: str, turn: Image.Transpose | None) -> tuple[bytes, str]:
    """Save an opened picture as PNG or JPEG: small enough, upright, and nothing but its colours."""
    profile = image.info.get("icc_profile")
    _draw_coarsely(image)
    made = _small(image)
    made = made if turn is None else made.transpose(turn)
    if kind == "PNG" and made.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        made, profile = made.convert("RGBA" if "A" in made.mode else "RGB"), None
    made.info = {k: v for k, v in made.info.items() if k == "transparency"}
    target = io.BytesIO()
    options = {"quality": _QUALITY, "subsampling": 0} if kind == "JPEG" else {}
    made.save(target, kind, icc_profile=profile, **options)
    return target.getvalue(), kind


def _draw_coarsely(image: Image.Image) -> None:
    """Let a JPEG unpack at a half, a quarter or an eighth where it would take too much memory whole."""
    part = next((n for n in (1, 2, 4) if image.width * image.height <= n * n * _MOST_UNPACKED), 8)
    image.draft(None, (image.width // part, image.height // part))


def _small(image: Image.Image) -> Image.Image:
    """Give a picture with no side longer than `LONGEST`.

    It is made smaller a band at a time: at once, Pillow would take up to three times the memory.
    """
    longest = max(image.size)
    if longest <= LONGEST:
        image.load()
        return image
    wide, high = (max(1, round(side * LONGEST / longest)) for side in image.size)
    scale = image.height / high
    around = math.ceil(_SUPPORT * scale) + 1
    made: Image.Image | None = None
    for top in range(0, high, _BAND):
        bottom = min(top + _BAND, high)
        first, last = max(math.floor(top * scale) - around, 0), min(math.ceil(bottom * scale) + around, image.height)
        band = _smooth(image.crop((0, first, image.width, last)))
        box = (0, top * scale - first, image.width, min(bottom * scale, image.height) - first)
        made = made or Image.new(band.mode, (wide, high))
        made.paste(band.resize((wide, bottom - top), Image.Resampling.BICUBIC, box), (0, top))
    return made or image


def _smooth(image: Image.Image) -> Image.Image:
    """Give a picture in a mode whose colours can be mixed: not one that counts them, nor one of black and white."""
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image.convert("L") if image.mode == "1" else image
