"""What must hold of a deck's slides, layouts and masters: ids, sections, placeholders, tables, titles, alt text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from deckgen.ooxml.opc import P14, A, P, Package, R, number

SHAPES = frozenset(f"{P}{name}" for name in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp"))
FOLDERS = ("slides", "slideLayouts", "slideMasters", "notesSlides", "notesMasters")
FILE_NAME = re.compile(r"\.(png|jpe?g|gif|svg|emf|wmf|tiff?|bmp|webp)\b", re.IGNORECASE)
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
FIRST_MASTER_ID = 2**31
_SPAN = (0, 2**31 - 1)
LITERAL_COLOURS = ("srgbClr", "sysClr", "prstClr", "hslClr", "scrgbClr")


def drawn_parts(package: Package) -> list[str]:
    """Slides, layouts, masters and notes: every part with shapes."""
    return [part for folder in FOLDERS for part in package.of(folder)]


def twice(values: Iterable[str]) -> list[str]:
    """What occurs more than once."""
    return [value for value, times in Counter(values).items() if times > 1]


def shape_ids_are_unique(package: Package) -> Iterator[str]:
    """Within a slide (layout, master, notes page) no two shapes have one id."""
    for part in drawn_parts(package):
        for id_ in twice(e.get("id", "") for e in package.tree(part).iter(f"{P}cNvPr")):
            yield f"{part}: two shapes have the id {id_}"


def creation_ids_are_unique(package: Package) -> Iterator[str]:
    """Shapes of a slide, rows and columns of a table, and the slides of the deck each have an id of their own."""
    for part in drawn_parts(package):
        root = package.tree(part)
        for id_ in twice(e.get("id", "").upper() for e in root.iter("{*}creationId") if e.get("id")):
            yield f"{part}: two shapes have the creationId {id_}"
        for table in root.iter(f"{A}tbl"):
            for name in ("rowId", "colId"):
                for id_ in twice(e.get("val", "") for e in table.iter(f"{{*}}{name}")):
                    yield f"{part}: two of a table have the {name} {id_}"
    for folder in ("slides", "slideLayouts"):
        ids = [e.get("val", "") for part in package.of(folder) for e in package.tree(part).iter(f"{P14}creationId")]
        for id_ in twice(ids):
            yield f"two of {folder} have the creationId {id_}"


def every_slide_is_listed(package: Package) -> Iterator[str]:
    """Each slide part stands in the slide list, once; the list's ids are unique and in their range."""
    listed = Counter(package.slides())
    for part in package.of("slides"):
        if listed[part] != 1:
            yield f"{part}: stands {listed[part]} times in the slide list"
    ids = [e.get("id", "0") for e in package.tree(package.presentation()).iter(f"{P}sldId")]
    for id_ in twice(ids):
        yield f"slide list: the id {id_} is there twice"
    for id_ in ids:
        if not _is_id(id_, 256, FIRST_MASTER_ID):
            yield f"slide list: the id {id_} is out of range"


def every_slide_is_in_one_section(package: Package) -> Iterator[str]:
    """The sections, one after the other, hold the slides of the slide list in its order."""
    root = package.tree(package.presentation())
    listed = [e.get("id") for e in root.iter(f"{P}sldId")]
    sections = list(root.iter(f"{P14}section"))
    held = [e.get("id") for s in sections for e in s.iter(f"{P14}sldId")]
    if not sections:
        return
    if sorted(map(str, held)) != sorted(map(str, listed)):
        yield f"sections: not every slide is in exactly one ({len(listed)} slides, {len(held)} in sections)"
    elif held != listed:
        yield "sections: their slides stand in another order than the slide list"
    for id_ in twice(s.get("id", "").upper() for s in sections):
        yield f"sections: two have the id {id_}"
    for section in sections:
        if not (section.get("name") or "").strip():
            yield "sections: one has no name"


def the_deck_has_sections(package: Package) -> Iterator[str]:
    """PowerPoint's navigator has sections to show."""
    if next(package.tree(package.presentation()).iter(f"{P14}section"), None) is None:
        yield "presentation: has no sections"


def layout_and_master_ids_are_distinct(package: Package) -> Iterator[str]:
    """Ids of masters and layouts share one range, from 2147483648, and none is used twice."""
    ids = [e.get("id", "0") for e in package.tree(package.presentation()).iter(f"{P}sldMasterId")]
    for part in package.of("slideMasters"):
        ids += [e.get("id", "0") for e in package.tree(part).iter(f"{P}sldLayoutId")]
    for id_ in twice(ids):
        yield f"masters and layouts: the id {id_} is there twice"
    for id_ in ids:
        if not _is_id(id_, FIRST_MASTER_ID, 2**32):
            yield f"masters and layouts: the id {id_} is below {FIRST_MASTER_ID}, or no id"


def _is_id(text: str, first: int, end: int) -> bool:
    return re.fullmatch("[0-9]{1,10}", text) is not None and first <= int(text) < end


def placeholder(shape: etree._Element) -> tuple[str, str] | None:
    """Type and index of a placeholder (absent ones are `obj` and `0`), `None` for another shape."""
    found = next(iter(shape.iterfind(f"./*/{P}nvPr/{P}ph")), None)
    return None if found is None else (found.get("type", "obj"), found.get("idx", "0"))


def shapes(root: etree._Element) -> Iterator[etree._Element]:
    """The shapes of a part in reading order, groups before their members."""
    tree = next(root.iter(f"{P}spTree"), None)
    if tree is not None:
        yield from (e for e in tree.iterdescendants() if e.tag in SHAPES)


def placeholders_are_in_their_layout(package: Package) -> Iterator[str]:
    """Each placeholder of a slide has one of the same type and index in its layout; a notes page inherits by type."""
    for folder, above in (("slides", "slideLayout"), ("notesSlides", "notesMaster")):
        by_type = folder == "notesSlides"
        for part in package.of(folder):
            parents = package.related(part, above)
            if len(parents) != 1:
                yield f"{part}: has {len(parents)} relationships to a {above}"
                continue
            offered = _offered(package, parents[0])
            types = {kind for kind, _ in offered}
            used = [ph for s in shapes(package.tree(part)) if (ph := placeholder(s))]
            for type_, index in used:
                if (type_, index) not in offered and not (by_type and type_ in types):
                    yield f"{part}: placeholder {type_} {index} is not in {parents[0]}"
            for index in twice(f"{t} {i}" for t, i in used):
                yield f"{part}: placeholder {index} is there twice"


def _offered(package: Package, part: str) -> set[tuple[str, str]]:
    """The placeholders of a layout or master, by type and index."""
    return package.once(
        "placeholders", part, lambda: {ph for s in shapes(package.tree(part)) if (ph := placeholder(s))}
    )


def text_bodies_have_paragraphs(package: Package) -> Iterator[str]:
    """Every table cell and every text body has at least one paragraph."""
    for part in drawn_parts(package):
        for cell in package.tree(part).iter(f"{A}tc"):
            if cell.find(f"{A}txBody") is None:
                yield f"{part}: a table cell has no text body"
        for body in package.tree(part).iter(f"{A}txBody", f"{P}txBody"):
            if body.find(f"{A}p") is None:
                yield f"{part}: a text body has no paragraph"


def tables_are_whole(package: Package) -> Iterator[str]:
    """Rows have as many cells as the grid has columns, and spans stay inside."""
    for name, _, table in _tables(package):
        yield from (f"{name}: {fault}" for fault in _grid_faults(table))


def tables_are_as_large_as_their_frames(package: Package) -> Iterator[str]:
    """Widths of columns and heights of rows add up to the frame around them."""
    for name, frame, table in _tables(package):
        yield from (f"{name}: {fault}" for fault in _size_faults(frame, table))


def _tables(package: Package) -> Iterator[tuple[str, etree._Element, etree._Element]]:
    """Every table of a slide: how to name it, its frame, itself."""
    for part in package.of("slides"):
        for frame in package.tree(part).iter(f"{P}graphicFrame"):
            table = next(frame.iter(f"{A}tbl"), None)
            if table is not None:
                yield f"{part}: table {_name(frame)}", frame, table


def _grid_faults(table: etree._Element) -> Iterator[str]:
    width = len(table.findall(f"{A}tblGrid/{A}gridCol"))
    rows = [row.findall(f"{A}tc") for row in table.findall(f"{A}tr")]
    if not rows or not width:
        yield "has no rows or no columns"
    for r, row in enumerate(rows):
        if len(row) != width:
            yield f"row {r + 1} has {len(row)} cells, the grid {width}"
    yield from _span_faults(rows, width)


def _span_faults(rows: list[list[etree._Element]], width: int) -> Iterator[str]:
    """Compare the cells that spans cover with those that are hidden. A cell is named by its row and column in one number."""
    stride = max(width, *map(len, rows), 1)
    covered: set[int] = set()
    left = sum(map(len, rows))
    for r, c, cell in ((r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)):
        across, down = number(cell, "gridSpan", 1, _SPAN), number(cell, "rowSpan", 1, _SPAN)
        if c + across > width or r + down > len(rows):
            yield f"the span at row {r + 1}, column {c + 1} leaves the grid"
            across, down = max(min(across, width - c), 0), min(down, len(rows) - r)
        if not across or not down:
            continue
        # Spans that do not overlap cover no more cells than there are: a table that says otherwise sizes nothing here.
        left -= across * down - 1
        if left < 0:
            yield f"the span at row {r + 1}, column {c + 1} overlaps another, or covers more cells than there are"
            return
        hidden = {(r + i) * stride + c + j for i in range(down) for j in range(across)} - {r * stride + c}
        if not hidden.isdisjoint(covered):
            yield f"the span at row {r + 1}, column {c + 1} overlaps another"
        covered |= hidden
    merged = {
        r * stride + c
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if cell.get("hMerge") or cell.get("vMerge")
    }
    for place in sorted(merged ^ covered):
        r, c = divmod(place, stride)
        yield f"row {r + 1}, column {c + 1} is hidden without a span over it, or lies under a span and is not hidden"


def _size_faults(frame: etree._Element, table: etree._Element) -> Iterator[str]:
    extent = frame.find(f"{P}xfrm/{A}ext")
    if extent is None:
        yield "has no extent"
        return
    width = sum(number(c, "w", 0) for c in table.iter(f"{A}gridCol"))
    height = sum(number(r, "h", 0) for r in table.iter(f"{A}tr"))
    if width != number(extent, "cx", 0):
        yield f"its columns are {width} EMU wide, its frame {extent.get('cx')}"
    if height != number(extent, "cy", 0):
        yield f"its rows are {height} EMU high, its frame {extent.get('cy')}"


def empty_cells_have_a_size(package: Package) -> Iterator[str]:
    """An empty paragraph of a table says how large it is: at the default of 18 points its row would grow on opening."""
    for part in package.of("slides"):
        for cell in package.tree(part).iter(f"{A}tc"):
            if cell.get("hMerge") or cell.get("vMerge"):
                continue
            for paragraph in cell.iter(f"{A}p"):
                end = paragraph.find(f"{A}endParaRPr")
                bare = paragraph.find(f"{A}r") is None and paragraph.find(f"{A}fld") is None
                if bare and (end is None or not end.get("sz")):
                    yield f"{part}: an empty table cell has no font size"


def title_of(root: etree._Element) -> str | None:
    """The text of a slide's title placeholder, blanks joined; `None` where it has none."""
    for shape in shapes(root):
        if (placeholder(shape) or ("", ""))[0] in {"title", "ctrTitle"}:
            pieces = (
                " " if e.tag in {f"{A}br", f"{A}p"} else e.text or "" for e in shape.iter(f"{A}t", f"{A}br", f"{A}p")
            )
            return " ".join("".join(pieces).split())
    return None


def titles_are_there_and_unique(package: Package) -> Iterator[str]:
    """Every slide has a title that no other slide has, and it is read first."""
    seen: dict[str, str] = {}
    for part in package.slides():
        root = package.tree(part)
        title = title_of(root)
        if not title:
            yield f"{part}: has no title"
            continue
        if other := seen.get(title.casefold()):
            yield f"{part}: has the title of {other}: {title!r}"
        seen[title.casefold()] = part
        first = next(shape for shape in shapes(root) if not is_decorative(shape))
        if (placeholder(first) or ("", ""))[0] not in {"title", "ctrTitle"}:
            yield f"{part}: {_name(first)} is read before the title"


def pictures_say_what_they_show(package: Package) -> Iterator[str]:
    """Pictures, charts and tables have alt text that is no file name; bare shapes have one or are marked decorative."""
    for part in package.of("slides"):
        for shape in shapes(package.tree(part)):
            properties = shape.find(f"./*/{P}cNvPr")
            alt = "" if properties is None else (properties.get("descr") or "").strip()
            what = etree.QName(shape).localname
            if FILE_NAME.search(alt):
                yield f"{part}: {_name(shape)}: its alt text is a file name: {alt!r}"
            elif not alt and not is_decorative(shape) and not _tells_itself(shape, what):
                yield f"{part}: {_name(shape)}: has no alt text"


def is_decorative(shape: etree._Element) -> bool:
    """Tell whether a shape is marked as of no meaning to a reader."""
    return any(e.get("val") in {"1", "true"} for e in shape.iterfind(f"./*/{P}cNvPr//{DECORATIVE}"))


def _tells_itself(shape: etree._Element, what: str) -> bool:
    """A text, a placeholder, a group, or the member of a group that is described as a whole."""
    if what in {"pic", "graphicFrame"}:
        return False
    if what == "grpSp" or placeholder(shape) is not None:
        return True
    grouped = any(str(t.tag) == f"{P}grpSp" for t in shape.iterancestors())
    return grouped or any((e.text or "").strip() for e in shape.iter(f"{A}t"))


def text_names_its_language(package: Package) -> Iterator[str]:
    """Each run and field with text has a language tag."""
    for part in drawn_parts(package):
        for run in package.tree(part).iter(f"{A}r", f"{A}fld"):
            text, properties = run.findtext(f"{A}t") or "", run.find(f"{A}rPr")
            if text.strip() and (properties is None or not properties.get("lang")):
                yield f"{part}: no language for {text[:40]!r}"


def colours_and_fonts_are_the_themes(package: Package) -> Iterator[str]:
    """No literal colour and no font by name but in a theme, so that changing the theme restyles the deck."""
    styles = package.related(package.presentation(), "tableStyles")
    for part in (*drawn_parts(package), *styles):
        for element in package.tree(part).iter(*(f"{A}{name}" for name in LITERAL_COLOURS)):
            yield f"{part}: literal colour {element.get('val') or element.tag}"
        for element in package.tree(part).iter(f"{A}latin", f"{A}ea", f"{A}cs", f"{A}sym"):
            if not (element.get("typeface") or "+").startswith("+"):
                yield f"{part}: font by name: {element.get('typeface')}"


def jumps_lead_to_slides(package: Package) -> Iterator[str]:
    """A click that jumps to a slide names a slide, and one that names a slide jumps: else it does nothing."""
    for part in drawn_parts(package):
        kinds = {r.id: r.kind for r in package.relationships(part)}
        for link in package.tree(part).iter(f"{A}hlinkClick", f"{A}hlinkHover"):
            if not link.get(f"{R}id") and not link.get("action"):
                yield f"{part}: a link leads nowhere"
            jumps = link.get("action") == "ppaction://hlinksldjump"
            if jumps != (kinds.get(link.get(f"{R}id", "")) == "slide"):
                yield f"{part}: a link {'jumps to no slide' if jumps else 'names a slide and does not jump there'}"


def notes_belong_to_one_slide(package: Package) -> Iterator[str]:
    """A notes page is that of one slide, and points back to it."""
    owners: dict[str, list[str]] = {part: [] for part in package.of("notesSlides")}
    for slide in package.of("slides"):
        for notes in package.related(slide, "notesSlide"):
            owners.setdefault(notes, []).append(slide)
    for notes, slides in owners.items():
        back = package.related(notes, "slide")
        if len(slides) != 1 or back != slides:
            yield f"{notes}: is the notes page of {slides or 'no slide'} and points back to {back or 'none'}"


def _name(shape: etree._Element) -> str:
    properties = shape.find(f"./*/{P}cNvPr")
    return "?" if properties is None else f"{properties.get('name')!r}"


REPAIRS = (
    shape_ids_are_unique,
    every_slide_is_listed,
    every_slide_is_in_one_section,
    layout_and_master_ids_are_distinct,
    text_bodies_have_paragraphs,
    tables_are_whole,
    jumps_lead_to_slides,
    notes_belong_to_one_slide,
)
"""What PowerPoint offers a repair for, or silently drops."""

PROMISES = (
    creation_ids_are_unique,
    the_deck_has_sections,
    placeholders_are_in_their_layout,
    tables_are_as_large_as_their_frames,
    empty_cells_have_a_size,
    titles_are_there_and_unique,
    pictures_say_what_they_show,
    text_names_its_language,
    colours_and_fonts_are_the_themes,
)
"""What every deck of ours keeps besides."""
