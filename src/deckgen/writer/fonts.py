"""The brand's font files → fonts that travel inside the deck.

PowerPoint keeps an embedded font as an EOT file (W3C submission "Embedded OpenType (EOT) File Format"), here version 2.2
without compression or scrambling, as LibreOffice writes it for PowerPoint. Only TrueType outlines can be embedded, and
only where the font's licence bits (`fsType` of its OS/2 table) let a document be edited with it.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from deckgen.brand.types import FontFiles
from deckgen.fonts import process
from deckgen.writer.errors import WriterError

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

Face = Literal["regular", "bold", "italic", "boldItalic"]
_RESTRICTED, _PREVIEW, _EDITABLE, _BITMAPS = 0x0002, 0x0004, 0x0008, 0x0200
_VERSION, _MAGIC = 0x00020002, 0x504C
_DEFAULT_CHARSET = 1
_NO_ROOT_CHECKSUM, _CODE_PAGE = 0x50475342, 1252
_NAMES = (1, 2, 5, 4)
"""Family, style, version and full name, in the order of the header."""


class FontRefusedError(WriterError):
    """A font cannot or must not be embedded, for the reason that the message tells."""


class EmbeddedFont(Struct, frozen=True):
    """One face of the brand's family, as the bytes of an EOT file."""

    face: Face
    data: bytes


def embedded_fonts(font: FontFiles) -> list[EmbeddedFont]:
    """Give the four faces of a family; FontRefusedError where one of them cannot or must not be embedded."""
    files: dict[Face, tuple[Path, str]] = {
        "regular": (font.regular, "regular"), "bold": (font.bold, "bold"), "italic": (font.italic, "italic"),
        "boldItalic": (font.bold_italic, "bold-italic"),
    }  # fmt: skip
    return [EmbeddedFont(face, eot(path, font.weights.get(key), font.family)) for face, (path, key) in files.items()]


def eot(path: Path, weight: float | None = None, family: str | None = None) -> bytes:
    """Wrap a font file; of a variable one, the instance of this weight. FontRefusedError as for `embedded_fonts`.

    `family` is what the theme calls the font: PowerPoint finds an embedded one only by that name.
    """
    import logging  # noqa: PLC0415 -- as the next

    from fontTools.ttLib import TTFont  # noqa: PLC0415  — needed only where fonts are embedded

    data = path.read_bytes()
    # A damaged table may be worth thousands of warnings, which go to the terminal where nobody asked for a log.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        font = TTFont(io.BytesIO(data), recalcTimestamp=False)
        if "glyf" not in font:
            raise FontRefusedError(f"the font {path.name} has no TrueType outlines, and only those can be embedded")
        _may_be_embedded(path.name, int(font["OS/2"].fsType))
        if "fvar" in font:
            data = process.instance(path, weight, with_names=True)
            font = TTFont(io.BytesIO(data))
        _is_called(path.name, font, family)
        return _wrapped(font, data)
    except FontRefusedError:
        raise
    except process.FontError as fault:
        raise FontRefusedError(f"the font {path.name} cannot be cut to a weight: {fault}") from fault
    except Exception as fault:
        # fontTools raises whatever Python does where a table is not as it should be: struct.error, IndexError, AssertionError.
        reason = " ".join(f"{type(fault).__name__}: {fault}".split())[:200]
        raise FontRefusedError(f"the font {path.name} cannot be read ({reason})") from fault


def _may_be_embedded(name: str, licence: int) -> None:
    """Refuse what the licence bits forbid; of several bits the most generous counts (OpenType specification, OS/2)."""
    if licence & _BITMAPS:
        raise FontRefusedError(
            f"the licence of the font {name} lets only bitmaps of it be embedded (fsType {licence:#06x})"
        )
    if licence & (_RESTRICTED | _PREVIEW) and not licence & _EDITABLE:
        what = "be embedded" if licence & _RESTRICTED else "be embedded in a file that can be edited"
        raise FontRefusedError(f"the licence of the font {name} does not let it {what} (fsType {licence:#06x})")


def _is_called(name: str, font: TTFont, family: str | None) -> None:
    """Refuse a face that is of another family to PowerPoint, which goes by the oldest name of the four (name ID 1)."""
    names = {record.toUnicode(errors="replace") for record in font["name"].names if record.nameID == _NAMES[0]}
    if family is not None and family not in names:
        said = " or ".join(f"“{found}”" for found in sorted(names)) or "nothing"
        raise FontRefusedError(f"the font {name} calls itself {said}, and PowerPoint would look for “{family}”")


def _wrapped(font: TTFont, data: bytes) -> bytes:
    os2, head, names = font["OS/2"], font["head"], font["name"]
    panose = os2.panose
    kinds = (
        panose.bFamilyType, panose.bSerifStyle, panose.bWeight, panose.bProportion, panose.bContrast,
        panose.bStrokeVariation, panose.bArmStyle, panose.bLetterForm, panose.bMidline, panose.bXHeight,
    )  # fmt: skip
    ranges = (os2.ulUnicodeRange1, os2.ulUnicodeRange2, os2.ulUnicodeRange3, os2.ulUnicodeRange4)
    pages = (getattr(os2, "ulCodePageRange1", 0), getattr(os2, "ulCodePageRange2", 0))
    fixed = struct.pack(
        "<II10BBBIHH4I2II4I", _VERSION, 0, *kinds, _DEFAULT_CHARSET, os2.fsSelection & 1, os2.usWeightClass, os2.fsType,
        _MAGIC, *ranges, *pages, head.checkSumAdjustment, 0, 0, 0, 0,
    )  # fmt: skip
    told = b"".join(_name(names.getDebugName(number)) for number in _NAMES)
    # Padding, an empty root string and its checksum; a code page, and no characters of the user's own.
    rest = struct.pack("<HHIIHHII", 0, 0, _NO_ROOT_CHECKSUM, _CODE_PAGE, 0, 0, 0, 0)
    size = 8 + len(fixed) + len(told) + len(rest) + len(data)
    return struct.pack("<II", size, len(data)) + fixed + told + rest + data


def _name(value: str | None) -> bytes:
    """Two bytes of padding, the length, the name in UTF-16 with a null at its end."""
    encoded = (f"{value}\0" if value else "").encode("utf-16-le")
    return struct.pack("<HH", 0, len(encoded)) + encoded
