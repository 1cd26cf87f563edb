"""A .pptx from any author → what is wrong with it, and what it carries.

`findings` checks the file as a package, `accessibility.findings` checks whether people with disabilities can read it, `carried`
lists what a reader may find in it besides its slides. No file makes them raise anything but OSError, and they read no more than
fits in memory.
"""

from typing import TYPE_CHECKING, Any

from deckgen.ooxml.unzip import UnreadableError
from deckgen.package.edited import edited
from deckgen.package.file_type import is_presentation

if TYPE_CHECKING:
    from deckgen.package.carried_content import carried
    from deckgen.package.check import findings, problems

__all__ = ["UnreadableError", "carried", "edited", "findings", "is_presentation", "problems"]


def __getattr__(name: str) -> Any:
    """Import the rules and lxml only when they are used: a build needs only `edited`."""
    if name not in __all__:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    from deckgen.package import carried_content, check  # noqa: PLC0415

    return carried_content.carried if name == "carried" else getattr(check, name)
