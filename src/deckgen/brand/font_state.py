"""The state of a brand's fonts: what was built from them is valid while it is the same.

The state consists of the font files (and tables of widths) with their digests and, for a brand whose font was looked up among the
installed fonts, of a digest of their list: a font that is installed later may be the better one.
"""

from __future__ import annotations

from pathlib import Path

from deckgen.brand.types import Brand
from deckgen.cache import fingerprint
from deckgen.fonts import installed

FontState = tuple[tuple[str, str], ...]
"""The names of files with their digests; the list of installed fonts has an empty name. Empty if a file cannot be read."""


def font_state(brand: Brand) -> FontState:
    """Return the state of the fonts of a brand."""
    files = fingerprint.readable_file_digests(brand.font_files)
    if not files or not brand.depends_on_installed:
        return files
    return ("", installed.listing_digest()), *files


def is_current(state: FontState) -> bool:
    """Whether the fonts are still in this state. Raises OSError if a file cannot be read."""
    files = tuple(entry for entry in state if entry[0])
    listed = [digest for name, digest in state if not name]
    return files == fingerprint.file_digests(Path(name) for name, _ in files) and all(
        digest == installed.listing_digest() for digest in listed
    )
