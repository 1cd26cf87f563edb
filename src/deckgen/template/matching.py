"""A template → where and how deckgen's slides are drawn in it: host, body, title, foot, cover, divider, colours.

The host is the layout whose ground, title and foot all slides share. What can be decided in two ways is decided, and named as a
question for a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from deckgen.ir.frames import EMU_PER_INCH, Box
from deckgen.ir.roles import ColourRole
from deckgen.template.areas import body_zone, clipped, designed_area, is_free, largest_free, obstacles_of, overlap_share
from deckgen.template.candidates import Candidates, completeness, content_places, find_candidates, first_of
from deckgen.template.drawn_ground import DrawnLayouts, Ground
from deckgen.template.errors import TemplateError
from deckgen.template.roles import NEEDED, RoleColour, best_role, find_roles, readable_role
from deckgen.template.special import COVER_SLOTS, DIVIDER_SLOTS, SpecialFinder, SpecialLayout
from deckgen.template.title_place import TitleFit, fit_title
from deckgen.template.types import Place, Template, TemplateLayout, TemplateMaster

REFERENCE_AREA = 100.0
"""Square inches of a slide of 13.33 by 7.5 inches, for which deckgen's sizes are."""
_FOOT = {"footer": "ftr", "date": "dt", "number": "sldNum"}
_STRIP, _STRIP_GAP = 0.28, 0.06
"""Height in inches of the line above titles, and what is empty between it and the body if it is under the title."""
_TRACKER, _TRACKER_GAP = 0.06, 0.1
"""Height in inches of the strip that shows the section, and what is empty between it and the body."""
_NARROW = 10
"""The width in inches of a body under which the line above titles has room for two lines."""
_MIN_BODY = (0.55, 0.42)
"""The width and height, as parts of the slide, that a body has at least."""
_MAX_HOSTS = 12
"""Layouts that are drawn before the template is refused."""
_MIN_USES = 3
"""Sample slides on a layout that show what slides usually look like."""
_FOREIGN_GROUND = 0.4
"""A host whose ground differs more in luminance from that of the layouts that people use is not what slides look like."""


class Match(Struct, frozen=True):
    """What deckgen uses of a template. `questions` are what a person should look at, `strip` is the line above titles.

    Without a `title`, the template has none, and deckgen adds one. `foot` are the placeholders at the foot by slot.
    """

    template: Template
    master: TemplateMaster
    host: TemplateLayout
    body: Box
    body_from: str
    title: Place | None
    title_fit: TitleFit
    title_role: ColourRole
    strip: Box
    tracker: Box
    foot: Mapping[str, Place]
    foot_roles: Mapping[str, ColourRole]
    scale: float
    roles: Mapping[ColourRole, RoleColour]
    cover: SpecialLayout | None
    divider: SpecialLayout | None
    questions: tuple[str, ...]

    @property
    def special_layouts(self) -> list[tuple[str, SpecialLayout]]:
        """The layouts of the template for covers and dividers that are used, by their purpose."""
        named = (("cover", self.cover), ("divider", self.divider))
        return [(name, found) for name, found in named if found is not None]


def match_template(template: Template, drawn: DrawnLayouts, name: str) -> Match:
    """Find what deckgen uses of a template. Raises TemplateError if no layout can hold its slides."""
    return _Matcher(template, drawn, name).match()


class _Host(Struct, frozen=True):
    """A layout that can be the host: its body before the title takes more of it, its ground, and the colours on it."""

    layout: TemplateLayout
    body: Box
    body_from: str
    ground: Ground
    roles: Mapping[ColourRole, RoleColour]
    questions: tuple[str, ...]


class _Matcher:
    def __init__(self, template: Template, drawn: DrawnLayouts, name: str) -> None:
        self.template, self.drawn, self.name, self.size = template, drawn, name, template.size
        self.scale = round((self.size[0] * self.size[1] / EMU_PER_INCH**2 / REFERENCE_AREA) ** 0.5, 3)
        self.questions: list[str] = []
        self.refused: list[str] = []

    def match(self) -> Match:
        master = self._master()
        candidates = find_candidates(master, self.size, self.template.uses)
        self.questions += candidates.questions
        host = self._host(candidates)
        layout, obstacles = host.layout, obstacles_of(host.layout, self.size)
        title = layout.title
        if title is None:
            self.questions.append("no layout has a title: deckgen adds one to its layouts, at the top of the body")
            fit, body = self._added_title(host.body)
        else:
            fit = fit_title(title, obstacles, self.scale, self.size, host.body.y)
            self._question_title(title, fit)
            body = _below(host.body, fit.box, self.size)
        strip, body = self._strip(fit.box, body, layout, obstacles)
        tracker, body = self._tracker(body, layout)
        if body.height < _MIN_BODY[1] * 0.8 * self.size[1]:
            raise self._no_host()
        foot = self._foot(layout)
        finder = SpecialFinder(self.drawn, host.roles, self.size, self.scale)
        cover = self._special(finder, candidates.covers, COVER_SLOTS, "cover")
        divider = self._special(finder, candidates.dividers, DIVIDER_SLOTS, "divider")
        return Match(
            self.template, master, layout, body, host.body_from, title, fit, self._title_role(host, title, fit), strip, tracker,
            foot, {slot: self._foot_role(host, place) for slot, place in foot.items()}, self.scale, host.roles, cover, divider,
            tuple(self.questions),
        )  # fmt: skip

    def _master(self) -> TemplateMaster:
        """Return the master with the most of the layouts that deckgen needs, of these the most used one."""
        masters = [master for master in self.template.masters if master.layouts]
        if not masters:
            raise TemplateError(f"{self.name} has no slide layouts: add at least one with a title, and import it again")

        def rank(master: TemplateMaster) -> tuple[int, int, int]:
            uses = sum(self.template.uses.get(layout.part, 0) for layout in master.layouts)
            return completeness(master, self.size), uses, -master.number

        best = max(masters, key=rank)
        if len(masters) > 1:
            self.questions.append(
                f"master {best.number} of {len(masters)} is used ({best.name or 'no name'}): it has {rank(best)[0]} of the four "
                f"usual layouts, and {rank(best)[1]} sample slides"
            )
        return best

    def _host(self, candidates: Candidates) -> _Host:
        """Return the first layout with room for slides, on whose ground text can be read."""
        layouts = first_of(candidates.titles_only[:2], candidates.contents[:3], candidates.others)[:_MAX_HOSTS]
        self.drawn.draw([layout.part for layout in layouts])
        content = next(iter(candidates.contents), None)
        usual = self._usual_ground(candidates, content)
        for layout in layouts:
            host = self._as_host(layout, content)
            if host is None:
                continue
            if usual is not None and host.ground.difference(usual) > _FOREIGN_GROUND:
                self.refused.append(f"“{layout.name}” has another ground than the slides of this template")
                continue
            self.questions += [
                *(f"{reason}: it is not used for slides" for reason in self.refused[:3]),
                *host.questions,
            ]
            return host
        raise self._no_host()

    def _no_host(self) -> TemplateError:
        reasons = f" ({'; '.join(self.refused[:3])})" if self.refused else ""
        needed = f"{_MIN_BODY[0]:.0%} of the width and {_MIN_BODY[1]:.0%} of the height free"
        return TemplateError(
            f"{self.name} has no layout on which slides can stand{reasons}: it needs one with a title at the top, a plain "
            f"ground, and at least {needed}; add it in PowerPoint, and import the file again"
        )

    def _usual_ground(self, candidates: Candidates, content: TemplateLayout | None) -> Ground | None:
        """Return what is drawn on the layouts that people use: the most used, else the content layout."""
        uses = self.template.uses
        used = [
            layout for layout in (*candidates.contents, *candidates.others) if uses.get(layout.part, 0) >= _MIN_USES
        ]
        usual = max(used, key=lambda layout: uses[layout.part], default=content)
        return None if usual is None else self.drawn.ground(usual.part, body_zone(usual, self.size))

    def _as_host(self, layout: TemplateLayout, content: TemplateLayout | None) -> _Host | None:
        """Return a layout as host; None if it has no room, or no text can be read on it."""
        body, origin, questions = self._body(layout, content)
        if body is None or not self._is_large(body):
            self.refused.append(f"“{layout.name}” has too little room")
            return None
        ground = self.drawn.ground(layout.part, body)
        roles = find_roles(layout.scheme, ground.colour, ground.contrast)
        if roles is None:
            self.refused.append(f"no text can be read on the ground of “{layout.name}”")
            return None
        return _Host(layout, body, origin, ground, roles, tuple(questions))

    def _is_large(self, box: Box) -> bool:
        return box.width >= _MIN_BODY[0] * self.size[0] and box.height >= _MIN_BODY[1] * self.size[1]

    def _body(self, layout: TemplateLayout, content: TemplateLayout | None) -> tuple[Box | None, str, list[str]]:
        """Return the area for content: that of the content placeholder, extended downward, else the largest free one.

        The last are questions about it.
        """
        zone, obstacles = body_zone(layout, self.size), obstacles_of(layout, self.size)
        free = largest_free(zone, obstacles)
        for source in dict.fromkeys(each for each in (layout, content) if each is not None):
            designed = designed_area(content_places(source, self.size))
            designed = clipped(designed, Box(0, 0, *self.size)) if designed is not None else None
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

    def _added_title(self, body: Box) -> tuple[TitleFit, Box]:
        height = round(0.95 * self.scale * EMU_PER_INCH)
        size = int(2800 * self.scale / 50) * 50
        fit = TitleFit(Box(body.x, body.y, body.width, height), size, int(0.7 * size / 50) * 50)
        gap = round(0.1 * self.scale * EMU_PER_INCH)
        return fit, Box(body.x, body.y + height + gap, body.width, body.height - height - gap)

    def _question_title(self, title: Place, fit: TitleFit) -> None:
        if fit.is_short:
            self.questions.append("the place of the title has room for one line only: longer titles are an error")
        elif fit.is_moved:
            self.questions.append("the place of the title is too low for two lines: deckgen's layouts make it higher")

    def _strip(self, title: Box, body: Box, layout: TemplateLayout, obstacles: Sequence[Box]) -> tuple[Box, Box]:
        """Return the place of the line above titles, or under the title if there is no room, and the body without it."""
        lines = 2 if body.width < _NARROW * self.scale * EMU_PER_INCH else 1
        height, gap = (round(inches * self.scale * EMU_PER_INCH) for inches in (lines * _STRIP, _STRIP_GAP))
        above = Box(body.x, title.y - height, body.width, height)
        taken = [
            *obstacles,
            *(place.box for place in layout.places if place.box != title and place.kind in _FOOT.values()),
        ]
        if above.y >= 0.02 * self.size[1] and is_free(above, taken) and title.y < 0.4 * self.size[1]:
            return above, body
        return Box(body.x, body.y, body.width, height), Box(
            body.x, body.y + height + gap, body.width, body.height - height - gap
        )

    def _tracker(self, body: Box, layout: TemplateLayout) -> tuple[Box, Box]:
        """Return the place of the tracker between body and foot, and the body without what that takes of it."""
        height, gap = (round(inches * self.scale * EMU_PER_INCH) for inches in (_TRACKER, _TRACKER_GAP))
        below = [place.box.y for place in layout.of_kinds(*_FOOT.values()) if place.box.y >= body.bottom]
        end = min([*below, round(0.97 * self.size[1])])
        top = min(body.bottom + gap, end - height)
        return Box(body.x, top, body.width, height), Box(
            body.x, body.y, body.width, min(body.height, top - gap - body.y)
        )

    def _title_role(self, host: _Host, title: Place | None, fit: TitleFit) -> ColourRole:
        """Return the colour of titles: that of the template, if it can be read where titles stand."""
        if title is None:
            return "ink"
        reads = self.drawn.behind_text(host.layout.part, title, fit.box).contrast
        needed = 3.0 if fit.minimum >= 1800 or (title.text.bold and fit.minimum >= 1400) else NEEDED
        if reads(title.text.colour) >= needed:
            return "inherited"
        role = readable_role(host.roles, reads)
        if role is None:
            role = best_role(host.roles, reads)
            if reads(title.text.colour) >= reads(host.roles[role].colour):
                self.questions.append(
                    f"no colour can be read well on the ground of titles (#{title.text.colour} is kept)"
                )
                return "inherited"
        self.questions.append(
            f"the colour of titles (#{title.text.colour}) cannot be read on its ground: another one is used"
        )
        return role

    def _foot(self, layout: TemplateLayout) -> dict[str, Place]:
        """Return the placeholders at the foot by slot, without those on a text that the template itself draws."""
        texts = [shape.box for shape in layout.obstacles if shape.has_text]
        found = {slot: place for slot, kind in _FOOT.items() if (place := _first(layout, kind)) is not None}
        hidden = [slot for slot, place in found.items() if any(place.box.overlaps(text) for text in texts)]
        if hidden:
            self.questions.append(
                f"the template draws a text where its {', '.join(hidden)} would stand: slides are without"
            )
        return {slot: place for slot, place in found.items() if slot not in hidden}

    def _foot_role(self, host: _Host, place: Place) -> ColourRole:
        reads = self.drawn.behind_text(host.layout.part, place, place.box).contrast
        if reads(place.text.colour) >= NEEDED:
            return "inherited"
        muted = host.roles["muted"].colour
        return "muted" if reads(muted) >= NEEDED else readable_role(host.roles, reads) or "inherited"

    def _special(
        self, finder: SpecialFinder, layouts: Sequence[TemplateLayout], slots: Sequence[str], what: str
    ) -> SpecialLayout | None:
        for layout in layouts[:3]:
            found = finder.match(layout, slots)
            if found is not None:
                return found
        if layouts:
            self.questions.append(
                f"the {what} of the template has no room for all texts: deckgen draws its own on the host"
            )
        else:
            self.questions.append(f"the template has no {what}: deckgen draws its own on the host")
        return None


def _below(body: Box, title: Box, size: tuple[int, int]) -> Box:
    """Return the part of a body that is under the title, or over a title at the bottom."""
    if title.y > size[1] / 2:
        return Box(body.x, body.y, body.width, min(body.bottom, title.y) - body.y)
    top = max(body.y, title.bottom)
    return Box(body.x, top, body.width, body.bottom - top)


def _first(layout: TemplateLayout, kind: str) -> Place | None:
    return next((place for place in layout.of_kinds(kind) if layout.is_unambiguous(place)), None)
