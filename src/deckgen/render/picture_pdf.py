"""Pictures of slides with their text, titles and links → a PDF that can be searched, copied from and read aloud.

A page shows the picture; its text lies over it in a font without shapes, as in a scanned book. The bytes have no time in them.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from msgspec import Struct
from PIL import Image

from deckgen.render.page_content import PageContent, PageLink, TextRun

_ADVANCE = 0.5
"""The width of each character in the font without shapes, in em; text is stretched to the width that it has on the slide."""
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


class PdfInfo(Struct, frozen=True):
    """Properties of the document; `size` is the width and height of a page in EMU."""

    title: str
    size: tuple[int, int]
    author: str = ""
    subject: str = ""
    language: str = ""


class _Objects:
    """The objects of a PDF; each has a number, from 1."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def reserve(self) -> int:
        """Return the number of an object that is written later."""
        self.bodies.append(b"")
        return len(self.bodies)

    def add(self, body: str | bytes, number: int = 0) -> int:
        """Write an object, and return its number."""
        number = number or self.reserve()
        self.bodies[number - 1] = body.encode("ascii") if isinstance(body, str) else body
        return number

    def add_stream(self, data: bytes, entries: str = "", *, is_packed: bool = False) -> int:
        """Write a stream, which is compressed unless its `entries` say that it is already."""
        packed, filter_entry = (data, "") if is_packed else (zlib.compress(data, 9), "/Filter /FlateDecode ")
        head = f"<< {entries}{filter_entry}/Length {len(packed)} >>\nstream\n"
        return self.add(head.encode("ascii") + packed + b"\nendstream")

    def file(self, root: int, info: int) -> bytes:
        """Return the bytes of the document."""
        result, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
        for number, body in enumerate(self.bodies, 1):
            places.append(len(result))
            result += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        identity, start = hashlib.sha256(result).hexdigest()[:32], len(result)
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        result += (
            f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(places) + 1} /Root {root} 0 R "
            f"/Info {info} 0 R /ID [<{identity}> <{identity}>] >>\nstartxref\n{start}\n%%EOF\n"
        ).encode("ascii")
        return bytes(result)


def picture_pdf(pages: Sequence[PdfPage], info: PdfInfo) -> bytes:
    """Return a PDF with a page for each slide, and a bookmark for each title. Raises ValueError if there is no page."""
    if not pages:
        raise ValueError("a PDF needs a page")
    objects = _Objects()
    tree, font = objects.reserve(), _add_font(objects)
    numbers = {page.number: objects.reserve() for page in pages}
    width, height = (side / 12700 for side in info.size)
    box = f"[0 0 {width:.3f} {height:.3f}]"
    with ThreadPoolExecutor() as workers:
        pictures = list(workers.map(_packed_picture, [page.picture for page in pages]))
    for page, (data, entries) in zip(pages, pictures, strict=True):
        picture = objects.add_stream(data, entries, is_packed=True)
        stream = objects.add_stream(_page_stream(page.content.texts, width, height))
        links = " ".join(f"{n} 0 R" for n in _add_links(objects, page.content.links, numbers, height))
        objects.add(
            f"<< /Type /Page /Parent {tree} 0 R /MediaBox {box} /Contents {stream} 0 R /Annots [{links}] "
            f"/Resources << /XObject << /Picture {picture} 0 R >> /Font << /Text {font} 0 R >> >> >>",
            numbers[page.number],
        )
    kids = " ".join(f"{number} 0 R" for number in numbers.values())
    objects.add(f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>", tree)
    outlines = _add_bookmarks(objects, [(page.content.title or info.title, numbers[page.number]) for page in pages])
    language = f"/Lang {_text(info.language)} " if info.language else ""
    root = objects.add(
        f"<< /Type /Catalog /Pages {tree} 0 R /Outlines {outlines} 0 R {language}"
        "/ViewerPreferences << /DisplayDocTitle true >> >>"
    )
    properties = {"Title": info.title, "Author": info.author, "Subject": info.subject, "Creator": "deckgen"}
    named = " ".join(f"/{name} {_text(value)}" for name, value in properties.items() if value)
    return objects.file(root, objects.add(f"<< {named} >>"))


def _text(value: str) -> str:
    """Return a text string of a PDF."""
    return f"<FEFF{value.encode('utf-16-be', 'replace').hex().upper()}>"


def _packed_picture(png: bytes) -> tuple[bytes, str]:
    """Return the picture of a page as a PDF has it, and the entries of its stream: lossless, unless JPEG is smaller.

    With the usual quality of 75, JPEG blurs thin text.
    """
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    lossless, lossy = io.BytesIO(), io.BytesIO()
    picture.save(lossless, "PNG", compress_level=4)
    picture.save(lossy, "JPEG", quality=92, subsampling=0)
    packed, filters = lossy.getvalue(), "/Filter /DCTDecode "
    if len(lossless.getvalue()) < len(packed):
        packed = b"".join(_data_chunks(lossless.getvalue()))
        parameters = f"/Predictor 15 /Colors 3 /BitsPerComponent 8 /Columns {picture.width}"
        filters = f"/Filter /FlateDecode /DecodeParms << {parameters} >> "
    entries = (
        f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /ColorSpace /DeviceRGB "
        f"/BitsPerComponent 8 {filters}"
    )
    return packed, entries


def _data_chunks(png: bytes) -> Iterator[bytes]:
    """Yield the packed rows of a PNG, which a PDF stores in the same form."""
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            yield png[at + 8 : at + 8 + length]
        at += 12 + length


def _page_stream(texts: Iterable[TextRun], width: float, height: float) -> bytes:
    """Return what a page draws: its picture, and its text, which is not visible (text rendering mode 3)."""
    lines = [f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Picture Do Q", "BT 3 Tr"]
    for run in texts:
        codes = run.text.encode("utf-16-be", "replace")
        natural = len(codes) // 2 * _ADVANCE * run.size
        if natural and run.width:
            place = f"{run.x:.2f} {height - run.baseline:.2f}"
            stretched = f"/Text {run.size:.2f} Tf {100 * run.width / natural:.2f} Tz"
            lines.append(f"{stretched} 1 0 0 1 {place} Tm <{codes.hex().upper()}> Tj")
    return "\n".join([*lines, "ET"]).encode("ascii")


def _add_links(objects: _Objects, links: Iterable[PageLink], pages: dict[int, int], height: float) -> Iterable[int]:
    """Add the links of a page; those to slides that have no page are left out."""
    for link in links:
        if isinstance(link.target, str):
            address = "".join(f"\\{char}" if char in "\\()" else char for char in link.target if char.isascii())
            action = f"/A << /S /URI /URI ({address}) >>"
        elif link.target in pages:
            action = f"/Dest [{pages[link.target]} 0 R /Fit]"
        else:
            continue
        place = f"{link.left:.2f} {height - link.bottom:.2f} {link.right:.2f} {height - link.top:.2f}"
        yield objects.add(f"<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect [{place}] {action} >>")


def _add_bookmarks(objects: _Objects, titles: Sequence[tuple[str, int]]) -> int:
    """Add a bookmark for each title, which leads to a page; returns the number of their list."""
    outlines = objects.reserve()
    numbers = [objects.reserve() for _ in titles]
    for i, (title, page) in enumerate(titles):
        before = f"/Prev {numbers[i - 1]} 0 R " if i else ""
        after = f"/Next {numbers[i + 1]} 0 R " if i + 1 < len(numbers) else ""
        entry = f"<< /Title {_text(title)} /Parent {outlines} 0 R {before}{after}/Dest [{page} 0 R /Fit] >>"
        objects.add(entry, numbers[i])
    entry = f"<< /Type /Outlines /First {numbers[0]} 0 R /Last {numbers[-1]} 0 R /Count {len(numbers)} >>"
    return objects.add(entry, outlines)


def _add_font(objects: _Objects) -> int:
    """Add the font without shapes: each code is a UTF-16 code unit, and stands for itself."""
    file = objects.add_stream(_font_without_shapes())
    glyphs, unicode = objects.add_stream(bytes(2 * 65536)), objects.add_stream(_TO_UNICODE)
    descriptor = objects.add(
        "<< /Type /FontDescriptor /FontName /Shapeless /Flags 4 /FontBBox [0 -200 500 800] /ItalicAngle 0 /Ascent 800 "
        f"/Descent -200 /CapHeight 700 /StemV 80 /FontFile2 {file} 0 R >>"
    )
    descendant = objects.add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Shapeless /CIDSystemInfo << /Registry (Adobe) /Ordering "
        f"(Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /DW {round(1000 * _ADVANCE)} "
        f"/CIDToGIDMap {glyphs} 0 R >>"
    )
    return objects.add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Shapeless /Encoding /Identity-H "
        f"/DescendantFonts [{descendant} 0 R] /ToUnicode {unicode} 0 R >>"
    )


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
