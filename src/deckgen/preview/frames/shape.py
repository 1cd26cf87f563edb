"""Native shapes are shown by their descriptions, unless they are decorative; they cannot be clicked."""

from deckgen.ir.frames import ShapeFrame
from deckgen.preview.frames.base import Data, FrameView


def _text(frame: ShapeFrame) -> Data | None:
    return {"type": "picture", "lines": [frame.alt]} if frame.alt else None


SHAPE_VIEW = FrameView(_text, lambda _: ())
