"""Links are recognised by what the system says of a path; that of Windows is simulated."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from deckgen.cache.files import is_link

SYMBOLIC_LINK, JUNCTION, ONEDRIVE, COMPRESSED, PLAIN = 0xA000000C, 0xA0000003, 0x9000601A, 0x80000017, 0


def test_symbolic_link_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("nowhere")
    assert is_link(tmp_path / "a")
    assert not is_link(tmp_path)
    assert not is_link(tmp_path / "none")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [(SYMBOLIC_LINK, True), (JUNCTION, True), (ONEDRIVE, False), (COMPRESSED, False), (PLAIN, False)],
)
def test_only_a_reparse_point_that_leads_elsewhere_is_a_link_on_windows(
    tag: int, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = SimpleNamespace(st_mode=0o40777, st_reparse_tag=tag)
    monkeypatch.setattr(os, "stat", lambda *_, **__: status)
    monkeypatch.setattr(os, "lstat", lambda *_, **__: status)
    assert is_link(tmp_path) == expected
