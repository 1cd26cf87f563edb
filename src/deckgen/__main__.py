"""`python -m deckgen`, and the program `deckgen`: the command line, with no module taken from the current folder.

That folder may be a project of a stranger, and `python -m` makes it the first in which modules are looked for: a file `yaml.py`
in it would be run. What Python itself imports before this module (`warnings`, `collections`, `functools` and what they need) is
out of reach here; `python -P -m deckgen` and the program `deckgen` are safe from that, too.
"""

import os
import sys

_OWN = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 -- pathlib imports a dozen modules


def _leave_out_current_folder() -> None:
    """Take the current folder off the paths of modules, here and in all processes started from here.

    It stays where deckgen itself lies in it, and where PYTHONPATH names it by an absolute path. An empty entry of PYTHONPATH
    means the current folder, too, which is rarely intended.
    """
    os.environ["PYTHONSAFEPATH"] = "1"
    # Windows would look in the current folder, before PATH, for programs that libraries start. (Its names have no case.)
    os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"
    try:
        current = os.path.realpath(os.curdir)
    except OSError:  # it is gone
        return
    named = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    kept = {os.path.realpath(path) for path in (_OWN, *named) if os.path.isabs(path)}  # noqa: PTH117 -- as above
    if current in kept:
        return
    sys.path[:] = [path for path in sys.path if os.path.realpath(path or os.curdir) != current]
    if "PYTHONPATH" in os.environ:
        os.environ["PYTHONPATH"] = os.pathsep.join(path for path in named if os.path.realpath(path) != current)


_leave_out_current_folder()

from deckgen.cli import main  # noqa: E402 -- once its imports are safe

if __name__ == "__main__":
    main()
