"""The files of a brand, each well formed → what is wrong with them together: places, names, colours.

Every check yields `Fault`s with the path of the key at fault; the loader finds its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from deckgen.brand import schema
from deckgen.brand.grid import Grid
from deckgen.ir.blocks import ROLES, ColourRole, Path
from deckgen.ir.frames import EMU_PER_INCH
from deckgen.model.suggest import near

STANDARD: dict[ColourRole, str] = {
    "ink": "foreground", "white": "background", "muted": "secondary", "surface": "light", "primary": "primary",
    "success": "success", "warning": "warning", "danger": "danger", "rule": "tertiary",
}  # fmt: skip
"""The key under `color:` of the brand.yml standard from which each of our roles takes its colour."""

_WHY_TITLE = "every slide has a title, which outlines and screen readers go by"
_LEAST_COLUMN = 0.01
"""Inches."""
_FARTHEST = 56 * EMU_PER_INCH
"""No slide is larger, so nothing of a layout lies farther from its corner."""
_ROUNDING = 1000
"""The width of a slide is rounded to this many EMU, so a slot of full width may stick out by less."""


class Fault(Struct, frozen=True):
    """What is wrong, and the path of keys at which it stands in its file; `of_key` points at the key, not its value."""

    path: Path
    code: str
    message: str
    hint: str | None = None
    of_key: bool = False


class Colour(Struct, frozen=True):
    """A base colour: `RRGGBB`, empty where what is written is none, and the path of what is written."""

    hex: str
    written: str
    path: Path


def base_colours(file: schema.BrandFile) -> dict[ColourRole, Colour]:
    """Give every base role its colour, sought in the palette and among the other names of the standard."""
    found = {role: _colour(file, getattr(file.color, name), ("color", name)) for role, name in STANDARD.items()}
    for role, value in file.defaults.deckgen.roles.items():
        found[role] = _colour(file, value, ("defaults", "deckgen", "roles", role))
    found.setdefault("neutral", found["surface"])
    return found


def _colour(file: schema.BrandFile, written: str, path: Path) -> Colour:
    names = {name: getattr(file.color, name) for name in STANDARD.values()}
    seen: set[str] = set()
    value = written
    while value not in seen:
        if re.fullmatch("#[0-9A-Fa-f]{6}", value):
            return Colour(value[1:].upper(), written, path)
        seen.add(value)
        # A colour of the palette may bear the name of a role: the palette comes first, as in the standard.
        if value in file.color.palette:
            path, value = ("color", "palette", value), file.color.palette[value]
        elif value in names:
            path, value = ("color", value), names[value]
    return Colour("", value, path)


def colours(file: schema.BrandFile) -> Iterator[Fault]:
    """Find colours that are none, tints of what is no base colour, and roles without any colour."""
    base, tints = base_colours(file), file.defaults.deckgen.tints
    wrong = {colour.path: (role, colour) for role, colour in base.items() if not colour.hex}
    for path, (role, colour) in wrong.items():
        meant = None if "palette" in path else _nearest(colour.written, file.color.palette)
        hint = meant or "write it as #RRGGBB, or name a colour of the palette"
        yield Fault(path, "brand-colour", f"the colour of `{role}` is `{colour.written}`, which is no colour", hint)
    for role, tint in tints.items():
        if tint.of not in base:
            path = ("defaults", "deckgen", "tints", role, "of")
            hint = f"base colours are {', '.join(base)}"
            yield Fault(path, "brand-colour", f"`{role}` is made of `{tint.of}`, which is no base colour", hint)
    for role in ROLES:
        if role not in base and role not in tints:
            path, hint = ("defaults", "deckgen", "tints"), f"add a tint `{role}:` here"
            yield Fault(path, "brand-colour", f"there is no colour for `{role}`", hint, of_key=True)


def master(file: schema.MasterFile, grid: Grid, page: Path = ("page",)) -> Iterator[Fault]:
    """Find what is wrong with the grid and the slots of the master; `page` is the key of the page that the grid is of."""
    if grid.column < _LEAST_COLUMN:
        message = f"margins and gutters leave {grid.column:.3g} inches for each of the {grid.page.columns} columns"
        yield Fault(page, "brand-place", message, "make `margin` or `gutter` smaller, or the page wider", of_key=True)
        return
    yield from _decorations(file.decorations, grid)
    yield from _slots(file.slots, file.slots, file.styles, grid)
    yield from _title(file.slots)


def layout(file: schema.LayoutFile, master: schema.MasterFile, layouts: Iterable[str], grid: Grid) -> Iterator[Fault]:
    """Find what is wrong with one slide layout, seen beside the master and the other layouts."""
    slots_here = {name: slot for name, slot in master.slots.items() if name not in file.omit} | dict(file.slots)
    if grid.column < _LEAST_COLUMN:
        return  # told of the master
    yield from _decorations(file.decorations, grid)
    yield from _slots(file.slots, slots_here, master.styles, grid)
    for i, name in enumerate(file.omit):
        if name not in master.slots:
            message = f"there is no slot `{name}` in master.yaml to leave out"
            yield Fault(("omit", i), "brand-slot", message, _nearest(name, master.slots))
    if file.further and file.further not in layouts:
        message = f"there is no layout `{file.further}` to continue with"
        yield Fault(("continue",), "brand-layout", message, _nearest(file.further, layouts))
    if "title" not in slots_here:
        yield Fault((), "brand-slot", "this layout has no slot `title`", _WHY_TITLE)
    yield from _title(file.slots)


def _title(specs: Mapping[str, schema.SlotSpec]) -> Iterator[Fault]:
    if "title" in specs and specs["title"].role != "title":
        path = ("slots", "title", "role")
        yield Fault(path, "brand-slot", "the slot `title` does not have the role title", _WHY_TITLE)


def _decorations(shapes: Iterable[schema.DecorationSpec], grid: Grid) -> Iterator[Fault]:
    """Find decorations that lie far off the slide, as numbers that are in range alone can place one for another size."""
    for i, shape in enumerate(shapes):
        box = grid.box(shape)
        if max(map(abs, (box.x, box.y, box.right, box.bottom))) > _FARTHEST:
            message = "this decoration reaches farther than 56 inches from the corner of the slide"
            yield Fault(("decorations", i), "brand-place", message, "check its place and its size")


def _slots(
    specs: Mapping[str, schema.SlotSpec],
    beside: Mapping[str, schema.SlotSpec],
    styles: Mapping[str, object],
    grid: Grid,
) -> Iterator[Fault]:
    """Find slots that leave the slide or name what is not there; `beside` are all slots of the layout."""
    for name, spec in specs.items():
        path = ("slots", name)
        yield from _place(name, spec, grid, path)
        if isinstance(spec.styles, str) and spec.styles not in styles:
            message = f"slot `{name}` uses the styles `{spec.styles}`, which master.yaml lacks"
            yield Fault((*path, "styles"), "brand-style", message, _nearest(spec.styles, styles))
        if spec.below and spec.below not in beside:
            message = f"slot `{name}` stands below `{spec.below}`, which is no slot of this layout"
            yield Fault((*path, "below"), "brand-slot", message, _nearest(spec.below, beside))


def _place(name: str, spec: schema.SlotSpec, grid: Grid, path: Path) -> Iterator[Fault]:
    if spec.columns and not 1 <= spec.columns[0] <= spec.columns[1] <= grid.page.columns:
        message = f"slot `{name}` stands in the columns {spec.columns[0]} to {spec.columns[1]}"
        hint = f"the grid has the columns 1 to {grid.page.columns}, the first of a slot comes first"
        yield Fault((*path, "columns"), "brand-place", message, hint)
        return
    box, (width, height) = grid.box(spec), grid.size
    inner = (box.width - round(EMU_PER_INCH * (spec.insets[0] + spec.insets[2])),
             box.height - round(EMU_PER_INCH * (spec.insets[1] + spec.insets[3])))  # fmt: skip
    if min(inner) <= 0:
        yield Fault(
            path, "brand-place", f"slot `{name}` has no room inside", "check its edges and its insets", of_key=True
        )
    elif box.x < 0 or box.y < 0 or box.right > width + _ROUNDING or box.bottom > height:
        hint = f"the slide is {grid.page.width:g} by {grid.page.height:g} inches"
        yield Fault(path, "brand-place", f"slot `{name}` lies partly outside the slide", hint, of_key=True)


def _nearest(name: str, known: Iterable[str]) -> str | None:
    found = near(name, known)
    return f"did you mean `{found}`?" if found is not None else None
