"""XML as bytes → the places of its elements in them, so that a part is edited by splices and otherwise stays byte for byte.

Reading a part with lxml and writing it again would change quotes, prefixes and white space of all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.parsers import expat

from msgspec import Struct

from deckgen.diagnostics import UserFacingError

_SEPARATOR = "}"
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"""(<\?xml[^>]*?encoding\s*=\s*["'])([A-Za-z0-9._-]+)(["'])""")
_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
Edit = tuple[int, int, bytes]
"""The bytes from one position to another, and those that replace them."""


class MalformedXmlError(UserFacingError):
    """A part is not well-formed XML, or has a document type declaration, which no presentation has."""


class Element(Struct, frozen=True):
    """An element: its tag as `{namespace}name`, its attributes by such names, and where it is in the bytes.

    `inner` is the position after its start tag, `end` the one after its end tag; for an empty element (`<x/>`) both are the same.
    `parent` is the number of its parent in the list of all elements, -1 for the root.
    """

    tag: str
    attributes: dict[str, str]
    start: int
    inner: int
    end: int
    parent: int

    @property
    def is_empty(self) -> bool:
        """Whether the element has no end tag."""
        return self.inner == self.end


def as_utf8(data: bytes) -> bytes:
    """Return an XML part in UTF-8; one that is written in it already is returned unchanged."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
        return _DECLARATION.sub(r"\1UTF-8\3", text, count=1).encode()
    found = _ENCODING.match(data)
    if found is None or found[1].lower() in (b"utf-8", b"us-ascii", b"ascii"):
        return data
    try:
        return _DECLARATION.sub(r"\1UTF-8\3", data.decode(found[1].decode()), count=1).encode()
    except (LookupError, UnicodeDecodeError) as error:
        raise MalformedXmlError(f"its encoding cannot be read ({error})") from error


def elements(data: bytes) -> list[Element]:
    """Return all elements of a part in UTF-8, in document order. Raises MalformedXmlError."""
    found: list[Element] = []
    open_: list[int] = []
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)

    def start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        inner = _end_of_tag(data, at)
        own = {_clark(key): value for key, value in attributes.items()}
        found.append(Element(_clark(name), own, at, inner, inner, open_[-1] if open_ else -1))
        open_.append(len(found) - 1)

    def end(_: str) -> None:
        number = open_.pop()
        element = found[number]
        if not data.startswith(b"/>", element.inner - 2):
            found[number] = Element(
                element.tag, element.attributes, element.start, element.inner,
                data.index(b">", parser.CurrentByteIndex) + 1, element.parent,
            )  # fmt: skip

    def refuse(*_: object) -> None:
        raise MalformedXmlError("it has a document type declaration")

    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise MalformedXmlError(f"it is not well-formed ({error})") from error
    return found


def splice(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes with edits made; an edit inside another one that removes its surroundings is left out."""
    result: list[bytes] = []
    position = 0
    for start, end, replacement in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if start < position:
            continue
        result += [data[position:start], replacement]
        position = end
    return b"".join([*result, data[position:]])


def ancestors(found: list[Element], element: Element) -> Iterator[Element]:
    """Yield an element, its parent, and so on up to the root."""
    yield element
    while element.parent >= 0:
        element = found[element.parent]
        yield element


def inserted_at_end(element: Element, data: bytes, xml: bytes) -> Edit:
    """Return the edit that puts XML into an element after its last child."""
    if not element.is_empty:
        at = data.rindex(b"</", element.start, element.end)
        return at, at, xml
    tag = data[element.start : element.end]
    name = re.match(rb"<([^\s/>]+)", tag)
    assert name is not None
    return element.start, element.end, tag[:-2].rstrip() + b">" + xml + b"</" + name[1] + b">"


def removed_attribute(element: Element, data: bytes, name: str) -> Edit | None:
    """Return the edit that removes an attribute, by its local name, from the start tag of an element; None if it has none."""
    pattern = rb"\s+(?:[^\s=:/>\"']+:)?" + re.escape(name.encode()) + rb"""\s*=\s*("[^"]*"|'[^']*')"""
    found = re.search(pattern, data[element.start : element.inner])
    return None if found is None else (element.start + found.start(), element.start + found.end(), b"")


def _end_of_tag(data: bytes, start: int) -> int:
    found = _TAG.match(data, start)
    if found is None:
        raise MalformedXmlError("it has a tag without an end")
    return found.end()


def _clark(name: str) -> str:
    return "{" + name if _SEPARATOR in name else name
