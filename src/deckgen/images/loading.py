"""Load the picture files that content refers to.

Input: the name of a file and the project in which it must be. Output: the prepared picture, or an issue without a place.
The module `opening` defines which formats are read and how large a picture may be.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from stat import S_ISREG

from deckgen.diagnostics import Issue, make_issue
from deckgen.diagnostics.suggestions import did_you_mean, most_similar
from deckgen.io.confined import OutsideError, file_kind, locate_spelled
from deckgen.ir.media import PreparedPicture

_ADDRESS = r"(?i)[a-z][a-z0-9+.-]+://|data:|file:"
_WINDOWS_ROOT = r"[A-Za-z]:|\\\\"
_WITHOUT = "the slide is made without it"
_COPY = "copy it into the deck's folder, and name it from there, as in media/team.jpg"
_DOWNLOAD = "download it into the deck's folder, and name it from there, as in media/team.jpg"
_ACCESS_HINT = "check its name, and who may read it"


def load_picture(name: str, folder: Path, project: Path) -> PreparedPicture | Issue:
    """Return the picture `name` of the deck in `folder` as the deck stores it, or what is wrong with it.

    A picture that is not in the cache is prepared and stored there.

    The picture must be inside `project`: nothing outside is accessed, not even to find out whether it exists.
    """
    path = folder / name
    if ":" in name and re.match(_ADDRESS, name):
        return make_issue(
            "missing-picture", f"the picture `{name}` is an address, not a file; {_WITHOUT}", hint=_DOWNLOAD
        )
    try:
        status = _status(name, path, project)
        if not S_ISREG(status.st_mode):
            message = f"`{name}` is {file_kind(status.st_mode)}, not a picture file"
            return make_issue("broken-picture", message, hint="name the picture itself, as in media/team.jpg")
        return open_located(name, path)
    except OutsideError as error:
        return make_issue("picture-outside", f"the picture `{name}` {error.reason}", hint=_COPY)
    except (FileNotFoundError, NotADirectoryError):
        return _missing_picture(name, path)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return make_issue(
            "broken-picture",
            f"the picture `{name}` cannot be read: {reason}",
            hint=_ACCESS_HINT,
        )


def open_located(name: str, path: Path) -> PreparedPicture | Issue:
    """Return the picture in the regular file `path` as a deck stores it, or what is wrong with it; `name` is that in messages."""
    from deckgen.images import prepared  # noqa: PLC0415 -- a picture may be missing

    return prepared.load(path) or _prepare(name, path)


def _status(name: str, path: Path, project: Path) -> os.stat_result:
    """Return the status of the file of a picture; FileNotFoundError if it has another name, or this one only on Windows."""
    if "\\" in name:
        raise FileNotFoundError(name)
    locate_spelled(path, project)
    return path.stat()


def _missing_picture(name: str, path: Path) -> Issue:
    reason = "has `\\` in its name, which only Windows reads" if "\\" in name else "is not there yet"
    message = f"the picture `{name}` {reason}; {_WITHOUT}"
    return make_issue("missing-picture", message, hint=_missing_picture_hint(name, path))


def _missing_picture_hint(name: str, path: Path) -> str:
    if re.match(_WINDOWS_ROOT, name):
        return _COPY
    if "\\" in name:
        portable_name = name.replace("\\", "/")
        return f"write `/` between folders: `{portable_name}`"
    siblings = [sibling.name for sibling in path.parent.iterdir()] if path.parent.is_dir() else []
    names = {sibling.casefold(): sibling for sibling in siblings}
    similar = most_similar(path.name.casefold(), names, 0.75)
    if similar is None:
        return "put the file next to deck.yaml under this name"
    return did_you_mean(Path(name).with_name(names[similar]).as_posix())


def _prepare(name: str, path: Path) -> PreparedPicture | Issue:
    from deckgen.images import opening, prepared  # noqa: PLC0415 -- Pillow takes 10 ms, and only new pictures need it
    from deckgen.images.cleaning import prepare_picture  # noqa: PLC0415 -- the same

    try:
        picture = prepare_picture(path)
    except opening.DrawingError as error:
        return make_issue("broken-picture", str(error), hint=error.hint)
    except opening.PictureTooLargeError as error:
        return make_issue("huge-picture", str(error), hint="save it smaller: a slide needs at most 3840 by 2160 pixels")
    except opening.UnknownFormatError as error:
        return make_issue("broken-picture", f"`{name}` {error.what}", hint=error.hint)
    except opening.PictureError as error:
        message = f"the picture `{name}` is damaged: {_damage(error)}"
        return make_issue(
            "broken-picture", message, hint="copy the file again, or save the picture again as PNG or JPEG"
        )
    prepared.store(path, picture)
    return picture


def _damage(error: Exception) -> str:
    return "the file is cut off" if "truncated" in str(error).lower() else "its data is not a valid picture"
