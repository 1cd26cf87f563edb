"""text: prose in one column, or in two."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Slide, Text
from sample_projects import make_project


def compose(root: Path, content: str) -> Slide:
    return pipeline.lay_out(make_project(root, f"kind: text\n{content}")).slides[-1]


def test_prose_is_in_one_column(tmp_path: Path) -> None:
    slide = compose(tmp_path, "text: |-\n  First paragraph.\n\n  Second paragraph.")
    [block] = slide.blocks_of(Text)
    assert (slide.layout, block.slot) == ("text", "text")
    assert [p.plain_text for p in block.paragraphs] == ["First paragraph.", "Second paragraph."]


def test_two_columns_have_their_headings(tmp_path: Path) -> None:
    slide = compose(tmp_path, "columns:\n  - heading: Seen\n    text: One.\n  - Two.")
    assert slide.layout == "text-2"
    assert [[(p.style, p.plain_text) for p in block.paragraphs] for block in slide.blocks_of(Text)] == [
        [("heading", "Seen"), ("body", "One.")],
        [("body", "Two.")],
    ]
    assert [block.slot for block in slide.blocks_of(Text)] == ["column-1", "column-2"]


def test_long_prose_continues_on_further_pages(tmp_path: Path) -> None:
    deck = pipeline.lay_out(make_project(tmp_path, f"kind: text\ntext: {'A sentence of some words. ' * 200}")).deck
    assert deck is not None
    assert len(deck.pages) > 1
    assert {page.layout for page in deck.pages} == {"text"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("text: One.\ncolumns: [One., Two.]", "this slide needs either `text` or `columns`"),
        ("columns: [One.]", "at least 2 entries are needed here, but there is 1"),
        ("text: ''", "text is expected here, but it is empty"),
        ("columns: [One., '']", "text is expected here, but it is empty"),
    ],
)
def test_faulty_prose_is_refused(content: str, message: str, tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, f"kind: text\n{content}"))
    assert [issue.message for issue in result.issues] == [message]
