"""Drill-downs: the situation over the impact where the texts are short, and milestones along the foot."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Table
from deckgen.ir.frames import EMU_PER_INCH, Page, TableFrame, TextFrame
from sample_projects import make_project

SHORT = "kind: drill-down\ntitle: Voting tool\nsituation: One.\nimpact: Two.\nrecommendation: Three.\n"
MILESTONES = """\
milestones:
  - {when: Q2, what: IP Info, status: on-track}
  - {when: Q3, what: SecurePoll only}
  - {when: June 2021, what: Board elections begin}
"""


def page_of(tmp_path: Path, entry: str) -> Page:
    laid_out = pipeline.lay_out(make_project(tmp_path, entry))
    assert laid_out.deck is not None, laid_out.issues
    return laid_out.deck.pages[-1]


def boxes(page: Page) -> dict[str, tuple[int, int, int, int]]:
    texts = [frame for frame in page.frames if isinstance(frame, TextFrame)]
    return {f.slot: (f.box.x, f.box.y, f.box.right, f.box.bottom) for f in texts}


def test_short_texts_stand_over_each_other_beside_recommendation(tmp_path: Path) -> None:
    page = page_of(tmp_path, SHORT)
    assert page.layout == "drill-down--stacked"
    found = boxes(page)
    situation, impact, recommendation = (found[name] for name in ("situation", "impact", "recommendation"))
    assert situation[0] == impact[0]
    assert situation[3] <= impact[1]
    assert recommendation[0] > situation[2]
    assert recommendation[1] == situation[1]


@pytest.mark.parametrize("field", ["situation", "impact", "recommendation"])
def test_long_text_has_a_column_of_the_whole_height(field: str, tmp_path: Path) -> None:
    words = " ".join(["word"] * 110)
    entry = "\n".join(f"{key}: {words if key == field else 'x'}" for key in ("situation", "impact", "recommendation"))
    assert page_of(tmp_path, f"kind: drill-down\n{entry}").layout == "drill-down"


def test_wide_characters_take_the_room_of_two(tmp_path: Path) -> None:
    assert page_of(tmp_path, SHORT.replace("Three.", "漢" * 250)).layout == "drill-down"


@pytest.mark.parametrize("longer", ["impact", "situation"])
def test_longer_of_two_texts_has_more_of_their_column(longer: str, tmp_path: Path) -> None:
    words = " ".join(["word"] * 90)
    texts = {key: words if key == longer else "Few words." for key in ("situation", "impact", "recommendation")}
    page = page_of(tmp_path, "kind: drill-down\n" + "\n".join(f"{key}: {text}" for key, text in texts.items()))
    assert page.layout == f"drill-down--stacked-{longer}"
    found = boxes(page)
    heights = {name: bottom - top for name, (_, top, _, bottom) in found.items() if name in ("situation", "impact")}
    assert max(heights, key=lambda name: heights[name]) == longer


def test_milestones_stand_under_the_texts_in_columns_of_one_width(tmp_path: Path) -> None:
    page = page_of(tmp_path, SHORT + MILESTONES)
    assert page.layout == "drill-down-milestones--stacked"
    [table] = [frame for frame in page.frames if isinstance(frame, TableFrame)]
    assert max(table.columns) - min(table.columns) <= 3
    assert table.box.y >= max(bottom for *_, bottom in boxes(page).values() if bottom < 6 * EMU_PER_INCH)


def test_milestone_of_the_reported_period_is_emphasised(tmp_path: Path) -> None:
    laid_out = pipeline.lay_out(make_project(tmp_path, SHORT + MILESTONES))
    [table] = laid_out.slides[-1].blocks_of(Table)
    assert [column.emphasis for column in table.columns] == [True, False, False]
    assert [cell.mark for cell in table.rows[0].cells] == ["on-track", None, None]
    assert table.rows[0].cells[0].plain_text == "IP Info\nOn track"


def test_long_texts_stand_side_by_side_over_milestones(tmp_path: Path) -> None:
    entry = SHORT.replace("One.", "word " * 65) + MILESTONES
    assert page_of(tmp_path, entry).layout == "drill-down-milestones"


def test_author_chooses_the_columns_for_short_texts(tmp_path: Path) -> None:
    assert page_of(tmp_path, SHORT + "variant: standard").layout == "drill-down"


def test_milestones_beside_a_table_are_refused(tmp_path: Path) -> None:
    entry = SHORT + MILESTONES + "table: {columns: [A], rows: [[x]]}"
    laid_out = pipeline.lay_out(make_project(tmp_path, entry))
    assert laid_out.deck is None
    [issue] = [issue for issue in laid_out.issues if issue.severity == "error"]
    assert "either `milestones` or a `table` or `chart`" in issue.message
    assert issue.hint == "put the table or chart on a slide of its own"


@pytest.mark.parametrize(("rows", "layout"), [(6, "drill-down-table"), (7, "drill-down-table--compact")])
def test_texts_over_a_long_table_are_compact(rows: int, layout: str, tmp_path: Path) -> None:
    table = f"table: {{columns: [A, B], rows: [{', '.join(['[x, 5%]'] * rows)}]}}"
    assert page_of(tmp_path, SHORT + table).layout == layout


@pytest.mark.parametrize(("words", "styles"), [(0, [True]), (20, [True, False]), (60, [True, False])])
def test_only_the_first_sentence_of_a_recommendation_is_bold(words: int, styles: list[bool], tmp_path: Path) -> None:
    text = "Deliver the voting tool. " + "Word " * words
    page = page_of(tmp_path, SHORT.replace("Three.", text))
    [frame] = [frame for frame in page.frames_of(TextFrame) if frame.slot == "recommendation"]
    assert [all(run.bold for run in paragraph.runs) for paragraph in frame.paragraphs[1:]] == styles


def test_long_first_sentence_of_a_recommendation_is_large_but_not_bold(tmp_path: Path) -> None:
    text = f"Deliver the voting tool {'to more wikis ' * 6}first. Then come back to the others."
    page = page_of(tmp_path, SHORT.replace("Three.", text))
    [frame] = [frame for frame in page.frames_of(TextFrame) if frame.slot == "recommendation"]
    statement, rest = [paragraph.runs[0] for paragraph in frame.paragraphs[1:]]
    assert (statement.bold, rest.bold) == (False, False)
    assert statement.size > rest.size
