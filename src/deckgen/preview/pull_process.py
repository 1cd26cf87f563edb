"""A process of `deckgen.pull.service` → its lines, as they come.

It is a process of its own, so that a build of the preview never waits while edits are proven.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

_PACKAGES = Path(__file__).resolve().parents[2]
_SERVICE = "deckgen.pull.service"
Line = dict[str, Any]


class PullProcess:
    """A running service. `receive` is called in a thread of its own with each line, and with an empty one at the end."""

    def __init__(self, arguments: Sequence[str], receive: Callable[[PullProcess, Line], None]) -> None:
        path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH", ""))))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", _SERVICE, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        self._receive = receive
        Thread(target=self._read, name="deckgen-pull", daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with suppress(ValueError):
                self._receive(self, json.loads(line))
        self._process.wait()
        self._receive(self, {})

    def ask(self, choices: Sequence[Line]) -> None:
        """Ask for edits to be written. Raises OSError if the process has ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(choices).encode() + b"\n")
        self._process.stdin.flush()

    def end(self) -> None:
        """End it; nothing is received any more that it has not said yet."""
        with suppress(OSError):
            self._process.kill()
