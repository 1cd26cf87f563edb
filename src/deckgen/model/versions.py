"""Versions of a deck: the deck as loaded in, the slides of one version out; issues in what content says of versions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from deckgen.diagnostics import COMMAND_LINE, Issue, KeyPath, make_issue
from deckgen.diagnostics.suggestions import hint_for
from deckgen.io.spelling import folded_name
from deckgen.model.deck import Deck, Section, SlideEntry
from deckgen.reader import Document

_OTHER_FILES = ("present", "read", "handout", "edited")
"""What else may stand at the end of the name of a deck's file."""


def select_slides(deck: Deck, name: str = "", *, handout: bool = False) -> Deck:
    """Return a version of a deck as loaded, which must have it; without a `name`, the deck itself.

    A handout has no hidden slides. What `only` leaves out of a version counts in its summaries; what `in` and `not_in` keep out
    does not.
    """
    version = deck.versions.get(name)
    only = version.only if version is not None else None
    if version is not None:
        own = deck.handout if version.handout is None else version.handout
        deck = replace(deck, version=name, density=version.density or deck.density, handout=own)
    is_handout = handout or deck.handout
    counted = _sections_of(deck.sections, lambda section, slide: _has_slide(section, slide, name))
    shown = _sections_of(
        counted, lambda section, slide: _is_named(section, slide, only) and not (is_handout and slide.content.hidden)
    )
    front = {
        kind: slide
        for kind, slide in deck.front_slides.items()
        if only is None or kind in only or (slide.content.generated and slide.content.generated.with_any_section)
    }
    lacking = _ids(deck.sections, deck.front_slides) - _ids(shown, front)
    return replace(
        deck,
        sections=shown,
        counted_sections=None if shown is counted else counted,
        front_slides=front,
        is_handout=is_handout,
        lacking=lacking,
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


def _has_slide(section: Section, slide: SlideEntry, version: str) -> bool:
    """Whether a version (the deck itself if empty) may have a slide, according to `in` and `not_in`."""
    content = slide.content
    listed = (section.in_versions, content.in_versions)
    excluded = (*(section.not_in or ()), *(content.not_in or ()))
    return all(names is None or version in names for names in listed) and version not in excluded


def _is_named(section: Section, slide: SlideEntry, only: Collection[str] | None) -> bool:
    return only is None or section.id in only or slide.origin.slide in only


def _ids(sections: Iterable[Section], front: Iterable[str]) -> frozenset[str]:
    return frozenset([slide.origin.slide for section in sections for slide in section.slides]).union(front)


def selection_issues(deck: Deck, name: str) -> list[Issue]:
    """Return an error where a deck as loaded has no version of this name, or no slide in it; `name` may be empty."""
    if name and name not in deck.versions:
        hint = hint_for(name, deck.versions, "versions") if deck.versions else "add it under `versions` in deck.yaml"
        return [make_issue("unknown-version", f"this deck has no version `{name}`", COMMAND_LINE, hint)]
    selected = select_slides(deck, name)
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


def version_issues(deck: Deck, sections: Sequence[str], added: Collection[str]) -> list[Issue]:
    """Return the issues in what a deck as loaded says of its versions.

    `sections` are the names of all its sections, also of those that are not loaded, `added` the kinds of slides that deckgen
    adds.
    """
    document = deck.documents.get(deck.file)
    issues = list(_issues_of_versions(deck, document, sections, added)) if document and deck.versions else []
    for section in deck.sections:
        issues += _issues_in_section(deck, section)
    return issues


def _issues_of_versions(
    deck: Deck, document: Document, sections: Sequence[str], added: Collection[str]
) -> Iterator[Issue]:
    taken = {folded_name(name): name for name in (*sections, *_OTHER_FILES)}
    for name, version in deck.versions.items():
        path: KeyPath = ("versions", name)
        if (other := taken.get(folded_name(name))) is not None:
            message = f"the file of a version `{name}` would have the name of another file of the deck"
            hint = f"call it otherwise: `{other}` is the end of that name"
            yield make_issue("version-name", message, document.key_span(path), hint)
        taken[folded_name(name)] = name
        for index, target in enumerate(version.only or ()):
            span = document.span((*path, "only", index))
            if (
                target in added
                and target not in sections
                and target not in (added if deck.front is None else deck.front)
            ):
                message, hint = f"deckgen adds no `{target}` to this deck", f"add `{target}` to `front` in deck.yaml"
                yield make_issue("unknown-slide", message, span, hint)
            elif deck.names.slides is not None and target not in {*sections, *added, *deck.names.slides}:
                hint = hint_for(target, [*sections, *sorted(deck.names.slides)], "sections and slides")
                yield make_issue("unknown-slide", f"there is no section and no slide `{target}`", span, hint)


def _issues_in_section(deck: Deck, section: Section) -> Iterator[Issue]:
    """Yield the issues of `in` and `not_in` of a section and its slides."""
    document = deck.documents[section.file]
    fields: list[tuple[KeyPath, tuple[str, ...] | None, tuple[str, ...] | None, tuple[SlideEntry, ...]]] = [
        ((), section.in_versions, section.not_in, section.slides)
    ]
    for slide in section.slides:
        content = slide.content
        if content.in_versions is not None or content.not_in is not None:
            fields.append((slide.origin.path, content.in_versions, content.not_in, (slide,)))
    for path, included, excluded, slides in fields:
        if included is not None and excluded is not None:
            hint = "remove `not_in`: no version but those under `in` has it"
            message = "`in` and `not_in` stand beside each other"
            yield make_issue("field-choice", message, document.key_span((*path, "not_in")), hint)
        for key, names in (("in", included), ("not_in", excluded)):
            for index, name in enumerate(names or ()):
                span = document.span((*path, key, index))
                if name not in deck.versions:
                    hint = f"add `{name}: {{}}` under `versions` in deck.yaml"
                    hint = hint_for(name, deck.versions, "versions") if deck.versions else hint
                    yield make_issue("unknown-version", f"this deck has no version `{name}`", span, hint)
                elif (
                    key == "in"
                    and excluded is None
                    and slides
                    and not any(_is_shown(deck, section, each, name) for each in slides)
                ):
                    message = f"the version `{name}` shows only others"
                    hint = f"add `{section.id}` to its `only` in deck.yaml, or remove `{name}` here"
                    yield make_issue("not-in-version", message, span, hint)


def _is_shown(deck: Deck, section: Section, slide: SlideEntry, version: str) -> bool:
    return _has_slide(section, slide, version) and _is_named(section, slide, deck.versions[version].only)
