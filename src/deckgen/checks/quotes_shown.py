"""quotes-shown: a whole title, name, goal or result is in typographic quotes, which its slide shows."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import AuthoredText, CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.model.metrics import RESULT_KEYS
from deckgen.reader.document import in_typographic_quotes, yaml_quoted

RULE = Rule(
    "quotes-shown",
    Severity.WARNING,
    Topic.WORDS,
    "a whole title, name, goal or result is in typographic quotes, which its slide shows",
    "A whole title, headline, name, goal or result is in typographic quotes (`“at least 95%”`), as word processors type them in "
    'the place of straight ones. YAML takes only straight quotes (`"at least 95%"`) as its own; the others belong to the text. '
    "Paragraphs, lists and slides of the kind `quote` may be quotations, and are not checked.",
    optional=True,
    subjects=True,
)
_LABELS = {"title", "headline", "short", "name", "goal", "baseline", "of", "result", *RESULT_KEYS}
_SENTENCES = {"because", "next", "comment", "back_on_track"}
"""Fields beside a result, in which somebody may be quoted."""


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each text that is in quotes as a whole."""
    for text in subject.texts:
        inside = in_typographic_quotes(text.plain)
        if inside and _is_label(text):
            hint = f"write {yaml_quoted(inside)}, in straight quotes, or without any"
            yield issue_of(RULE, f"the slide shows the quotes of {text.plain.strip()}", text.span(), hint, inside)


def _is_label(text: AuthoredText) -> bool:
    """Whether a text is no paragraph, and so no quotation."""
    is_quotation = text.entry is not None and text.entry.content.kind == "quote"
    keys = {key for key in text.path if isinstance(key, str)}
    return not is_quotation and not keys.isdisjoint(_LABELS) and keys.isdisjoint(_SENTENCES)
