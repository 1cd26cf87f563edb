"""Layout of adversarial text takes time and memory in proportion to its length, in every script and every slot.

Costs are ratios of processor time within one run. Both lengths are so large that text continues on further pages where it may,
because the step from one page to several costs more than in proportion to the length.
"""

import gc
import signal
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.ir.blocks import Cell, Column, Footnote, Paragraph, Row, Run, Slide, Table, Text
from deckgen.layout import DeckInfo, lay_out
from resource_usage import slowness

pytestmark = [pytest.mark.slow, pytest.mark.flaky(reruns=2)]  # what is too slow is so three times

MAX_RATIO = 2.5
"""The maximum ratio of times when the input is doubled."""
ATTEMPTS = 5
COMPARABLE_TIME = 0.05
"""The minimum processor time in seconds that can be compared: some clocks have a resolution of a hundredth."""
TIME_LIMIT = 40 * slowness()
"""Processor time in seconds after which a call has failed: quadratic code must not delay the tests."""
INFO = DeckInfo("Deck", "Review", "Organisation", ("Deck", "Review"), "en")

Runs = tuple[Run, ...]


def repeating(sample: str) -> Callable[[int], Runs]:
    """Return a function from n to a text of n characters that repeats a sample."""
    return lambda n: (Run((sample * (n // len(sample) + 1))[:n]),)


TEXTS: dict[str, Callable[[int], Runs]] = {
    "Chinese": repeating("中文字符测试，排版引擎需要处理很长的段落。"),
    "Chinese quotations": repeating("中文“引号”（括号）"),
    "Japanese": repeating("日本語のテキストはカタカナとひらがなを、使います。"),
    "Korean": repeating("한국어문장입니다한글은"),
    "Thai": repeating("ภาษาไทยไม่เว้นวรรคระหว่างคำ"),
    "Khmer": repeating("ភាសាខ្មែរមិនដកឃ្លា"),
    "Lao": repeating("ພາສາລາວບໍ່ຍະຫວ່າງ"),
    "Arabic": repeating("النص العربي طويل جدا "),
    "Arabic without blanks": repeating("النصالعربيطويلجدا"),
    "Hindi": repeating("हिन्दी का एक लम्बा पाठ "),
    "Hindi without blanks": repeating("हिन्दीकाएकलम्बापाठक्षत्रज्ञ"),
    "words": repeating("some plain English words of text here "),
    "other words": lambda n: (Run(" ".join(f"w{number}" for number in range(n // 6))),),
    "one word": repeating("abcdefghij"),
    "digits": repeating("0123456789"),
    "ones": repeating("1"),
    "hyphens": repeating("-"),
    "hyphenated": repeating("ab-"),
    "en dashes": repeating("–"),
    "slashes": repeating("/"),
    "full stops": repeating("."),
    "blank and full stop": repeating(" ."),
    "ZWSP": repeating("\u200b"),
    "letters and ZWSP": repeating("a\u200b"),
    "accents on one letter": lambda n: (Run("a" + "\u0301" * n),),
    "accents on one ideograph": lambda n: (Run("中" + "\u0301" * n),),
    "accents and linkers": lambda n: (Run("क" + "\u094d\u0301" * (n // 2) + "क"),),
    "blanks": lambda n: (Run("a" + " " * n + "b"),),
    "blanks after an ideograph": lambda n: (Run("中" + " " * n + "文"),),
    "no-break spaces": repeating("a\u00a0"),
    "tabs": lambda n: (Run("a" + "\t" * n + "b"),),
    "emoji": repeating("👨\u200d👩\u200d👧\u200d👦"),
    "one joined emoji": repeating("👨\u200d"),
    "soft hyphens": repeating("ab\u00ad"),
    "line breaks": repeating("a\n"),
    "a web address": lambda n: (Run("https://example.org/" + "path/to-page_" * (n // 13), link="https://example.org"),),
    "a linked long word": lambda n: (Run("path/to-page_" * (n // 13), link="https://example.org"),),
    "a web address as text": lambda n: (Run("https://example.org/" + "path/to-page_" * (n // 13)),),
    "links": lambda n: (Run("linked", link="https://example.org"), Run(" ")) * (n // 7),
    "links without blanks": lambda n: (Run("a", link="https://example.org"), Run("b")) * (n // 2),
    "footnote references": lambda n: (Run("word"), Run("1", superscript=True, note="n"), Run(" ")) * (n // 6),
    "bold words": lambda n: (Run("bold ", bold=True), Run("plain ")) * (n // 11),
    "bold letters": lambda n: (Run("a", bold=True), Run("b")) * (n // 2),
    "bold ideographs": lambda n: (Run("中", bold=True), Run("文")) * (n // 2),
    "mixed scripts": repeating("中文ภาษาไทย English نص हिन्दी 👨\u200d👩\u200d👧 100% "),
    "mixed scripts without blanks": repeating("中文ภาษาไทยEnglishنصहिन्दी100%“”ก.๑!"),
}
KINDS = ("Chinese", "Thai", "words")
"""The texts that are tried in every slot: every character is a unit, all characters are one unit, and words."""


def make_slide(*blocks: Text | Table, layout: str = "bullets", title: str = "Title", **more: object) -> Slide:
    return Slide("part/sample", "bullets", layout, title, blocks, **more)  # type: ignore[arg-type]


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def text(slot: str, *runs: Runs, bullet: str | None = None) -> Text:
    return Text(slot, tuple(Paragraph(each, bullet=bullet) for each in runs))


def table(columns: int, *rows: Sequence[Runs]) -> Table:
    """A table of the given cells; rows are filled up with short cells."""
    short = Cell((Paragraph((Run("short"),)),))
    header = Row(tuple(Cell((Paragraph((Run(f"Head {n}"),), "header"),)) for n in range(columns)), "header")
    cells = [[Cell((Paragraph(runs),)) for runs in row] for row in rows]
    body = tuple(Row((*row, *[short] * (columns - len(row)))) for row in cells)
    return Table("table", tuple(Column() for _ in range(columns)), (header,), body, "Table")


SHORT: Runs = (Run("short"),)
WITH_NOTE: Runs = (Run("noted"), Run("1", superscript=True, note="n"))


def column(runs: Runs) -> Slide:
    return make_slide(
        text("situation", runs), text("impact", SHORT), text("recommendation", SHORT), layout="drill-down"
    )  # fmt: skip


def header(runs: Runs) -> Slide:
    head = Row((Cell((Paragraph(runs, "header"),)), Cell((Paragraph(SHORT, "header"),))), "header")
    body = Row(tuple(Cell((Paragraph(SHORT),)) for _ in range(2)))
    return make_slide(Table("table", (Column(), Column()), (head,), (body,), "Table"), layout="table")


SLOTS: dict[str, tuple[int, Callable[[Runs], Slide]]] = {
    "list": (8000, lambda runs: make_slide(text("bullets", runs, bullet="•"))),
    "table of two": (12000, lambda runs: make_slide(table(2, [runs]), layout="table")),
    "table of eight": (12000, lambda runs: make_slide(table(8, [runs]), layout="table")),
    "header": (8000, header),
    "title": (20000, lambda runs: make_slide(text("bullets", SHORT), title=plain(runs))),
    "title of the cover": (6000, lambda runs: make_slide(layout="cover", title=plain(runs))),
    "subtitle of the cover": (8000, lambda runs: make_slide(text("subtitle", runs), layout="cover")),
    "eyebrow": (20000, lambda runs: make_slide(text("bullets", SHORT), eyebrow=plain(runs))),
    "tag": (20000, lambda runs: make_slide(text("bullets", SHORT), tags=(plain(runs),))),
    "footnote": (16000, lambda runs: make_slide(text("bullets", WITH_NOTE), footnotes={"n": Footnote("1", runs)})),
    "noted text": (
        8000,
        lambda runs: make_slide(text("bullets", (*runs, *WITH_NOTE)), footnotes={"n": Footnote("1", SHORT)}),
    ),
}
"""Slots by name: the number of characters that are laid out first (then twice as many), and a function that creates the slide."""


def list_with_notes(number: int) -> Slide:
    """A list in which each point has its own footnote."""
    names = [f"n{n}" for n in range(number)]
    points = [(Run("point"), Run(name, superscript=True, note=name)) for name in names]
    return make_slide(text("bullets", *points), footnotes={name: Footnote(name, SHORT) for name in names})


PARTS: dict[str, tuple[int, Callable[[int], Slide]]] = {
    "points": (2000, lambda n: make_slide(text("bullets", *[(Run(f"point {i}"),) for i in range(n)], bullet="•"))),
    "rows": (800, lambda n: make_slide(table(3, *[[(Run(f"row {i}"),)] for i in range(n)]), layout="table")),
    "notes": (800, list_with_notes),
    "paragraphs of a cell": (
        1500,
        lambda n: make_slide(
            Table(
                "table", (Column(),), (), (Row((Cell(tuple(Paragraph((Run(f"{i}"),)) for i in range(n))),)),), "Table"
            ),
            layout="table",
        ),
    ),
}
"""Slides with many short parts: the number of parts, and a function that creates the slide."""


class TakesTooLongError(Exception):
    """A call took so much processor time that its cost must be quadratic."""


@contextmanager
def time_limit() -> Iterator[None]:
    """Stop a call that takes longer than `TIME_LIMIT`."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TakesTooLongError(f"more than {TIME_LIMIT} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, TIME_LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.fixture(scope="module")
def brand() -> Brand:
    found, problems, _ = load_brand("wikimedia", [Path(__file__).parents[2] / "layouts"])
    assert found is not None, problems
    return found


def cost(brand: Brand, slide: Slide, times: int = 1) -> float:
    """Processor time in seconds to lay out a slide so many times, with or without errors."""
    gc.collect()
    gc.disable()
    try:
        with time_limit():
            started = time.process_time()
            for _ in range(times):
                lay_out([slide], brand, INFO)
            return time.process_time() - started
    finally:
        gc.enable()


def ratio(brand: Brand, slide: Slide, other: Slide, limit: float) -> float:
    """The cost of `other` divided by that of `slide`: minimum costs of a few attempts, until the ratio is at most `limit`."""
    times = 1
    while (minimum := cost(brand, slide, times)) < COMPARABLE_TIME:
        times *= 2
    other_minimum = float("inf")
    for _ in range(ATTEMPTS):
        other_minimum = min(other_minimum, cost(brand, other, times))
        if other_minimum <= limit * minimum:
            break
        minimum = min(minimum, cost(brand, slide, times))
    return other_minimum / minimum


@pytest.mark.parametrize("kind", TEXTS)
def test_time_is_linear_in_the_text_of_a_column(brand: Brand, kind: str) -> None:
    n = 4000
    assert ratio(brand, column(TEXTS[kind](n)), column(TEXTS[kind](2 * n)), MAX_RATIO) <= MAX_RATIO


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", SLOTS)
def test_time_is_linear_in_the_text_of_every_slot(brand: Brand, place: str, kind: str) -> None:
    n, of_text = SLOTS[place]
    assert ratio(brand, of_text(TEXTS[kind](n)), of_text(TEXTS[kind](2 * n)), MAX_RATIO) <= MAX_RATIO


@pytest.mark.parametrize("part", PARTS)
def test_time_is_linear_in_the_number_of_parts(brand: Brand, part: str) -> None:
    n, of_parts = PARTS[part]
    assert ratio(brand, of_parts(n), of_parts(2 * n), MAX_RATIO) <= MAX_RATIO


@pytest.mark.parametrize("kind", ["Chinese", "Thai"])
def test_text_without_blanks_costs_little_more_than_words(brand: Brand, kind: str) -> None:
    # It takes twice the space and pages, and Chinese has six times as many possible breaks. The ratio was 400 once.
    words, other = column(TEXTS["words"](2000)), column(TEXTS[kind](2000))
    assert ratio(brand, words, other, 20) <= 20


@pytest.mark.parametrize("kind", ["Chinese", "Thai", "links"])
def test_memory_is_linear_in_the_text(brand: Brand, kind: str) -> None:
    def peak(n: int) -> int:
        slide = column(TEXTS[kind](n))
        gc.collect()
        tracemalloc.start()
        try:
            lay_out([slide], brand, INFO)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(4000) <= MAX_RATIO * peak(2000)


def test_quadratic_layout_is_detected_and_stopped(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> None:
    # The rest of a text is measured again for each page, which takes most of the time only where there are many.
    monkeypatch.setattr("deckgen.layout.split.MAX_REMEASURED_LINES", 10**9)
    slide, other = (column(TEXTS["line breaks"](n)) for n in (1500, 3000))
    assert ratio(brand, slide, other, MAX_RATIO) > MAX_RATIO
    monkeypatch.setattr(f"{__name__}.TIME_LIMIT", 0.05)
    with pytest.raises(TakesTooLongError):
        cost(brand, other)
