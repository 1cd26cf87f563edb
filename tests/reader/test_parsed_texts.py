"""A text that was parsed before is the same document as one that is parsed again."""

import pytest

from deckgen.cache.build_cache import BuildCache
from deckgen.reader import parse, parsed_texts
from deckgen.reader.parsed_texts import KIND, parse_with

TEXT = """\
\ufeff# a comment
title: Überblick
slides:
- kind: bullets
  bullets: [one, "two, three", ]
  notes: |-
    First line

    Third line
empty:
flow: {Q1: 5%, Q2: }
"""


class _Store:
    """The entries of one kind, as a `Store` has them."""

    def __init__(self):
        self.data = None

    def get(self, name):
        return self.data

    def put(self, name, data):
        self.data = data


def test_document_from_another_process_is_the_same(monkeypatch):
    store = _Store()
    first = BuildCache({KIND}, {KIND: store}, "deck")
    parsed, _ = parse_with(first, TEXT, "deck.yaml")
    first.save()
    monkeypatch.setattr(parsed_texts, "parse_cached", None)
    stored, issues = parse_with(BuildCache({KIND}, {KIND: store}, "deck"), TEXT, "deck.yaml")
    expected, _ = parse(TEXT, "deck.yaml")
    assert not issues
    for document in (parsed, stored):
        assert (document.file, document.text, document.data) == (expected.file, expected.text, expected.data)
        assert dict(document.spans) == dict(expected.spans)
        assert dict(document.key_spans) == dict(expected.key_spans)


def test_document_has_the_name_by_which_it_is_read():
    cache = BuildCache()
    parse_with(cache, TEXT, "a.yaml")
    document, _ = parse_with(cache, TEXT, "b.yaml")
    assert document.file == document.span(("title",)).file == "b.yaml"


@pytest.mark.parametrize("text", ["a: no # comment #1\nb: 'x", "a: 1\na: 2\n", "", "- [1, 2", "a: \x07b\n"])
def test_text_with_issues_is_parsed_each_time(text):
    cache = BuildCache()
    assert parse_with(cache, text, "deck.yaml") == parse_with(cache, text, "deck.yaml") == parse(text, "deck.yaml")
    assert parse(text, "deck.yaml")[1]


def test_empty_file_is_allowed_where_it_may_be_empty():
    cache = BuildCache()
    assert parse_with(cache, "# nothing\n", "metrics.yaml", may_be_empty=True)[1] == []
    assert parse_with(cache, "# nothing\n", "metrics.yaml")[1] != []
