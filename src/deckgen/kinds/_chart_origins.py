"""Where the names and numbers of a chart were written: in the chart itself, or in the metrics that it draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deckgen.charts.metric_source import MetricLine
from deckgen.charts.spec_texts import figure_text
from deckgen.diagnostics import Origin
from deckgen.kinds._chart_content import ChartContent
from deckgen.model import RichText
from deckgen.quantities import Quantity, read_quantity

WrittenText = tuple[str, tuple[Origin, ...]]
"""A name or number as a chart shows it, and where it was written."""
_MAX_DESCRIPTION = 10_000
"""Characters of a description that is searched: a chart with a longer one has more names and numbers than can be drawn."""


def shown_origins(texts: Iterable[WrittenText], description: str) -> tuple[Origin, ...]:
    """Return the origins of the texts that occur in `description`, which has every name and number that a chart shows."""
    if len(description) > _MAX_DESCRIPTION:
        return ()
    found = (origins for text, origins in texts if text and _occurs(text, description))
    return tuple(dict.fromkeys(origin for origins in found for origin in origins))


def _occurs(text: str, description: str) -> bool:
    """Whether a text stands in a description by itself, not as a part of a word or number."""
    start = description.find(text)
    while start >= 0:
        end = start + len(text)
        before, after = description[max(start - 1, 0) : start], description[end : end + 1]
        if not (before == "." or _is_of_word(before) or _is_of_word(after)):
            return True
        start = description.find(text, start + 1)
    return False


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def written_numbers(content: ChartContent, origin: Origin) -> Iterator[WrittenText]:
    """Yield the names and numbers of a chart that are written at `origin`."""
    fields = (("title", content.title), ("unit", content.unit), ("goal", content.goal), ("total", content.total))
    yield from (_written(value, origin.at(name)) for name, value in fields)
    yield from ((name, (origin.at("categories", i),)) for i, name in enumerate(content.categories))
    for i, series in enumerate(content.series):
        at = origin.at("series", i)
        yield series.name, (at.at("name"),)
        yield _written(series.goal, at.at("goal"))
        yield from (_written(value, at.at("values", j)) for j, value in enumerate(series.values))


def _written(value: Quantity | str | None, origin: Origin) -> WrittenText:
    text = figure_text(value) if isinstance(value, Quantity) else value or ""
    return text.lstrip("+"), (origin,)


def metric_texts(lines: Iterable[MetricLine], language: str) -> Iterator[WrittenText]:
    """Yield the names and numbers of the metrics of a chart."""
    for line in lines:
        yield line.measure.short, line.measure.short_origins
        yield line.data.of, (line.data.of_origin,) if line.data.of_origin else ()
        for text in (*line.data.texts, *([line.measure.goal] if line.measure.goal else [])):
            yield from _figure_or_words(text, language)


def _figure_or_words(text: RichText, language: str) -> Iterator[WrittenText]:
    """Yield the figure of a text as charts show it, and the words before one that cannot be drawn."""
    quantity = read_quantity(text.raw, language)
    if quantity is not None:
        yield figure_text(quantity).lstrip("+"), text.origins
    yield text.plain.partition("(")[0].strip(), text.origins
