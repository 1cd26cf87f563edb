"""`deckgen kinds`: the kinds of slides, or the example of one."""

from typing import Annotated

import typer

from deckgen.cli._common import exit_for_wrong_use


def command(
    kind: Annotated[
        str | None, typer.Argument(metavar="[KIND]", help="Show the example of this kind.", show_default=False)
    ] = None,
) -> None:
    """List the kinds of slides, or show the example of one."""
    from deckgen.kinds import find_kinds  # noqa: PLC0415

    registry = find_kinds()
    if kind is None:
        widest = max(map(len, registry))
        for name, module in registry.items():
            summary = (module.__doc__ or "").strip().splitlines()[0]
            typer.echo(f"{name.ljust(widest)}  {summary.partition(': ')[2] or summary}")
        return
    if kind not in registry:
        from difflib import get_close_matches  # noqa: PLC0415

        similar = get_close_matches(kind, registry, 1)
        hint = f"did you mean '{similar[0]}'?" if similar else f"there are: {', '.join(registry)}"
        exit_for_wrong_use(f"there is no kind '{kind}'; {hint}")
    typer.echo(registry[kind].EXAMPLE, nl=False)
