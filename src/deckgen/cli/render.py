"""`deckgen render`: decks in; pictures of their slides, a contact sheet and a PDF out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    Decks,
    Exit,
    Only,
    count,
    failure,
    folders,
    guarded,
    notices,
    progress,
    report,
    worst,
    wrong,
)

if TYPE_CHECKING:
    from deckgen.build.pipeline import BuildResult
    from deckgen.build.progress import Progress
    from deckgen.render.export import Exported, ExportRequest


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
        str, typer.Option("--formats", metavar="LIST", help="What to make: png (one a slide), sheet (all on one), pdf.")
    ] = "png,sheet,pdf",
    renderer: Annotated[
        str,
        typer.Option("--renderer", metavar="NAME", help="Draw with `embedded`, or with `libreoffice` where installed."),
    ] = "embedded",
    only: Only = None,
    draft: Annotated[bool, typer.Option("--draft", help="Draw although something does not fit.")] = False,
) -> None:
    """Draw decks: a PNG of each slide, a contact sheet and a PDF."""
    from deckgen.build import pipeline  # noqa: PLC0415
    from deckgen.render import RENDERERS, export  # noqa: PLC0415

    if renderer not in RENDERERS:
        wrong(f"there is no renderer '{renderer}'; there are: {', '.join(RENDERERS)}")
    try:
        order = export.ExportRequest(slides, width, export.formats(formats))
    except ValueError as fault:
        wrong(str(fault))
    found = folders(decks)
    if output is not None and len(found) > 1:
        wrong("-o names one folder, but there are several decks: name the deck to draw")
    notices(found)
    code = Exit.DONE
    for folder in found:
        with guarded(folder), progress(folder.name) as advance:
            started = time.perf_counter()
            made = pipeline.build_bytes(folder, only=only, draft=draft, progress=advance)
            report(made.diagnostics, made.layout.sources)
            if made.data is None:
                typer.echo(failure(folder.name, made.diagnostics, "nothing was drawn"), err=True)
                code = worst(code, made.diagnostics)
                continue
            target = output or _folder(folder, made, only)
            drawn = _draw(made, target, order, renderer, advance)
            seconds = time.perf_counter() - started
        typer.echo(_success(target, drawn, renderer, seconds))
    raise typer.Exit(code)


def _folder(folder: Path, made: BuildResult, only: str | None) -> Path:
    """Beside the .pptx, under its name."""
    from deckgen.build.pipeline import output_path  # noqa: PLC0415
    from deckgen.io.confined import locate  # noqa: PLC0415

    assert made.layout.content is not None
    return locate(output_path(folder.resolve(), made.layout.content, only).with_suffix(""), made.layout.project)


def _draw(made: BuildResult, target: Path, order: ExportRequest, name: str, advance: Progress) -> Exported:
    from deckgen.render import RENDERERS, export  # noqa: PLC0415
    from deckgen.render.fonts import faces  # noqa: PLC0415

    assert made.data is not None
    assert made.layout.brand is not None
    fonts = faces(made.layout.brand.font)
    renderer = RENDERERS[name](fonts)
    try:
        return export.export(made.data, target, order, renderer, fonts, advance)
    except ValueError as fault:
        wrong(str(fault))
    finally:
        renderer.close()


def _success(target: Path, drawn: Exported, renderer: str, seconds: float) -> str:
    here, target = Path.cwd().resolve(), target.resolve()
    shown = target.relative_to(here) if target.is_relative_to(here) else target
    parts = [count(len(drawn.slides), "slide")]
    if drawn.pictures:
        parts.append(count(len(drawn.pictures), "picture"))
    parts += [drawn.sheet.name] if drawn.sheet else []
    if drawn.pdf:
        how = "vectors, by LibreOffice" if drawn.vectors else f"pages are pictures, by the {renderer} renderer"
        why = f"; {drawn.refused}" if drawn.refused else ""
        parts.append(f"{drawn.pdf.name} ({how}{why})")
    hidden = f"; left out, because hidden: {', '.join(map(str, drawn.hidden))}" if drawn.hidden else ""
    return f"{shown}/: {', '.join(parts)}, {seconds:.1f} s{hidden}"
