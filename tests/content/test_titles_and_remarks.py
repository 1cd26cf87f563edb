"""The example deck: every title is a finding with figures of its slide, and no editorial remark is lost."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from deckgen.build.build_results import LayoutResult
from deckgen.build.pipeline import lay_out
from deckgen.build.title_list import list_titles
from deckgen.ir.blocks import Paragraph, Slide, Table
from deckgen.model import Deck, Section, SlideEntry
from deckgen.resolve.walk import walk

DECK = Path(__file__).parents[2] / "content" / "thriving-movement"
FIGURE = re.compile(r"[+$]?\d[\d.,]*\d|\d")
NUMBER_WORDS = {"two": "2", "three": "3", "four": "4", "ten": "10"}
COMPUTED = {"3.5", "3.0"}
"""Differences that we computed from figures of the source (docs/source-notes.md)."""


@cache
def laid_out() -> LayoutResult:
    return lay_out(DECK)


def text_of(paragraphs: tuple[Paragraph, ...]) -> str:
    return "\n".join(paragraph.plain_text for paragraph in paragraphs)


def figures(text: str) -> set[str]:
    return {match.strip("+") for match in FIGURE.findall(text)}


def test_every_authored_title_is_a_finding_but_those_of_dividers_and_acronyms() -> None:
    titles = [entry for entry in list_titles(laid_out()) if entry.id != "appendix-1"]
    labels = {entry.kind for entry in titles if entry.states == "label"}
    assert labels == {"cover", "agenda", "divider", "acronyms"}


def test_figures_of_every_headline_are_those_of_its_section() -> None:
    content = laid_out().content
    assert content is not None
    for section in content.sections:
        for entry in section.slides:
            known = figures_known(content, section, entry)
            headline = entry.content.headline or ""
            assert figures(headline) <= known, entry.origin.slide
            words = set(re.findall(r"\w+", headline.lower())) & NUMBER_WORDS.keys()
            assert {NUMBER_WORDS[word] for word in words} <= known | {"3"}, entry.origin.slide


def figures_known(content: Deck, section: Section, entry: SlideEntry) -> set[str]:
    """The figures that a headline may state: those of its section, and of the metrics if the section shows any."""
    metrics = [str(content.metrics.values())] if any("metric" in str(each.content) for each in section.slides) else []
    texts = [
        str(text)
        for other in section.slides
        for path, text in walk(other.content)
        if path[0] not in {"headline", "notes"}
    ]
    charts = [str(getattr(other.content, name, "")) for other in section.slides for name in ("chart", "charts")]
    return figures(" ".join([section.title, *texts, *charts, *metrics])) | COMPUTED


def slides_with_footnotes() -> list[tuple[Slide, str]]:
    return [
        (slide, name)
        for slide in laid_out().slides
        for name in dict.fromkeys(run.note for block in slide.blocks for run in block.runs() if run.note)
    ]


def test_every_footnote_with_a_mark_on_a_slide_is_read_at_its_foot() -> None:
    content = laid_out().content
    assert content is not None
    for slide, name in slides_with_footnotes():
        assert content.footnotes[name].text.plain in "".join(run.text for run in slide.footnotes[name].runs)


def test_every_editorial_footnote_is_read_in_notes_only() -> None:
    content, marked = laid_out().content, {name for _, name in slides_with_footnotes()}
    assert content is not None
    notes = [text_of(slide.notes) for slide in laid_out().slides]
    editorial = {name for name, definition in content.footnotes.items() if definition.editorial}
    assert editorial == set(content.footnotes) - marked
    assert [name for name in editorial if not any(content.footnotes[name].text.plain in text for text in notes)] == []


def test_what_the_source_leaves_open_is_not_told_to_the_audience() -> None:
    deck = laid_out().deck
    assert deck is not None
    assert not [slide.id for slide, _ in slides_with_footnotes() if "source" in str(slide.footnotes)]
    assert all(page.notes for page in deck.pages if page.id in {slide.id for slide, _ in slides_with_footnotes()})


@pytest.mark.parametrize("slide", ["metrics/participation-change", "metrics/leaders-change"])
def test_statuses_of_highlights_are_those_of_the_rows_before_them(slide: str) -> None:
    content = laid_out().content
    assert content is not None
    [figures] = [e.content.figures for s in content.sections for e in s.slides if e.origin.slide == slide]
    tables = [s for s in laid_out().slides if s.id == slide.removesuffix("-change")]
    rows = [
        (text_of(tuple(p for cell in row.cells for p in cell.paragraphs)), {cell.mark for cell in row.cells})
        for table in tables for block in table.blocks_of(Table) for row in block.rows
    ]  # fmt: skip
    for figure in figures:
        change = figure.value.plain.removesuffix(" pts").removesuffix(" points")
        assert any(change in text and figure.status in marks for text, marks in rows), figure.value.plain
