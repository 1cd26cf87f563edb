"""A file on disk → its text, with everything told that makes it unreadable.

Input: a path. Output: text and diagnostics. A content file is a regular file of at most `MAX_BYTES` bytes, in UTF-8
(a byte order mark may stand before it), without control characters.
"""

from __future__ import annotations

from pathlib import Path

from deckgen.diagnostics import Diagnostic, Span, error
from deckgen.io.confined import NotRegularError, OutsideError, TooLargeError, read_bytes
from deckgen.reader.characters import BOM, name, strays
from deckgen.reader.document import SourceText

MAX_BYTES = 1_000_000
"""Ten times the largest section: what is larger was named by mistake, and would only keep the author waiting."""

_MOST_TOLD = 20

_BREAKS = {"\x0b", "\x0c", "\r", "\x85", "\u2028", "\u2029"}


def read(path: Path, display: str, root: Path | None = None) -> tuple[str, list[Diagnostic]]:
    """Read a content file: its text (line breaks as they are, no byte order mark) and what is wrong with it.

    `display` names the file in spans; `root` is the folder out of which it must not lead, None for a file of deckgen's own. The
    text is given even where there are errors, so that they can be shown in it: bytes that are not UTF-8 as `�`; of a file that
    cannot be read, it is empty. Never raises.
    """
    try:
        data = read_bytes(path, MAX_BYTES, root)
    except OutsideError as reason:
        message = f"this file is not read: it {reason.reason}"
        return "", [error("outside-project", message, Span(display, 0, 0), "put a copy of the file itself here")]
    except NotRegularError as reason:
        message = f"this {reason.reason}; a content file is expected here"
        return "", [error("not-a-file", message, Span(display, 0, 0), "put a text file of this name in its place")]
    except TooLargeError as reason:
        return "", [_too_large(reason.size, display)]
    except FileNotFoundError:
        hint = "check its name, and that the file stands where it is looked for"
        return "", [error("missing-file", f"there is no file {display}", Span(display, 0, 0), hint)]
    except (OSError, ValueError) as reason:
        why = getattr(reason, "strerror", None) or str(reason)
        hint = "ask who made it for the right to read it, or close the program that holds it open"
        return "", [error("unreadable-file", f"this file cannot be read: {why}", Span(display, 0, 0), hint)]
    return decode(data, display)


def decode(data: bytes, display: str) -> tuple[str, list[Diagnostic]]:
    """Turn bytes into text; tell bytes that are not UTF-8 by their line and value."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", [_binary(display, "it was saved as UTF-16: save it as UTF-8")]
    if b"\0" in data:
        return "", [_binary(display, "content files are plain text (YAML); an office document or a picture is not")]
    try:
        return data.decode("utf-8").removeprefix(BOM), []
    except UnicodeDecodeError as reason:
        text = data.decode("utf-8", "replace").removeprefix(BOM)
        start = len(data[: reason.start].decode("utf-8").removeprefix(BOM))
        line = data.count(b"\n", 0, reason.start) + 1
        message = f"line {line} holds the byte 0x{data[reason.start]:02X}, which is not UTF-8"
        hint = "open the file in the encoding it was written in (often Windows-1252) and save it as UTF-8"
        return text, [error("not-utf-8", message, Span(display, start, start + 1), hint)]


def control_characters(source: SourceText) -> list[Diagnostic]:
    """Tell every control character of a text (the first twenty of them)."""
    found: list[Diagnostic] = []
    for offset, char in strays(source.unmarked):
        if char == "\0":
            return [_binary(source.file, "content files are plain text (YAML)", source.span(offset))]
        if len(found) == _MOST_TOLD:
            break
        message = f"here stands an invisible character, {name(char)}, that no slide can show"
        found.append(source.fault("control-character", message, (offset, offset + 1), _how_to_mend(char)))
    return found


def _how_to_mend(char: str) -> str:
    if char in _BREAKS:
        return "it is a kind of line break that comes with pasted text: delete it, press Enter if a new line is meant"
    return "it often comes with pasted text: delete it and type what stands around it anew"


def _too_large(size: int, display: str) -> Diagnostic:
    message = (
        f"this file is too large for a content file: {size / 1e6:.1f} MB, and the most is {MAX_BYTES / 1e6:.0f} MB"
    )
    return error("too-large", message, Span(display, 0, 0), "check that it is the file that was meant")


def _binary(display: str, hint: str, span: Span | None = None) -> Diagnostic:
    return error("binary-file", "this is not a text file", span or Span(display, 0, 0), hint)
