"""Every rule by which deckgen finds an issue: its code, severity, what a draft makes of it, and what the docs say.

`rule_table` has the rules of all rooms but `checks`, where each rule is a module of its own with a `RULE`. `deckgen check
--rules` and docs/checks.md are made from both.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """How bad an issue is: an error stops the build, a warning asks for a look, a note tells what is fine as it is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Topic(StrEnum):
    """The part of docs/checks.md in which a rule is described."""

    FIGURES = "Figures and statuses"
    WORDS = "Words"
    PICTURES = "Pictures"
    ROOM = "Room on the slide"
    DEFINITIONS = "Definitions and files"
    FILES = "Files that cannot be read"
    YAML = "YAML that means something else"
    FIELDS = "Fields"
    REFERENCES = "References"
    CHARTS = "Charts"
    BRAND = "Brand"


class Rule(Struct, frozen=True):
    """What is looked for, and what an issue of this code means for a build.

    `summary` is a clause without a full stop ("a key result has no goal"), `details` are further paragraphs for the docs.
    `in_draft` is the severity in a draft (`--draft`), where it differs. A rule that is `optional` can be switched off in
    deck.yaml; one with `subjects` can also let single metrics, acronyms, files … pass. `needs_whole_deck` rules are not run on
    a part of a deck (`--only`), nor on one with errors. Whether a rule that `depends_on_machine` finds something may change
    without a change of the deck, for example when a font is installed.
    Every build reports what layout finds, or a brand has, by a rule that is `in_build`; other warnings of these are left to
    `check`.
    """

    code: str
    severity: Severity
    topic: Topic
    summary: str
    details: str = ""
    in_draft: Severity | None = None
    optional: bool = False
    subjects: bool = False
    needs_whole_deck: bool = False
    depends_on_machine: bool = False
    in_build: bool = False


def by_code(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Return rules by their codes, in alphabetical order. Raises ValueError where two have one code."""
    found: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.code):
        if rule.code in found:
            raise ValueError(f"two rules are called {rule.code}")
        found[rule.code] = rule
    return found
