"""The fonts of charts, by file: the brand's, and others for characters that it does not have."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.font_manager import FontPath, FontProperties

from deckgen.brand.types import Brand, FontFiles
from deckgen.charts.font_instances import instance_file


def font_for(brand: Brand, text: str, size: float, bold: bool) -> FontProperties:
    """Return the first font that has every character of `text`: the brand's, its fallback, or another available one."""
    return FontProperties(fname=_font_file(brand, text, bold), size=size)


def missing_characters(brand: Brand, text: str, bold: bool) -> str:
    """Return the characters of `text` that its font does not have, each once and in order; usually none."""
    available = _characters_of(_font_file(brand, text, bold))
    return "".join(dict.fromkeys(c for c in text if _is_visible(c) and ord(c) not in available))


def _font_file(brand: Brand, text: str, bold: bool) -> FontPath:
    fonts = (brand.font, brand.fallback)
    needed = frozenset(ord(c) for c in text if _is_visible(c))
    complete = (file for font in fonts if needed <= _characters_of(file := _face(font, bold)))
    return next(complete, None) or _best_font_file(needed, bold, tuple(_face(font, bold) for font in fonts))


def _face(font: FontFiles, bold: bool) -> FontPath:
    """Return the file of a face. Raises ChartError if a variable font has no such instance."""
    path, style = (font.bold, "bold") if bold else (font.regular, "regular")
    index, weight = font.indices.get(style, 0), font.weights.get(style)
    if weight is not None:
        path, index = instance_file(path, weight, index), 0
    return FontPath(str(path), index)


def _is_visible(character: str) -> bool:
    return character.isprintable() and character != " "


@lru_cache(maxsize=32)
def _characters_of(file: FontPath) -> frozenset[int]:
    """Return the code points that a font file has; none if the file cannot be read."""
    try:
        return frozenset(font_manager.get_font(file).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()


@lru_cache(maxsize=64)
def _best_font_file(needed: frozenset[int], bold: bool, files: tuple[FontPath, ...]) -> FontPath:
    """Return the font that has most of `needed`: one of `files`, matplotlib's DejaVu Sans, or a Noto font of this machine."""
    deja_vu = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
    # Listed by the system: matplotlib's own list does not contain fonts that were installed after it was created.
    noto = {Path(name) for name in font_manager.findSystemFonts() if Path(name).name.startswith("NotoSans")}
    sorted_noto = sorted(noto, key=lambda p: (("Bold" in p.stem) != bold, p.name, str(p)))
    others = [FontPath(str(path), 0) for path in (deja_vu, *sorted_noto)]
    available = [file for file in (*files, *others) if _characters_of(file)]
    return max(available, key=lambda file: len(needed & _characters_of(file)), default=files[0])
