"""The parts of a file have the same names on every system; zipfile changes them on Windows (simulated)."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from deckgen.ooxml.unzip import read_part, unzip


def test_backslash_in_the_name_of_a_part_stays_on_every_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as zipped:
        zipped.writestr("ppt\\a.xml", "<a/>")
        zipped.writestr("ppt/b.xml", "<b/>")
    (tmp_path / "a.zip").write_bytes(target.getvalue())
    monkeypatch.setattr(os, "sep", "\\")
    entries, parts = unzip(target.getvalue())
    assert [entry.filename for entry in entries] == ["ppt\\a.xml", "ppt/b.xml"]
    assert parts == {"/ppt\\a.xml": b"<a/>", "/ppt/b.xml": b"<b/>"}
    assert read_part(tmp_path / "a.zip", "ppt/a.xml", 9)[1] == b""
    assert read_part(tmp_path / "a.zip", "ppt/b.xml", 9)[1] == b"<b/>"
