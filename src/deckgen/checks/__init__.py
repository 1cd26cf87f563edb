"""Rules for content that can be built but that the author should review: a deck in, warnings out.

One module per rule, found by its name (`no_result.py` is `no-result`); modules whose names begin with `_` are helpers. Each
rule has `check(subject)`, which yields its findings, and a docstring whose first line states what the rule looks for. A rule
that sets `WHOLE_DECK` runs only on a complete deck without errors. docs/checks.md describes every rule, including those of
other rooms. Under `checks:` in deck.yaml, a deck switches a rule off or allows single findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Protocol, cast

from deckgen.checks._checked_deck import CheckedDeck, Finding
from deckgen.checks._sizes import COMFORTABLE_SIZE, main_text_size
from deckgen.diagnostics import Diagnostic, Severity, error, warning
from deckgen.diagnostics.suggestions import hint_for
from deckgen.model import Deck

__all__ = [
    "ALWAYS_ON",
    "COMFORTABLE_SIZE",
    "RULES_OF_OTHER_ROOMS",
    "CheckedDeck",
    "Finding",
    "check_settings",
    "find_rules",
    "main_text_size",
    "names",
    "rule_descriptions",
    "run_rules",
    "switched_off_rules",
    "without",
]

RULES_OF_OTHER_ROOMS = MappingProxyType(
    {
        "chart-gap": "a chart leaves out a metric that has no number to draw",
        "continues": "a text or table continues on further slides",
        "footnote-in-plain-text": "a footnote is in a text that cannot have footnotes",
        "missing-picture": "the file of a picture does not exist yet",
        "shortened": "a title does not fit into the footer or the line above titles",
        "shrinks": "a text fits only at a size below 12 pt",
        "unknown-data-file": "a file in data/ has an unknown name and is not read",
        "unknown-language": "there are no labels in the deck's language",
    }
)
"""Warnings that other rooms report while they read and lay out a deck, each with what it looks for."""
ALWAYS_ON = MappingProxyType({"to-rewrite": "the last roll marked a text that must be rewritten for the new quarter"})
"""Warnings that a deck cannot switch off: each ends when the author does what its hint says."""


class Rule(Protocol):
    """What the module of a rule offers."""

    __doc__: str | None

    def check(self, subject: CheckedDeck) -> Iterator[Finding]:
        """Yield what the rule finds."""
        ...


@lru_cache(maxsize=1)
def find_rules() -> Mapping[str, Rule]:
    """Return every rule of this room by its name (`no-result`)."""
    modules = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    return MappingProxyType(
        {name.replace("_", "-"): cast(Rule, import_module(f"{__name__}.{name}")) for name in modules}
    )


def rule_names() -> list[str]:
    """Return the names of all rules that can be switched off, in alphabetical order."""
    return sorted([*find_rules(), *RULES_OF_OTHER_ROOMS])


def rule_descriptions() -> dict[str, str]:
    """Return a line of description for every rule by its name, including those that cannot be switched off."""
    own = {name: _first_line(rule.__doc__).removeprefix(f"{name}: ").rstrip(".") for name, rule in find_rules().items()}
    return dict(sorted({**own, **RULES_OF_OTHER_ROOMS, **ALWAYS_ON}.items()))


def _first_line(doc: str | None) -> str:
    """Return the first line of a docstring."""
    return (doc or "").strip().partition("\n")[0]


def run_rules(deck: Deck, *, whole: bool) -> list[Diagnostic]:
    """Return the issues of all rules that `deck` does not switch off; `whole`: no section is left out and no error found."""
    off, subject = switched_off_rules(deck), CheckedDeck(deck)
    issues: list[Diagnostic] = []
    for name, rule in find_rules().items():
        if name in off or (getattr(rule, "WHOLE_DECK", False) and not whole):
            continue
        allowed = subject.allowed_names(name)
        findings = (f for f in rule.check(subject) if f.about.casefold() not in allowed)
        issues += [warning(name, f.message, f.span, f.hint) for f in findings]
    return issues


def switched_off_rules(deck: Deck) -> frozenset[str]:
    """Return the names of the rules that a deck switches off."""
    return frozenset(name for name, setting in deck.checks.items() if setting == "off")


def drop_switched_off(diagnostics: Iterable[Diagnostic], off: frozenset[str]) -> list[Diagnostic]:
    """Return the diagnostics without the warnings of rules that are `off`; errors always stay."""
    return [d for d in diagnostics if d.severity is Severity.ERROR or d.code not in off]


def check_settings(deck: Deck) -> list[Diagnostic]:
    """Return an error for each setting under `checks:` whose rule is unknown, or does not allow that setting."""
    document = deck.documents.get(deck.file)
    errors = []
    for name, setting in deck.checks.items():
        span = document.key_span(("checks", name)) if document else None
        if name in ALWAYS_ON:
            message = f"`{name}` cannot be switched off"
            errors.append(error("unknown-rule", message, span, "rewrite what is marked, then delete the mark"))
        elif name not in rule_names():
            errors.append(
                error("unknown-rule", f"there is no check `{name}`", span, hint_for(name, rule_names(), "checks"))
            )
        elif name in RULES_OF_OTHER_ROOMS and not isinstance(setting, str):
            message = f"`{name}` can only be switched off as a whole"
            errors.append(error("unknown-rule", message, span, f"write `{name}: off`"))
    return errors
