"""Leave out of a piece of XML what it inherits, so that a change of the master or layout in PowerPoint reaches it.

The writer first writes a piece completely; `ooxml.inheritance` says what of it is inherited. Results are kept, since most pieces
of a deck, and of the next one that the process writes, are equal: of the layouts of a brand, those of all decks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from lxml import etree

from deckgen.ooxml.inheritance import Level, Properties, drop_inherited, drop_inherited_levels
from deckgen.writer.xml import NAMESPACES

_Items = tuple[tuple[str, str], ...]
"""`Properties` as a key."""
_OPEN = f"<x {NAMESPACES}>"


def parse(piece: str) -> etree._Element:
    """Return the element that a piece of our own XML consists of; its prefixes are those of `NAMESPACES`."""
    return _wrapped(piece)[0]


def without_inherited(piece: str, inherited: Properties) -> str:
    """Return an element (`spPr`, `bodyPr`, `pPr`, `rPr`) without the attributes and children whose value is inherited."""
    return _own_piece(piece, tuple(inherited.items()))


@lru_cache(maxsize=4096)
def _own_piece(piece: str, inherited: _Items) -> str:
    wrapper = _wrapped(piece)
    drop_inherited(wrapper[0], dict(inherited))
    return _written(wrapper)


def without_inherited_levels(list_style: str, levels: Sequence[Level]) -> str:
    """Return a list style without what its levels inherit."""
    return _own_list_style(list_style, tuple((tuple(e.paragraph.items()), tuple(e.run.items())) for e in levels))


@lru_cache(maxsize=512)
def _own_list_style(list_style: str, levels: tuple[tuple[_Items, _Items], ...]) -> str:
    wrapper = _wrapped(list_style)
    drop_inherited_levels(wrapper[0], [Level(dict(paragraph), dict(run)) for paragraph, run in levels])
    return _written(wrapper)


def _wrapped(piece: str) -> etree._Element:
    return etree.fromstring(f"{_OPEN}{piece}</x>")


def _written(wrapper: etree._Element) -> str:
    """Return what is in a wrapper, without the declarations of the namespaces that every part of ours has."""
    text = etree.tostring(wrapper, encoding="utf-8").decode()
    return text[text.index(">") + 1 : text.rindex("</")]
