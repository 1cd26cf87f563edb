"""A deck that is laid out → the data of a page: slides with their text, where each part was written, and problems.

Everything is plain data for JSON. Boxes are fractions of the slide's width and height (0 to 1).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from deckgen.brand.types import Brand
from deckgen.build.build_results import LayoutResult
from deckgen.build.locations import locate
from deckgen.diagnostics import Issue, Origin, Severity, Span, line_starts, marked_excerpt
from deckgen.ir.blocks import Paragraph
from deckgen.ir.frames import DeckFrames, Frame, Page
from deckgen.model import Deck
from deckgen.preview.editors import editor_address
from deckgen.preview.frames import FRAME_VIEWS, Area, Data


class SourceLocations(Struct):
    """Spans → file, line, column and the address that opens them."""

    project: Path
    sources: Mapping[str, str]
    editor: str
    deck: Deck | None = None
    _starts: dict[str, list[int]] = field(default_factory=dict)

    def of(self, origin: Origin) -> Data | None:
        """Return where something on a slide was written; None if unknown."""
        span = locate(self.deck, origin) if self.deck is not None else None
        return None if span is None else self.at(span)

    def at(self, span: Span) -> Data:
        """Return where a span is; without line and column where the text of its file is unknown."""
        text = self.sources.get(span.file)
        path = self.project / span.file
        if text is None:
            return {"file": span.file, "editor": editor_address(self.editor, path, 1, 1)}
        starts = self._starts.get(span.file)
        if starts is None:
            starts = self._starts[span.file] = line_starts(text)
        line = bisect_right(starts, min(span.start, len(text)))
        column = min(span.start, len(text)) - starts[line - 1] + 1
        return {
            "file": span.file,
            "line": line,
            "column": column,
            "editor": editor_address(self.editor, path, line, column),
        }


def problem_data(
    issues: Iterable[Issue], locations: SourceLocations, laid_out: LayoutResult | None = None
) -> list[Data]:
    """Return the data of every issue: its location, the line it is in, how to fix it, and the slide that is written there."""
    slide_spans = _slide_spans(laid_out, locations) if laid_out is not None else []
    return [
        {
            "severity": str(d.severity),
            "rule": d.code if d.severity is Severity.WARNING else "",
            "message": d.message,
            "hint": d.hint,
            "quote": marked_excerpt(d.span, locations.sources) if d.span else [],
            "place": locations.at(d.span) if d.span else None,
            "slide": slide_around(d.span, slide_spans) if d.span else None,
        }
        for d in issues
    ]


def _slide_spans(laid_out: LayoutResult, locations: SourceLocations) -> list[tuple[Span, str]]:
    """Return the span and the id of each slide, sorted; the id is that of the first page of a slide that continues on others."""
    if laid_out.deck is None or locations.deck is None:
        return []
    spans: dict[Span, str] = {}
    for page in laid_out.deck.pages:
        if page.origin.path and (span := locate(locations.deck, page.origin)) is not None:
            spans.setdefault(span, page.id)
    return sorted(spans.items(), key=lambda entry: (entry[0].file, entry[0].start))


def slide_around(span: Span, entries: Sequence[tuple[Span, str]]) -> str | None:
    """Return the id of the slide around a span; `entries` are sorted by file and position, and do not overlap."""
    before = bisect_right(entries, (span.file, span.start), key=lambda entry: (entry[0].file, entry[0].start))
    slide, name = entries[before - 1] if before else (None, None)
    return name if slide is not None and slide.file == span.file and span.start < slide.end else None


def slide_data(laid_out: LayoutResult, locations: SourceLocations) -> list[Data]:
    """Return the data of every page of a deck that is laid out, in order."""
    if laid_out.deck is None:
        return []
    return [_slide(page, laid_out.deck, laid_out.brand, locations) for page in laid_out.deck.pages]


def _slide(page: Page, deck: DeckFrames, brand: Brand | None, locations: SourceLocations) -> Data:
    width, height = deck.size
    known: dict[Origin, Data | None] = {}

    def location_of(origin: Origin) -> Data | None:
        if origin not in known:
            known[origin] = locations.of(origin)
        return known[origin]

    areas = [
        {
            "box": [round(v, 4) for v in (b.x / width, b.y / height, b.width / width, b.height / height)],
            "place": location,
        }
        for b, origin in _areas(page, deck, brand)
        if (location := location_of(origin)) is not None
    ]
    return {
        "id": page.id,
        "number": page.number,
        "title": page.title,
        "section": page.section,
        "kind": page.kind,
        "hidden": page.hidden,
        "ratio": round(width / height, 5),
        "place": location_of(page.origin),
        "areas": areas,
        "parts": [part for frame in page.frames if (part := _part(frame, location_of)) is not None],
        "notes": [_note(paragraph) for paragraph in page.notes],
    }


def _note(paragraph: Paragraph) -> str:
    """Return a paragraph of the notes as text, with its bullet and indent."""
    mark = f"{paragraph.bullet} " if paragraph.bullet else ""
    return f"{'  ' * paragraph.level}{mark}{paragraph.plain_text}"


def _areas(page: Page, deck: DeckFrames, brand: Brand | None) -> Iterator[Area]:
    """Yield what can be clicked: the parts of the frames, and footer and date, which are no frames, in their slots."""
    for frame in page.frames:
        yield from FRAME_VIEWS[type(frame)].areas(frame)
    shown = {"footer": deck.footer, "date": deck.options.date}
    layout = brand.layouts.get(page.layout) if brand is not None else None
    for slot in layout.slots.values() if layout is not None else ():
        if shown.get(slot.role) and slot.role in deck.foot_origins:
            yield slot.box, deck.foot_origins[slot.role]


def _part(frame: Frame, location_of: Callable[[Origin], Data | None]) -> Data | None:
    """Return one frame as text; None for one without text."""
    text = FRAME_VIEWS[type(frame)].text(frame)
    return None if text is None else {**text, "name": frame.name, "place": location_of(frame.origin)}
