"""What the cache holds of a deck: its files, for tests that count, change or delete them."""

from pathlib import Path

from deckgen.cache import location
from deckgen.io.project import project_of


def cached(deck: Path, kind: str) -> list[Path]:
    """Give the entries of one kind of a deck's project, by name."""
    directory = location.directory(project_of(deck))
    assert directory is not None
    return sorted(path for path in (directory / kind).glob("*") if path.suffix != ".tmp")
