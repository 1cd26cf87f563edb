"""Whatever file is given, `deckgen check` says what is wrong with it: soon, in little memory, without a traceback."""

import sys
from pathlib import Path

import crafted
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_deck import packed, small_deck

import measured
from deckgen.package import accessibility, problems

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


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read as Linux tells it")
@pytest.mark.parametrize("name", crafted.NUMBERS)
def test_a_number_that_would_size_something_is_told_instead(name: str, tmp_path: Path) -> None:
    file = tmp_path / "crafted.pptx"
    file.write_bytes(packed({**PARTS, **crafted.NUMBERS[name]()}))
    told, seconds, megabytes = measured.run("deckgen.package.problems", file)
    assert told != "[]"
    assert "limit" not in told
    assert len(told) < 20_000 or "cell" in told
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read as Linux tells it")
@pytest.mark.parametrize("name", {**crafted.NUMBERS, **crafted.READ_NUMBERS})
def test_a_number_is_told_where_people_are_asked_for_too(name: str, tmp_path: Path) -> None:
    file = tmp_path / "crafted.pptx"
    file.write_bytes(packed({**PARTS, **{**crafted.NUMBERS, **crafted.READ_NUMBERS}[name]()}))
    told, seconds, megabytes = measured.run("deckgen.package.accessibility.findings", file)
    assert name in crafted.NUMBERS or "which is no number from" in told
    assert "limit" not in told
    assert "Error" not in told.replace("Severity", "")
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read as Linux tells it")
@pytest.mark.parametrize("function", ["problems", "accessibility.findings"])
@pytest.mark.parametrize("name", crafted.MANY)
def test_four_times_as_much_takes_no_more_than_about_that(name: str, function: str, tmp_path: Path) -> None:
    taken = []
    for size in (500, 2000):
        file = tmp_path / f"{size}.pptx"
        file.write_bytes(crafted.MANY[name](size))
        _, seconds, megabytes = measured.run(f"deckgen.package.{function}", file)
        taken.append(seconds)
        assert megabytes < MEGABYTES
    # Sixteen times where everything is compared with everything.
    assert taken[1] < 9 * max(taken[0], 0.1)


def test_what_is_left_out_of_a_long_answer_is_told() -> None:
    found = problems(crafted.deck(crafted.slide(crafted.texts(11_000, "<p:ph type='pic' idx='7'/>"))))
    assert any("what comes after 10,000 findings was not looked at" in line for line in found)
    found = problems(
        crafted.deck(crafted.slide(crafted.one_of('lang="en-GB"', 'lang="en-GB" sz="' + "9" * 9999 + '"')))
    )
    assert max(map(len, found)) < 600
    assert any(line.endswith(" …") for line in found)


def test_a_slide_with_more_shapes_than_can_be_compared_is_told() -> None:
    found = accessibility.findings(crafted.deck(crafted.slide(crafted.texts(3000))))
    told = [f for f in found if f.rule == "reading-order-is-visual-order"]
    assert "more than can be compared" in told[-1].text


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
