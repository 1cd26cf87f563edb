"""A .pptx → what keeps people from reading it: the rules of PowerPoint's accessibility checker, and some more.

The contrast of each text is computed with the theme's colours and the actual background of the text. Of pictures, only the alt
text is checked, not the content.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from deckgen.diagnostics import Issue, Severity
from deckgen.ooxml import opc
from deckgen.ooxml.opc import A, P, Package
from deckgen.ooxml.unzip import UnreadableError
from deckgen.package import parts, slides, table_marks, text_direction
from deckgen.package.check import Rule, apply_rule, rule_id
from deckgen.package.colours import Rgb, contrast, hex_code
from deckgen.package.shapes import parts_with_shapes, shape_form, shape_name
from deckgen.package.slide_appearance import MAX_MARK_SIDE, SlideAppearance

MIN_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3 (AA); required for large text, too, because a projector reduces contrast."""
MIN_TEXT_SIZE = 900
"""Hundredths of a point. The size of a superscript footnote mark is that of the text around it."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def findings(source: bytes | Path) -> list[Issue]:
    """Return everything that keeps people from reading a deck; an empty list is what PowerPoint calls "good to go".

    Raises only OSError if the file cannot be read, like `check.findings`.
    """
    try:
        package = opc.read(source)
    except UnreadableError as error:
        return [Issue(Severity.ERROR, "unreadable", str(error))]
    texts = apply_rule(parts.every_xml_part_is_well_formed, package)
    if texts or not package.presentation():
        texts = texts or ["the package has no presentation"]
        return [Issue(Severity.ERROR, "unreadable", text) for text in texts]
    return [Issue(Severity.WARNING, rule_id(rule), text) for rule in RULES for text in apply_rule(rule, package)]


def tables_have_a_header_row(package: Package) -> Iterator[str]:
    """The first row of every table is marked as its header, and has text."""
    for part, table in _tables(package):
        properties, first = table.find(f"{A}tblPr"), table.find(f"{A}tr")
        if properties is None or properties.get("firstRow") not in ("1", "true"):
            yield f"{part}: a table has no header row"
        elif first is None or not _text(first).strip():
            yield f"{part}: the header row of a table is empty"


def text_can_be_read_on_its_ground(package: Package) -> Iterator[str]:
    """Every text has a contrast of at least 4.5 to 1 with each colour behind it."""
    for part in package.slides():
        slide = SlideAppearance(package, part)
        reported = set()
        for shape, backgrounds, colour, text in _coloured_runs(slide):
            for background in backgrounds:
                ratio = None if background is None else contrast(colour, background)
                key = (shape, colour, background)
                if key in reported or (ratio is not None and ratio >= MIN_CONTRAST):
                    continue
                reported.add(key)
                where = "a picture" if background is None else hex_code(background)
                shown_ratio = "" if ratio is None else f": {ratio:.2f} to 1"
                yield f"{part}: {shape_name(shape)}: {hex_code(colour)} on {where}{shown_ratio} ({text[:30]!r})"


def text_is_not_too_small(package: Package) -> Iterator[str]:
    """No text is smaller than nine points."""
    for part in package.slides():
        slide = SlideAppearance(package, part)
        for shape in slide.shapes:
            texts = {slide.text_size(run, p, shape): text for p, run, text in _runs(shape, package)}
            for size, text in texts.items():
                if size < MIN_TEXT_SIZE:
                    yield f"{part}: {shape_name(shape)}: {size / 100:g} pt ({text[:30]!r})"


def languages_are_languages(package: Package) -> Iterator[str]:
    """Every language tag has the form that BCP 47 requires."""
    for part in parts_with_shapes(package):
        for tag in {e.get("lang") for e in package.tree(part).iter(f"{A}rPr", f"{A}endParaRPr")} - {None}:
            if not _LANGUAGE.fullmatch(str(tag)):
                yield f"{part}: {tag!r} is not a language tag"


def nothing_is_told_by_colour_alone(package: Package) -> Iterator[str]:
    """Links are underlined, and small marks of the same shape and size have the same colour."""
    for part in package.slides():
        slide = SlideAppearance(package, part)
        for link in slide.root.iter(f"{A}hlinkClick"):
            properties = link.getparent()
            if properties is not None and properties.get("u") == "none":
                yield f"{part}: a link is not underlined, so only its colour shows that it is one"
        marks: dict[tuple[str, int, int], set[Rgb]] = defaultdict(set)
        for shape in slide.shapes:
            box, colour = slide.box(shape), slide.fill(shape)
            if shape.tag != f"{P}sp" or box is None or colour is None or _text(shape).strip():
                continue
            width, height = box[2] - box[0], box[3] - box[1]
            if max(width, height) <= MAX_MARK_SIDE:
                marks[(shape_form(shape), width, height)].add(colour)
        for (form, _, _), colours in marks.items():
            if len(colours) > 1:
                yield f"{part}: marks of one shape ({form}) differ only in colour: {', '.join(map(hex_code, sorted(colours)))}"


def _coloured_runs(slide: SlideAppearance) -> Iterator[tuple[etree._Element, list[Rgb | None], Rgb, str]]:
    """Yield every run of a slide: its shape, the colours of its background, its own colour, and its text."""
    for shape in slide.shapes:
        backgrounds: list[Rgb | None] | None = None
        for paragraph, run, text in _runs(shape, slide.package):
            backgrounds = slide.backgrounds(shape) if backgrounds is None else backgrounds
            cell = next((t for t in run.iterancestors() if t.tag == f"{A}tc"), None)
            fill = None if cell is None else cell.find(f"{A}tcPr/{A}solidFill")
            cell_colour = None if fill is None else slide.palette.colour(fill)
            yield (
                shape,
                backgrounds if cell_colour is None else [cell_colour],
                slide.text_colour(run, paragraph, shape),
                text,
            )


def _runs(shape: etree._Element, package: Package) -> Iterator[tuple[etree._Element, etree._Element, str]]:
    """Yield every run of a shape that has text: its paragraph, the run itself, its text."""
    steps = 20 if shape.tag == f"{P}grpSp" else 4  # a run inside nested groups is checked once for each group
    for paragraph in shape.iter(f"{A}p"):
        for run in paragraph.iter(f"{A}r", f"{A}fld"):
            package.count_steps(steps)
            text = run.findtext(f"{A}t") or ""
            if text.strip():
                yield paragraph, run, text


def _tables(package: Package) -> Iterator[tuple[str, etree._Element]]:
    """Yield every table of the slides with the part that contains it."""
    for part in package.parts_in("slides"):
        for table in package.tree(part).iter(f"{A}tbl"):
            yield part, table


def _text(element: etree._Element) -> str:
    return "".join(e.text or "" for e in element.iter(f"{A}t"))


RULES: tuple[Rule, ...] = (
    slides.titles_are_there_and_unique,
    slides.pictures_say_what_they_show,
    tables_have_a_header_row,
    text_direction.reading_order_is_visual_order,
    text_direction.paragraphs_have_the_direction_of_their_text,
    table_marks.marks_stand_in_their_rows,
    text_can_be_read_on_its_ground,
    slides.text_names_its_language,
    languages_are_languages,
    nothing_is_told_by_colour_alone,
    text_is_not_too_small,
)
"""The rules, in the order in which they are reported."""
