"""The edits of several copies of one deck → those that all agree with, each once, and disputes about the others.

The same edit in two copies is one. Other words of one text are merged, if the deck then reads as both say. All else that meets is
a dispute: one of its sides is to be chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.pull.base import Base
from deckgen.pull.clashes import Reach, meet, reach_of, values_at_hand
from deckgen.pull.differences import Difference
from deckgen.pull.edits import Edit, ValueEdit
from deckgen.pull.finding import resolved
from deckgen.pull.merging import merged_text
from deckgen.pull.operations import changed_texts, settings
from deckgen.pull.places import PlaceKey, ValueKey
from deckgen.pull.plain import PlainParagraph, PlainRun
from deckgen.pull.proving import Prover


class CopyEdits(Struct, frozen=True):
    """The edits that were found in a copy, called `name`, compared with its base."""

    name: str
    base: Base
    edits: tuple[Edit, ...]


class SharedEdit(Struct, frozen=True):
    """An edit, and the names of the copies that have it."""

    edit: Edit
    names: tuple[str, ...]
    base: Base


class Side(Struct, frozen=True):
    """What some copies say in a dispute."""

    names: tuple[str, ...]
    edits: tuple[Edit, ...]


class Dispute(Struct, frozen=True):
    """Edits of different copies that cannot all be written; `chosen` is the index of the side that was preferred."""

    sides: tuple[Side, ...]
    chosen: int | None = None

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of all sides."""
        return tuple(edit for side in self.sides for edit in side.edits)


class MergedCopies(Struct, frozen=True):
    """What copies of a deck say together."""

    edits: tuple[SharedEdit, ...] = ()
    disputes: tuple[Dispute, ...] = ()


def merge_copies(copies: Sequence[CopyEdits], side: str = "", preferred: str = "") -> MergedCopies:
    """Return what copies say together.

    `side` settles what differs from the content at hand (`resolved`), `preferred` is the name of the copy that is right where
    copies differ.
    """
    groups = _groups(_shared(copies))
    first = copies[0].base
    edits: list[SharedEdit] = []
    disputes: list[Dispute] = []
    for group in groups:
        together = group if len(group) == 1 else _together(group)
        if together is not None:
            edits += [replace(each, edit=_settled(each, side, first)) for each in together]
            continue
        dispute = _dispute(group, side, preferred, first)
        disputes.append(dispute)
        if dispute.chosen is not None:
            chosen = dispute.sides[dispute.chosen]
            base = next(each.base for each in group if each.names[0] in chosen.names)
            edits += [SharedEdit(edit, chosen.names, base) for edit in chosen.edits]
    return MergedCopies(tuple(sorted(edits, key=lambda each: min(each.edit.slides))), tuple(disputes))


def _settled(shared: SharedEdit, side: str, first: Base) -> Edit:
    """Return an edit as the content at hand allows it; what slides read after it is known in its own base only."""
    edit = resolved(shared.edit, side)
    return edit if shared.base is first else replace(edit, differences=())


def _shared(copies: Sequence[CopyEdits]) -> list[SharedEdit]:
    """Return the edits of all copies, those that are the same once."""
    found: list[SharedEdit] = []
    for copy in copies:
        for edit in copy.edits:
            at = next((i for i, each in enumerate(found) if _are_same(each.edit, edit)), None)
            if at is None:
                found.append(SharedEdit(edit, (copy.name,), copy.base))
                continue
            known = found[at]
            first, other = (edit, known.edit) if edit.is_writable > known.edit.is_writable else (known.edit, edit)
            slides = tuple(sorted({*first.slides, *other.slides}))
            differences = (*first.differences, *(each for each in other.differences if each not in first.differences))
            names = known.names if copy.name in known.names else (*known.names, copy.name)
            found[at] = replace(known, edit=replace(first, slides=slides, differences=differences), names=names)
    return found


def _are_same(one: Edit, other: Edit) -> bool:
    if one.values or other.values:
        return {each.key: each.edited for each in one.values} == {each.key: each.edited for each in other.values}
    if one.operations or other.operations:
        return one.operations == other.operations
    said = [(e.outcome, e.message, e.before, e.after, e.proposal, e.file, e.slides) for e in (one, other)]
    return said[0] == said[1]


def _groups(edits: Sequence[SharedEdit]) -> list[list[SharedEdit]]:
    """Return edits in groups: those that meet one of another copy are in its group."""
    groups: list[list[tuple[SharedEdit, Reach]]] = []
    for shared in edits:
        each = (shared, reach_of(shared.edit, shared.base))
        meeting = [group for group in groups if any(_meet(each, other) for other in group)]
        apart = [group for group in groups if not any(group is other for other in meeting)]
        groups = [*apart, [*(other for group in meeting for other in group), each]]
    return [[shared for shared, _ in group] for group in groups]


def _meet(one: tuple[SharedEdit, Reach], other: tuple[SharedEdit, Reach]) -> bool:
    return not set(one[0].names) & set(other[0].names) and meet(one[1], other[1])


def _dispute(group: Sequence[SharedEdit], side: str, preferred: str, first: Base) -> Dispute:
    """Return a dispute with a side for each copy; copies that say the same are one side."""
    sides: list[Side] = []
    for name in dict.fromkeys(name for each in group for name in each.names):
        edits = tuple(_settled(each, side, first) for each in group if name in each.names)
        same = next((i for i, known in enumerate(sides) if known.edits == edits), None)
        if same is None:
            sides.append(Side((name,), edits))
        else:
            sides[same] = replace(sides[same], names=(*sides[same].names, name))
    chosen = next((i for i, each in enumerate(sides) if preferred in each.names), None)
    return Dispute(tuple(sides), chosen)


# -- edits of several copies that are one text together ------------------------------------------------------------


def _together(group: Sequence[SharedEdit]) -> list[SharedEdit] | None:
    """Return an edit with the words of all edits of a group, proven as such; None if they contradict each other."""
    base = group[0].base
    if any(each.base is not base or not each.edit.values for each in group):
        return None
    cares = [each.edit.care for each in group if each.edit.care != "words"]
    values: dict[ValueKey, ValueEdit] = {}
    for each in group:
        for value in each.edit.values:
            known = values.get(value.key)
            merged = value.edited if known is None else merged_text(value.built, known.edited, value.edited)
            if merged is None or (cares and merged != value.edited):
                return None  # of two figures, none is made of both
            values[value.key] = replace(value, edited=merged)
    differences = _joined_differences(group)
    if differences is None or not _is_proven(base, values, differences):
        return None
    names = tuple(dict.fromkeys(name for each in group for name in each.names))
    first = group[0].edit
    slides = tuple(sorted({slide for each in group for slide in each.edit.slides}))
    after = " ¶ ".join(paragraph.reading for paragraph in differences[0].after)
    follows = tuple(dict.fromkeys(follow for each in group for follow in each.edit.follows))
    edit = replace(
        first,
        slides=slides,
        after=after,
        values=tuple(values.values()),
        differences=tuple(differences),
        follows=follows,
    )
    return [SharedEdit(edit, names, base)]


def _joined_differences(group: Sequence[SharedEdit]) -> list[Difference] | None:
    """Return a difference for each place, with the words of all edits; None if they change the same words."""
    found: dict[PlaceKey, Difference] = {}
    for each in group:
        for difference in each.edit.differences:
            if difference.place is None:
                return None
            known = found.get(difference.place.key)
            if known is None:
                found[difference.place.key] = difference
                continue
            merged = merged_text(_text(known.before), _text(known.after), _text(difference.after))
            if merged is None or known.place != difference.place:
                return None
            after = tuple(PlainParagraph((PlainRun(line),)) for line in merged.split("\n"))
            found[difference.place.key] = replace(known, after=after)
    return list(found.values())


def _is_proven(base: Base, values: Mapping[ValueKey, ValueEdit], differences: Sequence[Difference]) -> bool:
    """Whether the deck reads as all say with these values, which are known by their places in the content at hand."""
    built = {
        now: key
        for each in differences
        if each.place
        for key in each.place.values
        for now in values_at_hand((key,), base)
    }
    if not values.keys() <= built.keys():
        return False
    prover = Prover(base)
    texts = changed_texts(base.texts, settings({built[key]: value.edited for key, value in values.items()}))
    expected = {(place.key, prover.index_of(place)): _text(each.after) for each in differences if (place := each.place)}
    return texts is not None and prover.prove(texts, expected, [built[key] for key in values]) is not None


def _text(paragraphs: Sequence[PlainParagraph]) -> str:
    return "\n".join(paragraph.unraised for paragraph in paragraphs)
