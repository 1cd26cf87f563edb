"""Seeded random decks with slides of all kinds: the same seed gives the same deck on every machine.

They are for rendering: the fonts have all their characters (others are in `strategies`), and most titles fit. Everything else
may be empty, ordinary or much too long.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import yaml

Slide = dict[str, Any]
_PLAIN_TEXT = """
    the of and to in a for on with more editors readers newcomers communities wikis campaign quarter results growth surveys
    translation moderation partnerships consultation accessibility infrastructure internationalization institutionalization
    we they return thanked within day every second team tool mentor question answered training teachers knowledge equity
"""
PLAIN = _PLAIN_TEXT.split()
_ODD_TEXT = """
    +8.1% (92K/mo) FY20-21 61,000 $815,000 Q3 –12% ≥80% 1:30 don't “quoted” e-mail low-hanging state-of-the-art and/or 2020–21 —
    ελληνικά Википедия São İstanbul #1lib1ref &amp; <b> C++ naïve 2*3*4 __init__ wiki4climate.org/events/2021
"""
ODD = _ODD_TEXT.split()
LONG = [
    "https://meta.wikimedia.org/wiki/Community_health_initiative/Per-user_page,_namespace,_and_upload_blocking",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "some/very/long/path/without/any/blank/that_goes_on_and_on_and_on/for-a-while.html",
    "a" * 60,
]
PICTURES = {"wide.png": (900, 100), "tall.png": (100, 900), "square.jpg": (300, 300)}
NOTES = {f"n{number}": 4 + 9 * number for number in range(1, 7)}
"""The number of words of each footnote, by its id."""
FIGURES = [
    "12%",
    "+8.1% YoY (92K/mo)",
    "3.82",
    "paused",
    "no data yet",
    "470 teachers",
    "$815,000",
    "0",
    "–5.2%",
    "Yearly count",
]
STATUSES = ["on-track", "at-risk", "off-track", "done", "paused", "not-started", "no-data"]
QUARTERS = ["Q1", "Q2"]


@dataclass
class Author:
    """Writes random content: sometimes a single word, sometimes much too much."""

    random: Random

    def some_number(self, maximum: int) -> int:
        """A number from 1 to `maximum`; small ones are frequent."""
        return min(maximum, int(self.random.expovariate(3 / maximum)) + 1)

    def words(self, maximum: int, *, odd: bool = True) -> str:
        found = []
        for _ in range(self.some_number(maximum)):
            roll = self.random.random()
            word = self.random.choice(LONG if odd and roll < 0.01 else ODD if odd and roll < 0.12 else PLAIN)
            found.append(f"**{word}**" if roll > 0.97 else word)
        return " ".join(found)

    def text(self, maximum: int = 40) -> str:
        """Words, sometimes with a footnote, a link or a second paragraph."""
        text = self.words(maximum)
        roll = self.random.random()
        if roll < 0.06:
            return f"{text}[^{self.random.choice(list(NOTES))}]"
        if roll < 0.10:
            return f"{text} [{self.words(3, odd=False)}](https://example.org/page) {self.words(maximum)}"
        return f"{text}\n\n{self.words(maximum)}" if roll < 0.14 else text

    def texts(self, maximum: int, words: int = 30, minimum: int = 0) -> list[str]:
        return [self.text(words) for _ in range(max(minimum, self.some_number(maximum) - (minimum == 0)))]

    def items(self, maximum: int, minimum: int = 0) -> list[Any]:
        found: list[Any] = []
        for text in self.texts(maximum, 40, minimum):
            roll = self.random.random()
            if roll < 0.1:
                found.append({"lead": self.words(4, odd=False), "text": text})
            elif roll < 0.2:
                found.append({"text": text, self.random.choice(["bullets", "numbered"]): self.texts(12, 20, 1)})
            else:
                found.append(text)
        return found

    def figure(self, words: int = 12) -> str:
        return self.random.choice(FIGURES) if self.random.random() < 0.7 else self.text(words)

    def quarters(self) -> Slide:
        found: Slide = {}
        for quarter in QUARTERS:
            roll = self.random.random()
            if roll < 0.2:
                found[quarter] = {"text": self.text(25), "status": self.random.choice(STATUSES)}
            elif roll < 0.9:
                found[quarter] = self.figure()
        return found

    def row(self, name: int) -> Slide:
        result: Slide = {"name": self.text(name)}
        for key, maximum in (("baseline", 10), ("goal", 8)):
            if self.random.random() < 0.7:
                result[key] = self.figure(maximum)
        return {**result, "quarters": self.quarters()}

    def metric(self) -> Slide:
        result = self.row(10)
        if self.random.random() < 0.3:
            result["parts"] = {
                key: {"name": self.words(5), "quarters": self.quarters()} for key in "abcd"[: self.some_number(4)]
            }
        return result

    def table(self, rows: int = 20) -> Slide:
        width = self.random.randint(1, 7)
        result: list[Any] = []
        for _ in range(self.some_number(rows)):
            cells: list[Any] = [self.text(25) if self.random.random() < 0.8 else "" for _ in range(width)]
            if self.random.random() < 0.1:
                cells[-1] = {"text": self.figure(), "status": self.random.choice(STATUSES), "arrow": "up"}
            roll = self.random.random()
            if roll < 0.1:
                result.append({"group": self.words(8)})
            elif roll < 0.2:
                result.append({"sub": self.text(25), "cells": cells[1:]})
            else:
                result.append(cells)
        return {"columns": [self.words(3, odd=False) for _ in range(width)], "rows": result}


def _overview(a: Author) -> Slide:
    return {"overview": a.text(60), "progress": a.items(8), "key_deliverables": a.items(6), "actions": a.items(5)}


def _objective(a: Author) -> Slide:
    return {"objective": a.words(30, odd=False), "updates": a.items(9)}


def _points(a: Author) -> list[Slide]:
    return [{"text": a.text(30), "status": a.random.choice(["on-track", "off-track"])} for _ in range(a.some_number(6))]


def _at_a_glance(a: Author) -> Slide:
    findings = [{"value": a.random.choice(["17", "+27%"]), "text": a.words(6, odd=False)} for _ in range(4)]
    return {"findings": findings, "decisions": [{"ask": a.text(20), "by": "March"} for _ in range(a.some_number(3))]}


def _key_results(a: Author) -> Slide:
    rows = [a.row(60) for _ in range(a.some_number(9))]
    for row in rows:
        if a.random.random() < 0.2:
            row["milestones"] = {"Q1": a.text(8), "Q2-Q4": a.text(12)}
    return {"rows": rows}


def _metrics(a: Author) -> Slide:
    result: Slide = {"rows": [a.metric() for _ in range(a.some_number(16))]}
    return {**result, "outcomes": a.texts(4, 25, 1)} if a.random.random() < 0.6 else result


def _drill_down(a: Author) -> Slide:
    result: Slide = {"situation": a.text(90), "impact": a.text(60), "recommendation": a.text(80)}
    if a.random.random() < 0.4:
        result["table"] = a.table(6)
    elif a.random.random() < 0.4:
        result = {"situation": a.text(40), "impact": a.text(30), "recommendation": a.text(30)}
        result["milestones"] = [
            {"when": a.words(2, odd=False), "what": a.words(6), "status": a.random.choice(STATUSES)}
            for _ in range(a.random.randint(2, 6))
        ]
    return result


def _highlights(a: Author) -> Slide:
    values = ["17", "61,000", "+27%", "–5%", "92K"]
    figures = [
        {"value": a.random.choice(values), "label": a.words(6, odd=False)} for _ in range(a.random.randint(1, 4))
    ]
    return {"figures": figures, "remarks": a.items(5)}


def _photos(a: Author) -> Slide:
    quote: Slide = {"quote": {"text": a.text(60), "source": a.words(5)}}
    if a.random.random() < 0.5:
        return quote
    files = [a.random.choice([*PICTURES, "not-there-yet.png"]) for _ in range(a.random.randint(1, 4))]
    images = [{"file": file, "alt": "Children before a blackboard", "caption": a.words(6, odd=False)} for file in files]
    return {"images": images} | (quote if a.random.random() < 0.5 else {})


def _chart(a: Author) -> Slide:
    categories = [f"{a.words(1, odd=False)} {n}" for n in range(a.random.randint(1, 5))]
    series = [
        {"name": f"{a.words(3, odd=False)} {n}", "values": [str(a.random.randint(0, 400)) for _ in categories]}
        for n in range(a.random.randint(1, 3))
    ]
    return {"chart": {"kind": "compare", "categories": categories, "series": series}, "remarks": a.items(3)}


def _acronyms(a: Author) -> Slide:
    return {"entries": {f"{a.words(1, odd=False).upper()}{n}": a.text(12) for n in range(a.some_number(120))}}


def _decisions(a: Author) -> Slide:
    result = [
        {"ask": a.text(30), "by": "March", "owner": a.words(2), "options": _options(a)} for _ in range(a.some_number(6))
    ]
    return {"decisions": result}


def _options(a: Author) -> list[Any]:
    """Options of a decision, the first of which may be recommended."""
    return [{"text": text, "recommended": n == 0 and a.random.random() < 0.5} for n, text in enumerate(a.texts(4, 15))]


def _text(a: Author) -> Slide:
    if a.random.random() < 0.5:
        return {"text": a.text(250)}
    return {"columns": [a.text(120), {"heading": a.words(4, odd=False), "text": a.text(120)}]}


def _quote(a: Author) -> Slide:
    return {"quote": a.text(80), "source": a.words(8, odd=False)}


def _big_number(a: Author) -> Slide:
    label = a.words(8, odd=False)
    result: Slide = {"figure": {"value": a.random.choice(["17", "61,000", "+27%", "92K", "$2.8M"]), "label": label}}
    if a.random.random() < 0.5:
        result["chart"] = _chart(a)["chart"]
    return {**result, "remarks": a.items(4)} if a.random.random() < 0.5 else result


def _risks(a: Author) -> Slide:
    levels = ["low", "medium", "high"]
    result = [
        {
            "risk": a.text(25), "likelihood": a.random.choice(levels), "impact": a.random.choice(levels),
            "owner": a.words(2, odd=False), "answer": a.text(30),
        }
        for _ in range(a.some_number(5))
    ]  # fmt: skip
    return {"risks": result}


def _before_after(a: Author) -> Slide:
    figured = {"heading": a.words(3, odd=False), "figure": "9 minutes", "text": a.text(30), "points": a.items(4)}
    return {"before": a.text(40), "after": figured}


def _process(a: Author) -> Slide:
    return {"steps": [{"name": a.words(2, odd=False), "text": a.text(25)} for _ in range(a.random.randint(3, 5))]}


def _people(a: Author) -> Slide:
    people = [
        {"name": a.words(2, odd=False), "role": a.words(3, odd=False), "task": a.words(12)}
        for _ in range(a.some_number(12))
    ]
    return {"people": people}


def _milestone(a: Author) -> Slide:
    result: Slide = {"when": a.random.choice(["Q1", "Q2", "Q3", "Q1-Q2", "Q2-Q4"]), "text": a.text(12)}
    return {**result, "status": a.random.choice(STATUSES)} if a.random.random() < 0.6 else result


def _roadmap(a: Author) -> Slide:
    tracks = [
        {"name": a.words(4, odd=False), "milestones": [_milestone(a) for _ in range(a.some_number(6))]}
        for _ in range(a.some_number(8))
    ]
    return {"tracks": tracks}


KINDS: dict[str, Callable[[Author], Slide]] = {
    "section": lambda a: {"about": a.words(30, odd=False), "points": _points(a)}, "at-a-glance": _at_a_glance,
    "divider": lambda a: {"subtitle": a.words(15)}, "overview": _overview,
    "objective": _objective, "key-results": _key_results, "metrics": _metrics,
    "drill-down": _drill_down, "highlights": _highlights, "photos": _photos, "chart": _chart, "table": lambda a: a.table(40),
    "bullets": lambda a: {"bullets": a.items(25, 1)}, "acronyms": _acronyms, "decisions": _decisions,
    "text": _text, "quote": _quote, "big-number": _big_number, "risks": _risks, "before-after": _before_after,
    "file": lambda a: {"file": "slides/legal.pptx", "fit": a.random.choice(["brand", "as-is"])},
    "changes": lambda _: {}, "process": _process, "people": _people, "roadmap": _roadmap,
}  # fmt: skip


def deck(seed: int) -> list[Slide]:
    """The slides of a random deck: one to seven, of any kinds."""
    author = Author(Random(seed))
    found = []
    for number in range(1, author.random.randint(1, 7) + 1):
        kind = author.random.choice(sorted(KINDS))
        # No full stop in a title: the checkers would take the number of a list for a part of it.
        head: Slide = {"kind": kind, "title": f"{seed}-{number} {author.words(4, odd=False)}"}
        if author.random.random() < 0.3:
            head["headline"] = f"{seed}-{number} {author.words(10, odd=False)}"
        if author.random.random() < 0.3:
            head["department"] = author.words(1, odd=False)
        found.append({**head, **KINDS[kind](author)})
    return found


def files(decks: dict[int, list[Slide]]) -> dict[str, str]:
    """The decks as section files of one deck, and the file of their common footnotes; contents by file name."""
    result = {f"deck-{seed}.yaml": _yaml({"title": f"Random {seed}", "slides": found}) for seed, found in decks.items()}
    chance = Random(0)
    notes = {name: {"text": " ".join(chance.choices(PLAIN, k=count))} for name, count in NOTES.items()}
    return {**result, "data/footnotes.yaml": _yaml(notes)}


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=10_000)
