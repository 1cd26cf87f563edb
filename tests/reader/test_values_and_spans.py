"""Values are read as typed, and spans point to them."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from deckgen.diagnostics import Span
from deckgen.reader import parse, yaml_reader

NAME = "x.yaml"


@pytest.fixture(params=["libyaml", "pure"])
def parser(request, monkeypatch):
    if request.param == "pure":
        monkeypatch.setattr(yaml_reader, "LOADER", yaml.SafeLoader)
    return request.param


def read(text):
    document, issues = parse(text, NAME)
    assert issues == []
    return document


def typed_at(document, path):
    span = document.span(path)
    return document.text[span.start : span.end]


@pytest.mark.parametrize(
    "text",
    ["no", "Yes", "on", "1:30", "2021-01-28", "007", "0x1F", "1_000", "66%", "~", "null", "1e3", ".inf", "=", "<3",
     "99K active editors/month", "+5% YoY", "it's", 'say "x"', "a#b", "C#", "-5%", "?x", ":x", "x:y", "a & b",
     "50 > 40", "71K/mo[^p]", "61,000", "https://x.org/#a", "é 😀 שלום", "– dash", "$5M"],
)  # fmt: skip
def test_plain_value_is_the_text_as_typed(text, parser):
    document = read(f"a: {text}\nb:\n  - {text}\n")
    assert document.data == {"a": text, "b": [text]}
    assert typed_at(document, ("a",)) == typed_at(document, ("b", 0)) == text


def test_only_an_empty_value_is_none(parser):
    document = read("a:\nb: ''\nc: \"\"\nd: ~\ne: # note\nf:\n  -\n  - # note\ng: {h: , i: }\nj: |\n")
    assert document.data == {
        "a": None, "b": "", "c": "", "d": "~", "e": None, "f": [None, None], "g": {"h": None, "i": None}, "j": "",
    }  # fmt: skip


@pytest.mark.parametrize("path", [("a",), ("b", "c")])
def test_empty_value_is_positioned_right_after_its_colon(path, parser):
    document = read("a:   # note\n\nb:\n  c :\n  d: x\n")
    key, span = document.key_span(path), document.span(path)
    assert span.start == span.end
    assert document.text[key.start : span.start].replace(" ", "") == path[-1] + ":"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: one\n  two\n", "one two"),
        ("a: one\n\n  two\n", "one\n\ntwo"),
        ('a: "one\n\n\n  two"\n', "one\n\n\ntwo"),
        ('a: "one\\ntwo"\n', "one\ntwo"),
        ("a: >\n  one\n  two\n\n  three\n\n", "one two\n\nthree"),
        ("a: >\n  one\n    two\n\n  three\n", "one\n  two\n\nthree"),
        ("a: |\n  one\n  two\n\n  three\n\n\nb: c\n", "one\ntwo\n\nthree"),
        ("a: |2\n   one\n", " one"),
        ("a: |\r\n  one\r\n\r\n  two\r\n", "one\n\ntwo"),
    ],
)
def test_lines_join_as_in_yaml_and_blank_lines_stay(text, value, parser):
    assert read(text).data["a"] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: >-\n  Two\n  things:\n  - one\n    more\n  - two\n  again\n", "Two things:\n- one\n  more\n- two again"),
        ("a: >-\n  - one\n    - below\n  - two\n", "- one\n  - below\n- two"),
        ("a: >-\n  Then:\n\n  1. one\n  2. two\n", "Then:\n\n1. one\n2. two"),
        ("a: 'It''s:\n  - one'\n", "It's:\n- one"),
        ('a: "Two:\n  - one\n  - two"\n', "Two:\n- one\n- two"),
        ("a: >-\n  better\n  - or worse\n  than before\n", "better - or worse than before"),
        ("a: >-\n  from\n  - 4%\n  - 5%\n", "from - 4% - 5%"),
    ],
)
def test_items_of_a_list_stay_on_lines_of_their_own(text, value, parser):
    assert read(text).data["a"] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: >-\n  这很重要，\n  请看。\n", "这很重要，请看。"),
        ("a: >- # 注\n  これは\n  カタカナ\n\n  です\n", "これはカタカナ\n\nです"),
        ("a: 这很\n  重要\n", "这很重要"),
        ("a: '他说\n  “好”\n  了'\n", "他说“好”了"),
        ('a: "这很\n  重要"\n', "这很重要"),
        ("a: >-\n  中 文\n  中文\n", "中 文中文"),
        ("a: >-\n  中\n    文\n", "中\n  文"),
        ("a: |-\n  中\n  文\n", "中\n文"),
        ("a: >-\n  用\n  Wikipedia\n  的人\n", "用 Wikipedia 的人"),
        ("a: >-\n  중요\n  합니다\n", "중요 합니다"),
        ('a: "中\\n文\n  中"\n', "中\n文 中"),
    ],
)
def test_lines_of_chinese_and_japanese_join_without_a_blank(text, value, parser):
    assert read(text).data["a"] == value


def test_spans_cover_only_the_value(parser):
    text = (
        "a: 😀 x  # c\nb: |\n  y\n  z # no comment\n\n# d\nc:\n  - 'it''s'\n  - k: v\n    l:\n\nd: [p, {q: r}]\n# e\n"
    )
    document = read(text)
    assert {path: typed_at(document, path) for path in document.spans} == {
        (): text.removesuffix("\n# e\n"),
        ("a",): "😀 x",
        ("b",): "|\n  y\n  z # no comment",
        ("c",): "- 'it''s'\n  - k: v\n    l:",
        ("c", 0): "'it''s'",
        ("c", 1): "k: v\n    l:",
        ("c", 1, "k"): "v",
        ("c", 1, "l"): "",
        ("d",): "[p, {q: r}]",
        ("d", 0): "p",
        ("d", 1): "{q: r}",
        ("d", 1, "q"): "r",
    }
    assert {path: text[s.start : s.end] for path, s in document.key_spans.items()} == {
        p: str(p[-1]) for p in document.spans if p and isinstance(p[-1], str)
    }


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spans_count_characters_of_the_original_text(mark, end, parser):
    text = mark + end.join(["# 😀", "a:", "  - 😀é", '  - "😀"', "b: c", ""])
    document = read(text)
    assert document.text == text
    assert [typed_at(document, p) for p in [("a", 0), ("a", 1), ("b",)]] == ["😀é", '"😀"', "c"]


def test_missing_path_has_the_span_of_its_nearest_ancestor():
    document = read("a:\n  - b: c\n")
    assert document.span(("a", 0, "x", 3)) == document.span(("a", 0))
    assert document.span(("nowhere",)) == document.span(())
    assert document.key_span(("a", 0)) == document.span(("a", 0))
    assert document.key_span(("a",)) == Span(NAME, 0, 1)


@pytest.mark.parametrize(("text", "data"), [("x\n", "x"), ("- a\n- b\n", ["a", "b"]), ("''\n", ""), ("{}\n", {})])
def test_root_can_be_a_scalar_or_a_collection(text, data, parser):
    assert read(text).data == data


# Generated block-style YAML, together with the values that it must be read as.

WORDS = st.text(st.sampled_from("abcXYZ019äß😀字%+/.(&*'\"-,"), min_size=1, max_size=12)
LINE = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
LINES = st.lists(LINE.filter(lambda t: t[0] not in "-"), min_size=1, max_size=3)
KEY = st.text("abcdefgQ123-", min_size=1, max_size=8).filter(lambda k: k[0] != "-")
PLAIN = LINE.filter(lambda t: t[0] not in "&*'\"-,%")


def scalars():
    plain = PLAIN.map(lambda t: (t, t))
    single = LINE.map(lambda t: ("'" + t.replace("'", "''") + "'", t))
    double = LINE.map(lambda t: ('"' + t.replace('"', '\\"') + '"', t))
    return st.one_of(plain, single, double, st.just(("", None)))


def block(indicator, separator):
    return LINES.map(lambda lines: ((indicator, lines), separator.join(lines)))


SCALAR = st.one_of(scalars(), block("|", "\n"), block("|-", "\n"), block(">", " "), block(">-", " "))
TREE = st.recursive(
    SCALAR.map(lambda s: ("scalar", s)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda v: ("list", v)),
        st.dictionaries(KEY, inner, min_size=1, max_size=3).map(lambda v: ("map", v)),
    ),
    max_leaves=8,
)


def write(tree, indent, pad):
    """The lines of a value after its `key:` or `-`: the first on that line, the others below."""
    kind, content = tree
    if kind == "scalar":
        typed, _ = content
        if isinstance(typed, str):
            return [f" {typed}" if typed else ""]
        return [f" {typed[0]}", *(" " * indent + line for line in typed[1])]
    lines = [""]
    items = [("-", v) for v in content] if kind == "list" else [(f"{k}:", v) for k, v in content.items()]
    for head, value in items:
        first, *rest = write(value, indent + pad, pad)
        lines += [" " * indent + head + first, *rest]
    return lines


def expected(tree):
    kind, content = tree
    if kind == "scalar":
        return content[1]
    return [expected(v) for v in content] if kind == "list" else {k: expected(v) for k, v in content.items()}


def values(data, path=()):
    yield path, data
    items = enumerate(data) if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
    for key, value in items:
        yield from values(value, (*path, key))


@given(TREE.filter(lambda t: t[0] != "scalar"), st.integers(1, 4), st.sampled_from(["\n", "\r\n"]), st.booleans())
@example(("map", {"a": ("scalar", ((">", ["x"]), "x"))}), 1, "\r\n", True)
def test_block_style_round_trips_and_spans_reparse_to_their_values(tree, pad, end, mark):
    text = ("\ufeff" if mark else "") + end.join([*write(tree, 0, pad)[1:], ""])
    document = read(text)
    assert document.data == expected(tree)
    for path, value in values(document.data):
        typed = typed_at(document, path)
        assert typed == typed.strip("\n")
        if value is None:
            assert typed == ""
        elif typed[0] in "|>":
            assert read(typed.rstrip()).data == value
        elif isinstance(value, str):
            assert typed == value or read(typed).data == value
    for path, span in document.key_spans.items():
        assert text[span.start : span.end] == path[-1]


@given(st.text(st.sampled_from("ab1 \n\t:-#[]{}'\"|>*&!%@`?,^\\~\r\x00\u2028😀"), max_size=40))
@example("'\\\n\n")
@example('- - - ? -\n\t"')
def test_parsing_never_raises(text):
    document, issues = parse(text, NAME)
    assert document is not None or issues
    for issue in issues:
        assert 0 <= issue.span.start <= issue.span.end <= len(text) + 3
        assert issue.message
