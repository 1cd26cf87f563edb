"""Loading a deck's folder: files in, a `Deck` and the issues of all files out.

Errors do not stop loading: an invalid slide is left out, but its id is still known (`DefinedNames`), so that references to it
are not reported as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from deckgen.cache.build_cache import NO_CACHE, BuildCache
from deckgen.diagnostics import COMMAND_LINE, Issue, Origin, Severity, Span, make_issue
from deckgen.diagnostics.suggestions import SuggestionBudget, did_you_mean, hint_for
from deckgen.io.confined import OutsideError, locate
from deckgen.io.project import allowed_root, misnamed_deck_file
from deckgen.io.spelling import is_spelled
from deckgen.ir.roles import STATUSES
from deckgen.line_breaking.hyphenation import Hyphenation, marked_words
from deckgen.model.base import RichText
from deckgen.model.cldr import find_locale, is_english
from deckgen.model.content import FRONT_KINDS, GeneratedSlide, SlideContent
from deckgen.model.deck import RECORDS_FOLDER, Deck, DefinedNames, Section, SlideEntry
from deckgen.model.deck_settings import DeckSettings
from deckgen.model.files import DeckFile, DeckVersion, FootnoteDef, is_file_name
from deckgen.model.label_files import LanguageFile, fitting
from deckgen.model.labels import Labels, files_of
from deckgen.model.language_tags import intended_tag, is_language_tag
from deckgen.model.metrics import Metric
from deckgen.model.own_labels import OwnLabels
from deckgen.model.reported_period import read_reported_period
from deckgen.model.sections import Registry, load_section
from deckgen.model.soft_hyphens import without_soft_hyphens
from deckgen.model.validation import validate
from deckgen.model.versions import version_issues
from deckgen.reader import Document, read
from deckgen.reader.parsed_texts import parse_with

if TYPE_CHECKING:
    from deckgen.model.records import Records
    from deckgen.model.shown_texts import TranslatedContent
    from deckgen.periods import Period

T = TypeVar("T")

DECK_FILE = "deck.yaml"
NO_TEXTS: Mapping[str, str] = {}
METRICS, FOOTNOTES, ACRONYMS = DATA_FILES = ("metrics.yaml", "footnotes.yaml", "acronyms.yaml")


def load_deck(  # noqa: PLR0913, PLR0917 -- each is independent of the others
    folder: Path,
    project: Path,
    registry: Mapping[str, type[SlideContent]],
    only: str | None = None,
    english: Callable[[], LanguageFile] = LanguageFile,
    translated: TranslatedContent | None = None,
    texts: Mapping[str, str] = NO_TEXTS,
    cache: BuildCache = NO_CACHE,
) -> tuple[Deck | None, list[Issue], dict[str, str]]:
    """Load the deck in `folder`; messages name files by their path relative to `project`.

    `registry` maps slide kinds to their content models, `english` returns all labels that there are. `texts` are read instead of
    the files of these names. `only` is the id of a
    section: just the cover and that section are loaded, with all definitions of the deck, and issues in other sections are not
    reported. Returns the deck (None if deck.yaml is invalid), the issues of all files, and the text of every file by its name in
    messages. If there are errors, the invalid parts are missing from the deck: it can be checked further, but not built.
    `translated` is its content in another language, made of the deck as loaded without. `cache` has the files as parsed before.
    """
    loader = _Loader(folder, project, registry, english, translated, texts, cache)
    deck = loader.load(only)
    return deck, loader.issues_without_consequences(), loader.sources


class _Loader(Struct, dict=True):
    folder: Path
    project: Path
    registry: Registry
    english: Callable[[], LanguageFile]
    translated: TranslatedContent | None = None
    texts: Mapping[str, str] = NO_TEXTS
    cache: BuildCache = NO_CACHE
    issues: list[Issue] = field(default_factory=list)
    read_issues: list[Issue] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    guesses: SuggestionBudget = field(default_factory=SuggestionBudget)
    marked_texts: list[str] = field(default_factory=list)
    """The texts with soft hyphens."""
    settings: DeckSettings = DeckSettings()
    """What deck.yaml says that decides how other content is read."""
    labels: Labels = field(default_factory=lambda: Labels.load("en"))
    has_own_labels: bool = False
    """Whether the project has a file with labels of the deck's language."""

    def load(self, only: str | None) -> Deck | None:
        path = self.folder / DECK_FILE
        if not os.path.lexists(path):
            self.issues.append(_missing_deck_error(self.folder, self.display_name(self.folder)))
            return None
        document = self.read(path, self.issues)
        if document is None:
            return None
        file, issues = validate(DeckFile, document.data, document)
        self.issues.extend(issues)
        period, issues = read_reported_period(document)
        self.issues.extend(issues)
        self.settings = DeckSettings(period)
        if file is not None:
            language = file.language if self.translated is None else self.translated.language
            self.labels, self.has_own_labels = self.load_labels(document, language)
            words = {} if is_english(language) else {status: self.labels[status] for status in STATUSES}
            self.settings = DeckSettings(period, file.language, file.verdicts.own_words, words)
        if self.translated is not None:
            self.settings = self.translated.settings
            self.marked_texts += self.translated.marked
        names = _listed_sections(document)
        if only is not None and only not in names:
            hint = hint_for(only, names, "sections")
            self.issues.append(make_issue("unknown-section", f"this deck has no section `{only}`", COMMAND_LINE, hint))
            return None
        return self.load_content(document, file, names, only)

    def load_content(
        self, document: Document, file: DeckFile | None, section_names: Mapping[str, int], only: str | None
    ) -> Deck | None:
        """Load all files other than deck.yaml; `file` is the content of deck.yaml, None if that is invalid."""
        sections, slide_ids = self.load_sections(document, section_names, only)
        metrics, metric_ids = self.load_definitions(METRICS, Metric)
        footnotes, footnote_ids = self.load_definitions(FOOTNOTES, FootnoteDef)
        acronyms, _ = self.load_definitions(ACRONYMS, RichText)
        self.report_unknown_data_files()
        if file is None or self.settings.period is None:
            return None
        language = file.language if self.translated is None else self.translated.language
        self.report_unknown_language(document, ("language",), language, has_own_labels=self.has_own_labels)
        self.report_unknown_front_kinds(document, file.front or ())
        deck = Deck(
            folder=self.folder, file=document.file, title=file.title, period=self.settings.period,
            sections=sections, event=file.event, organisation=file.organisation, brand=file.brand, language=language,
            labels=self.labels, other_labels=self.load_other_labels(language, sections),
            statuses=file.statuses or file.verdicts.show or "computed", verdicts=file.verdicts,
            date=file.date, date_form=file.date_form, footer=file.footer,
            size=file.size, density=file.density, transition=file.transition, embed_fonts=file.embed_fonts,
            carry_content=file.carry_content,
            owners=file.owners, results_due=file.results_due,
            handout=file.handout, versions={name: each or DeckVersion() for name, each in file.versions.items()},
            checks=file.checks, front=file.front, front_slides=self.create_front_slides(file.front, document, only),
            metrics=metrics, footnotes=footnotes, acronyms=acronyms, documents=self.documents,
            names=DefinedNames(metric_ids, footnote_ids, slide_ids), records=self.load_records(self.settings.period),
            hyphenation=Hyphenation(marked_words(self.marked_texts)),
            translated=self.translated.shown if self.translated is not None else None,
        )  # fmt: skip
        self.issues.extend(version_issues(deck, [*section_names], self.front_kinds.keys()))
        return deck

    def load_other_labels(self, language: str, sections: Sequence[Section]) -> dict[str, Labels]:
        """Return the labels of slides in other languages than the deck, by language; each is reported where it is first named."""
        found: dict[str, Labels] = {}
        for slide in (slide for section in sections for slide in section.slides):
            own = slide.content.language
            if own and own != language and own not in found:
                found[own], has_own_labels = self.load_labels(None, own)
                document = self.documents[slide.origin.file]
                at = (*slide.origin.path, "language")
                path = at if at in document.spans else ("language",)
                self.report_unknown_language(document, path, own, has_own_labels=has_own_labels)
        return found

    def load_labels(self, deck: Document | None, language: str) -> tuple[Labels, bool]:
        """Return the labels of the deck, or without it of slides, and whether the project has a file of the language."""
        own = OwnLabels(
            allowed_root(self.folder),
            language,
            lambda path: self.read(path, self.issues, may_be_empty=True),
            self.english,
        )
        labels = own.of_deck(deck)
        self.issues += own.issues
        return labels, bool(own.documents)

    def load_records(self, reported: Period) -> Records | None:
        """Read what was presented and what is frozen; None for a deck without such files, the usual case."""
        if not os.path.lexists(self.folder / RECORDS_FOLDER):
            return None
        from deckgen.model.record_files import load_records  # noqa: PLC0415 -- for decks with records only

        records, issues, sources = load_records(self.folder, self.project, allowed_root(self.folder), reported)
        self.issues.extend(issues)
        self.sources |= sources
        return records

    def issues_without_consequences(self) -> list[Issue]:
        """The issues without those of the model at a value that the reader has already reported as misread."""
        misread = {(i.span.file, i.span.start) for i in self.read_issues if i.span and i.severity is Severity.ERROR}
        read = {id(issue) for issue in self.read_issues}
        return [i for i in self.issues if id(i) in read or not i.span or (i.span.file, i.span.start) not in misread]

    def display_name(self, path: Path) -> str:
        """The name of a file in messages: its path relative to the project, with `/`."""
        return Path(os.path.relpath(path, self.project)).as_posix()

    def read(self, path: Path, issues: list[Issue], *, may_be_empty: bool = False) -> Document | None:
        """Read a file and add its issues to `issues`; its text is stored for messages."""
        name = self.display_name(path)
        text, file_issues = (
            (self.texts[name], []) if name in self.texts else read(path, name, allowed_root(self.folder))
        )
        self.sources[name] = text
        document = None
        if not file_issues:
            document, file_issues = parse_with(self.cache, text, name, may_be_empty=may_be_empty)
        if self.translated is not None:
            document = self.translated.documents.get(name, document)
        if document is not None:
            document, marked = without_soft_hyphens(document, is_translated=self.translated is not None)
            self.marked_texts += marked
        issues.extend(file_issues)
        self.read_issues.extend(file_issues)
        if document is not None and document.data is not None:
            self.documents[name] = document
        return document

    def load_sections(
        self, deck: Document, names: Mapping[str, int], only: str | None
    ) -> tuple[tuple[Section, ...], frozenset[str] | None]:
        """Load all sections that have a file; if `only` is given, only the slide ids of the other sections are returned."""
        sections: list[Section] = []
        slide_ids: set[str] | None = set(self.front_kinds)
        for name, index in names.items():
            is_wanted = only in (None, name)
            issues: list[Issue] = self.issues if is_wanted else []
            document = self.read_section(name, deck, index, issues)
            if document is None:
                slide_ids = None
                continue
            section, ids, section_issues = load_section(name, document, self.registry, self.settings)
            issues.extend(section_issues)
            slide_ids = None if slide_ids is None else slide_ids | ids
            if is_wanted and section is not None:
                sections.append(section)
        return tuple(sections), None if slide_ids is None else frozenset(slide_ids)

    def read_section(self, name: str, deck: Document, index: int, issues: list[Issue]) -> Document | None:
        path = self.folder / f"{name}.yaml"
        if is_spelled(path) and not path.is_dir():
            return self.read(path, issues)
        hint = f"create {self.display_name(path)}, or remove `{name}` from `sections`"
        if path.is_dir():
            hint = f"{path.name} is a folder: rename it, and put a file in its place"
        elif path.with_suffix(".yml").is_file():
            hint = f"rename {name}.yml to {name}.yaml"
        elif (guess := self.guesses.closest(name, self.section_candidates)) is not None:
            hint = did_you_mean(guess)
        message = f"there is no file {self.display_name(path)} for the section `{name}`"
        issues.append(make_issue("unknown-section", message, deck.span(("sections", index)), hint))
        return None

    @cached_property
    def section_candidates(self) -> list[str]:
        """The names of the files that could be sections."""
        return [p.stem for p in sorted(self.folder.glob("*.yaml")) if p.name != DECK_FILE and p.is_file()]

    def report_unknown_data_files(self) -> None:
        """Warn of files in `data/` that are not read: their names are probably misspelt."""
        data = self.folder / "data"
        try:
            locate(data, allowed_root(self.folder))
        except (OutsideError, OSError) as exception:
            message = f"the folder data is not read: {getattr(exception, 'reason', None) or exception}"
            span = Span(self.display_name(data), 0, 0)
            self.issues.append(make_issue("outside-project", message, span, "put the folder itself here"))
            return
        for path in sorted([*data.glob("*.yaml"), *data.glob("*.yml")]):
            if path.name not in DATA_FILES:
                hint = hint_for(path.name, DATA_FILES, "files")
                message = "this file is not read: deckgen has no data file of this name"
                self.issues.append(make_issue("unknown-data-file", message, Span(self.display_name(path), 0, 0), hint))

    def load_definitions(self, name: str, kind: type[T]) -> tuple[dict[str, T], frozenset[str] | None]:
        """Load a file of `data/`, each definition checked by itself. The set of all names is None if it cannot be read."""
        path = self.folder / "data" / name
        if not is_spelled(path):
            return {}, frozenset()
        document = self.read(path, self.issues, may_be_empty=True)
        if document is None:
            return {}, None
        if document.data is not None and not isinstance(document.data, dict):
            message = "names with their definitions are expected here"
            hint = "write each as `name: …`, on a line of its own"
            self.issues.append(make_issue("wrong-shape", message, document.span(()), hint))
            return {}, None
        definitions: dict[str, T] = {}
        for key, data in (document.data or {}).items():
            definition, issues = validate(kind, data, document, (key,), settings=self.settings)
            self.issues.extend(issues)
            if definition is not None:
                definitions[key] = definition
        return definitions, frozenset(document.data or {})

    def create_front_slides(
        self, front: tuple[str, ...] | None, document: Document, only: str | None
    ) -> dict[str, SlideEntry]:
        """Create the slides that deckgen adds by itself."""
        return {
            kind: SlideEntry(self.registry[kind].model_validate({"kind": kind}), Origin(kind, document.file, ()))
            for kind in (self.front_kinds if front is None else front)
            if kind in self.front_kinds and (only is None or self.front_kinds[kind].with_any_section)
        }

    @cached_property
    def front_kinds(self) -> Mapping[str, GeneratedSlide]:
        """The kinds of the slides that deckgen adds by itself, in their order."""
        kinds = {name: self.registry[name].generated for name in FRONT_KINDS if name in self.registry}
        return {name: generated for name, generated in kinds.items() if generated is not None}

    def report_unknown_front_kinds(self, document: Document, front: tuple[str, ...]) -> None:
        for index, kind in enumerate(front):
            if kind not in self.front_kinds:
                hint = hint_for(kind, self.front_kinds, "values")
                span = document.span(("front", index))
                self.issues.append(make_issue("unknown-value", f"`{kind}` is not known here", span, hint))

    def report_unknown_language(
        self, document: Document, path: tuple[str | int, ...], language: str, *, has_own_labels: bool
    ) -> None:
        """Report a language, written at `path`, that is none or has no labels."""
        if not is_language_tag(language):
            meant = intended_tag(language)
            hint = f"write `{meant}`" if meant else "write its code, such as `en`, `de` or `pt-BR`"
            message = f"`{language}` is not the code of a language"
            self.issues.append(make_issue("unknown-value", message, document.span(path), hint))
            return
        if has_own_labels or is_english(language) or fitting(language, Labels.known()):
            return
        used = next((f"those in `{name}`" for name in files_of(language)), "the English ones")
        hint = hint_for(language, Labels.known(), "languages")
        if find_locale(language) is not None:
            file = f"labels/{language}.yaml of the project"
            hint = f"`deckgen labels --missing {language}` shows them; translated, they go into {file}"
        message = f"there are no labels in `{language}`; {used} are used"
        self.issues.append(make_issue("unknown-language", message, document.span(path), hint))


def _missing_deck_error(folder: Path, display: str) -> Issue:
    if misnamed := misnamed_deck_file(folder):
        return make_issue("no-deck", f"{display} has no {DECK_FILE}", None, f"rename {misnamed} to {DECK_FILE}")
    if not folder.is_dir():
        return make_issue("no-deck", f"there is no folder {display}", None, "decks are the folders under content/")
    return make_issue("no-deck", f"{display} has no {DECK_FILE}", None, f"a deck is a folder that holds a {DECK_FILE}")


def _listed_sections(document: Document) -> dict[str, int]:
    """The sections that deck.yaml lists, as far as it is valid, with their indices in the list."""
    listed = document.data.get("sections") if isinstance(document.data, dict) else None
    names: dict[str, int] = {}
    for index, name in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(name, str) and is_file_name(name.strip()):
            names.setdefault(name.strip(), index)
    return names
