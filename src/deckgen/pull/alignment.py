"""Which slide, shape, row and paragraph of an edited file is which of the deck as it was built.

An id is believed only where the texts agree: other programs give ids to other slides and shapes. Everything else is found by its
texts and its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from deckgen.pull.plain import Box, PlainDeck, PlainShape, PlainSlide, comparable

_SAME_SLIDE, _LIKE_SLIDE, _COPY = 0.3, 0.4, 0.75
"""Likeness from which an id is believed, from which slides without it are the same, and from which one is a copy of another."""
_LIKE_SHAPE, _LIKE_ROW, _LIKE_PARAGRAPH = 0.9, 0.3, 0.35


class SlidePairs(Struct, frozen=True):
    """Pairs of slides by their indices (built, edited); slides that were removed, and added ones, with what each is a copy of."""

    pairs: tuple[tuple[int, int], ...]
    removed: tuple[int, ...]
    added: tuple[tuple[int, int | None], ...]


NO_PAIRS: Mapping[int, int] = {}


def align_slides(built: PlainDeck, edited: PlainDeck, recorded: Mapping[int, int] = NO_PAIRS) -> SlidePairs:
    """Return which slide of the edited deck is which of the built one.

    `recorded` is what the edited file says of that itself, by the index of the edited slide. A slide with other texts than it had
    (another variant of the content at hand) is known by its title.
    """
    words = [_words(slide) for slide in built.slides], [_words(slide) for slide in edited.slides]
    numbers = {slide.number: i for i, slide in enumerate(built.slides)}
    by_number = {j: numbers[slide.number] for j, slide in enumerate(edited.slides) if slide.number in numbers}
    found: dict[int, int] = {}
    for j, i in (recorded or by_number).items():
        if likeness(words[0][i], words[1][j]) >= _SAME_SLIDE and _is_best(i, j, words):
            found[i] = j
    taken = set(found.values())
    scores = [
        (likeness(words[0][i], words[1][j]), -abs(i - j), i, j)
        for i in range(len(built.slides))
        if i not in found
        for j in range(len(edited.slides))
        if j not in taken
    ]
    for score, _, i, j in sorted(scores, reverse=True):
        if score >= _LIKE_SLIDE and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    for j, i in (*recorded.items(), *_same_titles(built, edited, found)):
        is_alike = text_likeness(built.slides[i].title, edited.slides[j].title) >= _LIKE_SLIDE
        if i not in found and j not in taken and is_alike:
            found[i] = j
            taken.add(j)
    added = [(j, _original(words[1][j], words[0])) for j in range(len(edited.slides)) if j not in taken]
    removed = tuple(i for i in range(len(built.slides)) if i not in found)
    return SlidePairs(tuple(sorted(found.items())), removed, tuple(added))


def _same_titles(built: PlainDeck, edited: PlainDeck, found: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return the pairs (edited, built) of slides without counterparts with a title that no other one of them has."""
    taken = set(found.values())
    left = [(slide.title, i, -1) for i, slide in enumerate(built.slides) if i not in found]
    right = [(slide.title, -1, j) for j, slide in enumerate(edited.slides) if j not in taken]
    counts = Counter(title for title, _, _ in left), Counter(title for title, _, _ in right)
    return [
        (j, i)
        for title, i, _ in left
        for other, _, j in right
        if title and title == other and counts[0][title] == counts[1][title] == 1
    ]


def _is_best(i: int, j: int, words: tuple[list[Counter[str]], list[Counter[str]]]) -> bool:
    """Whether no other edited slide is the same as a built one where the one with its id is another."""
    own = likeness(words[0][i], words[1][j])
    return own >= _COPY or not any(likeness(words[0][i], other) > own + 0.2 for other in words[1])


def _original(words: Counter[str], others: Sequence[Counter[str]]) -> int | None:
    scores = [(likeness(words, each), -i) for i, each in enumerate(others)]
    best = max(scores, default=(0.0, 0))
    return -best[1] if best[0] >= _COPY else None


def _words(slide: PlainSlide) -> Counter[str]:
    return Counter(slide.reading.casefold().split())


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return how much of two bags of words is common to both, from 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def text_likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1: by their words, and by their letters where they have few."""
    if one == other:
        return 1.0
    words = likeness(Counter(one.casefold().split()), Counter(other.casefold().split()))
    if len(one) + len(other) > 120:
        return words
    return max(words, SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0)


def align_shapes(built: PlainSlide, edited: PlainSlide) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Return the pairs of shapes by their indices, and those that only the built and only the edited slide has."""
    scores = sorted(
        (
            (_shape_likeness(one, other), -abs(i - j), i, j)
            for i, one in enumerate(built.shapes)
            for j, other in enumerate(edited.shapes)
            if one.kind == other.kind or "drawing" in {one.kind, other.kind}
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, i, j in scores:
        if score >= _LIKE_SHAPE and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    only_built = [i for i in range(len(built.shapes)) if i not in found]
    only_edited = [j for j in range(len(edited.shapes)) if j not in taken]
    return sorted(found.items()), only_built, only_edited


def _shape_likeness(one: PlainShape, other: PlainShape) -> float:
    score = 0.0 if one.kind == other.kind else -0.6
    text, overlap = text_likeness(one.reading, other.reading), _overlap(one.box, other.box)
    if one.kind in {"drawing", "picture"} and one.kind == other.kind:
        text = 0.6 + 0.4 * (one.fill == other.fill and one.image == other.image) if overlap > 0.3 or one.image else 0.0
    score += 2 * text + overlap + 0.4 * (one.role == other.role != "")
    if one.name == other.name and (one.name or one.number == other.number):
        score += 0.5
    return score + 0.2 * (one.number == other.number)


def _overlap(one: Box | None, other: Box | None) -> float:
    if one is None or other is None:
        return 0.0
    if one == other:
        return 1.0
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    common = max(width, 0) * max(height, 0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    union = sum(areas) - common
    return common / union if union > 0 else float(max(abs(a - b) for a, b in zip(one, other, strict=True)) < 20_000)


def align_sequences(
    built: Sequence[Hashable], edited: Sequence[Hashable], alike: Callable[[int, int], float], least: float
) -> list[tuple[int | None, int | None]]:
    """Return the pairs of two sequences in order; None where one has no counterpart. Equal items are found first."""
    result: list[tuple[int | None, int | None]] = []
    for tag, a, b, c, d in SequenceMatcher(None, built, edited, autojunk=False).get_opcodes():
        if tag == "equal":
            result += zip(range(a, b), range(c, d), strict=True)
        else:
            result += _aligned_block(range(a, b), range(c, d), alike, least)
    return result


def _aligned_block(
    built: Sequence[int], edited: Sequence[int], alike: Callable[[int, int], float], least: float
) -> list[tuple[int | None, int | None]]:
    """Return the pairs of two blocks without equal items: one for one where they are as many, else those most alike."""
    if len(built) == len(edited):
        return list(zip(built, edited, strict=True))
    best: list[list[float]] = [[0.0] * (len(edited) + 1) for _ in range(len(built) + 1)]
    scores = [[alike(i, j) for j in edited] for i in built]
    for x in reversed(range(len(built))):
        for y in reversed(range(len(edited))):
            pair = scores[x][y] + best[x + 1][y + 1] if scores[x][y] >= least else 0.0
            best[x][y] = max(pair, best[x + 1][y], best[x][y + 1])
    result: list[tuple[int | None, int | None]] = []
    x = y = 0
    while x < len(built) and y < len(edited):
        if scores[x][y] >= least and best[x][y] == scores[x][y] + best[x + 1][y + 1]:
            result.append((built[x], edited[y]))
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            result.append((built[x], None))
            x += 1
        else:
            result.append((None, edited[y]))
            y += 1
    return [*result, *((i, None) for i in built[x:]), *((None, j) for j in edited[y:])]


def align_rows(built: PlainShape, edited: PlainShape) -> list[tuple[int | None, int | None]]:
    """Return which row of a table is which."""
    rows = [[" | ".join(_cell_text(cell) for cell in row) for row in shape.cells] for shape in (built, edited)]
    return align_sequences(rows[0], rows[1], lambda i, j: text_likeness(rows[0][i], rows[1][j]), _LIKE_ROW)


def _cell_text(cell: Sequence[object]) -> str:
    return " ".join(comparable(getattr(paragraph, "text", "")) for paragraph in cell)


def align_texts(built: Sequence[str], edited: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Return which paragraph is which."""
    return align_sequences(built, edited, lambda i, j: text_likeness(built[i], edited[j]), _LIKE_PARAGRAPH)


def moved(order: Sequence[int]) -> set[int]:
    """Return the fewest items that must be moved to bring a sequence of numbers into order."""
    best: list[list[int]] = []
    for number in order:
        ending = [each for each in best if each[-1] < number]
        longest = max(ending, key=_length) if ending else []
        best.append([*longest, number])
    stay = max(best, key=_length) if best else []
    return set(order) - set(stay)


def _length(numbers: list[int]) -> int:
    return len(numbers)
