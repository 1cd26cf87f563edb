"""Text of charts in other scripts: figures from right to left keep their order, and names beside each other one baseline."""

import pytest
from bidi import get_display
from charts_for_tests import FULL, compose_chart
from matplotlib.text import Text

from deckgen.charts.canvas import Canvas
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.direction import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK


def texts_of(canvas: Canvas) -> list[Text]:
    return [text for axes in canvas.figure.axes for text in axes.texts]


@pytest.mark.parametrize("unit", ["نقاط", "נקודות"])
def test_figures_beside_words_from_right_to_left_keep_their_order(unit: str) -> None:
    names = (f"−3 {unit}", f"{unit} +5%")
    canvas = compose_chart(ChartSpec("compare", names, (Series("A", (1.0, 2.0)),), language="he"), FULL)
    shown = [str(get_display(text.get_text())) for text in texts_of(canvas)]
    plain = [text.replace(LEFT_TO_RIGHT_MARK, "").replace(RIGHT_TO_LEFT_MARK, "") for text in shown]
    assert any(text.endswith("−3") and unit[::-1] in text for text in plain), "the number is at the right of its unit"
    assert any(text.startswith("+5%") and unit[::-1] in text for text in plain)


@pytest.mark.parametrize(
    "names", [("ไทย", "ที่นี่", "การ"), ("منح", "أمل", "إلى"), ("של", "בבית", "הוא"), ("Ab", "xz", "No")]
)
def test_names_of_categories_stand_on_one_baseline(names: tuple[str, ...]) -> None:
    canvas = compose_chart(ChartSpec("compare", names, (Series("A", (1.0, 2.0, 3.0)),), language="th"), FULL)
    heights = {
        round(text.get_position()[1], 2) for text in texts_of(canvas) if text.get_text().lstrip("\u200f") in names
    }
    assert len(heights) == 1
