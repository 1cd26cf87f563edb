"""Both validators report neither errors nor warnings for decks built by deckgen."""

import json
from pathlib import Path

import pytest
from pptx import Presentation
from validators import VERSIONS, audit, faults, sdk

from brand_pictures import WIDE_LOGO, make_brand
from deckgen import package
from deckgen.build import pipeline
from deckgen.package import accessibility
from sample_projects import make_every_example


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
