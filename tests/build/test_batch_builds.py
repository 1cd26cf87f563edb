"""Many decks in one call: each is built as if alone, and one that fails stops no other."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from deckgen.build import batch, pipeline
from deckgen.build.batch import BuildOptions
from sample_projects import make_project

TABLE = "kind: table\ntitle: Table\ncolumns: [A, B]\nrows: [[one, two], [three, four]]"
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)
DOCS = Path(__file__).parents[2] / "docs" / "performance.md"


@pytest.fixture
def decks(tmp_path: Path) -> list[Path]:
    """Four decks of one project: the second has an error, the third has a folder where its file should go."""
    make_project(tmp_path, TABLE)
    first = tmp_path / "content" / "sample"
    for name in ("broken", "blocked", "last"):
        (tmp_path / "content" / name).mkdir()
        for file in first.iterdir():
            (tmp_path / "content" / name / file.name).write_bytes(file.read_bytes())
    (tmp_path / "content" / "broken" / "part.yaml").write_text("title: Part\nslides: [{kind: tabel}]\n", "utf-8")
    (tmp_path / "output" / "blocked-fy20-21-q2.pptx").mkdir(parents=True)
    return [tmp_path / "content" / name for name in ("sample", "broken", "blocked", "last")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_failing_deck_does_not_stop_the_others(decks: list[Path], jobs: int) -> None:
    outcomes = list(batch.build_all(decks, BuildOptions(), jobs))
    assert [outcome.folder.name for outcome in outcomes] == ["sample", "broken", "blocked", "last"]
    assert [outcome.path is not None for outcome in outcomes] == [True, False, False, True]
    assert [d.code for d in outcomes[1].issues] == ["unknown-kind"]
    assert "it is a folder" in outcomes[2].failure
    assert outcomes[0].pages == outcomes[3].pages == 1
    assert outcomes[0].path is not None
    assert outcomes[0].path.read_bytes() == pipeline.build_bytes(decks[0]).data


def test_internal_error_does_not_stop_the_other_decks(decks: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    build = pipeline.build

    def fail_for_sample(folder: Path, *args: object, **named: object) -> object:
        if folder.name == "sample":
            raise RuntimeError("a slip")
        return build(folder, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "build", fail_for_sample)
    outcomes = list(batch.build_all(decks, BuildOptions()))
    assert "an error in deckgen itself while it worked on 'sample' (RuntimeError: a slip)" in outcomes[0].failure
    assert outcomes[3].path is not None


def test_command_names_the_decks_that_failed(decks: list[Path]) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "deckgen", "build", "--jobs", "2", *map(str, decks)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert process.returncode == 3, process.stderr
    assert "2 decks of 4 failed: broken, blocked" in process.stderr
    assert len(process.stdout.splitlines()) == 2


@pytest.mark.rendering
def test_documented_dask_example_builds_all_decks(decks: list[Path], tmp_path: Path) -> None:
    [example] = [code for code in EXAMPLE.findall(DOCS.read_text(encoding="utf-8")) if "dask" in code]
    (tmp_path / "example.py").write_text(example, encoding="utf-8")
    process = subprocess.run(
        [sys.executable, "example.py"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert process.returncode == 0, process.stderr
    assert process.stdout.count("nothing was built") == 2
    assert process.stdout.count(".pptx\n") == 2
