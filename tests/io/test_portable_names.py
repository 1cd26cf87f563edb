"""Names that some system cannot have are refused with a reason, and a similar name is proposed."""

import os
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.io.portable_names import UnportableNameError, portable_name, require_portable, unportable_reason


@pytest.mark.parametrize(
    ("name", "reason", "proposal"),
    [
        ("a:b?.pptx", "has `:` in it, which Windows cannot have", "a-b.pptx"),
        ('"a".pptx', 'has `"` in it, which Windows cannot have', "a.pptx"),
        ("a\nb", "has a line break or another invisible character in it, which Windows cannot have", "a-b"),
        ("a\\b", "has `\\` in it, which Windows cannot have", "a-b"),
        ("review.", "ends in a full stop, which Windows removes", "review"),
        ("review ", "ends in a blank, which Windows removes", "review"),
        ("con.pptx", "is the name of a device on Windows", "con_.pptx"),
        ("???.pptx", "has `?` in it, which Windows cannot have", "deck.pptx"),
        (".:", "has `:` in it, which Windows cannot have", "deck"),
    ],
)
def test_name_is_refused_with_a_reason_and_another_name(name: str, reason: str, proposal: str) -> None:
    assert (unportable_reason(name), portable_name(name)) == (reason, proposal)
    with pytest.raises(UnportableNameError, match="call it"):
        require_portable(Path("output") / name) if "\\" not in name or os.name == "posix" else require_portable(
            Path("a|")
        )


@given(st.text(min_size=1, max_size=20))
def test_proposed_name_can_be_had_on_every_system(name: str) -> None:
    proposal = portable_name(name)
    assert proposal
    assert not unportable_reason(proposal)
    if not unportable_reason(name) and name.strip("-. ") == name and "--" not in name:
        assert proposal.replace("-", "") == name.replace("-", "")


@pytest.mark.parametrize("name", ["review.pptx", "Überblick Q2.pptx", "a&b (2).pptx", "../..", ".", "季度.pptx"])
def test_other_names_are_accepted(name: str) -> None:
    require_portable(Path(name))


def test_drive_and_existing_folders_are_no_fault(tmp_path: Path) -> None:
    require_portable(PureWindowsPath("C:\\reviews\\a.pptx"))  # type: ignore[arg-type]
    if os.name == "posix":
        (tmp_path / "a:b").mkdir()
        require_portable(tmp_path / "a:b" / "a.pptx")
