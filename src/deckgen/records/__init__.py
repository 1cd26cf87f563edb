"""What a deck presents, recorded: for each period in which it was presented, while its figures are frozen, and in an archive.

The models of the files are in `deckgen.model.records`, reading them in `deckgen.model.record_files`. Here a deck becomes a record
(`taking`), a record a file (`writing`), and what differs from a record issues (`comparing`); `archive` makes the zip of all files
that belong to a presented deck.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Return the day that records and archives name: that of `SOURCE_DATE_EPOCH` if set, else today."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (
        datetime.fromtimestamp(int(seconds), UTC).date() if seconds.isdecimal() else datetime.now().astimezone().date()
    )
