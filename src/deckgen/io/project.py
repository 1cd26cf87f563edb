"""Find folders: the project around a deck, its decks, and the brands and the example that come with deckgen."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from deckgen.diagnostics import UserFacingError
from deckgen.io.confined import locate
from deckgen.io.spelling import folded_name

_PACKAGE_ROOT = Path(__file__).resolve().parents[1]
LABELS_FOLDER = "labels"
"""The folder of a project with its own labels, and that of deckgen with its labels."""


def packaged_folder(name: str) -> Path:
    """Return a folder that comes with deckgen (`layouts`, `content`): inside an installed wheel, else in the checkout."""
    inside = _PACKAGE_ROOT / "_data" / name
    return inside if inside.is_dir() else _PACKAGE_ROOT.parents[1] / name


def find_project(start: Path) -> Path | None:
    """Return the nearest folder, from `start` upwards, that contains `content/`; None if there is none."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / "content").is_dir()), None)


def project_of(deck: Path) -> Path:
    """Return the project of the deck in the folder `deck`: the nearest project around it, else its parent folder."""
    parent = deck.resolve().parent
    return find_project(parent) or parent


def project_without_following_links(folder: Path) -> Path | None:
    """Return the project around a deck's folder as its path is written, without following links; None if there is none."""
    start = path_without_following_links(folder).parent
    return next((parent for parent in (start, *start.parents) if (parent / "content").is_dir()), None)


def path_without_following_links(path: Path) -> Path:
    """Return a path as an absolute one, from the current folder as the shell shows it: it may have been entered by a link."""
    shown = Path(os.environ.get("PWD", ""))
    with suppress(OSError):
        if shown.is_absolute() and shown.samefile(Path.cwd()):
            path = shown / path
    return Path(os.path.abspath(path))  # noqa: PTH100 -- `Path.resolve` would follow links


def allowed_root(folder: Path) -> Path:
    """Return the folder that must contain every file named by the deck in `folder`: its project, else `folder` itself."""
    return find_project(folder.parent) or folder


@lru_cache(maxsize=1)
def installed_packages() -> tuple[str, ...]:
    """Return all installed packages with their versions, by the names of their metadata folders: `numpy-2.4.0.dist-info`.

    This takes a tenth of the time that importlib.metadata needs for the versions of five packages.
    """
    names: set[str] = set()
    for folder in sys.path:
        # What is no folder, or not readable, has no packages for Python either.
        with suppress(OSError), os.scandir(folder or ".") as entries:
            names.update(entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info")))
    return tuple(sorted(names))


def find_decks(project: Path) -> list[Path]:
    """Return the folders of all decks of a project (those of `content/` with a deck.yaml), sorted by name."""
    return sorted(path.parent for path in (project / "content").glob("*/deck.yaml"))


def misnamed_deck_file(folder: Path) -> str:
    """Return the name of a file that was probably meant to be the deck.yaml of a folder (`Deck.yaml`, `deck.yml`), or empty."""
    with suppress(OSError):
        names = sorted(path.name for path in folder.iterdir() if path.name.casefold() in {"deck.yaml", "deck.yml"})
        return "" if "deck.yaml" in names else next(iter(names), "")
    return ""


class SameNameError(UserFacingError):
    """The names of two decks of a project differ only in case or Unicode form, which some file systems ignore."""


def refuse_same_name(folder: Path) -> None:
    """Raise SameNameError if another deck of the project would be built into the same file as the deck in `folder`."""
    project = find_project(folder.parent)
    for other in find_decks(project) if project is not None else []:
        if (
            other.name != folder.name
            and folded_name(other.name) == folded_name(folder.name)
            and not other.samefile(folder)
        ):
            names = " and ".join(sorted(f"content/{name}" for name in (folder.name, other.name)))
            raise SameNameError(f"{names} would be built into one file: give one of the two folders another name")


def brand_roots(project: Path) -> list[Path]:
    """Return the folders in which brands are looked up: that of the project, then that of deckgen.

    Raises OutsideError if the folder of the project is a link that leads out of the project.
    """
    own = project / "layouts"
    locate(own, project)
    return [own, packaged_folder("layouts")]


def copy_brands(layouts: Path | None, project: Path) -> None:
    """Copy a folder of brands, if there is one, into another project, where examples are drawn in them."""
    if layouts is not None and layouts.is_dir():
        # Links are copied as links: otherwise files from outside would be copied into the project and read from there.
        shutil.copytree(layouts, project / "layouts", symlinks=True, ignore=_special_files)


def _special_files(folder: str, names: list[str]) -> list[str]:
    """Return those `names` in `folder` that are neither files, folders nor links: reading a pipe or device may never end."""
    allowed = (stat.S_ISREG, stat.S_ISDIR, stat.S_ISLNK)
    modes = {name: Path(folder, name).lstat().st_mode for name in names}
    return [name for name, mode in modes.items() if not any(is_sort(mode) for is_sort in allowed)]


def display_path(path: Path, project: Path) -> str:
    """Return a path as messages show it: relative to the project, with `/`."""
    path = path.resolve()
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else path.as_posix()
