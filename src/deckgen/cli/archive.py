"""`deckgen archive`: a presented deck with all that belongs to it, in one zip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from deckgen.cli._common import (
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
from deckgen.cli._options import DeckArgument, DeckOption
from deckgen.cli._progress_bar import progress_bar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deckgen.build.build_results import BuildResult
    from deckgen.build.progress import Progress
    from deckgen.build.selection import Selection
    from deckgen.cli._records import PeriodRecord
    from deckgen.diagnostics import Issue


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
    from deckgen.cli import _records

    require_portable_output(output)
    folder = single_deck_folder(named or deck).resolve()
    with failures_as_exit_code(folder):
        with progress_bar(folder.name) as advance:
            built, versions = _build_all(folder, output, advance, again=again)
            pdfs = {path.with_suffix(".pdf"): _pdf(each, advance) for path, each in versions.items()}
        with locked_for_writing(folder):
            recorded = _recorded(built, again=again)
            target = _write_archive(built, {**_bytes_of(versions), **pdfs}, recorded, output, again=again)
        size = target.stat().st_size / 1e6
    current = Path.cwd().resolve()
    shown = target.relative_to(current) if target.is_relative_to(current) else target
    names = ", ".join(built.layout.content.versions) if built.layout.content else ""
    what = f"deck ({names}, too)" if names else "deck"
    typer.echo(f"{shown}: {what}, PDF, content, brand and versions of programs, {size:.1f} MB")
    typer.echo(f"  {recorded.outcome(replaced=again)}")
    if built.layout.content is not None:
        _records.warn_of_owed(built.layout.content, "if that is not so, write them, and `deckgen archive --again`")


def _build_all(
    folder: Path, output: Path | None, advance: Progress, *, again: bool
) -> tuple[BuildResult, dict[Path, BuildResult]]:
    """Return the deck as built, and it and its versions by their files in output/.

    Exits where nothing can be archived, as far as that is known before PDFs are made, which takes longest.
    """
    from deckgen.build.selection import WHOLE_DECK, Selection, output_path
    from deckgen.io.replaceable import require_replaceable
    from deckgen.records import archive

    if output is not None:
        require_replaceable(output, archive.ZIP)
    versions: dict[Path, BuildResult] = {}
    deck = _build(folder, WHOLE_DECK, advance)
    recorded = _recorded(deck, again=again)
    assert deck.layout.content is not None
    for name in ("", *deck.layout.content.versions):
        selection = Selection(version=name)
        built = _build(folder, selection, advance, known=deck.issues) if name else deck
        assert built.layout.content is not None
        versions[output_path(folder, built.layout.content, selection)] = built
    _require_same_target(deck, _bytes_of(versions), recorded, output, again=again)
    return deck, versions


def _build(folder: Path, selection: Selection, advance: Progress, known: Sequence[Issue] = ()) -> BuildResult:
    """Build a deck or a version, and print its issues without those that are `known`; exits where it has errors."""
    from deckgen.build import pipeline
    from deckgen.build.stored_cache import open_cache

    built = pipeline.build_bytes(folder, selection, progress=advance, cache=open_cache(folder, selection))
    print_issues([issue for issue in built.issues if issue not in known], built.layout.sources)
    if built.data is None:
        typer.echo(failure_line(folder.name, built.issues, "nothing was archived"), err=True)
        raise typer.Exit(exit_code_after_failure(Exit.CONTENT, built.issues))
    return built


def _bytes_of(versions: Mapping[Path, BuildResult]) -> dict[Path, bytes]:
    return {path: built.data for path, built in versions.items() if built.data is not None}


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


def _target(built: BuildResult, deck: Path, output: Path | None) -> Path:
    """Return the zip to be written. Raises RefusedFileError where it must not be replaced."""
    from deckgen.io.confined import locate
    from deckgen.io.replaceable import require_replaceable
    from deckgen.records import archive, today

    target = output or locate(deck.with_name(f"{deck.stem}-{today()}.zip"), built.layout.project)
    require_replaceable(target, archive.ZIP)
    return target


def _require_same_target(
    built: BuildResult, decks: Mapping[Path, bytes], recorded: PeriodRecord, output: Path | None, *, again: bool
) -> None:
    """Exit where the files of the project cannot be archived, or another zip is there, whatever PDFs are in it."""
    from deckgen.io.confined import read_bytes
    from deckgen.records import archive

    deck = next(iter(decks))
    target, files = _target(built, deck, output), _files(built, decks, recorded)
    if again or not target.exists():
        return
    pdfs = [path.with_suffix(".pdf").name for path in decks]
    if archive.has_other_files(read_bytes(target, archive.MAX_BYTES), files, deck.stem, besides=pdfs):
        _exit_for_other_archive(target)


def _exit_for_other_archive(target: Path) -> NoReturn:
    exit_for_wrong_use(
        f"{target.name} is there and has something else in it: `--again` replaces it, or name another file with -o"
    )


def _write_archive(
    built: BuildResult, decks: Mapping[Path, bytes], recorded: PeriodRecord, output: Path | None, *, again: bool
) -> Path:
    """Write the record and the zip; returns the zip. Exits where another zip is there, unless it is to be replaced."""
    from deckgen.io.confined import read_bytes
    from deckgen.io.replaceable import write_over
    from deckgen.records import archive

    deck = next(iter(decks))
    target = _target(built, deck, output)
    data = archive.zip_bytes(_files(built, decks, recorded), deck.stem)
    if target.exists() and read_bytes(target, archive.MAX_BYTES) != data and not again:
        _exit_for_other_archive(target)
    recorded.write(replace=again)
    write_over(target, data, archive.ZIP)
    return target.resolve()


def _files(built: BuildResult, decks: Mapping[Path, bytes], recorded: PeriodRecord) -> dict[str, bytes]:
    """Return all files of the archive, without the PDFs unless `decks` has them."""
    return {**_project_files(built, recorded), **_deck_files(built, decks)}


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
    if any(name.startswith("labels/") for name in built.layout.sources):
        folders.append(project / "labels")
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
