"""Rules for content that builds, but that somebody should look at: a deck in, issues out.

One module per rule, found by its name (`no_result.py` is `no-result`); a module whose name begins with `_` is a helper. Each has
a `RULE` and `check(subject)`, which yields issues. `all_rules` also has the rules of the other rooms. A deck switches a rule off,
or lets single subjects pass, under `checks:` in deck.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Protocol, cast

from deckgen.checks._checked_deck import CheckedDeck, ShownLine
from deckgen.diagnostics import Issue, Rule, Severity, make_issue
from deckgen.diagnostics.rule_table import RULES
from deckgen.diagnostics.rules import by_code
from deckgen.diagnostics.suggestions import hint_for
from deckgen.model import Deck
from deckgen.resolve import DeckRows

__all__ = [
    "CheckedDeck",
    "ShownLine",
    "all_rules",
    "check_settings",
    "drop_switched_off",
    "find_checks",
    "optional_rules",
    "run_rules",
    "switched_off_rules",
]


class Check(Protocol):
    """What the module of a rule offers."""

    RULE: Rule

    def check(self, subject: CheckedDeck) -> Iterator[Issue]:
        """Yield what the rule finds."""
        ...


@lru_cache(maxsize=1)
def find_checks() -> Mapping[str, Check]:
    """Return every rule of this room by its code (`no-result`). Raises ValueError for a code that is not its module's name."""
    modules = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    checks = [cast(Check, import_module(f"{__name__}.{name}")) for name in modules]
    by_code = {check.RULE.code: check for check in checks}
    # A code that was copied with its module would otherwise replace the rule of that name.
    wrong = by_code.keys() ^ {name.replace("_", "-") for name in modules}
    if wrong:
        raise ValueError(f"these rules do not have the names of their modules as codes: {', '.join(sorted(wrong))}")
    return MappingProxyType(by_code)


@lru_cache(maxsize=1)
def all_rules() -> Mapping[str, Rule]:
    """Return every rule of deckgen by its code."""
    return MappingProxyType(by_code([*RULES.values(), *(check.RULE for check in find_checks().values())]))


def optional_rules() -> list[str]:
    """Return the codes of all rules that a deck can switch off, in alphabetical order."""
    return [code for code, rule in all_rules().items() if rule.optional]


def run_rules(rows: DeckRows, *, whole: bool) -> list[Issue]:
    """Return the issues of all rules that a deck does not switch off; `whole`: no section is left out and no error found."""
    off, subject = switched_off_rules(rows.deck), CheckedDeck(rows)
    issues: list[Issue] = []
    for code, check in find_checks().items():
        if code in off or (check.RULE.needs_whole_deck and not whole):
            continue
        allowed = subject.allowed_names(code)
        issues += [issue for issue in check.check(subject) if issue.about.casefold() not in allowed]
    return issues


def switched_off_rules(deck: Deck) -> frozenset[str]:
    """Return the names of the rules that a deck switches off."""
    return frozenset(name for name, setting in deck.checks.items() if setting == "off")


def drop_switched_off(issues: Iterable[Issue], off: frozenset[str]) -> list[Issue]:
    """Return the issues without the warnings of rules that are `off`; errors always stay."""
    return [issue for issue in issues if issue.severity is Severity.ERROR or issue.code not in off]


def check_settings(deck: Deck) -> list[Issue]:
    """Return an error for each setting under `checks:` whose rule is unknown, or does not allow that setting."""
    document = deck.documents.get(deck.file)
    errors = []
    for code, setting in deck.checks.items():
        span = document.key_span(("checks", code)) if document else None
        rule = all_rules().get(code)
        if rule is None or (not rule.optional and rule.severity is Severity.ERROR):
            hint = hint_for(code, optional_rules(), "checks")
            errors.append(make_issue("unknown-rule", f"there is no check `{code}`", span, hint))
        elif not rule.optional:
            hint = "do what the warning asks for; it then goes away"
            errors.append(make_issue("unknown-rule", f"`{code}` cannot be switched off", span, hint))
        elif not rule.subjects and not isinstance(setting, str):
            message = f"`{code}` can only be switched off as a whole"
            errors.append(make_issue("unknown-rule", message, span, f"write `{code}: off`"))
    return errors
