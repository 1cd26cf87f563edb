"""Both validators report neither errors nor warnings for decks built by deckgen."""

import json
import shutil
from pathlib import Path

import pytest
from pptx import Presentation
from validators import VERSIONS, audit, faults, sdk

from brand_pictures import WIDE_LOGO, make_brand
from deckgen import package
from deckgen.build import pipeline
from deckgen.build.selection import Selection
from deckgen.package import accessibility
from made_slides import add_everything, made
from sample_projects import make_every_example, make_project


@pytest.mark.rendering
@pytest.mark.parametrize("version", VERSIONS)
def test_the_open_xml_sdk_finds_no_error(built_deck: Path, version: str) -> None:
    report = sdk(built_deck, version)
    assert report["ok"], json.dumps(report["errors"][:20], indent=1)
    assert not report["errors"]


@pytest.mark.rendering
def test_openxml_audit_finds_neither_error_nor_warning(built_deck: Path) -> None:
    report = audit(built_deck)
    assert (report["error_count"], report["warning_count"]) == (0, 0), json.dumps(report["errors"][:20], indent=1)
    assert report["valid"]


@pytest.mark.rendering
def test_both_validators_find_a_seeded_error(tmp_path: Path) -> None:
    """A validator that never reports anything would accept every deck."""
    deck = tmp_path / "broken.pptx"
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[0])
    slide.shapes.title._element.spPr.set("bwMode", "no such mode")
    presentation.save(str(deck))
    assert not sdk(deck, VERSIONS[0])["ok"]
    assert audit(deck)["error_count"]


@pytest.mark.rendering
@pytest.mark.parametrize("size", ["16:9", "4:3"])
def test_validators_find_nothing_in_examples_with_all_settings(size: str, tmp_path: Path) -> None:
    settings = {"date": "28 January 2021", "transition": "fade", "embed_fonts": True, "front": ["cover", "agenda"]}
    built = pipeline.build(make_every_example(tmp_path, size=size, **settings), draft=True)
    assert built.path is not None, built.issues
    assert faults(built.path) == []
    assert package.problems(built.path) == []
    assert [finding.message for finding in accessibility.findings(built.path)] == []


@pytest.mark.rendering
@pytest.mark.parametrize("logo", [WIDE_LOGO, "logo: mark.svg\n"])
def test_validators_find_nothing_in_a_deck_with_a_logo(logo: str, tmp_path: Path) -> None:
    make_brand(tmp_path, logo)
    built = pipeline.build(make_every_example(tmp_path, brand="own"), draft=True)
    assert built.path is not None, built.issues
    assert faults(built.path) == []
    assert package.problems(built.path) == []
    assert [finding.message for finding in accessibility.findings(built.path)] == []


EXAMPLE = Path(__file__).parents[2] / "content" / "thriving-movement"
VERSION = "versions:\n  board: {only: [overview, scorecard], density: read}\n"


@pytest.mark.rendering
@pytest.mark.parametrize(
    "selection",
    [Selection(handout=True), Selection(version="board"), Selection(version="board", handout=True)],
    ids=["handout", "version", "handout of a version"],
)
def test_validators_find_nothing_in_handouts_and_versions(selection: Selection, tmp_path: Path) -> None:
    folder = tmp_path / "content" / EXAMPLE.name
    shutil.copytree(EXAMPLE, folder)
    with (folder / "deck.yaml").open("a", encoding="utf-8") as file:
        file.write(VERSION)
    built = pipeline.build(folder, tmp_path / "built.pptx", selection)
    assert built.path is not None, built.issues
    assert faults(built.path) == []
    assert package.problems(built.path) == []


@pytest.mark.rendering
@pytest.mark.parametrize("fit", ["brand", "as-is"])
@pytest.mark.parametrize("handout", [False, True])
def test_validators_find_nothing_in_a_deck_with_a_slide_that_was_sent(fit: str, handout: bool, tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, f"kind: file\nfile: slides/sent.pptx\nfit: {fit}\n", "kind: bullets\nbullets: [One]"
    )
    (folder / "slides" / "sent.pptx").write_bytes(made(add_everything))
    built = pipeline.build(folder, tmp_path / "built.pptx", Selection(handout=handout))
    assert built.path is not None, built.issues
    assert faults(built.path) == []
