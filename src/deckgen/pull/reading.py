"""The bytes of any .pptx → plain slides, within the limits of `ooxml.unzip`, with what shapes inherit from their layout."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree
from msgspec.structs import replace

from deckgen.diagnostics import UserFacingError
from deckgen.line_breaking.hyphenation import without_divisions
from deckgen.ooxml import opc
from deckgen.ooxml.opc import A, P, Package, R, read_number
from deckgen.ooxml.unzip import UnreadableError
from deckgen.package.colours import hex_code
from deckgen.package.shapes import FOOTER_TYPES, SHAPE_TAGS, TITLE_TYPES, placeholder
from deckgen.package.slide_appearance import SlideAppearance
from deckgen.pull.plain import Box, PlainDeck, PlainParagraph, PlainRun, PlainShape, PlainSlide, ShapeKind
from deckgen.pull.table_styles import TableTextStyles
from deckgen.reader.characters import blank_unprintable_in_value

MAX_SHAPES = 20_000
"""Maximum number of shapes of a presentation."""
_BOOLEANS = {"1": True, "true": True, "on": True, "0": False, "false": False, "off": False}
_LEVELS = (0, 8)
_FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill")
_ERRORS = (etree.LxmlError, KeyError, IndexError, opc.BadNumberError, opc.TooManyStepsError)


class DeckFileError(UserFacingError):
    """A file that cannot be read as a presentation; the message says why."""


def open_deck_file(data: bytes, name: str) -> Package:
    """Open the file `name`. Raises DeckFileError."""
    try:
        package = opc.read(data, whole=True)
        if "/" + opc.CONTENT_TYPES not in package.parts or not package.presentation() or not package.slides():
            raise DeckFileError(f"{name} is not a presentation with slides")
    except (UnreadableError, *_ERRORS) as error:
        raise DeckFileError(f"{name} cannot be read: {error}") from error
    return package


def plain_deck(package: Package, name: str) -> PlainDeck:
    """Return the slides of an opened file. Raises DeckFileError."""
    try:
        numbers = [read_number(e, "id", 0) for e in package.tree(package.presentation()).iter(f"{P}sldId")]
        targets = {part: n for n, part in enumerate(package.slides(), 1)}
        slides = [_SlideReader(package, part, targets) for part in package.slides()]
        if sum(len(slide.look.shapes) for slide in slides) > MAX_SHAPES:
            raise DeckFileError(f"{name} has more than {MAX_SHAPES:,} shapes")
        plain = (slide.plain(number) for slide, number in zip(slides, numbers, strict=False))
        return PlainDeck(tuple(plain), _program(package))
    except _ERRORS as error:
        raise DeckFileError(f"{name} is damaged: {error}") from error


def _program(package: Package) -> str:
    for part in package.related("/", "extended-properties"):
        for element in package.tree(part):
            if etree.QName(element).localname == "Application":
                return element.text or ""
    return ""


def last_saved_by(package: Package) -> str:
    """Return the name of who saved an opened file last, as it says itself; empty if it says nothing that can be read."""
    try:
        for part in package.related("/", "core-properties"):
            for element in package.tree(part).iterchildren("{*}lastModifiedBy"):
                return " ".join(blank_unprintable_in_value(element.text or "").split())[:60]
    except _ERRORS:
        pass
    return ""


class _SlideReader:
    """Reads one slide; `targets` are the numbers of the slides by their parts."""

    def __init__(self, package: Package, part: str, targets: dict[str, int]) -> None:
        self.package, self.part, self.targets = package, part, targets
        self.look = SlideAppearance(package, part)
        self.relations = {each.id: each for each in package.relationships(part)}

    def plain(self, number: int) -> PlainSlide:
        shapes = tuple(self._shape(shape) for shape in self.look.shapes if shape.tag != f"{P}grpSp")
        background = self.look.root.find(f"{P}cSld/{P}bg")
        return PlainSlide(
            number,
            shapes,
            self._notes(),
            self.look.root.get("show") in {"0", "false"},
            "" if background is None else self._fill(background) or "own",
        )

    def _shape(self, shape: etree._Element) -> PlainShape:
        own = shape.find(f"./*/{P}cNvPr")
        kind = (placeholder(shape) or ("", ""))[0]
        role = "title" if kind in TITLE_TYPES else kind if kind in FOOTER_TYPES else ""
        table = shape.find(f"{A}graphic/{A}graphicData/{A}tbl")
        body = shape.find(f"{P}txBody")
        paragraphs = () if body is None else tuple(self._paragraph(p, shape) for p in body.iter(f"{A}p"))
        cells = () if table is None else tuple(map(tuple, self._cells(table, shape)))
        image = self._image(shape)
        has_text = any(paragraph.text.strip() for paragraph in paragraphs)
        what: ShapeKind = "table" if cells else "picture" if image else "text" if has_text else "drawing"
        attributes = {} if own is None else {str(name): str(value) for name, value in own.attrib.items()}
        return PlainShape(
            int(attributes.get("id", "0")) if attributes.get("id", "0").isdigit() else 0,
            attributes.get("name", ""),
            what,
            self._box(shape),
            paragraphs if has_text else (),
            cells,
            self._effective_fill(shape),
            image,
            attributes.get("descr", ""),
            role,
        )

    def _box(self, shape: etree._Element) -> Box | None:
        box = self.look.box(shape)
        for group in shape.iterancestors(f"{P}grpSp"):
            box = _outside(box, group)
        return box

    def _effective_fill(self, shape: etree._Element) -> str:
        """Return the colour of a shape, its own or an inherited one."""
        for source in (shape, *self.look.inherited_placeholders(shape)):
            properties = source.find(f"{P}spPr")
            if properties is not None and any(properties.find(f"{A}{name}") is not None for name in _FILLS):
                return self._fill(properties)
        return ""

    def _fill(self, properties: etree._Element | None) -> str:
        fills = [] if properties is None else properties.iter(f"{A}solidFill")
        fill = next((each for each in fills if next(each.iterancestors()).tag != f"{A}ln"), None)
        colour = self.look.palette.colour(fill)
        return "" if colour is None else hex_code(colour)

    def _image(self, shape: etree._Element) -> str:
        blip = next(shape.iter(f"{A}blip"), None)
        relation = None if blip is None else self.relations.get(blip.get(f"{R}embed", ""))
        data = self.package.parts.get(relation.target) if relation is not None else None
        return "" if blip is None else hashlib.sha256(data or b"").hexdigest()[:16]

    def _cells(self, table: etree._Element, shape: etree._Element) -> Iterator[list[tuple[PlainParagraph, ...]]]:
        styles = TableTextStyles(self.package, table)
        for r, row in enumerate(table.iter(f"{A}tr")):
            yield [
                tuple(self._paragraph(p, shape, styles.of_cell(r, c)) for p in cell.iter(f"{A}p"))
                for c, cell in enumerate(row.iter(f"{A}tc"))
            ]

    def _paragraph(
        self, paragraph: etree._Element, shape: etree._Element, of_cell: Sequence[etree._Element] = ()
    ) -> PlainParagraph:
        properties = paragraph.find(f"{A}pPr")
        level = 0 if properties is None else read_number(properties, "lvl", 0, _LEVELS)
        return PlainParagraph(undivided(self._runs(paragraph, shape, of_cell)), level)

    def _runs(
        self, paragraph: etree._Element, shape: etree._Element, of_cell: Sequence[etree._Element]
    ) -> Iterator[PlainRun]:
        for run in paragraph:
            if run.tag == f"{A}br":
                yield PlainRun("\n")
            elif run.tag in {f"{A}r", f"{A}fld"}:
                text = (run.findtext(f"{A}t") or "").replace("\v", "\n").replace("_x000B_", "\n")
                if text:
                    yield self._run(run, text, (paragraph, shape), of_cell)

    def _run(
        self,
        run: etree._Element,
        text: str,
        inside: tuple[etree._Element, etree._Element],
        of_cell: Sequence[etree._Element],
    ) -> PlainRun:
        """Return a run of a paragraph in a shape; in a table, the style of the table is nearer than what the shape inherits."""
        own, (paragraph, shape) = run.find(f"{A}rPr"), inside
        styles = list(self.look._run_styles(own, paragraph, shape))
        nearest = int(own is not None)
        styles[nearest:nearest] = of_cell
        baseline = "0" if own is None else own.get("baseline", "0")
        return PlainRun(
            text,
            _flag(styles, "b"),
            _flag(styles, "i"),
            next((style.get("u") for style in styles if style.get("u")), "none") != "none",
            baseline.strip("%") not in {"", "0"},
            "" if own is None else self._link(own),
            self.look.text_size(run, paragraph, shape),
            hex_code(self.look.text_colour(run, paragraph, shape)),
        )

    def _link(self, properties: etree._Element) -> str:
        click = properties.find(f"{A}hlinkClick")
        relation = None if click is None else self.relations.get(click.get(f"{R}id", ""))
        if relation is None:
            return ""
        return relation.target if relation.external else f"#{self.targets.get(relation.target, 0)}"

    def _notes(self) -> tuple[PlainParagraph, ...]:
        """Return the paragraphs of the notes, without the format that they inherit from their master."""
        found: list[PlainParagraph] = []
        for part in self.package.related(self.part, "notesSlide"):
            relations = {each.id: each for each in self.package.relationships(part)}
            for shape in self.package.tree(part).iter(*SHAPE_TAGS):
                if (placeholder(shape) or ("", ""))[0] == "body":
                    found += [_note(p, relations) for p in shape.iter(f"{A}p")]
        while found and not found[-1].text.strip():
            found.pop()
        return tuple(found)


def _note(paragraph: etree._Element, relations: dict[str, opc.Relationship]) -> PlainParagraph:
    runs = []
    for run in paragraph:
        own, text = run.find(f"{A}rPr"), (run.findtext(f"{A}t") or "").replace("\v", "\n")
        if run.tag == f"{A}br":
            runs.append(PlainRun("\n"))
        elif run.tag in {f"{A}r", f"{A}fld"} and text:
            styles = [] if own is None else [own]
            click = None if own is None else own.find(f"{A}hlinkClick")
            relation = None if click is None else relations.get(click.get(f"{R}id", ""))
            address = relation.target if relation is not None and relation.external else ""
            raised = own is not None and own.get("baseline", "0").strip("%") not in {"", "0"}
            runs.append(PlainRun(text, _flag(styles, "b"), _flag(styles, "i"), raised=raised, link=address))
    return PlainParagraph(undivided(runs))


def undivided(runs: Iterable[PlainRun]) -> tuple[PlainRun, ...]:
    """Return runs without the hyphens and breaks with which deckgen divides words that are wider than their place."""
    result: list[PlainRun] = []
    for run in runs:
        together = without_divisions(result[-1].text + run.text) if result and run.text == "\n" else ""
        if result and run.text == "\n" and together != result[-1].text + run.text:
            result[-1] = replace(result[-1], text=together)
        else:
            result.append(replace(run, text=without_divisions(run.text)))
    return tuple(result)


def _flag(styles: list[etree._Element], name: str) -> bool:
    return next((_BOOLEANS.get(style.get(name, ""), False) for style in styles if style.get(name)), False)


def _outside(box: Box | None, group: etree._Element) -> Box | None:
    """Return a box in a group as a box outside of it."""
    frame = group.find(f"{P}grpSpPr/{A}xfrm")
    parts = [None if frame is None else frame.find(f"{A}{name}") for name in ("off", "ext", "chOff", "chExt")]
    if box is None or any(part is None for part in parts):
        return box
    (x, y), (width, height), (inner_x, inner_y), (inner_width, inner_height) = (
        (read_number(part, names[0], 0), read_number(part, names[1], 0))
        for part, names in zip(parts, (("x", "y"), ("cx", "cy"), ("x", "y"), ("cx", "cy")), strict=True)
        if part is not None
    )
    across = width / inner_width if inner_width else 1
    down = height / inner_height if inner_height else 1
    left, top, right, bottom = box
    return (
        round(x + (left - inner_x) * across),
        round(y + (top - inner_y) * down),
        round(x + (right - inner_x) * across),
        round(y + (bottom - inner_y) * down),
    )
