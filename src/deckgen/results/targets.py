"""A deck → every place that takes a result: metrics, their parts and measures, and key results written on slides.

Ids: `active-editors` is a metric, `active-editors/established` a part of it, `leader-support/admins` a line of its
`measures`, `ip-masking/masking-tools` a key result of the section `ip-masking`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from deckgen.ir.blocks import Path
from deckgen.model import (
    Deck,
    Measured,
    MeasureLine,
    Metric,
    MetricId,
    Quarter,
    QuarterName,
    RichText,
    Row,
    Section,
    SlideContent,
)
from deckgen.model.loading import METRICS
from deckgen.model.metrics import MetricFields
from deckgen.model.suggest import Guesses
from deckgen.resolve.walk import rows, walk

NOWHERE = "(not on a slide)"
"""The section of a metric that no slide shows."""


class Target(Struct, frozen=True):
    """One place that takes results: the mapping at `path` of `file`, which holds (or will hold) `quarters`.

    `owner` is who supplies it: its own, the slide's or the metric's above it, else the department; perhaps nobody.
    `as_of` is the quarter of a slide that reports another one than the deck.
    """

    id: str
    name: str
    kind: str
    file: str
    path: Path
    owner: str
    section: str
    goal: str
    quarters: Mapping[QuarterName, Quarter | None]
    as_of: QuarterName | None = None
    measured: Measured | None = None

    def text(self, quarter: QuarterName) -> str:
        """The result of a quarter as typed; empty where there is none."""
        entry = self.quarters.get(quarter)
        return entry.text.raw if entry is not None and entry.text is not None else ""


def targets(deck: Deck) -> list[Target]:
    """Give every target of a deck, in the order in which the sections show them; metrics on no slide come last."""
    homes = _homes(deck)
    made: dict[str, list[Target]] = {section.title: [] for section in deck.sections}
    file = next((name for name in deck.documents if name.endswith(f"data/{METRICS}")), "")
    for id_, metric in deck.metrics.items():
        home, owner = homes.get(id_, (NOWHERE, ""))
        root = Target(id_, "", "metric", file, (id_,), owner, home, "", {})
        made.setdefault(home, []).extend(_of_fields(metric, root, metric.parts))
    for section in deck.sections:
        made[section.title].extend(_key_results(section))
    return _unique([target for group in made.values() for target in group])


class TargetIndex:
    """The targets of a deck by their ids: a sheet may ask for as many as a deck has."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._exact: dict[str, Target] = {}
        self._by_end: dict[str, list[Target]] = {}
        for target in targets:
            self._exact.setdefault(target.id, target)
            self._by_end.setdefault(target.id.rpartition("/")[2], []).append(target)
        self._names = {**{end: ones[0].id for end, ones in self._by_end.items()}, **{i: i for i in self._exact}}
        self._guesses = Guesses()

    def find(self, id: str) -> Target | None:  # noqa: A002
        """Give the target of an id; the part behind the last `/` will do where only one has it."""
        ends = self._by_end.get(id.strip(), [])
        return self._exact.get(id.strip()) or (ends[0] if len(ends) == 1 else None)

    def suggestion(self, id: str) -> str:  # noqa: A002
        """Say what an unknown id was probably meant to be; after the first hundred, only how to see the ids."""
        guess = self._guesses.closest(id, self._names)
        return f"did you mean '{self._names[guess]}'?" if guess else "`deckgen status` lists the ids"


def _homes(deck: Deck) -> dict[str, tuple[str, str]]:
    """For each metric: the section that shows it first, and who answers for it there."""
    homes: dict[str, tuple[str, str]] = {}
    for section in deck.sections:
        for slide in section.slides:
            for found in rows(slide.content):
                for name in _named(found):
                    homes.setdefault(name, (section.title, _owner(slide.content, section)))
    return homes


def _named(found: Row | MetricId) -> Iterator[str]:
    if isinstance(found, MetricId):
        yield found
        return
    if found.metric is not None:
        yield found.metric
    for part in found.parts.values():
        if part is not None:
            yield from _named(part)


def _owner(content: SlideContent, section: Section) -> str:
    return content.owner or content.department or section.department or ""


def _key_results(section: Section) -> Iterator[Target]:
    """Results written on the slides of a section; rows that show a metric have theirs in the metric's file."""
    for slide in section.slides:
        inside: Path | None = None  # a row comes before all that it holds
        for path, found in walk(slide.content, slide.origin.path):
            if not isinstance(found, Row) or (inside is not None and path[: len(inside)] == inside):
                continue
            inside = path
            if found.metric is None:
                id_ = f"{section.id}/{_row_id(found)}"
                owner, as_of = _owner(slide.content, section), getattr(slide.content, "as_of", None)
                root = Target(id_, "", "key-result", section.file, path, owner, section.title, "", {}, as_of)
                yield from _of_fields(found, root, {k: p for k, p in found.parts.items() if p is not None})


def _row_id(row: Row) -> str:
    return row.id or _slug((row.name or row.result or RichText("")).plain)


def _slug(text: str) -> str:
    return "-".join(re.findall(r"\w+", text.casefold())[:6])


def _of_fields(fields: MetricFields, root: Target, parts: Mapping[str, Metric] | Mapping[str, Row]) -> Iterator[Target]:
    """A metric or row with its measures and parts; it takes results itself unless they all belong to those."""
    named = getattr(fields, "name", None) or getattr(fields, "result", None)
    own = replace(
        root, name=_joined(root.name, fields.short or (named.plain if named else "")), owner=fields.owner or root.owner,
        goal=fields.goal.raw if fields.goal else root.goal, quarters=fields.quarters,
        measured=fields.measured or root.measured,
    )  # fmt: skip
    if fields.quarters or not (fields.measures or parts):
        yield own
    for index, line in enumerate(fields.measures):
        yield _of_measure(line, own, index)
    for key, part in parts.items():
        below = replace(own, id=f"{own.id}/{key}", path=(*own.path, "parts", key))
        yield from _of_fields(part, below, part.parts if isinstance(part, Metric) else _rows(part.parts))


def _rows(parts: Mapping[str, Row | None]) -> dict[str, Row]:
    return {key: part for key, part in parts.items() if part is not None and part.metric is None}


def _of_measure(line: MeasureLine, above: Target, index: int) -> Target:
    return replace(
        above, id=f"{above.id}/{_slug(line.of)}", path=(*above.path, "measures", index), name=_joined(above.name, line.of),
        goal=line.goal.raw if line.goal else above.goal, quarters=line.quarters,
    )  # fmt: skip


def _joined(above: str, name: str) -> str:
    return f"{above}: {name}" if above and name else above or name


def _unique(found: list[Target]) -> list[Target]:
    """Number ids that would coincide, from the second on."""
    taken: set[str] = set()
    numbers: dict[str, Iterator[int]] = {}
    made: list[Target] = []
    for target in found:
        id_ = target.id
        while id_ in taken:
            id_ = f"{target.id}-{next(numbers.setdefault(target.id, count(2)))}"
        taken.add(id_)
        made.append(replace(target, id=id_))
    return made
