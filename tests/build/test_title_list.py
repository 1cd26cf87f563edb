"""The list of titles: number, id, what the title states, and where it was written."""

from pathlib import Path

from deckgen.build import pipeline
from deckgen.build.title_list import TitleEntry, list_titles
from sample_projects import make_project

LONG = "kind: bullets\nheadline: There is much to do\nbullets:\n" + "  - A point of some words\n" * 40
PART = "content/sample/part.yaml"


def titles_of(folder: Path) -> list[TitleEntry]:
    return list_titles(pipeline.lay_out(folder))


def test_headline_is_a_finding_and_a_topic_a_label(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, "kind: divider", LONG, "kind: bullets\ntitle: Next\nbullets: [One]", front=["cover"]
    )
    titles = titles_of(folder)
    assert [(t.id, t.kind, t.title, t.states) for t in titles] == [
        ("cover", "cover", "Sample deck", "label"),
        ("part/divider", "divider", "Part", "label"),
        ("part/bullets", "bullets", "There is much to do", "finding"),
        ("part/bullets-2", "bullets", "Next", "label"),
    ]
    assert [(t.file, t.line) for t in titles[1:]] == [(PART, 1), (PART, 5), (PART, 48)]


def test_number_is_that_of_the_first_page(tmp_path: Path) -> None:
    folder = make_project(tmp_path, LONG, "kind: bullets\ntitle: Next\nbullets: [One]")
    first, second = titles_of(folder)
    assert first.number == 1
    assert second.number is not None
    assert second.number > 2


def test_title_that_deckgen_composes_is_a_finding_without_a_place(tmp_path: Path) -> None:
    metrics = {"data/metrics.yaml": "m:\n  name: Uptime\n  goal: 99%\n  quarters:\n    Q2: 99.5%\n"}
    folder = make_project(tmp_path, "kind: metrics\nmetrics: [m]", files=metrics, front=["scorecard"])
    [composed] = [title for title in titles_of(folder) if title.kind == "scorecard"]
    assert (composed.states, composed.file, composed.line) == ("finding", "", 0)


def test_deck_with_errors_has_titles_without_numbers(tmp_path: Path) -> None:
    folder = make_project(tmp_path, "kind: bullets\nbullets: [One]", "kind: bullets\nbulets: [One]")
    assert [(title.number, title.title) for title in titles_of(folder)] == [(None, "Part")]
