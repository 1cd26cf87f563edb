"""Marks and order of the footnotes of a slide."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Paragraph, Row, Run, Slide, Table, Text
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


def slide_with_footnotes(*paragraphs, notes=()):
    slide = Slide("s", "k", "l", "t", (Text("body", tuple(paragraphs)),), notes=tuple(notes))
    return number_footnotes(slide, NOTES)


def marks(slide):
    return [run.text for block in slide.blocks for run in block.runs() if run.note]


def test_slide_without_footnotes_is_returned_unchanged():
    slide = Slide("s", "k", "l", "t", (Text("body", (Paragraph((Run("x"),)),)),))
    assert number_footnotes(slide, NOTES) is slide


def test_own_marks_are_used_and_others_numbered_in_order_of_use():
    assert marks(slide_with_footnotes(paragraph("b"), paragraph("est", "a"), paragraph("b"))) == ["1", "*", "2", "1"]


def test_comma_separates_adjacent_numbers_but_not_symbols():
    assert marks(slide_with_footnotes(paragraph("est", "p"))) == ["*", "+"]
    assert marks(slide_with_footnotes(paragraph("a", "b"))) == ["1", ",2"]


def test_number_that_is_some_footnotes_own_mark_is_skipped():
    assert marks(slide_with_footnotes(paragraph("one"), paragraph("a"))) == ["1", "2"]


def test_slide_has_its_footnotes_in_order_of_use():
    slide = slide_with_footnotes(paragraph("b"), paragraph("est"))
    assert [(name, note.mark) for name, note in slide.footnotes.items()] == [("b", "1"), ("est", "*")]


def test_footnote_of_several_paragraphs_is_put_on_one_line():
    note = slide_with_footnotes(paragraph("a")).footnotes["a"]
    assert "".join(run.text for run in note.runs) == "First note more"
    assert any(run.italic for run in note.runs)


def test_references_in_tables_are_numbered_row_by_row():
    rows = tuple(Row((Cell((paragraph(name),)), Cell())) for name in ("b", "a"))
    slide = Slide("s", "k", "l", "t", (Table("t", (), (Row((Cell((paragraph("a"),)),)),), rows),))
    assert marks(number_footnotes(slide, NOTES)) == ["1", "2", "1"]


def test_undefined_footnote_has_a_mark_but_no_text():
    slide = slide_with_footnotes(paragraph("nope"))
    assert marks(slide) == ["?"]
    assert dict(slide.footnotes) == {}


def test_footnote_used_only_in_presenter_notes_is_not_on_the_slide():
    slide = slide_with_footnotes(paragraph("a"), notes=[paragraph("b", "a")])
    assert list(slide.footnotes) == ["a"]
    assert slide.notes[0].plain_text == "x2,1"


@given(st.lists(st.sampled_from([*NOTES, "nope"]), max_size=12))
def test_footnotes_never_share_a_mark(names):
    slide = slide_with_footnotes(*(paragraph(name) for name in names))
    used_marks = [note.mark for note in slide.footnotes.values()]
    assert len(used_marks) == len(set(used_marks))
    assert set(slide.footnotes) == set(names) & set(NOTES)


EDITORIAL = {**NOTES, "gap": FootnoteDef(text=RichText("The source gives no note"), editorial=True)}


def texts(slide):
    return ["".join(run.text for run in paragraph.runs) for paragraph in slide.notes]


def test_editorial_footnote_is_in_the_notes_without_a_mark_on_the_slide():
    slide = Slide("s", "k", "l", "t", (Text("body", (paragraph("gap"), paragraph("a"))),), notes=(paragraph(),))
    numbered = number_footnotes(slide, EDITORIAL)
    assert list(numbered.footnotes) == ["a"]
    assert texts(numbered) == ["x", "x:", "The source gives no note"]
    assert marks(numbered) == ["1"]


def test_editorial_footnote_in_the_notes_names_the_words_that_it_is_about():
    places = ["+7% YoY (89K/mo", "in a sentence of more than forty characters, 92K/mo", "(92K/mo", "a", "b"]
    paragraphs = tuple(Paragraph((Run(text), Run("", note="gap"), Run(")"))) for text in places)
    numbered = number_footnotes(Slide("s", "k", "l", "t", (Text("body", paragraphs),)), EDITORIAL)
    about = "+7% YoY (89K/mo, of more than forty characters, 92K/mo, 92K/mo …"
    assert texts(numbered) == [f"{about}:", "The source gives no note"]
    assert numbered.blocks[0].paragraphs[0].plain_text == "+7% YoY (89K/mo)"


def test_editorial_footnote_that_only_the_notes_use_is_explained_there():
    slide = Slide("s", "k", "l", "t", (Text("body", (paragraph("a"),)),), notes=(paragraph("gap", "gap"),))
    numbered = number_footnotes(slide, EDITORIAL)
    assert texts(numbered) == ["x2,2", "2 The source gives no note"]


def test_editorial_footnote_in_the_notes_leads_to_its_text():
    text = RichText("Why", origins=(Origin(file="footnotes.yaml", path=("gap", "text")),))
    slide = Slide("s", "k", "l", "t", (Text("body", (paragraph("gap"),)),))
    definitions = {"gap": FootnoteDef(mark="*", text=text, editorial=True)}
    about, remark = number_footnotes(slide, definitions).notes
    assert (about.origins, [origin.path for origin in remark.origins]) == ((), [("gap", "text")])
    [_, remark] = number_footnotes(replace(slide, blocks=(), notes=(paragraph("gap"),)), definitions).notes
    assert [origin.path for origin in remark.origins] == [("gap", "mark"), ("gap", "text")]
