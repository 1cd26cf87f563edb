"""cover: the deck's title, its event and period, and the organisation; all from deck.yaml."""

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Slide, Text
from deckgen.kinds._shared import plain_paragraph, slide
from deckgen.model import GeneratedSlide, SlideContent
from deckgen.model.reported_period import written_fields
from deckgen.resolve import Context

EXAMPLE = """\
kind: cover
"""


class Content(SlideContent):
    """A cover has no fields of its own: everything comes from deck.yaml."""

    label = "Cover"
    title_states = "own"
    generated = GeneratedSlide(with_any_section=True)
    opens_deck = True
    label_in_title = False
    has_eyebrow = False


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with title, event and period, and organisation."""
    deck = context.deck
    period = context.labels.reported(deck.period)
    subtitle = " · ".join(part for part in (deck.event, period) if part)
    file = Origin(file=deck.file)
    document = deck.documents.get(deck.file)
    names = [*(["event"] if deck.event else []), *(written_fields(document) if document else ())]
    subtitle_paragraph = plain_paragraph(subtitle, origins=tuple(file.at(name) for name in names))
    blocks = [Text("subtitle", (subtitle_paragraph,), context.origin)]
    if deck.organisation:
        organisation = plain_paragraph(deck.organisation, origins=(file.at("organisation"),))
        blocks.append(Text("organisation", (organisation,), context.origin))
    cover = slide(
        content.model_copy(update={"title": content.title or deck.title, "headline": None}), context, "cover", blocks
    )
    return replace(cover, tags=(), tag_origins=(), title_origin=cover.title_origin or file.at("title"))
