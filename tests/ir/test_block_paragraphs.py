"""Blocks give their paragraphs, and copies with other paragraphs, whatever their type."""

from typing import get_args

import pytest
from msgspec.structs import replace

from deckgen.ir.blocks import (
    Block,
    Carried,
    Cell,
    Chart,
    ChartSpec,
    Column,
    MissingPicture,
    Paragraph,
    Picture,
    Row,
    Run,
    Slide,
    Table,
    Text,
)
from deckgen.ir.carried_outline import SlideOutline

SPEC = ChartSpec("trend", ("Q1",), ())


def para(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def row(*texts: str) -> Row:
    return Row(tuple(Cell((para(text),)) for text in texts))


BLOCKS: dict[type, tuple[Block, list[str]]] = {
    Text: (Text("body", (para("a"), para("b"))), ["a", "b"]),
    Table: (
        Table("table", (Column(), Column()), (row("h", "i"),), (row("a", "b"), row("c"))),
        ["h", "i", "a", "b", "c"],
    ),
    Chart: (Chart("chart", SPEC, "a chart"), []),
    Picture: (Picture("picture", "digest", (30, 20), "a picture"), []),
    MissingPicture: (MissingPicture("picture", (para("a"), para("b"))), ["a", "b"]),
    Carried: (Carried("text", "digest", SlideOutline((16, 9), 0, ()), fits_body=True), []),
}


@pytest.mark.parametrize("block_type", get_args(Block))
def test_all_paragraphs_are_given_and_changed_in_order(block_type: type) -> None:
    block, texts = BLOCKS[block_type]
    assert [paragraph.plain_text for paragraph in block.all_paragraphs()] == texts
    assert [run.text for run in block.runs()] == texts
    changed = block.with_paragraphs(lambda p: replace(p, runs=(Run(p.plain_text + "!"),)))
    assert type(changed) is block_type
    assert [paragraph.plain_text for paragraph in changed.all_paragraphs()] == [f"{text}!" for text in texts]
    assert block.with_paragraphs(lambda p: p) == block


def test_blocks_of_one_type_are_found_in_order() -> None:
    first, second = Text("a", ()), Text("b", ())
    slide = Slide("id", "kind", "layout", "Title", (first, BLOCKS[Chart][0], second))
    assert slide.blocks_of(Text) == [first, second]
