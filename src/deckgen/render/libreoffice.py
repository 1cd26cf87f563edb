"""A .pptx → pictures or a PDF, by LibreOffice where it is installed, with the fonts of the brand.

LibreOffice is started once for all requested slides. The other slides are hidden, so that they are not drawn and slide numbers
stay the same. The renderer has a LibreOffice profile of its own, so an open LibreOffice of the user does not interfere.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

from deckgen.fonts import process
from deckgen.fonts.face_tables import describe_faces
from deckgen.fonts.script_files import packages_not_installed
from deckgen.io.programs import find_program
from deckgen.render.errors import RenderError
from deckgen.render.source_deck import SourceDeck
from deckgen.render.types import Face

TIMEOUT = 300
"""Seconds after which a LibreOffice that has not finished is ended."""
_PDF_OPTIONS = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "Quality": {"type": "long", "value": "90"},
}
"""Tags for screen readers; pictures as without options."""


def find_libreoffice() -> str | None:
    """Return the path of the program; None where it is not installed. On macOS and Windows it is rarely on PATH."""
    usual_paths = (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        r"C:\Program Files\LibreOffice\program\soffice.exe",
    )
    # On other systems, the path for Windows is a relative file name, and would be looked up in the current folder.
    existing = (path for path in usual_paths if Path(path).is_absolute() and Path(path).is_file())
    return find_program("soffice", "libreoffice") or next(existing, None)


class LibreOffice:
    """The renderer that uses LibreOffice. Creating it raises RenderError where LibreOffice is not installed."""

    name = "libreoffice"

    def __init__(self, faces: Sequence[Face]) -> None:
        program = find_libreoffice()
        if program is None:
            raise RenderError("LibreOffice (soffice) is not installed; the embedded renderer does not need it")
        self._program = program
        self._last_pdf: tuple[bytes, bytes] | None = None
        self._process: subprocess.Popen[str] | None = None
        self._temporary_folder = tempfile.TemporaryDirectory(prefix="deckgen-libreoffice-", ignore_cleanup_errors=True)
        self._folder = Path(self._temporary_folder.name)
        self._environment = {**os.environ, "FONTCONFIG_FILE": str(self._write_font_config(faces)), "TZ": "UTC"}

    def draw(self, deck: SourceDeck, slides: Sequence[int], width: int) -> Iterator[tuple[int, bytes]]:
        """Yield the slides in order: LibreOffice makes a PDF, whose pages are then drawn one by one."""
        try:
            import pypdfium2  # noqa: PLC0415 -- an optional dependency, as in `embedded`
        except ImportError as error:
            raise RenderError("drawing slides needs the package pypdfium2: pip install 'deckgen[preview]'") from error
        numbers = sorted(set(slides))
        deck.refuse_too_many_pixels(width)
        if not numbers:
            return
        document = pypdfium2.PdfDocument(self.pdf(deck, numbers))
        try:
            if len(document) != len(numbers):
                raise RenderError(f"LibreOffice drew {len(document)} slides instead of {len(numbers)}")
            for number, page in zip(numbers, document, strict=True):
                picture = page.render(scale=width / page.get_width()).to_pil()
                file = io.BytesIO()
                picture.convert("RGB").save(file, "PNG")
                yield number, file.getvalue()
        finally:
            document.close()

    def pdf(self, deck: SourceDeck, slides: Sequence[int]) -> bytes:
        """Return the PDF that LibreOffice makes of some slides; the last one is stored and returned again for the same slides."""
        data = deck.with_slides_shown(slides)
        if self._last_pdf is not None and self._last_pdf[0] == data:
            return self._last_pdf[1]
        source, target = self._folder / "deck.pptx", self._folder / "deck.pdf"
        source.write_bytes(data)
        with suppress(FileNotFoundError):
            target.unlink()
        output = self._convert(source)
        if not target.is_file():
            raise RenderError(f"LibreOffice could not draw the deck: {output.strip()[-300:] or 'it gave no reason'}")
        self._last_pdf = data, target.read_bytes()
        return self._last_pdf[1]

    def _convert(self, source: Path) -> str:
        """Convert a presentation to a PDF next to it; return what LibreOffice printed."""
        profile = f"-env:UserInstallation={(self._folder / 'profile').as_uri()}"
        command = [
            self._program,
            profile,
            "--headless",
            "--convert-to",
            f"pdf:impress_pdf_Export:{json.dumps(_PDF_OPTIONS, separators=(',', ':'))}",
            "--outdir",
            str(self._folder),
            str(source),
        ]
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=self._environment,
            start_new_session=True,  # a process group of its own, so that all its processes can be ended
        ) as self._process:
            try:
                return self._process.communicate(timeout=TIMEOUT)[0]
            except subprocess.TimeoutExpired as error:
                self._kill()
                raise RenderError(f"LibreOffice took more than {TIMEOUT} seconds over the deck") from error

    def _write_font_config(self, faces: Sequence[Face]) -> Path:
        """Write a fontconfig file: the machine's fonts, those of packages for scripts, and only the files of the brand."""
        fonts = self._folder / "fonts"
        fonts.mkdir()
        for face in faces:
            with suppress(FileExistsError):
                shutil.copy(face.path, fonts / face.path.name)
        aliases = ""
        # LibreOffice draws a variable font in one weight only, so a package's is used where there is no other.
        for family, path in packages_not_installed():
            for weight in (400, 700):
                with suppress(process.FontError):
                    (fonts / f"{family}-{weight}.ttf").write_bytes(process.make_instance(path, weight, with_names=True))
            own = next(iter(describe_faces(path)[0].main_families))
            aliases += f"<alias binding='same'><family>{family}</family><prefer><family>{own}</family></prefer></alias>"
        lines = (
            "<?xml version='1.0'?><fontconfig><include ignore_missing='yes'>/etc/fonts/fonts.conf</include>",
            f"<cachedir>{escape(str(self._folder / 'cache'))}</cachedir><dir>{escape(str(fonts))}</dir>{aliases}</fontconfig>",
        )
        path = self._folder / "fonts.conf"
        path.write_text("".join(lines), encoding="utf-8")
        return path

    @property
    def is_drawing(self) -> bool:
        """Whether the program is running."""
        return self._process is not None and self._process.poll() is None

    def _kill(self) -> None:
        """Kill the program and all processes that it started: soffice itself is only a launcher."""
        if self._process is None or not self.is_drawing:
            return
        with suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def close(self) -> None:
        """End a LibreOffice that is still drawing, and remove its profile."""
        self._kill()
        self._temporary_folder.cleanup()
