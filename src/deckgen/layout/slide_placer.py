"""Slides of one deck → placed slides; one whose blocks were placed before is taken from the cache."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.cache import fingerprint
from deckgen.cache.build_cache import BuildCache
from deckgen.diagnostics import make_issue
from deckgen.ir.blocks import Slide
from deckgen.layout.measure import Measurer
from deckgen.layout.shrink_consensus import Steps
from deckgen.layout.slide_layout import PlacedSlide, SlideLayouter, Wording
from deckgen.layout.text_issues import origin_of
from deckgen.layout.text_warnings import find_shown_texts

KIND, MEASURER_KIND = "placed", "measurer"
"""The kinds of these results in a `BuildCache`: placed slides, and the measurer, which only later builds of a process can use."""
CACHED_KINDS = (KIND, MEASURER_KIND)


class SlidePlacer:
    """Places the slides of one deck with one brand and wording."""

    def __init__(self, brand: Brand, wording: Wording, draft: bool, cache: BuildCache) -> None:
        self._cache, self._brand = cache, brand
        # Before a font is opened: if it is replaced later, its new digest must not be that of the measured font.
        fonts = fingerprint.readable_file_digests((*brand.font.files, *brand.fallback.files))
        self._common_key = cache.key(KIND, replace(brand, sources={}), fonts, wording, draft) if fonts else b""
        self.measurer = self._load_measurer(fonts)
        self._layouter = SlideLayouter(brand, self.measurer, wording, draft)

    def _load_measurer(self, fonts: tuple[tuple[str, str], ...]) -> Measurer:
        key = self._cache.key(MEASURER_KIND, self._brand.font, self._brand.fallback, fonts) if fonts else b""
        measurer = self._cache.get(MEASURER_KIND, key, Measurer)
        if measurer is None or measurer.is_full:
            measurer = Measurer(self._brand)
            self._cache.put(MEASURER_KIND, key, measurer)
        return measurer

    def place(self, slide: Slide, minimum_steps: Mapping[str, Steps]) -> PlacedSlide:
        """Place a slide; no text is larger than at the steps that `minimum_steps` has for its layout, by the layout's key."""
        layout = self._brand.layout_for(slide.layout, [block.slot for block in slide.blocks])
        steps = minimum_steps.get(layout.key, {}) if layout else {}
        key = self._key(slide, steps)
        placed = self._cache.get(KIND, key, PlacedSlide)
        if placed is None:
            placed = self._layouter.place(slide, layout, steps) if layout else self._without_layout(slide)
            placed = replace(placed, texts=tuple(find_shown_texts(placed.pages)))
            self._cache.put(KIND, key, placed)
        return placed

    def _key(self, slide: Slide, steps: Steps) -> bytes:
        if not self._common_key:
            return b""
        return self._cache.key(KIND, self._common_key, slide, sorted(steps.items()))

    def _without_layout(self, slide: Slide) -> PlacedSlide:
        slots = ", ".join(sorted({block.slot for block in slide.blocks}))
        message = f"the brand '{self._brand.name}' has no layout for '{slide.layout}'"
        hint = f"add layouts/…/{slide.layout}.yaml with the slots {slots}"
        return PlacedSlide((), (make_issue("no-layout", message, origin_of(slide), hint),))
