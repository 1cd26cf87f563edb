"""The name of a program → the file to start, looked up in trusted folders of PATH only.

A project may come from a stranger. Windows looks for a program in the current folder first, and so does every system for
an empty or relative entry of PATH: a file `git.exe` in a cloned project would be started. So such folders are skipped here.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def find_program(*names: str, untrusted: Path | None = None) -> str | None:
    """Return the absolute path of the first of these programs that is installed; None where there is none.

    Entries of PATH that are empty, relative, the current folder, or inside the folder `untrusted` are skipped. `names` do not
    include the suffix of Windows.
    """
    suffix = ".exe" if sys.platform == "win32" else ""  # never .bat or .cmd: a command interpreter runs these
    folders = [
        folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if _is_trusted(folder, untrusted)
    ]
    candidates = (str(Path(folder, name + suffix)) for name in names for folder in folders)
    # `shutil.which` looks up a name that includes a folder in that folder only.
    return next((candidate for candidate in candidates if shutil.which(candidate)), None)


def _is_trusted(folder: str, untrusted: Path | None) -> bool:
    if not folder or not Path(folder).is_absolute():
        return False
    try:
        real = Path(folder).resolve()
        return real != Path.cwd().resolve() and (untrusted is None or not real.is_relative_to(untrusted.resolve()))
    except OSError:  # a loop of links, or a current folder that was deleted
        return False
