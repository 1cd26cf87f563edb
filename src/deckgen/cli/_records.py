"""What `roll` and `archive` record of the period that a deck has presented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from msgspec import Struct

from deckgen.cli._common import Exit, print_issues

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from deckgen.edit import Change
    from deckgen.model import Deck
    from deckgen.model.records import DeckRecord
    from deckgen.resolve import DeckRows
    from deckgen.results import OpenDeck

_MAX_NAMES = 5


class PeriodRecord(Struct, frozen=True):
    """The record of the reported period: `record` is what the deck presents now, `before` that of an existing file."""

    folder: Path
    path: Path
    name: str
    record: DeckRecord
    before: DeckRecord | None

    @property
    def is_other(self) -> bool:
        """Whether the existing file records something else."""
        return self.before is not None and self.before != self.record

    @property
    def changes(self) -> Sequence[Change]:
        """The new file as a change of an empty one; none where the file exists."""
        from deckgen.edit import Change
        from deckgen.records.writing import record_text

        return [Change(self.path, self.name, "", record_text(self.record))] if self.before is None else []

    def begin(self) -> Sequence[Change]:
        """Create the new file, empty, and return its change, which is to be written with others; none where the file exists."""
        from deckgen.records.writing import create_empty

        if self.before is None:
            create_empty(self.path, self.folder)
        return self.changes

    def write(self, *, replace: bool = False) -> None:
        """Write the file; an existing one is only replaced by another record with `replace`."""
        from deckgen.records.writing import write_record

        if self.before is None or (replace and self.is_other):
            write_record(self.path, self.folder, self.record)

    def outcome(self, *, dry_run: bool = False, replaced: bool = False) -> str:
        """Return what became of the file, or would become of it; `replaced`: it was written over another record."""
        if self.before is None:
            return f"{self.name} {'would record' if dry_run else 'records'} what was presented"
        if not self.is_other:
            return f"{self.name} records what was presented already"
        if replaced:
            return f"{self.name} records anew what was presented; changed: {self.differences}"
        return f"{self.name} is kept as `deckgen archive` wrote it; changed since then: {self.differences}"

    @property
    def differences(self) -> str:
        """What the existing file records otherwise: the first names, and how many there are."""
        from deckgen.records.writing import differing_names

        assert self.before is not None
        names = differing_names(self.before, self.record)
        more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
        return ", ".join(names[:_MAX_NAMES]) + more


def presented_record(opened: OpenDeck) -> PeriodRecord:
    """Return the record of an open deck; exits where its file is there but is no sound record."""
    from deckgen.build import pipeline
    from deckgen.resolve import DeckRows

    titles = [(slide.id, slide.title) for slide in pipeline.lay_out(opened.deck.folder).slides]
    return record_of(DeckRows(opened.deck), titles)


def record_of(rows: DeckRows, titles: Sequence[tuple[str, str]]) -> PeriodRecord:
    """Return the record of a deck whose slides have these ids and titles; exits as `presented_record`."""
    from deckgen.model.record_files import record_path
    from deckgen.records.taking import take_record
    from deckgen.records.writing import find_record

    deck = rows.deck
    path = record_path(deck.folder, deck.period)
    found = find_record(path, deck.folder, deck.period)
    if found.issues:
        print_issues(found.issues, found.sources)
        typer.echo(f"{deck.folder.name}: fix this file first; nothing was changed", err=True)
        raise typer.Exit(Exit.CONTENT)
    return PeriodRecord(deck.folder, path, found.name, take_record(rows, titles), found.record)


def warn_of_owed(deck: Deck, remedy: str) -> None:
    """Print how much of a deck that was recorded as presented is still owed, and the `remedy`; nothing where nothing is."""
    from deckgen.diagnostics.wording import counted
    from deckgen.results.status import count_owed

    owed = count_owed(deck)
    results = f"{owed.missing} of {counted(owed.results, 'result')} for {deck.period} missing" if owed.missing else ""
    texts = f"{counted(owed.marks, 'text')} still to be rewritten" if owed.marks else ""
    if results or texts:
        what = " and ".join(filter(None, (results, texts)))
        typer.echo(f"{deck.folder.name}: warning: recorded as presented with {what}; {remedy}", err=True)
