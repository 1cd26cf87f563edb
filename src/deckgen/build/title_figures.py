"""Slides of blocks → the same slides with the figures of their titles marked in their texts.

Readers who look up from a title find in the text what it speaks of: where running text first states a figure of the title (`4x`,
`1 million`, `50%`), that is bold and in ink, unless the figure stands large on the slide. The one result in the
column of the reported period that is such a figure is bold and keeps its colour, since colours of results are those of verdicts;
its row is tinted, in the tint of its verdict where it has one. Of the results in cards, the one that states a figure of the
title, and has most words of its clause, is bold. Of several large figures, those that the title states keep the primary colour,
and the others are in ink, if no verdict colours them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from msgspec.structs import replace

from deckgen.ir.blocks import Block, Cell, Paragraph, Row, Run, Slide, Table, Text
from deckgen.kinds._shared import split_runs
from deckgen.kinds._stated_figures import Stated, stated_figures
from deckgen.kinds._verdicts import with_tint
from deckgen.quantities import find_quantities

RUNNING_STYLES = frozenset({"body", "lead", "detail", "small"})
"""The styles of running text; headings, names, labels and large figures have other ones."""
ITEM_STYLES = frozenset({"result", "results"})
"""The styles of the results in cards."""
FIGURE_STYLE = "figure"
"""The style of large figures."""
_LONGEST_ITEM = 60
"""The most characters of a result that is bold as a whole."""
_CLAUSE = re.compile(r"[^;,:]+(?:[;,:](?=\S)[^;,:]*)*[;,:]*")
_TINTED_SHARE = 3
"""At most one of so many rows of a table is tinted."""
_AFTER_VALUE = " ↑↓"
"""What stands behind the value of a result."""


def with_title_figures(slides: Sequence[Slide]) -> list[Slide]:
    """Mark the figures of each title that is a finding in the texts of its slide."""
    return [_with_title_figures(slide) if slide.has_finding else slide for slide in slides]


def _with_title_figures(slide: Slide) -> Slide:
    figures = stated_figures(slide.title, slide.language)
    if not figures:
        return slide
    large = [one for block in slide.blocks for p in block.all_paragraphs() for one in _large(p, slide.language)]
    marker = _Marker([one for one in figures if not _has(large, one)], slide.language)
    blocks = tuple(block.with_paragraphs(marker.marked) if block.is_running_text else block for block in slide.blocks)
    blocks = _with_marked_items(blocks, marker.left, slide)
    return _with_large_figures(_with_marked_results(replace(slide, blocks=blocks), figures), figures)


class _Marker:
    """Marks each of the figures of a title once, where paragraphs, which are asked for in reading order, first state it."""

    def __init__(self, figures: Sequence[Stated], language: str) -> None:
        self._open = list(figures)
        self._language = language

    @property
    def left(self) -> Sequence[Stated]:
        """The figures that no paragraph stated so far."""
        return self._open

    def marked(self, paragraph: Paragraph) -> Paragraph:
        """Return the paragraph with those figures marked that no paragraph before it states."""
        if paragraph.style not in RUNNING_STYLES or not self._open:
            return paragraph
        spans = list(self._spans(paragraph))
        if not spans:
            return paragraph
        pieces = split_runs(paragraph.runs, [offset for span in spans for offset in span])
        runs = [_mark(run) if any(a <= start and end <= b for a, b in spans) else run for run, start, end in pieces]
        return replace(paragraph, runs=tuple(runs))

    def _spans(self, paragraph: Paragraph) -> Iterator[tuple[int, int]]:
        """The places of figures of the title that can be marked."""
        plain = _plain_characters(paragraph.runs)
        for stated in stated_figures(paragraph.plain_text, self._language):
            same = [figure for figure in self._open if figure.is_same_as(stated)]
            if same and all(plain[stated.start : stated.end]):
                self._open = [figure for figure in self._open if figure not in same]
                yield stated.start, stated.end


def _plain_characters(runs: Collection[Run]) -> list[bool]:
    """Return for each character whether its colour may change: links, statuses and text in a colour of its own keep theirs."""
    plain: list[bool] = []
    for run in runs:
        has_own = run.link or run.page_of or run.status or run.role or run.note or run.superscript or run.short_text
        plain += [not has_own] * len(run.text)
    return plain


def _mark(run: Run) -> Run:
    return replace(run, bold=True, role="ink")


def _with_marked_results(slide: Slide, figures: Sequence[Stated]) -> Slide:
    tables = {id(table): _with_results(table, figures, slide.language) for table in slide.blocks_of(Table)}
    return replace(slide, blocks=tuple(tables.get(id(block), block) for block in slide.blocks)) if tables else slide


def _with_marked_items(blocks: Sequence[Block], figures: Sequence[Stated], slide: Slide) -> tuple[Block, ...]:
    """Return blocks with the short results of cards in bold that state figures of the title: for each, the most alike."""
    items = [p for block in blocks for p in block.all_paragraphs() if p.style in ITEM_STYLES and _is_plain(p)]
    marked: list[Paragraph] = []
    for figure in figures:
        words = _words(_clause(slide.title, figure.start))
        stating = [p for p in items if any(map(figure.is_same_as, stated_figures(p.plain_text, slide.language)))]
        marked += sorted(stating, key=lambda p: -len(words & _words(p.plain_text)))[:1]
    if not marked:
        return tuple(blocks)
    bold = {p: replace(p, runs=tuple(replace(run, bold=True) for run in p.runs)) for p in marked}
    return tuple(block.with_paragraphs(lambda p: bold.get(p, p)) for block in blocks)


def _is_plain(paragraph: Paragraph) -> bool:
    return len(paragraph.plain_text) <= _LONGEST_ITEM and all(_plain_characters(paragraph.runs))


def _clause(text: str, at: int) -> str:
    """Return the part of a text between marks that has the character at an offset."""
    return next(clause[0] for clause in _CLAUSE.finditer(text) if clause.end() > at)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _with_results(table: Table, figures: Sequence[Stated], language: str) -> Table:
    """Return a table with the rows marked whose result, in the column of the reported period, is a figure of the title.

    The figure, which no other result is, is bold; and its row stands out, if no row has the ground of a verdict and most rows are
    left as they are.
    """
    at = next((n for n, column in enumerate(table.columns) if column.is_reported or column.emphasis), None)
    if at is None or table.has_sentences:
        return table
    cells = [_result_at(row, at) for row in table.rows]
    values = [_whole_figure(cell, language) if cell is not None else None for cell in cells]
    found = [[n for n, value in enumerate(values) if value is not None and value.is_same_as(one)] for one in figures]
    marked = {n for n, *others in filter(None, found) if not others}
    is_calm = not any(cell.fill or cell.bar for row in table.rows for cell in row.cells)
    stands_out = is_calm and len(marked) * _TINTED_SHARE <= len(table.rows)
    rows = list(table.rows)
    for n in marked:
        row = _with_bold_result(rows[n], cells[n])
        rows[n] = _standing_out(row) if stands_out else row
    return replace(table, rows=tuple(rows)) if marked else table


def _with_bold_result(row: Row, result: Cell | None) -> Row:
    return replace(row, cells=tuple(_with_bold_value(cell) if cell is result else cell for cell in row.cells))


def _standing_out(row: Row) -> Row:
    """Return a row on the ground of its verdict; one without a verdict has a bar and a tint.

    A good verdict has no ground, so that a tint of its own is none, either.
    """
    status = next((cell.mark for cell in row.cells if cell.mark is not None), None)
    if status is not None:
        return replace(row, cells=with_tint(row.cells, status))
    first, *others = row.cells
    tinted = (replace(cell, fill="primary-tint") for cell in others)
    return replace(row, cells=(replace(first, fill="primary-tint", bar="primary"), *tinted))


def _result_at(row: Row, column: int) -> Cell | None:
    """Return the cell that begins at a column and has a text."""
    starts = accumulate((cell.span for cell in row.cells), initial=0)
    return next(
        (cell for start, cell in zip(starts, row.cells, strict=False) if start == column and cell.paragraphs), None
    )


def _whole_figure(cell: Cell, language: str) -> Stated | None:
    """Return the figure that the first paragraph of a cell is, with its basis (`4.8% YoY`) and arrow; None if it says more.

    It is None, too, if it has a colour of its own.
    """
    text = cell.paragraphs[0].plain_text.rstrip(_AFTER_VALUE)
    found = stated_figures(text, language)
    if len(found) != 1 or found[0].start or not all(_plain_characters(cell.paragraphs[0].runs)[: len(text)]):
        return None
    bases = {quantity.basis for _, quantity in find_quantities(text, language)}
    return found[0] if text[found[0].end :].strip() in {"", *bases} else None


def _with_bold_value(cell: Cell) -> Cell:
    first, *others = cell.paragraphs
    runs = tuple(replace(run, bold=True) if run.role is None and not run.note else run for run in first.runs)
    return replace(cell, paragraphs=(replace(first, runs=runs), *others))


def _with_large_figures(slide: Slide, figures: Sequence[Stated]) -> Slide:
    """Return the slide; if the title states some of its large figures only, the others are in ink."""
    texts = [block for block in slide.blocks_of(Text) if any(p.style == FIGURE_STYLE for p in block.paragraphs)]
    stated = [block for block in texts if _states_one_of(block, figures, slide.language)]
    others = [block for block in texts if block not in stated] if stated else []
    blocks = (block.with_paragraphs(_in_ink) if block in others else block for block in slide.blocks)
    return replace(slide, blocks=tuple(blocks)) if others else slide


def _states_one_of(block: Text, figures: Sequence[Stated], language: str) -> bool:
    return any(_has(figures, one) for paragraph in block.paragraphs for one in _large(paragraph, language))


def _large(paragraph: Paragraph, language: str) -> list[Stated]:
    """Return the figures that a paragraph states in large type."""
    return stated_figures(paragraph.plain_text, language) if paragraph.style == FIGURE_STYLE else []


def _has(figures: Sequence[Stated], one: Stated) -> bool:
    """Whether a figure is among others, whatever they count."""
    return any(one.is_same_as(figure, nouns=False) for figure in figures)


def _in_ink(paragraph: Paragraph) -> Paragraph:
    if paragraph.style != FIGURE_STYLE:
        return paragraph
    runs = (run if run.status or run.role or run.link else replace(run, role="ink") for run in paragraph.runs)
    return replace(paragraph, runs=tuple(runs))
