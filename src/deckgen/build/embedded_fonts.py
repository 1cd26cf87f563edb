"""Read the brand's font files and convert them to fonts that the deck embeds.

PowerPoint stores an embedded font as an EOT file (W3C submission "Embedded OpenType (EOT) File Format"); here it is version 2.2
without compression or encryption, as LibreOffice writes it for PowerPoint. Only fonts with TrueType outlines can be embedded,
and only if the licence bits (`fsType` of the OS/2 table) permit embedding in documents that can be edited.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import TYPE_CHECKING

from deckgen.brand.types import FontFiles
from deckgen.diagnostics import UserFacingError
from deckgen.fonts import process
from deckgen.fonts.face_tables import licence_refusal
from deckgen.ir.media import EmbeddedFont, FontFace

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_VERSION, _MAGIC = 0x00020002, 0x504C
_DEFAULT_CHARSET = 1
_NO_ROOT_CHECKSUM, _CODE_PAGE = 0x50475342, 1252
_NAME_IDS = (1, 2, 5, 4)
"""Name IDs of the family, style, version and full name, in the order of the EOT header."""


class FontRefusedError(UserFacingError):
    """A font cannot or must not be embedded; the message states the reason."""


def read_embedded_fonts(font: FontFiles) -> tuple[EmbeddedFont, ...]:
    """Return the four faces of a family. Raises FontRefusedError if one of them cannot or must not be embedded.

    A font that is only installed is embedded from there: all machines that have it embed the same.
    """
    if font.installed is not None:
        font = font.installed
    if font.design:
        raise FontRefusedError(f"the font {font.family} is not on this machine, and {font.design} is no part of it")
    files: dict[FontFace, tuple[Path, str]] = {
        "regular": (font.regular, "regular"), "bold": (font.bold, "bold"), "italic": (font.italic, "italic"),
        "boldItalic": (font.bold_italic, "bold-italic"),
    }  # fmt: skip
    return tuple(
        EmbeddedFont(font.family, face, wrap_as_eot(path, font.weights.get(key), font.family, font.indices.get(key)))
        for face, (path, key) in files.items()
    )


def wrap_as_eot(path: Path, weight: float | None = None, family: str | None = None, index: int | None = None) -> bytes:
    """Return a font file wrapped as EOT; for a variable font, its instance of this weight.

    `family` is the name of the font in the theme: PowerPoint finds an embedded font only by that name. `index` is the position of
    the face in a collection. Raises FontRefusedError as `read_embedded_fonts` does.
    """
    import logging  # noqa: PLC0415 -- as the next

    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- needed only if fonts are embedded

    data = path.read_bytes()
    # A damaged table may cause thousands of warnings, which would go to the terminal if no log is configured.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        font = TTFont(io.BytesIO(data), recalcTimestamp=False, fontNumber=index or 0)
        if "glyf" not in font:
            raise FontRefusedError(f"the font {path.name} has no TrueType outlines, and only those can be embedded")
        _require_licence_to_embed(path.name, int(font["OS/2"].fsType))
        if "fvar" in font or index is not None:
            data = process.make_instance(path, weight, index or 0, with_names=True)
            font = TTFont(io.BytesIO(data))
        _require_family_name(path.name, font, family)
        return _eot_file(font, data)
    except FontRefusedError:
        raise
    except process.FontError as error:
        raise FontRefusedError(f"the font {path.name} cannot be reduced to one weight: {error}") from error
    except Exception as error:
        # fontTools raises any exception of Python for a damaged table: struct.error, IndexError, AssertionError.
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise FontRefusedError(f"the font {path.name} cannot be read ({reason})") from error


def _require_licence_to_embed(name: str, licence: int) -> None:
    """Refuse a font whose licence forbids it."""
    reason = licence_refusal(licence)
    if reason:
        raise FontRefusedError(f"the licence of the font {name} {reason} (fsType {licence:#06x})")


def _require_family_name(name: str, font: TTFont, family: str | None) -> None:
    """Refuse a face that PowerPoint would take for another family; it reads only the oldest family name (name ID 1)."""
    names = {record.toUnicode(errors="replace") for record in font["name"].names if record.nameID == _NAME_IDS[0]}
    if family is not None and family not in names:
        actual = " or ".join(f"“{known}”" for known in sorted(names)) or "missing"
        raise FontRefusedError(f"the family name of the font {name} is {actual}, but PowerPoint looks for “{family}”")


def _eot_file(font: TTFont, data: bytes) -> bytes:
    os2, head, names = font["OS/2"], font["head"], font["name"]
    panose = os2.panose
    panose_digits = (
        panose.bFamilyType, panose.bSerifStyle, panose.bWeight, panose.bProportion, panose.bContrast,
        panose.bStrokeVariation, panose.bArmStyle, panose.bLetterForm, panose.bMidline, panose.bXHeight,
    )  # fmt: skip
    ranges = (os2.ulUnicodeRange1, os2.ulUnicodeRange2, os2.ulUnicodeRange3, os2.ulUnicodeRange4)
    code_pages = (getattr(os2, "ulCodePageRange1", 0), getattr(os2, "ulCodePageRange2", 0))
    fixed = struct.pack(
        "<II10BBBIHH4I2II4I", _VERSION, 0, *panose_digits, _DEFAULT_CHARSET, os2.fsSelection & 1, os2.usWeightClass, os2.fsType,
        _MAGIC, *ranges, *code_pages, head.checkSumAdjustment, 0, 0, 0, 0,
    )  # fmt: skip
    name_records = b"".join(_name_record(names.getDebugName(number)) for number in _NAME_IDS)
    # Padding, an empty root string and its checksum; a code page, no signature and no flags of end-user-defined characters.
    rest = struct.pack("<HHIIHHII", 0, 0, _NO_ROOT_CHECKSUM, _CODE_PAGE, 0, 0, 0, 0)
    size = 8 + len(fixed) + len(name_records) + len(rest) + len(data)
    return struct.pack("<II", size, len(data)) + fixed + name_records + rest + data


def _name_record(value: str | None) -> bytes:
    """Return two bytes of padding, the length in bytes, and the null-terminated name in UTF-16."""
    encoded = (f"{value}\0" if value else "").encode("utf-16-le")
    return struct.pack("<HH", 0, len(encoded)) + encoded
