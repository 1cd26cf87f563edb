"""The roles of deckgen's colours in a template: from its theme where that can be read on what is drawn, else moved or our own.

Every colour of text has a contrast of 4.5 or more on the ground and on the quiet areas that deckgen draws on it.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from deckgen.brand.colour_math import contrast, grey_value, mix, readable_colour, with_grey_value
from deckgen.ir.roles import ColourRole
from deckgen.template.colours import ColourScheme

NEEDED = 4.5
_SAME = 12
"""The difference of two colours that look the same, of 255 in each of red, green and blue."""
_ACCENTS = tuple(f"accent{n}" for n in range(1, 7))
_PRIMARY_CONTRAST, _PRIMARY_SATURATION = 3.0, 0.15
_MAX_MOVE, _MIN_SATURATION = 0.25, 0.35
"""By how much the lightness of an accent may be moved for a status, and how saturated it is at least."""
_DARKEST_FILL, _LIGHTEST_FILL, _FILL_STEP = 34, 97, 12.9
"""Lightness (L*) of the darkest fill of a status on a white ground, of the lightest one on any, and their difference."""
_HUES: Mapping[ColourRole, tuple[tuple[float, float], str]] = {
    "success": ((85, 175), "0F6E5A"), "warning": ((22, 52), "8A5200"), "danger": ((345, 375), "B32424"),
}  # fmt: skip
"""For each status, the hues (degrees) of accents that say it, and the colour of our own."""


class RoleColour(Struct, frozen=True):
    """A colour as `RRGGBB`, and where it is from: the name of a theme colour on slides if it is one unchanged, else words."""

    colour: str
    source: str
    slot: str = ""


def find_roles(scheme: ColourScheme, ground: str, reads: Callable[[str], float]) -> dict[ColourRole, RoleColour] | None:
    """Return the colours of the base roles on a ground; None if no text can be read there.

    `reads` returns the contrast that a colour has on what is drawn.
    """
    ink = _ink(scheme, reads)
    if ink is None:
        return None
    quiet = {"surface": mix(ink.colour, ground, 0.05), "neutral": mix(ink.colour, ground, 0.1)}
    grounds = [ground, *quiet.values()]
    primary = _primary(scheme, reads) or ink
    roles: dict[ColourRole, RoleColour] = {"ink": ink, "white": _page(scheme, ground), "primary": primary}
    roles |= {role: _status(role, scheme, grounds, {primary.slot}) for role in _HUES}
    roles["primary-text"] = RoleColour(_readable(primary.colour, grounds), "primary, readable as text")
    roles["muted"] = _muted(ink.colour, grounds, reads)
    roles["rule"] = RoleColour(mix(ink.colour, ground, 0.25), "25% of text")
    roles["surface"] = RoleColour(quiet["surface"], "5% of text")
    roles["neutral"] = RoleColour(quiet["neutral"], "10% of text")
    return roles


def _page(scheme: ColourScheme, ground: str) -> RoleColour:
    slot = next((name for name in ("bg1", "bg2") if scheme.named(name) == ground), "")
    return RoleColour(ground, slot or "as drawn", slot)


def _ink(scheme: ColourScheme, reads: Callable[[str], float]) -> RoleColour | None:
    for slot in ("tx1", "bg1", "tx2"):
        if reads(scheme.named(slot)) >= NEEDED:
            return RoleColour(scheme.named(slot), slot, slot)
    best = max(("000000", "FFFFFF"), key=reads)
    return RoleColour(best, "own") if reads(best) >= NEEDED else None


def _primary(scheme: ColourScheme, reads: Callable[[str], float]) -> RoleColour | None:
    """Return the first coloured accent that is seen on the ground, else any that is; None if there is none."""
    names = (*_ACCENTS, "tx2")
    seen = [name for name in names if reads(scheme.named(name)) >= _PRIMARY_CONTRAST]
    coloured = [name for name in seen if _hls(scheme.named(name))[2] > _PRIMARY_SATURATION]
    slot = next(iter(coloured or seen), None)
    return None if slot is None else RoleColour(scheme.named(slot), slot, slot)


def _status(role: ColourRole, scheme: ColourScheme, grounds: Sequence[str], used: set[str]) -> RoleColour:
    """Return an accent of the hue of a status, made lighter or darker a little, else the colour of our own."""
    (low, high), own = _HUES[role]
    for name in _ACCENTS:
        hue, _, saturation = _hls(scheme.named(name))
        hue = hue + 360 if hue < high - 360 else hue
        if name in used or not low <= hue <= high or saturation <= _MIN_SATURATION:
            continue
        found = _readable(scheme.named(name), grounds)
        move = abs(_hls(found)[1] - _hls(scheme.named(name))[1])
        if all(contrast(found, ground) >= NEEDED for ground in grounds) and move <= _MAX_MOVE:
            return RoleColour(
                found, name if not move else f"{name}, lightness changed by {move:.0%}", "" if move else name
            )
    found = _readable(own, grounds)
    return RoleColour(found, "deckgen" if found == own else "deckgen, readable on this ground")


def _muted(ink: str, grounds: Sequence[str], reads: Callable[[str], float]) -> RoleColour:
    for share in (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        colour = mix(ink, grounds[0], share)
        if reads(colour) >= NEEDED and all(contrast(colour, ground) >= NEEDED for ground in grounds):
            return RoleColour(colour, f"{share:.0%} of text")
    return RoleColour(ink, "as text")


def _readable(colour: str, grounds: Sequence[str]) -> str:
    for ground in sorted(grounds, key=lambda ground: contrast(colour, ground), reverse=True):
        colour = readable_colour(colour, ground, NEEDED)
    return colour


def status_fills(roles: Mapping[ColourRole, RoleColour]) -> dict[ColourRole, str]:
    """Return the fills of the marks of statuses: seen on the ground, and different in lightness, for a print without colours."""
    ground = roles["white"].colour
    seen = [
        value for value in range(_LIGHTEST_FILL + 1)
        if contrast(with_grey_value("808080", value), ground) >= _PRIMARY_CONTRAST
    ]  # fmt: skip
    own = grey_value(ground)
    darker, lighter = [value for value in seen if value < own], [value for value in seen if value > own]
    span = 2 * _FILL_STEP
    if len(darker) >= len(lighter):
        lowest = max(min(_DARKEST_FILL, darker[-1] - span), 0)
        step = min(span, darker[-1] - lowest) / 2
    else:
        lowest, step = lighter[0], min(span, lighter[-1] - lighter[0]) / 2
    order: tuple[tuple[ColourRole, ColourRole], ...] = (
        ("danger", "danger-fill"), ("success", "success-fill"), ("warning", "warning-fill"),
    )  # fmt: skip
    return {
        fill: with_grey_value(roles[status].colour, lowest + number * step)
        for number, (status, fill) in enumerate(order)
    }


_TEXT_ROLES: Sequence[ColourRole] = ("ink", "white", "surface", "primary")


def readable_role(roles: Mapping[ColourRole, RoleColour], reads: Callable[[str], float]) -> ColourRole | None:
    """Return the first role in which text can be read on another ground than that of the host; None if there is none."""
    return next((role for role in _TEXT_ROLES if reads(roles[role].colour) >= NEEDED), None)


def best_role(roles: Mapping[ColourRole, RoleColour], reads: Callable[[str], float]) -> ColourRole:
    """Return the role that can be read best on another ground than that of the host."""
    return max(_TEXT_ROLES, key=lambda role: reads(roles[role].colour))


def is_nearly(colour: str, other: str) -> bool:
    """Whether two colours look the same, such as one of a theme and what is drawn of it."""
    return all(abs(int(colour[i : i + 2], 16) - int(other[i : i + 2], 16)) <= _SAME for i in (0, 2, 4))


def _hls(colour: str) -> tuple[float, float, float]:
    """Return hue in degrees, lightness and saturation (0 to 1)."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    return hue * 360, lightness, saturation
