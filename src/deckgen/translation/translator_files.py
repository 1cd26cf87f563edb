"""The files of a translation in a deck's folder: those for translators written, those that come back read into the deck's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from deckgen.io import atomic
from deckgen.io.confined import locate
from deckgen.io.project import allowed_root
from deckgen.ir.frames import DeckFrames
from deckgen.model import Deck
from deckgen.model.shown_texts import Place
from deckgen.translation.authored_words import authored_texts
from deckgen.translation.exchange import Exchange, ExchangeError, outgoing
from deckgen.translation.importing import Imported, Outcome, import_entries, read_file
from deckgen.translation.matching import MatchedText, TextState, match_texts
from deckgen.translation.room_left import room_left
from deckgen.translation.sheet import sheet_bytes
from deckgen.translation.translated_deck import translations_path
from deckgen.translation.translation_file import FOLDER, TranslatedText, TranslationFile, file_text
from deckgen.translation.xliff import xliff_bytes


class WrittenFiles(Struct, frozen=True):
    """The files that were written for a translator, and the texts in them with their states."""

    paths: Sequence[Path]
    matched: Sequence[MatchedText]

    def count(self, state: TextState) -> int:
        """Return how many texts have a state."""
        return sum(each.state is state for each in self.matched)


class PendingWorkError(ExchangeError):
    """A file that would be replaced, at `path`, has translations that were not read back."""

    def __init__(self, path: Path, count: int) -> None:
        translations = "a translation that is" if count == 1 else f"{count} translations that are"
        super().__init__(f"{path.name} has {translations} not in {path.stem}.yaml")
        self.path = path


def write_for_translator(
    deck: Deck, known: Mapping[str, TranslatedText], frames: DeckFrames, language: str, *, replace: bool = False
) -> WrittenFiles:
    """Write the workbook and the XLIFF file of a deck; `frames` are its slides in its own language.

    With `replace`, files are replaced that have translations which were not read back; else that is a PendingWorkError. Raises
    ExchangeError, RefusedFileError for a folder that leads out of the project, and OSError.
    """
    folder, root = deck.folder / FOLDER, allowed_root(deck.folder)
    paths = [folder / f"{language}.xlsx", folder / f"{language}.xliff"]
    texts = authored_texts(deck)
    for path in paths if not replace else ():
        if path.is_file() and (count := _unread(import_entries(texts, known, read_file(path, language, root)))):
            raise PendingWorkError(path, count)
    matched = match_texts(texts, known)
    rooms, slides = room_left(frames), _slides(deck, frames)
    exchange = Exchange(deck.language, language, deck.title, [outgoing(each, rooms, slides) for each in matched])
    for path, data in zip(paths, (sheet_bytes(exchange), xliff_bytes(exchange)), strict=True):
        folder.mkdir(exist_ok=True)
        atomic.write_file(locate(path, root), data)
    return WrittenFiles(paths, matched)


def _unread(imported: Imported) -> int:
    return sum(imported.count(outcome) for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT))


def _slides(deck: Deck, frames: DeckFrames) -> dict[Place, str]:
    """Return what to call the slides of a deck, by their files and paths: their numbers and ids."""
    numbers: dict[Place, int] = {}
    for page in frames.pages:
        numbers.setdefault((page.origin.file, page.origin.path), page.number)
    return {
        (entry.origin.file, entry.origin.path): f"slide {number}: {entry.origin.slide}"
        if (number := numbers.get((entry.origin.file, entry.origin.path))) is not None
        else entry.origin.slide
        for section in deck.sections
        for entry in section.slides
    }


def write_translations(deck: Deck, language: str, texts: Mapping[str, TranslatedText]) -> Path:
    """Write the deck's own file of translations, completely or not at all; returns it.

    Raises TranslationError, RefusedFileError for a folder that leads out of the project, and OSError.
    """
    path = translations_path(deck.folder, language)
    data = file_text(TranslationFile(format="1", language=language, texts=dict(texts))).encode()
    path.parent.mkdir(exist_ok=True)
    atomic.write_file(locate(path, allowed_root(deck.folder)), data)
    return path


def languages_of(folder: Path) -> list[str]:
    """Return the languages into which the deck in a folder has translations."""
    return sorted(path.stem for path in (folder / FOLDER).glob("*.yaml"))
