"""The frozen figures of a deck: written by `freeze`, deleted by `unfreeze` and by a roll to the next period."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from deckgen.io.atomic import flush_folder
from deckgen.io.confined import locate
from deckgen.io.project import allowed_root
from deckgen.model.record_files import frozen_path


def is_frozen(folder: Path) -> bool:
    """Whether the deck in `folder` has a file of frozen figures, sound or not."""
    path = frozen_path(folder)
    return path.exists() or path.is_symlink()


def end_freeze(folder: Path) -> None:
    """Delete the frozen figures of the deck in `folder`, and the folder `history` if nothing else is in it.

    Raises RefusedFileError if the folder leads out of the project, and OSError.
    """
    path = frozen_path(folder)
    history = locate(path.parent, allowed_root(folder))
    (history / path.name).unlink()
    flush_folder(history)
    with suppress(OSError):  # it has the records of periods
        history.rmdir()
