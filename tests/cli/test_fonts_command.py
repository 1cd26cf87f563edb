"""`deckgen fonts`: what it lists, the table that `--accept` stores, and its exit codes."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from deckgen.cli import app
from deckgen.fonts import installed, packages
from sample_projects import make_project


def deckgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder with installed fonts: that of the user, with Source Sans Pro as the family that a package has."""
    folder = tmp_path / "data" / "fonts"
    folder.mkdir(parents=True)
    monkeypatch.setattr(installed, "font_folders", lambda: [folder])
    monkeypatch.setattr(installed, "fontconfig_files", frozenset)
    return folder


def write_brand(root: Path, family: str, source: str = "system") -> None:
    folder = root / "layouts" / "own"
    folder.mkdir(parents=True, exist_ok=True)
    fonts = f"{{base: {family}, fonts: [{{family: {family}, source: {source}}}]}}"
    text = f"typography: {fonts}\ndefaults: {{deckgen: {{extend: wikimedia}}}}\n"
    (folder / "_brand.yml").write_text(text, encoding="utf-8")


def install(machine: Path) -> None:
    folder = packages.package_folder("font_source_sans_pro")
    assert folder is not None
    for path in packages.font_files(folder):
        if path.suffix == ".ttf":
            (machine / path.name).write_bytes(path.read_bytes())


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    make_project(root, "kind: bullets\nbullets:\n  - One point", brand="own")
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("target", [[], ["own"], ["sample"], ["content/sample"]])
def test_fonts_of_a_brand_or_deck_are_listed(project: Path, machine: Path, target: list[str]) -> None:
    write_brand(project, "Source Sans Pro", "google")
    done = deckgen("fonts", *target)
    assert done.exit_code == 0, done.output
    assert "own: Source Sans Pro, measured as itself (package font-source-sans-pro)" in done.output
    assert "SourceSansPro-BoldIt.ttf" in done.output
    assert "text also fits in Arial, measured with the font Arimo Regular (package fontpkg-arimo)" in done.output


def test_accepted_font_is_listed_with_its_table(project: Path, machine: Path) -> None:
    install(machine)
    write_brand(project, "Source Sans Pro")
    assert "only installed on this machine" in deckgen("fonts").output
    done = deckgen("fonts", "--accept")
    assert (done.exit_code, done.output) == (0, "own: Source Sans Pro, widths stored in layouts/own/_fonts.json\n")
    listed = deckgen("fonts").output
    assert "measured by the table layouts/own/_fonts.json" in listed
    assert "charts are drawn with Arial, which every machine has" in listed


def test_accept_fails_where_the_font_is_not_installed(project: Path, machine: Path) -> None:
    write_brand(project, "House Sans")
    done = deckgen("fonts", "own", "--accept")
    assert done.exit_code == 1
    assert "`House Sans` is not installed on this machine" in done.output
    assert not (project / "layouts/own/_fonts.json").exists()


def test_accept_changes_nothing_where_no_table_is_needed(project: Path, machine: Path) -> None:
    write_brand(project, "Source Sans Pro", "google")
    done = deckgen("fonts", "--accept")
    assert done.exit_code == 0
    assert "needs no table" in done.output
    assert not (project / "layouts/own/_fonts.json").exists()


def test_brand_that_comes_with_deckgen_is_not_changed(project: Path, machine: Path) -> None:
    done = deckgen("fonts", "wikimedia", "--accept")
    assert done.exit_code == 2
    assert "comes with deckgen" in done.output


def test_unknown_brand_is_wrong_use(project: Path, machine: Path) -> None:
    done = deckgen("fonts", "nope")
    assert done.exit_code == 2
    assert "there is no brand `nope` in layouts/" in done.output


def test_brand_with_errors_fails_with_their_lines(project: Path, machine: Path) -> None:
    write_brand(project, "House Sans", "file")
    done = deckgen("fonts", "own")
    assert done.exit_code == 1
    assert "layouts/own/_brand.yml:1:20: error: the brand has no font file" in done.output


@pytest.mark.usefixtures("no_installed_fonts")
def test_scripts_of_a_deck_are_listed_with_what_to_install(tmp_path: Path) -> None:
    slides = "kind: bullets\ntitle: نسبة المحررين\nbullets: [ਸੰਪਾਦਕ 92%, Editors]"
    done = deckgen("fonts", str(make_project(tmp_path, slides, language="ar")))
    arabic, latin, gurmukhi, advice = [line.strip() for line in done.output.partition("scripts\n")[2].splitlines()]
    assert done.exit_code == 0, done.output
    assert arabic == (
        "Arabic: slides Noto Sans Arabic; widths package fontpkg-noto-sans-arabic; "
        "pictures Noto Sans Arabic Regular (NotoSansArabic[wdth,wght].ttf)"
    )
    assert latin == "Latin: slides Source Sans Pro; widths as the brand's text; pictures Source Sans Pro"
    assert (
        gurmukhi == "Gurmukhi: slides Nirmala UI; widths average width of the script; pictures boxes for 6 of 6 letters"
    )
    assert advice.startswith(
        "install a font for it: `apt install fonts-noto-core` (Debian, Ubuntu), or from fonts.google"
    )
