"""people: a chip for each person or team."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Text
from deckgen.ir.frames import EMU_PER_INCH, Box, TextFrame
from sample_projects import make_project


def people(*entries: str) -> str:
    return "kind: people\npeople:\n" + "".join(f"  - {entry}\n" for entry in entries)


@pytest.mark.parametrize(
    ("count", "layout"),
    [
        (1, "people-3"),
        (3, "people-3"),
        (4, "people-4"),
        (6, "people-6"),
        (7, "people--rows-of-four"),
        (8, "people--rows-of-four"),
        (9, "people"),
        (12, "people"),
    ],
)
def test_layout_is_the_smallest_with_a_chip_for_each(count: int, layout: str, tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, people(*(f"Person {n}" for n in range(count)))))
    assert result.deck is not None, result.issues
    assert [page.layout for page in result.deck.pages] == [layout]


def test_chip_has_name_role_and_task(tmp_path: Path) -> None:
    entries = people("{name: Amina Haddad, role: Product, task: The mentor list}", "Legal team")
    blocks = pipeline.lay_out(make_project(tmp_path, entries)).slides[-1].blocks_of(Text)
    assert [[(p.style, p.plain_text) for p in block.paragraphs] for block in blocks] == [
        [("heading", "Amina Haddad"), ("small", "Product"), ("body", "The mentor list")],
        [("heading", "Legal team")],
    ]


def chips(tmp_path: Path, *entries: str) -> list[Box]:
    result = pipeline.lay_out(make_project(tmp_path, people(*entries)))
    assert result.deck is not None
    [page] = result.deck.pages
    return [f.box for f in page.frames if isinstance(f, TextFrame) and f.slot.startswith("person-")]


def test_chips_of_several_rows_have_one_height_and_fill_the_page(tmp_path: Path) -> None:
    tasks = [
        "Mentor list",
        "What newcomers ask",
        "Calls for mentors",
        "Speed of the list",
        "Welcome messages",
        "Personal data",
    ]
    boxes = chips(
        tmp_path,
        *(f"{{name: Alexandra Mensah {n}, role: Product, task: {task}}}" for n, task in enumerate([*tasks, "A", "B"])),
    )
    assert len({(box.y, box.height) for box in boxes}) == 2
    first, last = min(boxes, key=lambda box: box.y), max(boxes, key=lambda box: box.y)
    assert first.height == pytest.approx(last.height, rel=0.15)
    assert last.bottom > 6.4 * EMU_PER_INCH


def test_chips_with_little_text_end_below_it(tmp_path: Path) -> None:
    boxes = chips(tmp_path, *(f"Person {n}" for n in range(8)))
    assert max(box.bottom for box in boxes) < 5 * EMU_PER_INCH


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([], "at least 1 entry is needed here, but there are none"),
        (["A"] * 13, "at most 12 entries are allowed here, but there are 13"),
        (["{role: Product}"], "`name` is missing here"),
    ],
)
def test_faulty_people_are_refused(entries: list[str], message: str, tmp_path: Path) -> None:
    slide = people(*entries) if entries else "kind: people\npeople: []"
    result = pipeline.lay_out(make_project(tmp_path, slide))
    assert [issue.message for issue in result.issues] == [message]
