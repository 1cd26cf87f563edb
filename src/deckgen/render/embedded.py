"""A .pptx → pictures, by the engine of the package betteroffice-pptx: no other program, about 40 ms a slide.

Each slide is opened as a presentation of its own: a complete deck takes a quarter of a second to open, a slide 5 ms. The engine's
objects belong to the thread that created them and must be released there, so one function opens the slide, draws it and releases
it. The engine releases Python's global lock, so one thread per core draws.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from lxml import etree

from deckgen.fonts import process
from deckgen.render.errors import RenderError
from deckgen.render.other_scripts import OtherFonts, characters_of, named_fonts
from deckgen.render.page_content import PageContent, Placed, page_content
from deckgen.render.source_deck import SourceDeck
from deckgen.render.types import Face

if TYPE_CHECKING:
    from betteroffice_pptx import Presentation

T = TypeVar("T")
EMU_PER_PIXEL = 9525
"""At scale 1 the engine draws 96 pixels to the inch."""


class Embedded:
    """The renderer that comes with `deckgen[preview]`. Creating it raises RenderError where that is not installed."""

    name = "embedded"

    def __init__(self, faces: Sequence[Face]) -> None:
        try:
            import betteroffice_pptx  # noqa: F401, PLC0415 -- an optional dependency, needed only for drawing
        except ImportError as error:
            raise RenderError(
                "drawing slides needs the package betteroffice-pptx: pip install 'deckgen[preview]', or use "
                "--renderer libreoffice"
            ) from error
        self._faces = tuple(face for face in faces if not face.script)
        self._characters = characters_of(self._faces)
        self._named = named_fonts(faces)
        self._workers = ThreadPoolExecutor(os.cpu_count() or 1, "deckgen-render")

    def draw(self, deck: SourceDeck, slides: Sequence[int], width: int) -> Iterator[tuple[int, bytes]]:
        """Yield the slides in the order in which they are finished; drawing starts at once, in other threads."""
        deck.refuse_too_many_pixels(width)
        scale = width * EMU_PER_PIXEL / deck.size[0]
        return self._results({self._workers.submit(self._draw_slide, deck, n, scale): n for n in slides})

    @staticmethod
    def _results(slide_of: dict[Future[bytes], int]) -> Iterator[tuple[int, bytes]]:
        try:
            for finished in as_completed(slide_of):
                yield slide_of[finished], finished.result()
        finally:
            for pending in slide_of:
                pending.cancel()

    def page_contents(self, deck: SourceDeck, slides: Sequence[int]) -> dict[int, PageContent]:
        """Return the title, the text with its positions and the links of each slide, as the engine places them."""
        placed = self._workers.map(lambda n: self._place_slide(deck, n), slides)
        return {
            number: page_content(each, etree.fromstring(deck.parts[deck.slides[number - 1]]), deck.link_targets(number))
            for number, each in zip(slides, placed, strict=True)
        }

    def _place_slide(self, deck: SourceDeck, number: int) -> Placed:
        """Return the display list of a slide."""
        return self._with_slide(deck, number, lambda slide: dict(slide.render_slide(0).to_dict()))

    def _draw_slide(self, deck: SourceDeck, number: int, scale: float) -> bytes:
        return self._with_slide(deck, number, lambda slide: bytes(slide.render_png(0, scale=scale).bytes))

    def _with_slide(self, deck: SourceDeck, number: int, action: Callable[[Presentation], T]) -> T:
        """Open a presentation of one slide with the fonts that it needs, and return what `action` makes of it."""
        from betteroffice_pptx import Presentation  # noqa: PLC0415

        others = OtherFonts(self._characters, self._named)
        data = deck.single_slide(number, others.adapt)
        try:
            slide = Presentation.open(data)
            for face in (*self._faces, *others.faces):
                slide.register_font(face.family, font_bytes(face), bold=face.bold, italic=face.italic)
            return action(slide)
        except BaseException as error:
            # A panic of the engine derives from BaseException; without this it would end the thread without a message.
            if isinstance(error, Exception) or type(error).__name__ == "PanicException":
                raise RenderError(f"the embedded renderer failed ({error}); try --renderer libreoffice") from None
            raise

    def close(self) -> None:
        """End the threads."""
        self._workers.shutdown(wait=False, cancel_futures=True)


@lru_cache(maxsize=64)
def font_bytes(face: Face) -> bytes:
    """Return the font file of a face; of a variable font, the instance at the weight, because the engine draws only the default.

    Raises RenderError if the instance cannot be created.
    """
    if face.weight is None and face.index is None:
        return face.path.read_bytes()
    try:
        return process.make_instance(face.path, face.weight, face.index or 0)
    except process.FontError as error:
        weight = "" if face.weight is None else f" weight {face.weight:g}"
        raise RenderError(f"the font {face.path.name} has no usable{weight or ' face'}: {error}") from error
