"""Every authored text that is shown leads from its frame to the content file, and what is written there is what is shown."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import Struct

from deckgen.build import pipeline
from deckgen.diagnostics import KeyPath, Origin
from deckgen.ir.frames import ChartFrame, FrameParagraph, Page, PictureFrame, TableFrame, TextFrame
from deckgen.model import RichText
from deckgen.quantities import read_quantity
from sample_projects import make_every_example, make_project

EXAMPLE_DECK = Path(__file__).parents[2] / "content" / "thriving-movement"
NOT_SHOWN = {
    **dict.fromkeys(
        ("id", "kind", "file", "format", "brand", "front", "sections", "metric", "metrics"), "names something"
    ),
    **dict.fromkeys(
        ("as_of", "better", "by", "counts", "every", "mark", "reported", "status", "statuses", "tolerance"),
        "is a setting",
    ),
    **dict.fromkeys(
        ("at_least", "at_most", "value", "unit"), "states what its text says, or where that says none, for figures"
    ),
    **dict.fromkeys(("likelihood", "impact"), "is shown in the words of the deck"),
    "when": "is shown by the columns of its milestone",
    "source": "is the source of a number, for those who maintain it",
}
"""Fields that are not shown themselves, and why; other texts of a deck may happen to be the same."""
EXCEPTIONS = {
    (
        "key-results.yaml",
        ("slides", 0, "rows", 0, "owner"),
    ): "the owner of a row is not shown; the slide's department is",
}
"""Texts that are found on their slide, but not from it, and why."""


class ShownText(Struct, frozen=True):
    """A paragraph (or alt text, or chart) of a page: its text with and without superscripts, and its origins."""

    page: Page
    texts: tuple[str, str]
    origins: tuple[Origin, ...]


class Deck(Struct, frozen=True):
    """A deck laid out: its texts as shown, and the data of its files."""

    shown: tuple[ShownText, ...]
    files: dict[str, Any]


def normal(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def shown_texts(page: Page) -> Iterator[ShownText]:
    """Yield every text on a page and in its notes, in order."""
    for frame in page.frames:
        if isinstance(frame, TextFrame):
            yield from paragraph_texts(page, frame.paragraphs, frame.origins)
        elif isinstance(frame, TableFrame):
            for cell in (cell for row in frame.rows for cell in row if cell is not None):
                yield from paragraph_texts(page, cell.paragraphs, cell.origins)
        elif isinstance(frame, ChartFrame):
            text = normal(" ".join((frame.alt, *frame.spec.categories)))
            yield ShownText(page, (text, text), frame.origins)
        elif isinstance(frame, PictureFrame):
            yield ShownText(page, (normal(frame.alt), normal(frame.alt)), (frame.origin.at("alt"),))
    for note in page.notes:
        yield ShownText(page, (normal(note.plain_text), normal(note.plain_text)), note.origins)


def paragraph_texts(
    page: Page, paragraphs: tuple[FrameParagraph, ...], origins: tuple[tuple[Origin, ...], ...]
) -> Iterator[ShownText]:
    for i, paragraph in enumerate(paragraphs):
        complete = normal("".join(run.text for run in paragraph.runs))
        plain = normal("".join(run.text for run in paragraph.runs if not run.superscript))
        yield ShownText(page, (complete, plain), origins[i] if origins else ())


def written_lines(value: str) -> list[str]:
    """Return the lines of a value as they are shown, without markup."""
    lines = [normal(line) for line in RichText(value).plain.split("\n")]
    return [line for line in lines if line]


def is_visible(value: str, shown: ShownText) -> bool:
    """Whether the first line of a value is in a text that is shown, not as a part of a longer word or number."""
    first = rf"(?<![\w.+-]){re.escape(written_lines(value)[0])}(?![\w%])"
    return any(re.search(first, text) is not None for text in shown.texts)


def agrees(value: str, shown: ShownText) -> bool:
    """Whether a text shows a value: a line of it, its figure, the words before a bracket, or a part of it (with an ellipsis).

    An arrow may stand at its end, or behind a figure that another one follows.
    """
    quantity = read_quantity(value, "en")
    figure = [quantity.raw.removesuffix(quantity.basis).strip(" +")] if quantity is not None else []
    words = RichText(value).plain.partition("(")[0].strip()
    if any(part in text for part in (*written_lines(value), *figure, words) if part for text in shown.texts):
        return True
    parts = (re.sub(r" ?[…↑↓]$|^… | [↑↓](?=,)", "", text) for text in shown.texts)
    return any(part and part in normal(RichText(value).plain) for part in parts)


def scalars(data: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield every text of a file that may be shown, with its path."""
    if isinstance(data, str):
        if written_lines(data):
            yield path, data
    elif isinstance(data, dict | list):
        for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
            if key not in NOT_SHOWN:
                yield from scalars(inner, (*path, key))


def value_at(deck: Deck, origin: Origin) -> object:
    """Return what is written at an origin: a text, or None for a place without one."""
    value: Any = deck.files[origin.file]
    for key in origin.path:
        if not (isinstance(value, list) or (isinstance(value, dict) and key in value)):
            return None
        value = value[key]
    return str(origin.path[-1]) if origin.of_key else value


def lay_out(folder: Path) -> Deck:
    result = pipeline.lay_out(folder)
    assert result.deck is not None, [issue.message for issue in result.issues if issue.severity == "error"]
    assert result.content is not None
    shown = tuple(text for page in result.deck.pages for text in shown_texts(page))
    return Deck(shown, {name: document.data for name, document in result.content.documents.items()})


@pytest.fixture(scope="module", params=["example deck", "examples of all kinds"])
def deck(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Deck:
    if request.param == "example deck":
        return lay_out(EXAMPLE_DECK)
    return lay_out(make_every_example(tmp_path_factory.mktemp("examples")))


def test_visible_text_leads_from_its_frame_to_the_content_file(deck: Deck) -> None:
    by_origin: dict[tuple[str, KeyPath], list[ShownText]] = defaultdict(list)
    for text in deck.shown:
        for origin in text.origins:
            by_origin[origin.file, origin.path].append(text)
    table: Counter[tuple[str, str]] = Counter()
    missing = []
    for file, data in deck.files.items():
        for path, value in scalars(data):
            own = [
                t
                for t in deck.shown
                if path[0] != "slides" or (t.page.origin.file, t.page.origin.path) == (file, path[:2])
            ]
            if any(is_visible(value, text) for text in own):
                found = any(agrees(value, text) for text in by_origin[file, path])
                table[Path(file).name, "found" if found else "missing"] += 1
                missing += [] if found else [(Path(file).name, path)]
    print(*(f"{file:28}{result:8}{count:5}" for (file, result), count in sorted(table.items())), sep="\n")  # noqa: T201 -- the result, with pytest -s
    assert table.total() > 100
    assert len(missing) <= 0.01 * table.total()
    assert [where for where in missing if where not in EXCEPTIONS] == []


def test_origin_of_shown_text_leads_to_what_was_written(deck: Deck) -> None:
    pairs = [(origin, text) for text in deck.shown for origin in text.origins]
    written = [(origin, text, value) for origin, text in pairs if isinstance(value := value_at(deck, origin), str)]
    wrong = [(origin.file, origin.path, text.texts) for origin, text, value in written if not agrees(value, text)]
    assert len(written) > 100
    assert wrong == []
    # The others have no text: results that are open, only marked as delivered, or said outright.
    assert {text.texts[0] for origin, text in pairs if not isinstance(value_at(deck, origin), str)} <= {
        "–",
        "Step delivered",
        "No result yet",
        "Q2 No result yet",
        "Q1 Step delivered",
        "0%",
        "uploads",
        "Q2: –",
        "Q2: Step delivered",
    }


METRICS = """\
editors:
  name: Active editors
  short: Editors
  goal: +5%
  quarters: {Q1: +6%, Q2: +4%}
  parts:
    new: {name: New markets, quarters: {Q1: +1%, Q2: +2%}}
"""
OVERRIDES = """\
kind: key-results
rows:
  - metric: editors
    goal: +9%
    quarters:
      Q2: {status: at-risk}
    parts:
      new:
        quarters: {Q2: +3%}
"""


def places_by_text(deck: Deck) -> dict[str, str]:
    return {
        text.texts[0]: "/".join(map(str, (Path(origin.file).name, *origin.path)))
        for text in deck.shown
        for origin in text.origins
    }


def test_overridden_fields_lead_to_the_row_and_others_to_the_metric(tmp_path: Path) -> None:
    deck = lay_out(make_project(tmp_path, OVERRIDES, files={"data/metrics.yaml": METRICS}))
    places = places_by_text(deck)
    assert places["Active editors"] == "metrics.yaml/editors/name"
    assert places["+9%"] == "part.yaml/slides/0/rows/0/goal"
    assert places["+6%"] == "metrics.yaml/editors/quarters/Q1"
    assert places["+4%"] == "metrics.yaml/editors/quarters/Q2"
    assert places["+1%"] == "metrics.yaml/editors/parts/new/quarters/Q1"
    assert places["+3%"] == "part.yaml/slides/0/rows/0/parts/new/quarters/Q2"


def test_texts_on_continued_pages_lead_to_their_cells_and_items(tmp_path: Path) -> None:
    words = "word " * 40
    table = {"kind": "table", "columns": ["Name", "Text"], "rows": [[f"Row{n}", f"Text{n} {words}"] for n in range(50)]}
    bullets = {"kind": "bullets", "bullets": [f"Point{n} {words}" for n in range(50)]}
    deck = lay_out(make_project(tmp_path, yaml.safe_dump(table), yaml.safe_dump(bullets)))
    assert {text.page.part for text in deck.shown} >= {(5, 5)}
    places = places_by_text(deck)
    assert places["Row49"] == "part.yaml/slides/0/rows/49/0"
    assert {place for text, place in places.items() if text.startswith("Point49")} == {"part.yaml/slides/1/bullets/49"}
