"""The examples of verdicts → docs/verdicts.md. What a table says of a case is what deckgen makes of it; tests judge each case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import fill
from typing import Any

import yaml
from babel import Locale
from cases import verdict_of, verdicts_of_metrics

from deckgen.quantities import languages_with_words

EXAMPLES = Path(__file__).parent / "examples.yaml"
INTRODUCTION = """\
# When a result is on track

Executives read a colour as a verdict. So deckgen gives one only where it is sure: where it has understood every number, sign,
unit and word of the result and of the goal, and where the two speak of the same thing. Otherwise there is no verdict, and nothing
is wrong with the deck. This page shows by examples what is understood, what is not, and how to say it outright. Each example is a
test of deckgen, and what stands under “because” is what it says itself.

- **on track**: the goal is reached, or (before it is due) the result is where it should be by now;
- **at risk**: the goal is missed by no more than a tolerance, by default 10% of the goal;
- **off track**: it is missed by more than that;
- **none**: there is no verdict. To see why, and what to write to get one:

```sh
deckgen explain                  # every result without a verdict, with the reason
deckgen explain active-editors   # all about one metric or key result, by the id that `deckgen status` shows
deckgen explain --all            # a table of all results
```

Unless an example says otherwise, the deck is in English and reports the fourth quarter."""
FIELDS = """\
## All fields

| of a result | meaning |
| --- | --- |
| `text` | the result as it should appear; alone, it needs no field |
| `value`, `unit` | its number, where the text is not understood |
| `score` | a number from 0 to 1, from which the status follows |
| `status` | `on-track`, `at-risk`, `off-track`, `done`, `paused`, `no-data`; `green`, `amber`, `red`; a word of your own |
| `compare: no`, `reason` | no verdict, arrow or chart for this result, and why |
| `because`, `next`, `back_on_track`, `plan`, `forecast` | what else there is to say of it; kept in the file |

| of a metric or row | meaning |
|---|---|
| `goal` | a text; or `text`, `at_least`, `at_most`, `unit` and `by`; or a text for each of several periods |
| `better` | `higher` or `lower` |
| `tolerance` | `5%` of the goal, or `2 points` in its unit |
| `counts` | `level`, `to-date` or `per-period` |
| `by` | the period in which the goal is due |
| `pace: even` | every period needs its share of the way |
| `against` | with what arrows compare a result: `baseline` (the default), `previous` or `goal` |
| `measures`, `verdict` | several lines; `worst` of them decides, or `each` stands alone |
| `compare: no`, `reason` | as of a result, for all of them |

| under `verdicts` in deck.yaml | meaning |
|---|---|
| `show`, `key_results` | `computed`, `written` or `none`: which statuses are shown |
| `words` | your words for the statuses |
| `tolerance`, `counts`, `against` | as of a metric, for all metrics |
| `scores` | from which score on a result is on track or at risk |"""
_WIDTH = 130
_COLUMNS = {
    "language": "language", "name": "name", "baseline": "baseline", "goal": "goal", "result": "result", "also": "fields",
    "period": "quarter", "verdict": "verdict", "because": "because", "remark": "remark",
}  # fmt: skip
"""The columns of a table, with their headings; those that no case fills are left out."""


def load_sections() -> list[dict[str, Any]]:
    """Return the sections of the examples; every scalar is text."""
    loaded = yaml.load(EXAMPLES.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert isinstance(loaded, list)
    return loaded


def render() -> str:
    """Return the page."""
    return (
        "\n\n".join([INTRODUCTION, *(text for section in load_sections() for text in _section(section)), FIELDS]) + "\n"
    )


def _section(section: dict[str, Any]) -> Iterator[str]:
    yield f"## {section['heading']}"
    names = (Locale.parse(code, sep="-").english_name or code for code in languages_with_words())
    text = " ".join(section["text"].split()).replace("{languages}", _listed(sorted(names)))
    yield fill(text, _WIDTH, break_on_hyphens=False, break_long_words=False)
    if "cases" in section:
        yield _table([_cells(case) for case in section["cases"]])
    for block in section.get("blocks", ()):
        if "deck" in block:
            yield f"```yaml\n# deck.yaml\n{block['deck'].rstrip()}\n```"
        yield f"```yaml\n# data/metrics.yaml\n{block['metrics'].rstrip()}\n```"
        verdicts = verdicts_of_metrics(block)
        yield _rows(
            ["metric", f"in {block['period']}", "because"],
            [[f"`{name}`", _status(verdict.status), verdict.reason] for name, verdict in verdicts.items()],
        )


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _cells(case: dict[str, Any]) -> dict[str, str]:
    """Return the cells of a case by column."""
    fields, results = case.get("fields", {}), case.get("results", {})
    verdict = verdict_of(case)
    result = ", ".join(f"{name}: {text}" for name, text in results.items()) or case["result"]
    return {
        "language": case.get("language", ""),
        "name": _code(case.get("name", "")),
        "also": ", ".join(_code(f"{name}: {value}") for name, value in fields.items()),
        "baseline": _code(case.get("baseline", "")),
        "goal": _code(case["goal"]),
        "result": _code(result),
        "period": case.get("period", ""),
        "verdict": _status(verdict.status),
        "because": verdict.reason,
        "remark": case.get("remark", ""),
    }


def _table(cells: list[dict[str, str]]) -> str:
    columns = [column for column in _COLUMNS if any(row[column] for row in cells)]
    return _rows([_COLUMNS[column] for column in columns], [[row[column] for column in columns] for row in cells])


def _rows(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _status(status: str | None) -> str:
    return f"**{status.replace('-', ' ')}**" if status else "none"
