"""A .pptx from any author → what it carries besides what its slides show: what a reader may find in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from deckgen.diagnostics.wording import counted
from deckgen.ooxml.names import CONTENT_SCHEMA, ORIGINS_SCHEMA
from deckgen.ooxml.opc import CONTENT_TYPES, P14, A, P, Package, read
from deckgen.ooxml.unzip import UnreadableError
from deckgen.package.check import apply_rule
from deckgen.package.parts import every_xml_part_is_well_formed

_MAX_LISTED = 8
"""How many numbers or names are listed; of more, the first ones."""
_PROPERTIES = {
    "title": "title", "subject": "subject", "creator": "author", "lastModifiedBy": "last saved by", "keywords": "keywords",
    "description": "comments", "category": "category", "Company": "company", "Manager": "manager",
}  # fmt: skip
_OTHER_PARTS = {
    "font": "embedded font", "package": "embedded file", "oleObject": "embedded object", "audio": "audio file", "video": "video",
    "media": "media file", "vbaProject": "macro project", "tags": "tag list", "thumbnail": "thumbnail",
    "changesInfo": "change log", "revisionInfo": "change log", "custom-properties": "custom property list",
    "customXml": "custom data part",
}  # fmt: skip
"""Kinds of relationships to parts that no slide shows as they are, with what the parts are."""
_LOCAL_PATH = re.compile(r"(?:[A-Za-z]:|\\)\\[^\s\\]|file:/|/(?:home|Users)/")


def carried(source: bytes | Path) -> list[str]:
    """Return a clause for each thing that a file carries besides what its slides show; empty for a file that cannot be read.

    Raises only OSError.
    """
    try:
        package = read(source)
    except UnreadableError:
        return []
    if apply_rule(every_xml_part_is_well_formed, package) or "/" + CONTENT_TYPES not in package.parts:
        return []
    rules = (
        _notes,
        _hidden_slides,
        _hidden_objects,
        _comments,
        _records,
        _content,
        _properties,
        _texts_of_slides,
        _links,
        _others,
    )
    return [_printable(text) for rule in rules for text in apply_rule(rule, package)]


def _notes(package: Package) -> Iterator[str]:
    """Speaker notes."""
    numbers = [number for number, slide in _numbered(package) if any(_has_notes(package, slide))]
    if numbers:
        yield f"the speaker notes of {counted(len(numbers), 'slide')} ({_listed(numbers)})"


def _has_notes(package: Package, slide: str) -> Iterator[bool]:
    for part in package.related(slide, "notesSlide"):
        for shape in package.tree(part).iter(f"{P}sp"):
            placeholder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
            kind = placeholder.get("type") if placeholder is not None else "body"
            yield kind == "body" and any((text.text or "").strip() for text in shape.iter(f"{A}t"))


def _hidden_slides(package: Package) -> Iterator[str]:
    """Slides that are skipped when the deck is presented."""
    numbers = [n for n, slide in _numbered(package) if package.tree(slide).get("show") in {"0", "false"}]
    if numbers:
        yield f"{counted(len(numbers), 'hidden slide')} ({_listed(numbers)})"


def _hidden_objects(package: Package) -> Iterator[str]:
    """Objects that are hidden, and cropped pictures, of which the rest is in the file."""
    trees = [package.tree(slide) for slide in package.slides()]
    hidden = sum(each.get("hidden") in {"1", "true"} for tree in trees for each in tree.iter(f"{P}cNvPr"))
    cropped = sum(
        any(each.get(side, "0") != "0" for side in "ltrb") for tree in trees for each in tree.iter(f"{A}srcRect")
    )
    if hidden:
        yield counted(hidden, "hidden object")
    if cropped:
        yield f"{counted(cropped, 'cropped picture')}, with the parts that are cut off"


def _comments(package: Package) -> Iterator[str]:
    """Comments, and the people who wrote them."""
    parts = {part for slide in package.slides() for part in package.related(slide, "comments")}
    count = sum(_local_name(each) == "cm" for part in parts for each in package.tree(part).iter())
    main = package.presentation()
    authors = [
        each.get("name", "")
        for part in (*package.related(main, "commentAuthors"), *package.related(main, "authors"))
        for each in package.tree(part)
    ]
    if count or authors:
        by = f" by {_listed(authors)}" if authors else ""
        yield f"{counted(count, 'comment')}{by}" if count else f"the names of people who commented: {_listed(authors)}"


def _records(package: Package) -> Iterator[str]:
    """Which content each shape of a deck of deckgen shows."""
    for part in _record_parts(package):
        elements = list(package.tree(part).iter())
        files = [file for each in elements if (file := each.get("file"))]
        slides = sum(_local_name(each) == "slide" for each in elements)
        yield f"deckgen's record of the content of {counted(slides, 'slide')}: their ids, and the files {_listed(files)}"


def _content(package: Package) -> Iterator[str]:
    """The authored values that a deck of deckgen shows."""
    for part in _content_parts(package):
        values = sum(_local_name(each) == "value" for each in package.tree(part).iter())
        files = [file for each in package.tree(part) if (file := each.get("name"))]
        if values:
            yield f"{counted(values, 'value')} of content that the slides and notes show, as typed, of the files {_listed(files)}"
        if language := package.tree(part).get("language"):
            yield f"deckgen's record that the deck is in the language `{language}`"


def _content_parts(package: Package) -> list[str]:
    parts = package.custom_xml()
    return [part for part in parts if package.tree(part).tag == f"{{{CONTENT_SCHEMA}}}content"]


def _record_parts(package: Package) -> list[str]:
    parts = package.custom_xml()
    return [part for part in parts if package.tree(part).tag == f"{{{ORIGINS_SCHEMA}}}origins"]


def _properties(package: Package) -> Iterator[str]:
    """The properties of the file that name the deck or people."""
    parts = [part for kind in ("core-properties", "extended-properties") for part in package.related("/", kind)]
    values = [
        (_PROPERTIES.get(_local_name(each), ""), each.text or "") for part in parts for each in package.tree(part)
    ]
    named = [f"{name} “{value.strip()}”" for name, value in values if name and value.strip()]
    if named:
        yield f"properties of the file: {', '.join(named)}"


def _texts_of_slides(package: Package) -> Iterator[str]:
    """Alternative texts, names of sections, and paths of files in names."""
    objects = [each for slide in package.slides() for each in package.tree(slide).iter(f"{P}cNvPr")]
    described = sum(bool(each.get("descr", "").strip()) for each in objects)
    if described:
        yield f"the alternative texts of {counted(described, 'object')}"
    sections = [each.get("name", "") for each in package.tree(package.presentation()).iter(f"{P14}section")]
    if sections:
        yield f"the names of {counted(len(sections), 'section')}: {_listed(sections)}"
    texts = (each.get(name, "") for each in objects for name in ("name", "descr", "title"))
    paths = [text for text in texts if _LOCAL_PATH.search(text)]
    if paths:
        yield f"paths of files: {_listed(paths)}"


def _links(package: Package) -> Iterator[str]:
    """The addresses of links, and files elsewhere."""
    external = [r for part in package.content_parts() for r in package.relationships(part) if r.external]
    addresses = [relation.target for relation in external if relation.kind == "hyperlink"]
    if addresses:
        yield f"the addresses of {counted(len(set(addresses)), 'link')}: {_listed(addresses)}"
    files = [relation.target for relation in external if relation.kind != "hyperlink"]
    if files:
        yield f"references to {counted(len(set(files)), 'file')} elsewhere: {_listed(files)}"


def _others(package: Package) -> Iterator[str]:
    """Parts that are more than a slide shows."""
    own = {*_record_parts(package), *_content_parts(package), *_seal_parts(package)}
    found = {
        (_OTHER_PARTS[relation.kind], relation.target)
        for part in ("/", *package.content_parts())
        for relation in package.relationships(part)
        if relation.kind in _OTHER_PARTS and not relation.external and relation.target not in own
    }
    for what, count in sorted(Counter(what for what, _ in found).items()):
        yield counted(count, what)


def _seal_parts(package: Package) -> list[str]:
    """Return the part by which deckgen sees that a file was edited; it has nothing but a checksum."""
    parts = package.custom_xml()
    return [part for part in parts if _local_name(package.tree(part)) == "seal"]


def _numbered(package: Package) -> Iterable[tuple[int, str]]:
    return enumerate(package.slides(), 1)


def _local_name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _listed(values: Iterable[object]) -> str:
    """Return numbers or names, each once; the first ones of many."""
    texts = list(dict.fromkeys(str(value) for value in values))
    return ", ".join(texts[:_MAX_LISTED]) + (" …" if len(texts) > _MAX_LISTED else "")


def _printable(text: str) -> str:
    """Return a text of the file on one line, without characters that a terminal may obey."""
    return "".join(char if char.isprintable() else "�" for char in " ".join(text.split()))
