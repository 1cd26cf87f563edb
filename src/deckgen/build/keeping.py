"""A slide that somebody edited in PowerPoint → a file beside the content, and an entry for it in the place of that of the slide.

Nothing is written here. The entry stays in the content, under `kept`, with a digest of what it shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from deckgen.build import pipeline
from deckgen.build.kept_content import entry_digest
from deckgen.build.pictures import open_pictures
from deckgen.diagnostics import KeyPath, UserFacingError
from deckgen.edit import Change, ContentEditor, EditError
from deckgen.edit.splicing import apply_splices, column_of, replace_values
from deckgen.edit.yaml_scalars import double_quoted
from deckgen.model import KeptEntry, SlideEntry
from deckgen.resolve import DeckRows, resolve
from deckgen.results import OpenDeck
from deckgen.slide_files.extraction import AuthoredSlide, authored_slide, extracted_slide

FOLDER = "slides"
"""The folder of kept slides, in that of the deck."""
_TAKEN_OVER = ("department", "due", "owner", "notes", "hidden")
"""Fields of an entry that its slide still has when it is kept."""
_STEP = 2


class KeptSlide(Struct, frozen=True):
    """A slide to be kept: its number and id, its file as content names it, its bytes, and the change of the content file.

    `unsaid` is what its content says and the slide does not, because somebody changed the one or the other, and `results` how
    many results it showed that are now on no slide.
    """

    number: int
    slide: str
    file: str
    data: bytes
    change: Change
    unsaid: tuple[str, ...]
    results: int


def keep(opened: OpenDeck, data: bytes, name: str, named: str) -> KeptSlide:
    """Return what is to be written so that a deck keeps a slide (its number or id) of the deck `data`, the file `name`.

    Raises SlideFileError for a file or slide that cannot be kept, KeepError for an entry, and EditError for its content file.
    """
    found = authored_slide(data, name, named)
    entry = _entry_of(opened, found)
    extracted = extracted_slide(data, name, found.number)
    kept = entry.content.kept_entry
    raw = opened.deck.documents[entry.origin.file].data["slides"][entry.origin.path[-1]]
    behind = kept or KeptEntry(raw, "")
    now = _slide_now(opened, found)
    digest = _digest(opened, entry, behind, is_kept=kept is not None)
    named_file = entry.content.file_slide if kept is not None else None
    file = named_file.file if named_file is not None else _file_name(opened.deck.folder, found.slide)
    editing = opened.editing(entry.origin.file)
    before = editing.text
    if kept is not None:
        _renew(editing, entry.origin.path, digest, extracted.title)
    else:
        _replace(editing, entry, raw, {"file": file, "title": extracted.title, "layout": now.layout, "digest": digest})
    change = Change(opened.path(entry.origin.file), entry.origin.file, before, editing.text)
    return KeptSlide(
        found.number,
        found.slide,
        file,
        extracted.data,
        change,
        tuple(dict.fromkeys(line for line in now.lines if line not in extracted.lines)),
        _result_count(entry),
    )


class KeepError(UserFacingError):
    """A slide that cannot be kept; the message says why, and what to do."""


def _entry_of(opened: OpenDeck, found: AuthoredSlide) -> SlideEntry:
    """Return the entry of a slide in the content as it is now. Raises KeepError."""
    if not found.path:
        raise KeepError(
            f"slide {found.number} is one that deckgen adds by itself, from the content of all others: it cannot be kept"
        )
    if len(found.pages) > 1:
        pages = ", ".join(map(str, found.pages))
        raise KeepError(
            f"`{found.slide}` takes several slides ({pages}), which cannot be kept as one: shorten its content first"
        )
    entries = (entry for section in opened.deck.sections for entry in section.slides)
    entry = next((each for each in entries if each.origin.slide == found.slide), None)
    if entry is None:
        raise KeepError(f"the content has no slide `{found.slide}` any more: build the deck again, and edit that one")
    if entry.content.divides or entry.content.opens_deck:
        raise KeepError(
            f"`{found.slide}` opens a part of the deck, which a slide of a file cannot: change its content instead"
        )
    if entry.content.file_slide is not None and entry.content.kept_entry is None:
        raise KeepError(f"`{found.slide}` is a slide of a file already: edit `{entry.content.file_slide.file}` itself")
    return entry


class _SlideNow(Struct, frozen=True):
    """A slide as the deck would show it now: its layout, and the lines of text of its shapes."""

    layout: str
    lines: tuple[str, ...]


def _slide_now(opened: OpenDeck, found: AuthoredSlide) -> _SlideNow:
    """Return a slide as a build would make it. Raises KeepError if the deck has errors."""
    built = pipeline.build_bytes(opened.deck.folder, draft=True)
    if built.data is None or built.layout.deck is None:
        raise KeepError("the deck cannot be built now: mend its errors first (`deckgen check` shows them)")
    page = next(page for page in built.layout.deck.pages if page.id == found.slide)
    return _SlideNow(page.layout, extracted_slide(built.data, "the deck", page.number).lines)


def _digest(opened: OpenDeck, entry: SlideEntry, kept: KeptEntry, *, is_kept: bool) -> str:
    resolved, _ = resolve(DeckRows(opened.deck), open_pictures(opened.deck)[0])
    context = next(context for each, context in resolved.contexts() if each is entry)
    return entry_digest(kept, context, ("kept", "entry") if is_kept else ())


def _file_name(folder: Path, slide: str) -> str:
    """Return a name for the file of a slide that no file has yet, relative to the deck's folder."""
    stem = slide.replace("/", "-")
    names = (f"{FOLDER}/{stem}{number}.pptx" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(name for name in names if not (folder / name).exists())


def _renew(editing: ContentEditor, path: KeyPath, digest: str, title: str) -> None:
    """Renew the digest and the title of a slide that was kept before."""
    editing.set((*path, "kept", "digest"), digest)
    field = "headline" if editing.has((*path, "headline")) else "title"
    if title and editing.has((*path, field)) and editing.get((*path, field)) != title:
        editing.set((*path, field), title)


def _replace(editing: ContentEditor, entry: SlideEntry, raw: dict[str, Any], values: dict[str, str]) -> None:
    """Replace an entry by one for a file, with the entry under `kept`. Raises EditError."""
    path = entry.origin.path
    span = editing.document.span(path)
    column = column_of(editing.text, span.start)
    fields = dict(_fields(entry, raw, values))
    kept = {"layout": values["layout"], "digest": values["digest"], "entry": raw}
    expected = replace_values(editing.document.data, {path: {**fields, "kept": kept}})
    indent = " " * column
    lines = [f"{key}: {value if key in ('kind', 'fit') else double_quoted(value)}" for key, value in fields.items()]
    lines += ["kept:", *(f"  {key}: {double_quoted(values[key])}" for key in ("layout", "digest")), "  entry:"]
    old = editing.text[span.start : span.end].rstrip()
    shifted = [" " * 2 * _STEP + line if line.strip() else line for line in old.split("\n")]
    new = f"\n{indent}".join(lines) + f"\n{indent}" + "\n".join(shifted)
    after = editing.text[span.start + len(old) : span.end]
    text = apply_splices(
        editing.text, [(span.start, span.end, new.replace("\r\n", "\n").replace("\n", editing.newline) + after)]
    )
    if not editing.try_text(text, expected):
        raise EditError(
            "the entry of the slide in " + entry.origin.file,
            " cannot be replaced by a program",
            path,
            editing.line(path),
        )


def _fields(entry: SlideEntry, raw: dict[str, Any], values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the fields of the new entry."""
    yield "kind", "file"
    yield "id", entry.origin.slide.rpartition("/")[2]
    topic, has_headline = raw.get("title"), bool(raw.get("headline"))
    if has_headline and isinstance(topic, str):
        yield "title", topic
    if values["title"]:
        yield "headline" if has_headline else "title", values["title"]
    for name in _TAKEN_OVER:
        if isinstance(raw.get(name), str):
            yield name, raw[name]
    yield "file", values["file"]
    yield "fit", "as-is"


def _result_count(entry: SlideEntry) -> int:
    """Return how many key results the slide had, which the scorecard does not list any more."""
    rows = getattr(entry.content, "rows", ())
    return len(rows) if entry.content.has_key_results else 0
