"""Figures of one language as another one writes them."""

import pytest

from deckgen.resolve.figure_forms import find_form, in_form_of


@pytest.mark.parametrize(
    ("text", "written_in", "language", "shown"),
    [
        ("+8.1% YoY (92K/mo[^est])", "en", "de", "+8,1\u00a0% YoY (92K/mo[^est])"),
        ("1,234.5 of 2,000", "en", "de", "1.234,5 of 2.000"),
        ("1.234,5 % von 2.000", "de", "en", "1,234.5% von 2,000"),
        ("1,5–2,0 %", "de", "en", "1.5–2.0%"),
        ("Q2 FY20-21, 28.01.2021, v1.2.3, 2021", "en", "de", "Q2 FY20-21, 28.01.2021, v1.2.3, 2021"),
        ("[8.1%](https://a.org/1.5) 2.5%[^n1.5]", "en", "de", "[8,1\u00a0%](https://a.org/1.5) 2,5\u00a0%[^n1.5]"),
        ("8.1%", "en", "tr", "8,1%"),
        ("8.1%", "en", "ar", "8.1%"),
    ],
)
def test_numbers_have_the_marks_of_the_language(text: str, written_in: str, language: str, shown: str) -> None:
    assert in_form_of(text, written_in, language) == shown


@pytest.mark.parametrize(
    ("figure", "text", "found"),
    [
        ("24.5%", "24,5 % mehr", "24,5 %"),
        ("−3", "um -3 Punkte", "-3"),
        ("1,000", "1 000", "1 000"),
        ("2", "24 %", ""),
        ("1.2 million", "rund 1,2 Mio. Leser", "1,2 Mio."),
        ("3 days", "3 Tage", "3 Tage"),
    ],
)
def test_figure_is_found_as_a_translator_wrote_it(figure: str, text: str, found: str) -> None:
    assert find_form(figure, text) == found
