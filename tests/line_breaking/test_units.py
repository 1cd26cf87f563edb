"""Where lines of text may end: in every script, whatever the font."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.line_breaking import dictionaries
from deckgen.line_breaking.units import break_units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("two words", ["two ", "words"]),
        ("a well-known fact", ["a ", "well-", "known ", "fact"]),
        ("Q1-Q2 and 10-15", ["Q1-", "Q2 ", "and ", "10-15"]),
        ("2020–21 is — so", ["2020–", "21 ", "is ", "— ", "so"]),
        ("no\u00a0break here", ["no\u00a0break ", "here"]),
        ("first\nsecond", ["first\n", "second"]),
        ("and/or stays", ["and/or ", "stays"]),
        ("teams / groups ) too", ["teams / ", "groups ) ", "too"]),
        ("first\n/second", ["first\n", "/second"]),
        ("-5 and -x", ["-5 ", "and ", "-x"]),
        ("soft\u200bbreak", ["soft\u200b", "break"]),
        ("   ", ["   "]),
        ("", []),
    ],
)
def test_lines_break_only_where_all_renderers_break(text: str, units: list[str]) -> None:
    assert list(break_units(text)) == units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "維基百科是「自由」的百科全書。",
            ["維", "基", "百", "科", "是", "「自", "由」", "的", "百", "科", "全", "書。"],
        ),
        ("サーバー、っと（々）", ["サー", "バー、っ", "と", "（々）"]),
        ("约 50%、三个（“好”） 。", ["约 ", "50%、", "三", "个", "（“好”） 。"]),
    ],
)
def test_no_line_begins_or_ends_with_a_mark_that_kinsoku_forbids(text: str, units: list[str]) -> None:
    assert list(break_units(text)) == units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("เพิ่มจำนวนผู้แก้ไขใหม่ๆ 5%", ["เพิ่ม", "จำนวน", "ผู้", "แก้", "ไข", "ใหม่ๆ ", "5%"]),
        ("(ภาษาไทย)wiki", ["(ภาษา", "ไทย)wiki"]),
        ("បង្កើនចំនួនអ្នកកែសម្រួល", ["បង្កើន", "ចំនួន", "អ្នក", "កែសម្រួល"]),
        ("ເພີ່ມຈຳນວນ", ["ເພີ່ມ", "ຈຳນວນ"]),
        ("အရေအတွက်ကို တိုးမြှင့်", ["အရေအတွက်", "ကို ", "တိုး", "မြှင့်"]),
    ],
)
def test_words_without_spaces_are_told_apart_by_a_dictionary(text: str, units: list[str]) -> None:
    assert list(break_units(text)) == units


def test_without_dictionary_lines_end_after_characters_with_their_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionaries, "has_dictionaries", lambda: False)
    assert list(dictionaries.dictionary_units("(เพิ่มจำนวนผู้แก้ไข)")) == ["(เพิ่มจำนว", "นผู้แก้ไข)"]
    assert list(dictionaries.dictionary_units("ไทย")) == ["ไทย"]


@given(st.text())
def test_units_add_up_to_the_text(text: str) -> None:
    assert "".join(break_units(text)) == text
