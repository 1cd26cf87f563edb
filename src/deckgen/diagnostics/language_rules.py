"""The rules of languages but for errors: labels that a language lacks, and translations of a deck."""

from __future__ import annotations

from deckgen.diagnostics.rules import Rule, Severity, Topic

LANGUAGE_RULES = (
    Rule(
        "unknown-language", Severity.WARNING, Topic.DEFINITIONS, "there are no labels in the deck's language",
        "deckgen has no labels in the deck's language; the English ones, or those of another country, are used. A file "
        "`labels/<language>.yaml` of the project adds them (docs/languages.md).", optional=True,
    ),
    Rule(
        "unknown-label-file", Severity.WARNING, Topic.DEFINITIONS, "a file in labels/ has no language as its name",
        "A file in `labels/` is not named by a language, so it is not read.", optional=True,
    ),
    Rule(
        "missing-labels", Severity.WARNING, Topic.DEFINITIONS, "the deck's language lacks labels, which are shown in English",
        "`deckgen labels --missing` shows them in the form of a language file.", optional=True,
    ),
    Rule(
        "translation-markup", Severity.WARNING, Topic.WORDS, "a translation lacks a link, a footnote or bold words of its text",
        "The translation of a text does not have all of its links, footnotes, names in braces and bold words, has others, or has "
        "other lines than a result.", in_build=True,
    ),
    Rule(
        "translation-figure", Severity.WARNING, Topic.FIGURES, "a translation lacks a figure of its text",
        "Whatever marks a language has in its numbers: the digits of a translation are those of its text, but for zeros at the "
        "ends (`92K` and `92.000`).", in_build=True,
    ),
    Rule(
        "translation-review", Severity.NOTE, Topic.WORDS, "a translation is to be read again",
        "The state of a translation is `review`. It is used as it is.", in_build=True,
    ),
    Rule(
        "unused-translation", Severity.NOTE, Topic.DEFINITIONS, "no text of the deck has the key of a translation",
        "A text was removed or got another id. Its translation is kept, and used for a text with the same words.", in_build=True,
    ),
    Rule(
        "script-font", Severity.WARNING, Topic.WORDS, "no font on this machine has the letters of a script",
        "The brand's font lacks a script of the deck, and no other font of this machine has its letters. `deckgen render`, the "
        "preview and charts show boxes for them; PowerPoint shows its own font. `deckgen fonts DECK` lists which fonts "
        "the scripts of a deck have here.", depends_on_machine=True, optional=True, in_build=True,
    ),
)  # fmt: skip
"""The rules of labels and translations that are warnings and notes."""
