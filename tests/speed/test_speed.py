"""What a build costs, against a fixed reference in the same run: ratios of processor time, never seconds.

The reference is python-pptx, used as its documentation shows, which makes the same slides: a title and a table of six rows and
six columns. docs/performance.md has the figures behind the bounds.
"""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.build.caches import StageCaches
from deckgen.layout import parallel

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import python_pptx_slides  # noqa: E402 -- it stands in benchmarks/
from inputs import write_json, write_project  # noqa: E402

FEW, MANY = 200, 600
MODULES = 180
"""How many modules a command may import that only prints its help: 150 are typer's and Python's own."""


def cost(call: Callable[[], object], times: int = 4) -> float:
    """Least processor time of a call in seconds; what other programs take of the machine hardly shows in that."""
    found = []
    for _ in range(times):
        gc.collect()
        started = time.process_time()
        call()
        found.append(time.process_time() - started)
    return min(found)


@pytest.fixture(autouse=True)
def one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processor time of copies would not be counted."""
    monkeypatch.setattr(parallel, "cores", lambda: 1)


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Projects of few and of many slides, each built once, so that imports and fonts are loaded."""
    made = {}
    for slides in (FEW, MANY):
        project = tmp_path_factory.mktemp(f"of-{slides}")
        write_project(slides, project)
        made[slides] = project / "content" / "benchmark"
    assert pipeline.build_bytes(made[FEW]).data
    return made


def test_a_slide_from_yaml_costs_less_than_python_pptx_takes_to_write_it(
    decks: dict[int, Path], tmp_path: Path
) -> None:
    write_json(FEW, tmp_path / "slides.json")
    reference = cost(lambda: python_pptx_slides.main(str(tmp_path / "slides.json"), str(tmp_path / "out.pptx")))
    ratio = cost(lambda: pipeline.build_bytes(decks[FEW])) / reference
    assert ratio < 0.6, ratio


def test_three_times_the_slides_cost_three_times_as_much(decks: dict[int, Path]) -> None:
    ratio = cost(lambda: pipeline.build_bytes(decks[MANY])) / cost(lambda: pipeline.build_bytes(decks[FEW]))
    assert ratio < 3.3, ratio


def test_a_rebuild_after_one_edit_costs_a_fraction_of_a_build(tmp_path: Path) -> None:
    write_project(FEW, tmp_path)
    deck, memory = tmp_path / "content" / "benchmark", StageCaches()
    whole = cost(lambda: pipeline.build_bytes(deck))
    file = deck / "part-1.yaml"
    text = file.read_text(encoding="utf-8")
    pipeline.build_bytes(deck, caches=memory)
    edits = iter(range(10))

    def edit() -> None:
        file.write_text(text.replace("40K/month", f"4{next(edits)}K/month", 1), encoding="utf-8")
        assert pipeline.build_bytes(deck, caches=memory).data

    ratio = cost(edit) / whole
    assert ratio < 0.45, ratio


def test_a_deck_of_which_nothing_changed_costs_the_start_of_the_program_and_no_more(tmp_path: Path) -> None:
    write_project(3, tmp_path)
    code = (
        "import sys, json, deckgen.cli\n"
        "try: deckgen.cli.app(['build'])\n"
        "except SystemExit: print(json.dumps(sorted(sys.modules)))"
    )
    command = [sys.executable, "-c", code]
    built, unchanged = (
        subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.splitlines()
        for _ in range(2)
    )
    assert "nothing changed" in unchanged[0]
    work = {"yaml", "uharfbuzz", "deckgen.build.pipeline", "deckgen.layout", "deckgen.model"}
    assert work <= set(json.loads(built[-1]))
    assert not {*work, "lxml", "PIL", "matplotlib", "joblib", "rich"} & set(json.loads(unchanged[-1]))


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_next_to_nothing(option: str) -> None:
    code = (
        "import sys, json, deckgen.cli\n"
        f"try: deckgen.cli.app(['{option}'])\n"
        "except SystemExit: pass\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert not {"yaml", "pydantic", "lxml", "PIL", "uharfbuzz", "matplotlib", "joblib"} & set(found)
    assert len(found) < MODULES, len(found)
