"""Edits that were chosen → the changes of content files, proven together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deckgen.diagnostics import UserFacingError
from deckgen.edit import Change
from deckgen.pull.base import Base, Composer
from deckgen.pull.edits import Edit
from deckgen.pull.operations import applied
from deckgen.pull.places import Place, readings
from deckgen.pull.proving import without_arrows


class WriteError(UserFacingError):
    """Edits that cannot be written together; the message says why."""


def changes_of(base: Base, edits: Sequence[Edit], project: Path) -> list[Change]:
    """Return the changes of files that edits make, in the content at hand.

    Raises WriteError if the deck would have errors then, and EditError if a file cannot be edited.
    """
    operations = [operation for edit in edits for operation in edit.operations]
    try:
        texts = applied(base.current, operations)
    except LookupError as error:
        raise WriteError(f"the content has no place for one of these edits any more ({error})") from error
    if not texts:
        return []
    made = base.composer
    composer = Composer(made.folder, made.selection, base.current, made.translated, draft=made.draft)
    places = composer.places(texts)
    if places is None:
        raise WriteError("the deck would have errors with these edits together: bring them back one by one")
    if base.current == base.texts:
        _require_claims(edits, places)
    return [
        Change(project / file, file, base.current[file], text)
        for file, text in texts.items()
        if text != base.current[file]
    ]


def _require_claims(edits: Sequence[Edit], places: Sequence[Place]) -> None:
    """Raise WriteError if a text would not read as edited once all edits are made."""
    shown = {key: _squeezed("".join(texts)) for key, texts in readings(places).items()}
    for edit in edits:
        for difference in edit.differences if edit.values and edit.outcome == "proven" else ():
            place = difference.place
            texts = [paragraph.unraised for paragraph in difference.after]
            wanted = [_squeezed(without_arrows(text) if edit.turned else text) for text in texts]
            if place is not None and place.key in shown and not all(each in shown[place.key] for each in wanted):
                raise WriteError(
                    f"with the other edits, slide {difference.slide + 1} would not read “{edit.after}”: bring it back alone, "
                    "with --only"
                )


def _squeezed(text: str) -> str:
    return "".join(text.split())
