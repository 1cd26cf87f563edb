"""An SVG part of a package → what in it could do more than draw: run, fetch, or hide that it does.

Written without a look at what cleans drawings, which it checks. CSS is read by tinycss2, in style sheets, in `style` and in
every attribute in which it could stand; of functions, only those that compute a colour, a length, a shape, a transform or
a filter are known to be harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2
from lxml import etree

MOST_CHARACTERS = 256 << 10
"""Of CSS in all drawings of a file together: what is more is not read, and told."""
_SVG, _XML = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/XML/1998/namespace}"
_ACTIVE = frozenset(
    {
        "script",
        "handler",
        "listener",
        "foreignobject",
        "iframe",
        "embed",
        "object",
        "audio",
        "video",
        "canvas",
        "discard",
    }
    | {
        "set",
        "animate",
        "animatecolor",
        "animatemotion",
        "animatetransform",
        "color-profile",
        "font-face-uri",
        "cursor",
    }
    | {"link", "meta", "base", "img", "html", "body", "form"}
)
"""Elements that run, fetch, move or hold something else than a drawing, of whatever namespace."""
_ADDRESSES = frozenset({"href", "src", "base", "data", "action", "formaction", "xlink"})
_INSIDE = re.compile(r"#[^\s\"'()<>\\]*|data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]*")
_HARMLESS = re.compile(r"[^\\(@/&\"'<]*|[A-Za-z]{1,20}\([0-9\s.,eE%+-]*\)")
"""A value without bracket, escape, quote, at-rule or comment; or one function of numbers, looked at by its name."""
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{400}")
_FUNCTIONS = frozenset(
    {"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "icc-color", "device-cmyk"}
    | {"calc", "rect", "inset", "circle", "ellipse", "polygon", "matrix", "rotate"}
    | {f"{name}{axis}" for name in ("translate", "scale", "skew") for axis in ("", "x", "y")}
    | {
        "blur",
        "brightness",
        "contrast",
        "drop-shadow",
        "grayscale",
        "hue-rotate",
        "invert",
        "opacity",
        "saturate",
        "sepia",
    }
    | {"not", "is", "where", "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type"}
)


class DrawingReader:
    """Reads drawings one after the other; together they may hold `MOST_CHARACTERS` of CSS."""

    def __init__(self) -> None:
        self._left = MOST_CHARACTERS

    def faults(self, root: etree._Element) -> Iterator[str]:
        """Tell what in a drawing could do more than draw."""
        for one in (*_siblings(root), *root.iter(etree.PI, etree.Entity)):
            yield f"holds an instruction or an entity: {str(one)[:60]!r}"
        for element in root.iter(etree.Element):
            name = etree.QName(element).localname
            if name.casefold() in _ACTIVE:
                yield f"holds a {name}"
            if name.casefold() == "style":
                yield from (f"its style {fault}" for fault in self._css("".join(map(str, element.itertext()))))
            for full, given in element.attrib.items():
                yield from (f"{name} {fault}" for fault in self._attribute(str(full), str(given)))

    def _attribute(self, full: str, value: str) -> Iterator[str]:
        key = etree.QName(full).localname.casefold()
        if key.startswith("on"):
            yield f"runs a script ({key})"
        elif key in _ADDRESSES:
            if not _INSIDE.fullmatch(value.strip(" \t\n\r")):
                yield f"asks for {value[:60]!r}"
        elif not _is_words(key) and (not full.startswith("{") or full.startswith((_SVG, _XML))):
            known = _HARMLESS.fullmatch(value)
            if not known or ("(" in value and value.partition("(")[0].casefold() not in _FUNCTIONS):
                yield from (f"{key} {fault}" for fault in self._css(value))

    def _css(self, text: str) -> Iterator[str]:
        """Tell what a piece of CSS asks for, and what of it is hidden."""
        self._left -= len(text)
        if self._left < 0 or _LONG_NUMBER.search(text):
            yield "holds more than is read of one: it cannot be told what it asks for"
            return
        try:
            tokens = tinycss2.parse_component_value_list(text)
        except (ValueError, AssertionError):
            yield "holds an escape that stands for no character"
            return
        yield from _faults(tokens)
        if "\\" in text:
            yield "hides a part of itself by an escape (\\)"


_WORDS = frozenset(
    {"id", "class", "requiredfeatures", "requiredextensions", "content", "version", "font-family", "result"}
)
"""Attributes that hold words of a person or a program, from which nothing is fetched."""


def _is_words(key: str) -> bool:
    return key in _WORDS or key.startswith(("data-", "aria-"))


def _siblings(root: etree._Element) -> Iterator[etree._Element]:
    """Instructions before and after a drawing, such as that for a style sheet; remarks are harmless."""
    beside = (*root.itersiblings(preceding=True), *root.itersiblings())
    return (one for one in beside if not isinstance(one, etree._Comment))


def _faults(tokens: Iterable[Any]) -> Iterator[str]:
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        if token.type == "function":
            name = token.lower_name
            words = [part.value for part in token.arguments if part.type == "string"]
            outside = name == "url" and not (len(words) == 1 and words[0].startswith("#"))
            if outside or (name != "url" and name not in _FUNCTIONS):
                yield f"asks for something outside, or may: {name[:40]}(…)"
            waiting += token.arguments
        elif token.type == "url" and not token.value.startswith("#"):
            yield f"asks for {f'url({token.value[:60]})'!r}"
        elif token.type == "at-keyword" or token == "@":
            yield f"asks for something outside, or may: @{token.value[:40].removeprefix('@')}"
        elif token.type == "ident" and token.lower_value in ("javascript", "behavior", "-moz-binding"):
            yield f"runs a script ({token.value})"
        elif token.type in ("{} block", "[] block", "() block"):
            waiting += token.content
