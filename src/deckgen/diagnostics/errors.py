"""Exceptions: failures that are not issues in the content, as one sentence for the user; and issues that stop a slide."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.diagnostics.issues import Issue


class UserFacingError(Exception):
    """A failure whose message is shown to the user as it is, without a traceback (a locked file, a full disk)."""


class ContentError(Exception):
    """A slide that cannot be composed from valid content without being misleading; `issues` are all its errors."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__("; ".join(issue.message for issue in issues))
        self.issues = tuple(issues)


def raise_errors(issues: Sequence[Issue]) -> None:
    """Raise a ContentError with `issues`; return if there are none."""
    if issues:
        raise ContentError(issues)


def describe_error(error: Exception, name: str) -> str:
    """Describe an exception in one sentence for the user; `name` is the file or deck that deckgen was working on."""
    if isinstance(error, UserFacingError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
    return describe_internal_error(error, f"worked on '{name}'")


def describe_internal_error(error: Exception, activity: str) -> str:
    """Describe an exception that is a bug of deckgen; `activity` is what it did then ("worked on 'a.yaml'")."""
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return (
        f"an error in deckgen itself while it {activity} ({what}); please report it with the content file, and run again "
        "with DECKGEN_DEBUG=1 for the details"
    )
