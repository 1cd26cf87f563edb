"""Names of new files and folders that every system can hold, so that what one person writes another one can open."""

from __future__ import annotations

import re
from pathlib import Path

from deckgen.diagnostics import UserFacingError
from deckgen.io.spelling import is_reserved

_FORBIDDEN = '<>:"|?*\\/'
"""What Windows does not allow in names, or understands as a separator; macOS shows `:` as `/`."""
_DASHES_AT_END = re.compile(r"-+(?=\.[^.]*$|$)")


class UnportableNameError(UserFacingError):
    """A file or folder cannot be created under this name on every system; the message gives the reason and another name."""


def require_portable(path: Path) -> None:
    """Raise UnportableNameError unless every system can have `path`. Folders that exist may have any name, as may the drive."""
    here = Path(path.anchor)
    for part in path.parts[1 if path.anchor else 0 :]:
        here /= part
        if part == ".." or here.is_dir():
            continue
        if reason := unportable_reason(part):
            shown = "".join(char if char.isprintable() else "�" for char in part)
            raise UnportableNameError(
                f"`{shown}` cannot be the name of a file or folder on every system: it {reason}; call it `{portable_name(part)}`"
            )


def unportable_reason(name: str) -> str:
    """Return why some system cannot have a file or folder of this name, as the end of a sentence; empty if all can."""
    found = next((char for char in name if char in _FORBIDDEN or not char.isprintable()), "")
    if found:
        what = f"`{found}`" if found.isprintable() else "a line break or another invisible character"
        return f"has {what} in it, which Windows cannot have"
    if name.endswith((".", " ")):
        return f"ends in a {'full stop' if name.endswith('.') else 'blank'}, which Windows removes"
    return "is the name of a device on Windows" if is_reserved(name) else ""


def portable_name(name: str) -> str:
    """Return a similar name that every system can have."""
    name = "".join("-" if char in _FORBIDDEN or not char.isprintable() else char for char in name).rstrip(". ")
    name = re.sub("--+", "-", name)
    name = _DASHES_AT_END.sub("", name).rstrip(". ").lstrip("-") or "deck"
    name = f"deck{name}" if name.startswith(".") else name
    stem, dot, suffix = name.partition(".")
    return f"{stem}_{dot}{suffix}" if is_reserved(name) else name
