"""Going through content: any model in, every value of interest with its path out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import get_args

from pydantic import BaseModel

from deckgen.ir.blocks import Path
from deckgen.model import MetricId, RichText, Row


def walk(value: object, path: Path = (), *, texts: bool = True) -> Iterator[tuple[Path, RichText | Row | str]]:
    """Give every text (`RichText`, `MetricId`, `str`) and every `Row` inside a value, in the order of its fields.

    A row comes before what it holds. Paths are those of the content file. Without `texts`, what can hold no row and no metric is
    passed over.
    """
    if isinstance(value, RichText | str):
        yield path, value
    elif isinstance(value, BaseModel):
        if isinstance(value, Row):
            yield path, value
        for name, key in _fields(type(value), texts):
            yield from walk(getattr(value, name), (*path, key), texts=texts)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from walk(inner, (*path, key), texts=texts)
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from walk(inner, (*path, index), texts=texts)


@lru_cache(maxsize=256)
def _fields(model: type[BaseModel], texts: bool) -> tuple[tuple[str, str], ...]:
    """The fields of a model with their keys in the file; without `texts`, those that may hold rows or metrics.

    What is kept for the record only (results of earlier years) refers to nothing any more.
    """
    return tuple(
        (name, info.alias or name)
        for name, info in model.model_fields.items()
        if not info.exclude and (texts or _holds_rows(info.annotation))
    )


def _holds_rows(annotation: object, outer: tuple[object, ...] = ()) -> bool:
    """Tell whether a value of this type may be or hold a row or the id of a metric; `outer` types are being looked into."""
    if isinstance(annotation, type) and issubclass(annotation, Row | MetricId):
        return True
    inner: Iterable[object] = get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        inner = [info.annotation for info in annotation.model_fields.values()]
    return annotation not in outer and any(_holds_rows(one, (*outer, annotation)) for one in inner)


def rows(value: object) -> Iterator[Row | MetricId]:
    """Give the rows of a slide's content, without their parts, and the metrics that it names outside of rows."""
    inside: list[Path] = []
    for path, found in walk(value, texts=False):
        if any(path[: len(outer)] == outer for outer in inside[-1:]):
            continue
        if isinstance(found, Row):
            inside.append(path)
            yield found
        elif isinstance(found, MetricId):
            yield found
