"""Charts: a `ChartSpec` and the extent of its place in, a PNG of exactly that extent out.

One module per chart kind (`trend.py` draws `trend`), found by name: each has `compose(canvas, spec)`. This room alone
imports matplotlib, and only once a chart is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING

from deckgen.blocks import ChartSpec
from deckgen.brand.types import Brand
from deckgen.charts.checks import ChartError, check
from deckgen.frames import Drawing

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

__all__ = ["ChartError", "check", "compose", "draw"]

_lock = Lock()


def draw(spec: ChartSpec, width: int, height: int, brand: Brand) -> Drawing:
    """Draw `spec` for a place of `width` by `height` EMU, in the brand's colours and font.

    The same arguments give the same bytes. Raises ChartError, with the reason, for what cannot honestly be drawn or
    does not fit its place with text of at least 11 pt.
    """
    with _settings():
        return _compose(spec, width, height, brand).drawing()


def compose(spec: ChartSpec, width: int, height: int, brand: Brand) -> Canvas:
    """Draw `spec` and stop before it becomes a picture: what tests measure. Raises ChartError as `draw` does."""
    with _settings():
        return _compose(spec, width, height, brand)


def _compose(spec: ChartSpec, width: int, height: int, brand: Brand) -> Canvas:
    if reasons := check(spec):
        raise ChartError("; ".join(reasons))
    from deckgen.charts.canvas import Canvas, pixels  # noqa: PLC0415 (as in _settings)
    from deckgen.charts.style import Style  # noqa: PLC0415

    canvas = Canvas(pixels(width, height), Style(brand))
    import_module(f"deckgen.charts.{spec.kind}").compose(canvas, spec)
    return canvas


@contextmanager
def _settings() -> Iterator[None]:
    """Hold matplotlib's settings as charts need them: one state for all threads, even when changed for a moment."""
    # Imported here, not above: matplotlib takes longer to import than most commands take to run.
    from matplotlib import style  # noqa: PLC0415

    from deckgen.charts.style import settings  # noqa: PLC0415

    with _lock, style.context(settings(), after_reset=True):
        yield
