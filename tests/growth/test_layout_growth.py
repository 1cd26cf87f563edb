"""Layout of hostile text takes time and memory in proportion to its length, whatever the script and wherever it stands.

The costs are ratios of processor time within one run. Both lengths are so large that text goes on over pages where it may,
because the step from one page to several costs more than its length.
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
from deckgen.layout import DeckInfo, lay_out, parallel

MOST = 2.5
"""What twice the input may cost."""
ATTEMPTS = 5
ENOUGH = 0.05
"""Processor time in seconds that can be compared: some clocks go by hundredths."""
SECONDS = 40
"""Processor time after which a call has failed: quadratic code must not hold the tests up."""
INFO = DeckInfo("Deck", "Review", "Organisation", ("Deck", "Review"), "en")

Runs = tuple[Run, ...]


def of(sample: str) -> Callable[[int], Runs]:
    """Text of n characters that repeats a sample."""
    return lambda n: (Run((sample * (n // len(sample) + 1))[:n]),)


TEXTS: dict[str, Callable[[int], Runs]] = {
    "Chinese": of("中文字符测试，排版引擎需要处理很长的段落。"),
    "Chinese quotations": of("中文“引号”（括号）"),
    "Japanese": of("日本語のテキストはカタカナとひらがなを、使います。"),
    "Korean": of("한국어문장입니다한글은"),
    "Thai": of("ภาษาไทยไม่เว้นวรรคระหว่างคำ"),
    "Khmer": of("ភាសាខ្មែរមិនដកឃ្លា"),
    "Lao": of("ພາສາລາວບໍ່ຍະຫວ່າງ"),
    "Arabic": of("النص العربي طويل جدا "),
    "Arabic without blanks": of("النصالعربيطويلجدا"),
    "Hindi": of("हिन्दी का एक लम्बा पाठ "),
    "Hindi without blanks": of("हिन्दीकाएकलम्बापाठक्षत्रज्ञ"),
    "words": of("some plain English words of text here "),
    "other words": lambda n: (Run(" ".join(f"w{number}" for number in range(n // 6))),),
    "one word": of("abcdefghij"),
    "digits": of("0123456789"),
    "ones": of("1"),
    "hyphens": of("-"),
    "hyphenated": of("ab-"),
    "en dashes": of("–"),
    "slashes": of("/"),
    "full stops": of("."),
    "blank and full stop": of(" ."),
    "ZWSP": of("\u200b"),
    "letters and ZWSP": of("a\u200b"),
    "accents on one letter": lambda n: (Run("a" + "\u0301" * n),),
    "accents on one ideograph": lambda n: (Run("中" + "\u0301" * n),),
    "accents and linkers": lambda n: (Run("क" + "\u094d\u0301" * (n // 2) + "क"),),
    "blanks": lambda n: (Run("a" + " " * n + "b"),),
    "blanks after an ideograph": lambda n: (Run("中" + " " * n + "文"),),
    "no-break spaces": of("a\u00a0"),
    "tabs": lambda n: (Run("a" + "\t" * n + "b"),),
    "emoji": of("👨\u200d👩\u200d👧\u200d👦"),
    "one joined emoji": of("👨\u200d"),
    "soft hyphens": of("ab\u00ad"),
    "line breaks": of("a\n"),
    "a web address": lambda n: (Run("https://example.org/" + "path/to-page_" * (n // 13), link="https://example.org"),),
    "a web address as text": lambda n: (Run("https://example.org/" + "path/to-page_" * (n // 13)),),
    "links": lambda n: (Run("linked", link="https://example.org"), Run(" ")) * (n // 7),
    "links without blanks": lambda n: (Run("a", link="https://example.org"), Run("b")) * (n // 2),
    "footnote references": lambda n: (Run("word"), Run("1", superscript=True, note="n"), Run(" ")) * (n // 6),
    "bold words": lambda n: (Run("bold ", bold=True), Run("plain ")) * (n // 11),
    "bold letters": lambda n: (Run("a", bold=True), Run("b")) * (n // 2),
    "bold ideographs": lambda n: (Run("中", bold=True), Run("文")) * (n // 2),
    "mixed scripts": of("中文ภาษาไทย English نص हिन्दी 👨\u200d👩\u200d👧 100% "),
    "mixed scripts without blanks": of("中文ภาษาไทยEnglishنصहिन्दी100%“”ก.๑!"),
}
KINDS = ("Chinese", "Thai", "words")
"""The texts that are tried everywhere: a unit for each character, one unit for all of them, and words."""


def made(*blocks: Text | Table, layout: str = "bullets", title: str = "Title", **more: object) -> Slide:
    return Slide("part/sample", "bullets", layout, title, blocks, **more)  # type: ignore[arg-type]


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def text(slot: str, *runs: Runs, bullet: str | None = None) -> Text:
    return Text(slot, tuple(Paragraph(each, bullet=bullet) for each in runs))


def table(columns: int, *rows: Sequence[Runs]) -> Table:
    """Rows of cells, each row with as many as are given and filled up with short ones."""
    short = Cell((Paragraph((Run("short"),)),))
    header = Row(tuple(Cell((Paragraph((Run(f"Head {n}"),), "header"),)) for n in range(columns)), "header")
    cells = [[Cell((Paragraph(runs),)) for runs in row] for row in rows]
    body = tuple(Row((*row, *[short] * (columns - len(row)))) for row in cells)
    return Table("table", tuple(Column() for _ in range(columns)), (header,), body, "Table")


SHORT: Runs = (Run("short"),)
NOTED: Runs = (Run("noted"), Run("1", superscript=True, note="n"))


def column(runs: Runs) -> Slide:
    return made(
        text("situation", runs), text("impact", SHORT), text("recommendation", SHORT), layout="drill-down"
    )  # fmt: skip


def header(runs: Runs) -> Slide:
    head = Row((Cell((Paragraph(runs, "header"),)), Cell((Paragraph(SHORT, "header"),))), "header")
    body = Row(tuple(Cell((Paragraph(SHORT),)) for _ in range(2)))
    return made(Table("table", (Column(), Column()), (head,), (body,), "Table"), layout="table")


PLACES: dict[str, tuple[int, Callable[[Runs], Slide]]] = {
    "list": (8000, lambda runs: made(text("bullets", runs, bullet="•"))),
    "table of two": (12000, lambda runs: made(table(2, [runs]), layout="table")),
    "table of eight": (12000, lambda runs: made(table(8, [runs]), layout="table")),
    "header": (8000, header),
    "title": (20000, lambda runs: made(text("bullets", SHORT), title=plain(runs))),
    "title of the cover": (6000, lambda runs: made(layout="cover", title=plain(runs))),
    "subtitle of the cover": (8000, lambda runs: made(text("subtitle", runs), layout="cover")),
    "eyebrow": (20000, lambda runs: made(text("bullets", SHORT), eyebrow=plain(runs))),
    "tag": (20000, lambda runs: made(text("bullets", SHORT), tags=(plain(runs),))),
    "footnote": (16000, lambda runs: made(text("bullets", NOTED), footnotes={"n": Footnote("1", runs)})),
    "noted text": (8000, lambda runs: made(text("bullets", (*runs, *NOTED)), footnotes={"n": Footnote("1", SHORT)})),
}
"""Where text may stand, and how many characters of it are laid out there, and then twice as many."""


def noted(number: int) -> Slide:
    """A list in which each point has a note of its own."""
    names = [f"n{n}" for n in range(number)]
    points = [(Run("point"), Run(name, superscript=True, note=name)) for name in names]
    return made(text("bullets", *points), footnotes={name: Footnote(name, SHORT) for name in names})


PARTS: dict[str, tuple[int, Callable[[int], Slide]]] = {
    "points": (2000, lambda n: made(text("bullets", *[(Run(f"point {i}"),) for i in range(n)], bullet="•"))),
    "rows": (800, lambda n: made(table(3, *[[(Run(f"row {i}"),)] for i in range(n)]), layout="table")),
    "notes": (800, noted),
    "paragraphs of a cell": (
        1500,
        lambda n: made(
            Table(
                "table", (Column(),), (), (Row((Cell(tuple(Paragraph((Run(f"{i}"),)) for i in range(n))),)),), "Table"
            ),
            layout="table",
        ),
    ),
}
"""Many short texts: what makes them, and how many of them."""


class TakesTooLongError(Exception):
    """A call took so much processor time that it must be quadratic."""


@contextmanager
def limited() -> Iterator[None]:
    """End a call that takes far too long, rather than wait for it."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TakesTooLongError(f"more than {SECONDS} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
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


@pytest.fixture(autouse=True)
def one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processor time of copies would not be counted."""
    monkeypatch.setattr(parallel, "cores", lambda: 1)


def cost(brand: Brand, slide: Slide, times: int = 1) -> float:
    """Processor time in seconds to lay out a slide so many times, be the result pages or a fault."""
    gc.collect()
    gc.disable()
    try:
        with limited():
            started = time.process_time()
            for _ in range(times):
                lay_out([slide], brand, INFO)
            return time.process_time() - started
    finally:
        gc.enable()


def ratio(brand: Brand, slide: Slide, other: Slide, most: float) -> float:
    """How often as much as `slide` the `other` costs: least costs of a few attempts, made in turn, until it is at most `most`."""
    times = 1
    while (least := cost(brand, slide, times)) < ENOUGH:
        times *= 2
    other_least = float("inf")
    for _ in range(ATTEMPTS):
        other_least = min(other_least, cost(brand, other, times))
        if other_least <= most * least:
            break
        least = min(least, cost(brand, slide, times))
    return other_least / least


@pytest.mark.parametrize("kind", TEXTS)
def test_twice_the_text_of_a_column_costs_about_twice(brand: Brand, kind: str) -> None:
    n = 4000
    assert ratio(brand, column(TEXTS[kind](n)), column(TEXTS[kind](2 * n)), MOST) <= MOST


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLACES)
def test_twice_the_text_costs_about_twice_wherever_it_stands(brand: Brand, place: str, kind: str) -> None:
    n, of_text = PLACES[place]
    assert ratio(brand, of_text(TEXTS[kind](n)), of_text(TEXTS[kind](2 * n)), MOST) <= MOST


@pytest.mark.parametrize("part", PARTS)
def test_twice_as_many_parts_cost_about_twice(brand: Brand, part: str) -> None:
    n, of_parts = PARTS[part]
    assert ratio(brand, of_parts(n), of_parts(2 * n), MOST) <= MOST


@pytest.mark.parametrize("kind", ["Chinese", "Thai"])
def test_text_without_blanks_costs_little_more_than_words(brand: Brand, kind: str) -> None:
    # It takes twice the room and pages, and Chinese has six times as many places to break; it was 400 times as much.
    words, other = column(TEXTS["words"](2000)), column(TEXTS[kind](2000))
    assert ratio(brand, words, other, 20) <= 20


@pytest.mark.parametrize("kind", ["Chinese", "Thai", "links"])
def test_twice_the_text_takes_about_twice_the_memory(brand: Brand, kind: str) -> None:
    def peak(n: int) -> int:
        slide = column(TEXTS[kind](n))
        gc.collect()
        tracemalloc.start()
        try:
            lay_out([slide], brand, INFO)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(4000) <= MOST * peak(2000)


def test_quadratic_work_is_noticed_and_does_not_hang(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> None:
    # The rest of a text is measured again for each page.
    monkeypatch.setattr("deckgen.layout.split._MAX_REMEASURED_LINES", 10**9)
    slide, other = (column(TEXTS["line breaks"](n)) for n in (1000, 2000))
    assert ratio(brand, slide, other, MOST) > MOST
    monkeypatch.setattr(f"{__name__}.SECONDS", 0.05)
    with pytest.raises(TakesTooLongError):
        cost(brand, other)
