"""Objectives: a panel and rows of updates where the brand has the opener, else two texts."""

from pathlib import Path

from deckgen.build import pipeline
from deckgen.ir.blocks import Slide, Table, Text
from deckgen.ir.frames import TableFrame, TextFrame
from sample_projects import make_project

ENTRY = """\
kind: objective
title: Safer editing
objective: Keep editors safe.
updates:
  - All is well.
  - {lead: Delivery, text: is delayed, status: amber}
"""


def lay_out(root: Path, entry: str = ENTRY) -> Slide:
    result = pipeline.lay_out(make_project(root, entry))
    assert result.deck is not None, result.issues
    return result.slides[-1]


def texts(slide: Slide, slot: str) -> list[str]:
    return [p.plain_text for block in slide.blocks if block.slot == slot for p in block.all_paragraphs()]


def test_updates_are_rows_of_the_opener(tmp_path: Path) -> None:
    slide = lay_out(tmp_path)
    assert slide.layout == "objective--opener"
    [table] = slide.blocks_of(Table)
    assert [[c.plain_text for c in row.cells] for row in (*table.header, *table.rows)] == [
        ["What happened in Q2"],
        ["All is well."],
        ["Delivery: is delayed", "At risk"],
    ]


def test_updates_have_marks_and_the_exceptions_a_tint(tmp_path: Path) -> None:
    [table] = lay_out(tmp_path, f"{ENTRY}  - {{text: Tools are out., status: green}}\n").blocks_of(Table)
    assert [row.cells[-1].mark for row in table.rows] == [None, "at-risk", "on-track"]
    assert [(row.cells[0].fill, row.cells[0].bar) for row in table.rows] == [
        (None, None),
        ("warning-tint", "warning"),
        (None, None),
    ]


def test_headline_is_the_title_and_the_topic_stands_in_the_panel(tmp_path: Path) -> None:
    slide = lay_out(tmp_path, f"{ENTRY}headline: Delivery is delayed\n")
    assert slide.title == "Delivery is delayed"
    assert texts(slide, "objective") == ["Objective", "Safer editing", "Keep editors safe."]
    assert "Safer editing" not in slide.eyebrow


def test_topic_is_shown_once_without_a_headline(tmp_path: Path) -> None:
    slide = lay_out(tmp_path)
    assert slide.title == "Safer editing"
    assert texts(slide, "objective") == ["Objective", "Keep editors safe."]


def test_objective_without_updates_stands_alone_in_large_type(tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, "kind: objective\nobjective: Keep editors safe."))
    assert result.deck is not None, result.issues
    [page] = result.deck.pages
    [objective] = [frame for frame in page.frames_of(TextFrame) if frame.slot == "objective"]
    assert page.layout == "objective--statement"
    [title] = [frame for frame in page.frames_of(TextFrame) if frame.slot == "title"]
    assert objective.paragraphs[-1].runs[0].size == 4400 > title.paragraphs[0].runs[0].size


def test_standard_layout_shows_the_word_of_a_status(tmp_path: Path) -> None:
    slide = lay_out(tmp_path, f"{ENTRY}variant: standard\n")
    assert slide.layout == "objective"
    assert all(isinstance(block, Text) for block in slide.blocks)
    assert texts(slide, "updates") == ["All is well.", "At risk", "Delivery: is delayed"]


def test_updates_have_bullets_only_if_none_has_a_lead(tmp_path: Path) -> None:
    plain = ENTRY.replace("{lead: Delivery, text: is delayed, status: amber}", "Delivery is delayed.")
    without = ENTRY.replace(", status: amber", "")
    for name, entry, bullets in (("a", without, [None, None]), ("b", plain, ["•", "•"])):
        slide = lay_out(tmp_path / name, f"{entry}variant: standard\n")
        assert [p.bullet for p in slide.blocks[-1].all_paragraphs()] == bullets


def test_mark_of_an_update_stands_before_the_word_of_its_status(tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, f"{ENTRY}variant: standard\n"))
    assert result.deck is not None, result.issues
    [updates] = [frame for frame in result.deck.pages[0].frames_of(TextFrame) if frame.slot == "updates"]
    assert [p.bullet for p in updates.paragraphs] == [None, "▲", None]
    assert updates.paragraphs[1].bullet_role == "warning-fill"
    text, status, judged = updates.paragraphs
    assert text.margin == judged.margin, "texts begin under each other"
    assert judged.space_before < status.space_before, "the word belongs to the text under it"


LONG = "The team keeps on writing about what it has done, so that everybody knows it. " * 3


def entry_of_updates(*updates: str) -> str:
    return "kind: objective\ntitle: Safer editing\nobjective: Keep editors safe.\nupdates:\n" + "".join(updates)


def test_long_updates_stand_beside_a_narrow_panel(tmp_path: Path) -> None:
    for name, updates, layout in (("a", ["A short one."] * 2, "opener"), ("b", [LONG] * 3, "narrow")):
        entry = entry_of_updates(*(f"  - {update}\n" for update in updates))
        assert lay_out(tmp_path / name, entry).layout == f"objective--{layout}"


def test_leads_of_all_updates_are_a_column(tmp_path: Path) -> None:
    entry = entry_of_updates(
        "  - {lead: Testing, text: is done.}\n", "  - {lead: Tools, text: are late., status: red}\n"
    )
    [table] = lay_out(tmp_path, entry).blocks_of(Table)
    assert [[cell.plain_text for cell in row.cells] for row in (*table.header, *table.rows)] == [
        ["What happened in Q2"],
        ["Testing", "is done."],
        ["Tools", "are late.", "Off track"],
    ]
    assert [(cell.mark, cell.fill) for cell in table.rows[1].cells] == [
        (None, "danger-tint"),
        (None, "danger-tint"),
        ("off-track", "danger-tint"),
    ]
    assert [[cell.span for cell in row.cells] for row in table.rows] == [[1, 2], [1, 1, 1]]
    assert all(run.bold for row in table.rows for run in row.cells[0].paragraphs[0].runs)


def test_lead_of_an_update_that_continues_is_repeated(tmp_path: Path) -> None:
    points = "".join(f"      - Point {n}. {LONG}\n" for n in range(12))
    entry = entry_of_updates("  - {lead: Tools, text: All of them.}\n", f"  - lead: Testing\n    bullets:\n{points}")
    result = pipeline.lay_out(make_project(tmp_path, entry))
    assert result.deck is not None, result.issues
    pages = [page for page in result.deck.pages if page.kind == "objective"]
    assert [page.layout for page in pages] == ["objective--narrow", *["objective-continued"] * (len(pages) - 1)]
    assert len(pages) > 1
    [first], [second] = (page.frames_of(TableFrame) for page in pages[:2])
    assert second.box.width > 1.3 * first.box.width
    label = second.rows[1][0]
    assert label is not None
    assert "".join(run.text for p in label.paragraphs for run in p.runs) == "Testing (continued)"
    words = [word for page in pages for frame in page.frames_of(TableFrame) for word in words_of(frame)]
    assert [words.count(f"{n}.") for n in range(12)] == [1] * 12


def words_of(frame: TableFrame) -> list[str]:
    cells = (cell for row in frame.rows for cell in row if cell is not None)
    return [word for cell in cells for p in cell.paragraphs for run in p.runs for word in run.text.split()]


def test_further_page_without_the_panel_names_the_objective(tmp_path: Path) -> None:
    long = "\n".join(f"  - lead: Update {n}\n    text: {'Much happened in this quarter. ' * 12}" for n in range(8))
    entry = ENTRY.replace("  - All is well.", long)
    result = pipeline.lay_out(make_project(tmp_path, f"{entry}headline: Delivery is delayed\n"))
    assert result.deck is not None, result.issues
    first, second, *_ = result.deck.pages
    assert (first.layout, second.layout) == ("objective--narrow", "objective-continued")
    frames = [frame for page in (first, second) for frame in page.frames_of(TextFrame) if frame.slot == "eyebrow"]
    eyebrows = ["".join(run.text for run in frame.paragraphs[0].runs) for frame in frames]
    assert eyebrows == ["Part", "Part · Safer editing"]


def test_update_alone_has_its_lead_before_its_text_and_the_wide_panel(tmp_path: Path) -> None:
    entry = ENTRY.replace("  - All is well.\n", "").replace("is delayed", "is delayed for many reasons. " * 10)
    slide = lay_out(tmp_path, entry)
    [table] = slide.blocks_of(Table)
    assert (slide.layout, len(table.columns)) == ("objective--opener", 2)
    assert table.rows[0].cells[0].plain_text.startswith("Delivery: is delayed")


def test_objectives_have_one_size_in_all_layouts(tmp_path: Path) -> None:
    short = f"{ENTRY}headline: Delivery is delayed\n"
    longer = short.replace("is delayed,", f"is delayed {'for many reasons. ' * 14},").replace("Safer", "Much safer")
    wordy = longer.replace("Keep editors safe.", "Keep editors safe while they look after the projects. " * 6)
    result = pipeline.lay_out(make_project(tmp_path, short, longer, wordy))
    assert result.deck is not None, result.issues
    panels = [frame for page in result.deck.pages for frame in page.frames_of(TextFrame) if frame.slot == "objective"]
    assert len({page.layout for page in result.deck.pages}) == 2
    assert len({panel.paragraphs[1].runs[0].size for panel in panels}) == 1
    assert len({panel.paragraphs[2].runs[0].size for panel in panels}) == 1
