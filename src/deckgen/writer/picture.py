"""Picture files and drawn charts → media parts and `p:pic`.

Equal pictures are stored once. What a camera or an editor hides in a file (place, owner, software) does not reach the
deck.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageOps

from deckgen.frames import Box
from deckgen.pictures import PictureError, opened
from deckgen.writer.errors import WriterError
from deckgen.writer.names import CT
from deckgen.writer.package import SVG, Package, Part
from deckgen.writer.shape import transform

_KINDS = {"PNG": ("png", CT.PNG), "JPEG": ("jpg", CT.JPEG), "SVG": ("svg", SVG)}
_SVG_MAIN = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_HIDDEN = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Raw profile type exif"})
_QUALITY = 92
LONGEST = 4096
"""Pixels of the longer side: 300 to the inch over the whole width of a slide."""


class Media:
    """The pictures of a package, counted as they come and found again by their SHA-1."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._parts: dict[str, Part] = {}
        self._files: dict[str, Part] = {}

    def png(self, data: bytes) -> Part:
        """Give the part of a PNG that we drew ourselves."""
        return self._part(data, "PNG")

    def svg(self, data: bytes) -> Part:
        """Give the part of an SVG that we drew ourselves."""
        return self._part(data, "SVG")

    def file(self, path: str) -> Part:
        """Give the part of a picture file; WriterError where it cannot be read or is no picture."""
        if path not in self._files:
            self._files[path] = self._part(*clean_picture(Path(path)))
        return self._files[path]

    def _part(self, data: bytes, kind: str) -> Part:
        key = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        if key not in self._parts:
            extension, content_type = _KINDS[kind]
            name = f"/ppt/media/image{len(self._parts) + 1}.{extension}"
            self._parts[key] = self._package.add(name, content_type, data)
        return self._parts[key]


def clean_picture(path: Path) -> tuple[bytes, str]:
    """Read a picture file as PNG or JPEG, and tell which: as it is where it hides nothing, else saved anew, upright.

    One with more pixels than a slide can show is made smaller. WriterError, with a sentence, where the file cannot be
    read or no picture can be made of it.
    """
    try:
        with opened(path) as (image, data):
            if image.format in _KINDS and max(image.size) <= LONGEST and not _hides_something(image):
                image.load()
                return data, image.format
            image.draft(None, (LONGEST, LONGEST))
            image.thumbnail((LONGEST, LONGEST))
            return _saved_anew(image)
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


def _hides_something(image: Image.Image) -> bool:
    return bool(_HIDDEN & image.info.keys() or getattr(image, "text", None) or image.getexif())


def _saved_anew(image: Image.Image) -> tuple[bytes, str]:
    kind = "JPEG" if image.format in ("JPEG", "MPO") else "PNG"
    profile = image.info.get("icc_profile")
    # In place: a large photo and its copy would take twice the memory.
    ImageOps.exif_transpose(image, in_place=True)
    upright = image
    if kind == "PNG" and upright.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        upright, profile = upright.convert("RGBA" if "A" in upright.mode else "RGB"), None
    upright.info = {k: v for k, v in upright.info.items() if k == "transparency"}
    target = io.BytesIO()
    options = {"quality": _QUALITY, "subsampling": 0} if kind == "JPEG" else {}
    upright.save(target, kind, icc_profile=profile, **options)
    return target.getvalue(), kind
