"""A .pptx → what is wrong with it.

Errors make PowerPoint offer a repair although validators accept the file. Warnings break a promise of deckgen's own decks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from deckgen.diagnostics import Issue, Severity
from deckgen.ooxml import opc
from deckgen.ooxml.unzip import MAX_BYTES, UnreadableError
from deckgen.package import lists, markup, parts, slides, table_marks, text_direction

Rule = Callable[[opc.Package], Iterator[str]]
_REPAIR_RULES: tuple[Rule, ...] = (*parts.REPAIR_RULES, *lists.REPAIR_RULES, *markup.REPAIR_RULES, *slides.REPAIR_RULES)
_PROMISE_RULES: tuple[Rule, ...] = (
    *parts.PROMISE_RULES,
    *lists.PROMISE_RULES,
    *slides.PROMISE_RULES,
    text_direction.reading_order_is_visual_order,
    text_direction.paragraphs_have_the_direction_of_their_text,
    table_marks.marks_stand_in_their_rows,
)


MAX_FINDINGS = 10_000
"""Maximum findings of one rule: a deck that another program saved may break a rule on every text."""
MAX_TEXT_LENGTH = 500
"""Maximum characters of a finding: quoted text of the file may have any length."""


def findings(source: bytes | Path) -> list[Issue]:
    """Return everything that breaks a rule, errors first; an empty list means that the file is sound.

    `source` is the bytes of a .pptx or its path. An unreadable package is a finding, too. Raises only OSError if the file cannot
    be read.
    """
    try:
        package = opc.read(source)
    except UnreadableError as error:
        return [_error_issue("unreadable", str(error))]
    malformed = apply_rule(parts.every_xml_part_is_well_formed, package)
    if malformed:
        return [_error_issue("every-xml-part-is-well-formed", text) for text in malformed]
    if "/" + opc.CONTENT_TYPES not in package.parts or not package.presentation():
        return [_error_issue("presentation", "the package has no [Content_Types].xml or no presentation")]
    graded = [(Severity.ERROR, rule) for rule in _REPAIR_RULES] + [(Severity.WARNING, rule) for rule in _PROMISE_RULES]
    broken_rules = [Issue(grade, rule_id(rule), text) for grade, rule in graded for text in apply_rule(rule, package)]
    if any(finding.severity is Severity.ERROR for finding in broken_rules):
        return broken_rules
    return broken_rules + [
        _error_issue("another-library-opens-it", text) for text in _check_with_python_pptx(source, package)
    ]


def _check_with_python_pptx(source: bytes | Path, package: opc.Package) -> Iterator[str]:
    """Open a file without errors with python-pptx, which the writer does not use, and compare the number of slides."""
    from pptx import Presentation  # noqa: PLC0415 -- it takes 0.2 s to import, and only this check needs it

    if sum(entry.file_size for entry in package.entries) > MAX_BYTES:
        yield f"the file unpacks into more than {MAX_BYTES >> 20} MB, and was not opened with another library"
        return
    try:
        opened = len(Presentation(BytesIO(source) if isinstance(source, bytes) else str(source)).slides)
    except Exception as error:  # whatever python-pptx raises is the finding
        yield f"python-pptx cannot open the file ({type(error).__name__}: {str(error)[:MAX_TEXT_LENGTH]})"
        return
    if opened != len(package.slides()):
        yield f"python-pptx finds {opened} slides in the file, and there are {len(package.slides())}"


def problems(source: bytes | Path) -> list[str]:
    """Return the texts of all findings, errors and warnings alike."""
    return [finding.message for finding in findings(source)]


def apply_rule(rule: Rule, package: opc.Package) -> list[str]:
    """Return the texts of a rule's findings: at most `MAX_FINDINGS`, each cut to `MAX_TEXT_LENGTH`.

    If the rule cannot finish, the last text states why.
    """
    texts: list[str] = []
    package.reset_steps()
    try:
        for text in rule(package):
            texts.append(text if len(text) <= MAX_TEXT_LENGTH else f"{text[:MAX_TEXT_LENGTH]} …")
            if len(texts) == MAX_FINDINGS:
                return [
                    *texts,
                    f"{rule_id(rule)}: after {MAX_FINDINGS:,} findings, the rest of the file was not checked",
                ]
    except opc.TooManyStepsError:
        texts.append(f"{rule_id(rule)}: the file holds more than can be compared, so not all of it was checked")
    except opc.BadNumberError as error:
        texts.append(f"{rule_id(rule)}: the package is too damaged to be checked: {error}")
    except (LookupError, ValueError, ArithmeticError, StopIteration, AttributeError, TypeError) as error:
        texts.append(
            f"{rule_id(rule)}: the package is too damaged to be checked ({type(error).__name__}: {str(error)[:MAX_TEXT_LENGTH]})"
        )
    return texts


def rule_id(rule: Rule) -> str:
    """Return the name of a rule as users see it: the name of its function, with hyphens."""
    return str(getattr(rule, "__name__", "rule")).replace("_", "-")


def _error_issue(rule: str, text: str) -> Issue:
    return Issue(Severity.ERROR, rule, text)
