"""What a deck depends on in a template, as texts by what they are of, so that a newer file can be compared.

A file that was only saved again has the same facts. One that differs is named by what differs, before and after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deckgen.ir.frames import EMU_PER_INCH
from deckgen.template.types import FOOT_KINDS, Obstacle, Place, Template, TemplateLayout, TemplateMaster

_DRAWN = " drawn"
"""What follows the purpose of a layout in the name of the fact about what is drawn on it."""
_MAX_SHAPES = 400
"""Shapes of a layout that are noted."""


def note_facts(template: Template, master: int, layouts: Mapping[str, int]) -> dict[str, str]:
    """Return the facts about a template; `layouts` are the numbers of the layouts that are used, by their purpose."""
    found = next((each for each in template.masters if each.number == master), None)
    if found is None:
        return {}
    width, height = (side / EMU_PER_INCH for side in template.size)
    facts = {
        "size": f"{width:.3f} × {height:.3f} in",
        "colours": ", ".join(f"{slot} {colour}" for slot, colour in found.colours.items()),
        "fonts": ", ".join(found.fonts),
    }
    for purpose, number in layouts.items():
        facts[purpose] = _layout(found, number)
        facts[f"{purpose}{_DRAWN}"] = " ".join(_drawn(_numbered(found, number)))
    return facts


def drawn_differences(
    before: Mapping[str, str], template: Template, master: int, layouts: Mapping[str, int]
) -> dict[str, list[Obstacle]]:
    """Return what is drawn otherwise, by the purpose of the layout: shapes that are new or changed, if any."""
    found = next((each for each in template.masters if each.number == master), None)
    differing = {}
    for purpose, number in layouts.items():
        layout = _numbered(found, number) if found is not None else None
        noted = before.get(f"{purpose}{_DRAWN}")
        if layout is not None and noted is not None and noted != " ".join(_drawn(layout)):
            differing[purpose] = [shape for shape in layout.obstacles if shape.digest not in noted.split()]
    return differing


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each fact that is not the same, except about what is drawn."""
    for name, value in before.items():
        if not name.endswith(_DRAWN) and after.get(name) != value:
            one, two = _shown(value, after.get(name, "none"))
            yield f"{name}: {one}, now {two}"


def _shown(before: str, after: str) -> tuple[str, str]:
    """Return only the parts of two lists that differ."""
    for separator in ("; ", ", "):
        one, two = before.split(separator), after.split(separator)
        if len(one) > 1:
            return separator.join(part for part in one if part not in two) or "more", (
                separator.join(part for part in two if part not in one) or "none of it"
            )
    return before, after


def _numbered(master: TemplateMaster, number: int) -> TemplateLayout | None:
    return next((each for each in master.layouts if each.number == number), None)


def _drawn(layout: TemplateLayout | None) -> list[str]:
    """Return the digests of the shapes of a layout and its master, and of their backgrounds."""
    return (
        [] if layout is None else [shape.digest for shape in layout.obstacles[:_MAX_SHAPES]] + layout.background.split()
    )


def _layout(master: TemplateMaster, number: int) -> str:
    layout = _numbered(master, number)
    if layout is None:
        return "no such layout"
    return "; ".join([f"{number} “{layout.name}”", *(_place(place) for place in _used(layout))])


def _used(layout: TemplateLayout) -> list[Place]:
    kinds = ("title", "ctrTitle", "subTitle", "body", "obj", *FOOT_KINDS)
    return sorted(layout.of_kinds(*kinds), key=lambda place: place.key)


def _place(place: Place) -> str:
    box = " ".join(
        f"{value / EMU_PER_INCH:.2f}" for value in (place.box.x, place.box.y, place.box.width, place.box.height)
    )
    text = place.text
    words = [name for name in ("bold", "italic", "caps") if getattr(text, name)]
    return " ".join([f"{place.kind}/{place.index} at {box}, {text.size / 100:g} pt", *words])
