"""Rules for the names of parts, the lists of masters and layouts, table styles, and the core properties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.ooxml.opc import A, Package, R

_LISTED_KINDS = {"": "slideMaster", "slideMasters": "slideLayout"}
"""The folder under /ppt/ (empty: the presentation itself) → the kind of relationship that a list in its parts must name."""
_NAME_SEGMENT = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*[A-Za-z0-9\-_~!$&'()*+,;=:@%]")
"""A segment of a part name (Open Packaging Conventions, 6.2.2.2): no space, and no dot at its end."""
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")
"""A date in the format of document properties (W3CDTF)."""


def part_names_are_allowed(package: Package) -> Iterator[str]:
    """Part names contain only letters, digits and marks that a URI may contain; no space, and no empty segment."""
    for part in package.content_parts():
        if not all(_NAME_SEGMENT.fullmatch(segment) for segment in part[1:].split("/")):
            yield f"{part}: a part may not have this name"


def masters_and_layouts_are_listed(package: Package) -> Iterator[str]:
    """Masters are in the presentation's list, and layouts in the list of their master."""
    for folder, kind in _LISTED_KINDS.items():
        for part in package.parts_in(folder) if folder else [package.presentation()]:
            yield from _unlisted(package, part, kind)


def notes_masters_are_listed(package: Package) -> Iterator[str]:
    """The masters of notes and handouts are in the presentation's lists, although PowerPoint finds them without."""
    for kind in ("notesMaster", "handoutMaster"):
        yield from _unlisted(package, package.presentation(), kind)


def tables_follow_a_style_of_the_deck(package: Package) -> Iterator[str]:
    """The style that a table names is defined by the presentation."""
    style_parts = package.related(package.presentation(), "tableStyles")
    known = {e.get("styleId") for part in style_parts for e in package.tree(part).iter(f"{A}tblStyle")}
    for part in package.parts_in("slides"):
        for named in {e.text for e in package.tree(part).iter(f"{A}tableStyleId")} - known:
            yield f"{part}: a table names the style {named}, which the presentation does not define"


def _unlisted(package: Package, part: str, kind: str) -> Iterator[str]:
    named = {value for e in package.tree(part).iter() for key, value in e.attrib.items() if key == f"{R}id"}
    for r in package.relationships(part):
        if r.kind == kind and r.id not in named:
            yield f"{part}: {r.target} is not in its list"


def properties_are_one_and_dated(package: Package) -> Iterator[str]:
    """There is at most one part of core properties, and its dates are valid."""
    property_parts = [r.target for r in package.relationships("/") if r.kind == "core-properties"]
    if len(property_parts) > 1:
        yield f"the package has {len(property_parts)} parts of core properties"
    for part in property_parts:
        root = package.tree(part) if part in package.parts else ()
        for element in root:
            text = (element.text or "").strip()
            if str(element.tag).endswith(("}created", "}modified")) and not _DATE.fullmatch(text):
                yield f"{part}: {text!r} is not a date"


REPAIR_RULES = (part_names_are_allowed, masters_and_layouts_are_listed, properties_are_one_and_dated)
"""If one of these is broken, PowerPoint offers a repair or refuses to open the file."""

PROMISE_RULES = (notes_masters_are_listed, tables_follow_a_style_of_the_deck)
"""What deckgen's own decks promise in addition."""
