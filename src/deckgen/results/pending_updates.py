"""An update that has passed all checks → the edit that makes it: of a result, of what stands beside it, or of a slide's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from deckgen.diagnostics import Issue, KeyPath, make_issue
from deckgen.edit import ContentEditor, Edit, EditError
from deckgen.model import Deck
from deckgen.reader import Document
from deckgen.resolve.targets import Target
from deckgen.results.entry_writer import FIELDS_OF_WHOLE, write_field, write_plan_ahead
from deckgen.results.number_doubts import form_notes, number_notes
from deckgen.results.owed_texts import SlideText, finish_text
from deckgen.results.update_notes import OverridingRows, update_notes
from deckgen.results.update_types import ResultUpdate


class PendingResult(Struct, frozen=True):
    """An update of a field of a target, which replaces the text `before`.

    `kept` are the marks that its text has from the one before, `lost` those that it has not.

    With `status_stays`, the status that is written beside a result is older than the result.
    """

    update: ResultUpdate
    target: Target
    text: str
    before: str = ""
    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    status_stays: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """Identifies the update among all pending ones: there is only one for each field in a period of a target."""
        return self.target.id, self.update.period, self.update.field

    @property
    def file(self) -> str:
        """The file that it changes."""
        return self.target.file

    def edit(self, deck: Deck) -> Edit:
        """Return the edit."""
        key, period, field = self.target.result_key, deck.period.at(self.update.period), self.update.field
        is_ahead = field == "plan" and period.name not in deck.period.reached

        def make(editing: ContentEditor, path: KeyPath) -> None:
            if is_ahead:
                write_plan_ahead(editing, (*path, key), period, self.text or None)
            else:
                write_field(editing, (*path, key), period, field, self.text or None)

        of_whole = FIELDS_OF_WHOLE.get(field)
        return Edit(self.target.path, (of_whole,) if of_whole else (key, period.name), make)

    def notes(self, deck: Deck, overriding_rows: OverridingRows) -> tuple[str, ...]:
        """Return what its author should check."""
        if self.update.field == "text":
            notes = update_notes(
                deck, overriding_rows, self.target, self.update, text=self.text, status_stays=self.status_stays
            )
        else:
            notes = ()
        if self.update.field not in {"status", "comment"}:
            notes = (*notes, *number_notes(deck, self.target, self.update, self.text))
        lost = [mark for mark in self.lost if not mark.startswith("[^")]
        return (*notes, *_notes_of_marks(self.kept, lost))

    def issues(self, document: Document) -> list[Issue]:
        """Return what is wrong once the update is made; `document` is its file then."""
        if not self.status_stays:
            return []
        period = self.update.period
        message = f"the result of “{self.target.name}” for {period} has changed, its status has not"
        span = document.span((*self.target.path, self.target.result_key, period, "status"))
        hint = "change the status, too, or remove it where deckgen can compute it"
        return [make_issue("status-older-than-result", message, span, hint)]


def _notes_of_marks(kept: Iterable[str], lost: Iterable[str]) -> Iterator[str]:
    """Yield what to check about the marks that a new text has from the old one, and has not."""
    if names := " ".join(dict.fromkeys(kept)):
        yield f"it keeps {names} of the old text: remove what no longer holds"
    if names := ", ".join(dict.fromkeys(lost)):
        yield f"the old text had {names}, the new one has no such marks: add them if they still hold"


class PendingText(Struct, frozen=True):
    """An update of a text of a slide; one that is the same as before says that it still holds.

    `kept` and `lost` are its marks, as for a result.
    """

    update: ResultUpdate
    slide_text: SlideText
    text: str
    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """Identifies the update among all pending ones."""
        return self.slide_text.id, self.update.period, self.update.field

    @property
    def file(self) -> str:
        """The file that it changes."""
        return self.slide_text.file

    @property
    def before(self) -> str:
        """The text that it replaces."""
        return self.slide_text.text

    def edit(self, deck: Deck) -> Edit:
        """Return the edit."""
        found = self.slide_text
        lines = self.text.split("\n")

        def make(editing: ContentEditor, path: KeyPath) -> None:
            if not found.is_list:
                editing.set((*path, found.field), self.text)
                return
            items = editing.get((*path, found.field))
            if len(lines) != len(items):
                message = f" has {len(items)} items, the sheet {len(lines)} lines: change it by hand"
                raise EditError(f"`{found.field}` in {found.file}:", message, (*path, found.field), 0)
            for index, line in enumerate(lines):
                editing.set((*path, found.field, index), line.strip())

        return Edit(found.path, (found.field,), make)

    def notes(self, deck: Deck, overriding_rows: OverridingRows) -> tuple[str, ...]:
        """Return what its author should check."""
        stays = ("it stays as it is, and is no longer marked to be rewritten",) if self.text == self.before else ()
        forms = () if stays else form_notes(self.text, [self.before], deck.language)
        return (*stays, *_notes_of_marks(self.kept, self.lost), *forms)

    def issues(self, document: Document) -> list[Issue]:
        """Return what is wrong once the update is made: nothing."""
        return []


PendingUpdate = PendingResult | PendingText


def finish_texts(editing: ContentEditor, made: Iterable[PendingUpdate]) -> None:
    """Take the texts that were rewritten out of the rewrite marks of their slides."""
    for pending in made:
        if isinstance(pending, PendingText):
            finish_text(editing, pending.slide_text)


LINE_BREAK = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
"""What spreadsheets and word processors use for line breaks besides `\\n`."""
