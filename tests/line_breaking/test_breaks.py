"""Units of text and grapheme clusters are those of uniseg, although deckgen cuts text and leaves out the middle of runs."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uniseg.derived import indic_conjunct_break
from uniseg.emoji import extended_pictographic
from uniseg.graphemecluster import grapheme_cluster_break, grapheme_clusters
from uniseg.linebreak import line_break, line_break_units
from uniseg.unicodedatawrapper import category, east_asian_width

from deckgen.line_breaking.breaks import clusters, line_units

BLOCKS = [
    range(0x3100), range(0x3190, 0x3200), range(0x4E00, 0x4E10), range(0xA800, 0xAC20), range(0xD7B0, 0xD800),
    range(0xFE00, 0x10000), range(0x11000, 0x11400), range(0x1F000, 0x1FB00), range(0x2FFF0, 0x30002),
]  # fmt: skip


def _characters_by_properties() -> list[str]:
    """A few characters for each combination of properties that the rules use."""
    found = defaultdict(list)
    for char in (chr(point) for block in BLOCKS for point in block):
        key = (
            line_break(char), grapheme_cluster_break(char), indic_conjunct_break(char), extended_pictographic(char),
            east_asian_width(char) in ("F", "W", "H"), category(char) in ("Pi", "Pf", "Mn", "Mc", "Cn"),
        )  # fmt: skip
        if len(found[key]) < 3:
            found[key].append(char)
    return ["".join(chars) for chars in found.values()]


PROPERTIES = _characters_by_properties()
RUNS = st.tuples(st.sampled_from(PROPERTIES), st.integers(0, 2), st.sampled_from([1, 1, 1, 1, 2, 3, 5, 12, 30]))
"""A set of similar characters, the index of one of them, and how often it is repeated."""


@st.composite
def texts(draw: st.DrawFn) -> str:
    runs = draw(st.lists(RUNS, min_size=1, max_size=10))
    return "".join(chars[number % len(chars)] * count for chars, number, count in runs)


@given(texts())
@settings(max_examples=300, deadline=None)
def test_line_units_are_those_of_uniseg(text: str) -> None:
    assert list(line_units(text)) == list(line_break_units(text))


@given(texts())
@settings(max_examples=300, deadline=None)
def test_clusters_are_those_of_uniseg(text: str) -> None:
    assert list(clusters(text)) == list(grapheme_clusters(text))


@pytest.mark.parametrize(
    "text",
    [
        "中文“引号”中文，测试（括号）内容。", "「日本語」カタカナー・ッ", "한국어 “인용” 부호", "ภาษาไทย๑๒๓ไม่เว้นวรรค" * 4,
        "ខ្មែរភាសា" * 9, "שלום-עולם", "ᬅᬓ᭄ᬱᬭ", "中" + "\u0301" * 99 + "文", "中" + " " * 99 + "文", "क" + "\u094d\u0301" * 40 + "क",
        "👩\u200d" * 40, "🇩🇪" * 40, "a" + "\u0301" * 99 + "-b", "ab\u00adcd\u200bef" * 9,
        "￼\u2010a–b", "1" * 99 + ",1", "\u25cc" * 40,
    ],
)  # fmt: skip
def test_units_and_clusters_of_many_scripts_are_those_of_uniseg(text: str) -> None:
    assert list(line_units(text)) == list(line_break_units(text))
    assert list(clusters(text)) == list(grapheme_clusters(text))


def test_one_mark_in_a_long_run_decides_whether_there_is_a_boundary() -> None:
    # A linker among a hundred accents joins two consonants (GB9c), a joiner before the last of them two emoji (GB11).
    for mark in ("\u094d", "\u200d", "\u200c"):
        for place in (0, 20, 50, 99):
            marks = ["\u0301"] * 100
            marks[place] = mark
            for text in (f"क{''.join(marks)}क", f"👩{''.join(marks)}👩"):
                assert list(clusters(text)) == list(grapheme_clusters(text))
