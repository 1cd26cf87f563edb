"""The parts of a cleaned template → the bytes of the .pptx that a brand keeps, and back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from deckgen.ooxml.opc import CONTENT_TYPES
from deckgen.template.cleaning import CleanTemplate
from deckgen.writer.package import content_types_xml

_STAMP = (1980, 1, 1, 0, 0, 0)
_PACKED = (".png", ".jpg", ".jpeg", ".gif")


def stored_bytes(template: CleanTemplate) -> bytes:
    """Return a template as a .pptx without slides; the same template gives the same bytes."""
    return zip_parts(template.parts, template.types)


def zip_parts(parts: Mapping[str, bytes], types: Mapping[str, str]) -> bytes:
    """Return parts as a package."""
    target = io.BytesIO()
    listed = [(name, types[name]) for name in parts if not name.endswith(".rels")]
    with zipfile.ZipFile(target, "w") as archive:
        _store(archive, CONTENT_TYPES, content_types_xml(listed))
        for name in sorted(parts, key=lambda name: (name != "/_rels/.rels", name)):
            _store(archive, name.lstrip("/"), parts[name])
    return target.getvalue()


def _store(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _STAMP)
    info.create_system, info.external_attr = 3, 0o644 << 16
    info.compress_type = zipfile.ZIP_STORED if name.casefold().endswith(_PACKED) else zipfile.ZIP_DEFLATED
    archive.writestr(info, data)
