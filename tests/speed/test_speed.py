"""The cost of a build, compared with a reference in the same run: ratios of processor time, never seconds.

The reference is python-pptx, used as in its documentation, which writes the same slides: a title and a table of six rows and six
columns. docs/performance.md has the measurements on which the bounds are based.
"""

import gc
import json
import pkgutil
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deckgen import cli
from deckgen.build import pipeline
from deckgen.build.batch import BuildOptions, build_one
from deckgen.build.selection import Selection
from deckgen.cache.build_cache import BuildCache

PROJECT = Path(__file__).parents[2]
BENCHMARKS = PROJECT / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import python_pptx_slides  # noqa: E402 -- it is in benchmarks/
from inputs import write_json, write_project  # noqa: E402

pytestmark = [pytest.mark.slow, pytest.mark.flaky(reruns=2)]  # what is too slow is so three times

FEW, MANY = 200, 600
MAX_MODULES = 165
"""Modules that `--help` imports besides the commands themselves, of which it shows the first line."""


def costs(*calls: Callable[[], object], times: int = 4) -> list[float]:
    """Minimum processor time of each call in seconds, which other programs on the machine hardly affect.

    The calls are made in turn, so that a slow moment of the machine is not one of a single call. Garbage collection is off, as
    the command line has it.
    """
    times_taken: list[list[float]] = [[] for _ in calls]
    for _ in range(times):
        for call, taken in zip(calls, times_taken, strict=True):
            gc.collect()
            gc.disable()
            try:
                started = time.process_time()
                call()
                taken.append(time.process_time() - started)
            finally:
                gc.enable()
    return [min(taken) for taken in times_taken]


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Projects of few and of many slides; one is built, so that imports and fonts are loaded."""
    projects = {}
    for slides in (FEW, MANY):
        project = tmp_path_factory.mktemp(f"of-{slides}")
        write_project(slides, project)
        projects[slides] = project / "content" / "benchmark"
    assert pipeline.build_bytes(projects[FEW]).data
    return projects


def test_build_costs_less_than_writing_with_python_pptx(decks: dict[int, Path], tmp_path: Path) -> None:
    write_json(FEW, tmp_path / "slides.json")
    # The same work: python-pptx chooses no size, as a deck that is set to be read, and writes no record of the content.
    build, reference = costs(
        lambda: pipeline.build_bytes(decks[FEW], Selection(density="read", content=False)),
        lambda: python_pptx_slides.main(str(tmp_path / "slides.json"), str(tmp_path / "out.pptx")),
    )
    assert build / reference < 0.6, build / reference


def test_finding_the_largest_size_of_text_costs_little_of_a_build(decks: dict[int, Path]) -> None:
    grown, fixed = costs(
        lambda: pipeline.build_bytes(decks[FEW]), lambda: pipeline.build_bytes(decks[FEW], Selection(density="read"))
    )
    assert grown / fixed < 1.5, grown / fixed


def test_time_of_a_build_is_linear_in_the_slides(decks: dict[int, Path]) -> None:
    many, few = costs(lambda: pipeline.build_bytes(decks[MANY]), lambda: pipeline.build_bytes(decks[FEW]))
    assert many / few < 3.3, many / few


def test_rebuild_after_one_edit_costs_a_fraction_of_writing_all(tmp_path: Path) -> None:
    """The reference is python-pptx: a build that becomes faster is no reason for a rebuild to be too slow."""
    write_project(FEW, tmp_path)
    write_json(FEW, tmp_path / "slides.json")
    deck, memory = tmp_path / "content" / "benchmark", BuildCache()
    file = deck / "part-1.yaml"
    text = file.read_text(encoding="utf-8")
    pipeline.build_bytes(deck, cache=memory)
    edits = iter(range(10))

    def edit() -> None:
        file.write_text(text.replace("40K/month", f"4{next(edits)}K/month", 1), encoding="utf-8")
        assert pipeline.build_bytes(deck, cache=memory).data

    written = str(tmp_path / "out.pptx")
    reference, rebuild = costs(lambda: python_pptx_slides.main(str(tmp_path / "slides.json"), written), edit)
    assert rebuild / reference < 0.35, rebuild / reference


def test_counting_the_warnings_of_check_costs_little_of_a_build(tmp_path: Path) -> None:
    options = BuildOptions(again=True)
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    shutil.copytree(PROJECT / "layouts", tmp_path / "layouts")
    deck = tmp_path / "content" / "thriving-movement"
    outcome = build_one(deck, options)
    assert outcome.further_warnings
    counted, build = costs(lambda: build_one(deck, options), lambda: pipeline.build(deck))
    assert counted / build < 1.35, counted / build


def test_unchanged_deck_costs_only_the_start_of_the_program(tmp_path: Path) -> None:
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
    assert "deckgen.kinds.table" in json.loads(built[-1])
    assert "deckgen.kinds.roadmap" not in json.loads(built[-1])  # a kind that the deck does not use
    unused = {"html", "joblib", "PIL", "matplotlib", "deckgen.io.replaceable"}  # for other content, and other commands
    assert not unused & set(json.loads(built[-1]))
    assert not {*work, "lxml", "PIL", "matplotlib", "joblib", "rich"} & set(json.loads(unchanged[-1]))


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_few_modules(option: str) -> None:
    code = (
        "import sys, json, deckgen.cli\n"
        f"try: deckgen.cli.app(['{option}'])\n"
        "except SystemExit: pass\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    commands = {f"deckgen.cli.{module.name}" for module in pkgutil.iter_modules(cli.__path__) if module.name[0] != "_"}
    modules = set(json.loads(done.stdout.splitlines()[-1])) - commands
    assert not {"yaml", "pydantic", "lxml", "PIL", "uharfbuzz", "matplotlib", "joblib"} & modules
    assert len(modules) < MAX_MODULES, len(modules)
