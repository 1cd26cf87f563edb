"""Clean the style sheets, `style` attributes and values of an SVG, so that only harmless styles remain.

tinycss2 splits a value into tokens, and the result is serialised from the tokens: comments, escapes and unusual spellings do not
remain. Kept are the properties and functions of `svg_names`, with words, numbers, colours, names of fonts and references within
the drawing (`url(#…)`) as values. Everything else is removed: single declarations, rules with an unknown selector, and every
at-rule (`@import`, `@font-face`, `@media` …).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

import tinycss2

from deckgen.images.opening import DrawingError
from deckgen.images.svg_names import FUNCTIONS, PROPERTIES, PSEUDO_FUNCTIONS, UNITS

Token = Any
"""A token of tinycss2; its attributes depend on its `type`, which the type stubs do not express."""
MAX_CHARACTERS = 256 << 10
"""Maximum of style sheets and of values that need a parser, per drawing: tinycss2 takes up to 0.7 s and 70 MB for them."""
_MAX_DEPTH = 8
"""Maximum nesting of functions and brackets."""
_MAX_DIGITS = 40
_NAME = re.compile(r"-?-?[^\W\d][\w-]*")
_FRAGMENT = re.compile(r"#[^\s\"'()<>\\\x00-\x1f\x7f-\x9f]+")
_FONT = re.compile(r"[\w .,+&-]*")
_COLOUR = re.compile(r"[0-9A-Fa-f]{3,8}")
_NUMBER = re.compile(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")
_DATA = re.compile(r"data:[\w/+.;=,-]*")
_NTH = re.compile(r"[-+]?[0-9]{1,6}(?:n(?:-[0-9]{0,6})?)?")
"""A part of a formula such as `2n+1`."""
_BLANKS = re.compile(r" {2,}")
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{400}")
"""A number too long to be useful; Python refuses to convert numbers of more than 4,300 digits."""
_PLAIN = re.compile(r"[\w\s.,%#+-]*")
"""A value that needs no parser: without brackets, quotes, escapes, comments and at-rules."""
_SIMPLE = (
    r"(?<![\w#-])(?:(?:rgba?|matrix|translate|scale|rotate|skewX|skewY)\([0-9\s.,%eE+-]*+\)|url\(#[A-Za-z0-9_-]++\))"
)
_USUAL = re.compile(rf"(?:{_SIMPLE}|[\w\s.,%#+-])*+")
_USUAL_STYLE = re.compile(rf"(?:{_SIMPLE}|[\w\s.,%#+:;-])*+")
"""What most programs write, which needs no parser. Both patterns read a text once from left to right, without backtracking."""

_DEFINITION = re.compile(
    r"(?<![\w-])(--[\w-]{1,60}+)\s{0,9}+:((?:[^;{}()\\]|\((?!\s{0,9}+--)[^;{}()\\]{0,40}+\)){1,60}+)"
)
"""A variable and its value, if that does not refer to another variable."""
_HAS_CHOICE = re.compile(r"\b(?:var|light-dark)\(", re.IGNORECASE)


class _NotAllowedError(ValueError):
    """A value contains something that is not known to be harmless; `outside`: it refers to another file."""

    def __init__(self, *, outside: bool = False) -> None:
        super().__init__()
        self.outside = outside


class StyleCleaner:
    """Cleans all styles of one drawing. Every method raises DrawingError once there are more styles than are safe to parse."""

    def __init__(self, name: str, definitions: Iterable[str] = ()) -> None:
        """`definitions` are the styles in which the variables of the drawing are defined; the first definition counts."""
        self._drawing_name = name
        self.unknown_variables: dict[str, None] = {}
        """The names of variables that have neither a definition nor a value for that case, in order."""
        self._variables: dict[str, str] = {}
        for variable, value in _DEFINITION.findall("\n".join(definitions)[:MAX_CHARACTERS]):
            self._variables.setdefault(variable, value)
        self._characters_left = MAX_CHARACTERS
        self._clean_values: dict[tuple[str, str], str | None] = {}
        self._clean_styles: dict[str, str] = {}

    def clean_value(self, name: str, text: str) -> str | None:
        """Return the cleaned value of an attribute or property of this name; None if it must be removed.

        A fill or stroke that refers to another file becomes `none`: without a value, the shape would be black.
        """
        if _PLAIN.fullmatch(text) or _USUAL.fullmatch(text):
            return None if _LONG_NUMBER.search(text) else text
        if (name, text) not in self._clean_values:
            self._clean_values[name, text] = _safe_value(name, self._tokens(text))
        return self._clean_values[name, text]

    def clean_style(self, text: str) -> str:
        """Return a cleaned `style` attribute; empty if nothing of it can be kept."""
        if text not in self._clean_styles:
            is_usual = _USUAL_STYLE.fullmatch(text) and not _LONG_NUMBER.search(text)
            self._clean_styles[text] = (
                _safe_usual_declarations(text) if is_usual else _safe_declarations(self._tokens(text))
            )
        return self._clean_styles[text]

    def clean_sheet(self, text: str) -> str:
        """Return a cleaned style sheet; empty if nothing of it can be kept."""
        rules = []
        for rule in tinycss2.parse_stylesheet(self._tokens(text), skip_comments=True, skip_whitespace=True):
            if rule.type != "qualified-rule":
                continue
            selector, declarations = _serialise_selector(rule.prelude), _safe_declarations(rule.content)
            if selector and declarations:
                rules.append(f"{selector}{{{declarations}}}")
        return "\n".join(rules)

    def _tokens(self, text: str) -> list[Token]:
        text = _DATA.sub("data:", text)  # embedded fonts, which are removed in any case, may have megabytes
        self._count(text)
        if _LONG_NUMBER.search(text):
            return []
        try:
            tokens = list(tinycss2.parse_component_value_list(text, skip_comments=True))
            return self._with_values(tokens, 0) if _HAS_CHOICE.search(text) else tokens
        except (ValueError, AssertionError):  # an escape of an invalid character
            return []

    def _count(self, text: str) -> None:
        self._characters_left -= len(text)
        if self._characters_left < 0:
            maximum = f"{MAX_CHARACTERS >> 10} kB"
            raise DrawingError(f"the drawing {self._drawing_name} has more than {maximum} of styles", "simplify it")

    def _with_values(self, tokens: Sequence[Token], depth: int) -> list[Token]:
        """Return tokens with the values of variables, and the light one of two colours, in place of the functions."""
        result: list[Token] = []
        for token in tokens:
            content = getattr(token, "content", None)
            if depth <= _MAX_DEPTH and token.type == "function" and token.lower_name in ("var", "light-dark"):
                result += self._value_of(token, depth)
                continue
            if depth <= _MAX_DEPTH and content is not None:
                token.content = self._with_values(content, depth + 1)
            elif depth <= _MAX_DEPTH and token.type == "function":
                token.arguments = self._with_values(token.arguments, depth + 1)
            result.append(token)
        return result

    def _value_of(self, function: Token, depth: int) -> list[Token]:
        """Return the value of a variable, else the one for the case that it has none; of two colours, the light one."""
        commas = [i for i, token in enumerate(function.arguments) if token == ","]
        first = function.arguments[: commas[0]] if commas else function.arguments
        if function.lower_name == "light-dark":
            return self._with_values(first, depth + 1)
        name = "".join(token.serialize() for token in first).strip()
        if name in self._variables:
            self._count(self._variables[name])
            return list(tinycss2.parse_component_value_list(self._variables[name], skip_comments=True))
        if commas:
            return self._with_values(function.arguments[commas[0] + 1 :], depth + 1)
        self.unknown_variables[name] = None
        return [function]


def _safe_usual_declarations(text: str) -> str:
    """Return the permitted declarations of a style that needs no parser."""
    pairs = (declaration.partition(":") for declaration in text.split(";"))
    declarations = ((name.strip().lower(), value.strip()) for name, _, value in pairs if ":" not in value)
    return ";".join(f"{name}:{value}" for name, value in declarations if value and name in PROPERTIES)


def _safe_declarations(tokens: Sequence[Token]) -> str:
    """Return the permitted declarations; everything else between them is left out."""
    declarations = []
    for item in tinycss2.parse_blocks_contents(tokens, skip_comments=True, skip_whitespace=True):
        if item.type != "declaration" or item.lower_name not in PROPERTIES:
            continue
        value = _safe_value(item.lower_name, item.value)
        if value:
            declarations.append(f"{item.lower_name}:{value}{' !important' if item.important else ''}")
    return ";".join(declarations)


def _safe_value(name: str, tokens: Sequence[Token]) -> str | None:
    try:
        return _serialise(tokens, 0) or None
    except _NotAllowedError as error:
        return "none" if error.outside and name in ("fill", "stroke") else None


def _serialise(tokens: Sequence[Token], depth: int, operators: str = ",/") -> str:
    """Return tokens as text. Raises _NotAllowedError if one of them is not known to be harmless."""
    if depth > _MAX_DEPTH:
        raise _NotAllowedError
    pieces: list[str] = []
    previous = "whitespace"
    for token in tokens:
        kind = token.type if token.type in ("whitespace", "literal") else "value"
        if kind == "whitespace":
            pieces.append(" ")
        elif kind == "value":
            pieces.append(f"{' ' if previous == kind else ''}{_serialise_token(token, depth)}")
        elif token.value not in operators:
            raise _NotAllowedError
        else:
            # A space prevents a slash and an asterisk from starting a comment.
            pieces.append(f" {token.value} " if token.value in "+-*" or previous == kind else str(token.value))
        previous = kind
    return _BLANKS.sub(" ", "".join(pieces)).strip()


def _serialise_token(token: Token, depth: int) -> str:
    """Return a token as text that is neither whitespace nor a literal."""
    if token.type == "ident" and _NAME.fullmatch(token.value):
        return str(token.value)
    if token.type in ("number", "percentage", "dimension"):
        return _serialise_number(token)
    if token.type == "hash" and _COLOUR.fullmatch(token.value):
        return f"#{token.value}"
    if token.type == "string" and _FONT.fullmatch(token.value):
        return f"'{token.value}'"
    if token.type == "url":
        return _serialise_reference(token.value)
    if token.type == "function":
        return _serialise_function(token, depth)
    raise _NotAllowedError


def _serialise_number(token: Token) -> str:
    written = str(token.representation)
    if len(written) > _MAX_DIGITS or not _NUMBER.fullmatch(written) or not math.isfinite(token.value):
        raise _NotAllowedError
    if token.type == "percentage":
        return f"{written}%"
    if token.type == "number":
        return written
    if token.lower_unit not in UNITS:
        raise _NotAllowedError
    return f"{written}{token.lower_unit}"


def _serialise_reference(address: str) -> str:
    if not _FRAGMENT.fullmatch(address):
        raise _NotAllowedError(outside=not address.startswith("#"))
    return f"url({address})"


def _serialise_function(token: Token, depth: int) -> str:
    if token.lower_name == "url":
        arguments = [part for part in token.arguments if part.type != "whitespace"]
        if len(arguments) != 1 or arguments[0].type != "string":
            raise _NotAllowedError(outside=True)
        return _serialise_reference(arguments[0].value)
    name = FUNCTIONS.get(token.lower_name)
    if name is None:
        raise _NotAllowedError
    return f"{name}({_serialise(token.arguments, depth + 1, ',/+-*' if name == 'calc' else ',/')})"


def _serialise_selector(tokens: Sequence[Token], depth: int = 0) -> str:
    """Return a selector as text; empty if a part of it is unknown."""
    pieces: list[str] = []
    previous = ""
    for token in tokens:
        piece = _serialise_selector_token(token, depth)
        # Two adjacent names had a comment between them, and would become one name without it.
        if not piece or (token.type in ("ident", "function") and previous in ("ident", "hash", "number", "dimension")):
            return ""
        pieces.append(piece)
        previous = token.type
    return "".join(pieces).strip()


def _serialise_selector_token(token: Token, depth: int) -> str:
    """Return a token of a selector as text; empty if it is unknown."""
    kind, piece = token.type, ""
    if kind == "whitespace":
        piece = " "
    elif kind == "literal" and token.value in (".", ",", ">", "+", "~", "*", ":"):
        piece = str(token.value)
    elif kind in ("ident", "hash") and _NAME.fullmatch(token.value):
        piece = f"{'#' if kind == 'hash' else ''}{token.value}"
    elif kind == "function" and token.lower_name in PSEUDO_FUNCTIONS and depth < _MAX_DEPTH:
        inner = _serialise_selector(token.arguments, depth + 1)
        piece = f"{token.lower_name}({inner})" if inner else ""
    elif kind == "[] block":
        piece = _serialise_attribute_selector(token.content)
    elif kind in ("number", "dimension") and depth:
        text = f"{token.representation}{token.lower_unit if kind == 'dimension' else ''}"
        piece = text if _NTH.fullmatch(text) else ""
    return piece


def _serialise_attribute_selector(tokens: Sequence[Token]) -> str:
    """Return an attribute selector (`[name="value"]`) as text; empty if it has another form."""
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
