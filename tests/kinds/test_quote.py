"""quote: what somebody said, and who said it."""

from pathlib import Path

import pytest
from kinds_without_layouts import lay_out_without

from deckgen.build import pipeline
from deckgen.ir.blocks import Text
from sample_projects import make_project

QUOTE = "kind: quote\nquote: It works."


def test_source_stays_on_the_page_of_the_end_of_the_quote(tmp_path: Path) -> None:
    slide = pipeline.lay_out(make_project(tmp_path, f"{QUOTE}\nsource: A mentor")).slides[-1]
    [block] = slide.blocks_of(Text)
    assert [(p.style, p.plain_text, p.keep_with_next) for p in block.paragraphs] == [
        ("body", "It works.", True),
        ("small", "A mentor", False),
    ]


def test_quote_may_have_no_source(tmp_path: Path) -> None:
    slide = pipeline.lay_out(make_project(tmp_path, QUOTE)).slides[-1]
    assert [(p.plain_text, p.keep_with_next) for b in slide.blocks_of(Text) for p in b.paragraphs] == [
        ("It works.", False)
    ]


def test_empty_quote_is_refused(tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, "kind: quote\nquote: ''"))
    assert [issue.message for issue in result.issues] == ["text is expected here, but it is empty"]


@pytest.mark.parametrize("source", ["", "\nsource: A mentor"])
def test_brand_without_the_layout_shows_a_quote_as_photos_do(source: str, tmp_path: Path) -> None:
    result = lay_out_without(["quote"], tmp_path, QUOTE + source)
    assert result.deck is not None, result.issues
    assert [page.layout for page in result.deck.pages] == ["photos-quote"]
