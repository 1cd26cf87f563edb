"""A template → the same without sample slides and without what could do harm, and a list of what was taken out.

What is kept is what can be reached from the presentation by relationships that a deck may have. Kept parts stay byte for byte,
except where they refer to something that is left out: there, exactly that element is cut out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from deckgen.images.metadata import strip_metadata
from deckgen.ooxml.names import CT
from deckgen.ooxml.opc import RELS, A, P, Package, R, Relationship, rels_of
from deckgen.ooxml.splicing import Edit, Element, MalformedXmlError, ancestors, elements, removed_attribute, splice
from deckgen.ooxml.unzip import is_xml
from deckgen.package.drawings import DrawingChecker
from deckgen.template.errors import TemplateError

_SLIDES = "sample slides"
_OF_PRESENTATION = {
    "slide": _SLIDES, "tags": "data of other programs (tags)", "vbaProject": "macros (vbaProject)",
    "handoutMaster": "the handout master",
    "customXml": "data of other programs (customXml)", "commentAuthors": "authors of comments",
    "authors": "authors of comments", "revisionInfo": "the revision record", "changesInfo": "the revision record",
    "printerSettings": "settings of a printer",
}  # fmt: skip
_OF_PACKAGE = {
    "thumbnail": "the thumbnail", "core-properties": "document properties", "extended-properties": "document properties",
    "custom-properties": "document properties", "extensibility": "custom ribbons (customUI)",
    "extensibility2": "custom ribbons (customUI)", "customXml": "data of other programs (customXml)",
    "webextensiontaskpanes": "add-ins",
}  # fmt: skip
_ANYWHERE = {
    "oleObject": "embedded objects (OLE)", "package": "embedded files", "control": "ActiveX controls",
    "activeXControlBinary": "ActiveX controls", "vmlDrawing": "drawings of embedded objects (VML)",
    "audio": "sounds", "video": "videos", "media": "sounds and videos", "comments": "comments", "slide": "links to sample slides",
    "attachedTemplate": "a link to another template", "webextension": "add-ins",
    "customXml": "data of other programs (customXml)", "wordprocessing": "embedded files", "frame": "frames of other files",
}  # fmt: skip
"""Kinds of relationships that are left out, and what they are called in the list; what has no name there is not listed."""
_OF_SLIDE = {
    "slideLayout": "", "notesSlide": "speaker notes", "tags": "data of other programs (tags)", "package": "embedded files",
    "slide": "links to other slides", "slideUpdateInfo": "links to a slide library",
}  # fmt: skip
_LABEL = b"MSIP_Label"
"""In document properties, the mark of a sensitivity label, which a deck has to keep."""
_SAFE_SCHEMES = ("http://", "https://", "mailto:")
_ACTIONS = tuple(
    f"ppaction://{name}" for name in ("macro", "program", "ole", "hlinkfile", "hlinkpres", "customshow", "media")
)
"""Actions of links that run something, or lead to what is left out."""
_LINKS = (f"{A}hlinkClick", f"{A}hlinkHover", f"{A}hlinkMouseOver")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_SHAPES = (f"{P}graphicFrame", f"{P}pic", f"{P}sp", f"{P}cxnSp", f"{P}bg")
_OWN_ELEMENTS = (
    *_LINKS, f"{A}audioFile", f"{A}videoFile", f"{A}wavAudioFile", f"{A}quickTimeFile", f"{A}snd", f"{P}snd", f"{A}ext",
    f"{P}ext", f"{P}custData", f"{P}tags", f"{P}controls", f"{P}sldId", f"{P}sld", f"{P}handoutMasterId",
)  # fmt: skip
"""The elements that may be cut out alone; what is in another one is cut out with the shape around it."""
_PRESENTATION_LISTS = {
    f"{P}sldIdLst": "", f"{P}custShowLst": "custom shows", f"{P}handoutMasterIdLst": "", f"{P}modifyVerifier": "write protection",
    f"{P}photoAlbum": "", f"{P}custDataLst": "", f"{P}smartTags": "",
}  # fmt: skip
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_RASTERS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}


class CleanTemplate(Struct, frozen=True):
    """The parts that are kept by name, with their content types, and sentences about what was taken out."""

    parts: dict[str, bytes]
    types: dict[str, str]
    removed: tuple[str, ...]


def clean(package: Package, name: str) -> CleanTemplate:
    """Return what is kept of a template. Raises TemplateError if it is damaged; `name` is that of the file."""
    try:
        of_part = {"/": _OF_PACKAGE, package.presentation(): _OF_PRESENTATION}
        return _Cleaner(package, of_part, _ANYWHERE).clean()
    except (MalformedXmlError, etree.XMLSyntaxError, ValueError, KeyError) as error:
        message = f"{name} is damaged ({error}): save it in PowerPoint as a template (.potx), and import that file"
        raise TemplateError(message) from error


def clean_slide(package: Package, slide: str, name: str) -> CleanTemplate:
    """Return what is kept of one slide: its part, and what it refers to, such as pictures, and charts with their workbooks.

    Raises TemplateError if it is damaged; `name` is that of the file.
    """
    try:
        return _Cleaner(package, {slide: _OF_SLIDE}, {**_ANYWHERE, "package": None}).clean_from(slide)
    except (MalformedXmlError, etree.XMLSyntaxError, ValueError, KeyError) as error:
        raise TemplateError(f"{name} is damaged ({error}): save it in PowerPoint again") from error


def clean_workbook(package: Package) -> CleanTemplate:
    """Return what is kept of the workbook behind a chart: its parts without document properties and settings of printers.

    Raises the errors of damaged XML.
    """
    return _Cleaner(package, {"/": _OF_PACKAGE}, {**_ANYWHERE, "printerSettings": ""}).clean_workbook()


class _Cleaner:
    """Cleans a package; `of_part` has the kinds of relationships of single parts that are left out, `anywhere` those of any."""

    def __init__(
        self, package: Package, of_part: Mapping[str, Mapping[str, str]], anywhere: Mapping[str, str | None]
    ) -> None:
        self.package, self.main = package, package.presentation()
        self.of_part, self.anywhere = of_part, anywhere
        self.counts: Counter[str] = Counter()
        """How often something was taken out, by what it is called."""
        self.places: list[str] = []
        """Sentences about single things."""
        self.dropped: dict[str, set[str]] = {}
        """The ids of the relationships of a part that are left out."""
        self.drawings = DrawingChecker()

    def clean(self) -> CleanTemplate:
        kept = self._reachable("/")
        parts, types = self._kept_parts(kept)
        if "macroEnabled" in types[self.main] and not self.counts["macros (vbaProject)"]:
            self.counts["the type of a file with macros"] += 1
        types[self.main] = CT.PML_PRESENTATION_MAIN
        parts["/_rels/.rels"], types["/_rels/.rels"] = self._root_relationships(kept), CT.OPC_RELATIONSHIPS
        return CleanTemplate(parts, types, tuple(self._sentences()))

    def clean_workbook(self) -> CleanTemplate:
        kept = self._reachable("/")
        parts, types = self._kept_parts(kept)
        parts["/_rels/.rels"], types["/_rels/.rels"] = self._root_relationships(kept), CT.OPC_RELATIONSHIPS
        return CleanTemplate(parts, types, tuple(self._sentences()))

    def clean_from(self, part: str) -> CleanTemplate:
        """Return what is kept of one part, and of what can be reached from it."""
        return CleanTemplate(*self._kept_parts({part} | self._reachable(part)), tuple(self._sentences()))

    def _kept_parts(self, kept: set[str]) -> tuple[dict[str, bytes], dict[str, str]]:
        """Return the parts that are kept, with their relationships, and their content types."""
        parts: dict[str, bytes] = {}
        types: dict[str, str] = {}
        for part in self.package.parts:
            if part not in kept:
                continue
            parts[part] = self._cleaned(part)
            types[part] = self.package.content_type(part) or CT.XML
            rels = rels_of(part)
            if rels in self.package.parts:
                parts[rels] = self._cleaned_relationships(part)
                types[rels] = CT.OPC_RELATIONSHIPS
        return parts, types

    def _sentences(self) -> Iterator[str]:
        for what, count in self.counts.items():
            yield (
                what
                if (count == 1 and what != _SLIDES) or what.startswith(("the ", "a ", "document"))
                else f"{what} ({count})"
            )
        yield from self.places

    def _reachable(self, start: str) -> set[str]:
        """Return the parts that are kept and reached from one of them; record the relationships that are not kept."""
        kept: set[str] = set()
        pending = [start]
        while pending:
            owner = pending.pop()
            for relationship in self.package.relationships(owner):
                if self._is_left_out(owner, relationship):
                    self.dropped.setdefault(owner, set()).add(relationship.id)
                elif not relationship.external and relationship.target not in kept:
                    kept.add(relationship.target)
                    pending.append(relationship.target)
        return kept

    def _is_left_out(self, owner: str, relationship: Relationship) -> bool:
        kind, target = relationship.kind, relationship.target
        if relationship.external:
            return self._is_harmful_address(owner, relationship)
        if target not in self.package.parts:
            return True
        if kind == "custom-properties" and _LABEL in self.package.parts[target]:
            return False
        table = self.of_part.get(owner, {})
        what = table.get(kind, self.anywhere.get(kind))
        if what is None and target.casefold().endswith(".svg") and self._is_harmful_drawing(target):
            what = "drawings (SVG) that run scripts or refer to files; their pictures stay"
        if what:
            self.counts[what] += 1
        return what is not None

    def _is_harmful_address(self, owner: str, relationship: Relationship) -> bool:
        is_link = relationship.kind == "hyperlink"
        if is_link and relationship.target.casefold().startswith(_SAFE_SCHEMES):
            return False
        self.places.append(
            f"{_file_name(owner)}: what it takes from outside ({relationship.kind}: {relationship.target[:80]})"
        )
        return True

    def _is_harmful_drawing(self, part: str) -> bool:
        return next(self.drawings.issues(self.package.tree(part)), None) is not None

    def _root_relationships(self, kept: set[str]) -> bytes:
        """Return the relationships of the package: to the presentation, and to labels that are kept."""
        name = rels_of("/")
        data = self.package.parts[name]
        return splice(data, _dropped_relationships(elements(data), self.dropped.get("/", set())))

    def _cleaned_relationships(self, part: str) -> bytes:
        data = self.package.parts[rels_of(part)]
        dropped = self.dropped.get(part)
        return splice(data, _dropped_relationships(elements(data), dropped)) if dropped else data

    def _cleaned(self, part: str) -> bytes:
        data = self.package.parts[part]
        suffix = "." + part.rpartition(".")[2].casefold()
        if suffix in _RASTERS:
            return self._without_metadata(part, data, _RASTERS[suffix])
        if not is_xml(part) or suffix == ".svg":
            return data
        found = elements(data)
        edits = [*self._reference_edits(part, data, found), *self._action_edits(part, found)]
        if part == self.main:
            edits += self._presentation_edits(found)
        if edits:
            edits += [(e.start, e.end, b"") for e in found if e.tag in (f"{P}timing", f"{P}showPr")]
        return splice(data, edits)

    def _without_metadata(self, part: str, data: bytes, kind: str) -> bytes:
        signature = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8"}[kind]
        if not data.startswith(signature):
            return data
        stripped = strip_metadata(data, kind)
        if stripped == data:
            return data
        self.counts["metadata of pictures (place, author, program)"] += 1
        return stripped

    def _reference_edits(self, part: str, data: bytes, found: list[Element]) -> Iterator[Edit]:
        """Yield the edits that cut out what refers to relationships that are left out."""
        dropped = self.dropped.get(part)
        for element in found if dropped else ():
            for name, value in element.attributes.items():
                if dropped and name.startswith(R) and value in dropped:
                    yield _cut(element, data, found, name)

    def _action_edits(self, part: str, found: list[Element]) -> Iterator[Edit]:
        """Yield the edits that cut out links that run something."""
        for element in found:
            if element.tag in _LINKS and element.attributes.get("action", "").casefold().startswith(_ACTIONS):
                self.places.append(f"{_file_name(part)}: an action ({element.attributes['action'][:80]})")
                yield element.start, element.end, b""

    def _presentation_edits(self, found: list[Element]) -> Iterator[Edit]:
        for element in found:
            is_sections = element.tag == f"{P}ext" and element.attributes.get("uri") == _SECTIONS
            if element.tag not in _PRESENTATION_LISTS and not is_sections:
                continue
            what = "sections" if is_sections else _PRESENTATION_LISTS[element.tag]
            if what:
                self.counts[what] += 1
            yield element.start, element.end, b""


def _cut(element: Element, data: bytes, found: list[Element], name: str) -> Edit:
    """Return the edit that removes a reference: only its attribute where it has another one, else what it is for."""
    others = [
        key for key in element.attributes if key.startswith(R) and key != name and key.endswith(("embed", "link"))
    ]
    if others and (edit := removed_attribute(element, data, name.rpartition("}")[2])) is not None:
        return edit
    line = list(ancestors(found, element))
    own = next((e for e in line if e.tag in _OWN_ELEMENTS), None)
    shape = next((e for e in line if e.tag in _SHAPES), None)
    if own is not None and (shape is None or own.start > shape.start):
        return own.start, own.end, b""
    if shape is None:
        return element.start, element.end, b""
    around = [e for e in line if e.tag == _MC and e.start < shape.start]
    outer = around[-1] if around else shape
    return outer.start, outer.end, b""


def _dropped_relationships(found: list[Element], ids: set[str]) -> Iterator[Edit]:
    for element in found:
        if element.tag == f"{RELS}Relationship" and element.attributes.get("Id") in ids:
            yield element.start, element.end, b""


def _file_name(part: str) -> str:
    return part.rpartition("/")[2] or "the file"
