"""Updates (id, period, field, text) → changed content files, and the outcome of each update.

Nothing is written to disk here: `OpenDeck.write` takes the changes and writes all of them or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from deckgen.diagnostics.suggestions import closest, did_you_mean
from deckgen.edit import Change, ContentEditor, EditError, make_edits
from deckgen.ir.roles import STATUSES
from deckgen.model import Deck
from deckgen.model.deck_settings import SIMILAR_STATUS
from deckgen.model.synonyms import synonym_of
from deckgen.reader import Document
from deckgen.resolve.targets import Target, TargetIndex, find_targets
from deckgen.results.deck_access import OpenDeck
from deckgen.results.number_doubts import doubtful_number
from deckgen.results.owed_texts import find_slide_text, is_owed
from deckgen.results.pending_updates import LINE_BREAK, PendingResult, PendingText, PendingUpdate, finish_texts
from deckgen.results.sheet_marks import with_marks, without_marks
from deckgen.results.status_words import read_status_word, status_word
from deckgen.results.update_checks import is_same_result, refusal_reason
from deckgen.results.update_notes import OverridingRows, find_overriding_rows
from deckgen.results.update_types import ResultUpdate, UpdateOutcome, Verdict

_Key = tuple[str, str, str]
"""The id of a target, a period and a field."""


def apply_updates(opened: OpenDeck, updates: Iterable[ResultUpdate]) -> tuple[list[UpdateOutcome], list[Change]]:
    """Try every update on the deck's files; return the outcome of each, and the files that change."""
    deck = opened.deck
    index = TargetIndex(find_targets(deck))
    checked = _merge_unknown(
        _check_update(deck, index, item) if isinstance(item, ResultUpdate) else item
        for item in _refuse_conflicts(index, updates)
    )
    by_file: dict[str, list[PendingUpdate]] = {}
    for item in _with_older_statuses(checked):
        by_file.setdefault(item.file, []).append(item)
    outcomes: dict[_Key, UpdateOutcome] = {}
    changes: list[Change] = []
    overriding_rows = find_overriding_rows(deck)
    for file, pending in by_file.items():
        results, document, file_changes = _edit_file(opened, file, pending)
        changes += file_changes
        for item, result in zip(pending, results, strict=True):
            outcomes[item.key] = _outcome(deck, overriding_rows, item, result, document)
    return [item if isinstance(item, UpdateOutcome) else outcomes[item.key] for item in checked], changes


def _with_older_statuses(checked: Iterable[UpdateOutcome | PendingUpdate]) -> list[PendingUpdate]:
    """Return the pending updates; those of results say whether the status that is written beside them stays as it is."""
    pending = [item for item in checked if not isinstance(item, UpdateOutcome)]
    keys = {item.key for item in pending}
    return [
        replace(item, status_stays=True)
        if isinstance(item, PendingResult) and _keeps_status(item) and (*item.key[:2], "status") not in keys
        else item
        for item in pending
    ]


def _keeps_status(pending: PendingResult) -> bool:
    """Whether an update replaces a result beside which a status is written."""
    period = pending.update.period
    is_result = pending.update.field == "text" and bool(pending.text and pending.before)
    return is_result and bool(pending.target.value(period, "status"))


def _refuse_conflicts(index: TargetIndex, updates: Iterable[ResultUpdate]) -> list[ResultUpdate | UpdateOutcome]:
    """Merge updates of the same result into one; updates with different texts for it are refused."""
    by_result: dict[_Key, list[ResultUpdate]] = {}
    for update in updates:
        target = index.find(update.id)
        key = (target.id if target else update.id, update.period, update.field)
        by_result.setdefault(key, []).append(update)
    merged: list[ResultUpdate | UpdateOutcome] = []
    for group in by_result.values():
        if len({update.text.strip() for update in group}) > 1:
            sources = ", ".join(update.source or repr(update.text) for update in group)
            reason = f"there are different texts for it: {sources}"
            merged.append(UpdateOutcome(group[0], Verdict.REFUSED, reason=reason))
        else:
            merged.append(group[0])
    return merged


def _merge_unknown(checked: Iterable[UpdateOutcome | PendingUpdate]) -> list[UpdateOutcome | PendingUpdate]:
    """Merge the outcomes of one unknown id into one, which names all places where it is: a sheet has many cells of it."""
    merged: list[UpdateOutcome | PendingUpdate] = []
    unknown: dict[str, tuple[int, dict[str, None]]] = {}
    for item in checked:
        if not isinstance(item, UpdateOutcome) or item.verdict is not Verdict.UNKNOWN:
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


def _check_update(deck: Deck, index: TargetIndex, update: ResultUpdate) -> UpdateOutcome | PendingUpdate:
    """Decide on an update as far as possible without its file; an update that is still to be tried is pending."""
    text = LINE_BREAK.sub("\n", update.text).strip()
    target = index.find(update.id)
    if target is not None:
        return (
            _check_status(deck, target, update, text)
            if update.field == "status"
            else _check(deck, target, update, text)
        )
    if "#" in update.id:
        return _check_text(deck, update, text)
    return UpdateOutcome(update, Verdict.UNKNOWN, reason=index.suggestion(update.id))


def _check(deck: Deck, target: Target, update: ResultUpdate, text: str) -> UpdateOutcome | PendingUpdate:
    pending = PendingResult(update, target, text, _text_before(deck, target, update))
    if is_same_result(pending.before, text, deck.language):
        return UpdateOutcome(update, Verdict.UNCHANGED, pending.before)
    if update.source and update.field != "comment":
        if is_same_result(without_marks(pending.before), text, deck.language):
            return UpdateOutcome(update, Verdict.UNCHANGED, pending.before)
        marked = with_marks(text, pending.before)
        pending = replace(pending, text=marked.text, kept=marked.kept, lost=marked.lost)
    if reason := refusal_reason(deck, text) or doubtful_number(deck, target, update):
        return UpdateOutcome(update, Verdict.REFUSED, pending.before, reason)
    return pending


def _check_status(deck: Deck, target: Target, update: ResultUpdate, text: str) -> UpdateOutcome | PendingUpdate:
    before, status = target.value(update.period, "status"), read_status_word(deck, text)
    if not text:
        return PendingResult(update, target, "", before) if before else UpdateOutcome(update, Verdict.UNCHANGED)
    if status is None:
        words = [status_word(deck, known) for known in STATUSES]
        guess = status_word(deck, synonym_of(text, STATUSES) or "") or closest(text, words, SIMILAR_STATUS)
        reason = f"'{text[:60]}' is no status; {did_you_mean(guess) if guess else 'write ' + ', '.join(words)}"
        return UpdateOutcome(update, Verdict.REFUSED, before, reason)
    if status == before:
        return UpdateOutcome(update, Verdict.UNCHANGED, before)
    return PendingResult(update, target, deck.verdicts.own_words.get(status, status), before)


def _text_before(deck: Deck, target: Target, update: ResultUpdate) -> str:
    """Return the text that an update replaces."""
    is_ahead = update.field == "plan" and update.period not in deck.period.reached
    return target.planned_ahead(update.period) if is_ahead else target.value(update.period, update.field)


def _check_text(deck: Deck, update: ResultUpdate, text: str) -> UpdateOutcome | PendingUpdate:
    """Decide on an update of a text of a slide."""
    found = find_slide_text(deck, update.id)
    if found is None:
        return UpdateOutcome(
            update, Verdict.UNKNOWN, reason="`deckgen status` lists the slides; an id ends with a field"
        )
    if update.field == "comment":
        return UpdateOutcome(replace(update, id=found.id), Verdict.NOTED)
    if update.field != "text" or not found.can_be_filled:
        what = f"a text of a slide has no `{update.field}`" if update.field != "text" else f"`{found.field}` is no text"
        return UpdateOutcome(update, Verdict.REFUSED, found.text, f"{what}; write it in {found.file}:{found.line}")
    if " ".join(text.split()) in {" ".join(shown.split()) for shown in (found.text, without_marks(found.text))}:
        still_holds = is_owed(deck.documents[found.file], found)
        return (
            PendingText(update, found, found.text)
            if still_holds
            else UpdateOutcome(update, Verdict.UNCHANGED, found.text)
        )
    marked, reason = with_marks(text, found.text), refusal_reason(deck, text)
    return (
        UpdateOutcome(update, Verdict.REFUSED, found.text, reason)
        if reason
        else PendingText(update, found, marked.text, marked.kept, marked.lost)
    )


def _edit_file(
    opened: OpenDeck, file: str, pending: Sequence[PendingUpdate]
) -> tuple[list[int | EditError], Document | None, list[Change]]:
    """Make the updates of one file; return the line or the error of each, and the file afterwards with its change."""
    before = opened.text(file)
    try:
        editing = ContentEditor(before, file)
    except EditError as error:
        return [error] * len(pending), None, []
    results = make_edits(editing, [item.edit(opened.deck) for item in pending])
    made = (item for item, result in zip(pending, results, strict=True) if not isinstance(result, EditError))
    finish_texts(editing, made)
    changes = [Change(opened.path(file), file, before, editing.text)] if before != editing.text else []
    return results, editing.document, changes


def _outcome(
    deck: Deck,
    overriding_rows: OverridingRows,
    pending: PendingUpdate,
    result: int | EditError,
    document: Document | None,
) -> UpdateOutcome:
    update = pending.update
    if isinstance(result, EditError) or document is None:
        return UpdateOutcome(update, Verdict.REFUSED, pending.before, str(result))
    return UpdateOutcome(
        replace(update, id=pending.key[0], text=pending.text), Verdict.CHANGED, pending.before, "",
        f"{pending.file}:{result}", pending.notes(deck, overriding_rows), tuple(pending.issues(document)),
    )  # fmt: skip
