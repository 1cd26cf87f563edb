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
    from collections.abc import Mapping

    from deckgen.build.build_results import BuildResult
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

    The deck is built, with its versions; what it presents is recorded in history/ (as `deckgen roll` does); and the decks, their
    PDFs, content and brand, and the versions of all programs are put into one zip. Unpacked, it is a project that builds the
    deck again.
    """
    if output is not None and output.suffix.casefold() != ".zip":
        exit_for_wrong_use(f"{output} is not written: an archive is a file that ends in .zip")
    require_portable_output(output)
    folder = single_deck_folder(named or deck).resolve()
    with failures_as_exit_code(folder):
        with progress_bar(folder.name) as advance:
            built, files = _built(folder, advance)
        with locked_for_writing(folder):
            recorded = _recorded(built, again=again)
            target = _write_archive(built, files, recorded, output, again=again)
        size = target.stat().st_size / 1e6
    current = Path.cwd().resolve()
    shown = target.relative_to(current) if target.is_relative_to(current) else target
    versions = ", ".join(built.layout.content.versions) if built.layout.content else ""
    what = f"deck ({versions}, too)" if versions else "deck"
    typer.echo(f"{shown}: {what}, PDF, content, brand and versions of programs, {size:.1f} MB")
    typer.echo(f"  {recorded.outcome(replaced=again)}")


def _built(folder: Path, advance: Progress) -> tuple[BuildResult, dict[Path, bytes]]:
    """Return the deck as built, and the bytes of it and its versions, with their PDFs, by their files in output/.

    Exits where one of them has errors.
    """
    from deckgen.build import pipeline
    from deckgen.build.selection import Selection, output_path

    deck: BuildResult | None = None
    files: dict[Path, bytes] = {}
    names = [""]
    for name in names:
        selection = Selection(version=name)
        built = pipeline.build_bytes(folder, selection, progress=advance)
        known = deck.issues if deck is not None else []
        print_issues([issue for issue in built.issues if issue not in known], built.layout.sources)
        content = built.layout.content
        if built.data is None or content is None:
            typer.echo(failure_line(folder.name, built.issues, "nothing was archived"), err=True)
            raise typer.Exit(exit_code_after_failure(Exit.CONTENT, built.issues))
        path = output_path(folder, content, selection)
        files |= {path: built.data, path.with_suffix(".pdf"): _pdf(built, advance)}
        if deck is None:
            deck = built
            names += content.versions
    assert deck is not None
    return deck, files


def _pdf(built: BuildResult, advance: Progress) -> bytes:
    """Return the PDF that `deckgen render` makes."""
    from deckgen.render.fonts import faces
    from deckgen.render.pdf import deck_pdf

    assert built.data is not None
    assert built.layout.brand is not None
    assert built.layout.content is not None
    return deck_pdf(built.data, faces(built.layout.brand), built.layout.content.title, advance).data


def _recorded(built: BuildResult, *, again: bool) -> PeriodRecord:
    """Return the record of the period; exits where an earlier one records something else, unless it is to be replaced."""
    from deckgen.cli import _records

    rows = built.layout.all_rows or built.layout.rows
    assert rows is not None
    recorded = _records.record_of(rows, [(slide.id, slide.title) for slide in built.layout.slides])
    if recorded.is_other and not again:
        exit_for_wrong_use(
            f"{recorded.name} records something else ({recorded.differences}); nothing was archived: `--again` replaces it, "
            "if this is what was presented"
        )
    return recorded


def _write_archive(
    built: BuildResult, decks: Mapping[Path, bytes], recorded: PeriodRecord, output: Path | None, *, again: bool
) -> Path:
    """Write the record and the zip; returns the zip. Exits where another zip is there, unless it is to be replaced."""
    from deckgen.io.confined import locate, read_bytes
    from deckgen.io.replaceable import require_replaceable, write_over
    from deckgen.records import archive, today

    deck = next(iter(decks))
    target = output or locate(deck.with_name(f"{deck.stem}-{today()}.zip"), built.layout.project)
    require_replaceable(target, archive.ZIP)
    data = archive.zip_bytes({**_project_files(built, recorded), **_deck_files(built, decks)}, deck.stem)
    if target.exists() and read_bytes(target, archive.MAX_BYTES) != data and not again:
        exit_for_wrong_use(
            f"{target.name} is there and has something else in it: `--again` replaces it, or name another file with -o"
        )
    recorded.write(replace=again)
    write_over(target, data, archive.ZIP)
    return target.resolve()


def _project_files(built: BuildResult, recorded: PeriodRecord) -> dict[str, bytes]:
    """Return the files from which the deck is built, and the record, by their names in the project."""
    from deckgen.build.pictures import named_pictures
    from deckgen.records import archive
    from deckgen.records.writing import record_text

    rows, project = built.layout.all_rows or built.layout.rows, built.layout.project
    assert rows is not None
    content = rows.deck
    brands = {name.split("/")[1] for name in built.layout.sources if name.startswith("layouts/")}
    folders = [content.folder, *(project / "layouts" / name for name in sorted(brands))]
    files = {name: data for folder in folders for name, data in archive.folder_files(folder, project).items()}
    pictures = dict.fromkeys(name for name, _ in named_pictures(content))
    files.update(found for name in pictures if (found := archive.named_file(name, content.folder, project)) is not None)
    archive.require_unchanged(files, built.layout.sources)
    if recorded.record != recorded.before:
        files[recorded.path.relative_to(project).as_posix()] = record_text(recorded.record).encode()
    return files


def _deck_files(built: BuildResult, decks: Mapping[Path, bytes]) -> dict[str, bytes]:
    """Return what stands at the top of the archive: decks, those that people edited, versions of programs."""
    from deckgen import package
    from deckgen.io.confined import read_bytes
    from deckgen.records import archive

    content = built.layout.content
    assert content is not None
    files = {path.name: data for path, data in decks.items()}
    for path in (path for path in decks if path.suffix == ".pptx"):
        edited = {each.name: each for each in archive.set_aside(path)}
        if path.is_file() and package.edited(path):
            edited[archive.free_name(path, edited)] = path
        files |= {name: read_bytes(each, archive.MAX_BYTES, built.layout.project) for name, each in edited.items()}
    return {**files, archive.VERSIONS: archive.versions_text(content.title, str(content.period)).encode()}
