"""A .pptx → pictures, by the engine in the package betteroffice-pptx: no other program, some 40 ms a slide.

Each slide is opened as a presentation of its own (a whole deck takes a quarter of a second to open, a slide 5 ms). The engine's
objects belong to the thread that made them and must be let go there, so one function opens, draws and forgets. The work is
done outside Python's lock, hence in as many threads as there are cores.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from functools import lru_cache

from deckgen.fonts import process
from deckgen.render.errors import RenderError
from deckgen.render.package import SourceDeck
from deckgen.render.types import Face

EMU_PER_PIXEL = 9525
"""At scale 1 the engine draws 96 pixels to the inch."""


class Embedded:
    """The renderer that comes with `deckgen[preview]`. RenderFault where that is not installed."""

    name = "embedded"

    def __init__(self, faces: Sequence[Face]) -> None:
        try:
            import betteroffice_pptx  # noqa: F401, PLC0415 -- an extra: asked for only where something is drawn
        except ImportError as fault:
            raise RenderError(
                "drawing slides needs the package betteroffice-pptx: pip install 'deckgen[preview]', or use "
                "--renderer libreoffice"
            ) from fault
        self._faces = [(face, font_bytes(face)) for face in faces]
        self._workers = ThreadPoolExecutor(os.cpu_count() or 1, "deckgen-render")

    def draw(self, deck: SourceDeck, slides: Sequence[int], width: int) -> Iterator[tuple[int, bytes]]:
        """Draw `slides`, in the order in which they are done; the work begins at once, in other threads."""
        deck.refuse_too_many_pixels(width)
        scale = width * EMU_PER_PIXEL / deck.size[0]
        return self._done({self._workers.submit(self._one, deck.alone(n), scale): n for n in slides})

    @staticmethod
    def _done(asked: dict[Future[bytes], int]) -> Iterator[tuple[int, bytes]]:
        try:
            for done in as_completed(asked):
                yield asked[done], done.result()
        finally:
            for waiting in asked:
                waiting.cancel()

    def _one(self, data: bytes, scale: float) -> bytes:
        from betteroffice_pptx import Presentation  # noqa: PLC0415

        try:
            deck = Presentation.open(data)
            for face, font in self._faces:
                deck.register_font(face.family, font, bold=face.bold, italic=face.italic)
            return bytes(deck.render_png(0, scale=scale).bytes)
        except BaseException as fault:
            # A panic of the engine derives from BaseException; left alone it would end the thread without a word.
            if isinstance(fault, Exception) or type(fault).__name__ == "PanicException":
                raise RenderError(f"the embedded renderer gave up ({fault}); try --renderer libreoffice") from None
            raise

    def close(self) -> None:
        """Let the threads go."""
        self._workers.shutdown(wait=False, cancel_futures=True)


@lru_cache(maxsize=32)
def font_bytes(face: Face) -> bytes:
    """Give the font of a face; of a variable font the instance at its weight, since the engine draws the default one.

    RenderFault where there is no such instance.
    """
    if face.weight is None:
        return face.path.read_bytes()
    try:
        return process.instance(face.path, face.weight)
    except process.FontError as fault:
        raise RenderError(f"the font {face.path.name} cannot be cut to the weight {face.weight:g}: {fault}") from fault
