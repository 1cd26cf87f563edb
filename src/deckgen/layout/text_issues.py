"""Issues of content that does not fit, shrinks or continues: how much too long a text is, and how much to cut.

Errors stop a build. Warnings, which `deckgen check` shows, are about text that fits only smaller or on more slides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import TextStyle
from deckgen.diagnostics import Issue, Origin, Severity, make_issue
from deckgen.diagnostics.wording import counted
from deckgen.ir.blocks import Block, Paragraph, Slide, Text
from deckgen.layout.measure import Measurer
from deckgen.layout.measured_text import ParagraphLayout
from deckgen.layout.sizes import size_at, style_of
from deckgen.layout.text import SlotArea, broken_word
from deckgen.line_breaking.hyphenation import without_divisions

_MAX_QUOTE_LENGTH = 300


class Overflow(Struct, frozen=True):
    """How much too long a text is: the number of its lines, how many of them fit, and the text that does not fit."""

    line_count: int
    fitting_lines: int
    excess: str

    @property
    def amount_to_cut(self) -> str:
        """How much to cut, in words, or in characters if there are hardly any words."""
        words = len(self.excess.split())
        if words > 3:
            return number_of(words, "word")
        return number_of(max(len(self.excess.strip()), 1), "character")


def number_of(number: int, noun: str) -> str:
    """`3 words`, `1 word`; numbers from 20 on are rounded to tens, since they are estimates."""
    shown = number if number < 20 else round(number, -1)
    return counted(shown, noun)


def measure_overflow(measured: Sequence[ParagraphLayout], height: int) -> Overflow:
    """Measure how much of a stack of paragraphs exceeds `height` EMU."""
    fitting = used = 0
    excess: list[str] = []
    for i, m in enumerate(measured):
        used += m.space_before if i else 0
        fit = min(m.line_count, max(0, (height - used) // m.line_height))
        fitting += fit
        if fit < m.line_count:
            excess.append(without_divisions(m.plain_text[m.line_starts[fit] :]))
        used += m.height
    return Overflow(sum(m.line_count for m in measured), fitting, " ".join(excess))


def too_long(
    measurer: Measurer,
    block: Block | Slide,
    paragraphs: Sequence[Paragraph],
    area: SlotArea,
    step: int,
    label: str = "",
) -> Issue:
    """The error that text in a slot that must not continue is longer than the slot at its smallest size.

    `label` names the text in the message; by default, the slot does.
    """
    over = measure_overflow(measurer.measure_all(paragraphs, area.slot.styles, area.width, step), area.height)
    lines = f"it takes {number_of(over.line_count, 'line')} and {over.fitting_lines} fit"
    message = f"the {label or _slot_label(area)} is too long: {lines}"
    is_composed = isinstance(block, Slide) and block.title_origin is None  # no line of the content has its words
    words = f" of “{_quoted(' '.join(one.plain_text for one in paragraphs).strip())}”" if is_composed else ""
    return make_issue("too-long", message, origin_of(block), f"cut about {over.amount_to_cut}{words}")


def origin_inside(block: Block, origins: Iterable[Origin]) -> Origin:
    """The first of `origins` that is inside the block; else the block's own.

    A text that was written elsewhere (a metric) may be on many slides, and would not lead to this one.
    """
    outer = block.origin
    inner = (o for o in origins if o.file == outer.file and o.path[: len(outer.path)] == outer.path)
    return next(inner, outer) if outer.path else outer


def origin_of(block: Block | Slide) -> Origin:
    """The origin of a block; of a slide, that of its title if it is known."""
    return (block.title_origin or block.origin) if isinstance(block, Slide) else block.origin


def is_composed(block: Text) -> bool:
    """Whether no word of a block is from the content: deckgen composed it, such as the number of a part."""
    return bool(block.origin.path) and not any(paragraph.origins for paragraph in block.paragraphs)


def shrinking_issue(
    measurer: Measurer, issue: Issue, paragraphs: Iterable[Paragraph], styles: Mapping[str, TextStyle], step: int
) -> Issue:
    """The issue that text is smaller than normal: a note as long as most of its characters have a comfortable size."""
    characters_by_size: Counter[int] = Counter()
    for paragraph in paragraphs:
        characters_by_size[size_at(style_of(paragraph, styles), step)] += len(paragraph.plain_text)
    main_size = max(characters_by_size, key=lambda size: characters_by_size[size], default=0)
    return issue if main_size < measurer.look.comfortable_size else replace(issue, severity=Severity.NOTE)


def shrinks(measurer: Measurer, block: Block, paragraphs: Sequence[Paragraph], area: SlotArea, step: int) -> Issue:
    """The warning that text fits only below the normal size of its slot; it may be cut anywhere, so all of it is reported."""
    measured = measurer.measure_all(paragraphs, area.slot.styles, area.width, 0)
    over = measure_overflow(_with_long_figure_last(paragraphs, measured), area.height)
    style = _largest_shrunk_style(paragraphs, area, step)
    normal, size = f"{style.size / 100:g} pt", f"{size_at(style, step) / 100:g} pt"
    message = f"the text of '{_slot_label(area)}' shrinks to {size}"
    hint = f"cut about {over.amount_to_cut} to keep {normal}"
    issue = make_issue("shrinks", message, block.origin, hint)
    return shrinking_issue(measurer, issue, paragraphs, area.slot.styles, step)


def _with_long_figure_last(
    paragraphs: Sequence[Paragraph], measured: Sequence[ParagraphLayout]
) -> Sequence[ParagraphLayout]:
    """Put a figure of several lines behind its label: of the two, the figure is what does not fit."""
    is_long = [p.style == "figure" and m.line_count > 1 for p, m in zip(paragraphs, measured, strict=True)]
    pairs = list(zip(is_long, measured, strict=True))
    return [m for long, m in pairs if not long] + [m for long, m in pairs if long]


def too_wide(block: Block, area: SlotArea, word: str, pieces: Sequence[str]) -> Issue:
    """The error that a figure would be broken over two lines, where it reads as two."""
    message = f"the {_slot_label(area)} is too long: “{_quoted(word)}” is wider than its place"
    cut = number_of(max(len(word) - max(map(len, pieces)), 1), "character")
    return make_issue("too-long", message, origin_of(block), f"cut about {cut}, as $8.1M does for $8,100,000")


def narrows(
    measurer: Measurer, block: Block, paragraphs: Sequence[Paragraph], area: SlotArea, step: int, word: str
) -> Issue:
    """The warning that text is smaller than normal only so that a long word is not broken; it is reported at that word's text."""
    style = _largest_shrunk_style(paragraphs, area, step)
    message = f"the text of '{_slot_label(area)}' shrinks to {size_at(style, step) / 100:g} pt"
    hint = f"“{_quoted(word)}” is too wide at {style.size / 100:g} pt: use shorter words"
    with_word = (p for p in paragraphs if broken_word(measurer, (p,), area, 0))
    issue = make_issue("shrinks", message, origin_inside(block, next(with_word).origins), hint)
    return shrinking_issue(measurer, issue, paragraphs, area.slot.styles, step)


def continues(
    measurer: Measurer,
    block: Block,
    paragraphs: Sequence[Paragraph],
    area: SlotArea,
    step: int,
    pages: Sequence[Sequence[Paragraph]],
) -> Issue:
    """The warning that text takes more than one slide; it is reported where the second of `pages` begins."""
    over = measure_overflow(measurer.measure_all(paragraphs, area.slot.styles, area.width, step), area.height)
    message = f"the text of '{_slot_label(area)}' takes {len(pages)} slides"
    origin = origin_inside(block, (o for page in pages[1:2] for paragraph in page for o in paragraph.origins))
    return make_issue("continues", message, origin, f"cut about {over.amount_to_cut} to keep it on one slide")


def shortened(block: Block, what: str, text: str) -> Issue:
    """The warning that a text which deckgen repeats (in footers, over titles) has no room there and is shortened."""
    message = f"the {what} has no room for all of “{_quoted(text)}” and is shortened"
    return make_issue("shortened", message, block.origin, "write it shorter to show all of it")


def _quoted(text: str) -> str:
    """A text as messages quote it: only its beginning if it is longer than `_MAX_QUOTE_LENGTH`."""
    return text if len(text) <= _MAX_QUOTE_LENGTH else text[:_MAX_QUOTE_LENGTH].rstrip() + "…"


def _largest_shrunk_style(paragraphs: Sequence[Paragraph], area: SlotArea, step: int) -> TextStyle:
    """The largest of the styles that are smaller at a step than normally."""
    styles = (style_of(paragraph, area.slot.styles) for paragraph in paragraphs)
    return max(styles, key=lambda style: (style.size > size_at(style, step), style.size))


def _slot_label(area: SlotArea) -> str:
    return area.slot.name.replace("-", " ")
