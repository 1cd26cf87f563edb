"""`deckgen schema`: JSON Schema of the content files, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli._common import guarded, wrong


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
    from deckgen import project, schema  # noqa: PLC0415

    if name is not None:
        made = schema.schemas()
        if name not in made:
            wrong(f"there is no schema '{name}'; there are: {', '.join(made)}")
        typer.echo(schema.rendered(made[name]), nl=False)
        return
    root = project.find_project(Path.cwd())
    if root is None:
        wrong("there is no content/ folder here or above; go to your project, or name one schema to print it")
    with guarded(root):
        for path, text in _wanted(root).items():
            shown = project.display(path, root)
            if path.is_file() and path.read_text(encoding="utf-8") == text:
                typer.echo(f"{shown}: as it should be")
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            typer.echo(f"{shown}: written")


def _wanted(root: Path) -> dict[Path, str]:
    """Every file with the text that it should have; settings that cannot be read are told, and left alone."""
    from deckgen import schema  # noqa: PLC0415

    wanted = {root / name: text for name, text in schema.written().items()}
    for opened in ("", "content"):
        path = root / opened / schema.SETTINGS
        before = path.read_text(encoding="utf-8") if path.is_file() else None
        text = schema.with_settings(before, opened)
        if text is None:
            typer.echo(f"deckgen: {path} is not plain JSON and is left alone; deckgen's part of it would be:", err=True)
            typer.echo(schema.with_settings(None, opened), err=True)
        else:
            wanted[path] = text
    return wanted
