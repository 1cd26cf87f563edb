"""A .pptx as an Open Packaging Conventions package: a file → parts, content types and relationships.

Reads with zipfile and lxml only: what checks the writer must not share its library. How much is read of a file that
may be crafted is bounded in `unzip`.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from msgspec import Struct, field

from deckgen.package.unzip import unzip

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"

CONTENT_TYPES = "[Content_Types].xml"


class Relationship(Struct, frozen=True):
    """One relationship: `kind` is the last segment of its type, `target` an absolute part name or a web address."""

    id: str
    kind: str
    target: str
    external: bool


class Package(Struct):
    """An opened package: the zip's entries as they stand, and by `/name` the bytes of each part (of media, the first)."""

    entries: list[zipfile.ZipInfo]
    parts: dict[str, bytes]
    _trees: dict[str, etree._Element] = field(default_factory=dict)

    def tree(self, part: str) -> etree._Element:
        """Give the root element of a part; raises `etree.XMLSyntaxError` if it is not well-formed, `KeyError` if absent."""
        if part not in self._trees:
            safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
            self._trees[part] = etree.fromstring(self.parts[part], safe)
        return self._trees[part]

    def relationships(self, part: str) -> list[Relationship]:
        """Give the relationships of a part (`/` for those of the package itself), in the order of the file."""
        name = rels_of(part)
        if name not in self.parts:
            return []
        return [_relationship(part, e) for e in self.tree(name).iter(f"{RELS}Relationship")]

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that `part` points to by relationships of one kind."""
        return [
            r.target for r in self.relationships(part) if r.kind == kind and not r.external and r.target in self.parts
        ]

    def content_type(self, part: str) -> str | None:
        """What [Content_Types].xml calls a part: by its name, else by its extension, else `None`."""
        types = self.tree("/" + CONTENT_TYPES)
        for override in types.iter(f"{TYPES}Override"):
            if override.get("PartName", "").casefold() == part.casefold():
                return override.get("ContentType")
        extension = part.rpartition(".")[2].casefold()
        for default in types.iter(f"{TYPES}Default"):
            if default.get("Extension", "").casefold() == extension:
                return default.get("ContentType")
        return None

    def content_parts(self) -> list[str]:
        """Every part but content types and relationships."""
        return [p for p in self.parts if p != "/" + CONTENT_TYPES and not p.endswith(".rels")]

    def presentation(self) -> str:
        """The main part; an empty string where there is none."""
        return next(iter(self.related("/", "officeDocument")), "")

    def of(self, folder: str) -> list[str]:
        """The XML parts of one folder of `/ppt/`, numbered ones in the order of their numbers."""
        found = [p for p in self.parts if re.fullmatch(rf"/ppt/{folder}/[^/]+\.xml", p)]
        return sorted(found, key=lambda p: (int("0" + "".join(re.findall(r"\d+", p))), p))

    def slides(self) -> list[str]:
        """The slides in the order of the slide list."""
        main = self.presentation()
        targets = {r.id: r.target for r in self.relationships(main)}
        ids = [e.get(f"{R}id", "") for e in self.tree(main).iter(f"{P}sldId")]
        return [targets[i] for i in ids if targets.get(i) in self.parts]


def read(source: bytes | Path) -> Package:
    """Open a package; raises `unzip.Unreadable`, with the reason, where it is none or more than is safe to read."""
    return Package(*unzip(source))


def rels_of(part: str) -> str:
    """The name of the part that holds the relationships of `part`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def owner_of(rels: str) -> str:
    """The part whose relationships `rels` holds."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def ancestors(element: etree._Element) -> Iterator[str]:
    """The tags around an element, the nearest first."""
    return (str(e.tag) for e in element.iterancestors())


def _relationship(part: str, element: etree._Element) -> Relationship:
    external = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
    kind = element.get("Type", "").rpartition("/")[2]
    return Relationship(element.get("Id", ""), kind, target, external)
