"""Updates (id, period, text) → changed content files, and the outcome of each update.

Nothing is written to disk here: `OpenDeck.write` takes the changes and writes all of them or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import KeyPath, line_and_column
from deckgen.diagnostics.suggestions import closest, did_you_mean
from deckgen.edit import Change, ContentEditor, Edit, EditError, make_edits
from deckgen.model import Deck, RichText, Row
from deckgen.periods import Period
from deckgen.quantities import read_quantity
from deckgen.resolve.targets import Target, TargetIndex, find_targets
from deckgen.resolve.walk import walk
from deckgen.results.deck_access import OpenDeck

_FIELDS_AFTER_RESULTS = {"parts", "measures", "milestones"}
"""Fields that follow the results in a metric."""
SPREADSHEET_ERROR = re.compile(r"#+|#[¡¿]?[A-ZÀ-ÞА-Я_/0]+[!?]|#(?:N/A|N/D|ND|NV|I/T|Н/Д|GETTING_DATA)|Err:\d+")
"""What a spreadsheet shows in place of a result, whatever the language of the program (`#REF!`, `#WERT!`, `#¡VALOR!`, `#NV`)."""
_TRUTH_VALUES = {
    "TRUE", "FALSE", "WAHR", "FALSCH", "VRAI", "FAUX", "VERDADERO", "FALSO", "VERO", "VERDADEIRO", "WAAR", "ONWAAR", "PRAWDA",
    "FAŁSZ", "PRAVDA", "NEPRAVDA", "SANN", "FALSK", "SANT", "ИСТИНА", "ЛОЖЬ",
}  # fmt: skip
"""What spreadsheets show for a cell that is true or false (a tick box), in several languages."""
_LINE_BREAK = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
"""What spreadsheets and word processors use for line breaks besides `\n`."""


class Verdict(StrEnum):
    """What was done with an update."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"
    REFUSED = "refused"


class ResultUpdate(Struct, frozen=True):
    """A new text for a period of a target; `source` is where the update comes from (a line of a sheet)."""

    id: str
    period: str
    text: str
    source: str = ""


class UpdateOutcome(Struct, frozen=True):
    """The verdict on an update.

    `before` is the text that it replaces, `reason` says why it is refused (or has a suggestion for an unknown id). `location`
    is the file and line of a changed result, and `notes` what the user should check about it.
    """

    update: ResultUpdate
    verdict: Verdict
    before: str = ""
    reason: str = ""
    location: str = ""
    notes: tuple[str, ...] = ()


class _PendingUpdate(Struct, frozen=True):
    """An update that has passed all checks and is to be made in the file of its target."""

    update: ResultUpdate
    target: Target
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """Identifies the update among all pending ones: there is only one for each period of a target."""
        return self.target.id, self.update.period

    @property
    def before(self) -> str:
        return self.target.text(self.update.period)

    def edit(self, deck: Deck) -> Edit:
        key, period = self.target.result_key, deck.period.at(self.update.period)

        def make(editing: ContentEditor, path: KeyPath) -> None:
            write_result(editing, (*path, key), period, self.text or None)

        return Edit(self.target.path, (key, period.name), make)


def apply_updates(opened: OpenDeck, updates: Iterable[ResultUpdate]) -> tuple[list[UpdateOutcome], list[Change]]:
    """Try every update on the deck's files; return the outcome of each, and the files that change."""
    deck = opened.deck
    index = TargetIndex(find_targets(deck))
    checked = _merge_unknown(
        _check_update(deck, index, item) if isinstance(item, ResultUpdate) else item
        for item in _refuse_conflicts(index, updates)
    )
    by_file: dict[str, list[_PendingUpdate]] = {}
    for item in checked:
        if isinstance(item, _PendingUpdate):
            by_file.setdefault(item.target.file, []).append(item)
    outcomes: dict[tuple[str, str], UpdateOutcome] = {}
    changes: list[Change] = []
    overriding_rows = _overriding_rows(deck)
    for file, pending in by_file.items():
        results, file_changes = _edit_file(opened, file, pending)
        changes += file_changes
        for item, result in zip(pending, results, strict=True):
            outcomes[item.key] = _outcome(deck, overriding_rows, item, result)
    return [outcomes[item.key] if isinstance(item, _PendingUpdate) else item for item in checked], changes


def _refuse_conflicts(index: TargetIndex, updates: Iterable[ResultUpdate]) -> list[ResultUpdate | UpdateOutcome]:
    """Merge updates of the same result into one; updates with different texts for it are refused."""
    by_result: dict[tuple[str, str], list[ResultUpdate]] = {}
    for update in updates:
        target = index.find(update.id)
        by_result.setdefault((target.id if target else update.id, update.period), []).append(update)
    merged: list[ResultUpdate | UpdateOutcome] = []
    for group in by_result.values():
        if len({update.text.strip() for update in group}) > 1:
            sources = ", ".join(update.source or repr(update.text) for update in group)
            reason = f"there are different texts for it: {sources}"
            merged.append(UpdateOutcome(group[0], Verdict.REFUSED, reason=reason))
        else:
            merged.append(group[0])
    return merged


def _merge_unknown(checked: Iterable[UpdateOutcome | _PendingUpdate]) -> list[UpdateOutcome | _PendingUpdate]:
    """Merge the outcomes of one unknown id into one, which names all places where it is: a sheet has many cells of it."""
    merged: list[UpdateOutcome | _PendingUpdate] = []
    unknown: dict[str, tuple[int, dict[str, None]]] = {}
    for item in checked:
        if isinstance(item, _PendingUpdate) or item.verdict is not Verdict.UNKNOWN:
            merged.append(item)
            continue
        if item.update.id not in unknown:
            unknown[item.update.id] = len(merged), {}
            merged.append(item)
        unknown[item.update.id][1][item.update.source] = None
    for position, sources in unknown.values():
        first = merged[position]
        assert isinstance(first, UpdateOutcome)
        merged[position] = replace(first, update=replace(first.update, source=", ".join(sources)))
    return merged


def _check_update(deck: Deck, index: TargetIndex, update: ResultUpdate) -> UpdateOutcome | _PendingUpdate:
    """Decide on an update as far as possible without its file; an update that is still to be tried is pending."""
    target = index.find(update.id)
    if target is None:
        return UpdateOutcome(update, Verdict.UNKNOWN, reason=index.suggestion(update.id))
    pending = _PendingUpdate(update, target, _LINE_BREAK.sub("\n", update.text).strip())
    if is_same_result(pending.before, pending.text, deck.language):
        return UpdateOutcome(update, Verdict.UNCHANGED, pending.before)
    without_footnotes, footnotes = _without_footnotes(pending.before)
    if update.source and footnotes and is_same_result(without_footnotes, pending.text, deck.language):
        note = f"it keeps {footnotes}, which the sheet does not have"
        return UpdateOutcome(update, Verdict.UNCHANGED, pending.before, notes=(note,))
    if reason := refusal_reason(deck, pending.text):
        return UpdateOutcome(update, Verdict.REFUSED, pending.before, reason)
    return pending


def _without_footnotes(text: str) -> tuple[str, str]:
    """Return a text without its footnote marks, and the marks (`[^estimate]`)."""
    marks = [f"[^{run.note}]" for p in RichText(text).paragraphs for run in p.runs if run.note is not None]
    for mark in dict.fromkeys(marks):
        text = text.replace(mark, "")
    return text, " ".join(marks)


def _edit_file(
    opened: OpenDeck, file: str, pending: Sequence[_PendingUpdate]
) -> tuple[list[int | EditError], list[Change]]:
    """Make the updates of one file; return the line or the error of each, and the change of the file if there is one."""
    before = opened.text(file)
    try:
        editing = ContentEditor(before, file)
    except EditError as error:
        return [error] * len(pending), []
    results = make_edits(editing, [item.edit(opened.deck) for item in pending])
    return results, [Change(opened.path(file), file, before, editing.text)] if before != editing.text else []


def _outcome(
    deck: Deck, overriding_rows: _OverridingRows, pending: _PendingUpdate, result: int | EditError
) -> UpdateOutcome:
    update, target = pending.update, pending.target
    if isinstance(result, EditError):
        return UpdateOutcome(update, Verdict.REFUSED, pending.before, str(result))
    notes = _notes(deck, overriding_rows, target, update)
    applied = replace(update, id=target.id, text=pending.text)
    return UpdateOutcome(applied, Verdict.CHANGED, pending.before, "", f"{target.file}:{result}", notes)


def is_same_result(before: str, text: str, language: str) -> bool:
    """Whether two results are the same, or the same bare number in the two notations of a spreadsheet (69.0%, 69.00%)."""
    if " ".join(before.split()) == " ".join(text.split()):
        return True
    old, new = read_quantity(before, language), read_quantity(text, language)
    if old is None or new is None or old.raw != before.strip() or new.raw != text.strip():
        return False
    return (old.value, old.unit, old.basis) == (new.value, new.unit, new.basis)


def refusal_reason(deck: Deck, text: str) -> str:
    """Return why a text cannot be a result; empty if it can."""
    if SPREADSHEET_ERROR.fullmatch(text):
        return f"'{text}' is what a spreadsheet shows for an error or a column too narrow: type the result as text"
    if text in _TRUTH_VALUES:
        return f"'{text}' is what a spreadsheet shows for true or false: type the result as text"
    footnotes = deck.names.footnotes
    cited = {run.note for p in RichText(text).paragraphs for run in p.runs if run.note is not None}
    unknown = sorted(cited - footnotes) if footnotes is not None else []
    if not unknown:
        return ""
    guess = closest(unknown[0], footnotes or ())
    hint = did_you_mean(guess) if guess else "see data/footnotes.yaml"
    return f"there is no footnote '{unknown[0]}'; {hint}"


def write_result(editing: ContentEditor, results: KeyPath, period: Period, text: str | None) -> None:
    """Write the result of a period into the mapping at the path `results`; what is missing is added, periods in order.

    None makes the result empty. Raises EditError if a program cannot make the edit.
    """
    path, key, result = results[:-1], str(results[-1]), (*results, period.name)
    if editing.has(result):
        entry = editing.get(result)
        if isinstance(entry, dict) and "text" not in entry:
            editing.add(result, "text", text, first=True)
        else:
            editing.set((*result, "text") if isinstance(entry, dict) else result, text)
        return
    if not editing.has(results):
        fields = [name for name in editing.get(path) if name not in _FIELDS_AFTER_RESULTS]
        editing.add(path, key, None, after=fields[-1] if fields else None, first=not fields)
    existing = editing.get(results) or {}
    earlier = [name for name in existing if name in period.earlier]
    if earlier or not existing:
        editing.add(results, period.name, text, after=earlier[-1] if earlier else None)
    else:
        editing.add(results, period.name, text, first=True)


def _ask_for_lost_unit(text: str, goal: str, language: str) -> str:
    """Return a question about a bare number that has probably lost the `%` of its goal in a spreadsheet; empty if none."""
    result, goal_quantity = read_quantity(text, language), read_quantity(goal, language)
    if result is None or goal_quantity is None:
        return ""
    if result.raw != text.strip() or result.unit or goal_quantity.unit != "%":
        return ""
    share = f"{result.value * 100:.6g}%" if abs(result.value) <= 1 else f"{text.strip()}%"
    return f"was {share} meant?"


_OverridingRows = dict[str, list[tuple[str, KeyPath, Row]]]
"""By metric: the rows of slides that show it, each with its file and its path there."""


def _notes(deck: Deck, overriding_rows: _OverridingRows, target: Target, update: ResultUpdate) -> tuple[str, ...]:
    """Return what the user should check about a changed result."""
    notes: list[str] = []
    if update.period not in deck.period.reached:
        notes.append(f"the deck reports {deck.period.name}: `deckgen roll` makes this the plan for {update.period}")
    if question := _ask_for_lost_unit(update.text, target.goal, deck.language):
        notes.append(f"it has no unit, and its goal is {target.goal}: {question}")
    _, footnotes = _without_footnotes(target.text(update.period))
    if footnotes and update.text and not _without_footnotes(update.text)[1]:
        notes.append(f"the old result had {footnotes}, the new one has no footnote: add it if it still holds")
    entry = target.results.get(update.period)
    if entry is not None and entry.status is not None and update.text:
        notes.append(f"its status stays as written: {entry.status}")
    for name, number in (("value", entry.value), ("score", entry.score)) if entry is not None and update.text else ():
        if number is not None:
            notes.append(f"its {name} stays as written: {number:.15g}")
    for file, path, row in overriding_rows.get(target.id, ()):
        override = row.results.get(update.period)
        if override is not None and override.text is not None:
            document, key = deck.documents[file], row.result_key or target.result_key
            line, _ = line_and_column(document.text, document.key_span((*path, key, update.period)).start)
            notes.append(f"{file}:{line} shows a text of its own instead")
    return tuple(notes)


def _overriding_rows(deck: Deck) -> _OverridingRows:
    """Collect the rows of slides that show a metric and may override its results."""
    rows: _OverridingRows = {}
    for section in deck.sections:
        for slide in section.slides:
            for path, found in walk(slide.content, slide.origin.path, only=(Row,)):
                if isinstance(found, Row) and found.metric is not None:
                    rows.setdefault(found.metric, []).append((section.file, path, found))
    return rows
