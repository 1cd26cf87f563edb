"""Wishes (id, quarter, text) → changed content files and what became of each wish.

Nothing is written here: `OpenDeck.write` takes the changes, all of them or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import position
from deckgen.edit import Change, EditError, Editing
from deckgen.ir.blocks import Path
from deckgen.model import QUARTERS, Deck, QuarterName, RichText, Row, read_quantity
from deckgen.model.suggest import closest
from deckgen.resolve.walk import walk
from deckgen.results.opened import OpenDeck
from deckgen.results.targets import Index, Target, targets

_BEHIND = {"parts", "measures", "milestones"}
"""Fields that stand behind `quarters` in a metric."""
_ERRORS = re.compile(r"#+|#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!)")


class Verdict(StrEnum):
    """What became of a wish."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"
    REFUSED = "refused"


class Wish(Struct, frozen=True):
    """A text for a quarter of a target; `where` says where the wish comes from (a line of a sheet)."""

    id: str
    quarter: QuarterName
    text: str
    where: str = ""


class Outcome(Struct, frozen=True):
    """A wish and its verdict: the text before, why it was not done, and what one should know of it besides."""

    wish: Wish
    verdict: Verdict
    before: str = ""
    why: str = ""
    place: str = ""
    notes: tuple[str, ...] = ()


def quarter_name(text: str) -> QuarterName | None:
    """Read the name of a quarter, in capitals or not; None for what is none (Q5)."""
    return next((name for name in QUARTERS if name == text.strip().upper()), None)


def apply(opened: OpenDeck, wishes: Iterable[Wish]) -> tuple[list[Outcome], list[Change]]:
    """Try every wish on the deck's files; gives what became of each, and the files that change."""
    known = Index(targets(opened.deck))
    wanted = _agreed(known, wishes)
    open_files: dict[str, Editing] = {}
    overrides = _overrides(opened.deck)
    outcomes = [_try(opened, known, overrides, wish, open_files) if isinstance(wish, Wish) else wish for wish in wanted]
    changes = []
    for file, editing in open_files.items():
        before = opened.text(file)
        if before != editing.text:
            changes.append(Change(opened.path(file), file, before, editing.text))
    return outcomes, changes


def _agreed(known: Index, wishes: Iterable[Wish]) -> list[Wish | Outcome]:
    """Refuse wishes for the same place that contradict each other; of equal ones the first is kept."""
    wishes = list(wishes)
    by_place: dict[tuple[str, str], list[Wish]] = {}
    for wish in wishes:
        target = known.find(wish.id)
        by_place.setdefault((target.id if target else wish.id, wish.quarter), []).append(wish)
    made: list[Wish | Outcome] = []
    for same in by_place.values():
        if len({wish.text.strip() for wish in same}) > 1:
            places = ", ".join(wish.where or repr(wish.text) for wish in same)
            made += [Outcome(same[0], Verdict.REFUSED, why=f"it stands there with different texts: {places}")]
        else:
            made.append(same[0])
    return made


def _try(opened: OpenDeck, known: Index, overrides: _Overrides, wish: Wish, files: dict[str, Editing]) -> Outcome:
    target = known.find(wish.id)
    if target is None:
        return Outcome(wish, Verdict.UNKNOWN, why=known.suggestion(wish.id))
    text = wish.text.replace("\r\n", "\n").strip()
    before = target.text(wish.quarter)
    if same_result(before, text):
        return Outcome(wish, Verdict.UNCHANGED, before)
    if why := refusal(opened.deck, text):
        return Outcome(wish, Verdict.REFUSED, before, why)
    try:
        editing = files.get(target.file) or files.setdefault(target.file, opened.editing(target.file))
        write(editing, target.path, wish.quarter, text or None)
    except EditError as fault:
        return Outcome(wish, Verdict.REFUSED, before, str(fault))
    notes = _notes(opened.deck, overrides, target, wish)
    place = f"{target.file}:{editing.line((*target.path, 'quarters', wish.quarter))}"
    return Outcome(replace(wish, id=target.id, text=text), Verdict.CHANGED, before, "", place, notes)


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


def _notes(deck: Deck, overrides: _Overrides, target: Target, wish: Wish) -> tuple[str, ...]:
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
