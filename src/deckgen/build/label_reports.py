"""What the labels of a language are: those of deckgen and of a project together, what they lack, and what is wrong in them."""

from __future__ import annotations

from functools import reduce
from pathlib import Path

from msgspec import Struct, field

from deckgen.diagnostics import Issue, make_issue
from deckgen.io.project import LABELS_FOLDER, allowed_root
from deckgen.kinds import english_labels
from deckgen.model import Deck, cldr
from deckgen.model.label_checks import LabelReader, missing_labels
from deckgen.model.label_files import LanguageFile, known_languages, labels_file, read_language
from deckgen.model.labels import DEFAULT_LANGUAGE, files_of
from deckgen.model.own_labels import OwnLabels
from deckgen.reader import Document, parse, read

_MAX_NAMED = 5
"""How many missing labels a warning names."""


class LabelReport(Struct):
    """The labels of a language: `complete` with what is missing in English, `missing` those that are; `own` are all that it has.

    `used` are the files of deckgen that have its words: of `de` itself or, for `pt-PT`, of `pt-BR`.
    """

    language: str
    own: LanguageFile
    used: tuple[str, ...]
    issues: list[Issue] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> LanguageFile:
        """The labels that the language lacks, in English."""
        return missing_labels(self.language, self.own, english_labels())

    @property
    def untranslated(self) -> int:
        """The number of labels whose words are those of English: in a translation, a few, such as `Status`."""
        english = english_labels().for_language(self.language)
        pairs = [(self.own.words, english.words)]
        pairs += [
            (self.own.of_kind(g, kind), words) for g, kinds in english.groups.items() for kind, words in kinds.items()
        ]
        return sum(
            text == words.get(key) and text.strip("–({}): ") != "" for own, words in pairs for key, text in own.items()
        )

    @property
    def complete(self) -> LanguageFile:
        """All labels, in the order of the English file."""
        return english_labels().for_language(self.language).overridden_by(self.own)


def languages(project: Path | None) -> list[str]:
    """Return the languages that have a file of labels, in deckgen or in a project."""
    own = [path.stem for path in (project / LABELS_FOLDER).glob("*.yaml")] if project is not None else []
    known = (name for name in own if cldr.is_english(name) or cldr.find_locale(name) is not None)
    return sorted({*known_languages(), *known})


def report(language: str, project: Path | None) -> LabelReport:
    """Return the labels of a language tag that Babel knows."""
    found = LabelReport(language, LanguageFile(), files_of(language))
    is_source = cldr.is_english(language)
    layers = [read_language(DEFAULT_LANGUAGE)] if is_source else [_packaged(name, found) for name in found.used]
    if is_source:
        layers.insert(0, english_labels())
    if project is not None:
        own = OwnLabels(project, language, lambda path: _read(path, project, found), english_labels)
        layers += own.of_project()
        found.issues += own.issues
    found.own = reduce(LanguageFile.overridden_by, layers, LanguageFile())
    return found


def _packaged(name: str, found: LabelReport) -> LanguageFile:
    document = _read(labels_file(name), None, found)
    if document is None:
        return LanguageFile()
    reader = LabelReader(english_labels(), name, document)
    words = reader.read()
    found.issues += reader.issues
    return words


def _read(path: Path, project: Path | None, found: LabelReport) -> Document | None:
    name = f"{LABELS_FOLDER}/{path.name}" if project is not None else path.as_posix()
    text, issues = read(path, name, project)
    found.sources[name] = text
    document = None
    if not issues:
        document, issues = parse(text, name, may_be_empty=True)
    found.issues += issues
    return document


def missing_label_issues(deck: Deck) -> list[Issue]:
    """Return one warning that names the labels that the language of a deck lacks; none for a language without any labels."""
    document = deck.documents.get(deck.file)
    if document is None or cldr.is_english(deck.labels.language):
        return []
    names = report(deck.language, allowed_root(deck.folder)).missing.names()
    if not names:
        return []
    shown = ", ".join(f"`{name}`" for name in names[:_MAX_NAMED])
    rest = " and others" if len(names) > _MAX_NAMED else ""
    message = f"labels in `{deck.language}` are missing, and shown in English: {shown}{rest}"
    file = f"{LABELS_FOLDER}/{deck.language}.yaml"
    hint = f"`deckgen labels --missing {deck.language}` shows them; they go into {file} of the project"
    return [make_issue("missing-labels", message, document.span(("language",)), hint)]
