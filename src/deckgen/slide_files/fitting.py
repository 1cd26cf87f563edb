"""A slide as read → as a deck shows it: `brand` in the colours and fonts of the deck, `as-is` in its own.

Sizes and places are not changed here: layout decides them, and the writer scales.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from typing import Literal

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.colour_math import contrast
from deckgen.ir.carried import CarriedPart, CarriedShape, CarriedSlide
from deckgen.ir.frames import Box
from deckgen.ooxml.opc import A, P, R
from deckgen.ooxml.opc import read as read_package
from deckgen.slide_files.errors import SlideFileError
from deckgen.slide_files.fallbacks import shapes_of
from deckgen.slide_files.outlines import box_of_shape
from deckgen.slide_files.reading import ReadSlide, digest_of
from deckgen.slide_files.stating import COLOUR_NAMES
from deckgen.slide_files.symbols import SYMBOL_FONTS, replace_plain_bullets, symbol_families
from deckgen.slide_files.texts import runs_with_colours
from deckgen.slide_files.xml import FILLS, SCHEME_COLOUR, child, parse
from deckgen.template.colours import ColourScheme, colour_names, theme_colours
from deckgen.template.reading import theme_fonts

Fit = Literal["brand", "as-is"]
_FAMILIES = ("latin", "ea", "cs")
_READABLE = 4.5
"""The contrast below which text has the colour of text, or that of the background, instead (WCAG 2.2, 1.4.3)."""
_SAME_GROUND = 1.15
"""The contrast of two backgrounds that look alike."""
_SHOWN = 30
_CALM: Mapping[str, tuple[str, tuple[tuple[str, int], ...]]] = {
    "accent2": ("tx2", ()), "accent3": ("accent1", (("lumMod", 60_000), ("lumOff", 40_000))),
    "accent4": ("accent1", (("lumMod", 60_000),)), "accent5": ("accent6", ()),
    "accent6": ("accent1", (("lumMod", 40_000), ("lumOff", 60_000))),
}  # fmt: skip
"""By accent of a file: the colour of a deck that says nothing of results, and how it is changed."""


class DeckDesign(Struct, frozen=True):
    """The colours of a deck (`RRGGBB`) by their names on slides, and its families of headings and text.

    With `accents_are_verdicts`, its second, third and fourth accent say how results are, as in a brand of deckgen's own.
    """

    colours: Mapping[str, str]
    fonts: tuple[str, str]
    accents_are_verdicts: bool = True


def template_design(template: bytes, master: int) -> DeckDesign:
    """Return the colours and families of a master (its position from 1) of the template in which a deck is drawn."""
    package = read_package(template, whole=True)
    presentation = package.presentation()
    targets = {each.id: each.target for each in package.relationships(presentation)}
    listed = [targets.get(e.get(f"{R}id", ""), "") for e in package.tree(presentation).iter(f"{P}sldMasterId")]
    name = listed[master - 1]
    theme = parse(package.parts[package.related(name, "theme")[0]])
    root = package.tree(name)
    scheme = ColourScheme(theme_colours(theme), colour_names(root, root))
    return DeckDesign({each: scheme.named(each) for each in COLOUR_NAMES}, theme_fonts(theme), False)


def fitted(read: ReadSlide, fit: Fit, design: DeckDesign) -> CarriedSlide:
    """Return a slide as a deck shows it, with its digest, and what the deck leaves out or shows differently.

    Raises SlideFileError if a colour or a size of the file is none.
    """
    try:
        return _fitted(read, fit, design)
    except ValueError as error:
        raise SlideFileError(f"the slide is damaged ({error})", "save it in PowerPoint again") from error


def _fitted(read: ReadSlide, fit: Fit, design: DeckDesign) -> CarriedSlide:
    fitter = _BrandFitter(read, design) if fit == "brand" else _OwnFitter(read, design)
    slide = read.slide
    shapes = tuple(replace(shape, xml=fitter.fit(shape.xml)) for shape in fitter.shapes())
    parts = tuple(_fitted_part(part, fitter) for part in slide.parts)
    result = replace(
        slide,
        shapes=shapes,
        parts=parts,
        ground=fitter.ground(),
        left_out=(*slide.left_out, *fitter.left_out()),
        changed=(*slide.changed, *fitter.changed([parse(shape.xml) for shape in shapes])),
    )
    return replace(result, digest=digest_of(result))


def _fitted_part(part: CarriedPart, fitter: _Fitter) -> CarriedPart:
    if part.folder not in ("charts", "drawings") or part.extension != "xml":
        return part
    return replace(part, data=fitter.fit(part.data))


class _Fitter:
    """Changes colours and fonts of XML."""

    def __init__(self, read: ReadSlide, design: DeckDesign) -> None:
        self.read, self.design = read, design

    def shapes(self) -> tuple[CarriedShape, ...]:
        """Return the shapes of the slide, with the changes that depend on what lies under them."""
        return self.read.slide.shapes

    def fit(self, data: bytes) -> bytes:
        """Return XML with colours and fonts changed."""
        root = parse(data)
        for each in list(root.iter(SCHEME_COLOUR)):
            self._fit_colour(each)
        for each in [e for name in _FAMILIES for e in root.iter(f"{A}{name}")]:
            self._fit_family(each)
        return etree.tostring(root)

    def ground(self) -> str:
        """Return the fill behind the shapes; empty for that of the deck."""
        return ""

    def left_out(self) -> Iterable[str]:
        """Return what the deck does not show, each a clause."""
        return ()

    def changed(self, shapes: Sequence[etree._Element]) -> Iterable[str]:
        """Return what the deck shows differently, each a clause; `shapes` are those that it shows."""
        return ()

    def _fit_colour(self, colour: etree._Element) -> None:
        pass

    def _fit_family(self, font: etree._Element) -> None:
        pass


class _OwnFitter(_Fitter):
    """Keeps colours and fonts: names of a theme become values, where the deck's theme has another one."""

    def ground(self) -> str:
        ground = self.read.slide.ground
        if not ground:
            return ""
        root = parse(ground.encode())
        found = list(ColourScheme(self.read.colours, {}).opaque_colours(root))
        if all(contrast(each, self.design.colours["bg1"]) < _SAME_GROUND for each in found):
            return ""
        return self.fit(ground.encode()).decode()

    def _fit_colour(self, colour: etree._Element) -> None:
        name = colour.get("val", "")
        own = self.read.colours.get(name)
        if own is not None and own != self.design.colours.get(name):
            colour.tag = f"{A}srgbClr"
            colour.set("val", own)

    def _fit_family(self, font: etree._Element) -> None:
        for own, ours, prefix in zip(self.read.fonts, self.design.fonts, ("+mj", "+mn"), strict=True):
            if font.get("typeface") == f"{prefix}-lt" and own != ours:
                font.set("typeface", own)


class _BrandFitter(_Fitter):
    """Gives text the fonts of the deck, and readable colours where it stands on the ground of the slide."""

    def __init__(self, read: ReadSlide, design: DeckDesign) -> None:
        super().__init__(read, design)
        self._families: dict[str, None] = {}
        self._recoloured: list[str] = []

    def shapes(self) -> tuple[CarriedShape, ...]:
        roots = [parse(shape.xml) for shape in self.read.slide.shapes]
        self._make_all_readable(roots, self.design.colours["bg1"])
        replace_plain_bullets(roots)
        return tuple(
            replace(shape, xml=etree.tostring(root)) for shape, root in zip(self.read.slide.shapes, roots, strict=True)
        )

    def left_out(self) -> Iterator[str]:
        if self.read.slide.ground and self._has_other_ground():
            yield "its background"

    def changed(self, shapes: Sequence[etree._Element]) -> Iterator[str]:
        if signs := symbol_families(shapes):
            yield f"signs in {', '.join(signs)} stay in that font, which not every machine has"
        if self._families:
            yield f"text in {', '.join(self._families)} is in the font of the brand"
        if self._recoloured:
            more = f" and {len(self._recoloured) - 1} more" if len(self._recoloured) > 1 else ""
            yield (
                f"text that could not be read in the colours of the brand has another colour "
                f"(“{self._recoloured[0][:_SHOWN]}”{more})"
            )

    def _has_other_ground(self) -> bool:
        root = parse(self.read.slide.ground.encode())
        found = list(ColourScheme(self.read.colours, {}).opaque_colours(root))
        return any(contrast(each, self.read.colours["bg1"]) > _SAME_GROUND for each in found) or not found

    def _fit_colour(self, colour: etree._Element) -> None:
        """Give an accent a colour that is no verdict, unless the file has the colours of the deck."""
        name = colour.get("val", "")
        if not self.design.accents_are_verdicts or name not in _CALM or self._has_same_colours:
            return
        new, changes = _CALM[name]
        colour.set("val", new)
        for index, (change, value) in enumerate(changes):
            colour.insert(index, etree.Element(f"{A}{change}", val=str(value)))

    @cached_property
    def _has_same_colours(self) -> bool:
        return all(self.read.colours.get(name) == value for name, value in self.design.colours.items())

    def _make_all_readable(self, shapes: Sequence[etree._Element], ground: str) -> None:
        """Do so for the shapes of a slide or group, which have `ground` under them and lie over each other in their order."""
        boxes = [box_of_shape(shape) for shape in shapes]
        covering = [index for index, shape in enumerate(shapes) if _covers(shape)]
        for index, (shape, box) in enumerate(zip(shapes, boxes, strict=True)):
            middle = box.x + box.width // 2, box.y + box.height // 2
            below = next((i for i in reversed(covering) if i < index and _contains(boxes[i], middle)), None)
            self._make_readable(shape, ground if below is None else self._colour_of(shapes[below]))

    def _make_readable(self, shape: etree._Element, under: str) -> None:
        """Give the text of a shape, or of members of a group, another colour where it is unreadable on the colour `under` it."""
        if shape.tag == f"{P}grpSp":
            self._make_all_readable(list(shapes_of(shape)), under)
            return
        own = self._fill_of(shape.find(f"{P}spPr"))
        ground = under if own is None else own
        for run, text, fill in list(runs_with_colours(shape)):
            cell = next(run.iterancestors(f"{A}tc"), None)
            of_cell = None if cell is None else self._fill_of(cell.find(f"{A}tcPr"))
            behind = ground if of_cell is None else of_cell
            colour = self._shown(fill)
            if behind and colour and contrast(colour, behind) < _READABLE:
                self._recoloured.append(text)
                names = ("tx1", "bg1")
                _set_colour(run, max(names, key=lambda name: contrast(self.design.colours[name], behind)))

    def _colour_of(self, shape: etree._Element) -> str:
        """Return the colour of a shape that covers others; empty for a picture or several colours."""
        return (self._fill_of(shape.find(f"{P}spPr")) or "") if shape.tag == f"{P}sp" else ""

    def _fill_of(self, properties: etree._Element | None) -> str | None:
        """Return the colour of a fill as the deck shows it; empty for several colours or a picture, None without a fill."""
        fill = child(properties, FILLS)
        kind = "" if fill is None else str(fill.tag).rpartition("}")[2]
        if kind in ("", "noFill"):
            return None
        return self._shown(fill) if kind == "solidFill" else ""

    def _shown(self, fill: etree._Element | None) -> str:
        """Return a colour as the deck shows it."""
        if fill is None:
            return ""
        copied = deepcopy(fill)
        for each in list(copied.iter(SCHEME_COLOUR)):
            self._fit_colour(each)
        return ColourScheme(self.design.colours, {}).resolve(copied)[0]

    def _fit_family(self, font: etree._Element) -> None:
        family = font.get("typeface", "")
        if not family or family.startswith("+") or SYMBOL_FONTS.search(family):
            return
        is_heading = family == self.read.fonts[0] != self.read.fonts[1]
        suffix = {"latin": "lt", "ea": "ea", "cs": "cs"}[str(font.tag).rpartition("}")[2]]
        font.set("typeface", f"+{'mj' if is_heading else 'mn'}-{suffix}")
        for name in [n for n in ("panose", "pitchFamily", "charset") if n in font.attrib]:
            del font.attrib[name]
        if family not in (*self.read.fonts, *self.design.fonts) and suffix == "lt":
            self._families[family] = None


def _set_colour(run: etree._Element, name: str) -> None:
    properties = run.find(f"{A}rPr")
    if properties is None:
        properties = etree.Element(f"{A}rPr")
        run.insert(0, properties)
    old = child(properties, FILLS)
    fill = etree.Element(f"{A}solidFill")
    etree.SubElement(fill, SCHEME_COLOUR, val=name)
    if old is not None:
        properties.replace(old, fill)
    else:
        properties.insert(1 if properties.find(f"{A}ln") is not None else 0, fill)


def _is_filled(shape: etree._Element) -> bool:
    """Whether a shape has a fill that is seen behind its text."""
    if shape.tag in (f"{P}pic", f"{P}cxnSp"):
        return True
    return child(shape.find(f"{P}spPr"), FILLS[1:]) is not None


def _covers(shape: etree._Element) -> bool:
    """Whether what lies over a shape stands on its fill or picture, and not on what is under both."""
    if shape.tag == f"{P}grpSp":
        return any(_is_filled(each) for each in shape.iter(f"{P}sp", f"{P}pic"))
    return shape.tag != f"{P}cxnSp" and _is_filled(shape)


def _contains(box: Box, point: tuple[int, int]) -> bool:
    return box.x <= point[0] <= box.right and box.y <= point[1] <= box.bottom
