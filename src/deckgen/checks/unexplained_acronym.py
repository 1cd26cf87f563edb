"""unexplained-acronym: slides use acronyms that the deck does not explain.

All of them are one finding, at data/acronyms.yaml. Widely known acronyms (EU, CEO, OKR …) need no explanation.
"""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks import _acronyms
from deckgen.checks._checked_deck import AuthoredText, CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Span, Topic, issue_of, line_and_column
from deckgen.diagnostics.wording import counted

RULE = Rule(
    "unexplained-acronym",
    Severity.WARNING,
    Topic.WORDS,
    "slides use acronyms that the deck does not explain",
    "Slides use acronyms that the deck does not explain: neither in `data/acronyms.yaml`, nor on an `acronyms` "
    'slide, nor in a text, as in "gender minorities (GM)". One warning lists up to 30 of them, each with the file '
    "and line of its first use. EU, CEO, OKR and others that every reader of a quarterly review knows are "
    "ignored, and so are words in capitals that the deck also has in lower case.",
    optional=True,
    subjects=True,
    needs_whole_deck=True,
)
_MAX_LISTED = 30


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report all acronyms in one finding, each with the location of its first use."""
    if not _acronyms.has_acronyms(subject):
        return
    known, allowed = _acronyms.explained_acronyms(subject), subject.allowed_names("unexplained-acronym")
    first_uses: dict[str, str] = {}
    for text in _acronyms.shown_texts(subject):
        for acronym in _acronyms.acronyms_in(text):
            if acronym in known or acronym in first_uses or acronym.casefold() in allowed:
                continue
            if acronym.lower() in subject.words:
                continue  # an ordinary word in capitals
            first_uses[acronym] = _location(text, acronym) if len(first_uses) < _MAX_LISTED else ""
    if first_uses:
        listed = ", ".join(f"{name} ({location})" for name, location in list(first_uses.items())[:_MAX_LISTED])
        more = " …" if len(first_uses) > _MAX_LISTED else ""
        what = "this acronym is" if len(first_uses) == 1 else f"{counted(len(first_uses), 'acronym')} are"
        document = subject.document("acronyms.yaml")
        span = Span(document.file, 0, 0) if document else Span(subject.deck.file, 0, 0)
        hint = "explain them in data/acronyms.yaml; what all readers know, list under `checks: unexplained-acronym:` in deck.yaml"
        yield issue_of(RULE, f"{what} explained nowhere: {listed}{more}", span, hint)


def _location(text: AuthoredText, acronym: str) -> str:
    span = text.span(acronym)
    return f"{span.file.rpartition('/')[2]}:{line_and_column(text.document.text, span.start)[0]}"
