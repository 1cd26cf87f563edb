"""Font sizes of a deck: slides of one layout don't differ slightly, and a dense slide does not make the others small."""

from itertools import pairwise

import pytest
from blocks_for_tests import bullets, pages_of, row, slide, table, table_of
from hypothesis import given
from hypothesis import strategies as st

from deckgen.brand.types import Brand
from deckgen.ir.blocks import Slide
from deckgen.ir.frames import Page, TextFrame
from deckgen.layout.pieces import SlidePlan
from deckgen.layout.shared_sizes import MAX_SHARED_STEP, SharedSizes, panel_limits
from deckgen.layout.slide_layout import SlideLayouter


def size_of(page: Page) -> int:
    frame = next(f for f in page.frames if isinstance(f, TextFrame) and f.slot == "bullets")
    return frame.paragraphs[0].runs[0].size


def slide_of_words(count: int) -> Slide:
    return slide(bullets(" ".join(["word"] * count)), title=f"{count}")


def sizes_of_single_slides(brand: Brand) -> dict[int, int]:
    """The font size of a slide that is the only one of its deck, by the number of its words."""
    sizes = {}
    for count in range(1, 600, 6):
        first, *others = pages_of(brand, slide_of_words(count))
        if others:
            break
        sizes[count] = size_of(first)
    return sizes


@pytest.fixture(scope="module")
def sizes(brand: Brand) -> dict[int, int]:
    return sizes_of_single_slides(brand)


def word_count_at(sizes: dict[int, int], size: int) -> int:
    return next(count for count, found in sizes.items() if found == size)


def test_slides_that_fit_at_the_normal_size_have_that_size(brand: Brand, sizes: dict[int, int]) -> None:
    normal = [count for count, size in sizes.items() if size == sizes[1]]
    assert {size_of(page) for page in pages_of(brand, *map(slide_of_words, normal))} == {sizes[1]}


def test_slide_half_a_point_smaller_shrinks_the_others_of_its_layout(brand: Brand, sizes: dict[int, int]) -> None:
    slightly = max(size for size in sizes.values() if size < sizes[1])
    assert sizes[1] - slightly <= 50 * MAX_SHARED_STEP
    found = pages_of(brand, slide_of_words(4), slide_of_words(word_count_at(sizes, slightly)), slide_of_words(5))
    assert [size_of(page) for page in found] == [slightly] * 3


def test_slide_far_denser_than_the_others_shrinks_alone(brand: Brand, sizes: dict[int, int]) -> None:
    dense = min(sizes.values())
    assert sizes[1] - dense > 50 * MAX_SHARED_STEP
    found = pages_of(brand, slide_of_words(4), slide_of_words(word_count_at(sizes, dense)))
    assert [size_of(page) for page in found] == [sizes[1], dense]


def test_tables_share_their_size(brand: Brand) -> None:
    def tabled(words: int) -> Slide:
        return slide(table([row("a", " ".join(["word"] * words))] * 7, 2), layout="table", title=f"{words}")

    def body(page: Page) -> int:
        cell = table_of(page).rows[1][0]
        assert cell is not None
        return cell.paragraphs[0].runs[0].size

    single = {words: body(found[0]) for words in range(30, 120) if len(found := pages_of(brand, tabled(words))) == 1}
    slightly = max(size for size in single.values() if size < single[30])
    found = pages_of(brand, tabled(30), tabled(word_count_at(single, slightly)))
    assert [body(page) for page in found] == [slightly] * 2


def test_continued_table_has_the_size_of_tables_on_one_slide(fixed_brand: Brand) -> None:
    def tabled(words: int) -> Slide:
        return slide(table([row("a", " ".join(["word"] * words))] * 7, 2), layout="table", title=f"{words}")

    def sizes(*slides: Slide) -> list[int]:
        cells = [table_of(page).rows[1][0] for page in pages_of(fixed_brand, *slides)]
        return [c.paragraphs[0].runs[0].size for c in cells if c]

    single = [(words, found[0]) for words in range(30, 130, 3) if len(found := sizes(tabled(words))) == 1]
    shrunk = next(words for words, size in single if size < single[0][1])
    long = next(words for words in range(130, 400, 10) if set(sizes(tabled(words))) == {1200})
    assert set(sizes(tabled(shrunk), tabled(long))) == {dict(single)[shrunk]}


STEPS = st.dictionaries(st.sampled_from("xy"), st.integers(-20, 9))


@given(st.lists(st.tuples(st.sampled_from("ab"), STEPS)), st.sets(st.sampled_from("ab")))
def test_limits_lower_slides_by_a_point_at_most_to_the_size_of_another(
    found: list[tuple[str, dict[str, int]]], growing: set[str]
) -> None:
    shared = SharedSizes(found, growing)
    for layout, steps in found:
        limits = shared.limits(layout, steps)
        for group, step in steps.items():
            limit = limits.get(group, step)
            assert limit in {other[group] for key, other in found if key == layout and group in other}
            assert step <= limit <= step + MAX_SHARED_STEP
            assert limit <= max(step, MAX_SHARED_STEP)


@given(st.lists(st.integers(-20, 9), min_size=1))
def test_slides_with_shared_steps_differ_by_more_than_a_point(steps: list[int]) -> None:
    shared = SharedSizes([("a", {"x": step}) for step in steps])
    sizes = sorted({shared.limits("a", {"x": step}).get("x", step) for step in steps if step <= MAX_SHARED_STEP})
    assert all(b - a > MAX_SHARED_STEP for a, b in pairwise(sizes))


@given(st.lists(st.integers(-20, 9), min_size=1))
def test_slide_that_shrinks_makes_no_slide_small_whose_text_may_grow(steps: list[int]) -> None:
    shared = SharedSizes([("a", {"x": step}) for step in steps], {"a"})
    assert all(shared.limits("a", {"x": step}).get("x", step) <= 0 for step in steps if step <= 0)


@pytest.mark.parametrize(
    ("steps", "limited"), [((-8, -5, -6), (-5, -5, -5)), ((-8, 3), (-8, 3)), ((2, 4), (2, 4)), ((-4, 0), (0, 0))]
)
def test_panels_that_look_alike_have_the_smallest_size_of_those_that_grow(
    packaged_brand: Brand, steps: tuple[int, ...], limited: tuple[int, ...]
) -> None:
    layouts = [packaged_brand.layouts[name] for name in ("objective--narrow", "objective--opener", "objective--narrow")]
    slides = [(layout, {"=objective": step, "=updates": 0}) for layout, step in zip(layouts, steps, strict=False)]
    limits = panel_limits([*slides, (packaged_brand.layouts["text"], {"=body": -9}), (None, {})])
    found = [limit.get("=objective", step) for limit, step in zip(limits, steps, strict=False)]
    assert found == list(limited)
    assert limits[len(steps) :] == [{}, {}]


def test_titles_of_openers_have_one_size_and_others_keep_theirs(packaged_brand: Brand) -> None:
    long, short = "Many words of a title that takes two lines " * 3, "A title"
    slides = [
        slide(layout=layout, title=f"{title}{n}")
        for n, (layout, title) in enumerate(
            [("objective--narrow", long), ("objective--narrow", short), ("objective--opener", short), ("cover", short)]
        )
    ]
    narrow, *others, cover = (title_size(page) for page in pages_of(packaged_brand, *slides))
    assert narrow < 2800
    assert others == [narrow, narrow]
    assert cover == 6000


def test_slide_is_not_arranged_again_for_the_size_of_its_title(
    packaged_brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    arranged: list[str] = []
    arrange = SlideLayouter.arrange

    def recorded(layouter: SlideLayouter, found: Slide, *rest: object) -> SlidePlan:
        arranged.append(found.title)
        return arrange(layouter, found, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(SlideLayouter, "arrange", recorded)
    titles = ["Many words of a title that takes two lines " * 3, "A title"]
    long, short = pages_of(packaged_brand, *(slide(layout="section-plain", title=title) for title in titles))
    assert title_size(long) == title_size(short)
    assert arranged == titles


def title_size(page: Page) -> int:
    frame = next(f for f in page.frames if isinstance(f, TextFrame) and f.slot == "title")
    return frame.paragraphs[0].runs[0].size
