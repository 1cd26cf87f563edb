"""Text in scripts that the font of a brand lacks → font files of this machine that have them, for pictures of text.

The font that the brand names for a script comes first. Then they are looked up in the package of the script, in the package of
the font that replaces that of the brand, in matplotlib, and among the installed fonts: the family that decks name for the script,
its Noto fonts, then any other.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

from msgspec import Struct

from deckgen.fonts import installed
from deckgen.fonts.face_tables import FaceDescription, UnreadableFontError, describe_faces, folded
from deckgen.fonts.packages import family_packages, font_files, package_folder
from deckgen.fonts.scripts import SCRIPT_FONTS, by_script, families_of, font_script, script_of

_COMMON_PACKAGES = ("fontpkg_arimo", "matplotlib")
_REGULAR, _BOLD, _NORMAL_WIDTH = 400, 700, 5
_NEVER_IN = ("LastResort", "Tofu", "Blank", "ColorEmoji", "Color Emoji")
"""Parts of the names of fonts that have a box for every character, or pictures instead of outlines."""
_SECONDS = 5
"""How long a list of the installed fonts is used: reading it takes a tenth of a second, and each text asks for it."""


class FontFile(Struct, frozen=True):
    """A face of a font on this machine: its own name, and those of its families in lower case.

    `index` is its position in a collection, `weight` a value on the weight axis of a variable font.
    """

    name: str
    path: Path
    index: int | None
    weight: float | None
    families: frozenset[str] = frozenset()

    @property
    def characters(self) -> frozenset[int]:
        """The code points that it has."""
        return _characters(self.path, self.index or 0)


NamedFiles = tuple[tuple[str, FontFile], ...]
"""The scripts for which a brand names a font, each with its file."""


def files_for(text: str, language: str, *, bold: bool = False, named: NamedFiles = ()) -> tuple[FontFile, ...]:
    """Return the fonts of this machine with which a text can be drawn, the first for each script of it; what none has is boxes.

    `language` decides which forms Chinese characters have. No font is named for characters that need none of their own.
    """
    needed = "".join(sorted(char for char in set(text) if is_shown(char)))
    return _files_for(needed, language, bold, named, state_of_fonts())


def of_named_scripts(text: str, language: str, scripts: frozenset[str]) -> str:
    """Return the letters of a text in scripts for which a brand names a font, each once and in order."""
    if not scripts or text.isascii():
        return ""
    return "".join(
        char for char in dict.fromkeys(text) if not char.isascii() and font_script(script_of(char), language) in scripts
    )


def alternatives(text: str, language: str, *, bold: bool = False) -> Iterator[FontFile]:
    """Yield all fonts that have every character of a text in one script: those made for it, and those of every machine."""
    characters = {char for char in text if is_shown(char)}
    scripts = {font_script(script, language) for script, _ in by_script("".join(sorted(characters))) if script}
    made_for = (face for script in scripts for face in _faces_of_script(script, bold))
    common = (face for package in _COMMON_PACKAGES for face in _by_weight(_package_faces(package), bold))
    for face in (*made_for, *common):
        file = _as_file(face, bold)
        if all(ord(char) in file.characters for char in characters):
            yield file


def packages_not_installed() -> Iterator[tuple[str, Path]]:
    """Yield the families of scripts that are not installed, with the upright file of a package that is as wide."""
    for font in SCRIPT_FONTS.values():
        faces = _by_weight(_package_faces(font.package), bold=False) if font.package else []
        if faces and not installed.installed_faces(font.family):
            yield font.family, faces[0].path


def missing_in(text: str, characters: frozenset[int], language: str, named: NamedFiles = ()) -> str:
    """Return the characters of a text that neither `characters` have nor any font of this machine, each once and in order."""
    lacking = "".join(dict.fromkeys(char for char in text if is_shown(char) and ord(char) not in characters))
    found = [file.characters for file in files_for(lacking, language, named=named)] if lacking else []
    return "".join(char for char in lacking if not any(ord(char) in each for each in found))


def is_shown(char: str) -> bool:
    """Whether a character needs a glyph."""
    return char.isprintable() and not char.isspace()


def state_of_fonts() -> str:
    """Return a digest that changes when fonts are installed on this machine or removed, within some seconds."""
    return _listing_digest(int(time.monotonic() / _SECONDS))


@lru_cache(maxsize=1)
def _listing_digest(_moment: int) -> str:
    return installed.listing_digest()


@lru_cache(maxsize=512)
def _files_for(characters: str, language: str, bold: bool, named: NamedFiles, _state: str) -> tuple[FontFile, ...]:
    found: dict[FontFile, None] = {}
    by_brand = dict(named)
    lacking = set(characters)
    parts: dict[str, str] = {}
    for script, part in by_script(characters):
        key = font_script(script, language)
        parts[key] = parts.get(key, "") + part
    for key, part in parts.items():
        files = (_as_file(face, bold) for face in _faces_of_script(key, bold))
        best = _best(chain([by_brand[key]] if key in by_brand else [], files), part) if key else None
        if best is not None:
            found[best] = None
            lacking -= set(map(chr, best.characters))
    for file in _others(bold):
        if not lacking:
            break
        has = {char for char in lacking if ord(char) in file.characters}
        if has:
            found[file] = None
            lacking -= has
    return tuple(found)


def _best(files: Iterable[FontFile], part: str) -> FontFile | None:
    """Return the first face that has all characters of a script, else the one that has most; None if none has any."""
    most, best = 0, None
    for file in files:
        count = sum(ord(char) in file.characters for char in part)
        if count == len(part):
            return file
        if count > most:
            most, best = count, file
    return best


def _faces_of_script(script: str, bold: bool) -> Iterator[FaceDescription]:
    """Yield the faces of families that are made for a script: of its package, then of each family from a package or installed."""
    font = SCRIPT_FONTS.get(script)
    if font is not None and font.package:
        yield from _by_weight(_package_faces(font.package), bold)
    for family in families_of(script):
        package = family_packages().get(folded(family))
        if package is not None:
            yield from _by_weight(_package_faces(package.name), bold)
        yield from _by_weight(installed.installed_faces(family), bold)


def _others(bold: bool) -> Iterator[FontFile]:
    """Yield all other fonts, those that every machine has first."""
    for package in _COMMON_PACKAGES:
        yield from (_as_file(face, bold) for face in _by_weight(_package_faces(package), bold))
    for faces in installed.families():
        yield from (_as_file(face, bold) for face in _by_weight(faces, bold)[:1])


def _by_weight(faces: Iterable[FaceDescription], bold: bool = False) -> list[FaceDescription]:
    upright = [face for face in faces if not face.is_italic]
    return sorted(
        upright, key=lambda face: (abs(face.width - _NORMAL_WIDTH), face.distance_to(_BOLD if bold else _REGULAR))
    )


def _as_file(face: FaceDescription, bold: bool) -> FontFile:
    weight = None if face.weights is None else face.nearest_to(_BOLD if bold else _REGULAR)
    return FontFile(face.name, face.path, face.index, weight, face.families)


@lru_cache(maxsize=256)
def moves_marks(file: FontFile, characters: str) -> bool:
    """Whether a font draws some of these characters as a shape and marks that it moves over it."""
    import uharfbuzz as hb  # noqa: PLC0415 -- as `_characters`

    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(file.path)), file.index or 0))
    for char in characters:
        buffer = hb.Buffer()
        buffer.add_str(char)
        buffer.guess_segment_properties()
        hb.shape(font, buffer)
        if any(position.x_offset or position.y_offset for position in buffer.glyph_positions or ()):
            return True
    return False


@lru_cache(maxsize=16)
def _package_faces(package: str) -> Sequence[FaceDescription]:
    folder = package_folder(package)
    faces: list[FaceDescription] = []
    for path in font_files(folder) if folder is not None else ():
        try:
            faces += describe_faces(path)
        except UnreadableFontError:
            continue
    return faces


@lru_cache(maxsize=1024)
def _characters(path: Path, index: int) -> frozenset[int]:
    """Return the code points of a face; none if the file cannot be read, or has no letters."""
    import uharfbuzz as hb  # noqa: PLC0415 -- only for text in other scripts

    if any(part in path.name for part in _NEVER_IN):
        return frozenset()
    try:
        return frozenset(hb.Face(hb.Blob.from_file_path(str(path)), index).unicodes)
    except (OSError, hb.HarfBuzzError):
        return frozenset()
