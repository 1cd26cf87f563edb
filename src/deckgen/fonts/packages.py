"""Locate the folder of a Python package that contains fonts, without importing anything.

Only packages that are listed here are looked up, because a brand may come from a stranger, and Python's own finders import the
parent packages of a dotted name. deckgen itself depends on those in `PACKAGES` (pyproject.toml, `dependencies`); the others have
one family each, and are used if the user has installed them.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from deckgen.fonts.face_tables import SUFFIXES, folded

PACKAGES: Mapping[str, str] = {
    "font_source_sans_pro": "font-source-sans-pro",
    "fontpkg_arimo": "fontpkg-arimo",
    "matplotlib": "matplotlib",
}
"""The packages by import name, each with the name of the distribution that pip installs."""

TWINS: Mapping[str, tuple[str, ...]] = {
    "Arial": ("Arimo", "Liberation Sans"),
    "Arial Narrow": ("Liberation Sans Narrow",),
    "Calibri": ("Carlito",),
    "Cambria": ("Caladea",),
    "Courier": ("Cousine", "Liberation Mono"),
    "Courier New": ("Cousine", "Liberation Mono"),
    "Georgia": ("Gelasio",),
    "Helvetica": ("Arimo", "Liberation Sans"),
    "Segoe UI": ("Selawik",),
    "Times": ("Tinos", "Liberation Serif"),
    "Times New Roman": ("Tinos", "Liberation Serif"),
}
"""Families of which a free one has the same advance widths, with the names of those."""


class Margin(Struct, frozen=True):
    """How text of a family that cannot be measured is taken to be: its width compared with Arial, its line height in em."""

    widening: float
    leading: float


_MARGIN = Margin(1.3, 1.4)
"""Of short lines (15 to 30 characters, 2,500 of them from our documentation), 99 of 100 are at most 1.28 times as wide in DejaVu
Sans, one of the widest families for text, in all its styles; in Open Sans 1.15, in Lato 1.04. Line heights are 1.36 in Open
Sans, 1.37 in Source Serif Pro."""
_MARGINS: Mapping[str, Margin] = {
    "Arial Narrow": Margin(0.83, 1.15), "Calibri": Margin(1.05, 1.23), "Calibri Light": Margin(1.05, 1.23),
    "Cambria": Margin(1.05, 1.18), "Courier": Margin(1.7, 1.15), "Courier New": Margin(1.7, 1.15), "Times": Margin(1, 1.16),
    "Times New Roman": Margin(1, 1.16),
    **dict.fromkeys(("Aptos", "Aptos Display", "Palatino Linotype", "Segoe UI", "Segoe UI Light"), Margin(1.15, 1.36)),
    **dict.fromkeys(
        (
            "Book Antiqua", "Calisto MT", "Candara", "Constantia", "Corbel", "Franklin Gothic Book", "Garamond", "Gill Sans MT",
            "Perpetua", "Trebuchet MS", "Tw Cen MT",
        ),
        Margin(1.15, 1.25),
    ),
}  # fmt: skip
"""The same for families with a twin, measured with the twin, and for those of Office whose text is about as wide as in Arial: one
line in a hundred is 15% wider than the average."""


class FontPackage(Struct, frozen=True):
    """A package of fonts: its import name, and the name of the distribution that pip installs."""

    name: str
    distribution: str


_OTHER_FAMILIES = {
    "Caladea": FontPackage("font_caladea", "font-caladea"),
    "Carlito": FontPackage("rinoh_typeface_carlito", "rinoh-typeface-carlito"),
    "Liberation Sans Narrow": FontPackage("rinoh_typeface_liberationsansnarrow", "rinoh-typeface-liberationsansnarrow"),
    "Source Sans Pro": FontPackage("font_source_sans_pro", "font-source-sans-pro"),
    "Source Serif Pro": FontPackage("font_source_serif_pro", "font-source-serif-pro"),
}


@lru_cache(maxsize=1)
def family_packages() -> Mapping[str, FontPackage]:
    """Return the packages that contain one family each, by the folded name of the family.

    `fontpkg_families.txt` lists families that are packaged as `fontpkg-` and their name.
    """
    listed = Path(__file__).with_name("fontpkg_families.txt").read_text(encoding="utf-8").splitlines()
    names = {family: f"fontpkg-{family.lower().replace(' ', '-')}" for family in listed}
    packages = {family: FontPackage(name.replace("-", "_"), name) for family, name in names.items()}
    return {folded(family): package for family, package in {**packages, **_OTHER_FAMILIES}.items()}


def distribution_of(name: str) -> str | None:
    """Return the distribution that installs a package of fonts; None if no such package is known."""
    others = {package.name: package.distribution for package in family_packages().values()}
    return PACKAGES.get(name) or others.get(name)


def twins_of(family: str) -> tuple[str, ...]:
    """Return the families that have the advance widths of a family, the preferred one first; usually none."""
    by_name = {folded(name): twins for name, twins in TWINS.items()}
    return by_name.get(folded(family), ())


def margin_of(family: str) -> Margin:
    """Return how text of a family is taken to be where the family cannot be measured."""
    return {folded(name): margin for name, margin in _MARGINS.items()}.get(folded(family), _MARGIN)


def package_folder(name: str, project: Path | None = None) -> Path | None:
    """Return the folder of a known package; None for any other name, or if the package is not installed.

    Folders of the same name in the current folder or in `project` are ignored, because `python -m deckgen` puts the current
    folder on the module search path.
    """
    if distribution_of(name) is None:
        return None
    folders = (Path(entry, name) for entry in _search_path(project))
    return next((folder for folder in folders if (folder / "__init__.py").is_file()), None)


def font_files(folder: Path) -> list[Path]:
    """Return the font files in and under the folder of a package, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def _search_path(project: Path | None) -> Iterator[str]:
    """Return the module search path without the current folder and the project, unless Python installs packages there."""
    site_packages = {os.path.realpath(sysconfig.get_path(scheme)) for scheme in ("purelib", "platlib")}
    ignored = {os.path.realpath(folder) for folder in (Path.cwd(), project) if folder is not None}
    for entry in sys.path:
        real = os.path.realpath(entry or ".")
        if real in site_packages or real not in ignored:
            yield entry
