"""Compare the numbers of lines that the layout predicts with those that LibreOffice draws."""

import pytest
from measure_agreement import COUNT, measure


@pytest.mark.rendering
def test_no_text_has_more_lines_than_predicted_and_few_have_fewer() -> None:
    for font, agreement in measure().items():
        assert agreement.equal + agreement.fewer + agreement.more == COUNT
        assert agreement.more == 0, (font, *agreement.worst)
        assert agreement.equal >= 0.97 * COUNT, font
