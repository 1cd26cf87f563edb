"""A slide of a file → its shapes as a deck carries them, in the colour names of slides, stating what they inherit.

Nothing here depends on the brand of the deck: `fitting` maps colours and fonts to it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from msgspec import Struct

from deckgen.ir.carried import CarriedSlide
from deckgen.ir.frames import Box
from deckgen.ooxml.inheritance import FOOTER_KINDS, TITLE_KINDS, placeholder_key
from deckgen.ooxml.opc import A, P, Package, read_number
from deckgen.ooxml.splicing import MalformedXmlError
from deckgen.package.markup import elements_stand_in_their_order, numbers_and_names_are_allowed
from deckgen.slide_files.errors import SlideFileError
from deckgen.slide_files.fallbacks import FallbackChooser, shapes_of
from deckgen.slide_files.opening import open_slide
from deckgen.slide_files.outlines import box_of_shape, carried_shape, is_flat, shows_something
from deckgen.slide_files.parts import PartCollector, references
from deckgen.slide_files.stating import COLOUR_NAMES, SourceDesign, name_colours, read_design, state_shape
from deckgen.slide_files.texts import text_facts
from deckgen.slide_files.xml import child, name_of, parse
from deckgen.template.cleaning import clean_slide
from deckgen.template.errors import TemplateError

MAX_SHAPES, MAX_DEPTH, MAX_TEXT, MAX_CELLS = 500, 10, 50_000, 2_500
"""Maximum of the shapes of a slide, of groups in each other, of the characters of a slide and of the cells of a table."""
_DEFAULT_SIZE = (9_144_000, 6_858_000)
_HEX = re.compile("[0-9A-Fa-f]{6}")
_ERRORS = (
    TemplateError,
    MalformedXmlError,
    etree.LxmlError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
)


class ReadSlide(Struct, frozen=True):
    """A slide as read: the carried slide, its colours (`RRGGBB`) by their names on slides, and the families of its theme."""

    slide: CarriedSlide
    colours: dict[str, str]
    fonts: tuple[str, str]


def read_slide(data: bytes, name: str, number: int | None) -> ReadSlide:
    """Read a slide (from 1, or the only one) of the file `name`. Raises SlideFileError, which says why it cannot be carried."""
    package, part = open_slide(data, name, number)
    try:
        return _SlideReader(package, part, name).read()
    except _ERRORS as error:
        raise SlideFileError(f"{name} is damaged ({error})", "save it in PowerPoint again") from error


class _SlideReader:
    def __init__(self, package: Package, part: str, name: str) -> None:
        self.package, self.part, self.name = package, part, name
        self.left_out: list[str] = []
        self.changed: list[str] = []
        self.title, self.title_bottom = "", 0

    def read(self) -> ReadSlide:
        chooser = FallbackChooser(self.package, self.part)
        _check_bounds(chooser.root)
        replaced = chooser.replaced()
        cleaned = clean_slide(replaced, self.part, self.name)
        root = parse(cleaned.parts[self.part])
        design = read_design(self.package, self.part, root)
        size = _slide_size(self.package)
        shapes = list(self._shapes(root, design, size))
        if not shapes:
            raise SlideFileError(
                f"the slide of {self.name} has nothing to show besides its title",
                "name another slide, or leave this one out",
            )
        collector = PartCollector(cleaned, is_of_2007=_is_of_2007(self.package))
        used = {each for shape in shapes for each in references(shape)}
        relations = collector.relations_of(self.part, used)
        carried = tuple(carried_shape(shape, {each.id for each in relations}) for shape in shapes)
        _check_markup(shapes)
        ground = self._ground(root, design)
        found = [*chooser.left_out, *self.left_out, *collector.left_out]
        left_out = (*_counted(found), *cleaned.removed, *self._unseen(root))
        slide = CarriedSlide(
            size,
            self.title,
            self.title_bottom,
            carried,
            collector.collected(),
            relations,
            tuple(dict.fromkeys(left_out)),
            tuple(_counted([*chooser.changed, *self.changed])),
            ground,
        )
        colours = {name: design.scheme.named(name) for name in COLOUR_NAMES}
        return ReadSlide(slide, colours, design.fonts)

    def _shapes(self, root: etree._Element, design: SourceDesign, size: tuple[int, int]) -> Iterator[etree._Element]:
        """Yield the shapes that are carried, changed to state what they inherit."""
        for shape in list(shapes_of(root.find(f"{P}cSld/{P}spTree"))):
            kind = (placeholder_key(shape) or ("", ""))[0]
            self.changed += state_shape(shape, design)
            if kind in TITLE_KINDS and not self.title:
                self.title = " ".join(text_facts(shape).text.split())
                self.title_bottom = box_of_shape(shape).bottom
                continue
            if kind in FOOTER_KINDS:
                text = text_facts(shape).text
                if kind == "ftr" and text:
                    self.left_out.append(f"its footer “{text[:60]}”")
                continue
            if kind and not shows_something(shape):
                continue
            box = box_of_shape(shape)
            if not box.overlaps(Box(0, 0, *size)) and not is_flat(box):
                self.left_out.append(f"“{name_of(shape)}”, which lies beside the slide")
                continue
            yield shape

    def _unseen(self, root: etree._Element) -> Iterator[str]:
        """Yield what is drawn behind the slide: the shapes of its layout and master."""
        if root.get("showMasterSp") in ("0", "false"):
            return
        for layout in self.package.related(self.part, "slideLayout")[:1]:
            owners = [layout]
            if parse(self.package.parts[layout]).get("showMasterSp") not in ("0", "false"):
                owners += self.package.related(layout, "slideMaster")[:1]
            shapes = [s for o in owners for s in shapes_of(self.package.tree(o).find(f"{P}cSld/{P}spTree"))]
            drawn = [shape for shape in shapes if placeholder_key(shape) is None]
            if drawn:
                texts = " ".join(" ".join(e.text or "" for s in drawn for e in s.iter(f"{A}t")).split())
                said = f", with the text “{texts[:60]}”" if texts else ""
                yield f"the shapes of its slide master ({len(drawn)}){said}"

    def _ground(self, root: etree._Element, design: SourceDesign) -> str:
        """Return the background of the slide as a fill, in colours of its theme; empty for none, and for a picture."""
        owners = [root]
        for layout in self.package.related(self.part, "slideLayout")[:1]:
            owners += [
                self.package.tree(layout),
                *(self.package.tree(m) for m in self.package.related(layout, "slideMaster")[:1]),
            ]
        ground = next((found for o in owners if (found := o.find(f"{P}cSld/{P}bg")) is not None), None)
        if ground is None:
            return ""
        fill = child(ground.find(f"{P}bgPr"), ("solidFill", "gradFill", "blipFill", "pattFill"))
        if fill is None:
            fill = design.formats.fill(ground.find(f"{P}bgRef"))
        if fill is None:
            return ""
        if fill.find(f"{A}blip") is not None:
            self.left_out.append("its background picture")
            return ""
        name_colours(fill, design.scheme)
        return etree.tostring(fill, with_tail=False).decode()


def _check_markup(shapes: list[etree._Element]) -> None:
    """Refuse shapes with which PowerPoint would offer to repair the deck. Raises ValueError."""
    root = etree.Element("shapes")
    root.extend(deepcopy(shape) for shape in shapes)
    for element in root.iter(f"{A}srgbClr"):
        if not _HEX.fullmatch(element.get("val", "")):
            raise ValueError(f"srgbClr has the val {element.get('val')!r}, which is not a colour")
    probe = Package([], {"/ppt/slides/slide1.xml": etree.tostring(root)})
    for rule in (elements_stand_in_their_order, numbers_and_names_are_allowed):
        for issue in rule(probe):
            raise ValueError(issue.partition(": ")[2])


def _is_of_2007(package: Package) -> bool:
    """Whether PowerPoint 2007 has saved the file."""
    found = (package.parts[part] for part in package.related("/", "extended-properties"))
    return any(b"<AppVersion>12." in data for data in found)


def _slide_size(package: Package) -> tuple[int, int]:
    size = package.tree(package.presentation()).find(f"{P}sldSz")
    if size is None:
        return _DEFAULT_SIZE
    limits = (914_400, 51_206_400)
    return read_number(size, "cx", _DEFAULT_SIZE[0], limits), read_number(size, "cy", _DEFAULT_SIZE[1], limits)


def _check_bounds(root: etree._Element) -> None:
    """Refuse a slide with more than any slide has. Raises SlideFileError."""
    count = sum(1 for _ in root.iter(f"{P}cNvPr"))
    depth = max((sum(1 for _ in e.iterancestors(f"{P}grpSp")) for e in root.iter(f"{P}grpSp")), default=0)
    letters = sum(len(e.text or "") for e in root.iter(f"{A}t"))
    cells = max((sum(1 for _ in t.iter(f"{A}tc")) for t in root.iter(f"{A}tbl")), default=0)
    for found, limit, what, hint in (
        (count, MAX_SHAPES, "shapes", "group what belongs together and save it as a picture"),
        (depth, MAX_DEPTH, "groups in each other", "ungroup some of them"),
        (letters, MAX_TEXT, "characters", "shorten its texts"),
        (cells, MAX_CELLS, "cells in a table", "use a smaller table"),
    ):
        if found > limit:
            raise SlideFileError(f"the slide has {found} {what}, more than {limit}", hint)


def _counted(losses: list[str]) -> Iterator[str]:
    """Yield each loss once, with the number of times that it was found."""
    for loss, count in Counter(losses).items():
        yield loss if count == 1 else f"{loss} ({count})"


def digest_of(slide: CarriedSlide) -> str:
    """Return the digest of all that a deck carries of a slide: SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    for shape in slide.shapes:
        digest.update(shape.xml)
    for part in slide.parts:
        digest.update(part.data)
    digest.update(slide.ground.encode())
    return digest.hexdigest()
