"""A deck as it is written, and its translations → what the deck is loaded from to be shown in another language, and the issues.

A text without a current translation is shown in its own language, with a mark before it; whether it may be is decided when it is
known which texts the slides show (`needed_issues`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import COMMAND_LINE, Issue, KeyPath, Origin, make_issue
from deckgen.diagnostics.issues import line_and_column
from deckgen.diagnostics.wording import counted
from deckgen.io.project import allowed_root
from deckgen.ir.blocks import Chart, Slide
from deckgen.line_breaking.hyphenation import SOFT_HYPHEN
from deckgen.model import Deck
from deckgen.model.deck_settings import DeckSettings
from deckgen.model.loading import NO_TEXTS
from deckgen.model.shown_texts import Place, ShownText, ShownTexts, TranslatedContent
from deckgen.model.validation import validate
from deckgen.reader import Document, parse, read
from deckgen.resolve.figure_forms import in_form_of
from deckgen.translation.authored_words import authored_texts, figure_texts
from deckgen.translation.markup_checks import changed_figures, lost_markup
from deckgen.translation.matching import MatchedText, TextState, match_texts, unused_keys
from deckgen.translation.translation_file import FOLDER, TranslationFile

_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_QUOTED = 60


class ReadTranslations(Struct, frozen=True):
    """The file of translations as read: its name in messages, its texts, the document (None if it cannot be read), its issues."""

    name: str
    file: TranslationFile | None
    document: Document | None
    issues: Sequence[Issue]
    text: str = ""


class TranslatedDeck(Struct, frozen=True):
    """What a deck is loaded from to be shown in another language; `matched` are its texts with their translations."""

    content: TranslatedContent
    matched: Sequence[MatchedText]
    document: Document
    issues: Sequence[Issue]


def translations_path(folder: Path, language: str) -> Path:
    """Return the file with the translations of the deck in `folder` into a language."""
    return folder / FOLDER / f"{language}.yaml"


def read_translations(
    folder: Path, project: Path, language: str, texts: Mapping[str, str] = NO_TEXTS
) -> ReadTranslations:
    """Read the translations of a deck into a language. The file must exist; if `texts` has its name, that is read instead."""
    path = translations_path(folder, language)
    name = path.relative_to(project).as_posix() if path.is_relative_to(project) else path.as_posix()
    text, issues = (texts[name], []) if name in texts else read(path, name, allowed_root(folder))
    document, issues = (None, issues) if issues else parse(text, name)
    file: TranslationFile | None = None
    if document is not None and not issues:
        file, issues = validate(TranslationFile, document.data, document)
        if file is not None and file.language != language:
            message = f"the translations are into `{file.language}`, but the name of the file says `{language}`"
            issues = [make_issue("other-language", message, document.span(("language",)), "change one of the two")]
    return ReadTranslations(name, file if not issues else None, document, issues, text)


def no_translations_issue(language: str, written_in: str) -> Issue:
    """Return the error for a language into which a deck is not translated."""
    if language == written_in:
        message, hint = f"the deck is written in `{language}`", "leave out --language"
    else:
        message = f"this deck has no translations into `{language}`"
        hint = f"`deckgen translate {language}` writes the sheet for them"
    return make_issue("no-translations", message, COMMAND_LINE, hint)


def translate(deck: Deck, read: ReadTranslations, *, is_whole: bool) -> TranslatedDeck | None:
    """Return a deck as loaded in another language; None if the translations cannot be read.

    `is_whole` is whether the deck was loaded with all of its sections.
    """
    if read.file is None or read.document is None:
        return None
    matched = match_texts(authored_texts(deck), read.file.texts)
    document, language = read.document, read.file.language
    issues = [*_translation_issues(matched, document)]
    if is_whole:
        issues += _unused_issues(unused_keys(matched, read.file.texts), document)
    shown: dict[Place, tuple[ShownText, ...]] = {}
    for each in matched:
        place = (each.text.file, each.text.place)
        shown[place] = (
            *shown.get(place, ()),
            ShownText(each.text.source, _shown(each, deck.language).replace(SOFT_HYPHEN, "")),
        )
    documents = {name: _shown_document(each, matched, document, deck) for name, each in deck.documents.items()}
    for figure in figure_texts(deck):
        known, form = documents[figure.file], in_form_of(figure.source, deck.language, language)
        if form != figure.source:
            documents[figure.file] = replace(known, data=_with(known.data, figure.path, form))
    settings = DeckSettings(deck.period, deck.language, deck.verdicts.own_words)
    texts = ShownTexts(deck.language, language, shown)
    current = [each.entry.translation for each in matched if each.is_current and each.entry is not None]
    marked = tuple(text for text in current if SOFT_HYPHEN in text)
    content = TranslatedContent(language, documents, settings, texts, marked)
    return TranslatedDeck(content, matched, document, issues)


def _shown(each: MatchedText, written_in: str) -> str:
    """Return the text that slides show: the translation, or the text itself with its language before it."""
    if each.is_current and each.entry is not None:
        return each.entry.translation.replace(SOFT_HYPHEN, "")
    source = each.text.source
    item = _ITEM.match(source) if each.text.has_markup else None
    at = item.end() if item else 0
    return f"{source[:at]}[{written_in}] {source[at:]}"


def _shown_document(document: Document, matched: Sequence[MatchedText], translations: Document, deck: Deck) -> Document:
    """Return a file of the deck with its texts as they are shown; the spans of translated ones are those of the translations.

    Texts of metrics and key results stay, since they are read. What deck.yaml has under `labels` is in its own language.
    """
    own = [each for each in matched if each.text.file == document.file]
    spans = {
        each.text.path: translations.span(("texts", each.key, "translation"))
        for each in own
        if each.is_current and each.entry is not None
    }
    data = document.data
    for each in own:
        if not each.text.in_row:
            data = _with(data, each.text.path, _shown(each, deck.language))
            data = _with_reported(data, each, _shown(each, deck.language))
    if document.file == deck.file:
        data = {key: value for key, value in data.items() if key != "labels"}
    return replace(document, data=data, spans={**document.spans, **spans})


def _with_reported(data: Any, each: MatchedText, shown: str) -> Any:
    """Return data in which a chart that reports a category, by its name, names it as it is shown."""
    if each.text.path[-2:-1] != ("categories",):
        return data
    chart = reduce(lambda inner, key: inner[key], each.text.path[:-2], data)
    is_reported = isinstance(chart, dict) and str(chart.get("reported") or "").strip() == each.text.source
    return _with(data, (*each.text.path[:-2], "reported"), shown) if is_reported else data


def _with(data: Any, path: KeyPath, text: str) -> Any:
    """Return data with another text at a path; what is not on the way there is shared."""
    if not path:
        return text
    key, *rest = path
    inner = _with(data[key], tuple(rest), text)
    if isinstance(data, list):
        return [inner if index == key else each for index, each in enumerate(data)]
    return {**data, key: inner}


def _translation_issues(matched: Iterable[MatchedText], document: Document) -> Iterator[Issue]:
    """Yield what is wrong in translations that builds use, each once."""
    seen: dict[str, TextState] = {}
    for each in matched:
        if each.entry is None or not each.is_current or each.key in seen:
            continue
        seen[each.key] = each.state
        span = document.span(("texts", each.key, "translation"))
        for loss in lost_markup(each.text, each.entry.translation):
            yield make_issue("translation-markup", f"the translation {loss}", span, "write it as the text has it")
        if figures := changed_figures(each.text, each.entry.translation):
            message = f"the translation does not have the figure {', '.join(f'“{figure}”' for figure in figures)}"
            yield make_issue(
                "translation-figure", message, span, "figures have one source, the content: write the same"
            )
    if to_read := [key for key, state in seen.items() if state is TextState.REVIEW]:
        several = f"{counted(len(to_read), 'translation')} again, the first of them here"
        message = f"somebody should read {several if to_read[1:] else 'this translation again'}"
        span = document.span(("texts", to_read[0], "translation"))
        yield make_issue("translation-review", message, span, "then make their state `translated`")


def _unused_issues(keys: Sequence[str], document: Document) -> list[Issue]:
    if not keys:
        return []
    rest = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
    message = f"no text of the deck has the key `{keys[0]}`{rest} any more"
    span = document.key_span(("texts", keys[0]))
    return [make_issue("unused-translation", message, span, "it is kept for a text that comes back; remove it if not")]


def needed_issues(deck: Deck, translated: TranslatedDeck, slides: Iterable[Slide]) -> list[Issue]:
    """Return an error for each text that slides show and that has no current translation.

    `deck` is the one that is built, in the other language: texts of its own slides and settings are needed, whether a
    paragraph shows them or not (names of sections, alt texts); of metrics, footnotes and acronyms, those that a slide shows.
    """
    shown = {(o.file, o.path) for slide in slides for o in _origins(slide)}
    paths = {(entry.origin.file, entry.origin.path[:2]) for section in deck.sections for entry in section.slides}
    sections = {section.file for section in deck.sections}
    issues: list[Issue] = []
    for each in translated.matched:
        text = each.text
        is_own = text.file == deck.file or (text.file in sections and text.path[0] != "slides")
        is_own = is_own or (not text.in_row and (text.file, text.path[:2]) in paths)
        if not each.is_current and (is_own or (text.file, text.place) in shown):
            issues.append(_needed_issue(each, deck, translated))
    return issues


def _needed_issue(each: MatchedText, deck: Deck, translated: TranslatedDeck) -> Issue:
    text, language = each.text, translated.content.language
    document = deck.documents[text.file]
    if each.entry is None:
        message = f"this has no translation into `{language}`: “{_short(text.source)}”"
        return make_issue("missing-translation", message, document.span(text.path), _sheet_hint(language))
    line, _ = line_and_column(document.text, document.span(text.path).start)
    place = f"{text.file}:{line}"
    before, now = _short_around_difference(each.entry.source, text.source)
    message = f"the text “{before}” is another one now: “{now}” ({place})"
    span = translated.document.span(("texts", each.key, "translation"))
    hint = f"`deckgen translate {language}` writes a sheet with the new text; or write it here under `source`, too"
    return make_issue("outdated-translation", message, span, hint)


def _short_around_difference(before: str, after: str) -> tuple[str, str]:
    """Return the beginnings of two texts, or if these are alike, what stands around their first difference."""
    one, other = (" ".join(text.split()) for text in (before, after))
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if same < _QUOTED // 2:
        return _short(one), _short(other)
    start = one.rfind(" ", 0, same - _QUOTED // 3) + 1
    mark = "…" if start else ""
    return mark + _short(one[start:]), mark + _short(other[start:])


def _sheet_hint(language: str) -> str:
    return f"`deckgen translate {language}` writes a sheet for the translator; --draft shows the text as it is"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1].rstrip() + "…"


def _origins(slide: Slide) -> Iterator[Origin]:
    """Yield where the texts were written that a slide shows."""
    yield from (o for o in (slide.title_origin, slide.eyebrow_origin) if o is not None)
    yield from (*slide.eyebrow_text_origins, *slide.tag_origins)
    yield from (o for block in slide.blocks for paragraph in block.all_paragraphs() for o in paragraph.origins)
    yield from (o for chart in slide.blocks_of(Chart) for o in chart.origins)
    yield from (o for paragraph in slide.notes for o in paragraph.origins)
    yield from (o for footnote in slide.footnotes.values() for o in footnote.origins)
