"""`deckgen schema`: JSON Schema of the content files, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli._common import guarded, wrong

_MOST_BYTES = 10_000_000
"""Of settings of an editor, and of a schema."""


def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="Print this one: deck, section, metrics, footnotes or acronyms.", show_default=False
        ),
    ] = None,
) -> None:
    """Let editors complete and check what you type.

    Writes the JSON Schema of content files into content/, and the settings with which VS Code finds them.
    """
    from deckgen import schema  # noqa: PLC0415
    from deckgen.io import project  # noqa: PLC0415

    if name is not None:
        made = schema.schemas()
        if name not in made:
            wrong(f"there is no schema '{name}'; there are: {', '.join(made)}")
        typer.echo(schema.rendered(made[name]), nl=False)
        return
    root = project.find_project(Path.cwd())
    if root is None:
        wrong("there is no content/ folder here or above; go to your project, or name one schema to print it")
    from deckgen.io.atomic import write_file  # noqa: PLC0415
    from deckgen.io.confined import locate  # noqa: PLC0415

    with guarded(root):
        for path, text in _wanted(root).items():
            shown = path.relative_to(root).as_posix()
            if _text(path, root) == text:
                typer.echo(f"{shown}: as it should be")
                continue
            write_file(locate(path, root), text.encode())
            typer.echo(f"{shown}: written")


def _text(path: Path, root: Path) -> str | None:
    """Read a file of the project; None where there is none, no JSON where it is not UTF-8. Raises RefusedFileError."""
    from deckgen.io.confined import read_bytes  # noqa: PLC0415

    try:
        return read_bytes(path, _MOST_BYTES, root).decode("utf-8")
    except UnicodeDecodeError:
        return "not UTF-8"  # read with replacements, settings of somebody's own would be written back damaged
    except FileNotFoundError:
        return None


def _wanted(root: Path) -> dict[Path, str]:
    """Every file with the text that it should have; settings that cannot be read are told, and left alone."""
    from deckgen import schema  # noqa: PLC0415

    wanted = {root / name: text for name, text in schema.written().items()}
    for opened in ("", "content"):
        path = root / opened / schema.SETTINGS
        text = schema.with_settings(_text(path, root), opened)
        if text is None:
            typer.echo(f"deckgen: {path} is not plain JSON and is left alone; deckgen's part of it would be:", err=True)
            typer.echo(schema.with_settings(None, opened), err=True)
        else:
            wanted[path] = text
    return wanted
