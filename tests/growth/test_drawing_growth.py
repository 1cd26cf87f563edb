"""The time to write a drawing as plain paths is linear in its size, whatever it consists of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deckgen.images.svg_flattening import MAX_CHARACTERS, flatten_svg
from growth import assert_linear

pytestmark = [pytest.mark.slow, pytest.mark.flaky(reruns=2)]  # what is too slow is so three times

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
DRAWINGS: dict[str, tuple[Callable[[int], str], int]] = {
    "lines": (lambda n: f'<path d="M0 0{"l1 1" * n}"/>', 20_000),
    "lines of one command": (lambda n: f'<path d="M0 0l{"1 1" * n}"/>', 20_000),
    "arcs without blanks": (lambda n: f'<path d="M0 0a{"1-1-1 01.5.5" * n}"/>', 4_000),
    "parts of a path": (lambda n: f'<path d="{"M1 1h5v5z" * n}" stroke="red"/>', 8_000),
    "points": (lambda n: f'<polyline points="{"1,2 " * n}"/>', 20_000),
    "shapes": (lambda n: '<rect width="5" height="5" rx="1" transform="rotate(5)"/>' * n, 2_000),
    "copies": (lambda n: '<g id="a"><path d="M0 0h9v9z"/></g>' + '<use xlink:href="#a" x="1"/>' * n, 4_000),
    "transforms": (lambda n: f'<g transform="{"rotate(1 2 3)" * n}"/>', 8_000),
    "rules": (lambda n: "<style>" + "".join(f".a{i}{{fill:red}}" for i in range(n)) + '</style><rect class="a1"/>', 8_000),
    "classes": (lambda n: f'<style>.a{{fill:red}}</style><rect class="{"a b " * n}"/>', 20_000),
    "classed elements": (lambda n: "<style>g .a.b{fill:red}</style><g>" + '<path class="b a" d="M0 0h9v9"/>' * n + "</g>", 2_000),
    "dashes": (lambda n: f'<rect stroke="red" width="9" height="9" stroke-dasharray="{"1 " * n}"/>', 20_000),
    "words": (lambda n: f"<text>{'word ' * n}</text>", 400),
    "spans": (lambda n: f"<text>{'<tspan dy=' + chr(34) + '1' + chr(34) + '>a </tspan> '}" * n + "</text>" * n, 60),
    "lines of text": (lambda n: "<text>" + '<tspan x="1" dy="1">a</tspan>' * n + "</text>", 400),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWINGS)
def test_time_to_flatten_a_drawing_is_linear(name: str) -> None:
    make, size = DRAWINGS[name]
    assert_linear(flatten_svg, lambda n: f"{HEAD}{make(n)}</svg>".encode(), size)


def test_many_copies_of_a_long_path_are_not_drawn() -> None:
    path = f'<path id="a" d="M0 0{"l1 1" * 10_000}"/>'
    copies = '<use xlink:href="#a"/>' * (MAX_CHARACTERS // len(path) + 1)
    assert flatten_svg(f"{HEAD}{path}{copies}</svg>".encode()) is None
