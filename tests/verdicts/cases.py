"""Cases of verdicts, as YAML files of tests have them: a goal and a result in, the verdict that a deck would show out.

A case goes the way of content: its fields are validated as those of a row, and `build_lines` reads them. So it may have every
field of a row, in `fields` or beside `goal`; a number or a switch of YAML counts as what was typed. Besides, it has

- `language` of the deck (`en`), `year` that it reports (`DEFAULT_YEAR`) and `period` (`Q4`, or H1, T2, 2026-03);
- `result`, that of the reported period, or `results` by period; each a text or `{text, value, unit, score, status, …}`;
- `name` and `short` of the row; with `of`, baseline, goal and results are those of one line of `measures`;
- `measured`: periods (`Q2, Q4`) or `{every, in}`;
- `verdicts`: what deck.yaml says under this key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from deckgen.diagnostics import Origin
from deckgen.model import Labels, Metric, Row
from deckgen.model.deck_settings import DeckSettings
from deckgen.model.verdict_fields import VerdictSettings
from deckgen.periods import Period, read_period
from deckgen.resolve.lines import Line
from deckgen.resolve.measures import MeasureSettings, build_lines, build_measure
from deckgen.resolve.merge import RowOrigins, as_row
from deckgen.verdicts import Verdict

DEFAULT_YEAR = "1971"
"""A year that no case speaks of."""
ABOUT_THE_CASE = frozenset({"verdict", "sure", "why", "remark", "tags"})
COLOURS = ("on-track", "at-risk", "off-track")
"""The statuses that a comparison has."""
_RESULT_FIELDS = frozenset({"status", "mark", "value", "unit", "score"})
"""Fields of a result that a case may have beside it."""

Case = Mapping[str, Any]


def load_cases(path: Path) -> list[dict[str, Any]]:
    """Return the cases of a file; every scalar is text, as in content."""
    loaded = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert isinstance(loaded, list)
    return loaded


def verdict_of(case: Case) -> Verdict:
    """Return the verdict of the reported period. Raises ValidationError for a case that no content could have."""
    line, period = line_of(case)
    return line.verdict(period)


def status_of(case: Case) -> str:
    """Return the verdict of a case in a word, as cases state it: `none` where nothing was judged, as for “paused”."""
    verdict = verdict_of(case)
    return verdict.status if verdict.status in COLOURS else "none"


def line_of(case: Case) -> tuple[Line, str]:
    """Return the line of a case, and the name of the period that is reported."""
    fields = {key: _as_typed(value) for key, value in _fields_of(case).items()}
    period = _period(fields.pop("period", "Q4"), fields.pop("year", DEFAULT_YEAR))
    language = fields.pop("language", "en")
    verdicts = VerdictSettings.model_validate(fields.pop("verdicts", {}))
    context = DeckSettings(period, language, verdicts.own_words)
    row = Row.model_validate(_row_of(fields, period.name), context=context)
    settings = MeasureSettings(period, "computed", Labels.load("en"), verdicts=verdicts, language=language)
    own, of_measures = build_lines(row, settings, RowOrigins(row, Origin()))
    return (of_measures[0] if of_measures else own), period.name


def verdicts_of_metrics(block: Case) -> dict[str, Verdict]:
    """Return the verdict that a deck shows of each metric of a block, with the reasons of its lines.

    A block has `metrics` as in data/metrics.yaml, perhaps `deck` as in deck.yaml, and the reported `period`.
    """
    deck = yaml.load(block.get("deck", ""), yaml.BaseLoader) or {}
    period = _period(block["period"], DEFAULT_YEAR)
    verdicts = VerdictSettings.model_validate(deck.get("verdicts", {}))
    settings = MeasureSettings(period, verdicts.show or "computed", Labels.load("en"), verdicts=verdicts)
    context = DeckSettings(period, "en", verdicts.own_words)
    found = {}
    for name, fields in yaml.load(block["metrics"], yaml.BaseLoader).items():
        row = as_row(Metric.model_validate(fields, context=context))
        result = build_measure(row, name, settings, RowOrigins(row, Origin())).results[period.name]
        reasons = [verdict.reason for verdict in result.verdicts]
        if len(reasons) > 1:
            reasons = [f"{line.of}: {reason}" for line, reason in zip(row.measures, reasons, strict=True)]
        found[name] = Verdict(result.status, reason="; ".join(reasons))
    return found


def wrong_cases(cases: Iterable[Case]) -> list[str]:
    """Return a line for each case whose verdict is another one than it says; to find none where one is expected is not wrong."""
    return [_described(case) for case in cases if status_of(case) not in {case["verdict"], "none"}]


def unjudged_cases(cases: Iterable[Case]) -> list[str]:
    """Return a line for each case that has no verdict although nobody would doubt it."""
    sure = [case for case in cases if is_sure(case) and case["verdict"] != "none"]
    return [_described(case) for case in sure if status_of(case) == "none"]


def is_sure(case: Case) -> bool:
    """Whether every careful person would give the same verdict."""
    return case.get("sure") in {"yes", True}


def _described(case: Case) -> str:
    verdict = verdict_of(case)
    about = {key: value for key, value in case.items() if key not in ABOUT_THE_CASE}
    return f"{about} should be {case['verdict']}, but is {verdict.status}: {verdict.reason}"


def _fields_of(case: Case) -> dict[str, Any]:
    fields = {**case, **(case.get("fields") or {})}
    return {key: value for key, value in fields.items() if key not in ABOUT_THE_CASE and key != "fields"}


def _as_typed(value: Any) -> Any:
    """Return a value as the reader of content has it: scalars are texts."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return {str(key): _as_typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_typed(inner) for inner in value]
    return value if value is None else str(value)


def _period(name: str, year: str) -> Period:
    period = read_period(f"{name} {year}") or read_period(name)
    assert period is not None, f"{name} {year} is no period"
    return period


def _row_of(fields: dict[str, Any], reported: str) -> dict[str, Any]:
    """Return the fields of a row, as content has them."""
    results = dict(fields.pop("results", None) or {reported: fields.pop("result", None)})
    if beside := {name: fields.pop(name) for name in _RESULT_FIELDS & set(fields)}:
        entry = results[reported]
        results[reported] = {**(entry if isinstance(entry, dict) else {"text": entry}), **beside}
    measured = fields.pop("measured", None)
    if measured is not None:
        fields["measured"] = {"every": "year", "in": measured} if isinstance(measured, str) else measured
    if "of" not in fields:
        return {**fields, "periods": results}
    of_line = {name: fields.pop(name) for name in ("of", "baseline", "goal") if name in fields}
    return {**fields, "measures": [{**of_line, "periods": results}]}
