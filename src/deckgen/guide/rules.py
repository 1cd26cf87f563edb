"""The registry of rules → docs/checks.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from textwrap import fill

from deckgen import checks
from deckgen.diagnostics import Rule, Severity, Topic


def render() -> str:
    """Return the page: each rule that a deck may meet as a warning in a section, the errors in tables."""
    rules = checks.all_rules().values()
    parts = [files("deckgen.guide").joinpath("rules_intro.md").read_text(encoding="utf-8").rstrip()]
    for topic in Topic:
        warnings = [rule for rule in rules if rule.topic is topic and rule.severity is not Severity.ERROR]
        errors = [rule for rule in rules if rule.topic is topic and rule.severity is Severity.ERROR]
        parts += [f"## {topic}", *map(_section, warnings), *_table(errors)]
    return "\n\n".join(parts) + "\n"


def _section(rule: Rule) -> str:
    text = rule.details or f"{rule.summary[:1].upper()}{rule.summary[1:]}."
    always_on = "" if rule.optional else " This rule cannot be switched off."
    return f"### {rule.code}\n\n{fill(text + always_on, 130, break_on_hyphens=False, break_long_words=False)}"


def _table(errors: Sequence[Rule]) -> Iterator[str]:
    if errors:
        rows = (f"| `{rule.code}` | {rule.summary}{_in_draft(rule)} |" for rule in errors)
        yield "\n".join(["| error | what is wrong |", "|---|---|", *rows])


def _in_draft(rule: Rule) -> str:
    return f" ({rule.in_draft} in a draft)" if rule.in_draft else ""
