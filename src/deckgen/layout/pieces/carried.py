"""Slides of other files: their shapes, scaled to the area of the slot, or in the place that they have in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deckgen.diagnostics import Issue, make_issue
from deckgen.diagnostics.wording import counted
from deckgen.ir.blocks import Carried
from deckgen.ir.carried_outline import ShapeOutline
from deckgen.ir.frames import Box, CarriedFrame
from deckgen.layout import frame_builder
from deckgen.layout.pieces.base import Piece, SlidePlan

FULL = 100_000
"""The scale of shapes that keep their size."""
SMALLEST = 900
"""Hundredths of a point: text that is smaller cannot be read on a screen."""
_SLACK = 12_700
"""How far (EMU) a shape may stand out of the slide: drawn by hand, few end exactly at its edge."""
_NAMED = 3


class CarriedPiece(Piece[Carried]):
    """The shapes of a slide."""

    def frame(self, plan: SlidePlan, page: int) -> CarriedFrame | None:
        """Create their frame on the first page; what cannot be seen or read there is a warning."""
        block, outline = self.block, self.block.slide
        if page or not outline.shapes:
            return None
        page_size = plan.page_size
        scale, offset = self._place_in_body(page_size) if block.fits_body else _place_on_page(outline.size, page_size)
        boxes = [_moved(shape.box, scale, offset) for shape in outline.shapes]
        plan.warnings += _issues(block, boxes, scale, plan, page_size)
        ground = self._ground(plan, page_size) if outline.has_ground else None
        return CarriedFrame(
            self.area.slot.name, frame_builder.shape_name(self.area.slot), _around(boxes), block.digest, scale, offset,
            tuple(shape.text for shape in outline.shapes if shape.text), block.descriptions, block.origin, ground,
        )  # fmt: skip

    def _place_in_body(self, page_size: tuple[int, int]) -> tuple[int, tuple[int, int]]:
        """Scale and offset by which the shapes fill the area, as far as it goes, in the same part of it as in the file."""
        outline, area = self.block.slide, self.area.box
        around = _around([Box(*shape.box) for shape in outline.shapes])
        page_ratio = min(page_size[0] / outline.size[0], page_size[1] / outline.size[1])
        ratio = min(area.width / max(around.width, 1), area.height / max(around.height, 1), page_ratio)
        scale = max(round(ratio * FULL), 1)
        free_x = area.width - around.width * scale // FULL
        free_y = area.height - around.height * scale // FULL
        left = _share(around.x, outline.size[0] - around.right, 0.5)
        top = _share(around.y - outline.title_bottom, outline.size[1] - around.bottom, 0)
        x, y = area.x + round(free_x * left), area.y + round(free_y * top)
        return scale, (x - around.x * scale // FULL, y - around.y * scale // FULL)

    def _ground(self, plan: SlidePlan, page_size: tuple[int, int]) -> Box:
        """The area of a background: all of the page between its title and its foot."""
        slots = plan.layout.slots.values()
        top = max((slot.box.bottom for slot in slots if slot.role == "title"), default=0)
        bottom = min((slot.box.y for slot in slots if slot.role in ("footer", "number")), default=page_size[1])
        return Box(0, top, page_size[0], max(bottom - top, 0))


def _place_on_page(size: tuple[int, int], page: tuple[int, int]) -> tuple[int, tuple[int, int]]:
    """Scale and offset by which a slide of another size stands in the middle of the page."""
    scale = round(min(page[0] / size[0], page[1] / size[1]) * FULL)
    return scale, ((page[0] - size[0] * scale // FULL) // 2, (page[1] - size[1] * scale // FULL) // 2)


def _share(before: int, after: int, otherwise: float) -> float:
    """The share of the free space that is before something, or another where there is none."""
    before, after = max(before, 0), max(after, 0)
    return before / (before + after) if before + after else otherwise


def _moved(box: tuple[int, int, int, int], scale: int, offset: tuple[int, int]) -> Box:
    x, y, width, height = (each * scale // FULL for each in box)
    return Box(x + offset[0], y + offset[1], width, height)


def _around(boxes: Iterable[Box]) -> Box:
    """The box around all boxes."""
    found = list(boxes)
    left, top = min(box.x for box in found), min(box.y for box in found)
    return Box(left, top, max(box.right for box in found) - left, max(box.bottom for box in found) - top)


def _issues(block: Carried, boxes: list[Box], scale: int, plan: SlidePlan, page: tuple[int, int]) -> Iterator[Issue]:
    shapes = block.slide.shapes
    described = {name for name, _ in block.descriptions}
    undescribed = [s.name for s in shapes if s.needs_alt and s.name not in described]
    if undescribed:
        message = f"{_names(undescribed)} of the slide {'has' if len(undescribed) == 1 else 'have'} no alt text"
        hint = (
            f'say what it shows: `alt: {{"{undescribed[0]}": …}}`, or write it in PowerPoint (Picture Format, Alt Text)'
        )
        yield make_issue("file-slide-alt", message, block.origin.at("file"), hint)
    unknown = [name for name in described if name not in {shape.name for shape in shapes}]
    if unknown:
        hint = f"its shapes are {_names([shape.name for shape in shapes])}"
        yield make_issue("file-slide-alt", f"the slide has no shape {_names(unknown)}", block.origin.at("alt"), hint)
    small = [(s, s.smallest * scale // FULL) for s in shapes if 0 < s.smallest * scale // FULL < SMALLEST]
    if small:
        shape, size = min(small, key=lambda each: each[1])
        message = f"text of the slide is too small to be read: {size / 100:.3g} pt in {_quoted(shape)}"
        hint = f"make the text of {counted(len(small), 'shape')} larger in the file, or leave some of it out"
        yield make_issue("file-slide-place", message, block.origin.at("file"), hint)
    yield from _issues_of_places(block, boxes, plan, page)


def _issues_of_places(block: Carried, boxes: list[Box], plan: SlidePlan, page: tuple[int, int]) -> Iterator[Issue]:
    """What stands out of the slide, or over its title and its foot."""
    shapes = block.slide.shapes
    outside = [
        shape.name for shape, box in zip(shapes, boxes, strict=True)
        if box.x < -_SLACK or box.y < -_SLACK or box.right > page[0] + _SLACK or box.bottom > page[1] + _SLACK
    ]  # fmt: skip
    if outside:
        hint = "move it onto the slide in the file"
        yield make_issue(
            "file-slide-place", f"{_names(outside)} stands out of the slide", block.origin.at("file"), hint
        )
    heads = [slot.box for slot in plan.layout.slots.values() if slot.role in ("title", "footer", "number")]
    over = [s.name for s, box in zip(shapes, boxes, strict=True) if any(box.overlaps(head) for head in heads)]
    if (
        over and not block.fits_body and block.slot != "title"
    ):  # a kept slide stands in the layout that it was edited in
        hint = "move it in the file, or write `fit: brand`, which scales the slide to the space below the title"
        yield make_issue(
            "file-slide-place",
            f"{_names(over)} lies over the title or the foot of the slide",
            block.origin.at("fit"),
            hint,
        )


def _quoted(shape: ShapeOutline) -> str:
    return f"“{' '.join(shape.text.split())[:40]}”"


def _names(names: list[str]) -> str:
    """The first names in quotes, and how many more there are."""
    shown = ", ".join(f"“{name}”" for name in names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown
