"""The bytes of a .pptx → the parts of each slide, a key that changes with them, and a presentation of that slide alone.

Parts are found through relationships, never by their names, so files of other programs work as well.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Collection, Iterable
from functools import cached_property

from lxml import etree
from msgspec import Struct

from deckgen.ooxml.opc import CONTENT_TYPES, RELS, P, R, owner_of, rels_of
from deckgen.render.errors import RenderError

_INVISIBLE_KINDS = frozenset({"notesSlide", "notesMaster", "customXml", "presProps", "viewProps", "slide"})
"""Kinds of relationships to parts that no picture of a slide shows; `slide` is a link to another slide, or the slide list."""

MAX_PIXELS = 64_000_000
"""Maximum pixels of one picture, which takes four bytes a pixel while it is drawn: twice as many as a width of 7,680 needs."""
_SIDE = re.compile("[0-9]{1,10}")
_MIN_SIDE, _MAX_SIDE = 914_400, 51_206_400
"""Minimum and maximum side of a slide in EMU (ECMA-376 part 1, 19.7.13)."""


class _PartRelationship(Struct, frozen=True):
    id: str
    kind: str
    target: str
    external: bool


class SourceDeck:
    """A .pptx that is read for drawing. Slides are numbered from 1. Raises RenderError if the bytes are not a presentation.

    Parts whose packed bytes are the same as in `before`, an earlier state of the same deck, are taken from there.
    """

    def __init__(self, data: bytes, before: SourceDeck | None = None) -> None:
        self._relationships: dict[str, tuple[_PartRelationship, ...]] = {}
        self._digests: dict[str, bytes] = {}
        self._packed: dict[str, bytes] = {}
        self.parts: dict[str, bytes] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._unpack(data, archive, before)
            self._main_part = next(r.target for r in self._relationships_of("") if r.kind == "officeDocument")
            self._root = etree.fromstring(self.parts[self._main_part])
            targets = {r.id: r.target for r in self._relationships_of(self._main_part)}
            self.slides = tuple(targets[entry.get(f"{R}id", "")] for entry in self._root.iter(f"{P}sldId"))
        except (zipfile.BadZipFile, KeyError, StopIteration, etree.XMLSyntaxError) as error:
            raise RenderError(f"this is not a presentation that can be drawn ({error})") from error

    def _unpack(self, data: bytes, archive: zipfile.ZipFile, before: SourceDeck | None) -> None:
        """Read all parts, and take unchanged parts and relationships from `before`."""
        entries = archive.infolist()
        same_names = before is not None and [entry.filename for entry in entries] == list(before.parts)
        for entry in entries:
            name = entry.filename
            packed = self._packed[name] = _packed_entry(data, entry)
            if before is None or before._packed.get(name) != packed:
                self.parts[name] = archive.read(entry)
                continue
            self.parts[name] = before.parts[name]
            # Relationships to missing parts are ignored, so they can be taken over only if both have the same parts.
            if same_names and (owner := _owner_of(name)) in before._relationships:
                self._relationships[owner] = before._relationships[owner]

    def __len__(self) -> int:
        """Return the number of slides."""
        return len(self.slides)

    def is_hidden(self, slide: int) -> bool:
        """Whether a slide is skipped when the deck is presented."""
        return _start_tag(self.parts[self.slides[slide - 1]]).get("show") in {"0", "false"}

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a slide in EMU."""
        size = self._root.find(f"{P}sldSz")
        if size is None:
            return 9144000, 6858000
        sides = (size.get("cx", ""), size.get("cy", ""))
        if not all(_SIDE.fullmatch(side) and _MIN_SIDE <= int(side) <= _MAX_SIDE for side in sides):
            size_text = " by ".join(repr(side[:20]) for side in sides)
            raise RenderError(
                f"a slide of {size_text} EMU cannot be drawn; PowerPoint takes from 1 to 56 inches a side"
            )
        return int(sides[0]), int(sides[1])

    def refuse_too_many_pixels(self, width: int) -> None:
        """Raise RenderError if the picture of a slide, `width` pixels wide, would have more than `MAX_PIXELS`."""
        slide_width, slide_height = self.size
        height = round(slide_height * width / slide_width)
        if width * height > MAX_PIXELS:
            limit = f"{MAX_PIXELS // 1_000_000} million pixels"
            raise RenderError(f"a slide would be drawn {width} by {height} pixels; no more than {limit} are drawn")

    @property
    def properties(self) -> dict[str, str]:
        """The properties of the file (`title`, `creator`, `subject`, `language`, `created` …), those that are not empty."""
        part = next((r.target for r in self._relationships_of("") if r.kind == "core-properties"), None)
        entries = etree.fromstring(self.parts[part]) if part else ()
        texts = {etree.QName(entry).localname: (entry.text or "").strip() for entry in entries}
        return {name: text for name, text in texts.items() if text}

    def link_targets(self, slide: int) -> dict[str, int | str]:
        """Return the number of the slide, or the address, to which each link of a slide leads, by its relationship."""
        numbers = {name: number for number, name in enumerate(self.slides, 1)}
        targets: dict[str, int | str] = {}
        for relation in self._relationships_of(self.slides[slide - 1]):
            if relation.kind == "slide" and relation.target in numbers:
                targets[relation.id] = numbers[relation.target]
            elif relation.kind == "hyperlink" and relation.external:
                targets[relation.id] = relation.target
        return targets

    def picture_key(self, slide: int) -> str:
        """Return a key for the picture of a slide: a digest of every part on which the picture depends.

        Part names are not included: a slide that only moves in the list keeps its key, unless it shows its number.
        """
        name = self.slides[slide - 1]
        return hashlib.sha256(self._common_digest + self._digest(name)).hexdigest()[:32]

    @cached_property
    def _common_digest(self) -> bytes:
        """Digest of what all slides depend on: their size and text defaults, the theme and the table styles."""
        digest = hashlib.sha256(b"".join(etree.tostring(e) for e in self._root if e.tag in _COMMON_ELEMENTS))
        for relation in self._relationships_of(self._main_part):
            if relation.kind in {"tableStyles", "theme"}:
                digest.update(self.parts[relation.target])
        return digest.digest()

    def _digest(self, name: str) -> bytes:
        """Return the digest of a part and of all parts that it shows."""
        known = self._digests.get(name)
        if known is None:
            digest = hashlib.sha256(self.parts[name])
            for relation in self._visible_relationships(name):
                digest.update(f"\n{relation.id} {relation.kind} ".encode())
                digest.update(self._digest(relation.target) if not relation.external else relation.target.encode())
            known = self._digests[name] = digest.digest()
        return known

    def _visible_relationships(self, name: str) -> list[_PartRelationship]:
        """Return the relationships that affect a picture. Only the layout of a slide does, not all layouts of a master."""
        related = [r for r in self._relationships_of(name) if r.kind not in _INVISIBLE_KINDS]
        return related if name in self.slides else [r for r in related if r.kind != "slideLayout"]

    def _relationships_of(self, name: str) -> tuple[_PartRelationship, ...]:
        known = self._relationships.get(name)
        if known is None:
            known = self._relationships[name] = self._read_relationships(name)
        return known

    def _read_relationships(self, name: str) -> tuple[_PartRelationship, ...]:
        folder = posixpath.dirname(name)
        data = self.parts.get(rels_of(name))
        if data is None:
            return ()
        relations = []
        for entry in etree.fromstring(data).iter(f"{RELS}Relationship"):
            external = entry.get("TargetMode") == "External"
            target = entry.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = entry.get("Type", "").rpartition("/")[2]
            if external or target in self.parts:
                relations.append(_PartRelationship(entry.get("Id", ""), kind, target, external))
        return tuple(relations)

    def single_slide(self, slide: int, adapt: Callable[[bytes], bytes] = bytes) -> bytes:
        """Return a presentation of one slide: the same parts, without those that only other slides and notes need.

        A renderer opens it in a fraction of the time. The picture is the same, since the number of the slide is stored as text.
        `adapt` changes the XML of the slide.
        """
        name = self.slides[slide - 1]
        needed = self._parts_of_slide(name)
        parts = {part: self.parts[part] for part in needed}
        parts[name] = adapt(parts[name])
        lists = {
            self._main_part: {name},
            **{part: needed for part in needed if "slideMaster" in self._kind_of_part.get(part, "")},
        }
        for part, listed in lists.items():
            self._remove_missing(parts, part, listed)
        parts[rels_of("")] = self.parts[rels_of("")]
        parts[CONTENT_TYPES] = b""
        root = etree.fromstring(self.parts[CONTENT_TYPES])
        for entry in [e for e in root if e.get("PartName", CONTENT_TYPES).lstrip("/") not in parts]:
            root.remove(entry)
        parts[CONTENT_TYPES] = etree.tostring(root)
        return zip_parts(parts)

    def _parts_of_slide(self, name: str) -> set[str]:
        """Return the names of all parts that one slide needs, including relationships and the presentation part."""
        common = [
            r.target
            for r in self._relationships_of(self._main_part)
            if r.kind in {"theme", "tableStyles", "slideMaster"}
        ]
        pending, needed = [name, *common], {self._main_part, rels_of(self._main_part)}
        while pending:
            part = pending.pop()
            if part not in needed:
                needed.add(part)
                if rels_of(part) in self.parts:
                    needed.add(rels_of(part))
                pending += [r.target for r in self._visible_relationships(part) if not r.external]
        return needed

    @cached_property
    def _kind_of_part(self) -> dict[str, str]:
        return {r.target: r.kind for r in self._relationships_of(self._main_part)}

    def _remove_missing(self, parts: dict[str, bytes], name: str, remaining: Collection[str]) -> None:
        """Remove from the lists and relationships of a part the slides and layouts that are not in `remaining`."""
        if name == self._main_part:
            removed = {
                r.id for r in self._relationships_of(name) if r.kind in _INVISIBLE_KINDS and r.target not in remaining
            }
        else:
            removed = {
                r.id for r in self._relationships_of(name) if r.kind == "slideLayout" and r.target not in remaining
            }
        root = etree.fromstring(self.parts[name])
        # Lists are children of the root. The extensions of the presentation part list slides again, for the navigator.
        for group in list(root):
            for entry in [e for e in group if e.get(f"{R}id") in removed]:
                group.remove(entry)
            if group.tag == f"{P}extLst" and name == self._main_part:
                root.remove(group)
        parts[name] = etree.tostring(root)
        relations = etree.fromstring(self.parts[rels_of(name)])
        for entry in [e for e in relations if e.get("Id") in removed]:
            relations.remove(entry)
        parts[rels_of(name)] = etree.tostring(relations)

    def with_slides_shown(self, slides: Iterable[int]) -> bytes:
        """Return a presentation in which only `slides` are shown and all others are hidden; numbers and links stay the same."""
        shown = set(slides)
        parts = dict(self.parts)
        for number, name in enumerate(self.slides, 1):
            if (number in shown) == self.is_hidden(number):
                root = etree.fromstring(parts[name])
                root.set("show", "1" if number in shown else "0")
                parts[name] = etree.tostring(root)
        return zip_parts(parts)


def _start_tag(data: bytes) -> etree._Element:
    """Return the root element of a part after reading only its start tag."""
    root: etree._Element = next(iter(etree.iterparse(io.BytesIO(data), events=("start",))))[1]
    return root


_COMMON_ELEMENTS = {f"{P}sldSz", f"{P}defaultTextStyle"}


def _packed_entry(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Return the packed bytes of an entry after its checksum, size and compression.

    They follow the local header, which ends with the lengths of name and extra field (two bytes each) and those fields.
    """
    lengths = entry.header_offset + 26
    start = lengths + 4 + sum(int.from_bytes(data[i : i + 2], "little") for i in (lengths, lengths + 2))
    return b"%d %d %d\n" % (entry.CRC, entry.file_size, entry.compress_type) + data[start : start + entry.compress_size]


def _owner_of(name: str) -> str | None:
    """Return the part whose relationships the part `name` contains; None if it contains no relationships."""
    is_rels = posixpath.basename(posixpath.dirname(name)) == "_rels" and name.endswith(".rels")
    return owner_of(name) if is_rels else None


def zip_parts(parts: dict[str, bytes]) -> bytes:
    """Return a zip file of parts without compression, because it is read only once, right away."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in (CONTENT_TYPES, *(name for name in parts if name != CONTENT_TYPES)):
            archive.writestr(name, parts[name])
    return file.getvalue()
