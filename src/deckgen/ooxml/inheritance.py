"""What a placeholder inherits: slide → layout → master → text styles of the master → default text style → defaults of DrawingML.

The functions take elements of any file, not only of ours. A property is an attribute or a child element, by its name; of elements
that exclude each other (`solidFill` and `noFill`) the name is that of their group (`fill`). Its value is a text that is equal for
equal XML, whatever the prefixes. Colours and fonts of the theme stay references (`schemeClr`, `+mn-lt`): a comparison must not
take the blue of a theme for the same blue written as a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from deckgen.ooxml.opc import A, P

Properties = Mapping[str, str]
LEVELS = 9
"""The number of levels of a list style."""
TITLE_KINDS = ("title", "ctrTitle")
FOOTER_KINDS = ("dt", "ftr", "sldNum", "hdr")

_GROUPS = {
    member: group
    for group, members in {
        "fill": ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"),
        "effect": ("effectLst", "effectDag"),
        "geometry": ("prstGeom", "custGeom"),
        "autofit": ("noAutofit", "normAutofit", "spAutoFit"),
        "bullet": ("buNone", "buAutoNum", "buChar", "buBlip"),
        "bulletColour": ("buClrTx", "buClr"),
        "bulletSize": ("buSzTx", "buSzPct", "buSzPts"),
        "bulletFont": ("buFontTx", "buFont"),
    }.items()
    for member in members
}
_BOOLEANS = {"true": "1", "false": "0"}
_PERCENT = re.compile(r"-?[0-9]+(\.[0-9]+)?%")
_UNLINKED = "4294967295"
_SPACES = ("spcBef", "spcAft")
"""Spaces that are nothing in points and in percent alike."""
_RUN_DEFAULTS = f"{A}defRPr"


class Level(Struct, frozen=True, eq=False):
    """The properties of one level of a list style: those of its paragraphs, and those of their runs."""

    paragraph: Properties = {}
    run: Properties = {}

    def overlaid(self, other: Level) -> Level:
        """Return this level with the properties of another over it."""
        return Level({**self.paragraph, **other.paragraph}, {**self.run, **other.run})


class Inherited(Struct, frozen=True, eq=False):
    """The effective properties of a placeholder: of its `spPr` (place, fill), of its `bodyPr`, and of nine levels of text."""

    shape: Properties = {}
    body: Properties = {}
    levels: tuple[Level, ...] = (Level(),) * LEVELS

    def overlaid(self, shape: etree._Element) -> Inherited:
        """Return the effective properties of a shape that inherits these: its own ones over these."""
        return Inherited(
            {**self.shape, **properties(shape.find(f"{P}spPr"))},
            {**self.body, **properties(shape.find(f"{P}txBody/{A}bodyPr"))},
            _overlaid_levels(self.levels, shape.find(f"{P}txBody/{A}lstStyle")),
        )

    def with_list_style(self, style: etree._Element | None) -> Inherited:
        """Return these properties with the levels of a list style over them."""
        return Inherited(self.shape, self.body, _overlaid_levels(self.levels, style))


class Master:
    """A slide master as a source of properties; `default_text_style` is the element of that name in the presentation.

    `base` is what holds where nothing is stated; without properties in it, only what the file states is inherited.
    """

    def __init__(
        self, root: etree._Element, default_text_style: etree._Element | None = None, base: Inherited | None = None
    ) -> None:
        self._default = (DEFAULTS if base is None else base).with_list_style(default_text_style)
        self._root = root
        self._placeholders: dict[str, Inherited] = {}
        self._text_styles: dict[str, Inherited] = {}
        self._by_kind = {key[0]: shape for shape, key in reversed(list(_placeholders(root)))}

    def text_style(self, kind: str) -> Inherited:
        """Return what a placeholder of this kind on the master inherits: the text style of the master for this kind."""
        name = _style_name(kind)
        if name not in self._text_styles:
            style = self._root.find(f"{P}txStyles/{P}{name}")
            self._text_styles[name] = self._default.with_list_style(style)
        return self._text_styles[name]

    def placeholder(self, kind: str) -> Inherited:
        """Return what a placeholder of this kind (`body`, `pic` …) on a layout inherits."""
        if kind not in self._placeholders:
            shape = self._by_kind.get(_master_kind(kind))
            base = self.text_style(kind)
            self._placeholders[kind] = base if shape is None else base.overlaid(shape)
        return self._placeholders[kind]


class Layout:
    """A slide layout as a source of properties."""

    def __init__(self, root: etree._Element, master: Master) -> None:
        self._master = master
        self._shapes = list(_placeholders(root))
        self._inherited: dict[tuple[str, str], Inherited] = {}

    def placeholder(self, kind: str, index: str = "0") -> Inherited:
        """Return what a placeholder with this type and index on a slide inherits; an unknown one inherits from the master."""
        key = (kind, index)
        if key not in self._inherited:
            found = self._find(kind, index)
            if found is None:
                self._inherited[key] = self._master.placeholder(kind)
            else:
                shape, (layout_kind, _) = found
                self._inherited[key] = self._master.placeholder(layout_kind).overlaid(shape)
        return self._inherited[key]

    def placeholder_of(self, shape: etree._Element) -> Inherited:
        """Return the effective properties of a placeholder of this layout, also where another one has its type and index."""
        kind, _ = placeholder_key(shape) or ("obj", "0")
        return self._master.placeholder(kind).overlaid(shape)

    def _find(self, kind: str, index: str) -> tuple[etree._Element, tuple[str, str]] | None:
        """Return the placeholder of the layout: a title by its type, any other by index, a footer with another index by type."""
        title = kind in TITLE_KINDS
        same_kind = [(s, k) for s, k in self._shapes if k[0] == kind or (title and k[0] in TITLE_KINDS)]
        if title:
            return next(iter(same_kind), None)
        same_index = [] if index == _UNLINKED else [(s, k) for s, k in self._shapes if k[1] == index]
        both = [(s, k) for s, k in same_index if k[0] == kind]
        return next(iter(both or (same_kind if kind in FOOTER_KINDS else same_index)), None)


def placeholder_key(shape: etree._Element) -> tuple[str, str] | None:
    """Return type and index of a placeholder (`obj` and `0` if it has none); `None` for any other shape."""
    element = next(iter(shape.iterfind(f"*/{P}nvPr/{P}ph")), None)
    return None if element is None else (element.get("type", "obj"), element.get("idx", "0"))


def properties(element: etree._Element | None) -> dict[str, str]:
    """Return the properties of an `spPr`, `bodyPr`, `pPr` or `rPr`; without an element, none."""
    if element is None:
        return {}
    found = _attributes(element)
    for child in _elements(element):
        found[_name(child)] = _canonical(child)
    return found


def drop_inherited(element: etree._Element, inherited: Properties) -> None:
    """Remove every attribute and child of an element whose value is the inherited one."""
    for name, value in _attributes(element).items():
        if inherited.get(name) == value:
            del element.attrib[name]
    for child in list(_elements(element)):
        known = inherited.get(_name(child))
        if known is not None and known == _canonical(child):
            element.remove(child)


def drop_inherited_levels(style: etree._Element, levels: Sequence[Level]) -> None:
    """Remove from a list style what its levels inherit, and every level of which nothing is left."""
    for element, number in list(_level_elements(style)):
        run = element.find(_RUN_DEFAULTS)
        if run is not None:
            drop_inherited(run, levels[number].run)
            if not len(run) and not run.attrib:
                element.remove(run)
        drop_inherited(element, levels[number].paragraph)
        if not len(element) and not element.attrib:
            style.remove(element)


def _overlaid_levels(levels: tuple[Level, ...], style: etree._Element | None) -> tuple[Level, ...]:
    """Return levels with those of a list style over them."""
    if style is None or not len(style):
        return levels
    return _parsed_levels(levels, etree.tostring(style, with_tail=False))


@lru_cache(maxsize=512)
def _parsed_levels(levels: tuple[Level, ...], style: bytes) -> tuple[Level, ...]:
    """Return levels with those of a list style over them; kept, because a master has few styles and hundreds of placeholders."""
    result = list(levels)
    for element, number in _level_elements(etree.fromstring(style)):
        paragraph = properties(element)
        paragraph.pop("defRPr", None)
        result[number] = result[number].overlaid(Level(paragraph, properties(element.find(_RUN_DEFAULTS))))
    return tuple(result)


def _level_elements(style: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    """Yield the levels of a list style, with their numbers from 0."""
    for number in range(LEVELS):
        element = style.find(f"{A}lvl{number + 1}pPr")
        if element is not None:
            yield element, number


def _placeholders(root: etree._Element) -> Iterator[tuple[etree._Element, tuple[str, str]]]:
    """Yield the placeholders of a master or layout, with their types and indices."""
    for shape in root.iterfind(f"{P}cSld/{P}spTree/*"):
        key = placeholder_key(shape)
        if key is not None:
            yield shape, key


def _master_kind(kind: str) -> str:
    """Return the type of the master's placeholder from which a layout's placeholder of this type inherits."""
    if kind in TITLE_KINDS:
        return "title"
    return kind if kind in FOOTER_KINDS else "body"


def _style_name(kind: str) -> str:
    """Return which text style of the master applies to a type of placeholder."""
    return {"title": "titleStyle", "body": "bodyStyle"}.get(_master_kind(kind), "otherStyle")


def _elements(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of an element, without comments."""
    return (child for child in element if isinstance(child.tag, str))


def _name(element: etree._Element) -> str:
    local = _local(element)
    return _GROUPS.get(local, local)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _value(value: str) -> str:
    """Return the value of an attribute in one spelling: 1 for true, thousandths of a percent for `50%`."""
    if value[-1:] == "%" and _PERCENT.fullmatch(value):
        return str(round(float(value[:-1]) * 1000))
    return _BOOLEANS.get(value, value)


def _canonical(element: etree._Element) -> str:
    """Return an element as text, without prefixes and with its attributes in order."""
    return _canonical_text(etree.tostring(element, with_tail=False))


@lru_cache(maxsize=1024)
def _canonical_text(xml: bytes) -> str:
    """Return the same for an element as bytes; kept, since a deck has thousands of properties, few of them different."""
    return _spelled(etree.fromstring(xml))


def _spelled(element: etree._Element) -> str:
    """Return the canonical text of an element."""
    local = _local(element)
    if local in _SPACES and [child.get("val") for child in _elements(element)] == ["0"]:
        return f'<{local}><spcPts val="0"/></{local}>'
    attributes = "".join(f' {name}="{value}"' for name, value in sorted(_attributes(element).items()))
    inner = "".join([_spelled(child) for child in _elements(element)]) + (element.text or "").strip()
    return f"<{local}{attributes}>{inner}</{local}>" if inner else f"<{local}{attributes}/>"


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): _value(str(value)) for name, value in element.items()}


DEFAULTS = Inherited(
    shape={"fill": "<noFill/>"},
    body={
        "lIns": "91440", "tIns": "45720", "rIns": "91440", "bIns": "45720", "anchor": "t", "anchorCtr": "0",
        "vert": "horz", "wrap": "square", "rtlCol": "0", "autofit": "<noAutofit/>",
    },
    levels=(
        Level(
            {
                "marL": "0", "indent": "0", "algn": "l", "rtl": "0", "lnSpc": '<lnSpc><spcPct val="100000"/></lnSpc>',
                "spcBef": '<spcBef><spcPts val="0"/></spcBef>', "spcAft": '<spcAft><spcPts val="0"/></spcAft>',
                "bullet": "<buNone/>",
            },
            {
                "sz": "1800", "b": "0", "i": "0", "u": "none", "strike": "noStrike", "cap": "none", "baseline": "0",
                "fill": '<solidFill><schemeClr val="tx1"/></solidFill>', "latin": '<latin typeface="+mn-lt"/>',
            },
        ),
    )
    * LEVELS,
)  # fmt: skip
"""What DrawingML itself gives a text of which nothing else is said (ECMA-376 part 1, 21.1.2)."""
