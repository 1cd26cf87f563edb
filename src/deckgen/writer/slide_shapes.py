"""The shapes of one slide while it is written: their ids, names, placeholders and links, and which content they show.

Shapes are numbered from 2 in the order in which they are added. The first shape of a slot fills the slot's placeholder, any other
is an ordinary shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.frames import Box, ChartFrame, Drawing, LanguageTexts, Page, Tracker
from deckgen.ir.links import stored_address
from deckgen.ooxml.inheritance import Inherited, Layout
from deckgen.ooxml.names import RT
from deckgen.writer.colours import Colours
from deckgen.writer.origins import shape_element
from deckgen.writer.package import Part
from deckgen.writer.picture import Media
from deckgen.writer.placeholders import Placeholder
from deckgen.writer.shape import non_visual_properties
from deckgen.writer.text import FREE_TEXT, TextWriter
from deckgen.writer.xml import clean


class FooterTexts(Struct, frozen=True):
    """The texts in the footer zone of every slide, empty if there are none, and the transition to the next slide.

    `back` is the text of the link back to the agenda, `agenda` the id of that page. `others` has what differs on slides in other
    languages, by language.
    """

    footer: str = ""
    date: str = ""
    back: str = ""
    agenda: str = ""
    transition: str = "none"
    others: Mapping[str, LanguageTexts] = field(default_factory=dict)

    def of(self, language: str) -> FooterTexts:
        """Return the texts on slides in a language."""
        own = self.others.get(language)
        return self if own is None else replace(self, date=own.date, back=own.back)


class DeckContext(Struct, frozen=True):
    """What all slides of a deck share: colours, charts, pictures, the parts of all slides by page id, and the footer."""

    colours: Colours
    drawings: Mapping[ChartFrame, Drawing]
    media: Media
    slide_parts: Mapping[str, Part]
    table_style_id: str
    footer_texts: FooterTexts
    layout: Callable[[tuple[str, bool]], Layout]
    """Returns a layout by its key, as a source of inherited properties."""
    tracker: Tracker | None = None
    tracker_panels: Mapping[tuple[str, bool], Box | None] = field(default_factory=dict)
    """For the key of each layout whose slides show the tracker, the panel under it, if there is one."""
    free_text: Inherited = FREE_TEXT
    """What text in tables and text boxes may rely on."""
    inside: str = ""
    """The folder of the deck, to which the names of files in the record of origins are relative, with a slash at its end."""
    text_caches: dict[str, dict[tuple[object, ...], str]] = field(default_factory=dict)
    """XML of text that is already written, by language; slides of one language share a cache."""


class SlideShapes:
    """The shapes of a slide. `elements` is their XML, `origins` that of the record of what they show."""

    def __init__(self, page: Page, part: Part, placeholders: Mapping[str, Placeholder], context: DeckContext) -> None:
        self.page, self.part, self.placeholders, self.context = page, part, placeholders, context
        self.elements: list[str] = []
        self.origins: list[str] = []
        text_cache = context.text_caches.setdefault(page.language, {})
        self.text_writer = TextWriter(context.colours, page.language, self._link_attributes, text_cache)
        self._names: dict[str, int] = {}
        self._used_slots: set[str] = set()

    def claim_placeholder(self, slot: str, kinds: frozenset[str]) -> Placeholder | None:
        """Return the placeholder of a slot if it accepts this kind of content and no frame has filled it yet."""
        placeholder = self.placeholders.get(slot)
        if placeholder is None or placeholder.kind not in kinds or slot in self._used_slots:
            return None
        self._used_slots.add(slot)
        return placeholder

    def next_identity(
        self, name: str, alt: str = "", *, decorative: bool = False, address: str = ""
    ) -> tuple[int, str]:
        """Return the id of the next shape, and its `p:cNvPr` with a name that is unique on the slide.

        `address` is that of the link of the whole shape, if it has one.
        """
        shape_id = len(self.elements) + 2
        name = clean(name) or "Shape"
        uses = self._names[name] = self._names.get(name, 0) + 1
        if uses > 1:
            name = f"{name} {shape_id}"
            self._names[name] = self._names.get(name, 0) + 1
        link = self._link_attributes(address) if address else ""
        return shape_id, non_visual_properties(shape_id, name, alt, decorative=decorative, link=link)

    def record(self, shape_id: int, slot: str, origin: Origin, shown: str) -> None:
        """Add a shape to the record of origins: it shows content of `origin`, as the text `shown`."""
        self.origins.append(shape_element(shape_id, slot, origin, shown, self.context.inside))

    def inherited(self, placeholder: Placeholder) -> Inherited:
        """Return what a shape in this placeholder inherits from the layout of the slide."""
        index = "0" if placeholder.index is None else str(placeholder.index)
        return self.context.layout(self.page.layout_key).placeholder(placeholder.kind, index)

    def _link_attributes(self, address: str) -> str:
        """Return the attributes of a link's `a:hlinkClick`; empty if the target is unknown: the text is then not linked."""
        if address.startswith("#"):
            target = self.context.slide_parts.get(address[1:])
            if target is None:
                return ""
            return f'r:id="{self.part.relate(RT.SLIDE, target)}" action="ppaction://hlinksldjump"'
        url = stored_address(clean(address))
        return f'r:id="{self.part.relate(RT.HYPERLINK, url)}"' if url else ""
