"""Decks from right to left, drawn by LibreOffice: mirrored, statuses in their rows, figures in their order."""

from pathlib import Path

import pytest
from drawn import DrawnPage, Mode, Word, draw
from validators import faults

from deckgen.build import pipeline
from deckgen.fonts import packages
from sample_projects import make_project

SLIDES = """
kind: table
title: Q2 היעדים של הרבעון
columns: [מדד, יעד, תוצאה, סטטוס]
rows:
  - [עורכים, +5%, +8.1%, {text: הושג, status: on-track}]
  - [מדינות, 12–15, "11", {text: פיגור, status: off-track}]
"""
TEXT = """
kind: text
title: סיכום
text: "שיעור העורכים החדשים עלה ב +8.1% מתוך 92K."
"""


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = pipeline.build(make_project(tmp_path_factory.mktemp("hebrew"), SLIDES, TEXT, language="he")).path
    assert path is not None
    return path


@pytest.fixture(scope="module")
def pages(deck: Path) -> list[DrawnPage]:
    folder = packages.package_folder("font_source_sans_pro")
    assert folder is not None
    return draw(deck, Mode(fonts=(folder / "files",)))


def word(page: DrawnPage, text: str) -> Word:
    (found,) = [word for word in page.words if word.text.strip("\u200e") == text]
    return found


@pytest.mark.rendering
def test_columns_begin_at_the_right(pages: list[DrawnPage]) -> None:
    places = [word(pages[0], text).ink for text in ("+8.1%", "+5%")]
    assert places[0].x1 < places[1].x0, "the result is left of the goal"
    assert abs(places[0].y0 - places[1].y0) < 2


@pytest.mark.rendering
def test_range_is_read_from_its_start(pages: list[DrawnPage]) -> None:
    start, end = (word(pages[0], text).ink for text in ("12", "15"))
    assert start.x1 < end.x0


@pytest.mark.rendering
def test_text_begins_at_the_right_edge(pages: list[DrawnPage]) -> None:
    page = pages[1]
    right = max(word.ink.x1 for word in page.words)
    assert page.width - right == pytest.approx(0.6 * 72, abs=4), "the margin of the brand"
    assert word(page, "+8.1%").ink.x0 > word(page, "K").ink.x1, "the first figure is at the right of the second"


@pytest.mark.rendering
def test_validators_find_nothing_in_a_deck_from_right_to_left(deck: Path) -> None:
    assert faults(deck) == []


MIRRORED = """
kind: table
title: Results
columns: [Measure, Goal, Result, Verdict]
rows:
  - [Editors, "500", "812", {text: Reached, status: on-track}]
  - group: Places
  - {sub: Countries, cells: ["150", "110", {text: Missed, status: off-track}]}
"""
STEPS = """
kind: process
title: Steps
steps: [{name: Plan, text: First}, {name: Build, text: Second}, {name: Show, text: Third}]
"""


@pytest.mark.rendering
def test_page_is_drawn_as_the_mirror_of_the_other_direction(tmp_path: Path) -> None:
    """Every word that stands alone in its place, in the same texts written in both directions."""
    folder = packages.package_folder("font_source_sans_pro")
    assert folder is not None
    drawn = []
    for language in ("en", "ar"):
        path = pipeline.build(make_project(tmp_path / language, MIRRORED, STEPS, language=language)).path
        assert path is not None
        drawn.append(draw(path, Mode(fonts=(folder / "files",))))
    words = [
        "Measure",
        "Goal",
        "Result",
        "Verdict",
        "Editors",
        "500",
        "812",
        "Reached",
        "Places",
        "Countries",
        "150",
        "Missed",
    ]
    for page, names in enumerate((words, ["Plan", "Build", "Show", "First", "Second", "Third"])):
        for name in names:
            left, right = (word(pages[page], name).ink for pages in drawn)
            assert (left.x0 + left.x1) / 2 == pytest.approx(drawn[0][page].width - (right.x0 + right.x1) / 2, abs=2), (
                name
            )
            # In its row: LibreOffice takes the lines of some paragraphs in the font of the other script.
            assert left.y0 == pytest.approx(right.y0, abs=8), name
