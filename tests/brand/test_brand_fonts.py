"""Fonts are from packages that deckgen depends on or from the brand's folder; no font runs code, leaks files or blocks builds."""

import importlib.metadata
import os
import re
import struct
import sys
import tempfile
from pathlib import Path

import crafted_fonts
import pytest
import uharfbuzz as hb
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from deckgen.brand import fonts
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.build import pipeline
from deckgen.diagnostics import Issue, Severity, render
from deckgen.diagnostics.rule_table import RULES, Topic
from deckgen.fonts import packages, process
from deckgen.images import rasterise
from deckgen.package import problems
from sample_projects import make_project

LAYOUTS = Path(__file__).parents[2] / "layouts"
OWN = """\
defaults:
  deckgen:
    extend: wikimedia
    fonts:
      brand:
        family: Test
        package: {package}
        regular: {regular}
        bold: fonts/Own-Bold.ttf
        italic: fonts/Own-Italic.ttf
        bold-italic: fonts/Own-BoldItalic.ttf
"""
VALID_FONT = crafted_fonts.font_bytes(crafted_fonts.builder())
CHART = """\
kind: chart
title: Grants by year
headline: Four of five grantees now come from new communities
chart: {kind: compare, unit: "%", categories: [FY19/20, FY20/21], series: [{name: Grantees, values: [64, 82]}]}
remarks: [The second year covers two quarters only.]
"""
SLIDES = ("kind: bullets\nbullets:\n  - One point", "kind: table\ncolumns: [One, Two]\nrows:\n  - [a, b]")


def write(root: Path, data: bytes = VALID_FONT, regular: str = "fonts/Own-Regular.ttf", package: str = "") -> Path:
    folder = root / "layouts" / "own"
    crafted_fonts.write_faces(folder / "fonts", data)
    (folder / "_brand.yml").write_text(OWN.format(regular=regular, package=package), encoding="utf-8")
    return folder


def load(root: Path) -> tuple[Brand | None, list[Issue], dict[str, str]]:
    return load_brand("own", [root / "layouts", LAYOUTS], root)


def refusal(root: Path) -> Issue:
    brand, found, sources = load(root)
    assert brand is None
    assert {fault.code for fault in found} == {"brand-font"}
    assert re.match(r"layouts/own/_brand\.yml:\d+:\d+: error: ", render(found[0], sources))
    assert found[0].hint
    return found[0]


def test_every_font_package_is_a_dependency_of_deckgen() -> None:
    needed = [line for line in importlib.metadata.requires("deckgen") or [] if "extra ==" not in line]
    names = {re.match(r"[\w.-]+", line).group().lower() for line in needed}  # type: ignore[union-attr]
    assert set(packages.PACKAGES.values()) <= names
    assert all(packages.package_folder(name) for name in packages.PACKAGES)


@pytest.mark.parametrize(
    "package", ["this.x", "this", "os", "deckgen", "fontpkg_arimo.files", "..", "/etc", "\\\\host\\x", "x" * 200]
)
def test_unknown_font_package_is_refused_and_the_known_ones_are_listed(tmp_path: Path, package: str) -> None:
    write(tmp_path, package=f"'{package}'")
    before = set(sys.modules)
    fault = refusal(tmp_path)
    assert "cannot come from" in fault.message
    assert all(name in (fault.hint or "") for name in packages.PACKAGES)
    assert not {"this", "antigravity"} & (set(sys.modules) - before)


def test_package_name_of_a_million_letters_has_a_short_error(tmp_path: Path) -> None:
    write(tmp_path, package="x" * 900_000)
    _, [fault], _ = load(tmp_path)
    assert (fault.code, "at most 255" in fault.message) == ("wrong-count", True)


def test_font_package_in_the_project_is_neither_imported_nor_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in packages.PACKAGES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), *sys.path])
    for name in packages.PACKAGES:
        folder = packages.package_folder(name)
        assert folder is not None
        assert not folder.is_relative_to(tmp_path)
    assert rasterise.bundled_fonts()
    assert not (tmp_path / "ran").exists()


def test_font_package_in_the_project_is_skipped_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fontpkg_arimo").mkdir()
    (tmp_path / "fontpkg_arimo" / "__init__.py").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    folder = packages.package_folder("fontpkg_arimo", tmp_path)
    assert folder is not None
    assert folder.parent != tmp_path


def test_missing_font_package_is_reported_with_the_install_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, package="fontpkg_arimo")
    monkeypatch.setattr(fonts.packages, "package_folder", lambda _name, _project=None: None)
    fault = refusal(tmp_path)
    assert "`fontpkg_arimo` is not installed" in fault.message
    assert fault.hint == "install it: pip install fontpkg-arimo"


NAMES = [
    "/etc/passwd", "/proc/self/mem", "/dev/zero", "../../content/sample/deck.yaml", "fonts/../../wikimedia/x.ttf", "..",
    "C:/Windows/Fonts/arial.ttf", "C:x.ttf", "'\\\\host\\share\\x.ttf'", "//host/share/x.ttf", "fonts\\Own-Regular.ttf",
    "x.ttf:stream", "fonts", ".", "fonts/none.ttf", "_brand.yml",
]  # fmt: skip


@pytest.mark.parametrize("package", ["", "fontpkg_arimo"])
@pytest.mark.parametrize("name", NAMES)
def test_file_name_that_is_no_font_of_the_folder_is_refused(tmp_path: Path, name: str, package: str) -> None:
    write(tmp_path, regular=name, package=package)
    assert "the font file" in refusal(tmp_path).message


@pytest.mark.parametrize("target", ["/etc/passwd", "/dev/zero", "/proc/self/mem", "/nowhere", "../../../.."])
def test_link_out_of_the_project_is_refused_before_it_is_opened(tmp_path: Path, target: str) -> None:
    folder = write(tmp_path)
    (folder / "fonts" / "Own-Regular.ttf").unlink()
    (folder / "fonts" / "Own-Regular.ttf").symlink_to(target)
    assert "a symbolic link that leads out of the project" in refusal(tmp_path).message


def test_link_to_a_valid_font_outside_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "font.ttf").write_bytes(VALID_FONT)
    folder = write(tmp_path / "project")
    (folder / "fonts" / "Own-Regular.ttf").unlink()
    (folder / "fonts" / "Own-Regular.ttf").symlink_to(tmp_path / "else" / "font.ttf")
    assert "leads out of the project" in refusal(tmp_path / "project").message


def test_link_to_a_font_inside_the_project_is_followed(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "fonts").rename(tmp_path / "shared")
    (folder / "fonts").symlink_to("../../shared")
    assert load(tmp_path)[0] is not None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system of Windows")
def test_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "fonts" / "Own-Regular.ttf").unlink()
    os.mkfifo(folder / "fonts" / "Own-Regular.ttf")
    assert "not a regular file" in refusal(tmp_path).message


def test_too_large_font_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    folder = write(tmp_path)
    with (folder / "fonts" / "Own-Regular.ttf").open("r+b") as file:
        file.truncate(10**12)
    assert "at most 40 MB" in refusal(tmp_path).message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a font"),
        (b"root:x:0:0:root:/root:/bin/bash\n", "not a font"),
        (b"ttcf" + VALID_FONT[4:], "a collection of fonts"),
        (b"wOFF" + VALID_FONT[4:], "a web font (WOFF)"),
        (b"wOF2" + VALID_FONT[4:], "a web font (WOFF2)"),
        (VALID_FONT[:100], "list of tables is cut off"),
        (VALID_FONT[:4] + b"\xff\xff" + VALID_FONT[6:], "list of tables is cut off"),
        (VALID_FONT[:-200], "ends before the end of its tables"),
        (crafted_fonts.with_table(VALID_FONT, "cmap", b"\0\0\0\0"), "no characters"),
        (crafted_fonts.with_table(VALID_FONT, "maxp", b""), "no characters"),
        (crafted_fonts.font_bytes(crafted_fonts.builder(line=32000)), "32 times as high"),
        (crafted_fonts.font_bytes(crafted_fonts.builder(line=0)), "0 times as high"),
        (crafted_fonts.font_bytes(crafted_fonts.builder(advance=30000)), "30 times as wide"),
        (crafted_fonts.font_bytes(crafted_fonts.builder(advance=0)), "0 times as wide"),
        (crafted_fonts.with_wide_character("a", 12_000), "“a” is 12 times as large as the font's size"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unusable_font_is_reported_in_one_sentence(tmp_path: Path, data: bytes, message: str) -> None:
    write(tmp_path, data)
    assert message in refusal(tmp_path).message


@pytest.mark.parametrize("bomb", ["composite_bomb", "name_bomb"])
def test_font_that_takes_too_much_time_or_memory_is_refused(
    tmp_path: Path, bomb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "SECONDS", 2)
    monkeypatch.setattr(process, "MEGABYTES", 400)
    write(tmp_path, getattr(crafted_fonts, bomb)())
    assert re.search("takes too much (time or )?memory", refusal(tmp_path).message)


@pytest.mark.parametrize("postscript", [False, True])
def test_deck_is_built_with_fonts_from_the_brand_folder(tmp_path: Path, postscript: bool) -> None:
    write(tmp_path, crafted_fonts.font_bytes(crafted_fonts.builder(postscript=postscript)))
    built = pipeline.build(make_project(tmp_path, *SLIDES, brand="own"))
    assert built.path is not None, built.issues
    assert problems(built.path) == []
    assert built.layout.brand is not None
    assert built.layout.brand.font.regular == (tmp_path / "layouts/own/fonts/Own-Regular.ttf").resolve()


def test_font_from_the_brand_folder_can_be_embedded(tmp_path: Path) -> None:
    write(tmp_path)
    built = pipeline.build(make_project(tmp_path, *SLIDES, brand="own", embed_fonts=True))
    assert built.path is not None, built.issues
    assert built.font_bytes > 4 * len(VALID_FONT)


def test_faces_are_read_from_the_folder_of_the_file_that_names_them(tmp_path: Path) -> None:
    write(tmp_path)
    upper = tmp_path / "layouts" / "upper"
    crafted_fonts.write_faces(upper / "fonts", VALID_FONT)
    text = "defaults:\n  deckgen:\n    extend: own\n    fonts:\n      brand:\n        bold: fonts/Own-Bold.ttf\n"
    (upper / "_brand.yml").write_text(text, encoding="utf-8")
    brand, found, _ = load_brand("upper", [tmp_path / "layouts", LAYOUTS], tmp_path)
    assert brand is not None, found
    assert brand.font.bold == (upper / "fonts" / "Own-Bold.ttf").resolve()
    assert brand.font.regular == (tmp_path / "layouts/own/fonts/Own-Regular.ttf").resolve()


def test_single_face_is_read_from_the_package_of_the_extended_brand(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "own"
    folder.mkdir(parents=True)
    light = "fonts:\n      brand:\n        regular: files/SourceSansPro-Light.ttf\n"
    text = f"defaults:\n  deckgen:\n    extend: wikimedia\n    {light}"
    (folder / "_brand.yml").write_text(text, encoding="utf-8")
    brand, found, _ = load(tmp_path)
    assert brand is not None, found
    assert brand.font.regular.name == "SourceSansPro-Light.ttf"


HIGH_LINES = VALID_FONT.index(struct.pack(">hh", 900, -300)), struct.pack(">h", 4000)


def test_font_saved_anew_under_its_name_is_measured_anew(tmp_path: Path) -> None:
    at, changed = HIGH_LINES
    high = VALID_FONT[:at] + changed + VALID_FONT[at + len(changed) :]
    project = make_project(tmp_path, SLIDES[0], brand="own")
    for font, codes in ((VALID_FONT, set()), (high, {"too-long"}), (VALID_FONT, set())):
        folder = write(tmp_path, VALID_FONT)
        new = tmp_path / "new.ttf"
        new.write_bytes(font)
        new.replace(folder / "fonts" / "Own-Regular.ttf")
        assert {issue.code for issue in pipeline.lay_out(project).issues} == codes


def test_character_too_large_to_be_drawn_in_a_chart_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, crafted_fonts.with_wide_character("é", 12_000))
    example = CHART.replace("FY19/20", "Année")
    built = pipeline.build(make_project(tmp_path, example, brand="own"))
    [fault] = [issue for issue in built.issues if issue.severity is Severity.ERROR]
    assert (built.path, fault.code) == (None, "chart")
    assert "its font has a character that cannot be drawn" in fault.message
    assert "use another font in the brand" in (fault.hint or "")


REFUSED = {"brand-font", "font-refused"}
NO_ROOM = {"chart", *(code for code, rule in RULES.items() if rule.topic is Topic.ROOM)}


def is_extreme(data: bytes) -> bool:
    """Whether the lines, letters or outlines of a font are more than twice as large as those of ordinary fonts."""
    font = hb.Font(hb.Face(hb.Blob(data)))
    extents = font.get_font_extents("ltr")
    glyphs = (font.get_nominal_glyph(character) for character in range(0x20, 0x7F))
    letters = [glyph for glyph in glyphs if glyph]
    widths = [font.get_glyph_h_advance(glyph) for glyph in letters]
    boxes = [box for glyph in letters if (box := font.get_glyph_extents(glyph))]
    sizes = [abs(size) for box in boxes for size in (box.width, box.height)]
    height = extents.ascender - extents.descender + extents.line_gap
    return max(height, *widths, *sizes, 0) > 2.4 * font.face.upem


DAMAGE = st.lists(st.tuples(st.integers(0, len(VALID_FONT) - 1), st.binary(min_size=1, max_size=4)), max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(DAMAGE, st.integers(0, len(VALID_FONT)) | st.just(len(VALID_FONT)))
@example([HIGH_LINES], len(VALID_FONT)).via("high lines")
@example([(2566, b" ")], len(VALID_FONT)).via("an outline too large to be drawn")
@example([(2566, b"\x10")], len(VALID_FONT)).via("an outline too large for a chart")
def test_any_font_file_gives_a_valid_deck_or_an_error(
    tmp_path: Path, damage: list[tuple[int, bytes]], length: int
) -> None:
    data = bytearray(VALID_FONT)
    for at, changed in damage:
        data[at : at + len(changed)] = changed
    root = Path(tempfile.mkdtemp(dir=tmp_path))
    write(root, bytes(data[:length]))
    built = pipeline.build(make_project(root, *SLIDES, CHART, brand="own", embed_fonts=True))
    errors = {fault.code for fault in built.issues if fault.severity is Severity.ERROR}
    if built.path is None:
        # Lines of four times the size are measured as the font says, and texts do not fit then.
        assert errors
        assert errors <= (REFUSED | NO_ROOM if is_extreme(bytes(data[:length])) else REFUSED)
    else:
        assert problems(built.path) == []
