"""label-title: the title of a slide names its topic, and not what the slide shows.

Where the data of the slide have a finding, the hint proposes it. The author decides: nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.checks._proposed_finding import propose_finding
from deckgen.diagnostics import Issue, Rule, Severity, Span, Topic, issue_of
from deckgen.model import SlideEntry

RULE = Rule(
    "label-title",
    Severity.WARNING,
    Topic.WORDS,
    "the title of a slide names its topic, and not what it shows",
    "A slide has no `headline`, so that its title is a label: it names the topic, and people have to find out by themselves what "
    "the slide shows. Where the results of the slide have a figure that can be compared, the hint proposes a finding with the "
    "measure, its direction and what it is compared with; it never names a cause. For slides on which people look something up "
    "or look at pictures (tables, agendas, acronyms, photos), and for slides of the appendix, it is only a note. Dividers, "
    "covers and hidden slides are not checked. A slide whose topic is title enough is allowed by its id.",
    optional=True,
    subjects=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each such slide at its title, else at its kind."""
    in_appendix = _slides_in_appendix(subject)
    for entry in subject.entries:
        content = entry.content
        if content.headline or content.hidden or content.title_states == "own":
            continue
        title = content.title or ""
        proposal = propose_finding(subject, entry)
        example = f", such as “{proposal}”" if proposal else ": what changed, by how much, and compared with what"
        hint = f"write as `headline:` what the slide shows{example}"
        message = f"the title “{title}” is a label: it does not say what the slide shows"
        issue = issue_of(RULE, message, _span(subject, entry), hint, entry.origin.slide)
        is_note = content.title_states == "topic" or entry in in_appendix
        yield replace(issue, severity=Severity.NOTE, hint=f"that is fine here; or {hint}") if is_note else issue


def _span(subject: CheckedDeck, entry: SlideEntry) -> Span:
    document, path = subject.deck.documents[entry.origin.file], entry.origin.path
    own_title = (*path, "title")
    return document.span(own_title if own_title in document.spans else (*path, "kind"))


def _slides_in_appendix(subject: CheckedDeck) -> list[SlideEntry]:
    """Return the slides after a divider that is called appendix, and those of a section of this name."""
    word, is_appendix = subject.labels["appendix"].casefold(), False
    found: list[SlideEntry] = []
    for section in subject.deck.sections:
        for entry in section.slides:
            if entry.content.divides:
                is_appendix = (entry.content.title or "").casefold() == word
            if is_appendix or section.title.casefold() == word:
                found.append(entry)
    return found
