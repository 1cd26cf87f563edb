"""Where things are: the project around a deck, its decks, the brands and the example that come with the package."""

from __future__ import annotations

import os
import sys
import unicodedata
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from deckgen.diagnostics import UserFacingError
from deckgen.io.confined import locate

_HERE = Path(__file__).resolve().parents[1]


def packaged(name: str) -> Path:
    """Folder of what comes with deckgen (`layouts`, `content`): inside an installed wheel, else in the checkout."""
    inside = _HERE / "_data" / name
    return inside if inside.is_dir() else _HERE.parents[1] / name


def find_project(start: Path) -> Path | None:
    """Give the nearest folder at or above `start` that holds `content/`; None if there is none."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / "content").is_dir()), None)


def project_of(deck: Path) -> Path:
    """Give the project that the folder of a deck belongs to: the one around it, else the folder that it lies in."""
    parent = deck.resolve().parent
    return find_project(parent) or parent


def project_by_name(folder: Path) -> Path | None:
    """Give the project that a deck's folder seems to lie in, links not followed; None where it lies in none."""
    start = Path(os.path.abspath(folder)).parent  # noqa: PTH100 -- `Path.resolve` would follow links
    return next((above for above in (start, *start.parents) if (above / "content").is_dir()), None)


def boundary(folder: Path) -> Path:
    """Give the folder out of which nothing may lead that the deck in `folder` names: its project, else the deck's own folder."""
    return find_project(folder.parent) or folder


@lru_cache(maxsize=1)
def installed() -> tuple[str, ...]:
    """Name all installed packages with their versions, as the folders that tell of them do: `numpy-2.4.0.dist-info`.

    It takes a tenth of the time in which importlib.metadata gives the versions of five.
    """
    found: set[str] = set()
    for folder in map(Path, sys.path):
        with suppress(OSError):  # no folder, or one that must not be read, and so not imported from
            found.update(path.name for path in folder.iterdir() if "-info" in path.suffix)
    return tuple(sorted(found))


def decks(project: Path) -> list[Path]:
    """Give every deck of a project (the folders of `content/` with a deck.yaml), by name."""
    return sorted(path.parent for path in (project / "content").glob("*/deck.yaml"))


class SameNameError(UserFacingError):
    """Two decks of a project have names that differ by letters only that file systems or file names take for equal."""


def refuse_same_name(folder: Path) -> None:
    """Raise SameNameError where another deck of the project would be built into the same file as that in `folder`."""
    project = find_project(folder.parent)
    beside = decks(project) if project is not None else []
    for other in beside:
        if other.name != folder.name and _folded(other.name) == _folded(folder.name):
            names = " and ".join(sorted(f"content/{name}" for name in (folder.name, other.name)))
            raise SameNameError(f"{names} would be built into one file: give one of the two folders another name")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def brand_roots(project: Path) -> list[Path]:
    """Give the folders in which brands are looked for: the project's own, then the package's.

    Raises OutsideError where the project's own leads out of the project.
    """
    own = project / "layouts"
    locate(own, project)
    return [own, packaged("layouts")]


def display(path: Path, project: Path) -> str:
    """Name a file as messages do: relative to the project, with `/`."""
    path = path.resolve()
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else path.as_posix()
