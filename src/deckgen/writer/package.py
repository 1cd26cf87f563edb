"""Collect parts and their relationships, and return the bytes of an Open Packaging (zip) file.

Parts are stored in the order in which they are added, and the caller names them. python-pptx, in contrast, searches the entire
package for a free name or an existing relationship, and stamps the zip with the time of day.
"""

from __future__ import annotations

import io
import os
import posixpath
import zipfile
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from msgspec import Struct, field

from deckgen.cache.build_cache import NO_CACHE, BuildCache
from deckgen.ooxml import seal
from deckgen.ooxml.names import CT
from deckgen.writer.deflated_parts import Deflated, add_deflated, find_deflated
from deckgen.writer.errors import WriterError
from deckgen.writer.xml import HEAD, attribute

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_LATEST = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ADDED = "rIdDeckgen"
"""The beginning of the ids of relationships that are added to those of a template."""
FAST, SMALL = 3, 6
"""Levels of compression: for the parts of every deck, which many builds write, and for those of a template."""
ZipTimestamp = tuple[int, int, int, int, int, int]
"""Year, month, day, hour, minute and second, as a zip stores them."""
SVG = "image/svg+xml"
"""The content type of an SVG, which ECMA-376 does not define."""
_DEFAULT_TYPES = {
    "rels": CT.OPC_RELATIONSHIPS,
    "xml": CT.XML,
    "png": CT.PNG,
    "jpg": CT.JPEG,
    "svg": SVG,
    "fntdata": CT.X_FONTDATA,
}


class Part(Struct, eq=False):
    """One item of the package: its absolute name, its content type, its bytes and its relationships to other parts.

    `kept_relations` is the relationships part of a part of a template, as bytes; further relationships are added at its end.
    `level` is its level of compression in the file. `deflated` are its bytes compressed, where they are known: then they are
    stored, and `data` is not needed.
    """

    name: str
    content_type: str
    data: bytes = b""
    relations: dict[tuple[str, str, bool], str] = field(default_factory=dict)
    kept_relations: bytes = b""
    level: int = FAST
    deflated: Deflated | None = None

    def relate(self, kind: str, target: Part | str) -> str:
        """Return the id of the relationship of this kind to a part or (`str`) an external address; there is one per target."""
        external = isinstance(target, str)
        key = (kind, target if isinstance(target, str) else target.name, external)
        prefix = _ADDED if self.kept_relations else "rId"
        return self.relations.setdefault(key, f"{prefix}{len(self.relations) + 1}")

    def relate_as(self, id: str, kind: str, target: Part | str) -> None:  # noqa: A002
        """Add a relationship with an id that the bytes of the part already refer to."""
        external = isinstance(target, str)
        self.relations[kind, target if isinstance(target, str) else target.name, external] = id


class PackageWriter(Struct, eq=False):
    """All parts in the order in which they are stored; `root` has the relationships of the package itself."""

    parts: list[Part] = field(default_factory=list)
    root: Part = field(default_factory=lambda: Part("/", ""))
    seal_part: Part | None = None

    def add(self, name: str, content_type: str, data: str | bytes = b"") -> Part:
        """Add a part; text is stored as UTF-8."""
        part = Part(name, content_type, data.encode() if isinstance(data, str) else data)
        self.parts.append(part)
        return part

    def zip_bytes(self, moment: datetime | None, cache: BuildCache = NO_CACHE) -> bytes:
        """Return the file's bytes; every item is dated `moment`, or the earliest date that a zip can store.

        PNG and JPEG files are compressed already, and are stored as is; `cache` has other parts as compressed before.

        `seal_part`, if there is one, is written last and contains the digest of all other parts.
        """
        stamp = min(max(moment or _EARLIEST, _EARLIEST), _LATEST).timetuple()[:6]
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, data, level in self._zip_items():
                _store_item(archive, name, data, stamp, level, cache)
            if self.seal_part is not None:
                digest = seal.digest(archive.infolist())
                xml = f'{HEAD}<seal xmlns="{seal.SCHEMA}" digest="{digest}"/>'
                _store_item(archive, self.seal_part.name, xml.encode(), stamp, FAST, NO_CACHE)
        return target.getvalue()

    def _zip_items(self) -> Iterable[tuple[str, bytes | Deflated, int]]:
        """Yield name, bytes (as they are or compressed) and level of compression of each item of the file."""
        yield "/[Content_Types].xml", content_types_xml([(part.name, part.content_type) for part in self.parts]), FAST
        yield "/_rels/.rels", _relationships_xml(self.root), FAST
        for part in self.parts:
            if part is not self.seal_part:
                yield part.name, part.deflated or part.data, part.level
            if part.relations or part.kept_relations:
                folder, _, name = part.name.rpartition("/")
                yield f"{folder}/_rels/{name}.rels", _relationships_xml(part), part.level


def _store_item(
    archive: zipfile.ZipFile,
    name: str,
    data: bytes | Deflated,
    stamp: ZipTimestamp,
    level: int,
    cache: BuildCache,
) -> None:
    info = zipfile.ZipInfo(name.lstrip("/"), stamp)
    info.create_system, info.external_attr = 3, 0o644 << 16
    if isinstance(data, bytes) and name.endswith((".png", ".jpg")):
        archive.writestr(info, data, zipfile.ZIP_STORED)
    else:
        info.compress_type = zipfile.ZIP_DEFLATED
        part = data if isinstance(data, Deflated) else find_deflated(data, level, cache)
        add_deflated(archive, info, part)


def build_time(day: date | None = None) -> datetime | None:
    """Return the time of creation to store in the deck: `SOURCE_DATE_EPOCH` if set, else the start of `day`, else None.

    It is never the current time, so that the same content gives the same bytes. Raises WriterError if the variable is not a
    number of seconds.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        message = f"SOURCE_DATE_EPOCH is {seconds!r}, which is not a number of seconds since 1970"
        raise WriterError(message) from error


def content_types_xml(parts: Iterable[tuple[str, str]]) -> bytes:
    """Return the part that lists the content types of parts, given by names and types.

    A type is listed by extension if it is the usual one, else by name (ECMA-376-2 §10.1.2).
    """
    overrides = []
    extensions = {"rels", "xml"}
    for name, content_type in parts:
        extension = name.rpartition(".")[2]
        if extension != "xml" and _DEFAULT_TYPES.get(extension) == content_type:
            extensions.add(extension)
        else:
            overrides.append(f'<Override PartName="{attribute(name)}" ContentType="{attribute(content_type)}"/>')
    defaults = [
        f'<Default Extension="{extension}" ContentType="{_DEFAULT_TYPES[extension]}"/>'
        for extension in sorted(extensions)
    ]
    inner = "".join(defaults + overrides)
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{inner}</Types>'.encode()


def _relationships_xml(part: Part) -> bytes:
    """Return the relationships part of a part (ECMA-376-2 §9.3); targets are relative to the part's folder."""
    folder = part.name.rpartition("/")[0] or "/"
    entries = []
    for (kind, target, external), rel_id in part.relations.items():
        address = attribute(target) if external else _relative_target(target, folder)
        mode = ' TargetMode="External"' if external else ""
        entries.append(f'<Relationship Id="{rel_id}" Type="{kind}" Target="{address}"{mode}/>')
    if part.kept_relations:
        return _with_more_relations(part.kept_relations, entries)
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(entries)}</Relationships>'.encode()


def _with_more_relations(kept: bytes, more: list[str]) -> bytes:
    """Return a relationships part of a template with more relationships at its end."""
    if not more:
        return kept
    from deckgen.ooxml.splicing import elements, inserted_at_end, splice  # noqa: PLC0415 -- for parts of a template only

    inner = "".join(each.replace("<Relationship ", f'<Relationship xmlns="{_PACKAGE}/relationships" ') for each in more)
    return splice(kept, [inserted_at_end(elements(kept)[0], kept, inner.encode())])


def _relative_target(target: str, folder: str) -> str:
    target_folder, _, name = target.rpartition("/")
    return _path_to_folder(target_folder or "/", folder) + name


@lru_cache(maxsize=256)
def _path_to_folder(folder: str, start: str) -> str:
    """Return the path to a folder, with a slash at its end; empty if it is `start`. A package has few folders, and many parts."""
    return "" if folder == start else f"{posixpath.relpath(folder, start)}/"
