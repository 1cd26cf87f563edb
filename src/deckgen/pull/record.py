"""An opened .pptx → what deckgen recorded in it: the values that it showed when it was built, and the pages of its slides."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from msgspec import Struct

from deckgen.diagnostics import KeyPath
from deckgen.ooxml.names import CONTENT_SCHEMA, ORIGINS_SCHEMA
from deckgen.ooxml.opc import Package

_MAX_DIGITS = 10
_CONTENT, _ORIGINS = f"{{{CONTENT_SCHEMA}}}", f"{{{ORIGINS_SCHEMA}}}"


class Trace(Struct, frozen=True):
    """One text as it was built: the value that it showed, the id and slot of its shape with its cell there, and its digest.

    The text of a paragraph of the notes has no shape.
    """

    file: str
    path: KeyPath
    digest: str
    shape: int | None = None
    cell: tuple[int, int] | None = None
    slot: str = ""


class Record(Struct, frozen=True):
    """What a deck says of itself.

    `values` has the values as typed, by file (relative to the deck's folder) and path, `ids` those of list entries; `pages` the
    ids of pages by the number of the slide in the list of slides, `traces` the texts of each page. `has_values` and `has_origins`
    are whether it has these records; `is_newer` is whether a later deckgen wrote them. `only`, `version`, `density` and `slides`
    are what of the deck was built, `language` that of its translations, `draft` whether it was built as a draft.
    """

    values: Mapping[tuple[str, KeyPath], str] = {}
    ids: Mapping[tuple[str, KeyPath], str] = {}
    pages: Mapping[int, str] = {}
    has_values: bool = False
    has_origins: bool = False
    is_newer: bool = False
    only: str = ""
    version: str = ""
    density: str = ""
    slides: tuple[str, ...] = ()
    language: str = ""
    draft: bool = False
    traces: Mapping[str, tuple[Trace, ...]] = {}


def read_record(package: Package) -> Record:
    """Return what an opened file says; a record without anything for a file that says nothing."""
    roots = [package.tree(part) for part in package.custom_xml()]
    content = next((root for root in roots if root.tag == f"{_CONTENT}content"), None)
    origins = next((root for root in roots if root.tag == f"{_ORIGINS}origins"), None)
    others = [root for root in roots if str(root.tag).startswith("{urn:deckgen:")]
    names = {CONTENT_SCHEMA.rpartition(":")[0], ORIGINS_SCHEMA.rpartition(":")[0]}
    namespaces = [str(etree.QName(root).namespace) for root in others]
    is_newer = any(each.rpartition(":")[0] in names and not each.endswith(":1") for each in namespaces)
    pages = {} if origins is None else dict(_pages(origins))
    if content is None:
        return Record(pages=pages, has_origins=origins is not None, is_newer=is_newer)
    traces = {} if origins is None else {e.get("page", ""): _traces(e) for e in origins.iter(f"{_ORIGINS}slide")}
    return Record(
        {(file, path): element.text or "" for file, path, element in _elements(content, "value")},
        {(file, path): element.get("id", "") for file, path, element in _elements(content, "entry")},
        pages,
        len(content) > 0,
        origins is not None,
        is_newer,
        content.get("only", ""),
        content.get("version", ""),
        content.get("density", ""),
        tuple(content.get("slides", "").split()),
        content.get("language", ""),
        content.get("draft") == "yes",
        traces,
    )


def shape_slots(package: Package) -> list[list[tuple[int, str]]]:
    """Return the ids and slots of the shapes that show content, for each slide of a deck that was built a moment ago."""
    for part in package.custom_xml():
        root = package.tree(part)
        if root.tag == f"{_ORIGINS}origins":
            return [_slots(slide) for slide in root.iter(f"{_ORIGINS}slide")]
    return []


def _slots(slide: etree._Element) -> list[tuple[int, str]]:
    shapes = (each for each in slide.iter(f"{_ORIGINS}shape") if each.get("row") is None)
    return [(int(each.get("id", "0")), each.get("slot", "")) for each in shapes]


def _traces(slide: etree._Element) -> tuple[Trace, ...]:
    """Return the texts of a slide; not the alternative texts of tables, which other programs drop."""
    tables = {each.get("id") for each in slide if each.get("row") is not None}
    return tuple(_trace(each) for each in slide if each.get("row") is not None or each.get("id") not in tables)


def _trace(element: etree._Element) -> Trace:
    at = tuple(_number(element.get(name, "")) for name in ("row", "column"))
    shape, path = _number(element.get("id", "")), parsed_pointer(element.get("path", ""))
    cell = None if None in at else at
    return Trace(element.get("file", ""), path, element.get("text", ""), shape, cell, element.get("slot", ""))  # type: ignore[arg-type]


def _pages(origins: etree._Element) -> list[tuple[int, str]]:
    slides = ((_number(each.get("id", "")), each.get("page", "")) for each in origins.iter(f"{_ORIGINS}slide"))
    return [(number, page) for number, page in slides if number is not None]


def _number(text: str) -> int | None:
    """Return a number that a file has; None for what is none."""
    return int(text) if len(text) <= _MAX_DIGITS and text.isascii() and text.isdigit() else None


def _elements(content: etree._Element, name: str) -> list[tuple[str, KeyPath, etree._Element]]:
    return [
        (file.get("name", ""), parsed_pointer(element.get("path", "")), element)
        for file in content
        for element in file
        if element.tag == f"{_CONTENT}{name}"
    ]


def parsed_pointer(pointer: str) -> KeyPath:
    """Return a JSON pointer as a path; numbers are positions in lists."""
    parts = ((part, _number(part)) for part in pointer.split("/")[1:])
    return tuple(part.replace("~1", "/").replace("~0", "~") if number is None else number for part, number in parts)
