"""Going through content: any model in, every value of interest with its path out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from deckgen.blocks import Path
from deckgen.model import MetricId, RichText, Row


def walk(value: object, path: Path = ()) -> Iterator[tuple[Path, RichText | Row | str]]:
    """Give every text (`RichText`, `MetricId`, `str`) and every `Row` inside a value, in the order of its fields.

    A row comes before what it holds. Paths are those of the content file.
    """
    if isinstance(value, RichText | str):
        yield path, value
    elif isinstance(value, BaseModel):
        if isinstance(value, Row):
            yield path, value
        for name, info in type(value).model_fields.items():
            # What is kept for the record only (results of earlier years) refers to nothing any more.
            if not info.exclude:
                yield from walk(getattr(value, name), (*path, info.alias or name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from walk(inner, (*path, key))
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from walk(inner, (*path, index))


def rows(value: object) -> Iterator[Row | MetricId]:
    """Give the rows of a slide's content, without their parts, and the metrics that it names outside of rows."""
    inside: list[Path] = []
    for path, found in walk(value):
        if any(path[: len(outer)] == outer for outer in inside[-1:]):
            continue
        if isinstance(found, Row):
            inside.append(path)
            yield found
        elif isinstance(found, MetricId):
            yield found
