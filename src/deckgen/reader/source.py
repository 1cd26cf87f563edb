"""A file on disk → its text, and the issues that make it unreadable.

Input: a path. Output: text and issues. A content file is a regular file of at most `MAX_BYTES` bytes, in UTF-8
(with or without a byte order mark), without control characters.
"""

from __future__ import annotations

from pathlib import Path

from deckgen.diagnostics import Issue, Span, make_issue
from deckgen.diagnostics.suggestions import did_you_mean
from deckgen.io.confined import NotRegularError, OutsideError, TooLargeError, read_bytes
from deckgen.io.spelling import MisspelledError
from deckgen.reader.characters import BOM, describe_character, find_unprintable
from deckgen.reader.document import SourceText

MAX_BYTES = 1_000_000
"""Ten times the largest section: a larger file was named by mistake, and would only take long to read."""

_MAX_REPORTED = 20

_LINE_BREAKS = {"\x0b", "\x0c", "\r", "\x85", "\u2028", "\u2029"}


def read(path: Path, display: str, root: Path | None = None) -> tuple[str, list[Issue]]:
    """Read a content file: its text (line breaks as they are, no byte order mark) and its issues.

    `display` names the file in spans; `root` is the folder that must contain it, None for a file of deckgen's own. The text
    is returned even if there are errors, so that they can be shown in it, with `�` for bytes that are not UTF-8; it is empty
    for a file that cannot be read. Never raises.
    """
    try:
        data = read_bytes(path, MAX_BYTES, root)
    except OutsideError as reason:
        message = f"this file is not read: it {reason.reason}"
        return "", [make_issue("outside-project", message, Span(display, 0, 0), "put a copy of the file itself here")]
    except NotRegularError as reason:
        message = f"this {reason.reason}; a content file is expected here"
        return "", [make_issue("not-a-file", message, Span(display, 0, 0), "put a text file of this name in its place")]
    except TooLargeError as reason:
        return "", [_too_large_error(reason.size, display)]
    except FileNotFoundError as reason:
        actual = reason.actual if isinstance(reason, MisspelledError) else ""
        hint = did_you_mean(actual) if actual else "check its name and its folder"
        return "", [make_issue("missing-file", f"there is no file {display}", Span(display, 0, 0), hint)]
    except (OSError, ValueError) as reason:
        why = getattr(reason, "strerror", None) or str(reason)
        hint = "ask its owner for permission to read it, or close the program that has it open"
        return "", [make_issue("unreadable-file", f"this file cannot be read: {why}", Span(display, 0, 0), hint)]
    return decode(data, display)


def decode(data: bytes, display: str) -> tuple[str, list[Issue]]:
    """Decode bytes to text; the first byte that is not UTF-8 is reported by its line and value."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", [_binary_file_error(display, "it was saved as UTF-16: save it as UTF-8")]
    if b"\0" in data:
        return "", [
            _binary_file_error(display, "content files are plain text (YAML); an office document or a picture is not")
        ]
    try:
        return data.decode("utf-8").removeprefix(BOM), []
    except UnicodeDecodeError as reason:
        text = data.decode("utf-8", "replace").removeprefix(BOM)
        start = len(data[: reason.start].decode("utf-8").removeprefix(BOM))
        line = data.count(b"\n", 0, reason.start) + 1
        message = f"line {line} contains the byte 0x{data[reason.start]:02X}, which is not UTF-8"
        hint = "open the file in the encoding it was written in (often Windows-1252) and save it as UTF-8"
        return text, [make_issue("not-utf-8", message, Span(display, start, start + 1), hint)]


def find_zero_byte(source: SourceText) -> Issue | None:
    """Report a text that has a NUL character: it is the content of a binary file."""
    offset = source.without_bom.find("\0")
    if offset < 0:
        return None
    return _binary_file_error(source.file, "content files are plain text (YAML)", source.span(offset))


def find_control_characters(source: SourceText) -> list[Issue]:
    """Report the control characters of a text (the first twenty of them)."""
    issues: list[Issue] = []
    for offset, char in find_unprintable(source.without_bom):
        if len(issues) == _MAX_REPORTED:
            break
        message = f"there is an invisible character here, {describe_character(char)}, that no slide can show"
        issues.append(source.error("control-character", message, (offset, offset + 1), _deletion_hint(char)))
    return issues


def _deletion_hint(char: str) -> str:
    if char in _LINE_BREAKS:
        return (
            "it is a kind of line break that comes with pasted text: delete it, and press Enter if you want a new line"
        )
    return "it often comes with pasted text: delete it and type the text around it again"


def _too_large_error(size: int, display: str) -> Issue:
    message = (
        f"this file is too large for a content file: {size / 1e6:.1f} MB, and the maximum is {MAX_BYTES / 1e6:.0f} MB"
    )
    return make_issue("too-large", message, Span(display, 0, 0), "check that this is the right file")


def _binary_file_error(display: str, hint: str, span: Span | None = None) -> Issue:
    return make_issue("binary-file", "this is not a text file", span or Span(display, 0, 0), hint)
