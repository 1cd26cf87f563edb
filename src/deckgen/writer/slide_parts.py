"""Slides and layouts as XML, from one build to the next: those whose input has not changed are not written.

This saves 20 of the 25 ms that writing takes in a rebuild after one edit (benchmarks/rebuild.py), and 35 of 95 ms in a process
of its own. Slides are cached compressed, as the package stores them, so that they are neither compressed nor looked up by their
bytes again. Those of large decks are cached in one process only: each takes 4 KB.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.cache.build_cache import NO_CACHE, BuildCache
from deckgen.ir.frames import DeckFrames, Page
from deckgen.writer.deflated_parts import Deflated, find_deflated
from deckgen.writer.package import Part

SLIDE_KIND, LARGE_DECK_KIND, LAYOUT_KIND = "slides", "slides-of-large-deck", "layouts"
"""The kinds of these results in a `BuildCache`; those of large decks are not stored for later processes."""
PART_KINDS = (SLIDE_KIND, LARGE_DECK_KIND, LAYOUT_KIND)
LARGE_DECK = 200
"""A deck with more slides is large."""


class WrittenSlide(Struct, frozen=True, array_like=True):
    """A slide as written: its XML compressed, its relationships, and its XML in the record of origins (`slide_origins`)."""

    deflated: Deflated
    relations: dict[tuple[str, str, bool], str]
    origins: str


class SlideParts:
    """The cached XML of the slides and layouts of one deck.

    `template` are the bytes of the template of its brand, `folder` is that of its content, for the names of files.
    """

    def __init__(
        self, deck: DeckFrames, brand: Brand, cache: BuildCache, template: bytes = b"", folder: str = ""
    ) -> None:
        self._cache = cache
        brand_key = cache.key(LAYOUT_KIND, replace(brand, sources={}), hashlib.sha256(template).digest())
        tracker = deck.options.tracker.entries if deck.options.tracker else ()
        prompts = (*deck.options.prompts.items(), *deck.options.others.items())
        self._layout_inputs = (brand_key, deck.language, deck.footer, deck.options.date, tracker, prompts)
        pages = [(page.id, page.layout_key) for page in deck.pages]
        is_large = len(pages) > LARGE_DECK
        self._slide_kind = LARGE_DECK_KIND if is_large else SLIDE_KIND
        self._deflated_cache = NO_CACHE if is_large else cache
        inputs = (brand_key, deck.language, deck.footer, deck.options, pages, folder, zlib.ZLIB_RUNTIME_VERSION)
        self._slide_inputs = cache.key(self._slide_kind, *inputs)

    def layout_xml(self, name: str, write: Callable[[], str]) -> str:
        """Return the XML of a layout, or of the master, from the cache, else what `write` returns."""
        key = self._cache.key(LAYOUT_KIND, name, *self._layout_inputs)
        xml = self._cache.get(LAYOUT_KIND, key, str)
        if xml is None:
            xml = write()
            self._cache.put(LAYOUT_KIND, key, xml)
        return xml

    def load(self, page: Page, part: Part, images: list[str]) -> str | None:
        """Fill the part of a slide from the cache and return its XML in the record of origins; None if it has to be written.

        `images` are the names of the parts that it shows, which are numbered throughout the deck.
        """
        cached = self._cache.get(self._slide_kind, self._key(page, images), WrittenSlide)
        if cached is None:
            return None
        part.deflated, part.relations = cached.deflated, dict(cached.relations)
        return cached.origins

    def store(self, page: Page, part: Part, images: list[str], origins: str) -> None:
        """Store a slide as written, and compress its part."""
        part.deflated = find_deflated(part.data, part.level, self._deflated_cache)
        written = WrittenSlide(part.deflated, dict(part.relations), origins)
        self._cache.put(self._slide_kind, self._key(page, images), written)

    def _key(self, page: Page, images: list[str]) -> bytes:
        return self._cache.key(self._slide_kind, self._slide_inputs, page, images)
