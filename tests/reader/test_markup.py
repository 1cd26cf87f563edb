"""Inline Markdown: what is read as markup, and what stays as typed."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.links import stored_address, without_links
from deckgen.reader.markup import parse_markup


def runs(text):
    (paragraph,) = parse_markup(text)
    return paragraph.runs


@pytest.mark.parametrize(
    "text",
    ["2*3*4", "__init__", "_x_", "&amp;", "<b>x</b>", "*a*b", "a*b*", "* a *", "*a", "a*", "**a*", "**", "****a****",
     "5%*, 6%*", "92K/mo*", "5 * 3 * 2", "[x]", "[x](javascript:a)", "[x](/etc)", "[x](http://a b", "[^a b]", "[^]",
     "a^b", "a^b c^", "^ a^", "http://", "https://...", "xhttp://y.org", "# x", "- x", "1. x", "`x`", "~x~", "\\a",
     "\\", "[", "]", "Q1: +7.3% (89K/mo)", "a  b", "\u00a0x\u00a0"],
)  # fmt: skip
def test_text_without_markup_stays_as_typed(text):
    [paragraph] = parse_markup(text)
    assert "".join(r.text for r in paragraph.runs) == text
    assert all(not (r.bold or r.italic or r.superscript or r.note) for r in paragraph.runs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b* c", [Run("a "), Run("b", italic=True), Run(" c")]),
        ("**b**", [Run("b", bold=True)]),
        ("**Lead:** x", [Run("Lead:", bold=True), Run(" x")]),
        ("***b***", [Run("b", bold=True, italic=True)]),
        ("**a *b***", [Run("a ", bold=True), Run("b", bold=True, italic=True)]),
        ("***a* b**", [Run("a", bold=True, italic=True), Run(" b", bold=True)]),
        ("**a * b**", [Run("a * b", bold=True)]),
        ("*a **b*", [Run("a **b", italic=True)]),
        ("*2*3*", [Run("2*3", italic=True)]),
        ('("*a*"),', [Run('("'), Run("a", italic=True), Run('"),')]),
        ("*a\nb*", [Run("a\nb", italic=True)]),
        ("***a*", [Run("**"), Run("a", italic=True)]),
    ],
)
def test_asterisks_mark_italic_and_bold_at_word_boundaries(text, expected):
    assert list(runs(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**很重要**，请看", [Run("很重要", bold=True), Run("，请看")]),
        ("这**很重要**，请看", [Run("这"), Run("很重要", bold=True), Run("，请看")]),
        ("这是，**重要**的事", [Run("这是，"), Run("重要", bold=True), Run("的事")]),
        ("これは*大切*です", [Run("これは"), Run("大切", italic=True), Run("です")]),
        ("用**Wikipedia**的人", [Run("用"), Run("Wikipedia", bold=True), Run("的人")]),
        ("이것은 **중요**합니다", [Run("이것은 "), Run("중요", bold=True), Run("합니다")]),
        ("นี่**สำคัญ**มาก", [Run("นี่"), Run("สำคัญ", bold=True), Run("มาก")]),
        ("一*二", [Run("一*二")]),
        ("ב**סקר השנתי** שלנו", [Run("ב"), Run("סקר השנתי", bold=True), Run(" שלנו")]),
        ("و**الاستبيان** السنوي", [Run("و"), Run("الاستبيان", bold=True), Run(" السنوي")]),
    ],
)
def test_emphasis_needs_no_blank_beside_scripts_without_blanks(text, expected):
    assert list(runs(text)) == expected


@pytest.mark.parametrize(
    "target", ["https://x.org/a_(b)?c=d#e", "http://x", "mailto:a@x.org", "#ip-masking/key-results"]
)
def test_link_can_contain_emphasis(target):
    assert runs(f"see [the *page*]({target}).") == (
        Run("see "), Run("the ", link=target), Run("page", italic=True, link=target), Run("."),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown", "address"),
    [
        ("[a](https://x.org/My file (1).pdf)", "a", "https://x.org/My file (1).pdf"),
        ("[a](https://x.org/a_(b_(c)) )", "a", "https://x.org/a_(b_(c))"),
        ("[a](https://x.org/b[1])", "a", "https://x.org/b[1]"),
        ("[a]( https://x.org )", "a", "https://x.org"),
        ("[a](HTTPS://x.org)", "a", "HTTPS://x.org"),
        ("[a [draft] b](https://x.org)", "a [draft] b", "https://x.org"),
        ('[a](https://x.org "Our page")', "a", "https://x.org"),
        ("[a](https://x.org/b c 'Our page')", "a", "https://x.org/b c"),
        ("[a](https://x.org “Our page”)", "a", "https://x.org"),
        ('[a](https://x.org/the "best" page)', "a", 'https://x.org/the "best" page'),
        ("[a](<https://x.org/b (c>)", "a", "https://x.org/b (c"),
        ('[a](<#part/points> "The points")', "a", "#part/points"),
        ("[](https://x.org/*b*)", "https://x.org/*b*", "https://x.org/*b*"),
        ("<https://x.org/b>", "https://x.org/b", "https://x.org/b"),
        ("<mailto:a@x.org?subject=b>", "a@x.org", "mailto:a@x.org?subject=b"),
        ("<a.b@x.org>", "a.b@x.org", "mailto:a.b@x.org"),
        ("<tel:+41-22>", "+41-22", "tel:+41-22"),
        ("[a](tel:+41 22 123)", "a", "tel:+41 22 123"),
        ("[a](mailto:a@x.org?subject=Q2 review (draft)&body=b)", "a", "mailto:a@x.org?subject=Q2 review (draft)&body=b"),
        ("[a](mailto:?subject=b)", "a", "mailto:?subject=b"),
    ],
)  # fmt: skip
def test_link_is_read_in_all_its_spellings(text, shown, address):
    assert runs(f"x {text}.") == (Run("x "), Run(shown, link=address), Run("."))
    assert stored_address(address) or address.startswith("#")


@pytest.mark.parametrize("text", ["[a](https:///b)", "[a](https://ä..org)", "<a@b>", "<b>"])
def test_address_that_no_package_can_store_is_no_link(text):
    assert runs(text) == (Run(text),)


def test_two_links_after_each_other_stay_two():
    assert [r.link for r in runs("[a](https://x.org/b c) [d](https://y.org/e f) (g)")] == [
        "https://x.org/b c", None, "https://y.org/e f", None,
    ]  # fmt: skip


def test_link_inside_a_link_is_the_one_that_counts():
    assert [(r.text, r.link) for r in runs("[a [b](https://x.org) c](https://y.org/)")] == [
        ("[a ", None), ("b", "https://x.org"), (" c](", None), ("https://y.org/", "https://y.org/"), (")", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://x.org/a.", "https://x.org/a"),
        ("(https://x.org/a_(b)), c", "https://x.org/a_(b)"),
        ("*https://x.org*", "https://x.org"),
        ("“http://x.org/?a=b&c=d”!", "http://x.org/?a=b&c=d"),
        ("https://x.org/q?!", "https://x.org/q"),
        ("https://x.org[^a]", "https://x.org"),
    ],
)
def test_bare_address_becomes_a_link_without_trailing_punctuation(text, address):
    assert [r.text for r in runs(text) if r.link == address] == [address]
    assert sum(r.link is not None for r in runs(text)) == 1


def test_footnote_is_a_run_of_its_own():
    assert runs("71K/mo[^p][^o], **b[^p]**") == (
        Run("71K/mo"), Run("", superscript=True, note="p"), Run("", superscript=True, note="o"), Run(", "),
        Run("b", bold=True), Run("", superscript=True, note="p"),
    )  # fmt: skip


def test_repeated_footnote_is_two_runs():
    assert [r.note for r in runs("[^a][^a]")] == ["a", "a"]


def test_footnote_in_a_link_is_not_part_of_it():
    assert [(r.text, r.link, r.note) for r in runs("[a[^n]](https://x.org)")] == [
        ("a", "https://x.org", None),
        ("", None, "n"),
    ]


def test_carets_mark_superscript():
    assert runs("km^2^ and ^\\^^") == (
        Run("km"), Run("2", superscript=True), Run(" and "), Run("^", superscript=True),
    )  # fmt: skip


def test_backslash_escapes_a_mark():
    assert runs(r"\*a\* \[x](mailto:y) \[^n\] \^2\^ \\ \a") == (Run(r"*a* [x](mailto:y) [^n] ^2^ \ \a"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb", ["a\nb"]),
        ("a \n  b", ["a\nb"]),
        ("a  \nb", ["a\nb"]),
        ("a\\\nb", ["a\nb"]),
        ("a\\\\\nb", ["a\\\nb"]),
        ("a\n\nb", ["a", "b"]),
        ("a\r\n \t\r\n\r\n  b\n", ["a", "b"]),
        ("a\tb", ["a b"]),
        ("*a\n\nb*", ["*a", "b*"]),
        ("", []),
        (" \n\t\n ", []),
    ],
)
def test_blank_lines_split_paragraphs_and_lines_stay(text, expected):
    assert [p.plain_text for p in parse_markup(text)] == expected


def test_paragraph_is_body_text_without_a_bullet():
    assert parse_markup("a") == (Paragraph((Run("a"),), style="body", level=0, bullet=None),)


PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="*[]^\\ "), min_size=1, max_size=30)


@given(st.lists(PLAIN.filter(lambda t: "http" not in t), min_size=1, max_size=5).map(" ".join))
def test_text_without_marks_is_one_plain_run(text):
    assert parse_markup(text) == (Paragraph((Run(text),)),)


MARKED = st.lists(
    st.sampled_from(["*", "**", "***", "[", "]", "(", ")", "<", ">", "?", "^", "[^", "\\", "\n", "  \n", " ", "a", "B7", "é", ".",
                     "https://", "mailto:", "#", "](https://", "[^n]", "\n\n", "字", "_", "\t", "\r"]),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.one_of(MARKED, st.text()))
@example("[a](https://b)*c*[^d]^e^")
def test_arbitrary_text_loses_no_letter_or_digit(text):
    parsed = [run for paragraph in parse_markup(text) for run in paragraph.runs]
    assert all(run.text or run.note for run in parsed)
    output = "".join(run.text + (run.note or "") + (run.link or "") for run in parsed)
    for char in set(filter(str.isalnum, text)):
        assert output.count(char) >= text.count(char)


@given(MARKED)
def test_every_link_can_be_stored(text):
    links = [run.link for paragraph in parse_markup(text) for run in paragraph.runs if run.link]
    assert all(link.startswith("#") or stored_address(link) for link in links)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("[5% [est] of 9](https://x.org/a b (c) 'd')[^n], https://x.org/a.", "5% [est] of 9, ."),
        (r"\[5%](https://x.org) [6%](report.pdf)", r"\[5%]() [6%](report.pdf)"),
        ("[https://x.org](https://x.org) 5 <a@x.org>", " 5 "),
    ],
)
def test_figures_are_read_without_what_is_a_link(text, rest):
    assert without_links(text) == rest


@given(MARKED)
def test_neighbouring_runs_differ(text):
    for paragraph in parse_markup(text):
        for a, b in zip(paragraph.runs, paragraph.runs[1:], strict=False):
            same = (a.bold, a.italic, a.superscript, a.link, a.note) == (
                b.bold,
                b.italic,
                b.superscript,
                b.link,
                b.note,
            )
            assert not same or a.note


@pytest.mark.parametrize(
    "piece",
    ["[a ", "[a[^b]", "*a ", "*a **b ", "^a\\^", " ", "https://", "[x](http://(a",
     "[x](http://a 'b ", '[x](https://a "', "[[a](https://a b",
     "[[a]", "<https://a", "<a.b", "[x](https://a(b)",
     "[](https:///", "https://ä..", "\n ", "c*** ", "a\\\n", ")", "\\",
     "[^", "*a **b c*** "],
)  # fmt: skip
@pytest.mark.flaky(reruns=2)
def test_time_is_linear_in_the_length(piece):
    start = time.process_time()
    parse_markup("https://x" + piece * 20_000 + "** x*")
    assert time.process_time() - start < 2


@pytest.mark.flaky(reruns=2)
def test_a_thousand_texts_are_parsed_in_a_second():
    text = "+8.1% **YoY** (92K/mo[^est]), see [the report](https://x.org/y) and *more*"
    start = time.process_time()
    for _ in range(1000):
        parse_markup(text)
    assert time.process_time() - start < 1
