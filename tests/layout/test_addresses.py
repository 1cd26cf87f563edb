"""Short forms of web addresses: host and path, distinct in the deck."""

import pytest
from blocks_for_tests import pages_of, slide, text_of

from deckgen.brand.types import Brand
from deckgen.ir.blocks import Paragraph, Run, Text
from deckgen.layout.addresses import distinct_short_texts

LONG = "part-of-a-path/" * 6


def short(text: str) -> str:
    return distinct_short_texts([text])[text]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://x.org/", "x.org"), ("HTTP://x.org", "x.org"), ("https://x.org/a/", "x.org/a/"),
        ("https://x.org/a?b=1#c", "x.org/a?b=1#c"), ("https://x.org?b=1", "x.org?b=1"),
        (f"https://x.org/{LONG}last/", "x.org/…/part-of-a-path/part-of-a-path/part-of-a-path/last/"),
        (f"https://x.org/{LONG}?id=7", "x.org/…/part-of-a-path/part-of-a-path/part-of-a-path/?id=7"),
        (f"https://x.org/{'a' * 30}-{'word_' * 9}last/end", "x.org/…" + "word_" * 8 + "last/end"),
        ("https://x.org/" + "a" * 80, "x.org/…" + "a" * 52), ("https://" + "h" * 80, "h" * 80),
        ("https://" + "h" * 80 + "/" + "p" * 90, "h" * 80 + "/…" + "p" * 16),
    ],
)  # fmt: skip
def test_short_form_has_the_host_and_the_end(text: str, shown: str) -> None:
    assert short(text) == shown


@pytest.mark.parametrize("text", ["the terms of use", "x.org/a/b", "mailto:us@x.org", "https://", "a https://x.org"])
def test_other_texts_of_links_have_no_short_form(text: str) -> None:
    assert distinct_short_texts([text]) == {}


def test_addresses_that_would_read_the_same_show_their_whole_path() -> None:
    one, other, third = (f"https://docs.example.org/{letter * 30}/{LONG}one" for letter in "abc")
    assert short(one) == short(other) == "docs.example.org/…/part-of-a-path/part-of-a-path/one"
    assert distinct_short_texts([one, other, third, one]) == {
        a: a.removeprefix("https://") for a in (one, other, third)
    }


def test_addresses_that_differ_in_their_scheme_show_it() -> None:
    one, other = "http://x.org/a", "https://x.org/a"
    assert distinct_short_texts([one, other]) == {one: one, other: other}


def test_addresses_of_different_slides_never_read_the_same(brand: Brand) -> None:
    one, other = (f"https://docs.example.org/{letter * 30}/{LONG}one" for letter in "ab")
    blocks = [Text("situation", (Paragraph((Run(address, link=address),)),)) for address in (one, other)]
    pages = pages_of(brand, *(slide(block, layout="drill-down") for block in blocks))
    shown = [text_of(page, "situation").replace("\u200b", "") for page in pages]
    assert shown == [one.removeprefix("https://"), other.removeprefix("https://")]
