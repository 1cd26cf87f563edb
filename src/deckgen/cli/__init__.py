"""The command line: arguments in, printed lines and an exit code out. No logic of its own.

The public modules of this package are the commands (`_app.py`). Exit codes: 0 success, 1 errors in the content, 2 wrong use, 3 an
internal error or one of the file system; 130 after Ctrl-C, 141 where nobody reads the output.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from deckgen.cli import _plain_build, _streams
from deckgen.cli._common import Exit, print_failure
from deckgen.cli._encoding import adapt_streams


def __getattr__(name: str) -> Any:
    """Return `app`, all commands as typer runs them; typer is imported for it, which takes 20 ms."""
    if name != "app":
        raise AttributeError(name)
    from deckgen.cli._app import app

    return app


def _run_command_line() -> None:
    arguments = sys.argv[1:]
    if _plain_build.is_plain(arguments):
        raise SystemExit(_plain_build.run(arguments))
    from deckgen.cli._app import app

    app()


def main(run: Callable[[], object] = _run_command_line) -> NoReturn:
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
