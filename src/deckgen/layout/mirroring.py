"""Pages laid out from left to right → the same pages for a language that is written from right to left.

Each frame moves to the other side of its slide. What is inside pictures and sent slides stays as it is. Alignment and
direction of paragraphs depend on the language, and are the task of the writer.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import singledispatch
from typing import TypeVar

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph
from deckgen.ir.direction import Mirror, keeping_apart, marked_parts, mirrored_insets
from deckgen.ir.frames import (
    CarriedFrame,
    CellFrame,
    ChartFrame,
    Frame,
    FrameParagraph,
    Page,
    PictureFrame,
    ShapeFrame,
    TableFrame,
    TextFrame,
    Tracker,
    TrackerEntry,
)
from deckgen.line_breaking.hyphenation import with_marked_divisions

Cells = tuple[CellFrame | None, ...]


def mirrored_page(page: Page, mirror: Mirror, fixed_slots: Collection[str] = ()) -> Page:
    """Return a page with its frames on the other side; those in fixed slots stay, as a title does in a template.

    Its texts, also those of its notes, have marks that keep the order of figures.
    """
    frames = (frame if frame.slot in fixed_slots else mirrored_frame(frame, mirror) for frame in page.frames)
    notes = tuple(_marked(paragraph) for paragraph in page.notes)
    return replace(page, frames=tuple(_with_marked_texts(frame) for frame in frames), notes=notes)


@singledispatch
def _with_marked_texts(frame: Frame) -> Frame:
    return frame


@_with_marked_texts.register
def _(frame: TextFrame) -> Frame:
    return replace(frame, paragraphs=tuple(_marked(paragraph) for paragraph in frame.paragraphs))


@_with_marked_texts.register
def _(frame: TableFrame) -> Frame:
    return replace(frame, rows=tuple(tuple(_marked_cell(cell) for cell in row) for row in frame.rows))


def _marked_cell(cell: CellFrame | None) -> CellFrame | None:
    if cell is None:
        return None
    return replace(cell, paragraphs=tuple(_marked(paragraph) for paragraph in cell.paragraphs))


P = TypeVar("P", FrameParagraph, Paragraph)


def _marked(paragraph: P) -> P:
    last = len(paragraph.runs) - 1
    runs = (
        replace(run, text=keeping_apart(text) if 0 < number < last else text)
        for number, run in enumerate(paragraph.runs)
        for text in marked_parts(with_marked_divisions(run.text)) or [run.text]
    )
    return replace(paragraph, runs=tuple(runs))


@singledispatch
def mirrored_frame(frame: Frame, mirror: Mirror) -> Frame:
    """Return a frame on the other side."""
    raise TypeError(f"{type(frame).__name__} cannot be mirrored")


@mirrored_frame.register
def _(frame: TextFrame, mirror: Mirror) -> Frame:
    mark = _mirrored_shape(frame.mark, mirror) if frame.mark is not None else None
    return replace(frame, box=mirror.box(frame.box), insets=mirrored_insets(frame.insets), mark=mark)


@mirrored_frame.register
def _(frame: TableFrame, mirror: Mirror) -> Frame:
    """The columns are in the order in which they are seen, which does not depend on a program that knows `rtl` of tables."""
    return replace(
        frame,
        box=mirror.box(frame.box),
        columns=frame.columns[::-1],
        rows=tuple(_mirrored_row(row) for row in frame.rows),
        marks=tuple(_mirrored_shape(mark, mirror) for mark in frame.marks),
        grounds=tuple(_mirrored_shape(ground, mirror) for ground in frame.grounds),
    )


@mirrored_frame.register
def _(frame: CarriedFrame, mirror: Mirror) -> Frame:
    box = mirror.box(frame.box)
    offset = (frame.offset[0] + box.x - frame.box.x, frame.offset[1])
    ground = mirror.box(frame.ground) if frame.ground is not None else None
    return replace(frame, box=box, offset=offset, ground=ground)


@mirrored_frame.register
def _(frame: ChartFrame, mirror: Mirror) -> Frame:
    return replace(frame, box=mirror.box(frame.box), is_mirrored=True)


@mirrored_frame.register(PictureFrame)
@mirrored_frame.register(ShapeFrame)
def _(frame: PictureFrame | ShapeFrame, mirror: Mirror) -> Frame:
    return replace(frame, box=mirror.box(frame.box))


def _mirrored_shape(shape: ShapeFrame, mirror: Mirror) -> ShapeFrame:
    return replace(shape, box=mirror.box(shape.box))


def _mirrored_row(row: Cells) -> Cells:
    """Return the cells of a row in the opposite order; each stands before the cells that its span covers."""
    mirrored: list[CellFrame | None] = []
    covered: list[None] = []
    for cell in reversed(row):
        if cell is None:
            covered.append(None)
        else:
            mirrored += [replace(cell, insets=mirrored_insets(cell.insets)), *covered]
            covered = []
    return tuple(mirrored)


def mirrored_tracker(tracker: Tracker, mirror: Mirror) -> Tracker:
    """Return a tracker that begins at the right."""
    entries = tuple(_mirrored_entry(entry, mirror) for entry in tracker.entries)
    return replace(tracker, entries=entries)


def _mirrored_entry(entry: TrackerEntry, mirror: Mirror) -> TrackerEntry:
    return replace(entry, strip=mirror.box(entry.strip), reach=mirror.box(entry.reach))
