"""Checks the files of a brand together, after each is valid on its own: positions, names, colours.

Every check yields issues with the path of the invalid key in its file; the loader finds the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from deckgen.brand import schema
from deckgen.brand.grid import Grid
from deckgen.brand.palette import Palette, complete_palette
from deckgen.brand.placement import DecorationSpec, LogoPlace, LogoPlaceSpec, PictureSpec, Placement, TrackerPlace
from deckgen.brand.types import STANDARD_SLOTS, Tint
from deckgen.diagnostics import Issue, KeyPath, Origin, make_issue
from deckgen.diagnostics.suggestions import did_you_mean, most_similar
from deckgen.ir.frames import EMU_PER_INCH
from deckgen.ir.roles import BASE_ROLES, ColourRole

STANDARD_KEYS: dict[ColourRole, str] = {
    "ink": "foreground", "white": "background", "muted": "secondary", "surface": "light", "primary": "primary",
    "success": "success", "warning": "warning", "danger": "danger", "rule": "tertiary", "dark": "dark",
}  # fmt: skip
"""For each role, the key under `color:` of the brand.yml standard that defines its colour."""

_SIZE_HINT = "write `width` and `height`, or leave out the position so that it fills the slide"
_SAME_SIDE = (("columns", "x"), ("columns", "width"), ("top", "y"), ("bottom", "height"))
_WHY_TITLE = "every slide needs a title for outlines and screen readers"
_MIN_COLUMN_WIDTH = 0.01
"""Inches."""
_MIN_REACH, _EDGE = 0.25, 0.2
"""Inches: the minimum height of a link of the tracker, and its minimum distance from the edge of the slide."""
_MAX_DISTANCE = 56 * EMU_PER_INCH
"""In EMU: the maximum size of a slide, so no element of a layout needs to be farther from its corner."""
_ROUNDING = 1000
"""The width of a slide is rounded to this many EMU, so a slot of full width may extend beyond the slide by less than that."""


class BaseColour(Struct, frozen=True):
    """A base colour: `RRGGBB` (empty if the text in the file is not a colour), and the text in the file and its path."""

    hex: str
    written: str
    path: KeyPath


def base_colours(file: schema.BrandFile) -> dict[ColourRole, BaseColour]:
    """Return the colour of every base role; references to the palette and to other names of the standard are resolved."""
    colours = {
        role: _resolve_colour(file, getattr(file.color, name), ("color", name)) for role, name in STANDARD_KEYS.items()
    }
    for role, value in file.defaults.deckgen.roles.items():
        colours[role] = _resolve_colour(file, value, ("defaults", "deckgen", "roles", role))
    colours.setdefault("neutral", colours["surface"])
    return colours


def palette_of(file: schema.BrandFile, layer_of: Callable[[KeyPath], int]) -> Palette:
    """Return all colours of a brand whose stated colours are valid.

    `layer_of` returns which brand a path of `_brand.yml` is from: 0 for the brand itself, 1 for the one that it extends …
    """
    base = base_colours(file)
    tints = {role: make_tint(tint) for role, tint in file.defaults.deckgen.tints.items()}
    page = layer_of(base["white"].path)
    inherited = {
        role for role, tint in tints.items()
        if layer_of(("defaults", "deckgen", "tints", role)) > min(page, layer_of(base[tint.base].path))
    }  # fmt: skip
    return complete_palette({role: colour.hex for role, colour in base.items()}, tints, inherited)


def make_tint(tint: schema.Tint) -> Tint:
    """Convert a tint of `_brand.yml`."""
    return Tint(tint.of, round(tint.scale * 1000), round(tint.lift * 1000), round(tint.saturation * 1000))


def _resolve_colour(file: schema.BrandFile, written: str, path: KeyPath) -> BaseColour:
    names = {name: getattr(file.color, name) for name in STANDARD_KEYS.values()}
    seen: set[str] = set()
    value = written
    while value not in seen:
        if re.fullmatch("#[0-9A-Fa-f]{6}", value):
            return BaseColour(value[1:].upper(), written, path)
        seen.add(value)
        # A colour of the palette may have the name of a role; then the palette has priority, as in the standard.
        if value in file.color.palette:
            path, value = ("color", "palette", value), file.color.palette[value]
        elif value in names:
            path, value = ("color", value), names[value]
    return BaseColour("", value, path)


def check_colours(file: schema.BrandFile) -> Iterator[Issue]:
    """Find invalid colours, and tints of or for roles for which that is not possible."""
    base, tints = base_colours(file), file.defaults.deckgen.tints
    invalid = {colour.path: (role, colour) for role, colour in base.items() if not colour.hex}
    for path, (role, colour) in invalid.items():
        suggestion = None if "palette" in path else _nearest(colour.written, file.color.palette)
        hint = suggestion or "write it as #RRGGBB, or name a colour of the palette"
        yield make_issue(
            "brand-colour", f"the colour of `{role}` is `{colour.written}`, which is no colour", Origin(path=path), hint
        )
    for role, tint in tints.items():
        if tint.of not in BASE_ROLES:
            path = ("defaults", "deckgen", "tints", role, "of")
            hint = f"base colours are {', '.join(BASE_ROLES)}"
            yield make_issue(
                "brand-colour", f"`{role}` is made of `{tint.of}`, which is no base colour", Origin(path=path), hint
            )
        if role in BASE_ROLES:
            message = f"`{role}` is a base colour, of which tints are made, and cannot be a tint itself"
            path = ("defaults", "deckgen", "tints", role)
            hint = "write its colour under `color:` or `roles:`"
            yield make_issue("brand-colour", message, Origin(path=path, of_key=True), hint)


def check_master(file: schema.MasterFile, grid: Grid, page: KeyPath = ("page",)) -> Iterator[Issue]:
    """Find issues of the grid and the slots of the master; `page` is the path of the key that defines the page of the grid."""
    if grid.column_width < _MIN_COLUMN_WIDTH:
        message = (
            f"margins and gutters leave {grid.column_width:.3g} inches for each of the {grid.page.columns} columns"
        )
        yield make_issue(
            "brand-place",
            message,
            Origin(path=page, of_key=True),
            "make `margin` or `gutter` smaller, or the page wider",
        )
        return
    yield from _check_decorations(file.decorations, grid, ("decorations",))
    yield from _check_logo(file.logo, grid)
    yield from _check_tracker(file.tracker, grid, is_resized=page != ("page",))
    yield from _check_slots(file.slots, file.slots, file.styles, grid)
    yield from _check_title(file.slots)


def check_layout(
    file: schema.LayoutFile, master: schema.MasterFile, layouts: Iterable[str], grid: Grid
) -> Iterator[Issue]:
    """Find issues of one slide layout together with the master; `layouts` are the names of all layouts."""
    all_slots = {name: slot for name, slot in master.slots.items() if name not in file.omit} | dict(file.slots)
    if grid.column_width < _MIN_COLUMN_WIDTH:
        return  # reported for the master
    yield from _check_decorations(file.decorations, grid, ("decorations",))
    yield from _check_logo(file.logo, grid)
    yield from _check_slots(file.slots, all_slots, master.styles, grid)
    for i, name in enumerate(file.omit):
        if name not in master.slots and name not in STANDARD_SLOTS:
            message = f"there is no slot `{name}` in master.yaml to leave out"
            yield make_issue("brand-slot", message, Origin(path=("omit", i)), _nearest(name, master.slots))
    if file.further and file.further not in layouts:
        message = f"there is no layout `{file.further}` to continue with"
        yield make_issue("brand-layout", message, Origin(path=("continue",)), _nearest(file.further, layouts))
    if "title" not in all_slots:
        yield make_issue("brand-slot", "this layout has no slot `title`", Origin(path=()), _WHY_TITLE)
    yield from _check_title(file.slots)
    if file.beside and not 1 <= file.beside[0] <= file.beside[1] <= grid.page.columns:
        message = f"`beside` names columns that the grid of {grid.page.columns} does not have"
        hint = "write the first and the last column of what stands beside, as in `beside: [1, 8]`"
        yield make_issue("brand-place", message, Origin(path=("beside",)), hint)


def _check_title(specs: Mapping[str, schema.SlotSpec]) -> Iterator[Issue]:
    if "title" in specs and specs["title"].role != "title":
        path = ("slots", "title", "role")
        yield make_issue("brand-slot", "the slot `title` does not have the role title", Origin(path=path), _WHY_TITLE)


def check_motif(file: schema.BrandFile, layouts: Iterable[str], grid: Grid) -> Iterator[Issue]:
    """Find motifs of layouts that do not exist, and those off the slide."""
    motif = file.defaults.deckgen.motif
    for key, decorations in {}.items() if isinstance(motif, str) else motif.items():
        path = ("defaults", "deckgen", "motif", key)
        if key not in layouts:
            message = f"there is no layout `{key}` to have a motif"
            yield make_issue("brand-layout", message, Origin(path=path, of_key=True), _nearest(key, layouts))
        if not isinstance(decorations, str) and grid.column_width >= _MIN_COLUMN_WIDTH:
            yield from _check_decorations(decorations, grid, path)


def _check_decorations(decorations: Iterable[DecorationSpec], grid: Grid, path: KeyPath) -> Iterator[Issue]:
    """Find decorations far off the slide: another slide size can move them there, although each number is in its range."""
    for i, decoration in enumerate(decorations):
        box = grid.box(decoration)
        if max(map(abs, (box.x, box.y, box.right, box.bottom))) > _MAX_DISTANCE:
            message = "this decoration is farther than 56 inches from the corner of the slide"
            yield make_issue("brand-place", message, Origin(path=(*path, i)), "check its position and its size")
        elif isinstance(decoration, PictureSpec) and min(box.width, box.height) <= 0:
            yield make_issue("brand-place", "this picture has no size", Origin(path=(*path, i)), _SIZE_HINT)


def _check_logo(place: LogoPlace | None, grid: Grid) -> Iterator[Issue]:
    """Find a place of the logo that is given twice, is off the slide or has no size."""
    if not isinstance(place, LogoPlaceSpec):
        return
    twice = [pair for pair in _SAME_SIDE if all(getattr(place, name) is not None for name in pair)]
    if twice:
        message = f"the logo has `{twice[0][0]}` and `{twice[0][1]}`, which place the same side"
        hint = (
            "write one of the two; a brand that extends another has also the keys that the other one gives to the logo"
        )
        yield make_issue("brand-place", message, Origin(path=("logo",), of_key=True), hint)
    elif place.is_placed:
        yield from _check_box("the logo", place, (0, 0, 0, 0), grid, ("logo",))


def _check_tracker(place: TrackerPlace, grid: Grid, *, is_resized: bool) -> Iterator[Issue]:
    """Find a tracker that is off the slide or has no size and, on the brand's own page, is near the edge or hard to click."""
    if isinstance(place, str):
        return
    yield from _check_box("the tracker", place, (0, 0, 0, 0), grid, ("tracker",))
    top, bottom = place.reach
    if is_resized:
        return
    if round(bottom - top, 3) < _MIN_REACH:
        message = f"what can be clicked of the tracker is {bottom - top:.2f} inches high"
        hint = f"make it {_MIN_REACH} inches high or higher: `reach` is its top and its bottom"
        yield make_issue("brand-place", message, Origin(path=("tracker", "reach")), hint)
    elif round(min(top, grid.page.height - bottom), 3) < _EDGE:
        message = f"what can be clicked of the tracker is nearer than {_EDGE} inches to the edge of the slide"
        hint = "projectors and printers cut the edge off: move `reach` up"
        yield make_issue("brand-place", message, Origin(path=("tracker", "reach")), hint)


def _check_slots(
    specs: Mapping[str, schema.SlotSpec],
    all_slots: Mapping[str, schema.SlotSpec],
    styles: Mapping[str, object],
    grid: Grid,
) -> Iterator[Issue]:
    """Find slots that leave the slide or refer to names that do not exist; `all_slots` are those of the entire layout."""
    for name, spec in specs.items():
        path = ("slots", name)
        yield from _check_box(f"slot `{name}`", spec, spec.insets, grid, path)
        if isinstance(spec.styles, str) and spec.styles not in styles:
            message = f"slot `{name}` uses the styles `{spec.styles}`, which master.yaml does not define"
            yield make_issue("brand-style", message, Origin(path=(*path, "styles")), _nearest(spec.styles, styles))
        if spec.below and spec.below not in {*all_slots, *(slot.group for slot in all_slots.values())}:
            message = f"slot `{name}` is below `{spec.below}`, which is no slot or group of slots of this layout"
            yield make_issue("brand-slot", message, Origin(path=(*path, "below")), _nearest(spec.below, all_slots))


def _check_box(
    what: str, spec: Placement, insets: tuple[float, float, float, float], grid: Grid, path: KeyPath
) -> Iterator[Issue]:
    if spec.columns and not 1 <= spec.columns[0] <= spec.columns[1] <= grid.page.columns:
        message = f"{what} has the columns {spec.columns[0]} to {spec.columns[1]}"
        hint = f"the grid has the columns 1 to {grid.page.columns}; write the first column, then the last"
        yield make_issue("brand-place", message, Origin(path=(*path, "columns")), hint)
        return
    box, (width, height) = grid.box(spec), grid.size
    inner = (box.width - round(EMU_PER_INCH * (insets[0] + insets[2])),
             box.height - round(EMU_PER_INCH * (insets[1] + insets[3])))  # fmt: skip
    if min(inner) <= 0:
        yield make_issue(
            "brand-place",
            f"{what} has no room inside",
            Origin(path=path, of_key=True),
            "check its edges and its insets",
        )
    elif box.x < 0 or box.y < 0 or box.right > width + _ROUNDING or box.bottom > height:
        hint = f"the slide is {grid.page.width:g} by {grid.page.height:g} inches"
        yield make_issue("brand-place", f"{what} is partly outside the slide", Origin(path=path, of_key=True), hint)


def _nearest(name: str, known: Iterable[str]) -> str | None:
    nearest = most_similar(name, known)
    return did_you_mean(nearest) if nearest is not None else None
