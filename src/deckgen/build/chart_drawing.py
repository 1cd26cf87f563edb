"""The charts of a deck as placed → drawings, and what is wrong with them, told where each is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from deckgen import charts
from deckgen.brand.types import Brand
from deckgen.build.locations import locate
from deckgen.diagnostics import Diagnostic, error, warning
from deckgen.ir.frames import ChartFrame, DeckFrames, Drawing
from deckgen.model import Deck

_ENLARGE = "show fewer numbers, or give the chart a slide of its own (kind: chart)"
_FEW = 12
"""How many characters that no font has are named."""


def chart_frames(deck: DeckFrames) -> Iterable[ChartFrame]:
    """Every chart of a deck, in order."""
    return (frame for page in deck.pages for frame in page.frames if isinstance(frame, ChartFrame))


class Job(Struct, frozen=True):
    """A deck as placed and its content; `cache` is the project's directory there, `draft` the word that a draft says."""

    deck: DeckFrames
    content: Deck
    brand: Brand
    cache: Path | None
    draft: str = ""


def draw(job: Job, progress: Callable[[str, int, int], None]) -> tuple[dict[ChartFrame, Drawing], list[Diagnostic]]:
    """Draw every chart; one that its place is too small for is a fault of its content, told in its place in a draft."""
    cache = charts.Cache(job.cache)
    drawn: dict[ChartFrame, Drawing] = {}
    found: list[Diagnostic] = []
    frames: Sequence[ChartFrame] = list(chart_frames(job.deck))
    for done, frame in enumerate(frames):
        progress("drawing charts", done, len(frames))
        try:
            extent = frame.box.width, frame.box.height
            drawn[frame] = charts.draw(frame.spec, *extent, job.brand, frame.ground, cache)
        except charts.ChartError as fault:
            message = f"the chart cannot be drawn: {fault}"
            told = warning if job.draft else error
            found.append(told("chart", message, locate(job.content, frame.origin), _ENLARGE))
            if job.draft:
                said = f"{job.draft}: {message}"
                drawn[frame] = charts.stand_in(said, *extent, job.brand, frame.ground)
        else:
            found += _boxes(job.content, frame, drawn[frame].missing)
    return drawn, found


def _boxes(deck: Deck, frame: ChartFrame, missing: str) -> Iterator[Diagnostic]:
    """Warn of characters that a chart shows as boxes: its text is a picture, which no other machine can mend."""
    if missing:
        few = missing if len(missing) <= _FEW else f"{missing[:_FEW]}…"
        told = f"no font on this machine has “{few}”: boxes stand for it in the chart"
        hint = "install the Noto Sans font of that script and build again, or write it in other letters"
        yield warning("chart-font", told, locate(deck, frame.origin), hint)
