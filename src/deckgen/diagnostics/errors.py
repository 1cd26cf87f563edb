"""Failures that are no fault of the content → one sentence for the person at the keyboard."""

from __future__ import annotations


class UserFacingError(Exception):
    """A failure that is told to the user in its own words (a file held open, a full disk), without a traceback."""


def sentence(fault: Exception, name: str) -> str:
    """Tell what is neither the content's nor the user's fault, as people read it; `name` is what was worked on."""
    if isinstance(fault, UserFacingError):
        return str(fault)
    if isinstance(fault, OSError):
        return f"{fault.filename}: {fault.strerror}" if fault.filename else fault.strerror or str(fault)
    what = f"{type(fault).__name__}: {fault}".splitlines()[0]
    return (
        f"a fault of deckgen itself while it worked on '{name}' ({what}); please report it with the content file, and run again "
        "with DECKGEN_DEBUG=1 for the details"
    )
