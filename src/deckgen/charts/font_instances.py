"""Variable fonts → files of the instances that charts are drawn with: matplotlib draws a font at its default weight only."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from deckgen.charts.errors import ChartError
from deckgen.fonts import process


def instance_file(path: Path, weight: float, index: int) -> Path:
    """Return a file with the instance of a variable font at a weight, which exists until the program ends.

    `index` is the position of the face in a collection. Raises ChartError if there can be no such instance.
    """
    try:
        status = path.stat()
        return _instance_file(path, weight, index, (status.st_size, status.st_mtime_ns))
    except (OSError, process.FontError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ChartError(f"the font {path.name} is not available at the weight {weight:g}: {reason}") from error


@lru_cache(maxsize=64)
def _instance_file(path: Path, weight: float, index: int, _stamp: tuple[int, int]) -> Path:
    data = process.make_instance(path, weight, index)
    with NamedTemporaryFile(dir=_folder().name, suffix=path.suffix, delete=False) as file:
        file.write(data)
    return Path(file.name)


@lru_cache(maxsize=1)
def _folder() -> TemporaryDirectory[str]:
    """Return a folder of this process, which is removed at its end."""
    return TemporaryDirectory(prefix="deckgen-charts-", ignore_cleanup_errors=True)
