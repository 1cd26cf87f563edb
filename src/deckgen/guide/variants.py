"""The kinds and the brand that comes with deckgen → the variants of each kind that the guide shows, and where they are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from deckgen.build import pipeline
from deckgen.diagnostics import UserFacingError
from deckgen.guide.examples import write_example_deck
from deckgen.kinds import Kind, find_kinds
from deckgen.kinds._variants import SEPARATOR, STANDARD, names
from deckgen.model.content import Variant


class ShownVariant(Struct, frozen=True):
    """A variant in the guide: its name, the sentences on when it is chosen, and whether the kind's own example has it.

    `entry` is the slide that shows it, as YAML.
    """

    kind: str
    name: str
    description: str
    is_in_example: bool
    entry: str

    @property
    def id(self) -> str:
        """The name of its picture, and the id of the slide that is drawn for it."""
        return f"{self.kind}{SEPARATOR}{self.name}"


@lru_cache(maxsize=1)
def shown_variants() -> Mapping[str, Sequence[ShownVariant]]:
    """Return the variants of each kind that has some in the brand that comes with deckgen, in order of preference.

    The standard layout is the last. Raises UserFacingError if the examples cannot be laid out.
    """
    with TemporaryDirectory() as work:
        laid_out = pipeline.lay_out(write_example_deck(Path(work)))
    if laid_out.deck is None or laid_out.brand is None:
        raise UserFacingError("the examples do not build: " + "; ".join(issue.message for issue in laid_out.issues))
    layouts = {name: layout.slots.keys() for name, layout in laid_out.brand.layouts.items()}
    drawn = {page.kind: page.layout for page in reversed(laid_out.deck.pages)}
    shown: dict[str, Sequence[ShownVariant]] = {}
    for name, kind in find_kinds().items():
        in_brand = names(name, layouts)
        if known := [variant for variant in kind.Content.variants if variant.name in in_brand]:
            shown[name] = tuple(_shown(name, kind, known, drawn[name].partition(SEPARATOR)[2] or STANDARD))
    return shown


def _shown(name: str, kind: Kind, variants: Sequence[Variant], of_example: str) -> Iterator[ShownVariant]:
    """Yield the variants of a kind, whose own example has the variant `of_example`."""
    is_summary = kind.Content.generated is not None
    described = [(each.name, _description(each, is_summary=is_summary), each.example) for each in variants]
    described.append((STANDARD, "if no other is chosen", kind.Content.standard_example))
    for variant, description, example in described:
        entry = f"{(example or kind.EXAMPLE).strip()}\nid: {name}{SEPARATOR}{variant}\nvariant: {variant}\n"
        yield ShownVariant(name, variant, description, variant == of_example, entry)


def _description(variant: Variant, *, is_summary: bool) -> str:
    """Return when a variant is chosen, and where it is not."""
    if variant.suits is None:
        return f"{variant.when}; only if a slide names it"
    unless = " (except in a version with `only`)" if is_summary else ""
    exceptions = [
        *(["beside an `aside:`"] if variant.needs_full_width else []),
        *([f"with `density: read`{unless}, since it leaves texts to other slides"] if not variant.complete else []),
    ]
    return "; not ".join([variant.when, *exceptions])
