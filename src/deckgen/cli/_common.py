"""What the commands share: exit codes, the decks to work on, and the lines that they print."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from deckgen.cli._streams import INTERRUPTED, echo

if TYPE_CHECKING:
    from deckgen.brand.types import Brand
    from deckgen.diagnostics import Issue
    from deckgen.periods import Period
    from deckgen.results import OpenDeck


class Exit(IntEnum):
    """The exit code of a command."""

    DONE = 0
    CONTENT = 1
    USAGE = 2
    FAULT = 3


def deck_folders(decks: Sequence[Path] | None) -> list[Path]:
    """Return the decks to work on; exits where there are none. Warns of those that an interrupted command left unfinished."""
    from deckgen.io import journal

    folders = _find_deck_folders(decks)
    for folder in folders:
        if journal.is_pending(folder):
            warning = (
                "a command that changed this deck was interrupted; the next `deckgen set`, `fill` or `roll` finishes it"
            )
            echo(f"{folder.name}: {warning}", err=True)
    return folders


def _find_deck_folders(decks: Sequence[Path] | None) -> list[Path]:
    from deckgen.io import project

    if decks:
        return [_deck_folder(path) for path in decks]
    root = project.find_project(Path.cwd())
    if root is None:
        exit_for_wrong_use("there is no content/ folder here or above; name the deck's folder, or go to your project")
    folders = project.find_decks(root)
    for folder in sorted((root / "content").iterdir()):
        if name := project.misnamed_deck_file(folder):
            echo(f"deckgen: content/{folder.name} is no deck yet: rename {name} there to deck.yaml", err=True)
    if not folders:
        exit_for_wrong_use(f"there is no deck in {root / 'content'}: a deck is a folder with a deck.yaml")
    for folder in folders:
        _require_inside_project(folder)
        require_usable_name(folder)
    return folders


def print_cache_notices(decks: Iterable[Path]) -> None:
    """Print on stderr what users should know about the cache of the projects of `decks`."""
    from deckgen.cache import notices
    from deckgen.io.project import project_of

    projects = dict.fromkeys(project_of(deck) for deck in decks)
    for line in dict.fromkeys(line for project in projects for line in notices.cache_notices(project)):
        # The name of a folder may contain escape sequences for the terminal.
        echo("deckgen: " + "".join(c if c.isprintable() else "�" for c in line), err=True)


def _require_inside_project(folder: Path) -> None:
    """Exit where a deck's folder is a symbolic link that leads out of its project."""
    from deckgen.io import project
    from deckgen.io.confined import OutsideError, locate

    try:
        root = project.project_without_following_links(folder)
        if root is not None:
            locate(root / "content", root)
            locate(project.path_without_following_links(folder), root)
    except (OutsideError, OSError) as error:
        exit_for_wrong_use(
            f"{error}; a deck is a folder of the project, so move it here, or run deckgen in the project that it belongs to"
        )


def require_usable_name(folder: Path, what: str = "deck") -> None:
    """Exit where other systems cannot have files of the name of a folder: that of a deck is also that of the presentation."""
    from deckgen.io.portable_names import portable_name, unportable_reason

    in_address = "has `#` in it, which web addresses cannot have" if "#" in folder.name else ""
    if reason := unportable_reason(folder.name) or in_address:
        name = "".join(char if char.isprintable() else "�" for char in folder.name)
        proposal = portable_name(folder.name.replace("#", "-"))
        exit_for_wrong_use(f"the folder of a {what} cannot be called `{name}`: it {reason}; call it `{proposal}`")


def require_portable_output(path: Path | None) -> None:
    """Exit where something is to be written under a name that not every system can have."""
    from deckgen.io.portable_names import UnportableNameError, require_portable

    try:
        require_portable(path or Path())
    except UnportableNameError as error:
        exit_for_wrong_use(f"nothing is written: {error}")


def single_deck_folder(name: str | None) -> Path:
    """Return the deck to work on: the one named, by its path or its name, else the only one; exits where that is unclear."""
    if name is not None:
        return _deck_folder(Path(name))
    folders = _find_deck_folders(None)
    if len(folders) > 1:
        exit_for_wrong_use(f"there are several decks ({_names(folders)}): say which one with --deck")
    return folders[0]


def open_results(folder: Path) -> OpenDeck:
    """Open a deck to read or change its results; exits where its deck.yaml has errors."""
    from deckgen import results

    opened = results.open_deck(folder)
    if isinstance(opened, results.OpenDeck):
        return opened
    print_issues(opened.issues, opened.sources)
    echo(failure_line(folder.name, opened.issues, "nothing was done"), err=True)
    raise SystemExit(Exit.CONTENT)


def period_name(typed: str, reported: Period) -> str:
    """Return the name of a period of the reported year that was typed; exits for any other text."""
    name = reported.calendar.read(typed)
    if name is None:
        noun, listed = reported.system.noun, reported.calendar.listed
        exit_for_wrong_use(f"'{typed}' is no {noun} of {reported.year}: write {listed}")
    return name


def _deck_folder(path: Path) -> Path:
    """Return the folder of the deck at a path, which may be its deck.yaml; exits where there is no deck."""
    from deckgen.diagnostics.suggestions import did_you_mean
    from deckgen.io.project import find_decks, find_project, misnamed_deck_file
    from deckgen.io.spelling import as_spelled

    path = _deck_of_name(path) or as_spelled(path)
    is_deck_file = path.name.casefold() in {"deck.yaml", "deck.yml"} and not path.is_dir()
    folder = path.parent if is_deck_file else path
    if path.is_file() and not is_deck_file and (path.parent / "deck.yaml").is_file():
        exit_for_wrong_use(
            f"'{path}' is a part of a deck: name its folder, '{path.parent}', with --only {path.stem} for this part alone"
        )
    if not folder.is_dir():
        decks = find_decks(root) if (root := find_project(Path.cwd())) is not None else []
        hint = (
            f"the decks here: {_names(decks)}"
            if decks
            else "a deck is a folder with a deck.yaml, such as content/my-deck"
        )
        if path.is_file():
            exit_for_wrong_use(f"'{path}' is {_what_file(path)}, and this command takes decks; {hint}")
        exit_for_wrong_use(f"there is no folder '{folder}'; {hint}")
    if not (folder / "deck.yaml").is_file():
        if misnamed := misnamed_deck_file(folder):
            exit_for_wrong_use(f"there is no deck.yaml in '{folder}': rename {misnamed} there to deck.yaml")
        decks_inside = sorted(
            file.parent for pattern in ("*/deck.yaml", "content/*/deck.yaml") for file in folder.glob(pattern)
        )
        hint = (
            did_you_mean(str(decks_inside[0]))
            if decks_inside
            else "a deck is a folder with a deck.yaml, such as content/my-deck"
        )
        exit_for_wrong_use(f"there is no deck.yaml in '{folder}'; {hint}")
    _require_inside_project(folder)
    require_usable_name(folder.resolve())
    return folder if folder.name not in {"", ".."} else folder.resolve()  # messages name a deck by its folder


def _what_file(path: Path) -> str:
    """Return what a file is that was named in the place of a deck, with what takes it."""
    if path.suffix.casefold() != ".pptx":
        return "a file"
    return f"a presentation (`{pull_command(path)}` brings edits in it into the content, `deckgen check` takes it, too)"


def _deck_of_name(path: Path) -> Path | None:
    """Return the folder of the deck of this name where the path is no more than a name; None if there is none."""
    from deckgen.io.project import find_decks, find_project

    root = find_project(Path.cwd())
    if len(path.parts) != 1 or path.name in {"", ".."} or path.exists() or root is None:
        return None
    folders = find_decks(root)
    return next((folder for folder in folders if folder.name == path.name), None)


def is_deck_or_path(typed: str) -> bool:
    """Whether a text is the name of a deck, or the path of anything."""
    return Path(typed).exists() or _deck_of_name(Path(typed)) is not None


def _names(folders: Sequence[Path]) -> str:
    return ", ".join(folder.name for folder in folders)


def load_named_brand(name: str, project: Path, *, use_table: bool = True) -> Brand | None:
    """Load a brand of a project, and print its issues; None if it has errors. Exits where there is none of this name.

    Without `use_table`, text is measured as if the brand had no table of widths, and only errors are printed.
    """
    from deckgen.brand.load import NAME, load_brand
    from deckgen.io.project import brand_roots

    brand, issues, sources = load_brand(name, brand_roots(project), project, use_table=use_table)
    unknown = next((issue for issue in issues if issue.origin == NAME), None)
    if unknown is not None:
        exit_for_wrong_use(f"{unknown.message}; {unknown.hint}")
    if brand is None or use_table:  # else the warnings say that a table should be made
        print_issues(issues, sources)
    return brand


def at_terminal() -> bool:
    """Whether there is somebody to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def quoted_for_shell(text: str) -> str:
    """Return a path or name as users type it in the shell of their system: the one of Windows knows double quotes only."""
    return subprocess.list2cmdline([text]) if sys.platform == "win32" else shlex.quote(text)


def pull_command(file: Path, folder: Path | None = None) -> str:
    """Return the command that pulls the edits of a file into a deck, as it is typed in the current folder."""
    from deckgen.io import project

    root = project.find_project(Path.cwd())
    decks = [deck.resolve() for deck in project.find_decks(root)] if root is not None else []
    typed = f"deckgen pull {quoted_for_shell(str(file))}"
    if folder is None or decks == [folder.resolve()]:
        return typed
    return f"{typed} --deck {quoted_for_shell(folder.name if folder.resolve() in decks else str(folder))}"


def exit_for_wrong_use(message: str) -> NoReturn:
    """Print why the command was used wrongly, and exit."""
    echo(f"deckgen: {message}", err=True)
    raise SystemExit(Exit.USAGE)


@contextmanager
def failures_as_exit_code(folder: Path) -> Iterator[None]:
    """Print a failure that neither the content nor the user caused as one sentence, and exit with code 3."""
    import typer

    try:
        yield
    except (typer.Exit, KeyboardInterrupt):
        raise
    except typer.Abort:  # Ctrl-C or Ctrl-D in a question
        echo(err=True)
        raise SystemExit(INTERRUPTED) from None
    except Exception as failure:
        if os.environ.get("DECKGEN_DEBUG") and not isinstance(failure, OSError):
            raise
        print_failure(failure, folder.name)
        raise SystemExit(Exit.FAULT) from None


@contextmanager
def locked_for_writing(folder: Path, *, dry_run: bool = False) -> Iterator[str]:
    """Lock a deck's project, and finish what an interrupted command began; yields that command's name, or "".

    With `dry_run` nothing is written, so the program exits where a command was interrupted.
    """
    from deckgen.edit.locking import locked_project
    from deckgen.io import journal

    folder = folder.resolve()
    with locked_project(folder) as root:
        if dry_run and journal.is_pending(folder):
            exit_for_wrong_use(
                f"a command that changed {folder.name} was interrupted: run this once without --dry-run, which finishes it"
            )
        finished = journal.finish(folder, root)
        if finished is not None:
            echo(f"{folder.name}: finished what an interrupted `deckgen {finished.command}` had begun", err=True)
        yield finished.command if finished else ""


def print_failure(failure: Exception, name: str = "") -> None:
    """Print a failure as one sentence; `name` is the deck that was worked on."""
    from deckgen.diagnostics import describe_error

    echo(f"deckgen: {describe_error(failure, name)}", err=True)


def print_issues(diagnostics: Sequence[Issue], sources: Mapping[str, str]) -> None:
    """Print issues for people to read."""
    from deckgen.diagnostics import render_all

    for text in render_all(diagnostics, sources):
        echo(text, err=True)


def exit_code_after_failure(code: Exit, diagnostics: Sequence[Issue]) -> Exit:
    """Return the exit code after a deck that failed; an issue in the command line is wrong use."""
    from deckgen.diagnostics import COMMAND_LINE

    is_wrong_use = any(d.origin == COMMAND_LINE for d in diagnostics)
    return max(code, Exit.USAGE if is_wrong_use else Exit.CONTENT)


def version_name(folder: Path, version: str, language: str = "") -> str:
    """Return the name of a deck, of a version of it, or of either in another language, as lines about it begin."""
    parts = (folder.name, f"version {version}" if version else "", f"in {language}" if language else "")
    return ", ".join(part for part in parts if part)


def failure_line(name: str, diagnostics: Sequence[Issue], outcome: str) -> str:
    """Return the line that says how many errors a deck has, and what was therefore not done."""
    from deckgen.diagnostics.wording import counted

    errors = sum(d.severity == "error" for d in diagnostics)
    return f"{name}: {counted(errors, 'error')}; {outcome}"


def summary_line(pages: int, smallest: Mapping[str, int], diagnostics: Sequence[Issue]) -> str:
    """Return the summary of a deck: slides, smallest text, warnings, notes.

    `smallest` are sizes in hundredths of a point, by kind of slide and under "footnotes".
    """
    from deckgen.diagnostics.wording import counted

    sizes = dict(smallest)
    footnotes = sizes.pop("footnotes", 0)
    parts = [counted(pages, "slide")]
    if sizes:
        footnote_size = f" (footnotes {footnotes / 100:g} pt)" if footnotes else ""
        parts.append(f"smallest text {min(sizes.values()) / 100:g} pt{footnote_size}")
    if warnings := sum(d.severity == "warning" for d in diagnostics):
        parts.append(counted(warnings, "warning"))
    if notes := sum(d.severity == "note" for d in diagnostics):
        parts.append(counted(notes, "note"))
    return ", ".join(parts)
