"""The command line: exit codes, what is printed where, and that it is printed plain."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from typer.testing import CliRunner

from deckgen import __version__
from deckgen.build import pipeline
from deckgen.cli import app
from deckgen.kinds import find_kinds
from sample_projects import make_project

GOOD = "kind: bullets\ntitle: Points\nbullets:\n  - One\n"
ODD = '"[a, b] [bold]' + " word" * 20 + '"'


class Done(NamedTuple):
    """How a run ended: its exit code, and what it printed where."""

    returncode: int
    stdout: str
    stderr: str


def program(*arguments: str, cwd: Path, columns: int = 40, command: Sequence[str] = ("-m", "deckgen")) -> Done:
    """Run deckgen as a process of its own, as a shell does."""
    environment = {**os.environ, "COLUMNS": str(columns), "NO_COLOR": "1"}
    environment.pop("DECKGEN_DEBUG", None)
    done = subprocess.run(
        [sys.executable, *command, *arguments], capture_output=True, text=True, cwd=cwd, env=environment, check=False,
        encoding="utf-8",
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


def deckgen(*arguments: str, cwd: Path) -> Done:
    """Run deckgen inside this process, which takes a tenth of the time."""
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(app, arguments, env={"DECKGEN_DEBUG": None})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def test_it_tells_its_version(tmp_path: Path) -> None:
    done = deckgen("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"deckgen {__version__}\n")


def test_a_build_prints_one_line_for_each_deck_and_ends_with_0(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    [line] = done.stdout.splitlines()
    assert line.startswith("output/sample-fy20-21-q2.pptx: 1 slide")


def test_build_and_check_tell_the_smallest_size_of_text_and_of_footnotes(tmp_path: Path) -> None:
    long = "kind: table\ntitle: Table\ncolumns: [A]\nrows:\n" + "  - ['one[^n]']\n" * 3
    make_project(tmp_path, GOOD, long, files={"data/footnotes.yaml": "n: {text: Estimated}\n"})
    for command in ("build", "check"):
        assert "smallest text 12 pt (footnotes 10 pt)" in deckgen(command, cwd=tmp_path).stdout


def test_it_works_from_a_folder_inside_the_project(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    assert deckgen("build", cwd=folder).returncode == 0
    assert (tmp_path / "output" / "sample-fy20-21-q2.pptx").is_file()


def test_a_file_named_with_o_is_relative_to_where_one_stands(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    done = deckgen("build", str(folder), "-o", "here.pptx", cwd=tmp_path / "content")
    assert done.returncode == 0
    assert (tmp_path / "content" / "here.pptx").is_file()


def test_content_at_fault_ends_with_1_and_builds_nothing(tmp_path: Path) -> None:
    make_project(tmp_path, "kind: bulets\n")
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "content/sample/part.yaml:3:11: error: " in done.stderr
    assert "did you mean `bullets`?" in done.stderr
    assert "1 error; nothing was built" in done.stderr
    assert not (tmp_path / "output").exists()


def test_check_finds_the_same_faults_and_writes_nothing(tmp_path: Path) -> None:
    make_project(tmp_path, "kind: bulets\n")
    assert deckgen("check", cwd=tmp_path).returncode == 1
    make_project(tmp_path, GOOD)
    done = deckgen("check", cwd=tmp_path)
    assert done.returncode == 0
    assert "1 slide" in done.stdout
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("columns", [40, 200])
def test_messages_are_neither_wrapped_nor_read_as_markup(tmp_path: Path, columns: int) -> None:
    make_project(tmp_path, f"kind: bullets\ntitle: T\nbulets: {ODD}\n")
    done = program("build", cwd=tmp_path, columns=columns)
    assert done.returncode == 1
    shown = [line for line in done.stderr.splitlines() if "bulets: " in line]
    assert shown == [f"        bulets: {ODD}"]
    assert "\x1b" not in done.stderr


def test_a_message_about_odd_characters_is_printed_as_they_are(tmp_path: Path) -> None:
    make_project(tmp_path, 'kind: bullets\ntitle: "[a, b] [bold]x[/bold] :smile:"\nbullets: "[/red]"\nfoo[0]: "[i]"\n')
    done = program("build", cwd=tmp_path)
    assert 'foo[0]: "[i]"' in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "nowhere"], "there is no folder 'nowhere'"),
        (["build", "--colour"], "No such option"),
        (["kinds", "dril-down"], "did you mean 'drill-down'?"),
        (["build"], "there is no content/ folder"),
    ],
)
def test_wrong_use_ends_with_2_and_a_hint(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = deckgen(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_section_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    done = deckgen("build", "--only", "prat", cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean `part`?" in done.stderr


def test_one_file_for_several_decks_is_wrong_use(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    other = tmp_path / "content" / "other"
    other.mkdir()
    for path in folder.iterdir():
        (other / path.name).write_text(path.read_text())
    done = deckgen("build", "-o", "x.pptx", cwd=tmp_path)
    assert done.returncode == 2
    assert deckgen("build", cwd=tmp_path).returncode == 0
    assert len(list((tmp_path / "output").iterdir())) == 2


def test_a_bad_deck_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    bad = tmp_path / "content" / "bad"
    bad.mkdir()
    (bad / "deck.yaml").write_text("format: 1\n")
    assert folder.is_dir()
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 1
    assert (tmp_path / "output" / "sample-fy20-21-q2.pptx").is_file()


def test_a_file_system_in_the_way_ends_with_3_and_a_sentence(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    (tmp_path / "output").write_text("a file where a folder is needed")
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("deckgen: ")
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_named_as_the_file_ends_with_3_and_a_sentence(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    (tmp_path / "here.pptx").mkdir()
    done = deckgen("build", "-o", "here.pptx", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "deckgen: here.pptx cannot be written: it is a folder\n"


def test_a_folder_that_may_not_be_written_ends_with_3_and_a_sentence(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    (tmp_path / "output").mkdir(mode=0o500)
    if os.access(tmp_path / "output", os.W_OK):
        pytest.skip("this user may write everywhere")
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("fault", [PermissionError(13, "Permission denied", "output"), OSError(28, "No space left")])
def test_what_the_file_system_refuses_is_told_in_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError
) -> None:
    make_project(tmp_path, GOOD)

    def refuse(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(pipeline, "build", refuse)
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 3
    assert fault.strerror in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_output_that_cannot_be_printed_ends_with_3_and_a_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "deckgen", "kinds"], stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False
        )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr.startswith("deckgen: ")
    assert "Traceback" not in done.stderr


def test_a_fault_of_ours_ends_with_3_and_says_how_to_report_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(tmp_path, GOOD)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("inside [bold]")

    monkeypatch.setattr(pipeline, "build", broken)
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 3
    assert "please report it" in done.stderr
    assert "RuntimeError: inside [bold]" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("patience", "shown"), [(0, True), (3600, False)])
def test_a_progress_bar_is_shown_on_a_terminal_to_who_has_to_wait_and_leaves_nothing_behind(
    patience: int, shown: bool, tmp_path: Path
) -> None:
    make_project(tmp_path, GOOD)
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    code = f"from deckgen import cli; from deckgen.cli import _common; _common.PATIENCE = {patience}; cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "build"], stdout=subprocess.PIPE, stderr=theirs, cwd=tmp_path, check=False,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )  # fmt: skip
    os.write(theirs, b"the end")
    seen = ""
    while "the end" not in seen:
        seen += os.read(ours, 65536).decode()
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 0
    assert ("sample" in seen) == ("\x1b[2K" in seen) == shown
    assert seen.endswith("the end")
    assert done.stdout.decode().startswith("output/sample-fy20-21-q2.pptx: 1 slide")


def test_kinds_lists_every_kind_with_a_word_on_each(tmp_path: Path) -> None:
    listed = deckgen("kinds", cwd=tmp_path).stdout.splitlines()
    assert [line.split()[0] for line in listed] == sorted(find_kinds())
    assert all(len(line.split()) > 3 for line in listed)


@pytest.mark.parametrize("kind", sorted(find_kinds()))
def test_the_example_of_a_kind_is_printed_as_it_would_stand_in_a_file(tmp_path: Path, kind: str) -> None:
    shown = deckgen("kinds", kind, cwd=tmp_path).stdout
    assert yaml.safe_load(shown)["kind"] == kind
    assert shown == find_kinds()[kind].EXAMPLE


def test_a_kind_unlike_any_other_is_answered_with_all_there_are(tmp_path: Path) -> None:
    done = deckgen("kinds", "qqqq", cwd=tmp_path)
    assert done.returncode == 2
    assert ", ".join(find_kinds()) in done.stderr


def test_a_content_folder_without_decks_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 2
    assert "deck.yaml" in done.stderr


def test_a_deck_may_be_named_by_its_deck_yaml(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    assert deckgen("build", str(folder / "deck.yaml"), cwd=tmp_path).returncode == 0


def test_a_draft_is_built_and_its_faults_are_warnings(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD.replace("Points", "A title that goes on and on " * 12))
    assert deckgen("build", cwd=tmp_path).returncode == 1
    done = deckgen("build", "--draft", cwd=tmp_path)
    assert done.returncode == 0
    assert ": warning: " in done.stderr
    assert "1 warning" in done.stdout


def test_of_several_decks_the_worst_decides_the_exit_code(tmp_path: Path) -> None:
    good = make_project(tmp_path, GOOD)
    bad = tmp_path / "content" / "bad"
    bad.mkdir()
    (bad / "deck.yaml").write_text("format: 1\n")
    for order in ([good, bad], [bad, good]):
        assert deckgen("build", *map(str, order), cwd=tmp_path).returncode == 1


def test_the_shell_is_offered_completion(tmp_path: Path) -> None:
    assert "--install-completion" in deckgen("--help", cwd=tmp_path).stdout
    done = program("--show-completion", "bash", cwd=tmp_path)
    assert done.returncode == 0
    assert "complete " in done.stdout
    environment = {**os.environ, "_DECKGEN_COMPLETE": "complete_bash", "COMP_WORDS": "deckgen bui", "COMP_CWORD": "1"}
    script = Path(sys.executable).with_name("deckgen")
    offered = subprocess.run([script], capture_output=True, text=True, env=environment, check=False)
    assert "build" in offered.stdout


def test_it_runs_as_a_module_and_as_a_program_alike(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    done = program("build", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("output/sample-fy20-21-q2.pptx: 1 slide")
    assert program("build", "nowhere", cwd=tmp_path).returncode == 2
