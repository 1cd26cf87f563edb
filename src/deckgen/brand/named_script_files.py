"""A brand → the files of the families that it names for scripts, as far as they were found (`script_families`)."""

from __future__ import annotations

from deckgen.brand.types import Brand, FontFiles
from deckgen.fonts.script_files import FontFile


def named_files(brand: Brand, *, bold: bool = False) -> tuple[tuple[str, FontFile], ...]:
    """Return the scripts for which a brand names a family, each with its upright file, as far as they are found."""
    return tuple(
        (each.script, _font_file(each.files, bold)) for each in brand.script_families if each.files is not None
    )


def script_files_in_use(brand: Brand) -> tuple[FontFiles, ...]:
    """Return the files, as far as they are found, of the families that a brand names for the scripts of a deck's languages."""
    in_use = {brand.theme_fonts.complex, brand.theme_fonts.east_asian}
    found = {each.family: each.files for each in brand.script_families if each.files is not None}
    return tuple(files for family, files in found.items() if family in in_use)


def _font_file(files: FontFiles, bold: bool) -> FontFile:
    style, path = ("bold", files.bold) if bold else ("regular", files.regular)
    return FontFile(files.family, path, files.indices.get(style), files.weights.get(style))
