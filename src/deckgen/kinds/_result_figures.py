"""Results → their figures in large type, with what follows them small."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph
from deckgen.ir.roles import Status
from deckgen.kinds._measures import result_line
from deckgen.kinds._shared import split_at
from deckgen.model import Labels
from deckgen.resolve import ResultLine

_SHORT_RESULT = 30
"""Up to this number of characters, a result in words may stand in a column of figures."""
_ARROWS = (" ↑", " ↓")
"""What stands behind a figure that changed."""


def are_figures(results: Sequence[Sequence[ResultLine]]) -> bool:
    """Return whether most results are single figures, and the others short texts."""
    others = [lines for lines in results if len(lines) != 1 or not begins_with_figure(lines[0])]
    is_short = all(len(lines) == 1 and lines[0].text and len(lines[0].text.plain) <= _SHORT_RESULT for lines in others)
    return len(results) > 2 * len(others) and is_short


def begins_with_figure(line: ResultLine) -> bool:
    """Return whether the text of a result begins with its main figure."""
    if line.quantity is None or line.text is None:
        return False
    paragraphs = line.text.paragraphs
    return bool(paragraphs) and paragraphs[0].plain_text.startswith(line.quantity.raw)


def split_note(texts: Sequence[Paragraph], *, is_figure: bool) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Split the texts of a result in a column of figures: what stands there, and the note for the column beside it.

    The note of a figure is all that follows it. The note of words is what they end with in brackets; words without a digit are
    muted, so that they are not read as a figure.
    """
    if is_figure or len(texts) != 1:
        return tuple(texts[:1]), tuple(texts[1:])
    [text] = texts
    shown = text.plain_text
    at = shown.rfind("(") if "(" in shown and shown.endswith(")") else len(shown)
    before, after = split_at(text.runs, at)
    words, note = list(before), tuple(replace(run, bold=False, role=None) for run in after)
    if not any(char.isdigit() for run in words for char in run.text):
        words = [replace(run, role=run.role or "muted") for run in words]
    if words and note:
        words[-1] = replace(words[-1], text=words[-1].text.rstrip())
    return (
        (replace(text, runs=tuple(words)),) if words else (),
        (replace(text, runs=note, style="small", bullet=None),) if note else (),
    )


def figure_paragraphs(
    line: ResultLine, labels: Labels, *, style: str, strong: bool, verdict: Status | None = None
) -> list[Paragraph]:
    """Return a result: its figure with its basis and arrow in a `style`, and what follows it small; a text as it is.

    The arrow has the colour of the `verdict` of the row.
    """
    texts = result_line(replace(line, status=None), labels, strong=strong, verdict=verdict)
    if line.quantity is None or not begins_with_figure(line):
        return texts
    first = texts[0]
    lead = len(line.quantity.raw)
    basis = f" {line.quantity.basis}"
    lead += len(basis) if line.quantity.basis and first.plain_text.startswith(basis, lead) else 0
    lead += len(_ARROWS[0]) if first.plain_text.startswith(_ARROWS, lead) else 0
    runs, others = split_at(first.runs, lead)
    figure, rest = replace(first, runs=runs, style=style), list(others)
    if not any(char.isalnum() for run in rest for char in run.text):
        return [replace(figure, runs=(*figure.runs, *rest)), *texts[1:]]
    rest[0] = replace(rest[0], text=rest[0].text.lstrip(" ,"))
    return [
        figure,
        replace(first, runs=tuple(run for run in rest if run.text or run.note), style="small", bullet=None),
        *texts[1:],
    ]
