"""The texts of a deck for a translator ↔ XLIFF 1.2, the version that OmegaT, memoQ, Trados and Weblate all read.

The marks of inline text (`**`, `[^id]`, the address of a link) are inline elements, so that these programs show them as tags,
and warn of one that is lost. The same texts give the same bytes. Files that come back may be hostile: they are read without
entities, document types and network, and within limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from deckgen.model.language_tags import is_language_tag
from deckgen.translation.exchange import MAX_TEXTS, Exchange, ExchangeError, IncomingEntry, OutgoingEntry, digest_of
from deckgen.translation.matching import TextState

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_N = f"{{{NAMESPACE}}}"
_TOKENS = re.compile(
    r"(?P<note>\[\^[^\[\]\s]+\])|\[(?P<words>[^\[\]\n]+)(?P<link>\]\([^()\s]*\))|(?P<mark>\*\*|https?://[^\s<>\])]+)"
)
"""The marks of inline text that become inline elements."""
_INLINE = {f"{_N}{name}" for name in ("ph", "bpt", "ept", "it", "g", "x", "bx", "ex", "mrk", "sub")}
_MAX_DEPTH = 20
"""How deep inline elements may be inside each other."""
_STATES = {
    TextState.TRANSLATED: "translated", TextState.REVIEW: "needs-review-translation", TextState.OUTDATED: "needs-adaptation",
    TextState.MISSING: "new",
}  # fmt: skip
_READ_STATES = {
    "translated": TextState.TRANSLATED, "final": TextState.TRANSLATED, "signed-off": TextState.TRANSLATED,
    "needs-adaptation": TextState.OUTDATED,
    **dict.fromkeys(("needs-review-translation", "needs-review-adaptation", "needs-review-l10n", "needs-l10n"), TextState.REVIEW),
}  # fmt: skip
"""What the states of XLIFF 1.2 mean here; others say nothing of a translation that is there."""


def xliff_bytes(exchange: Exchange) -> bytes:
    """Return the XLIFF file."""
    units = "\n".join(_unit(entry) for entry in exchange.entries)
    attributes = (
        f'original={quoteattr(exchange.deck)} datatype="plaintext" source-language={quoteattr(exchange.source_language)} '
        f"target-language={quoteattr(exchange.language)}"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="{NAMESPACE}">\n<file {attributes}>\n<body>\n'
        f"{units}\n</body>\n</file>\n</xliff>\n"
    ).encode()


def _unit(entry: OutgoingEntry) -> str:
    target = ""
    if entry.translation:
        inner = _with_elements(entry.translation, has_markup=entry.has_markup)
        target = f'\n<target state="{_STATES[TextState(entry.state)]}">{inner}</target>'
    # Not `maxwidth`, which programs take for a limit: this is an estimate.
    room = "" if entry.room is None else f"room left: about {entry.room} characters"
    notes = [entry.where, room, f"the text was: {entry.before}" if entry.before else ""]
    return (
        f"<trans-unit id={quoteattr(entry.key)} extradata={quoteattr(digest_of(entry.translation))} "
        f'xml:space="preserve">\n<source>{_with_elements(entry.source, has_markup=entry.has_markup)}</source>{target}'
        + "".join(f"\n<note>{escape(note)}</note>" for note in notes if note)
        + "\n</trans-unit>"
    )


def _with_elements(text: str, *, has_markup: bool) -> str:
    """Return a text with an inline element for each of its marks."""
    if not has_markup:
        return escape(text)
    pieces: list[str] = []
    done = 0
    for number, found in enumerate(_TOKENS.finditer(text), 1):
        pieces.append(escape(text[done : found.start()]))
        done = found.end()
        if found["link"]:
            words = escape(found["words"])
            pieces.append(f'<bpt id="{number}">[</bpt>{words}<ept id="{number}">{escape(found["link"])}</ept>')
        else:
            pieces.append(f'<ph id="{number}">{escape(found[0])}</ph>')
    return "".join((*pieces, escape(text[done:])))


def read_xliff(data: bytes, path: Path, language: str) -> list[IncomingEntry]:
    """Return the texts of an XLIFF 1.2 file into a language. Raises ExchangeError if it is none, or is not safe to read."""
    root = _parsed(data, path)
    if root.tag != f"{_N}xliff":
        version = f" {root.get('version', '')}".rstrip() if etree.QName(root).localname == "xliff" else ""
        what = f"is XLIFF{version}" if version else "is no XLIFF file"
        raise ExchangeError(f"{path} {what}: save it as XLIFF 1.2, as `deckgen translate` writes it")
    entries: list[IncomingEntry] = []
    for file in root.iterchildren(f"{_N}file"):
        into = file.get("target-language", language)
        if not is_language_tag(into) or into.partition("-")[0].lower() != language.partition("-")[0].lower():
            raise ExchangeError(f"{path} is a translation into `{into[:30]}`, not into `{language}`")
        entries += _entries(file)
        if len(entries) > MAX_TEXTS:
            raise ExchangeError(f"{path} has more than {MAX_TEXTS:,} texts")
    return entries


def _parsed(data: bytes, path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = f" (line {error.lineno})" if error.lineno else ""
        raise ExchangeError(f"{path} is not XML that can be read{line}: {error.msg}") from error
    if cast("Any", root.getroottree().docinfo).doctype:
        raise ExchangeError(f"{path} has a document type, which no XLIFF file needs: it is not read")
    return root


def _entries(file: etree._Element) -> Iterator[IncomingEntry]:
    for unit in file.iter(f"{_N}trans-unit"):
        source, target = unit.find(f"{_N}source"), unit.find(f"{_N}target")
        state = _READ_STATES.get((target.get("state") or "") if target is not None else "", "")
        if target is not None and unit.get("approved") == "yes" and state == "":
            state = TextState.TRANSLATED
        yield IncomingEntry(
            unit.get("id", ""), _text(source), _text(target), str(state), f"line {unit.sourceline}", unit.get("extradata"),
        )  # fmt: skip


def _text(element: etree._Element | None) -> str:
    """Return the text of a source or target with that of its inline elements: the marks as they were written."""
    return "" if element is None else "".join(_pieces(element)).strip()


def _pieces(element: etree._Element, depth: int = 0) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag in _INLINE and depth < _MAX_DEPTH:
            yield from _pieces(child, depth + 1)
        yield child.tail or ""
