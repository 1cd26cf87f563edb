"""Parts of a deck: what a divider opens, either the sections that follow it or the slides of its own section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from deckgen.diagnostics import Origin
from deckgen.model import Section, SlideEntry


class PartLink(Struct, frozen=True):
    """A section of a part, or a slide of its only section: its title, the id of its first slide, and where the title is.

    The title of a slide that deckgen adds is in no file.
    """

    title: str
    slide: str
    origin: Origin = Origin()


class Part(Struct, frozen=True):
    """A part of a deck: its divider, the section that this is in, and what it opens."""

    divider: SlideEntry
    section: Section
    links: tuple[PartLink, ...] = ()


def find_parts(sections: Sequence[Section]) -> Mapping[str, Part]:
    """Return the parts with a visible divider, in order, by the id of the section of the divider.

    A divider that is alone in its section opens the sections up to the next divider, any other the slides of its section.
    """
    parts: dict[str, Part] = {}
    links: dict[str, list[PartLink]] = {}
    current = ""
    for section in sections:
        divider = next((slide for slide in section.slides if slide.content.divides), None)
        if divider is None:
            links.setdefault(current, []).extend(_link_to(section))
            continue
        current = section.id if is_divider_only(section) else ""
        links[section.id] = [] if current else list(_links_to_slides(section))
        if not divider.content.hidden:
            parts[section.id] = Part(divider, section)
    return {id_: Part(part.divider, part.section, tuple(links[id_])) for id_, part in parts.items()}


def is_divider_only(section: Section) -> bool:
    """Return whether a section is only a divider, which opens a part of the sections after it."""
    return len(section.slides) == 1 and section.slides[0].content.divides


def first_visible(section: Section) -> SlideEntry | None:
    """Return the first slide of a section that is not hidden."""
    return next((slide for slide in section.slides if not slide.content.hidden), None)


def _link_to(section: Section) -> Iterator[PartLink]:
    first = first_visible(section)
    if first is not None:
        yield PartLink(section.title, first.origin.slide, Origin(file=section.file, path=("title",)))


def _links_to_slides(section: Section) -> Iterator[PartLink]:
    """Yield the slides of a section by their topics; one whose topic is that of the section by its headline, if it has one."""
    shown: set[str] = set()
    for slide in section.slides:
        content = slide.content
        name = "title" if content.title not in (None, section.title) else "headline"
        title = content.title if name == "title" else content.headline
        if title and title not in shown and not content.hidden and not content.divides:
            shown.add(title)
            yield PartLink(title, slide.origin.slide, slide.origin.at(name))
