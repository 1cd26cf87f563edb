"""The bytes of a .pptx → what each slide is made of: its parts, a key that changes with them, and the slide by itself.

A part is followed through its relationships, never by its name, so that this holds for files of other programs too.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterable
from functools import cached_property

from lxml import etree
from msgspec import Struct

from deckgen.render.errors import RenderError

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_TYPES = "[Content_Types].xml"
_UNDRAWN = frozenset({"notesSlide", "notesMaster", "customXml", "presProps", "viewProps", "slide"})
"""Relationships to what no picture of a slide shows; `slide` is a link to another one, or the list of all."""


MOST_PIXELS = 64_000_000
"""Of one picture of a slide, which takes four bytes a pixel while it is drawn: twice as many as 7,680 pixels of width need."""
_SIDE = re.compile("[0-9]{1,10}")
_LEAST_SIDE, _MOST_SIDE = 914_400, 51_206_400
"""EMU: what the side of a slide may be (ECMA-376 part 1, 19.7.13)."""


class _Relation(Struct, frozen=True):
    id: str
    kind: str
    target: str
    external: bool


class SourceDeck:
    """A .pptx, read. Slides are counted from 1. Raises RenderFault where the bytes are no presentation.

    What is packed just as it was in the package `before`, an earlier state of the same deck, is taken from there.
    """

    def __init__(self, data: bytes, before: SourceDeck | None = None) -> None:
        self._relations: dict[str, tuple[_Relation, ...]] = {}
        self._digests: dict[str, bytes] = {}
        self._packed: dict[str, bytes] = {}
        self.parts: dict[str, bytes] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._unpack(data, archive, before)
            self._main = next(r.target for r in self._related("") if r.kind == "officeDocument")
            self._root = etree.fromstring(self.parts[self._main])
            targets = {r.id: r.target for r in self._related(self._main)}
            self.slides = tuple(targets[entry.get(_ID, "")] for entry in self._root.iter(f"{_P}sldId"))
        except (zipfile.BadZipFile, KeyError, StopIteration, etree.XMLSyntaxError) as fault:
            raise RenderError(f"this is no presentation that can be drawn ({fault})") from fault

    def _unpack(self, data: bytes, archive: zipfile.ZipFile, before: SourceDeck | None) -> None:
        entries = archive.infolist()
        same_names = before is not None and [entry.filename for entry in entries] == list(before.parts)
        for entry in entries:
            name = entry.filename
            packed = self._packed[name] = _packed(data, entry)
            if before is None or before._packed.get(name) != packed:
                self.parts[name] = archive.read(entry)
                continue
            self.parts[name] = before.parts[name]
            # Relationships name parts, and only those count that are there.
            if same_names and (owner := _owner_of(name)) in before._relations:
                self._relations[owner] = before._relations[owner]

    def __len__(self) -> int:
        """How many slides there are."""
        return len(self.slides)

    def hidden(self, slide: int) -> bool:
        """Tell whether a slide is left out when the deck is shown."""
        return _root(self.parts[self.slides[slide - 1]]).get("show") in {"0", "false"}

    @property
    def size(self) -> tuple[int, int]:
        """Extent of a slide in EMU."""
        size = self._root.find(f"{_P}sldSz")
        if size is None:
            return 9144000, 6858000
        sides = (size.get("cx", ""), size.get("cy", ""))
        if not all(_SIDE.fullmatch(side) and _LEAST_SIDE <= int(side) <= _MOST_SIDE for side in sides):
            told = " by ".join(repr(side[:20]) for side in sides)
            raise RenderError(f"a slide of {told} EMU cannot be drawn; PowerPoint takes from 1 to 56 inches a side")
        return int(sides[0]), int(sides[1])

    def refuse_too_many_pixels(self, width: int) -> None:
        """Raise RenderFault where the picture of a slide, `width` pixels wide, would have more than `MOST_PIXELS`."""
        across, down = self.size
        height = round(down * width / across)
        if width * height > MOST_PIXELS:
            most = f"{MOST_PIXELS // 1_000_000} million pixels"
            raise RenderError(f"a slide would be drawn {width} by {height} pixels; no more than {most} are drawn")

    @property
    def title(self) -> str:
        """The title that the file's properties give; empty where they give none."""
        part = next((r.target for r in self._related("") if r.kind == "core-properties"), None)
        return (etree.fromstring(self.parts[part]).findtext(_TITLE) or "").strip() if part else ""

    def key(self, slide: int) -> str:
        """Name what a slide looks like: a digest of every part that its picture depends on.

        Names of parts are not in it: a slide that only moves in the list keeps its key, as long as it shows no number.
        """
        name = self.slides[slide - 1]
        return hashlib.sha256(self._common + self._digest(name)).hexdigest()[:32]

    @cached_property
    def _common(self) -> bytes:
        """What all slides depend on: their size and text defaults, and the table styles."""
        found = hashlib.sha256(b"".join(etree.tostring(e) for e in self._root if e.tag in _COMMON))
        for relation in self._related(self._main):
            if relation.kind in {"tableStyles", "theme"}:
                found.update(self.parts[relation.target])
        return found.digest()

    def _digest(self, name: str) -> bytes:
        known = self._digests.get(name)
        if known is None:
            found = hashlib.sha256(self.parts[name])
            for relation in self._drawn(name):
                found.update(f"\n{relation.id} {relation.kind} ".encode())
                found.update(self._digest(relation.target) if not relation.external else relation.target.encode())
            known = self._digests[name] = found.digest()
        return known

    def _drawn(self, name: str) -> list[_Relation]:
        """The relationships that matter to a picture. A master knows all layouts; only a slide is drawn with one."""
        related = [r for r in self._related(name) if r.kind not in _UNDRAWN]
        return related if name in self.slides else [r for r in related if r.kind != "slideLayout"]

    def _related(self, name: str) -> tuple[_Relation, ...]:
        known = self._relations.get(name)
        if known is None:
            known = self._relations[name] = self._read_relations(name)
        return known

    def _read_relations(self, name: str) -> tuple[_Relation, ...]:
        folder = posixpath.dirname(name)
        data = self.parts.get(_relations_of(name))
        if data is None:
            return ()
        found = []
        for entry in etree.fromstring(data).iter(_RELATION):
            external = entry.get("TargetMode") == "External"
            target = entry.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = entry.get("Type", "").rpartition("/")[2]
            if external or target in self.parts:
                found.append(_Relation(entry.get("Id", ""), kind, target, external))
        return tuple(found)

    def alone(self, slide: int) -> bytes:
        """Make a presentation of one slide: the same parts, without what other slides and their notes need.

        A renderer opens it in a fraction of the time; the picture is the same, since the number of the slide is written
        in it.
        """
        name = self.slides[slide - 1]
        kept = self._reached(name)
        parts = {part: self.parts[part] for part in kept}
        lists = {self._main: {name}, **{part: kept for part in kept if "slideMaster" in self._kinds.get(part, "")}}
        for part, wanted in lists.items():
            self._narrow(parts, part, wanted)
        parts[_relations_of("")] = self.parts[_relations_of("")]
        parts[_TYPES] = b""
        root = etree.fromstring(self.parts[_TYPES])
        for entry in [e for e in root if e.get("PartName", _TYPES).lstrip("/") not in parts]:
            root.remove(entry)
        parts[_TYPES] = etree.tostring(root)
        return zipped(parts)

    def _reached(self, name: str) -> set[str]:
        """The parts of one slide, with their relationships and what belongs to the presentation as a whole."""
        common = [r.target for r in self._related(self._main) if r.kind in {"theme", "tableStyles", "slideMaster"}]
        todo, found = [name, *common], {self._main, _relations_of(self._main)}
        while todo:
            part = todo.pop()
            if part not in found:
                found.add(part)
                if _relations_of(part) in self.parts:
                    found.add(_relations_of(part))
                todo += [r.target for r in self._drawn(part) if not r.external]
        return found

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {r.target: r.kind for r in self._related(self._main)}

    def _narrow(self, parts: dict[str, bytes], name: str, wanted: Collection[str]) -> None:
        """Take from a part's lists and relationships the slides and layouts that are not there any more."""
        if name == self._main:
            gone = {r.id for r in self._related(name) if r.kind in _UNDRAWN and r.target not in wanted}
        else:
            gone = {r.id for r in self._related(name) if r.kind == "slideLayout" and r.target not in wanted}
        root = etree.fromstring(self.parts[name])
        # Lists are children of the root; the extensions of the main part name slides once more, for the navigator.
        for group in list(root):
            for entry in [e for e in group if e.get(_ID) in gone]:
                group.remove(entry)
            if group.tag == f"{_P}extLst" and name == self._main:
                root.remove(group)
        parts[name] = etree.tostring(root)
        relations = etree.fromstring(self.parts[_relations_of(name)])
        for entry in [e for e in relations if e.get("Id") in gone]:
            relations.remove(entry)
        parts[_relations_of(name)] = etree.tostring(relations)

    def showing(self, slides: Iterable[int]) -> bytes:
        """Make the presentation in which just `slides` are shown and all others hidden; numbers and links stay."""
        wanted = set(slides)
        parts = dict(self.parts)
        for number, name in enumerate(self.slides, 1):
            if (number in wanted) == self.hidden(number):
                root = etree.fromstring(parts[name])
                root.set("show", "1" if number in wanted else "0")
                parts[name] = etree.tostring(root)
        return zipped(parts)


def _root(data: bytes) -> etree._Element:
    """Read the start tag of a part's root, and no further."""
    found: etree._Element = next(iter(etree.iterparse(io.BytesIO(data), events=("start",))))[1]
    return found


_COMMON = {f"{_P}sldSz", f"{_P}defaultTextStyle"}


def _packed(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry as they lie in the file, behind its own header (which ends in two lengths); checksum first."""
    at = entry.header_offset + 26
    start = at + 4 + sum(int.from_bytes(data[i : i + 2], "little") for i in (at, at + 2))
    return b"%d %d %d\n" % (entry.CRC, entry.file_size, entry.compress_type) + data[start : start + entry.compress_size]


def _owner_of(name: str) -> str | None:
    """The part whose relationships a part holds; None for a part that holds none."""
    folder, base = posixpath.split(name)
    if posixpath.basename(folder) != "_rels" or not base.endswith(".rels"):
        return None
    return posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))


def _relations_of(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def zipped(parts: dict[str, bytes]) -> bytes:
    """Pack parts without pressing them: the file is read once, at once."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in (_TYPES, *(name for name in parts if name != _TYPES)):
            archive.writestr(name, parts[name])
    return file.getvalue()
