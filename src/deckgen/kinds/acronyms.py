"""acronyms: the meanings of the acronyms in the deck."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace
from pydantic import Field

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, Row, Slide, Table
from deckgen.kinds._shared import paragraphs, plain_paragraph, room_of, slide, table_alt
from deckgen.model import PlainText, RichText, SlideContent, Variant
from deckgen.resolve import Context

EXAMPLE = """\
kind: acronyms
title: Acronyms
entries:
  CTA: Call to action
  EOY: End of year
  GLAM: Galleries, libraries, archives and museums
  KR: Key result
  OKR: Objectives and key results
  SDC: Structured data on Commons
  YoY: Year on year
"""
_HALVES_EXAMPLE = """\
kind: acronyms
title: Acronyms
entries:
  API: Application programming interface
  CTA: Call to action
  EOY: End of year
  FTE: Full-time equivalent
  GLAM: Galleries, libraries, archives and museums
  KR: Key result
  MoM: Month on month
  NDA: Non-disclosure agreement
  OKR: Objectives and key results
  SDC: Structured data on Commons
  SEO: Search engine optimisation
  SLA: Service level agreement
  UX: User experience
  YoY: Year on year
"""


_FEW = 8
"""So many acronyms have large type in one table."""
_LINES, _LINE = 11, 44
"""How many lines a page has for one half of the acronyms, and how many characters of a meaning have room on one."""
_EMPTY = (Cell(), Cell())


class Content(SlideContent):
    """The acronyms of the slide; by default, those of the deck's data/acronyms.yaml."""

    label = "Acronyms"
    title_states = "topic"
    words = {"acronym": "Acronym", "meaning": "Meaning"}
    lists_acronyms = True
    variants = (
        Variant(
            "halves",
            f"more than {_FEW} acronyms with short meanings",
            lambda content, context: content.suits_halves(context),
            example=_HALVES_EXAMPLE,
        ),
    )
    lasting = SlideContent.lasting | {"entries"}

    entries: dict[PlainText, RichText] = Field(default_factory=dict)
    """Acronyms with their meanings; by default, those of `data/acronyms.yaml`."""

    def suits_halves(self, context: Context) -> bool:
        """Whether there are too many acronyms for large type in one table, and all of them have room in two halves."""
        meanings = list(_entries(self, context).values())
        lines = sum(-(-room_of(meaning) // _LINE) for meaning in meanings)
        return len(meanings) > _FEW and lines <= 2 * _LINES


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with a table of short forms and meanings; in the variant `halves`, half of it stands beside the other."""
    entries = [_cells(short, meaning) for short, meaning in _entries(content, context).items()]
    parts = 2 if context.variant == "halves" else 1
    height = -(-len(entries) // parts)
    columns = [entries[start : start + height] for start in range(0, len(entries), max(height, 1))] or [[]]
    rows = tuple(_row([column[n] if n < len(column) else _EMPTY for column in columns]) for n in range(height))
    names = (context.labels["acronym"], context.labels["meaning"]) * len(columns)
    header = Row(tuple(Cell((plain_paragraph(name, "header"),)) for name in names), "header")
    alt = table_alt(context, content.title or context.labels["label"], Row(header.cells[:2]))
    widths = (Column(share=1.2), Column(share=5.0)) * len(columns)
    return slide(content, context, "acronyms", (Table("table", widths, (header,), rows, alt, context.origin),))


def _entries(content: Content, context: Context) -> Mapping[str, RichText]:
    return content.entries or context.acronyms


def _cells(short: str, meaning: RichText) -> tuple[Cell, Cell]:
    keys = tuple(replace(origin, of_key=True) for origin in meaning.origins)
    return Cell((plain_paragraph(short, "strong", origins=keys),)), Cell(tuple(paragraphs(meaning)))


def _row(entries: Sequence[tuple[Cell, Cell]]) -> Row:
    """Return a row of entries side by side; it was written where the first of them was."""
    cells = tuple(cell for entry in entries for cell in entry)
    origins = (origin for paragraph in cells[1].paragraphs for origin in paragraph.origins)
    return Row(cells, origin=next(origins, Origin()))
