"""Measure how well the layout predicts the number of lines that a renderer draws: 500 random texts in each of the two fonts.

Run it as a program (`measure_agreement.py [SEED]`); it prints a table row per font. The same seed gives the same texts. If more
lines are drawn than predicted, text may run over; if fewer, space is wasted. The renderer is LibreOffice, because PowerPoint is
not available.
"""

import random
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import font_source_sans_pro
from drawn import DrawnPage, Mode, draw

from deckgen import writer
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand, TextStyle
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.frames import (
    EMU_PER_INCH,
    EMU_PER_POINT,
    Box,
    CellFrame,
    DeckFrames,
    Frame,
    Insets,
    Page,
    TableFrame,
    TextFrame,
)
from deckgen.layout import Measurer
from deckgen.layout.frame_builder import frame_paragraphs
from deckgen.layout.measured_text import ParagraphLayout

LAYOUTS = Path(__file__).parents[2] / "layouts"
BRAND_FONTS = (Path(font_source_sans_pro.__file__).parent / "files",)
MODES = {
    "Source Sans Pro": (0, Mode(fonts=BRAND_FONTS)),
    "Liberation Sans": (1, Mode(substitutes={"Source Sans Pro": "Liberation Sans"})),
}
COUNT = 500
SEED = 20
FOOTER_TOP = 492.0
CONTENT = Path(__file__).parents[1] / "frozen" / "format-1" / "project" / "content" / "review"
WORDS = sorted(
    set(re.findall(r"[^\s\[\]*^|>{}]+", " ".join(p.read_text("utf-8") for p in sorted(CONTENT.glob("*.yaml")))))
)
INSET = round(0.08 * EMU_PER_INCH)


@dataclass(frozen=True)
class Sample:
    """A text with a line width in EMU, for a text box or a table cell."""

    paragraph: Paragraph
    style: TextStyle
    width: int
    in_cell: bool


@dataclass(frozen=True)
class Agreement:
    """Numbers of texts with as many lines drawn as predicted, with fewer (wasted space) and with more (text may run over)."""

    equal: int
    fewer: int
    more: int
    worst: tuple[str, ...] = ()


def samples(count: int, seed: int = SEED) -> list[Sample]:
    """Return texts of 3 to 60 random words of a frozen deck, so that they stay the same; some are bold, some are bullets."""
    generator = random.Random(seed)
    result = []
    for _ in range(count):
        words = generator.choices(WORDS, k=generator.randint(3, 60))
        cut = generator.randint(0, len(words))
        runs = (
            Run(" ".join(words[:cut]) + " " * (0 < cut < len(words)), bold=generator.random() < 0.4),
            Run(" ".join(words[cut:])),
        )
        size = generator.choice(range(900, 2850, 50))
        width = generator.uniform(max(1.2, size / 900), 5.8)
        style = TextStyle(size, size, indent=round(0.2 * EMU_PER_INCH), bullet_role="primary")
        bullet = "•" if generator.random() < 0.3 else None
        paragraph = Paragraph(tuple(run for run in runs if run.text), bullet=bullet)
        result.append(Sample(paragraph, style, round(width * EMU_PER_INCH), generator.random() < 0.4))
    return result


def predicted_lines(measurer: Measurer, sample: Sample, font_index: int) -> int:
    """Return the number of lines predicted for one of the two fonts."""
    return _measured(measurer, sample).line_counts[font_index]


def _measured(measurer: Measurer, sample: Sample) -> ParagraphLayout:
    return measurer.measure(sample.paragraph, {"body": sample.style}, sample.width, 0)


def deck_of(brand: Brand, measurer: Measurer, texts: list[Sample]) -> DeckFrames:
    """Return a deck with two texts per page, one in each half."""
    pages = []
    for number, start in enumerate(range(0, len(texts), 2), 1):
        frames = tuple(_frame(measurer, sample, side) for side, sample in enumerate(texts[start : start + 2]))
        pages.append(Page(f"p{number}", "bullets", "bullets", f"Page {number}", frames, number))
    return DeckFrames("Agreement", "", "", "", "en", brand.size, tuple(pages))


def _frame(measurer: Measurer, sample: Sample, side: int) -> Frame:
    x, y = round((0.2 + 6.7 * side) * EMU_PER_INCH), round(0.1 * EMU_PER_INCH)
    paragraphs = frame_paragraphs(measurer, [sample.paragraph], [_measured(measurer, sample)])
    box = Box(x, y, sample.width + 2 * INSET, 40 * EMU_PER_POINT)
    name = f"Sample {side}"
    if not sample.in_cell:
        return TextFrame(name, name, box, paragraphs, Insets(INSET, 0, INSET, 0))
    cell = CellFrame(paragraphs, Insets(INSET, 0, INSET, 0))
    return TableFrame(name, name, box, (box.width,), (box.height,), ((cell,),), 0, alt="A text")


def drawn_lines(page: DrawnPage, side: int) -> int:
    """Return the number of lines in one half of a page: baselines that differ by more than two points."""
    left, right = (0.0, 486.0) if side == 0 else (486.0, 972.0)
    # The slide number is below the texts.
    words = [
        w
        for w in page.words
        if left <= w.ink.x0 < right and w.baseline < FOOTER_TOP and w.text.strip() not in ("", "•")
    ]
    lines = 0
    last = None
    for baseline in sorted(w.baseline for w in words):
        if last is None or baseline - last > 2:
            lines += 1
        last = baseline
    return lines


def measure(count: int = COUNT, seed: int = SEED) -> dict[str, Agreement]:
    """Write the texts, render them in each font, and compare."""
    brand, problems, _ = load_brand("wikimedia", [LAYOUTS])
    assert brand is not None, problems
    measurer = Measurer(brand)
    texts = [s for s in samples(count * 2, seed) if _measured(measurer, s).height < 6.3 * EMU_PER_INCH][:count]
    result = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "agreement.pptx"
        path.write_bytes(writer.write(deck_of(brand, measurer, texts), brand, {}))
        for font, (font_index, mode) in MODES.items():
            pages = draw(path, mode)
            result[font] = _compare(measurer, texts, pages, font_index)
    return result


def _compare(measurer: Measurer, texts: list[Sample], pages: list[DrawnPage], font_index: int) -> Agreement:
    equal = fewer = more = 0
    worst = []
    for number, sample in enumerate(texts):
        predicted, drawn = predicted_lines(measurer, sample, font_index), drawn_lines(pages[number // 2], number % 2)
        equal += drawn == predicted
        fewer += drawn < predicted
        more += drawn > predicted
        if drawn > predicted:
            worst.append(
                f"{drawn} lines drawn, {predicted} predicted, text {number}: {sample.paragraph.plain_text[:80]}"
            )
    return Agreement(equal, fewer, more, tuple(worst))


def main() -> int:
    """Print the results; return 1 if more lines are drawn than predicted, or fewer than 97% of the texts are as predicted."""
    failed = False
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else SEED
    for font, agreement in measure(seed=seed).items():
        total = agreement.equal + agreement.fewer + agreement.more
        share = agreement.equal / total
        counts = f"{agreement.equal} ({share:.1%}) | {agreement.fewer} | {agreement.more}"
        print(f"| {font} | {total} | {counts} |")  # noqa: T201
        for line in agreement.worst[:10]:
            print(f"    {line}")  # noqa: T201
        failed = failed or agreement.more > 0 or share < 0.97
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
