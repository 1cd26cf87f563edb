"""Two commands that write at once lose nothing, and one that is killed leaves nothing half written."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from test_editing_commands import deckgen

from sample_projects import make_project

pytestmark = pytest.mark.slow

METRICS = "".join(f"{name}:\n  name: {name.title()}\n  goal: 5%\n  quarters:\n    Q1: 4%\n" for name in ("one", "two"))
SHOWN = "kind: metrics\ntitle: How we measure\nmetrics: [one, two]\n"
TEXT = "kind: bullets\ntitle: News\nbullets:\n  - All is well.\n"
ROUNDS = 30
SET_RESULTS = """
import sys
from typer.testing import CliRunner
from deckgen.cli import app
for line in sys.stdin:
    done = CliRunner().invoke(app, ["set", sys.argv[1], "Q2", f"{line.strip()}.{sys.argv[1]}%"])
    print(done.exit_code, flush=True)
"""
KILL_AT_MOVE = """
import os, signal, sys
from pathlib import Path
at, moves = int(sys.argv.pop(1)), 0
def count_calls(name):
    original = getattr(Path, name)
    def move(self, target):
        global moves
        if moves == at:
            os.kill(os.getpid(), signal.SIGKILL)
        moves += 1
        return original(self, target)
    setattr(Path, name, move)
count_calls("replace")
count_calls("rename")
from deckgen.cli import main
main()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    make_project(root, SHOWN, TEXT, files={"data/metrics.yaml": METRICS})
    return root


def content(project: Path) -> dict[str, str]:
    """The content files, without an empty one: that is a record which `roll` had not begun to write."""
    folder = project / "content" / "sample"
    return {p.relative_to(folder).as_posix(): text for p in folder.rglob("*.yaml") if (text := p.read_text())}


def test_two_results_set_at_once_are_both_written(project: Path) -> None:
    """The processes are started once, so that the two commands of a round begin at the same moment."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", SET_RESULTS, name],
            cwd=project,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    for number in range(ROUNDS):
        for process in running:
            process.stdin.write(f"{number}\n")
            process.stdin.flush()
        assert [process.stdout.readline() for process in running] == ["0\n", "0\n"]
        text = content(project)["data/metrics.yaml"]
        assert [f"Q2: {number}.{name}%" in text for name in ("one", "two")] == [True, True], number
    for process in running:
        process.communicate()


def killed(move: int, arguments: Sequence[str], cwd: Path) -> bool:
    """Run deckgen and kill it when it moves its file number `move`; returns whether it got that far."""
    done = subprocess.run(
        [sys.executable, "-c", KILL_AT_MOVE, str(move), *arguments], cwd=cwd, check=False, capture_output=True
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


@pytest.mark.parametrize(
    "command", [("set", "one", "Q2", "6%"), ("fill", "results.csv"), ("roll",)], ids=lambda c: c[0]
)
def test_killed_command_changes_nothing_or_is_finished_by_the_next(command: tuple[str, ...], tmp_path: Path) -> None:
    move, states, before, after = 0, set(), None, None
    while True:
        project = tmp_path / str(move) / "project"
        make_project(project, SHOWN, TEXT, files={"data/metrics.yaml": METRICS})
        (project / "results.csv").write_text("id,Q2\none,6%\ntwo,7%\n")
        before = content(project)
        is_complete = not killed(move, command, project)
        if is_complete:
            after = content(project)
        # The next command that writes; its value is there already.
        done = deckgen("set", "one", "Q1", "4%", cwd=project)
        assert done.code == 0, done.err
        states.add(tuple(sorted(content(project).items())))
        assert not (project / "content" / "sample" / ".deckgen-journal.json").exists()
        if is_complete:
            break
        move += 1
    assert move >= (1 if command[0] != "roll" else 3)
    assert after is not None
    assert states == {tuple(sorted(before.items())), tuple(sorted(after.items()))}


def test_interrupted_roll_is_finished_but_not_repeated(project: Path) -> None:
    assert killed(2, ["roll"], project)
    done = deckgen("build", cwd=project)
    assert "a command that changed this deck was interrupted" in done.err
    done = deckgen("roll", cwd=project)
    assert (done.code, done.out) == (0, "")
    assert done.err == "sample: finished what an interrupted `deckgen roll` had begun\n"
    assert "quarter: Q3" in content(project)["deck.yaml"]


def number_of_moves(folder: Path) -> int:
    code = KILL_AT_MOVE.replace("from deckgen.cli import main\nmain()", "from typer.testing import CliRunner")
    code += "from deckgen.cli import app\nCliRunner().invoke(app, sys.argv[1:])\nprint(moves)"
    done = subprocess.run([sys.executable, "-c", code, "-1", "new", str(folder)], check=True, capture_output=True)
    return int(done.stdout)


@pytest.mark.parametrize("there", [False, True])
def test_a_new_project_that_was_killed_can_be_made_anew(there: bool, tmp_path: Path) -> None:
    moves = number_of_moves(tmp_path / "counted")
    for at in (0, 20, moves - 3, moves - 1, moves):
        folder = tmp_path / str(at)
        if there:
            (folder / ".git").mkdir(parents=True)
        cut = killed(at, ["new", str(folder)], tmp_path)
        done = deckgen("new", str(folder), cwd=tmp_path)
        assert done.code == (0 if cut else 2), done.err
        assert not [p.name for p in folder.iterdir() if p.name.startswith(".deckgen-new")]
        assert deckgen("check", cwd=folder).code == 0


def test_a_full_disk_leaves_no_trace_of_a_new_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 30:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    done = deckgen("new", "fresh", cwd=tmp_path)
    assert done.code == 3
    assert "No space left on device" in done.err
    assert not (tmp_path / "fresh").exists()
    monkeypatch.undo()
    assert deckgen("new", "fresh", cwd=tmp_path).code == 0
