"""A text of which only emphasis or links were changed → the value behind it as it may have to be typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deckgen.pull.candidates import MAX_LETTERS, Values, letters_of, places_of_letters
from deckgen.pull.markup import UNSEEN, markup_of, relative_runs
from deckgen.pull.plain import PlainParagraph, PlainRun
from deckgen.reader.markup import parse_markup

_Format = tuple[bool, bool, str]
"""Whether a letter is bold and italic, and the address of its link."""


def format_candidates(
    before: Sequence[PlainParagraph], after: Sequence[PlainParagraph], values: Values
) -> Iterator[Values]:
    """Yield guesses of the value behind a place of which only emphasis or links were changed."""
    relative = relative_runs(before, after)
    old = letters_of(before, with_raised=False)
    wrapped = list(_newly_marked(_formats(relative_runs(before, before)), _formats(relative)))
    for key, raw in values.items():
        if wrapped and len(old) <= MAX_LETTERS:
            yield {key: _with_marks(raw, places_of_letters(old, raw), wrapped)}
        marked = [markup_of(runs) for runs in relative]
        if len(parse_markup(raw)) == len(marked):
            yield {key: "\n\n".join(marked)}
        whole = "".join(run.text for paragraph in after for run in paragraph.runs)
        for paragraph in parse_markup(raw):
            start = whole.find(paragraph.plain_text)
            if start >= 0 and len(after) == 1:
                inner = _cut(relative[0], start, start + len(paragraph.plain_text))
                yield {key: raw.replace(paragraph.plain_text, markup_of(inner), 1)}


def _formats(paragraphs: Sequence[Sequence[PlainRun]]) -> list[_Format]:
    """Return the emphasis and the link of each letter, of paragraphs with a line break between them."""
    letters: list[_Format] = []
    for number, runs in enumerate(paragraphs):
        text = "".join(run.text for run in runs if not run.raised).translate(UNSEEN)
        formats = [
            (run.bold, run.italic, run.link) for run in runs if not run.raised for _ in run.text.translate(UNSEEN)
        ]
        lead = len(text) - len(text.lstrip(" "))
        letters += [(False, False, "")] * (number > 0) + formats[lead : len(text.rstrip(" "))]
    return letters


def _newly_marked(old: Sequence[_Format], new: Sequence[_Format]) -> Iterator[tuple[int, int, _Format]]:
    """Yield the letters (first, and behind the last) that have emphasis or a link which they did not have, and these."""
    start = 0
    for end in range(1, len(new) + 1):
        if end < len(new) and new[end] == new[start] and old[end : end + 1] == old[start : start + 1]:
            continue
        if old[start : start + 1] == [(False, False, "")] and new[start] != (False, False, ""):
            yield start, end, new[start]
        start = end


def _with_marks(raw: str, places: Sequence[int | None], marked: Sequence[tuple[int, int, _Format]]) -> str:
    """Return a value with marks of emphasis and links around the letters that have them now."""
    result = raw
    for start, end, (bold, italic, link) in reversed(marked):
        first, last = places[start : start + 1], places[end - 1 : end]
        if not first or not last or first[0] is None or last[0] is None:
            continue
        inner = result[first[0] : last[0] + 1]
        stars = "*" * (italic + 2 * bold)
        new = f"{stars}{inner}{stars}"
        result = result[: first[0]] + (f"[{new}]({link})" if link else new) + result[last[0] + 1 :]
    return result


def _cut(runs: Sequence[PlainRun], start: int, end: int) -> Iterator[PlainRun]:
    """Yield the part of runs between two letters."""
    position = 0
    for run in runs:
        text = run.text[max(start - position, 0) : max(end - position, 0)]
        position += len(run.text)
        if text:
            yield PlainRun(text, run.bold, run.italic, run.underlined, run.raised, run.link)
