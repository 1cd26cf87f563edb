"""The charts of a deck that is laid out → drawings, and the issues with them, each where its chart is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from deckgen import charts
from deckgen.brand.types import Brand
from deckgen.build.progress import Progress
from deckgen.diagnostics import Issue, make_issue
from deckgen.fonts.scripts import SCRIPT_FONTS, by_script, font_script, where_to_get
from deckgen.ir.frames import ChartFrame, DeckFrames, Drawing

_MAX_SHORTENED_NAMES = 3
"""How many of the names that have no room are listed in a warning."""
_MAX_NAMED_CHARACTERS = 12
"""How many of the characters that no font has are named in a warning."""


def chart_frames(deck: DeckFrames) -> Iterable[ChartFrame]:
    """Every chart of a deck, in order."""
    return (frame for page in deck.pages for frame in page.frames_of(ChartFrame))


class DrawingJob(Struct, frozen=True):
    """A deck that is laid out. `cache` is the project's directory in the cache.

    `draft` is the word for "draft" on the slides of one; it is empty where the deck is none.
    """

    deck: DeckFrames
    brand: Brand
    cache: Path | None
    draft: str = ""


def draw(job: DrawingJob, progress: Progress) -> tuple[dict[ChartFrame, Drawing], list[Issue]]:
    """Draw every chart; one whose slot is too small is an error, which a draft shows in the chart's slot."""
    cache = charts.ChartCache(job.cache)
    drawings: dict[ChartFrame, Drawing] = {}
    issues: list[Issue] = []
    frames: Sequence[ChartFrame] = list(chart_frames(job.deck))
    for done, frame in enumerate(frames):
        progress("drawing charts", done, len(frames))
        extent = frame.box.width, frame.box.height
        try:
            drawings[frame] = charts.draw(
                frame.spec, *extent, job.brand, frame.background, cache, is_mirrored=frame.is_mirrored
            )
        except charts.ChartError as fault:
            message = f"the chart cannot be drawn: {fault}"
            issues.append(make_issue("chart", message, frame.origin, fault.hint))
            if job.draft:
                drawings[frame] = charts.draw_replacement_text(
                    f"{job.draft}: {message}", *extent, job.brand, frame.background
                )
        else:
            issues += _missing_glyph_issues(frame, drawings[frame].missing_characters)
            issues += _shortened_name_issues(frame, drawings[frame].shortened_names)
    return drawings, issues


def _missing_glyph_issues(frame: ChartFrame, missing: str) -> Iterator[Issue]:
    """Warn of characters that a chart shows as boxes: its text is a picture, so no other machine can show it better."""
    if missing:
        named = missing if len(missing) <= _MAX_NAMED_CHARACTERS else f"{missing[:_MAX_NAMED_CHARACTERS]}…"
        message = f"no font on this machine has “{named}”: the chart shows boxes instead"
        scripts = dict.fromkeys(font_script(script, frame.spec.language) for script, _ in by_script(missing) if script)
        ways = [f"install {where_to_get(script)}" for script in scripts if script in SCRIPT_FONTS][:1]
        hint = f"{ways[0] if ways else 'install a font that has it'}; build again, or write it in other letters"
        yield make_issue("chart-font", message, frame.origin, hint)


def _shortened_name_issues(frame: ChartFrame, names: Sequence[str]) -> Iterator[Issue]:
    """Warn of names that a chart has no room for: only its alt text has them in full."""
    if names:
        listed = ", ".join(f"“{name}”" for name in names[:_MAX_SHORTENED_NAMES])
        more = f" and {len(names) - _MAX_SHORTENED_NAMES} more" if len(names) > _MAX_SHORTENED_NAMES else ""
        message = f"the chart has no room for these names in full, only its alt text has them: {listed}{more}"
        hint = "shorten the names, show fewer of them, or give the chart a slide of its own (kind: chart)"
        yield make_issue("chart-names", message, frame.origin, hint)
