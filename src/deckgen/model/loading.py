"""Reading a deck's folder: files in, a `Deck` and the faults of all files out.

Faults never stop the reading: a slide that cannot be used is left out, and what it is called is still known (`DefinedNames`),
so that references to it are not reported as well.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from deckgen.diagnostics import Diagnostic, Span, error, warning
from deckgen.io.confined import OutsideError, locate
from deckgen.io.project import boundary
from deckgen.ir.blocks import Origin
from deckgen.model.base import RichText
from deckgen.model.content import SlideContent
from deckgen.model.deck import Deck, DefinedNames, Section, SlideEntry
from deckgen.model.faults import check
from deckgen.model.files import DeckFile, FootnoteDef, is_file_name
from deckgen.model.labels import Labels
from deckgen.model.metrics import Metric
from deckgen.model.sections import Registry, load_section
from deckgen.model.suggest import Guesses, hint_for
from deckgen.reader import Document, parse, read

T = TypeVar("T")

DECK_FILE = "deck.yaml"
METRICS, FOOTNOTES, ACRONYMS = DATA_FILES = ("metrics.yaml", "footnotes.yaml", "acronyms.yaml")
FRONT = ("cover", "agenda", "scorecard")
"""The slides that deckgen adds unless deck.yaml says otherwise."""


def load_deck(
    folder: Path, project: Path, registry: Mapping[str, type[SlideContent]], only: str | None = None
) -> tuple[Deck | None, list[Diagnostic], dict[str, str]]:
    """Load the deck in `folder`; files are named in messages by their path from `project`.

    `registry` maps slide kinds to their content models. `only` is the id of a section: cover and that section alone,
    with all definitions of the deck; faults in other sections are then not told. Gives the deck (`None` if deck.yaml
    is at fault), the faults of all files, and the text of every file by its name in messages. A deck that comes with
    errors lacks what is at fault: it serves to find more faults, not to build.
    """
    loader = _Loader(folder, project, registry)
    deck = loader.load(only)
    return deck, loader.faults, loader.sources


class _Loader(Struct, dict=True):
    folder: Path
    project: Path
    registry: Registry
    faults: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    guesses: Guesses = field(default_factory=Guesses)

    def load(self, only: str | None) -> Deck | None:
        path = self.folder / DECK_FILE
        if not os.path.lexists(path):
            self.faults.append(_no_deck(self.folder, self.display(self.folder)))
            return None
        document = self.read(path)
        if document is None:
            return None
        file, faults = check(DeckFile, document.data, document)
        self.faults.extend(faults)
        names = _section_names(document)
        if only is not None and only not in names:
            hint = hint_for(only, names, "sections")
            self.faults.append(error("unknown-section", f"this deck has no section `{only}`", None, hint))
            return None
        sections, slides = self.sections(document, names, only)
        metrics, metric_ids = self.entries(METRICS, Metric)
        footnotes, note_ids = self.entries(FOOTNOTES, FootnoteDef)
        acronyms, _ = self.entries(ACRONYMS, RichText)
        self.unknown_data_files()
        if file is None:
            return None
        self.check_language(document, file.language)
        return Deck(
            folder=self.folder,
            file=document.file,
            title=file.title,
            fiscal_year=file.fiscal_year,
            quarter=file.quarter,
            sections=sections,
            event=file.event,
            organisation=file.organisation,
            brand=file.brand,
            language=file.language,
            statuses=file.statuses,
            date=file.date,
            size=file.size,
            transition=file.transition,
            embed_fonts=file.embed_fonts,
            checks=file.checks,
            front=file.front,
            front_slides=self.front(file.front, document, only),
            metrics=metrics,
            footnotes=footnotes,
            acronyms=acronyms,
            documents=self.documents,
            names=DefinedNames(metric_ids, note_ids, slides),
        )

    def display(self, path: Path) -> str:
        """Name a file in messages: from the project, with `/`."""
        return Path(os.path.relpath(path, self.project)).as_posix()

    def read(self, path: Path, faults: list[Diagnostic] | None = None) -> Document | None:
        """Read a file; its text is kept for messages, its faults go to `faults` (all of them, unless given)."""
        display = self.display(path)
        text, found = read(path, display, boundary(self.folder))
        self.sources[display] = text
        document = None
        if not found:
            document, found = _parsed(text, display)
        (self.faults if faults is None else faults).extend(found)
        if document is not None:
            self.documents[display] = document
        return document

    def sections(
        self, deck: Document, names: Mapping[str, int], only: str | None
    ) -> tuple[tuple[Section, ...], frozenset[str] | None]:
        """Load all sections that exist; of those beside `only`, nothing but the ids of their slides is kept."""
        kept: list[Section] = []
        slides: set[str] | None = set(FRONT)
        for name, index in names.items():
            wanted = only in (None, name)
            faults: list[Diagnostic] = self.faults if wanted else []
            document = self.section_file(name, deck, index, faults)
            if document is None:
                slides = None
                continue
            section, ids, found = load_section(name, document, self.registry)
            faults.extend(found)
            slides = None if slides is None else slides | ids
            if wanted and section is not None:
                kept.append(section)
        return tuple(kept), None if slides is None else frozenset(slides)

    def section_file(self, name: str, deck: Document, index: int, faults: list[Diagnostic]) -> Document | None:
        path = self.folder / f"{name}.yaml"
        if os.path.lexists(path) and not path.is_dir():
            return self.read(path, faults)
        hint = f"create {self.display(path)}, or take `{name}` out of `sections`"
        if path.is_dir():
            hint = f"{path.name} is a folder: name it otherwise, and put a file in its place"
        elif path.with_suffix(".yml").is_file():
            hint = f"rename {name}.yml to {name}.yaml"
        elif (guess := self.guesses.closest(name, self.section_names)) is not None:
            hint = f"did you mean `{guess}`?"
        message = f"there is no file {self.display(path)} for the section `{name}`"
        faults.append(error("unknown-section", message, deck.span(("sections", index)), hint))
        return None

    @cached_property
    def section_names(self) -> list[str]:
        """The names of the files that could be sections."""
        return [p.stem for p in sorted(self.folder.glob("*.yaml")) if p.name != DECK_FILE and p.is_file()]

    def unknown_data_files(self) -> None:
        """Warn of files in `data/` that no one reads: their names are probably misspelt."""
        data = self.folder / "data"
        try:
            locate(data, boundary(self.folder))
        except (OutsideError, OSError) as fault:
            message = f"the folder data is not read: {getattr(fault, 'reason', None) or fault}"
            self.faults.append(
                error("outside-project", message, Span(self.display(data), 0, 0), "put the folder itself here")
            )
            return
        for path in sorted([*data.glob("*.yaml"), *data.glob("*.yml")]):
            if path.name not in DATA_FILES:
                hint = hint_for(path.name, DATA_FILES, "files")
                message = "this file is not read: one of this name has no meaning here"
                self.faults.append(warning("unknown-data-file", message, Span(self.display(path), 0, 0), hint))

    def entries(self, name: str, kind: type[T]) -> tuple[dict[str, T], frozenset[str] | None]:
        """Load a file of `data/`, each definition checked by itself; the names are `None` if it could not be read."""
        path = self.folder / "data" / name
        if not os.path.lexists(path):
            return {}, frozenset()
        faults: list[Diagnostic] = []
        document = self.read(path, faults)
        if document is None and [fault.code for fault in faults] == ["empty-file"]:
            return {}, frozenset()
        self.faults.extend(faults)
        if document is None:
            return {}, None
        if document.data is not None and not isinstance(document.data, dict):
            self.faults.append(
                error(
                    "wrong-shape",
                    "names with their definitions are expected here",
                    document.span(()),
                    "write each as `name: …`, on a line of its own",
                )
            )
            return {}, None
        found: dict[str, T] = {}
        for key, data in (document.data or {}).items():
            entry, faults = check(kind, data, document, (key,))
            self.faults.extend(faults)
            if entry is not None:
                found[key] = entry
        return found, frozenset(document.data or {})

    def front(self, wanted: tuple[str, ...] | None, document: Document, only: str | None) -> dict[str, SlideEntry]:
        """Make the slides that deckgen adds, of kinds that there are."""
        kinds = FRONT if wanted is None else wanted
        return {
            kind: SlideEntry(self.registry[kind].model_validate({"kind": kind}), Origin(kind, document.file, ()))
            for kind in kinds
            if kind in self.registry and (only is None or kind == "cover")
        }

    def check_language(self, document: Document, language: str) -> None:
        known = Labels.known()
        if language.partition("-")[0] not in known and language not in known:
            message = f"there are no labels in `{language}`; the English ones are used"
            hint = hint_for(language, known, "languages")
            self.faults.append(warning("unknown-language", message, document.span(("language",)), hint))


# Most files are as they were at the last build of the same process; nobody changes a document.
_parsed = lru_cache(maxsize=256)(parse)


def _no_deck(folder: Path, display: str) -> Diagnostic:
    if (folder / "deck.yml").is_file():
        return error("no-deck", f"{display} has no {DECK_FILE}", None, f"rename deck.yml to {DECK_FILE}")
    if not folder.is_dir():
        return error("no-deck", f"there is no folder {display}", None, "decks are the folders under content/")
    return error("no-deck", f"{display} has no {DECK_FILE}", None, f"a deck is a folder that holds a {DECK_FILE}")


def _section_names(document: Document) -> dict[str, int]:
    """Give the sections that deck.yaml names, where it can be told, with their places in the list."""
    listed = document.data.get("sections") if isinstance(document.data, dict) else None
    names: dict[str, int] = {}
    for index, name in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(name, str) and is_file_name(name.strip()):
            names.setdefault(name.strip(), index)
    return names
