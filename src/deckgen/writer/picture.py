"""Picture files and drawn charts → media parts and `p:pic`.

Equal pictures are stored once; `cleaning` makes of a file what is stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from deckgen.images import prepared
from deckgen.ir.frames import Box
from deckgen.ooxml.names import CT
from deckgen.writer.package import SVG, PackageWriter, Part
from deckgen.writer.shape import transform

_KINDS = {"PNG": ("png", CT.PNG), "JPEG": ("jpg", CT.JPEG), "SVG": ("svg", SVG)}
_SVG_MAIN = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


class Media:
    """The pictures of a package, counted as they come and found again by their SHA-1."""

    def __init__(self, package: PackageWriter) -> None:
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
            shown = prepared.known(Path(path)) or _made(Path(path))
            self._files[path] = [self._part(data, kind) for data, kind in shown.files]
        return self._files[path]

    def _part(self, data: bytes, kind: str) -> Part:
        key = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        if key not in self._parts:
            extension, content_type = _KINDS[kind]
            name = f"/ppt/media/image{len(self._parts) + 1}.{extension}"
            self._parts[key] = self._package.add(name, content_type, data)
        return self._parts[key]


def _made(path: Path) -> prepared.PreparedImage:
    from deckgen.writer.cleaning import shown  # noqa: PLC0415 -- Pillow, which most decks do without

    made = shown(path)
    prepared.keep(path, made)
    return made


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
