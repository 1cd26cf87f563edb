"""A family that a brand names is found in its folder, in a package or among the installed fonts, or reported as missing."""

import shutil
import struct
import zipfile
from pathlib import Path

import crafted_fonts
import pytest
from fontTools.ttLib import TTCollection, TTFont

from deckgen.brand.font_state import font_state, is_current
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand, FontFiles
from deckgen.build import pipeline
from deckgen.diagnostics import Issue, render
from deckgen.fonts import face_tables, installed, packages, process
from deckgen.kinds import chart
from deckgen.layout.fonts import Family
from deckgen.package import problems
from sample_projects import make_project

LAYOUTS = Path(__file__).parents[2] / "layouts"
SLIDES = (
    "kind: bullets\nbullets:\n  - One point",
    "kind: table\ncolumns: [One, Two]\nrows:\n  - [a, b]",
    chart.EXAMPLE,
)
STYLES = ("Regular", "Bold", "It", "BoldIt")


def package_files(name: str) -> list[Path]:
    folder = packages.package_folder(name)
    assert folder is not None
    return packages.font_files(folder)


def source_sans(*styles: str) -> list[Path]:
    return [
        path
        for path in package_files("font_source_sans_pro")
        if path.name in {f"SourceSansPro-{s}.ttf" for s in styles}
    ]


def renamed(path: Path, family: str, target: Path) -> Path:
    """Write a font as one of another family: deckgen knows no package of it."""
    with TTFont(path) as font:
        for record in font["name"].names:
            if record.nameID in (1, 16):
                record.string = family
        font.save(target)
    return target


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which this machine has installed fonts; it is empty."""
    folder = tmp_path / "installed"
    folder.mkdir()
    monkeypatch.setattr(installed, "font_folders", lambda: [folder])
    monkeypatch.setattr(installed, "fontconfig_files", frozenset)
    return folder


def install(machine: Path, family: str = "House Sans") -> None:
    for style in STYLES:
        renamed(source_sans(style)[0], family, machine / f"House-{style}.ttf")


def write_brand(root: Path, typography: str, *files: Path) -> Path:
    folder = root / "layouts" / "own"
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copy(file, folder / "fonts")
    text = f"typography: {typography}\ndefaults: {{deckgen: {{extend: wikimedia}}}}\n"
    (folder / "_brand.yml").write_text(text, encoding="utf-8")
    return folder


def load(root: Path) -> tuple[Brand | None, list[Issue], str]:
    brand, issues, sources = load_brand("own", [root / "layouts", LAYOUTS], root)
    return brand, issues, "\n".join(render(issue, sources) for issue in issues)


def font_of(root: Path) -> FontFiles:
    brand, _, messages = load(root)
    assert brand is not None, messages
    return brand.font


def codes(root: Path) -> set[str]:
    return {issue.code for issue in load(root)[1]}


@pytest.mark.parametrize("form", ["{base: {family: Source Sans Pro}}", "{base: source  sans pro}"])
def test_four_styles_are_found_in_the_brand_folder(tmp_path: Path, form: str) -> None:
    files = [path for path in package_files("font_source_sans_pro") if path.suffix == ".ttf"]
    folder = write_brand(tmp_path, form, *files)
    font = font_of(tmp_path)
    assert [path.name for path in font.faces] == [f"SourceSansPro-{style}.ttf" for style in STYLES]
    assert font.regular.parent == (folder / "fonts").resolve()
    assert codes(tmp_path) == set()


def test_variable_fonts_serve_regular_and_bold(tmp_path: Path) -> None:
    write_brand(tmp_path, "{base: Arimo}", *package_files("fontpkg_arimo"))
    font = font_of(tmp_path)
    assert font.regular == font.bold
    assert font.weights == {"regular": 400, "bold": 700, "italic": 400, "bold-italic": 700}
    assert Family(font).face(True, False).width("Wide") > Family(font).face(False, False).width("Wide")


def test_weight_in_the_name_of_a_family_makes_its_regular_style(tmp_path: Path) -> None:
    black = [
        p for p in package_files("font_source_sans_pro") if p.name.startswith("SourceSansPro-Bl") and p.suffix == ".ttf"
    ]
    write_brand(tmp_path, "{base: Source Sans Pro Black}", *black, *source_sans(*STYLES))
    assert font_of(tmp_path).regular.name == "SourceSansPro-Black.ttf"


def test_listed_files_are_used_and_others_are_not(tmp_path: Path) -> None:
    listed = "[fonts/SourceSansPro-Regular.ttf, {path: fonts/SourceSansPro-Bold.ttf}]"
    family = f"{{family: Source Sans Pro, source: file, files: {listed}}}"
    write_brand(tmp_path, f"{{fonts: [{family}], base: Source Sans Pro}}", *source_sans(*STYLES))
    font = font_of(tmp_path)
    assert [font.italic.name, font.bold_italic.name] == ["SourceSansPro-Regular.ttf", "SourceSansPro-Bold.ttf"]


@pytest.mark.parametrize("name", ["../../../secret.ttf", "/etc/passwd", "fonts/none.ttf", "https://example.org/a.ttf"])
def test_listed_file_outside_the_folder_is_refused_at_its_line(tmp_path: Path, name: str) -> None:
    write_brand(tmp_path, f"{{fonts: [{{family: House Sans, files: ['{name}']}}], base: House Sans}}")
    brand, _, messages = load(tmp_path)
    assert brand is None
    assert f"layouts/own/_brand.yml:1:{51}: error: the font file `{name}` is not in" in messages


def test_missing_style_is_reported_with_what_is_used(tmp_path: Path) -> None:
    write_brand(tmp_path, "{base: Source Sans Pro}", *source_sans("Regular", "It"))
    font = font_of(tmp_path)
    assert (font.bold.name, font.bold_italic.name) == ("SourceSansPro-Regular.ttf", "SourceSansPro-It.ttf")
    messages = load(tmp_path)[2]
    assert "own/_brand.yml:1:20: warning: the family `Source Sans Pro` has no style bold: regular is used" in messages
    assert "hint: add the bold font to the folder `fonts` of the brand" in messages


def test_family_without_regular_style_says_which_font_is_used(tmp_path: Path) -> None:
    write_brand(tmp_path, "{base: Source Sans Pro}", *source_sans("It"))
    assert "has no style regular: `SourceSansPro-It.ttf` is used" in load(tmp_path)[2]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"wOFF" + bytes(60), "is a web font (WOFF)"),
        (b"wOF2" + bytes(60), "is a web font (WOFF2)"),
        (b"hello", "is not a font"),
        (b"ttcf\0\1\0\0" + struct.pack(">I", 2_000_000_000), "it says that it has 2,000,000,000 fonts"),
        (b"\0\1\0\0\xff\xff" + bytes(6), "its list of tables is cut off"),
        (
            b"\0\1\0\0\0\1" + bytes(6) + struct.pack(">4sIII", b"name", 0, 28, 2_000_000_000),
            "ends before the end of its tables",
        ),
        (crafted_fonts.name_bomb(), "it says that it has 60,000 names"),
    ],
    ids=["woff", "woff2", "text", "collection", "tables", "table", "names"],
)
def test_font_that_cannot_be_read_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    folder = write_brand(tmp_path, "{fonts: [{family: Test, files: [fonts/a.ttf]}], base: Test}")
    (folder / "fonts" / "a.ttf").write_bytes(data)
    brand, issues, messages = load(tmp_path)
    assert brand is None
    assert message in messages
    assert "layouts/own/_brand.yml:1:45: error: the font file `fonts/a.ttf` " in messages
    assert issues[0].hint


def test_damaged_font_in_the_folder_is_refused_without_being_listed(tmp_path: Path) -> None:
    folder = write_brand(tmp_path, "{base: Source Sans Pro}", *source_sans(*STYLES))
    data = source_sans("Bold")[0].read_bytes()
    (folder / "fonts" / "SourceSansPro-Bold.ttf").write_bytes(data[:20_000])
    assert "`fonts/SourceSansPro-Bold.ttf` is damaged" in load(tmp_path)[2]


def test_web_font_next_to_the_fonts_is_ignored(tmp_path: Path) -> None:
    folder = write_brand(tmp_path, "{base: Source Sans Pro}", *source_sans(*STYLES))
    (folder / "fonts" / "SourceSansPro.woff2").write_bytes(b"wOF2")
    assert codes(tmp_path) == set()


def test_web_font_alone_is_named_where_the_brand_says_that_it_has_files(tmp_path: Path) -> None:
    folder = write_brand(tmp_path, "{fonts: [{family: House Sans, source: file}], base: House Sans}")
    (folder / "fonts" / "House.woff2").write_bytes(b"wOF2")
    assert "`House.woff2` is a web font, which PowerPoint cannot use" in load(tmp_path)[2]


def test_font_that_takes_too_much_time_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SECONDS", 2)
    folder = write_brand(tmp_path, "{base: Test}")
    (folder / "fonts" / "bomb.ttf").write_bytes(crafted_fonts.composite_bomb())
    assert "`fonts/bomb.ttf` takes too much time or memory to read" in load(tmp_path)[2]


def test_more_fonts_than_a_family_has_are_refused(tmp_path: Path) -> None:
    folder = write_brand(tmp_path, "{base: Test}")
    for number in range(101):
        (folder / "fonts" / f"{number}.ttf").touch()
    assert "has 101 fonts; at most 100 are read" in load(tmp_path)[2]


def test_link_in_the_fonts_folder_out_of_the_project_is_refused(tmp_path: Path) -> None:
    folder = write_brand(tmp_path / "project", "{base: Source Sans Pro}")
    (folder / "fonts" / "a.ttf").symlink_to(source_sans("Regular")[0])
    assert "leads out of the project" in load(tmp_path / "project")[2]


def test_fonts_of_a_collection_are_used_in_text_charts_pictures_and_file(tmp_path: Path) -> None:
    collection = TTCollection()
    collection.fonts = [TTFont(source_sans(style)[0]) for style in STYLES]
    folder = write_brand(tmp_path, "{base: Source Sans Pro}")
    collection.save(str(folder / "fonts" / "Sans.ttc"))
    font = font_of(tmp_path)
    assert font.indices == {"regular": 0, "bold": 1, "italic": 2, "bold-italic": 3}
    separate = tmp_path / "separate"
    write_brand(separate, "{base: Source Sans Pro}", *source_sans(*STYLES))
    built = [
        pipeline.build(make_project(root, *SLIDES, brand="own", embed_fonts=True)) for root in (tmp_path, separate)
    ]
    assert built[0].path is not None, built[0].issues
    assert built[1].path is not None, built[1].issues
    assert problems(built[0].path) == []
    assert built[0].layout.deck == built[1].layout.deck
    assert built[0].font_bytes > 500_000


def test_family_is_found_in_the_package_that_contains_it(tmp_path: Path, machine: Path) -> None:
    write_brand(tmp_path, "{base: Source Sans Pro, fonts: [{family: Source Sans Pro, source: google}]}")
    font = font_of(tmp_path)
    assert (font.source, font.package, font.regular.name) == (
        "package",
        "font-source-sans-pro",
        "SourceSansPro-Regular.ttf",
    )


def test_missing_package_is_named_with_the_pip_command(tmp_path: Path, machine: Path) -> None:
    write_brand(tmp_path, "{base: {family: Zilla Slab}}")
    messages = load(tmp_path)[2]
    assert "own/_brand.yml:1:29: warning: the font `Zilla Slab` is not on this machine" in messages
    assert "`pip install fontpkg-zilla-slab` on each machine" in messages


def test_every_twin_has_a_table_entry_that_is_no_twin_itself() -> None:
    assert packages.twins_of("arial") == ("Arimo", "Liberation Sans")
    assert all(packages.twins_of(twin) == () for twins in packages.TWINS.values() for twin in twins)


def test_metric_twin_measures_and_the_file_names_the_family(tmp_path: Path, machine: Path) -> None:
    write_brand(tmp_path, "{base: Helvetica}")
    font = font_of(tmp_path)
    assert (font.family, font.design, font.widening) == ("Helvetica", "Arimo", 1)
    assert codes(tmp_path) == set()
    built = pipeline.build(make_project(tmp_path, *SLIDES[:2], brand="own"))  # without a chart: this is about the file
    assert built.path is not None, built.issues
    assert 'typeface="Helvetica"' in theme_of(built.path)


def theme_of(deck: Path) -> str:
    with zipfile.ZipFile(deck) as package:
        return package.read("ppt/theme/theme1.xml").decode()


def test_installed_twin_measures_and_is_reported(tmp_path: Path, machine: Path) -> None:
    install(machine, "Liberation Serif")
    write_brand(tmp_path, "{base: Times New Roman}")
    assert font_of(tmp_path).design == "Liberation Serif"
    assert "the font `Times New Roman`, measured with `Liberation Serif`" in load(tmp_path)[2]


def test_installed_family_is_measured_as_itself_and_reported(tmp_path: Path, machine: Path) -> None:
    install(machine)
    write_brand(tmp_path, "{base: House Sans}")
    font = font_of(tmp_path)
    assert (font.source, font.design, font.regular.name) == ("installed", "", "House-Regular.ttf")
    assert codes(tmp_path) == {"font-only-here"}


def test_family_that_is_nowhere_is_measured_with_a_margin_and_reported(tmp_path: Path, machine: Path) -> None:
    write_brand(tmp_path, "{base: House Sans}", *source_sans("Regular"))
    brand, _, messages = load(tmp_path)
    assert brand is not None
    text = "The recommendation"
    assert Family(brand.font).face(False, False).width(text) == 1.3 * Family(brand.fallback).face(False, False).width(
        text
    )
    assert "text is measured as 130% of the width of Arial" in messages
    assert "the fonts in its folder are “Source Sans Pro Regular”" in messages
    assert brand.font.family == "House Sans"


@pytest.mark.parametrize(
    ("family", "factor"), [("Calibri", 1.05), ("courier new", 1.7), ("Times New Roman", 1.0), ("Aptos", 1.15)]
)
def test_known_family_that_is_missing_has_a_margin_of_its_own(
    tmp_path: Path, machine: Path, family: str, factor: float
) -> None:
    write_brand(tmp_path, f"{{base: {family}}}")
    assert font_of(tmp_path).widening == factor
    assert f"measured as {factor:.0%} of the width of Arial" in load(tmp_path)[2]


@pytest.mark.parametrize("family", ["DejaVuSans", "DejaVuSerif"])
def test_margin_is_enough_for_the_widest_families_for_text(tmp_path: Path, machine: Path, family: str) -> None:
    endings = {
        "DejaVuSans": ("", "-Bold", "-Oblique", "-BoldOblique"),
        "DejaVuSerif": ("", "-Bold", "-Italic", "-BoldItalic"),
    }
    paths = {path.stem: path for path in package_files("matplotlib")}
    wide = Family(FontFiles("Wide", *(paths[family + ending] for ending in endings[family])))
    write_brand(tmp_path, "{base: House Sans}")
    margin = Family(font_of(tmp_path))
    for text in (
        "The recommendation is that the team returns to IP Info in Q4",
        "1,234 editors of 45% of 2020 budgets",
    ):
        for bold, italic in ((False, False), (True, False), (False, True), (True, True)):
            assert wide.face(bold, italic).width(text) <= margin.face(bold, italic).width(text)
    assert wide.line_height <= margin.line_height


def test_font_that_is_installed_later_is_noticed(tmp_path: Path, machine: Path) -> None:
    write_brand(tmp_path, "{base: House Sans}")
    assert codes(tmp_path) == {"font-not-found"}
    install(machine)
    assert codes(tmp_path) == {"font-only-here"}


def test_damaged_installed_font_is_passed_over(tmp_path: Path, machine: Path) -> None:
    install(machine)
    write_brand(tmp_path, "{base: House Sans}")
    (machine / "House-Regular.ttf").write_bytes(b"\0\1\0\0")
    assert "no style regular" not in load(tmp_path)[2]
    for path in machine.iterdir():
        path.write_bytes(b"\0\1\0\0\xff\xff")
    assert codes(tmp_path) == {"font-not-found"}


def test_nearest_brand_file_decides_between_family_and_faces(tmp_path: Path, machine: Path) -> None:
    folder = write_brand(tmp_path, "{base: Helvetica}")
    assert font_of(tmp_path).family == "Helvetica"
    upper = tmp_path / "layouts" / "upper"
    upper.mkdir()
    faces = "regular: R.ttf, bold: R.ttf, italic: R.ttf, bold-italic: R.ttf"
    text = f"defaults: {{deckgen: {{extend: own, fonts: {{brand: {{family: Test, package: '', {faces}}}}}}}}}\n"
    (upper / "_brand.yml").write_text(text, encoding="utf-8")
    (upper / "R.ttf").write_bytes(crafted_fonts.font_bytes(crafted_fonts.builder()))
    brand, issues, _ = load_brand("upper", [folder.parent, LAYOUTS], tmp_path)
    assert brand is not None, issues
    assert (brand.font.family, issues) == ("Test", [])


def test_family_of_installed_font_is_found_by_name_and_by_typographic_name(machine: Path) -> None:
    for path in package_files("font_source_sans_pro"):
        shutil.copy(path, machine)
    assert {face.path.stem for face in installed.installed_faces("Source Sans Pro Light")} == {
        "SourceSansPro-Light", "SourceSansPro-LightIt",
    }  # fmt: skip
    assert len(installed.installed_faces("SOURCE SANS PRO")) == 24


def test_embedding_permission_is_that_of_the_least_restrictive_bit() -> None:
    assert face_tables.licence_refusal(0) == ""
    assert face_tables.licence_refusal(8 | 4) == ""
    assert "forbids embedding it" in face_tables.licence_refusal(2)
    assert "in a file that can be edited" in face_tables.licence_refusal(4)
    assert "only bitmaps" in face_tables.licence_refusal(0x200)


def test_state_of_fonts_changes_when_a_font_is_installed(tmp_path: Path, machine: Path) -> None:
    write_brand(tmp_path, "{base: House Sans}")
    brand = load(tmp_path)[0]
    assert brand is not None
    state = font_state(brand)
    assert is_current(state)
    install(machine)
    assert not is_current(state)


def test_brand_with_its_own_files_does_not_depend_on_installed_fonts(tmp_path: Path, machine: Path) -> None:
    write_brand(tmp_path, "{base: Source Sans Pro}", *source_sans(*STYLES))
    brand = load(tmp_path)[0]
    assert brand is not None
    state = font_state(brand)
    install(machine)
    assert is_current(state)
