"""The deck as built and an edited one → the differences of their texts, place by place, and all other differences.

Nothing is passed over: what is no difference of a text is named for what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.pull.alignment import NO_PAIRS, SlidePairs, align_rows, align_shapes, align_slides, align_texts, moved
from deckgen.pull.base import Base
from deckgen.pull.places import Place
from deckgen.pull.plain import PlainDeck, PlainParagraph, PlainRun, PlainShape, PlainSlide

Kind = Literal[
    "text", "format", "paragraph-added", "paragraph-removed", "paragraph-moved", "row-added", "row-removed", "row-moved",
    "column", "shape-added", "shape-removed", "shape-moved", "shape-look", "picture", "alt", "slide-added", "slide-removed",
    "slide-moved", "slide-hidden", "slide-shown", "background", "notes", "notes-missing", "foot", "look",
]  # fmt: skip
_TOLERANCE = 25_000
"""EMU by which a shape may be off without having been moved: programs round."""
_SYSTEMATIC, _MOST = 3, 0.5
"""Paragraphs, and share of all of one look, that another program shows in another one: that is how it saves, and no edit."""


Spot = tuple[int, tuple[int, int] | None]
"""Where a text is in a file: the id of its shape, and in a table its row and column."""


class Difference(Struct, frozen=True):
    """One difference. `slide` is the index of the edited slide (of a removed one: the built slide), `page` of the built one.

    `before` and `after` are paragraphs, as far as there are any. `place` is where a text stands; `at` is the index in its list
    (of paragraphs, rows or slides), `to` where it is now. `what` names the shape, or what was changed. `cells` are those of a
    new row, `spot` is where a text is in the edited file.
    """

    kind: Kind
    slide: int
    page: int | None = None
    what: str = ""
    place: Place | None = None
    before: tuple[PlainParagraph, ...] = ()
    after: tuple[PlainParagraph, ...] = ()
    at: int = 0
    to: int = 0
    frame: int | None = None
    cells: tuple[tuple[PlainParagraph, ...], ...] = ()
    spot: Spot | None = None


class Comparison(Struct):
    """All differences, and which slide is which."""

    slides: SlidePairs
    differences: list[Difference] = field(default_factory=list)


def compare(base: Base, edited: PlainDeck, recorded: Mapping[int, int] = NO_PAIRS) -> Comparison:
    """Return all differences between the deck as built and an edited one; `recorded` is as for `align_slides`."""
    slides = align_slides(base.plain, edited, recorded)
    result = Comparison(slides)
    reader = _Comparer(base, edited, slides)
    if reader.lacks_notes:
        result.differences.append(Difference("notes-missing", 0))
    for i, j in slides.pairs:
        result.differences += reader.compare_slides(i, j)
    is_foreign = edited.program != base.plain.program and "PowerPoint" not in edited.program
    result.differences += reader.looks.differences(is_foreign=is_foreign)
    result.differences += _differences_of_order(base, slides)
    result.differences.sort(key=lambda each: each.slide)
    return result


def _differences_of_order(base: Base, slides: SlidePairs) -> Iterator[Difference]:
    for i in slides.removed:
        yield Difference("slide-removed", i, i)
    for j, original in slides.added:
        yield Difference("slide-added", j, original)
    order = [i for i, _ in sorted(slides.pairs, key=lambda pair: pair[1])]
    places = dict(slides.pairs)
    for i in sorted(moved(order)):
        before = order[order.index(i) - 1] if order.index(i) else -1
        yield Difference("slide-moved", places[i], i, at=i, to=before)


class _Looks:
    """The looks of paragraphs with the same text in both decks. What differs in most of them is how a program saves."""

    def __init__(self) -> None:
        self._pairs: list[tuple[tuple[object, ...], tuple[object, ...], Difference]] = []

    def add(self, before: tuple[object, ...], after: tuple[object, ...], difference: Difference) -> None:
        self._pairs.append((before, after, difference))

    def differences(self, *, is_foreign: bool) -> Iterator[Difference]:
        """Yield what differs; of what differs in most places, one if the program is not a foreign one, else none."""
        counts = Counter((before, after) for before, after, _ in self._pairs)
        totals = Counter(before for before, _, _ in self._pairs)
        found: dict[int, Difference] = {}
        named: set[object] = set()
        for before, after, difference in self._pairs:
            number = counts[before, after]
            is_systematic = number >= _SYSTEMATIC and number > _MOST * totals[before]
            if before == after or (is_systematic and (is_foreign or (before, after) in named)):
                continue
            if difference.kind != "format":
                named.add((before, after))
            found[id(difference)] = difference
        yield from found.values()


class _Comparer:
    """Compares slides of two decks."""

    def __init__(self, base: Base, edited: PlainDeck, slides: SlidePairs) -> None:
        self._links = {f"#{j + 1}": f"#{i + 1}" for i, j in slides.pairs}
        self._gone_links = {f"#{i + 1}": "" for i in slides.removed}
        self.base, self.edited = base, edited
        self.looks = _Looks()
        with_notes = sum(bool(slide.notes) for slide in base.plain.slides)
        self.lacks_notes = with_notes > 1 and not any(slide.notes for slide in edited.slides)
        self._frames = {(page, shape): frame for (page, frame), shape in base.shapes.items()}
        self._places: dict[tuple[int, int, tuple[int, int] | None], list[Place]] = {}
        for place in base.places:
            self._places.setdefault((place.page, place.frame, place.cell), []).append(place)

    def compare_slides(self, i: int, j: int) -> Iterator[Difference]:
        built, edited = self.base.plain.slides[i], self.edited.slides[j]
        if built.hidden != edited.hidden:
            yield Difference("slide-hidden" if edited.hidden else "slide-shown", j, i)
        if built.background != edited.background:
            yield Difference("background", j, i)
        yield from self._notes(built, edited, i, j)
        pairs, only_built, only_edited = align_shapes(built, edited)
        for a, b in pairs:
            yield from self._shapes(built.shapes[a], edited.shapes[b], (i, a), j)
        for a in only_built:
            shape = built.shapes[a]
            frame = self._frames.get((i, a))
            yield Difference("shape-removed", j, i, shape.name, before=_texts(shape), frame=frame)
        for b in only_edited:
            shape = edited.shapes[b]
            yield Difference("shape-added", j, i, shape.name, after=_texts(shape), spot=(shape.number, None))

    def _notes(self, built: PlainSlide, edited: PlainSlide, i: int, j: int) -> Iterator[Difference]:
        places = self._places.get((i, -1, None), [])
        if not built.notes and edited.notes:
            yield Difference("notes", j, i, "notes", after=edited.notes)
        elif built.notes and not self.lacks_notes:
            yield from self._paragraphs(built.notes, edited.notes, places, Difference("text", j, i, "notes", frame=-1))

    def _shapes(self, built: PlainShape, edited: PlainShape, at: tuple[int, int], j: int) -> Iterator[Difference]:
        frame = self._frames.get(at)
        head = Difference("text", j, at[0], built.name, frame=frame, spot=(edited.number, None))
        yield from self._look_of_shape(built, edited, head)
        if built.cells and edited.cells:
            yield from self._tables(built, edited, head)
        elif built.role == "sldNum":
            return
        elif built.role and built.role != "title" and frame is None:
            if [p.reading for p in built.paragraphs] != [p.reading for p in edited.paragraphs]:
                yield replace(head, kind="foot", before=built.paragraphs, after=edited.paragraphs, what=built.role)
        else:
            places = self._places.get((at[0], frame, None), []) if frame is not None else []
            yield from self._paragraphs(built.paragraphs, edited.paragraphs, places, head)

    def _look_of_shape(self, built: PlainShape, edited: PlainShape, head: Difference) -> Iterator[Difference]:
        if built.box is not None and edited.box is not None and _is_moved(built, edited):
            yield replace(head, kind="shape-moved")
        if built.image != edited.image:
            yield replace(head, kind="picture")
        if built.alt != edited.alt and edited.alt and built.image:
            yield replace(
                head, kind="alt", before=(_paragraph(built.alt),), after=(_paragraph(edited.alt),), what=built.name
            )
        self.looks.add(("fill", built.fill), ("fill", edited.fill), replace(head, kind="shape-look"))

    def _tables(self, built: PlainShape, edited: PlainShape, head: Difference) -> Iterator[Difference]:
        pairs = align_rows(built, edited)
        width = {len(row) for row in (*built.cells, *edited.cells)}
        if len(width) > 1:
            yield replace(head, kind="column")
            return
        gone = {i: built.cells[i] for i, j in pairs if i is not None and j is None}
        for i, j in pairs:
            if i is None and j is not None:
                same = next((k for k, row in gone.items() if _row_text(row) == _row_text(edited.cells[j])), None)
                before = next((a for a, b in reversed(pairs[: pairs.index((i, j))]) if a is not None), -1)
                row = tuple(p for cell in edited.cells[j] for p in cell)
                if same is not None:
                    del gone[same]
                    yield replace(head, kind="row-moved", at=same, to=before, after=row)
                else:
                    yield replace(head, kind="row-added", at=before + 1, after=row, cells=edited.cells[j])
            elif i is not None and j is not None:
                yield from self._row(built, edited, (i, j), head)
        for i, cells in gone.items():
            yield replace(head, kind="row-removed", at=i, before=tuple(p for cell in cells for p in cell))

    def _row(
        self, built: PlainShape, edited: PlainShape, pair: tuple[int, int], head: Difference
    ) -> Iterator[Difference]:
        for c, (before, after) in enumerate(zip(built.cells[pair[0]], edited.cells[pair[1]], strict=False)):
            places = self._places.get((head.page or 0, head.frame if head.frame is not None else -2, (pair[0], c)), [])
            in_cell = replace(head, spot=(edited.number, (pair[1], c)))
            yield from self._paragraphs(before, after, places, in_cell)

    def _paragraphs(
        self,
        built: Sequence[PlainParagraph],
        edited: Sequence[PlainParagraph],
        places: Sequence[Place],
        head: Difference,
    ) -> Iterator[Difference]:
        """Compare the paragraphs of a shape, a cell or the notes, place by place."""
        if [p.reading for p in built] == [p.reading for p in edited]:
            for index in range(len(built)):
                place = place_at(places, index)
                if place is None:
                    yield from self._same_texts(built[index : index + 1], edited[index : index + 1], None, head)
                elif place.first == index:
                    inside = slice(index, index + len(place.texts))
                    yield from self._same_texts(built[inside], edited[inside], place, head)
            return
        pairs = align_texts([p.unraised for p in built], [p.unraised for p in edited])
        yield from self._by_place(built, edited, places, pairs, head)

    def _same_texts(
        self,
        built: Sequence[PlainParagraph],
        edited: Sequence[PlainParagraph],
        place: Place | None,
        head: Difference,
    ) -> Iterator[Difference]:
        """Compare the emphasis, looks and levels of the paragraphs of a place that read the same."""
        emphasis = replace(head, kind="format", place=place, before=tuple(built), after=tuple(edited))
        in_table = place is not None and place.cell is not None
        for before, after in zip(built, edited, strict=True):
            if not before.text.strip():
                continue
            self.looks.add(
                ("emphasis", in_table, *_emphasis(before, self._gone_links, other=None)),
                ("emphasis", in_table, *_emphasis(after, self._links)),
                emphasis,
            )
            look = replace(head, kind="look", place=place, before=(before,), after=(after,))
            # What loses its link with the slide that it led to also loses the colour and the line of links.
            lost_link = any(run.link in self._gone_links for run in before.runs)
            for one, other in zip(_look(before), _look(after), strict=True):
                if not lost_link or one[0] == "sizes":
                    self.looks.add(one, other, look)
            if before.level != after.level:
                yield look

    def _by_place(
        self,
        built: Sequence[PlainParagraph],
        edited: Sequence[PlainParagraph],
        places: Sequence[Place],
        pairs: list[tuple[int | None, int | None]],
        head: Difference,
    ) -> Iterator[Difference]:
        """Yield a difference for each place whose paragraphs differ, and one for each paragraph that belongs to none."""
        edited_of: dict[int, list[int]] = {}
        gone = {i for i, j in pairs if i is not None and j is None}
        for index, (i, j) in enumerate(pairs):
            if j is None:
                continue
            if i is None:
                same = next((k for k in gone if built[k].unraised == edited[j].unraised), None)
                before = next((a for a, _ in reversed(pairs[:index]) if a is not None), None)
                after = next((a for a, _ in pairs[index:] if a is not None), None)
                inner = None if before is None or after is None else _common(places, before, after)
                only = places[0] if len(places) == 1 and places[0].values else None
                place = inner or only
                if same is not None:
                    gone.discard(same)
                    yield replace(
                        head, kind="paragraph-moved", at=same, to=-1 if before is None else before, after=(edited[j],),
                        place=place_at(places, same),
                    )  # fmt: skip
                elif place is not None:
                    edited_of.setdefault(place.first, []).append(j)
                elif edited[j].text.strip():
                    neighbour = place_at(places, before if before is not None else after or 0)
                    at = 0 if before is None else before + 1
                    yield replace(head, kind="paragraph-added", at=at, after=(edited[j],), place=neighbour)
            else:
                found = place_at(places, i)
                edited_of.setdefault(found.first if found is not None else i, []).append(j)
        yield from self._changed_places(built, edited, places, edited_of, gone, head)

    def _changed_places(
        self,
        built: Sequence[PlainParagraph],
        edited: Sequence[PlainParagraph],
        places: Sequence[Place],
        edited_of: dict[int, list[int]],
        gone: Iterable[int],
        head: Difference,
    ) -> Iterator[Difference]:
        covered: set[int] = set()
        for place in places:
            indices = range(place.first, min(place.first + len(place.texts), len(built)))
            covered |= set(indices)
            before = tuple(built[i] for i in indices)
            after = tuple(edited[j] for j in sorted(edited_of.get(place.first, ())))
            if not after and before and all(i in gone for i in indices):
                yield replace(head, kind="paragraph-removed", at=place.first, before=before, place=place)
            elif after and [p.reading for p in before] != [p.reading for p in after]:
                yield replace(head, place=place, before=before, after=after)
            elif after:
                yield from self._same_texts(before, after, place, head)
        for i in set(range(len(built))) - covered:
            after = tuple(edited[j] for j in edited_of.get(i, ()))
            if [built[i].reading] != [p.reading for p in after] and (built[i].text.strip() or after):
                yield replace(head, before=(built[i],), after=after)


def _paragraph(text: str) -> PlainParagraph:
    return PlainParagraph((PlainRun(text),))


def place_at(places: Sequence[Place], index: int) -> Place | None:
    """Return the place that has the paragraph with an index; None if it belongs to none."""
    return next((each for each in places if each.first <= index < each.first + len(each.texts)), None)


def _common(places: Sequence[Place], one: int, other: int) -> Place | None:
    """Return the place that has both paragraphs."""
    place = place_at(places, one)
    return place if place is not None and place is place_at(places, other) and place.values else None


def _texts(shape: PlainShape) -> tuple[PlainParagraph, ...]:
    return shape.paragraphs or tuple(p for row in shape.cells for cell in row for p in cell)


def _row_text(row: Sequence[Sequence[PlainParagraph]]) -> str:
    return " | ".join(" ".join(p.unraised for p in cell) for cell in row)


def _is_moved(built: PlainShape, edited: PlainShape) -> bool:
    """Whether a shape is elsewhere, or larger or smaller; the height of a table is that of its text."""
    sides = zip(built.box or (), edited.box or (), strict=True)
    off = [abs(one - other) > _TOLERANCE for one, other in sides]
    return any(off[:3] if built.cells else off)


def _emphasis(paragraph: PlainParagraph, slides: Mapping[str, str], other: str | None = "#") -> tuple[object, ...]:
    """Return bold, italic, links and raised characters of a paragraph, with the share of its letters that has each.

    `slides` has what links to slides are compared as; those that are not in it are `other`, or stay as they are.
    """
    found: list[tuple[object, ...]] = []
    for run in paragraph.runs:
        link = slides.get(run.link, run.link if other is None else other) if run.link.startswith("#") else run.link
        key = (run.bold, run.italic, run.raised, link)
        size = sum(not char.isspace() for char in run.text)
        if size and found and found[-1][:-1] == key:
            found[-1] = (*key, found[-1][-1] + size)  # type: ignore[operator]
        elif size:
            found.append((*key, size))
    if len(found) == 1:
        return found[0][:-1]
    return tuple(found)


def _look(paragraph: PlainParagraph) -> tuple[tuple[object, ...], ...]:
    """Return sizes, colours and underlines of a paragraph; programs draw links each in their own way."""
    runs = [run for run in paragraph.runs if run.text.strip()]
    plain = [run for run in runs if not run.link]
    return (
        ("sizes", *dict.fromkeys(run.size for run in runs)),
        ("colours", *dict.fromkeys(run.colour for run in plain)),
        ("underlines", *dict.fromkeys(run.underlined for run in plain)),
    )
