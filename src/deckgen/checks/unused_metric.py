"""unused-metric: data/metrics.yaml defines a metric that no slide shows."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.model import MetricId
from deckgen.resolve.walk import walk

RULE = Rule(
    "unused-metric",
    Severity.WARNING,
    Topic.DEFINITIONS,
    "data/metrics.yaml defines a metric that no slide shows",
    "`data/metrics.yaml` defines a metric that no slide shows.",
    optional=True,
    subjects=True,
    needs_whole_deck=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each metric at its id."""
    document = subject.document("metrics.yaml")
    contents = [entry.content for entry in subject.entries]
    used = {name for one in contents for _, name in walk(one, only=(MetricId,)) if isinstance(name, MetricId)}
    for name in subject.deck.metrics:
        if document is not None and name not in used and name not in subject.kept_texts:
            hint = f"name it on a slide (`metric: {name}`), or remove it"
            yield issue_of(RULE, f"no slide shows the metric `{name}`", document.key_span((name,)), hint, name)
