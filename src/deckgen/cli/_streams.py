"""The standard streams and Ctrl-C → a command that ends as silently as other programs, with the exit code that shells expect.

A stream that the caller closed (`>&-`, a service without a terminal) is the null device, so that no file that is opened later
takes its number. Where nobody reads the output any more (`| head`), the command ends at once. Ctrl-C ends a program that is
still importing its modules; a command that runs is interrupted, and cleans up.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import TextIO

INTERRUPTED = 130
"""The exit code after Ctrl-C: 128 and the number of SIGINT, as shells have it."""
NOBODY_READS = 141
"""The exit code where the reader of the output has ended: 128 and the number of SIGPIPE."""


class _EndingWithItsReader(io.FileIO):
    """A file or pipe; writing into a pipe that nobody reads any more ends the program."""

    def write(self, data: bytes) -> int | None:  # type: ignore[override]  # -- any buffer, as in FileIO
        try:
            return super().write(data)
        except BrokenPipeError:
            raise SystemExit(NOBODY_READS) from None


def prepare_streams() -> None:
    """Open the standard streams that are closed, and let the others end the program when their reader has ended."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream: TextIO | None = getattr(sys, name)
        if stream is None:
            _open_null_device(number)
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115 -- a number
        elif number:
            setattr(sys, name, _ending_with_its_reader(stream))


def _open_null_device(number: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)


def _ending_with_its_reader(stream: TextIO) -> TextIO:
    """Return a stream like this one; itself where it is no plain file or pipe (a console of Windows)."""
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)
    if type(raw) is not io.FileIO or not isinstance(stream, io.TextIOWrapper):
        return stream
    ending = _EndingWithItsReader(raw.fileno(), "w", closefd=False)
    return io.TextIOWrapper(
        ending if buffer is raw else io.BufferedWriter(ending), stream.encoding, stream.errors,  # type: ignore[type-var]
        line_buffering=stream.line_buffering, write_through=stream.write_through,
    )  # fmt: skip


def echo(text: str = "", *, err: bool = False) -> None:
    """Print a line on the standard output, or (`err`) the standard error, at once: other programs may read it as it comes."""
    print(text, file=sys.stderr if err else sys.stdout, flush=True)


def discard_output() -> None:
    """Let what could not be written go nowhere: Python would try once more as it ends, and report that with another exit code."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a stream without a file
            os.dup2(nowhere, stream.fileno())


def let_interrupts_raise() -> None:
    """Let Ctrl-C raise KeyboardInterrupt, so that a command cleans up; it stays ignored where the caller ignores it."""
    if signal.getsignal(signal.SIGINT) in (signal.SIG_DFL, signal.default_int_handler):
        signal.signal(signal.SIGINT, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt; end at once where a module is imported: libraries in C would print the exception and go on."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        frame = frame.f_back
    raise KeyboardInterrupt


def let_interrupts_end() -> None:
    """Let Ctrl-C end the process without a word; it stays ignored where the caller ignores it."""
    if signal.getsignal(signal.SIGINT) is _interrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
