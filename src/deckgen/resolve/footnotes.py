"""Footnote marks: a slide whose runs refer to footnotes by id in, the slide with printed marks and its footnotes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Footnote, Paragraph, Run, Slide
from deckgen.model import FootnoteDef

UNKNOWN_MARK = "?"
"""The mark of an undefined footnote, which `resolve` has reported."""
_MAX_SUBJECTS = 3
_MAX_SUBJECT_LENGTH = 40


def number_footnotes(slide: Slide, definitions: Mapping[str, FootnoteDef]) -> Slide:
    """Return a slide with a mark in every reference, and with its footnotes in order of use.

    The mark is the footnote's own, else the next free number on the slide; those at the foot of the slide are numbered first.
    Between two numbers side by side is a comma. References in the presenter's notes have the same marks, but footnotes that
    only they use are not on the slide. Editorial footnotes have no mark on the slide, since the audience cannot look it up:
    they are the last paragraphs of the presenter's notes, with the words to which they belong.
    """
    on_slide = _note_ids([run for block in slide.blocks for run in block.runs()])
    in_notes = _note_ids([run for paragraph in slide.notes for run in paragraph.runs])
    used = list(dict.fromkeys([*on_slide, *in_notes]))
    if not used:
        return slide
    editorial = [name for name in used if name in definitions and definitions[name].editorial]
    at_foot = [name for name in on_slide if name in definitions and name not in editorial]
    subjects = _subjects(slide, editorial)
    marks = _assign_marks(list(dict.fromkeys([*at_foot, *used])), definitions)
    footnotes = {name: _footnote(marks[name], definitions[name]) for name in at_foot}

    def with_marks(paragraph: Paragraph) -> Paragraph:
        if not _has_notes(paragraph):
            return paragraph
        return replace(paragraph, runs=_runs_with_marks(paragraph.runs, marks))

    def on_a_slide(paragraph: Paragraph) -> Paragraph:
        return with_marks(_without_notes(paragraph, editorial)) if _has_notes(paragraph) else paragraph

    blocks = tuple(block.with_paragraphs(on_a_slide) for block in slide.blocks)
    remarks = (
        paragraph
        for name in editorial
        for paragraph in _remark(definitions[name], marks[name] if name in in_notes else "", subjects[name])
    )
    return replace(slide, blocks=blocks, notes=(*map(with_marks, slide.notes), *remarks), footnotes=footnotes)


def _footnote(mark: str, definition: FootnoteDef) -> Footnote:
    return Footnote(mark, _footnote_runs(definition), _footnote_origins(definition))


def _remark(definition: FootnoteDef, mark: str, subjects: Sequence[str]) -> list[Paragraph]:
    """Return a footnote as paragraphs of the presenter's notes: the words on the slide that it is about, then its text.

    The text stands after its mark, if a reference in the notes has one.
    """
    named = ", ".join(subjects[:_MAX_SUBJECTS]) + (" …" if len(subjects) > _MAX_SUBJECTS else "")
    about = [Paragraph((Run(f"{named}:", bold=True),), keep_with_next=True)] if named else []
    if not mark:
        return [*about, Paragraph(_footnote_runs(definition), origins=definition.text.origins)]
    footnote = _footnote(mark, definition)
    return [*about, Paragraph((Run(mark, superscript=True), Run(" "), *footnote.runs), origins=footnote.origins)]


def _subjects(slide: Slide, names: Collection[str]) -> dict[str, list[str]]:
    """Return the last words before each reference on a slide to some footnotes, by footnote."""
    subjects: dict[str, dict[str, None]] = {name: {} for name in names}

    def collect(paragraph: Paragraph) -> Paragraph:
        before = ""
        for run in paragraph.runs:
            if run.note is None:
                before += run.text
            elif run.note in subjects and (words := _last_words(before)):
                subjects[run.note][words] = None
        return paragraph

    for block in slide.blocks:
        block.with_paragraphs(collect)
    return {name: list(found) for name, found in subjects.items()}


def _last_words(text: str) -> str:
    """Return the end of a text, at most 40 characters in whole words, without brackets around it."""
    words = text.split()
    taken = words[-1:]
    for word in reversed(words[:-1]):
        if len(word) + 1 + len(" ".join(taken)) > _MAX_SUBJECT_LENGTH:
            break
        taken.insert(0, word)
    return " ".join(taken).strip("()[]:;, ")


def _without_notes(paragraph: Paragraph, names: Collection[str]) -> Paragraph:
    """Return a paragraph without the references to some footnotes."""
    if not any(run.note in names for run in paragraph.runs if run.note is not None):
        return paragraph
    return replace(paragraph, runs=tuple(run for run in paragraph.runs if run.note not in names))


def _has_notes(paragraph: Paragraph) -> bool:
    return any(run.note is not None for run in paragraph.runs)


def _note_ids(runs: Iterable[Run]) -> list[str]:
    return list(dict.fromkeys([run.note for run in runs if run.note is not None]))


def _assign_marks(names: list[str], definitions: Mapping[str, FootnoteDef]) -> dict[str, str]:
    fixed = {name: definitions[name].mark if name in definitions else UNKNOWN_MARK for name in names}
    taken = set(fixed.values())
    numbers = (str(number) for number in count(1) if str(number) not in taken)
    return {name: mark or next(numbers) for name, mark in fixed.items()}


def _footnote_runs(definition: FootnoteDef) -> tuple[Run, ...]:
    """Return the text of a footnote on one line."""
    runs: list[Run] = []
    for paragraph in definition.text.paragraphs:
        before = (" " if runs else "") + (f"{paragraph.bullet} " if paragraph.bullet else "")
        runs.extend([Run(before)] if before else [])
        runs.extend(replace(run, text=run.text.replace("\n", " ")) for run in paragraph.runs if run.note is None)
    return tuple(runs)


def _footnote_origins(definition: FootnoteDef) -> tuple[Origin, ...]:
    """Return where a footnote and its mark were written; the mark is next to the text."""
    texts = definition.text.origins
    marks = [replace(text, path=(*text.path[:-1], "mark")) for text in texts] if definition.mark else []
    return (*marks, *texts)


def _runs_with_marks(runs: tuple[Run, ...], marks: Mapping[str, str]) -> tuple[Run, ...]:
    result: list[Run] = []
    for run in runs:
        if run.note is None:
            result.append(run)
            continue
        before = result[-1] if result else None
        follows = before is not None and before.note is not None and before.text[-1:].isdigit()
        comma = "," if follows and marks[run.note][:1].isdigit() else ""
        result.append(replace(run, text=comma + marks[run.note], superscript=True))
    return tuple(result)
