"""The cache of layout from one run over a deck to the next: widths of words, and placed slides whose blocks are the same.

Everything cached is the result of a pure function, with a digest of all its inputs as its key, so the results are the same as
without a cache. Between processes the slides are stored as bytes, together with a digest of their common inputs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec
from msgspec import Raw, Struct, field
from msgspec.structs import replace

from deckgen.brand.types import Brand, SlideLayout
from deckgen.cache import fingerprint
from deckgen.diagnostics import make_issue
from deckgen.ir.blocks import Slide
from deckgen.layout import parallel
from deckgen.layout.measure import Measurer
from deckgen.layout.shrink_consensus import Steps
from deckgen.layout.slide_layout import PlacedSlide, SlideLayouter, Wording
from deckgen.layout.text_issues import origin_of

_MIN_SLIDES_PER_PROCESS = 150
"""The number of slides from which on another process saves time: placing them takes 0.1 s."""
_encode = msgspec.msgpack.Encoder(enc_hook=str).encode


class _Kept(Struct, frozen=True, array_like=True):
    """Stored slides by the digests of their own inputs, and the digest of their common inputs."""

    common: bytes
    slides: dict[bytes, Raw]


class LayoutCache(Struct):
    """The cache of one deck for one brand, wording and draft; with another of these it starts empty.

    A slide with a picture is always placed again, because the picture may have another size by now. A cache that is not
    reusable serves a single run and computes no digests.
    """

    is_reusable: bool = True
    layouter: SlideLayouter | None = None
    _previous: dict[bytes, PlacedSlide] = field(default_factory=dict)
    _now: dict[bytes, PlacedSlide] = field(default_factory=dict)
    _common: bytes = b""
    _stored: bytes = b""
    _raw: dict[bytes, Raw] = field(default_factory=dict)

    def recall(self, kept: bytes) -> None:
        """Use the bytes that `kept` returned in an earlier process."""
        self._stored = kept

    def begin(self, brand: Brand, wording: Wording, draft: bool) -> None:
        """Begin a layout: slides that the last one did not use are dropped."""
        known = self.layouter
        if known is None or known.brand is not brand or (known.wording, known.draft) != (wording, draft):
            # Before a font is opened: if it is replaced later, its new digest must not be that of the measured font.
            self._common = _common(brand, wording, draft) if self.is_reusable else b""
            self.layouter, self._now = SlideLayouter(brand, Measurer(brand), wording, draft), {}
            self._raw, self._stored = _slides(self._stored, self._common), b""
        self._previous, self._now = self._now, {}

    def place(self, slide: Slide, minimum_steps: Mapping[str, Steps]) -> PlacedSlide:
        """Place a slide, or return the cached result for an equal slide and equal steps (by key of the layout)."""
        assert self.layouter is not None
        key = self._key(slide, minimum_steps)
        return self._store(key, self._find(key) or _place(self.layouter, slide, minimum_steps))

    def place_all(self, slides: Sequence[Slide]) -> list[PlacedSlide]:
        """Place slides independently of each other, on all cores if there are many."""
        assert self.layouter is not None
        keys = [self._key(slide, {}) for slide in slides]
        known = [self._find(key) for key in keys]
        new = [slide for slide, placed in zip(slides, known, strict=True) if placed is None]
        placer = self.layouter
        placed = iter(parallel.parallel_map(lambda slide: _place(placer, slide, {}), new, _MIN_SLIDES_PER_PROCESS))
        return [self._store(key, one or next(placed)) for key, one in zip(keys, known, strict=True)]

    def kept(self) -> bytes | None:
        """The slides of the last layout, for a later process; None if they are the same as those given to `recall`."""
        if not self._common or self._now.keys() == self._raw.keys():
            return None
        slides = {key: self._raw.get(key) or Raw(_encode(placed)) for key, placed in self._now.items()}
        return _encode(_Kept(self._common, slides))

    def _key(self, slide: Slide, minimum_steps: Mapping[str, Steps]) -> bytes:
        """Digest the inputs of one slide; empty if the slide is not to be cached."""
        if not self._common or any(block.files for block in slide.blocks):
            return b""
        assert self.layouter is not None
        layout = _layout(self.layouter.brand, slide)
        steps = minimum_steps.get(layout.key, {}) if layout else {}
        try:
            return _digest((slide, sorted(steps.items())))
        except ValueError:  # a file name that cannot be encoded
            return b""

    def _find(self, key: bytes) -> PlacedSlide | None:
        if key in self._raw:
            try:
                placed = _decode(self._raw[key])
            except (ValueError, RecursionError):
                del self._raw[key]
                return None
            # Stored data must not decide which files are opened.
            return None if any(page.files for page in placed.pages) else placed
        return self._now.get(key) or self._previous.get(key)

    def _store(self, key: bytes, placed: PlacedSlide) -> PlacedSlide:
        if key:
            self._now[key] = placed
        return placed


def _slides(data: bytes, common: bytes) -> dict[bytes, Raw]:
    """The slides that an earlier process stored, if it had the same brand, fonts, wording and draft."""
    try:
        stored = msgspec.msgpack.decode(data, type=_Kept)
    except (ValueError, RecursionError):
        return {}
    return {key: raw for key, raw in stored.slides.items() if key} if common and stored.common == common else {}


def _common(brand: Brand, wording: Wording, draft: bool) -> bytes:
    """Digest the common inputs of all slides: the brand, its font files, the wording, the draft.

    Empty if the files cannot be read or their names cannot be encoded.
    """
    try:
        fonts = fingerprint.file_digests((*brand.font.files, *brand.fallback.files))
        return _digest((replace(brand, sources={}), fonts, wording, draft))
    except (OSError, ValueError):
        return b""


def _digest(value: object) -> bytes:
    return hashlib.blake2b(_encode(value), digest_size=16).digest()


def _decode(raw: Raw) -> PlacedSlide:
    return _decoder().decode(raw)


@lru_cache(maxsize=1)
def _decoder() -> msgspec.msgpack.Decoder[PlacedSlide]:
    """Created when it is needed, since inspecting the types of all frames takes 3 ms."""
    return msgspec.msgpack.Decoder(PlacedSlide)


def _layout(brand: Brand, slide: Slide) -> SlideLayout | None:
    return brand.layout_for(slide.layout, [block.slot for block in slide.blocks])


def _place(placer: SlideLayouter, slide: Slide, minimum_steps: Mapping[str, Steps]) -> PlacedSlide:
    layout = _layout(placer.brand, slide)
    if layout is None:
        slots = ", ".join(sorted({block.slot for block in slide.blocks}))
        message = f"the brand '{placer.brand.name}' has no layout for '{slide.layout}'"
        hint = f"add layouts/…/{slide.layout}.yaml with the slots {slots}"
        return PlacedSlide((), (make_issue("no-layout", message, origin_of(slide), hint),))
    return placer.place(slide, layout, minimum_steps.get(layout.key, {}))
