"""A .pptx → what keeps people from reading it: what PowerPoint's accessibility checker asks for, and some more.

Contrast is computed from the theme, on the ground on which each text really stands. Pictures are judged by their alt
text alone: what is drawn in them is not looked at.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from lxml import etree

from deckgen.diagnostics import Severity
from deckgen.ooxml import opc
from deckgen.ooxml.opc import A, P, Package
from deckgen.ooxml.unzip import UnreadableError
from deckgen.package import parts, slides
from deckgen.package.check import Finding, Rule, follow, name
from deckgen.package.colours import Rgb, contrast, shown
from deckgen.package.sheets import Box, SlideSheet

LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3 (AA), for text of any size: a projector takes some of it away."""
LEAST_SIZE = 900
"""Hundredths of a point. Raised marks of footnotes are measured by the text that they stand in."""
_SMALL_MARK = 457_200
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def findings(source: bytes | Path) -> list[Finding]:
    """Give everything that keeps people from reading a deck; none is what PowerPoint calls "good to go".

    As `check.findings`, it raises nothing but OSError, where there is no file to read.
    """
    try:
        package = opc.read(source)
    except UnreadableError as fault:
        return [Finding(Severity.ERROR, "unreadable", str(fault))]
    broken = follow(parts.every_xml_part_is_well_formed, package)
    if broken or not package.presentation():
        said = broken or ["the package has no presentation"]
        return [Finding(Severity.ERROR, "unreadable", text) for text in said]
    return [Finding(Severity.WARNING, name(rule), text) for rule in RULES for text in follow(rule, package)]


def tables_have_a_header_row(package: Package) -> Iterator[str]:
    """Every table says that its first row is the header, and that row has text."""
    for part, table in _tables(package):
        properties, first = table.find(f"{A}tblPr"), table.find(f"{A}tr")
        if properties is None or properties.get("firstRow") not in ("1", "true"):
            yield f"{part}: a table has no header row"
        elif first is None or not _text(first).strip():
            yield f"{part}: the header row of a table is empty"


def reading_order_is_visual_order(package: Package) -> Iterator[str]:
    """After the title, nothing is read before what stands over it in its column or before it in its line."""
    for part in package.slides():
        sheet = SlideSheet(package, part)
        placed = [(shape, box) for shape in sheet.shapes if _is_read(shape) and (box := sheet.box(shape))]
        package.spend(len(placed) * (len(placed) - 1) // 2)
        for (one, first), (other, second) in combinations(placed[1:], 2):
            if _precedes(second, first):
                yield f"{part}: {_label(one)} is read before {_label(other)}, which stands before it"


def text_can_be_read_on_its_ground(package: Package) -> Iterator[str]:
    """Every text has a contrast of 4.5 to 1 or more with each colour that lies under it."""
    for part in package.slides():
        sheet = SlideSheet(package, part)
        told = set()
        for shape, grounds, colour, text in _coloured(sheet):
            for ground in grounds:
                found = None if ground is None else contrast(colour, ground)
                key = (shape, colour, ground)
                if key in told or (found is not None and found >= LEAST_CONTRAST):
                    continue
                told.add(key)
                where = "a picture" if ground is None else shown(ground)
                how = "" if found is None else f": {found:.2f} to 1"
                yield f"{part}: {_label(shape)}: {shown(colour)} on {where}{how} ({text[:30]!r})"


def text_is_not_too_small(package: Package) -> Iterator[str]:
    """No text is under nine points."""
    for part in package.slides():
        sheet = SlideSheet(package, part)
        for shape in sheet.shapes:
            small = {sheet.text_size(run, p, shape): text for p, run, text in _runs(shape, package)}
            for size, text in small.items():
                if size < LEAST_SIZE:
                    yield f"{part}: {_label(shape)}: {size / 100:g} pt ({text[:30]!r})"


def languages_are_languages(package: Package) -> Iterator[str]:
    """Every language tag has the form of one (BCP 47)."""
    for part in slides.drawn_parts(package):
        for tag in {e.get("lang") for e in package.tree(part).iter(f"{A}rPr", f"{A}endParaRPr")} - {None}:
            if not _LANGUAGE.fullmatch(str(tag)):
                yield f"{part}: {tag!r} is no language"


def nothing_is_told_by_colour_alone(package: Package) -> Iterator[str]:
    """Links are underlined; and of small marks of one form and size, none has another colour than the others."""
    for part in package.slides():
        sheet = SlideSheet(package, part)
        for link in sheet.root.iter(f"{A}hlinkClick"):
            around = link.getparent()
            if around is not None and around.get("u") == "none":
                yield f"{part}: a link is told by its colour alone"
        marks: dict[tuple[str, int, int], set[Rgb]] = defaultdict(set)
        for shape in sheet.shapes:
            box, colour = sheet.box(shape), sheet.fill(shape)
            if shape.tag != f"{P}sp" or box is None or colour is None or _text(shape).strip():
                continue
            width, height = box[2] - box[0], box[3] - box[1]
            if max(width, height) <= _SMALL_MARK:
                marks[(_form(shape), width, height)].add(colour)
        for (form, _, _), colours in marks.items():
            if len(colours) > 1:
                yield f"{part}: marks of one form ({form}) differ in colour alone: {', '.join(map(shown, sorted(colours)))}"


def _coloured(sheet: SlideSheet) -> Iterator[tuple[etree._Element, list[Rgb | None], Rgb, str]]:
    """Every text of a slide with the grounds that it stands on and its colour."""
    for shape in sheet.shapes:
        grounds: list[Rgb | None] | None = None
        for paragraph, run, text in _runs(shape, sheet.package):
            grounds = sheet.grounds(shape) if grounds is None else grounds
            cell = next((t for t in run.iterancestors() if t.tag == f"{A}tc"), None)
            fill = None if cell is None else cell.find(f"{A}tcPr/{A}solidFill")
            own = None if fill is None else sheet.palette.colour(fill)
            yield shape, grounds if own is None else [own], sheet.text_colour(run, paragraph, shape), text


def _runs(shape: etree._Element, package: Package) -> Iterator[tuple[etree._Element, etree._Element, str]]:
    """Every run of a shape that has text: its paragraph, itself, its text."""
    steps = 20 if shape.tag == f"{P}grpSp" else 4  # a run inside groups is looked at with each of them
    for paragraph in shape.iter(f"{A}p"):
        for run in paragraph.iter(f"{A}r", f"{A}fld"):
            package.spend(steps)
            text = run.findtext(f"{A}t") or ""
            if text.strip():
                yield paragraph, run, text


def _tables(package: Package) -> Iterator[tuple[str, etree._Element]]:
    for part in package.of("slides"):
        for table in package.tree(part).iter(f"{A}tbl"):
            yield part, table


def _is_read(shape: etree._Element) -> bool:
    """Tell whether a screen reader stops at a shape: not at what is decorative or stands inside a group."""
    grouped = any(t.tag == f"{P}grpSp" for t in shape.iterancestors())
    return not grouped and not slides.is_decorative(shape)


def _precedes(one: Box, other: Box) -> bool:
    """Tell whether a box stands over another in its column, or before it in its line."""
    across = min(one[2], other[2]) > max(one[0], other[0])
    down = min(one[3], other[3]) > max(one[1], other[1])
    return (across and one[3] <= other[1]) or (down and one[2] <= other[0])


def _form(shape: etree._Element) -> str:
    preset = shape.find(f"{P}spPr/{A}prstGeom")
    if preset is not None:
        return str(preset.get("prst"))
    drawn = shape.find(f"{P}spPr/{A}custGeom/{A}pathLst")
    return "" if drawn is None else f"drawn {zlib.crc32(etree.tostring(drawn)):08x}"


def _text(element: etree._Element) -> str:
    return "".join(e.text or "" for e in element.iter(f"{A}t"))


def _label(shape: etree._Element) -> str:
    properties = shape.find(f"./*/{P}cNvPr")
    return "?" if properties is None else f"{properties.get('name')!r}"


RULES: tuple[Rule, ...] = (
    slides.titles_are_there_and_unique,
    slides.pictures_say_what_they_show,
    tables_have_a_header_row,
    reading_order_is_visual_order,
    text_can_be_read_on_its_ground,
    slides.text_names_its_language,
    languages_are_languages,
    nothing_is_told_by_colour_alone,
    text_is_not_too_small,
)
"""What is asked of a deck, in the order in which it is reported."""
