"""A text and its translation → what the translation has lost or changed of links, footnotes, bold words, lines and figures."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from deckgen.reader.markup import parse_markup
from deckgen.translation.authored_words import AuthoredText

_NAME = re.compile(r"\{[a-z]+\}")
"""What stands for a fact of the deck in the text of a footer."""
_NUMBER = re.compile(r"\d(?:[\d.,'’٫٬\u00a0\u202f]*\d)?")


def lost_markup(text: AuthoredText, translation: str) -> Iterator[str]:
    """Yield what a translation lacks or adds, each as the end of a sentence: “lacks the footnote `[^est]`”."""
    for name, before, after in (
        *(_markup(text.source, translation) if text.has_markup else ()),
        ("the words in braces", Counter(_NAME.findall(text.source)), Counter(_NAME.findall(translation))),
    ):
        if lost := before - after:
            yield f"lacks {name} {_listed(lost)}"
        if added := after - before:
            yield f"has {name} {_listed(added)}, which the text does not have"
    if text.has_markup and _is_bold(translation) != _is_bold(text.source):
        yield (
            "lacks the bold words (`**…**`)"
            if _is_bold(text.source)
            else "has bold words, which the text does not have"
        )
    lines, own = (len(_lines(each)) for each in (text.source, translation))
    if text.in_row and lines != own:
        yield f"has {own} lines instead of {lines}: each line of a result is shown by itself"


def changed_figures(text: AuthoredText, translation: str) -> list[str]:
    """Return the figures of a text that its translation does not have, whatever marks the language has in numbers."""
    lost = _figures(text.source)
    lost.subtract(_figures(translation))
    typed = {_digits(match[0]): match[0] for match in _NUMBER.finditer(text.source)}
    return [typed[digits] for digits, count in lost.items() if count > 0]


def _markup(source: str, translation: str) -> Iterator[tuple[str, Counter[str], Counter[str]]]:
    before, after = (
        [run for paragraph in parse_markup(each) for run in paragraph.runs] for each in (source, translation)
    )
    yield (
        "the footnote",
        Counter(f"[^{r.note}]" for r in before if r.note),
        Counter(f"[^{r.note}]" for r in after if r.note),
    )
    # A link with several formats in it is several runs.
    yield "the link to", Counter({r.link for r in before if r.link}), Counter({r.link for r in after if r.link})


def _is_bold(text: str) -> bool:
    return any(run.bold for paragraph in parse_markup(text) for run in paragraph.runs)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _figures(text: str) -> Counter[str]:
    return Counter(_digits(match[0]) for match in _NUMBER.finditer(text))


def _digits(number: str) -> str:
    """Return the digits of a number without its marks, and without zeros at its ends: `92K` may be `92.000`."""
    digits = "".join(str(unicodedata.digit(char)) for char in number if char.isdigit())
    return digits.strip("0") or "0"


def _listed(names: Counter[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
