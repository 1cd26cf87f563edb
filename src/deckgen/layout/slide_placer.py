"""Slides of one deck → their sizes, and then their frames; what was found before for the same blocks is taken from the cache."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.cache import fingerprint
from deckgen.cache.build_cache import BuildCache
from deckgen.diagnostics import make_issue
from deckgen.ir.blocks import Slide
from deckgen.layout.growth import Limits
from deckgen.layout.measure import Measurer
from deckgen.layout.pieces import SlidePlan
from deckgen.layout.script_fonts import drawn_scripts
from deckgen.layout.shared_sizes import TITLE
from deckgen.layout.slide_layout import PlacedSlide, SlideLayouter, Wording
from deckgen.layout.text_issues import origin_of
from deckgen.layout.text_warnings import find_shown_texts
from deckgen.line_breaking.dictionaries import has_dictionaries
from deckgen.line_breaking.hyphenation import NO_HYPHENATION, Hyphenation

KIND, MEASURER_KIND = "placed", "measurer"
"""The kinds of these results in a `BuildCache`: sizes and frames of slides, and the measurer, which only later builds of a
process can use."""
CACHED_KINDS = (KIND, MEASURER_KIND)


class SlideSizes(Struct, frozen=True, array_like=True):
    """The sizes of a slide by itself: its layout, the steps of its groups of slots, and the number of its pages.

    The common steps of a layout are chosen from `steps` and applied to `following_steps` (see `SlidePlan`). `title_step` is the
    step of the title.
    """

    layout: str = ""
    steps: dict[str, int] = field(default_factory=dict)
    following_steps: dict[str, int] = field(default_factory=dict)
    page_count: int = 0
    title_step: int = 0


class SlidePlacer:
    """Places the slides of one deck with one brand and wording."""

    def __init__(
        self, brand: Brand, wording: Wording, draft: bool, cache: BuildCache, hyphenation: Hyphenation = NO_HYPHENATION
    ) -> None:
        self._cache, self._brand = cache, brand
        # Before a font is opened: if it is replaced later, its new digest must not be that of the measured font.
        fonts = fingerprint.readable_file_digests(brand.font_files)
        parts = replace(brand, sources={}), fonts, wording, draft, hyphenation, has_dictionaries()
        self._common_key = cache.key(KIND, *parts) if fonts else b""
        self.measurer = self._load_measurer(fonts, hyphenation)
        self._layouter = SlideLayouter(brand, self.measurer, wording, draft)
        self._plans: dict[int, SlidePlan] = {}
        """The plans of slides that were arranged without limits, by the id of the slide, which the plan keeps alive."""
        self._digests: dict[int, tuple[Slide, bytes, bytes]] = {}
        """Slides with their digests and the keys of their sizes, by the id of the slide."""

    def _load_measurer(self, fonts: tuple[tuple[str, str], ...], hyphenation: Hyphenation) -> Measurer:
        parts = self._brand.own_fonts, self._brand.fallback, drawn_scripts(self._brand), fonts, hyphenation
        key = self._cache.key(MEASURER_KIND, *parts) if fonts else b""
        measurer = self._cache.get(MEASURER_KIND, key, Measurer)
        if measurer is None or measurer.is_full:
            measurer = Measurer(self._brand, hyphenation)
            self._cache.put(MEASURER_KIND, key, measurer)
        return measurer

    def has_sizes(self, slide: Slide) -> bool:
        """Whether the cache has the sizes of a slide."""
        return self._cache.get(KIND, self._keys(slide)[1], SlideSizes) is not None

    def sizes(self, slide: Slide) -> SlideSizes:
        """The sizes that a slide has if no other slide limits them."""
        sizes = self._cache.get(KIND, self._keys(slide)[1], SlideSizes)
        if sizes is None:
            plan = self._arrange(slide, {})
            sizes = SlideSizes()
            if plan is not None:
                steps, following = plan.steps, plan.following_steps
                sizes = SlideSizes(plan.layout.key, steps, following, plan.page_count, plan.title_step)
            self.retain_sizes(slide, sizes)
        return sizes

    def retain_sizes(self, slide: Slide, sizes: SlideSizes) -> None:
        """Put the sizes of a slide into the cache."""
        self._cache.put(KIND, self._keys(slide)[1], sizes)

    def place(self, slide: Slide, limits: Limits) -> PlacedSlide:
        """Create the frames of a slide; no text is larger than at the step that `limits` has for its group of slots."""
        key = self._key_of_frames(slide, limits)
        placed = self._cache.get(KIND, key, PlacedSlide)
        if placed is None:
            plan = self._arrange(slide, limits)
            self.measurer.language = slide.language
            placed = self._layouter.place(plan) if plan else self._without_layout(slide)
            placed = replace(placed, texts=tuple(find_shown_texts(placed.pages)))
            self._cache.put(KIND, key, placed)
        return placed

    def retain_place(self, slide: Slide, limits: Limits, placed: PlacedSlide) -> None:
        """Put the frames of a slide into the cache."""
        self._cache.put(KIND, self._key_of_frames(slide, limits), placed)

    def _arrange(self, slide: Slide, limits: Limits) -> SlidePlan | None:
        """Arrange a slide, or return the plan of `sizes`; None if the brand has no layout for it."""
        layout = self._brand.layout_for(slide.layout, [block.slot for block in slide.blocks])
        if layout is None:
            return None
        self.measurer.language = slide.language
        # The size of the title does not change where other text is, nor how large: the plan of `sizes` holds with its limit, too.
        if not limits.keys() - {TITLE} and (plan := self._plans.pop(id(slide), None)) is not None:
            plan.title_step = max(plan.title_step, limits.get(TITLE, 0))
            return plan
        plan = self._layouter.arrange(slide, layout, limits)
        if not limits:
            self._plans[id(slide)] = plan
        return plan

    def _key_of_frames(self, slide: Slide, limits: Limits) -> bytes:
        return self._key("frames", self._keys(slide)[0], limits)

    def _keys(self, slide: Slide) -> tuple[bytes, bytes]:
        """Return the digest of a slide and the key of its sizes, which is asked for several times."""
        found = self._digests.get(id(slide))
        if found is None:
            digest = self._cache.key(KIND, slide) if self._common_key else b""
            found = self._digests[id(slide)] = (slide, digest, self._key("sizes", digest, {}))
        return found[1:]

    def _key(self, result: str, digest: bytes, limits: Limits) -> bytes:
        return self._cache.key(KIND, self._common_key, result, digest, sorted(limits.items())) if digest else b""

    def _without_layout(self, slide: Slide) -> PlacedSlide:
        slots = ", ".join(sorted({block.slot for block in slide.blocks}))
        message = f"the brand '{self._brand.name}' has no layout for '{slide.layout}'"
        hint = f"add layouts/…/{slide.layout}.yaml with the slots {slots}"
        return PlacedSlide((), (make_issue("no-layout", message, origin_of(slide), hint),))
