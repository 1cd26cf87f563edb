"""Parts and their relationships → the bytes of an Open Packaging (zip) file.

Parts are collected in the order in which they are made, and named by whoever makes them: python-pptx searches the whole package
for a free name or an existing relationship, and stamps the zip with the time of day.
"""

from __future__ import annotations

import io
import os
import posixpath
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache

from msgspec import Struct, field

from deckgen.ooxml import seal
from deckgen.ooxml.names import CT
from deckgen.writer.errors import WriterError
from deckgen.writer.xml import HEAD, attribute

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_LATEST = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Stamp = tuple[int, int, int, int, int, int]
"""Year, month, day, hour, minute and second, as a zip stores them."""
SVG = "image/svg+xml"
"""The content type of an SVG, of which ECMA-376 does not know."""
_DEFAULTS = {
    "rels": CT.OPC_RELATIONSHIPS,
    "xml": CT.XML,
    "png": CT.PNG,
    "jpg": CT.JPEG,
    "svg": SVG,
    "fntdata": CT.X_FONTDATA,
}


class Part(Struct, eq=False):
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


class PackageWriter(Struct, eq=False):
    """All parts in the order in which they are stored, and the relationships of the package itself."""

    parts: list[Part] = field(default_factory=list)
    root: Part = field(default_factory=lambda: Part("/", ""))
    seal: Part | None = None

    def add(self, name: str, content_type: str, data: str | bytes = b"") -> Part:
        """Add a part; text is stored as UTF-8."""
        part = Part(name, content_type, data.encode() if isinstance(data, str) else data)
        self.parts.append(part)
        return part

    def zipped(self, moment: datetime) -> bytes:
        """Give the file's bytes; every item carries `moment`. Pictures, compressed already, are stored as they are.

        The part `seal`, if there is one, comes last and gets the digest of all others.
        """
        stamp = min(max(moment, EARLIEST), _LATEST).timetuple()[:6]
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in self._items():
                _store(archive, name, data, stamp)
            if self.seal is not None:
                found = seal.digest(archive.infolist())
                told = f'{HEAD}<seal xmlns="{seal.SCHEMA}" digest="{found}"/>'
                _store(archive, self.seal.name, told.encode(), stamp)
        return target.getvalue()

    def _items(self) -> Iterable[tuple[str, bytes]]:
        yield "/[Content_Types].xml", _content_types(self.parts)
        yield "/_rels/.rels", _relationships(self.root)
        for part in self.parts:
            if part is not self.seal:
                yield part.name, part.data
            if part.relations:
                folder, _, name = part.name.rpartition("/")
                yield f"{folder}/_rels/{name}.rels", _relationships(part)


def _store(archive: zipfile.ZipFile, name: str, data: bytes, stamp: Stamp) -> None:
    info = zipfile.ZipInfo(name.lstrip("/"), stamp)
    info.create_system, info.external_attr = 3, 0o644 << 16
    info.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".jpg")) else zipfile.ZIP_DEFLATED
    archive.writestr(info, data, compresslevel=3)


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
    """Tell the content type of every part: by its extension where it is the usual one, else by name (ECMA-376-2 §10.1.2)."""
    named = []
    used = {"rels", "xml"}
    for part in parts:
        extension = part.name.rpartition(".")[2]
        if extension != "xml" and _DEFAULTS.get(extension) == part.content_type:
            used.add(extension)
        else:
            named.append(f'<Override PartName="{attribute(part.name)}" ContentType="{part.content_type}"/>')
    usual = [f'<Default Extension="{extension}" ContentType="{_DEFAULTS[extension]}"/>' for extension in sorted(used)]
    inner = "".join(usual + named)
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{inner}</Types>'.encode()


def _relationships(part: Part) -> bytes:
    """Tell what a part refers to (ECMA-376-2 §9.3); parts are named from its folder."""
    folder = part.name.rpartition("/")[0] or "/"
    made = []
    for (kind, target, external), rel_id in part.relations.items():
        shown = attribute(target) if external else _reference(target, folder)
        mode = ' TargetMode="External"' if external else ""
        made.append(f'<Relationship Id="{rel_id}" Type="{kind}" Target="{shown}"{mode}/>')
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(made)}</Relationships>'.encode()


@lru_cache(maxsize=1024)
def _reference(target: str, folder: str) -> str:
    return posixpath.relpath(target, folder)
