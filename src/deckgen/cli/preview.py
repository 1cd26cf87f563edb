"""`deckgen preview`: a deck in; a local page that is updated after every save out."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli._common import (
    deck_folders,
    exit_for_wrong_use,
    failures_as_exit_code,
    print_cache_notices,
)
from deckgen.cli._selection import (
    LanguageOption,
    Only,
    VersionOption,
)


def command(  # noqa: PLR0913, PLR0917 -- its options
    deck: Annotated[
        Path | None, typer.Argument(metavar="[DECK]", help="Folder with a deck.yaml; the only deck under content/ otherwise.")
    ] = None,
    only: Only = None,
    version: VersionOption = "",
    language: LanguageOption = "",
    renderer: Annotated[
        str, typer.Option("--renderer", metavar="NAME", help="Draw with `embedded`, or with `libreoffice` where installed.")
    ] = "embedded",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Serve here; the next free port if taken.")] = 4747,
    editor: Annotated[
        str,
        typer.Option(
            "--editor", metavar="NAME|ADDRESS", envvar="DECKGEN_EDITOR",
            help="What a click opens: vscode, vscodium, cursor, zed, idea, sublime, textmate, none, or an address with "
            "{path}, {line} and {column}.",
        ),
    ] = "vscode",
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Show edits made in PowerPoint, and write none into the content.")
    ] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in your browser.")] = True,
) -> None:  # fmt: skip
    """See every slide in a browser while you write."""
    gc.enable()
    try:
        from deckgen.preview import editors
        from deckgen.preview.serve import serve
        from deckgen.preview.session import PreviewOptions, Session
    except ModuleNotFoundError as error:
        exit_for_wrong_use(f"the preview needs the package {error.name}: pip install 'deckgen[preview]'")
    from deckgen.build.selection import Selection
    from deckgen.render import RENDERERS

    if renderer not in RENDERERS:
        exit_for_wrong_use(f"there is no renderer '{renderer}'; there are: {', '.join(RENDERERS)}")
    decks = deck_folders([deck] if deck else None)
    if len(decks) > 1:
        exit_for_wrong_use(f"there are several decks; name one: {', '.join(folder.name for folder in decks)}")
    try:
        pattern = editors.address_pattern(editor)
    except ValueError as error:
        exit_for_wrong_use(str(error))
    print_cache_notices(decks)
    with failures_as_exit_code(decks[0]):
        RENDERERS[renderer]([]).close()
        serve(
            Session(decks[0], PreviewOptions(renderer, pattern, Selection(only, version, language=language))),
            port,
            lambda url: _show_address(url, decks[0], browser),
            read_only=read_only,
        )
    typer.echo("The preview has ended.")


def _show_address(url: str, folder: Path, browser: bool) -> None:
    typer.echo(f"{folder.name}: {url} shows it while you write; Ctrl-C ends the preview.")
    sys.stdout.flush()
    if browser and sys.stdout.isatty():
        import webbrowser

        webbrowser.open(url)
