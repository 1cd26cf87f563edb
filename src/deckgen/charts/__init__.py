"""Charts: a `ChartSpec` and the extent of its place in, an SVG and a PNG of exactly that extent out.

One module per chart kind (`trend.py` draws `trend`), found by name: each has `compose(canvas, spec)`. This room alone
imports matplotlib, and only once a chart is drawn that no cache has.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING

from deckgen.brand.types import Brand
from deckgen.charts.cache import Cache, key_of
from deckgen.charts.checks import ChartError, Reason, check
from deckgen.ir.blocks import ChartSpec, ColourRole
from deckgen.ir.frames import Drawing

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas
    from deckgen.charts.style import Style

__all__ = ["Cache", "ChartError", "Reason", "check", "compose", "draw", "stand_in"]

_lock = Lock()


def draw(
    spec: ChartSpec, width: int, height: int, brand: Brand, ground: ColourRole = "white", cache: Cache | None = None
) -> Drawing:
    """Draw `spec` for a place of `width` by `height` EMU on `ground`, in the brand's colours and font.

    The same arguments give the same bytes; what `cache` has is not drawn again. Raises ChartError, with the reason, for
    what cannot honestly be drawn or does not fit its place with text of at least 11 pt.
    """
    key = key_of(spec, (width, height), brand, ground) if cache else ""
    if cache and (known := cache.get(key)):
        return known
    style, canvas = _composed(spec, width, height, brand, ground)
    with settings(style):
        drawing = canvas.drawing()
    if cache and not drawing.missing:
        # One with boxes is drawn anew each time: a font may have been installed since.
        cache.put(key, drawing)
    return drawing


def stand_in(text: str, width: int, height: int, brand: Brand, ground: ColourRole = "white") -> Drawing:
    """Draw `text` in the place of a chart that could not be drawn; as much of it as there is room for."""
    _import_matplotlib()
    from deckgen.charts.canvas import Anchor, Canvas, Label, pixels  # noqa: PLC0415 (as in _composed)
    from deckgen.charts.style import TEXT, Style  # noqa: PLC0415

    style = Style(brand, ground)
    with settings(style):
        canvas = Canvas(pixels(width, height), style)
        label = canvas.wrap(Label(text, TEXT, "danger", bold=True), canvas.width, lines=4)
        canvas.place(label, Anchor(0, canvas.height, "left", "top"))
        return canvas.drawing()


def compose(spec: ChartSpec, width: int, height: int, brand: Brand, ground: ColourRole = "white") -> Canvas:
    """Draw `spec` and stop before it becomes a picture: what tests measure. Raises ChartError as `draw` does."""
    return _composed(spec, width, height, brand, ground)[1]


def _composed(spec: ChartSpec, width: int, height: int, brand: Brand, ground: ColourRole) -> tuple[Style, Canvas]:
    if reasons := check(spec):
        raise ChartError("; ".join(reasons))
    _import_matplotlib()
    # Imported here, not above: matplotlib takes longer to import than most commands take to run.
    from deckgen.charts.canvas import Canvas, pixels  # noqa: PLC0415
    from deckgen.charts.style import Style  # noqa: PLC0415

    style = Style(brand, ground)
    with settings(style):
        canvas = Canvas(pixels(width, height), style)
        import_module(f"deckgen.charts.{spec.kind}").compose(canvas, spec)
    return style, canvas


def _import_matplotlib() -> None:
    """Import matplotlib so that it reads no settings of the project.

    It reads a file `matplotlibrc` of the current folder first, and there is no option against that: one that is a pipe would make
    it wait for ever, one that is not text would make it fail.
    """
    if "matplotlib" in sys.modules or not Path("matplotlibrc").exists():
        return
    with _lock, TemporaryDirectory(prefix="deckgen-matplotlib-") as empty, chdir(empty):
        import matplotlib  # noqa: F401, PLC0415 -- for what it reads


@contextmanager
def settings(style: Style) -> Iterator[None]:
    """Hold matplotlib's settings as a style has them: one state for all threads, even when changed for a moment."""
    from matplotlib import style as matplotlib_style  # noqa: PLC0415 (as in _composed)

    from deckgen.charts.style import settings as made_of  # noqa: PLC0415

    with _lock, matplotlib_style.context(made_of(style), after_reset=True):
        yield
