"""The logo of a brand: `logo:` in `_brand.yml` and the places of layouts → the logo of each layout, and room around it.

A layout shows the form for its ground. Where the brand has none, the logo stands on a plate of the other ground, and a warning
says so. What is nearer to the logo than its clear space gets smaller, and a note says so, unless too little of it would be left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.brand import logo_schema
from deckgen.brand.colour_math import is_dark
from deckgen.brand.pictures import BrandPictures, check_resolution, fit_inside
from deckgen.brand.placement import LogoPlaceSpec, LogoSize
from deckgen.brand.types import Decoration, LayoutPicture, Logo, SlideLayout, Slot
from deckgen.diagnostics import Issue, KeyPath, Origin, make_issue
from deckgen.ir.frames import EMU_PER_INCH, Box
from deckgen.ir.media import PreparedPicture
from deckgen.ir.roles import ColourRole

Ground = Literal["light", "dark"]
NAME = "Logo"
"""The name of the logo in the Selection Pane."""
_MIN_LEFT = 0.5
"""The share of a slot that must be left of it beside the logo."""
_MIN_GAP = EMU_PER_INCH // 20
"""Between a plate and the text beside it."""
_PLATES: tuple[ColourRole, ...] = ("white", "surface", "ink", "muted")
"""Roles for a plate, in order of preference."""


class LogoForm(Struct, frozen=True):
    """One logo file as opened: its name, alt text and picture, and where it is named."""

    file: str
    alt: str
    picture: PreparedPicture
    origin: Origin


class LogoImages(Struct):
    """Opens the logos of a brand, each once. `spec` is that of `_brand.yml`; `folder_of` finds the folder of a key's file."""

    spec: logo_schema.Logo
    pictures: BrandPictures
    folder_of: Callable[[KeyPath], Path]
    issues: list[Issue] = field(default_factory=list)
    opened: dict[KeyPath, LogoForm | None] = field(default_factory=dict)

    def forms(self, size: LogoSize) -> Mapping[Ground, LogoForm]:
        """Return the logo for light and the one for dark grounds at a size, as far as there are any that can be used."""
        if isinstance(self.spec, str):
            return self._only_light(self._open(self.spec, "", ("logo",)))
        found = self.spec.value(size)
        if found is None:
            return {}
        name, value = found
        if not isinstance(value, logo_schema.LogoForms):
            return self._only_light(self._resolve(value, ("logo", name)))
        grounds: tuple[Ground, ...] = ("light", "dark")
        given = {ground: getattr(value, ground) for ground in grounds}
        forms = {g: self._resolve(image, ("logo", name, g)) for g, image in given.items() if image is not None}
        return {ground: form for ground, form in forms.items() if form is not None}

    def open_all(self) -> None:
        """Open also the logos that no layout shows, so that a fault in one of them is reported."""
        for size in ("small", "medium", "large"):
            self.forms(size)
        if isinstance(self.spec, logo_schema.LogoSpec):
            for name in self.spec.images:
                self._resolve(name, ("logo", "images", name))

    @staticmethod
    def _only_light(form: LogoForm | None) -> Mapping[Ground, LogoForm]:
        return {"light": form} if form is not None else {}

    def _resolve(self, value: logo_schema.LogoImage, path: KeyPath) -> LogoForm | None:
        """Open a logo given as a name under `images`, a file name, or a file with alt text."""
        images = self.spec.images if isinstance(self.spec, logo_schema.LogoSpec) else {}
        if isinstance(value, str) and value in images:
            path = ("logo", "images", value)
            value = images[value]
        if isinstance(value, logo_schema.LogoFile):
            return self._open(value.path, value.alt, (*path, "path"))
        return self._open(value, "", path)

    def _open(self, file: str, alt: str, path: KeyPath) -> LogoForm | None:
        if path not in self.opened:
            origin = Origin(path=path)
            picture, issues = self.pictures.open(file, self.folder_of(path), origin)
            self.issues += issues
            if picture is not None and picture.words:
                self.issues.append(_live_text(file, picture.words, origin))
            self.opened[path] = LogoForm(file, alt, picture, origin) if picture else None
        return self.opened[path]


def _live_text(file: str, words: str, origin: Origin) -> Issue:
    """Return the warning that a drawing has letters that are text, which look different without their font."""
    message = f"the logo `{file}` has letters that are text, and a deck shows them in Arial: “{words}”"
    return make_issue("picture-loss", message, origin, "convert its texts to paths in the drawing program")


class LogoPlacer(Struct, frozen=True):
    """Places the logo on layouts: `clear_space` is a share of its height, `alt` its alt text where it has none of its own."""

    images: LogoImages
    colour_of: Callable[[ColourRole], str]
    clear_space: float
    alt: str

    def place(self, spec: LogoPlaceSpec, box: Box, layout: SlideLayout) -> tuple[Logo | None, list[Issue]]:
        """Return the logo in its box on a layout, and the issues in `_brand.yml`; None where no logo can be used."""
        forms = self.images.forms(spec.size)
        if not forms:
            return None, []
        ground = spec.ground if spec.ground != "auto" else self._ground_of(_role_behind(box, layout))
        form = forms.get(ground) or next(iter(forms.values()))
        drawn = fit_inside(form.picture, box, spec.align, spec.anchor)
        logo = Logo(LayoutPicture(form.picture.digest, drawn, NAME, form.alt or self.alt))
        issues = check_resolution(form.file, form.picture, drawn, form.origin)
        if ground not in forms:
            plate, issue = self._plate(logo, form, ground)
            logo, issues = replace(logo, plate=plate), [*issues, issue]
        return logo, issues

    def _ground_of(self, role: ColourRole) -> Ground:
        return "dark" if is_dark(self.colour_of(role)) else "light"

    def _plate(self, logo: Logo, form: LogoForm, ground: Ground) -> tuple[Decoration | None, Issue]:
        """Return the shape behind a logo that is not made for the ground, and the warning that says so."""
        other = "dark" if ground == "light" else "light"
        role = next((role for role in _PLATES if self._ground_of(role) == other), None)
        consequence = f": it stands on a {other} plate there" if role else ""
        message = f"this logo has no form for {ground} grounds{consequence}"
        hint = f"name one as `{ground}:` beside `{other}:`; if this one is readable on both, name it for both"
        issue = make_issue("brand-logo-ground", message, form.origin, hint)
        if role is None:
            return None, issue
        return Decoration("rect", clear_box(logo, self.clear_space), role, f"{NAME} plate"), issue


def _role_behind(box: Box, layout: SlideLayout) -> ColourRole:
    """Return the role of what a box stands on: the uppermost rectangle that is behind all of it, or the background."""
    panels = (one for one in reversed(layout.decorations) if isinstance(one, Decoration) and one.shape == "rect")
    return next((panel.fill for panel in panels if panel.box.contains(box)), layout.background)


def clear_box(logo: Logo, share: float) -> Box:
    """Return the area of a logo with its clear space, a share of its height."""
    box, space = logo.picture.box, round(logo.picture.box.height * share)
    return Box(box.x - space, box.y - space, box.width + 2 * space, box.height + 2 * space)


def occupied_box(logo: Logo, share: float) -> Box:
    """Return the area that slots leave free: the clear space of a logo, and a gap at both sides of its plate, if it has one."""
    clear = clear_box(logo, share)
    if logo.plate is None:
        return clear
    gap = max(clear.bottom - logo.picture.box.bottom, _MIN_GAP)
    return Box(clear.x - gap, clear.y, clear.width + 2 * gap, clear.height)


def make_room(slots: Mapping[str, Slot], clear: Box) -> tuple[dict[str, Slot], dict[str, str], list[str]]:
    """Return slots outside the clear space of a logo, what those that became smaller lost, and the names of those in its way."""
    result, smaller, blocked = dict(slots), dict[str, str](), []
    for name, slot in slots.items():
        if not slot.box.overlaps(clear):
            continue
        box = max(_parts_beside(slot.box, clear), key=lambda part: part.width * part.height)
        if box.width * box.height < _MIN_LEFT * slot.box.width * slot.box.height:
            blocked.append(name)
            continue
        result[name] = replace(slot, box=box)
        lost = max(slot.box.width - box.width, slot.box.height - box.height) / EMU_PER_INCH
        smaller[name] = f"{lost:.2f} inches {'narrower' if box.height == slot.box.height else 'lower'}"
    return result, smaller, blocked


def _parts_beside(box: Box, clear: Box) -> list[Box]:
    """Return the parts of a box at the right, at the left, below and above an area."""
    return [
        Box(clear.right, box.y, max(box.right - clear.right, 0), box.height),
        Box(box.x, box.y, max(clear.x - box.x, 0), box.height),
        Box(box.x, clear.bottom, box.width, max(box.bottom - clear.bottom, 0)),
        Box(box.x, box.y, box.width, max(clear.y - box.y, 0)),
    ]
