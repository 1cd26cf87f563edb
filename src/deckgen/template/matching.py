"""A template → where and how deckgen's slides are drawn in it: host, body, title, foot, cover, divider, colours.

The host is the layout whose ground, title and foot all slides share. What can be decided in two ways is decided, and named as a
question for a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from deckgen.brand.colour_math import contrast
from deckgen.brand.palette import LARGE_TEXT_CONTRAST, text_colour
from deckgen.ir.frames import EMU_PER_INCH, Box
from deckgen.ir.roles import ColourRole
from deckgen.template.areas import is_free, is_on_slide, obstacles_of
from deckgen.template.candidates import completeness, find_candidates, first_of
from deckgen.template.drawn_ground import DrawnLayouts
from deckgen.template.errors import TemplateError
from deckgen.template.hosts import MIN_BODY, Host, HostFinder, master_of
from deckgen.template.roles import NEEDED, RoleColour, best_role, is_nearly, readable_role
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


def match_template(template: Template, drawn: DrawnLayouts, name: str, host: str = "") -> Match:
    """Find what deckgen uses of a template; `host` is the name or number of the layout on which slides stand, if chosen.

    Raises TemplateError if no layout, or not the chosen one, can hold deckgen's slides.
    """
    return _Matcher(template, drawn, name).match(host)


class _Matcher:
    def __init__(self, template: Template, drawn: DrawnLayouts, name: str) -> None:
        self.template, self.drawn, self.name, self.size = template, drawn, name, template.size
        self.scale = round((self.size[0] * self.size[1] / EMU_PER_INCH**2 / REFERENCE_AREA) ** 0.5, 3)
        self.questions: list[str] = []

    def match(self, chosen: str) -> Match:
        master = self._master(chosen)
        candidates = find_candidates(master, self.size, self.template.uses)
        self.questions += candidates.questions
        hosts = HostFinder(self.template, master, self.drawn, self.name)
        host = hosts.find_chosen(candidates, chosen) if chosen else hosts.find(candidates)
        self.questions += host.questions
        layout, obstacles = host.layout, obstacles_of(host.layout, self.size)
        title = layout.title
        if title is None:
            fit, body = self._added_title(host.body)
        else:
            fit = fit_title(title, obstacles, self.scale, self.size, host.body.y)
            self._question_title(title, fit)
            body = _below(host.body, fit.box, self.size)
        strip, body = self._strip(fit.box, body, layout, obstacles)
        tracker, body = self._tracker(body, layout, obstacles)
        if body.height < MIN_BODY[1] * 0.8 * self.size[1]:
            raise hosts.refusal(layout) if chosen else hosts.without_room()
        foot = self._foot(layout)
        self._question_text_on_primary(host, first_of(candidates.covers[:1], candidates.dividers[:1], master.layouts))
        finder = SpecialFinder(self.drawn, host.roles, self.size, self.scale)
        cover = self._special(finder, candidates.covers, COVER_SLOTS, "cover")
        divider = self._special(finder, candidates.dividers, DIVIDER_SLOTS, "divider")
        return Match(
            self.template, master, layout, body, host.body_from, title, fit, self._title_role(host, title, fit), strip, tracker,
            foot, {slot: self._foot_role(host, place) for slot, place in foot.items()}, self.scale, host.roles, cover, divider,
            tuple(self.questions),
        )  # fmt: skip

    def _master(self, chosen: str) -> TemplateMaster:
        """Return the master of a layout that is chosen by name, else that with the most of the layouts that deckgen needs.

        Of several of these, it is the most used one.
        """
        masters = [master for master in self.template.masters if master.layouts]
        if not masters:
            raise TemplateError(f"{self.name} has no slide layouts: add at least one with a title, and import it again")
        if (named := master_of(self.template, chosen)) is not None:
            return named

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
        """Return the place of the line above titles, or under the title if there is no room, and the body without it.

        Under the title, it takes what the template leaves empty between title and body, and the rest of the body.
        """
        lines = 2 if body.width < _NARROW * self.scale * EMU_PER_INCH else 1
        height, gap = (round(inches * self.scale * EMU_PER_INCH) for inches in (lines * _STRIP, _STRIP_GAP))
        above = Box(body.x, title.y - height, body.width, height)
        taken = [
            *obstacles,
            *(place.box for place in layout.places if place.box != title and place.kind in _FOOT.values()),
        ]
        if above.y >= 0.02 * self.size[1] and is_free(above, taken) and title.y < 0.4 * self.size[1]:
            return above, body
        strip = Box(body.x, min(max(title.bottom, body.y - height - gap), body.y), body.width, height)
        if not is_free(Box(strip.x, strip.y - gap, strip.width, height + gap), taken):  # a rule under the title
            strip = Box(body.x, body.y, body.width, height)
        top = strip.bottom + gap
        return strip, Box(body.x, top, body.width, body.bottom - top)

    def _tracker(self, body: Box, layout: TemplateLayout, obstacles: Sequence[Box]) -> tuple[Box, Box]:
        """Return the place of the tracker between body and foot or a shape under it, and the body without what that takes."""
        height, gap = (round(inches * self.scale * EMU_PER_INCH) for inches in (_TRACKER, _TRACKER_GAP))
        below = [place.box.y for place in layout.of_kinds(*_FOOT.values()) if place.box.y >= body.bottom]
        below += [
            box.y - gap for box in obstacles if box.y >= body.bottom and box.x < body.right and body.x < box.right
        ]
        end = min([*below, round(0.97 * self.size[1])])
        top = min(body.bottom + gap, end - height)
        return Box(body.x, top, body.width, height), Box(
            body.x, body.y, body.width, min(body.height, top - gap - body.y)
        )

    def _title_role(self, host: Host, title: Place | None, fit: TitleFit) -> ColourRole:
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
        outside = [slot for slot, place in found.items() if not is_on_slide(place.box, self.template.size)]
        if outside:
            self.questions.append(
                f"the {', '.join(outside)} of “{layout.name}” is partly outside the slide: slides are without"
            )
        self._question_foot(layout, [slot for slot in _FOOT if slot not in found])
        return {slot: place for slot, place in found.items() if slot not in {*hidden, *outside}}

    def _question_foot(self, layout: TemplateLayout, missing: Sequence[str]) -> None:
        if not missing:
            return
        pages = ", though agenda and dividers name the numbers of slides" if "number" in missing else ""
        self.questions.append(
            f"the layout “{layout.name}” has no placeholder for {', '.join(missing)}: slides are without{pages}. Add it in "
            "PowerPoint (View, Slide Master), and import the file again"
        )

    def _question_text_on_primary(self, host: Host, layouts: Sequence[TemplateLayout]) -> None:
        """Ask about text on the main colour where deckgen's is another one than that of the template's titles on it."""
        primary = host.roles["primary"].colour
        colours = {role: found.colour for role, found in host.roles.items()}
        own = text_colour(primary, {**colours, "dark": colours["ink"]})
        for layout in layouts:
            title = layout.title
            ratio = contrast(title.text.colour, primary) if title is not None else 0
            if title is None or title.text.colour == own or not LARGE_TEXT_CONTRAST <= ratio < NEEDED:
                continue
            if is_nearly(self.drawn.behind_text(layout.part, title, title.box).colour, primary):
                self.questions.append(
                    f"text on the main colour (#{primary}) is #{own}; titles on “{layout.name}” are #{title.text.colour} there, "
                    f"with a contrast of {ratio:.2f} ({NEEDED:g} is needed for small text). To take that, write on-primary: "
                    f'"#{title.text.colour}" under roles in _brand.yml'
                )
                return

    def _foot_role(self, host: Host, place: Place) -> ColourRole:
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
