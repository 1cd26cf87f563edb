"""A presented deck → one zip with all that belongs to it: the deck, its PDF, its content and brand, and the versions of programs.

Equal files give equal bytes: files are sorted, and have no times. Unpacked, the zip is a project that builds the deck again.
"""

from __future__ import annotations

import io
import os
import platform
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from glob import escape
from itertools import chain, count
from pathlib import Path

from deckgen import __version__
from deckgen.diagnostics import UserFacingError
from deckgen.io.confined import OutsideError, locate, read_bytes
from deckgen.io.project import installed_packages

ZIP = b"PK\x03\x04"
"""The first bytes of a zip."""
VERSIONS = "versions.txt"
MAX_BYTES = 512 << 20
"""Maximum bytes of all files of an archive together."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_STORED = (".pptx", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".woff2")
"""The ends of names of files that are compressed already."""


class ArchiveError(UserFacingError):
    """Files that cannot be archived; the message says why, and what to do."""


def folder_files(folder: Path, project: Path) -> dict[str, bytes]:
    """Return the files in and under a folder of a project, by their names relative to the project.

    Files whose names begin with a full stop are left out: they belong to programs. Raises ArchiveError for a link to a folder and
    for too many bytes, RefusedFileError for what is no regular file inside the project, and OSError.
    """
    return {name: read_bytes(path, MAX_BYTES, project) for name, path in _paths_below(folder, project)}


def _paths_below(folder: Path, project: Path) -> Iterator[tuple[str, Path]]:
    left = MAX_BYTES
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if (path := Path(parent, name)).is_symlink():
                shown = path.relative_to(project).as_posix()
                raise ArchiveError(f"{shown} is a link to a folder: put the folder itself there, to archive it")
        for name in sorted(name for name in files if not name.startswith(".")):
            path = Path(parent, name)
            left -= path.lstat().st_size
            if left < 0:
                raise ArchiveError(
                    f"{folder} has more than {MAX_BYTES >> 20} MB; nothing is archived: move large files away"
                )
            yield path.relative_to(project).as_posix(), path


def named_file(name: str, folder: Path, project: Path) -> tuple[str, bytes] | None:
    """Return a file that the content of the deck in `folder` names, by its name in the project; None if there is none."""
    try:
        path = locate(folder / name, project)
        return path.relative_to(os.path.realpath(project)).as_posix(), read_bytes(path, MAX_BYTES)
    except (OutsideError, OSError):
        return None


def set_aside(deck: Path) -> list[Path]:
    """Return the files next to a deck in which builds kept what people had edited in it (`build.output_file`)."""
    return sorted(deck.parent.glob(f"{escape(deck.stem)}-edited*.pptx"))


def free_name(deck: Path, taken: Collection[str]) -> str:
    """Return the next name for what people edited in a deck: `…-edited.pptx`, `…-edited-2.pptx` and so on."""
    ends = chain([""], (f"-{number}" for number in count(2)))
    return next(name for end in ends if (name := f"{deck.stem}-edited{end}.pptx") not in taken)


def require_unchanged(files: Mapping[str, bytes], sources: Mapping[str, str]) -> None:
    """Raise ArchiveError if a file is another one than that from which the deck was built (`sources`, the texts by name)."""
    for name, data in files.items():
        if name in sources and data.decode("utf-8", "replace").removeprefix("\ufeff") != sources[name]:
            raise ArchiveError(f"{name} was changed while the deck was built; nothing was archived: try again")


def versions_text(deck: str, period: str) -> str:
    """Return the text that says what was archived, and with which versions of programs it was made."""
    packages = [name.rpartition(".")[0].replace("-", " ", 1) for name in installed_packages()]
    lines = [f"{deck}, {period}", "", f"deckgen {__version__}", f"Python {platform.python_version()}", "", *packages]
    return "\n".join(lines) + "\n"


def zip_bytes(files: Mapping[str, bytes], folder: str) -> bytes:
    """Return a zip of files by their names, inside one folder; equal files give equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in _sorted(files.items()):
            info = zipfile.ZipInfo(f"{folder}/{name}", _EPOCH)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            is_compressed = name.lower().endswith(_STORED)
            info.compress_type = zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=6)
    return stream.getvalue()


def has_other_files(data: bytes, files: Mapping[str, bytes], folder: str, besides: Collection[str]) -> bool:
    """Whether a zip has other files in its folder than these, whatever the files have in it that are named in `besides`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = {info.filename.removeprefix(f"{folder}/"): info for info in archive.infolist()}
            if {*infos} - {*besides} != {*files} - {*besides}:
                return True
            compared = ((infos[name], content) for name, content in files.items() if name not in besides)
            return any(info.file_size != len(content) or archive.read(info) != content for info, content in compared)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return True  # it is damaged, encrypted or compressed in another way: deckgen did not write it


def _sorted(files: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Return files in order: those at the top, which people look for, before those in folders."""
    return sorted(files, key=lambda item: (item[0].count("/") > 0, item[0]))
