"""`deckgen render`: decks in; pictures of their slides, a contact sheet and a PDF out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    Exit,
    deck_folders,
    exit_code_after_failure,
    exit_for_wrong_use,
    failure_line,
    failures_as_exit_code,
    print_cache_notices,
    print_issues,
    require_portable_output,
)
from deckgen.cli._options import Decks
from deckgen.cli._progress_bar import progress_bar
from deckgen.cli._selection import (
    HandoutOption,
    LanguageOption,
    Only,
    VersionOption,
)

if TYPE_CHECKING:
    from deckgen.build.build_results import BuildResult
    from deckgen.build.progress import Progress
    from deckgen.build.selection import Selection
    from deckgen.render.export import ExportRequest, ExportResult

_MAX_NAMES = 5


def command(  # noqa: PLR0913, PLR0917 -- they are the options of the command line
    decks: Decks = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FOLDER", help="Write here instead of output/<deck>/.")
    ] = None,
    slides: Annotated[
        str | None, typer.Option("--slides", metavar="3,7-9", help="Only these; without it, all that are not hidden.")
    ] = None,
    width: Annotated[int, typer.Option("--width", min=160, max=7680, help="Width of a picture in pixels.")] = 1920,
    formats: Annotated[
        str,
        typer.Option("--formats", metavar="LIST", help="What to write: png (one a slide), sheet (all on one), pdf."),
    ] = "png,sheet,pdf",
    renderer: Annotated[
        str,
        typer.Option("--renderer", metavar="NAME", help="Draw with `embedded`, or with `libreoffice` where installed."),
    ] = "embedded",
    only: Only = None,
    version: VersionOption = "",
    language: LanguageOption = "",
    handout: HandoutOption = False,
    draft: Annotated[bool, typer.Option("--draft", help="Draw although something does not fit.")] = False,
) -> None:
    """Draw decks: a PNG of each slide, a contact sheet and a PDF."""
    from deckgen.build import pipeline
    from deckgen.build.selection import Selection
    from deckgen.render import RENDERERS, export

    if renderer not in RENDERERS:
        exit_for_wrong_use(f"there is no renderer '{renderer}'; there are: {', '.join(RENDERERS)}")
    try:
        request = export.ExportRequest(slides, width, export.parse_formats(formats))
    except ValueError as error:
        exit_for_wrong_use(str(error))
    require_portable_output(output)
    selection = Selection(only, version, handout=handout, language=language)
    folders = deck_folders(decks)
    if output is not None and len(folders) > 1:
        exit_for_wrong_use("-o names one folder, but there are several decks: name the deck to draw")
    print_cache_notices(folders)
    code = Exit.DONE
    for folder in folders:
        with failures_as_exit_code(folder), progress_bar(folder.name) as advance:
            started = time.perf_counter()
            built = pipeline.build_bytes(folder, selection, draft=draft, progress=advance)
            print_issues(built.issues, built.layout.sources)
            if built.data is None:
                typer.echo(failure_line(folder.name, built.issues, "nothing was drawn"), err=True)
                code = exit_code_after_failure(code, built.issues)
                continue
            target = output or _default_folder(folder, built, selection)
            exported = _draw(built, target, request, renderer, advance)
            seconds = time.perf_counter() - started
        typer.echo(_success_line(target, exported, renderer, seconds))
    raise typer.Exit(code)


def _default_folder(folder: Path, built: BuildResult, selection: Selection) -> Path:
    """Return the folder next to the .pptx, with its name."""
    from deckgen.build.selection import output_path
    from deckgen.io.confined import locate

    assert built.layout.content is not None
    return locate(output_path(folder.resolve(), built.layout.content, selection).with_suffix(""), built.layout.project)


def _draw(built: BuildResult, target: Path, request: ExportRequest, name: str, advance: Progress) -> ExportResult:
    from deckgen.render import RENDERERS, export
    from deckgen.render.fonts import faces

    assert built.data is not None
    assert built.layout.brand is not None
    fonts = faces(built.layout.brand)
    renderer = RENDERERS[name](fonts)
    try:
        return export.export(built.data, target, request, renderer, fonts, advance)
    except ValueError as error:
        exit_for_wrong_use(str(error))
    finally:
        renderer.close()


def _success_line(target: Path, exported: ExportResult, renderer: str, seconds: float) -> str:
    from deckgen.diagnostics.wording import counted

    current, target = Path.cwd().resolve(), target.resolve()
    shown = target.relative_to(current) if target.is_relative_to(current) else target
    parts = [counted(len(exported.slides), "slide")]
    pictures = exported.pictures
    if pictures.written:
        parts.append(counted(len(pictures.written), "picture"))
    parts += [exported.sheet.name] if exported.sheet else []
    if exported.pdf:
        how = "vectors, by LibreOffice" if exported.has_vectors else f"pictures with text, by the {renderer} renderer"
        why = f"; {exported.libreoffice_error}" if exported.libreoffice_error else ""
        parts.append(f"{exported.pdf.name} ({how}{why})")
    hidden = f"; left out, because hidden: {', '.join(map(str, exported.hidden))}" if exported.hidden else ""
    removed = f"; removed {counted(len(pictures.removed), 'picture')} of former slides" if pictures.removed else ""
    names = ", ".join(path.name for path in pictures.left[:_MAX_NAMES]) + (", …" if pictures.left[_MAX_NAMES:] else "")
    left = f"; left, since it is not known to be drawn by deckgen: {names}" if names else ""
    return f"{shown}/: {', '.join(parts)}, {seconds:.1f} s{hidden}{removed}{left}"
