"""Any .pptx → what is wrong with it.

`findings` reads a file as a package (design section 7), `accessibility.findings` as somebody who cannot see it, or not
well. Whatever the file, nothing is raised for it but `Unreadable`, and no more is read than fits in memory.
"""

from deckgen.package.check import Finding, findings, problems
from deckgen.package.edited import edited
from deckgen.package.unzip import Unreadable

__all__ = ["Finding", "Unreadable", "edited", "findings", "problems"]
