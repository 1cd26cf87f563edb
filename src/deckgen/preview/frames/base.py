"""What a view of a frame consists of, and the forms that text has in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from deckgen.diagnostics import Origin
from deckgen.ir.frames import Box, Frame, FrameParagraph
from deckgen.line_breaking.hyphenation import without_divisions

Data = dict[str, Any]
"""Plain data for JSON."""
Area = tuple[Box, Origin]
"""A part of a slide that can be clicked (EMU), and where its content was written."""


def complete_frame(frame: Frame) -> Iterable[Area]:
    """Return a frame as one area."""
    return ((frame.box, frame.origin),)


class FrameView(Struct, frozen=True):
    """How one type of frame is shown.

    `text` returns a frame as text: its `type`, which is `text`, `table` or `picture`, and its `lines` or `rows`; None for a frame
    without text. `areas` returns the areas that can be clicked, the largest first.
    """

    text: Callable[[Any], Data | None]
    areas: Callable[[Any], Iterable[Area]] = complete_frame


def first_origin(origins: Iterable[tuple[Origin, ...]]) -> Origin | None:
    """Return the first of the origins of some paragraphs."""
    return next((origin for of_paragraph in origins for origin in of_paragraph), None)


def plain_text(paragraph: FrameParagraph) -> str:
    """Return the text of a paragraph with its bullet."""
    text = without_divisions("".join(run.text for run in paragraph.runs))
    return f"{paragraph.bullet} {text}" if paragraph.bullet else text
