"""`python -m deckgen`, and the program `deckgen`: the command line, with no module imported from the current folder.

That folder may be an untrusted project, and `python -m` makes it the first in which modules are searched: a file `yaml.py` in it
would be run. This cannot protect what Python itself imports before this module (`warnings`, `collections`, `functools` and their
imports); `python -P -m deckgen` and the program `deckgen` are safe from that, too.
"""

import _signal  # type: ignore[import-not-found]  # built in, so that nothing is read: `signal` imports other modules
import atexit
import gc
import os
import sys

if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
    # Ctrl-C during the imports ends the program without a word. `cli.main` changes that once there is something to clean up.
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)

# See `cli.main`; here already, because the imports take 5 ms longer with it.
gc.disable()

_PACKAGES = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 -- pathlib imports a dozen modules


def _remove_current_folder_from_module_paths() -> None:
    """Remove the current folder from the search path of modules, here and in all processes started from here.

    It stays where deckgen itself is in it, and where PYTHONPATH names it by an absolute path. An empty entry of PYTHONPATH
    also means the current folder, which is rarely intended, so it is removed.
    """
    os.environ["PYTHONSAFEPATH"] = "1"
    # Windows would search the current folder, before PATH, for programs that libraries start. (Case does not matter there.)
    os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"
    try:
        current = os.path.realpath(os.curdir)
    except OSError:  # it was deleted
        return
    python_path = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    trusted = {os.path.realpath(path) for path in (_PACKAGES, *python_path) if os.path.isabs(path)}  # noqa: PTH117 -- as above
    if current in trusted:
        return
    sys.path[:] = [path for path in sys.path if os.path.realpath(path or os.curdir) != current]
    if "PYTHONPATH" in os.environ:
        os.environ["PYTHONPATH"] = os.pathsep.join(path for path in python_path if os.path.realpath(path) != current)


_remove_current_folder_from_module_paths()

from deckgen import cli  # noqa: E402 -- once its imports are safe

_exit_codes: list[int] = []


def main() -> None:
    """Run the command line, and end the process at once: Python would free all of its objects first, which takes 10 ms."""
    atexit.register(_end_process)  # as the first, so that what libraries register is run before it
    try:
        cli.main()
    except SystemExit as end:
        if isinstance(end.code, int):
            _exit_codes.append(end.code)
        raise


def _end_process() -> None:
    """End the process with the exit code of the command line; after an unexpected exception, as Python does."""
    if _exit_codes:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(_exit_codes[-1])


if __name__ == "__main__":
    main()
