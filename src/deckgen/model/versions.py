"""Versions of a deck: the deck as loaded in, the slides of one version out; issues in what content says of versions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from deckgen.diagnostics import COMMAND_LINE, Issue, KeyPath, make_issue
from deckgen.diagnostics.suggestions import SuggestionBudget, hint_for
from deckgen.io.spelling import folded_name
from deckgen.model.content import SlideContent
from deckgen.model.deck import Deck, Section, SlideEntry
from deckgen.model.files import DeckVersion
from deckgen.reader import Document

_OTHER_FILES = ("present", "read", "handout", "edited")
"""What else may stand at the end of the name of a deck's file."""


def select_slides(deck: Deck, name: str = "", *, handout: bool = False, slides: tuple[str, ...] = ()) -> Deck:
    """Return a version of a deck as loaded, which must have it; without a `name`, the deck itself.

    `slides` are the names of sections and slides, as under `only`, to which it is narrowed; empty: all.

    A handout has no hidden slides. What `only` leaves out of a version counts in its summaries; what `in` and `not_in` keep out
    does not.
    """
    version = deck.versions.get(name)
    only = _names_in(version)
    named = frozenset(slides) if slides else None
    if version is not None:
        own = deck.handout if version.handout is None else version.handout
        deck = replace(deck, version=name, density=version.density or deck.density, handout=own)
    is_handout = handout or deck.handout
    having = tuple(section for section in deck.sections if _has(section, name))
    allowed = deck.sections if len(having) == len(deck.sections) else having
    counted = _sections_of(allowed, lambda _, slide: _has(slide.content, name))
    shown = _sections_of(
        counted,
        lambda section, slide: (
            _is_named(section, slide, only)
            and _is_named(section, slide, named)
            and not (is_handout and slide.content.hidden)
        ),
    )
    front = {
        kind: slide
        for kind, slide in deck.front_slides.items()
        if (slide.content.generated and slide.content.generated.with_any_section)
        or all(names is None or kind in names for names in (only, named))
    }
    lacking = _ids(deck.sections, deck.front_slides) - _ids(shown, front)
    return replace(
        deck,
        sections=shown,
        counted_sections=None if shown is counted else counted,
        front_slides=front,
        is_handout=is_handout,
        lacking=lacking,
        is_narrowed=bool(slides),
    )


def _sections_of(
    sections: tuple[Section, ...], has_slide: Callable[[Section, SlideEntry], bool]
) -> tuple[Section, ...]:
    """Return the sections with the slides that pass, those without any left out; the same object if all pass.

    A divider goes with the last of the slides that it opens in its section: else it would open the sections after it.
    """
    result: list[Section] = []
    for section in sections:
        slides = tuple(slide for slide in section.slides if has_slide(section, slide))
        is_cut = len(slides) < len(section.slides)
        if slides and not (is_cut and all(slide.content.divides for slide in slides)):
            result.append(replace(section, slides=slides) if is_cut else section)
    is_same = len(result) == len(sections) and all(a is b for a, b in zip(result, sections, strict=True))
    return sections if is_same else tuple(result)


def _has(part: Section | SlideContent, version: str) -> bool:
    """Whether a version (the deck itself if empty) may have a section or slide, according to its own `in` and `not_in`."""
    return (part.in_versions is None or version in part.in_versions) and version not in (part.not_in or ())


def _names_in(version: DeckVersion | None) -> frozenset[str] | None:
    """Return what a version shows only; None if that is all."""
    return None if version is None or version.only is None else frozenset(version.only)


def _is_named(section: Section, slide: SlideEntry, only: frozenset[str] | None) -> bool:
    return only is None or section.id in only or slide.origin.slide in only


def _ids(sections: Iterable[Section], front: Iterable[str]) -> frozenset[str]:
    return frozenset([slide.origin.slide for section in sections for slide in section.slides]).union(front)


def selection_issues(deck: Deck, name: str, slides: tuple[str, ...] = ()) -> list[Issue]:
    """Return an error where a deck as loaded has no version of this name, or no slide in it; `name` may be empty.

    So it does for each of the `slides` that it does not have.
    """
    if name and name not in deck.versions:
        hint = hint_for(name, deck.versions, "versions") if deck.versions else "add it under `versions` in deck.yaml"
        return [make_issue("unknown-version", f"this deck has no version `{name}`", COMMAND_LINE, hint)]
    if unknown := _unknown_names(deck, slides):
        return unknown
    selected = select_slides(deck, name, slides=slides)
    if slides and not selected.sections and len(selected.front_slides) <= 1:
        hint = "name a section or slide that it has, or leave out --version"
        return [make_issue("empty-version", f"the version `{name}` has none of these slides", COMMAND_LINE, hint)]
    document = deck.documents.get(deck.file)
    if document is None or not deck.sections or selected.sections or len(selected.front_slides) > 1:
        return []
    message = (
        f"the version `{name}` has no slide" if name else "the deck itself has no slide: all are `in` versions of it"
    )
    path: KeyPath = ("versions", name) if name else ("sections",)
    hint = (
        "name a section under `only`" if name and deck.versions[name].only else "remove `in` or `not_in` from a slide"
    )
    return [make_issue("empty-version", message, document.key_span(path), hint)]


def _unknown_names(deck: Deck, slides: tuple[str, ...]) -> list[Issue]:
    known = dict.fromkeys(section.id for section in deck.sections) | dict.fromkeys(
        [*deck.front_slides, *sorted(deck.names.slides or ())]
    )
    return [
        make_issue(
            "unknown-slide", f"there is no section and no slide `{name}`", COMMAND_LINE,
            _hint_of_slides(deck, name) or hint_for(name, known, "sections and slides"),
        )
        for name in slides
        if name not in known
    ]  # fmt: skip


def _hint_of_slides(deck: Deck, name: str) -> str:
    """Ask for the slides of which a name is the kind, or the id without that of the section; empty if there is none."""
    slides = [
        slide.origin.slide
        for section in deck.sections
        for slide in section.slides
        if name in {slide.content.kind, slide.origin.slide.rpartition("/")[2]}
    ]
    others = f" or one of {len(slides) - 1} others" if slides[2:] else f" or `{slides[-1]}`" if slides[1:] else ""
    return f"did you mean `{slides[0]}`{others}?" if slides else ""


def version_issues(deck: Deck, sections: Sequence[str], added: Collection[str]) -> list[Issue]:
    """Return the issues in what a deck as loaded says of its versions.

    `sections` are the names of all its sections, also of those that are not loaded, `added` the kinds of slides that deckgen
    adds.
    """
    checker = _VersionChecker(deck)
    document = deck.documents.get(deck.file)
    issues = list(checker.check_versions(document, sections, added)) if document and deck.versions else []
    for section in deck.sections:
        issues += checker.check_section(section)
    return issues


class _VersionChecker:
    """Checks what a deck says of its versions; the names under `only` are looked up in constant time."""

    def __init__(self, deck: Deck) -> None:
        self.deck, self.hints = deck, SuggestionBudget()
        self.only = {name: _names_in(version) for name, version in deck.versions.items()}

    def check_versions(self, document: Document, sections: Sequence[str], added: Collection[str]) -> Iterator[Issue]:
        """Check the names of versions, and what each shows."""
        taken = {folded_name(name): name for name in (*sections, *_OTHER_FILES)}
        slides = self.deck.names.slides
        known = dict.fromkeys([*sections, *sorted(added), *sorted(slides or ())])
        left_out = set(added) - set(added if self.deck.front is None else self.deck.front) - set(sections)
        for name, version in self.deck.versions.items():
            path: KeyPath = ("versions", name)
            if (other := taken.get(folded_name(name))) is not None:
                message = f"the file of a version `{name}` would have the name of another file of the deck"
                hint = f"call it otherwise: `{other}` is the end of that name"
                yield make_issue("version-name", message, document.key_span(path), hint)
            taken[folded_name(name)] = name
            for index, target in enumerate(version.only or ()):
                span = document.span((*path, "only", index))
                if target in left_out:
                    message, hint = (
                        f"deckgen adds no `{target}` to this deck",
                        f"add `{target}` to `front` in deck.yaml",
                    )
                    yield make_issue("unknown-slide", message, span, hint)
                elif slides is not None and target not in known:
                    own = _hint_of_slides(self.deck, target)
                    hint = own or self.hints.hint_for(target, known, "sections and slides")
                    yield make_issue("unknown-slide", f"there is no section and no slide `{target}`", span, hint)

    def check_section(self, section: Section) -> Iterator[Issue]:
        """Check `in` and `not_in` of a section and its slides."""
        slides = [s for s in section.slides if s.content.in_versions is not None or s.content.not_in is not None]
        if section.in_versions is None and section.not_in is None and not slides:
            return
        document, versions = self.deck.documents[section.file], self.deck.versions.keys()
        having = (versions if section.in_versions is None else {*section.in_versions}) - {*(section.not_in or ())}
        parts: list[tuple[Section | SlideContent, Sequence[SlideEntry], KeyPath]] = [
            (section, section.slides, ()),
            *((slide.content, (slide,), slide.origin.path) for slide in slides),
        ]
        for part, its_slides, path in parts:
            yield from self.check_names(part, document, path)
            for index, name in enumerate(part.in_versions or ()):
                if not its_slides or part.not_in is not None or name not in versions:
                    continue
                only = self.only[name]
                named = (_has(slide.content, name) and _is_named(section, slide, only) for slide in its_slides)
                if name not in having or not any(named):
                    hint = f"add `{section.id}` to its `only` in deck.yaml, or remove `{name}` here"
                    span = document.span((*path, "in", index))
                    yield make_issue("not-in-version", f"the version `{name}` shows only others", span, hint)

    def check_names(self, part: Section | SlideContent, document: Document, path: KeyPath) -> Iterator[Issue]:
        """Check that the versions exist that a section or slide names, and that it has only one of `in` and `not_in`."""
        for key, names in (("in", part.in_versions), ("not_in", part.not_in)):
            for index, name in enumerate(names or ()):
                if name not in self.deck.versions:
                    hint = f"add `{name}: {{}}` under `versions` in deck.yaml"
                    hint = self.hints.hint_for(name, self.deck.versions, "versions") if self.deck.versions else hint
                    span = document.span((*path, key, index))
                    yield make_issue("unknown-version", f"this deck has no version `{name}`", span, hint)
        if part.in_versions is not None and part.not_in is not None:
            hint = "remove `not_in`: no version but those under `in` has it"
            message = "`in` and `not_in` stand beside each other"
            yield make_issue("field-choice", message, document.key_span((*path, "not_in")), hint)
