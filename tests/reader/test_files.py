"""Files that can be read, and files that cannot."""

import os

import pytest

from deckgen.diagnostics import line_and_column
from deckgen.reader import MAX_BYTES, load, parse, read
from deckgen.reader.yaml_reader import MAX_VALUES

NAME = "content/x.yaml"


def only_issue(issues):
    assert len(issues) == 1
    return issues[0]


def test_file_is_read_with_its_line_ends_and_without_its_bom(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: \xc3\xa9\r\nb: c\r\n")
    document, issues = load(path, NAME)
    assert issues == []
    assert document.text == "a: é\r\nb: c\r\n"
    assert document.file == NAME
    assert document.data == {"a": "é", "b": "c"}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_bytes_that_are_not_utf8_are_reported_by_line_and_value(tmp_path, mark):
    path = tmp_path / "x.yaml"
    path.write_bytes(mark + b"a: \xc3\xa9\nb: caf\xe9 x\n")
    text, issues = read(path, NAME)
    issue = only_issue(issues)
    assert issue.code == "not-utf-8"
    assert "line 2 contains the byte 0xE9" in issue.message
    assert line_and_column(text, issue.span.start) == (2, 7)
    assert text == "a: é\nb: caf\ufffd x\n"
    assert load(path, NAME) == (None, issues)


def test_missing_file_is_reported(tmp_path):
    issue = only_issue(load(tmp_path / "x.yaml", NAME)[1])
    assert (issue.code, issue.message, issue.span.file) == ("missing-file", f"there is no file {NAME}", NAME)


def test_folder_is_reported(tmp_path):
    issue = only_issue(load(tmp_path, NAME)[1])
    assert (issue.code, issue.message) == (
        "not-a-file",
        "this is a folder, not a regular file; a content file is expected here",
    )


def test_reading_does_not_wait_for_a_pipe(tmp_path):
    path = tmp_path / "x.yaml"
    os.mkfifo(path)
    assert only_issue(load(path, NAME)[1]).code == "not-a-file"


def test_file_without_read_permission_is_reported(tmp_path, monkeypatch):
    path = tmp_path / "x.yaml"
    path.write_text("a: b\n")
    monkeypatch.setattr(os, "open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    issue = only_issue(load(path, NAME)[1])
    assert (issue.code, issue.message) == ("unreadable-file", "this file cannot be read: Permission denied")


@pytest.mark.parametrize("name", ["x" * 300, "x\0y", "file.txt/x.yaml"])
def test_impossible_file_name_is_reported(tmp_path, name):
    (tmp_path / "file.txt").write_text("a: b\n")
    document, issues = load(tmp_path / name, NAME)
    assert document is None
    assert only_issue(issues).code in {"unreadable-file", "missing-file"}


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", b"a: b\0\n", "a: b\n".encode("utf-16"), b"\xfe\xff\0a"])
def test_binary_file_is_reported(tmp_path, data):
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    issue = only_issue(load(path, NAME)[1])
    assert (issue.code, issue.message) == ("binary-file", "this is not a text file")


def test_too_large_file_is_not_opened(tmp_path):
    path = tmp_path / "x.yaml"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    issue = only_issue(load(path, NAME)[1])
    assert issue.code == "too-large"
    assert "1.0 MB, and the maximum is 1 MB" in issue.message


def test_too_large_text_is_rejected():
    assert only_issue(parse("a" * (MAX_BYTES + 1), NAME)[1]).code == "too-large"


def test_reading_stops_at_more_values_than_anyone_writes():
    document, issues = parse("- [[a]]\n" * MAX_VALUES, NAME)
    assert document is None
    issue = only_issue(issues)
    assert (issue.code, issue.message.split(",")[0]) == ("too-large", "this file contains more than 20")
    assert issue.span.start < 8 * MAX_VALUES / 2


def test_empty_file_is_reported(tmp_path):
    path = tmp_path / "x.yaml"
    path.touch()
    issue = only_issue(load(path, NAME)[1])
    assert (issue.code, issue.message) == ("empty-file", "this file is empty")


def test_each_control_character_is_reported_and_the_rest_is_read():
    document, issues = parse("a: b\x07\nc: d\x0be #f\n", NAME)
    assert [d.code for d in issues] == ["control-character", "control-character", "hash-swallows-text"]
    assert document.data["a"] == "b"
