"""Decisions: cards with the options next to each other, or a table."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import pytest

from deckgen.brand.load import load_brand
from deckgen.build import pipeline
from deckgen.io import project
from deckgen.ir.blocks import Cell, Row, Slide, Table
from deckgen.ir.frames import TableFrame
from frame_checks import problems
from sample_projects import make_project

PAUSE = """
  - ask: May we pause the tool?
    by: end of May
    owner: The CEO
    options:
      - Go on
      - text: Pause it
        recommended: yes
"""


def decisions(*entries: str) -> str:
    return "kind: decisions\ntitle: Decisions\ndecisions:" + "".join(entries)


def composed(root: Path, *entries: str, more: str = "") -> tuple[Slide, Table]:
    result = pipeline.lay_out(make_project(root, decisions(*entries) + more))
    assert result.deck is not None, result.issues
    assert problems(result.deck) == []
    slide = result.slides[-1]
    [table] = slide.blocks_of(Table)
    return slide, table


def rows(table: Table) -> tuple[Row, ...]:
    return (*table.header, *table.rows)


def texts(cells: Sequence[Cell]) -> list[str]:
    return [cell.plain_text for cell in cells]


def test_card_has_question_options_and_who_decides_by_when(tmp_path: Path) -> None:
    slide, table = composed(tmp_path, PAUSE)
    assert slide.layout == "decisions-1--cards"
    assert [texts(row.cells) for row in rows(table)] == [
        ["May we pause the tool?"],
        ["Alternative\nGo on", "", "Recommended\nPause it"],
        ["Owner: The CEO  ·  By: end of May"],
    ]


def test_recommended_option_has_ground_tick_and_word(tmp_path: Path) -> None:
    _, table = composed(tmp_path, PAUSE)
    other, _, recommended = table.rows[0].cells
    assert (recommended.fill, recommended.mark) == ("primary", "recommended")
    assert "Recommended" in recommended.plain_text
    assert (other.fill, other.mark) == ("neutral", None)


def test_tick_is_readable_on_its_ground() -> None:
    brand, *_ = load_brand("wikimedia", [project.packaged_folder("layouts")])
    assert brand is not None
    mark = brand.look.marks["recommended"]
    assert (mark.shape, brand.colour(mark.fill), brand.colour("primary")) == ("tick", "FFFFFF", "3366CC")


def test_all_questions_have_the_space_of_one_kind_of_row(tmp_path: Path) -> None:
    _, table = composed(tmp_path, PAUSE, "\n  - ask: Which first?\n    options: [One, Two]\n")
    assert [row.kind for row in rows(table) if "?" in row.cells[0].plain_text] == ["group", "group"]


def _widths(row: Row, shares: Sequence[float]) -> list[float]:
    """Return the widths of the cells of a row, as parts of that of the table."""
    ends = list(accumulate((cell.span for cell in row.cells), initial=0))
    return [sum(shares[start:end]) for start, end in pairwise(ends)]


def test_options_of_each_card_share_the_whole_width(tmp_path: Path) -> None:
    three = "\n  - ask: Which first?\n    options: [One, Two, Three]\n"
    _, table = composed(tmp_path, PAUSE, three)
    shares = [column.share for column in table.columns]
    widths = [_widths(row, shares) for row in rows(table)]
    gutter = pytest.approx(1 / 61)
    assert [sum(row) for row in widths] == [pytest.approx(1)] * 5
    assert widths[1] == [pytest.approx(30 / 61), gutter, pytest.approx(30 / 61)]
    assert widths[4] == [pytest.approx(59 / 183), gutter, pytest.approx(59 / 183), gutter, pytest.approx(59 / 183)]


def test_question_of_each_card_stays_with_its_options(tmp_path: Path) -> None:
    _, table = composed(tmp_path, PAUSE, PAUSE)
    assert [row.kind for row in rows(table)] == ["group", "body", "part"] * 2
    assert [row.ruled for row in rows(table)] == [False, False, True, False, False, False]


@pytest.mark.parametrize(
    ("entries", "layout"),
    [
        ([PAUSE] * 3, "decisions--cards"),
        ([PAUSE] * 4, "decisions"),
        (["\n  - ask: Which?\n    options: [A, B, C, D]\n"], "decisions-1--cards"),
        (["\n  - ask: Which?\n    options: [A, B, C, D, E]\n"], "decisions"),
        ([f"\n  - ask: Which?\n    options: [{'a long option ' * 90}, B]\n"], "decisions"),
        (["\n  - ask: Which?\n"], "decisions-1--cards"),
    ],
)
def test_few_short_decisions_are_cards(entries: list[str], layout: str, tmp_path: Path) -> None:
    assert composed(tmp_path, *entries)[0].layout == layout


def test_table_names_the_recommended_option(tmp_path: Path) -> None:
    slide, table = composed(tmp_path, PAUSE, more="variant: standard\n")
    assert slide.layout == "decisions"
    assert texts(table.rows[0].cells)[2] == "Go on\nRecommended: Pause it"


def test_two_recommended_options_are_an_error_at_the_second(tmp_path: Path) -> None:
    two = "\n  - ask: Which?\n    options:\n      - {text: A, recommended: yes}\n      - {text: B, recommended: yes}\n"
    result = pipeline.lay_out(make_project(tmp_path, decisions(two)))
    [issue] = result.issues
    assert issue.message == "two options of one decision are recommended"
    assert issue.span is not None
    source = result.sources[issue.span.file]
    assert source[issue.span.start : issue.span.end] == "yes"
    assert source.count("recommended: yes", 0, issue.span.end) == 2


def test_three_largest_cards_fit_one_page(tmp_path: Path) -> None:
    """What `suits_cards` just accepts must have room, or the cards continue on another slide."""
    option = "      - Pause it until the election is over, and deliver the voting tool in time\n"
    largest = "\n  - ask: May the team that works on addresses pause its second tool for one more quarter?\n"
    largest += "    by: end of May\n    options:\n" + 3 * option
    result = pipeline.lay_out(make_project(tmp_path, decisions(largest, largest, largest)))
    assert result.deck is not None, result.issues
    [page] = result.deck.pages
    assert page.layout == "decisions--cards"
    [frame] = page.frames_of(TableFrame)
    assert len(frame.rows) == 9


def test_longer_decisions_are_rows(tmp_path: Path) -> None:
    option = "      - Pause it until the election is over, and deliver the voting tool in time for the election\n"
    longer = "\n  - ask: Which?\n    by: May\n    options:\n" + 4 * option
    assert composed(tmp_path, longer, longer, longer)[0].layout == "decisions"
