"""An update of a result, and its outcome."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from deckgen.diagnostics import Issue
from deckgen.resolve.targets import EntryField


class Verdict(StrEnum):
    """What was done with an update."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    NOTED = "noted"
    """A comment on a text of a slide: it is told to those who fill in the sheets, and kept nowhere."""


class ResultUpdate(Struct, frozen=True):
    """A new text for a field of a period of a target, by default the result.

    `source` is where the update comes from (a line of a sheet), `decimal_mark` the mark that the sheet has before decimals if it
    is not that of the deck's language.
    """

    id: str
    period: str
    text: str
    source: str = ""
    field: EntryField = "text"
    decimal_mark: str = ""


class UpdateOutcome(Struct, frozen=True):
    """The verdict on an update.

    `before` is the text that it replaces, `reason` says why it is refused (or has a suggestion for an unknown id). `location`
    is the file and line of a changed result, `notes` what the user should check about it, and `issues` what is wrong now.
    """

    update: ResultUpdate
    verdict: Verdict
    before: str = ""
    reason: str = ""
    location: str = ""
    notes: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
