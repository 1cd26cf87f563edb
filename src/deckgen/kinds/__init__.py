"""Slide kinds: a content entry in, a slide of blocks out.

One module per kind, found by its name (`key_results.py` is `key-results`); modules whose names begin with `_` are helpers.
Each kind has `Content` (the pydantic model of its fields, with facts about the kind as class attributes), `compose(content,
context)` and `EXAMPLE` (a slide entry as an author would write it). There is no list of kinds to maintain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from textwrap import indent
from typing import Any, Protocol, TypeVar, cast

from deckgen.ir.blocks import Slide
from deckgen.model import SlideContent
from deckgen.model.label_files import CHARTS, KINDS, LanguageFile, read_language
from deckgen.model.labels import DEFAULT_LANGUAGE
from deckgen.resolve import Context

T = TypeVar("T")

__all__ = ["Kind", "as_list_entry", "content_models", "english_labels", "find_kinds"]


class Kind(Protocol):
    """What the module of a kind offers."""

    Content: type[SlideContent]
    EXAMPLE: str
    __doc__: str | None

    def compose(self, content: Any, context: Context) -> Slide:
        """Return the slide of blocks for an entry of a deck without errors."""
        ...


class _OnDemand(Mapping[str, T]):
    """Values by the names of kinds; a kind is imported when its value is asked for, since a deck uses half of them (15 ms)."""

    def __init__(self, names: Iterable[str], find: Callable[[str], T]) -> None:
        self._names, self._find = dict.fromkeys(names), find

    def __getitem__(self, name: str) -> T:
        if name not in self._names:
            raise KeyError(name)
        return self._find(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@lru_cache(maxsize=1)
def find_kinds() -> Mapping[str, Kind]:
    """Return every kind by the name that authors write, in alphabetical order."""
    modules = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    return _OnDemand((name.replace("_", "-") for name in modules), _import_kind)


@lru_cache(maxsize=64)
def _import_kind(name: str) -> Kind:
    return cast(Kind, import_module(f"{__name__}.{name.replace('-', '_')}"))


def as_list_entry(example: str) -> str:
    """Return an example as an entry of `slides:`, ready to be pasted under it."""
    return "  - " + indent(example, "    ").removeprefix("    ")


@lru_cache(maxsize=1)
def content_models() -> Mapping[str, type[SlideContent]]:
    """Return the content model of every kind by the name that authors write."""
    return _OnDemand(find_kinds(), lambda name: _import_kind(name).Content)


@lru_cache(maxsize=1)
def english_labels() -> LanguageFile:
    """Return all labels that there are, in English: those that kinds share, and those of each kind of slide and chart."""
    from deckgen.charts.chart_kind import find_chart_kinds  # noqa: PLC0415 -- imports all kinds, for own labels only

    slides = {name: content.english_words() for name, content in content_models().items()}
    charts = {name: kind.english_words() for name, kind in find_chart_kinds().items()}
    return LanguageFile(read_language(DEFAULT_LANGUAGE).words, {KINDS: slides, CHARTS: charts})
