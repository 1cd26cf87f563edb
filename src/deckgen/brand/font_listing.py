"""What text is measured with: the fonts of a brand, as `deckgen fonts` lists them, and the table of widths that it makes."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from deckgen.brand.font_search import find_measurable
from deckgen.brand.types import Brand, FontFiles
from deckgen.brand.width_tables import make_table
from deckgen.cache import fingerprint
from deckgen.fonts.face_tables import UnreadableFontError, describe_faces, folded, licence_refusal
from deckgen.fonts.scripts import default_widths, script_name
from deckgen.fonts.width_table import FILE_NAME, HEADING_FILE_NAME, STYLES, as_text, read_table
from deckgen.io.atomic import write_file

_DIGEST_LENGTH = 12
"""How many characters of a digest are shown."""


class NoTableError(Exception):
    """No table of widths is made for a brand; the message is a sentence without its subject, `is_needed` whether one lacks."""

    def __init__(self, message: str, *, is_needed: bool) -> None:
        super().__init__(message)
        self.is_needed = is_needed


class StyleListing(Struct, frozen=True):
    """One style of a family: the font file that is measured, and what is known of it."""

    style: str
    file: str
    weight: str
    version: str
    digest: str
    embedding: str


class FontListing(Struct, frozen=True):
    """A family, a sentence on what its text is measured with, its styles, and further sentences."""

    family: str
    measured_with: str
    styles: tuple[StyleListing, ...]
    notes: tuple[str, ...] = ()


def list_fonts(brand: Brand) -> list[FontListing]:
    """Return the brand's family, that of headings if it is another one, and the one that replaces them."""
    return [_listing(font) for font in (*brand.own_fonts, brand.fallback)]


def list_script_fonts(brand: Brand) -> list[str]:
    """Return a line for each script for which the brand names a font: what text in it is measured with."""
    return [
        f"{script_name(each.script)}: {each.family}, "
        + (
            f"measured {source_of(each.files)}"
            if each.files is not None
            else f"not on this machine; measured as without it ({default_widths(each.script)})"
        )
        for each in brand.script_families
    ]


def accept_installed_font(brand: Brand, font: FontFiles) -> Path:
    """Make the table of widths of a font of a brand that is only installed, or renew it; return its file.

    `brand` must be loaded without its tables. Raises NoTableError if the font needs none, or is not installed here, and OSError
    if the file cannot be written.
    """
    if font.source == "folder" or (font.source == "package" and font.widening == 1):
        raise NoTableError(f"needs no table: `{font.family}` is measured {source_of(font)}", is_needed=False)
    measurable = find_measurable(font.family)
    if measurable is None:
        message = f"has no table: `{font.family}` is not installed on this machine, so its widths are not known here"
        raise NoTableError(message, is_needed=True)
    path = brand.folder / (FILE_NAME if font is brand.font else HEADING_FILE_NAME)
    write_file(path, as_text(make_table(font.family, measurable)).encode())
    return path


def _listing(font: FontFiles) -> FontListing:
    if font.table is not None:
        return _table_listing(font, font.table)
    styles = tuple(_style_listing(font, style, path) for style, path in zip(STYLES, font.faces, strict=True))
    notes = (
        (f"taken as {font.widening:.0%} as wide, because the font is not on this machine",)
        if font.widening != 1
        else ()
    )
    return FontListing(font.family, source_of(font), styles, notes)


def _table_listing(font: FontFiles, path: Path) -> FontListing:
    table = read_table(path)
    made_from = "" if table.measured == table.family else f", made from {table.measured}, which has the same widths"
    styles = tuple(
        StyleListing(
            style, table.styles[style].file, "", table.styles[style].version, _short(table.styles[style].digest), ""
        )
        for style in STYLES
    )
    here = "installed on this machine" if font.installed is not None else "not installed on this machine"
    notes = (f"the font is {here}", f"charts are drawn with {font.design or font.family}, which every machine has")
    return FontListing(font.family, f"by the table layouts/{path.parent.name}/{path.name}{made_from}", styles, notes)


def source_of(font: FontFiles) -> str:
    """Return what text of a family is measured with, as the end of a sentence."""
    places = {
        "folder": "files of the brand",
        "installed": "installed on this machine",
        "package": f"package {font.package}",
    }
    place = places[font.source]
    design = font.design or _other_design(font)
    return f"with {design} ({place})" if design else f"as itself ({place})"


def _other_design(font: FontFiles) -> str:
    """Return the name of the regular font if it is not of the family for which the brand names it; empty otherwise."""
    try:
        faces = describe_faces(font.regular)
    except UnreadableFontError:
        return ""
    is_own = any(folded(font.family) in face.families for face in faces)
    return "" if is_own or not faces else f"the font {faces[0].name}"


def _style_listing(font: FontFiles, style: str, path: Path) -> StyleListing:
    weight = f"{font.weights[style]:g}" if style in font.weights else ""
    digest = dict(fingerprint.readable_file_digests([path])).get(str(path), "")
    try:
        face = next((face for face in describe_faces(path) if face.index == font.indices.get(style)), None)
    except UnreadableFontError:
        face = None
    version = face.version.partition(";")[0] if face is not None else ""
    # Only the font itself is embedded, no other that text is measured with.
    if face is None or font.design:
        embedding = ""
    else:
        embedding = "not to be embedded" if licence_refusal(face.embedding) else "may be embedded"
    return StyleListing(style, path.name, weight, version, _short(digest), embedding)


def _short(digest: str) -> str:
    return digest[:_DIGEST_LENGTH]
