"""What must hold of the names of parts, and of the lists in which a presentation keeps its masters and properties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.ooxml.opc import A, Package, R

_LISTED = {"": "slideMaster", "slideMasters": "slideLayout"}
"""The folder under /ppt/ (none: the presentation itself) → the relationships that a list in the part must name."""
_SEGMENT = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*[A-Za-z0-9\-_~!$&'()*+,;=:@%]")
"""A segment of a part's name (Open Packaging Conventions, 6.2.2.2): no blank, no dot at its end."""
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")
"""A date as the properties of a document have it (W3CDTF)."""


def part_names_are_allowed(package: Package) -> Iterator[str]:
    """Part names hold letters, figures and marks that an address may hold; no blank, and no empty segment."""
    for part in package.content_parts():
        if not all(_SEGMENT.fullmatch(segment) for segment in part[1:].split("/")):
            yield f"{part}: a part may not have this name"


def masters_and_layouts_are_listed(package: Package) -> Iterator[str]:
    """Masters stand in the presentation's list, and layouts in that of their master."""
    for folder, kind in _LISTED.items():
        for part in package.of(folder) if folder else [package.presentation()]:
            yield from _unlisted(package, part, kind)


def notes_masters_are_listed(package: Package) -> Iterator[str]:
    """The masters of notes and handouts stand in the presentation's lists, too, though PowerPoint finds them without."""
    for kind in ("notesMaster", "handoutMaster"):
        yield from _unlisted(package, package.presentation(), kind)


def tables_follow_a_style_of_the_deck(package: Package) -> Iterator[str]:
    """The style that a table names is one that the presentation defines."""
    found = package.related(package.presentation(), "tableStyles")
    known = {e.get("styleId") for part in found for e in package.tree(part).iter(f"{A}tblStyle")}
    for part in package.of("slides"):
        for named in {e.text for e in package.tree(part).iter(f"{A}tableStyleId")} - known:
            yield f"{part}: a table names the style {named}, which the presentation does not define"


def _unlisted(package: Package, part: str, kind: str) -> Iterator[str]:
    named = {value for e in package.tree(part).iter() for key, value in e.attrib.items() if key == f"{R}id"}
    for r in package.relationships(part):
        if r.kind == kind and r.id not in named:
            yield f"{part}: {r.target} stands in no list of it"


def properties_are_one_and_dated(package: Package) -> Iterator[str]:
    """There is one part of core properties at most, and its dates are dates."""
    found = [r.target for r in package.relationships("/") if r.kind == "core-properties"]
    if len(found) > 1:
        yield f"the package has {len(found)} parts of core properties"
    for part in found:
        root = package.tree(part) if part in package.parts else ()
        for element in root:
            text = (element.text or "").strip()
            if str(element.tag).endswith(("}created", "}modified")) and not _DATE.fullmatch(text):
                yield f"{part}: {text!r} is no date"


REPAIRS = (part_names_are_allowed, masters_and_layouts_are_listed, properties_are_one_and_dated)
"""What PowerPoint offers a repair for, or refuses to open."""

PROMISES = (notes_masters_are_listed, tables_follow_a_style_of_the_deck)
"""What every deck of ours keeps besides."""
