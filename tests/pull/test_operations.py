"""Several changes of one file are made such that none changes what another is about."""

import pytest

from deckgen.pull.operations import Operation, applied

FILE = "part.yaml"
TEXT = """\
slides:
  - name: a
    items: [1, 2, 3]
  - name: b
    items: [4, 5, 6]
  - name: c
    items: [7, 8, 9]
"""


def remove(*path: str | int) -> Operation:
    return Operation("remove", FILE, path)


def insert(to: int, value: str, *path: str | int) -> Operation:
    return Operation("insert", FILE, path, value, to=to)


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([remove("slides", 1, "items", 0), remove("slides", 1, "items", 2)], ["a 123", "b 5", "c 789"]),
        ([insert(1, "x", "slides", 0, "items"), insert(1, "y", "slides", 0, "items")], ["a 1xy23", "b 456", "c 789"]),
        ([Operation("move", FILE, ("slides", 2), to=0), remove("slides", 1, "items", 0)], ["c 789", "a 123", "b 56"]),
        ([remove("slides", 0), Operation("move", FILE, ("slides", 2, "items", 2), to=0)], ["b 456", "c 978"]),
        ([remove("slides", 0), Operation("set", FILE, ("slides", 2, "name"), "d")], ["b 456", "d 789"]),
    ],
)  # fmt: skip
def test_each_operation_means_the_entries_of_before(operations: list[Operation], expected: list[str]) -> None:
    data = applied({FILE: TEXT}, operations)[FILE]
    found = [line.split(": ")[1] for line in data.splitlines()[1:]]
    items = [text.strip("[]").replace(", ", "") for text in found[1::2]]
    assert [f"{name} {numbers}" for name, numbers in zip(found[::2], items, strict=True)] == expected
