"""Charts that have no room, or no font: told by `check` as by `build`, and shown in a draft."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cached import cached
from deckgen.build import pipeline
from deckgen.diagnostics import Severity
from sample_projects import make_project

CROWDED = """
kind: chart
title: Far too much
charts:
  - title: Teachers
    kind: progress
    categories: [Q2]
    series: [{rows}]
  - {{title: Two, kind: trend, categories: [Q1, Q2], series: [{{name: Pupils, values: [2, 3]}}]}}
  - {{title: Three, kind: trend, categories: [Q1, Q2], series: [{{name: Schools, values: [2, 3]}}]}}
  - {{title: Four, kind: trend, categories: [Q1, Q2], series: [{{name: Books, values: [2, 3]}}]}}
  - {{title: Five, kind: trend, categories: [Q1, Q2], series: [{{name: Edits, values: [2, 3]}}]}}
""".format(rows=", ".join(f"{{name: Row {n}, values: [{n + 1}], goal: 9}}" for n in range(8)))
UNKNOWN = """
kind: chart
title: In any script
chart: {kind: compare, categories: [One, "𰀀𰀁"], series: [{name: Edits, values: [1, 2]}]}
"""
"""Ideographs of Unicode 13 (extension G), which hardly a machine has a font for."""


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", CROWDED)


def test_check_tells_a_chart_without_room_as_the_build_does(crowded: Path, tmp_path: Path) -> None:
    told = pipeline.check(crowded)
    built = pipeline.build(crowded, tmp_path / "out.pptx")
    [fault] = [d for d in told.diagnostics if d.severity is Severity.ERROR]
    assert (fault.code, told.deck, built.path) == ("chart", None, None)
    assert "too small" in fault.message
    assert fault in built.diagnostics


def test_a_draft_says_in_the_place_of_a_chart_why_it_is_not_there(crowded: Path, tmp_path: Path) -> None:
    built = pipeline.build(crowded, tmp_path / "out.pptx", draft=True)
    assert built.path
    assert [(d.code, d.severity) for d in built.diagnostics] == [("chart", Severity.WARNING)]
    with zipfile.ZipFile(built.path) as package:
        slide = package.read("ppt/slides/slide1.xml").decode()
    assert " · Draft</a:t>" in slide
    assert slide.count("<asvg:svgBlip ") == 5


def test_a_draft_without_a_fault_is_none(tmp_path: Path) -> None:
    deck = make_project(tmp_path / "project", UNKNOWN.replace("𰀀𰀁", "Two"))
    made = pipeline.build_bytes(deck, draft=True)
    assert made.layout.deck
    assert "Draft" not in made.layout.deck.footer


def test_characters_that_no_font_has_are_named_each_time(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    deck = make_project(tmp_path / "project", UNKNOWN)
    for name in ("first.pptx", "second.pptx"):
        built = pipeline.build(deck, tmp_path / name)
        [told] = built.diagnostics
        assert built.path
        assert (told.code, told.severity) == ("chart-font", Severity.WARNING)
        assert "“𰀀𰀁”" in told.message
        assert told.span
        assert built.layout.sources[told.span.file][told.span.start :].startswith("{kind: compare")
    assert cached(tmp_path / "project" / "content" / "sample", "charts") == []
    assert not [w for w in recwarn if "Glyph" in str(w.message)]
