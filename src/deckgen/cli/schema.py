"""`deckgen schema`: JSON Schema of the content files, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli._common import exit_for_wrong_use, failures_as_exit_code

_MAX_BYTES = 10_000_000
"""The largest file of editor settings or of a schema that is read."""


def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Print this one: deck, section, metrics, footnotes, acronyms or labels.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Let editors complete and check what you type.

    Writes the JSON Schema of content files into content/, and the settings with which VS Code finds them.
    """
    from deckgen import schema
    from deckgen.io import project

    if name is not None:
        all_schemas = schema.schemas()
        if name not in all_schemas:
            exit_for_wrong_use(f"there is no schema '{name}'; there are: {', '.join(all_schemas)}")
        typer.echo(schema.schema_text(all_schemas[name]), nl=False)
        return
    root = project.find_project(Path.cwd())
    if root is None:
        exit_for_wrong_use(
            "there is no content/ folder here or above; go to your project, or name one schema to print it"
        )
    from deckgen.io.atomic import write_file
    from deckgen.io.confined import locate

    with failures_as_exit_code(root):
        for path, text in _files_to_write(root).items():
            shown = path.relative_to(root).as_posix()
            if _current_text(path, root) == text:
                typer.echo(f"{shown}: up to date")
                continue
            write_file(locate(path, root), text.encode())
            typer.echo(f"{shown}: written")


def _current_text(path: Path, root: Path) -> str | None:
    """Return the text of a file; None where there is none, and invalid JSON where it is not UTF-8. Raises RefusedFileError."""
    from deckgen.io.confined import read_bytes

    try:
        return read_bytes(path, _MAX_BYTES, root).decode("utf-8")
    except UnicodeDecodeError:
        # If it were decoded with replacements, the user's own settings would be written back damaged.
        return "not UTF-8"
    except FileNotFoundError:
        return None


def _files_to_write(root: Path) -> dict[Path, str]:
    """Return every file with the text that it should have. Settings that cannot be read are reported, and not included."""
    from deckgen import schema

    texts = {root / name: text for name, text in schema.schema_files().items()}
    for folder in ("", "content"):
        path = root / folder / schema.SETTINGS
        text = schema.merged_settings(_current_text(path, root), folder)
        if text is None:
            typer.echo(f"deckgen: {path} is not plain JSON and is left alone; deckgen's part of it would be:", err=True)
            typer.echo(schema.merged_settings(None, folder), err=True)
        else:
            texts[path] = text
    return texts
