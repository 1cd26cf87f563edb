"""`deckgen translate`: the texts of a deck for a translator out, translations back in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    Exit,
    exit_for_wrong_use,
    failure_line,
    failures_as_exit_code,
    locked_for_writing,
    open_results,
    print_issues,
    single_deck_folder,
)
from deckgen.cli._options import DeckOption
from deckgen.cli._progress_bar import progress_bar
from deckgen.cli._selection import (
    require_language,
)

if TYPE_CHECKING:
    from deckgen.results import OpenDeck
    from deckgen.translation.importing import Imported, ReadEntry
    from deckgen.translation.translation_file import TranslatedText


_MAX_LINES = 50
"""How many remarks about a file are printed."""


def command(
    language: Annotated[
        str | None,
        typer.Argument(
            metavar="[LANGUAGE]", help="The language to translate into, by its code: de, pt-BR.", show_default=False
        ),
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...", help="Files that a translator sent back (.xlsx, .xliff).", show_default=False
        ),
    ] = None,
    deck: DeckOption = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Replace translations or files that have others than deckgen wrote last."),
    ] = False,
) -> None:
    """Write what a translator needs, and read back what comes from one.

    `deckgen translate de` writes translations/de.xlsx and de.xliff in the deck's folder: all texts that readers see as words,
    with the translations so far. `deckgen translate de FILE` reads either back into translations/de.yaml, which `deckgen build
    --language de` uses. Without a language, it says how far each translation is.
    """
    folder = single_deck_folder(deck)
    with failures_as_exit_code(folder), locked_for_writing(folder):
        opened = open_results(folder)
        if opened.is_broken:
            print_issues(opened.issues, opened.sources)
            typer.echo(failure_line(folder.name, opened.issues, "nothing was done"), err=True)
            raise typer.Exit(Exit.CONTENT)
        if language is None:
            _print_states(opened)
            raise typer.Exit(Exit.DONE)
        require_language(language)
        if language == opened.deck.language:
            exit_for_wrong_use(f"{folder.name} is written in `{language}`: name the language to translate it into")
        known = _known(opened, language)
        if files:
            code = _read(opened, known, language, files, replace=replace)
        else:
            code = _write(opened, known, language, replace=replace)
    raise typer.Exit(code)


def _known(opened: OpenDeck, language: str) -> Mapping[str, TranslatedText]:
    """Return the translations so far; exits where their file has errors."""
    from deckgen.translation.translated_deck import read_translations, translations_path

    folder = opened.deck.folder
    path = translations_path(folder, language)
    if not path.exists() and not path.is_symlink():
        return {}
    read = read_translations(folder, opened.project, language)
    if read.file is None:
        print_issues(read.issues, {read.name: read.text})
        typer.echo(failure_line(read.name, read.issues, "nothing was done"), err=True)
        raise typer.Exit(Exit.CONTENT)
    return read.file.texts


def _print_states(opened: OpenDeck) -> None:
    from deckgen.translation.authored_words import authored_texts
    from deckgen.translation.matching import match_texts
    from deckgen.translation.translator_files import languages_of

    texts = authored_texts(opened.deck)
    names = languages_of(opened.deck.folder)
    name = opened.deck.folder.name
    typer.echo(f"{name}: {len(texts)} texts" + ("" if names else "; `deckgen translate de` begins a translation"))
    for language in names:
        states = [each.state for each in match_texts(texts, _known(opened, language))]
        typer.echo(f"{language}: {_counts(states)}")


def _counts(states: Sequence[str]) -> str:
    return ", ".join(f"{states.count(state)} {state}" for state in ("translated", "review", "outdated", "missing"))


def _write(opened: OpenDeck, known: Mapping[str, TranslatedText], language: str, *, replace: bool) -> Exit:
    from deckgen.build import pipeline
    from deckgen.translation.exchange import ExchangeError
    from deckgen.translation.translator_files import PendingWorkError, write_for_translator

    folder = opened.deck.folder
    with progress_bar(folder.name) as advance:
        laid_out = pipeline.lay_out(folder, progress=advance)
    if laid_out.deck is None:
        print_issues(laid_out.issues, laid_out.sources)
        typer.echo(failure_line(folder.name, laid_out.issues, "nothing was written"), err=True)
        return Exit.CONTENT
    try:
        written = write_for_translator(opened.deck, known, laid_out.deck, language, replace=replace)
    except PendingWorkError as error:
        exit_for_wrong_use(f"{error}: read it with `deckgen translate {language} {error.path}`, or use --replace")
    except ExchangeError as error:
        exit_for_wrong_use(str(error))
    for path in written.paths:
        typer.echo(f"{path.relative_to(opened.project)}: {_counts([each.state for each in written.matched])}")
    return Exit.DONE


def _read(
    opened: OpenDeck, known: Mapping[str, TranslatedText], language: str, files: Sequence[Path], *, replace: bool
) -> Exit:
    from deckgen.translation.authored_words import authored_texts
    from deckgen.translation.exchange import ExchangeError
    from deckgen.translation.importing import import_entries, read_file
    from deckgen.translation.translator_files import write_translations

    texts, code = authored_texts(opened.deck), Exit.DONE
    try:
        contents = [read_file(path, language) for path in files]
    except ExchangeError as error:
        typer.echo(f"deckgen: {error}; nothing was written", err=True)
        return Exit.CONTENT
    for path, entries in zip(files, contents, strict=True):
        imported = import_entries(texts, known, entries, replace=replace)
        known = imported.texts
        code = max(code, _print_imported(path, imported))
    path = write_translations(opened.deck, language, known)
    typer.echo(f"{path.relative_to(opened.project)}: written; `deckgen check --language {language}` lists what is left")
    return code


def _print_imported(path: Path, imported: Imported) -> Exit:
    """Print what became of the entries of a file; returns the exit code."""
    from deckgen.translation.importing import Outcome

    counts = {outcome: imported.count(outcome) for outcome in Outcome}
    listed = ", ".join(
        f"{count} {outcome}" for outcome, count in counts.items() if count and outcome is not Outcome.REMAINS
    )
    typer.echo(f"{path}: {listed or 'no translation'}")
    lines = [f"{path}, {each.entry.location}: {line}" for each in imported.entries for line in _remarks(each)]
    for line in lines[:_MAX_LINES]:
        typer.echo(line, err=True)
    if len(lines) > _MAX_LINES:
        typer.echo(f"{path}: {len(lines) - _MAX_LINES} more such lines; is it a file of this deck?", err=True)
    failed = counts[Outcome.CONFLICT] + counts[Outcome.UNKNOWN] + counts[Outcome.REFUSED]
    return Exit.CONTENT if failed else Exit.DONE


def _remarks(each: ReadEntry) -> list[str]:
    from deckgen.translation.importing import Outcome

    key = each.entry.key
    if each.outcome is Outcome.UNKNOWN:
        return [f"{key}: left out, since no text of the deck has this key"] if each.entry.translation else []
    if each.outcome is Outcome.REFUSED:
        return [f"{key}: left out: {reason}" for reason in each.remarks]
    if each.outcome is Outcome.CONFLICT:
        return [f"{key}: left out, since the deck has another translation by now; --replace takes this one"]
    return [f"{key}: the translation {remark}" for remark in each.remarks]
