"""For any file, `deckgen check` reports what is wrong with it: quickly, in little memory, without a traceback."""

import sys
from pathlib import Path

import crafted
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_deck import packed, small_deck

import resource_usage
from deckgen.package import accessibility, problems

SECONDS, MEGABYTES = 2, 300


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc, which only Linux has")
@pytest.mark.parametrize("name", crafted.ZIPS)
def test_crafted_file_is_reported_quickly_in_little_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / "crafted.pptx"
    file.write_bytes(crafted.ZIPS[name]())
    output, seconds, megabytes = resource_usage.run("deckgen.package.problems", file, SECONDS)
    assert output != "[]"
    assert "root:" not in output
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc, which only Linux has")
@pytest.mark.parametrize("name", crafted.NUMBERS)
def test_huge_number_is_reported_by_the_package_check(name: str, tmp_path: Path) -> None:
    file = tmp_path / "crafted.pptx"
    file.write_bytes(packed({**PARTS, **crafted.NUMBERS[name]()}))
    output, seconds, megabytes = resource_usage.run("deckgen.package.problems", file, SECONDS)
    assert output != "[]"
    assert "limit" not in output
    assert len(output) < 20_000 or "cell" in output
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc, which only Linux has")
@pytest.mark.parametrize("name", {**crafted.NUMBERS, **crafted.READ_NUMBERS})
def test_huge_number_is_reported_by_the_accessibility_check(name: str, tmp_path: Path) -> None:
    file = tmp_path / "crafted.pptx"
    file.write_bytes(packed({**PARTS, **{**crafted.NUMBERS, **crafted.READ_NUMBERS}[name]()}))
    output, seconds, megabytes = resource_usage.run("deckgen.package.accessibility.findings", file, SECONDS)
    assert name in crafted.NUMBERS or "which is not a number from" in output
    assert "limit" not in output
    assert "Error" not in output.replace("Severity", "")
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc, which only Linux has")
@pytest.mark.slow
@pytest.mark.parametrize("function", ["problems", "accessibility.findings"])
@pytest.mark.parametrize("name", crafted.MANY)
def test_time_grows_linearly_with_the_size_of_the_deck(name: str, function: str, tmp_path: Path) -> None:
    taken = []
    for size in (500, 2000):
        file = tmp_path / f"{size}.pptx"
        file.write_bytes(crafted.MANY[name](size))
        _, seconds, megabytes = resource_usage.run(f"deckgen.package.{function}", file)
        taken.append(seconds)
        assert megabytes < MEGABYTES
    # It would be sixteen times if every shape were compared with every other.
    assert taken[1] < 9 * max(taken[0], 0.1)


@pytest.mark.slow
def test_long_reports_state_what_was_left_out() -> None:
    found = problems(crafted.deck(crafted.slide(crafted.texts(11_000, "<p:ph type='pic' idx='7'/>"))))
    assert any("after 10,000 findings, the rest of the file was not checked" in line for line in found)
    found = problems(
        crafted.deck(crafted.slide(crafted.edited_text('lang="en-GB"', 'lang="en-GB" sz="' + "9" * 9999 + '"')))
    )
    assert max(map(len, found)) < 600
    assert any(line.endswith(" …") for line in found)


def test_slide_with_too_many_shapes_to_compare_is_reported() -> None:
    found = accessibility.findings(crafted.deck(crafted.slide(crafted.texts(3000))))
    of_rule = [f for f in found if f.code == "reading-order-is-visual-order"]
    assert "more than can be compared" in of_rule[-1].message


PARTS = small_deck()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_xml_is_reported_without_a_traceback(data: st.DataObject) -> None:
    """Parts of the XML of any part are deleted, doubled or overwritten."""
    name = data.draw(st.sampled_from([n for n in PARTS if n.endswith((".xml", ".rels"))]))
    text = PARTS[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    new = data.draw(st.sampled_from([b"", b'"', b"<", b"0", b"-1", b"x", text[start:end] * 2, b"<a:tbl/>", b"\xff"]))
    found = problems(packed({**PARTS, name: text[:start] + new + text[end:]}))
    assert all(isinstance(line, str) and line for line in found)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(packed(PARTS)) - 1), st.integers(0, 255))
def test_wrong_byte_is_reported_without_a_traceback(at: int, byte: int) -> None:
    whole = packed(PARTS)
    found = problems(whole[:at] + bytes([byte]) + whole[at + 1 :])
    assert all(isinstance(line, str) and line for line in found)
