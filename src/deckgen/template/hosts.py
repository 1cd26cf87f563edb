"""The host of a template: the layout whose ground, title and foot all slides share, with the area that it has for content.

deckgen takes the first that has room and on whose ground text can be read, or the one that a person names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.ir.frames import EMU_PER_INCH, Box
from deckgen.ir.roles import ColourRole
from deckgen.template.areas import (
    EDGE,
    body_zone,
    clipped,
    designed_area,
    is_free,
    is_on_slide,
    largest_free,
    obstacles_of,
    overlap_share,
)
from deckgen.template.candidates import Candidates, content_places, first_of
from deckgen.template.drawn_ground import DrawnLayouts, Ground
from deckgen.template.errors import TemplateError
from deckgen.template.roles import RoleColour, find_roles
from deckgen.template.types import Template, TemplateLayout, TemplateMaster

MIN_BODY = (0.55, 0.42)
"""The width and height, as parts of the slide, that a body has at least."""
_MAX_HOSTS = 12
"""Layouts that are drawn before the template is refused."""
_MIN_USES = 3
"""Sample slides on a layout that show what slides usually look like."""
_FOREIGN_GROUND = 0.4
"""A host whose ground differs more in luminance from that of the layouts that people use is not what slides look like."""
_NAMED = 3
"""Layouts that a message names with the reason why they are not used."""


class Host(Struct, frozen=True):
    """A layout that can be the host: its body before the title takes more of it, its ground, and the colours on it.

    `questions` are what a person should know about the choice and the body.
    """

    layout: TemplateLayout
    body: Box
    body_from: str
    ground: Ground
    roles: Mapping[ColourRole, RoleColour]
    questions: tuple[str, ...]


def master_of(template: Template, chosen: str) -> TemplateMaster | None:
    """Return the first master with a layout of a name; None if there is none."""
    return next(
        (master for master in template.masters if any(layout.name == chosen for layout in master.layouts)), None
    )


def listed(master: TemplateMaster) -> str:
    """Return the layouts of a master with their numbers, for a message."""
    return ", ".join(f"{layout.number} “{layout.name}”" for layout in master.layouts)


class HostFinder:
    """Finds the host among the layouts of a master; `name` is that of the file, for messages."""

    def __init__(self, template: Template, master: TemplateMaster, drawn: DrawnLayouts, name: str) -> None:
        self.template, self.master, self.drawn, self.name, self.size = template, master, drawn, name, template.size
        self.refused: dict[int, str] = {}
        """Why layouts cannot be the host, by their numbers."""

    def find(self, candidates: Candidates) -> Host:
        """Return the first layout with room for slides, on whose ground text can be read. Raises TemplateError."""
        layouts = first_of(candidates.titles_only[:2], candidates.contents[:3], candidates.others)[:_MAX_HOSTS]
        self.drawn.draw([layout.part for layout in layouts])
        content = next(iter(candidates.contents), None)
        usual = self._usual_ground(candidates, content)
        for layout in layouts:
            host = self._as_host(layout, content)
            if host is None:
                continue
            if usual is not None and host.ground.difference(usual) > _FOREIGN_GROUND:
                self.refused[layout.number] = f"“{layout.name}” has another ground than the slides of this template"
                continue
            return replace(host, questions=(*self._reasons(layout), *host.questions))
        raise self.without_room()

    def find_chosen(self, candidates: Candidates, chosen: str) -> Host:
        """Return the layout that a person chose, by its name or its number. Raises TemplateError if it cannot be the host."""
        found = [layout for layout in self.master.layouts if chosen in (layout.name, str(layout.number))]
        if len(found) != 1:
            what = "no layout" if not found else "more than one layout"
            raise TemplateError(
                f"{self.name} has {what} “{chosen}”: write the number of one of {listed(self.master)} after --host"
            )
        host = self._as_host(found[0], next(iter(candidates.contents), None))
        if host is None:
            raise self.refusal(found[0])
        if found[0].title is not None:
            return host
        return replace(
            host,
            questions=(f"“{found[0].name}” has no title: deckgen adds one at the top of the body", *host.questions),
        )

    def refusal(self, layout: TemplateLayout) -> TemplateError:
        """Return why a layout that a person chose cannot be the host; without a reason yet, its title leaves too little room."""
        reason = self.refused.get(layout.number) or f"“{layout.name}” has too little room under its title"
        return TemplateError(
            f"{reason}: change that in PowerPoint (View, Slide Master), and import {self.name} again, or choose another "
            f"layout: --host with the number of one of {listed(self.master)}"
        )

    def without_room(self) -> TemplateError:
        """Return the error of a template none of whose layouts can be the host."""
        reasons = f" ({'; '.join([*self.refused.values()][:_NAMED])})" if self.refused else ""
        needed = f"{MIN_BODY[0]:.0%} of the width and {MIN_BODY[1]:.0%} of the height free"
        return TemplateError(
            f"{self.name} has no layout on which slides can stand{reasons}: it needs one with a title at the top, a plain "
            f"ground, and at least {needed}; add it in PowerPoint, and import the file again"
        )

    def _reasons(self, layout: TemplateLayout) -> list[str]:
        """Return why layouts before this one were not taken and, if it has no title, why none with a title is."""
        if layout.title is not None:
            return [f"{reason}: it is not used for slides" for reason in [*self.refused.values()][:_NAMED]]
        titled = [each for each in self.master.layouts if each.title is not None][:_MAX_HOSTS]
        if not titled:
            return ["no layout has a title: deckgen adds one to its layouts, at the top of the body"]
        for each in titled:
            if each.number not in self.refused:
                self._as_host(each, None)
        numbers = {each.number for each in titled}
        reasons = [reason for number, reason in self.refused.items() if number in numbers][:_NAMED]
        why = f" ({'; '.join(reasons)})" if reasons else ""
        choice = (
            f"slides stand on “{layout.name}”, which has no title: deckgen adds one at the top of the body. None of the layouts "
            f"with a title is used{why}: to stand on one, give it more room in PowerPoint (View, Slide Master), and import the "
            "file again with --host and its number"
        )
        return [choice, f"the layouts are {listed(self.master)}"]

    def _usual_ground(self, candidates: Candidates, content: TemplateLayout | None) -> Ground | None:
        """Return what is drawn on the layouts that people use: the most used, else the content layout."""
        uses = self.template.uses
        used = [
            layout for layout in (*candidates.contents, *candidates.others) if uses.get(layout.part, 0) >= _MIN_USES
        ]
        usual = max(used, key=lambda layout: uses[layout.part], default=content)
        return None if usual is None else self.drawn.ground(usual.part, body_zone(usual, self.size))

    def _as_host(self, layout: TemplateLayout, content: TemplateLayout | None) -> Host | None:
        """Return a layout as host; None if it has no room, or no text can be read on it."""
        if layout.title is not None and not is_on_slide(layout.title.box, self.size):
            self.refused[layout.number] = f"the title of “{layout.name}” is partly outside the slide"
            return None
        body, origin, questions = self._body(layout, content)
        if body is None or not self._is_large(body):
            self.refused[layout.number] = self._too_small(layout)
            return None
        ground = self.drawn.ground(layout.part, body)
        roles = find_roles(layout.scheme, ground.colour, ground.contrast)
        if roles is None:
            self.refused[layout.number] = f"no text can be read on the ground of “{layout.name}”"
            return None
        return Host(layout, body, origin, ground, roles, tuple(questions))

    def _too_small(self, layout: TemplateLayout) -> str:
        """Return why a layout has too little room, with the largest area that it has: the free one, or that of its content."""
        areas = [largest_free(body_zone(layout, self.size), obstacles_of(layout, self.size))]
        areas.append(designed_area(content_places(layout, self.size)))
        largest = max(
            (area for area in areas if area is not None), key=lambda area: area.width * area.height, default=None
        )
        has = "none" if largest is None else _inches(largest.width, largest.height)
        needs = _inches(*(round(share * side) for share, side in zip(MIN_BODY, self.size, strict=True)))
        return f"“{layout.name}” has too little room for content ({has}; it needs {needs})"

    def _is_large(self, box: Box) -> bool:
        return box.width >= MIN_BODY[0] * self.size[0] and box.height >= MIN_BODY[1] * self.size[1]

    def _body(self, layout: TemplateLayout, content: TemplateLayout | None) -> tuple[Box | None, str, list[str]]:
        """Return the area for content: that of the content placeholder, extended downward, else the largest free one.

        The last are questions about it.
        """
        zone, obstacles = body_zone(layout, self.size), obstacles_of(layout, self.size)
        free = largest_free(zone, obstacles)
        width, height = self.size
        edge = round(EDGE * width)
        inner = Box(edge, 0, width - 2 * edge, height)
        for source in dict.fromkeys(each for each in (layout, content) if each is not None):
            designed = designed_area(content_places(source, self.size))
            designed = clipped(designed, inner) if designed is not None else None
            if designed is None or (source is not layout and not is_free(designed, obstacles)):
                continue
            extended, questions = self._extended(designed, zone, obstacles, source)
            if self._is_large(extended) and (
                free is None or extended.width * extended.height > 0.45 * free.width * free.height
            ):
                if free is not None and overlap_share(extended, free) < 0.5:
                    questions.append(
                        "the placeholder for content and the free area of the slide differ: look at the body"
                    )
                return extended, f"the content of “{source.name}”", questions
        return free, "the free area", []

    def _extended(
        self, area: Box, zone: Box, obstacles: Sequence[Box], source: TemplateLayout
    ) -> tuple[Box, list[str]]:
        """Return an area that ends too early with a lower end, at the next shape below it or at the foot, and a question."""
        below = [box.y for box in obstacles if box.y >= area.bottom - 1 and box.x < area.right and area.x < box.right]
        end = min([zone.bottom, *below])
        if end - area.y <= 0 or area.height >= 0.75 * (end - area.y):
            return area, []
        question = (
            f"the content of “{source.name}” ends at {area.bottom / self.size[1]:.0%} of the slide: its area is extended to "
            f"{end / self.size[1]:.0%}"
        )
        return Box(area.x, area.y, area.width, end - area.y), [question]


def _inches(width: int, height: int) -> str:
    return f"{width / EMU_PER_INCH:.2f} × {height / EMU_PER_INCH:.2f} in"
