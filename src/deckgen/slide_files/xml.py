"""Helpers for DrawingML trees: safe parsing, children in the order of the schema, colours and properties as elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from lxml import etree

from deckgen.ooxml.inheritance import Properties
from deckgen.ooxml.opc import A, P

SHAPE_ORDER = ("xfrm", "custGeom", "prstGeom", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill", "ln",
    "effectLst", "effectDag", "scene3d", "sp3d", "extLst")  # fmt: skip
"""The children of an `spPr` in their order."""
FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
SCHEME_COLOUR = f"{A}schemeClr"
_PARAGRAPH_ORDER = ("lnSpc", "spcBef", "spcAft", "bulletColour", "bulletSize", "bulletFont", "bullet", "tabLst")
_RUN_ORDER = ("ln", "fill", "effect", "highlight", "latin", "ea", "cs", "sym")
_NAMED_ATTRIBUTE = re.compile("[A-Za-z]+")


def parse(data: bytes) -> etree._Element:
    """Return the root element of XML that a stranger may have written. Raises `etree.XMLSyntaxError`."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def local(element: etree._Element) -> str:
    """Return the tag of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def elements(parent: etree._Element | None) -> Iterator[etree._Element]:
    """Yield the child elements of an element, without comments."""
    return (child for child in (() if parent is None else parent) if isinstance(child.tag, str))


def child(parent: etree._Element | None, names: Iterable[str]) -> etree._Element | None:
    """Return the first child with one of these local names."""
    wanted = set(names)
    return next((each for each in elements(parent) if local(each) in wanted), None)


def insert(parent: etree._Element, new: etree._Element, order: Sequence[str]) -> None:
    """Insert a child where the order of the schema has it."""
    rank = order.index(local(new))
    followers = set(order[rank + 1 :])
    at = next((index for index, each in enumerate(parent) if local(each) in followers), len(parent))
    parent.insert(at, new)


def with_colour(element: etree._Element, colour: etree._Element | None) -> etree._Element:
    """Return a copy of an element of a theme with its placeholder colour (`phClr`) replaced by a colour."""
    copied = deepcopy(element)
    for each in [e for e in copied.iter(SCHEME_COLOUR) if e.get("val") == "phClr"]:
        own = deepcopy(colour) if colour is not None else etree.Element(SCHEME_COLOUR, val="tx1")
        own.extend(list(each))
        parent = each.getparent()
        if parent is not None:
            parent.replace(each, own)
    return copied


def property_element(text: str) -> etree._Element | None:
    """Return a property of `ooxml.inheritance` as an element; None where it is no element, or refers to a part."""
    if not text.startswith("<") or "blip" in text.lower():
        return None
    try:
        root = parse(text.encode())
    except etree.XMLSyntaxError:
        return None
    for each in list(root.iter("extLst")):
        parent = each.getparent()
        if parent is not None:
            parent.remove(each)
    for each in root.iter():
        each.tag = f"{A}{each.tag}"
    return root


def plain_attributes(properties: Properties) -> dict[str, str]:
    """Return the properties that are attributes."""
    return {n: v for n, v in properties.items() if not v.startswith("<") and _NAMED_ATTRIBUTE.fullmatch(n)}


def level_element(number: int, paragraph: Properties, run: Properties) -> etree._Element:
    """Return a level of a list style (`number` from 0) that states these properties."""
    level = etree.Element(f"{A}lvl{number + 1}pPr", plain_attributes(paragraph))
    level.extend(_in_order(paragraph, _PARAGRAPH_ORDER))
    defaults = etree.SubElement(level, f"{A}defRPr", plain_attributes(run))
    defaults.extend(_in_order(run, _RUN_ORDER))
    return level


def _in_order(properties: Properties, order: Sequence[str]) -> Iterator[etree._Element]:
    for name in order:
        element = property_element(properties.get(name, ""))
        if element is not None:
            yield element


def name_of(shape: etree._Element) -> str:
    """Return the name of a shape."""
    properties = identity(shape)
    return (properties.get("name", "") if properties is not None else "").strip() or "a shape without a name"


def identity(shape: etree._Element) -> etree._Element | None:
    """Return the `cNvPr` of a shape."""
    return next(iter(shape.iterfind(f"./*/{P}cNvPr")), None)
