"""Issues as values: where something is wrong (`Span`), what it is and how to fix it (`Issue`)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics.locations import Origin, Span
from deckgen.diagnostics.rule_table import RULES
from deckgen.diagnostics.rules import Rule, Severity, Topic


class Issue(Struct, frozen=True, array_like=True):
    """One issue in content, a brand or a presentation.

    `code` is the stable, hyphenated name of the rule (`unknown-metric`). `message` states what is wrong, `hint` how to
    fix it; both are plain sentences without a final full stop, and never contain markup. A stage that does not have the
    text of the file gives the `origin`, from which the build finds the `span`. `about` names the metric, acronym or file by which
    a deck can let the issue pass.
    """

    severity: Severity
    code: str
    message: str
    span: Span | None = None
    hint: str | None = None
    origin: Origin | None = None
    about: str = ""


def make_issue(code: str, message: str, at: Span | Origin | None = None, hint: str | None = None) -> Issue:
    """Create an issue of the rule `code`, with its severity. Raises KeyError if there is no such rule."""
    return issue_of(RULES[code], message, at, hint)


def issue_of(
    rule: Rule, message: str, at: Span | Origin | None = None, hint: str | None = None, about: str = ""
) -> Issue:
    """Create an issue of a rule, at a place in a file."""
    return Issue(
        rule.severity,
        rule.code,
        join_lines(message),
        at if isinstance(at, Span) else None,
        join_lines(hint) if hint else None,
        at if isinstance(at, Origin) else None,
        about,
    )


def as_in_draft(issue: Issue) -> Issue:
    """Return the issue with the severity that it has in a draft."""
    severity = RULES[issue.code].in_draft
    return replace(issue, severity=severity) if severity is not None else issue


def join_lines(text: str) -> str:
    """Join the lines of a message that quotes several lines of the author's text."""
    return " ".join(text.splitlines()) if text.splitlines()[1:] else text


def has_errors(issues: Iterable[Issue]) -> bool:
    """Whether any issue is an error."""
    return any(issue.severity is Severity.ERROR for issue in issues)


def line_starts(text: str) -> list[int]:
    r"""Offsets at which the lines of `text` start; a line ends at `\n` (a `\r` before it belongs to it)."""
    *terminated, _ = text.split("\n")
    return list(accumulate((len(line) + 1 for line in terminated), initial=0))


# A text with one issue often has many. Counting its lines again for each of them would take quadratic time.
cached_line_starts = lru_cache(maxsize=8)(line_starts)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column (both from 1, columns in characters) of an offset in `text`."""
    starts, offset = cached_line_starts(text), min(offset, len(text))
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def sort_in_reading_order(issues: Iterable[Issue], files: Iterable[str] = ()) -> list[Issue]:
    """Sort by file (in the order of `files`, then by name) and offset, without duplicates; issues without a span come first.

    Files with errors of YAML come before the others, in which further issues may follow from these.
    """
    found, order = list(dict.fromkeys(issues)), {name: i for i, name in enumerate(files)}
    misread = {issue.span.file for issue in found if issue.span is not None and _is_misread(issue)}

    def sort_key(issue: Issue) -> tuple[bool, int, str, int]:
        if issue.span is None:
            return (False, -1, "", 0)
        file = issue.span.file
        return (file not in misread, order.get(file, len(order)), file, issue.span.start)

    return sorted(found, key=sort_key)


def _is_misread(issue: Issue) -> bool:
    """Whether YAML reads something else at an issue than the author meant."""
    rule = RULES.get(issue.code)
    return rule is not None and rule.topic is Topic.YAML and rule.severity is Severity.ERROR
