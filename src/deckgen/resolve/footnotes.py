"""Footnote marks: a slide whose runs refer to notes by id in, the slide with printed marks and its notes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

from msgspec.structs import replace

from deckgen.ir.blocks import Block, Footnote, Paragraph, Run, Slide, Table, Text, block_runs
from deckgen.model import FootnoteDef

UNKNOWN = "?"
"""The mark of a note that is not defined; `resolve` has reported it."""


def number_footnotes(slide: Slide, notes: Mapping[str, FootnoteDef]) -> Slide:
    """Give every reference its mark and the slide its notes in order of use.

    A note prints its own mark, else the next free number on the slide. Several in a row print together, with a comma
    between two numbers. The presenter's notes show the same marks; what only they refer to is not printed on the slide.
    """
    shown = _used(run for block in slide.blocks for run in block_runs(block))
    spoken = _used(run for paragraph in slide.notes for run in paragraph.runs)
    if not shown and not spoken:
        return slide
    marks = _marks([*shown, *(name for name in spoken if name not in shown)], notes)
    footnotes = {name: Footnote(marks[name], _runs(notes[name])) for name in shown if name in notes}
    blocks = tuple(_marked_block(block, marks) for block in slide.blocks)
    return replace(slide, blocks=blocks, notes=_marked(slide.notes, marks), footnotes=footnotes)


def _used(runs: Iterable[Run]) -> list[str]:
    return list(dict.fromkeys(run.note for run in runs if run.note is not None))


def _marks(names: list[str], notes: Mapping[str, FootnoteDef]) -> dict[str, str]:
    own = {name: notes[name].mark if name in notes else UNKNOWN for name in names}
    taken = set(own.values())
    numbers = (str(number) for number in count(1) if str(number) not in taken)
    return {name: mark or next(numbers) for name, mark in own.items()}


def _runs(note: FootnoteDef) -> tuple[Run, ...]:
    """Give the text of a note on one line."""
    runs: list[Run] = []
    for paragraph in note.text.paragraphs:
        runs.extend([Run(" ")] if runs else [])
        runs.extend(replace(run, text=run.text.replace("\n", " ")) for run in paragraph.runs if run.note is None)
    return tuple(runs)


def _marked_block(block: Block, marks: Mapping[str, str]) -> Block:
    if isinstance(block, Text):
        return replace(block, paragraphs=_marked(block.paragraphs, marks))
    if isinstance(block, Table):
        header, rows = (
            tuple(
                replace(
                    row, cells=tuple(replace(cell, paragraphs=_marked(cell.paragraphs, marks)) for cell in row.cells)
                )
                for row in part
            )
            for part in (block.header, block.rows)
        )
        return replace(block, header=header, rows=rows)
    return block


def _marked(paragraphs: tuple[Paragraph, ...], marks: Mapping[str, str]) -> tuple[Paragraph, ...]:
    return tuple(
        replace(paragraph, runs=_with_marks(paragraph.runs, marks)) if _used(paragraph.runs) else paragraph
        for paragraph in paragraphs
    )


def _with_marks(runs: tuple[Run, ...], marks: Mapping[str, str]) -> tuple[Run, ...]:
    result: list[Run] = []
    for run in runs:
        if run.note is None:
            result.append(run)
            continue
        before = result[-1] if result else None
        follows = before is not None and before.note is not None and before.text[-1:].isdigit()
        comma = "," if follows and marks[run.note][:1].isdigit() else ""
        result.append(replace(run, text=comma + marks[run.note], superscript=True))
    return tuple(result)
