"""Fonts that travel in the file: an EOT around each face, and none whose licence or outlines forbid it."""

import io
import struct
from pathlib import Path

import font_source_sans_pro
import pytest
from deck_samples import BRAND, deck, page, title
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opened_package import Opened

from deckgen.brand.types import FontFiles
from deckgen.package import problems
from deckgen.writer import FontRefusedError, embedded_fonts, write
from deckgen.writer.fonts import eot

SANS = Path(font_source_sans_pro.__file__).parent / "files"
REGULAR = SANS / "SourceSansPro-Regular.ttf"
SOURCE_SANS = FontFiles(
    "Source Sans Pro",
    *(SANS / f"SourceSansPro-{face}.ttf" for face in ("Regular", "Bold", "It", "BoldIt")),
)


def names(data: bytes) -> list[str]:
    """Family, style, version and full name as the header tells them."""
    found, at = [], 82
    for _ in range(4):
        (length,) = struct.unpack_from("<H", data, at)
        found.append(data[at + 2 : at + 2 + length].decode("utf-16-le").rstrip("\0"))
        at += 2 + length + 2
    return found


def inner(data: bytes) -> bytes:
    """The font file inside."""
    size, length = struct.unpack_from("<II", data)
    assert size == len(data)
    return data[-length:]


def made(tmp_path: Path, licence: int, *, postscript: bool = False, variable: bool = False) -> Path:
    """A font of one empty glyph."""
    builder = FontBuilder(1000, isTTF=not postscript)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    if postscript:
        builder.setupCFF("Test", {}, {".notdef": _charstring()}, {})
    else:
        builder.setupGlyf({".notdef": TTGlyphPen(None).glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0)})
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    builder.setupOS2(fsType=licence)
    builder.setupPost()
    if variable:
        builder.setupFvar([("wght", 400, 400, 700, "Weight")], [])
        builder.setupGvar({".notdef": []})
    builder.save(tmp_path / "test.ttf")
    return tmp_path / "test.ttf"


def _charstring() -> object:
    from fontTools.pens.t2CharStringPen import T2CharStringPen  # noqa: PLC0415 -- of one test

    return T2CharStringPen(500, None).getCharString()


def test_an_eot_holds_the_font_as_it_is_and_tells_what_it_is() -> None:
    data = eot(SANS / "SourceSansPro-BoldIt.ttf")
    assert inner(data) == (SANS / "SourceSansPro-BoldIt.ttf").read_bytes()
    version, flags = struct.unpack_from("<II", data, 8)
    assert (version, flags) == (0x00020002, 0)
    assert data[27] == 1, "italic"
    assert struct.unpack_from("<IH", data, 28) == (700, 0)
    assert data[34:36] == b"LP"
    assert struct.unpack_from("<I", data, 60)[0] == TTFont(SANS / "SourceSansPro-BoldIt.ttf")["head"].checkSumAdjustment
    family, style, version_name, full = names(data)
    assert (family, style, full) == ("Source Sans Pro", "Bold Italic", "Source Sans Pro Bold Italic")
    assert version_name.startswith("Version 1.075")


def test_the_four_faces_are_listed_and_found() -> None:
    fonts = embedded_fonts(SOURCE_SANS)
    data = write(deck(page("x", "text", title("A"))), BRAND, {}, fonts=fonts)
    opened = Opened(data)
    root = "ppt/presentation.xml"
    (listed,) = opened.find(root, "//p:embeddedFontLst/p:embeddedFont")
    faces = [element.tag.rpartition("}")[2] for element in listed]
    assert faces == ["font", "regular", "bold", "italic", "boldItalic"]
    assert opened.find(root, "@embedTrueTypeFonts") == ["1"]
    assert not opened.find(root, "@saveSubsetFonts")
    assert listed[0].get("typeface") == BRAND.font.family
    targets = {r.id: r.target for r in opened.relations(root).values() if r.kind == "font"}
    found = [opened.data[targets[i]] for i in opened.find(root, "//p:embeddedFont/*/@r:id")]
    assert found == [font.data for font in fonts]
    assert opened.content_type("ppt/fonts/font1.fntdata") == "application/x-fontdata"
    assert [line for line in problems(data) if "font" in line] == []


def test_of_a_variable_font_the_instance_of_the_weight_is_embedded_alike_each_time(tmp_path: Path) -> None:
    path = made(tmp_path, 0, variable=True)
    data = eot(path, 700)
    font = TTFont(io.BytesIO(inner(data)))
    assert "fvar" not in font
    assert font["OS/2"].usWeightClass == struct.unpack_from("<I", data, 28)[0] == 700
    assert eot(path, 700) == data
    assert eot(path, 400) != data


@pytest.mark.parametrize("licence", [0x0000, 0x0008, 0x000C, 0x0108])
def test_a_licence_to_edit_is_enough(licence: int, tmp_path: Path) -> None:
    assert inner(eot(made(tmp_path, licence)))


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        (0x0002, "does not let it be embedded (fsType 0x0002)"),
        (0x0004, "be embedded in a file that can be edited (fsType 0x0004)"),
        (0x0208, "only bitmaps of it"),
    ],
)
def test_a_licence_that_forbids_it_is_respected(licence: int, said: str, tmp_path: Path) -> None:
    with pytest.raises(FontRefusedError) as refused:
        eot(made(tmp_path, licence))
    assert said in str(refused.value)
    assert "test.ttf" in str(refused.value)


def test_a_face_of_another_family_is_refused_since_powerpoint_would_not_find_it(tmp_path: Path) -> None:
    assert eot(made(tmp_path, 0), family="Test")
    with pytest.raises(FontRefusedError, match="calls itself “Test”, and PowerPoint would look for “Test Sans”"):
        eot(made(tmp_path, 0), family="Test Sans")


def test_outlines_of_postscript_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FontRefusedError, match="no TrueType outlines"):
        eot(made(tmp_path, 0, postscript=True))


@pytest.mark.parametrize("data", [b"", b"no font", REGULAR.read_bytes()[:2000]])
def test_what_is_no_font_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(data)
    with pytest.raises(FontRefusedError, match=r"a\.ttf"):
        eot(tmp_path / "a.ttf")


DAMAGE = st.lists(st.tuples(st.integers(0, 1500), st.binary(min_size=1, max_size=4)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DAMAGE)
def test_a_damaged_font_is_embedded_or_refused_in_one_sentence(tmp_path: Path, damage: list[tuple[int, bytes]]) -> None:
    whole = tmp_path / "test.ttf"
    data = bytearray((whole if whole.exists() else made(tmp_path, 0)).read_bytes())
    for at, changed in damage:
        data[at : at + len(changed)] = changed
    (tmp_path / "damaged.ttf").write_bytes(data)
    said = ""
    try:
        assert eot(tmp_path / "damaged.ttf")
    except FontRefusedError as refused:
        said = str(refused)
    assert len(said.splitlines()) <= 1
    assert len(said) < 400


def test_a_damaged_variable_font_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path, 0, variable=True)
    font = TTFont(path)
    at, size = font.reader.tables["gvar"].offset, font.reader.tables["gvar"].length
    data = bytearray(path.read_bytes())
    data[at : at + size] = b"\xff" * size
    path.write_bytes(data)
    with pytest.raises(FontRefusedError, match=r"test\.ttf cannot be cut to a weight: \w+"):
        eot(path, 700)
