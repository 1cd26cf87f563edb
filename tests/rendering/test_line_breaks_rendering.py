"""Lines of scripts without spaces end where LibreOffice ends them, and are never fewer than it draws."""

from pathlib import Path

import pytest
from drawn import DrawnPage, Mode, draw
from measure_agreement import BRAND_FONTS, LAYOUTS

from deckgen import writer
from deckgen.brand.load import load_brand
from deckgen.brand.types import TextStyle
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.frames import EMU_PER_INCH, Box, DeckFrames, FrameParagraph, FrameRun, Page, TextFrame
from deckgen.layout import Measurer
from deckgen.layout.script_fonts import with_script_fonts

SIZE = 2000
TEXTS = {
    "th": "เพิ่มจำนวนผู้แก้ไขที่กลับมาแก้ไขวิกิพีเดียภาษาไทยในเดือนถัดไปจากร้อยละ 12 เป็นร้อยละ 15 ภายในสิ้นไตรมาส "
    "โดยทำให้การตอบกลับในหน้าพูดคุยง่ายขึ้นสำหรับผู้ใช้ใหม่",
    "ja": "「編集チェック」により、新しく参加した編集者が出典（参考文献）を付けてくれるように"
    "なりました。サーバーの更新は四半期の終わりまでに完了し、利用者への影響はほとんどありませんでした。",
    "zh-CN": "《编辑检查》使新编辑者更愿意补充来源（参考文献）。服务器升级将在本季度末完成，"
    "对读者几乎没有影响；移动端的回复功能也已向全部语言版本开放。",
}
WIDTHS = (3.7, 4.9)
"""The widths of the boxes, one on each half of a page, in inches."""


def counted_lines(measurer: Measurer, text: str, inches: float) -> list[str]:
    layout = measurer.measure(Paragraph((Run(text),)), {"body": TextStyle(SIZE, SIZE)}, round(inches * EMU_PER_INCH), 0)
    ends = (*layout.line_starts[1:], len(text))
    return [text[start:end] for start, end in zip(layout.line_starts, ends, strict=True)]


def page_of(language: str) -> Page:
    frames = tuple(
        TextFrame(
            f"Box {n}", f"Box {n}", Box(round((0.2 + 6.4 * n) * EMU_PER_INCH), 0, round(inches * EMU_PER_INCH), 5_000_000),
            (FrameParagraph((FrameRun(TEXTS[language], SIZE, "ink"),)),),
        )
        for n, inches in enumerate(WIDTHS)
    )  # fmt: skip
    return Page(language, "bullets", "bullets", "Page", frames, 1, language=language)


def drawn_lengths(page: DrawnPage, half: int) -> list[int]:
    """Return the number of letters of each line in one half of a page; PDFium reads marks in an order of its own."""
    words = [
        word for word in page.words if (word.ink.x0 > 6.4 * 72) == bool(half) and word.baseline < 5_000_000 / 12700
    ]
    lengths, last = [], -SIZE
    for word in sorted(words, key=lambda word: word.baseline):
        if word.baseline - last > SIZE / 200:
            lengths.append(0)
        lengths[-1], last = lengths[-1] + length(word.text), word.baseline
    return lengths


def length(text: str) -> int:
    return len([char for char in text if char.isalnum()])


@pytest.mark.rendering
def test_lines_without_spaces_end_where_they_are_drawn_to_end(tmp_path: Path) -> None:
    brand, problems, _ = load_brand("wikimedia", [LAYOUTS])
    assert brand is not None, problems
    deck = DeckFrames("Lines", "", "", "", "th", brand.size, tuple(map(page_of, TEXTS)))
    path, measurer = tmp_path / "lines.pptx", Measurer(brand)
    path.write_bytes(writer.write(deck, with_script_fonts(brand, ["th"]), {}))
    for (language, text), page in zip(TEXTS.items(), draw(path, Mode(fonts=BRAND_FONTS)), strict=True):
        for half, inches in enumerate(WIDTHS):
            counted, drawn = counted_lines(measurer, text, inches), drawn_lengths(page, half)
            assert len(drawn) <= len(counted), language
            # Programs let a full stop or comma stand behind the end of a Chinese or Japanese line, which is not counted on.
            compared = len(counted) if language == "th" else 3
            assert drawn[:compared] == [length(line) for line in counted[:compared]], (language, counted)
