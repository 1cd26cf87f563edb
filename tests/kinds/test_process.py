"""process: three to five numbered steps."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Text
from sample_projects import make_project


def process(*steps: str) -> str:
    return "kind: process\nsteps:\n" + "".join(f"  - {step}\n" for step in steps)


@pytest.mark.parametrize(("count", "layout"), [(3, "process-3"), (4, "process-4"), (5, "process")])
def test_layout_has_as_many_steps_as_the_slide(count: int, layout: str, tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, process(*(f"Step {n}" for n in range(count)))))
    assert result.deck is not None, result.issues
    assert [page.layout for page in result.deck.pages] == [layout]


def test_steps_are_numbered_and_named(tmp_path: Path) -> None:
    steps = process("Ask", "{name: Answer, text: A mentor answers.}", "Follow up")
    blocks = pipeline.lay_out(make_project(tmp_path, steps)).slides[-1].blocks_of(Text)
    assert [[(p.style, p.plain_text) for p in block.paragraphs] for block in blocks] == [
        [("number", "1"), ("heading", "Ask")],
        [("number", "2"), ("heading", "Answer"), ("body", "A mentor answers.")],
        [("number", "3"), ("heading", "Follow up")],
    ]


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (["A", "B"], "at least 3 entries are needed here, but there are 2"),
        (["A"] * 6, "at most 5 entries are allowed here, but there are 6"),
        (["A", "B", "{text: C}"], "`name` is missing here"),
    ],
)
def test_faulty_steps_are_refused(steps: list[str], message: str, tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, process(*steps)))
    assert [issue.message for issue in result.issues] == [message]
