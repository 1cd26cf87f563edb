"""`deckgen kinds`: the kinds of slides, or the example of one, to be pasted under `slides:`."""

from typing import Annotated

import typer

from deckgen.cli._common import exit_for_wrong_use


def command(
    kind: Annotated[
        str | None, typer.Argument(metavar="[KIND]", help="Show the example of this kind.", show_default=False)
    ] = None,
) -> None:
    """List the kinds of slides, or show the example of one as an entry of `slides:`."""
    from deckgen.diagnostics.suggestions import hint_for
    from deckgen.kinds import as_list_entry, find_kinds

    registry = find_kinds()
    if kind is None:
        widest = max(map(len, registry))
        for name, module in registry.items():
            summary = (module.__doc__ or "").strip().partition("\n")[0]
            typer.echo(f"{name.ljust(widest)}  {summary.partition(': ')[2] or summary}")
        return
    if kind not in registry:
        exit_for_wrong_use(f"there is no kind '{kind}'; {hint_for(kind, registry, 'kinds')}")
    typer.echo(as_list_entry(registry[kind].EXAMPLE), nl=False)
