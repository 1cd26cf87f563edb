"""The files of a brand with a template → the same for the page of the template: all layouts set in its free area.

The brand that it extends is designed for a page of its own. What stands under its titles is mapped into the area that the
template leaves free; the title, the foot and the line above titles go where the template has them. Covers and dividers have the
places of the template's own layouts, or are set like a page in that area.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand import schema
from deckgen.brand.grid import Grid
from deckgen.brand.layouts import BrandFiles
from deckgen.brand.page_resizer import PageResizer, Target
from deckgen.brand.placement import DecorationSpec, Placement, ShapeSpec, TrackerPlace
from deckgen.brand.template_scaling import MIN_COMFORT, scaled_brand
from deckgen.brand.template_schema import PlaceSpec, Rectangle, SpecialSpec, TemplateSpec
from deckgen.brand.types import STANDARD_SLOTS
from deckgen.ir.frames import EMU_PER_INCH
from deckgen.ir.roles import ColourRole

COVER, DIVIDER = "cover", "divider"
_PAGE_TOP, _PAGE_BOTTOM = 1.2, 7.0
"""What of a page with a ground of its own (a cover) is set in the free area, in inches of the page of the brand."""
_LEAST, _SMALLEST = 0.95, 0.65
"""Minimum sizes are scaled a little more than sizes, and in proportion to the room: a template has less of it."""
_LINE_LEAST = 0.75
"""The smallest size of text that must fit its slot, as a part of its size."""
_LARGE_FIGURE, _SPACE_UNDER_FIGURE = 36, 0.08
"""The size from which a figure is large, in points, and the least space between it and the text under it, by its size."""
_USUAL_SHAPE = 0.95
"""The least width of the area by the size of its text, both as parts of those of the brand, for figures of usual size."""
_REACH, _EDGE = 0.25, 0.2
"""Of what can be clicked of the tracker: its height and its distance from the edge of the slide, in inches."""
_NARROW = 0.8
_HALVES = {"eyebrow": (1, 6), "tag": (7, 12)}
"""The columns of the line above titles where it is narrow: its end needs more of it."""
_USUAL_WIDTH = 0.68
"""The least width of the area by the size of its text, both as parts of those of the brand, for text of usual size."""
_USUAL_ROOM = 0.85
"""Room as a part of that of the brand's own page, from which text starts at its usual size."""
_PART_SHARE = 0.25
"""Of the number of a part, which stands before the list of its sections, as a part of the width of both."""


_Spec = TypeVar("_Spec", bound=Placement)


class _Edges(Struct, frozen=True):
    """A rectangle in inches, by its edges."""

    left: float
    top: float
    right: float
    bottom: float


def fit_to_template(files: BrandFiles) -> BrandFiles:
    """Return the files for the page of the template that `_brand.yml` names."""
    template = files.brand.defaults.deckgen.template
    assert template is not None
    fitter = _Fitter(files, template)
    layouts = {key: fitter.layout(key, file) for key, file in files.layouts.items()}
    return BrandFiles(scaled_brand(files.brand, template.scale), fitter.master(), layouts)


class _Fitter:
    """Sets the layouts of a brand in the free area of a template."""

    def __init__(self, files: BrandFiles, template: TemplateSpec) -> None:
        self.files, self.template = files, template
        self.grid = Grid(files.master.page)
        self.body = self._reference_body()
        self.resizer = PageResizer(self._target(self.body, template.body))
        self.resized_master = self.resizer.resize_master(files.master)

    def _reference_body(self) -> _Edges:
        """Return the area under the titles of the brand's own page: what the slots of its layouts take."""
        page = self.files.master.page
        title = self._edges(self.files.master.slots["title"])
        boxes = [
            self._edges(slot)
            for layout in self.files.layouts.values()
            if layout.background == "white"
            for name, slot in layout.slots.items()
            if name not in STANDARD_SLOTS
        ]
        below = [box for box in boxes if box.top >= title.bottom]
        top = min((box.top for box in below), default=title.bottom)
        bottom = max((box.bottom for box in below), default=page.height - page.margin)
        return _Edges(page.margin, top, page.width - page.end_margin, bottom)

    def _edges(self, placement: Placement) -> _Edges:
        box = self.grid.box(placement)
        return _Edges(*(value / EMU_PER_INCH for value in (box.x, box.y, box.right, box.bottom)))

    def _target(self, source: _Edges, area: Rectangle) -> Target:
        """Return the target that maps an area of the brand's page to one of the template's."""
        left, top, width, height = area
        across, down = width / (source.right - source.left), height / (source.bottom - source.top)
        page_width, page_height = self.template.size
        page = self.files.master.page.model_copy(
            update={
                "width": page_width, "height": page_height, "margin": left, "end": page_width - left - width,
                "gutter": self.files.master.page.gutter * across,
            }
        )  # fmt: skip
        scale = self.template.scale
        room = min(1, (across * down) ** 0.5 / scale)
        text, least = (
            scale * min(1, room / _USUAL_ROOM, across / scale / _USUAL_WIDTH),
            scale * max(_SMALLEST, _LEAST * room**2),
        )
        return Target(page, across, down, left - source.left * across, top - source.top * down, text, min(text, least))

    def master(self) -> schema.MasterFile:
        """Return the master: title, strip and foot where the template has them, without logo and decorations."""
        master = self.resized_master
        own = self.files.master.slots
        slots = {name: slot for name, slot in master.slots.items() if name == "footnotes"}
        slots["title"] = _placed(own["title"], self.template.title)
        _, top, width, height = self.template.strip
        share = width / (self.body.right - self.body.left) / self.template.scale
        for name in ("eyebrow", "tag"):
            if name in own:
                columns = own[name].columns if share > _NARROW else _HALVES[name]
                strip = {"columns": columns, "top": top, "bottom": top + height}
                line = self._narrow_line(_at(master.slots[name], **strip), min(1, share), master)
                slots[name] = line.model_copy(update={"anchor": "bottom"}) if top < self.template.title.box[1] else line
        for name, place in self._foot().items():
            if name in own:
                slots[name] = _placed(own[name], place)
        return master.model_copy(
            update={
                "slots": slots, "sizes": {}, "logo": None, "tracker": self._tracker(), "title_gap": 0, "decorations": (),
            }
        )  # fmt: skip

    def _tracker(self) -> TrackerPlace:
        """Return the tracker where the template leaves room for it, in the colours of that of the brand."""
        own, place = self.files.master.tracker, self.template.tracker
        if own == "none" or place is None:
            return "none"
        left, top, width, height = place
        lowest = self.template.size[1] - _EDGE - _REACH
        reach_top = min(top + height / 2 - _REACH / 2, lowest)
        placed = _at(own, x=left, y=top, width=width, height=height)
        return placed.model_copy(update={"reach": (reach_top, reach_top + _REACH)})

    def _narrow_line(self, slot: schema.SlotSpec, share: float, master: schema.MasterFile) -> schema.SlotSpec:
        """Return a slot of the line above titles, with smaller text where the line is narrower than that of the brand's page."""
        styles = master.styles[slot.styles] if isinstance(slot.styles, str) else slot.styles
        smaller = {}
        for name, style in styles.items():
            size = max(round(style.size * max(share, _SMALLEST) * 2) / 2, MIN_COMFORT)
            least = max(min(style.min, size) * max(share, _SMALLEST), MIN_COMFORT)
            smaller[name] = style.model_copy(update={"size": size, "min": least})
        return slot.model_copy(update={"styles": smaller})

    def _foot(self) -> dict[str, PlaceSpec]:
        foot = self.template.foot
        named = {"footer": foot.footer, "date": foot.date, "number": foot.number}
        return {name: place for name, place in named.items() if place is not None}

    def layout(self, key: str, file: schema.LayoutFile) -> schema.LayoutFile:
        """Return a layout for the template."""
        kept = tuple(name for name in file.omit if name not in ("title", *self._missing_foot()))
        file = file.model_copy(update={"logo": None, "omit": kept})
        purpose = key.partition("--")[0]
        if file.background == "white" and purpose not in (COVER, DIVIDER):
            return self._with_fitting_styles(self.resizer.resize_layout(self._inside_body(file)))
        special = {COVER: self.template.cover, DIVIDER: self.template.divider}.get(purpose)
        if special is not None and file.slots.keys() <= special.places.keys():
            return self._in_special(file, special)
        if special is not None and special.area is not None:
            return self._beside_special(file, special)
        return self._as_page(file)

    def _missing_foot(self) -> set[str]:
        return {"footer", "date", "number", "back"} - self._foot().keys()

    def _inside_body(self, file: schema.LayoutFile) -> schema.LayoutFile:
        """Return a layout with nothing outside the area under the titles, and with the title and foot of the master."""
        standard = set(STANDARD_SLOTS) - {"footnotes"}
        slots = {name: slot for name, slot in file.slots.items() if name not in standard}
        slots = {name: self._cut(slot, slots.values()) for name, slot in slots.items()}
        decorations = [cut for shape in file.decorations if (cut := self._cut_decoration(shape)) is not None]
        return file.model_copy(update={"slots": slots, "decorations": tuple(decorations)})

    def _with_fitting_styles(self, file: schema.LayoutFile) -> schema.LayoutFile:
        """Return a layout where text that must fit its slot may shrink more: fonts of templates are often wider, or not known.

        Large figures are smaller where the area is narrow, so that what stands under them need not shrink with them. That is a
        little further from them, since the lines of many of these fonts are lower than ours.
        """
        target = self.resizer.target
        share = min(1, target.across / target.text / _USUAL_SHAPE)
        slots = {}
        for name, slot in file.slots.items():
            styles = self.resized_master.styles[slot.styles] if isinstance(slot.styles, str) else slot.styles
            fitting = _with_space_under_figures(_with_smaller_figures(styles, share))
            if slot.overflow == "error":
                fitting = {
                    key: style.model_copy(update={"min": min(style.min, max(style.size * _LINE_LEAST, MIN_COMFORT))})
                    for key, style in fitting.items()
                }
            slots[name] = slot.model_copy(update={"styles": fitting}) if fitting != styles else slot
        return file.model_copy(update={"slots": slots})

    def _cut(self, slot: schema.SlotSpec, others: Iterable[schema.SlotSpec]) -> schema.SlotSpec:
        """Return a slot cut off at the edges of the area; one that loses its top goes down to the bottom if that is free."""
        edges, body = self._edges(slot), self.body
        cut = _Edges(
            max(edges.left, body.left),
            max(edges.top, body.top),
            min(edges.right, body.right),
            min(edges.bottom, body.bottom),
        )
        if cut == edges or (slot.columns and cut.top == edges.top and cut.bottom == edges.bottom):
            return slot
        is_last = not any(
            other.top >= edges.bottom and other.left < edges.right and edges.left < other.right
            for other in map(self._edges, others)
        )
        bottom = body.bottom if cut.top > edges.top and is_last else cut.bottom
        if slot.columns:
            return _at(slot, columns=slot.columns, top=cut.top, bottom=bottom)
        return _at(slot, x=cut.left, width=cut.right - cut.left, top=cut.top, bottom=bottom)

    def _cut_decoration(self, shape: DecorationSpec) -> DecorationSpec | None:
        """Return a decoration inside the area: a rectangle cut off at its edges, another shape only if all of it is inside."""
        edges, body = self._edges(shape), self.body
        inside = (
            body.left <= edges.left
            and body.top <= edges.top
            and edges.right <= body.right
            and edges.bottom <= body.bottom
        )
        if inside:
            return shape
        cut = _Edges(
            max(edges.left, body.left),
            max(edges.top, body.top),
            min(edges.right, body.right),
            min(edges.bottom, body.bottom),
        )
        if not isinstance(shape, ShapeSpec) or shape.shape != "rect" or cut.left >= cut.right or cut.top >= cut.bottom:
            return None
        return _at(shape, x=cut.left, y=cut.top, width=cut.right - cut.left, height=cut.bottom - cut.top)

    def _as_page(self, file: schema.LayoutFile) -> schema.LayoutFile:
        """Return a layout with a ground of its own (a cover) as a page in the area, on the ground of the template.

        Its text is smaller where the area is lower than a page.
        """
        share = (self.body.bottom - self.body.top) / (_PAGE_BOTTOM - _PAGE_TOP)
        slots = {}
        for name, slot in file.slots.items():
            edges = self._edges(slot)
            top, bottom = (self.body.top + (edge - _PAGE_TOP) * share for edge in (edges.top, edges.bottom))
            place = {"columns": slot.columns} if slot.columns else {"x": edges.left, "width": edges.right - edges.left}
            slots[name] = self._recoloured(_at(slot, **place, top=top, bottom=bottom), "ink")
        target = self.resizer.target
        text = min(target.text, target.down * share)
        page = file.model_copy(update={"slots": slots, "background": "white", "decorations": ()})
        return PageResizer(replace(target, text=text, least=text * _LEAST)).resize_layout(page)

    def _in_special(self, file: schema.LayoutFile, special: SpecialSpec) -> schema.LayoutFile:
        """Return a cover or divider in the places of the template's own layout."""
        slots = {name: _placed(slot, special.places[name]) for name, slot in file.slots.items()}
        return file.model_copy(update={"slots": slots, "background": "white", "decorations": ()})

    def _beside_special(self, file: schema.LayoutFile, special: SpecialSpec) -> schema.LayoutFile:
        """Return a variant of a divider: what has no place in the template is set in the area that its layout leaves free."""
        assert special.area is not None
        left, top, width, height = special.area
        part_width = width * _PART_SHARE if "part" in file.slots else 0
        slots: dict[str, schema.SlotSpec] = {}
        for name, slot in file.slots.items():
            place = special.places.get(name)
            if place is None:
                x, own = (left, part_width) if name == "part" else (left + part_width, width - part_width)
                lines = self._lower(slot, height, special.text)
                slots[name] = _at(lines, x=x, width=own, top=top, bottom=top + height)
            else:
                slots[name] = _placed(slot, place)
        return file.model_copy(update={"slots": slots, "background": "white", "decorations": ()})

    def _lower(self, slot: schema.SlotSpec, height: float, text: ColourRole) -> schema.SlotSpec:
        """Return a slot in the colour of an area, with smaller text where the area is lower than the slot on its own page."""
        edges = self._edges(slot)
        factor = min(self.template.scale, height / (edges.bottom - edges.top))
        target = replace(self.resizer.target, text=factor, least=factor * _LEAST)
        page = schema.LayoutFile.model_construct(name="", slots={"slot": self._recoloured(slot, text)})
        return PageResizer(target).resize_layout(page).slots["slot"]

    def _recoloured(self, slot: schema.SlotSpec, text: ColourRole) -> schema.SlotSpec:
        """Return a slot whose text, which was on a strong ground, can be read on that of the template."""
        roles: Mapping[ColourRole, ColourRole] = {
            "on-primary": text,
            "primary-tint": "primary" if text == "ink" else text,
        }
        styles = self.files.master.styles[slot.styles] if isinstance(slot.styles, str) else slot.styles
        recoloured = {
            name: style.model_copy(
                update={
                    "role": roles.get(style.role, style.role),
                    "bullet": roles.get(style.bullet, style.bullet) if style.bullet else None,
                }
            )
            for name, style in styles.items()
        }
        return slot.model_copy(update={"styles": recoloured})


def _placed(slot: schema.SlotSpec, place: PlaceSpec) -> schema.SlotSpec:
    """Return a slot in a place of the template, with the text of its placeholder."""
    left, top, width, height = place.box
    style = schema.Style.model_construct(
        size=place.size,
        min=place.min,
        bold=place.bold,
        italic=place.italic,
        caps=place.caps,
        role=place.role,
        align=place.align,
        spacing=place.spacing,
    )
    moved = _at(slot, x=left, y=top, width=width, height=height)
    return moved.model_copy(
        update={"styles": {"body": style}, "insets": place.insets, "anchor": place.anchor, "fill": None}
    )


_NOWHERE = dict.fromkeys(("columns", "top", "bottom", "x", "y", "width", "height"))


def _at(spec: _Spec, **place: object) -> _Spec:
    """Return a slot or decoration in another place."""
    return spec.model_copy(update={**_NOWHERE, **place})


def _with_smaller_figures(styles: Mapping[str, schema.Style], share: float) -> Mapping[str, schema.Style]:
    """Return the styles of a slot with large figures of a share of their size; they may grow as before."""
    smaller = {}
    for name, style in styles.items():
        size = max(round(style.size * share * 2) / 2, _LARGE_FIGURE)
        is_large = style.size > size
        smaller[name] = style.model_copy(update={"size": size, "min": min(style.min, size)}) if is_large else style
    return smaller


def _with_space_under_figures(styles: Mapping[str, schema.Style]) -> Mapping[str, schema.Style]:
    """Return the styles of a slot with the least space before those that stand directly under large figures."""
    largest = max((style.size for style in styles.values()), default=0)
    if largest < _LARGE_FIGURE:
        return styles
    space = largest * _SPACE_UNDER_FIGURE
    return {
        name: style if style.before or style.size == largest else style.model_copy(update={"before": space})
        for name, style in styles.items()
    }
