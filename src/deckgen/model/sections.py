"""Section files: a `Document` in, a `Section` with uniquely named slides out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.diagnostics.suggestions import closest, did_you_mean, hint_for
from deckgen.model.base import describe_shape
from deckgen.model.content import SlideContent
from deckgen.model.deck import Section, SlideEntry
from deckgen.model.deck_settings import NO_SETTINGS, DeckSettings
from deckgen.model.files import SectionFile
from deckgen.model.introspection import field_names
from deckgen.model.synonyms import hint_with_synonyms
from deckgen.model.validation import first_line_span, validate

if TYPE_CHECKING:
    from deckgen.reader import Document

Registry = Mapping[str, type[SlideContent]]
"""The content models of slide kinds, by kind."""


def load_section(
    name: str, document: Document, registry: Registry, settings: DeckSettings = NO_SETTINGS
) -> tuple[Section | None, frozenset[str], list[Issue]]:
    """Validate a section file and its slides; `settings` are those of the deck.

    Returns the section with its valid slides (None if its own fields are invalid), the ids of all its slides, and the issues.
    """
    file, issues = validate(SectionFile, document.data, document)
    slides = document.data.get("slides") if isinstance(document.data, dict) else None
    ids, duplicates = _slide_ids(name, slides if isinstance(slides, list) else [], document)
    issues.extend(duplicates)
    entries: list[SlideEntry] = []
    for index, slide_id in enumerate(ids):
        content, slide_issues = _load_slide(index, slide_id, document, registry, settings)
        issues.extend(slide_issues)
        if content is not None:
            content = with_section_defaults(content, file)
            entries.append(SlideEntry(content, Origin(slide_id, document.file, ("slides", index))))
    if file is None:
        return None, frozenset(ids), issues
    section = Section(
        name,
        file.title,
        file.department,
        file.due,
        document.file,
        tuple(entries),
        file.in_versions,
        file.not_in,
        file.language,
    )
    return section, frozenset(ids), issues


def with_section_defaults(content: SlideContent, file: SectionFile | Section | None) -> SlideContent:
    """Fill in the title, department, due date and language of the section where a slide has none of its own."""
    if file is None:
        return content
    names = ("title", "department", "due", "language")
    lacking = (name for name in names if getattr(content, name) is None and getattr(file, name))
    return content.model_copy(update={name: getattr(file, name) for name in lacking})


def _slide_ids(section: str, slides: list[Any], document: Document) -> tuple[list[str], list[Issue]]:
    """The id of every slide: its own, or else its kind, numbered from the second slide of a kind on."""
    issues: list[Issue] = []
    explicit = [_text(slide, "id") for slide in slides]
    used: set[str] = set()
    for index, own in enumerate(explicit):
        if own and own in used:
            span = document.span(("slides", index, "id"))
            message = f"another slide of this section already has the id `{own}`"
            issues.append(make_issue("duplicate-id", message, span, "give each slide an id of its own"))
        used.add(own)
    ids: list[str] = []
    names: dict[str, Iterator[str]] = {}
    for slide, own in zip(slides, explicit, strict=True):
        kind = _text(slide, "kind") or "slide"
        # One iterator of names for each kind: starting at the first name for every slide would take quadratic time.
        name = own or next(name for name in names.setdefault(kind, _numbered_names(kind)) if name not in used)
        used.add(name)
        ids.append(f"{section}/{name}")
    return ids, issues


def _numbered_names(kind: str) -> Iterator[str]:
    return chain([kind], (f"{kind}-{n}" for n in count(2)))


def _text(slide: Any, key: str) -> str:
    value = slide.get(key) if isinstance(slide, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _load_slide(
    index: int, slide_id: str, document: Document, registry: Registry, settings: DeckSettings
) -> tuple[SlideContent | None, list[Issue]]:
    path = ("slides", index)
    data = document.data["slides"][index]
    if not isinstance(data, dict):
        data = data if isinstance(data, str) else None
        message = (
            f"a slide with its fields is expected here, but this is {describe_shape(document.data['slides'][index])}"
        )
        hint = f"write `- kind: {data}`" if data in registry else "start it with `- kind: …`"
        return None, [make_issue("wrong-shape", message, document.span(path), hint)]
    kind = _text(data, "kind")
    if not kind:
        known = {*field_names(SlideContent)} - {"kind"}
        if (typo := closest("kind", [str(key) for key in data if key not in known])) is not None:
            message = f"there is no field `{typo}` here"
            return None, [make_issue("unknown-field", message, document.key_span((*path, typo)), did_you_mean("kind"))]
        hint = hint_for("", registry, "kinds")
        return None, [make_issue("missing-field", "this slide has no `kind`", first_line_span(document, path), hint)]
    if kind not in registry:
        message = f"there is no slide kind `{kind}`"
        return None, [
            make_issue("unknown-kind", message, document.span((*path, "kind")), _unknown_kind_hint(kind, registry))
        ]
    return validate(registry[kind], data, document, path, slide_id, settings)


def _unknown_kind_hint(kind: str, registry: Registry) -> str:
    guess = hint_with_synonyms(kind, sorted(registry), "kinds")
    every = hint_for("", sorted(registry), "kinds")
    return guess if guess == every else f"{guess} {every}"
