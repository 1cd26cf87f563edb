"""Write pictures and charts: media parts and `p:pic`.

Equal pictures are stored once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from deckgen.ir.carried import CarriedPart, CarriedSlide
from deckgen.ir.frames import Box
from deckgen.ir.media import PreparedPicture
from deckgen.ooxml.names import CT
from deckgen.writer.errors import WriterError
from deckgen.writer.package import SVG, PackageWriter, Part
from deckgen.writer.shape import transform

_KINDS = {"PNG": ("png", CT.PNG), "JPEG": ("jpg", CT.JPEG), "SVG": ("svg", SVG)}
_SVG_MAIN = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


class Media:
    """The media parts of a package, numbered in the order in which they are added; equal data shares a part, by its SHA-1.

    `stem` is the beginning of their names. `slides` are the slides of other files, by their digests.
    """

    def __init__(
        self,
        package: PackageWriter,
        pictures: Mapping[str, PreparedPicture],
        stem: str = "image",
        slides: Mapping[str, CarriedSlide] | None = None,
    ) -> None:
        self._package, self._pictures, self._stem, self._slides = package, pictures, stem, slides or {}
        self._parts: dict[str, Part] = {}
        self._of_slides: dict[tuple[str, str], list[Part]] = {}

    def png_part(self, data: bytes) -> Part:
        """Return the part of a PNG that deckgen has drawn."""
        return self._shared_part(data, "PNG")

    def svg_part(self, data: bytes) -> Part:
        """Return the part of an SVG that deckgen has drawn."""
        return self._shared_part(data, "SVG")

    def picture_parts(self, digest: str) -> list[Part]:
        """Return the part of a picture; for a drawing, its PNG and its SVG. Raises WriterError if it was not prepared."""
        picture = self._pictures.get(digest)
        if picture is None:
            raise WriterError(f"the picture {digest[:12]} was not prepared")
        return [self._shared_part(data, kind) for data, kind in picture.files]

    def carried_slide(self, digest: str) -> CarriedSlide:
        """Return a slide of another file. Raises WriterError if it was not read."""
        slide = self._slides.get(digest)
        if slide is None:
            raise WriterError(f"the slide {digest[:12]} of another file was not read")
        return slide

    def carried_parts(self, page: str, digest: str, change: Callable[[CarriedPart], bytes]) -> list[Part]:
        """Return the parts of a slide of another file for a page (its id), in their order; `change` returns the bytes of one.

        Pictures are shared with other slides; a chart has its own parts on every page. Raises WriterError if it was not read.
        """
        key = (page, digest)
        if key not in self._of_slides:
            slide = self.carried_slide(digest)
            parts = [self._carried_part(part, change(part)) for part in slide.parts]
            for part, carried in zip(parts, slide.parts, strict=True):
                for relation in carried.relations:
                    target = relation.address if relation.part is None else parts[relation.part]
                    part.relate_as(relation.id, relation.kind, target)
            self._of_slides[key] = parts
        return self._of_slides[key]

    def _carried_part(self, carried: CarriedPart, data: bytes) -> Part:
        is_shared = carried.folder == "media"
        key = hashlib.sha1(carried.content_type.encode() + data, usedforsecurity=False).hexdigest()
        if is_shared and key in self._parts:
            return self._parts[key]
        number = len(self._parts) + 1
        name = f"/ppt/{carried.folder}/carried{number}.{carried.extension}"
        part = self._package.add(name, carried.content_type, data)
        self._parts[key if is_shared else name] = part
        return part

    def _shared_part(self, data: bytes, kind: str) -> Part:
        key = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        if key not in self._parts:
            extension, content_type = _KINDS[kind]
            name = f"/ppt/media/{self._stem}{len(self._parts) + 1}.{extension}"
            self._parts[key] = self._package.add(name, content_type, data)
        return self._parts[key]


def picture_xml(
    identity: str,
    placeholder: str,
    rel_ids: Sequence[str],
    box: Box,
    *,
    crop: tuple[int, int, int, int] = (0, 0, 0, 0),
    on_layout: bool = False,
) -> str:
    """Return a `p:pic` at its exact position; `rel_ids` are the relationships to its picture and, if there is one, its SVG.

    `identity` is its `p:cNvPr`, `placeholder` its `p:ph` or empty. `crop` is what is cut off at left, top, right and bottom, in
    thousandths of a percent. A picture `on_layout` belongs to a master or layout.

    Programs that support SVG show the SVG (MS-ODRAWXML 2.26.3.1), all others the picture.
    """
    embed, *svg_ids = rel_ids
    blip = f'<a:blip r:embed="{embed}"/>'
    if svg_ids:
        vector = f'<asvg:svgBlip xmlns:asvg="{_SVG_MAIN}" r:embed="{svg_ids[0]}"/>'
        extension = f'<a:extLst><a:ext uri="{_SVG_EXTENSION}">{vector}</a:ext></a:extLst>'
        blip = f'<a:blip r:embed="{embed}">{extension}</a:blip>'
    application_properties = '<p:nvPr userDrawn="1"/>' if on_layout else f"<p:nvPr>{placeholder}</p:nvPr>"
    edges = "".join(f' {edge}="{share}"' for edge, share in zip("ltrb", crop, strict=True) if share)
    source = f"<a:srcRect{edges}/>" if edges else ""
    return (
        f'<p:pic><p:nvPicPr>{identity}<p:cNvPicPr><a:picLocks noGrp="1" noChangeAspect="1"/></p:cNvPicPr>'
        f"{application_properties}</p:nvPicPr><p:blipFill>{blip}{source}<a:stretch><a:fillRect/>"
        f"</a:stretch></p:blipFill><p:spPr>{transform(box)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
