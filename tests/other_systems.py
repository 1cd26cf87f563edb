"""Parts of Windows and macOS, simulated on Linux."""

import builtins
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_FUNCTIONS = (
    (os, "stat"),
    (os, "lstat"),
    (os, "open"),
    (os, "listdir"),
    (os, "scandir"),
    (os, "readlink"),
    (os, "access"),
)


def ignore_case(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    """Let the system find files in and under `root` under names that differ in case, or that end in a full stop or blank.

    Files keep the names under which they were created, as on Windows and (but for full stops and blanks) macOS.
    """
    real_listdir = os.listdir

    def on_disk(path: Any) -> Any:
        if not isinstance(path, str | os.PathLike) or not isinstance(os.fspath(path), str):
            return path
        absolute = Path(os.path.normpath(Path.cwd() / path))
        if not absolute.is_relative_to(root):
            return path
        here = root
        for part in absolute.relative_to(root).parts:
            here = here / actual_name(here, part)
        return str(here)

    def actual_name(folder: Path, name: str) -> str:
        try:
            names = real_listdir(folder)
        except OSError:
            return name
        wanted = name.rstrip(". ").casefold()
        return name if name in names else next((other for other in names if other.casefold() == wanted), name)

    def patched(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda path=".", *arguments, **options: function(on_disk(path), *arguments, **options)

    for module, name in (*_FUNCTIONS, (io, "open"), (builtins, "open")):
        monkeypatch.setattr(module, name, patched(getattr(module, name)))
