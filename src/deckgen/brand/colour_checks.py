"""Checks whether the colours of a brand can be read and told apart where they are used.

Every issue has the path of a colour in `_brand.yml`, and its hint a colour that would pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from deckgen.brand import schema
from deckgen.brand.checks import base_colours, make_tint
from deckgen.brand.colour_math import contrast, grey_value, is_dark, with_grey_value
from deckgen.brand.palette import (
    MIN_GREY_DIFFERENCE,
    STRONG_GROUNDS,
    TEXT_CONTRAST,
    Palette,
    needed_contrast,
    readable_on_all,
)
from deckgen.brand.status_marks import MARKS_ON_PRIMARY
from deckgen.brand.types import Brand, Look, SlideLayout, Slot
from deckgen.diagnostics import Issue, KeyPath, Origin, make_issue
from deckgen.ir.roles import ColourRole

_DARKEST_ON_LIGHT, _DARKEST_ON_DARK = 34.0, 50.0
"""The lightness (L*) of the darkest of three fills, with which all of them can be seen on a light or dark page."""
_ROUNDING = 0.8
"""What the rounding of two proposed colours to 8 bits, and a colour that may stay, can take away of their difference (L*)."""
_CELL_GROUNDS: tuple[ColourRole, ...] = ("neutral", "primary-tint")
"""The fills of cells: the name of a group, a milestone over several periods, an option, the column of the reported period."""
_CELL_ROLES: tuple[ColourRole, ...] = ("primary", "success", "danger", "muted")
"""The roles that characters in cells may have, besides those of styles and statuses: links, arrows, remarks."""
_TEXTLESS = ("chart", "picture")
_NEUTRAL: tuple[ColourRole, ...] = ("white", "ink", "dark", "surface")
"""Text in one of these is not at fault on a coloured ground; the ground is."""


class TextContrast(Struct, frozen=True):
    """Text in a role on a ground: its contrast, the contrast that it needs (WCAG 2.2, 1.4.3), and where it is.

    `colours` are those of the text and of the ground, as RRGGBB.
    """

    role: ColourRole
    ground: ColourRole
    colours: tuple[str, str]
    ratio: float
    needed: float
    where: str

    @property
    def is_readable(self) -> bool:
        """Whether the text has the contrast that it needs."""
        return self.ratio >= self.needed


class _Use(Struct):
    """Where a text role is used on a ground, first of all, and the contrast that it needs there."""

    where: str
    needed: float


Uses = dict[tuple[ColourRole, ColourRole], _Use]


def list_contrasts(brand: Brand) -> list[TextContrast]:
    """Return each pair of the colours of a text and of its ground: first those that exceed what they need the least."""
    found = []
    host = brand.template.numbers["host"] if brand.template is not None else 0
    for (role, ground), use in _uses(on_page(brand.layouts, host), brand.look).items():
        colours = (brand.colour(role), brand.colour(ground))
        found.append(TextContrast(role, ground, colours, contrast(*colours), use.needed, use.where))
    return sorted(found, key=lambda one: (one.ratio - one.needed, one.role, one.ground))


def on_page(layouts: Mapping[str, SlideLayout], host: int) -> dict[str, SlideLayout]:
    """Return the layouts whose ground is the page; `host` is the number of the layout of a template, 0 without one.

    Covers and dividers of a template have grounds of their own: `deckgen brand import` chose colours for what is drawn there.
    """
    return {key: layout for key, layout in layouts.items() if layout.host in (0, host)}


def check_contrast(
    file: schema.BrandFile, palette: Palette, layouts: Mapping[str, SlideLayout], look: Look
) -> Iterator[Issue]:
    """Find texts that cannot be read on their grounds: one issue for each pair of colours."""
    failing: dict[tuple[ColourRole, ColourRole], _Use] = {}
    for (role, ground), use in _uses(layouts, look).items():
        if contrast(palette.colour(role), palette.colour(ground)) < use.needed:
            failing[role, ground] = use
    for (role, ground), use in failing.items():
        ratio = contrast(palette.colour(role), palette.colour(ground))
        message = (
            f"text in `{role}` on `{ground}` has a contrast of {ratio:.2f}, and needs {use.needed:g} ({use.where})"
        )
        changed, other = (ground, role) if role in _NEUTRAL and ground not in _NEUTRAL else (role, ground)
        related = [pair for pair in failing if pair[0 if changed == role else 1] == changed]
        others = [palette.colour(pair[1 if changed == role else 0]) for pair in related]
        hint = _colour_hint(changed, palette.colour(changed), others, use.needed, other)
        yield make_issue("brand-contrast", message, Origin(path=_path_of(file, palette, changed)), hint)


def _colour_hint(changed: ColourRole, colour: str, others: Iterable[str], needed: float, other: ColourRole) -> str:
    others = list(others)
    proposed = readable_on_all(colour, others, needed)
    if all(contrast(proposed, one) >= needed for one in others):
        return f"`{changed}` could be #{proposed}, or another colour with a contrast of at least {needed:g}"
    return f"no shade of `{changed}` is readable here: change `{other}` as well"


def _uses(layouts: Mapping[str, SlideLayout], look: Look) -> Uses:
    uses: Uses = {}
    for key, layout in layouts.items():
        for slot in layout.slots.values():
            if slot.role not in _TEXTLESS:
                _add_slot(uses, slot, slot.fill or layout.background, look, f"{key}.yaml, slot `{slot.name}`")
            if (
                slot.role == "table" and layout.background not in STRONG_GROUNDS
            ):  # there stand lists without statuses or tints
                _add_cells(uses, slot, layout.background, look, f"{key}.yaml, cells of `{slot.name}`")
    return uses


def _add_slot(uses: Uses, slot: Slot, ground: ColourRole, look: Look, where: str) -> None:
    for style in slot.styles.values():
        role = look.text.run_role(style.role, ground) if slot.fill else style.role
        _add(uses, role, ground, needed_contrast(style), where)


def _add_cells(uses: Uses, slot: Slot, background: ColourRole, look: Look, where: str) -> None:
    for name in MARKS_ON_PRIMARY:
        role = look.text.run_role(look.marks[name].role, "primary")
        _add(uses, role, "primary", TEXT_CONTRAST, where)
    on_page = (mark.role for name, mark in look.marks.items() if name not in MARKS_ON_PRIMARY)
    roles = dict.fromkeys((*on_page, *_CELL_ROLES))
    roles |= dict.fromkeys(style.role for style in slot.styles.values())
    for ground in (background, *_CELL_GROUNDS):
        for role in roles:
            _add(uses, look.text.run_role(role, ground), ground, TEXT_CONTRAST, where)


def _add(uses: Uses, role: ColourRole, ground: ColourRole, needed: float, where: str) -> None:
    use = uses.setdefault((role, ground), _Use(where, needed))
    if needed > use.needed:
        use.where, use.needed = where, needed


def check_statuses(file: schema.BrandFile, palette: Palette, look: Look) -> Iterator[Issue]:
    """Find fills of statuses that look the same in grey: one issue, at the colour of the first that is too close to another."""
    fills = tuple(dict.fromkeys(look.marks[status].fill for status in ("on-track", "at-risk", "off-track")))
    by_grey = sorted(fills, key=lambda fill: grey_value(palette.colour(fill)))
    values = {fill: grey_value(palette.colour(fill)) for fill in by_grey}
    close = [other for one, other in pairwise(by_grey) if values[other] - values[one] < MIN_GREY_DIFFERENCE]
    if close:
        shown = ", ".join(f"`{fill}` {values[fill]:.0f}" for fill in fills)
        message = (
            f"the fills of statuses need to differ by {MIN_GREY_DIFFERENCE:g} in lightness (L*), but it is {shown}"
        )
        yield make_issue(
            "brand-statuses", message, Origin(path=_path_of(file, palette, close[0])), _fill_hint(palette, by_grey)
        )


def _fill_hint(palette: Palette, by_grey: Sequence[ColourRole]) -> str:
    """Propose fills that differ, in the same order from dark to light; those that may stay as they are are left out."""
    darkest = grey_value(palette.colour(by_grey[0]))
    start = _DARKEST_ON_DARK if is_dark(palette.colour("white")) else min(darkest, _DARKEST_ON_LIGHT)
    proposed: list[str] = []
    for i, fill in enumerate(by_grey):
        colour, target = palette.colour(fill), start + i * (MIN_GREY_DIFFERENCE + _ROUNDING)
        if abs(grey_value(colour) - target) > _ROUNDING / 2:
            proposed.append(f"`{fill}: '#{with_grey_value(colour, target)}'`")
    return f"write under `roles:` {', '.join(proposed)}; the words of the statuses keep their colours"


def _path_of(file: schema.BrandFile, palette: Palette, role: ColourRole) -> KeyPath:
    """Return the path of the value that decides the colour of a role: that of its base colour where it is derived."""
    base = base_colours(file)
    if role in base:
        return base[role].path
    stated = file.defaults.deckgen.tints.get(role)
    if stated is not None and palette.tints.get(role) == make_tint(stated):
        return ("defaults", "deckgen", "tints", role)
    stem: ColourRole
    for stem in ("success", "warning", "danger"):
        if role.startswith(stem):
            return base[stem].path
    return base["primary"].path
