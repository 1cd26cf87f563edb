"""`deckgen guide`: the content guide, generated from the models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli._common import exit_for_wrong_use, failures_as_exit_code, require_portable_output


def command(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the guide here instead of printing it.")
    ] = None,
    pictures: Annotated[bool, typer.Option("--pictures", help="Also draw the pictures next to FILE.")] = False,
) -> None:
    """Write the guide to content files.

    Every kind of slide is in it, with its fields, an example and, where it has been drawn, a picture.
    """
    from deckgen import guide
    from deckgen.io.replaceable import write_over

    if pictures and output is None:
        exit_for_wrong_use("pictures are written next to the guide: name its file with -o")
    require_portable_output(output)
    has_pictures = output is not None and (output.parent / guide.PICTURES).is_dir()
    text = guide.render(pictures=pictures or has_pictures)
    if output is None:
        typer.echo(text, nl=False)
        return
    with failures_as_exit_code(output):
        # Only a file with the heading of the guide is overwritten: any other is the user's own.
        write_over(output, text.encode(), text.partition("\n")[0].encode())
        typer.echo(f"{output}: written")
        if pictures:
            from deckgen.guide.pictures import draw_all

            for path in draw_all(output.parent / guide.PICTURES):
                typer.echo(f"{path}: {path.stat().st_size / 1000:.0f} kB")
