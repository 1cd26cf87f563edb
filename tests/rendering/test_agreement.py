"""The lines that layout predicts against those that LibreOffice draws."""

import pytest
from measure_agreement import COUNT, measure


@pytest.mark.rendering
def test_no_text_takes_more_lines_than_predicted_and_few_take_less() -> None:
    for font, found in measure().items():
        assert found.equal + found.fewer + found.more == COUNT
        assert found.more == 0, (font, *found.worst)
        assert found.equal >= 0.97 * COUNT, font
