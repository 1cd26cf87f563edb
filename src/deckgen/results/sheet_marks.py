"""Texts of content ↔ what sheets show of them: without the marks that people need not see (`[^est]`, `**`, links).

The marks of a text are found by how deckgen reads it. What comes back from a sheet gets those of the text before it: a footnote
after the same word, other marks around the same words. A text that would then read differently from what was typed gets none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from deckgen.ir.blocks import Run
from deckgen.model import RichText

_PUNCTUATION = ".,;:!?)"
_LONGEST_TEXT = 20_000
"""Characters of a text in which marks are found; a longer one is shown as it is typed."""


class _Mark(Struct, frozen=True):
    """A marked piece of a text: as typed, as a sheet shows it (empty for a footnote), and where it is typed."""

    raw: str
    shown: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.raw)


class MarkedText(Struct, frozen=True):
    """A text from a sheet with marks of the text before it: `kept` are those that it has, `lost` those that it has not."""

    text: str
    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def without_marks(text: str) -> str:
    """Return a text as a sheet shows it."""
    marks = list(_find_marks(text))
    return _shown(text, marks).strip() if marks else text


def with_marks(typed: str, before: str) -> MarkedText:
    """Return what was typed in a sheet with the marks of the text `before` it; one that has marks itself stays as it is."""
    marks = list(_find_marks(before))
    if not marks or any(_find_marks(typed)):
        return MarkedText(typed)
    splices = {mark: splice for mark in marks if (splice := _splice(mark, marks, typed, before)) is not None}
    text = typed
    for mark, (start, end) in sorted(splices.items(), key=lambda item: (item[1], item[0].start), reverse=True):
        text = text[:start] + _spaced(mark, before) + text[end:]
    if _words(without_marks(text)) != _words(typed):
        return MarkedText(typed, (), tuple(mark.raw for mark in marks))
    kept = tuple(mark.raw for mark in marks if mark in splices)
    return MarkedText(text, kept, tuple(mark.raw for mark in marks if mark not in splices))


def _shown(text: str, marks: Iterable[_Mark]) -> str:
    """Return a text, or the beginning of one, without the marks inside it."""
    shown, at = "", 0
    for mark in marks:
        if mark.end <= len(text):
            shown += text[at : mark.start] + mark.shown
            at = mark.end
    return shown + text[at:]


def _splice(mark: _Mark, marks: list[_Mark], typed: str, before: str) -> tuple[int, int] | None:
    """Return what of a typed text a mark replaces; None if its words are not there, or not once, or if there are fewer words."""
    if mark.shown:
        start = typed.find(mark.shown)
        return (start, start + len(mark.shown)) if start >= 0 and typed.count(mark.shown) == 1 else None
    word_count = len(_shown(before[: mark.start], marks).split())
    if word_count > len(typed.split()):
        return None
    at = _end_of_word(typed, word_count)
    if before[mark.end : mark.end + 1] in set(_PUNCTUATION):
        at = len(typed[:at].rstrip(_PUNCTUATION))
    return at, at


def _end_of_word(text: str, number: int) -> int:
    """Return the offset after so many words of a text, or at its end."""
    at = 0
    for word in text.split()[:number]:
        at = text.index(word, at) + len(word)
    return at


def _spaced(mark: _Mark, before: str) -> str:
    """Return a mark as typed; a footnote at the start of a text keeps the blank after it."""
    is_first = not mark.shown and not before[: mark.start].strip()
    return f"{mark.raw} " if is_first and before[mark.end : mark.end + 1].isspace() else mark.raw


def _words(text: str) -> list[str]:
    return text.split()


def _find_marks(text: str) -> Iterator[_Mark]:
    """Yield the marks of a text in order; none if one of them is not found as it was read."""
    if len(text) > _LONGEST_TEXT:
        return
    found, at = list[_Mark](), 0
    for paragraph in RichText(text).paragraphs:
        for run in paragraph.runs:
            for raw in _raw_forms(run):
                start = text.find(raw, at)
                if start >= 0:
                    if raw != run.text:  # else it is an address, which is its own text
                        found.append(_Mark(raw, "" if run.note is not None else run.text, start))
                    at = start + len(raw)
                    break
            else:
                if _is_marked(run):
                    return
    yield from found


def _is_marked(run: Run) -> bool:
    return run.note is not None or run.bold or run.italic or run.superscript or run.link is not None


def _raw_forms(run: Run) -> Iterator[str]:
    """Yield how a run with a mark may have been typed."""
    if run.note is not None:
        yield f"[^{run.note}]"
        return
    text = run.text
    if run.superscript:
        text = f"^{text}^"
    stars = "*" * (run.italic + 2 * run.bold)
    if run.link is not None:
        yield f"{stars}[{text}]({run.link}){stars}"
        yield f"[{stars}{text}{stars}]({run.link})"
        yield run.text
    elif text != run.text or stars:
        yield f"{stars}{text}{stars}"
