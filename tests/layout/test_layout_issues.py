"""Issues of layout: content that shrinks, continues or does not fit, and how much to cut."""

import pytest
from blocks_for_tests import bullets, lay_out_slides, pages_of, para, row, slide, table, table_of, text_of, warnings_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import frame_checks
from deckgen.brand.types import Brand
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Table, Text
from deckgen.layout import Measurer
from deckgen.layout.text_issues import Overflow

SENTENCE = "Editors who are thanked within a day come back twice as often as those who wait. "


def test_content_that_fits_at_its_normal_size_causes_no_warning(brand: Brand) -> None:
    assert warnings_of(brand, slide(bullets("One", "Two")), slide(table([row("a", "b")], 2), layout="table")) == []


def test_warning_of_shrinking_text_has_the_size_and_what_to_cut(brand: Brand) -> None:
    [remark] = warnings_of(brand, slide(bullets(*[SENTENCE.strip()] * 14)))
    assert remark.code == "shrinks"
    assert remark.severity == "note"
    assert remark.message == "the text of 'bullets' shrinks to 14 pt"
    assert remark.hint.startswith("cut about ")
    assert remark.hint.endswith(" words to keep 16 pt")


def test_text_that_deckgen_composed_shrinks_without_a_warning(brand: Brand) -> None:
    origin = Origin("part/divider", "part.yaml", ("slides", 0))
    composed = Text("bullets", tuple(para(SENTENCE.strip(), bullet="•") for _ in range(14)), origin)
    written = replace(
        composed, paragraphs=tuple(replace(p, origins=(origin.at("bullets"),)) for p in composed.paragraphs)
    )
    assert warnings_of(brand, slide(composed)) == []
    assert [issue.code for issue in warnings_of(brand, slide(written))] == ["shrinks"]


def test_only_the_column_that_is_too_long_is_reported(brand: Brand) -> None:
    blocks = [Text(name, (para(SENTENCE * n),)) for name, n in (("situation", 1), ("impact", 7), ("recommendation", 1))]
    assert [r.message for r in warnings_of(brand, slide(*blocks, layout="drill-down"))] == [
        "the text of 'impact' shrinks to 15.5 pt"
    ]


def test_cutting_as_much_as_stated_keeps_the_text_on_one_slide(brand: Brand) -> None:
    text = " ".join(f"word{n}" for n in range(600))
    [remark] = warnings_of(brand, slide(bullets(text)))
    assert remark.code == "continues"
    count = int(remark.hint.split()[2])
    assert 0 < count < 600
    assert len(pages_of(brand, slide(bullets(" ".join(text.split()[: -count - 10]))))) == 1


def test_warning_of_a_continued_table_counts_rows_and_words(brand: Brand) -> None:
    [remark] = warnings_of(brand, slide(table([row(f"{n}", SENTENCE) for n in range(40)], 2), layout="table"))
    assert remark.code == "continues"
    assert "rows (" in remark.hint


def authored(text: str, *path: str | int, style: str = "body") -> Paragraph:
    return replace(para(text, style), origins=(Origin("a", "part.yaml", ("slides", 0, *path)),))


AUTHORED = Origin("a", "part.yaml", ("slides", 0))


def test_continued_text_is_reported_where_its_second_slide_begins(brand: Brand) -> None:
    items = [authored(f"Item {n}. {SENTENCE * 2}", "bullets", n) for n in range(30)]
    shown = slide(Text("bullets", tuple(items), AUTHORED.at("bullets")))
    first = text_of(pages_of(brand, shown)[1], "bullets").splitlines()[0]
    [remark] = warnings_of(brand, shown)
    assert remark.code == "continues"
    assert remark.origin == AUTHORED.at("bullets", int(first.split()[1].rstrip(".")))


def test_continued_table_is_reported_at_the_first_new_row_of_its_second_slide(brand: Brand) -> None:
    group = Row((Cell((authored("Group", "rows", 0),), span=2),), "group", AUTHORED.at("rows", 0))
    rows = [replace(row(f"{n}", SENTENCE), origin=AUTHORED.at("rows", n)) for n in range(1, 40)]
    shown = slide(replace(table([group, *rows], 2), origin=AUTHORED), layout="table")
    second = table_of(pages_of(brand, shown)[1])
    assert second.row_origins[second.header_rows] == group.origin
    [remark] = warnings_of(brand, shown)
    assert (remark.code, remark.origin) == ("continues", second.row_origins[second.header_rows + 1])


def test_continued_table_of_other_files_is_reported_as_a_whole(brand: Brand) -> None:
    elsewhere = Origin("a", "data/metrics.yaml", ("edits",))
    rows = [replace(row(f"{n}", SENTENCE), origin=elsewhere) for n in range(40)]
    [remark] = warnings_of(brand, slide(replace(table(rows, 2), origin=AUTHORED), layout="table"))
    assert remark.origin == AUTHORED


def test_text_that_shrinks_for_a_long_word_is_reported_at_that_word(brand: Brand) -> None:
    texts = [
        authored("A short one", "situation", 0),
        authored("See Internationalizationandinstitutionalization", "situation", 1),
    ]
    names = ("situation", "impact", "recommendation")
    blocks = [Text(name, tuple(texts) if name == "situation" else (para("x"),), AUTHORED) for name in names]
    [remark] = warnings_of(brand, slide(*blocks, layout="drill-down"))
    assert (remark.code, remark.origin) == ("shrinks", AUTHORED.at("situation", 1))


def test_table_that_shrinks_for_long_words_is_reported_at_the_longest(brand: Brand) -> None:
    def line(number: int, words: list[str]) -> Row:
        cells = [Cell((authored(word, "rows", number, column),)) for column, word in enumerate(words)]
        return Row(tuple(cells), origin=AUTHORED.at("rows", number))

    words = ["Internationalization"] * 8
    found = []
    for length in range(1, 40):
        longest = [*words[:5], "i" + "nstitutionalization"[:length] * 2, *words[6:]]
        shown = slide(replace(table([line(0, ["a"] * 8), line(1, longest)], 8), origin=AUTHORED), layout="table")
        found += [w for w in warnings_of(brand, shown) if "longest words" in (w.hint or "")]
    assert found
    assert {w.origin for w in found} <= {AUTHORED.at("rows", 1, column) for column in range(8)}


def test_warning_of_a_shrinking_table_states_what_to_cut(brand: Brand) -> None:
    texts = [" ".join(["word"] * n) for n in range(30, 120, 2)]
    warnings_by_length = [warnings_of(brand, slide(table([row("a", text)] * 7, 2), layout="table")) for text in texts]
    codes = [warnings[0].code if warnings else "" for warnings in warnings_by_length]
    assert codes[0] == ""
    assert codes[-1] == "continues"
    assert "shrinks" in codes
    shrunk = warnings_by_length[codes.index("shrinks")][0]
    assert shrunk.message.startswith("the table shrinks to 11")
    assert shrunk.hint.endswith("to keep 12 pt")


@pytest.mark.parametrize(
    ("rest", "cut"), [("one two three four five", "5 words"), ("x" * 12, "12 characters"), ("w " * 137, "140 words")]
)
def test_amount_to_cut_is_in_words_or_else_in_characters(rest: str, cut: str) -> None:
    assert Overflow(3, 2, rest).amount_to_cut == cut


def test_header_of_half_a_slide_is_an_error_and_a_draft_cuts_it(brand: Brand) -> None:
    origin = Origin("a", "part.yaml", ("columns", 0))
    header = Row((Cell((replace(para(SENTENCE * 80, "header"), origins=(origin,)),)), Cell()), "header")
    found = slide(Table("table", (Column(), Column()), (header,), (row("a", "b"),), "Table: x"), layout="table")
    _, [problem] = lay_out_slides(brand, found)
    assert (problem.code, problem.origin) == ("header-too-tall", origin)
    deck, _ = lay_out_slides(brand, found, draft=True)
    assert frame_checks.problems(deck) == []


def test_row_taller_than_a_slide_is_reported_at_its_tallest_cell(brand: Brand) -> None:
    layout = brand.layouts["table"]
    slot = layout.slots["table"]
    low = replace(slot, box=replace(slot.box, height=150_000))
    low_brand = replace(
        brand, layouts={**brand.layouts, "table": replace(layout, slots={**layout.slots, "table": low})}
    )
    origins = [Origin("a", "part.yaml", ("rows", 0, column)) for column in (0, 1)]
    texts = [replace(para(text), origins=(origin,)) for text, origin in zip(("low", "สูง"), origins, strict=True)]
    tall = Row(tuple(Cell((text,)) for text in texts), origin=Origin("a", "part.yaml", ("rows", 0)))
    _, issues = lay_out_slides(low_brand, slide(table([tall], 2), layout="table"))
    assert [issue.origin for issue in issues if issue.code == "table-too-tall"] == [origins[1]]


def test_content_for_a_missing_slot_is_an_error(brand: Brand) -> None:
    _, [problem] = lay_out_slides(brand, slide(bullets("x"), Text("sidebar", (para("y"),))))
    assert problem.code == "no-slot"
    assert "sidebar" in problem.message


def test_repeated_text_too_long_for_one_page_continues(brand: Brand) -> None:
    text = " ".join(f"word{n}" for n in range(300))
    found = pages_of(brand, slide(Text("outcomes", (para(text),)), table([row("a", "b")], 2), layout="metrics"))
    assert " ".join(text_of(page, "outcomes") for page in found).split() == text.split()


def test_repeated_text_is_on_every_page(brand: Brand) -> None:
    rows = [row(f"{n}", SENTENCE) for n in range(40)]
    found = pages_of(brand, slide(Text("outcomes", (para("Outcome"),)), table(rows, 2), layout="metrics"))
    assert [text_of(page, "outcomes") for page in found] == ["Outcome"] * len(found)


def test_slide_that_fits_does_not_depend_on_a_dense_neighbour(brand: Brand) -> None:
    full, light = (slide(table([row("a", SENTENCE * 4)] * n, 2), layout="table", title=f"{n}") for n in (9, 2))
    alone = pages_of(brand, light)[0].frames
    assert pages_of(brand, full, light)[-1].frames == alone


def test_agenda_shows_the_final_page_number_of_a_slide(brand: Brand) -> None:
    agenda = slide(Text("bullets", (Paragraph((Run("00", page_of="last"),)),)), title="Agenda")
    long = slide(bullets(*[SENTENCE * 2] * 24), title="Long")
    target = replace(slide(bullets("x"), title="Last"), id="last")
    found = pages_of(brand, replace(agenda, id="agenda"), long, target)
    assert text_of(found[0], "bullets") == str(len(found))


def test_header_of_a_table_shows_the_final_page_number(brand: Brand) -> None:
    header = Row((Cell((Paragraph((Run("00", page_of="last"),), "header"),)),), "header")
    agenda = slide(replace(table([row("a")], 1), header=(header,)), layout="table", title="Agenda")
    target = replace(slide(bullets("x"), title="Last"), id="last")
    first, _ = pages_of(brand, replace(agenda, id="agenda"), target)
    cell_frame = table_of(first).rows[0][0]
    assert cell_frame is not None
    assert cell_frame.paragraphs[0].runs[0].text == "2"


@given(st.text(st.sampled_from("ab cd\n"), min_size=1, max_size=2000))
def test_draft_shows_as_much_of_a_title_as_fits(brand: Brand, title: str) -> None:
    deck, problems = lay_out_slides(brand, slide(bullets("x"), title=title), draft=True)
    assert frame_checks.problems(deck) == []
    if problems:
        assert text_of(deck.pages[0], "title").endswith("…")
        assert "too long" in text_of(deck.pages[0], "draft-fault")


def test_second_measurement_comes_from_the_cache(measurer: Measurer, brand: Brand) -> None:
    styles = brand.layouts["bullets"].slots["bullets"].styles
    one, other = (measurer.measure(para("The same"), styles, 5_000_000, 0) for _ in range(2))
    assert one is other
