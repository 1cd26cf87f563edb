"""The workbook behind a chart → the same bytes for each build and without document properties; or why it is left out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from deckgen.ooxml.opc import Package, read
from deckgen.ooxml.splicing import MalformedXmlError
from deckgen.ooxml.unzip import UnreadableError
from deckgen.template.cleaning import clean_workbook
from deckgen.template.storing import zip_parts

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIN = f"{CONTENT_TYPE}.main+xml"
_KEPT = frozenset({
    "officeDocument", "worksheet", "chartsheet", "styles", "theme", "sharedStrings", "calcChain", "table", "drawing", "chart",
    "chartStyle", "chartColorStyle", "image", "hyperlink", "sheetMetadata",
})  # fmt: skip
_DROPPED = frozenset({
    "core-properties", "extended-properties", "custom-properties", "thumbnail", "customXml", "customXmlProps", "printerSettings",
})  # fmt: skip
"""Kinds of relationships whose targets a workbook does without."""


class WorkbookLeftOutError(Exception):
    """A workbook that a deck does not carry; the message says why."""


def carried_workbook(data: bytes) -> bytes:
    """Return a workbook (.xlsx) as a deck carries it.

    Raises WorkbookLeftOutError if it cannot be read, is no .xlsx, or has macros, objects or links to other files in it.
    """
    try:
        package = read(data, whole=True)
        if package.content_type(package.presentation()) != _MAIN:
            raise WorkbookLeftOutError("it is no workbook without macros (.xlsx)")
        harmful = sorted(set(_harmful(package)))
        if harmful:
            raise WorkbookLeftOutError(f"it has {', '.join(harmful[:4])}")
        cleaned = clean_workbook(package)
    except (UnreadableError, MalformedXmlError, etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise WorkbookLeftOutError(f"it cannot be read ({error})") from error
    return zip_parts(cleaned.parts, cleaned.types)


def _harmful(package: Package) -> Iterator[str]:
    """Yield the kinds of relationships that a workbook must not have, of all of its parts."""
    for part in ("/", *package.content_parts()):
        for relationship in package.relationships(part):
            if relationship.kind not in _KEPT | _DROPPED:
                yield relationship.kind
            elif relationship.external and not relationship.target.casefold().startswith(
                ("http://", "https://", "mailto:")
            ):
                yield f"a link to {relationship.target[:60]}"
