"""Opens the picture files that a brand names: logos and motifs.

They are in the folder of the file that names them, as its fonts are, and are not trusted: they are opened within limits, and an
SVG is cleaned (room `images`). What cannot be used is an issue.
"""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from stat import S_ISREG

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.diagnostics.suggestions import did_you_mean, most_similar
from deckgen.io.confined import OutsideError, file_kind, locate_spelled
from deckgen.ir.frames import EMU_PER_INCH, Box
from deckgen.ir.media import PreparedPicture

MIN_DPI = 150
"""A picture with fewer pixels per inch looks blurred on a large screen and in print."""
_NAME_HINT = "name a file by its path inside the folder of the brand, with `/` and without `..`, as in logos/wide.svg"
_FORMATS_HINT = "save it as SVG or PNG"


class BrandPictures(Struct):
    """Opens pictures; `files` are those that can be used, by their digests, and `issues` what was found.

    `project` is the folder that no path may lead out of (None for a brand that comes with deckgen).
    """

    project: Path | None
    files: dict[str, Path] = field(default_factory=dict)

    def open(self, name: str, folder: Path, origin: Origin) -> tuple[PreparedPicture | None, list[Issue]]:
        """Return the picture `name` of a folder, or None, and the issues at `origin`."""
        located = self._locate(name, folder)
        if isinstance(located, Issue):
            return None, [replace(located, origin=origin)]
        from deckgen.images import loading  # noqa: PLC0415 -- few brands have pictures

        picture = loading.open_located(name, located)
        if isinstance(picture, Issue):
            return None, [make_issue("brand-picture", picture.message, origin, picture.hint or _FORMATS_HINT)]
        self.files[picture.digest] = located
        losses = [
            make_issue("picture-loss", f"the picture `{name}` {loss.what}", origin, loss.hint)
            for loss in picture.losses
        ]
        return picture, losses

    def _locate(self, name: str, folder: Path) -> Path | Issue:
        """Return the path of a regular file in a folder of a brand, or why there is none."""
        if "://" in name or name.startswith("data:"):
            hint = "download it into the folder of the brand, and name it from there, as in logos/wide.svg"
            return make_issue("brand-picture", f"the picture `{name}` is an address, not a file", hint=hint)
        way = PureWindowsPath(name)
        if way.anchor or way.drive or ":" in name or "\\" in name or ".." in way.parts:
            return _refused(name, "is not in the folder of the brand")
        try:
            path = locate_spelled(folder / name, self._root(folder))
            mode = path.stat().st_mode
        except OutsideError as error:
            return _refused(name, error.reason, "put a copy of the file there")
        except (FileNotFoundError, NotADirectoryError):
            return _refused(name, f"is not in the folder `{folder.name}` of the brand", _missing_hint(name, folder))
        except (OSError, ValueError) as error:
            return _refused(name, f"cannot be read: {getattr(error, 'strerror', None) or error}")
        return path if S_ISREG(mode) else _refused(name, f"is {file_kind(mode)}, not a file")

    def _root(self, folder: Path) -> Path:
        return self.project if self.project is not None and folder.is_relative_to(self.project) else folder


def _refused(name: str, reason: str, hint: str = _NAME_HINT) -> Issue:
    return make_issue("brand-picture", f"the picture `{name}` {reason}", hint=hint)


def _missing_hint(name: str, folder: Path) -> str:
    parent = (folder / name).parent
    try:
        names = {entry.name.casefold(): entry.name for entry in parent.iterdir()}
    except OSError:
        names = {}
    similar = most_similar(Path(name).name.casefold(), names, 0.75)
    if similar is None:
        return "put the file there under this name"
    return did_you_mean(Path(name).with_name(names[similar]).as_posix())


def check_resolution(name: str, picture: PreparedPicture, box: Box, origin: Origin) -> list[Issue]:
    """Return a warning if a picture of pixels has less than `MIN_DPI` in its box; an SVG is sharp at any size."""
    is_drawing = any(kind == "SVG" for _, kind in picture.files)
    dots = picture.width * EMU_PER_INCH / max(box.width, 1)
    if is_drawing or dots >= MIN_DPI:
        return []
    width, height = (round(side * MIN_DPI / EMU_PER_INCH) for side in (box.width, box.height))
    message = (
        f"the picture `{name}` has {picture.width:.0f} by {picture.height:.0f} pixels, {dots:.0f} per inch where it is "
        f"{box.width / EMU_PER_INCH:.2g} inches wide, and looks blurred"
    )
    hint = f"take a larger one, of {width} by {height} pixels or more, or an SVG"
    return [make_issue("brand-picture-small", message, origin, hint)]


def fit_inside(picture: PreparedPicture, box: Box, align: str = "center", anchor: str = "middle") -> Box:
    """Return the largest box of the picture's ratio inside a box, aligned as told."""
    scale = min(box.width / picture.width, box.height / picture.height)
    width, height = (min(round(picture.width * scale), box.width), min(round(picture.height * scale), box.height))
    x = box.x + round((box.width - width) * {"start": 0, "center": 0.5, "end": 1}[align])
    y = box.y + round((box.height - height) * {"top": 0, "middle": 0.5, "bottom": 1}[anchor])
    return Box(x, y, width, height)


def crop_to_fill(picture: PreparedPicture, box: Box) -> tuple[int, int, int, int]:
    """Return what is cut off a picture that fills a box: at left, top, right and bottom, in thousandths of a percent."""
    scale = max(box.width / picture.width, box.height / picture.height)
    across, down = (
        max(0, round((1 - side / (length * scale)) * 50_000))
        for side, length in ((box.width, picture.width), (box.height, picture.height))
    )
    return across, down, across, down
