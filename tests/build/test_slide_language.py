"""Slides and sections in another language than their deck: words, dates, fonts and direction are those of the slide."""

import re
import zipfile
from pathlib import Path

import pytest

from deckgen import package
from deckgen.build import pipeline
from deckgen.build.build_results import BuildResult
from deckgen.ir.frames import CellFrame, Page, TableFrame
from deckgen.package import accessibility
from sample_projects import make_project

ROWS = "rows: [{name: %s, goal: '+5%%', quarters: {Q2: {text: '+8.1%%', status: on-track}}}]"
ARABIC = f"kind: key-results\ntitle: نتائج الربع\n{ROWS % 'نسبة المحررين'}\nnotes: قل هذا\n"
ENGLISH = f"kind: key-results\ntitle: Results\n{ROWS % 'Retention'}\nnotes: Say this\n"


def in_language(slide: str, language: str) -> str:
    return slide.replace("\n", f"\nlanguage: {language}\n", 1)


@pytest.fixture(scope="module", params=["en", "ar"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """A deck with a slide in each direction, in one language and in the other."""
    slides = (in_language(ARABIC, "ar"), in_language(ENGLISH, "en"))
    folder = tmp_path_factory.mktemp("project")
    deck = make_project(folder, *slides, language=request.param, date="2021-01-28", date_form="long")
    return pipeline.build(deck)


def pages(built: BuildResult) -> tuple[Page, Page]:
    assert built.layout.deck is not None, built.issues
    arabic, english = built.layout.deck.pages
    return arabic, english


def texts(page: Page) -> list[str]:
    (table,) = page.frames_of(TableFrame)
    cells = [cell for row in table.rows for cell in row if isinstance(cell, CellFrame)]
    return ["".join(run.text for run in p.runs).replace("\u200e", "") for cell in cells for p in cell.paragraphs]


def parts(built: BuildResult) -> dict[str, str]:
    assert built.path is not None
    with zipfile.ZipFile(built.path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def test_words_are_in_the_language_of_the_slide(built: BuildResult) -> None:
    arabic, english = map(texts, pages(built))
    assert "على المسار" in arabic
    assert any("الهدف" in text for text in arabic), arabic
    assert "On track" in english


def test_each_slide_has_its_direction_whatever_that_of_the_deck(built: BuildResult) -> None:
    arabic, english = pages(built)
    (first,), (second,) = (page.frames_of(TableFrame) for page in (arabic, english))
    assert built.layout.deck is not None
    assert first.box.x == built.layout.deck.size[0] - second.box.right
    assert first.marks[0].box.x > second.marks[0].box.x
    assert built.path is not None
    assert package.problems(built.path) == []
    assert [finding.message for finding in accessibility.findings(built.path)] == []


def test_other_direction_has_layouts_of_its_own_that_reset_keeps(built: BuildResult) -> None:
    files, brand, content = parts(built), built.layout.brand, built.layout.content
    assert brand is not None
    assert content is not None
    layouts = [brand.layouts[page.layout] for page in pages(built)]
    assert [layout.slots["title"].box.right for layout in layouts] == [
        brand.size[0] - layout.slots["title"].box.x for layout in layouts[::-1]
    ]
    written = [xml for name, xml in files.items() if name.startswith("ppt/slideLayouts/slideLayout")]
    names = re.findall('<p:cSld name="([^"]*)"', "".join(written))
    assert {layout.name for layout in layouts} <= {*names}
    other = "right to left" if content.language == "en" else "left to right"
    assert [other in layout.name for layout in layouts] == (
        [True, False] if content.language == "en" else [False, True]
    )
    for name in ("ppt/slides/slide1.xml", "ppt/slides/slide2.xml"):
        titles = [shape for shape in re.findall("<p:sp>.*?</p:sp>", files[name]) if 'type="title"' in shape]
        assert "<a:xfrm>" not in titles[0], "its place is that of the layout"


def test_date_and_font_are_those_of_the_slide(built: BuildResult) -> None:
    files = parts(built)
    assert "يناير" in files["ppt/slides/slide1.xml"]
    assert "January 28, 2021" in files["ppt/slides/slide2.xml"]
    assert '<a:cs typeface="Noto Sans Arabic"/>' in files["ppt/theme/theme1.xml"]


def test_section_has_a_language_that_a_slide_may_replace(tmp_path: Path) -> None:
    deck = make_project(tmp_path, ENGLISH, in_language(ENGLISH.replace("Results", "Ergebnisse"), "de"))
    part = deck / "part.yaml"
    part.write_text(
        part.read_text(encoding="utf-8").replace("title: Part", "title: Part\nlanguage: fr"), encoding="utf-8"
    )
    laid_out = pipeline.lay_out(deck).deck
    assert laid_out is not None
    assert [page.language for page in laid_out.pages] == ["fr", "de"]


def test_language_that_is_none_is_an_error_at_its_line(tmp_path: Path) -> None:
    [issue] = pipeline.lay_out(make_project(tmp_path, in_language(ENGLISH, "arabic"))).issues
    assert (issue.code, issue.hint) == ("unknown-value", "write `ar`")
    assert issue.span is not None
    assert issue.span.file.endswith("part.yaml")


def test_language_without_words_is_reported_once_where_it_is_named(tmp_path: Path) -> None:
    slides = [in_language(ENGLISH.replace("Results", title), "sv") for title in ("Ett", "Två")]
    [issue] = pipeline.lay_out(make_project(tmp_path, *slides)).issues
    assert issue.code == "unknown-language"
    assert issue.span is not None
    assert issue.span.file.endswith("part.yaml")
