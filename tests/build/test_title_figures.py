"""Figures of titles that are marked in the texts of their slides."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from deckgen.build import pipeline
from deckgen.build.title_figures import with_title_figures
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Block, Cell, Column, Paragraph, Row, Run, Slide, Table, Text
from deckgen.ir.frames import FrameRun, TextFrame
from deckgen.ir.roles import CellMark, ColourRole
from sample_projects import make_project

HEADLINE = Origin("part/a", "part.yaml", ("slides", 0, "headline"))
FIGURES = """\
    kind: highlights
    headline: {headline}
    figures:
      - {{value: "17", label: Wikipedias}}
      - {{value: +27%, label: activation{status}}}
"""


def slide(title: str, *blocks: Block, origin: Origin = HEADLINE) -> Slide:
    return Slide("part/a", "bullets", "bullets", title, blocks, title_origin=origin)


def text(*runs: Run | str, style: str = "body") -> Text:
    return Text("body", (Paragraph(tuple(run if isinstance(run, Run) else Run(run) for run in runs), style),))


def marked(title: str, *texts: str) -> list[str]:
    """Return what is marked in texts, each a paragraph."""
    [done] = with_title_figures([slide(title, *map(text, texts))])
    assert [run.text for block in done.blocks for run in block.runs() if run.bold != (run.role == "ink")] == []
    return [run.text for block in done.blocks for run in block.runs() if run.bold]


@pytest.mark.parametrize(
    ("title", "body", "figures"),
    [
        ("Contributors are 4x more likely to stay", "They are 4x more likely, not 2x.", ["4x"]),
        ("DPLA put more than 1 million files online", "It put more than 1 million files there.", ["1 million"]),
        ("128 applications came in", "Altogether 128 of them came in.", ["128"]),
        ("The project takes 50% of the time", "50 people, and 50% of their time.", ["50%"]),
        ("Costs are $2,823,402", "We paid $2,823,402 in all.", ["$2,823,402"]),
        ("Growth is 27% now", "It stands at +27% since May.", ["+27%"]),
        ("3 pilots began", "In 3 countries, 3 pilots began.", ["3"]),
        ("3 of 5 pilots began", "We have 3 pilots.", []),
        ("Much changed in 2019", "In 2019, Q2 and FY20-21, 2019 people came.", []),
        ("Ten groups meet", "Ten groups meet.", []),
        ("Growth is 27% now", "It was 27 people, or 27.5%.", []),
    ],
)
def test_figure_of_the_title_is_marked_where_text_states_it(title: str, body: str, figures: list[str]) -> None:
    assert marked(title, body) == figures


def test_only_the_first_place_of_each_figure_is_marked() -> None:
    assert marked("50% of 128 came", "First 128.", "Then 50% of 128.", "And 50%.") == ["128", "50%"]


def test_topic_as_title_marks_nothing() -> None:
    topic = slide("50% plan", text("50% done"), origin=Origin("part/a", "part.yaml", ("slides", 0, "title")))
    assert with_title_figures([topic]) == [topic]


def test_runs_with_a_colour_or_link_of_their_own_are_kept() -> None:
    runs = (
        Run("50%", link="#part"),
        Run(" and "),
        Run("50%", status="at-risk"),
        Run(" and "),
        Run("50%", role="muted"),
    )
    unchanged = slide("50% came", text(*runs), text("50%", style="heading"))
    assert with_title_figures([unchanged]) == [unchanged]


def test_only_tables_with_sentences_are_marked() -> None:
    row = Row((Cell((Paragraph((Run("Now 50%"),)),)),))
    values, sentences = (Table("body", (Column(),), (), (row,), has_sentences=each) for each in (False, True))
    [done] = with_title_figures([slide("50% came", values, sentences)])
    assert [[run.text for run in block.runs() if run.bold] for block in done.blocks] == [[], ["50%"]]


def results(*values: Paragraph | str) -> Table:
    """Return a table with the values in the columns of an earlier and of the reported period."""
    texts = [Paragraph((Run(value),)) if isinstance(value, str) else value for value in values]
    rows = tuple(Row((Cell((Paragraph((Run("50%"),)),)), Cell((value,)))) for value in texts)
    return Table("table", (Column(), Column(is_reported=True)), (), rows)


@pytest.mark.parametrize(
    ("title", "values", "figures"),
    [
        ("Markets are at 4.8%", ["+8.1% YoY", "+4.8% YoY"], ["+4.8% YoY"]),
        ("50% came", ["50%", "50 people"], ["50%"]),
        ("50% came", ["50% of all", "48%"], []),
        ("50% came", ["50%", "50%"], []),
        ("3 pilots began", ["3"], []),
        ("50% came", [Paragraph((Run("50%", status="at-risk"),))], []),
        ("50% came", [Paragraph((Run("50%"), Run(" ↑", role="success")))], ["50%"]),
    ],
)
def test_only_result_that_is_a_figure_of_the_title_is_bold(
    title: str, values: list[Paragraph | str], figures: list[str]
) -> None:
    [done] = with_title_figures([slide(title, results(*values))])
    assert [run.text for block in done.blocks for run in block.runs() if run.bold] == figures
    assert not [run for block in done.blocks for run in block.runs() if run.role == "primary"]


def test_row_of_the_result_that_the_title_states_is_tinted() -> None:
    [done] = with_title_figures([slide("Markets are at 4.8%", results("8.1%", "4.8%", "7%"))])
    [table] = done.blocks_of(Table)
    assert [[(cell.fill, cell.bar) for cell in row.cells] for row in table.rows] == [
        [(None, None), (None, None)],
        [("primary-tint", "primary"), ("primary-tint", None)],
        [(None, None), (None, None)],
    ]


@pytest.mark.parametrize(("title", "is_judged"), [("We are at 4.8% and 7%", False), ("We are at 4.8%", True)])
def test_rows_are_not_tinted_if_many_would_be_or_one_has_a_verdict(title: str, is_judged: bool) -> None:
    table = results("8.1%", "4.8%", "7%")
    cells = tuple(replace(cell, fill="danger-tint") for cell in table.rows[0].cells)
    rows = (replace(table.rows[0], cells=cells), *table.rows[1:]) if is_judged else table.rows
    [done] = with_title_figures([slide(title, replace(table, rows=rows))])
    [shown] = done.blocks_of(Table)
    assert [cell.fill for row in shown.rows for cell in row.cells] == [cell.fill for row in rows for cell in row.cells]
    assert any(run.bold for run in shown.runs())


def test_row_that_crosses_a_tinted_column_is_tinted_with_a_bar() -> None:
    table = results("8.1%", "4.8%", "7%")
    columns = (Column(), Column(emphasis=True))
    [done] = with_title_figures([slide("Markets are at 4.8%", replace(table, columns=columns))])
    [shown] = done.blocks_of(Table)
    tinted = [(cell.fill, cell.bar) for row in shown.rows for cell in row.cells][2:4]
    assert tinted == [("primary-tint", "primary"), ("primary-tint", None)]


@pytest.mark.parametrize(("status", "ground"), [("on-track", None), ("at-risk", "warning-tint"), ("delivered", None)])
def test_row_of_the_title_has_the_tint_of_its_verdict(status: CellMark, ground: ColourRole | None) -> None:
    table = results("8.1%", "4.8%", "7%")
    judged = replace(table.rows[1], cells=(table.rows[1].cells[0], replace(table.rows[1].cells[1], mark=status)))
    rows = (table.rows[0], judged, table.rows[2])
    [done] = with_title_figures([slide("Markets are at 4.8%", replace(table, rows=rows))])
    [shown] = done.blocks_of(Table)
    assert [cell.fill for cell in shown.rows[1].cells] == [ground, ground]


@pytest.mark.parametrize(
    ("title", "items", "bold"),
    [
        (
            "The site comes in 7 languages; all groups met",
            ["All groups met in 7 languages", "Site now in 7 languages"],
            [1],
        ),
        ("The site comes in 7 languages", ["7 for all groups", "Site in 8 languages"], []),
        ("We have 1,200 users", ["1,200 users " + "of all wikis " * 9], []),
        ("We have 1,200 users, 50% more", ["50% more", "1,200"], [0, 1]),
    ],
)
def test_result_of_a_card_that_states_the_title_is_bold(title: str, items: list[str], bold: list[int]) -> None:
    paragraphs = tuple(Paragraph((Run(item),), "results", bullet="•") for item in items)
    cards = Table("cards", (Column(),), (), (Row((Cell(paragraphs),)),))
    [done] = with_title_figures([slide(title, cards)])
    assert [n for n, p in enumerate(done.blocks[0].all_paragraphs()) if p.runs[0].bold] == bold


@pytest.mark.parametrize("is_in_table", [False, True])
def test_figure_that_stands_large_on_the_slide_is_not_marked_in_text(is_in_table: bool) -> None:
    paragraph = Paragraph((Run("50%"),), "figure")
    large = results(paragraph) if is_in_table else Text("figure", (paragraph,))
    [done] = with_title_figures([slide("50% of 128 came", large, text("50% of 128 came."))])
    assert [run.text for run in done.blocks[1].runs() if run.bold] == ["128"]


def test_marked_text_keeps_its_words_and_origins() -> None:
    origin = Origin("part/a", "part.yaml", ("slides", 0, "items", 0))
    paragraph = Paragraph((Run("It takes "), Run("50% of all", italic=True), Run(" time")), origins=(origin,))
    [done] = with_title_figures([slide("50% gone", Text("body", (paragraph,)))])
    [shown] = done.blocks[0].all_paragraphs()
    assert (shown.plain_text, shown.origins) == (paragraph.plain_text, (origin,))
    assert shown.runs[1] == Run("50%", bold=True, italic=True, role="ink")


def figure_runs(folder: Path) -> dict[str, str]:
    """Return the role of each large figure of the last slide."""
    deck = pipeline.lay_out(folder).deck
    assert deck is not None
    frames = [frame for frame in deck.pages[-1].frames_of(TextFrame) if frame.slot.startswith("figure")]
    runs: list[FrameRun] = [frame.paragraphs[0].runs[0] for frame in frames]
    return {run.text: run.role for run in runs}


@pytest.mark.parametrize(
    ("headline", "status", "roles"),
    [
        ("Activation is up 27%", "", {"17": "ink", "+27%": "primary"}),
        ("Activation is up", "", {"17": "primary", "+27%": "primary"}),
        ("In 17 Wikipedias, activation is up 27%", "", {"17": "primary", "+27%": "primary"}),
        ("In 17 Wikipedias, activation is up", ", status: on-track", {"17": "primary", "+27%": "success"}),
    ],
)
def test_large_figure_of_the_title_keeps_the_primary_colour(
    headline: str, status: str, roles: dict[str, str], tmp_path: Path
) -> None:
    assert figure_runs(make_project(tmp_path, FIGURES.format(headline=headline, status=status))) == roles


def test_brand_may_switch_the_marks_off(tmp_path: Path) -> None:
    brand = tmp_path / "layouts" / "own" / "_brand.yml"
    brand.parent.mkdir(parents=True)
    brand.write_text("defaults:\n  deckgen:\n    extend: wikimedia\n    mark-title-figures: false\n", encoding="utf-8")
    headline = FIGURES.format(headline="Activation is up 27%", status="")
    folder = make_project(tmp_path, headline, brand="own")
    assert figure_runs(folder) == {"17": "primary", "+27%": "primary"}
