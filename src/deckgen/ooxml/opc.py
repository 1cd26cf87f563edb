"""A .pptx as an Open Packaging Conventions package: a file → parts, content types and relationships.

Only zipfile and lxml are used: the check of a written deck must not share the library of the writer. `unzip` limits how much is
read of a file that may be crafted.
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
"""Minimum and maximum of a coordinate in EMU (ECMA-376 part 1, 20.1.10.16)."""
MAX_STEPS = 4_000_000
"""Maximum comparisons of elements with others in one rule; a step takes a quarter of a microsecond."""
_NUMBER = r"\s*[-+]?[0-9]{1,15}\s*"


class Relationship(Struct, frozen=True):
    """One relationship. `kind` is the last segment of its type, `target` an absolute part name or a web address."""

    id: str
    kind: str
    target: str
    external: bool


class BadNumberError(ValueError):
    """An attribute that must be a number is not a number or out of range; the message names it."""


class TooManyStepsError(Exception):
    """A rule would have to compare the elements of a file more often than `MAX_STEPS`."""


Value = TypeVar("Value")


class Package(Struct):
    """An opened package: the entries of the zip file, and by `/name` the bytes of each part (of media, only the first bytes).

    It does not change, so everything read from it is cached.
    """

    entries: list[zipfile.ZipInfo]
    parts: dict[str, bytes]
    _trees: dict[str, etree._Element] = field(default_factory=dict)
    _values: dict[tuple[str, str], Any] = field(default_factory=dict)
    _steps: int = 0

    def read_once(self, kind: str, part: str, read: Callable[[], Value]) -> Value:
        """Return the result of `read`, which is called only the first time for this kind of value and part."""
        key = (kind, part)
        if key not in self._values:
            self._values[key] = read()
        value: Value = self._values[key]
        return value

    def reset_steps(self) -> None:
        """Start counting the steps of a rule."""
        self._steps = 0

    def count_steps(self, steps: int) -> None:
        """Count steps of a loop that compares elements with others; TooManyStepsError after `MAX_STEPS` in one rule."""
        self._steps += steps
        if self._steps > MAX_STEPS:
            raise TooManyStepsError

    def tree(self, part: str) -> etree._Element:
        """Return the root element of a part; raises `etree.XMLSyntaxError` if it is malformed, `KeyError` if it is missing."""
        if part not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
            self._trees[part] = etree.fromstring(self.parts[part], parser)
        return self._trees[part]

    def relationships(self, part: str) -> list[Relationship]:
        """Return the relationships of a part (`/` for those of the package itself), in the order of the file."""
        return self.read_once("relationships", part, lambda: self._relationships(part))

    def _relationships(self, part: str) -> list[Relationship]:
        name = rels_of(part)
        if name not in self.parts:
            return []
        return [_relationship(part, e) for e in self.tree(name).iter(f"{RELS}Relationship")]

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts to which `part` has relationships of one kind."""
        return self.read_once("related", part, lambda: self._related(part)).get(kind, [])

    def _related(self, part: str) -> dict[str, list[str]]:
        targets: dict[str, list[str]] = {}
        for r in self.relationships(part):
            if not r.external and r.target in self.parts:
                targets.setdefault(r.kind, []).append(r.target)
        return targets

    def content_type(self, part: str) -> str | None:
        """Return the type that [Content_Types].xml gives a part by its name, else by its extension; `None` if there is none."""
        types = self.read_once("content types", "", self._content_types)
        return types.get(part.casefold(), types.get("." + part.rpartition(".")[2].casefold()))

    def _content_types(self) -> dict[str, str | None]:
        """Return the content types by part name, and by extension with a dot before it; of several, the first counts."""
        root = self.tree("/" + CONTENT_TYPES)
        types: dict[str, str | None] = {}
        for override in root.iter(f"{TYPES}Override"):
            types.setdefault(override.get("PartName", "").casefold(), override.get("ContentType"))
        for default in root.iter(f"{TYPES}Default"):
            types.setdefault("." + default.get("Extension", "").casefold(), default.get("ContentType"))
        return types

    def content_parts(self) -> list[str]:
        """Return every part except content types and relationships."""
        return [p for p in self.parts if p != "/" + CONTENT_TYPES and not p.endswith(".rels")]

    def presentation(self) -> str:
        """Return the name of the presentation part; an empty string where there is none."""
        return next(iter(self.related("/", "officeDocument")), "")

    def custom_xml(self) -> list[str]:
        """Return the parts of custom XML: those of the presentation, and of the package, where LibreOffice puts them."""
        return [*self.related(self.presentation(), "customXml"), *self.related("/", "customXml")]

    def parts_in(self, folder: str) -> list[str]:
        """Return the XML parts of one folder of `/ppt/`, in the order of the numbers in their names."""
        return self.read_once("folder", folder, lambda: self._parts_in(folder))

    def _parts_in(self, folder: str) -> list[str]:
        parts = [p for p in self.parts if re.fullmatch(rf"/ppt/{folder}/[^/]+\.xml", p)]
        numbers = {p: "".join(re.findall("[0-9]+", p)).lstrip("0") for p in parts}
        return sorted(parts, key=lambda p: (len(numbers[p]), numbers[p], p))

    def slides(self) -> list[str]:
        """Return the slides in the order of the slide list."""
        return self.read_once("slides", "", self._slides)

    def _slides(self) -> list[str]:
        main = self.presentation()
        targets = {r.id: r.target for r in self.relationships(main)}
        ids = [e.get(f"{R}id", "") for e in self.tree(main).iter(f"{P}sldId")]
        return [targets[i] for i in ids if targets.get(i) in self.parts]


def read(source: bytes | Path, *, whole: bool = False) -> Package:
    """Open a package; with `whole`, also media are read completely.

    Raises `unzip.UnreadableError`, with the reason, if it is not a package or too large to be read safely.
    """
    return Package(*unzip(source, whole=whole))


def read_number(element: etree._Element, name: str, default: int, bounds: tuple[int, int] = COORDINATES) -> int:
    """Read an attribute as an integer; BadNumberError if it is not an integer within `bounds`.

    Every number of a file is read here: Python's integers have no limit, but memory that is sized by them has.
    """
    text = element.get(name)
    if text is None:
        return default
    if not re.fullmatch(_NUMBER, text) or not bounds[0] <= int(text) <= bounds[1]:
        tag = etree.QName(element).localname
        raise BadNumberError(
            f"{tag} has the {name} {text[:40]!r}, which is not a number from {bounds[0]} to {bounds[1]}"
        )
    return int(text)


def rels_of(part: str) -> str:
    """Return the name of the part that contains the relationships of `part`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def owner_of(rels: str) -> str:
    """Return the name of the part whose relationships the part `rels` contains."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def ancestor_tags(element: etree._Element) -> Iterator[str]:
    """Yield the tags of the elements around an element, the nearest first."""
    return (str(e.tag) for e in element.iterancestors())


def _relationship(part: str, element: etree._Element) -> Relationship:
    external = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
    kind = element.get("Type", "").rpartition("/")[2]
    return Relationship(element.get("Id", ""), kind, target, external)
