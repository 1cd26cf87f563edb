"""An arrow or a mark keeps with the words before it: it never begins a line."""

import pytest

from deckgen.brand.types import Brand
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.frames import EMU_PER_INCH
from deckgen.layout.measure import Measurer

ARROW = Run(" ↑", bold=True, role="success")


@pytest.mark.parametrize(
    ("runs", "marks"),
    [
        ((Run("540 teachers in 3 countries/lang"), ARROW), "↑"),
        ((Run("540 teachers"), ARROW, Run(" in many countries"), ARROW), "↑"),
        ((Run("One list of words · another list of words · and one more"),), "·"),
        ((Run("A text that is cut at some place …"),), "…"),
    ],
)
def test_no_line_begins_with_a_mark(runs: tuple[Run, ...], marks: str, brand: Brand) -> None:
    measurer, styles = Measurer(brand), brand.layouts["table"].slots["table"].styles
    bound = 0
    for width in range(EMU_PER_INCH, 5 * EMU_PER_INCH, EMU_PER_INCH // 30):
        found = measurer.measure(Paragraph(runs), styles, width, 0)
        assert not any(found.plain_text[start] in marks for start in found.line_starts)
        assert [run.role for run in found.runs] == [run.role for run in runs]
        bound += "\u00a0" in found.plain_text
    assert bound


@pytest.mark.parametrize(
    "text",
    [
        "We open the launch of the pilot (Feb 1) in all wikis",
        "All that we plan for UCoC Phase 2 takes half of the time",
    ],
)
def test_no_line_begins_with_the_number_of_a_name(text: str, brand: Brand) -> None:
    measurer, styles = Measurer(brand), brand.layouts["table"].slots["table"].styles
    bound = 0
    for width in range(EMU_PER_INCH, 5 * EMU_PER_INCH, EMU_PER_INCH // 30):
        found = measurer.measure(Paragraph((Run(text),)), styles, width, 0)
        assert not any(found.plain_text[start].isdigit() for start in found.line_starts)
        bound += "\u00a0" in found.plain_text
    assert bound


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Women among those who take part, from 11.5% to 15.0%", "15.0%"),
        ("Frauen unter denen, die mitmachen, von 11,5% auf 15,0%", "15,0%"),
        ("Les femmes parmi celles et ceux, de 12 à 15", "15"),
        ("Budgets of all teams went from $3M to $5M", "$5M"),
        ("The change of the year is now 3 to −2", "−2"),
    ],
)
def test_no_line_begins_with_the_second_figure_of_a_range(text: str, second: str, brand: Brand) -> None:
    measurer, styles = Measurer(brand), brand.layouts["table"].slots["table"].styles
    bound = 0
    for width in range(EMU_PER_INCH, 5 * EMU_PER_INCH, EMU_PER_INCH // 30):
        found = measurer.measure(Paragraph((Run(text),)), styles, width, 0)
        assert not any(found.plain_text[start:].startswith(second) for start in found.line_starts)
        assert found.plain_text.replace("\u00a0", " ") == text
        bound += "\u00a0" in found.plain_text
    assert bound


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Frauen machen mehr mit, von 11,5 % auf 15,0 % im Jahr", "%"),
        ("Die Mittel steigen auf 2.823.402 € oder um 3 ‰ im Jahr", "€‰"),
        ("Käyttäjiä on nyt 61 000 ja sivuja 2 823 402 kuussa", "08432"),
    ],
)
def test_no_line_begins_with_the_sign_or_a_group_of_a_figure(text: str, signs: str, brand: Brand) -> None:
    measurer, styles = Measurer(brand), brand.layouts["table"].slots["table"].styles
    bound = 0
    for width in range(EMU_PER_INCH, 5 * EMU_PER_INCH, EMU_PER_INCH // 30):
        found = measurer.measure(Paragraph((Run(text),)), styles, width, 0)
        firsts = [found.plain_text[start:].split()[0] for start in found.line_starts]
        assert not any(first[0] in signs and first in text.split() and first not in ("2", "61") for first in firsts)
        assert found.plain_text.replace("\u00a0", " ") == text
        bound += "\u00a0" in found.plain_text
    assert bound


@pytest.mark.parametrize(
    "text",
    [
        "It is done. Over 5 wikis use it",
        "the count of 12 wikis",
        "in Wikipedia 100 editors",
        "By 7% more",
        "+8.1% YoY (92K/mo)",
    ],
)
def test_other_numbers_may_begin_a_line(text: str, brand: Brand) -> None:
    measurer, styles = Measurer(brand), brand.layouts["table"].slots["table"].styles
    for width in range(EMU_PER_INCH, 3 * EMU_PER_INCH, EMU_PER_INCH // 30):
        assert measurer.measure(Paragraph((Run(text),)), styles, width, 0).plain_text == text


def test_text_whose_marks_stand_inside_lines_is_shown_as_written(brand: Brand) -> None:
    text = "82% ↑ of all grants go to communities that are not well established – after 64% in the year before"
    measurer, styles = Measurer(brand), brand.layouts["table"].slots["table"].styles
    for width in range(3 * EMU_PER_INCH, 9 * EMU_PER_INCH, EMU_PER_INCH // 10):
        assert measurer.measure(Paragraph((Run(text),)), styles, width, 0).plain_text == text


def test_word_is_not_broken_to_keep_a_mark(brand: Brand) -> None:
    measurer, styles = Measurer(brand), brand.layouts["table"].slots["table"].styles
    word = Paragraph((Run("Organisationsentwicklung"), ARROW))
    alone = measurer.text_widths((Paragraph((Run("Organisationsentwicklung"),)),), styles, 0).min_content
    assert measurer.measure(word, styles, alone, 0).plain_text == word.plain_text


def test_column_needs_room_for_its_longest_word_with_the_arrow(brand: Brand) -> None:
    measurer, styles = Measurer(brand), brand.layouts["table"].slots["table"].styles
    with_arrow, without = (
        measurer.text_widths((Paragraph(runs),), styles, 0).min_content
        for runs in ((Run("40 communities"), ARROW), (Run("40 communities"),))
    )
    assert with_arrow > without
