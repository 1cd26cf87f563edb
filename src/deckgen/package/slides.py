"""Rules for slides, layouts and masters: ids, sections, placeholders, titles, alt text, links, notes; with those of `tables`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from deckgen.ooxml.opc import P14, A, P, Package, R
from deckgen.package import tables
from deckgen.package.shapes import (
    duplicates,
    is_decorative,
    is_title,
    parts_with_shapes,
    placeholder,
    shape_name,
    shapes,
    slide_title,
)

IMAGE_FILE_NAME = re.compile(r"\.(png|jpe?g|gif|svg|emf|wmf|tiff?|bmp|webp)\b", re.IGNORECASE)
FIRST_MASTER_ID = 2**31
LITERAL_COLOURS = ("srgbClr", "sysClr", "prstClr", "hslClr", "scrgbClr")


def shape_ids_are_unique(package: Package) -> Iterator[str]:
    """No two shapes of a slide (layout, master, notes page) have the same id."""
    for part in parts_with_shapes(package):
        for id_ in duplicates(e.get("id", "") for e in package.tree(part).iter(f"{P}cNvPr")):
            yield f"{part}: two shapes have the id {id_}"


def creation_ids_are_unique(package: Package) -> Iterator[str]:
    """Shapes of a slide, rows and columns of a table, and the slides of the deck each have an id of their own."""
    for part in parts_with_shapes(package):
        root = package.tree(part)
        for id_ in duplicates(e.get("id", "").upper() for e in root.iter("{*}creationId") if e.get("id")):
            yield f"{part}: two shapes have the creationId {id_}"
        for table in root.iter(f"{A}tbl"):
            for name in ("rowId", "colId"):
                for id_ in duplicates(e.get("val", "") for e in table.iter(f"{{*}}{name}")):
                    yield f"{part}: a table has the {name} {id_} twice"
    for folder in ("slides", "slideLayouts"):
        ids = [
            e.get("val", "") for part in package.parts_in(folder) for e in package.tree(part).iter(f"{P14}creationId")
        ]
        for id_ in duplicates(ids):
            yield f"two {folder} have the creationId {id_}"


def every_slide_is_listed(package: Package) -> Iterator[str]:
    """Each slide part is in the slide list once; the ids in the list are unique and in their range."""
    listed = Counter(package.slides())
    for part in package.parts_in("slides"):
        if listed[part] != 1:
            yield f"{part}: is {listed[part]} times in the slide list"
    ids = [e.get("id", "0") for e in package.tree(package.presentation()).iter(f"{P}sldId")]
    for id_ in duplicates(ids):
        yield f"slide list: the id {id_} is used twice"
    for id_ in ids:
        if not _is_id(id_, 256, FIRST_MASTER_ID):
            yield f"slide list: the id {id_} is out of range"


def every_slide_is_in_one_section(package: Package) -> Iterator[str]:
    """The sections together contain the slides of the slide list, in the same order."""
    root = package.tree(package.presentation())
    listed = [e.get("id") for e in root.iter(f"{P}sldId")]
    sections = list(root.iter(f"{P14}section"))
    in_sections = [e.get("id") for s in sections for e in s.iter(f"{P14}sldId")]
    if not sections:
        return
    if sorted(map(str, in_sections)) != sorted(map(str, listed)):
        yield f"sections: not every slide is in exactly one ({len(listed)} slides, {len(in_sections)} in sections)"
    elif in_sections != listed:
        yield "sections: their slides are in another order than in the slide list"
    for id_ in duplicates(s.get("id", "").upper() for s in sections):
        yield f"sections: two have the id {id_}"
    for section in sections:
        if not (section.get("name") or "").strip():
            yield "sections: one has no name"


def the_deck_has_sections(package: Package) -> Iterator[str]:
    """The deck has sections, which PowerPoint shows in its navigator."""
    if next(package.tree(package.presentation()).iter(f"{P14}section"), None) is None:
        yield "presentation: has no sections"


def layout_and_master_ids_are_distinct(package: Package) -> Iterator[str]:
    """Ids of masters and layouts share one range, from 2147483648, and none is used twice."""
    ids = [e.get("id", "0") for e in package.tree(package.presentation()).iter(f"{P}sldMasterId")]
    for part in package.parts_in("slideMasters"):
        ids += [e.get("id", "0") for e in package.tree(part).iter(f"{P}sldLayoutId")]
    for id_ in duplicates(ids):
        yield f"masters and layouts: the id {id_} is used twice"
    for id_ in ids:
        if not _is_id(id_, FIRST_MASTER_ID, 2**32):
            yield f"masters and layouts: the id {id_} is below {FIRST_MASTER_ID}, or not a valid id"


def _is_id(text: str, first: int, end: int) -> bool:
    return re.fullmatch("[0-9]{1,10}", text) is not None and first <= int(text) < end


def placeholders_are_in_their_layout(package: Package) -> Iterator[str]:
    """Each placeholder of a slide has one of the same type and index in its layout; for a notes page, the type is enough."""
    for folder, above in (("slides", "slideLayout"), ("notesSlides", "notesMaster")):
        by_type = folder == "notesSlides"
        for part in package.parts_in(folder):
            parents = package.related(part, above)
            if len(parents) != 1:
                yield f"{part}: has {len(parents)} relationships to a {above}"
                continue
            offered = _placeholder_keys(package, parents[0])
            types = {kind for kind, _ in offered}
            used = [ph for s in shapes(package.tree(part)) if (ph := placeholder(s))]
            for type_, index in used:
                if (type_, index) not in offered and not (by_type and type_ in types):
                    yield f"{part}: placeholder {type_} {index} is not in {parents[0]}"
            for index in duplicates(f"{t} {i}" for t, i in used):
                yield f"{part}: placeholder {index} is used twice"


def _placeholder_keys(package: Package, part: str) -> set[tuple[str, str]]:
    """Return the types and indexes of the placeholders of a layout or master."""
    return package.read_once(
        "placeholders", part, lambda: {ph for s in shapes(package.tree(part)) if (ph := placeholder(s))}
    )


def text_bodies_have_paragraphs(package: Package) -> Iterator[str]:
    """Every table cell and every text body has at least one paragraph."""
    for part in parts_with_shapes(package):
        for cell in package.tree(part).iter(f"{A}tc"):
            if cell.find(f"{A}txBody") is None:
                yield f"{part}: a table cell has no text body"
        for body in package.tree(part).iter(f"{A}txBody", f"{P}txBody"):
            if body.find(f"{A}p") is None:
                yield f"{part}: a text body has no paragraph"


def titles_are_there_and_unique(package: Package) -> Iterator[str]:
    """Every slide has a title that no other slide has, and the title is read first."""
    part_by_title: dict[str, str] = {}
    for part in package.slides():
        root = package.tree(part)
        title = slide_title(root)
        if not title:
            yield f"{part}: has no title"
            continue
        if other := part_by_title.get(title.casefold()):
            yield f"{part}: has the title of {other}: {title!r}"
        part_by_title[title.casefold()] = part
        first = next(shape for shape in shapes(root) if not is_decorative(shape))
        if not is_title(first):
            yield f"{part}: {shape_name(first)} is read before the title"


def pictures_say_what_they_show(package: Package) -> Iterator[str]:
    """Pictures, charts and tables have alt text that is not a file name; shapes without text have one or are decorative."""
    for part in package.parts_in("slides"):
        for shape in shapes(package.tree(part)):
            properties = shape.find(f"./*/{P}cNvPr")
            alt = "" if properties is None else (properties.get("descr") or "").strip()
            kind = etree.QName(shape).localname
            if IMAGE_FILE_NAME.search(alt):
                yield f"{part}: {shape_name(shape)}: its alt text is a file name: {alt!r}"
            elif not alt and not is_decorative(shape) and not _needs_no_alt_text(shape, kind):
                yield f"{part}: {shape_name(shape)}: has no alt text"


def _needs_no_alt_text(shape: etree._Element, kind: str) -> bool:
    """Whether a shape is a text, a placeholder, a group, or a member of a group, whose alt text describes all members."""
    if kind in {"pic", "graphicFrame"}:
        return False
    if kind == "grpSp" or placeholder(shape) is not None:
        return True
    is_grouped = any(str(t.tag) == f"{P}grpSp" for t in shape.iterancestors())
    return is_grouped or any((e.text or "").strip() for e in shape.iter(f"{A}t"))


def text_names_its_language(package: Package) -> Iterator[str]:
    """Each run and field with text has a language tag."""
    for part in parts_with_shapes(package):
        for run in package.tree(part).iter(f"{A}r", f"{A}fld"):
            text, properties = run.findtext(f"{A}t") or "", run.find(f"{A}rPr")
            if text.strip() and (properties is None or not properties.get("lang")):
                yield f"{part}: no language for {text[:40]!r}"


def colours_and_fonts_are_the_themes(package: Package) -> Iterator[str]:
    """Only themes contain literal colours and font names, so that another theme restyles the whole deck.

    Each is reported once, in the first part that has it.
    """
    styles = package.related(package.presentation(), "tableStyles")
    places: dict[str, list[str]] = {}
    for part in (*parts_with_shapes(package), *styles):
        for element in package.tree(part).iter(*(f"{A}{name}" for name in LITERAL_COLOURS)):
            places.setdefault(f"literal colour {element.get('val') or element.tag}", []).append(part)
        for element in package.tree(part).iter(f"{A}latin", f"{A}ea", f"{A}cs", f"{A}sym"):
            if not (element.get("typeface") or "+").startswith("+"):
                places.setdefault(f"font by name: {element.get('typeface')}", []).append(part)
    for what, parts in places.items():
        yield f"{parts[0]}: {what}" + (f", {len(parts)} times in the file" if len(parts) > 1 else "")


def jumps_lead_to_slides(package: Package) -> Iterator[str]:
    """A link with a jump action names a slide, and a link that names a slide has a jump action: otherwise it does nothing."""
    for part in parts_with_shapes(package):
        kinds = {r.id: r.kind for r in package.relationships(part)}
        for link in package.tree(part).iter(f"{A}hlinkClick", f"{A}hlinkHover"):
            if not link.get(f"{R}id") and not link.get("action"):
                yield f"{part}: a link leads nowhere"
            has_jump = link.get("action") == "ppaction://hlinksldjump"
            if has_jump != (kinds.get(link.get(f"{R}id", "")) == "slide"):
                yield f"{part}: a link {'jumps to no slide' if has_jump else 'names a slide and does not jump there'}"


def notes_belong_to_one_slide(package: Package) -> Iterator[str]:
    """A notes page belongs to one slide, and points back to it."""
    owners: dict[str, list[str]] = {part: [] for part in package.parts_in("notesSlides")}
    for slide in package.parts_in("slides"):
        for notes in package.related(slide, "notesSlide"):
            owners.setdefault(notes, []).append(slide)
    for notes, slides in owners.items():
        back = package.related(notes, "slide")
        if len(slides) != 1 or back != slides:
            yield f"{notes}: is the notes page of {slides or 'no slide'} and points back to {back or 'none'}"


REPAIR_RULES = (
    shape_ids_are_unique,
    every_slide_is_listed,
    every_slide_is_in_one_section,
    layout_and_master_ids_are_distinct,
    text_bodies_have_paragraphs,
    tables.tables_are_whole,
    jumps_lead_to_slides,
    notes_belong_to_one_slide,
)
"""If one of these is broken, PowerPoint offers a repair or silently drops content."""

PROMISE_RULES = (
    creation_ids_are_unique,
    the_deck_has_sections,
    placeholders_are_in_their_layout,
    tables.tables_are_as_large_as_their_frames,
    tables.empty_cells_have_a_size,
    titles_are_there_and_unique,
    pictures_say_what_they_show,
    text_names_its_language,
    colours_and_fonts_are_the_themes,
)
"""What deckgen's own decks promise in addition."""
