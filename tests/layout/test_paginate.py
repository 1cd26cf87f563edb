"""Pages are as few as possible, and then as even as possible."""

from hypothesis import given
from hypothesis import strategies as st

from deckgen.layout.paginate import Item, balance, fill

items = st.lists(st.builds(Item, st.integers(1, 60), st.integers(0, 10)), min_size=1, max_size=40)


def stack_height(found: list[Item]) -> int:
    return sum(item.height + (item.space if n else 0) for n, item in enumerate(found))


def items_by_page(found: list[Item], counts: list[int]) -> list[list[Item]]:
    pages, at = [], 0
    for count in counts:
        pages.append(found[at : at + count])
        at += count
    return pages


def test_pages_are_even_instead_of_one_full_and_one_nearly_empty() -> None:
    assert fill([Item(10)] * 10, 90) == [9, 1]
    assert balance([Item(10)] * 10, 90) == [5, 5]


def test_small_first_page_is_about_as_full_as_the_others_or_empty() -> None:
    assert balance([Item(10)] * 12, 60, 25) == [2, 5, 5]
    assert balance([Item(10)] * 9, 150, 80) == [3, 6]
    assert balance([Item(30)] * 2, 60, 20) == [0, 2]


@given(items, st.integers(0, 60))
def test_small_first_page_costs_no_page_and_every_page_fits(found: list[Item], first: int) -> None:
    counts = balance(found, 60, first)
    assert sum(counts) == len(found)
    taken, *others = items_by_page(found, counts)
    assert stack_height(taken) <= first or first == 60
    assert all(stack_height(page) <= 60 for page in others)
    most = max(n for n in range(len(found) + 1) if stack_height(found[:n]) <= first)
    assert len(others) <= (len(fill(found[most:], 60)) if most < len(found) else 0) or first == 60


@given(items)
def test_every_item_is_on_one_page_and_every_page_fits(found: list[Item]) -> None:
    counts = balance(found, 60)
    assert sum(counts) == len(found)
    assert all(stack_height(page) <= 60 for page in items_by_page(found, counts))


@given(items)
def test_balancing_costs_no_page_and_makes_no_page_higher(found: list[Item]) -> None:
    full, even = items_by_page(found, fill(found, 60)), items_by_page(found, balance(found, 60))
    assert len(even) == len(full)
    assert max(map(stack_height, even)) <= max(map(stack_height, full))


def grouped(*heights: int) -> list[Item]:
    """A group whose name, 4 high, stands over its first item and is repeated where a page begins inside the group."""
    return [Item(height if n else height + 4, lead=4 if n else 0) for n, height in enumerate(heights)]


def test_name_of_a_group_has_room_on_the_page_that_repeats_it() -> None:
    assert fill(grouped(10, 10, 10, 10), 24) == [2, 2]
    assert fill(grouped(10, 10, 10, 10), 23) == [1, 1, 1, 1]


def test_page_that_begins_a_group_needs_no_room_for_a_repeated_name() -> None:
    assert balance([*grouped(20), *grouped(16, 4)], 24) == [1, 2]


def test_group_is_not_split_for_slightly_more_even_pages() -> None:
    assert balance([*grouped(10, 10, 10), *grouped(10, 10, 10, 10)], 60) == [3, 4]
    assert balance([*grouped(10, 10), *grouped(10, 10, 10, 10, 10, 10)], 60) == [4, 4]
