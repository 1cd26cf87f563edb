"""An SVG part of a package → what in it could do more than draw: run a script, fetch a file, or hide that it does.

This shares no code with the room that cleans drawings, because it checks the result of that room. CSS is parsed by tinycss2: in
style sheets, in `style`, and in every attribute that may contain CSS. Only functions that compute a colour, a length, a shape, a
transform or a filter count as harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2
from lxml import etree

MAX_CSS_CHARACTERS = 256 << 10
"""Maximum characters of CSS in all drawings of a file together; more is not parsed, but reported."""
_SVG, _XML = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/XML/1998/namespace}"
_ACTIVE_ELEMENTS = frozenset(
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
"""Elements that run, fetch, move or contain something other than a drawing, in any namespace."""
_ADDRESS_ATTRIBUTES = frozenset({"href", "src", "base", "data", "action", "formaction", "xlink"})
_LOCAL_ADDRESS = re.compile(r"#[^\s\"'()<>\\]*|data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]*")
_HARMLESS_VALUE = re.compile(r"[^\\(@/&\"'<]*|[A-Za-z]{1,20}\([0-9\s.,eE%+-]*\)")
"""A value without bracket, escape, quote, at-rule or comment; or one function of numbers, whose name is checked separately."""
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{400}")
_HARMLESS_FUNCTIONS = frozenset(
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


class DrawingChecker:
    """Checks drawings one after the other; together they may contain `MAX_CSS_CHARACTERS` of CSS."""

    def __init__(self) -> None:
        self._characters_left = MAX_CSS_CHARACTERS

    def issues(self, root: etree._Element) -> Iterator[str]:
        """Yield what in a drawing could do more than draw."""
        for node in (*_outer_instructions(root), *root.iter(etree.PI, etree.Entity)):
            yield f"holds an instruction or an entity: {str(node)[:60]!r}"
        for element in root.iter(etree.Element):
            name = etree.QName(element).localname
            if name.casefold() in _ACTIVE_ELEMENTS:
                yield f"holds a {name}"
            if name.casefold() == "style":
                yield from (f"its style {issue}" for issue in self._css_issues("".join(map(str, element.itertext()))))
            for key, value in element.attrib.items():
                yield from (f"{name} {issue}" for issue in self._attribute_issues(str(key), str(value)))

    def _attribute_issues(self, key: str, value: str) -> Iterator[str]:
        name = etree.QName(key).localname.casefold()
        if name.startswith("on"):
            yield f"runs a script ({name})"
        elif name in _ADDRESS_ATTRIBUTES:
            if not _LOCAL_ADDRESS.fullmatch(value.strip(" \t\n\r")):
                yield f"refers to {value[:60]!r}"
        elif not _is_text_attribute(name) and (not key.startswith("{") or key.startswith((_SVG, _XML))):
            is_harmless = _HARMLESS_VALUE.fullmatch(value)
            if not is_harmless or ("(" in value and value.partition("(")[0].casefold() not in _HARMLESS_FUNCTIONS):
                yield from (f"{name} {issue}" for issue in self._css_issues(value))

    def _css_issues(self, text: str) -> Iterator[str]:
        """Yield what a piece of CSS refers to outside the drawing, and what it hides."""
        self._characters_left -= len(text)
        if self._characters_left < 0 or _LONG_NUMBER.search(text):
            yield "holds more than is read of all drawings, so it was not checked"
            return
        try:
            tokens = tinycss2.parse_component_value_list(text)
        except (ValueError, AssertionError):
            yield "holds an escape that is not a character"
            return
        yield from _token_issues(tokens)
        if "\\" in text:
            yield "hides a part of itself by an escape (\\)"


_TEXT_ATTRIBUTES = frozenset(
    {"id", "class", "requiredfeatures", "requiredextensions", "content", "version", "font-family", "result"}
)
"""Attributes with plain text for people or programs, from which nothing is fetched."""


def _is_text_attribute(name: str) -> bool:
    return name in _TEXT_ATTRIBUTES or name.startswith(("data-", "aria-"))


def _outer_instructions(root: etree._Element) -> Iterator[etree._Element]:
    """Yield processing instructions before and after a drawing, such as one for a style sheet; comments are harmless."""
    siblings = (*root.itersiblings(preceding=True), *root.itersiblings())
    return (node for node in siblings if not isinstance(node, etree._Comment))


def _token_issues(tokens: Iterable[Any]) -> Iterator[str]:
    """Yield what the tokens of CSS, and the tokens inside them, could run or fetch."""
    pending = list(tokens)
    while pending:
        token = pending.pop()
        if token.type == "function":
            name = token.lower_name
            strings = [part.value for part in token.arguments if part.type == "string"]
            is_outside = name == "url" and not (len(strings) == 1 and strings[0].startswith("#"))
            if is_outside or (name != "url" and name not in _HARMLESS_FUNCTIONS):
                yield f"may refer to something outside: {name[:40]}(…)"
            pending += token.arguments
        elif token.type == "url" and not token.value.startswith("#"):
            yield f"refers to {f'url({token.value[:60]})'!r}"
        elif token.type == "at-keyword" or token == "@":
            yield f"may refer to something outside: @{token.value[:40].removeprefix('@')}"
        elif token.type == "ident" and token.lower_value in ("javascript", "behavior", "-moz-binding"):
            yield f"runs a script ({token.value})"
        elif token.type in ("{} block", "[] block", "() block"):
            pending += token.content
