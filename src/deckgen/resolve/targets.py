"""A deck → the targets of results: metrics, their parts and measures, and key results written on slides.

Ids: `active-editors` is a metric, `active-editors/established` a part of it, `leader-support/admins` a line of its
`measures`, `ip-masking/masking-tools` a key result of the section `ip-masking`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import KeyPath
from deckgen.diagnostics.suggestions import SuggestionBudget, did_you_mean
from deckgen.model import (
    Deck,
    Measured,
    MeasureLine,
    Metric,
    MetricId,
    PeriodResult,
    RichText,
    Row,
    Section,
)
from deckgen.model.loading import METRICS
from deckgen.model.metrics import Forecast, MetricFields, default_result_key
from deckgen.periods import Period
from deckgen.resolve.owners import owner_of
from deckgen.resolve.walk import rows_and_metric_ids, walk

NOT_ON_A_SLIDE = "(not on a slide)"
"""The section of a metric that no slide shows."""


EntryField = Literal["text", "status", "because", "next", "back_on_track", "plan", "whole_plan", "forecast", "comment"]
"""What those who supply results may state: fields of a period's entry, but `whole_plan` and `forecast` are those of the whole."""


class Target(Struct, frozen=True):
    """One mapping that takes results: it is at `path` of `file`, and has its results (or will have them) under `result_key`.

    `owner` supplies its results: the owner of the metric or row, of the metric around it, or of the slide, else the department;
    empty if there is none. `as_of` is the period of a slide that reports another period than the deck. `plan` is what is planned
    as a whole, and `forecast` where results will probably end.
    """

    id: str
    name: str
    kind: str
    file: str
    path: KeyPath
    owner: str
    section: str
    goal: str
    results: Mapping[str, PeriodResult | None]
    result_key: str
    as_of: str | None = None
    measured: Measured | None = None
    baseline: str = ""
    plan: str = ""
    forecast: str = ""

    def text(self, period: str) -> str:
        """Return the result of a period as typed; empty if there is none."""
        return self.value(period, "text")

    def value(self, period: str, field: EntryField) -> str:
        """Return a field of the entry of a period as typed, or one of the whole; empty if there is none."""
        if field in {"forecast", "whole_plan"}:
            return self.forecast if field == "forecast" else self.plan
        value = getattr(self.results.get(period), field, None)
        return value.raw if isinstance(value, RichText) else value or ""

    def last_before(self, period: Period) -> str | None:
        """Return the last period before another one that has a result; None if there is none in the year."""
        return next((name for name in reversed(period.earlier) if self.text(name)), None)

    def planned_ahead(self, period: str) -> str:
        """Return the plan of a period that is not over: what is written as one, else a text that is written there ahead."""
        return self.value(period, "plan") or self.text(period)


def find_targets(deck: Deck) -> list[Target]:
    """Return every target of a deck, in the order of the sections that show them; metrics on no slide come last."""
    first_shown, key = _first_shown(deck), default_result_key(deck.period.system)
    by_section: dict[str, list[Target]] = {section.title: [] for section in deck.sections}
    file = next((name for name in deck.documents if name.endswith(f"data/{METRICS}")), "")
    for id_, metric in deck.metrics.items():
        section_title, owner = first_shown.get(id_, (NOT_ON_A_SLIDE, ""))
        root = Target(id_, "", "metric", file, (id_,), owner, section_title, "", {}, key)
        by_section.setdefault(section_title, []).extend(_targets_of(metric, root, metric.parts))
    for section in deck.sections:
        by_section[section.title].extend(_key_results(section, key))
    return _with_unique_ids([target for group in by_section.values() for target in group])


class TargetIndex:
    """Finds the targets of a deck by id, in constant time: a sheet may name as many targets as the deck has."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._exact: dict[str, Target] = {}
        self._by_last_part: dict[str, list[Target]] = {}
        for target in targets:
            self._exact.setdefault(target.id, target)
            self._by_last_part.setdefault(target.id.rpartition("/")[2], []).append(target)
        self._ids_by_name = {part: found[0].id for part, found in self._by_last_part.items()}
        self._ids_by_name |= {id_: id_ for id_ in self._exact}
        self._guesses = SuggestionBudget()

    def find(self, id: str) -> Target | None:  # noqa: A002
        """Return the target of an id. The part after the last `/` is enough if it belongs to only one target."""
        candidates = self._by_last_part.get(id.strip(), [])
        return self._exact.get(id.strip()) or (candidates[0] if len(candidates) == 1 else None)

    def suggestion(self, id: str) -> str:  # noqa: A002
        """Return a hint for an unknown id: the most similar id; after a hundred of them, only how to list the ids."""
        guess = self._guesses.closest(id, self._ids_by_name)
        return did_you_mean(self._ids_by_name[guess]) if guess else "`deckgen status` lists the ids"


def _first_shown(deck: Deck) -> dict[str, tuple[str, str]]:
    """Return, by metric, the title of the first section that shows it, and its owner there."""
    first_shown: dict[str, tuple[str, str]] = {}
    for section in deck.sections:
        for slide in section.slides:
            for _, found in rows_and_metric_ids(slide.content):
                for name in _metrics_of(found):
                    first_shown.setdefault(name, (section.title, owner_of(slide.content, section)))
    return first_shown


def _metrics_of(found: Row | MetricId) -> Iterator[str]:
    if isinstance(found, MetricId):
        yield found
        return
    if found.metric is not None:
        yield found.metric
    for part in found.parts.values():
        if part is not None:
            yield from _metrics_of(part)


def _key_results(section: Section, result_key: str) -> Iterator[Target]:
    """Yield the key results written on the slides of a section, but not rows that show a metric: it has its own target.

    `result_key` is the key of results where the content has none yet.
    """
    for slide in section.slides:
        row_path: KeyPath | None = None  # `walk` yields a row before everything inside it
        for path, found in walk(slide.content, slide.origin.path, only=(Row,)):
            if not isinstance(found, Row) or (row_path is not None and path[: len(row_path)] == row_path):
                continue
            row_path = path
            if found.metric is None:
                id_ = f"{section.id}/{_row_id(found)}"
                owner, as_of = owner_of(slide.content, section), getattr(slide.content, "as_of", None)
                root = Target(
                    id_, "", "key-result", section.file, path, owner, section.title, "", {}, result_key, as_of
                )
                yield from _targets_of(found, root, {k: p for k, p in found.parts.items() if p is not None})


def _row_id(row: Row) -> str:
    return row.id or _slug((row.name or row.result or RichText("")).plain)


def _slug(text: str) -> str:
    return "-".join(re.findall(r"\w+", text.casefold())[:6])


def _targets_of(
    fields: MetricFields, root: Target, parts: Mapping[str, Metric] | Mapping[str, Row]
) -> Iterator[Target]:
    """Yield the targets of a metric or row: itself, unless only its measures and parts have results, then those."""
    title = getattr(fields, "name", None) or getattr(fields, "result", None)
    own = replace(
        root, name=_full_name(root.name, fields.short or (title.plain if title else "")), owner=fields.owner or root.owner,
        goal=fields.goal.raw if fields.goal else root.goal, results=fields.results,
        result_key=fields.result_key or root.result_key, measured=fields.measured or root.measured,
        baseline=_raw(fields.baseline), plan=_raw(fields.plan), forecast=_forecast_text(fields.forecast),
    )  # fmt: skip
    if fields.results or not (fields.measures or parts):
        yield own
    for index, line in enumerate(fields.measures):
        yield _measure_target(line, own, index)
    for key, part in parts.items():
        child = replace(own, id=f"{own.id}/{key}", path=(*own.path, "parts", key))
        yield from _targets_of(part, child, part.parts if isinstance(part, Metric) else _rows_with_results(part.parts))


def _rows_with_results(parts: Mapping[str, Row | None]) -> dict[str, Row]:
    """Return the parts that have results of their own and do not show those of a metric."""
    return {key: part for key, part in parts.items() if part is not None and part.metric is None}


def _measure_target(line: MeasureLine, parent: Target, index: int) -> Target:
    return replace(
        parent, id=f"{parent.id}/{_slug(line.of)}", path=(*parent.path, "measures", index), name=_full_name(parent.name, line.of),
        goal=line.goal.raw if line.goal else parent.goal, results=line.results,
        result_key=line.result_key or parent.result_key,
        baseline=_raw(line.baseline), plan=_raw(line.plan), forecast=_forecast_text(line.forecast),
    )  # fmt: skip


def _raw(text: RichText | None) -> str:
    return text.raw if text is not None else ""


def _forecast_text(forecast: Forecast | None) -> str:
    return forecast.text.raw if forecast is not None else ""


def _full_name(parent: str, name: str) -> str:
    return f"{parent}: {name}" if parent and name else parent or name


def _with_unique_ids(found: list[Target]) -> list[Target]:
    """Append numbers to equal ids, from the second one on (`tools`, `tools-2`)."""
    taken: set[str] = set()
    numbers: dict[str, Iterator[int]] = {}
    unique: list[Target] = []
    for target in found:
        id_ = target.id
        while id_ in taken:
            id_ = f"{target.id}-{next(numbers.setdefault(target.id, count(2)))}"
        taken.add(id_)
        unique.append(replace(target, id=id_))
    return unique
