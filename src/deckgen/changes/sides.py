"""One side of a comparison: a loaded deck, a record of what was presented, or a built deck → its results and texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from deckgen.checks import CheckedDeck
from deckgen.model import Deck, SlideEntry
from deckgen.model.records import DeckRecord
from deckgen.ooxml.names import ORIGINS_SCHEMA
from deckgen.ooxml.opc import A, P, Package, R
from deckgen.periods import Period
from deckgen.records.taking import current_lines
from deckgen.resolve import DeckRows
from deckgen.resolve.recorded_changes import RecordedState, shown_once
from deckgen.resolve.targets import find_targets
from deckgen.results.status import ResultState, result_state
from deckgen.slide_files.opening import open_slide

_ORIGINS = f"{{{ORIGINS_SCHEMA}}}"
_FOOT = {"ftr", "sldNum", "dt"}
"""Placeholders at the foot of slides."""
_NO_TEXT = {"title", "headline"}
"""Fields that are compared as the title of a slide."""


_NOT_DUE = {ResultState.NOT_DUE, ResultState.PAUSED}


class ComparedSlide(Struct, frozen=True):
    """A slide: its id (empty if it is not known), its title, and its texts by field in their order.

    `title` is None where it is not known: the title that a deck shows may be one that deckgen made.
    """

    id: str
    title: str | None
    texts: Mapping[str, tuple[str, ...]] = {}
    section: str = ""
    is_hidden: bool = False

    @property
    def name(self) -> str:
        """How messages name the slide."""
        return f"“{self.title}”" if self.title else self.id

    @property
    def likeness(self) -> str:
        """The text by which the slide is found again if its id is not known there."""
        return self.title or " ".join(text for texts in self.texts.values() for text in texts)[:200]


class Side(Struct, frozen=True):
    """One side of a comparison; `name` is how the user named it.

    `state` are its results, None for a built deck. `has_texts` is whether it has the texts of its slides and not only titles.
    `not_due` are the ids of results that the period does not need, such as those of a year.
    """

    name: str
    title: str
    slides: tuple[ComparedSlide, ...]
    state: RecordedState | None = None
    has_texts: bool = True
    not_due: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """How headings name the side: its period, and how the user named it."""
        return f"{self.state.period} ({self.name})" if self.state is not None else self.name


def side_of_deck(deck: Deck, name: str) -> Side:
    """Return a loaded deck as a side."""
    checked = CheckedDeck(DeckRows(deck))
    lines = shown_once([line.recorded for line in current_lines(checked)])
    texts: dict[str, dict[str, list[str]]] = {}
    for text in checked.texts:
        if text.entry is not None and not text.in_row and text.field not in _NO_TEXT:
            texts.setdefault(text.entry.origin.slide, {}).setdefault(text.field, []).append(text.plain)
    titles = {section.file: section.title for section in deck.sections}
    slides = tuple(_slide(entry, texts.get(entry.origin.slide, {}), titles) for entry in checked.entries)
    state = RecordedState(lines, deck.period, deck.language)
    targets = find_targets(deck)
    not_due = (each.id for each in targets if result_state(each, deck.period, deck.language) in _NOT_DUE)
    return Side(name, deck.title, slides, state, not_due=frozenset(not_due))


def _slide(entry: SlideEntry, texts: Mapping[str, list[str]], titles: Mapping[str, str]) -> ComparedSlide:
    content, section = entry.content, titles.get(entry.origin.file, "")
    title = content.headline or (content.title if content.title != section else None)
    fields = {field: tuple(found) for field, found in texts.items()}
    return ComparedSlide(entry.origin.slide, title, fields, section, content.hidden)


def side_of_record(record: DeckRecord, period: Period, language: str, name: str) -> Side:
    """Return the record of what a deck presented in a period as a side; `language` is that of the deck."""
    # The slides that deckgen adds have ids without a section.
    slides = tuple(ComparedSlide(slide.id, slide.title) for slide in record.slides if "/" in slide.id)
    return Side(
        name, record.title, slides, RecordedState(shown_once(record.results), period, language), has_texts=False
    )


def side_of_file(data: bytes, name: str) -> Side:
    """Return the texts of a built deck as a side. Raises SlideFileError for a file that is no presentation."""
    package, _ = open_slide(data, name, 1)
    ids = _slide_ids(package)
    slides = [_slide_of_part(package, part, ids.get(part, "")) for part in package.slides()]
    joined: dict[str, ComparedSlide] = {}
    for number, slide in enumerate(slides):
        key = slide.id or f"#{number}"
        joined[key] = _with_page(joined[key], slide) if key in joined else slide
    return Side(name, name, tuple(joined.values()))


def _with_page(slide: ComparedSlide, page: ComparedSlide) -> ComparedSlide:
    """Return a slide with the texts of a further page of it."""
    texts = (*slide.texts.get("", ()), *page.texts.get("", ()))
    return ComparedSlide(slide.id, slide.title, {"": texts}, is_hidden=slide.is_hidden)


def _slide_ids(package: Package) -> dict[str, str]:
    """Return the ids of slides by their parts, as a deck of deckgen's own says."""
    presentation = package.presentation()
    targets = {each.id: each.target for each in package.relationships(presentation)}
    parts = {
        e.get("id", ""): targets.get(e.get(f"{R}id", ""), "") for e in package.tree(presentation).iter(f"{P}sldId")
    }
    for part in package.related(presentation, "customXml"):
        root = package.tree(part)
        if root.tag == f"{_ORIGINS}origins":
            return {parts.get(e.get("id", ""), ""): e.get("origin", "") for e in root.iter(f"{_ORIGINS}slide")}
    return {}


def _slide_of_part(package: Package, part: str, id_: str) -> ComparedSlide:
    root = package.tree(part)
    title, texts = "", list[str]()
    for shape in root.iter(f"{P}sp", f"{P}graphicFrame"):
        placeholder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        kind = placeholder.get("type", "body") if placeholder is not None else ""
        lines = list(_lines(shape))
        if kind in {"title", "ctrTitle"}:
            title = " ".join(lines)
        elif kind not in _FOOT:
            texts += lines
    return ComparedSlide(id_, title or None, {"": tuple(texts)}, is_hidden=root.get("show") in {"0", "false"})


def _lines(shape: etree._Element) -> Iterator[str]:
    for paragraph in shape.iter(f"{A}p"):
        text = "".join(" " if e.tag == f"{A}br" else e.text or "" for e in paragraph.iter(f"{A}t", f"{A}br"))
        if text.strip() and not _is_page_number(paragraph, text.strip()):
            yield " ".join(text.split())


def _is_page_number(paragraph: etree._Element, text: str) -> bool:
    """Whether a paragraph is a number that leads to its page: another one after every slide that is added before it."""
    links = paragraph.iter(f"{A}hlinkClick")
    return text.isdecimal() and any("hlinksldjump" in link.get("action", "") for link in links)
