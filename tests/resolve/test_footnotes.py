"""Footnote marks."""

from hypothesis import given
from hypothesis import strategies as st

from deckgen.ir.blocks import Cell, Paragraph, Row, Run, Slide, Table, Text, block_runs
from deckgen.model import FootnoteDef, RichText
from deckgen.resolve import number_footnotes

NOTES = {
    "est": FootnoteDef(mark="*", text=RichText("Estimated")),
    "p": FootnoteDef(mark="+", text=RichText("Preliminary")),
    "a": FootnoteDef(text=RichText("First *note*\n\nmore")),
    "b": FootnoteDef(text=RichText("Second")),
    "one": FootnoteDef(mark="1", text=RichText("Typed one")),
}


def paragraph(*names):
    return Paragraph((Run("x"), *(Run("", superscript=True, note=name) for name in names)))


def numbered(*paragraphs, notes=()):
    slide = Slide("s", "k", "l", "t", (Text("body", tuple(paragraphs)),), notes=tuple(notes))
    return number_footnotes(slide, NOTES)


def marks(slide):
    return [run.text for block in slide.blocks for run in block_runs(block) if run.note]


def test_a_slide_without_footnotes_stays_the_same_object():
    slide = Slide("s", "k", "l", "t", (Text("body", (Paragraph((Run("x"),)),)),))
    assert number_footnotes(slide, NOTES) is slide


def test_own_marks_are_printed_and_others_numbered_in_order_of_use():
    assert marks(numbered(paragraph("b"), paragraph("est", "a"), paragraph("b"))) == ["1", "*", "2", "1"]


def test_marks_in_a_row_print_together_and_numbers_are_kept_apart():
    assert marks(numbered(paragraph("est", "p"))) == ["*", "+"]
    assert marks(numbered(paragraph("a", "b"))) == ["1", ",2"]


def test_a_number_that_a_note_has_as_its_own_mark_is_not_given_twice():
    assert marks(numbered(paragraph("one"), paragraph("a"))) == ["1", "2"]


def test_the_slide_gets_its_notes_in_order_of_use():
    slide = numbered(paragraph("b"), paragraph("est"))
    assert [(name, note.mark) for name, note in slide.footnotes.items()] == [("b", "1"), ("est", "*")]


def test_a_note_of_several_paragraphs_stands_on_one_line():
    note = numbered(paragraph("a")).footnotes["a"]
    assert "".join(run.text for run in note.runs) == "First note more"
    assert any(run.italic for run in note.runs)


def test_tables_are_numbered_row_by_row():
    rows = tuple(Row((Cell((paragraph(name),)), Cell())) for name in ("b", "a"))
    slide = Slide("s", "k", "l", "t", (Table("t", (), (Row((Cell((paragraph("a"),)),)),), rows),))
    assert marks(number_footnotes(slide, NOTES)) == ["1", "2", "1"]


def test_an_undefined_note_is_marked_and_has_no_text():
    slide = numbered(paragraph("nope"))
    assert marks(slide) == ["?"]
    assert dict(slide.footnotes) == {}


def test_what_only_the_presenter_is_told_is_not_printed_on_the_slide():
    slide = numbered(paragraph("a"), notes=[paragraph("b", "a")])
    assert list(slide.footnotes) == ["a"]
    assert slide.notes[0].plain == "x2,1"


@given(st.lists(st.sampled_from([*NOTES, "nope"]), max_size=12))
def test_two_notes_never_share_a_mark(names):
    slide = numbered(*(paragraph(name) for name in names))
    found = [note.mark for note in slide.footnotes.values()]
    assert len(found) == len(set(found))
    assert set(slide.footnotes) == set(names) & set(NOTES)
