"""The command line: arguments in, printed lines and an exit code out. No logic of its own.

Every module of this package whose name has no underscore in front is a command: its function `command` has the arguments,
and its docstring is the help. A command that is not run is not imported. Exit codes: 0 built, 1 content at
fault, 2 wrong use, 3 a fault of ours or of the file system.
"""

from __future__ import annotations

import atexit
import gc
import os
import pkgutil
import sys
from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from deckgen import __version__
from deckgen.cli._common import Exit, told, wrong


class Commands(TyperGroup):
    """The commands, found by the names of the modules here."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of all commands, in the order of the alphabet."""
        return sorted(m.name.replace("_", "-") for m in pkgutil.iter_modules(__path__) if m.name[0] != "_")

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import a command; None when there is none of this name."""
        known = self.list_commands(ctx)
        if cmd_name not in known:
            near = [] if ctx.resilient_parsing else get_close_matches(cmd_name, known, 1)
            return wrong(f"there is no command '{cmd_name}'; did you mean '{near[0]}'?") if near else None
        module = import_module(f"{__name__}.{cmd_name.replace('-', '_')}")
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(cmd_name)(module.command)
        return typer.main.get_command(alone)


app = typer.Typer(
    name="deckgen", cls=Commands, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Structured content files in, the branded, editable PowerPoint deck of a quarterly review out.",
)  # fmt: skip


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"deckgen {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Structured content files in, the branded, editable PowerPoint deck of a quarterly review out."""


def main(run: Callable[[], object] = app) -> NoReturn:
    """Run the command line, and end the process.

    Reference cycles are not collected, since most commands end in a second: collecting took a third of a large build's time (see
    `build.caches.uncollected`). `preview`, which stays, collects again.
    """
    gc.disable()
    # pydantic would look through every installed package for plugins of its own: 10 ms.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A Windows console of another code page would stop at the first en dash.
            stream.reconfigure(encoding="utf-8", errors="replace")
    code: object = Exit.DONE
    try:
        run()
        sys.stdout.flush()
    except SystemExit as end:
        code = end.code
    except OSError as fault:
        # What is printed may go to a full disk; what a build meets is told where it is met.
        told(fault)
        code = Exit.FAULT
    _leave(code)


def _leave(code: object) -> NoReturn:
    """End the process at once, the work being done: taking a deck of 1,000 slides apart, object by object, took 0.2 s of 2.5.

    joblib's processes are ended by the interpreter on its own way out.
    """
    if "joblib" in sys.modules or not isinstance(code, int | None):
        raise SystemExit(code)
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = Exit.FAULT
    os._exit(code or 0)
