"""How well layout predicts the lines that a renderer draws: 500 random texts, for each of the two fonts.

Run it as a program (`measure_agreement.py [SEED]`); it prints a table row per font. The same seed gives the same texts.
A prediction below what is drawn
would let text fall off a slide; one above wastes room. LibreOffice is the renderer, since no machine of ours has PowerPoint.
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
from deckgen.layout.frame_builder import to_frames
from deckgen.layout.measure import ParagraphLayout

LAYOUTS = Path(__file__).parents[2] / "layouts"
BRAND_FONTS = (Path(font_source_sans_pro.__file__).parent / "files",)
MODES = {
    "Source Sans Pro": (0, Mode(fonts=BRAND_FONTS)),
    "Liberation Sans": (1, Mode(substitutes={"Source Sans Pro": "Liberation Sans"})),
}
COUNT = 500
SEED = 20
FOOT = 492.0
CONTENT = Path(__file__).parents[2] / "content" / "thriving-movement"
WORDS = sorted(
    set(re.findall(r"[^\s\[\]*^|>{}]+", " ".join(p.read_text("utf-8") for p in sorted(CONTENT.glob("*.yaml")))))
)
INSIDE = round(0.08 * EMU_PER_INCH)


@dataclass(frozen=True)
class Sample:
    """A text to be set in a line of `width` EMU, in a text box or a table cell."""

    paragraph: Paragraph
    style: TextStyle
    width: int
    in_cell: bool


@dataclass(frozen=True)
class Agreement:
    """Counts over all texts: as many lines drawn as predicted, fewer drawn (room wasted), more drawn (text at risk)."""

    equal: int
    fewer: int
    more: int
    worst: tuple[str, ...] = ()


def samples(count: int, seed: int = SEED) -> list[Sample]:
    """Make texts of 3 to 60 words of the real deck in random order; some in bold, some as bullets."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        words = chance.choices(WORDS, k=chance.randint(3, 60))
        cut = chance.randint(0, len(words))
        runs = (
            Run(" ".join(words[:cut]) + " " * (0 < cut < len(words)), bold=chance.random() < 0.4),
            Run(" ".join(words[cut:])),
        )
        size = chance.choice(range(900, 2850, 50))
        width = chance.uniform(max(1.2, size / 900), 5.8)
        style = TextStyle(size, size, indent=round(0.2 * EMU_PER_INCH), bullet_role="primary")
        bullet = "•" if chance.random() < 0.3 else None
        paragraph = Paragraph(tuple(run for run in runs if run.text), bullet=bullet)
        made.append(Sample(paragraph, style, round(width * EMU_PER_INCH), chance.random() < 0.4))
    return made


def predicted(measurer: Measurer, sample: Sample, which: int) -> int:
    """Lines predicted for one of the two fonts alone."""
    return _measured(measurer, sample).drawn[which]


def _measured(measurer: Measurer, sample: Sample) -> ParagraphLayout:
    return measurer.measure(sample.paragraph, {"body": sample.style}, sample.width, 0)


def deck_of(brand: Brand, measurer: Measurer, found: list[Sample]) -> DeckFrames:
    """Two texts a page: one in the left half, one in the right."""
    pages = []
    for number, start in enumerate(range(0, len(found), 2), 1):
        frames = tuple(_frame(measurer, sample, side) for side, sample in enumerate(found[start : start + 2]))
        pages.append(Page(f"p{number}", "bullets", "bullets", f"Page {number}", frames, number))
    return DeckFrames("Agreement", "", "", "", "en", brand.size, tuple(pages))


def _frame(measurer: Measurer, sample: Sample, side: int) -> Frame:
    x, y = round((0.2 + 6.7 * side) * EMU_PER_INCH), round(0.1 * EMU_PER_INCH)
    paragraphs = to_frames([_measured(measurer, sample)])
    box = Box(x, y, sample.width + 2 * INSIDE, 40 * EMU_PER_POINT)
    name = f"Sample {side}"
    if not sample.in_cell:
        return TextFrame(name, name, box, paragraphs, Insets(INSIDE, 0, INSIDE, 0))
    cell = CellFrame(paragraphs, Insets(INSIDE, 0, INSIDE, 0))
    return TableFrame(name, name, box, (box.width,), (box.height,), ((cell,),), 0, alt="A text")


def drawn_lines(page: DrawnPage, side: int) -> int:
    """Lines that stand in one half of a page: baselines that differ by more than two points."""
    left, right = (0.0, 486.0) if side == 0 else (486.0, 972.0)
    # The page's own number stands below the texts.
    words = [
        w for w in page.words if left <= w.ink.x0 < right and w.baseline < FOOT and w.text.strip() not in ("", "•")
    ]
    lines = 0
    last = None
    for baseline in sorted(w.baseline for w in words):
        if last is None or baseline - last > 2:
            lines += 1
        last = baseline
    return lines


def measure(count: int = COUNT, seed: int = SEED) -> dict[str, Agreement]:
    """Write the texts, have them drawn in each font, and compare."""
    brand, problems, _ = load_brand("wikimedia", [LAYOUTS])
    assert brand is not None, problems
    measurer = Measurer(brand)
    found = [s for s in samples(count * 2, seed) if _measured(measurer, s).height < 6.3 * EMU_PER_INCH][:count]
    result = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "agreement.pptx"
        path.write_bytes(writer.write(deck_of(brand, measurer, found), brand, {}))
        for font, (which, mode) in MODES.items():
            pages = draw(path, mode)
            result[font] = _compare(measurer, found, pages, which)
    return result


def _compare(measurer: Measurer, found: list[Sample], pages: list[DrawnPage], which: int) -> Agreement:
    equal = fewer = more = 0
    worst = []
    for number, sample in enumerate(found):
        want, got = predicted(measurer, sample, which), drawn_lines(pages[number // 2], number % 2)
        equal += want == got
        fewer += got < want
        more += got > want
        if got > want:
            worst.append(f"{got} lines drawn, {want} predicted, text {number}: {sample.paragraph.plain[:80]}")
    return Agreement(equal, fewer, more, tuple(worst))


def main() -> int:
    """Print the figures; fails when a prediction is below what is drawn, or fewer than 97% are as predicted."""
    bad = False
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else SEED
    for font, agreement in measure(seed=seed).items():
        total = agreement.equal + agreement.fewer + agreement.more
        share = agreement.equal / total
        counts = f"{agreement.equal} ({share:.1%}) | {agreement.fewer} | {agreement.more}"
        print(f"| {font} | {total} | {counts} |")  # noqa: T201
        for line in agreement.worst[:10]:
            print(f"    {line}")  # noqa: T201
        bad = bad or agreement.more > 0 or share < 0.97
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
