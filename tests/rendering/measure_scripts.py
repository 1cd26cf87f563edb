"""Measure how wide text in other scripts is counted, compared with the width that LibreOffice draws: `measure_scripts.py`.

Prints a table row per language: the counted width over the drawn one, on average, and the least and the most of one text. The
texts are names of countries and languages from CLDR. The Noto fonts of all scripts must be installed (on Debian, fonts-noto-core
and fonts-noto-cjk).
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

from babel import Locale
from drawn import DrawnPage, Mode, draw
from measure_agreement import BRAND_FONTS, LAYOUTS

from deckgen import writer
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.ir.frames import EMU_PER_INCH, Box, DeckFrames, FrameParagraph, FrameRun, Page, TextFrame
from deckgen.layout import Measurer
from deckgen.layout.script_fonts import with_script_fonts

LANGUAGES = ("ar", "fa", "he", "hi", "bn", "ta", "th", "ja", "zh", "ko")
SIZE = 2000
"""The size of the texts in hundredths of a point."""
TEXTS, LINES = 40, 8
"""The number of texts of each language, and of those on one page."""
MAX_LENGTH = 45


def groups(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield the items in groups of a size."""
    return (items[start : start + size] for start in range(0, len(items), size))


def texts(language: str) -> list[str]:
    """Return texts of several names each, without Latin letters."""
    locale = Locale.parse(language)
    names = [*locale.territories.values(), *locale.languages.values()]
    foreign = [name for name in names if not any(char.isascii() and char.isalpha() for char in name)]
    joined = [" ".join(group) for group in groups(foreign, 3)]
    return [text for text in joined if 15 < len(text) < MAX_LENGTH][:TEXTS]


def pages(language: str) -> Iterator[Page]:
    """Yield pages with a text in each line."""
    for number, group in enumerate(groups(texts(language), LINES), 1):
        frames = tuple(
            TextFrame(
                f"Line {line}", f"Line {line}",
                Box(round(0.3 * EMU_PER_INCH), round((0.1 + 0.75 * line) * EMU_PER_INCH), 12 * EMU_PER_INCH, EMU_PER_INCH // 2),
                (FrameParagraph((FrameRun(text, SIZE, "ink"),)),),
            )
            for line, text in enumerate(group)
        )  # fmt: skip
        yield Page(f"p{number}", "bullets", "bullets", f"Page {number}", frames, number, language=language)


def drawn_widths(drawn: list[DrawnPage], count: int) -> list[float]:
    """Return the width in points of the ink of each text."""
    widths = []
    for number in range(count):
        page, line = drawn[number // LINES], number % LINES
        top = (0.1 + 0.75 * line) * 72
        inks = [word.ink for word in page.words if top - 10 < word.baseline < top + 44 and word.text.strip()]
        widths.append(max(ink.x1 for ink in inks) - min(ink.x0 for ink in inks))
    return widths


def ratios(language: str, brand: Brand, measurer: Measurer, folder: Path) -> list[float]:
    """Return the counted width over the drawn one, of each text of a language."""
    deck = DeckFrames("Scripts", "", "", "", language, brand.size, tuple(pages(language)))
    path = folder / f"{language}.pptx"
    path.write_bytes(writer.write(deck, with_script_fonts(brand, [language]), {}))
    shown = texts(language)
    widths = drawn_widths(draw(path, Mode(fonts=BRAND_FONTS)), len(shown))
    return [
        measurer.fonts.widths(text)[0] * SIZE / 100 / width
        for text, width in zip(shown, widths, strict=True)
    ]  # fmt: skip


def main() -> int:
    """Print the table; return 1 if the widths of a language are counted more than 5% wrong."""
    brand, problems, _ = load_brand("wikimedia", [LAYOUTS])
    assert brand is not None, problems
    measurer, failed = Measurer(brand), False
    print("| language | texts | counted over drawn | least | most |\n|---|---|---|---|---|")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            found = ratios(language, brand, measurer, Path(folder))
            mean = fmean(found)
            failed = failed or abs(mean - 1) > 0.05
            print(f"| {language} | {len(found)} | {mean:.3f} | {min(found):.3f} | {max(found):.3f} |")  # noqa: T201
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
