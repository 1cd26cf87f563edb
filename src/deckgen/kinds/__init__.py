"""Slide kinds: a content entry in, a slide of blocks out.

One module per kind, found by its name (`key_results.py` is `key-results`); modules whose names begin with `_` are helpers.
Each kind has `Content` (the pydantic model of its fields), `compose(content, context)` and `EXAMPLE` (a slide entry as an
author would write it). There is no list of kinds to maintain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, cast

from deckgen.ir.blocks import Slide
from deckgen.kinds._errors import ContentError
from deckgen.model import SlideContent
from deckgen.resolve import Context

__all__ = ["ContentError", "Kind", "content_models", "find_kinds"]


class Kind(Protocol):
    """What the module of a kind offers."""

    Content: type[SlideContent]
    EXAMPLE: str
    __doc__: str | None

    def compose(self, content: Any, context: Context) -> Slide:
        """Return the slide of blocks for an entry of a deck without errors."""
        ...


class _KindModules(Mapping[str, Kind]):
    """The module of every kind by its name, imported on first use: a deck uses half of them, which saves 50 ms of a build."""

    def __init__(self) -> None:
        names = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
        self._modules = {name.replace("_", "-"): f"{__name__}.{name}" for name in names}

    def __getitem__(self, name: str) -> Kind:
        return cast(Kind, import_module(self._modules[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


class _ContentModels(Mapping[str, type[SlideContent]]):
    """The content model of every kind by its name; the kind is imported on first use."""

    def __getitem__(self, name: str) -> type[SlideContent]:
        return find_kinds()[name].Content

    def __iter__(self) -> Iterator[str]:
        return iter(find_kinds())

    def __len__(self) -> int:
        return len(find_kinds())


@lru_cache(maxsize=1)
def find_kinds() -> Mapping[str, Kind]:
    """Return every kind by the name that authors write, in alphabetical order."""
    return _KindModules()


def content_models() -> Mapping[str, type[SlideContent]]:
    """Return the content model of every kind by the name that authors write."""
    return _ContentModels()
