"""A base and an edited deck → the edits, in the order of the slides; nothing that differs is passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import KeyPath
from deckgen.edit import ContentEditor
from deckgen.pull.at_hand import structure_at_hand
from deckgen.pull.base import Base
from deckgen.pull.differences import Comparison, Difference, compare
from deckgen.pull.drawn_otherwise import DrawnOtherwise, recorded_pairs
from deckgen.pull.edits import Edit, ValueEdit, care_of
from deckgen.pull.merging import merged_text
from deckgen.pull.operations import changed_texts, settings
from deckgen.pull.places import ValueKey
from deckgen.pull.plain import PlainDeck, PlainParagraph
from deckgen.pull.proving import Prover
from deckgen.pull.removed_since import removed_since
from deckgen.pull.reports import origin_of, report_of, what_was_done
from deckgen.pull.same_targets import without_same_targets, without_several_moves
from deckgen.pull.structure_edits import ProvenStructure, StructureProver
from deckgen.pull.text_edits import ProvenText, TextProver

NO_PAGES: Mapping[int, str] = {}
Progress = Callable[[int, int], None]
_TEXTS = frozenset({"text", "format"})


class Found(Struct, frozen=True):
    """The edits of a deck, and the comparison that they explain."""

    edits: tuple[Edit, ...]
    comparison: Comparison


def find_edits(
    base: Base,
    edited: PlainDeck,
    only: int | None = None,
    progress: Progress = lambda _, __: None,
    pages: Mapping[int, str] = NO_PAGES,
) -> Found:
    """Return the edits of a deck, or those on the slide with the number `only`.

    `pages` are the ids of the pages that the file had when it was built, by the numbers of its slides: what is not among them was
    added to the content since.
    """
    comparison = compare(base, edited, recorded_pairs(base, edited, pages))
    known = set(pages.values()) or set(base.pages)
    differences = [
        each
        for each in DrawnOtherwise(base, edited, pages).edits(comparison.differences)
        if (only is None or each.slide == only - 1)
        and not (each.kind == "slide-removed" and base.pages[each.page or 0] not in known)
    ]
    finder = _Finder(base, edited, comparison)
    edits = finder.edits(differences, progress)
    return Found(tuple(sorted(edits, key=lambda each: min(each.slides))), comparison)


class _Finder:
    def __init__(self, base: Base, edited: PlainDeck, comparison: Comparison) -> None:
        self.base, self.edited = base, edited
        self.structures = StructureProver(base, edited, comparison.slides)
        self.prover = Prover(base)
        self.texts = TextProver(base, self.prover)
        self._current: dict[str, ContentEditor | None] = {}

    def edits(self, differences: Sequence[Difference], progress: Progress) -> list[Edit]:
        proven: list[ProvenText] = []
        others: list[Edit] = []
        for number, difference in enumerate(differences):
            progress(number, len(differences))
            found = self.texts.find(difference) if difference.kind in _TEXTS else None
            if found is not None:
                proven.append(found)
                continue
            report = self._report(difference)
            if (gone := removed_since(difference, report, self.base, self.edited)) is not None:
                others.append(gone)
                continue
            structure = self.structures.find(difference)
            others.append(report if structure is None else self._of_structure(difference, structure, report))
        return [*self._merged(proven), *_joined_reports(without_several_moves(without_same_targets(others)))]

    def _merged(self, proven: Sequence[ProvenText]) -> list[Edit]:
        """Return an edit for each group of texts that show the same values."""
        edits = []
        for group in _groups(proven):
            values = self._combined(group)
            if values is None:
                edits += [self._disputed(group)]
                continue
            edits.append(self._edit(group, values))
        return edits

    def _report(self, difference: Difference) -> Edit:
        """Return what to do about a difference, with the line of what it is about in the content at hand."""
        report = report_of(difference, self.base, self.edited)
        file, path = origin_of(difference, self.base)
        now = self.base.as_built.path_at_hand(file, path)
        return report if now is None else replace(report, line=self._line(file, now))

    def _of_structure(self, difference: Difference, found: ProvenStructure, report: Edit) -> Edit:
        operation = found.operation
        is_unrecorded = self.base.recorded and (operation.file, operation.path) not in self.base.recorded
        if operation.action == "set" and found.care == "status" and is_unrecorded:
            # A deck of an earlier deckgen: nobody knows whether the content said so when it was built.
            return replace(report, outcome="proposed", proposal=f"{operation.path[-1]}: {operation.value}")
        path = self.base.as_built.path_at_hand(operation.file, operation.path) or ()
        edit = replace(
            report,
            outcome="proven",
            operations=(operation,),
            care=found.care,
            owner=self._owner(operation.file, path),
            follows=found.follows,
            message=what_was_done(difference, self.base),
            file=operation.file,
            line=self._line(operation.file, path) or self._line(operation.file, path[:-1]),
            proposal="",
        )
        return structure_at_hand(edit, operation, self.base, self.editor(operation.file))

    def _combined(self, group: Sequence[ProvenText]) -> dict[ValueKey, str] | None:
        """Return the values of all texts of a group together, proven as such; None if they contradict each other."""
        values: dict[ValueKey, str] = {}
        for each in group:
            for key, new in each.values.items():
                merged = merged_text(self.texts.raw(key) or "", values[key], new) if key in values else new
                if merged is None:
                    return None
                values[key] = merged
        if len(group) > 1 and any(each.values != values for each in group):
            texts = changed_texts(self.base.texts, settings(values))
            expected = {at: text for each in group for at, text in each.expected.items()}
            if texts is None or self.prover.prove(texts, expected, values) is None:
                return None
        return values

    def _edit(self, group: Sequence[ProvenText], values: dict[ValueKey, str]) -> Edit:
        edited = tuple(self._value_edit(key, new) for key, new in values.items())
        first = group[0].difference
        head = Edit(
            "proven",
            tuple(sorted({each.difference.slide + 1 for each in group})),
            _text(first.before),
            _text(first.after),
            edited,
            follows=_follows(group),
            care=care_of(edited),
            owner=self._owner(edited[0].file, edited[0].path),
            file=edited[0].file,
            line=self._line(edited[0].file, edited[0].path),
            differences=tuple(each.difference for each in group),
            turned=next((each.proof.turned for each in group if each.proof.turned), ""),
        )
        return resolved(head)

    def _disputed(self, group: Sequence[ProvenText]) -> Edit:
        first = group[0]
        file = next(iter(first.values))[0]
        says = " and ".join(
            f"slide {each.difference.slide + 1} says “{_text(each.difference.after)}”" for each in group[:3]
        )
        message = f"one value was changed in different ways: {says}; make them agree, or change the content"
        slides = tuple(sorted({each.difference.slide + 1 for each in group}))
        return Edit(
            "conflict", slides, _text(first.difference.before), _text(first.difference.after), message=message, file=file,
            differences=tuple(each.difference for each in group),
        )  # fmt: skip

    def _value_edit(self, key: ValueKey, new: str) -> ValueEdit:
        """Return a changed value of the deck as built, with its path in the content at hand."""
        file, path = key
        now, editing = self.base.as_built.path_at_hand(file, path), self.editor(file)
        value = editing.get(now) if now is not None and editing is not None and editing.has(now) else None
        current = value if isinstance(value, str) else None
        return ValueEdit(file, path if now is None else now, self.texts.raw(key) or "", new, current)

    def _owner(self, file: str, path: KeyPath) -> str:
        """Return who supplies a value: the nearest `owner` or `department` around it."""
        editing = self.editor(file)
        for length in range(len(path), -1, -1):
            around = editing.get(path[:length]) if editing is not None and editing.has(path[:length]) else None
            found = (around.get("owner") or around.get("department")) if isinstance(around, dict) else None
            if isinstance(found, str):
                return found
        return ""

    def _line(self, file: str, path: KeyPath) -> int:
        editing = self.editor(file)
        return editing.line(path) if editing is not None and path and editing.has(path) else 0

    def editor(self, file: str) -> ContentEditor | None:
        """Return an editor of a file at hand; None if it has errors."""
        if file not in self._current:
            self._current[file] = ContentEditor(self.base.current[file], file) if file in self.base.current else None
        return self._current[file]


def resolved(edit: Edit, side: str = "") -> Edit:
    """Return an edit as the content at hand allows it: to be written, merged, done already, or a conflict.

    `side` settles conflicts: `theirs` takes the deck, `ours` the content.
    """
    if not edit.values:
        return _settled(edit, side)
    new: dict[ValueKey, str] = {}
    is_merged = False
    for value in edit.values:
        if value.current == value.edited:
            continue
        if value.current == value.built or (side == "theirs" and value.current is not None):
            new[value.key] = value.edited
            continue
        merged = (
            merged_text(value.built, value.edited, value.current) if value.current and edit.care == "words" else None
        )
        if merged is None:
            return replace(
                edit, outcome="done" if side == "ours" else "conflict", message=_conflict(value), operations=()
            )
        is_merged = True
        new[value.key] = merged
    if not new:
        return replace(edit, outcome="done", message="the content says so already", operations=())
    return replace(edit, outcome="merged" if is_merged else "proven", operations=settings(new))


def _settled(edit: Edit, side: str) -> Edit:
    """Return an edit of structure; where it is a conflict that can be settled, as a side settles it."""
    if edit.outcome != "conflict" or not edit.operations or not side:
        return edit
    return replace(edit, outcome="proven") if side == "theirs" else replace(edit, outcome="done", operations=())


def _conflict(value: ValueEdit) -> str:
    if value.current is None:
        return "the entry that it stands in is gone from the content"
    return f"deck “{value.edited}”, content “{value.current}”, at build “{value.built}”: choose --theirs or --ours"


def _groups(proven: Sequence[ProvenText]) -> list[list[ProvenText]]:
    """Return texts in groups that change the same values."""
    groups: list[tuple[set[ValueKey], list[ProvenText]]] = []
    for each in proven:
        keys = set(each.values)
        touching = [group for group in groups if group[0] & keys]
        merged = (
            set().union(keys, *(group[0] for group in touching)),
            [p for group in touching for p in group[1]] + [each],
        )
        groups = [group for group in groups if group not in touching] + [merged]
    return [group[1] for group in groups]


def _follows(group: Sequence[ProvenText]) -> tuple[tuple[tuple[str, str, tuple[ValueKey, ...]], str, str], ...]:
    own = {each.difference.place.key for each in group if each.difference.place is not None}
    found = {key: (key, before, after) for each in group for key, before, after in each.proof.changed if key not in own}
    return tuple(found.values())


def _text(paragraphs: Iterable[PlainParagraph]) -> str:
    return " ¶ ".join(paragraph.reading for paragraph in paragraphs)


def _joined_reports(edits: Sequence[Edit]) -> list[Edit]:
    """Return reports with those that are the same on several slides as one."""
    found: dict[tuple[str, str, str, str], Edit] = {}
    for each in edits:
        key = (each.outcome, each.message, each.before, each.after)
        if key in found:
            known = found[key]
            slides = tuple(sorted({*known.slides, *each.slides}))
            found[key] = replace(known, slides=slides, differences=(*known.differences, *each.differences))
        else:
            found[key] = each
    return list(found.values())
