"""Parts and their relationships → the bytes of an Open Packaging (zip) file.

python-pptx gives the vocabulary: part names, content types, relationship types and the XML of both index items. Parts
are collected here, in the order in which they are made and without its searches for free names and existing
relationships, which walk the whole package; and the zip is written here, because python-pptx stamps it with the time
of day.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.oxml import CT_Relationships, CT_Types, serialize_part_xml
from pptx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI, PackURI

from deckgen import seal
from deckgen.writer.errors import WriterError
from deckgen.writer.xml import HEAD

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_LATEST = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
SVG = "image/svg+xml"
"""The content type of an SVG, which python-pptx does not know."""
_DEFAULTS = {
    "rels": CT.OPC_RELATIONSHIPS,
    "xml": CT.XML,
    "png": CT.PNG,
    "jpg": CT.JPEG,
    "svg": SVG,
    "fntdata": CT.X_FONTDATA,
}


@dataclass(slots=True, eq=False)
class Part:
    """One item of the package: its absolute name, its content type, its bytes and the relationships from it."""

    name: str
    content_type: str
    data: bytes = b""
    relations: dict[tuple[str, str, bool], str] = field(default_factory=dict)

    def relate(self, kind: str, target: Part | str) -> str:
        """Give the id of the relationship of this kind to a part or (a `str`) to an address outside; one per target."""
        external = isinstance(target, str)
        key = (kind, target if isinstance(target, str) else target.name, external)
        return self.relations.setdefault(key, f"rId{len(self.relations) + 1}")


@dataclass(slots=True, eq=False)
class Package:
    """All parts in the order in which they are stored, and the relationships of the package itself."""

    parts: list[Part] = field(default_factory=list)
    root: Part = field(default_factory=lambda: Part(str(PACKAGE_URI), ""))
    seal: Part | None = None

    def add(self, name: str, content_type: str, data: str | bytes = b"") -> Part:
        """Add a part; text is stored as UTF-8."""
        part = Part(name, content_type, data.encode() if isinstance(data, str) else data)
        self.parts.append(part)
        return part

    def zipped(self, moment: datetime) -> bytes:
        """Give the file's bytes; every item carries `moment`. Pictures, compressed already, are stored as they are.

        The part `seal`, if there is one, gets the digest of all others.
        """
        items = dict(self._items())
        if self.seal is not None:
            found = seal.digest((name, [data]) for name, data in items.items())
            items[self.seal.name] = f'{HEAD}<seal xmlns="{seal.SCHEMA}" digest="{found}"/>'.encode()
        stamp = min(max(moment, EARLIEST), _LATEST).timetuple()[:6]
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in items.items():
                info = zipfile.ZipInfo(name.lstrip("/"), stamp)
                info.create_system, info.external_attr = 3, 0o644 << 16
                info.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".jpg")) else zipfile.ZIP_DEFLATED
                archive.writestr(info, data, compresslevel=6)
        return target.getvalue()

    def _items(self) -> Iterable[tuple[str, bytes]]:
        yield str(CONTENT_TYPES_URI), _content_types(self.parts)
        yield str(PACKAGE_URI.rels_uri), _relationships(self.root)
        for part in self.parts:
            yield part.name, part.data
            if part.relations:
                yield str(PackURI(part.name).rels_uri), _relationships(part)


def moment_of_build() -> datetime:
    """When the deck says that it was made: `SOURCE_DATE_EPOCH` if set, else the first day that a zip can name.

    Raises WriterError where the variable is no number of seconds. Never the time of day: the same content gives the
    same bytes.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return EARLIEST
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as fault:
        message = f"SOURCE_DATE_EPOCH is {seconds!r}, which is not a number of seconds since 1970"
        raise WriterError(message) from fault


def _content_types(parts: Iterable[Part]) -> bytes:
    types = CT_Types.new()
    overrides = []
    used = {"rels", "xml"}
    for part in parts:
        extension = part.name.rpartition(".")[2]
        if extension != "xml" and _DEFAULTS.get(extension) == part.content_type:
            used.add(extension)
        else:
            overrides.append(part)
    for extension in sorted(used):
        types.add_default(extension, _DEFAULTS[extension])
    for part in overrides:
        types.add_override(PackURI(part.name), part.content_type)
    return bytes(serialize_part_xml(types))


def _relationships(part: Part) -> bytes:
    rels = CT_Relationships.new()
    base = PackURI(part.name).baseURI
    for (kind, target, external), rel_id in part.relations.items():
        rels.add_rel(rel_id, kind, target if external else PackURI(target).relative_ref(base), external)
    return bytes(rels.xml_file_bytes)
