"""Files that are no text, or not there: what is said of each, in its exact words."""

import os
import stat
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import fault_cases
import pytest
from PIL import Image

from deckgen.images import checks

PHOTOS = """\
title: Part
slides:
  - kind: photos
    images:
      - file: {}
        alt: Teachers around a table
    quote:
      text: We were there
"""
PART = "content/sample/part.yaml"
NO_TEXT = f"{PART}:1:1: error: this is not a text file\n    hint: "
TOO_LARGE = f"{PART}:1:1: error: this file is too large"
CROWDED = f"{PART}:20001:3: error: this file holds more than 20,000 values, and a content file a few hundred"
MEANT = "hint: check that it is the file that was meant"
NOT_READ = f"{PART}:1:1: error: this file is not read:"
PIPE = f"{PART}:1:1: error: this is a pipe, not a regular file; a content file is expected here"
NO_SECTION = f"content/sample/deck.yaml:8:5: error: there is no file {PART} for the section `part`"
NO_FILE = f"{NO_SECTION}\n      - part\n        ^^^^\n    hint: "
WINDOWS = f"{PART}:1:11: error: line 1 holds the byte 0xE9, which is not UTF-8\n    title: Caf�\n              ^"
WINDOWS += "\n    hint: open the file in the encoding it was written in (often Windows-1252) and save it as UTF-8"
STRAY = PART + ":1:12: error: here stands an invisible character, {}, that no slide can show"
PASTED = "\n    hint: it often comes with pasted text: delete it and type what stands around it anew"
BREAK = (
    "\n    hint: it is a kind of line break that comes with pasted text: delete it, press Enter if a new line is meant"
)


def utf16(path: Path) -> None:
    path.write_text(path.read_text(), encoding="utf-16")


def windows(path: Path) -> None:
    path.write_bytes(b"title: Caf\xe9\n")


def office(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04\x00\x00 docx")


def huge(path: Path) -> None:
    path.write_text("# x\n" * 400_000)


def crowded(path: Path) -> None:
    path.write_text("- a\n" * 30_000)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def outside(path: Path) -> None:
    elsewhere = path.parents[3].with_name(f"{path.parents[3].name}-elsewhere.yaml")
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def bell(path: Path) -> None:
    path.write_text("title: Part\x07\nslides:\n  - kind: divider\n")


def pasted(path: Path) -> None:
    path.write_text("title: Part\u2028One\nslides:\n  - kind: divider\n")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (utf16, NO_TEXT + "it was saved as UTF-16: save it as UTF-8"),
        (windows, WINDOWS),
        (office, NO_TEXT + "content files are plain text (YAML); an office document or a picture is not"),
        (huge, TOO_LARGE + f" for a content file: 1.6 MB, and the most is 1 MB\n    {MEANT}"),
        (crowded, CROWDED + f"\n    - a\n      ^\n    {MEANT}"),
        (folder, NO_FILE + "part.yaml is a folder: name it otherwise, and put a file in its place"),
        (
            outside,
            f"{NOT_READ} it is a symbolic link that leads out of the project\n    hint: put a copy of the file itself here",
        ),
        (pipe, f"{PIPE}\n    hint: put a text file of this name in its place"),
        (bell, STRAY.format("U+0007") + "\n    title: Part�\n               ^" + PASTED),
        (pasted, STRAY.format("U+2028 (line separator)") + "\n    title: Part�One\n               ^" + BREAK),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_a_file_that_is_no_content_file(change: Callable[[Path], None], says: str, tmp_path: Path) -> None:
    deck = fault_cases.make(tmp_path / "project", {})
    change(deck / "part.yaml")
    assert fault_cases.told(deck)[0] == says


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deck = fault_cases.make(tmp_path, {})
    opened = os.open

    def refuse(path: object, *more: object, **named: object) -> object:
        if str(path).endswith("part.yaml"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "open", refuse)
    hint = "    hint: ask who made it for the right to read it, or close the program that holds it open"
    assert fault_cases.told(deck)[0] == f"{PART}:1:1: error: this file cannot be read: Permission denied\n{hint}"


def picture(path: Path, size: tuple[int, int] = (64, 48)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, "#3366CC").save(path)
    return path


def fine(media: Path) -> str:
    return str(picture(media / "a.png").relative_to(media.parent))


def misspelt(media: Path) -> str:
    picture(media / "Class.jpg")
    return "media/clas.jpg"


def no_picture(media: Path) -> str:
    picture(media / "a.png").write_text("<svg/>")
    return "media/a.png"


def cut_short(media: Path) -> str:
    path = picture(media / "a.jpg", (800, 600))
    path.write_bytes(path.read_bytes()[:-400])
    return "media/a.jpg"


def damaged(media: Path) -> str:
    path = picture(media / "a.png", (300, 300))
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)
    return "media/a.png"


def header_of(path: Path, width: int, height: int) -> None:
    """Write the head of a PNG of this size; what it would show is never read."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    chunks = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (head, data))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def wide(media: Path) -> str:
    header_of(picture(media / "a.png"), 20_000, 6_000)
    return "media/a.png"


def bomb(media: Path) -> str:
    header_of(picture(media / "a.png"), 60_000, 60_000)
    return "media/a.png"


def heavy(media: Path) -> str:
    with picture(media / "a.png").open("ab") as stream:
        stream.truncate(60_000_000)
    return "media/a.png"


def above(media: Path) -> str:
    picture(media.parents[3] / "secret.png")
    return "../../../secret.png"


def absolute(media: Path) -> str:
    return str(picture(media.parents[3] / "secret.png"))


def linked(media: Path) -> str:
    media.mkdir()
    (media / "a.png").symlink_to(picture(media.parents[3] / "secret.png"))
    return "media/a.png"


def directory(media: Path) -> str:
    (media / "a.png").mkdir(parents=True)
    return "media/a.png"


def endless(media: Path) -> str:
    media.mkdir()
    (media / "a.png").symlink_to(media / "a.png")
    return "media/a.png"


SMALLER = "save it smaller: a slide needs at most 3840 by 2160 pixels"
INSIDE = "copy it into the deck's folder, and name it from there, as in media/team.jpg"
ANEW = "copy the file again, or save the picture again as PNG or JPEG"


@pytest.mark.parametrize(
    ("make", "code", "message", "hint"),
    [
        (misspelt, "missing-picture", "the picture `media/clas.jpg` is not there yet; the slide is made without it",
         "did you mean `media/Class.jpg`?"),
        (no_picture, "broken-picture", "`media/a.png` is not a picture that can be shown",
         "open it in a picture program and save it as PNG or JPEG"),
        (cut_short, "broken-picture", "the picture `media/a.jpg` is damaged: the file is cut off", ANEW),
        (damaged, "broken-picture", "the picture `media/a.png` is damaged: its data is not a valid picture", ANEW),
        (wide, "huge-picture", "the picture a.png has 20000 by 6000 pixels; more than 36 million are not read", SMALLER),
        (
            bomb, "huge-picture", "the picture a.png has hundreds of millions of pixels; more than 36 million are not read",
            SMALLER,
        ),
        (heavy, "huge-picture", "the picture a.png takes 57 MB; more than 40 are not read", SMALLER),
        (above, "picture-outside", "the picture `../../../secret.png` lies outside the project", INSIDE),
        (linked, "picture-outside", "the picture `media/a.png` is a symbolic link that leads out of the project", INSIDE),
        (directory, "broken-picture", "`media/a.png` is a folder, not a picture file",
         "name the picture itself, as in media/team.jpg"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_a_picture_that_cannot_be_shown(
    make: Callable[[Path], str], code: str, message: str, hint: str, tmp_path: Path
) -> None:
    deck = fault_cases.make(tmp_path / "project", {})
    name = make(deck / "media")
    (deck / "part.yaml").write_text(PHOTOS.format(name))
    said, [fault] = fault_cases.told(deck)
    kind, rule = ("warning", f" [{code}]") if code == "missing-picture" else ("error", "")
    assert fault.code == code
    marks = "^" * len(name)
    line = f"          - file: {name}\n                  {marks}"
    assert said == f"{PART}:5:15: {kind}: {message}{rule}\n{line}\n    hint: {hint}"


@pytest.mark.parametrize("make", [absolute, endless])
def test_a_picture_that_no_name_leads_to_is_told_and_nothing_raises(
    make: Callable[[Path], str], tmp_path: Path
) -> None:
    deck = fault_cases.make(tmp_path / "project", {})
    (deck / "part.yaml").write_text(PHOTOS.format(make(deck / "media")))
    [fault] = fault_cases.told(deck)[1]
    assert fault.code in {"picture-outside", "broken-picture", "missing-picture"}


def test_a_picture_in_order_is_shown(tmp_path: Path) -> None:
    deck = fault_cases.make(tmp_path / "project", {})
    (deck / "part.yaml").write_text(PHOTOS.format(fine(deck / "media")))
    assert fault_cases.told(deck) == ("", [])


def test_a_picture_mended_in_between_is_looked_at_again(tmp_path: Path) -> None:
    deck = fault_cases.make(tmp_path / "project", {})
    path = picture(deck / "media" / "a.png")
    path.write_text("no picture")
    assert checks.flaw("media/a.png", deck, tmp_path) is not None
    picture(path, (65, 48))
    assert checks.flaw("media/a.png", deck, tmp_path) is None
    assert stat.S_ISREG(path.stat().st_mode)
