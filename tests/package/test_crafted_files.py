"""Whatever file is given, `deckgen check` says what is wrong with it: soon, in little memory, without a traceback."""

import sys
from pathlib import Path

import crafted
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_deck import packed, small_deck

import measured
from deckgen.package import problems

SECONDS, MEGABYTES = 2, 300


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read as Linux tells it")
@pytest.mark.parametrize("name", crafted.ZIPS)
def test_a_crafted_file_ends_with_a_sentence_soon_and_in_little_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / "crafted.pptx"
    file.write_bytes(crafted.ZIPS[name]())
    told, seconds, megabytes = measured.run("deckgen.package.problems", file)
    assert told != "[]"
    assert "root:" not in told
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


PARTS = small_deck()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_broken_in_a_deck_it_is_told_without_a_traceback(data: st.DataObject) -> None:
    """Cut, doubled, swapped and overwritten stretches of the XML of any part."""
    name = data.draw(st.sampled_from([n for n in PARTS if n.endswith((".xml", ".rels"))]))
    text = PARTS[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    new = data.draw(st.sampled_from([b"", b'"', b"<", b"0", b"-1", b"x", text[start:end] * 2, b"<a:tbl/>", b"\xff"]))
    found = problems(packed({**PARTS, name: text[:start] + new + text[end:]}))
    assert all(isinstance(line, str) and line for line in found)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(packed(PARTS)) - 1), st.integers(0, 255))
def test_whichever_byte_of_the_file_is_wrong_it_is_told_without_a_traceback(at: int, byte: int) -> None:
    whole = packed(PARTS)
    found = problems(whole[:at] + bytes([byte]) + whole[at + 1 :])
    assert all(isinstance(line, str) and line for line in found)
