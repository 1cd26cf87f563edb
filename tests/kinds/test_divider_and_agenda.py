"""Dividers list what they open; the agenda has two columns where there are many sections."""

from pathlib import Path

from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.ir.blocks import Slide, Table
from deckgen.ir.frames import EMU_PER_INCH, TableFrame, TextFrame
from sample_projects import make_project

DIVIDER = "title: Programs\nslides:\n  - kind: divider\n"
SECTION = "title: {title}\nslides:\n  - {{kind: bullets, bullets: [a]}}\n"
JUDGED = """\
title: Readers
department: Product
slides:
  - kind: metrics
    rows:
      - {name: Readers, goal: 50%, quarters: {Q2: 20%}}
"""


def lay_out(root: Path, files: dict[str, str], front: tuple[str, ...] = ()) -> LayoutResult:
    """Lay out a deck of one slide, followed by sections."""
    named = {f"{name}.yaml": text for name, text in files.items()}
    result = pipeline.lay_out(
        make_project(root, "kind: bullets\nbullets: [a]", files=named, sections=["part", *files], front=list(front))
    )
    assert result.deck is not None, result.issues
    return result


def slide_of(result: LayoutResult, id_: str) -> Slide:
    return next(slide for slide in result.slides if slide.id == id_)


def texts(slide: Slide, slot: str) -> list[str]:
    return [p.plain_text for block in slide.blocks if block.slot == slot for p in block.all_paragraphs()]


def test_divider_links_to_the_sections_of_its_part(tmp_path: Path) -> None:
    files = {"programs": DIVIDER, "a": SECTION.format(title="A"), "b": SECTION.format(title="B"), "later": DIVIDER}
    slide = slide_of(lay_out(tmp_path, files), "programs/divider")
    assert slide.layout == "divider--contents"
    assert texts(slide, "part") == ["1"]
    assert listed(slide) == ["A", "B"]
    runs = [run for block in slide.blocks for run in block.runs()]
    assert [run.link for run in runs if run.link] == []
    assert [run.page_of for run in runs if run.page_of] == ["a/bullets", "b/bullets"]


def test_only_part_of_a_deck_has_no_number(tmp_path: Path) -> None:
    slide = slide_of(lay_out(tmp_path, {"programs": DIVIDER, "a": SECTION.format(title="A")}), "programs/divider")
    assert (slide.layout, texts(slide, "part")) == ("divider--contents", [])


def listed(slide: Slide) -> list[str]:
    """The titles in the list of a divider, without their page numbers."""
    [table] = slide.blocks_of(Table)
    return [row.cells[0].plain_text for row in table.rows]


def test_divider_of_one_section_links_to_its_slides(tmp_path: Path) -> None:
    slides = f"{DIVIDER}  - {{kind: bullets, title: Notes, bullets: [a]}}\n  - {{kind: bullets, title: Notes, bullets: [b]}}\n"
    assert listed(slide_of(lay_out(tmp_path, {"more": slides}), "more/divider")) == ["Notes"]


def test_divider_that_opens_nothing_has_the_standard_layout(tmp_path: Path) -> None:
    assert slide_of(lay_out(tmp_path, {"more": DIVIDER}), "more/divider").layout == "divider"


def test_appendix_has_its_own_ground_and_no_number(tmp_path: Path) -> None:
    files = {
        "more": f"{DIVIDER}    variant: appendix\n  - {{kind: bullets, title: Notes, bullets: [a]}}\n",
        "y": DIVIDER,
        "x": SECTION.format(title="First"),
        "z": DIVIDER,
    }
    result = lay_out(tmp_path, {**files, "last": SECTION.format(title="Last")})
    appendix = slide_of(result, "more/divider")
    assert (appendix.layout, texts(appendix, "part")) == ("divider--appendix", [])
    assert [texts(slide_of(result, f"{name}/divider"), "part") for name in "yz"] == [["1"], ["2"]]


def test_subtitle_of_a_divider_is_shown(tmp_path: Path) -> None:
    slide = slide_of(lay_out(tmp_path, {"more": f"{DIVIDER}    subtitle: What was promised\n"}), "more/divider")
    assert texts(slide, "subtitle") == ["What was promised"]


def test_agenda_of_many_sections_has_two_columns(tmp_path: Path) -> None:
    files = {"programs": DIVIDER, "judged": JUDGED, **{f"s{n}": SECTION.format(title=f"S{n}") for n in range(6)}}
    agenda = slide_of(lay_out(tmp_path, files, front=("agenda",)), "agenda")
    assert agenda.layout == "agenda--columns"
    left, right = agenda.blocks_of(Table)
    assert [row.cells[0].plain_text for row in left.rows] == ["Part", "Programs", "Readers\nProduct", "S0", "S1"]
    assert [row.cells[0].indent for row in left.rows] == [0, 0, 1, 1, 1]
    assert [row.cells[0].plain_text for row in right.rows] == ["Programs (continued)", "S2", "S3", "S4", "S5"]
    assert [row.cells[0].indent for row in right.rows] == [0, 1, 1, 1, 1]
    titles = [row.cells[0].paragraphs[0] for row in left.rows]
    assert [(p.style, p.runs[0].role) for p in titles] == [("strong", "primary")] * 2 + [("body", "ink")] * 3
    assert [table.rows[-1].ruled for table in (left, right)] == [False, False]
    assert [[c.plain_text for c in table.header[0].cells] for table in (left, right)] == [["Section", "Page"]] * 2


def test_agenda_has_a_column_of_several_verdicts(tmp_path: Path) -> None:
    judged = {"judged": JUDGED, "again": JUDGED.replace("title: Readers", "title: Again")}
    files = {**judged, **{f"s{n}": SECTION.format(title=f"S{n}") for n in range(5)}}
    left, right = slide_of(lay_out(tmp_path, files, front=("agenda",)), "agenda").blocks_of(Table)
    assert [c.plain_text for c in left.header[0].cells] == ["Section", "Status", "Page"]
    assert [(row.cells[1].plain_text, row.cells[1].mark) for row in left.rows[1:3]] == [
        ("1 off track", "off-track")
    ] * 2
    assert [c.plain_text for c in right.header[0].cells] == ["Section", "Page"]


def test_few_verdicts_of_many_sections_are_not_worth_a_column(tmp_path: Path) -> None:
    judged = {"judged": JUDGED, "again": JUDGED.replace("title: Readers", "title: Again")}
    files = {**judged, **{f"s{n}": SECTION.format(title=f"S{n}") for n in range(8)}}
    tables = slide_of(lay_out(tmp_path, files, front=("agenda",)), "agenda").blocks_of(Table)
    assert [[c.plain_text for c in table.header[0].cells] for table in tables] == [["Section", "Page"]] * 2


def test_page_numbers_end_with_the_rules_of_their_table(tmp_path: Path) -> None:
    files = {f"s{n}": SECTION.format(title=f"S{n}") for n in range(7)}
    result = lay_out(tmp_path, files, front=("agenda",))
    assert result.deck is not None
    for table in next(page for page in result.deck.pages if page.kind == "agenda").frames_of(TableFrame):
        assert {cell.insets.right for *_, cell in table.rows if cell is not None} == {0}


def test_agenda_of_few_sections_has_one_table(tmp_path: Path) -> None:
    agenda = slide_of(lay_out(tmp_path, {"judged": JUDGED}, front=("agenda",)), "agenda")
    assert agenda.layout == "agenda"


def test_agenda_with_as_many_rows_in_both_columns_repeats_no_name(tmp_path: Path) -> None:
    files = {"programs": DIVIDER, **{f"s{n}": SECTION.format(title=f"S{n}") for n in range(6)}}
    left, right = slide_of(lay_out(tmp_path, files, front=("agenda",)), "agenda").blocks_of(Table)
    assert [row.cells[0].plain_text for row in left.rows] == ["Part", "Programs", "S0", "S1"]
    assert [row.cells[0].plain_text for row in right.rows] == ["S2", "S3", "S4", "S5"]
    assert [row.cells[0].indent for row in right.rows] == [1] * 4


def test_rows_of_an_agenda_are_as_high_as_their_own_text(tmp_path: Path) -> None:
    files = {f"s{n}": SECTION.format(title=f"S{n}") for n in range(7)}
    long = files["s0"].replace("S0", "A section with a title of several lines and words and more words")
    result = lay_out(tmp_path, {**files, "s0": long}, front=("agenda",))
    assert result.deck is not None
    left, right = next(page for page in result.deck.pages if page.kind == "agenda").frames_of(TableFrame)
    assert left.heights[2] > left.heights[1]
    assert len(set(right.heights[1:])) == 1
    tops = [next(cell.insets.top for cell in table.rows[2] if cell is not None) for table in (left, right)]
    assert tops[0] == tops[1]


def test_longer_table_of_an_agenda_ends_a_row_lower(tmp_path: Path) -> None:
    files = {f"s{n}": SECTION.format(title=f"S{n}") for n in range(8)}
    result = lay_out(tmp_path, files, front=("agenda",))
    assert result.deck is not None
    left, right = next(page for page in result.deck.pages if page.kind == "agenda").frames_of(TableFrame)
    assert left.heights[:-1] == right.heights


def test_page_numbers_of_a_divider_stand_in_one_column(tmp_path: Path) -> None:
    files = {"programs": DIVIDER, "a": SECTION.format(title="A"), "b": SECTION.format(title="A much longer title " * 4)}
    result = lay_out(tmp_path, files)
    [table] = slide_of(result, "programs/divider").blocks_of(Table)
    assert [(row.cells[-1].align, len(row.cells)) for row in (*table.header, *table.rows)] == [("end", 2)] * 3
    assert result.deck is not None
    page = next(page for page in result.deck.pages if page.kind == "divider")
    [frame] = page.frames_of(TableFrame)
    assert [row[-1].paragraphs[0].runs[0].text for row in frame.rows if row[-1]] == ["Page", "3", "4"]


def test_list_of_a_divider_begins_beside_the_last_line_of_its_title(tmp_path: Path) -> None:
    result = lay_out(tmp_path, {"programs": DIVIDER, "a": SECTION.format(title="A")})
    assert result.deck is not None
    page = next(page for page in result.deck.pages if page.kind == "divider")
    [table], title = page.frames_of(TableFrame), page.frames_of(TextFrame)[0]
    first = table.box.y + table.heights[0]
    baseline = title.box.bottom - EMU_PER_INCH // 5
    assert first < baseline < first + table.heights[1]


def test_rows_of_a_divider_stand_close(tmp_path: Path) -> None:
    result = lay_out(tmp_path, {"programs": DIVIDER, "a": SECTION.format(title="A"), "b": SECTION.format(title="B")})
    assert result.deck is not None
    page = next(page for page in result.deck.pages if page.kind == "divider")
    assert max(page.frames_of(TableFrame)[0].heights) < 0.7 * EMU_PER_INCH


def test_page_numbers_are_links_without_a_link_in_their_text(tmp_path: Path) -> None:
    files = {"programs": DIVIDER, "a": SECTION.format(title="A"), "b": SECTION.format(title="B")}
    result = lay_out(tmp_path, files, front=("agenda",))
    assert result.deck is not None
    for kind, wanted in (("agenda", [("Part", "part/bullets"), ("Programs", "programs/divider")]), ("divider", [])):
        [table] = next(page for page in result.deck.pages if page.kind == kind).frames_of(TableFrame)
        links = [(mark.name, mark.page) for mark in table.marks if mark.page]
        assert links == [*wanted, ("A", "a/bullets"), ("B", "b/bullets")]
        texts = [p.paragraph for p in table.placed_texts()]
        assert not any(run.link for paragraph in texts for run in paragraph.runs)
        assert all(mark.box.height >= EMU_PER_INCH // 4 for mark in table.marks)


def test_appendix_lists_the_slides_that_deckgen_adds_to_it(tmp_path: Path) -> None:
    long = "The reading toolkit is piloted in every one of the countries that take part in the program this year. " * 9
    rows = "".join(f"      - {{short: {name}, result: {long}}}\n" for name in "ABC")
    files = {
        "brief": f"title: Brief\nslides:\n  - kind: key-results\n    title: T\n    rows:\n{rows}",
        "more": f"{DIVIDER}    variant: appendix\n  - {{kind: bullets, title: Notes, bullets: [a]}}\n",
    }
    result = lay_out(tmp_path, files)
    divider = slide_of(result, "more/divider")
    assert listed(divider) == ["Notes", "Key results in full"]
    [*_, link] = [run.page_of for block in divider.blocks for run in block.runs() if run.page_of]
    assert link == result.slides[-1].id
    assert result.slides[-1].title == "Key results in full"
    assert [slide.id for slide in result.slides][-3:] == ["more/divider", "more/bullets", result.slides[-1].id]
