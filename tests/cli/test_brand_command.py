"""`deckgen brand new` writes a brand that builds, and `deckgen brand check` draws every kind of slide in a brand."""

from pathlib import Path

import pytest
import yaml
from click.testing import Result
from PIL import Image
from pptx import Presentation
from typer.testing import CliRunner

from deckgen.build import pipeline
from deckgen.cli import app
from deckgen.fonts import packages
from deckgen.kinds import find_kinds
from sample_projects import make_project

MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20" fill="#0B5D3B"/></svg>'


def deckgen(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["brand", *arguments], input=typed)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    make_project(root, "kind: bullets\nbullets:\n  - One point", brand="council")
    (tmp_path / "mark.svg").write_text(MARK, encoding="utf-8")
    Image.new("RGB", (600, 200), "#FFFFFF").save(tmp_path / "white.png")
    monkeypatch.chdir(root)
    return root


def font_folder(name: str) -> Path:
    folder = packages.package_folder(name)
    assert folder is not None
    return folder / "files"


def brand_file(project: Path) -> dict[str, object]:
    text = (project / "layouts/council/_brand.yml").read_text(encoding="utf-8")
    loaded: dict[str, object] = yaml.safe_load(text)
    return loaded


def test_new_brand_is_what_the_options_say_and_builds(project: Path) -> None:
    done = deckgen(
        "new", "council", "--title", "Harbour: Council", "--primary", "0b5d3b", "--text", "#101418", "--logo", "../mark.svg",
        "--dark-logo", "../white.png", "--font", str(font_folder("font_source_sans_pro")), "--heading-font", "Arimo",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert brand_file(project) == {
        "meta": {"name": "Harbour: Council"},
        "color": {"primary": "#0B5D3B", "foreground": "#101418"},
        "logo": {
            "images": {
                "for-light": {"path": "logos/for-light-ground.svg", "alt": "Harbour: Council"},
                "for-dark": {"path": "logos/for-dark-ground.png", "alt": "Harbour: Council"},
            },
            "small": {"light": "for-light", "dark": "for-dark"},
        },
        "typography": {"base": {"family": "Source Sans Pro"}, "headings": {"family": "Arimo"}},
        "defaults": {"deckgen": {"extend": "wikimedia"}},
    }
    folder = project / "layouts/council"
    assert sorted(path.name for path in (folder / "fonts").iterdir()) == [
        f"SourceSansPro-{style}.ttf" for style in ("Bold", "BoldIt", "It", "Regular")
    ]
    assert (folder / "logos/for-light-ground.svg").read_text(encoding="utf-8") == MARK
    built = pipeline.build(project / "content/sample")
    assert built.path is not None
    assert built.layout.brand is not None
    assert built.layout.brand.master.logo is not None


def test_next_command_quotes_a_name_with_a_space(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.cli._common.sys.platform", "linux")
    assert "next: deckgen brand check 'Harbour Council'; then" in deckgen("new", "Harbour Council").output


def test_new_brand_without_options_is_the_one_that_it_extends(project: Path) -> None:
    assert deckgen("new", "council").exit_code == 0
    assert brand_file(project) == {"meta": {"name": "Council"}, "defaults": {"deckgen": {"extend": "wikimedia"}}}


def test_font_file_brings_the_styles_of_its_family(project: Path) -> None:
    file = font_folder("font_source_sans_pro") / "SourceSansPro-Bold.ttf"
    assert deckgen("new", "council", "--font", str(file)).exit_code == 0
    assert len(list((project / "layouts/council/fonts").iterdir())) == 4


def test_new_brand_asks_at_a_terminal_until_answers_are_usable(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.cli.brand.at_terminal", lambda: True)
    done = deckgen("new", "council", typed="Council\ngreen\n#0B5D3B\nnone.svg\n../mark.svg\n\nArial\n")
    assert done.exit_code == 0, done.output
    assert "'green' is no colour: write it as #RRGGBB" in done.output
    assert "there is no file 'none.svg'" in done.output
    assert brand_file(project)["typography"] == {"base": {"family": "Arial"}}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--primary", "green"], "'green' is no colour"),
        (["--logo", "../none.svg"], "there is no file '../none.svg'"),
        (["--logo", "../mark.ai"], "is no logo: name a file .svg (best), .png or .jpg"),
        (["--font", "none.ttf"], "there is no file 'none.ttf'"),
        (["--font", "content"], "has no font that can be read"),
    ],
)
def test_options_that_cannot_be_used_exit_with_2_and_write_nothing(
    project: Path, options: list[str], message: str
) -> None:
    done = deckgen("new", "council", *options)
    assert (done.exit_code, message in done.output) == (2, True), done.output
    assert not (project / "layouts/council").exists()


def test_brand_that_would_not_load_is_reported_and_not_written(project: Path) -> None:
    (project.parent / "mark.svg").write_text("<svg", encoding="utf-8")
    done = deckgen("new", "council", "--logo", "../mark.svg")
    assert done.exit_code == 1
    assert "layouts/council/_brand.yml:8:13: error: `logos/for-light-ground.svg` is not a picture" in done.output
    assert list((project / "layouts").iterdir()) == []


@pytest.mark.parametrize("name", ["council", "wikimedia"])
def test_existing_brand_is_not_overwritten(project: Path, name: str) -> None:
    assert deckgen("new", "council").exit_code == 0
    done = deckgen("new", name, "--title", "Other")
    assert (done.exit_code, "there is already a brand" in done.output) == (2, True)


@pytest.mark.parametrize("name", ["../x", "con", "a:b"])
def test_name_that_cannot_be_a_folder_is_refused(project: Path, name: str) -> None:
    assert deckgen("new", name).exit_code == 2
    assert not (project / "layouts").exists()


def test_brand_is_made_only_in_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert deckgen("new", "council").exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_check_draws_every_kind_and_lists_contrasts_and_scripts(project: Path) -> None:
    deckgen("new", "council", "--primary", "#0B5D3B")
    done = deckgen("check", "council")
    assert done.exit_code == 0, done.output
    assert "council: 21 pairs of text and ground; all can be read" in done.output
    assert "7.95 (needs 4.5)  white         on primary       #FFFFFF on #0B5D3B" in done.output
    assert "Source Sans Pro has Latin (Western Europe);" in done.output
    assert "; Hebrew\n    not: Arabic;" in done.output
    assert "Arial, where the fonts of the brand are missing, has Latin (Western Europe);" in done.output
    folder = project / "output/brand-council"
    layouts = {slide.slide_layout.name for slide in Presentation(str(folder / "every-kind.pptx")).slides}
    assert len(layouts) >= len(find_kinds())
    with Image.open(folder / "every-kind.png") as sheet:
        assert sheet.width > 1900
        assert (0x0B, 0x5D, 0x3B) in {colour for _, colour in sheet.convert("RGB").getcolors(1 << 24) or ()}


def test_check_marks_texts_that_cannot_be_read_and_exits_with_1(project: Path) -> None:
    deckgen("new", "council", "--text", "#B0B0B0")
    done = deckgen("check", "council", "-o", "sheet")
    assert done.exit_code == 1
    assert "pairs cannot be read" in done.output
    assert "  !  2.17 (needs 4.5)  ink           on white         #B0B0B0 on #FFFFFF" in done.output
    assert (project / "sheet/every-kind.png").is_file()


def test_check_reports_errors_and_unknown_brands(project: Path) -> None:
    assert deckgen("check", "nowhere").exit_code == 2
    deckgen("new", "council")
    path = project / "layouts/council/_brand.yml"
    path.write_text(path.read_text(encoding="utf-8") + "    extra: 1\n", encoding="utf-8")
    done = deckgen("check", "council")
    assert (done.exit_code, "layouts/council/_brand.yml:" in done.output) == (1, True)
    assert not (project / "output").exists()
