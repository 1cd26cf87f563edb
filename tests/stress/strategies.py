"""Random decks over all kinds, from empty to absurd, as an author might write them."""

from typing import Any

from hypothesis import strategies as st

WORDS = ["editors", "a", "of", "1,700", "+8.1%", "YoY", "(92K/mo)", "Wikipedias", "#1lib1ref", "**bold**", "*so*", "Q2",
         "https://list-building.toolforge.org/some/very/long/path_with_parts", "Internationalization" * 3, "–", "ДНК",
         "維基百科", "العربية", "don't", "[link](https://example.org)", "^2^", "&amp;", "<b>", "x" * 60]  # fmt: skip
QUARTERS = ["Q1", "Q2", "Q3", "Q4"]

words = st.sampled_from(WORDS)


def text(most: int = 40, least: int = 1) -> st.SearchStrategy[str]:
    return st.lists(words, min_size=least, max_size=most).map(" ".join)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


item = text(60) | st.fixed_dictionaries({"lead": text(4), "text": text(40), "bullets": st.lists(text(20), max_size=4)})
items = st.lists(item, max_size=9)
figure = st.sampled_from(
    ["12%", "+8.1% YoY (92K/mo)", "3.82", "paused", "no data yet", "470 teachers", "$815,000", "0"]
)
quarters = st.dictionaries(st.sampled_from(QUARTERS[:2]), figure | text(12), max_size=2)
row = st.fixed_dictionaries(
    {"name": text(30)},
    optional={
        "short": text(4), "baseline": figure | text(10), "goal": figure | text(8), "quarters": quarters,
        "better": st.sampled_from(["higher", "lower"]),
        "milestones": st.dictionaries(st.sampled_from([*QUARTERS, "Q2-Q4"]), text(10), max_size=3),
    },
)  # fmt: skip
part = st.fixed_dictionaries({"name": text(6)}, optional={"goal": figure, "quarters": quarters})
metric_row = st.fixed_dictionaries(
    {"name": text(12)},
    optional={"goal": figure, "quarters": quarters, "parts": st.dictionaries(st.sampled_from("abc"), part, max_size=3)},
)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    width = draw(st.integers(1, 7))
    cells = st.lists(text(25, 0), min_size=width, max_size=width)
    rows = st.lists(cells | st.fixed_dictionaries({"group": text(8)}), max_size=25)
    return {"columns": draw(st.lists(text(3, 0), min_size=width, max_size=width)), "rows": draw(rows)}


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
    """Small multiples: a title of one or two words, few categories and one series, as their place asks for."""
    number = st.integers(0, 400).map(str)
    values = st.lists(number, min_size=4, max_size=4)
    one = st.builds(
        lambda title, row: {
            "title": title,
            "kind": "trend",
            "categories": ["Q1", "Q2", "Q3", "Q4"],
            "series": [{"name": "All", "values": row}],
        },
        text(2),
        values,
    )
    return {"charts": draw(st.lists(one, min_size=2, max_size=6))}


KINDS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "divider": st.just({}),
    "overview": st.fixed_dictionaries(
        {"overview": text(80), "progress": items, "key_deliverables": items, "actions": items}
    ),
    "objective": st.fixed_dictionaries({"objective": text(40), "updates": items}),
    "key-results": st.fixed_dictionaries({"rows": st.lists(row, min_size=1, max_size=9)}),
    "metrics": st.fixed_dictionaries(
        {"rows": st.lists(metric_row, min_size=1, max_size=14)}, optional={"outcomes": st.lists(text(30), max_size=4)}
    ),
    "drill-down": st.fixed_dictionaries(
        {"situation": text(120), "impact": text(60), "recommendation": text(90)}, optional={"table": tables()}
    ),
    "highlights": st.fixed_dictionaries(
        {"figures": st.lists(st.fixed_dictionaries({"value": figure, "label": text(5)}), min_size=1, max_size=4)},
        optional={"remarks": items},
    ),
    "photos": st.fixed_dictionaries({"quote": st.fixed_dictionaries({"text": text(60), "source": text(5)})}),
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
                    optional={"by": text(3), "owner": text(3), "options": st.lists(text(15), max_size=4)},
                ),
                min_size=1,
                max_size=6,
            )
        }
    ),
}


@st.composite
def slides(draw: st.DrawFn, number: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(KINDS)))
    head: dict[str, Any] = {"kind": kind, "title": f"Slide {number} {draw(text(6, 0))}".strip()}
    optional = {"headline": text(9), "department": text(2), "due": text(2), "notes": text(40)}
    head |= draw(st.fixed_dictionaries({}, optional=optional))
    if "headline" in head:
        head["headline"] = f"{number}: {head['headline']}"
    return {**head, **draw(KINDS[kind])}


@st.composite
def decks(draw: st.DrawFn, most: int = 6) -> list[dict[str, Any]]:
    return [draw(slides(number)) for number in range(1, draw(st.integers(1, most)) + 1)]
