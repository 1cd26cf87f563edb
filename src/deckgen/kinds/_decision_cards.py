"""Decisions → cards: one table in which each decision has its question, its options next to each other, and who decides by when.

The options of each decision are equally wide, with the gutter of the page between them. The table has a column between each two
edges of any decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Table
from deckgen.kinds._decision_content import Decision, Option
from deckgen.kinds._shared import paragraphs, room_of, table_alt
from deckgen.resolve import Context

MOST_CARDS, MOST_OPTIONS = 3, 4
_QUESTION_LETTERS, _OPTION_LETTERS = 90, 118
"""The characters in a line over the width of the slide, at the smallest size."""
_QUESTION_LINE, _OPTION_LINE, _PADDING, _ROOM = 0.31, 0.24, 0.14, 4.6
"""The heights of their lines, the padding of a row and the room for all rows, in inches."""
_GUTTER = Fraction(1, 61)
"""The space between two options as a part of the width of the slide: that of its grid."""
_BETWEEN = "  ·  "
"""Between the owner and the date."""


def suits_cards(decisions: Sequence[Decision]) -> bool:
    """Whether decisions have room as cards: up to three, with few and short options."""
    if len(decisions) > MOST_CARDS or any(len(decision.options) > MOST_OPTIONS for decision in decisions):
        return False
    return sum(map(_height, decisions)) <= _ROOM


def _height(decision: Decision) -> float:
    """Return about how many inches a card needs at the smallest size."""
    height = ceil(room_of(decision.ask) / _QUESTION_LETTERS) * _QUESTION_LINE + _PADDING
    if decision.options:
        width = _OPTION_LETTERS // len(decision.options)
        lines = max(ceil(room_of(option.text) / width) + option.recommended for option in decision.options)
        height += lines * _OPTION_LINE + _PADDING
    return height + (_OPTION_LINE + _PADDING if decision.owner or decision.by else 0)


def cards_table(decisions: Sequence[Decision], context: Context, title: str) -> Table:
    """Return the table of cards; the question of the first decision is its header."""
    edges = sorted({edge for decision in decisions for edge in _edges(len(decision.options))})
    found = [row for n, decision in enumerate(decisions) for row in _card(decision, edges, context, n)]
    rows = [*(replace(row, ruled=False) for row in found[-1:])]
    header, *others = [*found[:-1], *rows]
    return Table(
        "table", tuple(Column(share=float(end - start)) for start, end in pairwise(edges)), (header,), tuple(others),
        table_alt(context, title, header), context.origin, fixed=True,
    )  # fmt: skip


def _edges(options: int) -> list[Fraction]:
    """Return where so many options begin and end, as parts of the width."""
    width = (1 + _GUTTER) / max(options, 1)
    return [edge for n in range(max(options, 1)) for edge in (n * width, (n + 1) * width - _GUTTER)]


def _card(decision: Decision, edges: Sequence[Fraction], context: Context, number: int) -> Iterator[Row]:
    """Yield the rows of a decision: its question, its options, and its owner with the date."""
    origin = context.origin.at("decisions", number)
    foot = _foot(decision, context, origin)
    width = len(edges) - 1
    question = Cell(tuple(paragraphs(decision.ask, "question")), span=width)
    # Also that of the header has the space of a row, so that the options of all decisions are as far below their questions.
    yield Row((question,), "group", origin, ruled=not decision.options and not foot)
    if decision.options:
        has_labels = any(option.recommended for option in decision.options)
        places = [edges.index(edge) for edge in _edges(len(decision.options))]
        cells: list[Cell] = []
        for n, option in enumerate(decision.options):
            start, end = places[2 * n : 2 * n + 2]
            cells += [Cell(span=start - places[2 * n - 1])] if n else []
            cells.append(_option_cell(option, end - start, context, has_label=has_labels))
        yield Row(tuple(cells), origin=origin, ruled=not foot)
    if foot:
        yield Row((Cell(foot, span=width),), "part", origin)


def _option_cell(option: Option, span: int, context: Context, *, has_label: bool) -> Cell:
    """Return an option; the recommended one is filled, with a tick and the word, beside which the others have a label, too."""
    texts = tuple(paragraphs(option.text))
    if not option.recommended:
        word = Run(context.labels["alternative"], bold=True, role="muted")
        label = (Paragraph((word,), "label"),) if has_label else ()
        return Cell((*label, *texts), span=span, fill="neutral", indent=1)  # as far in as the text after the tick
    recommended = Paragraph((Run(context.labels["recommended"], bold=True),), "label")
    return Cell((recommended, *texts), mark="recommended", span=span, fill="primary")


def _foot(decision: Decision, context: Context, origin: Origin) -> tuple[Paragraph, ...]:
    """Return who decides and by when, in one paragraph; nothing where neither is written."""
    runs: list[Run] = []
    origins: list[Origin] = []
    for name in ("owner", "by"):
        if text := getattr(decision, name):
            runs += [
                *([Run(_BETWEEN)] if runs else []),
                Run(context.labels.lead_in(context.labels[name]), bold=True),
                Run(context.labels.dates(text) if name == "by" else text),
            ]
            origins.append(origin.at(name))
    return (Paragraph(tuple(runs), "foot", origins=tuple(origins)),) if runs else ()
