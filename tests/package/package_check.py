"""A .pptx → what is wrong with it, by design section 7: what makes PowerPoint offer a repair and validators let pass.

Use `problems` in a test, or run this file with the name of a deck.
"""

import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import opc
import parts_rules
import slides_rules


def problems(source: bytes | Path) -> list[str]:
    """Every breach of design section 7 that can be read from a package, as plain sentences; none means sound.

    `source` is the bytes of a .pptx or the path of one. Never raises for a broken package: that is a problem, too.
    """
    try:
        package = opc.read(source)
    except (zipfile.BadZipFile, zipfile.LargeZipFile) as fault:
        return [f"not a zip file: {fault}"]
    broken = list(parts_rules.every_xml_part_is_well_formed(package))
    if broken:
        return broken
    if "/" + opc.CONTENT_TYPES not in package.parts or not package.presentation():
        return ["the package has no [Content_Types].xml or no presentation"]
    return [fault for rule in (*parts_rules.RULES, *slides_rules.RULES) for fault in _follow(rule, package)]


def _follow(rule: Callable[[opc.Package], Iterator[str]], package: opc.Package) -> list[str]:
    try:
        return list(rule(package))
    except (KeyError, ValueError, IndexError, StopIteration) as fault:
        return [f"{rule.__name__}: the package is too broken to tell ({type(fault).__name__}: {fault})"]


if __name__ == "__main__":
    found = problems(Path(sys.argv[1]))
    sys.stdout.writelines(f"{line}\n" for line in [*found, f"{len(found)} problems"])
    sys.exit(bool(found))
