"""`deckgen kinds`: the kinds of slides, or the example of one."""

from typing import Annotated

import typer

from deckgen.cli._common import wrong


def command(
    kind: Annotated[
        str | None, typer.Argument(metavar="[KIND]", help="Show the example of this kind.", show_default=False)
    ] = None,
) -> None:
    """List the kinds of slides, or show the example of one."""
    from deckgen.kinds import find_kinds  # noqa: PLC0415

    found = find_kinds()
    if kind is None:
        widest = max(map(len, found))
        for name, module in found.items():
            first = (module.__doc__ or "").strip().splitlines()[0]
            typer.echo(f"{name.ljust(widest)}  {first.partition(': ')[2] or first}")
        return
    if kind not in found:
        from difflib import get_close_matches  # noqa: PLC0415

        near = get_close_matches(kind, found, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(found)}"
        wrong(f"there is no kind '{kind}'; {hint}")
    typer.echo(found[kind].EXAMPLE, nl=False)
