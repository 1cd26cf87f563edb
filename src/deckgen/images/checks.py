"""Check the picture files that content refers to.

Input: a file and the project in which it must be. Output: an issue without a place, or None. The module `opening` defines which
formats are read and how large a picture may be.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG

from deckgen.diagnostics import Issue, make_issue
from deckgen.diagnostics.suggestions import did_you_mean, most_similar
from deckgen.images import prepared
from deckgen.io.confined import OutsideError, file_kind, locate_spelled

_ACCESS_HINT = "check its name, and who may read it"


def check_picture(name: str, folder: Path, project: Path) -> Issue | None:
    """Return what is wrong with the picture `name` of the deck in `folder`; None if it can be shown.

    The picture must be inside `project`: nothing outside is accessed, not even to find out whether it exists.
    """
    path = folder / name
    try:
        status = _status(name, path, project)
        if not S_ISREG(status.st_mode):
            message = f"`{name}` is {file_kind(status.st_mode)}, not a picture file"
            return make_issue("broken-picture", message, hint="name the picture itself, as in media/team.jpg")
        if prepared.load(path) is not None:
            return None
        return _inspect(name, path, (status.st_size, status.st_mtime_ns))
    except OutsideError as error:
        hint = "copy it into the deck's folder, and name it from there, as in media/team.jpg"
        return make_issue("picture-outside", f"the picture `{name}` {error.reason}", hint=hint)
    except (FileNotFoundError, NotADirectoryError):
        return _missing_picture(name, path)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return make_issue(
            "broken-picture",
            f"the picture `{name}` cannot be read: {reason}",
            hint="check its name, and who may read it",
        )


def _status(name: str, path: Path, project: Path) -> os.stat_result:
    """Return the status of the file of a picture; FileNotFoundError if it has another name, or this one only on Windows."""
    if "\\" in name:
        raise FileNotFoundError(name)
    locate_spelled(path, project)
    return path.stat()


def _missing_picture(name: str, path: Path) -> Issue:
    message = f"the picture `{name}` is not there yet; the slide is made without it"
    return make_issue("missing-picture", message, hint=_missing_picture_hint(name, path))


def _missing_picture_hint(name: str, path: Path) -> str:
    if "\\" in name:
        portable_name = name.replace("\\", "/")
        return f"write `/` between folders: `{portable_name}`"
    siblings = [sibling.name for sibling in path.parent.iterdir()] if path.parent.is_dir() else []
    names = {sibling.casefold(): sibling for sibling in siblings}
    similar = most_similar(path.name.casefold(), names, 0.75)
    if similar is None:
        return "put the file next to deck.yaml under this name"
    return did_you_mean(Path(name).with_name(names[similar]).as_posix())


@lru_cache(maxsize=256)
def _inspect(name: str, path: Path, stamp: tuple[int, int]) -> Issue | None:
    """Open a picture to find what is wrong with it; `stamp` (size and time) lets an unchanged picture be opened once."""
    from PIL import UnidentifiedImageError  # noqa: PLC0415 -- takes 10 ms, and only decks with pictures need it

    from deckgen.images.opening import (  # noqa: PLC0415 -- the same
        DrawingError,
        PictureError,
        PictureTooLargeError,
        is_drawing,
        open_picture,
        read_picture_bytes,
    )

    try:
        data = read_picture_bytes(path)
        if is_drawing(data):
            from deckgen.images.svg import clean_and_rasterise  # noqa: PLC0415 -- lxml is needed for drawings only

            clean_and_rasterise(data, path.name)
            return None
        with open_picture(path) as (image, _):
            image.draft("RGB", (64, 64))  # enough to find that a JPEG is truncated, in a tenth of the time
            image.load()
    except DrawingError as error:
        return make_issue("broken-picture", str(error), hint=error.hint)
    except PictureTooLargeError as error:
        return make_issue("huge-picture", str(error), hint="save it smaller: a slide needs at most 3840 by 2160 pixels")
    except PictureError as error:
        if isinstance(error.__cause__, UnidentifiedImageError):
            message = f"`{name}` is not a picture that can be shown"
            return make_issue("broken-picture", message, hint="open it in a picture program and save it as PNG or JPEG")
        message = f"the picture `{name}` is damaged: {_damage(error)}"
        return make_issue(
            "broken-picture", message, hint="copy the file again, or save the picture again as PNG or JPEG"
        )
    return None


def _damage(error: Exception) -> str:
    return "the file is cut off" if "truncated" in str(error).lower() else "its data is not a valid picture"
