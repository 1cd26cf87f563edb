"""Text → the characters in it that no slide can show.

Input: text. Output: where such characters stand, and what they are called. Nothing here knows YAML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

BOM = "\ufeff"

_CLASS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
"""C0 but tab and line breaks, DEL, C1, Unicode's line breaks, stray byte order marks, non-characters, surrogates."""
_IN_FILE = re.compile(f"[{_CLASS}]|\r(?!\n)")
_FINE = b"\t\n" + bytes(range(0x20, 0x7F))
"""What may stand anywhere in a file, of ASCII."""
_IN_VALUE = re.compile(f"[{_CLASS}\r]")


def clean(text: str) -> bool:
    """Tell at a glance that nothing in a text is a stray: ten times as fast as to look for them, where all is ASCII."""
    return text.isascii() and not text.encode("ascii").translate(None, _FINE)


def strays(text: str) -> Iterator[tuple[int, str]]:
    """Offset and character of all that does not belong into a text file; a carriage return does before a line feed."""
    if clean(text):
        return
    for match in _IN_FILE.finditer(text):
        yield match.start(), match.group()


def blanked(text: str) -> str:
    """Put a blank for each such character: the rest can then be read as well, at the same offsets."""
    return text if clean(text) else _IN_FILE.sub(" ", text)


def unprintable(value: str) -> str | None:
    r"""Name the first character of a value that no slide can show (written as an escape, `"\a"`), or None."""
    found = _IN_VALUE.search(value)
    return name(found.group()) if found else None


def printable(value: str) -> str:
    """Put a blank for each such character of a value; it has been told."""
    return _IN_VALUE.sub(" ", value)


def name(char: str) -> str:
    """Say what a character is called: its code point, and its Unicode name if it has one."""
    known = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X}" + (f" ({known})" if known else "")
