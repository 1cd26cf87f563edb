"""What YAML swallows, misreads or rejects: each trap with its text, and the position, code and wording of its issue."""

import time

import pytest

from deckgen.diagnostics import line_and_column
from deckgen.reader import parse, yaml_reader

NAME = "content/x.yaml"

# text, line:column, code, a piece of the message, a piece of the hint
TRAPS = {
    "hash after text": (
        "a: SDGs and #Wiki4Climate\n", "1:13", "hash-swallows-text", "“#Wiki4Climate” would be lost",
        '"SDGs and #Wiki4Climate"',
    ),
    "hash opens an item": ("- #1lib1ref ran\n", "1:3", "hash-swallows-text", "“#1lib1ref ran”", '"#1lib1ref ran"'),
    "hash opens a value": ("a: #1lib1ref\nb: c\n", "1:4", "hash-swallows-text", "“#1lib1ref”", '"#1lib1ref"'),
    "hash opens a key": ("a: b\n#1lib1ref: x\n", "2:1", "hash-swallows-text", "would be lost", '"#1lib1ref":'),
    "hash in a wrapped text": ("a:\n  x #Wiki\n  more\nb: c\n", "2:5", "hash-swallows-text", "“#Wiki”", '"x #Wiki"'),
    "hash after a quoted text": ('a: "b" #c\n', "1:8", "hash-swallows-text", "“#c”", "a space after the #"),
    "hash in brackets": ("a: [b #x, y]\n", "1:7", "hash-swallows-text", "“#x”", '"b #x"'),
    "hash opens an item in brackets": ("a: [#x, y]\n", "1:5", "hash-swallows-text", "“#x”", '"#x"'),
    "hash after a block mark": ("a: > #b\n  c\n", "1:6", "hash-swallows-text", "“#b”", "a space after the #"),
    "footnote first, alone": ("a: [^x]\n", "1:4", "footnote-read-as-list", "footnote", '"[^x]"'),
    "footnote first": ("- [^x] holds\n- b\n", "1:3", "footnote-read-as-list", "footnote", '"[^x] holds"'),
    "footnote in braces": ("a: {Q1: 71K/mo[^p]}\n", "1:9", "unquoted-in-brackets", "“[”", '"71K/mo[^p]"'),
    "link first": ("- [t](https://x.org) says\n", "1:3", "link-read-as-list", "link", '"[t](https://x.org) says"'),
    "bracket first": ("a: [Note] text\n", "1:4", "bracket-read-as-list", "read as a list", '"[Note] text"'),
    "brace first": ("a: {n} text\nb: c\n", "1:4", "brace-read-as-mapping", "read as keys with values", '"{n} text"'),
    "brace alone": ("a: {name}\n", "1:4", "brace-read-as-mapping", "a colon is missing", '"{name}"'),
    "number in brackets": ("a: [61,000]\n", "1:5", "number-split", "“61,000” is read as two", '"61,000"'),
    "number in braces": ("a: {Q1: 61,000}\n", "1:9", "number-split", "“61,000”", '"61,000"'),
    "comma in braces": ("a: {Q1: good, and more}\n", "1:9", "text-split", "read as two entries", '"good, and more"'),
    "colon in brackets": ("a: [Note: text]\n", "1:5", "colon-in-list-item", "a key with a value", "quote"),
    "colon in braces": ("a: {Q1: x: y}\n", "1:9", "unquoted-in-brackets", "“:”", '"x: y"'),
    "colon in a value": ("key: text: more\n", "1:10", "colon-in-value", "a colon followed by a space", '"text: more"'),
    "percent first": ("a: %50 of all\n", "1:4", "leading-percent", "to start with %", '"%50 of all"'),
    "percent opens a line": ("a: 5\n%b: x\n", "2:1", "leading-percent", "to start with %", '"%b: x"'),
    "percent in braces": ("a: {Q1: %5, Q2: x}\n", "1:9", "leading-percent", "to start with %", '"%5"'),
    "at first": ("- @handle said\n", "1:3", "leading-at", "to start with @", '"@handle said"'),
    "backtick first": ("a: `x`\n", "1:4", "leading-backtick", "backtick", '"`x`"'),
    "italic first": ("a: *bold* text\n", "1:4", "leading-asterisk", "starts with *", '"*bold* text"'),
    "italic first, two words": ("a: *bold text*\n", "1:4", "leading-asterisk", "starts with *", '"*bold text*"'),
    "bold first": ("- **bold** x\n", "1:3", "leading-asterisk", "starts with *", '"**bold** x"'),
    "alias": ("a: *b\n", "1:4", "leading-asterisk", "refers to another value", '"*b"'),
    "entity first": ("a: &amp; x\n", "1:4", "leading-ampersand", "names a value", '"&amp; x"'),
    "anchor": ("a: &x y\n", "1:4", "leading-ampersand", "names a value", '"&x y"'),
    "exclamation first": ("a: !important\n", "1:4", "leading-exclamation", "tag", '"!important"'),
    "tag": ("a: !!int 5\n", "1:4", "leading-exclamation", "tag", '"!!int 5"'),
    "greater first": ("goal: > 50\n", "1:7", "leading-greater", "a block of text", '"> 50"'),
    "greater first, one digit": ("a: >5\nb: c\n", "1:4", "leading-greater", "lost", '">5"'),
    "bar first": ("a: |x| is y\n", "1:4", "leading-bar", "a block of text", '"|x| is y"'),
    "question first": ("a: ? really\n", "1:4", "leading-question", "starts with ?", '"? really"'),
    "question opens an item": ("- ? really\n", "1:3", "leading-question", "starts with ?", "quote"),
    "comma first": ("a: , b\n", "1:4", "leading-comma", "comma", '", b"'),
    "stray bracket": ("a: ]\n", "1:4", "leading-bracket", "closes no [", "quote"),
    "tab as indentation": ("a:\n\tb: c\n", "2:1", "tab-indentation", "a tab", "spaces"),
    "tab among spaces": ("a:\n  b: c\n \td: e\n", "3:2", "tab-indentation", "a tab", "spaces"),
    "quote never closed": ('a: "foo\nb: c #d\n', "1:4", "unclosed-quote", 'no closing "', "' quotes"),
    "quote closed by the next": ("a: 'foo\nb: 'bar'\n", "1:4", "unclosed-quote", "no closing '", '" quotes'),
    "quote swallows a key": ('a: "foo\nb: bar"\nc: d\n', "1:4", "unclosed-quote", 'no closing "', "close it"),
    "text after quotes": ('a: "Hello" she said\n', "1:4", "text-after-quote", "continues", "'\"Hello\" she said'"),
    "apostrophe in quotes": ("- 'don't'\n", "1:3", "text-after-quote", "continues", '"don\'t"'),
    "unknown escape": ('a: "50\\%"\n', "1:7", "bad-escape", "“\\%”", "single quotes"),
    "escape of a control character": ('a: "x\\a"\n', "1:4", "control-character", "U+0007", "escape"),
    "bracket never closed": ("a: [x, y\nb: c\n", "1:4", "unclosed-bracket", "never closed", "]"),
    "brackets that cross": ("a: {b: [c}\n", "1:10", "unclosed-bracket", "does not match the [", "reverse"),
    "key deeper than a text": ("a: b\n  c: d\n", "2:3", "indentation", "part of the text above", "indent"),
    "key at no level": ("a:\n    b: c\n  d: e\n", "3:3", "indentation", "does not match any line", "exactly"),
    "key among items": ("- a\nb: c\n", "2:1", "indentation", "does not start with a dash", "indent"),
    "item among keys": ("a: b\n- c\n", "2:1", "indentation", "belongs to no list", "indent"),
    "item under a text": ("a: b\n  - c\n", "2:3", "list-under-text", "part of the text above", "key of its own"),
    "list on its key's line": ("a: - x\n", "1:4", "list-on-key-line", "line of its key", '"- x"'),
    "no space after a colon": ("a: b\nc:d\n", "2:2", "missing-space", "after this colon", "key: value"),
    "no space after the first colon": ("a:b\nc: d\n", "1:2", "missing-space", "after this colon", "key: value"),
    "no space after a dash": ("a:\n  - b\n  -c\n", "3:3", "missing-space", "after this dash", "- text"),
    "bare text": ("a: b\nfoo bar\n", "2:1", "not-a-key", "“foo bar”", "indent it more"),
    "duplicate key": ("a: b\nc:\n  a: x\na: d\n", "4:1", "duplicate-key", "already on line 1", "rename"),
    "merge key": ("a:\n  <<: {b: c}\n", "2:3", "merge-key", "<<", "write the entries out"),
    "list as key": ("[a]: b\n", "1:1", "key-not-text", "a list is used as a key", "text"),
    "mapping as key": ("a:\n  {b: c}: d\n", "2:3", "key-not-text", "a group of keys is used as a key", "text"),
    "explicit key": ("? a\n: b\n", "1:1", "leading-question", "read as a key", "remove the ?"),
    "explicit key after a comment": ("a: b\n?   # c\n  d\n: e\n", "2:1", "leading-question", "as a key", "remove the ?"),
    "no key": ("- : x\n", "1:3", "empty-key", "missing before this colon", "write the key"),
    "key too long": ("k" * 1100 + ": x\n", "1:1", "key-too-long", "1024", "quote"),
    "two documents": ("a: b\n---\nc: d\n", "2:1", "several-documents", "second document", "file of its own"),
    "empty": ("", "1:1", "empty-file", "is empty", "write its content"),
    "comments only": ("# a\n\n# b\n", "1:1", "empty-file", "is empty", "write its content"),
    "null character": ("a: b\0\n", "1:5", "binary-file", "not a text file", "plain text"),
    "escape character": ("a: b\x1bc\n", "1:5", "control-character", "U+001B", "delete"),
    "vertical tab": ("a: b\x0bc\n", "1:5", "control-character", "U+000B", "press Enter"),
    "carriage return alone": ("a: b\rc\n", "1:5", "control-character", "U+000D", "press Enter"),
    "next line": ("a: b\x85c\n", "1:5", "control-character", "U+0085", "press Enter"),
    "line separator": ("a: b\u2028c\n", "1:5", "control-character", "U+2028 (line separator)", "press Enter"),
    "byte order mark inside text": ("a: b\ufeffc\n", "1:5", "control-character", "U+FEFF", "delete"),
    "non-character": ("a: b\uffffc\n", "1:5", "control-character", "U+FFFF", "delete"),
    "lone surrogate": ("a: b\ud800c\n", "1:5", "control-character", "U+D800", "delete"),
}  # fmt: skip


@pytest.fixture(params=["libyaml", "pure"])
def parser(request, monkeypatch):
    if request.param == "pure":
        monkeypatch.setattr(yaml_reader, "LOADER", yaml_reader.yaml.SafeLoader)
    return request.param


def line_column(text, issue):
    return "{}:{}".format(*line_and_column(text, issue.span.start))


@pytest.mark.parametrize("trap", TRAPS)
def test_trap_is_reported_once_at_its_position(trap, parser):
    text, expected, code, message, hint = TRAPS[trap]
    _, issues = parse(text, NAME)
    assert [(d.code, line_column(text, d), d.span.file) for d in issues] == [(code, expected, NAME)]
    assert message in issues[0].message
    assert hint in issues[0].hint
    assert not issues[0].message.endswith(".")
    assert not issues[0].hint.endswith(".")


@pytest.mark.parametrize("trap", TRAPS)
def test_trap_is_reported_at_its_position_after_a_bom(trap):
    text, expected, code, _, _ = TRAPS[trap]
    line, column = map(int, expected.split(":"))
    _, issues = parse("\ufeff" + text, NAME)
    shifted = f"{line}:{column + (line == 1)}"
    assert [(d.code, line_column("\ufeff" + text, d)) for d in issues] == [(code, shifted)]


@pytest.mark.parametrize("trap", TRAPS)
def test_trap_is_reported_at_its_position_with_windows_line_ends(trap):
    text, expected, code, _, _ = TRAPS[trap]
    text = text.replace("\n", "\r\n")
    _, issues = parse(text, NAME)
    assert [(d.code, line_column(text, d)) for d in issues] == [(code, expected)]


@pytest.mark.parametrize(
    "text",
    [
        "a: text # note\n",
        "# yaml-language-server: $schema=x.json\na: b\n",
        "#!shebang\na: b\n",
        "## heading\n#####\n#\na: b # c #d\n",
        "a: C# and x#y, https://x.org/#part\n",
        "a: \"x #y\"\nb: '#z'\n",
        "a: |\n  #one\n  x #two\nb: >-\n  #three\n",
        "a: [x, y] # z\n",
        "%YAML 1.2\n---\na: b\n...\n",
        "a: Pourquoi ?\nb: |\n  Why ?\nc: {d: 'e ?', h: i}  # really ?\n# and why ?\nj: k\n",
    ],
)
def test_certain_comments_and_text_are_not_reported(text, parser):
    document, issues = parse(text, NAME)
    assert issues == []
    assert document is not None


def test_all_traps_of_a_readable_file_are_reported_together():
    document, issues = parse("a: x #y\nb: [1,000]\nc: *d\na: z\n", NAME)
    assert [d.code for d in issues] == ["hash-swallows-text", "number-split", "leading-asterisk", "duplicate-key"]
    assert document.data["a"] == "x"


def test_first_syntax_error_is_reported_with_the_traps_before_it():
    _, issues = parse("a: b\na: c\nd: e: f\ng: h: i\n", NAME)
    assert [d.code for d in issues] == ["duplicate-key", "colon-in-value"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("a: #tag x\n", "#tag x"), ("a: [^x]\n", "[^x]"), ("a: *b\n", "*b"), ("a: !x\n", "!x"), ("a: {x}\n", "{x}")],
)
def test_misread_text_is_returned_as_typed(text, value):
    document, issues = parse(text, NAME)
    assert len(issues) == 1
    assert document.data == {"a": value}


def test_second_value_of_a_duplicate_key_is_discarded():
    document, _ = parse("a: {b: c}\na:\n  d: [e]\nf: g\n", NAME)
    assert document.data == {"a": {"b": "c"}, "f": "g"}
    assert ("a", "d") not in document.spans
    assert document.key_span(("a",)).start == 0


@pytest.mark.parametrize("text", ["[" * 61, "- " * 61 + "x", "{a: " * 61, "[" * 200_000])
def test_more_than_sixty_levels_are_rejected(text, parser):
    document, issues = parse(text, NAME)
    assert document is None
    assert [d.code for d in issues] == ["too-deep"]


def test_sixty_levels_are_read(parser):
    document, issues = parse("[" * 60 + "]" * 60, NAME)
    assert issues == []
    assert document is not None


def test_aliases_are_never_followed():
    text = "a: &a [x]\n" + "".join(f"{c}: &{c} [*a, *a, *a]\n" for c in "bcdefghij")
    document, issues = parse(text, NAME)
    assert document.data["j"] == ["*a", "*a", "*a"]
    assert {d.code for d in issues} == {"leading-ampersand", "reference"}


def test_at_most_a_hundred_issues_of_a_file_are_reported():
    _, issues = parse("".join(f"- *a{i}\n" for i in range(5000)), NAME)
    assert len(issues) == 100


@pytest.mark.parametrize(
    "text", ["[" + "[^x]," * 200_000, "a: b\n" + "  - c\n" * 100_000, "a" + " " * 1_000_000 + "b: c: d"]
)
@pytest.mark.flaky(reruns=2)
def test_issues_of_a_very_large_file_are_issues_in_seconds(text):
    start = time.process_time()
    _, issues = parse(text, NAME)
    assert 1 <= len(issues) <= 100
    assert time.process_time() - start < 5


def test_long_number_in_brackets_is_reported_once_and_stays_one_item() -> None:
    document, issues = parse(f"a: [{','.join(['111'] * 5_000)}, 2,3, x]\n", "f.yaml")
    assert document is not None
    assert document.data == {"a": [",".join(["111"] * 5_000), "2,3", "x"]}
    assert [d.code for d in issues] == ["number-split", "number-split"]
    assert "is read as 5000" in issues[0].message
    assert "“2,3” is read as two" in issues[1].message
    assert len(issues[0].message) < 200


def test_numbers_between_commas_that_cannot_be_one_number_are_items() -> None:
    document, issues = parse("a: [1,2,3, 61,000, 10,20,30, x]\n", "f.yaml")
    assert document is not None
    assert document.data == {"a": ["1", "2", "3", "61,000", "10", "20", "30", "x"]}
    spans = [document.span(("a", n)) for n in (1, 5, 7)]
    assert [document.text[span.start : span.end] for span in spans] == ["2", "20", "x"]
    assert ["61,000" in issue.message for issue in issues] == [True]


@pytest.mark.parametrize("text", ["1,5", "61,000", "1,200,300", "1,00,000 users"])
def test_numbers_with_commas_in_brackets_stay_one_item(text: str) -> None:
    document, issues = parse(f"a: [{text}]\n", "f.yaml")
    assert document is not None
    assert document.data == {"a": [text]}
    assert [issue.code for issue in issues] == ["number-split"]
