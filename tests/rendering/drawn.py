"""Read what a viewer sees of a .pptx: LibreOffice renders the deck, PDFium locates the ink of every word.

Lengths are in points from the top left corner of the slide.
"""

import ctypes
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHRINKING = ("ppt/slides/", "ppt/slideLayouts/", "ppt/slideMasters/")
TIMEOUT = 300


class RenderError(RuntimeError):
    """The deck could not be rendered, or not with the requested fonts."""


@dataclass(frozen=True)
class Mode:
    """How a deck is rendered: with which fonts, and whether text shrinks.

    `fonts` are additional folders of fonts; `substitutes` maps families to those used instead. `opened` switches off autofit
    without a stored scale: PowerPoint shrinks such text only when it is edited, whereas LibreOffice shrinks it at once.
    """

    fonts: tuple[Path, ...] = ()
    substitutes: Mapping[str, str] = field(default_factory=dict)
    opened: bool = True


@dataclass(frozen=True)
class Rect:
    """A rectangle in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    def overlap(self, other: "Rect") -> tuple[float, float]:
        """Return how far the two overlap horizontally and vertically; negative numbers are gaps."""
        return min(self.x1, other.x1) - max(self.x0, other.x0), min(self.y1, other.y1) - max(self.y0, other.y0)

    def sticks_out_of(self, other: "Rect") -> float:
        """Return how far it extends beyond `other`, on the side where it does so most."""
        return max(other.x0 - self.x0, other.y0 - self.y0, self.x1 - other.x1, self.y1 - other.y1)

    def union(self, other: "Rect") -> "Rect":
        """Return the smallest rectangle that contains both."""
        return Rect(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


@dataclass(frozen=True)
class Word:
    """Characters drawn without a space between them: their ink, font size and baseline."""

    text: str
    ink: Rect
    size: float
    baseline: float


@dataclass(frozen=True)
class DrawnPage:
    """A slide as drawn: its size and its words, in the order of drawing."""

    width: float
    height: float
    words: tuple[Word, ...]


def draw(deck: Path, mode: Mode) -> list[DrawnPage]:
    """Return every page of a deck as rendered by LibreOffice. Raises `RenderError` if that fails."""
    with tempfile.TemporaryDirectory() as folder:
        return read(to_pdf(deck, Path(folder), mode))


def to_pdf(deck: Path, folder: Path, mode: Mode) -> Path:
    """Render `deck` as a PDF; `folder` is for temporary files, a separate profile and font list. Raises `RenderError`.

    If DRAWN_DECKS names a folder, a deck that was drawn in this mode before is taken from there.
    """
    store = os.environ.get("DRAWN_DECKS")
    if store is None:
        return _draw_pdf(deck, folder, mode)
    stored = Path(store) / f"{sha256(repr(mode).encode() + deck.read_bytes()).hexdigest()}.pdf"
    if not stored.exists():
        # Complete or absent, for tests that run at the same time.
        copy = shutil.copyfile(_draw_pdf(deck, folder, mode), stored.with_suffix(f".{os.getpid()}"))
        copy.replace(stored)
    return stored


def _draw_pdf(deck: Path, folder: Path, mode: Mode) -> Path:
    program = shutil.which("soffice")
    if program is None:
        raise RenderError("LibreOffice (soffice) is not installed")
    copy = folder / "deck.pptx"
    copy.write_bytes(as_opened(deck.read_bytes(), folder) if mode.opened else deck.read_bytes())
    environment = {**os.environ, "HOME": str(folder), "FONTCONFIG_FILE": str(_font_list(folder, mode))}
    _require_fonts(mode, environment)
    profile = (folder / "profile").as_uri()
    command = [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(copy),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, env=environment, check=False)
    except subprocess.TimeoutExpired as error:
        raise RenderError(f"LibreOffice took more than {TIMEOUT} seconds over {deck}") from error
    pdf = folder / "deck.pdf"
    if not pdf.exists():
        raise RenderError(f"LibreOffice could not draw {deck}: {(done.stderr or done.stdout)[-300:]}")
    return pdf


def as_opened(data: bytes, folder: Path) -> bytes:
    """Return the deck with autofit without a stored scale switched off; `folder` is for temporary files."""
    source, target = folder / "stored.pptx", folder / "opened.pptx"
    source.write_bytes(data)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename.startswith(SHRINKING) and entry.filename.endswith(".xml"):
                part = _without_open_autofit(part)
            new.writestr(entry.filename, part)
    return target.read_bytes()


def _without_open_autofit(part: bytes) -> bytes:
    root = etree.fromstring(part)
    for autofit in list(root.iter(f"{A}normAutofit")):
        if autofit.get("fontScale") is None and autofit.get("lnSpcReduction") is None:
            autofit.tag = f"{A}noAutofit"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _font_list(folder: Path, mode: Mode) -> Path:
    """Write a fontconfig file with the fonts of the system and the folders and substitutes of the mode."""
    lines = ["<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>", f"<cachedir>{folder}/cache</cachedir>"]
    lines += [f"<dir>{escape(str(path.resolve()))}</dir>" for path in mode.fonts]
    for family, substitute in mode.substitutes.items():
        lines.append(f"<match target='pattern'><test name='family'><string>{escape(family)}</string></test>")
        lines.append(
            f"<edit name='family' mode='assign' binding='strong'><string>{escape(substitute)}</string></edit></match>"
        )
    path = folder / "fonts.conf"
    path.write_text("<?xml version='1.0'?><fontconfig>" + "".join(lines) + "</fontconfig>", encoding="utf-8")
    return path


def _require_fonts(mode: Mode, environment: Mapping[str, str]) -> None:
    """Raise RenderError if a substitution has no effect or a folder has no fonts: the result would be meaningless."""
    for family, substitute in mode.substitutes.items():
        match = _match(family, environment)
        if match != substitute:
            raise RenderError(f"{family} should be drawn as {substitute}, this machine would draw {match or 'nothing'}")
    for folder in mode.fonts:
        if not any(folder.glob("*.[ot]tf")):
            raise RenderError(f"there are no fonts in {folder}")


def _match(family: str, environment: Mapping[str, str]) -> str:
    command = ["fc-match", "-f", "%{family[0]}", family]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False).stdout.strip()


def read(pdf: Path) -> list[DrawnPage]:
    """Return the pages of a PDF with their words."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [DrawnPage(page.get_width(), page.get_height(), tuple(_words(page))) for page in document]
    finally:
        document.close()


@dataclass(frozen=True)
class _Glyph:
    text: str
    ink: Rect
    size: float
    baseline: float


def _words(page: pypdfium2.PdfPage) -> Iterator[Word]:
    word: list[_Glyph] = []
    for glyph in _glyphs(page):
        if word and (glyph is None or _starts_word(word[-1], glyph)):
            yield _word(word)
            word = []
        if glyph is not None:
            word.append(glyph)
    if word:
        yield _word(word)


def _glyphs(page: pypdfium2.PdfPage) -> Iterator[_Glyph | None]:
    """Yield the visible characters; `None` for a space."""
    height, text = page.get_height(), page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for i in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, i))
        if not char.strip() or not char.isprintable():
            yield None
            continue
        left, bottom, right, top = text.get_charbox(i)
        pdfium.FPDFText_GetCharOrigin(text, i, x, y)
        size = float(pdfium.FPDFText_GetFontSize(text, i))
        yield _Glyph(char, Rect(left, height - top, right, height - bottom), size, height - y.value)


def _starts_word(last: _Glyph, glyph: _Glyph) -> bool:
    """Return whether a glyph is on another line (superscripts are raised less), or not next to the last one.

    The letters of a ligature have the same box.
    """
    size = max(last.size, glyph.size)
    gap, overlap = glyph.ink.x0 - last.ink.x1, last.ink.x0 - glyph.ink.x0
    return abs(glyph.baseline - last.baseline) > 0.6 * size or gap > 0.6 * size or overlap > 0.3 * size


def _word(glyphs: list[_Glyph]) -> Word:
    ink = glyphs[0].ink
    for glyph in glyphs[1:]:
        ink = ink.union(glyph.ink)
    largest = max(glyphs, key=lambda g: g.size)
    return Word("".join(g.text for g in glyphs), ink, largest.size, largest.baseline)
