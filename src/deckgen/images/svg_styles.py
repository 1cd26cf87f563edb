"""Style sheets, `style` attributes and values of an SVG → the same with nothing in them but what draws.

A value is read into tokens by tinycss2, and what is kept is written anew from the tokens: no comment, no escape and no odd
spelling comes through. Kept are the properties and functions of `drawing_names`, with words, numbers, colours, names of
fonts and references into the drawing (`url(#…)`) as values. All else goes: a declaration by itself, a rule whose selector
is not known, and every at-rule (`@import`, `@font-face`, `@media` …).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import tinycss2

from deckgen.images.opening import DrawingError
from deckgen.images.svg_names import FUNCTIONS, PROPERTIES, PSEUDO_FUNCTIONS, UNITS

Token = Any
"""A token of tinycss2: which attributes it has depends on its `type`, which its stubs do not tell."""
MOST_CHARACTERS = 256 << 10
"""Of style sheets and of values that need a parser, in one drawing: tinycss2 takes up to 0.7 s and 70 MB for them."""
_DEEPEST = 8
"""Functions and brackets inside each other."""
_MOST_DIGITS = 40
_NAME = re.compile(r"-?-?[^\W\d][\w-]*")
_FRAGMENT = re.compile(r"#[^\s\"'()<>\\\x00-\x1f\x7f-\x9f]+")
_FONT = re.compile(r"[\w .,+&-]*")
_COLOUR = re.compile(r"[0-9A-Fa-f]{3,8}")
_NUMBER = re.compile(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")
_DATA = re.compile(r"data:[\w/+.;=,-]*")
_NTH = re.compile(r"[-+]?[0-9]{1,6}(?:n(?:-[0-9]{0,6})?)?")
"""A part of `2n+1`."""
_BLANKS = re.compile(r" {2,}")
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{400}")
"""No number that draws; and Python converts none of more than 4,300 digits."""
_PLAIN = re.compile(r"[\w\s.,%#+-]*")
"""A value in which there is nothing to read: no bracket, quote, escape, comment or at-rule."""
_SIMPLE = (
    r"(?<![\w#-])(?:(?:rgba?|matrix|translate|scale|rotate|skewX|skewY)\([0-9\s.,%eE+-]*+\)|url\(#[A-Za-z0-9_-]++\))"
)
_USUAL = re.compile(rf"(?:{_SIMPLE}|[\w\s.,%#+-])*+")
_USUAL_STYLE = re.compile(rf"(?:{_SIMPLE}|[\w\s.,%#+:;-])*+")
"""What most programs write, which need not be parsed. Both take a text once from left to right: nothing is tried again."""


class _NotAllowedError(ValueError):
    """A value holds something that is not known to draw; `outside` tells whether it refers to another file."""

    def __init__(self, *, outside: bool = False) -> None:
        super().__init__()
        self.outside = outside


class Styles:
    """Cleans all the styles of one drawing. Every method raises DrawingError once there is more than is safe to parse."""

    def __init__(self, name: str) -> None:
        self._drawing = name
        self._left = MOST_CHARACTERS
        self._values: dict[tuple[str, str], str | None] = {}
        self._styles: dict[str, str] = {}

    def value(self, name: str, text: str) -> str | None:
        """Clean the value of an attribute or property of this name; None where nothing of it can be kept.

        A fill or stroke that refers to another file becomes `none`: without any, the shape would be black.
        """
        if _PLAIN.fullmatch(text) or _USUAL.fullmatch(text):
            return None if _LONG_NUMBER.search(text) else text
        if (name, text) not in self._values:
            self._values[name, text] = _kept(name, self._tokens(text))
        return self._values[name, text]

    def style(self, text: str) -> str:
        """Clean a `style` attribute; empty where nothing of it can be kept."""
        if text not in self._styles:
            usual = _USUAL_STYLE.fullmatch(text) and not _LONG_NUMBER.search(text)
            self._styles[text] = _usual_declarations(text) if usual else _declarations(self._tokens(text))
        return self._styles[text]

    def sheet(self, text: str) -> str:
        """Clean a style sheet; empty where nothing of it can be kept."""
        rules = []
        for rule in tinycss2.parse_stylesheet(self._tokens(text), skip_comments=True, skip_whitespace=True):
            if rule.type != "qualified-rule":
                continue
            selector, declarations = _selector(rule.prelude), _declarations(rule.content)
            if selector and declarations:
                rules.append(f"{selector}{{{declarations}}}")
        return "\n".join(rules)

    def _tokens(self, text: str) -> list[Token]:
        text = _DATA.sub("data:", text)  # fonts inside a style sheet, which go in any case, may be megabytes long
        self._left -= len(text)
        if self._left < 0:
            most = f"{MOST_CHARACTERS >> 10} kB"
            raise DrawingError(f"the drawing {self._drawing} has more than {most} of styles", "simplify it")
        if _LONG_NUMBER.search(text):
            return []
        try:
            return list(tinycss2.parse_component_value_list(text, skip_comments=True))
        except (ValueError, AssertionError):  # an escape that stands for no character
            return []


def _usual_declarations(text: str) -> str:
    pairs = (declaration.partition(":") for declaration in text.split(";"))
    kept = ((name.strip().lower(), value.strip()) for name, _, value in pairs if ":" not in value)
    return ";".join(f"{name}:{value}" for name, value in kept if value and name in PROPERTIES)


def _declarations(tokens: Sequence[Token]) -> str:
    """Write the declarations that are allowed, and leave out what else stands between them."""
    kept = []
    for found in tinycss2.parse_blocks_contents(tokens, skip_comments=True, skip_whitespace=True):
        if found.type != "declaration" or found.lower_name not in PROPERTIES:
            continue
        value = _kept(found.lower_name, found.value)
        if value:
            kept.append(f"{found.lower_name}:{value}{' !important' if found.important else ''}")
    return ";".join(kept)


def _kept(name: str, tokens: Sequence[Token]) -> str | None:
    try:
        return _written(tokens, 0) or None
    except _NotAllowedError as fault:
        return "none" if fault.outside and name in ("fill", "stroke") else None


def _written(tokens: Sequence[Token], depth: int, operators: str = ",/") -> str:
    """Write tokens anew; _NotAllowedError where one of them is not known to draw."""
    if depth > _DEEPEST:
        raise _NotAllowedError
    pieces: list[str] = []
    before = "blank"
    for token in tokens:
        kind = token.type if token.type in ("whitespace", "literal") else "value"
        if kind == "whitespace":
            pieces.append(" ")
        elif kind == "value":
            pieces.append(f"{' ' if before == kind else ''}{_token(token, depth)}")
        elif token.value not in operators:
            raise _NotAllowedError
        else:
            # A blank keeps a slash and an asterisk from opening a comment.
            pieces.append(f" {token.value} " if token.value in "+-*" or before == kind else str(token.value))
        before = kind
    return _BLANKS.sub(" ", "".join(pieces)).strip()


def _token(token: Token, depth: int) -> str:
    """Write one token that is no blank and no literal."""
    if token.type == "ident" and _NAME.fullmatch(token.value):
        return str(token.value)
    if token.type in ("number", "percentage", "dimension"):
        return _number(token)
    if token.type == "hash" and _COLOUR.fullmatch(token.value):
        return f"#{token.value}"
    if token.type == "string" and _FONT.fullmatch(token.value):
        return f"'{token.value}'"
    if token.type == "url":
        return _reference(token.value)
    if token.type == "function":
        return _function(token, depth)
    raise _NotAllowedError


def _number(token: Token) -> str:
    written = str(token.representation)
    if len(written) > _MOST_DIGITS or not _NUMBER.fullmatch(written) or not math.isfinite(token.value):
        raise _NotAllowedError
    if token.type == "percentage":
        return f"{written}%"
    if token.type == "number":
        return written
    if token.lower_unit not in UNITS:
        raise _NotAllowedError
    return f"{written}{token.lower_unit}"


def _reference(address: str) -> str:
    if not _FRAGMENT.fullmatch(address):
        raise _NotAllowedError(outside=not address.startswith("#"))
    return f"url({address})"


def _function(token: Token, depth: int) -> str:
    if token.lower_name == "url":
        held = [part for part in token.arguments if part.type != "whitespace"]
        if len(held) != 1 or held[0].type != "string":
            raise _NotAllowedError(outside=True)
        return _reference(held[0].value)
    name = FUNCTIONS.get(token.lower_name)
    if name is None:
        raise _NotAllowedError
    return f"{name}({_written(token.arguments, depth + 1, ',/+-*' if name == 'calc' else ',/')})"


def _selector(tokens: Sequence[Token], depth: int = 0) -> str:
    """Write a selector anew; empty where a part of it is not known."""
    pieces: list[str] = []
    before = ""
    for token in tokens:
        piece = _selected(token, depth)
        # Two names side by side had a comment between them: without it they would be one.
        if not piece or (token.type in ("ident", "function") and before in ("ident", "hash", "number", "dimension")):
            return ""
        pieces.append(piece)
        before = token.type
    return "".join(pieces).strip()


def _selected(token: Token, depth: int) -> str:
    """Write one token of a selector; empty where it is not known."""
    kind, piece = token.type, ""
    if kind == "whitespace":
        piece = " "
    elif kind == "literal" and token.value in (".", ",", ">", "+", "~", "*", ":"):
        piece = str(token.value)
    elif kind in ("ident", "hash") and _NAME.fullmatch(token.value):
        piece = f"{'#' if kind == 'hash' else ''}{token.value}"
    elif kind == "function" and token.lower_name in PSEUDO_FUNCTIONS and depth < _DEEPEST:
        inner = _selector(token.arguments, depth + 1)
        piece = f"{token.lower_name}({inner})" if inner else ""
    elif kind == "[] block":
        piece = _attribute(token.content)
    elif kind in ("number", "dimension") and depth:
        text = f"{token.representation}{token.lower_unit if kind == 'dimension' else ''}"
        piece = text if _NTH.fullmatch(text) else ""
    return piece


def _attribute(tokens: Sequence[Token]) -> str:
    """Write `[name="value"]` anew; empty where it is something else."""
    parts = [token for token in tokens if token.type != "whitespace"]
    kinds = [token.type for token in parts]
    if not parts or kinds[0] != "ident" or not _NAME.fullmatch(parts[0].value):
        return ""
    if len(parts) == 1:
        return f"[{parts[0].value}]"
    if kinds[1:] not in (["literal", "string"], ["literal", "ident"]) or not _FONT.fullmatch(parts[2].value):
        return ""
    sign = parts[1].value
    return f"[{parts[0].value}{sign}'{parts[2].value}']" if sign in ("=", "~=", "|=", "^=", "$=", "*=") else ""
