"""The text of a shape → the same, stating what it inherits; and what layout and checks know of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from deckgen.ooxml.inheritance import Inherited, Level, Properties
from deckgen.ooxml.opc import A, P, read_number
from deckgen.slide_files.styles import FontReference
from deckgen.slide_files.xml import level_element, plain_attributes, property_element

_MAX_LEVEL = 8
_AUTOFIT = ("noAutofit", "normAutofit", "spAutoFit")
_RUNS = (f"{A}r", f"{A}fld")
_FULL = 100_000
_SIZES = (100, 400_000)
"""Minimum and maximum of a type size, in hundredths of a point."""


class TextFacts(Struct, frozen=True):
    """The text of a shape, with a line for each paragraph, and its smallest type in hundredths of a point (0 without text)."""

    text: str
    smallest: int


def state_text(body: etree._Element, inherited: Inherited, font: FontReference | None = None) -> None:
    """Let a `txBody` state the levels that its paragraphs use, with the font of the style of its shape over what is inherited."""
    levels = inherited if font is None else Inherited(inherited.shape, inherited.body, _in_font(inherited.levels, font))
    own = body.find(f"{A}lstStyle")
    levels = levels.with_list_style(own)
    style = etree.Element(f"{A}lstStyle")
    for number in sorted({0, *(level_of(paragraph) for paragraph in body.iter(f"{A}p"))}):
        style.append(level_element(number, levels.levels[number].paragraph, levels.levels[number].run))
    if own is not None:
        body.replace(own, style)
    else:
        properties = body.find(f"{A}bodyPr")
        body.insert(0 if properties is None else list(body).index(properties) + 1, style)


def state_body(body: etree._Element, inherited: Properties) -> None:
    """Let a `txBody` state what its `bodyPr` inherits: insets, anchor, direction and how it is made to fit."""
    properties = body.find(f"{A}bodyPr")
    if properties is None:
        properties = etree.Element(f"{A}bodyPr")
        body.insert(0, properties)
    for name, value in plain_attributes(inherited).items():
        if name not in properties.attrib:
            properties.set(name, value)
    fit = property_element(inherited.get("autofit", ""))
    if fit is not None and not any(properties.find(f"{A}{name}") is not None for name in _AUTOFIT):
        warp = properties.find(f"{A}prstTxWarp")
        properties.insert(0 if warp is None else 1, fit)


def text_facts(shape: etree._Element) -> TextFacts:
    """Return what is known of the texts of a shape, a group or a table whose texts state what they inherit."""
    lines: list[str] = []
    sizes: list[int] = []
    for body in shape.iter(f"{P}txBody", f"{A}txBody"):
        scale = _font_scale(body)
        for paragraph in body.iter(f"{A}p"):
            runs = [(run, run.findtext(f"{A}t") or "") for run in paragraph if run.tag in _RUNS]
            text = "".join(text for _, text in runs).strip()
            if text:
                lines.append(" ".join(text.split()))
                default = default_size(body, level_of(paragraph))
                sizes += [run_size(run, default) * scale // _FULL for run, text in runs if text.strip()]
    return TextFacts("\n".join(lines), min(sizes, default=0))


def text_runs(shape: etree._Element) -> Iterator[etree._Element]:
    """Yield each run of a shape that has text."""
    for run in shape.iter(*_RUNS):
        if (run.findtext(f"{A}t") or "").strip():
            yield run


def runs_with_colours(shape: etree._Element) -> Iterator[tuple[etree._Element, str, etree._Element | None]]:
    """Yield each run of a shape with its text and the fill that its own properties or its level state."""
    for body in shape.iter(f"{P}txBody", f"{A}txBody"):
        for paragraph in body.iter(f"{A}p"):
            level = body.find(f"{A}lstStyle/{A}lvl{level_of(paragraph) + 1}pPr/{A}defRPr/{A}solidFill")
            for run in paragraph:
                text = (run.findtext(f"{A}t") or "").strip() if run.tag in _RUNS else ""
                if text:
                    own = run.find(f"{A}rPr/{A}solidFill")
                    yield run, text, own if own is not None else level


def _in_font(levels: tuple[Level, ...], font: FontReference) -> tuple[Level, ...]:
    """Return levels in the colour and family of the style of a shape."""
    changes: dict[str, str] = {}
    if font.colour is not None:
        changes["fill"] = f"<solidFill>{_spelled(font.colour)}</solidFill>"
    families: Mapping[str, str] = {"major": "+mj-lt", "minor": "+mn-lt"}
    if font.family in families:
        changes["latin"] = f'<latin typeface="{families[font.family]}"/>'
    return tuple(level.overlaid(Level({}, changes)) for level in levels)


def _spelled(colour: etree._Element) -> str:
    """Return a colour without prefixes."""
    name = str(colour.tag).rpartition("}")[2]
    inner = "".join(_spelled(each) for each in colour if isinstance(each.tag, str))
    attributes = "".join(f' {key}="{value}"' for key, value in map(_as_text, colour.items()) if value.isalnum())
    return f"<{name}{attributes}>{inner}</{name}>"


def _as_text(item: tuple[str | bytes, str | bytes]) -> tuple[str, str]:
    """Return an attribute as text, as which lxml gives it."""
    name, value = item
    return str(name), str(value)


def level_of(paragraph: etree._Element) -> int:
    """Return the level of a paragraph, from 0."""
    properties = paragraph.find(f"{A}pPr")
    return 0 if properties is None else min(read_number(properties, "lvl", 0, (0, 1000)), _MAX_LEVEL)


def _font_scale(body: etree._Element) -> int:
    fit = body.find(f"{A}bodyPr/{A}normAutofit")
    text = "" if fit is None else fit.get("fontScale", "")
    if fit is None or text.endswith("%"):
        return int(float(text[:-1]) * 1000) if text.endswith("%") and text[:-1].replace(".", "", 1).isdigit() else _FULL
    return read_number(fit, "fontScale", _FULL, (1000, _FULL))


def default_size(body: etree._Element, level: int) -> int:
    """Return the type size of a level of a text that states what it inherits, in hundredths of a point."""
    defaults = body.find(f"{A}lstStyle/{A}lvl{level + 1}pPr/{A}defRPr")
    return 1800 if defaults is None else read_number(defaults, "sz", 1800, _SIZES)


def run_size(run: etree._Element, default: int) -> int:
    """Return the type size of a run in hundredths of a point; `default` is that of its level."""
    properties = run.find(f"{A}rPr")
    return default if properties is None else read_number(properties, "sz", default, _SIZES)
