"""What layout takes over from one run over a deck to the next: widths of words, and slides placed whose blocks are the same.

Everything kept is the result of a pure function, under a digest of all that went into it, so that what comes out is what
placing anew would give. From one process to the next the slides travel as bytes, beside what else decides how they are placed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

import msgspec
from msgspec import Raw, Struct, field
from msgspec.structs import replace

from deckgen.brand.types import Brand, SlideLayout
from deckgen.cache import fingerprint
from deckgen.ir.blocks import Picture, Slide
from deckgen.ir.frames import PictureFrame
from deckgen.layout import parallel
from deckgen.layout.measure import Measurer
from deckgen.layout.problems import Problem
from deckgen.layout.shrink_consensus import Steps
from deckgen.layout.slide_layout import PlacedSlide, SlideLayouter, Wording

_FEWEST = 150
"""Slides for which another process is worth its while: it takes 0.1 s to place them."""
_encode = msgspec.msgpack.Encoder(enc_hook=str).encode


class _Kept(Struct, frozen=True, array_like=True):
    """Slides as placed, by the digests of what went into each, and the digest of what went into all."""

    common: bytes
    slides: dict[bytes, Raw]


class LayoutCache(Struct):
    """What is known of one deck for one brand, wording and draft; given others it starts anew.

    A slide with a picture is always placed again, because the file may have another extent by now. One that does not `learn`
    serves a single run.
    """

    learns: bool = True
    placer: SlideLayouter | None = None
    _last: dict[bytes, PlacedSlide] = field(default_factory=dict)
    _now: dict[bytes, PlacedSlide] = field(default_factory=dict)
    _common: bytes = b""
    _recalled: bytes = b""
    _raw: dict[bytes, Raw] = field(default_factory=dict)

    def recall(self, kept: bytes) -> None:
        """Take over what `kept` gave in an earlier process."""
        self._recalled = kept

    def begin(self, brand: Brand, wording: Wording, draft: bool) -> None:
        """Begin a layout: what the last one did not use is forgotten."""
        known = self.placer
        if known is None or known.brand is not brand or (known.wording, known.draft) != (wording, draft):
            # Before a font is opened: one that is replaced meanwhile must not be taken for the one that was measured.
            self._common = _common(brand, wording, draft) if self.learns else b""
            self.placer, self._now = SlideLayouter(brand, Measurer(brand), wording, draft), {}
            self._raw, self._recalled = _slides(self._recalled, self._common), b""
        self._last, self._now = self._now, {}

    def place(self, slide: Slide, least: Mapping[str, Steps]) -> PlacedSlide:
        """Place a slide, or give what an equal one became at equal steps."""
        assert self.placer is not None
        key = self._key(slide, least)
        return self._kept(key, self._known(key) or _place(self.placer, slide, least))

    def place_all(self, slides: Sequence[Slide]) -> list[PlacedSlide]:
        """Place slides without regard to each other, those of a large deck on all cores."""
        assert self.placer is not None
        keys = [self._key(slide, {}) for slide in slides]
        known = [self._known(key) for key in keys]
        new = [slide for slide, placed in zip(slides, known, strict=True) if placed is None]
        placed = iter(parallel.spread(partial(_place, self.placer, least={}), new, _FEWEST))
        return [self._kept(key, one or next(placed)) for key, one in zip(keys, known, strict=True)]

    def kept(self) -> bytes | None:
        """Give the slides of the last layout for a later process; None where they are those that this one was given."""
        if not self._common or self._now.keys() == self._raw.keys():
            return None
        slides = {key: self._raw.get(key) or Raw(_encode(placed)) for key, placed in self._now.items()}
        return _encode(_Kept(self._common, slides))

    def _key(self, slide: Slide, least: Mapping[str, Steps]) -> bytes:
        """Digest all that is special to a slide; nothing for one that is not to be kept."""
        if not self._common or any(isinstance(block, Picture) for block in slide.blocks):
            return b""
        assert self.placer is not None
        layout = _layout(self.placer.brand, slide)
        steps = least.get(layout.key, {}) if layout else {}
        try:
            return _digest((slide, sorted(steps.items())))
        except ValueError:  # a file whose name is no text
            return b""

    def _known(self, key: bytes) -> PlacedSlide | None:
        if key in self._raw:
            try:
                placed = _decode(self._raw[key])
            except (ValueError, RecursionError):
                del self._raw[key]
                return None
            # Nothing that was kept decides which files are opened.
            shown = (frame for page in placed.pages for frame in page.frames)
            return None if any(isinstance(frame, PictureFrame) for frame in shown) else placed
        return self._now.get(key) or self._last.get(key)

    def _kept(self, key: bytes, placed: PlacedSlide) -> PlacedSlide:
        if key:
            self._now[key] = placed
        return placed


def _slides(recalled: bytes, common: bytes) -> dict[bytes, Raw]:
    """Give the slides that an earlier process kept, if it had the same brand, fonts, wording and draft."""
    try:
        found = msgspec.msgpack.decode(recalled, type=_Kept)
    except (ValueError, RecursionError):
        return {}
    return {key: raw for key, raw in found.slides.items() if key} if common and found.common == common else {}


def _common(brand: Brand, wording: Wording, draft: bool) -> bytes:
    """Digest what decides how slides are placed beside the slides: the brand, its font files, the wording, the draft.

    Nothing where that cannot be told, as in a folder whose name is no text.
    """
    try:
        fonts = fingerprint.of((*brand.font.files, *brand.fallback.files))
        return _digest((replace(brand, sources={}), fonts, wording, draft))
    except (OSError, ValueError):
        return b""


def _digest(value: object) -> bytes:
    return hashlib.blake2b(_encode(value), digest_size=16).digest()


def _decode(raw: Raw) -> PlacedSlide:
    return _decoder().decode(raw)


@lru_cache(maxsize=1)
def _decoder() -> msgspec.msgpack.Decoder[PlacedSlide]:
    """Made when it is needed: to look through the types of all frames takes 3 ms."""
    return msgspec.msgpack.Decoder(PlacedSlide)


def _layout(brand: Brand, slide: Slide) -> SlideLayout | None:
    return brand.layout_for(slide.layout, [block.slot for block in slide.blocks])


def _place(placer: SlideLayouter, slide: Slide, least: Mapping[str, Steps]) -> PlacedSlide:
    layout = _layout(placer.brand, slide)
    if layout is None:
        slots = ", ".join(sorted({block.slot for block in slide.blocks}))
        message = f"the brand '{placer.brand.name}' has no layout for '{slide.layout}'"
        hint = f"add layouts/…/{slide.layout}.yaml with the slots {slots}"
        return PlacedSlide((), (Problem("no-layout", message, slide, hint),))
    return placer.place(slide, layout, least.get(layout.key, {}))
