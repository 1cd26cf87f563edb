"""The commands of this package as typer sees them.

Every module whose name does not begin with an underscore is a command: its function `command` has the arguments, and its
docstring is the help. Instead, a module may have `commands`, a mapping of names to such functions. A command that is not run is
not imported.
"""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from deckgen import __version__
from deckgen.cli._common import exit_for_wrong_use


class Command(TyperCommand):
    """A command that takes `-3%` for a value, not for an option: options of deckgen begin with a letter."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; a misspelt option is reported as such."""
        known = {name for parameter in self.params for name in (*parameter.opts, *parameter.secondary_opts)}
        typed = args[: args.index("--")] if "--" in args else args
        names = [found[0] for text in typed if (found := _OPTION_NAME.match(text))]
        ctx.ignore_unknown_options = known.issuperset(names)
        return super().parse_args(ctx, args)


_OPTION_NAME = re.compile(r"--?[^\W\d_][\w-]*")


class Commands(TyperGroup):
    """The commands, one for each public module of this package."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted(
            m.name.replace("_", "-") for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if m.name[0] != "_"
        )

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import and return a command; None when there is none of this name."""
        known = self.list_commands(ctx)
        if cmd_name not in known:
            from deckgen.diagnostics.suggestions import closest, did_you_mean

            similar = None if ctx.resilient_parsing else closest(cmd_name, known)
            return exit_for_wrong_use(f"there is no command '{cmd_name}'; {did_you_mean(similar)}") if similar else None
        module = import_module(f"{__package__}.{cmd_name.replace('-', '_')}")
        typed = typer.Typer(add_completion=False, rich_markup_mode=None, help=_group_help(module), no_args_is_help=True)
        parts = getattr(module, "commands", None) or {cmd_name: module.command}
        for name, function in parts.items():
            typed.command(name, cls=Command)(function)
        if parts.keys() != {cmd_name}:
            typed.callback()(lambda: None)  # a group, also of a single command
        return typer.main.get_command(typed)


def _group_help(module: ModuleType) -> str:
    """Return what the docstring of a module says of its commands."""
    text = (module.__doc__ or "").partition(": ")[2]
    return text[:1].upper() + text[1:]


app = typer.Typer(
    name="deckgen", cls=Commands, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Structured content files in, the branded, editable PowerPoint deck of a quarterly review out.",
)  # fmt: skip


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"deckgen {__version__}")
        raise typer.Exit


@app.callback()
def _top_level_options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Structured content files in, the branded, editable PowerPoint deck of a quarterly review out."""
