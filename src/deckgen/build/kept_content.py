"""The content behind slides that were kept (`deckgen keep`) → a digest of what it shows, and an issue where that has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from deckgen import kinds
from deckgen.diagnostics import ContentError, Issue, Origin, make_issue
from deckgen.ir.blocks import Slide
from deckgen.kinds._variants import compose
from deckgen.model import KeptEntry, SlideContent, SlideEntry
from deckgen.model.deck_settings import DeckSettings
from deckgen.model.sections import with_section_defaults
from deckgen.model.validation import validate
from deckgen.resolve import Context, UndefinedMetricError, number_footnotes

_LENGTH = 16


def kept_issues(entries: Iterable[tuple[SlideEntry, Context]]) -> Iterator[Issue]:
    """Yield a warning for each kept slide whose content shows something else than when it was kept."""
    for entry, context in entries:
        kept = entry.content.kept_entry
        if kept is None or kept.digest == entry_digest(kept, context):
            continue
        origin = entry.origin.at("kept")
        message = (
            "the content behind the slide has changed since it was kept, and the slide still shows what it showed then"
        )
        hint = (
            "edit the slide of the built deck in PowerPoint and run `deckgen keep` again, or put what is under `entry` in its "
            "place"
        )
        yield make_issue("kept-slide", message, origin, hint)


def entry_digest(kept: KeptEntry, context: Context, path: tuple[str, ...] = ("kept", "entry")) -> str:
    """Return the digest of what an entry shows in the deck of `context`; empty where it cannot be composed.

    `path` leads to the entry from the one of the context.
    """
    content = _content(kept, context, path)
    if content is None:
        return ""
    deck = context.deck
    labels = context.rows.labels.for_kind(content.kind, content.english_words())
    at = replace(context, labels=labels, origin=context.origin.at(*path))
    try:
        slide = compose(kinds.find_kinds()[content.kind], content, at, {})
    except (ContentError, UndefinedMetricError):
        return ""
    return _digest(number_footnotes(slide, deck.footnotes))


def _content(kept: KeptEntry, context: Context, path: tuple[str, ...]) -> SlideContent | None:
    """Return an entry as validated content."""
    deck, kind = context.deck, kept.entry.get("kind")
    models, document = kinds.content_models(), deck.documents.get(context.origin.file)
    if not isinstance(kind, str) or kind.strip() not in models or document is None:
        return None
    settings = DeckSettings(deck.period, deck.language, deck.verdicts.own_words)
    at: Origin = context.origin.at(*path)
    content, _ = validate(models[kind.strip()], dict(kept.entry), document, at.path, at.slide, settings)
    return None if content is None else with_section_defaults(content, context.section)


def _digest(slide: Slide) -> str:
    shown = _shown([slide.title, slide.eyebrow, slide.tags, slide.blocks, slide.footnotes])
    return hashlib.sha256(msgspec.msgpack.encode(shown)).hexdigest()[:_LENGTH]


def _shown(value: object) -> object:
    """Return a value of blocks as plain data, without where its texts were written."""
    if isinstance(value, Origin):
        return None
    if isinstance(value, Struct):
        return [type(value).__name__, *(_shown(getattr(value, name)) for name in value.__struct_fields__)]
    if isinstance(value, tuple | list):
        return [_shown(each) for each in value]
    return [[key, _shown(each)] for key, each in value.items()] if isinstance(value, Mapping) else value
