"""A layout of a template → a layout of deckgen's on the same master: its ground, title and foot, with placeholders for our slots.

What the template drew stays as it is. Of its placeholders those are kept that our slots fill, and those of the foot.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

from lxml import etree

from deckgen.brand.types import SlideLayout, TextStyle
from deckgen.ir.frames import Box
from deckgen.ooxml.inheritance import FOOTER_KINDS, Inherited, Master, placeholder_key
from deckgen.ooxml.language_tags import office_language
from deckgen.ooxml.opc import MC, A, P
from deckgen.writer.inherited import parse
from deckgen.writer.master import MasterWriter
from deckgen.writer.placeholders import Placeholder, placeholders
from deckgen.writer.shape import transform
from deckgen.writer.text import first_style
from deckgen.writer.xml import HEAD, NAMESPACES, creation_id_extension

_CREATION_ID = "{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"
_LOST = ("type", "matchingName", "show")
_FILLS = frozenset(f"{A}{name}" for name in ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"))
_EMU_TOLERANCE = 200
"""A box that somebody wrote with fewer decimals is the same, too."""


def derived_layout_xml(
    host: etree._Element, layout: SlideLayout, source: Master, master_writer: MasterWriter, creation_id: int,
    *, with_tracker: bool = False,
) -> bytes:  # fmt: skip
    """Return the XML of a layout that is derived from `host`; `source` is the master of the template."""
    root = copy.deepcopy(host)
    for name in _LOST:
        root.attrib.pop(name, "")
    root.set("preserve", "1")
    root.set("userDrawn", "1")
    content, tree = root.find(f"{P}cSld"), root.find(f"{P}cSld/{P}spTree")
    assert content is not None
    assert tree is not None
    content.set("name", layout.name)
    filled = {p.slot.place: p for p in placeholders(layout).values() if p.slot.place is not None}
    _keep_placeholders(tree, filled, source, master_writer)
    own = [p for p in placeholders(layout).values() if p.slot.place is None]
    first = max((int(e.get("id", "0")) for e in root.iter(f"{P}cNvPr")), default=1) + 1
    shapes = master_writer.shapes_xml(layout, own, source.placeholder, None, {}, first)
    if with_tracker:
        shapes += master_writer.tracker_ground(first + shapes.count("<p:cNvPr "))
    for shape in etree.fromstring(f"<x {NAMESPACES}>{shapes}</x>"):
        tree.append(shape)
    for timing in root.findall(f"{P}timing"):
        root.remove(timing)  # it may animate placeholders that are not here
    _set_creation_id(content, creation_id)
    etree.cleanup_namespaces(tree, keep_ns_prefixes=["a", "r", "p"])
    return HEAD.encode() + etree.tostring(root)


def _keep_placeholders(
    tree: etree._Element, filled: Mapping[tuple[str, int], Placeholder], source: Master, master_writer: MasterWriter
) -> None:
    """Remove the placeholders that no slot fills, and state in the others what a brand says otherwise."""
    seen: set[tuple[str, str]] = set()
    for shape in list(tree.iter(f"{P}sp", f"{P}pic", f"{P}graphicFrame")):
        key = placeholder_key(shape)
        if key is None:
            continue
        placeholder = filled.get((key[0], int(key[1])))
        is_kept = (placeholder is not None or key[0] in FOOTER_KINDS) and key not in seen
        seen.add(key)
        if not is_kept:
            _remove(shape)
            continue
        _state_language(shape, master_writer.language)
        if placeholder is not None:
            _state_differences(shape, placeholder, source.placeholder(key[0]).overlaid(shape), master_writer)


def _state_language(shape: etree._Element, language: str) -> None:
    """Give the prompts of a placeholder a language where they have none, as programs that check spelling expect."""
    for run in shape.iter(f"{A}r", f"{A}fld"):
        properties = run.find(f"{A}rPr")
        if properties is None:
            properties = etree.Element(f"{A}rPr")
            run.insert(0, properties)
        if properties.get("lang") is None:
            properties.set("lang", office_language(language))


def _remove(shape: etree._Element) -> None:
    """Remove a shape, with the alternatives around it."""
    alternatives = [e for e in shape.iterancestors() if e.tag == f"{MC}AlternateContent"]
    gone = alternatives[-1] if alternatives else shape
    parent = gone.getparent()
    if parent is not None:
        parent.remove(gone)


def _state_differences(
    shape: etree._Element, placeholder: Placeholder, effective: Inherited, master_writer: MasterWriter
) -> None:
    """State the box, size and colour of a slot in the placeholder that it fills, where they are not those of the template."""
    slot, style = placeholder.slot, first_style(placeholder.slot)
    former = _stated_box(effective)
    if former is None or not _are_close(former, slot.box):
        _set_box(shape, slot.box)
        if "fill" in effective.shape and (former is None or not former.overlaps(slot.box)):
            _set_no_fill(shape)  # a bar behind the title would be behind a text elsewhere, in another colour
    run = {}
    if effective.levels[0].run.get("sz") != str(style.size):
        run["sz"] = str(style.size)
    if run or style.role != "inherited":
        _state_text(shape, run, style, master_writer)


def _stated_box(effective: Inherited) -> Box | None:
    stated = effective.shape.get("xfrm")
    if stated is None:
        return None
    found = etree.fromstring(stated)
    values = [int(e.get(name, "0")) for e in found for name in ("x", "y", "cx", "cy") if e.get(name) is not None]
    return Box(*values) if len(values) == 4 else None


def _are_close(one: Box, other: Box) -> bool:
    sides = zip((one.x, one.y, one.width, one.height), (other.x, other.y, other.width, other.height), strict=True)
    return all(abs(a - b) <= _EMU_TOLERANCE for a, b in sides)


def _set_box(shape: etree._Element, box: Box) -> None:
    properties = shape.find(f"{P}spPr")
    if properties is None:
        return
    for old in properties.findall(f"{A}xfrm"):
        properties.remove(old)
    properties.insert(0, parse(transform(box)))


def _set_no_fill(shape: etree._Element) -> None:
    properties = shape.find(f"{P}spPr")
    if properties is None:
        return
    for old in properties.findall("*"):
        if old.tag in _FILLS:
            properties.remove(old)
    before = [e for e in properties if e.tag in (f"{A}xfrm", f"{A}prstGeom", f"{A}custGeom")]
    properties.insert(len(before), etree.Element(f"{A}noFill"))


def _state_text(shape: etree._Element, run: dict[str, str], style: TextStyle, master_writer: MasterWriter) -> None:
    """Write run properties into the first level of the list style of a placeholder."""
    body = shape.find(f"{P}txBody")
    if body is None:
        return
    styles = body.find(f"{A}lstStyle")
    if styles is None:
        styles = etree.Element(f"{A}lstStyle")
        body.insert(1, styles)
    level = styles.find(f"{A}lvl1pPr")
    if level is None:
        level = etree.Element(f"{A}lvl1pPr")
        styles.insert(1 if styles.find(f"{A}defPPr") is not None else 0, level)
    properties = level.find(f"{A}defRPr")
    if properties is None:
        properties = etree.SubElement(level, f"{A}defRPr")
        extension = level.find(f"{A}extLst")
        if extension is not None:
            level.append(extension)
    for name, value in run.items():
        properties.set(name, value)
    if style.role != "inherited":
        for old in [e for e in properties if e.tag in _FILLS]:
            properties.remove(old)
        outline = properties.find(f"{A}ln")
        properties.insert(0 if outline is None else 1, parse(master_writer.colours.fill(style.role)))


def _set_creation_id(content: etree._Element, creation_id: int) -> None:
    """Give a layout an id of its own: two with the same would be taken for one."""
    extensions = content.find(f"{P}extLst")
    ours = parse(creation_id_extension(creation_id))
    if extensions is None:
        content.append(ours)
        return
    for old in [e for e in extensions if e.get("uri") == _CREATION_ID]:
        extensions.remove(old)
    extensions.append(ours[0])
