"""`deckgen fonts`: what text is measured with, the fonts of a deck's scripts, and the table of widths of an installed font."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    Exit,
    deck_folders,
    exit_for_wrong_use,
    failures_as_exit_code,
    is_deck_or_path,
    load_named_brand,
    open_results,
)

if TYPE_CHECKING:
    from deckgen.brand.font_listing import FontListing
    from deckgen.brand.types import Brand, FontFiles


def command(
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="[BRAND|DECK]",
            help="A brand in layouts/, or a deck; without it, the brands of all decks under content/.",
            show_default=False,
        ),
    ] = None,
    accept: Annotated[
        bool,
        typer.Option("--accept", help="Store the widths of an installed font in the brand's folder, or renew them."),
    ] = False,
) -> None:
    """Show which fonts text is measured with and, for a deck, which fonts its scripts have, and what to install.

    A font that is only installed on some machines needs a table of its widths in the brand's folder (_fonts.json), so that every
    machine builds the same deck. --accept makes it from the font that is installed here; commit the file with the brand.
    """
    code = Exit.DONE
    is_brand = target is not None and not is_deck_or_path(target)
    folders = [] if is_brand else deck_folders([Path(target)] if target is not None else None)
    for name, project in _brands(target or "", folders):
        with failures_as_exit_code(project / "layouts" / name):
            code = max(code, _accept(name, project) if accept else _show(name, project))
    for folder in [] if accept else folders:
        with failures_as_exit_code(folder):
            _show_scripts(folder)
    raise typer.Exit(code)


def _brands(target: str, folders: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Yield the brands of decks, each once, and the project of each; without decks, the brand that is named."""
    from deckgen.io.project import find_project, project_of

    if not folders:
        yield target, find_project(Path.cwd()) or Path.cwd()
        return
    yield from dict.fromkeys((_brand_of(folder), project_of(folder.resolve())) for folder in folders)


def _show_scripts(folder: Path) -> None:
    from deckgen.build import pipeline
    from deckgen.build.deck_scripts import list_scripts

    laid_out = pipeline.lay_out(folder)
    if laid_out.brand is None or not laid_out.slides:
        typer.echo(f"{folder.name}: its scripts are not known, because the deck has errors (deckgen check {folder})")
        return
    typer.echo(f"{folder.name}: scripts")
    for use in list_scripts(laid_out, laid_out.brand):
        fonts = dict.fromkeys((f"slides {use.on_slides}", f"widths {use.measured}", f"pictures {use.in_pictures}"))
        typer.echo(f"  {use.name}: {'; '.join(fonts)}")
        if use.advice:
            typer.echo(f"    {use.advice}")


def _brand_of(folder: Path) -> str:
    """Return the brand that a deck names; exits where its deck.yaml cannot be read."""
    return open_results(folder).deck.brand


def _show(name: str, project: Path) -> Exit:
    from deckgen.brand.font_listing import list_fonts, list_script_fonts

    brand = load_named_brand(name, project)
    if brand is None:
        return Exit.CONTENT
    own, *headings, fallback = list_fonts(brand)
    typer.echo(f"{name}: {own.family}, measured {own.measured_with}")
    _print_styles(own)
    for listing in headings:
        typer.echo(f"  headings: {listing.family}, measured {listing.measured_with}")
        _print_styles(listing)
    for line in list_script_fonts(brand):
        typer.echo(f"  {line}")
    typer.echo(f"  where it is missing, text also fits in {fallback.family}, measured {fallback.measured_with}")
    return Exit.DONE


def _print_styles(listing: FontListing) -> None:
    rows = [(row.style, row.file, row.weight, row.version, row.digest, row.embedding) for row in listing.styles]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width]
        typer.echo(f"  {'  '.join(cells)}".rstrip())
    for note in listing.notes:
        typer.echo(f"  {note}")


def _accept(name: str, project: Path) -> Exit:
    from deckgen.cache import location
    from deckgen.io import lock

    brand = load_named_brand(name, project, use_table=False)
    if brand is None:
        return Exit.CONTENT
    if not brand.folder.resolve().is_relative_to(project.resolve() / "layouts"):
        exit_for_wrong_use(
            f"the brand '{name}' comes with deckgen and is not changed; extend it in layouts/ of your project"
        )
    with lock.project_lock(project, location.directory(project)):
        return max(_accept_family(name, brand, font) for font in brand.own_fonts)


def _accept_family(name: str, brand: Brand, font: FontFiles) -> Exit:
    from deckgen.brand.font_listing import NoTableError, accept_installed_font

    try:
        path = accept_installed_font(brand, font)
    except NoTableError as reason:
        typer.echo(f"{name} {reason}", err=reason.is_needed)
        return Exit.CONTENT if reason.is_needed else Exit.DONE
    typer.echo(f"{name}: {font.family}, widths stored in layouts/{brand.folder.name}/{path.name}")
    return Exit.DONE
