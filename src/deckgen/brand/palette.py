"""The colours that a brand does not state, derived from those that it states: calm tints, and text that is readable.

Lightness and chroma are those of OKLab (`colour_math`). All distances are from the page, so that a dark page works as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand import colour_math
from deckgen.brand.colour_math import contrast, lightness_and_chroma, readable_colour
from deckgen.brand.status_marks import STATUS_FILLS
from deckgen.brand.types import TextColours, TextStyle, Tint
from deckgen.ir.roles import BASE_ROLES, ColourRole

TEXT_CONTRAST = 4.5
"""Minimum contrast of text (WCAG 2.2, 1.4.3)."""
LARGE_TEXT_CONTRAST = 3.0
"""The same for large text."""
MIN_GREY_DIFFERENCE = 12.0
"""Between the fills of two statuses, in L* (0 to 100): less cannot be told apart in a print without colours."""
_FILL_CONTRAST = 3.0
"""Minimum contrast of the fill of a status to the page (WCAG 2.2, 1.4.11)."""
_LARGE, _LARGE_BOLD = 1800, 1400
"""The size from which text is large, in hundredths of a point."""
STRONG_GROUNDS: tuple[ColourRole, ...] = (
    "primary", "primary-dark", "ink", "dark", "muted", "success", "warning", "danger", *STATUS_FILLS.values(),
)  # fmt: skip
"""The grounds on which all text has one colour."""
_TEXT_ROLES: tuple[ColourRole, ...] = ("white", "ink", "dark", "surface")
"""The roles that text on a strong ground may have, best first."""
_TINTED: Mapping[ColourRole, ColourRole] = {
    "primary-tint": "primary", "success-tint": "success", "warning-tint": "warning", "danger-tint": "danger",
}  # fmt: skip
_TINT_STEP, _TINT_CHROMA = 0.055, 0.022
"""Difference in lightness between page and tint, and the largest chroma of a tint: a calm ground for text."""
_LIGHT_SHARE, _LIGHT_STEP, _LIGHT_CHROMA = 0.3, 0.12, 0.065
"""Of `primary-light`: how far it is from the page towards the primary colour, at least, and its largest chroma."""
_DARK_STEP, _DARKEST = 0.05, 0.25
"""Of `primary-dark`: the difference in lightness, and the lightness of a primary colour that has no darker shade to be seen."""

_CALM_STEPS, _CALM_CHROMA, _CALM_LIGHT_CHROMA = (0.03, 0.09), 0.03, 0.11
"""What an inherited tint may have at most to be kept: difference in lightness to the page, chroma, chroma of `primary-light`."""
_VISIBLE_STEP, _VISIBLE_CONTRAST = 0.02, 1.4
"""What it must have at least: `primary-dark` a difference in lightness to `primary`, `primary-light` a contrast to the page."""


class Palette(Struct, frozen=True):
    """The colours of all roles as in `Brand`, and the roles of text on grounds."""

    colours: Mapping[ColourRole, str]
    tints: Mapping[ColourRole, Tint]
    text: TextColours

    def colour(self, role: ColourRole) -> str:
        """Return the `RRGGBB` of a role."""
        return _colour(self.colours, self.tints, role)

    def readable_style(self, style: TextStyle, ground: ColourRole) -> TextStyle:
        """Return a style for text on a ground: on a strong one, a role that cannot be read there is replaced."""
        role = self.text.style_role(style.role, ground)
        if ground in self.text.on and contrast(self.colour(role), self.colour(ground)) < needed_contrast(style):
            role = self.text.on[ground]
        bullet = self.text.style_role(style.bullet_role, ground) if style.bullet_role else None
        return replace(style, role=role, bullet_role=bullet)


def needed_contrast(style: TextStyle) -> float:
    """Return the contrast that text of a style needs at the size to which it may shrink (WCAG 2.2, 1.4.3)."""
    is_large = style.minimum >= _LARGE or (style.bold and style.minimum >= _LARGE_BOLD)
    return LARGE_TEXT_CONTRAST if is_large else TEXT_CONTRAST


def _colour(colours: Mapping[ColourRole, str], tints: Mapping[ColourRole, Tint], role: ColourRole) -> str:
    if role in colours or role not in tints:
        return colours[role]
    tint = tints[role]
    return colour_math.apply_tint(colours[tint.base], tint.scale, tint.lift, tint.saturation)


def complete_palette(
    stated: Mapping[ColourRole, str], tints: Mapping[ColourRole, Tint], inherited: Collection[ColourRole] = ()
) -> Palette:
    """Add to the stated colours (at least the base roles) and tints all others that are needed.

    `inherited` are the roles whose tint the extended brand states for a base colour that this brand replaces: they are kept only
    where they suit the new colour.
    """
    replaced = set() if _can_be_told_apart(stated, tints) else set(STATUS_FILLS.values())
    replaced |= {
        role for role, tint in tints.items() if role not in STATUS_FILLS.values() and not _suits(role, tint, stated)
    }
    tints = {role: tint for role, tint in tints.items() if role not in replaced.intersection(inherited)}
    colours = dict(stated)
    colours.setdefault("dark", colours["ink"])
    colours.setdefault("inherited", colours["ink"])
    added = {role: _calm_tint(colours, base) for role, base in _TINTED.items()}
    added |= {fill: Tint(base, 100_000, 0) for base, fill in STATUS_FILLS.items()}
    added["primary-dark"] = _shade(colours["primary"])
    tints = {role: tint for role, tint in added.items() if role not in colours} | dict(tints)

    def colour(role: ColourRole) -> str:
        return _colour(colours, tints, role)

    if "primary-text" not in tints:
        grounds = [colour(role) for role in ("white", "surface", "primary-tint")]
        colours.setdefault("primary-text", readable_on_all(colours["primary"], grounds))
    if "primary-light" not in colours and "primary-light" not in tints:
        tints["primary-light"] = _light(colours["primary"], colour("primary-text"), colours["white"])
    if "on-primary" not in tints:
        colours.setdefault("on-primary", text_colour(colours["primary"], colours))
    return Palette(colours, tints, TextColours(_text_roles(colour), _primary_text(colours, colour)))


def readable_on_all(colour: str, grounds: Iterable[str], ratio: float = TEXT_CONTRAST) -> str:
    """Change the lightness of a colour until its contrast is at least `ratio` on each ground (or it is almost black or white)."""
    for ground in sorted(grounds, key=lambda ground: contrast(colour, ground), reverse=True):
        colour = readable_colour(colour, ground, ratio)
    return colour


def _suits(role: ColourRole, tint: Tint, colours: Mapping[ColourRole, str]) -> bool:
    """Whether a tint that was made for another base colour does with this one what it is for."""
    base, page = colours[tint.base], colours["white"]
    colour = colour_math.apply_tint(base, tint.scale, tint.lift, tint.saturation)
    lightness, chroma = lightness_and_chroma(colour)
    page_lightness, base_lightness = lightness_and_chroma(page)[0], lightness_and_chroma(base)[0]
    step = abs(lightness - page_lightness)
    if role in _TINTED:
        low, high = _CALM_STEPS
        return low <= step <= high and chroma <= _CALM_CHROMA
    if role == "primary-light":
        is_between = step < abs(base_lightness - page_lightness)
        return is_between and contrast(colour, page) >= _VISIBLE_CONTRAST and chroma <= _CALM_LIGHT_CHROMA
    return role == "primary-dark" and abs(lightness - base_lightness) >= _VISIBLE_STEP


def _can_be_told_apart(colours: Mapping[ColourRole, str], tints: Mapping[ColourRole, Tint]) -> bool:
    """Whether the fills of statuses can be seen on the page, and differ in lightness from each other."""
    fills = [
        _colour(colours, tints, fill if fill in colours or fill in tints else base)
        for base, fill in STATUS_FILLS.items()
    ]
    greys = sorted(map(colour_math.grey_value, fills))
    differences = [lighter - darker for darker, lighter in pairwise(greys)]
    is_visible = all(contrast(fill, colours["white"]) >= _FILL_CONTRAST for fill in fills)
    return is_visible and min(differences) >= MIN_GREY_DIFFERENCE


def _calm_tint(colours: Mapping[ColourRole, str], base: ColourRole) -> Tint:
    """Return a tint of a colour that is only a little darker than the page (lighter than a dark page)."""
    page, ink = (lightness_and_chroma(colours[role])[0] for role in ("white", "ink"))
    lightness = page + (_TINT_STEP if ink > page else -_TINT_STEP)
    chroma = min(_TINT_CHROMA, lightness_and_chroma(colours[base])[1])
    return Tint(base, *colour_math.find_tint(colours[base], lightness, chroma))


def _light(primary: str, text: str, page: str) -> Tint:
    """Return the tint of bars beside those in the primary colour: between the page and the readable primary colour."""
    from_page = lightness_and_chroma(text)[0] - lightness_and_chroma(page)[0]
    step = max(_LIGHT_SHARE * abs(from_page), _LIGHT_STEP)
    lightness = lightness_and_chroma(page)[0] + (step if from_page > 0 else -step)
    chroma = min(_LIGHT_CHROMA, lightness_and_chroma(primary)[1])
    return Tint("primary", *colour_math.find_tint(primary, lightness, chroma))


def _shade(primary: str) -> Tint:
    """Return a shade beside the primary colour: darker, or lighter where a darker one could not be seen."""
    lightness, chroma = lightness_and_chroma(primary)
    changed = lightness - _DARK_STEP if lightness > _DARKEST else lightness + _DARK_STEP
    return Tint("primary", *colour_math.find_tint(primary, changed, chroma))


def text_colour(ground: str, colours: Mapping[ColourRole, str]) -> str:
    """Return the colour of text on a ground: the first of the brand's own that can be read, else the one with most contrast."""
    own = [colours[role] for role in _TEXT_ROLES]
    return _first_readable(own, ground) or max((*own, "FFFFFF", "000000"), key=lambda colour: contrast(colour, ground))


def _first_readable(colours: Iterable[str], ground: str) -> str | None:
    return next((colour for colour in colours if contrast(colour, ground) >= TEXT_CONTRAST), None)


def _text_roles(colour: Callable[[ColourRole], str]) -> dict[ColourRole, ColourRole]:
    """Return the role of text on each strong ground: that of text on the primary colour, where it can be read."""
    candidates: tuple[ColourRole, ...] = (*BASE_ROLES, "on-primary")
    on_primary = next(role for role in candidates if colour(role) == colour("on-primary"))
    by_colour: dict[str, ColourRole] = {}
    for role in (on_primary, *_TEXT_ROLES):
        by_colour.setdefault(colour(role), role)
    roles: dict[ColourRole, ColourRole] = {"primary": on_primary}
    for role in STRONG_GROUNDS[1:]:
        ground = colour(role)
        best = _first_readable(by_colour, ground) or max(by_colour, key=lambda text: contrast(text, ground))
        roles[role] = by_colour[best]
    return roles


def _primary_text(colours: Mapping[ColourRole, str], colour: Callable[[ColourRole], str]) -> ColourRole:
    return "primary" if colour("primary-text") == colours["primary"] else "primary-text"
