"""A copy of this process that works on the second core, while this one goes on; they exchange messages of bytes.

A copy has all that this process has read and found, and needs no start: `fork`. It is made only where that is safe and saves
time: on Linux, in a process of one thread, with a second core. Whoever asks for one does the work alone where there is none, or
where the other process ends early, so that results never depend on it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

_LENGTH_BYTES = 8


class _Copies:
    """Whether this process may be copied."""

    are_forbidden = False


class Channel:
    """The end of a connection between two processes."""

    def __init__(self, connection: socket.socket, other: int | None = None) -> None:
        self._connection = connection
        self._other = other
        """The process at the other end, if this one started it."""

    def send(self, message: bytes) -> None:
        """Send a message; if the other process has ended, nothing."""
        with suppress(OSError):
            self._connection.sendall(len(message).to_bytes(_LENGTH_BYTES, "big") + message)

    def receive(self) -> bytes | None:
        """Wait for a message and return it; None if the other process has ended."""
        length = self._read(_LENGTH_BYTES)
        return None if length is None else self._read(int.from_bytes(length, "big"))

    def close(self) -> None:
        """End the connection, and wait for the process at the other end if this one started it."""
        self._connection.close()
        if self._other is not None:
            with suppress(ChildProcessError):
                os.waitpid(self._other, 0)

    def _read(self, length: int) -> bytes | None:
        parts: list[bytes] = []
        while length:
            try:
                part = self._connection.recv(min(length, 1 << 20))
            except OSError:
                return None
            if not part:
                return None
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


def forbid_copies() -> None:
    """Make no copy of this process from now on: it is one of several that use all cores."""
    _Copies.are_forbidden = True


def start(run: Callable[[Channel], object]) -> Channel | None:
    """Run a function in a copy of this process, which ends with it; returns the connection to it, or None without a copy."""
    if not can_copy():
        return None
    import socket  # noqa: PLC0415 -- most commands make no copy

    here, there = socket.socketpair()
    try:
        process = os.fork()
    except OSError:  # too many processes, or too little memory
        here.close()
        there.close()
        return None
    if process:
        there.close()
        return Channel(here, process)
    here.close()
    _run_and_end(run, Channel(there))
    return None


def can_copy() -> bool:
    """Whether `fork` is there and safe: not with threads, which a copy lacks, nor with the frameworks of macOS.

    Threads are counted by the system, because Python does not know those that libraries have started.
    """
    if _Copies.are_forbidden or sys.platform != "linux" or not hasattr(os, "fork") or len(os.sched_getaffinity(0)) < 2:
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 -- `Path` only yields them
    except OSError:  # a container without /proc
        return False


def _run_and_end(run: Callable[[Channel], object], channel: Channel) -> None:
    """Run a function, and end this process. It prints nothing: a failure shows when the first process does the work itself."""
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):  # whoever reads the output of the first process must not wait for this one
            os.dup2(nothing, stream)
        run(channel)
    finally:
        os._exit(0)
