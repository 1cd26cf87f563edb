"""Picture files that content names → what keeps one from being shown.

Input: a file and the project it must lie in. Output: a `Flaw` in plain words, or None. What is opened, and how
large it may be, `opening` says.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from stat import S_ISREG

from msgspec import Struct

from deckgen.images import prepared
from deckgen.io.confined import OutsideError, kind_of, locate
from deckgen.model.suggest import near


class Flaw(Struct, frozen=True):
    """Why a picture cannot be shown. One that is `absent` is left out of its slide; any other stops the build."""

    code: str
    message: str
    hint: str
    absent: bool = False


def flaw(name: str, folder: Path, project: Path) -> Flaw | None:
    """Say what is wrong with the picture `name` of the deck in `folder`; None if it can be shown.

    It must not lead out of `project`: nothing outside is asked for, not even whether it is there.
    """
    path = folder / name
    try:
        locate(path, project)
        status = path.stat()
        if not S_ISREG(status.st_mode):
            message = f"`{name}` is {kind_of(status.st_mode)}, not a picture file"
            return Flaw("broken-picture", message, "name the picture itself, as in media/team.jpg")
        if prepared.known(path) is not None:
            return None
        return _unfit(name, path, (status.st_size, status.st_mtime_ns))
    except OutsideError as reason:
        hint = "copy it into the deck's folder, and name it from there, as in media/team.jpg"
        return Flaw("picture-outside", f"the picture `{name}` {reason.reason}", hint)
    except (FileNotFoundError, NotADirectoryError):
        return _absent(name, path)
    except (OSError, ValueError, RuntimeError) as reason:
        why = getattr(reason, "strerror", None) or str(reason)
        return Flaw(
            "broken-picture", f"the picture `{name}` cannot be read: {why}", "check its name, and who may read it"
        )


def _absent(name: str, path: Path) -> Flaw:
    beside = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
    names = {other.casefold(): other for other in beside}
    found = near(path.name.casefold(), names, 0.75)
    hint = f"did you mean `{Path(name).with_name(names[found]).as_posix()}`?" if found is not None else ""
    message = f"the picture `{name}` is not there yet; the slide is made without it"
    return Flaw("missing-picture", message, hint or "put the file beside deck.yaml under this name", absent=True)


@lru_cache(maxsize=256)
def _unfit(name: str, path: Path, stamp: tuple[int, int]) -> Flaw | None:
    """Look into a picture; `stamp` is its size in bytes and its time, so that an unchanged one is looked into once."""
    from PIL import UnidentifiedImageError  # noqa: PLC0415 -- 10 ms, where there is a picture

    from deckgen.images.opening import (  # noqa: PLC0415 -- the same
        DrawingError,
        PictureError,
        PictureTooLargeError,
        contents,
        is_drawing,
        opened,
    )

    try:
        data = contents(path)
        if is_drawing(data):
            from deckgen.images.svg import drawn  # noqa: PLC0415 -- lxml is needed for drawings only

            drawn(data, path.name)
            return None
        with opened(path) as (image, _):
            image.draft("RGB", (64, 64))  # of a JPEG this is enough to find where it breaks off, in a tenth of the time
            image.load()
    except DrawingError as fault:
        return Flaw("broken-picture", str(fault), fault.hint)
    except PictureTooLargeError as fault:
        return Flaw("huge-picture", str(fault), "save it smaller: a slide needs at most 3840 by 2160 pixels")
    except PictureError as fault:
        if isinstance(fault.__cause__, UnidentifiedImageError):
            message = f"`{name}` is not a picture that can be shown"
            return Flaw("broken-picture", message, "open it in a picture program and save it as PNG or JPEG")
        message = f"the picture `{name}` is damaged: {_words(fault)}"
        return Flaw("broken-picture", message, "copy it anew from where it came from, or save it again as PNG or JPEG")
    return None


def _words(reason: Exception) -> str:
    said = str(reason).lower()
    return "the file breaks off before its end" if "truncated" in said else "what is in it makes no picture"
