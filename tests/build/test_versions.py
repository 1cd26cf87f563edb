"""Versions of a deck: the same results on some of its slides, each in a file of its own."""

import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from deckgen.build import batch, pipeline
from deckgen.build.batch import BuildOptions
from deckgen.build.selection import Selection, output_path
from deckgen.cli import app
from deckgen.ir.frames import TableFrame, TextFrame
from sample_projects import make_project

RESULTS = (
    "kind: key-results\nid: results\nrows: [{name: Editors, goal: at least 5, quarters: {Q2: '7'}}]",
    "kind: key-results\nid: pay\nin: [staff]\nrows: [{name: Salaries, goal: at least 5, quarters: {Q2: '6'}}]",
)
VERSIONS = {"board": {"only": ["summary", "scorecard"], "density": "read"}, "staff": {}}


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A deck of a summary, which links to its results, and of results, of which one is only in the version `staff`."""
    folder = make_project(
        tmp_path, *RESULTS, front=["cover", "scorecard"], versions=VERSIONS, sections=["summary", "part"]
    )
    bullets = "bullets: ['See [the results](#part/results)']"
    (folder / "summary.yaml").write_text(f"title: Summary\nslides:\n  - kind: bullets\n    {bullets}\n", "utf-8")
    return folder


def page_ids(folder: Path, version: str = "") -> list[str]:
    laid_out = pipeline.lay_out(folder, Selection(version=version))
    assert laid_out.deck is not None, laid_out.issues
    return [page.id for page in laid_out.deck.pages]


def names_in_scorecard(folder: Path, version: str = "") -> str:
    laid_out = pipeline.lay_out(folder, Selection(version=version))
    assert laid_out.deck is not None, laid_out.issues
    [page] = [page for page in laid_out.deck.pages if page.kind == "scorecard"]
    cells = (cell for frame in page.frames_of(TableFrame) for row in frame.rows for cell in row if cell is not None)
    return "\n".join(run.text for cell in cells for paragraph in cell.paragraphs for run in paragraph.runs)


def test_each_version_has_its_slides(deck: Path) -> None:
    assert page_ids(deck) == ["cover", "summary/bullets", "part/results", "scorecard"]
    assert page_ids(deck, "staff") == ["cover", "summary/bullets", "part/results", "part/pay", "scorecard"]
    assert page_ids(deck, "board") == ["cover", "summary/bullets", "scorecard"]


def test_not_in_keeps_a_slide_and_a_section_out_of_a_version(tmp_path: Path) -> None:
    slides = ("kind: bullets\nid: one\nnot_in: [a]\nbullets: [One]", "kind: bullets\nid: two\nbullets: [Two]")
    folder = make_project(tmp_path, *slides, versions={"a": {}, "b": {}}, front=["cover"])
    assert page_ids(folder, "a") == ["cover", "part/two"]
    assert page_ids(folder, "b") == page_ids(folder) == ["cover", "part/one", "part/two"]
    part = folder / "part.yaml"
    part.write_text(part.read_text("utf-8").replace("title: Part\n", "title: Part\nnot_in: [b]\n"), "utf-8")
    codes = [issue.code for issue in pipeline.lay_out(folder, Selection(version="b")).issues]
    assert codes == ["empty-version"]


def test_summary_counts_what_only_leaves_out_but_not_what_in_does(deck: Path) -> None:
    assert "Editors" in names_in_scorecard(deck, "board")
    assert "Salaries" not in names_in_scorecard(deck, "board") + names_in_scorecard(deck)
    assert "Salaries" in names_in_scorecard(deck, "staff")


def test_link_to_a_slide_that_a_version_lacks_is_text(deck: Path) -> None:
    laid_out = pipeline.lay_out(deck, Selection(version="board"))
    assert [(issue.code, issue.severity.value) for issue in laid_out.issues] == [("dropped-link", "note")]
    assert "`board`" in laid_out.issues[0].message
    assert not any(issue.code == "dropped-link" for issue in pipeline.lay_out(deck).issues)
    data = pipeline.build_bytes(deck, Selection(version="board")).data
    assert data is not None


def test_density_of_a_version_is_that_of_its_slides(deck: Path) -> None:
    def size(version: str) -> int:
        laid_out = pipeline.lay_out(deck, Selection(version=version))
        assert laid_out.deck is not None
        frames = (f for page in laid_out.deck.pages for f in page.frames_of(TextFrame) if f.slot == "bullets")
        return next(frames).paragraphs[0].runs[0].size

    assert size("board") < size("staff") == size("")


def test_divider_goes_with_the_slides_that_it_opens(tmp_path: Path) -> None:
    slides = ("kind: divider\nid: opening", "kind: bullets\nid: one\nnot_in: [a]\nbullets: [One]")
    folder = make_project(tmp_path, *slides, versions={"a": {}}, front=["cover"], sections=["part", "other"])
    (folder / "other.yaml").write_text("title: Other\nslides: [{kind: bullets, bullets: [Two]}]\n", "utf-8")
    assert page_ids(folder, "a") == ["cover", "other/bullets"]


def test_build_makes_all_versions_and_repeats_none(deck: Path) -> None:
    [first] = batch.build_all([deck], BuildOptions())
    files = [outcome.path.name for outcome in (first, *first.versions) if outcome.path is not None]
    assert files == ["sample-fy20-21-q2.pptx", "sample-fy20-21-q2-board.pptx", "sample-fy20-21-q2-staff.pptx"]
    [second] = batch.build_all([deck], BuildOptions())
    assert [outcome.was_built for outcome in (second, *second.versions)] == [False] * 3
    assert [outcome.issues for outcome in second.versions] == [outcome.issues for outcome in first.versions]
    board = first.versions[0].path
    assert board is not None
    before = board.read_bytes()
    board.unlink()
    [third] = batch.build_all([deck], BuildOptions())
    assert third.was_built
    assert board.read_bytes() == before == pipeline.build_bytes(deck, Selection(version="board")).data


@pytest.mark.parametrize(
    "options", [["--version", "board"], ["-o", "x.pptx"], ["--only", "part"], ["--density", "read"]]
)
def test_option_that_names_one_file_builds_that_alone(
    deck: Path, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(deck.parents[1])
    result = CliRunner().invoke(app, ["build", str(deck), *options])
    assert result.exit_code == 0, result.output
    assert len([*deck.parents[1].rglob("*.pptx")]) == 1


def test_build_and_check_report_of_a_version_only_what_is_new(deck: Path) -> None:
    summary = deck / "summary.yaml"
    summary.write_text(f"{summary.read_text('utf-8')}  - {{kind: table, columns: [A], rows: [[a b], [c]]}}\n", "utf-8")
    for command in (["build"], ["check"]):
        result = CliRunner().invoke(app, [*command, str(deck)])
        assert result.exit_code == 0, result.output
        assert result.output.count("[dropped-link]") == 1
        assert result.output.count("[label-title]") == (command == ["check"]) * result.output.count("label-title")
    assert "sample, version board: 4 slides" in result.output


def test_error_in_one_version_leaves_the_others_built(deck: Path) -> None:
    part = deck / "part.yaml"
    long = f"  - {{kind: bullets, in: [staff], headline: {'very long ' * 60}, bullets: [One]}}\n"
    part.write_text(part.read_text("utf-8") + long, "utf-8")
    result = CliRunner().invoke(app, ["build", str(deck)])
    assert result.exit_code == 1
    assert "sample, version staff: 1 error; nothing was built" in result.output
    assert {path.name for path in (deck.parents[1] / "output").iterdir()} == {
        "sample-fy20-21-q2.pptx", "sample-fy20-21-q2-board.pptx"
    }  # fmt: skip
    assert CliRunner().invoke(app, ["check", str(deck)]).exit_code == 1


def test_unknown_version_is_wrong_use(deck: Path) -> None:
    result = CliRunner().invoke(app, ["build", str(deck), "--version", "bord"])
    assert result.exit_code == 2
    assert "this deck has no version `bord`" in result.output
    assert "did you mean `board`?" in result.output


def test_rules_see_the_slides_of_all_versions(deck: Path) -> None:
    (deck / "data").mkdir()
    (deck / "data" / "metrics.yaml").write_text("editors: {name: Editors, quarters: {Q2: '7'}}\n", "utf-8")
    part = deck / "part.yaml"
    part.write_text(part.read_text("utf-8") + "  - {kind: metrics, in: [staff], metrics: [editors]}\n", "utf-8")
    codes = [issue.code for issue in pipeline.check(deck).issues]
    assert "unused-metric" not in codes
    assert codes.count("label-title") == 4


def test_documented_versions_are_built(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "versions.md").read_text("utf-8")
    deck_yaml, slides = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    added = {"decisions": "decisions: [{ask: Agree}]", "table": "columns: [A]\nrows: [[a]]"}
    sections = ["overview", "ip-masking"]
    folder = make_project(
        tmp_path, "kind: bullets\nbullets: [One]", sections=sections, front=["scorecard"], **yaml.safe_load(deck_yaml)
    )
    (folder / "part.yaml").rename(folder / "overview.yaml")
    for kind, fields in added.items():
        slides = slides.replace(f"kind: {kind}\n", f"kind: {kind}\n    " + fields.replace("\n", "\n    ") + "\n")
    (folder / "ip-masking.yaml").write_text(f"title: IP Masking\nslides:\n{slides}", "utf-8")
    assert page_ids(folder, "board") == ["overview/bullets", "ip-masking/decisions"]
    assert page_ids(folder) == page_ids(folder, "staff") == ["overview/bullets", "ip-masking/table"]


def test_single_slides_of_a_deck_are_built_into_a_file_of_their_own(deck: Path) -> None:
    selection = Selection(slides=("summary", "scorecard"))
    laid_out = pipeline.lay_out(deck, selection)
    assert laid_out.deck is not None
    assert [page.id for page in laid_out.deck.pages] == ["cover", "summary/bullets", "scorecard"]
    assert laid_out.content is not None
    assert output_path(deck, laid_out.content, selection).name == "sample-fy20-21-q2-slides-summary+scorecard.pptx"
    [page] = [page for page in laid_out.deck.pages if page.kind == "scorecard"]
    assert page.frames_of(TableFrame), "a summary counts the results of the other slides, too"


def test_single_slides_of_a_version_are_those_that_it_has(deck: Path) -> None:
    laid_out = pipeline.lay_out(deck, Selection(version="board", slides=("part/results",)))
    assert [issue.code for issue in laid_out.issues] == ["empty-version"]
    laid_out = pipeline.lay_out(deck, Selection(version="staff", slides=("part/pay",)))
    assert laid_out.deck is not None
    assert [page.id for page in laid_out.deck.pages] == ["cover", "part/pay"]


def test_unknown_slide_is_wrong_use(deck: Path) -> None:
    done = CliRunner().invoke(app, ["build", str(deck), "--slides", "sumary, part/results"])
    assert done.exit_code == 2
    assert "there is no section and no slide `sumary`" in done.output
    assert "did you mean `summary`?" in done.output
