"""A deck as laid out → what a page tells of it: slides with their text, the places where each part was written, problems.

Everything is plain data for JSON. Boxes are shares of the slide's width and height (0 to 1).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from deckgen.build.locations import locate
from deckgen.build.pipeline import LayoutResult
from deckgen.diagnostics import Diagnostic, Severity, Span, line_starts, quoted
from deckgen.ir.blocks import Origin
from deckgen.ir.frames import (
    Box,
    CellFrame,
    ChartFrame,
    Frame,
    FrameParagraph,
    Page,
    PictureFrame,
    TableFrame,
    TextFrame,
)
from deckgen.model import Deck
from deckgen.preview.editors import address
from deckgen.render import Face
from deckgen.render.fonts import lacking

Data = dict[str, Any]


class Places(Struct):
    """Spans → file, line, column and the address that opens them."""

    project: Path
    sources: Mapping[str, str]
    editor: str
    deck: Deck | None = None
    _starts: dict[str, list[int]] = field(default_factory=dict)

    def of(self, origin: Origin) -> Data | None:
        """Where something on a slide was written."""
        span = locate(self.deck, origin) if self.deck is not None else None
        return None if span is None else self.at(span)

    def at(self, span: Span) -> Data:
        """Where a span lies; a file whose text is not known is named without a line."""
        text = self.sources.get(span.file)
        path = self.project / span.file
        if text is None:
            return {"file": span.file, "editor": address(self.editor, path, 1, 1)}
        starts = self._starts.get(span.file)
        if starts is None:
            starts = self._starts[span.file] = line_starts(text)
        line = bisect_right(starts, min(span.start, len(text)))
        column = min(span.start, len(text)) - starts[line - 1] + 1
        return {"file": span.file, "line": line, "column": column, "editor": address(self.editor, path, line, column)}


def problems(found: Iterable[Diagnostic], places: Places, laid: LayoutResult | None = None) -> list[Data]:
    """Every problem with its place, the line it stands in, how to mend it, and the slide of which that line tells."""
    entries = _entries(laid, places) if laid is not None else []
    return [
        {
            "severity": str(d.severity),
            "rule": d.code if d.severity is Severity.WARNING else "",
            "message": d.message,
            "hint": d.hint,
            "quote": quoted(d.span, places.sources) if d.span else [],
            "place": places.at(d.span) if d.span else None,
            "slide": _slide_of(d.span, entries) if d.span else None,
        }
        for d in found
    ]


def _entries(laid: LayoutResult, places: Places) -> list[tuple[Span, str]]:
    """Where each slide is written, and its id, sorted by place; of one that goes on over several pages, that of the first."""
    if laid.deck is None or places.deck is None:
        return []
    found: dict[Span, str] = {}
    for page in laid.deck.pages:
        if page.origin.path and (span := locate(places.deck, page.origin)) is not None:
            found.setdefault(span, page.id)
    return sorted(found.items(), key=lambda entry: (entry[0].file, entry[0].start))


def _slide_of(span: Span, entries: Sequence[tuple[Span, str]]) -> str | None:
    """Find the slide around a span; entries are in the order of files and places, and no slide lies in another."""
    before = bisect_right(entries, (span.file, span.start), key=lambda entry: (entry[0].file, entry[0].start))
    slide, name = entries[before - 1] if before else (None, None)
    return name if slide is not None and slide.file == span.file and span.start < slide.end else None


def boxes(slides: Iterable[Data], faces: Sequence[Face]) -> Iterator[Data]:
    """A problem for each slide with characters that the embedded renderer draws as boxes, since it knows one font only."""
    for slide in slides:
        text = "".join(line for part in slide["parts"] if part["type"] != "picture" for line in _lines(part))
        if missing := lacking(faces, text):
            shown = " ".join(missing[:12])
            yield {
                "severity": str(Severity.WARNING),
                "message": f"slide {slide['number']} is shown here with boxes for {shown}, which the brand's font lacks",
                "hint": "PowerPoint takes another font for them; so does the preview with --renderer libreoffice",
                "quote": [],
                "place": slide["place"],
            }


def _lines(part: Data) -> Iterator[str]:
    yield from part.get("lines", ())
    yield from (cell["text"] for row in part.get("rows", ()) for cell in row)


def slides(laid: LayoutResult, places: Places) -> list[Data]:
    """Every page of a deck that was laid out, in order."""
    if laid.deck is None:
        return []
    width, height = laid.deck.size
    return [_slide(page, places, width, height) for page in laid.deck.pages]


def _slide(page: Page, places: Places, width: int, height: int) -> Data:
    known: dict[Origin, Data | None] = {}

    def place(origin: Origin) -> Data | None:
        if origin not in known:
            known[origin] = places.of(origin)
        return known[origin]

    areas = [
        {"box": [round(v, 4) for v in (b.x / width, b.y / height, b.width / width, b.height / height)], "place": found}
        for frame in page.frames
        for b, origin in _boxes(frame)
        if (found := place(origin)) is not None
    ]
    return {
        "id": page.id,
        "number": page.number,
        "title": page.title,
        "section": page.section,
        "kind": page.kind,
        "hidden": page.hidden,
        "ratio": round(width / height, 5),
        "place": place(page.origin),
        "areas": areas,
        "parts": [part for frame in page.frames if (part := _part(frame, place)) is not None],
        "notes": list(page.notes),
    }


def _boxes(frame: Frame) -> Iterator[tuple[Box, Origin]]:
    """The areas of a frame that lead somewhere; of a table, its cells too, after the table itself."""
    if isinstance(frame, TextFrame | TableFrame | ChartFrame | PictureFrame):
        yield frame.box, frame.origin
    if isinstance(frame, TableFrame):
        y = frame.box.y
        for row, height in zip(frame.rows, frame.heights, strict=True):
            for i, cell in enumerate(row):
                if cell is not None:
                    x = frame.box.x + sum(frame.columns[:i])
                    yield Box(x, y, sum(frame.columns[i : i + cell.span]), height), cell.origin
            y += height


def _part(frame: Frame, place: Any) -> Data | None:
    """One frame as text; None for what says nothing."""
    if isinstance(frame, TextFrame):
        lines = [_plain(p) for p in frame.paragraphs]
        return {"type": "text", "name": frame.name, "lines": lines, "place": place(frame.origin)}
    if isinstance(frame, TableFrame):
        rows = [[_cell(cell) for cell in row if cell is not None] for row in frame.rows]
        where = place(frame.origin)
        return {"type": "table", "name": frame.name, "rows": rows, "heads": frame.header_rows, "place": where}
    if isinstance(frame, ChartFrame | PictureFrame):
        return {"type": "picture", "name": frame.name, "lines": [frame.alt], "place": place(frame.origin)}
    return {"type": "picture", "name": frame.name, "lines": [frame.alt], "place": None} if frame.alt else None


def _cell(cell: CellFrame) -> Data:
    return {"text": "\n".join(_plain(p) for p in cell.paragraphs), "span": cell.span}


def _plain(paragraph: FrameParagraph) -> str:
    text = "".join(run.text for run in paragraph.runs)
    return f"{paragraph.bullet} {text}" if paragraph.bullet else text
