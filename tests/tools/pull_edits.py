"""Edits as people make them in PowerPoint, made with python-pptx in the built example deck, with what `deckgen pull` must see.

Each function gets the presentation, makes one edit, and returns the number of the slide (from 1) and a text that the slide or its
notes must have once the edit is in the content (empty where the edit is no text).
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Iterator
from typing import Any

from PIL import Image
from pptx.dml.color import RGBColor
from pptx.util import Emu, Inches, Pt

Made = tuple[int, str]
EDITS: dict[str, tuple[str, Callable[[Any], Made]]] = {}
"""By name: what is expected at least (`recovered`, `proposed`, `reported`), and the function."""


def edit(least: str) -> Callable[[Callable[[Any], Made]], Callable[[Any], Made]]:
    def register(function: Callable[[Any], Made]) -> Callable[[Any], Made]:
        EDITS[function.__name__.replace("_", " ")] = (least, function)
        return function

    return register


def frames(slide: Any) -> Iterator[Any]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame
        if shape.has_table:
            yield from (cell.text_frame for row in shape.table.rows for cell in row.cells)


def runs(slide: Any) -> Iterator[Any]:
    yield from (run for frame in frames(slide) for paragraph in frame.paragraphs for run in paragraph.runs)


def replace(deck: Any, number: int, old: str, new: str, *, every: bool = False) -> int:
    found = 0
    for run in runs(deck.slides[number - 1]):
        text = run.text.replace("\u00a0", " ")
        if old in text and (every or not found):
            run.text = text.replace(old, new)
            found += 1
    assert found, (number, old)
    return number


def paragraph_with(slide: Any, text: str) -> Any:
    return next(p for frame in frames(slide) for p in frame.paragraphs if text in "".join(r.text for r in p.runs))


def table_of(slide: Any) -> Any:
    return next(shape.table for shape in slide.shapes if shape.has_table)


def slide_with(deck: Any, text: str) -> int:
    for number, slide in enumerate(deck.slides, 1):
        if any(text in frame.text.replace("\u00a0", " ") for frame in frames(slide)):
            return number
    raise AssertionError(text)


@edit("recovered")
def word_in_headline(deck: Any) -> Made:
    return replace(deck, 6, "Monthly active editors are up", "Monthly active editors have grown"), "have grown 8.1%"


@edit("recovered")
def word_in_text(deck: Any) -> Made:
    return replace(deck, 4, "global pandemic", "worldwide pandemic"), "worldwide pandemic"


@edit("recovered")
def word_in_item(deck: Any) -> Made:
    return replace(deck, 4, "fix SecurePoll", "repair SecurePoll"), "repair SecurePoll"


@edit("recovered")
def word_in_cell(deck: Any) -> Made:
    return replace(deck, 5, "newcomers feel more", "beginners feel more"), "beginners feel more"


@edit("recovered")
def word_in_notes(deck: Any) -> Made:
    run = deck.slides[3].notes_slide.notes_text_frame.paragraphs[0].runs[0]
    run.text = run.text.replace("two actions", "both actions")
    return 4, "both actions"


@edit("recovered")
def figure_in_cell(deck: Any) -> Made:
    return replace(deck, 6, "+8.1% YoY", "+8.3% YoY"), "+8.3% YoY"


@edit("recovered")
def large_figure(deck: Any) -> Made:
    return replace(deck, 3, "24.5%", "24.7%"), "24.7%"


@edit("recovered")
def goal_in_cell(deck: Any) -> Made:
    return replace(deck, 3, "Maintain baseline", "Maintain the baseline"), "Maintain the baseline"


@edit("recovered")
def name_of_metric(deck: Any) -> Made:
    return replace(deck, 6, "Monthly active editors grow", "Active editors grow"), "Active editors grow YoY"


@edit("recovered")
def title_of_section(deck: Any) -> Made:
    number = slide_with(deck, "Grantmaking")
    return replace(deck, number, "Grantmaking", "Grants"), "Grants"


@edit("recovered")
def title_of_cover(deck: Any) -> Made:
    return replace(deck, 1, "Thriving Movement", "A Thriving Movement"), "A Thriving Movement"


@edit("recovered")
def text_rewritten(deck: Any) -> Made:
    paragraph = paragraph_with(deck.slides[3], "While the global pandemic")
    for run in paragraph.runs[1:]:
        run._r.getparent().remove(run._r)
    paragraph.runs[0].text = "Travel stopped, so we worked from home and met our goals nevertheless."
    return 4, "met our goals nevertheless"


@edit("recovered")
def sentence_added(deck: Any) -> Made:
    paragraph = paragraph_with(deck.slides[3], "Community Leadership Development: the incubator")
    paragraph.runs[-1].text += " Please decide today."
    return 4, "Please decide today."


@edit("recovered")
def paragraph_added_to_text(deck: Any) -> Made:
    number = slide_with(deck, "Work on IP Masking rests")
    paragraph = paragraph_with(deck.slides[number - 1], "Work on IP Masking rests")
    new = copy.deepcopy(paragraph._p)
    paragraph._p.addnext(new)
    again = paragraph_with(deck.slides[number - 1], "Work on IP Masking rests")
    after = type(again)(new, again._parent)
    for run in after.runs[1:]:
        new.remove(run._r)
    after.runs[0].text = "This was agreed with the team."
    return number, "This was agreed with the team."


@edit("recovered")
def paragraph_deleted_from_text(deck: Any) -> Made:
    number = slide_with(deck, "In Q4 the team returns")
    paragraph = paragraph_with(deck.slides[number - 1], "In Q4 the team returns")
    paragraph._p.getparent().remove(paragraph._p)
    return number, ""


def split_run(paragraph: Any, word: str) -> Any:
    """Return the run of one word, which becomes a run of its own."""
    run = next(r for r in paragraph.runs if word in r.text)
    before, after = run.text.split(word, 1)
    middle, last = copy.deepcopy(run._r), copy.deepcopy(run._r)
    run._r.addnext(middle)
    middle.addnext(last)
    run.text = before
    parts = {r._r: r for r in paragraph.runs}
    parts[middle].text, parts[last].text = word, after
    return parts[middle]


@edit("recovered")
def word_made_bold(deck: Any) -> Made:
    split_run(paragraph_with(deck.slides[3], "While the global pandemic"), "pandemic").font.bold = True
    return 4, "pandemic"


@edit("recovered")
def word_made_italic(deck: Any) -> Made:
    split_run(paragraph_with(deck.slides[4], "newcomers feel more"), "newcomers").font.italic = True
    return 5, "newcomers"


@edit("recovered")
def link_added(deck: Any) -> Made:
    run = split_run(paragraph_with(deck.slides[3], "While the global pandemic"), "pandemic")
    run.hyperlink.address = "https://example.org/pandemic"
    return 4, "pandemic"


@edit("recovered")
def whole_text_typed_over(deck: Any) -> Made:
    shape = next(
        s for s in deck.slides[6].shapes if s.has_text_frame and "New editor retention is up" in s.text_frame.text
    )
    shape.text_frame.text = "Retention of new editors is up 8.6%, above the goal"
    return 7, "Retention of new editors is up 8.6%, above the goal"


@edit("recovered")
def words_of_two_values_of_one_paragraph(deck: Any) -> Made:
    replace(deck, 6, "+5%", "+6%")
    return replace(deck, 6, "are made welcome", "are welcomed"), "are welcomed"


@edit("recovered")
def two_parts_of_one_value(deck: Any) -> Made:
    replace(deck, 6, "+9.5% YoY", "+9.4% YoY")
    number = 6
    row = next(row for row in table_of(deck.slides[5]).rows if "Emerging" in row.cells[0].text)
    cell = next(cell for cell in row.cells if "23K" in cell.text)
    run = next(r for p in cell.text_frame.paragraphs for r in p.runs if "23K" in r.text)
    run.text = run.text.replace("23K", "24K")
    return number, "(24K/mo"


@edit("recovered")
def figure_on_all_slides(deck: Any) -> Made:
    for number in range(1, len(deck.slides) + 1):
        for run in runs(deck.slides[number - 1]):
            if "24.5%" in run.text:
                run.text = run.text.replace("24.5%", "24.9%")
    return 3, "24.9%"


@edit("recovered")
def item_added(deck: Any) -> Made:
    paragraph = paragraph_with(deck.slides[3], "IP Masking: have the Anti-Harassment")
    new = copy.deepcopy(paragraph._p)
    paragraph._p.addnext(new)
    after = type(paragraph)(new, paragraph._parent)
    for run in after.runs[:-1]:
        new.remove(run._r)
    after.runs[0].text = "Agree on a date for the report."
    return 4, "Agree on a date for the report."


@edit("recovered")
def item_deleted(deck: Any) -> Made:
    paragraph = paragraph_with(deck.slides[3], "Grantmaking")
    paragraph._p.getparent().remove(paragraph._p)
    return 4, ""


@edit("recovered")
def item_moved(deck: Any) -> Made:
    paragraph = paragraph_with(deck.slides[3], "ARMDEB")
    other = paragraph_with(deck.slides[3], "Community Programs")
    other._p.addnext(paragraph._p)
    return 4, ""


@edit("proposed")
def row_added(deck: Any) -> Made:
    table = table_of(deck.slides[5])
    row = table._tbl.tr_lst[-1]
    new = copy.deepcopy(row)
    row.addnext(new)
    for cell, text in zip(
        table.rows[len(table.rows) - 1].cells, ("Other markets", "", "+1% YoY", "", "+2% YoY"), strict=False
    ):
        cell.text = text
    return 6, ""


@edit("proposed")
def row_deleted(deck: Any) -> Made:
    number = slide_with(deck, "KR1")
    table = table_of(deck.slides[number - 1])
    table._tbl.remove(table._tbl.tr_lst[-1])
    return number, ""


@edit("proposed")
def row_moved(deck: Any) -> Made:
    table = table_of(deck.slides[4])
    rows = table._tbl.tr_lst
    rows[1].addprevious(rows[3])
    return 5, ""


@edit("recovered")
def paragraph_added_to_notes(deck: Any) -> Made:
    frame = deck.slides[3].notes_slide.notes_text_frame
    frame.paragraphs[0]._p.addnext(copy.deepcopy(frame.paragraphs[0]._p))
    for run in frame.paragraphs[1].runs[1:]:
        frame.paragraphs[1]._p.remove(run._r)
    frame.paragraphs[1].runs[0].text = "Then ask for questions."
    return 4, "Then ask for questions."


@edit("recovered")
def notes_added(deck: Any) -> Made:
    number = next(
        n for n, s in enumerate(deck.slides, 1)
        if n > 2 and not s.has_notes_slide and not any("Progress and" in frame.text for frame in frames(s))
    )  # fmt: skip
    deck.slides[number - 1].notes_slide.notes_text_frame.text = "Say this slowly."
    return number, "Say this slowly."


@edit("proposed")
def notes_deleted(deck: Any) -> Made:
    deck.slides[3].notes_slide.notes_text_frame.text = ""
    return 4, ""


@edit("recovered")
def slide_hidden(deck: Any) -> Made:
    deck.slides[6]._element.set("show", "0")
    return 7, ""


@edit("proposed")
def slide_deleted(deck: Any) -> Made:
    listed = deck.slides._sldIdLst
    entry = listed.sldId_lst[6]
    deleted = deck.part.related_part(entry.rId)
    for slide in deck.slides:
        remove_links(slide, deleted)
    deck.part.drop_rel(entry.rId)
    listed.remove(entry)
    return 7, ""


def remove_links(slide: Any, target: Any) -> None:
    """Remove the links of a slide to a deleted one, as PowerPoint does: else the part stays in the file."""
    for key in [key for key, each in slide.part.rels.items() if not each.is_external and each.target_part is target]:
        for link in slide._element.xpath(f'.//a:hlinkClick[@r:id="{key}"]'):
            link.getparent().remove(link)
        slide.part.rels.pop(key)


def add_slide(deck: Any, *texts: str) -> Any:
    slide = deck.slides.add_slide(deck.slides[7].slide_layout)
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type is not None and shape == slide.shapes.title:
            shape.text_frame.text = texts[0]
        else:
            shape._element.getparent().remove(shape._element)
    for number, text in enumerate(texts[1:]):
        slide.shapes.add_textbox(Inches(1), Inches(2 + number), Inches(8), Inches(0.6)).text_frame.text = text
    return slide


@edit("proposed")
def slide_duplicated(deck: Any) -> Made:
    source = deck.slides[3]
    slide = deck.slides.add_slide(source.slide_layout)
    for shape in list(slide.shapes):
        shape._element.getparent().remove(shape._element)
    for shape in source.shapes:
        slide.shapes._spTree.append(copy.deepcopy(shape._element))
    return len(deck.slides), ""


@edit("proposed")
def slide_new(deck: Any) -> Made:
    add_slide(deck, "What we ask of the board", "A date for the report", "Two more people")
    return len(deck.slides), ""


@edit("recovered")
def slide_moved(deck: Any) -> Made:
    listed = deck.slides._sldIdLst
    last = listed.sldId_lst[7]
    listed.sldId_lst[5].addprevious(last)
    return 6, ""


@edit("proposed")
def slide_moved_to_another_section(deck: Any) -> Made:
    listed = deck.slides._sldIdLst
    listed.sldId_lst[30].addnext(listed.sldId_lst[6])
    return 31, ""


@edit("reported")
def picture_replaced(deck: Any) -> Made:
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            if shape._element.xpath(".//a:blip"):
                data = io.BytesIO()
                Image.new("RGB", (80, 60), "#AA3311").save(data, "PNG")
                data.seek(0)
                _, relation = slide.part.get_or_add_image_part(data)
                name = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
                blip = shape._element.xpath(".//a:blip")[0]
                blip.set(name, relation)
                for extension in list(blip):
                    blip.remove(extension)
                return number, ""
    raise AssertionError


@edit("reported")
def text_coloured(deck: Any) -> Made:
    for run in paragraph_with(deck.slides[3], "While the global pandemic").runs:
        run.font.color.rgb = RGBColor(0xC0, 0x10, 0x90)
    return 4, ""


@edit("reported")
def text_enlarged(deck: Any) -> Made:
    for run in paragraph_with(deck.slides[3], "While the global pandemic").runs:
        run.font.size = Pt(31)
    return 4, ""


@edit("reported")
def shape_moved(deck: Any) -> Made:
    shape = next(s for s in deck.slides[5].shapes if s.has_table)
    shape.left, shape.top = Emu(shape.left + 400_000), Emu(shape.top + 300_000)
    return 6, ""


@edit("reported")
def own_text_box(deck: Any) -> Made:
    box = deck.slides[5].shapes.add_textbox(Inches(9), Inches(6), Inches(3), Inches(0.4))
    box.text_frame.text = "Preliminary!"
    return 6, ""


@edit("reported")
def footer_changed(deck: Any) -> Made:
    shape = next(s for s in deck.slides[5].placeholders if "FOOTER" in str(s.placeholder_format.type))
    shape.text_frame.paragraphs[0].runs[0].text = "For the board only"
    return 6, ""


@edit("recovered")
def status_changed(deck: Any) -> Made:
    table = table_of(deck.slides[5])
    cell = next(c for row in table.rows if "Established" in row.cells[0].text for c in row.cells if "At risk" in c.text)
    next(r for p in cell.text_frame.paragraphs for r in p.runs if "At risk" in r.text).text = "Off track"
    return 6, "Off track"


@edit("reported")
def computed_text_changed(deck: Any) -> Made:
    return replace(deck, 3, "without data", "without any data"), ""


@edit("reported")
def shape_deleted(deck: Any) -> Made:
    shape = next(
        s for s in deck.slides[3].shapes if s.has_text_frame and "While the global pandemic" in s.text_frame.text
    )
    shape._element.getparent().remove(shape._element)
    return 4, ""
