"""Makes the slide layouts of a brand: its validated files → `SlideLayout`s, with their pictures and the logo.

Issues are collected by the name of the file that they are in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand import schema
from deckgen.brand.grid import Grid
from deckgen.brand.layers import BRAND_FILE
from deckgen.brand.logo import LogoImages, LogoPlacer, make_room, occupied_box
from deckgen.brand.palette import Palette
from deckgen.brand.pictures import BrandPictures, check_resolution, crop_to_fill, fit_inside
from deckgen.brand.placement import (
    POSITION_KEYS,
    DecorationSpec,
    LogoPlace,
    LogoPlaceSpec,
    OutlineSpec,
    PictureSpec,
    Placement,
)
from deckgen.brand.raised import raised_layout
from deckgen.brand.types import (
    STANDARD_SLOTS,
    AsideLayout,
    Decoration,
    LayoutPicture,
    Outline,
    SlideLayout,
    Slot,
    SlotRole,
    TextFont,
    TextStyle,
)
from deckgen.diagnostics import Issue, KeyPath, Origin, has_errors, make_issue
from deckgen.ir.frames import EMU_PER_INCH, EMU_PER_POINT, Box, Insets

MASTER_FILE = "master.yaml"
MOTIF: KeyPath = ("defaults", "deckgen", "motif")


class BrandFiles(Struct, frozen=True):
    """The validated files of a brand; `layouts` by the name of the layout."""

    brand: schema.BrandFile
    master: schema.MasterFile
    layouts: Mapping[str, schema.LayoutFile]


class LayoutMaker:
    """Makes the master and the layouts of a brand.

    `folder_of` finds the folder of the file in which a key (of the file named first) is written. Afterwards, `issues` are the
    names of files with what was found in them. `has_heading_font`: headings have a family of their own.
    """

    def __init__(
        self, files: BrandFiles, grid: Grid, pictures: BrandPictures, palette: Palette,
        folder_of: Callable[[str, KeyPath], Path], *, has_heading_font: bool = False,
    ) -> None:  # fmt: skip
        self.files, self.grid, self.pictures, self.palette, self.folder_of = files, grid, pictures, palette, folder_of
        self.issues: list[tuple[str, Issue]] = []
        self._has_heading_font = has_heading_font
        self._motif = files.brand.defaults.deckgen.motif
        self._clear_space = files.brand.defaults.deckgen.logo_clear_space / 100
        self._placer = self._logo_placer()
        self._smaller: dict[str, tuple[str, list[str]]] = {}
        self._named_styles: dict[tuple[str, SlotRole], dict[str, TextStyle]] = {}

    def make(self) -> tuple[SlideLayout, dict[str, SlideLayout], dict[str, AsideLayout]]:
        """Return the master, the layouts by their names, and those that stand beside another layout."""
        files = self.files
        slots = self._make_slots(files.master.slots, {})
        master = SlideLayout("master", files.brand.meta.name, slots)
        layouts = {
            key: self._with_readable_text(self._make_layout(key, file, master)) for key, file in files.layouts.items()
        }
        master = self._with_readable_text(master)
        if self._placer is not None:
            master = self._with_logo(master, files.master.logo)
            layouts = {key: self._with_logo(layout, files.layouts[key].logo) for key, layout in layouts.items()}
            self._report_logo([master, *layouts.values()])
        asides = {key: self._make_aside(layouts.pop(key), file) for key, file in files.layouts.items() if file.beside}
        if gap := round(files.master.title_gap * EMU_PER_INCH):
            layouts = {key: replace(each, raised=raised_layout(each, master, gap)) for key, each in layouts.items()}
        return master, layouts, asides

    def _make_aside(self, layout: SlideLayout, file: schema.LayoutFile) -> AsideLayout:
        body = self.grid.box(Placement(columns=file.beside, top=0, bottom=0))
        return AsideLayout(layout, body.x, body.right)

    def _make_layout(self, key: str, file: schema.LayoutFile, master: SlideLayout) -> SlideLayout:
        inherited = {name: slot for name, slot in master.slots.items() if name not in file.omit}
        slots = self._make_slots(file.slots, inherited)
        decorations = tuple(self._decorations(key, file, slots))
        return SlideLayout(key, file.name, slots, file.background, decorations, file.further)

    def _with_readable_text(self, layout: SlideLayout) -> SlideLayout:
        """Return a layout whose text styles have the roles that text has on their grounds."""
        slots = {}
        for name, slot in layout.slots.items():
            ground = slot.fill or layout.background
            styles = {key: self.palette.readable_style(style, ground) for key, style in slot.styles.items()}
            slots[name] = replace(slot, styles=styles)
        return replace(layout, slots=slots)

    def _make_slots(self, specs: Mapping[str, schema.SlotSpec], inherited: Mapping[str, Slot]) -> dict[str, Slot]:
        slots = {name: slot for name, slot in inherited.items() if name not in specs}
        slots |= {name: self._make_slot(name, spec) for name, spec in specs.items()}
        # A title has no index; the others are numbered from 10 in a fixed order, so that the index of a slot does not change.
        numbered = enumerate(sorted(slots.items(), key=_slot_order), 10)
        return self._shown({name: replace(slot, index=i) for i, (name, slot) in numbered})

    def _make_slot(self, name: str, spec: schema.SlotSpec) -> Slot:
        insets = Insets(*(round(i * EMU_PER_INCH) for i in spec.insets))
        return Slot(
            name, spec.role, self.grid.box(spec), self._make_styles(spec), insets, spec.anchor, spec.fill, spec.rule,
            spec.group, spec.overflow, prompt=spec.prompt or name.capitalize(), repeat=spec.repeat, below=spec.below,
            outline=_make_outline(spec.outline), crop=spec.crop,
            spread=None if spec.spread is None else round(spec.spread * EMU_PER_INCH),
            padding=round(spec.padding * EMU_PER_INCH),
        )  # fmt: skip

    def _make_styles(self, spec: schema.SlotSpec) -> Mapping[str, TextStyle]:
        """Return the text styles of a slot; those of a set in the master are made once for each role."""
        if not isinstance(spec.styles, str):
            return self._convert_styles(spec.styles, spec.role)
        key = spec.styles, spec.role
        if key not in self._named_styles:
            self._named_styles[key] = self._convert_styles(self.files.master.styles[spec.styles], spec.role)
        return self._named_styles[key]

    def _convert_styles(self, specs: Mapping[str, schema.Style], role: SlotRole) -> dict[str, TextStyle]:
        return {key: replace(_make_style(style), font=self._font(style, key, role)) for key, style in specs.items()}

    def _font(self, style: schema.Style, key: str, role: SlotRole) -> TextFont:
        """Return the font of a style: that of headings for titles and the style `heading`, unless the style says it."""
        if not self._has_heading_font:
            return "text"
        return style.font or ("heading" if role == "title" or key == "heading" else "text")

    def _shown(self, slots: Mapping[str, Slot]) -> dict[str, Slot]:
        """Return slots without those that the brand switches off."""
        settings = self.files.brand.defaults.deckgen
        off = {role for role, switch in (("eyebrow", settings.eyebrow), ("tag", settings.tags)) if switch == "off"}
        return {name: slot for name, slot in slots.items() if slot.role not in off}

    def _decorations(
        self, key: str, file: schema.LayoutFile, slots: Mapping[str, Slot]
    ) -> Iterable[Decoration | LayoutPicture]:
        sources: list[tuple[str, KeyPath, Sequence[DecorationSpec]]]
        sources = [(MASTER_FILE, ("decorations",), self.files.master.decorations)]
        if isinstance(self._motif, str):
            sources = []
        elif (name := _motif_name(self._motif, key)) is not None:
            motif = self._motif[name]
            sources.append((BRAND_FILE, (*MOTIF, name), () if isinstance(motif, str) else motif))
        else:
            sources.append((f"{key}.yaml", ("decorations",), file.decorations))
        specs = [(name, (*path, i), spec) for name, path, list_ in sources for i, spec in enumerate(list_)]
        for number, (name, path, spec) in enumerate(specs, 1):
            decoration = self._decoration(name, path, spec, number)
            if decoration is not None:
                yield decoration
            if isinstance(decoration, LayoutPicture):
                self._add(name, _texts_on_picture(decoration, slots, key, Origin(path=path)))

    def _decoration(
        self, file: str, path: KeyPath, spec: DecorationSpec, number: int
    ) -> Decoration | LayoutPicture | None:
        box, name = self.grid.box(spec), spec.name or f"Decoration {number}"
        if not isinstance(spec, PictureSpec):
            return Decoration(spec.shape, box, spec.fill, name, _make_outline(spec.outline))
        origin = Origin(path=(*path, "picture"))
        picture, issues = self.pictures.open(spec.picture, self.folder_of(file, origin.path), origin)
        self._add(file, issues)
        if picture is None:
            return None
        crop = (0, 0, 0, 0)
        if (spec.fit or ("inside" if spec.is_placed else "fill")) == "fill":
            crop = crop_to_fill(picture, box)
            visible = replace(picture, width=picture.width * (100_000 - 2 * crop[0]) / 100_000)
            self._add(file, check_resolution(spec.picture, visible, box, origin))
        else:
            box = fit_inside(picture, box)
            self._add(file, check_resolution(spec.picture, picture, box, origin))
        return LayoutPicture(picture.digest, box, name, spec.alt, crop)

    def _logo_placer(self) -> LogoPlacer | None:
        brand = self.files.brand
        if brand.logo is None:
            return None
        images = LogoImages(brand.logo, self.pictures, lambda path: self.folder_of(BRAND_FILE, path))
        images.open_all()
        self._add(BRAND_FILE, images.issues)
        if has_errors(images.issues):
            return None
        return LogoPlacer(images, self.palette.colour, self._clear_space, brand.meta.name)

    def _with_logo(self, layout: SlideLayout, place: LogoPlace | None) -> SlideLayout:
        """Return a layout with the logo that its file or the master places on it, and with room around it."""
        file = MASTER_FILE if place is None or layout.key == "master" else f"{layout.key}.yaml"
        general = self.files.master.logo
        spec = general if place is None else place
        if self._placer is None or spec is None or isinstance(spec, str):
            return layout
        if not spec.is_placed and isinstance(general, LogoPlaceSpec):
            spec = spec.model_copy(update={name: getattr(general, name) for name in POSITION_KEYS})
        origin = Origin(path=("logo",), of_key=True)
        if not spec.is_placed:
            hint = "write `columns`, `top` and `bottom`, or `x`, `y`, `width` and `height`"
            self._add(file, [make_issue("brand-place", "the logo has no place here", origin, hint)])
            return layout
        logo, issues = self._placer.place(spec, self.grid.box(spec), layout)
        self._add(BRAND_FILE, issues)
        if logo is None:
            return layout
        clear = occupied_box(logo, self._clear_space)
        slots, smaller, blocked = make_room(layout.slots, clear)
        for name in blocked:
            self._add(file, [_blocked_slot(name, layout, clear, origin)])
        for name, loss in smaller.items():
            self._smaller.setdefault(name, (loss, []))[1].append(layout.key)
        return replace(layout, slots=slots, logo=logo)

    def _report_logo(self, layouts: Iterable[SlideLayout]) -> None:
        """Report slots that became smaller, and a logo that no layout shows."""
        origin = Origin(path=("logo",), of_key=True)
        for name, (loss, keys) in self._smaller.items():
            number = sum(key != "master" for key in keys)
            message = (
                f"the slot `{name}` is {loss} in {number} layouts, so that the clear space of the logo stays empty"
            )
            hint = "place the logo elsewhere under `logo:` of master.yaml, or end the slot before it"
            self._add(BRAND_FILE, [make_issue("brand-logo-space", message, origin, hint)])
        if not any(layout.logo for layout in layouts) and not self.issues:
            hint = "place it in master.yaml, as in `logo: {size: small, columns: [1, 2], top: 6.865, bottom: 7.135}`"
            self._add(BRAND_FILE, [make_issue("brand-logo-unused", "no layout shows the logo", origin, hint)])

    def _add(self, file: str, issues: Iterable[Issue]) -> None:
        """Add issues of a file, each once: layouts share the master's decorations and the logo."""
        self.issues += [(file, issue) for issue in issues if (file, issue) not in self.issues]


def _texts_on_picture(
    picture: LayoutPicture, slots: Mapping[str, Slot], layout: str, origin: Origin
) -> Iterable[Issue]:
    """Find slots for text on a picture: whether text is readable on it cannot be known."""
    names = [name for name, slot in slots.items() if slot.styles and not slot.fill and slot.box.overlaps(picture.box)]
    if names:
        message = (
            f"this picture is behind the text of the layout `{layout}` ({', '.join(names)}), which may be hard to read"
        )
        hint = "place it beside the text, or give these slots a `fill`"
        yield make_issue("brand-picture-text", message, origin, hint)


def _blocked_slot(name: str, layout: SlideLayout, clear: Box, origin: Origin) -> Issue:
    edges = ", ".join(f"{value / EMU_PER_INCH:.2f}" for value in (clear.x, clear.y, clear.right, clear.bottom))
    message = f"the logo with its clear space covers more than half of the slot `{name}` of the layout `{layout.key}`"
    hint = (
        f"move one of them, or make the logo smaller: it needs the area from {edges} inches (left, top, right, bottom)"
    )
    return make_issue("brand-logo", message, origin, hint)


def _slot_order(item: tuple[str, Slot]) -> tuple[int, str]:
    """Sort the master's own slots, which every layout has, before those of the layout."""
    name = item[0]
    return (STANDARD_SLOTS.index(name), "") if name in STANDARD_SLOTS else (len(STANDARD_SLOTS), name)


def _make_outline(spec: OutlineSpec | None) -> Outline | None:
    return None if spec is None or not spec.width else Outline(spec.role, round(spec.width * EMU_PER_POINT))


def _make_style(s: schema.Style) -> TextStyle:
    return TextStyle(
        round(s.size * 100), round(s.min * 100), s.bold, s.italic, s.role, s.align, round(s.before * 100),
        round(s.spacing * 1000), s.bullet, round(s.indent * EMU_PER_INCH), round((s.max or 0) * 100),
        caps=s.caps,
    )  # fmt: skip


def _motif_name(motifs: Mapping[str, object], key: str) -> str | None:
    """Return the layout under whose name a brand states the motif of a layout.

    That is its own; for a variant, that of its base if it is `none`: shapes that were placed for another layout could lie under
    the texts of this one.
    """
    base = key.partition("--")[0]
    return key if key in motifs else base if motifs.get(base) == "none" else None
