"""Changes of results, texts and fields → sentences."""

from __future__ import annotations

from difflib import SequenceMatcher

from deckgen.ir.roles import Status
from deckgen.model import RichText
from deckgen.model.records import RecordedResult
from deckgen.resolve.recorded_changes import ResultChange

_MAX_TEXT = 110
"""Characters of a result or text that are quoted."""
_MAX_GOAL = 60
_CONTEXT = 4
"""How many unchanged words are shown beside changed ones."""
_STATUS_TEXTS = {"no-data": "without data"}


def status_text(status: Status | None) -> str:
    """Return a status in words."""
    return _STATUS_TEXTS.get(status, status.replace("-", " ")) if status else "without a verdict"


def result_sentence(change: ResultChange) -> str:
    """Return what became of a result: "Active editors rose from +8.1% to +8.6%, now on track (was at risk)"."""
    return _what_happened(change) + _verdict(change)


def _what_happened(change: ResultChange) -> str:
    name = change.now.name
    if change.figures is not None:
        figure, new_figure = change.figures
        if change.has_moved:
            verb = "rose" if new_figure.value > figure.value else "fell"
            return f"{name} {verb} from {figure.raw} to {new_figure.raw}"
        return f"{name} stays at {new_figure.raw}"
    old, new = said(change.old) if not change.is_first else "", said(change.new)
    if not old or not new or old == new:
        return f"{name}: {quoted(new) or quoted(old) or 'no text'}"
    return f"{name}: {quoted(new)}; before: {quoted(old)}"


def _verdict(change: ResultChange) -> str:
    old, new = (result.status if result is not None else None for result in (change.old, change.new))
    is_in_words = change.figures is None and not change.turn and not change.is_first
    goal = "" if is_in_words else _goal(change)
    if change.turn:
        owner = change.now.owner if change.turn == "worse" else None
        notes = "; ".join(
            part for part in (f"was {status_text(old)}", goal, f"owner: {owner}" if owner else "") if part
        )
        return f", now {status_text(new)} ({notes})"
    if new is None:
        return f" ({goal})" if goal else ""
    word = status_text(new) if change.is_first else f"still {status_text(new)}"
    return f", {word}" + (f" ({goal})" if goal else "")


def _goal(change: ResultChange) -> str:
    """Return the goal, after the baseline if the result is the first one or the goal speaks of it."""
    goal, baseline = (cut(plain(text), _MAX_GOAL) for text in (change.now.goal, change.now.baseline))
    is_asked = change.is_first or "baseline" in goal.casefold()
    parts = [f"baseline: {baseline}" if baseline and is_asked else "", f"goal: {goal}" if goal else ""]
    return "; ".join(part for part in parts if part)


def said(result: RecordedResult | None) -> str:
    """Return the text of a result, without markup and line breaks."""
    if result is None:
        return ""
    return plain(result.text) or (result.value or "")


def plain(text: str | None) -> str:
    """Return a text as typed without markup; its paragraphs are parted by semicolons."""
    lines = [" ".join(line.split()) for line in RichText(text).plain.splitlines()] if text else []
    return "; ".join(line for line in lines if line)


def quoted(text: str) -> str:
    """Return a text in quotation marks, cut to a line; empty for an empty one."""
    return f"“{cut(text, _MAX_TEXT)}”" if text else ""


def cut(text: str, length: int) -> str:
    """Return a text, or its beginning with an ellipsis."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def changed_part(old: str, new: str) -> tuple[str, str]:
    """Return what differs of two texts, each with a few words around it; the texts themselves if they are short or unlike."""
    if max(len(old), len(new)) <= _MAX_TEXT // 2:
        return old, new
    before, now = old.split(), new.split()
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    if not codes or matcher.ratio() < 0.5:
        return old, new
    first, last = codes[0], codes[-1]
    return _excerpt(before, first[1], last[2]), _excerpt(now, first[3], last[4])


def _excerpt(words: list[str], start: int, end: int) -> str:
    first, last = max(start - _CONTEXT, 0), min(end + _CONTEXT, len(words))
    text = " ".join(words[first:last])
    return f"{'… ' if first else ''}{text}{' …' if last < len(words) else ''}"
