"""Text → the characters in it that no slide can show.

Input: text. Output: the offsets and names of such characters. Nothing here knows YAML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

BOM = "\ufeff"

_UNPRINTABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
"""C0 except tab and line breaks, DEL, C1, Unicode's line breaks, stray byte order marks, non-characters, surrogates."""
_IN_FILE = re.compile(f"[{_UNPRINTABLE}]|\r(?!\n)")
_ALLOWED_ASCII = b"\t\n" + bytes(range(0x20, 0x7F))
"""The ASCII characters that are allowed anywhere in a file."""
_IN_VALUE = re.compile(f"[{_UNPRINTABLE}\r]")


def is_plain_ascii(text: str) -> bool:
    """Whether a text has only allowed ASCII characters: for such text, ten times as fast as a search for the others."""
    return text.isascii() and not text.encode("ascii").translate(None, _ALLOWED_ASCII)


def find_unprintable(text: str) -> Iterator[tuple[int, str]]:
    """Offset and character of all that is not allowed in a text file; a carriage return is allowed before a line feed."""
    if is_plain_ascii(text):
        return
    for match in _IN_FILE.finditer(text):
        yield match.start(), match.group()


def blank_unprintable(text: str) -> str:
    """Replace each character that `find_unprintable` finds with a space: the rest can then be parsed too, at the same offsets."""
    return text if is_plain_ascii(text) else _IN_FILE.sub(" ", text)


def describe_unprintable(value: str) -> str | None:
    r"""Describe the first character of a value that no slide can show (written as an escape, `"\a"`), or None."""
    match = _IN_VALUE.search(value)
    return describe_character(match.group()) if match else None


def blank_unprintable_in_value(value: str) -> str:
    """Replace each character of a value that `describe_unprintable` reports with a space."""
    return _IN_VALUE.sub(" ", value)


def describe_character(char: str) -> str:
    """A character's code point, and its Unicode name if it has one: `U+200B (zero width space)`."""
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X}" + (f" ({name})" if name else "")
