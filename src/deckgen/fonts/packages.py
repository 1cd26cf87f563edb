"""The name of a Python package that has fonts → its folder, found without importing anything.

Only packages that deckgen itself depends on (pyproject.toml, `dependencies`) are looked for: whoever runs deckgen has installed
these, whereas a brand may come from a stranger, and a finder of Python imports the parents of a dotted name.
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
"""The packages, each with the name of the distribution that pip installs it from."""


def package_folder(name: str, project: Path | None = None) -> Path | None:
    """Give the folder of one of `PACKAGES`; None for any other name, and where it is not installed.

    Folders of the same name in the current folder or in `project` are passed over: `python -m deckgen` has the current folder
    on the path of modules.
    """
    if name not in PACKAGES:
        return None
    folders = (Path(entry, name) for entry in _entries(project))
    return next((folder for folder in folders if (folder / "__init__.py").is_file()), None)


def _entries(project: Path | None) -> Iterator[str]:
    """Give the folders of the path of modules, without the current folder and the project unless Python installs into them."""
    installs = {os.path.realpath(sysconfig.get_path(scheme)) for scheme in ("purelib", "platlib")}
    passed = {os.path.realpath(folder) for folder in (Path.cwd(), project) if folder is not None}
    for entry in sys.path:
        real = os.path.realpath(entry or ".")
        if real in installs or real not in passed:
            yield entry
