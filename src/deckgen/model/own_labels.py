"""The labels of a project and of a deck: `labels/<language>.yaml` next to content/, and `labels:` in deck.yaml → `Labels`.

Each replaces what stands before it: the words that come with deckgen, those of the project, those of the deck.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from deckgen.diagnostics import Issue, Span, make_issue
from deckgen.io.confined import OutsideError, locate
from deckgen.io.project import LABELS_FOLDER
from deckgen.model import cldr
from deckgen.model.label_checks import LabelReader
from deckgen.model.label_files import LanguageFile, fitting
from deckgen.model.labels import Labels
from deckgen.model.language_tags import intended_tag

if TYPE_CHECKING:
    from deckgen.reader import Document


class OwnLabels(Struct):
    """Reads the labels of one project for one language.

    `read_file` reads a file of the project and reports what is wrong with it; `english` returns all labels that there are.
    """

    project: Path
    language: str
    read_file: Callable[[Path], Document | None]
    english: Callable[[], LanguageFile]
    issues: list[Issue] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    def of_deck(self, deck: Document | None) -> Labels:
        """Return the labels of a deck; without its document, those of slides in another language, for which it has no words."""
        files = self.of_project()
        if deck is not None and isinstance(deck.data, dict) and deck.data.get(LABELS_FOLDER) is not None:
            files = [*files, self._read(deck, in_deck=True)]
        labels = Labels.load(self.language)
        if not files:
            return labels
        labels = reduce(Labels.overridden_by, files, labels)
        # A language that only the project has words in has its own plural forms and months, too.
        return Labels(self.language, labels.words, labels.groups) if self.documents else labels

    def of_project(self) -> list[LanguageFile]:
        """Return the files of the project for the language, the more general first."""
        folder = self.project / LABELS_FOLDER
        if not os.path.lexists(folder):
            return []
        try:
            locate(folder, self.project)
        except (OutsideError, OSError) as error:
            message = f"the folder {LABELS_FOLDER} is not read: {getattr(error, 'reason', None) or error}"
            self.issues.append(
                make_issue("outside-project", message, Span(LABELS_FOLDER, 0, 0), "put the folder itself here")
            )
            return []
        names = sorted(path.stem for path in folder.glob("*.yaml"))
        self._report_unknown([*folder.glob("*.yaml"), *folder.glob("*.yml")])
        self.documents = [
            document for name in fitting(self.language, names)
            if (document := self.read_file(folder / f"{name}.yaml")) is not None
        ]  # fmt: skip
        return [self._read(document) for document in self.documents]

    def _read(self, document: Document, *, in_deck: bool = False) -> LanguageFile:
        reader = LabelReader(self.english(), self.language, document, (LABELS_FOLDER,) if in_deck else ())
        words = reader.read()
        self.issues += reader.issues
        return words

    def _report_unknown(self, paths: list[Path]) -> None:
        """Warn of files whose names are no languages: they are never read."""
        for path in sorted(paths):
            if path.suffix == ".yaml" and (cldr.is_english(path.stem) or cldr.find_locale(path.stem) is not None):
                continue
            meant = intended_tag(path.stem) if path.suffix == ".yaml" else path.stem
            hint = (
                f"rename it to {meant}.yaml"
                if meant
                else "name it by the code of its language, such as de.yaml or pt-BR.yaml"
            )
            span = Span(f"{LABELS_FOLDER}/{path.name}", 0, 0)
            self.issues.append(
                make_issue("unknown-label-file", "this file is not read: its name is no language", span, hint)
            )
