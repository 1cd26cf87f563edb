"""Pictures of slides with their text, titles and links → a PDF that can be searched, copied from and read aloud.

A page shows the picture; its text lies over it in a font without shapes, as in a scanned book.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from msgspec import Struct
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream
from PIL import Image

from deckgen.render.finished_pdf import finish
from deckgen.render.page_content import PageContent, PageLink, TextRun
from deckgen.render.types import PdfProperties

_ADVANCE = 0.5
"""The width of each character in the font without shapes, in em; text is stretched to the width that it has on the slide."""
_INVISIBLE = 3
"""The text rendering mode that draws nothing (ISO 32000-1, table 106)."""
_EMU_PER_POINT = 12700
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


class PdfPage(Struct, frozen=True):
    """A page: the picture (PNG) of a slide, its number in the deck, and what it has besides."""

    number: int
    picture: bytes
    content: PageContent


def picture_pdf(slides: Sequence[PdfPage], size: tuple[int, int], properties: PdfProperties) -> bytes:
    """Return a PDF with a page for each slide, and a bookmark for each title. Raises ValueError if there is no page.

    `size` is the width and height of a page in EMU.
    """
    if not slides:
        raise ValueError("a PDF needs a page")
    width, height = (side / _EMU_PER_POINT for side in size)
    with Pdf.new() as document:
        font = _add_font(document)
        for slide, picture in zip(slides, _packed_pictures(slides), strict=True):
            page = document.add_blank_page(page_size=(width, height))
            resources = Dictionary(XObject=Dictionary(Picture=_stream(document, *picture)), Font=Dictionary(Text=font))
            page.obj.Resources = resources
            page.obj.Contents = document.make_stream(_page_stream(slide.content.texts, width, height))
        pages = {slide.number: page for slide, page in zip(slides, document.pages, strict=True)}
        for slide in slides:
            links = _links(slide.content.links, pages, height)
            pages[slide.number].obj.Annots = Array([document.make_indirect(link) for link in links])
        return finish(document, properties, [slide.content.title for slide in slides])


def _packed_pictures(slides: Iterable[PdfPage]) -> list[tuple[bytes, Mapping[str, object]]]:
    with ThreadPoolExecutor() as workers:
        return list(workers.map(_packed_picture, [slide.picture for slide in slides]))


def _packed_picture(png: bytes) -> tuple[bytes, Mapping[str, object]]:
    """Return the picture of a page as a PDF has it, and the entries of its stream: lossless, unless JPEG is smaller.

    With the usual quality of 75, JPEG blurs thin text.
    """
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    lossless, lossy = io.BytesIO(), io.BytesIO()
    picture.save(lossless, "PNG", compress_level=4)
    picture.save(lossy, "JPEG", quality=92, subsampling=0)
    entries = {"Width": picture.width, "Height": picture.height, "ColorSpace": "DeviceRGB", "BitsPerComponent": 8}
    if len(lossy.getvalue()) <= len(lossless.getvalue()):
        return lossy.getvalue(), entries | {"Filter": "DCTDecode"}
    predictor = {"Predictor": 15, "Colors": 3, "BitsPerComponent": 8, "Columns": picture.width}
    return b"".join(_data_chunks(lossless.getvalue())), entries | {"Filter": "FlateDecode", "DecodeParms": predictor}


def _stream(document: Pdf, data: bytes, entries: Mapping[str, object]) -> Object:
    """Add the picture of a page; its data is packed already."""
    stream = Stream(document, data)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    for name, value in entries.items():
        match value:
            case str():
                stream[f"/{name}"] = Name(f"/{value}")
            case dict():
                stream[f"/{name}"] = Dictionary(**value)
            case _:
                stream[f"/{name}"] = value
    return stream


def _data_chunks(png: bytes) -> Iterator[bytes]:
    """Yield the packed rows of a PNG, which a PDF stores in the same form."""
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            yield png[at + 8 : at + 8 + length]
        at += 12 + length


def _page_stream(texts: Iterable[TextRun], width: float, height: float) -> bytes:
    """Return what a page draws: its picture, and its text, which is not visible."""
    lines = [f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Picture Do Q", f"BT {_INVISIBLE} Tr"]
    for run in texts:
        codes = run.text.encode("utf-16-be", "replace")
        natural = len(codes) // 2 * _ADVANCE * run.size
        if natural and run.width:
            place = f"{run.x:.2f} {height - run.baseline:.2f}"
            stretched = f"/Text {run.size:.2f} Tf {100 * run.width / natural:.2f} Tz"
            lines.append(f"{stretched} 1 0 0 1 {place} Tm <{codes.hex().upper()}> Tj")
    return "\n".join([*lines, "ET"]).encode("ascii")


def _links(links: Iterable[PageLink], pages: Mapping[int, Page], height: float) -> Iterator[Dictionary]:
    """Yield the links of a page; those to slides that have no page are left out."""
    for link in links:
        place = [round(each, 2) for each in (link.left, height - link.bottom, link.right, height - link.top)]
        annotation = Dictionary(Type=Name.Annot, Subtype=Name.Link, Border=[0, 0, 0], Rect=place)
        if isinstance(link.target, str):
            address = link.target.encode("ascii", "ignore")
            annotation.A = Dictionary(S=Name.URI, URI=address)
        elif link.target in pages:
            annotation.Dest = Array([pages[link.target].obj, Name.Fit])
        else:
            continue
        yield annotation


def _add_font(document: Pdf) -> Object:
    """Add the font without shapes: each code is a UTF-16 code unit, and stands for itself."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name.Shapeless,
        Flags=4,
        FontBBox=[0, -200, 500, 800],
        ItalicAngle=0,
        Ascent=800,
        Descent=-200,
        CapHeight=700,
        StemV=80,
        FontFile2=document.make_stream(_font_without_shapes()),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.Shapeless,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=document.make_indirect(descriptor),
        DW=round(1000 * _ADVANCE),
        CIDToGIDMap=document.make_stream(bytes(2 * 65536)),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.Shapeless,
        Encoding=Name("/Identity-H"),
        DescendantFonts=[document.make_indirect(descendant)],
        ToUnicode=document.make_stream(_TO_UNICODE),
    )
    return document.make_indirect(font)


@lru_cache(maxsize=1)
def _font_without_shapes() -> bytes:
    """Return a TrueType font with one glyph, which is empty."""
    from fontTools.fontBuilder import FontBuilder  # noqa: PLC0415 -- 0.1 s, for PDFs only
    from fontTools.ttLib.tables._g_l_y_f import Glyph  # noqa: PLC0415

    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (round(1000 * _ADVANCE), 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Shapeless", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    file = io.BytesIO()
    builder.font.save(file)
    return file.getvalue()
