"""A file that a translator sends back, and the translations of a deck → the new translations, and what is to be said of them.

What the translator did not change stays; what was changed in the deck's own file meanwhile, too, is a conflict, and keeps the
deck's translation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from pydantic import ValidationError

from deckgen.io.confined import RefusedFileError, read_bytes, reason_not_read
from deckgen.results.sheet_rows import DATE_PREFIX
from deckgen.translation.authored_words import AuthoredText
from deckgen.translation.exchange import MAX_BYTES, ExchangeError, IncomingEntry, digest_of
from deckgen.translation.markup_checks import changed_figures, lost_markup
from deckgen.translation.matching import TextState, match_texts, unused_keys, words_of
from deckgen.translation.translation_file import TranslatedText
from deckgen.translation.xliff import read_xliff


class Outcome(StrEnum):
    """What became of an entry."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REMAINS = "remains"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"
    REFUSED = "refused"


class ReadEntry(Struct, frozen=True):
    """An entry of a file with what became of it; `remarks` are ends of sentences about its translation."""

    entry: IncomingEntry
    outcome: Outcome
    remarks: tuple[str, ...] = ()


class Imported(Struct, frozen=True):
    """The translations of a deck after a file was read, in the order of its content, and what became of the entries."""

    texts: Mapping[str, TranslatedText]
    entries: Sequence[ReadEntry]

    def count(self, outcome: Outcome) -> int:
        """Return how many entries had an outcome."""
        return sum(each.outcome is outcome for each in self.entries)


def read_file(path: Path, language: str, root: Path | None = None) -> list[IncomingEntry]:
    """Read a workbook or an XLIFF file into a language, which must be inside `root` if it is given. Raises ExchangeError."""
    try:
        data = read_bytes(path, MAX_BYTES, root)
    except (OSError, RefusedFileError) as error:
        raise ExchangeError(f"{path} cannot be read: {reason_not_read(error)}") from error
    if data.startswith(b"PK"):
        from deckgen.translation.sheet import read_sheet  # noqa: PLC0415 -- openpyxl is needed for .xlsx only

        return read_sheet(data, path)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ExchangeError(f"{path} is an old Excel file (or one with a password): save it as .xlsx")
    return read_xliff(data, path, language)


def import_entries(
    texts: Sequence[AuthoredText],
    known: Mapping[str, TranslatedText],
    entries: Sequence[IncomingEntry],
    *,
    replace: bool = False,
) -> Imported:
    """Return the translations of the texts of a deck with the entries of a file; `known` are those so far.

    With `replace`, a conflict takes the translation of the file.
    """
    matched = {each.text.key: each for each in match_texts(texts, known)}
    result = {each.text.key: each.entry for each in matched.values() if each.entry is not None}
    read: list[ReadEntry] = []
    for entry in entries:
        each = matched.get(entry.key)
        if each is None and not entry.translation:
            continue
        if each is None:
            read.append(ReadEntry(entry, Outcome.UNKNOWN))
            continue
        if reason := _refusal(entry):
            read.append(ReadEntry(entry, Outcome.REFUSED, (reason,)))
            continue
        now = result.get(entry.key)
        outcome = _outcome(entry, now, replace=replace)
        if outcome in {Outcome.NEW, Outcome.CHANGED}:
            result[entry.key] = _translated(entry)
        read.append(ReadEntry(entry, outcome, tuple(_remarks(each.text, entry, outcome))))
    ordered = {key: result[key] for key in matched if key in result}
    kept = {key: known[key] for key in unused_keys(matched.values(), known)}
    return Imported({**ordered, **{key: text for key, text in kept.items() if key not in ordered}}, read)


def _refusal(entry: IncomingEntry) -> str:
    if entry.translation.startswith(DATE_PREFIX):
        return "the spreadsheet turned it into a date: format the cell as text and type it again"
    if not entry.source:
        return "its source is empty: do not change that column"
    try:
        _translated(entry)
    except ValidationError as error:
        return error.errors()[0]["msg"] if entry.translation else ""
    return ""


def _outcome(entry: IncomingEntry, now: TranslatedText | None, *, replace: bool) -> Outcome:
    if not entry.translation:
        return Outcome.REMAINS
    if now is None:
        return Outcome.NEW
    new = _translated(entry)
    is_touched = entry.base is None or digest_of(entry.translation) != entry.base
    if _is_same(now, new) and entry.state != TextState.OUTDATED:
        return Outcome.SAME
    if not is_touched and (
        entry.state in {TextState.OUTDATED, TextState.MISSING, ""} or now.translation != new.translation
    ):
        return Outcome.REMAINS  # the translator left it as it was
    is_changed_here = digest_of(now.translation) != entry.base and now.translation != new.translation
    if is_changed_here and not replace:
        return Outcome.CONFLICT
    return Outcome.CHANGED


def _is_same(now: TranslatedText, new: TranslatedText) -> bool:
    return (now.translation, now.state) == (new.translation, new.state) and words_of(now.source) == words_of(new.source)


def _translated(entry: IncomingEntry) -> TranslatedText:
    state = "review" if entry.state == TextState.REVIEW else "translated"
    return TranslatedText(source=entry.source, translation=entry.translation, state=state)


def _remarks(text: AuthoredText, entry: IncomingEntry, outcome: Outcome) -> list[str]:
    """Return what to say of a translation that was taken."""
    if outcome not in {Outcome.NEW, Outcome.CHANGED, Outcome.SAME}:
        return []
    if words_of(entry.source) != words_of(text.source):
        return ["is of a text that has changed since"] if outcome is not Outcome.SAME else []
    found = list(lost_markup(text, entry.translation))
    if figures := changed_figures(text, entry.translation):
        found.append(f"does not have the figure {', '.join(f'“{figure}”' for figure in figures)}")
    return found
