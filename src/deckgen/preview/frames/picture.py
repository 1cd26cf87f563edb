"""Charts and pictures are shown by their descriptions."""

from deckgen.ir.frames import ChartFrame, PictureFrame
from deckgen.preview.frames.base import Data, FrameView


def _text(frame: ChartFrame | PictureFrame) -> Data:
    return {"type": "picture", "lines": [frame.alt]}


PICTURE_VIEW = FrameView(_text)
