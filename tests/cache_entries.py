"""The files that the cache has for a deck, for tests that count, change or delete them."""

from pathlib import Path

from deckgen.cache import location
from deckgen.io.project import project_of


def cached(deck: Path, kind: str) -> list[Path]:
    """The entries of one kind in the cache of a deck's project, sorted by path."""
    directory = location.directory(project_of(deck))
    assert directory is not None
    return sorted(path for path in (directory / kind).glob("*") if path.suffix != ".tmp")
