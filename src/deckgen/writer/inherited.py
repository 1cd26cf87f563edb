"""Leave out of a piece of XML what it inherits, so that a change of the master or layout in PowerPoint reaches it.

The writer first writes a piece completely; `ooxml.inheritance` says what of it is inherited. Results are kept, since most
pieces of a deck are equal to others.
"""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from deckgen.ooxml.inheritance import Level, Properties, drop_inherited, drop_inherited_levels
from deckgen.writer.xml import NAMESPACES

_OPEN = f"<x {NAMESPACES}>"


def parse(piece: str) -> etree._Element:
    """Return the element that a piece of our own XML consists of; its prefixes are those of `NAMESPACES`."""
    return _wrapped(piece)[0]


def without_inherited(piece: str, inherited: Properties) -> str:
    """Return an element (`spPr`, `bodyPr`, `pPr`, `rPr`) without the attributes and children whose value is inherited."""
    return _without_inherited(piece, tuple(inherited.items()))


@lru_cache(maxsize=1024)
def _without_inherited(piece: str, inherited: tuple[tuple[str, str], ...]) -> str:
    wrapper = _wrapped(piece)
    drop_inherited(wrapper[0], dict(inherited))
    return _written(wrapper)


@lru_cache(maxsize=512)
def without_inherited_levels(list_style: str, levels: tuple[Level, ...]) -> str:
    """Return a list style without what its levels inherit; a brand has 400 placeholders of 30 styles."""
    wrapper = _wrapped(list_style)
    drop_inherited_levels(wrapper[0], levels)
    return _written(wrapper)


def _wrapped(piece: str) -> etree._Element:
    return etree.fromstring(f"{_OPEN}{piece}</x>")


def _written(wrapper: etree._Element) -> str:
    """Return what is in a wrapper, without the declarations of the namespaces that every part of ours has."""
    text = etree.tostring(wrapper, encoding="utf-8").decode()
    return text[text.index(">") + 1 : text.rindex("</")]
