"""A .pptx → what is wrong with it, by design section 7: what makes PowerPoint offer a repair and validators let pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deckgen.diagnostics import Severity
from deckgen.package import opc, parts, slides
from deckgen.package.unzip import Unreadable

Rule = Callable[[opc.Package], Iterator[str]]
_REPAIRS: tuple[Rule, ...] = (*parts.REPAIRS, *slides.REPAIRS)
_PROMISES: tuple[Rule, ...] = (*parts.PROMISES, *slides.PROMISES)


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach: an error makes PowerPoint offer a repair, a warning breaks what decks of ours promise besides.

    `rule` is the hyphenated name of the rule, `text` a plain sentence that begins with the part it is about.
    """

    severity: Severity
    rule: str
    text: str


def findings(source: bytes | Path) -> list[Finding]:
    """Give every breach of design section 7 that can be read from a package, errors first; none means sound.

    `source` is the bytes of a .pptx or the path of one. A broken package is a finding, too; only OSError is raised,
    where there is no file to read.
    """
    try:
        package = opc.read(source)
    except Unreadable as fault:
        return [_error("unreadable", str(fault))]
    broken = list(parts.every_xml_part_is_well_formed(package))
    if broken:
        return [_error("every-xml-part-is-well-formed", text) for text in broken]
    if "/" + opc.CONTENT_TYPES not in package.parts or not package.presentation():
        return [_error("presentation", "the package has no [Content_Types].xml or no presentation")]
    graded = [(Severity.ERROR, rule) for rule in _REPAIRS] + [(Severity.WARNING, rule) for rule in _PROMISES]
    return [Finding(grade, name(rule), text) for grade, rule in graded for text in follow(rule, package)]


def problems(source: bytes | Path) -> list[str]:
    """Give the findings as plain sentences, errors and warnings alike."""
    return [finding.text for finding in findings(source)]


def follow(rule: Rule, package: opc.Package) -> list[str]:
    """Give what a rule finds; a package too broken for it is a finding of its own."""
    try:
        return list(rule(package))
    except (KeyError, ValueError, IndexError, StopIteration, AttributeError, TypeError) as fault:
        return [f"{name(rule)}: the package is too broken to tell ({type(fault).__name__}: {fault})"]


def name(rule: Rule) -> str:
    """Name a rule as people see it."""
    return str(getattr(rule, "__name__", "rule")).replace("_", "-")


def _error(rule: str, text: str) -> Finding:
    return Finding(Severity.ERROR, rule, text)
