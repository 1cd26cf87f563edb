"""Texts are shown as lines, one for each paragraph; each paragraph can be clicked."""

from collections.abc import Iterator

from deckgen.ir.frames import Box, TextFrame
from deckgen.preview.frames.base import Area, Data, FrameView, plain_text


def _text(frame: TextFrame) -> Data:
    return {"type": "text", "lines": [plain_text(paragraph) for paragraph in frame.paragraphs]}


def _areas(frame: TextFrame) -> Iterator[Area]:
    """Yield the frame, then its paragraphs that show an authored text, from where the anchor lets the first one begin."""
    yield frame.box, frame.origin
    box, edges = frame.box, frame.insets
    room = box.height - edges.top - edges.bottom - sum(frame.paragraph_heights)
    y = box.y + edges.top + {"top": 0, "middle": room // 2, "bottom": room}[frame.anchor]
    for origins, height in zip(frame.origins, frame.paragraph_heights, strict=False):
        if origins:
            yield Box(box.x, y, box.width, height), origins[0]
        y += height


TEXT_VIEW = FrameView(_text, _areas)
