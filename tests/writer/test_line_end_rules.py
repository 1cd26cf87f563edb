"""A Japanese deck forbids lines that begin with small kana, as they are counted; other decks state nothing."""

from deckgen.writer.line_end_rules import line_end_rules


def test_only_japanese_states_which_characters_begin_and_end_no_line() -> None:
    rules = line_end_rules("ja")
    assert all(char in rules for char in "、。」ーっッ「（")
    assert line_end_rules("zh-CN") == line_end_rules("de") == ""
