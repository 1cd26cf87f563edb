"""The tracker at the foot of slides: segments, links, and the mark of the section."""

from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from deckgen import package
from deckgen.build import pipeline
from deckgen.ir.frames import Box
from deckgen.package import accessibility
from deckgen.writer.tracker_ground import split_by_panel
from sample_projects import make_project

SLIDE = "kind: bullets\nbullets: [One]"
SECTION = "title: {}\nslides:\n  - {{kind: bullets, bullets: [One]}}\n"


def build(root: Path, sections: dict[str, str], **deck: object) -> Path:
    """Build a deck of one slide followed by sections; returns the file."""
    files = {f"{name}.yaml": text for name, text in sections.items()}
    built = pipeline.build(make_project(root, SLIDE, files=files, sections=["part", *sections], **deck))
    assert built.path is not None, built.layout.issues
    return built.path


def two_sections(root: Path, **deck: object) -> Path:
    return build(root, {"more": SECTION.format("More")}, front=["cover"], **deck)


def tracker_names(slide: object) -> list[str]:
    return [shape.name for shape in slide.shapes if shape.name.startswith(("Tracker", "Go to"))]


def test_slides_of_sections_have_a_mark_and_a_link_to_each_section(tmp_path: Path) -> None:
    presentation = Presentation(str(two_sections(tmp_path)))
    cover, first, second = presentation.slides
    assert tracker_names(cover) == []
    links = [shape for shape in first.shapes if shape.name.startswith("Go to")]
    assert [shape.name for shape in links] == ["Go to Part", "Go to More"]
    assert [shape.click_action.target_slide.slide_id for shape in links] == [first.slide_id, second.slide_id]
    assert [shape.name for shape in list(first.shapes)[-3:]] == ["Tracker", "Go to Part", "Go to More"]


def test_mark_is_at_the_segment_of_the_own_section(tmp_path: Path) -> None:
    presentation = Presentation(str(two_sections(tmp_path)))
    _, first, second = presentation.slides
    ground = [shape.left for shape in presentation.slide_master.shapes if shape.name.startswith("Tracker")]
    marks = [next(shape.left for shape in slide.shapes if shape.name == "Tracker") for slide in (first, second)]
    assert marks == ground


def test_links_are_high_and_nothing_is_near_the_edge(tmp_path: Path) -> None:
    presentation = Presentation(str(two_sections(tmp_path)))
    slide = presentation.slides[1]
    links = [shape for shape in slide.shapes if shape.name.startswith("Go to")]
    assert min(shape.height for shape in links) >= Inches(0.25) - 1
    boxes = [shape for shape in slide.shapes if shape.name.startswith(("Tracker", "Go to"))]
    assert max(shape.top + shape.height for shape in boxes) <= presentation.slide_height - Inches(0.2)
    assert min(shape.left for shape in boxes) >= Inches(0.2)


def test_links_are_named_and_the_mark_is_decorative(tmp_path: Path) -> None:
    path = two_sections(tmp_path)
    assert package.problems(path) == []
    assert accessibility.findings(path) == []
    first = Presentation(str(path)).slides[1]
    by_name = {shape.name: shape._element.xpath(".//p:cNvPr")[0] for shape in first.shapes}
    assert by_name["Go to More"].get("descr") == "Go to More"
    decorative = {name: bool(element.xpath(".//*[local-name()='decorative']")) for name, element in by_name.items()}
    assert (decorative["Tracker"], decorative["Go to More"]) == (True, False)


def test_many_sections_have_a_segment_for_each_part(tmp_path: Path) -> None:
    sections = {"divider": "title: Programs\nslides:\n  - kind: divider\n"}
    sections |= {f"s{n}": SECTION.format(f"S{n}") for n in range(8)}
    last = list(Presentation(str(build(tmp_path, sections))).slides)[-1]
    assert tracker_names(last) == ["Tracker", "Go to Sample deck", "Go to Programs"]


OBJECTIVE = (
    "title: More\nslides:\n  - {kind: objective, headline: All is well, objective: Be safe, updates: [One came]}\n"
)


def test_panel_over_the_foot_has_the_ground_and_the_mark_in_its_colours(tmp_path: Path) -> None:
    presentation = Presentation(str(build(tmp_path, {"more": OBJECTIVE, "last": SECTION.format("Last")})))
    slide = presentation.slides[1]
    panel = next(shape for shape in slide.slide_layout.shapes if shape.name == "Panel")
    assert (panel.top, panel.top + panel.height) == (0, presentation.slide_height)
    on_panel = [shape for shape in slide.slide_layout.shapes if shape.name.startswith("Tracker")]
    assert max(shape.left + shape.width for shape in on_panel) <= panel.left + panel.width
    marks = [shape for shape in slide.shapes if shape.name == "Tracker"]
    first = presentation.slides[0]
    [first_mark] = [shape for shape in first.shapes if shape.name == "Tracker"]
    assert all(mark.left >= panel.left + panel.width for mark in marks)
    assert len(on_panel) == 1
    assert (on_panel[0].left, on_panel[0].top) == (first_mark.left, first_mark.top)


def test_segment_that_begins_on_a_panel_has_two_parts() -> None:
    parts = list(split_by_panel(Box(100, 5, 300, 10), Box(0, 0, 200, 20)))
    assert parts == [(Box(100, 5, 100, 10), True), (Box(200, 5, 200, 10), False)]
    assert list(split_by_panel(Box(1, 5, 9, 1), None)) == [(Box(1, 5, 9, 1), False)]


def test_deck_of_one_section_has_no_tracker(tmp_path: Path) -> None:
    [slide] = Presentation(str(build(tmp_path, {}))).slides
    assert tracker_names(slide) == []


def test_extending_brand_may_leave_the_tracker_out(tmp_path: Path) -> None:
    brand = tmp_path / "layouts" / "own"
    brand.mkdir(parents=True)
    (brand / "_brand.yml").write_text("defaults:\n  deckgen:\n    extend: wikimedia\n", encoding="utf-8")
    (brand / "master.yaml").write_text("tracker: none\n", encoding="utf-8")
    presentation = Presentation(str(two_sections(tmp_path, brand="own")))
    assert [tracker_names(slide) for slide in presentation.slides] == [[], [], []]
    assert tracker_names(presentation.slide_master) == []


@pytest.mark.parametrize(
    ("reach", "message"),
    [("[7.1, 7.3]", "0.20 inches high"), ("[7.05, 7.4]", "nearer than 0.2 inches to the edge")],
)
def test_tracker_that_is_hard_to_click_is_an_error(reach: str, message: str, tmp_path: Path) -> None:
    brand = tmp_path / "layouts" / "own"
    brand.mkdir(parents=True)
    (brand / "_brand.yml").write_text("defaults:\n  deckgen:\n    extend: wikimedia\n", encoding="utf-8")
    (brand / "master.yaml").write_text(f"tracker: {{reach: {reach}}}\n", encoding="utf-8")
    [issue] = pipeline.lay_out(make_project(tmp_path, SLIDE, brand="own")).issues
    assert message in issue.message
    assert issue.span is not None
