"""All slides of a deck → their frames: sizes first, then what slides share of them, then places; page numbers last.

A second process, if there can be one, does half of that for a deck of which much is new. The result is the same without it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.cache.encoding import decode, encode
from deckgen.io import second_process
from deckgen.ir.blocks import Paragraph, Run, Slide
from deckgen.layout.growth import Limits
from deckgen.layout.shaped_widths import ShapedWidths, add_widths, shaped_widths
from deckgen.layout.shared_sizes import SharedSizes, grows, panel_limits, title_limits
from deckgen.layout.slide_layout import PlacedSlide
from deckgen.layout.slide_placer import SlidePlacer, SlideSizes
from deckgen.line_breaking.hyphenation import RuledWords, ruled_words

MIN_SLIDES_IN_TWO_PROCESSES = 30
"""Fewer new slides are placed by one process: a copy costs as much as ten of a usual deck."""
_MAX_NUMBERING_ROUNDS = 3
"""A page number that gets another digit may move a page; a third round has never been necessary."""


class _PlacedHalf(Struct, frozen=True):
    """What a second process returns: slides by their positions, and what it measured for the next build."""

    placed: dict[int, PlacedSlide]
    widths: ShapedWidths
    divided_words: RuledWords


class DeckPlacer:
    """Places the slides of one deck."""

    def __init__(self, slides: Sequence[Slide], brand: Brand, placer: SlidePlacer) -> None:
        self._slides, self._brand, self._placer = slides, brand, placer
        self._last = [i for i, slide in enumerate(slides) if _shows_page_numbers(slide)]
        """The positions of the slides that are placed when the page numbers of the others are known."""

    def place_all(self) -> list[PlacedSlide]:
        """Place all slides; those that show page numbers last, and again until no page moves."""
        others = self._share_of_second_process()
        channel = second_process.start(lambda end: self._place_share(end, others)) if others else None
        own = set(range(len(self._slides))).difference(others if channel else ())
        sizes = self._sizes_of(own)
        sizes |= self._sizes_of_others(others, channel) if channel else {}
        if channel:
            channel.send(encode({i: sizes[i] for i in own}))
        limits = self._limits(sizes)
        placed = self._place(own, limits)
        if channel:
            placed |= self._places_of_others(others, limits, channel)
            channel.close()
        return self._place_last(placed, limits, [sizes[i].page_count for i in range(len(self._slides))])

    def _share_of_second_process(self) -> Collection[int]:
        """Return the positions of the slides for a second process: every other new one, if there are many."""
        if len(self._slides) < MIN_SLIDES_IN_TWO_PROCESSES:
            return ()
        new = [i for i, slide in enumerate(self._slides) if not self._placer.has_sizes(slide)]
        return frozenset(new[1::2]) if len(new) >= MIN_SLIDES_IN_TWO_PROCESSES else ()

    def _place_share(self, channel: second_process.Channel, share: Collection[int]) -> None:
        """Place the slides of a share, in the second process."""
        sizes = self._sizes_of(share)
        channel.send(encode(sizes))
        message = channel.receive()
        if message is not None:
            limits = self._limits(sizes | decode(message, dict[int, SlideSizes]))
            channel.send(encode(_PlacedHalf(self._place(share, limits), shaped_widths, ruled_words)))

    def _sizes_of_others(self, others: Collection[int], channel: second_process.Channel) -> dict[int, SlideSizes]:
        """Return the sizes that the second process found; found here if it has ended."""
        message = channel.receive()
        if message is None:
            return self._sizes_of(others)
        sizes = decode(message, dict[int, SlideSizes])
        for i, found in sizes.items():
            self._placer.retain_sizes(self._slides[i], found)
        return sizes

    def _places_of_others(
        self, others: Collection[int], limits: Sequence[Limits], channel: second_process.Channel
    ) -> dict[int, PlacedSlide]:
        """Return the frames that the second process made; made here if it has ended."""
        message = channel.receive()
        if message is None:
            return self._place(others, limits)
        half = decode(message, _PlacedHalf)
        for i, placed in half.placed.items():
            self._placer.retain_place(self._slides[i], limits[i], placed)
        add_widths(half.widths)
        ruled_words.offsets.update(half.divided_words.offsets)
        return half.placed

    def _sizes_of(self, positions: Collection[int]) -> dict[int, SlideSizes]:
        return {i: self._placer.sizes(self._slides[i]) for i in sorted(positions)}

    def _limits(self, sizes: Mapping[int, SlideSizes]) -> list[Limits]:
        """Return the sizes that each slide must not exceed, because it shares them with others."""
        all_sizes = [sizes[i] for i in range(len(self._slides))]
        layouts = [self._brand.layouts.get(one.layout) for one in all_sizes]
        used = {layout.key: layout for layout in layouts if layout is not None}
        growing = {key for key, layout in used.items() if grows(layout)}
        shared = SharedSizes(((one.layout, one.steps) for one in all_sizes), growing)
        titles = title_limits((layout, one.title_step) for layout, one in zip(layouts, all_sizes, strict=True))
        panels = panel_limits([(layout, one.steps) for layout, one in zip(layouts, all_sizes, strict=True)])
        return [
            shared.limits(one.layout, one.following_steps) | title | panel
            for one, title, panel in zip(all_sizes, titles, panels, strict=True)
        ]

    def _place(self, positions: Collection[int], limits: Sequence[Limits]) -> dict[int, PlacedSlide]:
        """Place the slides at these positions, but for those that are placed last."""
        now = sorted(set(positions).difference(self._last))
        return {i: self._placer.place(self._slides[i], limits[i]) for i in now}

    def _place_last(
        self, placed: dict[int, PlacedSlide], limits: Sequence[Limits], page_counts: Sequence[int]
    ) -> list[PlacedSlide]:
        """Place the slides that show page numbers, until no page moves; `page_counts` are those expected of all slides."""
        counts = [len(placed[i].pages) if i in placed else count for i, count in enumerate(page_counts)]
        for _ in range(_MAX_NUMBERING_ROUNDS if self._last else 0):
            targets = _link_targets(self._slides, counts)
            for i in self._last:
                placed[i] = self._placer.place(_with_page_numbers(self._slides[i], targets), limits[i])
                counts[i] = len(placed[i].pages)
            if _link_targets(self._slides, counts) == targets:
                break
        return [placed[i] for i in range(len(self._slides))]


def _shows_page_numbers(slide: Slide) -> bool:
    return bool([run for block in slide.blocks for run in block.runs() if run.page_of])


def _link_targets(slides: Sequence[Slide], page_counts: Sequence[int]) -> dict[str, tuple[str, int]]:
    """Page id and number by slide id and, for a section, by the part of the id before the `/`."""
    targets: dict[str, tuple[str, int]] = {}
    number = 0
    for slide, count in zip(slides, page_counts, strict=True):
        if count:
            targets.setdefault(slide.id, (slide.id, number + 1))
            targets.setdefault(slide.id.split("/")[0], (slide.id, number + 1))
        number += count
    return targets


def _with_page_numbers(slide: Slide, targets: dict[str, tuple[str, int]]) -> Slide:
    """The slide with page numbers and page ids instead of references to slides."""

    def resolve_run(run: Run) -> Run:
        if run.page_of and run.page_of in targets:
            page, number = targets[run.page_of]
            return replace(run, text=str(number), page_of=page)
        if run.link and run.link.startswith("#") and run.link[1:] in targets:
            return replace(run, link="#" + targets[run.link[1:]][0])
        return run

    def resolve_paragraph(paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, runs=tuple(resolve_run(run) for run in paragraph.runs))

    return replace(slide, blocks=tuple(block.with_paragraphs(resolve_paragraph) for block in slide.blocks))
