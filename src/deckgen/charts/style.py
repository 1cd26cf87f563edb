"""How charts look, made from the brand alone: colours by role, sizes in points of the slide, fonts by file.

Input: a `Brand` and the ground that a chart stands on. Output: a `Style`, and the matplotlib style made of it, which
`matplotlib.style.context` takes (global settings stay untouched).
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import matplotlib
from cycler import cycler
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from msgspec import Struct

from deckgen.brand.types import Brand
from deckgen.charts.ground import contrast, is_dark, mixed, readable
from deckgen.ir.blocks import ColourRole

DPI = 192
"""Pixels an inch of the PNG: two for each of the 96 that an inch of a slide has on a screen."""
SMALLEST = 11.0
"""No text of a chart is smaller, in points on the slide (look.md, "Charts")."""
TEXT = 12.0
STRONG = 14.0
LARGE = 16.0
"""Names of several rows or parts are never larger."""

_LIGHT: Mapping[ColourRole, tuple[ColourRole, int, int]] = {"primary-light": ("primary", 40000, 60000)}


def tint(colour: str, lum_mod: int, lum_off: int) -> str:
    """Lighten or darken `RRGGBB` as DrawingML's lumMod and lumOff do: HSL lightness times `lum_mod` plus `lum_off`.

    Both are in thousandths of a percent (ECMA-376 part 1, 20.1.2.3.20 and .21); lightness is held between 0 and 1.
    """
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    lightness = min(1.0, max(0.0, lightness * lum_mod / 100_000 + lum_off / 100_000))
    return "".join(f"{round(255 * c):02X}" for c in colorsys.hls_to_rgb(hue, lightness, saturation))


_TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: what text needs. Bars and dots take it too: their values stand beside them in the same colour."""


class Style(Struct, frozen=True):
    """The brand as a chart needs it, on a ground: `white` is the paper, whatever its colour."""

    brand: Brand
    ground: ColourRole = "white"

    def colour(self, role: ColourRole) -> str:
        """Give the colour of a role as `#RRGGBB`; raises KeyError for a role that the brand does not know."""
        paper = self._plain(self.ground)
        if role == "white":
            return f"#{paper}"
        own = self._plain(role)
        return f"#{self._on_dark(role, own, paper) if is_dark(paper) else own}"

    def _plain(self, role: ColourRole) -> str:
        """Give the colour of a role as the brand has it, for a white ground."""
        colours = self.brand.colours
        if role in colours:
            return colours[role]
        base, lum_mod, lum_off = (self.brand.tints if role in self.brand.tints else _LIGHT)[role]
        return tint(colours[base], lum_mod, lum_off)

    def _on_dark(self, role: ColourRole, own: str, paper: str) -> str:
        """Turn a colour meant for white paper into its counterpart on a dark one."""
        light = self._plain("white")
        if role == "ink":
            return light
        if role == "muted":
            return readable(mixed(light, paper, 0.75), paper, _TEXT_CONTRAST)
        if role == "rule":
            return mixed(light, paper, 0.25)
        if role in ("neutral", "surface"):
            # The track under a bar has its value on it: as light as white text on it allows.
            tracks = [mixed(light, paper, share) for share in (0.25, 0.2, 0.15, 0.1, 0.07)]
            return next((track for track in tracks if contrast(light, track) >= _TEXT_CONTRAST), tracks[-1])
        if role.endswith(("-light", "-tint")):
            base: ColourRole = "primary" if role == "primary-light" else self.brand.tints[role][0]
            return mixed(readable(self._plain(base), paper, _TEXT_CONTRAST), paper, 0.45)
        return readable(own, paper, _TEXT_CONTRAST)

    def font(self, text: str, size: float, bold: bool) -> FontProperties:
        """Choose the first face that has every character of `text`: the brand's, its fallback's, or one at hand."""
        return FontProperties(fname=str(self._face(text, bold)), size=size)

    def lacking(self, text: str, bold: bool) -> str:
        """Give the characters of `text` that its face has not, each once and in order; mostly none."""
        known = _characters(self._face(text, bold))
        return "".join(dict.fromkeys(c for c in text if _is_drawn(c) and ord(c) not in known))

    def _face(self, text: str, bold: bool) -> Path:
        faces = tuple(f.bold if bold else f.regular for f in (self.brand.font, self.brand.fallback))
        wanted = frozenset(ord(c) for c in text if _is_drawn(c))
        found = next((face for face in faces if wanted <= _characters(face)), None)
        return found or _face_with_most(wanted, bold, faces)


def _is_drawn(character: str) -> bool:
    return character.isprintable() and character != " "


@lru_cache(maxsize=32)
def _characters(face: Path) -> frozenset[int]:
    """List what a font file can show; nothing where the file cannot be read."""
    try:
        return frozenset(font_manager.get_font(str(face)).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()


@lru_cache(maxsize=64)
def _face_with_most(wanted: frozenset[int], bold: bool, faces: tuple[Path, ...]) -> Path:
    """Look for the face that has most of `wanted`: `faces`, matplotlib's DejaVu Sans, the Noto fonts of this machine."""
    own = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
    # Asked of the system and not of matplotlib's own list, which does not notice a font installed since it was made.
    noto = {Path(name) for name in font_manager.findSystemFonts() if Path(name).name.startswith("NotoSans")}
    named = sorted(noto, key=lambda p: (("Bold" in p.stem) != bold, p.name, str(p)))
    at_hand = [face for face in (*faces, own, *named) if _characters(face)]
    return max(at_hand, key=lambda face: len(wanted & _characters(face)), default=faces[0])


def settings(style: Style) -> dict[str, object]:
    """Make the matplotlib style of a brand: its colours and sizes, and how to render. Fonts are named by file, per text.

    The SVG has outlines instead of text, because no viewer is sure to have the font, and ids that do not change.
    """
    ink, paper = style.colour("ink"), style.colour("white")
    return {
        "figure.dpi": DPI,
        "figure.facecolor": paper,
        "axes.facecolor": paper,
        "axes.edgecolor": style.colour("rule"),
        "axes.labelcolor": ink,
        "axes.prop_cycle": cycler(color=[style.colour("primary"), style.colour("primary-light")]),
        "text.color": ink,
        "lines.color": ink,
        "lines.linewidth": 1.0,
        "patch.facecolor": style.colour("primary"),
        "patch.linewidth": 0.0,
        "font.size": TEXT,
        "text.usetex": False,
        "text.parse_math": False,
        "text.hinting": "none",
        "text.antialiased": True,
        "path.simplify": False,
        "path.sketch": None,
        "svg.fonttype": "path",
        "svg.hashsalt": "deckgen",
    }
