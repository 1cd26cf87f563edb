"""Embedded fonts: an EOT file for each face, and errors for fonts whose licence or outlines forbid embedding."""

import io
import struct
from pathlib import Path

import font_source_sans_pro
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deckgen.brand.types import FontFiles
from deckgen.build.embedded_fonts import FontRefusedError, read_embedded_fonts, wrap_as_eot

SANS = Path(font_source_sans_pro.__file__).parent / "files"
REGULAR = SANS / "SourceSansPro-Regular.ttf"
SOURCE_SANS = FontFiles(
    "Source Sans Pro",
    *(SANS / f"SourceSansPro-{face}.ttf" for face in ("Regular", "Bold", "It", "BoldIt")),
)


def names(data: bytes) -> list[str]:
    """Return family, style, version and full name from the header."""
    values, position = [], 82
    for _ in range(4):
        (length,) = struct.unpack_from("<H", data, position)
        values.append(data[position + 2 : position + 2 + length].decode("utf-16-le").rstrip("\0"))
        position += 2 + length + 2
    return values


def font_in(data: bytes) -> bytes:
    """Return the font file in an EOT file."""
    size, length = struct.unpack_from("<II", data)
    assert size == len(data)
    return data[-length:]


def make_font(tmp_path: Path, licence: int, *, postscript: bool = False, variable: bool = False) -> Path:
    """Make a font with one empty glyph."""
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
    from fontTools.pens.t2CharStringPen import T2CharStringPen  # noqa: PLC0415 -- for one test only

    return T2CharStringPen(500, None).getCharString()


def test_eot_contains_the_unchanged_font_and_its_properties() -> None:
    data = wrap_as_eot(SANS / "SourceSansPro-BoldIt.ttf")
    assert font_in(data) == (SANS / "SourceSansPro-BoldIt.ttf").read_bytes()
    version, flags = struct.unpack_from("<II", data, 8)
    assert (version, flags) == (0x00020002, 0)
    assert data[27] == 1, "italic"
    assert struct.unpack_from("<IH", data, 28) == (700, 0)
    assert data[34:36] == b"LP"
    assert struct.unpack_from("<I", data, 60)[0] == TTFont(SANS / "SourceSansPro-BoldIt.ttf")["head"].checkSumAdjustment
    family, style, version_name, full = names(data)
    assert (family, style, full) == ("Source Sans Pro", "Bold Italic", "Source Sans Pro Bold Italic")
    assert version_name.startswith("Version 1.075")


def test_all_four_faces_are_read() -> None:
    fonts = read_embedded_fonts(SOURCE_SANS)
    assert [font.face for font in fonts] == ["regular", "bold", "italic", "boldItalic"]
    assert [font_in(font.data) for font in fonts] == [path.read_bytes() for path in SOURCE_SANS.files]


def test_variable_font_is_embedded_as_a_reproducible_instance(tmp_path: Path) -> None:
    path = make_font(tmp_path, 0, variable=True)
    data = wrap_as_eot(path, 700)
    font = TTFont(io.BytesIO(font_in(data)))
    assert "fvar" not in font
    assert font["OS/2"].usWeightClass == struct.unpack_from("<I", data, 28)[0] == 700
    assert wrap_as_eot(path, 700) == data
    assert wrap_as_eot(path, 400) != data


@pytest.mark.parametrize("licence", [0x0000, 0x0008, 0x000C, 0x0108])
def test_editable_licence_permits_embedding(licence: int, tmp_path: Path) -> None:
    assert font_in(wrap_as_eot(make_font(tmp_path, licence)))


@pytest.mark.parametrize(
    ("licence", "message"),
    [
        (0x0002, "forbids embedding it (fsType 0x0002)"),
        (0x0004, "forbids embedding it in a file that can be edited (fsType 0x0004)"),
        (0x0208, "only bitmaps of it"),
    ],
)
def test_restrictive_licence_is_refused(licence: int, message: str, tmp_path: Path) -> None:
    with pytest.raises(FontRefusedError) as refused:
        wrap_as_eot(make_font(tmp_path, licence))
    assert message in str(refused.value)
    assert "test.ttf" in str(refused.value)


def test_face_of_another_family_is_refused(tmp_path: Path) -> None:
    assert wrap_as_eot(make_font(tmp_path, 0), family="Test")
    with pytest.raises(FontRefusedError, match=r"font test\.ttf is “Test”, but PowerPoint looks for “Test Sans”"):
        wrap_as_eot(make_font(tmp_path, 0), family="Test Sans")


def test_postscript_outlines_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FontRefusedError, match="no TrueType outlines"):
        wrap_as_eot(make_font(tmp_path, 0, postscript=True))


@pytest.mark.parametrize("data", [b"", b"no font", REGULAR.read_bytes()[:2000]])
def test_file_that_is_not_a_font_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(data)
    with pytest.raises(FontRefusedError, match=r"a\.ttf"):
        wrap_as_eot(tmp_path / "a.ttf")


DAMAGE = st.lists(st.tuples(st.integers(0, 1500), st.binary(min_size=1, max_size=4)), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DAMAGE)
def test_damaged_font_is_embedded_or_refused_in_one_sentence(tmp_path: Path, damage: list[tuple[int, bytes]]) -> None:
    intact = tmp_path / "test.ttf"
    data = bytearray((intact if intact.exists() else make_font(tmp_path, 0)).read_bytes())
    for position, changed in damage:
        data[position : position + len(changed)] = changed
    (tmp_path / "damaged.ttf").write_bytes(data)
    message = ""
    try:
        assert wrap_as_eot(tmp_path / "damaged.ttf")
    except FontRefusedError as refused:
        message = str(refused)
    assert len(message.splitlines()) <= 1
    assert len(message) < 400


def test_damaged_variable_font_is_refused(tmp_path: Path) -> None:
    path = make_font(tmp_path, 0, variable=True)
    font = TTFont(path)
    start, size = font.reader.tables["gvar"].offset, font.reader.tables["gvar"].length
    data = bytearray(path.read_bytes())
    data[start : start + size] = b"\xff" * size
    path.write_bytes(data)
    with pytest.raises(FontRefusedError, match=r"test\.ttf cannot be reduced to one weight: \w+"):
        wrap_as_eot(path, 700)
