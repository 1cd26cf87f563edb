"""An opened .pptx → what deckgen recorded in it: the values that it showed when it was built, and the pages of its slides."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from msgspec import Struct

from deckgen.diagnostics import KeyPath
from deckgen.ooxml.names import CONTENT_SCHEMA, ORIGINS_SCHEMA
from deckgen.ooxml.opc import Package

_CONTENT, _ORIGINS = f"{{{CONTENT_SCHEMA}}}", f"{{{ORIGINS_SCHEMA}}}"


class Record(Struct, frozen=True):
    """What a deck says of itself.

    `values` has the values as typed, by file (relative to the deck's folder) and path, `ids` those of list entries; `pages` the
    ids of pages by the number of the slide in the list of slides. `has_values` and `has_origins` are whether it has these
    records; `is_newer` is whether a later deckgen wrote them. `only`, `version`, `density` and `slides` are what of the deck was
    built, `language` that of its translations, `draft` whether it was built as a draft.
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


def read_record(package: Package) -> Record:
    """Return what an opened file says; a record without anything for a file that says nothing."""
    roots = [package.tree(part) for part in package.related(package.presentation(), "customXml")]
    content = next((root for root in roots if root.tag == f"{_CONTENT}content"), None)
    origins = next((root for root in roots if root.tag == f"{_ORIGINS}origins"), None)
    others = [root for root in roots if str(root.tag).startswith("{urn:deckgen:")]
    names = {CONTENT_SCHEMA.rpartition(":")[0], ORIGINS_SCHEMA.rpartition(":")[0]}
    namespaces = [str(etree.QName(root).namespace) for root in others]
    is_newer = any(each.rpartition(":")[0] in names and not each.endswith(":1") for each in namespaces)
    pages = {} if origins is None else dict(_pages(origins))
    if content is None:
        return Record(pages=pages, has_origins=origins is not None, is_newer=is_newer)
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
    )


def shape_slots(package: Package) -> list[list[tuple[int, str]]]:
    """Return the ids and slots of the shapes that show content, for each slide of a deck that was built a moment ago."""
    for part in package.related(package.presentation(), "customXml"):
        root = package.tree(part)
        if root.tag == f"{_ORIGINS}origins":
            return [_slots(slide) for slide in root.iter(f"{_ORIGINS}slide")]
    return []


def _slots(slide: etree._Element) -> list[tuple[int, str]]:
    shapes = (each for each in slide.iter(f"{_ORIGINS}shape") if each.get("row") is None)
    return [(int(each.get("id", "0")), each.get("slot", "")) for each in shapes]


def _pages(origins: etree._Element) -> list[tuple[int, str]]:
    slides = ((each.get("id", ""), each.get("page", "")) for each in origins.iter(f"{_ORIGINS}slide"))
    return [(int(number), page) for number, page in slides if number.isdigit()]


def _elements(content: etree._Element, name: str) -> list[tuple[str, KeyPath, etree._Element]]:
    return [
        (file.get("name", ""), parsed_pointer(element.get("path", "")), element)
        for file in content
        for element in file
        if element.tag == f"{_CONTENT}{name}"
    ]


def parsed_pointer(pointer: str) -> KeyPath:
    """Return a JSON pointer as a path; numbers are positions in lists."""
    parts = pointer.split("/")[1:]
    return tuple(
        int(part) if part.isascii() and part.isdigit() else part.replace("~1", "/").replace("~0", "~") for part in parts
    )
