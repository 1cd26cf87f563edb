"""Content that builds, yet that somebody should look at: a deck in, warnings out.

One module per rule, found by its name (`no_result.py` is `no-result`); a name that begins with `_` is a helper. Each has
`check(subject)`, which yields what it finds, and a docstring whose first line says what the rule looks for. A rule that sets
`WHOLE_DECK` needs all of a deck, without faults. docs/checks.md tells of each, also of those that other rooms hold. A deck
switches a rule off, or lets single findings pass, under `checks:` in deck.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Protocol, cast

from deckgen.checks._sizes import COMFORTABLE, size_of
from deckgen.checks._subject import CheckedDeck, Finding
from deckgen.diagnostics import Diagnostic, Severity, error, warning
from deckgen.model import Deck
from deckgen.model.suggest import hint_for

__all__ = [
    "ALWAYS_ON",
    "COMFORTABLE",
    "ELSEWHERE",
    "CheckedDeck",
    "Finding",
    "described",
    "find_rules",
    "names",
    "run",
    "size_of",
    "switched_off",
    "without",
    "wrong_settings",
]

ELSEWHERE = MappingProxyType(
    {
        "chart-gap": "a chart leaves out a metric that lacks what it would draw",
        "continues": "a text or table goes on over further slides",
        "footnote-in-plain-text": "a footnote stands in a text that takes none",
        "missing-picture": "the file of a picture is not there yet",
        "shortened": "a footer or the line over titles has no room for all of a title",
        "shrinks": "a text fits only at a size below 12 pt",
        "unknown-data-file": "a file in data/ has a name that means nothing",
        "unknown-language": "there are no labels in the deck's language",
    }
)
"""Warnings that other rooms give while they read and lay out a deck, with what each looks for."""
ALWAYS_ON = MappingProxyType({"to-rewrite": "the last roll left a text to be rewritten for the quarter"})
"""Warnings that no deck switches off: each goes by doing what it asks."""


class Rule(Protocol):
    """What the module of a rule offers."""

    __doc__: str | None

    def check(self, subject: CheckedDeck) -> Iterator[Finding]:
        """Find what the rule looks for."""
        ...


@lru_cache(maxsize=1)
def find_rules() -> Mapping[str, Rule]:
    """Find every rule of this room, by the name that authors write."""
    found = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    return MappingProxyType({name.replace("_", "-"): cast(Rule, import_module(f"{__name__}.{name}")) for name in found})


def names() -> list[str]:
    """Give the names of all rules, in the order of the alphabet."""
    return sorted([*find_rules(), *ELSEWHERE])


def described() -> dict[str, str]:
    """Give what every rule looks for, in a line, by its name; those that cannot be switched off among them."""
    own = {name: first_line(rule.__doc__).removeprefix(f"{name}: ").rstrip(".") for name, rule in find_rules().items()}
    return dict(sorted({**own, **ELSEWHERE, **ALWAYS_ON}.items()))


def first_line(doc: str | None) -> str:
    """Give the first line of a docstring."""
    return (doc or "").strip().partition("\n")[0]


def run(deck: Deck, *, whole: bool) -> list[Diagnostic]:
    """Give what the rules find that `deck` does not switch off; `whole` says that nothing of it is left out."""
    off, subject = switched_off(deck), CheckedDeck(deck)
    found: list[Diagnostic] = []
    for name, rule in find_rules().items():
        if name in off or (getattr(rule, "WHOLE_DECK", False) and not whole):
            continue
        passes = subject.passing(name)
        findings = (f for f in rule.check(subject) if f.about.casefold() not in passes)
        found += [warning(name, f.message, f.span, f.hint) for f in findings]
    return found


def switched_off(deck: Deck) -> frozenset[str]:
    """Give the rules that a deck switches off."""
    return frozenset(name for name, setting in deck.checks.items() if setting == "off")


def without(diagnostics: Iterable[Diagnostic], off: frozenset[str]) -> list[Diagnostic]:
    """Leave out the warnings of rules that are switched off; an error always stays."""
    return [d for d in diagnostics if d.severity is Severity.ERROR or d.code not in off]


def wrong_settings(deck: Deck) -> list[Diagnostic]:
    """Give an error for each rule that a deck sets and that there is not, or that lets nothing pass."""
    document = deck.documents.get(deck.file)
    found = []
    for name, setting in deck.checks.items():
        span = document.key(("checks", name)) if document else None
        if name in ALWAYS_ON:
            message = f"`{name}` cannot be switched off"
            found.append(error("unknown-rule", message, span, "rewrite what is marked, then delete the mark"))
        elif name not in names():
            found.append(error("unknown-rule", f"there is no check `{name}`", span, hint_for(name, names(), "checks")))
        elif name in ELSEWHERE and not isinstance(setting, str):
            message = f"`{name}` can only be switched off as a whole"
            found.append(error("unknown-rule", message, span, f"write `{name}: off`"))
    return found
