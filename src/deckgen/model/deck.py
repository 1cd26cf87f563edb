"""A deck as loaded: validated content in order, with the documents that have the span of every value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from deckgen.diagnostics import Origin
from deckgen.line_breaking.hyphenation import NO_HYPHENATION, Hyphenation
from deckgen.model.base import RichText
from deckgen.model.content import SlideContent
from deckgen.model.files import DeckVersion, Density, FootnoteDef, Size, Statuses, Transition
from deckgen.model.labels import DEFAULT_LANGUAGE, Labels
from deckgen.model.metrics import Metric
from deckgen.model.verdict_fields import VerdictSettings
from deckgen.periods import Period

if TYPE_CHECKING:
    from deckgen.model.records import Records
    from deckgen.model.shown_texts import ShownTexts
    from deckgen.reader import Document


RECORDS_FOLDER = "history"
"""The folder of what was presented and of frozen figures, in a deck's folder (`record_files`)."""


class SlideEntry(Struct, frozen=True):
    """One slide of a content file; `origin.slide` is its id, unique in the deck (`ip-masking/key-results`)."""

    content: SlideContent
    origin: Origin


class Section(Struct, frozen=True):
    """A section file: `id` is its name without `.yaml`, `file` its name as shown in messages.

    `in_versions` and `not_in` name versions of the deck, as those of a slide do. `language` is that of slides that name none.
    """

    id: str
    title: str
    department: str | None = None
    due: str | None = None
    file: str = ""
    slides: tuple[SlideEntry, ...] = ()
    in_versions: tuple[str, ...] | None = None
    not_in: tuple[str, ...] | None = None
    language: str | None = None


class DefinedNames(Struct, frozen=True):
    """All names that the files define, including invalid definitions and those left out by `--only`.

    References to these are not reported as issues. `None` means that a file could not be read, so that no reference to its
    names can be checked.
    """

    metrics: frozenset[str] | None = frozenset()
    footnotes: frozenset[str] | None = frozenset()
    slides: frozenset[str] | None = frozenset()


class Deck(Struct, frozen=True):
    """A complete deck. `file` is the name of deck.yaml in messages; `documents` are the files read, by their names in messages.

    `period` is the one that the deck reports, with its year.
    `owners` are e-mail addresses by the names of owners.
    `labels` are the words that deckgen itself adds, in the deck's language, `other_labels` those in the languages of slides.
    `front` is what the author wrote (None if it is missing), `front_slides` the slides created from it, by kind. `records` is
    what was presented before and what is frozen; None if there are no such files. `hyphenation` has the words with soft hyphens.
    `translated` are the texts of a deck that is shown in another `language` than it is written in; None for all others.

    As loaded, a deck has all slides, whichever version they are in; `versions.select_slides` returns one version of it.
    `version` is the name of that (empty for the deck itself), `is_handout` whether it is built as a handout. `counted_sections`
    are those whose results its summaries show (None if they are its `sections`), and `lacking` has the ids of the slides that it
    does not have. One that `is_narrowed` has single slides, which the command names.
    """

    folder: Path
    file: str
    title: str
    period: Period
    sections: tuple[Section, ...]
    event: str | None = None
    organisation: str | None = None
    brand: str = "wikimedia"
    language: str = DEFAULT_LANGUAGE
    labels: Labels = field(default_factory=lambda: Labels.load(DEFAULT_LANGUAGE))
    other_labels: Mapping[str, Labels] = field(default_factory=dict)
    statuses: Statuses = "computed"
    verdicts: VerdictSettings = field(default_factory=VerdictSettings)
    date: str | None = None
    date_form: str | None = None
    footer: str | None = None
    size: Size = "16:9"
    density: Density = "present"
    transition: Transition = "none"
    embed_fonts: bool = False
    carry_content: bool = True
    owners: Mapping[str, str] = field(default_factory=dict)
    results_due: str | None = None
    handout: bool = False
    versions: Mapping[str, DeckVersion] = field(default_factory=dict)
    version: str = ""
    is_handout: bool = False
    counted_sections: tuple[Section, ...] | None = None
    lacking: frozenset[str] = frozenset()
    is_narrowed: bool = False
    checks: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    front: tuple[str, ...] | None = None
    front_slides: Mapping[str, SlideEntry] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    footnotes: Mapping[str, FootnoteDef] = field(default_factory=dict)
    acronyms: Mapping[str, RichText] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    names: DefinedNames = DefinedNames()
    records: Records | None = None
    hyphenation: Hyphenation = NO_HYPHENATION
    translated: ShownTexts | None = None

    @property
    def written_in(self) -> str:
        """The language in which its results, goals and dates are written: its own, unless it is shown in another one."""
        return self.language if self.translated is None else self.translated.written_in

    @property
    def is_excerpt(self) -> bool:
        """Whether it shows only some of the deck's slides, while its summaries count the others, too."""
        return self.is_narrowed or (bool(self.version) and self.versions[self.version].only is not None)

    def language_of(self, content: SlideContent) -> str:
        """Return the language of a slide: its own, else that of its section or of the deck."""
        return content.language or self.language

    def labels_in(self, language: str) -> Labels:
        """Return the words that deckgen itself adds, in the language of the deck or of a slide."""
        return self.other_labels.get(language, self.labels)

    def period_of(self, content: SlideContent) -> Period:
        """Return the period that a slide reports: its `as_of`, else that of the deck."""
        as_of: str | None = getattr(content, "as_of", None)
        return self.period.at(as_of) if as_of else self.period
