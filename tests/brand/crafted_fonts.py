"""Fonts made for tests: valid ones for a brand's folder, and ones that would keep a reader busy for ever."""

import io
import struct
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

LETTERS = {ord(char): f"u{ord(char):04X}" for char in map(chr, range(33, 127))}


def square(pen: object) -> None:
    for step, point in zip(
        ["moveTo", "lineTo", "lineTo", "lineTo"], [(50, 0), (450, 0), (450, 700), (50, 700)], strict=True
    ):
        getattr(pen, step)(point)
    pen.closePath()  # type: ignore[attr-defined]


def builder(*, postscript: bool = False, upem: int = 1000, advance: int = 500, line: int = 1200) -> FontBuilder:
    """Return a builder of a font in which each ASCII character is a square."""
    order = [".notdef", "space", *LETTERS.values()]
    font = FontBuilder(upem, isTTF=not postscript)
    font.setupGlyphOrder(order)
    font.setupCharacterMap({32: "space", **LETTERS})
    if postscript:
        font.setupCFF("Test", {}, {name: _charstring(advance) for name in order}, {})
    else:
        font.setupGlyf({name: _glyph() for name in order})
    font.setupHorizontalMetrics(dict.fromkeys(order, (advance, 0)))
    font.setupHorizontalHeader(ascent=line * 3 // 4, descent=-line // 4)
    font.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    font.setupOS2(
        fsType=0,
        sTypoAscender=line * 3 // 4,
        sTypoDescender=-line // 4,
        usWinAscent=line * 3 // 4,
        usWinDescent=line // 4,
    )
    font.setupPost()
    font.updateHead(created=0, modified=0)
    font.font.recalcTimestamp = False
    return font


def with_wide_character(character: str, width: int) -> bytes:
    """Return a valid font in which one more character, or one of ASCII, is a bar of `width` thousandths of an em."""
    made = builder()
    name = f"u{ord(character):04X}"
    pen = TTGlyphPen(None)
    for step, point in zip(["moveTo", "lineTo", "lineTo"], [(0, 0), (width, 0), (width, 700)], strict=True):
        getattr(pen, step)(point)
    pen.closePath()
    font = made.font
    if name not in font.getGlyphOrder():
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["hmtx"][name] = (500, 0)
        for table in font["cmap"].tables:
            table.cmap[ord(character)] = name
    font["glyf"][name] = pen.glyph()
    return font_bytes(made)


def _glyph() -> object:
    pen = TTGlyphPen(None)
    square(pen)
    return pen.glyph()


def _charstring(advance: int) -> object:
    pen = T2CharStringPen(advance, None)
    square(pen)
    return pen.getCharString()


def font_bytes(font: FontBuilder | TTFont) -> bytes:
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


def with_table(data: bytes, tag: str, table: bytes) -> bytes:
    """Return the font with one table replaced by the given bytes, valid or not."""
    reader = TTFont(io.BytesIO(data)).reader
    tables = {name: reader[name] for name in reader.keys()} | {tag: table}  # noqa: SIM118 -- no mapping
    head = struct.pack(">4sHHHH", data[:4], len(tables), 128, 3, 0)
    at, entries, body = 12 + 16 * len(tables), b"", b""
    for name, inner in sorted(tables.items()):
        entries += struct.pack(">4sIII", name.encode(), 0, at + len(body), len(inner))
        body += inner + b"\0" * (-len(inner) % 4)
    return head + entries + body


def composite_bomb(depth: int = 60) -> bytes:
    """Return a font in which each glyph consists of the previous one twice: the last has 2 to the power of `depth` parts."""
    plain = font_bytes(builder())
    maxp = bytearray(TTFont(io.BytesIO(plain)).reader["maxp"])
    glyphs = [b"", b""]
    for number in range(2, struct.unpack_from(">H", maxp, 4)[0]):
        part = min(number, depth) - 1
        parts = struct.pack(">HHbbHHbb", 0x0022, part, 0, 0, 0x0002, part, 0, 0)
        glyphs.append(struct.pack(">h4h", -1, 0, 0, 500, 700) + parts)
    starts = [sum(map(len, glyphs[:n])) // 2 for n in range(len(glyphs) + 1)]
    struct.pack_into(">HH", maxp, 28, 2, depth)
    data = with_table(plain, "glyf", b"".join(glyphs))
    data = with_table(data, "loca", struct.pack(f">{len(starts)}H", *starts))
    return with_table(data, "maxp", bytes(maxp))


def name_bomb() -> bytes:
    """Return a font with a `name` table of 60,000 names that share the same 64 kB."""
    records = b"".join(struct.pack(">HHHHHH", 3, 1, 0x409, 1, 65534, 0) for _ in range(60_000))
    table = struct.pack(">HHH", 0, 60_000, min(6 + len(records), 65535)) + records + b"\0a" * 40_000
    return with_table(font_bytes(builder()), "name", table)


def write_faces(folder: Path, data: bytes, ending: str = "ttf") -> None:
    """Write the four faces of a family, all with the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for face in ("Regular", "Bold", "Italic", "BoldItalic"):
        (folder / f"Own-{face}.{ending}").write_bytes(data)
