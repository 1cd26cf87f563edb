"""Any .pptx → what is wrong with it.

`findings` reads a file as a package, `accessibility.findings` as somebody who cannot see it, or not
well. Whatever the file, nothing is raised for it but `UnreadableError`, and no more is read than fits in memory.
"""

from typing import TYPE_CHECKING, Any

from deckgen.ooxml.unzip import UnreadableError
from deckgen.package.edited import edited
from deckgen.package.recognise import is_presentation

if TYPE_CHECKING:
    from deckgen.package.check import Finding, findings, problems

__all__ = ["Finding", "UnreadableError", "edited", "findings", "is_presentation", "problems"]


def __getattr__(name: str) -> Any:
    """Import the rules and lxml when they are asked for: each build asks only whether the old file was `edited`."""
    if name not in __all__:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    from deckgen.package import check  # noqa: PLC0415

    return getattr(check, name)
