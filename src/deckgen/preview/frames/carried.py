"""Slides of other files are shown by the texts of their shapes."""

from deckgen.ir.frames import CarriedFrame
from deckgen.preview.frames.base import Data, FrameView


def _text(frame: CarriedFrame) -> Data | None:
    lines = [line for text in frame.texts for line in text.splitlines()]
    return {"type": "text", "lines": lines} if lines else None


CARRIED_VIEW = FrameView(_text)
