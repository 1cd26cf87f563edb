"""Wishes (id, quarter, text) → changed content files and what became of each wish.

Nothing is written here: `OpenDeck.write` takes the changes, all of them or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import position
from deckgen.edit import Change, Edit, EditError, Editing, make_edits
from deckgen.ir.blocks import Path
from deckgen.model import QUARTERS, Deck, QuarterName, RichText, Row, read_quantity
from deckgen.model.suggest import closest
from deckgen.resolve.walk import walk
from deckgen.results.opened import OpenDeck
from deckgen.results.targets import Target, TargetIndex, targets

_BEHIND = {"parts", "measures", "milestones"}
"""Fields that stand behind `quarters` in a metric."""
_ERRORS = re.compile(r"#+|#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!)")


class Verdict(StrEnum):
    """What became of a wish."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"
    REFUSED = "refused"


class ResultUpdate(Struct, frozen=True):
    """A text for a quarter of a target; `where` says where the wish comes from (a line of a sheet)."""

    id: str
    quarter: QuarterName
    text: str
    where: str = ""


class UpdateOutcome(Struct, frozen=True):
    """A wish and its verdict: the text before, why it was not done, and what one should know of it besides."""

    update: ResultUpdate
    verdict: Verdict
    before: str = ""
    why: str = ""
    place: str = ""
    notes: tuple[str, ...] = ()


def quarter_name(text: str) -> QuarterName | None:
    """Read the name of a quarter, in capitals or not; None for what is none (Q5)."""
    return next((name for name in QUARTERS if name == text.strip().upper()), None)


def apply(opened: OpenDeck, wishes: Iterable[ResultUpdate]) -> tuple[list[UpdateOutcome], list[Change]]:
    """Try every wish on the deck's files; gives what became of each, and the files that change."""
    known = TargetIndex(targets(opened.deck))
    judged = [_judged(opened.deck, known, w) if isinstance(w, ResultUpdate) else w for w in _agreed(known, wishes)]
    by_file: dict[str, list[_PendingUpdate]] = {}
    for asked in judged:
        if isinstance(asked, _PendingUpdate):
            by_file.setdefault(asked.target.file, []).append(asked)
    made: dict[tuple[str, str], UpdateOutcome] = {}
    changes: list[Change] = []
    overrides = _overrides(opened.deck)
    for file, of_file in by_file.items():
        results, change = _made(opened, file, of_file)
        changes += change
        for asked, result in zip(of_file, results, strict=True):
            made[asked.target.id, asked.update.quarter] = _outcome(opened.deck, overrides, asked, result)
    return [made[o.target.id, o.update.quarter] if isinstance(o, _PendingUpdate) else o for o in judged], changes


def _agreed(known: TargetIndex, wishes: Iterable[ResultUpdate]) -> list[ResultUpdate | UpdateOutcome]:
    """Refuse wishes for the same place that contradict each other; of equal ones the first is kept."""
    wishes = list(wishes)
    by_place: dict[tuple[str, str], list[ResultUpdate]] = {}
    for wish in wishes:
        target = known.find(wish.id)
        by_place.setdefault((target.id if target else wish.id, wish.quarter), []).append(wish)
    made: list[ResultUpdate | UpdateOutcome] = []
    for same in by_place.values():
        if len({wish.text.strip() for wish in same}) > 1:
            places = ", ".join(wish.where or repr(wish.text) for wish in same)
            made += [UpdateOutcome(same[0], Verdict.REFUSED, why=f"it stands there with different texts: {places}")]
        else:
            made.append(same[0])
    return made


class _PendingUpdate(Struct, frozen=True):
    """A wish that can be tried on the file of its target; only one of them is for the same quarter of a target."""

    update: ResultUpdate
    target: Target
    text: str

    @property
    def before(self) -> str:
        return self.target.text(self.update.quarter)

    def edit(self) -> Edit:
        def make(editing: Editing, path: Path) -> None:
            write(editing, path, self.update.quarter, self.text or None)

        return Edit(self.target.path, ("quarters", self.update.quarter), make)


def _judged(deck: Deck, known: TargetIndex, wish: ResultUpdate) -> UpdateOutcome | _PendingUpdate:
    """Tell what becomes of a wish as far as that can be told without the file."""
    target = known.find(wish.id)
    if target is None:
        return UpdateOutcome(wish, Verdict.UNKNOWN, why=known.suggestion(wish.id))
    asked = _PendingUpdate(wish, target, wish.text.replace("\r\n", "\n").strip())
    if same_result(asked.before, asked.text):
        return UpdateOutcome(wish, Verdict.UNCHANGED, asked.before)
    if why := refusal(deck, asked.text):
        return UpdateOutcome(wish, Verdict.REFUSED, asked.before, why)
    return asked


def _made(opened: OpenDeck, file: str, asked: Sequence[_PendingUpdate]) -> tuple[list[int | EditError], list[Change]]:
    """Make the edits of one file: the line of each or its error, and the change of the file, if there is one."""
    before = opened.text(file)
    try:
        editing = Editing(before, file)
    except EditError as fault:
        return [fault] * len(asked), []
    results = make_edits(editing, [one.edit() for one in asked])
    return results, [Change(opened.path(file), file, before, editing.text)] if before != editing.text else []


def _outcome(deck: Deck, overrides: _Overrides, asked: _PendingUpdate, result: int | EditError) -> UpdateOutcome:
    wish, target = asked.update, asked.target
    if isinstance(result, EditError):
        return UpdateOutcome(wish, Verdict.REFUSED, asked.before, str(result))
    notes = _notes(deck, overrides, target, wish)
    done = replace(wish, id=target.id, text=asked.text)
    return UpdateOutcome(done, Verdict.CHANGED, asked.before, "", f"{target.file}:{result}", notes)


def same_result(before: str, text: str) -> bool:
    """Tell whether two results are the same, or the same bare number as a spreadsheet writes it (69.0%, 69.00%)."""
    if " ".join(before.split()) == " ".join(text.split()):
        return True
    old, new = read_quantity(before), read_quantity(text)
    if old is None or new is None or old.raw != before.strip() or new.raw != text.strip():
        return False
    return (old.value, old.unit, old.basis) == (new.value, new.unit, new.basis)


def refusal(deck: Deck, text: str) -> str:
    """Say why a text cannot be a result; empty if it can."""
    if _ERRORS.fullmatch(text):
        return f"'{text}' is what a spreadsheet shows for a fault or a column too narrow: type the result as text"
    known = deck.names.footnotes
    notes = {run.note for p in RichText(text).paragraphs for run in p.runs if run.note is not None}
    unknown = sorted(notes - known) if known is not None else []
    if unknown:
        near = closest(unknown[0], known or ())
        return f"there is no footnote '{unknown[0]}'" + (
            f"; did you mean '{near}'?" if near else "; see data/footnotes.yaml"
        )
    return ""


def write(editing: Editing, path: Path, quarter: str, text: str | None) -> None:
    """Put a result into the mapping at `path`, where its quarter stands or belongs; None empties it.

    Raises EditError where a program cannot.
    """
    quarters, place = (*path, "quarters"), (*path, "quarters", quarter)
    if editing.has(place):
        entry = editing.get(place)
        if isinstance(entry, dict) and "text" not in entry:
            editing.add(place, "text", text, first=True)
        else:
            editing.set((*place, "text") if isinstance(entry, dict) else place, text)
        return
    if not editing.has(quarters):
        fields = [name for name in editing.get(path) if name not in _BEHIND]
        editing.add(path, "quarters", None, after=fields[-1] if fields else None, first=not fields)
    earlier = [name for name in editing.get(quarters) or {} if name < quarter]
    if earlier or not editing.get(quarters):
        editing.add(quarters, quarter, text, after=earlier[-1] if earlier else None)
    else:
        editing.add(quarters, quarter, text, first=True)


def _lost_unit(text: str, goal: str) -> str:
    """Say what a bare number was probably meant to be where the goal has a sign that spreadsheets drop; empty if it is none."""
    result, aim = read_quantity(text), read_quantity(goal)
    if result is None or aim is None or result.raw != text.strip() or result.unit or aim.unit != "%":
        return ""
    share = f"{result.value * 100:.6g}%" if abs(result.value) <= 1 else f"{text.strip()}%"
    return f"was {share} meant?"


_Overrides = dict[str, list[tuple[str, Path, Row]]]


def _notes(deck: Deck, overrides: _Overrides, target: Target, wish: ResultUpdate) -> tuple[str, ...]:
    """What somebody who changes this result should know."""
    made: list[str] = []
    if wish.quarter > deck.quarter:
        made.append(f"the deck reports {deck.quarter}, so {wish.quarter} shows an en dash until `deckgen roll`")
    if meant := _lost_unit(wish.text, target.goal):
        made.append(f"it has no unit, and its goal is {target.goal}: {meant}")
    entry = target.quarters.get(wish.quarter)
    if entry is not None and entry.status is not None and wish.text:
        made.append(f"its status stays as written: {entry.status}")
    for file, path, row in overrides.get(target.id, ()):
        own = row.quarters.get(wish.quarter)
        if own is not None and own.text is not None:
            document = deck.documents[file]
            line, _ = position(document.text, document.key((*path, "quarters", wish.quarter)).start)
            made.append(f"{file}:{line} shows a text of its own instead")
    return tuple(made)


def _overrides(deck: Deck) -> _Overrides:
    """Give the rows of slides by the metric that they show, each with its file and its path there."""
    made: _Overrides = {}
    for section in deck.sections:
        for slide in section.slides:
            for path, found in walk(slide.content, slide.origin.path):
                if isinstance(found, Row) and found.metric is not None:
                    made.setdefault(found.metric, []).append((section.file, path, found))
    return made
