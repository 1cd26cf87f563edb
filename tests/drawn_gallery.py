"""The charts of the gallery, drawn once for all tests that check them."""

from functools import cache

from deckgen import gallery


@cache
def examples() -> dict[str, gallery.Example]:
    """Every chart of the gallery by its name."""
    return {one.name: one for one in gallery.draw_examples()}
