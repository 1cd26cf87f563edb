"""From a folder to a file: places of faults, what stays whole, what a build leaves out or marks."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.diagnostics import position, render
from deckgen.ir.frames import TextFrame
from sample_projects import make_project

BULLETS = """
kind: bullets
title: {title}
bullets:
  - One point
"""
LONG = "A title that goes on and on " * 12


def slide(title: str) -> str:
    return BULLETS.format(title=title)


def test_a_build_writes_the_file_under_the_name_of_deck_and_quarter(tmp_path: Path) -> None:
    built = pipeline.build(make_project(tmp_path, slide("One")))
    assert built.path == tmp_path / "output" / "sample-fy20-21-q2.pptx"
    assert built.path.is_file()


def test_a_failed_build_leaves_the_old_file_whole(tmp_path: Path) -> None:
    folder = make_project(tmp_path, slide("One"))
    first = pipeline.build(folder).path
    assert first is not None
    before = (first.read_bytes(), first.stat().st_mtime_ns)
    make_project(tmp_path, "kind: bulets\n")
    assert pipeline.build(folder).path is None
    assert (first.read_bytes(), first.stat().st_mtime_ns) == before
    assert [p.name for p in first.parent.iterdir()] == [first.name]


def test_a_title_too_long_is_told_at_its_line_with_what_to_cut(tmp_path: Path) -> None:
    laid = pipeline.lay_out(make_project(tmp_path, slide("One"), slide(LONG)))
    assert laid.deck is None
    [fault] = laid.diagnostics
    assert fault.code == "too-long"
    assert fault.span is not None
    text = laid.sources[fault.span.file]
    assert text[fault.span.start :].startswith("A title that goes on")
    assert position(text, fault.span.start)[0] == 8
    assert fault.hint is not None
    assert "cut about" in fault.hint


def test_a_headline_too_long_is_told_at_the_headline(tmp_path: Path) -> None:
    laid = pipeline.lay_out(make_project(tmp_path, slide("One") + f"headline: {LONG}\n"))
    [fault] = laid.diagnostics
    assert fault.span is not None
    assert "headline" in laid.sources[fault.span.file][: fault.span.start].splitlines()[-1]


def test_a_draft_is_built_all_the_same_and_says_so_on_the_slide_and_in_the_footer(tmp_path: Path) -> None:
    laid = pipeline.lay_out(make_project(tmp_path, slide(LONG)), draft=True)
    assert laid.deck is not None
    assert [d.severity for d in laid.diagnostics] == ["warning"]
    assert laid.deck.footer.endswith("Draft")
    assert any("too long" in fault for fault in laid.deck.pages[0].faults)
    shown = [f for f in laid.deck.pages[0].frames if isinstance(f, TextFrame) and f.slot == "draft-fault"]
    assert "too long" in "".join(run.text for run in shown[0].paragraphs[0].runs)
    assert shown[0].text_height <= shown[0].box.height
    assert pipeline.build(make_project(tmp_path, slide(LONG)), draft=True).path is not None


def test_a_draft_without_faults_is_no_draft(tmp_path: Path) -> None:
    laid = pipeline.lay_out(make_project(tmp_path, slide("One")), draft=True)
    assert laid.deck is not None
    assert "Draft" not in laid.deck.footer


def test_all_faults_of_all_files_come_at_once_in_reading_order(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, "kind: bulets\n", slide(LONG), "kind: metrics\nmetrics: [nope]\n",
        files={"data/metrics.yaml": "m:\n  nme: x\n", "other.yaml": "title: Other\nslides:\n  - kind: chart\n"},
        sections=["part", "other"],
    )  # fmt: skip
    laid = pipeline.lay_out(folder)
    places = [(d.span.file, d.span.start) for d in laid.diagnostics if d.span]
    files = [file for file, _ in places]
    assert {Path(f).name for f in files} == {"metrics.yaml", "part.yaml", "other.yaml"}
    for file in set(files):
        starts = [start for f, start in places if f == file]
        assert starts == sorted(starts)
    assert any(d.code == "too-long" for d in laid.diagnostics)
    for diagnostic in laid.diagnostics:
        assert "Traceback" not in render(diagnostic, laid.sources)


def test_slides_that_share_a_title_are_told_apart_by_kind_then_by_metric(tmp_path: Path) -> None:
    rows = "rows:\n  - name: {name}\n    goal: 5%\n"
    folder = make_project(
        tmp_path, slide("Same"), "kind: key-results\ntitle: Same\n" + rows.format(name="First"),
        "kind: key-results\ntitle: Same\n" + rows.format(name="Second"),
    )  # fmt: skip
    laid = pipeline.lay_out(folder)
    assert laid.deck is not None
    titles = [page.title for page in laid.deck.pages]
    assert titles == ["Same: Points", "Same: Key results: First", "Same: Key results: Second"]


def test_titles_that_nothing_tells_apart_are_an_error_at_the_second(tmp_path: Path) -> None:
    laid = pipeline.lay_out(make_project(tmp_path, slide("Same"), slide("Same")))
    [fault] = [d for d in laid.diagnostics if d.code == "same-title"]
    assert fault.span is not None
    assert position(laid.sources[fault.span.file], fault.span.start)[0] > 4


def test_an_unknown_brand_is_told_at_its_line_in_deck_yaml(tmp_path: Path) -> None:
    laid = pipeline.lay_out(make_project(tmp_path, slide("One"), brand="wikimedea"))
    [fault] = laid.diagnostics
    assert fault.code == "unknown-brand"
    assert fault.span is not None
    assert laid.sources[fault.span.file][fault.span.start : fault.span.end] == "wikimedea"
    assert "wikimedia" in (fault.hint or "")


def test_a_missing_picture_is_a_warning_at_its_file_and_leaves_no_hole(tmp_path: Path) -> None:
    photos = "kind: photos\nimages:\n  - file: no.jpg\n    alt: Nobody\nquote:\n  text: Words\n"
    laid = pipeline.lay_out(make_project(tmp_path, photos))
    assert laid.deck is not None
    [warning] = laid.diagnostics
    assert (warning.severity, warning.code) == ("warning", "missing-picture")
    assert warning.span is not None
    assert laid.sources[warning.span.file][warning.span.start : warning.span.end] == "no.jpg"
    assert laid.deck.pages[0].layout == "photos-quote"


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ("categories: [A, B]\n  series:\n    - name: x\n      values: [1]", "for 2 categories"),
        ("categories: [A]\n  series:\n    - name: x\n      values: [many]", "number"),
        ("categories: [A, B]\n  series:\n    - name: x\n      values: [5%, $3]", "different units"),
        ("metrics: [words]", "cannot|no number|compared"),
        ("{}", "metrics"),
    ],
)
def test_a_chart_that_cannot_be_drawn_honestly_is_refused_with_its_reason(
    tmp_path: Path, chart: str, said: str
) -> None:
    metrics = {"data/metrics.yaml": "words:\n  name: Words\n  quarters:\n    Q1: said\n    Q2: said\n"}
    entry = f"kind: chart\ntitle: Chart\nchart:\n  {chart}\n".replace("chart:\n  {}", "chart: {}")
    laid = pipeline.lay_out(make_project(tmp_path, entry, files=metrics))
    assert laid.deck is None
    assert laid.diagnostics[0].span is not None
    assert any(word in laid.diagnostics[0].message for word in said.split("|"))


def test_only_a_section_is_built_with_its_cover_under_a_name_of_its_own(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, slide("One"), files={"other.yaml": "title: Other\nslides:\n  - kind: divider\n"},
        sections=["part", "other"], front=["cover", "agenda"],
    )  # fmt: skip
    built = pipeline.build(folder, only="other")
    assert built.layout.deck is not None
    assert [page.kind for page in built.layout.deck.pages] == ["cover", "divider"]
    assert built.path is not None
    assert built.path.name == "sample-fy20-21-q2-other.pptx"


def test_a_brand_of_the_project_goes_before_the_packaged_one(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "layouts" / "wikimedia"
    own = tmp_path / "layouts" / "wikimedia"
    own.mkdir(parents=True)
    for path in source.iterdir():
        (own / path.name).write_text(path.read_text().replace("#3366CC", "#AA0000"))
    laid = pipeline.lay_out(make_project(tmp_path, slide("One")))
    assert laid.brand is not None
    assert laid.brand.colours["primary"] == "AA0000"


def test_page_numbers_of_the_agenda_are_those_of_the_pages(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, slide("One"), files={"other.yaml": "title: Other\nslides:\n  - kind: divider\n"},
        sections=["part", "other"], front=["cover", "agenda"],
    )  # fmt: skip
    deck = pipeline.lay_out(folder).deck
    assert deck is not None
    [table] = [frame for frame in deck.pages[1].frames if frame.name == "Table"]
    shown = ["".join(run.text for p in row[3].paragraphs for run in p.runs) for row in table.rows[1:]]  # type: ignore[union-attr]
    assert shown == ["3", "4"]
