"""The command line: arguments in, printed lines and an exit code out. No logic of its own.

Every module of this package whose name does not begin with an underscore is a command: its function `command` has the
arguments, and its docstring is the help. Instead, a module may have `commands`, a mapping of names to such functions. A command
that is not run is not imported. Exit codes: 0 success, 1 errors in the content, 2 wrong use, 3 an internal error or one of the
file system; 130 after Ctrl-C, 141 where nobody reads the output.
"""

from __future__ import annotations

import gc
import os
import pkgutil
import re
import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from deckgen import __version__
from deckgen.cli import _streams
from deckgen.cli._common import Exit, exit_for_wrong_use, print_failure
from deckgen.cli._encoding import adapt_streams


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
        return sorted(m.name.replace("_", "-") for m in pkgutil.iter_modules(__path__) if m.name[0] != "_")

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import and return a command; None when there is none of this name."""
        known = self.list_commands(ctx)
        if cmd_name not in known:
            from deckgen.diagnostics.suggestions import closest, did_you_mean

            similar = None if ctx.resilient_parsing else closest(cmd_name, known)
            return exit_for_wrong_use(f"there is no command '{cmd_name}'; {did_you_mean(similar)}") if similar else None
        module = import_module(f"{__name__}.{cmd_name.replace('-', '_')}")
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


def main(run: Callable[[], object] = app) -> NoReturn:
    """Run the command line, and end the process.

    Reference cycles are not collected, since most commands end in a second: that took a third of a large build's time (4.9
    instead of 3.2 ms a slide). `preview`, which keeps running, turns the collection on again.
    """
    gc.disable()
    # pydantic would search every installed package for plugins: 10 ms.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _streams.prepare_streams()
    adapt_streams()
    raise SystemExit(_run_to_exit_code(run))


def _run_to_exit_code(run: Callable[[], object]) -> object:
    """Run the command line; return its exit code, which is that of a failure if its output cannot be written."""
    try:
        try:
            _streams.let_interrupts_raise()
            run()
        except SystemExit as end:
            code: object = end.code
        except KeyboardInterrupt:
            code = _streams.INTERRUPTED
        else:
            code = Exit.DONE
        _streams.let_interrupts_end()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except SystemExit as end:  # nobody reads the output
        _streams.discard_output()
        return end.code
    except OSError as failure:
        # Output may go to a full disk, for example. The commands handle the failures of their own files.
        print_failure(failure)
        _streams.discard_output()
        return Exit.FAULT
    return code
