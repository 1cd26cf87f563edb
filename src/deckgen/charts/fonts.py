"""The fonts of charts, by file: the brand's, and others of this machine for characters that it does not have.

matplotlib looks up the fonts of a text by names of families, and takes the next one for what a font lacks; so each file that is
used is known to it under a name of its own.
"""

from __future__ import annotations

from functools import lru_cache

from matplotlib import font_manager
from matplotlib.font_manager import FontEntry, FontPath, FontProperties

from deckgen.brand.named_script_files import named_files
from deckgen.brand.types import Brand, FontFiles
from deckgen.charts.font_instances import instance_file
from deckgen.fonts.script_files import FontFile, files_for, is_shown, of_named_scripts


def font_for(brand: Brand, text: str, size: float, bold: bool, language: str = "") -> FontProperties:
    """Return the font for `text`: the brand's or its fallback, if one has every character, else the brand's and others."""
    files = _font_files(brand, text, bold, language)
    if len(files) == 1:
        return FontProperties(fname=files[0], size=size)
    return FontProperties(family=[_name_of(file) for file in files], size=size)


def missing_characters(brand: Brand, text: str, bold: bool, language: str = "") -> str:
    """Return the characters of `text` that none of its fonts has, each once and in order; usually none."""
    available = [_characters_of(file) for file in _font_files(brand, text, bold, language)]
    return "".join(dict.fromkeys(c for c in text if is_shown(c) and not any(ord(c) in each for each in available)))


def _font_files(brand: Brand, text: str, bold: bool, language: str) -> tuple[FontPath, ...]:
    needed = frozenset(ord(c) for c in text if is_shown(c))
    named = named_files(brand, bold=bold)
    in_scripts = of_named_scripts(text, language, frozenset(script for script, _ in named))
    own = (_face(font, bold) for font in (brand.font, brand.fallback))
    complete = next((file for file in own if needed <= _characters_of(file)), None)
    if complete is not None and not in_scripts:
        return (complete,)
    first = _face(brand.font, bold)
    lacking = "".join(map(chr, sorted(needed - _characters_of(first))))
    others = [_path(file) for file in files_for(lacking + in_scripts, language, bold=bold, named=named)]
    # matplotlib takes the first font that has a character: those of scripts come before one that has the script, too.
    by_priority = (*others, first) if _characters_of(first).intersection(map(ord, in_scripts)) else (first, *others)
    return tuple(dict.fromkeys(by_priority))


def _face(font: FontFiles, bold: bool) -> FontPath:
    """Return the file of a face. Raises ChartError if a variable font has no such instance."""
    path, style = (font.bold, "bold") if bold else (font.regular, "regular")
    index, weight = font.indices.get(style, 0), font.weights.get(style)
    if weight is not None:
        path, index = instance_file(path, weight, index), 0
    return FontPath(str(path), index)


def _path(file: FontFile) -> FontPath:
    """Return the file of another font; raises ChartError as `_face` does."""
    if file.weight is None:
        return FontPath(str(file.path), file.index or 0)
    return FontPath(str(instance_file(file.path, file.weight, file.index or 0)), 0)


@lru_cache(maxsize=64)
def _name_of(file: FontPath) -> str:
    """Return the name under which matplotlib knows a file, which is registered at the first call."""
    name = f"deckgen {file.face_index} {file}"
    font_manager.fontManager.ttflist.append(FontEntry(fname=str(file), index=file.face_index, name=name))
    return name


@lru_cache(maxsize=32)
def _characters_of(file: FontPath) -> frozenset[int]:
    """Return the code points that a font file has; none if the file cannot be read."""
    try:
        return frozenset(font_manager.get_font(file).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()
