"""A file → its parts as a package, or a sentence about why it is no template.

The limits of `ooxml.unzip` hold: a crafted file is refused before it is unpacked.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from deckgen.ooxml.opc import CONTENT_TYPES, P, Package, read
from deckgen.ooxml.splicing import MalformedXmlError, as_utf8
from deckgen.ooxml.unzip import UnreadableError, is_xml
from deckgen.template.errors import TemplateError

MAX_FILE_BYTES = 100 << 20
"""Maximum size of the file of a template."""
MAX_PARTS = 5_000
_STRICT = "http://purl.oclc.org/ooxml/presentationml/main"
_COMPOUND = b"\xd0\xcf\x11\xe0"
SAVE_AS_TEMPLATE = "save it in PowerPoint as a template (.potx), and import that file"
"""What to do with a file that is no usable template."""


def open_template(path: Path) -> Package:
    """Open a .potx, .pptx or .pptm with all of its bytes. Raises TemplateError, and OSError if the file cannot be read."""
    if path.stat().st_size > MAX_FILE_BYTES:
        raise TemplateError(
            f"{path.name} is larger than {MAX_FILE_BYTES >> 20} MB: remove slides and pictures that are not needed, and import "
            "it again"
        )
    return open_bytes(path.read_bytes(), path.name)


def open_bytes(data: bytes, name: str, remedy: str = SAVE_AS_TEMPLATE) -> Package:
    """Open the bytes of a template, or of another presentation with the `remedy` that messages name. Raises TemplateError."""
    if data[:4] == _COMPOUND:
        raise TemplateError(
            f"{name} has a password, or is a file of PowerPoint before 2007: open it in PowerPoint, remove the password, "
            f"and {remedy}"
        )
    try:
        package = read(data, whole=True)
    except UnreadableError as error:
        raise TemplateError(f"{name} cannot be read ({error}): {remedy}") from error
    if len(package.parts) > MAX_PARTS:
        raise TemplateError(f"{name} has more than {MAX_PARTS} parts: remove slides that are not needed, and {remedy}")
    try:
        package = Package(package.entries, dict(_in_utf8(package)))
        _require_presentation(package, name, remedy)
    except (etree.XMLSyntaxError, MalformedXmlError, KeyError, ValueError) as error:
        raise TemplateError(f"{name} is damaged ({error}): {remedy}") from error
    return package


def _in_utf8(package: Package) -> Iterator[tuple[str, bytes]]:
    """Yield the parts, with XML in UTF-8 and without document type declarations."""
    for part, data in package.parts.items():
        if not is_xml(part):
            yield part, data
            continue
        xml = as_utf8(data)
        if b"<!DOCTYPE" in xml and not part.casefold().endswith(".svg"):
            raise MalformedXmlError(f"{part} has a document type declaration")
        yield part, xml


def _require_presentation(package: Package, name: str, remedy: str) -> None:
    if f"/{CONTENT_TYPES}" not in package.parts:
        raise TemplateError(f"{name} is no PowerPoint file: {remedy}")
    main = package.presentation()
    if not main:
        raise TemplateError(f"{name} has no presentation in it: {remedy}")
    root = package.tree(main)
    if root.tag == f"{{{_STRICT}}}presentation":
        raise TemplateError(f"{name} is saved as “Strict Open XML”, which deckgen does not read: {remedy}")
    content_type = package.content_type(main) or ""
    if "theme" in content_type.casefold() or "theme" in str(root.tag):
        raise TemplateError(f"{name} is only a theme, without slide layouts: {remedy}")
    if root.tag != f"{P}presentation":
        raise TemplateError(f"{name} is no presentation (its main part is {root.tag}): {remedy}")
    masters = package.related(main, "slideMaster")
    if not masters:
        raise TemplateError(f"{name} has no slide master: {remedy}")
    if not any(package.related(master, "slideLayout") for master in masters):
        raise TemplateError(
            f"{name} has no slide layouts: add at least one with a title in PowerPoint (View, Slide Master), and import it again"
        )
