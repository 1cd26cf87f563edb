"""From a folder to a file: positions of issues, files left unchanged, single sections, and drafts."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.build.selection import Selection
from deckgen.diagnostics import line_and_column, render
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


def test_file_is_named_after_deck_and_quarter(tmp_path: Path) -> None:
    built = pipeline.build(make_project(tmp_path, slide("One")))
    assert built.path == tmp_path / "output" / "sample-fy20-21-q2.pptx"
    assert built.path.is_file()


def test_failed_build_leaves_the_old_file_unchanged(tmp_path: Path) -> None:
    folder = make_project(tmp_path, slide("One"))
    first = pipeline.build(folder).path
    assert first is not None
    before = (first.read_bytes(), first.stat().st_mtime_ns)
    make_project(tmp_path, "kind: bulets\n")
    assert pipeline.build(folder).path is None
    assert (first.read_bytes(), first.stat().st_mtime_ns) == before
    assert [p.name for p in first.parent.iterdir()] == [first.name]


def test_title_that_is_too_long_is_an_error_with_a_hint_what_to_cut(tmp_path: Path) -> None:
    laid_out = pipeline.lay_out(make_project(tmp_path, slide("One"), slide(LONG)))
    assert laid_out.deck is None
    [issue] = laid_out.issues
    assert issue.code == "too-long"
    assert issue.span is not None
    text = laid_out.sources[issue.span.file]
    assert text[issue.span.start :].startswith("A title that goes on")
    assert line_and_column(text, issue.span.start)[0] == 8
    assert issue.hint is not None
    assert "cut about" in issue.hint


def test_headline_that_is_too_long_is_an_error_at_its_line(tmp_path: Path) -> None:
    laid_out = pipeline.lay_out(make_project(tmp_path, slide("One") + f"headline: {LONG}\n"))
    [issue] = laid_out.issues
    assert issue.span is not None
    assert "headline" in laid_out.sources[issue.span.file][: issue.span.start].splitlines()[-1]


def test_draft_is_built_despite_errors_which_are_shown_on_its_slides(tmp_path: Path) -> None:
    laid_out = pipeline.lay_out(make_project(tmp_path, slide(LONG)), draft=True)
    assert laid_out.deck is not None
    assert [d.severity for d in laid_out.issues] == ["warning"]
    assert laid_out.deck.footer.endswith("Draft")
    assert any("too long" in fault for fault in laid_out.deck.pages[0].faults)
    labels = [f for f in laid_out.deck.pages[0].frames if isinstance(f, TextFrame) and f.slot == "draft-fault"]
    assert "too long" in "".join(run.text for run in labels[0].paragraphs[0].runs)
    assert labels[0].text_height <= labels[0].box.height
    assert pipeline.build(make_project(tmp_path, slide(LONG)), draft=True).path is not None


def test_draft_without_errors_has_no_draft_footer(tmp_path: Path) -> None:
    laid_out = pipeline.lay_out(make_project(tmp_path, slide("One")), draft=True)
    assert laid_out.deck is not None
    assert "Draft" not in laid_out.deck.footer


def test_issues_of_all_files_are_reported_together_in_reading_order(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, "kind: bulets\n", slide(LONG), "kind: metrics\nmetrics: [nope]\n",
        files={"data/metrics.yaml": "m:\n  nme: x\n", "other.yaml": "title: Other\nslides:\n  - kind: chart\n"},
        sections=["part", "other"],
    )  # fmt: skip
    laid_out = pipeline.lay_out(folder)
    positions = [(d.span.file, d.span.start) for d in laid_out.issues if d.span]
    files = [file for file, _ in positions]
    assert {Path(f).name for f in files} == {"metrics.yaml", "part.yaml", "other.yaml"}
    for file in set(files):
        starts = [start for f, start in positions if f == file]
        assert starts == sorted(starts)
    assert any(d.code == "too-long" for d in laid_out.issues)
    for diagnostic in laid_out.issues:
        assert "Traceback" not in render(diagnostic, laid_out.sources)


def test_equal_titles_are_extended_by_kind_then_by_metric(tmp_path: Path) -> None:
    rows = "rows:\n  - name: {name}\n    goal: 5%\n"
    folder = make_project(
        tmp_path, slide("Same"), "kind: key-results\ntitle: Same\n" + rows.format(name="First"),
        "kind: key-results\ntitle: Same\n" + rows.format(name="Second"),
    )  # fmt: skip
    laid_out = pipeline.lay_out(folder)
    assert laid_out.deck is not None
    titles = [page.title for page in laid_out.deck.pages]
    assert titles == ["Same", "Same: Key results: First", "Same: Key results: Second"]


def test_slides_of_one_kind_and_title_are_numbered(tmp_path: Path) -> None:
    laid_out = pipeline.lay_out(make_project(tmp_path, *[slide("Same")] * 5))
    assert laid_out.issues == []
    assert [s.title for s in laid_out.slides] == ["Same", *(f"Same ({n})" for n in range(2, 6))]


def test_cover_keeps_the_title_that_a_section_has_too(tmp_path: Path) -> None:
    folder = make_project(tmp_path, "kind: objective\nobjective: To be read\n", title="Part", front=["cover"])
    assert [s.title for s in pipeline.lay_out(folder).slides] == ["Part", "Part: Objective"]


def test_unknown_brand_is_an_error_at_its_line_in_deck_yaml(tmp_path: Path) -> None:
    laid_out = pipeline.lay_out(make_project(tmp_path, slide("One"), brand="wikimedea"))
    [issue] = laid_out.issues
    assert issue.code == "unknown-brand"
    assert issue.span is not None
    assert laid_out.sources[issue.span.file][issue.span.start : issue.span.end] == "wikimedea"
    assert "wikimedia" in (issue.hint or "")


def test_missing_picture_is_a_warning_and_another_layout_is_used(tmp_path: Path) -> None:
    photos = "kind: photos\nimages:\n  - file: no.jpg\n    alt: Nobody\nquote:\n  text: Words\n"
    laid_out = pipeline.lay_out(make_project(tmp_path, photos))
    assert laid_out.deck is not None
    [warning] = laid_out.issues
    assert (warning.severity, warning.code) == ("warning", "missing-picture")
    assert warning.span is not None
    assert laid_out.sources[warning.span.file][warning.span.start : warning.span.end] == "no.jpg"
    assert laid_out.deck.pages[0].layout == "photos-quote"


@pytest.mark.parametrize(
    ("chart", "reasons"),
    [
        ("categories: [A, B]\n  series:\n    - name: x\n      values: [1]", "for 2 categories"),
        ("categories: [A]\n  series:\n    - name: x\n      values: [many]", "number"),
        ("categories: [A, B]\n  series:\n    - name: x\n      values: [5%, $3]", "different units"),
        ("metrics: [words]", "cannot|no number|compared"),
        ("{}", "metrics"),
    ],
)
def test_chart_that_cannot_be_drawn_honestly_is_an_error_with_the_reason(
    tmp_path: Path, chart: str, reasons: str
) -> None:
    metrics = {"data/metrics.yaml": "words:\n  name: Words\n  quarters:\n    Q1: said\n    Q2: said\n"}
    entry = f"kind: chart\ntitle: Chart\nchart:\n  {chart}\n".replace("chart:\n  {}", "chart: {}")
    laid_out = pipeline.lay_out(make_project(tmp_path, entry, files=metrics))
    assert laid_out.deck is None
    assert laid_out.issues[0].span is not None
    assert any(word in laid_out.issues[0].message for word in reasons.split("|"))


def test_single_section_is_built_with_its_cover_into_a_file_of_its_own(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, slide("One"), files={"other.yaml": "title: Other\nslides:\n  - kind: divider\n"},
        sections=["part", "other"], front=["cover", "agenda"],
    )  # fmt: skip
    built = pipeline.build(folder, selection=Selection(only="other"))
    assert built.layout.deck is not None
    assert [page.kind for page in built.layout.deck.pages] == ["cover", "divider"]
    assert built.path is not None
    assert built.path.name == "sample-fy20-21-q2-other.pptx"


def test_brand_of_the_project_takes_precedence_over_the_packaged_one(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "layouts" / "wikimedia"
    own = tmp_path / "layouts" / "wikimedia"
    own.mkdir(parents=True)
    for path in source.iterdir():
        (own / path.name).write_text(path.read_text().replace("#3366CC", "#AA0000"))
    laid_out = pipeline.lay_out(make_project(tmp_path, slide("One")))
    assert laid_out.brand is not None
    assert laid_out.brand.colours["primary"] == "AA0000"


def test_agenda_shows_the_page_numbers_of_its_slides(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, slide("One"), files={"other.yaml": "title: Other\nslides:\n  - kind: divider\n"},
        sections=["part", "other"], front=["cover", "agenda"],
    )  # fmt: skip
    deck = pipeline.lay_out(folder).deck
    assert deck is not None
    [table] = [frame for frame in deck.pages[1].frames if frame.name == "Table"]
    numbers = ["".join(run.text for p in row[3].paragraphs for run in p.runs) for row in table.rows[1:]]  # type: ignore[union-attr]
    assert numbers == ["3", "4"]
