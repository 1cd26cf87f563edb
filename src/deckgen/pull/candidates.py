"""A text that somebody changed, and the values that it shows → the values as they may have to be typed to show the new text.

These are guesses: nothing counts before the deck composed with it reads as the edited one. So one way to map a text to what was
typed does for every kind of value: letters that are in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from deckgen.pull.markup import SPECIAL, UNSEEN, markup_of, relative_runs
from deckgen.pull.places import ValueKey
from deckgen.pull.plain import PlainParagraph
from deckgen.reader.markup import parse_markup

MAX_CANDIDATES = 8
"""Maximum guesses for one text."""
MAX_LETTERS = 20_000
"""Maximum letters of a text that is compared letter by letter."""
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\t": " "})
Values = Mapping[ValueKey, str]


class _Operation(Struct, frozen=True):
    """Letters of the old text, and the text that replaces them."""

    start: int
    end: int
    text: str


def text_candidates(
    before: Sequence[PlainParagraph], after: Sequence[PlainParagraph], values: Values
) -> Iterator[Values]:
    """Yield guesses of the values behind a place whose text was changed, the best first."""
    seen: list[Values] = []
    for guess in _text_candidates(before, after, values):
        candidate = {key: _without_last_break(text, values[key]) for key, text in guess.items()}
        if candidate and candidate not in seen:
            seen.append(candidate)
            yield candidate
        if len(seen) == MAX_CANDIDATES:
            return


def _without_last_break(text: str, raw: str) -> str:
    """Return a text without the line breaks that are left at its end when its last paragraph is removed."""
    return text if raw.endswith("\n") else text.rstrip("\n")


def _text_candidates(
    before: Sequence[PlainParagraph], after: Sequence[PlainParagraph], values: Values
) -> Iterator[Values]:
    for is_raised in (False, True):
        old, new = (letters_of(paragraphs, with_raised=is_raised) for paragraphs in (before, after))
        if old == new or len(old) + len(new) > MAX_LETTERS:
            continue
        operations = list(_operations(old, new))
        for prefers_left in (True, False):
            yield from _mapped(old, operations, values, prefers_left=prefers_left)
        if len(values) == 1:
            [(key, raw)] = values.items()
            yield from ({key: each} for each in _substituted(raw, old, operations))
            if shows_all_of(raw, before):
                yield {key: "\n\n".join(markup_of(runs) for runs in relative_runs(before, after))}
        else:
            for key, raw in values.items():
                yield from ({key: each} for each in _substituted(raw, old, operations))


def shows_all_of(raw: str, paragraphs: Sequence[PlainParagraph]) -> bool:
    """Whether paragraphs show a value, all of it, and nothing else: only then what was typed over them is a value, too."""
    shown = [paragraph.plain_text for paragraph in parse_markup(raw)]
    texts = (letters_of(paragraphs, with_raised=is_raised) for is_raised in (False, True))
    return len(paragraphs) == len(shown) and _squeezed("".join(shown)) in {_squeezed(text) for text in texts}


def _squeezed(text: str) -> str:
    return "".join(text.translate(UNSEEN).split())


def letters_of(paragraphs: Sequence[PlainParagraph], *, with_raised: bool) -> str:
    """Return the text of paragraphs, a line for each, with plain blanks and without marks that are not seen."""
    parts = ("".join(run.text for run in p.runs if with_raised or not run.raised) for p in paragraphs)
    return "\n".join(part.translate(UNSEEN).translate(_SPACES).strip(" ") for part in parts)


def _operations(old: str, new: str) -> Iterator[_Operation]:
    """Yield what turns one text into the other, word by word."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    starts = [0]
    for token in before:
        starts.append(starts[-1] + len(token))
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield _Operation(starts[a], starts[b], "".join(after[c:d]))


def _mapped(old: str, operations: Sequence[_Operation], values: Values, *, prefers_left: bool) -> Iterator[Values]:
    """Yield the values with each operation made where its letters come from; nothing if some come from no value.

    A text that says once what several values say (“Goal for all 3: 5%”) changes all that are alike.
    """
    maps = {key: places_of_letters(old, raw) for key, raw in values.items()}
    splices: dict[ValueKey, list[tuple[int, int, str]]] = {}
    for operation in operations:
        found = next(
            ((key, span) for key, each in maps.items() if (span := _span(operation, each, prefers_left=prefers_left))),
            None,
        )
        if found is None:
            return
        splices.setdefault(found[0], []).append((*found[1], operation.text))
    for escapes in (False, True):
        for separator in _separators(values, splices):
            new = {key: _spliced(values[key], each, separator, escapes=escapes) for key, each in splices.items()}
            yield new
            yield {**new, **{other: new[key] for key in new for other, raw in values.items() if raw == values[key]}}
        if not any(SPECIAL.search(operation.text) for operation in operations):
            return


def _separators(values: Values, splices: Mapping[ValueKey, list[tuple[int, int, str]]]) -> Iterator[str]:
    """Yield the ways to write a new paragraph in a value, if there is one."""
    if not any("\n" in text for each in splices.values() for _, _, text in each):
        yield "\n"
        return
    raws = [values[key] for key in splices]
    marker = next((m for raw in raws if (m := re.search(r"(?m)^[ ]*([-*•]|\d+[.)]) ", raw))), None)
    if marker is not None:
        yield f"\n{marker.group()}"
    yield "\n\n"
    yield "\n"


def _spliced(raw: str, splices: Sequence[tuple[int, int, str]], separator: str, *, escapes: bool) -> str:
    parts, done = [], 0
    for start, end, text in splices:
        new = SPECIAL.sub(r"\\\1", text) if escapes else text
        parts += [raw[done:start], new.replace("\n", separator)]
        done = end
    return "".join([*parts, raw[done:]])


def _span(operation: _Operation, places: Sequence[int | None], *, prefers_left: bool) -> tuple[int, int] | None:
    """Return where the letters of an operation stand in a value; None if they come from elsewhere."""
    if operation.end > operation.start:
        inner = [each for each in places[operation.start : operation.end] if each is not None]
        edges = places[operation.start], places[operation.end - 1]
        return (inner[0], inner[-1] + 1) if None not in edges and inner == sorted(inner) else None
    left = places[operation.start - 1] if operation.start else None
    right = places[operation.start] if operation.start < len(places) else None
    first, second = (left, right) if prefers_left else (right, left)
    at = first if first is not None else second
    if at is None:
        return None
    at += at == left
    return at, at


def places_of_letters(old: str, raw: str) -> list[int | None]:
    """Return for each letter of a text where it stands in a value, None where it does not."""
    places: list[int | None] = [None] * len(old)
    plain = raw.translate(_SPACES)
    start = 0
    for paragraph in parse_markup(raw):
        shown = paragraph.plain_text.translate(UNSEEN).translate(_SPACES)
        at = old.find(shown, start)
        if shown and at >= 0:
            _match(places, old[at : at + len(shown)], at, plain)
            start = at + len(shown)
    if start == 0:
        _match(places, old, 0, plain, least=2)
    return places


def _match(places: list[int | None], text: str, offset: int, raw: str, least: int = 1) -> None:
    at = raw.find(text)
    if at >= 0:
        places[offset : offset + len(text)] = range(at, at + len(text))
        return
    for block in SequenceMatcher(None, text, raw, autojunk=False).get_matching_blocks():
        if block.size >= least:
            places[offset + block.a : offset + block.a + block.size] = range(block.b, block.b + block.size)


def _substituted(raw: str, old: str, operations: Sequence[_Operation]) -> Iterator[str]:
    """Yield a value with the replaced words replaced in it, where each is there once."""
    result = raw
    for operation in operations:
        words = old[operation.start : operation.end]
        if not words.strip() or result.count(words) != 1:
            return
        result = result.replace(words, operation.text)
    if result != raw:
        yield result
