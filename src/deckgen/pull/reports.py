"""Differences that cannot be brought back by themselves → what to do about them, with YAML to paste where there is some."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.edit.yaml_scalars import double_quoted, resolves_to_string
from deckgen.pull.base import Base
from deckgen.pull.differences import Difference
from deckgen.pull.edits import Edit, Outcome
from deckgen.pull.markup import markup_of
from deckgen.pull.new_rows import NewRow, new_row
from deckgen.pull.places import ValueKey
from deckgen.pull.plain import PlainDeck, PlainParagraph, PlainSlide
from deckgen.pull.wording import differing

_PLACES_OF_BRAND = "places belong to the brand, nothing to bring back; `deckgen keep` keeps the whole slide as it is"
_MESSAGES = {
    "shape-moved": "{what} was moved or resized: " + _PLACES_OF_BRAND,
    "shape-look": "{what} has another colour: colours belong to the brand; `deckgen keep` keeps the whole slide as it is",
    "look": "size, colour or level of “{before}” was changed: looks belong to the brand; `deckgen keep` keeps the whole slide",
    "format": "the emphasis of “{before}” was changed, and no value was found with which it is so: mark it in the content",
    "background": "the background was changed: it belongs to the brand; `deckgen keep` keeps the whole slide as it is",
    "column": "columns of the table {what} were added, removed or joined: change the table in the content",
    "picture": "the picture {what} was replaced: put its file in the place of the one that the content names",
    "shape-removed": "{what} was deleted from the slide{before_text}: remove its text from the content, if it is to stay away",
    "notes-missing": "the file has no speaker notes at all: a program has dropped them, and they are not compared",
    "foot": "the foot of the slide was changed: it is `footer` and `date` in deck.yaml, the same on every slide",
    "paragraph-removed": "“{before}” was deleted from {what}: remove it from the content",
    "paragraph-moved": "“{after}” was moved in {what}: move it in the content",
    "row-removed": "a row was deleted from the table {what} ({before}): remove its entry from the content",
    "row-moved": "a row was moved in the table {what} ({after}): move its entry in the content",
    "slide-removed": "the slide was deleted ({title}): remove its entry, or write `hidden: yes` in it",
    "slide-moved": "the slide was moved ({title}): move its entry in the content",
    "slide-hidden": "the slide was hidden: write `hidden: yes` in its entry",
    "slide-shown": "the slide is no longer hidden: remove `hidden` from its entry",
}


def report_of(difference: Difference, base: Base, edited: PlainDeck) -> Edit:
    """Return what to do about a difference for which no change of the content is proven."""
    before, after = _short(difference.before), _short(difference.after)
    number = difference.slide + 1
    row = new_row(difference, base)
    proposal = row.proposal if row is not None else _proposal(difference, edited)
    if difference.kind == "slide-added":
        message = _new_slide(difference, base)
    elif difference.kind in {"text", "notes", "alt"}:
        message = _unproven(difference, base)
    elif difference.kind == "shape-added":
        message = f"a text box was added: “{after}”" if after else "a shape, picture or line was added to the slide"
        message += "; put it into the content, or keep the slide with `deckgen keep`"
    elif difference.kind == "row-added":
        message = f"“{after}” was added to {difference.what}: {_of_new_row(row)}"
    elif difference.kind == "paragraph-added":
        message = f"“{after}” was added to {difference.what}: add it to the content"
    else:
        title = base.plain.slides[difference.page].title if difference.page is not None else ""
        message = _MESSAGES[difference.kind].format(
            what=difference.what,
            before=before,
            after=after,
            title=title,
            before_text=f" (“{before}”)" if before else "",
        )
    is_proposed = bool(proposal) or difference.kind in _PROPOSED or bool(_name_of_entry(difference))
    outcome: Outcome = "proposed" if is_proposed else "reported"
    return Edit(
        outcome, (number,), before, after, message=message, proposal=proposal, file=origin_of(difference, base)[0],
        differences=(difference,),
    )  # fmt: skip


_PROPOSED = frozenset(
    {"slide-removed", "slide-moved", "slide-hidden", "slide-shown", "row-removed", "row-moved", "paragraph-removed",
     "paragraph-moved", "picture"}
)  # fmt: skip


_DONE = {
    "paragraph-added": "“{after}” was added to {what}",
    "paragraph-removed": "“{before}” was deleted from {what}",
    "paragraph-moved": "“{after}” was moved in {what}",
    "row-removed": "a row was deleted from the table {what} ({before})",
    "row-moved": "a row was moved in the table {what} ({after})",
    "slide-removed": "the slide was deleted ({title})",
    "slide-moved": "the slide was moved ({title})",
    "slide-hidden": "the slide was hidden",
    "slide-shown": "the slide is no longer hidden",
    "notes": "notes were added",
    "alt": "the alternative text of {what} was changed",
}


def what_was_done(difference: Difference, base: Base) -> str:
    """Return what an editor did, without what is to be done about it."""
    if difference.kind == "text":
        return _change_of_text(difference, base)
    title = base.plain.slides[difference.page].title if difference.page is not None else ""
    return _DONE[difference.kind].format(
        what=difference.what, before=_short(difference.before), after=_short(difference.after), title=title
    )


def _unproven(difference: Difference, base: Base) -> str:
    if difference.kind == "notes":
        return "notes were added: write them into the entry of the slide"
    if difference.kind == "alt":
        return f"the alternative text of {difference.what} was changed: it is `alt` of the picture in the content"
    if not difference.after:
        return f"the text of {difference.what} was deleted: remove it from the content"
    if name := _name_of_entry(difference):
        return f"“{name}” is the name of an entry: rename it to “{_short(difference.after)}” in the content"
    return f"{_change_of_text(difference, base)}: {_reason(difference)}"


def _reason(difference: Difference) -> str:
    """Return why a changed text did not come home."""
    if not _short(difference.before):
        return "put it into the content"
    if difference.place is None or not difference.place.values:
        return "deckgen writes or computes this text itself: change what it is made of"
    return "no change of the content was found with which the slide reads so"


def _change_of_text(difference: Difference, base: Base) -> str:
    """Return the old and new words of a text, with the row that it stands in."""
    before, after = differing(_short(difference.before), _short(difference.after))
    row = _name_of_row(difference, base)
    of_row = f" ({row})" if row and row not in {before, after} else ""
    return f"“{before}” → “{after}”{of_row}" if before else f"“{after}” was typed into an empty place{of_row}"


def _name_of_row(difference: Difference, base: Base) -> str:
    """Return the first text of the row of a table that a text stands in; empty for another text."""
    place = difference.place
    if place is None or place.cell is None:
        return ""
    row = (
        p
        for p in base.places
        if (p.page, p.frame) == (place.page, place.frame) and p.cell and p.cell[0] == place.cell[0]
    )
    return next((text for each in row for text in each.texts if text), "")


def _name_of_entry(difference: Difference) -> str:
    """Return the text that a slide shows of the name of an entry (an acronym), which was changed; else an empty text."""
    place, before = difference.place, _short(difference.before)
    is_name = difference.kind == "text" and difference.after and place is not None and len(place.values) == 1
    return before if is_name and place is not None and before == place.values[0][1][-1] else ""


def _new_slide(difference: Difference, base: Base) -> str:
    if difference.page is not None:
        return f"a copy of the slide “{base.plain.slides[difference.page].title}” was added"
    return "a slide was added"


def _of_new_row(row: NewRow | None) -> str:
    """Return what to do about a new row."""
    if row is None:
        return "its rows are not entries of one list of the content: write it where it belongs"
    where = f"`{row.listed[1][-1]}`"
    if not row.proposal:
        reason = f" ({row.error})" if row.error else ""
        return f"no entry of {where} was found that reads so{reason}: write one"
    return f"add it to {where}" + (f"; the row then does not say {', '.join(row.unread)}" if row.unread else "")


def _proposal(difference: Difference, edited: PlainDeck) -> str:
    if difference.kind == "slide-added":
        return slide_yaml(edited.slides[difference.slide])
    if difference.kind == "notes":
        return "notes: |-\n" + "\n\n".join("  " + markup_of(p.runs).replace("\n", "\n  ") for p in difference.after)
    if difference.kind == "paragraph-added":
        return "- " + scalar(markup_of(difference.after[0].runs))
    return ""


def slide_yaml(slide: PlainSlide) -> str:
    """Return an entry with the texts of a slide."""
    title = slide.title
    lines = [
        markup_of(paragraph.runs)
        for shape in slide.shapes
        if shape.role == "" and shape.reading != title
        for paragraph in (*shape.paragraphs, *(p for row in shape.cells for cell in row for p in cell))
        if paragraph.text.strip()
    ]
    entry = ["- kind: bullets", f"  headline: {scalar(title)}"]
    entry += ["  bullets:", *(f"    - {scalar(line)}" for line in lines)] if lines else []
    if slide.notes:
        entry += ["  notes: |-", *(f"    {markup_of(p.runs)}" for p in slide.notes)]
    return "\n".join(entry)


def scalar(text: str) -> str:
    """Return a text as a YAML scalar on one line."""
    line = " ".join(text.split())
    is_plain = resolves_to_string(line) and not set(line) & set(":#{}[]&*!|>'\"%@`") and line[:1] not in "-?,"
    return line if is_plain else double_quoted(line)


def _short(paragraphs: Sequence[PlainParagraph]) -> str:
    text = " | ".join(p.reading for p in paragraphs if p.text.strip())
    return text if len(text) <= 160 else text[:159] + "…"


def origin_of(difference: Difference, base: Base) -> ValueKey:
    """Return what a difference is about, as far as it is known: a value, the entry of a row, the entry of the slide."""
    place, page = difference.place, difference.page
    if place is not None and place.values:
        return place.values[0]
    if page is None:
        return "", ()
    found = base.frames.pages[page]
    if difference.frame is not None and difference.frame >= 0:
        frame = found.frames[difference.frame]
        row = place.cell[0] if place is not None and place.cell is not None else max(difference.at - 1, 0)
        origins = (*frame.origins_of_rows()[row : row + 1], frame.origin, found.origin)
        return next(((origin.file, origin.path) for origin in origins if origin.path), ("", ()))
    return (found.origin.file, found.origin.path) if found.origin.path else ("", ())
