"""A .pptx as an Open Packaging Conventions package: a file → parts, content types and relationships.

Reads with zipfile and lxml only: what checks the writer must not share its library. How much is read of a file that
may be crafted is bounded in `unzip`.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from lxml import etree
from msgspec import Struct, field

from deckgen.ooxml.unzip import unzip

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"

CONTENT_TYPES = "[Content_Types].xml"
COORDINATES = (-27_273_042_329_600, 27_273_042_316_900)
"""EMU: what a coordinate may be (ECMA-376 part 1, 20.1.10.16)."""
MOST_STEPS = 4_000_000
"""Of one rule, where each element is looked at with others; a step takes a quarter of a microsecond."""
_NUMBER = re.compile(r"\s*[-+]?[0-9]{1,15}\s*")


class Relationship(Struct, frozen=True):
    """One relationship: `kind` is the last segment of its type, `target` an absolute part name or a web address."""

    id: str
    kind: str
    target: str
    external: bool


class BadNumberError(ValueError):
    """An attribute that must be a number is none, or is one that nothing could be made of; the message says which."""


class TooManyStepsError(Exception):
    """What is in a file would have to be compared more often than a check may take."""


Kept = TypeVar("Kept")


class Package(Struct):
    """An opened package: the zip's entries as they stand, and by `/name` the bytes of each part (of media, the first).

    What is read of it is read once: it does not change.
    """

    entries: list[zipfile.ZipInfo]
    parts: dict[str, bytes]
    _trees: dict[str, etree._Element] = field(default_factory=dict)
    _read: dict[tuple[str, str], Any] = field(default_factory=dict)
    _steps: int = 0

    def once(self, what: str, part: str, read: Callable[[], Kept]) -> Kept:
        """Give what `read` makes of a part, calling it the first time only."""
        key = (what, part)
        if key not in self._read:
            self._read[key] = read()
        found: Kept = self._read[key]
        return found

    def begin(self) -> None:
        """Begin a rule, whose steps are counted by themselves."""
        self._steps = 0

    def spend(self, steps: int) -> None:
        """Count steps that can be more than there are elements; TooManyStepsError after `MOST_STEPS` of one rule."""
        self._steps += steps
        if self._steps > MOST_STEPS:
            raise TooManyStepsError

    def tree(self, part: str) -> etree._Element:
        """Give the root element of a part; raises `etree.XMLSyntaxError` if it is not well-formed, `KeyError` if absent."""
        if part not in self._trees:
            safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
            self._trees[part] = etree.fromstring(self.parts[part], safe)
        return self._trees[part]

    def relationships(self, part: str) -> list[Relationship]:
        """Give the relationships of a part (`/` for those of the package itself), in the order of the file."""
        return self.once("relationships", part, lambda: self._relationships(part))

    def _relationships(self, part: str) -> list[Relationship]:
        name = rels_of(part)
        if name not in self.parts:
            return []
        return [_relationship(part, e) for e in self.tree(name).iter(f"{RELS}Relationship")]

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that `part` points to by relationships of one kind."""
        return self.once("related", part, lambda: self._related(part)).get(kind, [])

    def _related(self, part: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for r in self.relationships(part):
            if not r.external and r.target in self.parts:
                found.setdefault(r.kind, []).append(r.target)
        return found

    def content_type(self, part: str) -> str | None:
        """What [Content_Types].xml calls a part: by its name, else by its extension, else `None`."""
        types = self.once("content types", "", self._content_types)
        return types.get(part.casefold(), types.get("." + part.rpartition(".")[2].casefold()))

    def _content_types(self) -> dict[str, str | None]:
        """Content types by the name of a part, and by its extension with a dot before it; of several, the first."""
        types = self.tree("/" + CONTENT_TYPES)
        found: dict[str, str | None] = {}
        for override in types.iter(f"{TYPES}Override"):
            found.setdefault(override.get("PartName", "").casefold(), override.get("ContentType"))
        for default in types.iter(f"{TYPES}Default"):
            found.setdefault("." + default.get("Extension", "").casefold(), default.get("ContentType"))
        return found

    def content_parts(self) -> list[str]:
        """Every part but content types and relationships."""
        return [p for p in self.parts if p != "/" + CONTENT_TYPES and not p.endswith(".rels")]

    def presentation(self) -> str:
        """The main part; an empty string where there is none."""
        return next(iter(self.related("/", "officeDocument")), "")

    def of(self, folder: str) -> list[str]:
        """The XML parts of one folder of `/ppt/`, numbered ones in the order of their numbers."""
        return self.once("folder", folder, lambda: self._of(folder))

    def _of(self, folder: str) -> list[str]:
        found = [p for p in self.parts if re.fullmatch(rf"/ppt/{folder}/[^/]+\.xml", p)]
        numbers = {p: "".join(re.findall("[0-9]+", p)).lstrip("0") for p in found}
        return sorted(found, key=lambda p: (len(numbers[p]), numbers[p], p))

    def slides(self) -> list[str]:
        """The slides in the order of the slide list."""
        return self.once("slides", "", self._slides)

    def _slides(self) -> list[str]:
        main = self.presentation()
        targets = {r.id: r.target for r in self.relationships(main)}
        ids = [e.get(f"{R}id", "") for e in self.tree(main).iter(f"{P}sldId")]
        return [targets[i] for i in ids if targets.get(i) in self.parts]


def read(source: bytes | Path) -> Package:
    """Open a package; raises `unzip.UnreadableError`, with the reason, where it is none or more than is safe to read."""
    return Package(*unzip(source))


def number(element: etree._Element, name: str, default: int, bounds: tuple[int, int] = COORDINATES) -> int:
    """Read an attribute that is a whole number; BadNumberError where it is none, or is out of its bounds.

    Whatever a number of a file is used for, it is read here: Python's numbers have no end, and what is sized by one has.
    """
    text = element.get(name)
    if text is None:
        return default
    if not _NUMBER.fullmatch(text) or not bounds[0] <= int(text) <= bounds[1]:
        tag = etree.QName(element).localname
        raise BadNumberError(f"{tag} has the {name} {text[:40]!r}, which is no number from {bounds[0]} to {bounds[1]}")
    return int(text)


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
