"""The bytes of a template → parts that a deck carries: each stays as it is, byte for byte, with its relationships.

Of the presentation, the master and the table styles the deck adds to what is there, by splices.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from deckgen.ooxml.names import CT
from deckgen.ooxml.opc import P, R, read, rels_of
from deckgen.ooxml.splicing import MalformedXmlError, elements, splice
from deckgen.ooxml.unzip import UnreadableError
from deckgen.writer.errors import WriterError
from deckgen.writer.package import SMALL, PackageWriter, Part

_NUMBER = re.compile(r"/([A-Za-z]+)(\d+)\.xml$")
_MAIN_RELATION = "officeDocument"


class TemplatePackage:
    """The parts of a template in the package of a deck.

    Raises WriterError if the file is none that `deckgen brand import` made.
    """

    def __init__(self, data: bytes, master: int) -> None:
        try:
            self.package = read(data, whole=True)
            self._all = {name: self._part(name) for name in self.package.content_parts()}
            self.parts = self._all
            main = self.package.presentation()
            self.presentation = self.parts[main]
            self.root = self.package.tree(main)
            self.master = self._masters()[master - 1]
            self._layouts = self._listed(self.master, "sldLayoutId")
        except (UnreadableError, etree.XMLSyntaxError, MalformedXmlError, KeyError, IndexError) as error:
            raise WriterError(
                f"the template cannot be read ({error}): import it again with `deckgen brand import`"
            ) from error

    def _part(self, name: str) -> Part:
        content_type = self.package.content_type(name) or CT.XML
        relations = self.package.parts.get(rels_of(name), b"")
        return Part(name, content_type, self.package.parts[name], kept_relations=relations, level=SMALL)

    def _masters(self) -> list[Part]:
        return [self._all[name] for name in self._listed(self.presentation, "sldMasterId")]

    def _listed(self, part: Part, tag: str) -> list[str]:
        """Return the names of the parts that a part lists in elements of one name."""
        targets = {each.id: each.target for each in self.package.relationships(part.name)}
        return [targets.get(e.get(f"{R}id", ""), "") for e in self.tree(part).iter(f"{P}{tag}")]

    def drop_unused(self, layouts: Collection[int], hosts: Collection[int]) -> None:
        """Leave out the other masters and all layouts but some, with what only they refer to.

        `layouts` are the numbers of those that stay, `hosts` of those of which copies refer to the same parts.
        """
        stay = {self.layout(number).name for number in layouts}
        gone = {*self._layouts} - stay | {part.name for part in self._masters() if part is not self.master}
        _leave_out(self.presentation, self._relations_to(self.presentation, gone))
        _leave_out(self.master, self._relations_to(self.master, gone))
        copied = {
            each.target
            for number in hosts
            for each in self.package.relationships(self.layout(number).name)
            if not each.external
        }
        kept = self._reachable(["/", *copied], gone)
        self.parts = {name: part for name, part in self.parts.items() if name in kept}

    def _relations_to(self, part: Part, targets: Collection[str]) -> set[str]:
        return {each.id for each in self.package.relationships(part.name) if each.target in targets}

    def _reachable(self, pending: list[str], gone: Collection[str]) -> set[str]:
        """Return the parts that can be reached from some without passing others."""
        found = set(pending)
        while pending:
            for each in self.package.relationships(pending.pop()):
                if not each.external and each.target not in found and each.target not in gone:
                    found.add(each.target)
                    pending.append(each.target)
        return found

    def carry(self, target: PackageWriter) -> None:
        """Add all parts to the package of a deck, and relate those to which the package itself has relationships."""
        target.parts += self.parts.values()
        for relationship in self.package.tree(rels_of("/")):
            kind, name = relationship.get("Type", ""), "/" + relationship.get("Target", "").lstrip("/")
            if name in self.parts and not kind.endswith(_MAIN_RELATION):
                target.root.relate(kind, self.parts[name])

    def layout(self, number: int) -> Part:
        """Return a layout of the master, by its position from 1. Raises WriterError if there is none."""
        if number > len(self._layouts) or self._layouts[number - 1] not in self._all:
            raise WriterError(f"the template has no layout {number}: import it again with `deckgen brand import`")
        return self._all[self._layouts[number - 1]]

    def tree(self, part: Part) -> etree._Element:
        """Return the root element of a part as it is in the template."""
        return self.package.tree(part.name)

    def related(self, part: Part, kind: str) -> Part | None:
        """Return the part to which a part has a relationship of one kind; None if there is none."""
        return next((self.parts[name] for name in self.package.related(part.name, kind)), None)

    def new_name(self, folder: str, stem: str) -> str:
        """Return the name of a further part, `/ppt/FOLDER/STEMn.xml`, that the template does not have."""
        numbers = [int(found[2]) for name in self.parts if (found := _NUMBER.search(name)) and found[1] == stem]
        return f"/ppt/{folder}/{stem}{max(numbers, default=0) + 1}.xml"

    def largest_id(self) -> int:
        """Return the largest of the ids of masters and layouts, which share one sequence (ECMA-376 part 1, 19.7.14)."""
        ids = [int(e.get("id", "0")) for e in self.root.iter(f"{P}sldMasterId")]
        for master in self._masters():
            ids += [int(e.get("id", "0")) for e in self.tree(master).iter(f"{P}sldLayoutId")]
        return max(ids, default=2**31 - 1)


def _leave_out(part: Part, relations: Collection[str]) -> None:
    """Take some relationships out of a part, and the entries of lists that have them."""
    part.data = splice(part.data, [
        (each.start, each.end, b"") for each in elements(part.data)
        if each.tag in (f"{P}sldMasterId", f"{P}sldLayoutId") and each.attributes.get(f"{R}id") in relations
    ])  # fmt: skip
    part.kept_relations = splice(part.kept_relations, [
        (each.start, each.end, b"") for each in elements(part.kept_relations) if each.attributes.get("Id") in relations
    ])  # fmt: skip
