"""A font that is only installed is measured with the brand's table of its widths, so that every machine builds the same deck."""

import hashlib
import json
import shutil
from pathlib import Path

import crafted_fonts
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_font_families import (
    LAYOUTS,
    SLIDES,
    codes,
    font_of,
    install,
    load,
    machine,
    package_files,
    source_sans,
    write_brand,
)

from deckgen.brand.font_listing import NoTableError, accept_installed_font, list_fonts
from deckgen.brand.load import load_brand
from deckgen.brand.types import FontFiles
from deckgen.brand.width_tables import make_table
from deckgen.build import pipeline
from deckgen.fonts import width_table
from deckgen.layout.fonts import Family
from deckgen.package import problems
from sample_projects import make_project

__all__ = ["machine"]
STYLES = ((False, False), (True, False), (False, True), (True, True))


def accept(root: Path) -> Path:
    brand, issues, _ = load_brand("own", [root / "layouts", LAYOUTS], root, use_table=False)
    assert brand is not None, issues
    return accept_installed_font(brand, brand.font)


def arimo() -> FontFiles:
    italic, upright = package_files("fontpkg_arimo")
    weights = {"regular": 400.0, "bold": 700.0, "italic": 400.0, "bold-italic": 700.0}
    return FontFiles("Arial", upright, upright, italic, italic, weights)


def source_sans_files() -> FontFiles:
    return FontFiles("Source Sans Pro", *(source_sans(style)[0] for style in ("Regular", "Bold", "It", "BoldIt")))


@pytest.fixture(scope="module", params=[arimo, source_sans_files], ids=["variable", "static"])
def family(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> FontFiles:
    """A family with the table of its widths."""
    files: FontFiles = request.param()
    path = tmp_path_factory.mktemp("table") / "_fonts.json"
    path.write_text(width_table.as_text(make_table(files.family, files)), encoding="utf-8")
    return replace(files, table=path)


TEXTS = st.text(st.sampled_from("AVTWyo. ,11’“é–Ÿřж Ωμ1.000€ffi/-()äöß中أ"), min_size=1, max_size=30)


@settings(max_examples=300, deadline=None)
@given(TEXTS.filter(lambda text: "أ" not in text))
def test_table_has_the_widths_of_the_font(family: FontFiles, text: str) -> None:
    for pixels in (None, 83, 100):
        with_font, with_table = Family(replace(family, table=None), 0, pixels), Family(family, 0, pixels)
        for style in STYLES:
            assert with_table.face(*style).width(text) == pytest.approx(with_font.face(*style).width(text), abs=1e-9)


def test_table_has_the_line_height_and_no_letters_that_join(family: FontFiles) -> None:
    assert Family(family).line_height == Family(replace(family, table=None)).line_height
    assert not Family(family).face(False, False).has_glyph("أ")


def test_table_is_read_as_it_was_written(family: FontFiles) -> None:
    assert family.table is not None
    table = width_table.read_table(family.table)
    assert width_table.as_text(table) == family.table.read_text(encoding="utf-8")
    assert table.styles["bold"].digest == hashlib.sha256(family.bold.read_bytes()).hexdigest()
    assert family.table.stat().st_size < width_table.MAX_BYTES / 10
    assert max(map(len, family.table.read_text(encoding="utf-8").splitlines())) < 5000


def test_same_deck_is_built_with_and_without_the_font(tmp_path: Path, machine: Path) -> None:
    install(machine)
    write_brand(tmp_path, "{base: House Sans}")
    assert accept(tmp_path).name == "_fonts.json"
    assert codes(tmp_path) == set()
    deck = make_project(tmp_path, *SLIDES, brand="own")
    here = pipeline.build_bytes(deck)
    font = font_of(tmp_path)
    assert font.installed is not None
    assert font.for_pictures.regular.name == "House-Regular.ttf"
    for path in machine.iterdir():
        path.unlink()
    elsewhere = pipeline.build_bytes(deck)
    assert here.data is not None, here.issues
    assert here.data == elsewhere.data
    assert font_of(tmp_path).for_pictures.regular.name == "Arimo[wght].ttf"
    assert codes(tmp_path) == set()


def test_layout_with_a_table_is_that_of_the_font(tmp_path: Path, machine: Path) -> None:
    install(machine)
    write_brand(tmp_path, "{base: House Sans}")
    deck = make_project(tmp_path, *SLIDES, brand="own")
    before = pipeline.build_bytes(deck).layout.deck
    accept(tmp_path)
    assert pipeline.build_bytes(deck).layout.deck == before
    built = pipeline.build(deck)
    assert built.path is not None
    assert problems(built.path) == []


def test_other_version_of_the_installed_font_is_reported_and_not_measured(tmp_path: Path, machine: Path) -> None:
    install(machine)
    write_brand(tmp_path, "{base: House Sans}")
    accept(tmp_path)
    width = Family(font_of(tmp_path)).face(True, False).width("Wide")
    data = (machine / "House-Bold.ttf").read_bytes()
    (machine / "House-Bold.ttf").write_bytes(data + bytes(4))
    messages = load(tmp_path)[2]
    assert (
        "own/_brand.yml:1:20: warning: the font `House Sans` installed here is not the one of the brand's table"
        in messages
    )
    assert "(style bold)" in messages
    assert Family(font_of(tmp_path)).face(True, False).width("Wide") == width
    accept(tmp_path)
    assert codes(tmp_path) == set()


def test_embedding_uses_the_installed_font_or_is_refused(tmp_path: Path, machine: Path) -> None:
    install(machine)
    write_brand(tmp_path, "{base: House Sans}")
    accept(tmp_path)
    deck = make_project(tmp_path, *SLIDES, brand="own", embed_fonts=True)
    assert pipeline.build_bytes(deck).font_bytes > 500_000
    for path in machine.iterdir():
        path.unlink()
    refused = pipeline.build_bytes(deck)
    assert refused.data is None
    assert [issue.code for issue in refused.issues] == ["font-refused"]


def test_table_of_a_twin_says_so(tmp_path: Path, machine: Path) -> None:
    install(machine, "Liberation Serif")
    write_brand(tmp_path, "{base: Times New Roman}")
    table = width_table.read_table(accept(tmp_path))
    assert (table.family, table.measured) == ("Times New Roman", "Liberation Serif")
    assert codes(tmp_path) == set()
    brand = load(tmp_path)[0]
    assert brand is not None
    assert "made from Liberation Serif" in list_fonts(brand)[0].measured_with


def test_table_of_another_family_is_not_used(tmp_path: Path, machine: Path) -> None:
    install(machine)
    write_brand(tmp_path, "{base: House Sans}")
    accept(tmp_path)
    write_brand(tmp_path, "{base: Town Sans}")
    assert font_of(tmp_path).table is None
    assert codes(tmp_path) == {"font-not-found"}


def test_files_in_the_folder_come_before_the_table(tmp_path: Path, machine: Path) -> None:
    install(machine)
    folder = write_brand(tmp_path, "{base: House Sans}")
    accept(tmp_path)
    shutil.copytree(machine, folder / "fonts", dirs_exist_ok=True)
    assert (font_of(tmp_path).source, font_of(tmp_path).table) == ("folder", None)
    with pytest.raises(NoTableError, match="needs no table") as refused:
        accept(tmp_path)
    assert not refused.value.is_needed


def test_no_table_is_made_of_a_font_that_is_not_installed(tmp_path: Path, machine: Path) -> None:
    write_brand(tmp_path, "{base: House Sans}")
    with pytest.raises(NoTableError, match="is not installed on this machine") as refused:
        accept(tmp_path)
    assert refused.value.is_needed


STYLE = {
    "file": "a.ttf", "version": "1", "digest": "0", "units-per-em": 1000, "ascender": 800, "descender": -200, "line-gap": 0,
    "advances": {"500": "20-7E"}, "kerning": {"A": {"-50": "VW"}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"advances": {"500": "0-10FFFF"}}, "widths of more than 150,000 characters"),
        ({"advances": {"2000000000": "20"}}, "the width `2000000000`, which no font has"),
        ({"advances": {"-5": "20"}}, "the width `-5`, which no font has"),
        ({"advances": {"500": "20 x"}}, "has `x` where code points are expected"),
        ({"advances": {"500": "7E-20"}}, "has `7E-20` where code points are expected"),
        ({"advances": {}}, "is empty"),
        ({"units-per-em": 0}, "is not a table of widths"),
        ({"ascender": 90000}, "lines that are 90.2 times as high"),
        ({"more": 1}, "is not a table of widths"),
        ({"kerning": {"A": {"x": "V"}}}, "the width `x`"),
    ],
)
def test_table_with_impossible_widths_is_refused(
    tmp_path: Path, machine: Path, change: dict[str, object], message: str
) -> None:
    folder = write_brand(tmp_path, "{base: House Sans}")
    styles = {style: {**STYLE, **change} for style in ("regular", "bold", "italic", "bold-italic")}
    text = json.dumps({"family": "House Sans", "measured": "House Sans", "styles": styles})
    (folder / "_fonts.json").write_text(text, encoding="utf-8")
    brand, _, messages = load(tmp_path)
    assert brand is None
    assert message in messages
    assert "layouts/own/_brand.yml:1:20: error: the table of widths `own/_fonts.json` " in messages
    assert "hint: run `deckgen fonts own --accept` where the font is installed" in messages


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no JSON"),
        ('{\n<<<<<<< ours\n"family": 1}', "is no JSON (line 2)"),
        ('{"family":' + "[" * 100_000, "is no"),
        ('{"family": "House Sans", "measured": "House Sans", "styles": {}}', "has no widths of the style `regular`"),
        (" " * 5_000_001, "more than 5,000,000 are not read"),
    ],
    ids=["empty", "merge", "nested", "styles", "large"],
)
def test_file_that_is_no_table_is_refused(tmp_path: Path, machine: Path, text: str, message: str) -> None:
    folder = write_brand(tmp_path, "{base: House Sans}")
    (folder / "_fonts.json").write_text(text, encoding="utf-8")
    assert message in load(tmp_path)[2]


def test_damaged_table_can_be_made_anew(tmp_path: Path, machine: Path) -> None:
    install(machine)
    folder = write_brand(tmp_path, "{base: House Sans}")
    (folder / "_fonts.json").write_text("{", encoding="utf-8")
    assert codes(tmp_path) == {"brand-font"}
    accept(tmp_path)
    assert codes(tmp_path) == set()


def test_link_from_the_table_out_of_the_project_is_refused(tmp_path: Path, machine: Path) -> None:
    folder = write_brand(tmp_path / "project", "{base: House Sans}")
    (folder / "_fonts.json").symlink_to("/etc/passwd")
    assert "leads out of the project" in load(tmp_path / "project")[2]


def test_no_break_space_that_a_font_lacks_is_as_wide_as_its_space(tmp_path: Path) -> None:
    crafted_fonts.write_faces(tmp_path, crafted_fonts.font_bytes(crafted_fonts.builder()))
    files = FontFiles("Test", *(tmp_path / f"Own-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic")))
    (tmp_path / "_fonts.json").write_text(width_table.as_text(make_table("Test", files)), encoding="utf-8")
    for measured in (files, replace(files, table=tmp_path / "_fonts.json")):
        face = Family(measured).face(False, False)
        assert face.has_glyph("\xa0")
        assert face.width("1\xa0of\xa02") == face.width("1 of 2")
