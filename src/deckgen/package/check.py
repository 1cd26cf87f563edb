"""A .pptx → what is wrong with it: what makes PowerPoint offer a repair and validators let pass, and what our decks promise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from msgspec import Struct

from deckgen.diagnostics import Severity
from deckgen.ooxml import opc
from deckgen.ooxml.unzip import MOST_BYTES, UnreadableError
from deckgen.package import lists, markup, parts, slides

Rule = Callable[[opc.Package], Iterator[str]]
_REPAIRS: tuple[Rule, ...] = (*parts.REPAIRS, *lists.REPAIRS, *markup.REPAIRS, *slides.REPAIRS)
_PROMISES: tuple[Rule, ...] = (*parts.PROMISES, *lists.PROMISES, *slides.PROMISES)


MOST_FINDINGS = 10_000
"""Of one rule: a deck that another program saved may break one on every text."""
LONGEST = 500
"""Characters of a finding: what it quotes from the file may be of any length."""


class Finding(Struct, frozen=True):
    """A breach: an error makes PowerPoint offer a repair, a warning breaks what decks of ours promise besides.

    `rule` is the hyphenated name of the rule, `text` a plain sentence that begins with the part it is about.
    """

    severity: Severity
    rule: str
    text: str


def findings(source: bytes | Path) -> list[Finding]:
    """Give every breach of these rules that can be read from a package, errors first; none means sound.

    `source` is the bytes of a .pptx or the path of one. A broken package is a finding, too; only OSError is raised,
    where there is no file to read.
    """
    try:
        package = opc.read(source)
    except UnreadableError as fault:
        return [_error("unreadable", str(fault))]
    broken = follow(parts.every_xml_part_is_well_formed, package)
    if broken:
        return [_error("every-xml-part-is-well-formed", text) for text in broken]
    if "/" + opc.CONTENT_TYPES not in package.parts or not package.presentation():
        return [_error("presentation", "the package has no [Content_Types].xml or no presentation")]
    graded = [(Severity.ERROR, rule) for rule in _REPAIRS] + [(Severity.WARNING, rule) for rule in _PROMISES]
    found = [Finding(grade, name(rule), text) for grade, rule in graded for text in follow(rule, package)]
    if any(finding.severity is Severity.ERROR for finding in found):
        return found
    return found + [_error("another-library-opens-it", text) for text in _elsewhere(source, package)]


def _elsewhere(source: bytes | Path, package: opc.Package) -> Iterator[str]:
    """Open a file in which nothing was found with python-pptx, which had no part in writing it, and count its slides."""
    from pptx import Presentation  # noqa: PLC0415  — 0.2 s, and only here

    if sum(entry.file_size for entry in package.entries) > MOST_BYTES:
        yield f"the file unpacks into more than {MOST_BYTES >> 20} MB, and was not opened with another library"
        return
    try:
        opened = len(Presentation(BytesIO(source) if isinstance(source, bytes) else str(source)).slides)
    except Exception as fault:  # whatever it trips over is the finding
        yield f"python-pptx cannot open the file ({type(fault).__name__}: {str(fault)[:LONGEST]})"
        return
    if opened != len(package.slides()):
        yield f"python-pptx finds {opened} slides in the file, and there are {len(package.slides())}"


def problems(source: bytes | Path) -> list[str]:
    """Give the findings as plain sentences, errors and warnings alike."""
    return [finding.text for finding in findings(source)]


def follow(rule: Rule, package: opc.Package) -> list[str]:
    """Give what a rule finds: at most `MOST_FINDINGS`, each cut to `LONGEST`; what keeps it from going on is the last one."""
    found: list[str] = []
    package.begin()
    try:
        for text in rule(package):
            found.append(text if len(text) <= LONGEST else f"{text[:LONGEST]} …")
            if len(found) == MOST_FINDINGS:
                return [*found, f"{name(rule)}: what comes after {MOST_FINDINGS:,} findings was not looked at"]
    except opc.TooManyStepsError:
        found.append(f"{name(rule)}: the file holds more than can be compared, so that not all of it was looked at")
    except opc.BadNumberError as fault:
        found.append(f"{name(rule)}: the package is too broken to tell: {fault}")
    except (LookupError, ValueError, ArithmeticError, StopIteration, AttributeError, TypeError) as fault:
        found.append(
            f"{name(rule)}: the package is too broken to tell ({type(fault).__name__}: {str(fault)[:LONGEST]})"
        )
    return found


def name(rule: Rule) -> str:
    """Name a rule as people see it."""
    return str(getattr(rule, "__name__", "rule")).replace("_", "-")


def _error(rule: str, text: str) -> Finding:
    return Finding(Severity.ERROR, rule, text)
