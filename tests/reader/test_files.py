"""Files that can and cannot be read."""

import os

import pytest

from deckgen.diagnostics import position
from deckgen.reader import MAX_BYTES, load, parse, read
from deckgen.reader.yaml_reader import MAX_VALUES

NAME = "content/x.yaml"


def only(found):
    assert len(found) == 1
    return found[0]


def test_a_file_is_read_with_its_line_ends_and_without_its_byte_order_mark(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: \xc3\xa9\r\nb: c\r\n")
    document, found = load(path, NAME)
    assert found == []
    assert document.text == "a: é\r\nb: c\r\n"
    assert document.file == NAME
    assert document.data == {"a": "é", "b": "c"}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_bytes_that_are_not_utf8_are_told_by_line_and_value(tmp_path, mark):
    path = tmp_path / "x.yaml"
    path.write_bytes(mark + b"a: \xc3\xa9\nb: caf\xe9 x\n")
    text, found = read(path, NAME)
    fault = only(found)
    assert fault.code == "not-utf-8"
    assert "line 2 holds the byte 0xE9" in fault.message
    assert position(text, fault.span.start) == (2, 7)
    assert text == "a: é\nb: caf\ufffd x\n"
    assert load(path, NAME) == (None, found)


def test_a_missing_file_is_told(tmp_path):
    fault = only(load(tmp_path / "x.yaml", NAME)[1])
    assert (fault.code, fault.message, fault.span.file) == ("missing-file", f"there is no file {NAME}", NAME)


def test_a_folder_is_told(tmp_path):
    fault = only(load(tmp_path, NAME)[1])
    assert (fault.code, fault.message) == (
        "not-a-file",
        "this is a folder, not a regular file; a content file is expected here",
    )


def test_a_pipe_is_not_waited_for(tmp_path):
    path = tmp_path / "x.yaml"
    os.mkfifo(path)
    assert only(load(path, NAME)[1]).code == "not-a-file"


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    path = tmp_path / "x.yaml"
    path.write_text("a: b\n")
    monkeypatch.setattr(os, "open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    fault = only(load(path, NAME)[1])
    assert (fault.code, fault.message) == ("unreadable-file", "this file cannot be read: Permission denied")


@pytest.mark.parametrize("name", ["x" * 300, "x\0y", "file.txt/x.yaml"])
def test_an_impossible_name_is_told(tmp_path, name):
    (tmp_path / "file.txt").write_text("a: b\n")
    document, found = load(tmp_path / name, NAME)
    assert document is None
    assert only(found).code in {"unreadable-file", "missing-file"}


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", b"a: b\0\n", "a: b\n".encode("utf-16"), b"\xfe\xff\0a"])
def test_a_binary_file_is_told(tmp_path, data):
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    fault = only(load(path, NAME)[1])
    assert (fault.code, fault.message) == ("binary-file", "this is not a text file")


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path):
    path = tmp_path / "x.yaml"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    fault = only(load(path, NAME)[1])
    assert fault.code == "too-large"
    assert "1.0 MB, and the most is 1 MB" in fault.message


def test_a_text_that_is_too_large_is_refused():
    assert only(parse("a" * (MAX_BYTES + 1), NAME)[1]).code == "too-large"


def test_a_file_with_more_values_than_anyone_writes_is_not_read_to_its_end():
    document, found = parse("- [[a]]\n" * MAX_VALUES, NAME)
    assert document is None
    fault = only(found)
    assert (fault.code, fault.message.split(",")[0]) == ("too-large", "this file holds more than 20")
    assert fault.span.start < 8 * MAX_VALUES / 2


def test_an_empty_file_is_told(tmp_path):
    path = tmp_path / "x.yaml"
    path.touch()
    fault = only(load(path, NAME)[1])
    assert (fault.code, fault.message) == ("empty-file", "this file is empty")


def test_control_characters_are_told_one_by_one_and_the_rest_is_read_on():
    document, found = parse("a: b\x07\nc: d\x0be #f\n", NAME)
    assert [d.code for d in found] == ["control-character", "control-character", "hash-swallows-text"]
    assert document.data["a"] == "b"
