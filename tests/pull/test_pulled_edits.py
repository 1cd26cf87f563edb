"""Edits made in a deck come back into the content, each proven, and nothing that differs is passed over."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from edited_decks import copy_item, drop, edited, frames, in_row, make_deck, paragraph, pulled, retype, stripped
from pptx.dml.color import RGBColor
from pptx.util import Emu, Inches

from deckgen.build import pipeline
from deckgen.pull.report_lines import data_of

Edit = Callable[[Any], object]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_deck(tmp_path_factory.mktemp("deck"))


@pytest.fixture(scope="module")
def built(folder: Path) -> bytes:
    data = pipeline.build_bytes(folder).data
    assert data is not None
    return data


def notes(deck: Any) -> Any:
    return deck.slides[0].notes_slide.notes_text_frame


RECOVERED: dict[str, tuple[Edit, str, str]] = {
    "word of a title": (
        lambda d: retype(d.slides[0], "Three points", "Four points"),
        "part.yaml",
        "headline: Four points for today   # said on Monday\n",
    ),
    "word in emphasis": (lambda d: retype(d.slides[0], "calm", "quiet"), "part.yaml", "- The first point is *quiet*\n"),
    "word beside a link": (
        lambda d: retype(d.slides[0], "second point", "other point"),
        "part.yaml",
        "- The other point, see [the plan](https://example.org/plan)\n",
    ),
    "figure with a footnote": (
        lambda d: retype(d.slides[1], "+8.1%", "+8.4%"), "metrics.yaml", "Q2: '+8.4% YoY[^est]'}\n"
    ),
    "figure": (lambda d: retype(d.slides[1], "12", "13"), "part.yaml", "Q2: 13 people}\n"),
    "notes": (lambda d: setattr(notes(d), "text", "Say this very slowly."), "part.yaml", "notes: Say this very slowly.\n"),
    "typed over": (
        lambda d: setattr(d.slides[2].shapes.title, "text", "What comes now"), "part.yaml", "headline: What comes now\n"
    ),
    "bold": (
        lambda d: setattr(paragraph(d.slides[0], "about money").runs[0].font, "bold", True),
        "part.yaml",
        "- \"**The third point is about money**\"\n",
    ),
    "new item": (lambda d: copy_item(d, "A new point"), "part.yaml", "      - A new point\n      - The third point"),
    "hidden slide": (lambda d: d.slides[2]._element.set("show", "0"), "part.yaml", "hidden: \"yes\"\n"),
    "new notes": (
        lambda d: setattr(d.slides[2].notes_slide.notes_text_frame, "text", "Thank them."), "part.yaml", "notes: Thank them.\n"
    ),
    "deleted item": (lambda d: drop(paragraph(d.slides[0], "The third point")), "part.yaml", "example.org/plan)\n    notes"),
}  # fmt: skip


@pytest.mark.parametrize("name", RECOVERED)
def test_edit_is_written_into_the_content(name: str, folder: Path, built: bytes) -> None:
    edit, file, expected = RECOVERED[name]
    found = pulled(folder, edited(built, edit))
    assert found.outcomes() == ["proven"], [each.message for each in found.edits]
    texts = found.written()
    assert list(texts) == [file]
    assert expected in texts[file]


def swap_ends(slide: Any) -> None:
    """Bring the items of a slide into the opposite order."""
    first, second, third = (paragraph(slide, f"The {which} point")._p for which in ("first", "second", "third"))
    third.addnext(second)
    second.addnext(first)


def colour(deck: Any) -> None:
    """Give all texts of all slides one colour."""
    for run in (r for slide in deck.slides for f in frames(slide) for p in f.paragraphs for r in p.runs):
        run.font.color.rgb = RGBColor(1, 99, 1)


NOTICED: dict[str, Edit] = {
    "text box": lambda d: d.slides[0].shapes.add_textbox(Inches(9), Inches(6), Inches(3), Inches(1)),
    "moved shape": lambda d: move(d.slides[1]),
    "coloured text": lambda d: setattr(paragraph(d.slides[0], "calm").runs[0].font.color, "rgb", RGBColor(1, 99, 1)),
    "every text coloured": colour,
    "two items moved": lambda d: swap_ends(d.slides[0]),
    "deleted shape": lambda d: remove_shape(d.slides[0]),
    "status that deckgen computes": lambda d: retype(d.slides[1], "On track", "Fine so far"),
    "new slide": lambda d: d.slides.add_slide(d.slides[0].slide_layout),
    "two texts for one value": lambda d: None,
}


def move(slide: Any) -> None:
    shape = next(s for s in slide.shapes if s.has_table)
    shape.left = Emu(shape.left + 400_000)


def remove_shape(slide: Any) -> None:
    shape = next(s for s in slide.shapes if s.has_text_frame and "calm" in s.text_frame.text)
    shape._element.getparent().remove(shape._element)


@pytest.mark.parametrize("name", [name for name in NOTICED if name != "two texts for one value"])
def test_what_cannot_be_brought_back_is_reported(name: str, folder: Path, built: bytes) -> None:
    found = pulled(folder, edited(built, NOTICED[name]))
    assert set(found.outcomes()) <= {"reported", "proposed"}
    assert found.edits
    assert all(edit.message for edit in found.edits)
    assert found.written() == {}


@pytest.mark.parametrize("is_stripped", [False, True])
def test_nothing_is_found_in_a_deck_that_nobody_edited(folder: Path, built: bytes, is_stripped: bool) -> None:
    assert pulled(folder, stripped(built) if is_stripped else edited(built, frames_of)).edits == ()


def frames_of(deck: Any) -> None:
    """Read the deck and change nothing."""
    assert frames(deck.slides[0])


def test_edits_are_found_without_custom_xml_and_with_other_ids(folder: Path, built: bytes) -> None:
    data = stripped(edited(built, lambda d: retype(d.slides[1], "12", "13")))
    found = pulled(folder, data)
    assert found.outcomes() == ["proven"]
    assert "Q2: 13 people}" in found.written()["part.yaml"]
    assert any("does not carry the values" in line for line in found.pull.lines())


def test_figure_says_whose_it_is_and_what_turns(folder: Path, built: bytes) -> None:
    found = pulled(folder, edited(built, lambda d: retype(d.slides[1], "+8.1%", "+3.2%")))
    [edit] = found.edits
    assert (edit.care, edit.owner) == ("figure", "Ben")
    assert any(line.strip() == "On track → Off track on 1 slide" for line in found.pull.question(edit))


@pytest.mark.parametrize("number", ["x", "\u00b2", "9" * 5000, "-1"])
def test_odd_numbers_in_the_record_of_a_deck_are_no_fault(number: str, folder: Path, built: bytes) -> None:
    def distort(deck: Any) -> None:
        [part] = [
            each.target_part
            for each in deck.part.rels.values()
            if b"<origins" in getattr(each.target_part, "blob", b"")
        ]
        part._blob = part.blob.replace(b'slide id="256"', f'slide id="{number}"'.encode()).replace(
            b"/slides/0/", f"/slides/{number}/".encode()
        )

    assert pulled(folder, edited(built, distort)).edits == ()


def test_arrow_behind_a_figure_turns_with_it(tmp_path: Path) -> None:
    row = "{id: women, name: Grants for women, baseline: 64%, goal: 70%, quarters: {Q1: 66%, Q2: 82%}}"
    folder = make_deck(tmp_path, f"kind: key-results\nheadline: More grants\nrows:\n  - {row}\n")
    data = pipeline.build_bytes(folder).data
    assert data is not None
    found = pulled(folder, edited(data, lambda deck: retype(deck.slides[0], "82%", "6%")))
    assert found.outcomes() == ["proven"]
    assert any("the arrow turns: the slide will read “6% ↓”" in line for line in found.pull.lines())
    assert [data_of(edit)["turned"].split() for edit in found.edits] == [["6%", "↓"]]
    assert "Q2: 6%}" in found.written()["part.yaml"]


def test_changed_name_of_an_entry_is_proposed(tmp_path: Path) -> None:
    folder = make_deck(
        tmp_path, "kind: acronyms\nheadline: Short names\nentries: {CTA: Community tools, APP: Mobile apps}\n"
    )
    data = pipeline.build_bytes(folder).data
    assert data is not None
    [found] = pulled(folder, edited(data, lambda deck: retype(deck.slides[0], "CTA", "CTT"))).edits
    assert found.outcome == "proposed"
    assert found.message == "“CTA” is the name of an entry: rename it to “CTT” in the content"


def test_links_to_a_deleted_slide_are_no_edits_of_their_own(tmp_path: Path) -> None:
    folder = make_deck(tmp_path, front=["scorecard", "agenda"])
    data = pipeline.build_bytes(folder).data
    assert data is not None

    def delete(deck: Any) -> None:
        gone = deck.slides[3]
        assert gone.shapes.title.text == "Two of three are done"
        for slide in list(deck.slides):
            for key in [key for key, each in slide.part.rels.items() if each._target is gone.part]:
                for link in slide._element.xpath(f'.//a:hlinkClick[@r:id="{key}"]'):
                    link.getparent().remove(link)
                slide.part.rels.pop(key)
        entry = deck.slides._sldIdLst.sldId_lst[3]
        deck.part.drop_rel(entry.rId)
        deck.slides._sldIdLst.remove(entry)

    [found] = pulled(folder, edited(data, delete)).edits
    assert found.message == "the slide was deleted (Two of three are done)"


COLUMNS = """
kind: metrics
headline: Money is spent
rows:
  - {name: Income, baseline: £2.1m, goal: £2.4m, quarters: {Q1: £540k, Q2: £1.15m}}
  - {name: Research grant, goal: €300k, quarters: {Q1: €80k, Q2: n/a}}
  - name: Volunteer strategy
    goal: Approved by trustees by 30 September 2026
    quarters: {Q1: Draft with staff, Q2: {text: Approved 24 September 2026, status: done}}
"""


def test_other_columns_are_no_verdict_that_turns(tmp_path: Path) -> None:
    folder = make_deck(tmp_path, COLUMNS)
    data = pipeline.build_bytes(folder).data
    assert data is not None
    found = pulled(folder, edited(data, lambda deck: in_row(deck, 0, "Research", "n/a", "€170k")))
    [edit] = found.edits
    assert edit.is_writable
    _, *lines = found.pull.question(edit)
    assert [line.strip() for line in lines] == ["the table has other columns on slide 1"]
