"""Much more content than fits a slide, in several ways: all of it is shown, on as many slides as it needs."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from render_check import findings
from rendered_decks import MODES, audit_lines

import frame_checks
from deckgen.build import pipeline
from deckgen.ir.frames import DeckFrames, FrameParagraph, Page, TableFrame, TextFrame
from sample_projects import make_project

pytestmark = pytest.mark.slow

Slide = dict[str, Any]
URL = "https://meta.wikimedia.org/wiki/Community_health_initiative/Per-user_page_and_upload_blocking/archive"
LONG_WORD = "a" * 60
QUARTERS = {"Q1": "+7.3% YoY", "Q2": "+8.1% YoY"}


def words(prefix: str, count: int) -> str:
    return " ".join(f"{prefix}{n}" for n in range(count))


def key_result(number: int) -> Slide:
    return {"name": f"Name {number}", "result": words(f"kr{number}w", 120), "goal": "10%", "quarters": QUARTERS}


def metric(number: int) -> Slide:
    parts = {key: {"name": f"part {number}{key}", "quarters": QUARTERS} for key in "abc"}
    return {"name": f"metric {number}", "goal": "+5% YoY", "quarters": QUARTERS, "parts": parts}


NESTED = [
    {"text": words(f"outer{n}w", 30), "bullets": [words(f"inner{n}x{m}w", 12) for m in range(8)]} for n in range(6)
]
CASES: dict[str, Slide] = {
    "text on several levels": {"kind": "bullets", "bullets": NESTED},
    "uneven columns": {
        "kind": "table", "columns": ["No", "Long", "Name"],
        "rows": [[str(n), words(f"cell{n}w", 90), "short"] for n in range(8)],
    },
    "one long column": {
        "kind": "drill-down", "situation": words("sit", 600), "impact": "Little", "recommendation": "None yet",
    },
    "two hundred acronyms": {"kind": "acronyms", "entries": {f"AB{n}": words(f"meaning{n}w", 7) for n in range(200)}},
    "key results of 120 words": {"kind": "key-results", "rows": [key_result(n) for n in range(5)]},
    "long words": {"kind": "bullets", "bullets": [LONG_WORD, f"see {URL} there", words("w", 4)]},
    "long words in narrow cells": {
        "kind": "table", "columns": [f"c{n}" for n in range(7)], "rows": [[LONG_WORD, URL, "x", "x", "x", "x", "x"]],
    },
    "nothing but empty fields": {"kind": "table", "columns": ["A", "B"], "rows": [["", ""], ["", ""]]},
    "a cell taller than a slide": {"kind": "table", "columns": ["A", "B"], "rows": [["first", words("tall", 900)]]},
    "forty metrics with parts": {"kind": "metrics", "outcomes": ["Growth"], "metrics": [f"m{n}" for n in range(40)]},
    "notes that grow with the table": {
        "kind": "table", "columns": ["A", "B"], "rows": [[f"row {n}", f"value[^n{n}]"] for n in range(40)],
    },
    "a note that one page needs": {
        "kind": "table", "columns": ["A", "B"],
        "rows": [[f"row {n}", words("v", 30) + ("[^n39]" if n == 29 else "")] for n in range(30)],
    },
}  # fmt: skip
METRICS = {f"m{n}": metric(n) for n in range(40)}
NOTES = {f"n{n}": {"text": words(f"note{n}w", 14)} for n in range(40)}


def to_yaml(value: object) -> str:
    """A value as YAML. Copied through JSON, since a value that occurs twice would become an alias."""
    return yaml.safe_dump(json.loads(json.dumps(value)), width=10_000)


def project(root: Path, *slides: Slide) -> Path:
    files = {"data/metrics.yaml": METRICS, "data/footnotes.yaml": NOTES}
    entries = [to_yaml({"title": f"Slide {n}", **slide}) for n, slide in enumerate(slides)]
    return make_project(root, *entries, files={name: to_yaml(data) for name, data in files.items()})


def lay_out_case(root: Path, case: str) -> DeckFrames:
    result = pipeline.lay_out(project(root, CASES[case]))
    assert result.deck is not None, [d.message for d in result.issues]
    assert frame_checks.problems(result.deck) == []
    return result.deck


def paragraphs(page: Page) -> Iterator[FrameParagraph]:
    for frame in page.frames:
        if isinstance(frame, TextFrame):
            yield from frame.paragraphs
        elif isinstance(frame, TableFrame):
            yield from (p for cells in frame.rows for cell in cells if cell for p in cell.paragraphs)


def word_counts(deck: DeckFrames) -> Counter[str]:
    """How often each word of a deck is shown."""
    shown = ("".join(run.text for run in p.runs) for page in deck.pages for p in paragraphs(page))
    return Counter(word for text in shown for word in text.replace("\u200b", "").split())


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for item in value.values() for text in texts(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in texts(item))


@pytest.mark.parametrize("case", CASES)
def test_no_word_is_lost_and_everything_is_inside_its_slide(case: str, tmp_path: Path) -> None:
    shown = word_counts(lay_out_case(tmp_path, case))
    result = [re.sub(r"\[\^.*?\]", "", text) for text in texts({k: v for k, v in CASES[case].items() if k != "kind"})]
    if case == "forty metrics with parts":
        result = list(texts(METRICS))
    numbered = {word for text in result for word in text.split() if re.search(r"[a-z]\d+[a-z]*\d*$", word)}
    lost = {word for word in numbered if word not in shown and not word.startswith("m")}
    assert not lost


def test_every_acronym_is_shown_once(tmp_path: Path) -> None:
    shown = word_counts(lay_out_case(tmp_path, "two hundred acronyms"))
    assert {shown[f"AB{n}"] for n in range(200)} == {1}


def test_parts_stay_with_their_metric(tmp_path: Path) -> None:
    for page in lay_out_case(tmp_path, "forty metrics with parts").pages:
        shown = [
            text
            for p in paragraphs(page)
            if (text := "".join(run.text for run in p.runs)).startswith(("metric", "part"))
        ]
        assert shown[0].startswith("metric"), page.title
        for n in {text.split()[1].rstrip("abc") for text in shown}:
            assert {text for text in shown if re.fullmatch(rf"part {n}[abc]", text)} == {
                f"part {n}{key}" for key in "abc"
            }


def test_footnote_is_only_on_the_page_that_needs_it(tmp_path: Path) -> None:
    pages = lay_out_case(tmp_path, "a note that one page needs").pages
    having = [any("note39w0" in run.text for p in paragraphs(page) for run in p.runs) for page in pages]
    assert having == [False] * (len(pages) - 1) + [True]


def test_address_without_room_shows_host_and_end(tmp_path: Path) -> None:
    shown = word_counts(lay_out_case(tmp_path, "long words in narrow cells"))
    assert shown["meta.wikimedia.org/…user_page_and_upload_blocking/archive"] == 1


def test_continued_slides_have_numbered_titles(tmp_path: Path) -> None:
    titles = [page.title for page in lay_out_case(tmp_path, "forty metrics with parts").pages]
    assert titles == [f"Slide 0 ({n}\u00a0of\u00a0{len(titles)})" for n in range(1, len(titles) + 1)]
    assert len(titles) > 1


def test_title_that_is_too_long_is_an_error_with_what_to_cut(tmp_path: Path) -> None:
    result = pipeline.lay_out(project(tmp_path, {"kind": "bullets", "title": words("title", 60), "bullets": ["x"]}))
    [error] = [d for d in result.issues if d.severity == "error"]
    assert result.deck is None
    assert (error.code, error.span is not None) == ("too-long", True)
    assert "words" in (error.hint or "")


@pytest.mark.rendering
@pytest.mark.parametrize("font", MODES)
def test_extreme_content_is_rendered_as_laid_out(font: str, tmp_path: Path) -> None:
    built = pipeline.build(project(tmp_path, *CASES.values()), tmp_path / "extremes.pptx")
    assert built.path is not None, built.issues
    mode, arguments = MODES[font]
    result = [*map(str, findings(built.path, mode)), *audit_lines(built.path, arguments)]
    assert not result, "\n".join(result[:60])
