"""Charts: turns a `ChartSpec` and the size of its area into an SVG and a PNG of exactly that size.

There is one module per chart kind in `kinds/`, found by its name (`chart_kind`). Only this
room imports matplotlib, and only when it must draw a chart that is not in a cache.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING

from deckgen.brand.types import Brand
from deckgen.charts.cache import ChartCache, cache_key
from deckgen.charts.chart_kind import find_chart_kinds
from deckgen.charts.checks import check
from deckgen.charts.errors import ChartError
from deckgen.diagnostics.errors import UserFacingError, describe_internal_error
from deckgen.ir.blocks import ChartSpec
from deckgen.ir.frames import Drawing
from deckgen.ir.roles import ColourRole
from deckgen.line_breaking.hyphenation import Hyphenation

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas
    from deckgen.charts.style import Style

__all__ = ["ChartCache", "ChartError", "check", "compose", "draw", "draw_replacement_text"]

_matplotlib_lock = Lock()


def draw(  # noqa: PLR0913 -- its options
    spec: ChartSpec,
    width: int,
    height: int,
    brand: Brand,
    ground: ColourRole = "white",
    cache: ChartCache | None = None,
    *,
    is_mirrored: bool = False,
) -> Drawing:
    """Draw `spec`, `width` by `height` EMU, on a background of the colour `ground`, in the brand's colours and font.

    A chart that `is_mirrored` begins at the right. The same arguments give the same bytes. One that is in `cache` is not drawn
    again. Raises ChartError, with the reason, if the chart cannot be drawn honestly or does not fit its area with text of the
    brand's smallest size, and UserFacingError, with the kind of the chart, if that raises an unexpected exception.
    """
    key = cache_key(spec, (width, height), brand, ground, is_mirrored=is_mirrored) if cache else ""
    if cache and (cached := cache.get(key)):
        return cached
    style, canvas = _compose_canvas(spec, width, height, brand, ground, is_mirrored=is_mirrored)
    with matplotlib_settings(style):
        drawing = canvas.render()
    if cache and not drawing.missing_characters and not drawing.shortened_names:
        # A chart with boxes for missing characters is drawn again each time: a font may have been installed since. One with
        # shortened names is, too, because an entry of the cache has only the pictures.
        cache.put(key, drawing)
    return drawing


def draw_replacement_text(text: str, width: int, height: int, brand: Brand, ground: ColourRole = "white") -> Drawing:
    """Draw `text` in the area of a chart that could not be drawn; text that does not fit is cut."""
    _import_matplotlib()
    from deckgen.charts.canvas import Canvas  # noqa: PLC0415 (as in _compose_canvas)
    from deckgen.charts.geometry import Anchor, Label, pixel_size  # noqa: PLC0415
    from deckgen.charts.style import Style  # noqa: PLC0415

    style = Style(brand, ground)
    with matplotlib_settings(style):
        canvas = Canvas(pixel_size(width, height), style)
        label = canvas.wrap(Label(text, canvas.sizes.text, "danger", bold=True), canvas.width, lines=4)
        canvas.place_if_free(label, Anchor(0, canvas.height, "left", "top"))
        return canvas.render()


def compose(spec: ChartSpec, width: int, height: int, brand: Brand, ground: ColourRole = "white") -> Canvas:
    """Lay out `spec` on a canvas without rendering it, so that tests can measure it. Raises ChartError as `draw` does."""
    return _compose_canvas(spec, width, height, brand, ground)[1]


def _compose_canvas(
    spec: ChartSpec, width: int, height: int, brand: Brand, ground: ColourRole, *, is_mirrored: bool = False
) -> tuple[Style, Canvas]:
    if issues := check(spec):
        raise ChartError("; ".join(issue.message for issue in issues))
    _import_matplotlib()
    # Imported here, not above: importing matplotlib takes longer than most commands run.
    from deckgen.charts.canvas import Canvas  # noqa: PLC0415
    from deckgen.charts.geometry import pixel_size  # noqa: PLC0415
    from deckgen.charts.style import Style  # noqa: PLC0415

    style = Style(brand, ground)
    with matplotlib_settings(style):
        hyphenate = partial(Hyphenation(dict(spec.marked_words)).tiers, language=spec.language)
        canvas = Canvas(
            pixel_size(width, height), style, language=spec.language, is_mirrored=is_mirrored, hyphenate=hyphenate
        )
        try:
            find_chart_kinds()[spec.kind].compose(canvas, spec)
        except (ChartError, OSError):
            raise
        except Exception as error:
            raise UserFacingError(describe_internal_error(error, f"drew a chart of kind {spec.kind}")) from error
    return style, canvas


def _import_matplotlib() -> None:
    """Import matplotlib in such a way that it reads no settings of the project.

    It reads a file `matplotlibrc` of the current folder first, and no option prevents that. If that file is a pipe, matplotlib
    would wait for ever; if it is not text, matplotlib would fail.
    """
    if "matplotlib" in sys.modules or not Path("matplotlibrc").exists():
        return
    with _matplotlib_lock, TemporaryDirectory(prefix="deckgen-matplotlib-") as empty, chdir(empty):
        import matplotlib  # noqa: F401, PLC0415 -- imported for its side effect: it reads its settings


@contextmanager
def matplotlib_settings(style: Style) -> Iterator[None]:
    """Apply a style to matplotlib's settings. They are global to all threads, even when changed temporarily, hence the lock."""
    from matplotlib import style as matplotlib_styles  # noqa: PLC0415 (as in _compose_canvas)

    from deckgen.charts.style import matplotlib_style  # noqa: PLC0415

    with _matplotlib_lock, matplotlib_styles.context(matplotlib_style(style), after_reset=True):
        yield
