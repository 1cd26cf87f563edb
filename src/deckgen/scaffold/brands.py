"""A name and a few answers → the folder of a new brand in `layouts/`, which extends the brand that comes with deckgen.

The files are first written into a folder of their own and loaded like any brand; they are moved only if there is no error.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from deckgen.brand.font_styles import choose_faces
from deckgen.brand.layers import RefusedBrandError, find_brand_folder
from deckgen.brand.load import load_brand
from deckgen.diagnostics import Issue
from deckgen.fonts.face_tables import SUFFIXES, FaceDescription, UnreadableFontError, describe_faces
from deckgen.io.atomic import write_file
from deckgen.io.project import brand_roots, packaged_folder
from deckgen.scaffold import BRAND, ProjectError

_STAGING = ".deckgen-brand.tmp"
"""A folder in `layouts/` with a brand that is being made."""
_COLOUR = re.compile("#?([0-9A-Fa-f]{6})")
_LOGO_SUFFIXES = (".svg", ".png", ".jpg", ".jpeg")
_HEADER = """\
# What this brand changes of the brand that comes with deckgen. Page of docs: docs/brands.md.
# Layouts are changed by files next to this one: master.yaml, and one file for each kind of slide.
"""


class BrandAnswers(Struct, frozen=True):
    """What a new brand consists of. Empty texts and None: as in the brand that comes with deckgen.

    `title` is the name that people read. Colours are written `#RRGGBB`. `dark_logo` is the form of the logo for dark grounds.
    A font is the name of a family, or the path of one of its files or of the folder with them.
    """

    title: str
    primary: str = ""
    foreground: str = ""
    logo: Path | None = None
    dark_logo: Path | None = None
    font: str = ""
    heading_font: str = ""


class NewBrand(Struct, frozen=True):
    """A brand that was made (`folder`), or that was not because of errors (None); the issues, and the texts that they are in."""

    folder: Path | None
    issues: Sequence[Issue]
    sources: Mapping[str, str]


class FontChoice(Struct, frozen=True):
    """A family, and the files of it that the brand gets; none for a family that is only named."""

    family: str
    files: tuple[Path, ...] = ()


def check_name(project: Path, name: str) -> None:
    """Raise ProjectError for a brand that already exists, and for a name that no brand can have."""
    try:
        existing = find_brand_folder(name, brand_roots(project))
    except RefusedBrandError as refused:
        raise ProjectError(f"{refused}: {refused.hint}") from refused
    if existing is not None or os.path.lexists(project / "layouts" / name):
        raise ProjectError(f"there is already a brand '{name}'; nothing was written: choose another name")


def read_colour(text: str) -> str:
    """Return a colour as `#RRGGBB`. Raises ProjectError for anything else."""
    match = _COLOUR.fullmatch(text.strip())
    if match is None:
        raise ProjectError(f"'{text}' is no colour: write it as #RRGGBB, such as #0B5D3B")
    return f"#{match[1].upper()}"


def read_logo(text: str) -> Path:
    """Return the path of a picture that can be a logo. Raises ProjectError if there is none."""
    path = Path(text.strip()).expanduser()
    if path.suffix.lower() not in _LOGO_SUFFIXES:
        raise ProjectError(f"'{text}' is no logo: name a file .svg (best), .png or .jpg")
    if not path.is_file():
        raise ProjectError(f"there is no file '{text}'")
    return path


def read_font(text: str) -> FontChoice:
    """Return the family that a name, a font file or a folder of font files stands for, with the files of that family.

    Raises ProjectError for a file or folder without a font.
    """
    path = Path(text.strip()).expanduser()
    is_font = path.suffix.lower() in SUFFIXES
    if not path.is_dir() and not is_font:
        return FontChoice(text.strip())
    if is_font and not path.is_file():
        raise ProjectError(f"there is no file '{text}'")
    folder = path.parent if is_font else path
    faces = [face for file in sorted(folder.iterdir()) for face in _faces(file)]
    named = [face for face in faces if face.path == path or not is_font]
    first = min(named, key=lambda face: (face.is_italic, face.distance_to(400)), default=None)
    if first is None:
        raise ProjectError(f"'{text}' has no font that can be read: name a .ttf or .otf file, or their folder")
    family = _family(first)
    chosen = choose_faces(family, faces)
    files = dict.fromkeys(face.path for face in chosen.faces.values()) if chosen is not None else ()
    return FontChoice(family, tuple(files))


def _faces(file: Path) -> Sequence[FaceDescription]:
    if file.suffix.lower() not in SUFFIXES or not file.is_file():
        return ()
    try:
        return describe_faces(file)
    except UnreadableFontError:
        return ()


def _family(face: FaceDescription) -> str:
    """Return the name of the family of a face as its file writes it: of the name of the face, the part that is a family."""
    words = face.name.split()
    names = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((name for name in names if name.casefold() in face.families), face.name)


def create_brand(project: Path, name: str, answers: BrandAnswers) -> NewBrand:
    """Make the brand `layouts/<name>` of a project. Raises ProjectError for an answer that cannot be used, and OSError."""
    check_name(project, name)
    return make_brand(project, name, lambda folder: _write(folder, answers))


def make_brand(project: Path, name: str, write: Callable[[Path], None]) -> NewBrand:
    """Make the brand `layouts/<name>` of a project, or change it, with the files that `write` writes into a folder.

    The files of an existing brand that are not written stay as they are. Nothing is changed if the result cannot be loaded.
    Raises the errors of `write`, and OSError.
    """
    target = project / "layouts" / name
    staging = project / "layouts" / _STAGING
    if staging.is_dir() and not staging.is_symlink():
        shutil.rmtree(staging)  # of a command that was interrupted
    folder = staging / "layouts" / name
    try:
        if target.is_dir():
            shutil.copytree(target, folder, symlinks=True)
        write(folder)
        brand, issues, sources = load_brand(name, [folder.parent, packaged_folder("layouts")], staging)
        if brand is None:
            return NewBrand(None, issues, sources)
        if target.is_dir():
            target.rename(staging / "before")
        folder.rename(target)
        return NewBrand(target, issues, sources)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write(folder: Path, answers: BrandAnswers) -> None:
    fonts = [read_font(text) if text else None for text in (answers.font, answers.heading_font)]
    data: dict[str, Any] = {"meta": {"name": answers.title}}
    roles = {"primary": answers.primary, "foreground": answers.foreground}
    colours = {role: read_colour(colour) for role, colour in roles.items() if colour}
    if colours:
        data["color"] = colours
    logos = {"light": answers.logo, "dark": answers.dark_logo}
    if any(logos.values()):
        data["logo"] = _logo(
            {ground: path for ground, path in logos.items() if path is not None}, answers.title, folder
        )
    typography = {key: {"family": font.family} for key, font in zip(("base", "headings"), fonts, strict=True) if font}
    if typography:
        data["typography"] = typography
    for file in (file for font in fonts if font is not None for file in font.files):
        write_file(folder / "fonts" / file.name, file.read_bytes())
    data["defaults"] = {"deckgen": {"extend": BRAND}}
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1000)
    write_file(folder / "_brand.yml", (_HEADER + text).encode())


def _logo(logos: Mapping[str, Path], title: str, folder: Path) -> dict[str, Any]:
    """Copy the forms of a logo into the folder of the brand, and return what `_brand.yml` says of them."""
    names = {ground: f"logos/for-{ground}-ground{path.suffix.lower()}" for ground, path in logos.items()}
    for ground, path in logos.items():
        write_file(folder / names[ground], path.read_bytes())
    images = {f"for-{ground}": {"path": name, "alt": title} for ground, name in names.items()}
    return {"images": images, "small": {ground: f"for-{ground}" for ground in names}}
