"""Variants of kinds: other layouts for the same content, each a file `KIND--VARIANT.yaml` of the brand.

A kind states its variants in order of preference, each with the content that it suits (`Content.variants`). The first that suits
and for which the brand has a layout is composed; without any, the slide has the kind's standard layout. An author may name one
(`variant: cards`), also one that only the brand knows, or `standard`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from deckgen.diagnostics import Issue, make_issue
from deckgen.diagnostics.suggestions import hint_for
from deckgen.ir.blocks import Slide
from deckgen.kinds._aside import aside_of, with_aside
from deckgen.model import SlideContent
from deckgen.resolve import Context

if TYPE_CHECKING:
    from deckgen.kinds import Kind

STANDARD = "standard"
"""The name of a kind's own layout."""
SEPARATOR = "--"
"""Between the name of a layout and that of a variant of it."""

Layouts = Mapping[str, Collection[str]]
"""The names of the slots of each layout of a brand, by the name of the layout."""


def compose(
    kind: Kind, content: SlideContent, context: Context, layouts: Layouts, *, complete_only: bool = False
) -> Slide:
    """Compose a slide, with its aside, in the variant that its author names, else in the first one that suits its content.

    With `complete_only`, it is one that leaves no text off the slide, unless its author names it.
    """
    composed = _compose_variant(kind, content, context, layouts, complete_only=complete_only)
    return with_aside(composed, content, context, layouts)


def _compose_variant(
    kind: Kind, content: SlideContent, context: Context, layouts: Layouts, *, complete_only: bool
) -> Slide:
    """Compose a slide without its aside; in the standard layout if no variant suits it."""
    for variant in _candidates(content, context, layouts, complete_only=complete_only):
        composed = kind.compose(content, replace(context, variant=variant))
        for layout in (f"{composed.layout}{SEPARATOR}{variant}", f"{content.kind}{SEPARATOR}{variant}"):
            slots = layouts.get(layout)
            if slots is not None and (content.variant or all(block.slot in slots for block in composed.blocks)):
                return replace(composed, layout=layout)
    return kind.compose(content, context)


def variant_issues(content: SlideContent, context: Context, layouts: Layouts) -> tuple[Issue, ...]:
    """Return the error that the author of a slide names a variant which the brand does not have; empty if there is none."""
    if content.variant is None:
        return ()
    known = [STANDARD, *names(content.kind, layouts)]
    if content.variant in known:
        return ()
    message = f"the brand has no variant `{content.variant}` of the kind `{content.kind}`"
    hint = hint_for(content.variant, known, "variants")
    return (make_issue("unknown-variant", message, context.origin.at("variant"), hint),)


def names(kind: str, layouts: Layouts) -> list[str]:
    """Return the names of the variants of a kind, or of one of its layouts, that a brand has, in alphabetical order."""
    return list(_names(kind, tuple(layouts)))


@lru_cache(maxsize=128)
def _names(kind: str, layouts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the same for the keys of layouts: a deck asks for each of its slides."""
    pairs = (layout.partition(SEPARATOR) for layout in layouts if SEPARATOR in layout)
    return tuple(sorted({variant for base, _, variant in pairs if variant and f"{base}-".startswith(f"{kind}-")}))


def _candidates(content: SlideContent, context: Context, layouts: Layouts, *, complete_only: bool) -> Iterator[str]:
    """The variants to try, in order of preference: only the one that the author names, if any."""
    if content.variant is None and not content.variants:
        return
    known = names(content.kind, layouts)
    if content.variant is not None:
        yield from (name for name in known if name == content.variant)
        return
    variants = (v for v in content.variants if v.complete or not complete_only)
    suiting = (v for v in variants if v.name in known and v.suits is not None and v.suits(content, context))
    yield from (v.name for v in suiting if not v.needs_full_width or aside_of(content) is None)
