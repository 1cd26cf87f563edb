"""A .pptx → pictures or a PDF, by LibreOffice where it is installed, with the brand's fonts made visible to it.

LibreOffice is started once for all the slides that are asked for; the others are hidden, so that it neither draws nor counts
them anew. Its profile is ours alone and lives as long as the renderer: an open LibreOffice of the user does not matter.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

from deckgen.io.programs import find_program
from deckgen.render.errors import RenderError
from deckgen.render.package import SourceDeck
from deckgen.render.types import Face

PATIENCE = 300
"""Seconds after which a LibreOffice that says nothing is given up."""


def installed() -> str | None:
    """The program, if it is there; on macOS and Windows it is rarely on the path."""
    usual = (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        r"C:\Program Files\LibreOffice\program\soffice.exe",
    )
    # On another system, a usual place of Windows is a file name, and would be looked for in the current folder.
    usual_here = (path for path in usual if Path(path).is_absolute() and Path(path).is_file())
    return find_program("soffice", "libreoffice") or next(usual_here, None)


class LibreOffice:
    """Draws with LibreOffice. RenderFault where it is not installed."""

    name = "libreoffice"

    def __init__(self, faces: Sequence[Face]) -> None:
        program = installed()
        if program is None:
            raise RenderError("LibreOffice (soffice) is not installed; the embedded renderer does without it")
        self._program = program
        self._last: tuple[bytes, bytes] | None = None
        self._running: subprocess.Popen[str] | None = None
        self._home = tempfile.TemporaryDirectory(prefix="deckgen-libreoffice-", ignore_cleanup_errors=True)
        self._folder = Path(self._home.name)
        self._environment = {**os.environ, "FONTCONFIG_FILE": str(self._font_list(faces))}

    def draw(self, deck: SourceDeck, slides: Sequence[int], width: int) -> Iterator[tuple[int, bytes]]:
        """Draw `slides`: as a PDF first, then page by page, in order."""
        try:
            import pypdfium2  # noqa: PLC0415 -- an extra, as in `embedded`
        except ImportError as fault:
            raise RenderError("drawing slides needs the package pypdfium2: pip install 'deckgen[preview]'") from fault
        wanted = sorted(set(slides))
        deck.refuse_too_many_pixels(width)
        if not wanted:
            return
        document = pypdfium2.PdfDocument(self.pdf(deck, wanted))
        try:
            if len(document) != len(wanted):
                raise RenderError(f"LibreOffice drew {len(document)} slides where {len(wanted)} were asked for")
            for number, page in zip(wanted, document, strict=True):
                picture = page.render(scale=width / page.get_width()).to_pil()
                file = io.BytesIO()
                picture.convert("RGB").save(file, "PNG")
                yield number, file.getvalue()
        finally:
            document.close()

    def pdf(self, deck: SourceDeck, slides: Sequence[int]) -> bytes:
        """Make a PDF of some slides, in vectors and with its text; what was made last is not made again."""
        shown = deck.showing(slides)
        if self._last is not None and self._last[0] == shown:
            return self._last[1]
        source, target = self._folder / "deck.pptx", self._folder / "deck.pdf"
        source.write_bytes(shown)
        with suppress(FileNotFoundError):
            target.unlink()
        said = self._convert(source)
        if not target.is_file():
            raise RenderError(f"LibreOffice could not draw the deck: {said.strip()[-300:] or 'it gave no reason'}")
        self._last = shown, target.read_bytes()
        return self._last[1]

    def _convert(self, source: Path) -> str:
        profile = f"-env:UserInstallation={(self._folder / 'profile').as_uri()}"
        command = [
            self._program,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
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
            start_new_session=True,  # a group of its own, so that it can be ended whole
        ) as self._running:
            try:
                return self._running.communicate(timeout=PATIENCE)[0]
            except subprocess.TimeoutExpired as fault:
                self._end()
                raise RenderError(f"LibreOffice took more than {PATIENCE} seconds over the deck") from fault

    def _font_list(self, faces: Sequence[Face]) -> Path:
        """A list of fonts: the machine's, and the brand's files alone (their folders may hold other cuts)."""
        fonts = self._folder / "fonts"
        fonts.mkdir()
        for face in faces:
            with suppress(FileExistsError):
                shutil.copy(face.path, fonts / face.path.name)
        lines = (
            "<?xml version='1.0'?><fontconfig><include ignore_missing='yes'>/etc/fonts/fonts.conf</include>",
            f"<cachedir>{escape(str(self._folder / 'cache'))}</cachedir><dir>{escape(str(fonts))}</dir></fontconfig>",
        )
        path = self._folder / "fonts.conf"
        path.write_text("".join(lines), encoding="utf-8")
        return path

    def _end(self) -> None:
        """Kill the program with all that it started: soffice itself is but a launcher."""
        if self._running is None or self._running.poll() is not None:
            return
        with suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(self._running.pid, signal.SIGKILL)
            else:
                self._running.kill()

    def close(self) -> None:
        """End a LibreOffice that still draws, and remove its profile."""
        self._end()
        self._home.cleanup()
