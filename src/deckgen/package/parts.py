"""Rules for the parts of a package: names, content types, relationships, dates, privacy; with those of `media`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from deckgen.ooxml.opc import CONTENT_TYPES, MC, TYPES, Package, R, ancestor_tags, owner_of
from deckgen.ooxml.unzip import is_xml
from deckgen.package import media

MAIN = "application/vnd.openxmlformats-officedocument.presentationml."
CONTENT_TYPE_OF = {
    "officeDocument": f"{MAIN}presentation.main+xml",
    "slide": f"{MAIN}slide+xml",
    "slideLayout": f"{MAIN}slideLayout+xml",
    "slideMaster": f"{MAIN}slideMaster+xml",
    "notesSlide": f"{MAIN}notesSlide+xml",
    "notesMaster": f"{MAIN}notesMaster+xml",
    "handoutMaster": f"{MAIN}handoutMaster+xml",
    "presProps": f"{MAIN}presProps+xml",
    "viewProps": f"{MAIN}viewProps+xml",
    "tableStyles": f"{MAIN}tableStyles+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "image": "image/",
    "font": "application/x-fontdata",
    "core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
    "extended-properties": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "customXmlProps": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "customXml": "application/xml",
}
"""The kind of a relationship → how the content type of its target must begin."""

IMPLICIT_KINDS = {
    "slideLayout", "slideMaster", "notesSlide", "notesMaster", "theme", "presProps", "viewProps", "tableStyles",
    "customXml", "customXmlProps", "officeDocument", "core-properties", "extended-properties", "custom-properties",
    "thumbnail",
}  # fmt: skip
"""Kinds of relationships that need no reference; all others must be named by an r: attribute of their part."""

REFERENCED_KINDS = {
    "blip": {"image"},
    "hlinkClick": {"hyperlink", "slide"},
    "hlinkHover": {"hyperlink", "slide"},
    "sldId": {"slide"},
    "sldMasterId": {"slideMaster"},
    "sldLayoutId": {"slideLayout"},
    "notesMasterId": {"notesMaster"},
    "handoutMasterId": {"handoutMaster"},
    "chart": {"chart"},
    "svgBlip": {"image"},
    **{face: {"font"} for face in ("regular", "bold", "italic", "boldItalic")},
}
"""The element with an r: attribute → the kinds of relationship that the attribute may name."""

REQUIRED_KINDS = {
    "": ("theme", "slideMaster"),
    "slides": ("slideLayout",),
    "slideLayouts": ("slideMaster",),
    "slideMasters": ("theme", "slideLayout"),
    "notesMasters": ("theme",),
    "notesSlides": ("slide", "notesMaster"),
}
"""The folder under /ppt/ (empty: the presentation itself) → the kinds of relationship that each of its parts must have."""

SETTINGS_KINDS = ("presProps", "viewProps")
"""Kinds of the settings parts that PowerPoint always writes."""

LOCAL_PATH = re.compile(
    rb"(?<![\w.:/-])/(?:work|home|tmp|root|Users|var/folders|private)/[\w.-]+|[A-Z]:\\\\?Users\\|file:///"
)
LIBRARY_AUTHOR = b"Steve Canny"
CONTROL_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|_x00[01][0-9A-Fa-f]_")


def every_xml_part_is_well_formed(package: Package) -> Iterator[str]:
    """Every XML part can be parsed and has no document type declaration; other rules cannot check a part that breaks this."""
    for part in package.parts:
        if is_xml(part):
            try:
                root = package.tree(part)
            except etree.XMLSyntaxError as error:
                yield f"{part}: not well-formed: {error}"
                continue
            if root.getroottree().docinfo.internalDTD is not None:
                yield f"{part}: not well-formed for a package: it has a document type declaration"


def no_part_is_there_twice(package: Package) -> Iterator[str]:
    """Part names differ by more than upper and lower case, as the packaging conventions require."""
    for name, times in Counter(e.filename.casefold() for e in package.entries).items():
        if times > 1:
            yield f"/{name}: {times} parts of this name"


def dates_are_one(package: Package) -> Iterator[str]:
    """All entries of the zip file have the same date, independent of the time of the build: same content, same bytes."""
    for date, times in Counter(e.date_time for e in package.entries).most_common()[1:]:
        yield f"{times} parts are dated {'-'.join(map(str, date[:3]))}, the others are not"


def every_part_has_a_content_type(package: Package) -> Iterator[str]:
    """Each part has a content type, and [Content_Types].xml names no missing part and no part twice."""
    for part in package.content_parts():
        if package.content_type(part) is None:
            yield f"{part}: has no content type"
    types = package.tree("/" + CONTENT_TYPES)
    named = Counter(e.get("PartName", "") for e in types.iter(f"{TYPES}Override"))
    named.update(f"*.{e.get('Extension', '')}" for e in types.iter(f"{TYPES}Default"))
    for name, times in named.items():
        if times > 1:
            yield f"{name}: {times} content types"
        if name.startswith("/") and name not in package.parts:
            yield f"{name}: has a content type but does not exist"


def every_relationship_arrives(package: Package) -> Iterator[str]:
    """Relationship ids are unique; the target exists and has the right type; the part that owns the relationships exists."""
    for rels in (p for p in package.parts if p.endswith(".rels")):
        owner = owner_of(rels)
        if owner != "/" and owner not in package.parts:
            yield f"{rels}: belongs to no part"
        relationships = package.relationships(owner)
        for id_, times in Counter(r.id for r in relationships).items():
            if times > 1:
                yield f"{owner}: {times} relationships {id_}"
        for r in relationships:
            where = f"{owner}: relationship {r.id} ({r.kind})"
            if r.external:
                continue
            if r.target not in package.parts:
                yield f"{where} points to {r.target}, which does not exist"
            elif not (package.content_type(r.target) or "").startswith(CONTENT_TYPE_OF.get(r.kind, "")):
                yield f"{where} points to {r.target}, whose type is {package.content_type(r.target)}"


def links_lead_to_the_web(package: Package) -> Iterator[str]:
    """External targets are web, mail or phone addresses: a file of this machine does not exist on other machines."""
    for rels in (p for p in package.parts if p.endswith(".rels")):
        for r in package.relationships(owner_of(rels)):
            if r.external and not re.match(r"(https?|mailto|tel):", r.target):
                yield f"{owner_of(rels)}: {r.id} leads to {r.target!r}, not a web, mail or phone address"


def every_reference_has_a_relationship(package: Package) -> Iterator[str]:
    """Each r: attribute names a relationship of its part that has the right kind."""
    kinds = {part: {r.id: r.kind for r in package.relationships(part)} for part in package.content_parts()}
    for part, element, id_ in _references(package):
        yield from _reference_issues(part, element, id_, kinds[part])


def every_relationship_is_used(package: Package) -> Iterator[str]:
    """Each explicit relationship is named by an r: attribute of its part."""
    used = {(part, id_) for part, _, id_ in _references(package)}
    for part in package.content_parts():
        for r in package.relationships(part):
            is_back_reference = r.kind == "slide" and "/notesSlides/" in part
            if (part, r.id) not in used and r.kind not in IMPLICIT_KINDS and not is_back_reference:
                yield f"{part}: relationship {r.id} ({r.kind}) is never used"


def _references(package: Package) -> Iterator[tuple[str, etree._Element, str]]:
    """Yield every r: attribute: its part, its element, and the id that it names."""
    for part in package.content_parts():
        if is_xml(part):
            for element in package.tree(part).iter(etree.Element):
                for name, value in element.attrib.items():
                    if str(name).startswith(R) and value:
                        yield part, element, str(value)


def _reference_issues(part: str, element: etree._Element, id_: str, kinds: dict[str, str]) -> Iterator[str]:
    name = etree.QName(element).localname
    if id_ not in kinds:
        yield f"{part}: {name} names the relationship {id_}, which does not exist"
    elif kinds[id_] not in REFERENCED_KINDS.get(name, {kinds[id_]}):
        yield f"{part}: {name} names the relationship {id_}, which is a {kinds[id_]}"


def every_part_is_reached(package: Package) -> Iterator[str]:
    """A chain of relationships leads to every part of the package."""
    reached, pending = set(), ["/"]
    while pending:
        for r in package.relationships(pending.pop()):
            if not r.external and r.target not in reached:
                reached.add(r.target)
                pending.append(r.target)
    for part in package.content_parts():
        if part not in reached:
            yield f"{part}: no relationship leads to it"


def every_part_has_what_powerpoint_needs(package: Package) -> Iterator[str]:
    """Each part has relationships to the parts without which PowerPoint offers a repair."""
    for folder, kinds in REQUIRED_KINDS.items():
        parts = package.parts_in(folder) if folder else [package.presentation()]
        for part in parts:
            for kind in kinds:
                if not package.related(part, kind):
                    yield f"{part}: has no {kind}"


def settings_are_there(package: Package) -> Iterator[str]:
    """The presentation has the two settings parts that PowerPoint always writes."""
    for kind in SETTINGS_KINDS:
        if not package.related(package.presentation(), kind):
            yield f"{package.presentation()}: has no {kind}"


def extensions_stand_where_older_readers_skip_them(package: Package) -> Iterator[str]:
    """Elements of later Office versions (p14 …) are inside an ext or mc:AlternateContent."""
    for part in package.content_parts():
        if is_xml(part):
            for element in package.tree(part).iter(etree.Element):
                if not str(element.tag).startswith("{http://schemas.microsoft.com/office/"):
                    continue
                if not any(t.endswith("}ext") or t == f"{MC}AlternateContent" for t in ancestor_tags(element)):
                    yield f"{part}: {element.tag} is outside ext and AlternateContent"


def no_control_characters(package: Package) -> Iterator[str]:
    """No text or attribute contains a control character, escaped or not; PowerPoint offers a repair or shows `_x000B_`."""
    for part in package.content_parts():
        if is_xml(part):
            for element in package.tree(part).iter(etree.Element):
                for text in (element.text, element.tail, *element.attrib.values()):
                    if text and (found := CONTROL_CHARACTER.search(str(text))):
                        yield f"{part}: control character {found[0]!r} in {etree.QName(element).localname}"


def nothing_tells_of_people_or_machines(package: Package) -> Iterator[str]:
    """The deck contains no path of the building machine, no author of a library's template, and no person as its author."""
    for part, data in package.parts.items():
        if LIBRARY_AUTHOR in data:
            yield f"{part}: names {LIBRARY_AUTHOR.decode()}"
        if is_xml(part) and (found := LOCAL_PATH.search(data)):
            yield f"{part}: holds a path of the building machine: {found[0].decode(errors='replace')}"
    company = set(_property_texts(package, "extended-properties", "Company"))
    names = ("creator", "lastModifiedBy")
    for author in (text for name in names for text in _property_texts(package, "core-properties", name)):
        if author and author not in company and not author.casefold().startswith("deckgen"):
            yield f"core properties: {author!r} is neither the organisation nor deckgen: a person's name?"


def _property_texts(package: Package, kind: str, name: str) -> list[str]:
    """Return the values of one document property."""
    parts = package.related("/", kind)
    return [e.text or "" for part in parts for e in package.tree(part).iter(f"{{*}}{name}")]


REPAIR_RULES = (
    no_part_is_there_twice,
    every_part_has_a_content_type,
    every_relationship_arrives,
    every_reference_has_a_relationship,
    every_part_has_what_powerpoint_needs,
    media.pictures_are_what_they_are_called,
    media.embedded_fonts_are_fonts,
    extensions_stand_where_older_readers_skip_them,
    no_control_characters,
)
"""If one of these is broken, PowerPoint offers a repair or silently drops content."""

PROMISE_RULES = (
    dates_are_one,
    links_lead_to_the_web,
    media.drawings_are_harmless,
    every_relationship_is_used,
    every_part_is_reached,
    settings_are_there,
    nothing_tells_of_people_or_machines,
)
"""What deckgen's own decks promise in addition."""
