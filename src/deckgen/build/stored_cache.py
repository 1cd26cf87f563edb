"""A deck and how it is built → its `BuildCache`, with the results that earlier processes stored in the user's cache.

Brands, parsed files, readings, widths, placed slides, written slides and layouts, compressed parts, and the result
of the last build are stored. Charts and pictures have entries of their own (`charts.ChartCache`, `images.prepared`).
"""

from __future__ import annotations

from pathlib import Path

from deckgen.build.selection import WHOLE_DECK, Selection
from deckgen.cache import fingerprint, location
from deckgen.cache.build_cache import BuildCache
from deckgen.cache.store import Store
from deckgen.io.project import project_of

_KINDS_OF_SLIDES = ("placed", "slides", "built")
"""What is made of the slides of a deck, again in a fresh build."""
_STORED_KINDS = (
    "brands", "parsed-texts", "readings", "divided-words", "widths", "layouts", "deflated", "file-slides", *_KINDS_OF_SLIDES,
)  # fmt: skip


def open_cache(
    folder: Path, selection: Selection = WHOLE_DECK, *, draft: bool = False, is_fresh: bool = False
) -> BuildCache:
    """Return the cache of a deck that is built in one way; with `is_fresh`, without what earlier processes made of its slides.

    A brand is made again only where its files, its fonts or deckgen changed, and a text is read for its quantities once.
    """
    folder = folder.resolve()
    directory = location.directory(project_of(folder))
    stores = {kind: Store(directory, kind) for kind in _STORED_KINDS}
    name = fingerprint.entry_name(folder, selection, draft)
    return BuildCache(_STORED_KINDS, stores, name, fresh=_KINDS_OF_SLIDES if is_fresh else ())
