"""Slide kinds: a content entry in, a slide of blocks out.

One module per kind, found by its name (`key_results.py` serves `key-results`); a name that begins with `_` is a helper.
Each module has `Content` (the pydantic model of its fields), `compose(content, context)` and `EXAMPLE` (a slide entry as
an author would write it). There is no list to keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any, Protocol, cast

from deckgen.blocks import Slide
from deckgen.model import SlideContent
from deckgen.resolve import Context

__all__ = ["Kind", "find_kinds"]


class Kind(Protocol):
    """What the module of a kind offers."""

    Content: type[SlideContent]
    EXAMPLE: str
    __doc__: str | None

    def compose(self, content: Any, context: Context) -> Slide:
        """Turn a checked entry into a slide of blocks."""
        ...


@lru_cache(maxsize=1)
def find_kinds() -> Mapping[str, Kind]:
    """Find every kind, by the name that authors write, in alphabetical order."""
    names = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    return MappingProxyType({name.replace("_", "-"): cast(Kind, import_module(f"{__name__}.{name}")) for name in names})
