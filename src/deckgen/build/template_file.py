"""The file of a brand's template → its bytes for the writer; a file that is not the imported one is compared with it."""

from __future__ import annotations

from pathlib import Path

from deckgen.brand.template_use import TemplateUse, digest
from deckgen.brand.types import Brand
from deckgen.diagnostics import Issue, Origin, UserFacingError, make_issue
from deckgen.io.confined import read_bytes

MAX_BYTES = 100 << 20
"""Maximum size of the file."""
_BRAND = Origin(path=("brand",))
_SHOWN = 4
"""Differences that a message names."""


def open_template(brand: Brand, project: Path) -> tuple[bytes, list[Issue]]:
    """Return the bytes of a brand's template, empty without one, and the issues of its file, at the setting `brand`."""
    use = brand.template
    if use is None:
        return b"", []
    try:
        data = read_bytes(use.file, MAX_BYTES, project if use.file.is_relative_to(project) else None)
    except (OSError, UserFacingError) as error:
        return b"", [_missing(use, str(error))]
    return (data, []) if digest(data) == use.sha256 else _compared(data, use, project)


def _missing(use: TemplateUse, reason: str) -> Issue:
    message = f"the template `{use.file.name}` of the brand `{use.file.parent.name}` cannot be read: {reason}"
    hint = (
        f"put the file back that `deckgen brand import` wrote (sha256 {use.sha256}), or import it again: "
        f"`deckgen brand import {use.source} {use.file.parent.name}`"
    )
    return make_issue("template-missing", message, _BRAND, hint)


def _compared(data: bytes, use: TemplateUse, project: Path) -> tuple[bytes, list[Issue]]:
    from deckgen.template.reopening import compare  # noqa: PLC0415 -- it imports python-pptx, for a changed file only

    name, again = use.file.name, _import_again(use, project)
    try:
        newer = compare(data, name, use)
    except UserFacingError as error:
        return b"", [_missing(use, str(error))]
    if not newer.differences:
        message = f"the template `{name}` is not the file that was imported, but what the brand uses of it is the same"
        hint = f"run {again} to note the new file"
        if newer.drawn:
            message += f", except {'; '.join(newer.drawn)}"
            hint = f"run `deckgen brand check {use.file.parent.name}`, look at the picture, then {hint}"
        return newer.data, [make_issue("template-changed", message, _BRAND, hint)]
    more = len(newer.differences) - _SHOWN
    shown = "; ".join(newer.differences[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")
    message = f"the template `{name}` is not the file that was imported, and differs from it in: {shown}"
    hint = f"run {again} to use the new file, or put the former one back (sha256 {use.sha256})"
    return b"", [make_issue("template-differs", message, _BRAND, hint)]


def _import_again(use: TemplateUse, project: Path) -> str:
    """Return the command that imports the file that lies in the folder of the brand."""
    file = use.file.relative_to(project) if use.file.is_relative_to(project) else use.file
    return f"`deckgen brand import {file.as_posix()} {use.file.parent.name}`"
