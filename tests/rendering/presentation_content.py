"""Read the content of a presentation, whichever program saved it: texts, tables, notes, links, alt texts, hidden slides."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

ODF = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"
    for name, path in {
        "draw": "drawing", "text": "text", "table": "table", "presentation": "presentation", "style": "style",
        "svg": "svg-compatible",
    }.items()
} | {"xlink": "http://www.w3.org/1999/xlink"}  # fmt: skip
FOOTER_CLASSES = ("footer", "page-number", "date-time")
CELLS = "table:table-cell | table:covered-table-cell"
FOOTER_TYPES = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE)


@dataclass(frozen=True)
class SlideSummary:
    """The content of one slide; `linked` are the names of shapes that are a link as a whole.

    Whitespace is collapsed. Footer, date and number are left out, because programs store them in different ways.
    """

    texts: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    notes: str
    web: tuple[str, ...]
    jumps: tuple[int, ...]
    alts: tuple[str, ...]
    linked: tuple[str, ...]
    hidden: bool


def slides(path: Path) -> list[SlideSummary]:
    """Read a .pptx or an .odp."""
    return list(_odp(path) if path.suffix == ".odp" else _pptx(path))


def sections(path: Path) -> list[tuple[str, int]]:
    """Return the sections of a .pptx with their numbers of slides."""
    root = Presentation(str(path)).part._element
    elements = root.xpath("//*[local-name()='section']")
    return [(s.get("name"), len(s.xpath(".//*[local-name()='sldId']"))) for s in elements]


def _collapsed(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def _sorted(values: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(sorted(filter(None, map(_collapsed, values))))


def _pptx(path: Path) -> Iterator[SlideSummary]:
    presentation = Presentation(str(path))
    parts = [slide.part for slide in presentation.slides]
    for slide in presentation.slides:
        plain = [s for s in slide.shapes if not (s.is_placeholder and s.placeholder_format.type in FOOTER_TYPES)]
        tables = [s.table for s in plain if getattr(s, "has_table", False)]
        links = [(slide.part.rels[i], i) for i in slide._element.xpath(".//a:hlinkClick/@r:id") if i]
        yield SlideSummary(
            _sorted([s.text_frame.text for s in plain if s.has_text_frame]),
            tuple(tuple(tuple(_collapsed(cell.text) for cell in row.cells) for row in table.rows) for table in tables),
            _collapsed(slide.notes_slide.notes_text_frame.text) if slide.has_notes_slide else "",
            _sorted([rel.target_ref for rel, _ in links if rel.is_external]),
            tuple(sorted(parts.index(rel.target_part) for rel, _ in links if not rel.is_external)),
            _sorted(
                [s._element.xpath("./*/p:cNvPr/@descr")[0] for s in plain if s._element.xpath("./*/p:cNvPr/@descr")]
            ),
            _sorted(slide._element.xpath(".//p:sp//p:cNvPr[a:hlinkClick]/@name")),
            slide._element.get("show") == "0",
        )


def _odp(path: Path) -> Iterator[SlideSummary]:
    with zipfile.ZipFile(path) as zipped:
        root = etree.fromstring(zipped.read("content.xml"))

    def find(element: etree._Element, what: str) -> list[etree._Element]:
        return element.xpath(what, namespaces=ODF)

    hidden = set(find(root, "//style:style[.//@presentation:visibility='hidden']/@style:name"))
    pages = find(root, "//draw:page")
    names = [page.get(f"{{{ODF['draw']}}}name") for page in pages]
    own = "[not(ancestor::presentation:notes)][not(ancestor::table:table)]"
    for page in pages:
        boxes = find(page, f".//draw:text-box{own} | .//draw:custom-shape{own}")
        tables = find(page, ".//table:table")
        listeners = "presentation:event-listener[@presentation:action='show']"
        links = find(page, f".//text:a/@xlink:href | .//{listeners}/@xlink:href")
        yield SlideSummary(
            _sorted(
                [
                    _text(box)
                    for box in boxes
                    if box.getparent().get(f"{{{ODF['presentation']}}}class") not in FOOTER_CLASSES
                ]
            ),
            tuple(
                tuple(tuple(_collapsed(_text(c)) for c in find(r, CELLS)) for r in find(t, ".//table:table-row"))
                for t in tables
            ),
            _collapsed(" ".join(_text(box) for box in find(page, "presentation:notes//draw:text-box")[:1])),
            _sorted([link for link in links if not link.startswith("#")]),
            tuple(sorted(names.index(link[1:]) for link in links if link.startswith("#"))),
            _sorted([_text(e) for e in find(page, f".//svg:desc{own}")]),
            _sorted(find(page, f".//*[*/{listeners}]/@draw:name")),
            page.get(f"{{{ODF['draw']}}}style-name") in hidden,
        )


def _text(element: etree._Element) -> str:
    """Return the text of an element, without descriptions; paragraphs, `text:s`, tabs and line breaks become spaces."""
    pieces = []
    for e in element.iter():
        if e is not element and e.tag == f"{{{ODF['svg']}}}desc":
            continue
        if e.tag in (
            f"{{{ODF['text']}}}p",
            f"{{{ODF['text']}}}s",
            f"{{{ODF['text']}}}line-break",
            f"{{{ODF['text']}}}tab",
        ):
            pieces.append(" ")
        pieces.append(e.text or "")
        if e is not element:
            pieces.append(e.tail or "")
    return re.sub(r"\s+", " ", "".join(pieces))
