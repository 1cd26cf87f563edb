"""The parts to which the shapes of a slide refer → numbered parts with their relationships, as a deck carries them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from lxml import etree

from deckgen.ir.carried import CarriedPart, CarriedRelation
from deckgen.ooxml.opc import R, rels_of
from deckgen.slide_files.charts import C, recoloured, state_chart
from deckgen.slide_files.errors import SlideFileError
from deckgen.slide_files.workbook import CONTENT_TYPE, WorkbookLeftOutError, carried_workbook
from deckgen.slide_files.xml import parse
from deckgen.template.cleaning import CleanTemplate

MAX_PARTS = 200
MAX_BYTES = 50 << 20
"""Maximum of the parts of one slide, and of their bytes together."""
_FOLDERS = {
    "image": "media", "chart": "charts", "package": "embeddings", "chartUserShapes": "drawings",
}  # fmt: skip
"""The folder of the parts to which a relationship of each kind may lead.

Others are not carried: the styles of a chart only say how its next series would look.
"""
_LINKS = ("hyperlink",)


class PartCollector:
    """Collects parts from a cleaned slide, each once; `left_out` are those that are not carried, each a clause."""

    def __init__(self, cleaned: CleanTemplate, *, is_of_2007: bool = False) -> None:
        self.cleaned, self.is_of_2007 = cleaned, is_of_2007
        self.parts: list[CarriedPart | None] = []
        self.left_out: list[str] = []
        self._numbers: dict[str, int] = {}
        self._bytes = 0

    def relations_of(self, part: str, used: Iterable[str]) -> tuple[CarriedRelation, ...]:
        """Return the relationships of a part with these ids, and collect their targets. Raises SlideFileError."""
        wanted = set(used)
        found = (self._relation(part, e) for e in self._listed(part) if e.get("Id") in wanted)
        return tuple(each for each in found if each is not None)

    def collected(self) -> tuple[CarriedPart, ...]:
        """Return all parts."""
        return tuple(part for part in self.parts if part is not None)

    def _listed(self, part: str) -> list[etree._Element]:
        data = self.cleaned.parts.get(rels_of(part))
        return [] if data is None else list(parse(data))

    def _relation(self, owner: str, element: etree._Element) -> CarriedRelation | None:
        kind = element.get("Type", "")
        name, rel_id, target = kind.rpartition("/")[2], element.get("Id", ""), element.get("Target", "")
        if element.get("TargetMode") == "External":
            return CarriedRelation(rel_id, kind, address=target) if name in _LINKS else None
        part = absolute(owner, target)
        if name not in _FOLDERS or part not in self.cleaned.parts:
            return None
        number = self._add(part, name)
        return None if number is None else CarriedRelation(rel_id, kind, number)

    def _add(self, part: str, kind: str) -> int | None:
        """Return the number of a part, which is collected if it was not; None if it is left out."""
        if part in self._numbers:
            return self._numbers[part]
        data, content_type = self.cleaned.parts[part], self.cleaned.types[part]
        if kind == "package":
            try:
                data, content_type = carried_workbook(data), CONTENT_TYPE
            except WorkbookLeftOutError as error:
                self.left_out.append(f"the workbook behind a chart, so that its numbers cannot be edited ({error})")
                return None
        self._bytes += len(data)
        if len(self.parts) >= MAX_PARTS or self._bytes > MAX_BYTES:
            limit = (
                f"more than {MAX_PARTS} parts" if len(self.parts) >= MAX_PARTS else f"more than {MAX_BYTES >> 20} MB"
            )
            raise SlideFileError(
                f"the slide refers to {limit}", "make its pictures smaller (Picture Format, Compress Pictures)"
            )
        number = self._numbers[part] = len(self.parts)
        self.parts.append(None)
        used = references(parse(data)) if kind in ("chart", "chartUserShapes") else ()
        relations = self.relations_of(part, used)
        if kind == "chart":
            data = self._stated_chart(part, data, {each.id for each in relations})
        self.parts[number] = CarriedPart(
            _FOLDERS[kind], part.rpartition(".")[2].casefold(), content_type, data, relations
        )
        return number

    def _stated_chart(self, part: str, data: bytes, kept: set[str]) -> bytes:
        """Return a chart that states its colours, without the reference to a workbook that is not carried."""
        root = parse(data)
        for each in [e for e in root.iter(f"{C}externalData") if e.get(f"{R}id") not in kept]:
            parent = each.getparent()
            if parent is not None:
                parent.remove(each)
        for theme in self._own_theme(part):
            recoloured(root, parse(theme))
        state_chart(root, is_of_2007=self.is_of_2007)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _own_theme(self, part: str) -> Iterator[bytes]:
        """Yield the colours of another theme that a chart has."""
        for element in self._listed(part):
            name = absolute(part, element.get("Target", ""))
            if element.get("Type", "").endswith("/themeOverride") and name in self.cleaned.parts:
                yield self.cleaned.parts[name]


def references(root: etree._Element) -> set[str]:
    """Return the ids of relationships that the elements of a tree refer to."""
    return {str(v) for e in root.iter() for name, v in e.attrib.items() if str(name).startswith(R)}


def absolute(owner: str, target: str) -> str:
    """Return the name of the part to which a relationship of `owner` leads."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(owner), target))
