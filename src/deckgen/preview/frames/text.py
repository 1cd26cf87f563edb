"""Texts are shown as lines, one for each paragraph."""

from deckgen.ir.frames import TextFrame
from deckgen.preview.frames.base import Data, FrameView, plain_text


def _text(frame: TextFrame) -> Data:
    return {"type": "text", "lines": [plain_text(paragraph) for paragraph in frame.paragraphs]}


TEXT_VIEW = FrameView(_text)
