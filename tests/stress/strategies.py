"""Random decks with slides of all kinds, from empty to absurd, as an author might write them.

Most can be built; they are absurd only in their words and the amount of text. About one in six has a deliberate error (`ERRORS`).
"""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

WORDS = ["editors", "a", "of", "1,700", "+8.1%", "YoY", "(92K/mo)", "Wikipedias", "#1lib1ref", "**bold**", "*so*", "Q2",
         "https://list-building.toolforge.org/some/very/long/path_with_parts", "Internationalization" * 3, "–", "ДНК",
         "維基百科", "العربية", "don't", "[link](https://example.org)", "^2^", "&amp;", "<b>", "x" * 60]  # fmt: skip
HEAD = ["Active editors", "up", "8.6%", "Wikipedias", "ДНК", "Q2", "維基", "العربية", "and/or", "don't", "x" * 24, "–"]
"""Words for texts of one or two lines that must not continue: titles, headlines, departments."""
QUARTERS = ["Q1", "Q2", "Q3", "Q4"]
METRICS = [f"m{n}" for n in range(4)]
PICTURES = {"wide.png": (900, 100), "tall.png": (100, 900), "square.jpg": (300, 300)}
NOTES = {"n1": 3, "n2": 30, "n3": 70}
"""The number of words of each footnote, by its id."""

words = st.sampled_from([*WORDS, *(f"noted[^{name}]" for name in NOTES)])


def text(maximum: int = 40, minimum: int = 1) -> st.SearchStrategy[str]:
    return st.lists(words, min_size=minimum, max_size=maximum).map(" ".join)


def head(maximum: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(HEAD), min_size=1, max_size=maximum).map(" ".join)


item = text(60) | st.fixed_dictionaries({"lead": text(4), "text": text(40), "bullets": st.lists(text(20), max_size=4)})
items = st.lists(item, max_size=9)
figure = st.sampled_from(
    ["12%", "+8.1% YoY (92K/mo)", "3.82", "paused", "no data yet", "470 teachers", "$815,000", "0"]
)
reasoned = st.fixed_dictionaries(
    {"text": figure | text(12)},
    optional={
        "status": st.sampled_from(["off-track", "at-risk"]), "because": text(40), "next": text(25), "back_on_track": text(8),
    },
)  # fmt: skip
quarters = st.dictionaries(st.sampled_from(QUARTERS[:2]), figure | text(12) | reasoned, max_size=2)
forecast = text(8) | st.fixed_dictionaries({"text": text(8), "status": st.sampled_from(["off-track", "on-track"])})
row = st.fixed_dictionaries(
    {"name": text(30)},
    optional={
        "short": text(4), "baseline": figure | text(10), "goal": figure | text(8), "quarters": quarters,
        "better": st.sampled_from(["higher", "lower"]), "plan": text(15), "forecast": forecast,
        "milestones": st.dictionaries(st.sampled_from([*QUARTERS, "Q2-Q4"]), text(10), max_size=3),
    },
)  # fmt: skip
badge = st.fixed_dictionaries({"metric": st.sampled_from(METRICS)})
part = st.fixed_dictionaries({"name": text(6)}, optional={"goal": figure, "quarters": quarters})
measure = st.fixed_dictionaries({"of": text(3)}, optional={"baseline": figure, "quarters": quarters})
metric = st.fixed_dictionaries(
    {"name": text(12)},
    optional={
        "short": head(3),
        "baseline": figure,
        "goal": figure,
        "quarters": quarters,
        "source": text(10),
        "forecast": forecast,
        "measures": st.lists(measure, min_size=1, max_size=3),
        "measured": st.just({"every": "year", "in": "Q2"}),
    },
) | st.fixed_dictionaries(
    {"name": text(12)},
    optional={"quarters": quarters, "parts": st.dictionaries(st.sampled_from("abc"), part, max_size=3)},
)
metric_row = st.fixed_dictionaries(
    {"name": text(12)},
    optional={"goal": figure, "quarters": quarters, "parts": st.dictionaries(st.sampled_from("abc"), part, max_size=3)},
)


@st.composite
def options(draw: st.DrawFn) -> list[Any]:
    """Options of a decision, of which one may be recommended."""
    found: list[Any] = draw(st.lists(text(15), max_size=4))
    recommended = draw(st.none() | st.integers(0, 3))
    return [{"text": one, "recommended": True} if n == recommended else one for n, one in enumerate(found)]


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    width = draw(st.integers(1, 7))
    cells = st.lists(text(25, 0), min_size=width, max_size=width)
    rows = st.lists(cells | st.fixed_dictionaries({"group": text(8)}), max_size=25)
    # The accessibility check rejects a table without any header.
    others = st.lists(text(3, 0), min_size=width - 1, max_size=width - 1)
    return {"columns": [draw(text(3)), *draw(others)], "rows": draw(rows)}


@st.composite
def charts(draw: st.DrawFn) -> dict[str, Any]:
    number = st.integers(-50, 400).map(str)
    categories = draw(st.lists(text(2), min_size=1, max_size=5))
    series = [
        {"name": draw(text(4)), "values": draw(st.lists(number, min_size=len(categories), max_size=len(categories)))}
        for _ in range(draw(st.integers(1, 4)))
    ]
    kind = draw(st.sampled_from(["compare", "trend", None]))
    return {**({"kind": kind} if kind else {}), "categories": categories, "series": series}


@st.composite
def several_charts(draw: st.DrawFn) -> dict[str, Any]:
    """Small multiples: a title of one or two words, few categories and one series, which their small slots require."""
    number = st.integers(0, 400).map(str)
    values = st.lists(number, min_size=4, max_size=4)
    one = st.builds(
        lambda title, row: {
            "title": title,
            "kind": "trend",
            "categories": ["Q1", "Q2", "Q3", "Q4"],
            "series": [{"name": "All", "values": row}],
        },
        head(2),
        values,
    )
    return {"charts": draw(st.lists(one, min_size=2, max_size=6))}


quote = st.fixed_dictionaries({"text": text(120)}, optional={"source": text(5)})
image = st.fixed_dictionaries(
    {"file": st.sampled_from([*PICTURES, "not-there-yet.png"]), "alt": st.just("Children before a blackboard")},
    optional={"caption": head(3)},
)
images = st.lists(image, min_size=1, max_size=4)

statuses = st.sampled_from(["on-track", "at-risk", "off-track", "paused"])
points = st.lists(st.fixed_dictionaries({"text": text(40)}, optional={"lead": head(3), "status": statuses}), max_size=8)
finding = st.fixed_dictionaries({"value": figure, "text": head(6)}, optional={"status": statuses})
level = st.sampled_from(["low", "medium", "high"])
risk = st.fixed_dictionaries(
    {"risk": text(25), "likelihood": level, "impact": level}, optional={"owner": head(2), "answer": text(30)}
)
side = text(40) | st.fixed_dictionaries({"text": text(40)}, optional={"heading": head(3), "points": items})
step = head(2) | st.fixed_dictionaries({"name": head(2), "text": text(20)})
person = head(2) | st.fixed_dictionaries({"name": head(2)}, optional={"role": text(3), "task": text(10)})
milestone = st.fixed_dictionaries(
    {"when": st.sampled_from([*QUARTERS, "Q1-Q2", "Q2-Q4"]), "text": text(12)},
    optional={"status": st.sampled_from(["done", "off-track", "at-risk", "paused"])},
)
track = st.fixed_dictionaries({"name": text(4), "milestones": st.lists(milestone, min_size=1, max_size=6)})
text_column = text(90) | st.fixed_dictionaries({"text": text(60)}, optional={"heading": head(3)})

KINDS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "divider": st.fixed_dictionaries({}, optional={"subtitle": text(20)}),
    "section": st.fixed_dictionaries({}, optional={"about": text(30), "points": points}),
    "at-a-glance": st.fixed_dictionaries(
        {},
        optional={
            "findings": st.lists(finding, min_size=1, max_size=5),
            "decisions": st.lists(st.fixed_dictionaries({"ask": text(20), "by": head(2)}), max_size=4),
        },
    ),
    "text": st.fixed_dictionaries({"text": text(300)})
    | st.fixed_dictionaries({"columns": st.lists(text_column, min_size=2, max_size=2)}),
    "big-number": st.fixed_dictionaries(
        {"figure": st.fixed_dictionaries({"value": figure}, optional={"label": text(12)})},
        optional={"chart": charts(), "remarks": items},
    )
    | st.fixed_dictionaries({"metric": st.sampled_from(METRICS)}, optional={"remarks": items}),
    "changes": st.just({}),
    "risks": st.fixed_dictionaries({"risks": st.lists(risk, min_size=1, max_size=5)}),
    "before-after": st.fixed_dictionaries({"before": side, "after": side}),
    "file": st.fixed_dictionaries(
        {"file": st.just("slides/legal.pptx")}, optional={"fit": st.sampled_from(["brand", "as-is"])}
    ),
    "process": st.fixed_dictionaries({"steps": st.lists(step, min_size=3, max_size=5)}),
    "people": st.fixed_dictionaries({"people": st.lists(person, min_size=1, max_size=12)}),
    "roadmap": st.fixed_dictionaries({"tracks": st.lists(track, min_size=1, max_size=8)}),
    "quote": st.fixed_dictionaries({"quote": text(90)}, optional={"source": text(12)}),
    "overview": st.fixed_dictionaries(
        {"overview": text(80), "progress": items, "key_deliverables": items, "actions": items}
    ),
    "objective": st.fixed_dictionaries({"objective": text(40), "updates": items}),
    "key-results": st.fixed_dictionaries({"rows": st.lists(row, min_size=1, max_size=9)}),
    "metrics": st.fixed_dictionaries(
        {"rows": st.lists(metric_row, min_size=1, max_size=14)},
        optional={"outcomes": st.lists(text(30), max_size=4), "badge": badge},
    )
    | st.fixed_dictionaries({"metrics": st.lists(st.sampled_from(METRICS), min_size=1, max_size=4, unique=True)}),
    "drill-down": st.fixed_dictionaries(
        {"situation": text(120), "impact": text(60), "recommendation": text(90)}, optional={"table": tables()}
    )
    | st.fixed_dictionaries(
        {
            "situation": text(40),
            "impact": text(30),
            "recommendation": text(30),
            "milestones": st.lists(
                st.fixed_dictionaries(
                    {"when": head(2), "what": text(5)}, optional={"status": st.sampled_from(["on-track", "paused"])}
                ),
                max_size=6,
            ),
        }
    ),
    "highlights": st.fixed_dictionaries(
        {"figures": st.lists(st.fixed_dictionaries({"value": figure, "label": head(4)}), min_size=1, max_size=4)},
        optional={"remarks": items},
    ),
    "photos": st.fixed_dictionaries({"quote": quote})
    | st.fixed_dictionaries({"images": images}, optional={"quote": quote}),
    "chart": several_charts()
    | st.fixed_dictionaries({"chart": charts()}, optional={"remarks": st.lists(item, max_size=3)}),
    "table": tables(),
    "bullets": st.fixed_dictionaries({"bullets": st.lists(item, min_size=1, max_size=20)}),
    "acronyms": st.fixed_dictionaries({"entries": st.dictionaries(words, text(12), min_size=1, max_size=40)}),
    "decisions": st.fixed_dictionaries(
        {
            "decisions": st.lists(
                st.fixed_dictionaries(
                    {"ask": text(30)},
                    optional={"by": text(3), "owner": text(3), "options": options()},
                ),
                min_size=1,
                max_size=6,
            )
        }
    ),
}


@dataclass
class RandomDeck:
    """A deck as an author writes it: its slides, the settings in deck.yaml, and the files in `data/` by name."""

    slides: list[dict[str, Any]]
    settings: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)


@st.composite
def slides(draw: st.DrawFn, number: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(KINDS)))
    result: dict[str, Any] = {"kind": kind, "title": f"Slide {number} {draw(head(2))}"}
    optional = {"headline": head(4), "department": head(1), "due": st.just("EOY"), "notes": text(40)}
    result |= draw(st.fixed_dictionaries({}, optional=optional))
    if "headline" in result:
        result["headline"] = f"{number}: {result['headline']}"
    return {**result, **draw(KINDS[kind])}


settings = st.fixed_dictionaries(
    {"title": head(3), "front": st.sampled_from([[], ["cover"], ["cover", "agenda", "scorecard"]])},
    optional={
        "event": head(3), "organisation": head(3), "date": st.just("28 January 2021"), "size": st.just("4:3"),
        "brand": st.just("other"), "statuses": st.sampled_from(["computed", "written", "none"]),
    },
)  # fmt: skip
ERRORS: list[dict[str, Any]] = [
    {"title": "word " * 60},
    {"title": "A word too long " + "x" * 400},
    {"department": "Wikipedias " * 9},
    {"kind": "bulets"},
    {"kind": "bullets", "bullets": []},
    {"kind": "bullets", "bullets": ["noted[^nowhere]"]},
    {"kind": "highlights", "figures": [{"value": "1" * 60, "label": "edits"}]},
    {"kind": "table", "columns": ["A"], "rows": [["a", "b"]]},
    {"kind": "metrics", "metrics": ["nowhere"]},
]
"""Keys that replace those of a slide to make it invalid."""


@st.composite
def decks(draw: st.DrawFn, maximum: int = 6) -> RandomDeck:
    found = [draw(slides(number)) for number in range(1, draw(st.integers(1, maximum)) + 1)]
    if draw(st.integers(0, 5)) == 5:
        at = draw(st.integers(0, len(found) - 1))
        error = draw(st.sampled_from(ERRORS))
        found[at] = {"title": found[at]["title"], **error} if "kind" in error else found[at] | error
    notes = {name: {"text": " ".join(["editors"] * count)} for name, count in NOTES.items()}
    metrics = {name: draw(metric) for name in METRICS}
    return RandomDeck(found, draw(settings), {"footnotes.yaml": notes, "metrics.yaml": metrics})
