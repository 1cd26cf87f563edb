"""Files that are missing or not text: the exact message for each."""

import os
import stat
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import fault_cases
import pytest
from PIL import Image

from deckgen.diagnostics import Issue
from deckgen.images.loading import load_picture
from deckgen.ir.media import PreparedPicture

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
MANY_VALUES = f"{PART}:20001:3: error: this file contains more than 20,000 values; a content file has a few hundred"
RIGHT_FILE = "hint: check that this is the right file"
NOT_READ = f"{PART}:1:1: error: this file is not read:"
PIPE = f"{PART}:1:1: error: this is a pipe, not a regular file; a content file is expected here"
NO_SECTION = f"content/sample/deck.yaml:8:5: error: there is no file {PART} for the section `part`"
NO_FILE = f"{NO_SECTION}\n      - part\n        ^^^^\n    hint: "
WINDOWS = f"{PART}:1:11: error: line 1 contains the byte 0xE9, which is not UTF-8\n    title: Caf�\n              ^"
WINDOWS += "\n    hint: open the file in the encoding it was written in (often Windows-1252) and save it as UTF-8"
INVISIBLE = PART + ":1:12: error: there is an invisible character here, {}, that no slide can show"
DELETE = "\n    hint: it often comes with pasted text: delete it and type the text around it again"
DELETE_BREAK = "\n    hint: it is a kind of line break that comes with pasted text: "
DELETE_BREAK += "delete it, and press Enter if you want a new line"


def utf16(path: Path) -> None:
    path.write_text(path.read_text(), encoding="utf-16")


def windows(path: Path) -> None:
    path.write_bytes(b"title: Caf\xe9\n")


def office(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04\x00\x00 docx")


def huge(path: Path) -> None:
    path.write_text("# x\n" * 400_000)


def many_values(path: Path) -> None:
    path.write_text("- a\n" * 30_000)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def link_out_of_project(path: Path) -> None:
    elsewhere = path.parents[3].with_name(f"{path.parents[3].name}-elsewhere.yaml")
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def control_character(path: Path) -> None:
    path.write_text("title: Part\x07\nslides:\n  - kind: divider\n")


def line_separator(path: Path) -> None:
    path.write_text("title: Part\u2028One\nslides:\n  - kind: divider\n")


@pytest.mark.parametrize(
    ("change", "messages"),
    [
        (utf16, NO_TEXT + "it was saved as UTF-16: save it as UTF-8"),
        (windows, WINDOWS),
        (office, NO_TEXT + "content files are plain text (YAML); an office document or a picture is not"),
        (huge, TOO_LARGE + f" for a content file: 1.6 MB, and the maximum is 1 MB\n    {RIGHT_FILE}"),
        (many_values, MANY_VALUES + f"\n    - a\n      ^\n    {RIGHT_FILE}"),
        (folder, NO_FILE + "part.yaml is a folder: rename it, and put a file in its place"),
        (
            link_out_of_project,
            f"{NOT_READ} it is a symbolic link that leads out of the project\n    hint: put a copy of the file itself here",
        ),
        (pipe, f"{PIPE}\n    hint: put a text file of this name in its place"),
        (control_character, INVISIBLE.format("U+0007") + "\n    title: Part�\n               ^" + DELETE),
        (line_separator, INVISIBLE.format("U+2028 (line separator)") + "\n    title: Part�One\n               ^" + DELETE_BREAK),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_file_that_is_not_a_content_file_is_reported(
    change: Callable[[Path], None], messages: str, tmp_path: Path
) -> None:
    deck = fault_cases.write_project(tmp_path / "project", {})
    change(deck / "part.yaml")
    assert fault_cases.check_deck(deck)[0] == messages


def test_file_without_read_permission_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deck = fault_cases.write_project(tmp_path, {})
    open_file = os.open

    def refuse(path: object, *more: object, **named: object) -> object:
        if str(path).endswith("part.yaml"):
            raise PermissionError(13, "Permission denied")
        return open_file(path, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "open", refuse)
    hint = "    hint: ask its owner for permission to read it, or close the program that has it open"
    assert fault_cases.check_deck(deck)[0] == f"{PART}:1:1: error: this file cannot be read: Permission denied\n{hint}"


def picture(path: Path, size: tuple[int, int] = (64, 48)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, "#3366CC").save(path)
    return path


def valid_picture(media: Path) -> str:
    return str(picture(media / "a.png").relative_to(media.parent))


def misspelt_name(media: Path) -> str:
    picture(media / "Class.jpg")
    return "media/clas.jpg"


def text_named_as_picture(media: Path) -> str:
    picture(media / "a.png").write_text("<svg/>")
    return "media/a.png"


def other_file(data: bytes) -> Callable[[Path], str]:
    def write(media: Path) -> str:
        picture(media / "a.png").write_bytes(data)
        return "media/a.png"

    return write


def avif(media: Path) -> str:
    Image.new("RGB", (9, 9)).save(picture(media / "a.png"), "AVIF")
    return "media/a.png"


def truncated(media: Path) -> str:
    path = picture(media / "a.jpg", (800, 600))
    path.write_bytes(path.read_bytes()[:-400])
    return "media/a.jpg"


def damaged_picture(media: Path) -> str:
    path = picture(media / "a.png", (300, 300))
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)
    return "media/a.png"


def write_png_header(path: Path, width: int, height: int) -> None:
    """Write a PNG with a header of this size and no pixels, which are never read."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    chunks = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (header, data))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def large_picture(media: Path) -> str:
    write_png_header(picture(media / "a.png"), 20_000, 6_000)
    return "media/a.png"


def pixel_bomb(media: Path) -> str:
    write_png_header(picture(media / "a.png"), 60_000, 60_000)
    return "media/a.png"


def large_file(media: Path) -> str:
    with picture(media / "a.png").open("ab") as stream:
        stream.truncate(60_000_000)
    return "media/a.png"


def parent_path(media: Path) -> str:
    picture(media.parents[3] / "secret.png")
    return "../../../secret.png"


def absolute_path(media: Path) -> str:
    return str(picture(media.parents[3] / "secret.png"))


def picture_link(media: Path) -> str:
    media.mkdir()
    (media / "a.png").symlink_to(picture(media.parents[3] / "secret.png"))
    return "media/a.png"


def folder_named_as_picture(media: Path) -> str:
    (media / "a.png").mkdir(parents=True)
    return "media/a.png"


def circular_link(media: Path) -> str:
    media.mkdir()
    (media / "a.png").symlink_to(media / "a.png")
    return "media/a.png"


SMALLER = "save it smaller: a slide needs at most 3840 by 2160 pixels"
INSIDE = "copy it into the deck's folder, and name it from there, as in media/team.jpg"
DOWNLOAD = "download it into the deck's folder, and name it from there, as in media/team.jpg"
COPY_AGAIN = "copy the file again, or save the picture again as PNG or JPEG"


@pytest.mark.parametrize(
    ("make", "code", "message", "hint"),
    [
        (misspelt_name, "missing-picture", "the picture `media/clas.jpg` is not there yet; the slide is made without it",
         "did you mean `media/Class.jpg`?"),
        (lambda _: "https://example.org/a.png", "missing-picture",
         "the picture `https://example.org/a.png` is an address, not a file; the slide is made without it", DOWNLOAD),
        (lambda _: "media\\a.png", "missing-picture",
         "the picture `media\\a.png` has `\\` in its name, which only Windows reads; the slide is made without it",
         "write `/` between folders: `media/a.png`"),
        (lambda _: "C:\\Photos\\a.png", "missing-picture",
         "the picture `C:\\Photos\\a.png` has `\\` in its name, which only Windows reads; the slide is made without it", INSIDE),
        (other_file(b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"), "broken-picture",
         "`media/a.png` is a Git LFS pointer, a small text in place of the picture",
         "fetch the picture with `git lfs pull`, or copy the picture itself here"),
        (other_file(b""), "broken-picture", "`media/a.png` is empty", "copy the file again"),
        (other_file(b"\n<!DOCTYPE html><title>Sign in</title>"), "broken-picture", "`media/a.png` is a web page",
         "download the picture itself, not the page that shows it"),
        (other_file(b"%PDF-1.7"), "broken-picture", "`media/a.png` is a PDF", "save the page as PNG or SVG"),
        (other_file(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"), "broken-picture", "`media/a.png` is a video",
         "save one picture of it as PNG or JPEG"),
        (text_named_as_picture, "broken-picture", "`media/a.png` is not a picture that can be shown",
         "open it in a picture program and save it as PNG or JPEG"),
        (truncated, "broken-picture", "the picture `media/a.jpg` is damaged: the file is cut off", COPY_AGAIN),
        (damaged_picture, "broken-picture", "the picture `media/a.png` is damaged: its data is not a valid picture", COPY_AGAIN),
        (large_picture, "huge-picture", "the picture a.png has 20000 by 6000 pixels; more than 36 million are not read", SMALLER),
        (
            pixel_bomb, "huge-picture", "the picture a.png has hundreds of millions of pixels; more than 36 million are not read",
            SMALLER,
        ),
        (large_file, "huge-picture", "the picture a.png takes 57 MB; more than 40 are not read", SMALLER),
        (parent_path, "picture-outside", "the picture `../../../secret.png` lies outside the project", INSIDE),
        (picture_link, "picture-outside", "the picture `media/a.png` is a symbolic link that leads out of the project", INSIDE),
        (folder_named_as_picture, "broken-picture", "`media/a.png` is a folder, not a picture file",
         "name the picture itself, as in media/team.jpg"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_picture_that_cannot_be_shown_is_reported(
    make: Callable[[Path], str], code: str, message: str, hint: str, tmp_path: Path
) -> None:
    deck = fault_cases.write_project(tmp_path / "project", {})
    name = make(deck / "media")
    (deck / "part.yaml").write_text(PHOTOS.format(name))
    messages, [issue] = fault_cases.check_deck(deck)
    severity, rule = ("warning", f" [{code}]") if code == "missing-picture" else ("error", "")
    assert issue.code == code
    marks = "^" * len(name)
    line = f"          - file: {name}\n                  {marks}"
    assert messages == f"{PART}:5:15: {severity}: {message}{rule}\n{line}\n    hint: {hint}"


@pytest.mark.parametrize("make", [absolute_path, circular_link])
def test_unreachable_picture_is_reported(make: Callable[[Path], str], tmp_path: Path) -> None:
    deck = fault_cases.write_project(tmp_path / "project", {})
    (deck / "part.yaml").write_text(PHOTOS.format(make(deck / "media")))
    [issue] = fault_cases.check_deck(deck)[1]
    assert issue.code in {"picture-outside", "broken-picture", "missing-picture"}


def test_picture_format_that_the_libraries_do_not_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.init()  # so that the picture can be written, whatever was read before in this process
    monkeypatch.setattr(Image, "init", lambda: None)
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    (tmp_path / "media").mkdir()
    name = avif(tmp_path / "media")
    for format_name in ("AVIF", "HEIF"):
        monkeypatch.delitem(Image.OPEN, format_name, raising=False)
    heic = tmp_path / "media" / "a.heic"
    heic.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    issues = [load_picture(one, tmp_path, tmp_path) for one in (name, "media/a.heic")]
    assert [issue.message for issue in issues] == [
        "`media/a.png` is an AVIF picture",
        "`media/a.heic` is an HEIC picture",
    ]
    assert ["pillow" in issue.hint for issue in issues] == [True, True]


def test_valid_picture_has_no_issue(tmp_path: Path) -> None:
    deck = fault_cases.write_project(tmp_path / "project", {})
    (deck / "part.yaml").write_text(PHOTOS.format(valid_picture(deck / "media")))
    assert fault_cases.check_deck(deck) == ("", [])


def test_replaced_picture_is_checked_again(tmp_path: Path) -> None:
    deck = fault_cases.write_project(tmp_path / "project", {})
    path = picture(deck / "media" / "a.png")
    path.write_text("no picture")
    assert isinstance(load_picture("media/a.png", deck, tmp_path), Issue)
    picture(path, (65, 48))
    assert isinstance(load_picture("media/a.png", deck, tmp_path), PreparedPicture)
    assert stat.S_ISREG(path.stat().st_mode)
