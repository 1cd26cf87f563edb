"""`deckgen archive`: a presented deck with all that belongs to it, in one zip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    DeckArgument,
    DeckOption,
    Exit,
    exit_code_after_failure,
    exit_for_wrong_use,
    failure_line,
    failures_as_exit_code,
    locked_for_writing,
    print_issues,
    require_portable_output,
    single_deck_folder,
)
from deckgen.cli._progress_bar import progress_bar

if TYPE_CHECKING:
    from deckgen.build.pipeline import BuildResult
    from deckgen.build.progress import Progress
    from deckgen.cli._records import PeriodRecord


def command(
    named: DeckArgument = None,
    deck: DeckOption = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write here instead of output/<deck>-<day>.zip."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Replace what an earlier archive of this period recorded, and its zip.")
    ] = False,
) -> None:
    """Archive a presented deck.

    The deck is built; what it presents is recorded in history/ (as `deckgen roll` does); and the deck, its PDF, its content, its
    brand and the versions of all programs are put into one zip. Unpacked, it is a project that builds the deck again.
    """
    if output is not None and output.suffix.casefold() != ".zip":
        exit_for_wrong_use(f"{output} is not written: an archive is a file that ends in .zip")
    require_portable_output(output)
    folder = single_deck_folder(named or deck).resolve()
    with failures_as_exit_code(folder):
        with progress_bar(folder.name) as advance:
            built = _built(folder, advance)
            pdf = _pdf(built, advance)
        with locked_for_writing(folder):
            recorded = _recorded(built, again=again)
            target = _write_archive(built, pdf, recorded, output, again=again)
        size = target.stat().st_size / 1e6
    current = Path.cwd().resolve()
    shown = target.relative_to(current) if target.is_relative_to(current) else target
    typer.echo(f"{shown}: deck, PDF, content, brand and versions, {size:.1f} MB")
    typer.echo(f"  {recorded.outcome(replaced=again)}")


def _built(folder: Path, advance: Progress) -> BuildResult:
    """Return the deck as built; exits where it has errors."""
    from deckgen.build import pipeline

    built = pipeline.build_bytes(folder, progress=advance)
    print_issues(built.issues, built.layout.sources)
    if built.data is None:
        typer.echo(failure_line(folder.name, built.issues, "nothing was archived"), err=True)
        raise typer.Exit(exit_code_after_failure(Exit.CONTENT, built.issues))
    return built


def _pdf(built: BuildResult, advance: Progress) -> bytes:
    """Return the PDF that `deckgen render` makes, without the time at which it was made."""
    from tempfile import TemporaryDirectory

    from deckgen.render import RENDERERS, export
    from deckgen.render.fonts import faces
    from deckgen.render.stable_pdf import without_time

    assert built.data is not None
    assert built.layout.brand is not None
    fonts = faces(built.layout.brand)
    renderer = RENDERERS["embedded"](fonts)
    try:
        with TemporaryDirectory(prefix="deckgen-archive-") as folder:
            request = export.ExportRequest(formats=("pdf",))
            exported = export.export(built.data, Path(folder), request, renderer, fonts, advance)
            assert exported.pdf is not None
            return without_time(exported.pdf.read_bytes())
    finally:
        renderer.close()


def _recorded(built: BuildResult, *, again: bool) -> PeriodRecord:
    """Return the record of the period; exits where an earlier one records something else, unless it is to be replaced."""
    from deckgen.cli import _records

    assert built.layout.rows is not None
    recorded = _records.record_of(built.layout.rows, [(slide.id, slide.title) for slide in built.layout.slides])
    if recorded.is_other and not again:
        exit_for_wrong_use(
            f"{recorded.name} records something else ({recorded.differences}); nothing was archived: `--again` replaces it, "
            "if this is what was presented"
        )
    return recorded


def _write_archive(built: BuildResult, pdf: bytes, recorded: PeriodRecord, output: Path | None, *, again: bool) -> Path:
    """Write the record and the zip; returns the zip. Exits where another zip is there, unless it is to be replaced."""
    from deckgen.build.selection import output_path
    from deckgen.io.confined import locate, read_bytes
    from deckgen.io.replaceable import require_replaceable, write_over
    from deckgen.records import archive, today

    content = built.layout.content
    assert content is not None
    deck = output_path(content.folder, content)
    target = output or locate(deck.with_name(f"{deck.stem}-{today()}.zip"), built.layout.project)
    require_replaceable(target, archive.ZIP)
    data = archive.zip_bytes(_files(built, pdf, recorded, deck), deck.stem)
    if target.exists() and read_bytes(target, archive.MAX_BYTES) != data and not again:
        exit_for_wrong_use(
            f"{target.name} is there and has something else in it: `--again` replaces it, or name another file with -o"
        )
    recorded.write(replace=again)
    write_over(target, data, archive.ZIP)
    return target.resolve()


def _files(built: BuildResult, pdf: bytes, recorded: PeriodRecord, deck: Path) -> dict[str, bytes]:
    """Return the files of the archive by their names in it."""
    from deckgen import package
    from deckgen.build.pictures import named_pictures
    from deckgen.io.confined import read_bytes
    from deckgen.records import archive
    from deckgen.records.writing import record_text

    content, project = built.layout.content, built.layout.project
    assert content is not None
    assert built.data is not None
    brands = {name.split("/")[1] for name in built.layout.sources if name.startswith("layouts/")}
    folders = [content.folder, *(project / "layouts" / name for name in sorted(brands))]
    files = {name: data for folder in folders for name, data in archive.folder_files(folder, project).items()}
    pictures = dict.fromkeys(name for name, _ in named_pictures(content))
    files.update(found for name in pictures if (found := archive.named_file(name, content.folder, project)) is not None)
    archive.require_unchanged(files, built.layout.sources)
    if recorded.record != recorded.before:
        files[recorded.path.relative_to(project).as_posix()] = record_text(recorded.record).encode()
    files |= {deck.name: built.data, f"{deck.stem}.pdf": pdf}
    if deck.is_file() and package.edited(deck):
        files[f"{deck.stem}-edited.pptx"] = read_bytes(deck, archive.MAX_BYTES, project)
    return {**files, archive.VERSIONS: archive.versions_text(content.title, str(content.period)).encode()}
