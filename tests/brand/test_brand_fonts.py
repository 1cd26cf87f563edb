"""Fonts come from packages that deckgen depends on or from the brand's folder, and none of them runs, leaks or hangs anything."""

import importlib.metadata
import os
import re
import sys
from pathlib import Path

import crafted_fonts
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deckgen.brand import fonts
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.build import pipeline
from deckgen.diagnostics import Diagnostic, render
from deckgen.fonts import packages, process
from deckgen.images import rasterise
from deckgen.kinds import chart
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
WHOLE = crafted_fonts.saved(crafted_fonts.builder())
SLIDES = ("kind: bullets\nbullets:\n  - One point", "kind: table\ncolumns: [One, Two]\nrows:\n  - [a, b]")


def write(root: Path, data: bytes = WHOLE, regular: str = "fonts/Own-Regular.ttf", package: str = "") -> Path:
    folder = root / "layouts" / "own"
    crafted_fonts.write_faces(folder / "fonts", data)
    (folder / "_brand.yml").write_text(OWN.format(regular=regular, package=package), encoding="utf-8")
    return folder


def load(root: Path) -> tuple[Brand | None, list[Diagnostic], dict[str, str]]:
    return load_brand("own", [root / "layouts", LAYOUTS], root)


def refused(root: Path) -> Diagnostic:
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
def test_another_package_is_refused_and_the_allowed_ones_are_named(tmp_path: Path, package: str) -> None:
    write(tmp_path, package=f"'{package}'")
    before = set(sys.modules)
    fault = refused(tmp_path)
    assert "cannot come from" in fault.message
    assert all(name in (fault.hint or "") for name in packages.PACKAGES)
    assert not {"this", "antigravity"} & (set(sys.modules) - before)


def test_a_package_name_of_a_million_letters_is_refused_shortly(tmp_path: Path) -> None:
    write(tmp_path, package="x" * 900_000)
    _, [fault], _ = load(tmp_path)
    assert (fault.code, "at most 255" in fault.message) == ("wrong-count", True)


def test_a_package_of_the_project_is_neither_run_nor_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in packages.PACKAGES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), *sys.path])
    for name in packages.PACKAGES:
        folder = packages.package_folder(name)
        assert folder is not None
        assert not folder.is_relative_to(tmp_path)
    assert rasterise._fonts()
    assert not (tmp_path / "ran").exists()


def test_a_package_of_the_project_is_passed_over_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fontpkg_arimo").mkdir()
    (tmp_path / "fontpkg_arimo" / "__init__.py").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    folder = packages.package_folder("fontpkg_arimo", tmp_path)
    assert folder is not None
    assert folder.parent != tmp_path


def test_a_package_that_is_not_installed_is_told_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, package="fontpkg_arimo")
    monkeypatch.setattr(fonts.packages, "package_folder", lambda _name, _project=None: None)
    fault = refused(tmp_path)
    assert "`fontpkg_arimo` is not installed" in fault.message
    assert fault.hint == "install it: pip install fontpkg-arimo"


NAMES = [
    "/etc/passwd", "/proc/self/mem", "/dev/zero", "../../content/sample/deck.yaml", "fonts/../../wikimedia/x.ttf", "..",
    "C:/Windows/Fonts/arial.ttf", "C:x.ttf", "'\\\\host\\share\\x.ttf'", "//host/share/x.ttf", "fonts\\Own-Regular.ttf",
    "x.ttf:stream", "fonts", ".", "fonts/none.ttf", "_brand.yml",
]  # fmt: skip


@pytest.mark.parametrize("package", ["", "fontpkg_arimo"])
@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_that_means_no_font_of_the_folder_is_refused(tmp_path: Path, name: str, package: str) -> None:
    write(tmp_path, regular=name, package=package)
    assert "the font file" in refused(tmp_path).message


@pytest.mark.parametrize("target", ["/etc/passwd", "/dev/zero", "/proc/self/mem", "/nowhere", "../../../.."])
def test_a_link_out_of_the_project_is_refused_before_it_is_opened(tmp_path: Path, target: str) -> None:
    folder = write(tmp_path)
    (folder / "fonts" / "Own-Regular.ttf").unlink()
    (folder / "fonts" / "Own-Regular.ttf").symlink_to(target)
    assert "a symbolic link that leads out of the project" in refused(tmp_path).message


def test_a_link_to_a_font_outside_is_refused_although_it_is_a_font(tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "font.ttf").write_bytes(WHOLE)
    folder = write(tmp_path / "project")
    (folder / "fonts" / "Own-Regular.ttf").unlink()
    (folder / "fonts" / "Own-Regular.ttf").symlink_to(tmp_path / "else" / "font.ttf")
    assert "leads out of the project" in refused(tmp_path / "project").message


def test_a_link_to_a_font_inside_the_project_is_followed(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "fonts").rename(tmp_path / "shared")
    (folder / "fonts").symlink_to("../../shared")
    assert load(tmp_path)[0] is not None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system of Windows")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "fonts" / "Own-Regular.ttf").unlink()
    os.mkfifo(folder / "fonts" / "Own-Regular.ttf")
    assert "not a regular file" in refused(tmp_path).message


def test_a_file_that_is_too_large_is_refused_and_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path)
    with (folder / "fonts" / "Own-Regular.ttf").open("r+b") as file:
        file.truncate(10**12)
    assert "at most 40 MB" in refused(tmp_path).message


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a font"),
        (b"root:x:0:0:root:/root:/bin/bash\n", "not a font"),
        (b"ttcf" + WHOLE[4:], "a collection of fonts"),
        (b"wOFF" + WHOLE[4:], "a web font (WOFF)"),
        (b"wOF2" + WHOLE[4:], "a web font (WOFF2)"),
        (WHOLE[:100], "list of tables is cut off"),
        (WHOLE[:4] + b"\xff\xff" + WHOLE[6:], "list of tables is cut off"),
        (WHOLE[:-200], "ends before the end of its tables"),
        (crafted_fonts.with_table(WHOLE, "cmap", b"\0\0\0\0"), "no characters"),
        (crafted_fonts.with_table(WHOLE, "maxp", b""), "no characters"),
        (crafted_fonts.saved(crafted_fonts.builder(line=32000)), "32 times as high"),
        (crafted_fonts.saved(crafted_fonts.builder(line=0)), "0 times as high"),
        (crafted_fonts.saved(crafted_fonts.builder(advance=30000)), "30 times as wide"),
        (crafted_fonts.saved(crafted_fonts.builder(advance=0)), "0 times as wide"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_font_for_text_is_told_in_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    write(tmp_path, data)
    assert said in refused(tmp_path).message


@pytest.mark.parametrize("bomb", ["composite_bomb", "name_bomb"])
def test_a_font_that_would_take_all_time_or_memory_is_refused(
    tmp_path: Path, bomb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "SECONDS", 2)
    monkeypatch.setattr(process, "MEGABYTES", 400)
    write(tmp_path, getattr(crafted_fonts, bomb)())
    assert re.search("takes too much (time or )?memory", refused(tmp_path).message)


@pytest.mark.parametrize("postscript", [False, True])
def test_a_deck_is_built_in_fonts_of_the_brands_folder(tmp_path: Path, postscript: bool) -> None:
    write(tmp_path, crafted_fonts.saved(crafted_fonts.builder(postscript=postscript)))
    built = pipeline.build(make_project(tmp_path, *SLIDES, brand="own"))
    assert built.path is not None, built.diagnostics
    assert problems(built.path) == []
    assert built.layout.brand is not None
    assert built.layout.brand.font.regular == (tmp_path / "layouts/own/fonts/Own-Regular.ttf").resolve()


def test_a_font_of_the_brands_folder_can_travel_in_the_deck(tmp_path: Path) -> None:
    write(tmp_path)
    built = pipeline.build(make_project(tmp_path, *SLIDES, brand="own", embed_fonts=True))
    assert built.path is not None, built.diagnostics
    assert built.font_bytes > 4 * len(WHOLE)


def test_a_brand_laid_over_another_takes_faces_from_the_folder_that_names_them(tmp_path: Path) -> None:
    write(tmp_path)
    upper = tmp_path / "layouts" / "upper"
    crafted_fonts.write_faces(upper / "fonts", WHOLE)
    text = "defaults:\n  deckgen:\n    extend: own\n    fonts:\n      brand:\n        bold: fonts/Own-Bold.ttf\n"
    (upper / "_brand.yml").write_text(text, encoding="utf-8")
    brand, found, _ = load_brand("upper", [tmp_path / "layouts", LAYOUTS], tmp_path)
    assert brand is not None, found
    assert brand.font.bold == (upper / "fonts" / "Own-Bold.ttf").resolve()
    assert brand.font.regular == (tmp_path / "layouts/own/fonts/Own-Regular.ttf").resolve()


def test_a_face_alone_comes_from_the_package_of_the_brand_below(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "own"
    folder.mkdir(parents=True)
    light = "fonts:\n      brand:\n        regular: files/SourceSansPro-Light.ttf\n"
    text = f"defaults:\n  deckgen:\n    extend: wikimedia\n    {light}"
    (folder / "_brand.yml").write_text(text, encoding="utf-8")
    brand, found, _ = load(tmp_path)
    assert brand is not None, found
    assert brand.font.regular.name == "SourceSansPro-Light.ttf"


DAMAGE = st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4)), max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(DAMAGE, st.integers(0, len(WHOLE)) | st.just(len(WHOLE)))
def test_with_whatever_font_file_a_build_ends_with_a_deck_or_a_sentence(
    tmp_path: Path, damage: list[tuple[int, bytes]], length: int
) -> None:
    data = bytearray(WHOLE)
    for at, changed in damage:
        data[at : at + len(changed)] = changed
    write(tmp_path, bytes(data[:length]))
    built = pipeline.build(make_project(tmp_path, *SLIDES, chart.EXAMPLE, brand="own", embed_fonts=True))
    if built.path is None:
        assert {fault.code for fault in built.diagnostics} <= {"brand-font", "font-refused"}
    else:
        assert problems(built.path) == []
