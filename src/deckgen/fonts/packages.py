"""Locate the folder of a Python package that contains fonts, without importing anything.

Only packages on which deckgen itself depends (pyproject.toml, `dependencies`) are looked up: the user has installed these,
whereas a brand may come from a stranger, and Python's own finders import the parent packages of a dotted name.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

PACKAGES: Mapping[str, str] = {
    "font_source_sans_pro": "font-source-sans-pro",
    "fontpkg_arimo": "fontpkg-arimo",
    "matplotlib": "matplotlib",
}
"""The packages by import name, each with the name of the distribution that pip installs."""


def package_folder(name: str, project: Path | None = None) -> Path | None:
    """Return the folder of one of `PACKAGES`; None for any other name, or if the package is not installed.

    Folders of the same name in the current folder or in `project` are ignored, because `python -m deckgen` puts the current
    folder on the module search path.
    """
    if name not in PACKAGES:
        return None
    folders = (Path(entry, name) for entry in _search_path(project))
    return next((folder for folder in folders if (folder / "__init__.py").is_file()), None)


def _search_path(project: Path | None) -> Iterator[str]:
    """Return the module search path without the current folder and the project, unless Python installs packages there."""
    site_packages = {os.path.realpath(sysconfig.get_path(scheme)) for scheme in ("purelib", "platlib")}
    ignored = {os.path.realpath(folder) for folder in (Path.cwd(), project) if folder is not None}
    for entry in sys.path:
        real = os.path.realpath(entry or ".")
        if real in site_packages or real not in ignored:
            yield entry
