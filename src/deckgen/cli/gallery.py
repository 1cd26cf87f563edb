"""`deckgen gallery`: every kind of chart in a brand, as a page with pictures, or as colour-blind people see it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli._common import exit_for_wrong_use, failures_as_exit_code, require_portable_output


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Write charts.md and its pictures here.", show_default=True)
    ] = Path("docs"),
    brand: Annotated[str, typer.Option("--brand", metavar="NAME", help="The brand to draw in.")] = "wikimedia",
    simulate: Annotated[
        bool,
        typer.Option("--simulate", help="Write sheets as seen in greyscale and by colour-blind eyes instead."),
    ] = False,
) -> None:
    """Draw every kind of chart in a brand."""
    from deckgen import gallery
    from deckgen.io import project
    from deckgen.io.replaceable import PNG, write_over

    require_portable_output(folder)
    root = project.find_project(Path.cwd())
    layouts = root / "layouts" if root else None
    with failures_as_exit_code(folder):
        try:
            if simulate:
                files = gallery.contact_sheets(gallery.draw_examples(brand, layouts))
            else:
                files = gallery.build_gallery(brand, layouts).files
        except gallery.GalleryError as error:
            exit_for_wrong_use(str(error))
        for name, data in files.items():
            write_over(folder / name, data, PNG if name.endswith(".png") else data.partition(b"\n")[0])
    typer.echo(f"{folder}: {len(files)} files")
