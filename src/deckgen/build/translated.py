"""A deck as loaded → the same deck in another language, by the translations in its folder."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from deckgen import kinds
from deckgen.build.needed_texts import NeededTexts, needs_no_texts
from deckgen.build.selection import Selection
from deckgen.cache.build_cache import NO_CACHE, BuildCache
from deckgen.diagnostics import Issue, has_errors, make_issue
from deckgen.io.spelling import folded_name
from deckgen.ir.blocks import Slide
from deckgen.model import Deck, load_deck
from deckgen.model.language_tags import is_language_tag
from deckgen.model.loading import NO_TEXTS
from deckgen.translation.translated_deck import (
    needed_issues,
    no_translations_issue,
    read_translations,
    translate,
    translations_path,
)


def load_translated(  # noqa: PLR0913, PLR0917 -- what the deck was loaded from
    deck: Deck,
    issues: Sequence[Issue],
    sources: Mapping[str, str],
    project: Path,
    selection: Selection,
    texts: Mapping[str, str] = NO_TEXTS,
    cache: BuildCache = NO_CACHE,
) -> tuple[Deck | None, Sequence[Issue], Mapping[str, str], NeededTexts]:
    """Return a deck in the language of a selection, with the issues and sources of its files and of its translations.

    A deck with errors is returned as it was loaded: they come first. The last value tells which texts lack a translation.
    `texts` are read instead of the files of these names. `cache` has the files as parsed before.
    """
    language = selection.language
    is_own = language == deck.language or not is_language_tag(language)
    if is_own or not os.path.lexists(translations_path(deck.folder, language)):
        return None, [no_translations_issue(language, deck.language)], sources, needs_no_texts
    if other := next((name for name in deck.versions if folded_name(name) == folded_name(language)), None):
        message = f"the deck in `{language}` would have the file of the version `{other}`"
        span = deck.documents[deck.file].key_span(("versions", other))
        return None, [make_issue("version-name", message, span, "call the version otherwise")], sources, needs_no_texts
    read = read_translations(deck.folder, project, language, texts)
    sources = {**sources, read.name: read.text}
    translated = None if has_errors(issues) else translate(deck, read, is_whole=selection.only is None)
    if translated is None:
        return deck, [*issues, *read.issues], sources, needs_no_texts
    shown, shown_issues, _ = load_deck(
        deck.folder,
        project,
        kinds.content_models(),
        selection.only,
        kinds.english_labels,
        translated.content,
        cache=cache,
    )

    def needs(built: Deck, slides: Sequence[Slide]) -> Sequence[Issue]:
        return needed_issues(built, translated, slides)

    return shown, [*shown_issues, *translated.issues], sources, needs
