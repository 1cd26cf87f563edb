"""The command line: exit codes, output on stdout and stderr, and that messages are plain text."""

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


class Run(NamedTuple):
    """The result of a run: its exit code and its output."""

    returncode: int
    stdout: str
    stderr: str


def run_process(*arguments: str, cwd: Path, columns: int = 40, command: Sequence[str] = ("-m", "deckgen")) -> Run:
    """Run deckgen as a process of its own, as a shell does."""
    environment = {**os.environ, "COLUMNS": str(columns), "NO_COLOR": "1"}
    environment.pop("DECKGEN_DEBUG", None)
    run = subprocess.run(
        [sys.executable, *command, *arguments], capture_output=True, text=True, cwd=cwd, env=environment, check=False,
        encoding="utf-8",
    )  # fmt: skip
    return Run(run.returncode, run.stdout, run.stderr)


def deckgen(*arguments: str, cwd: Path) -> Run:
    """Run deckgen in this process, which takes a tenth of the time."""
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(app, arguments, env={"DECKGEN_DEBUG": None})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Run(result.exit_code, result.stdout, result.stderr)


def test_version_option_prints_the_version(tmp_path: Path) -> None:
    run = deckgen("--version", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (0, f"deckgen {__version__}\n")


def test_build_prints_one_line_for_each_deck_and_exits_with_0(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    run = deckgen("build", cwd=tmp_path)
    assert run.returncode == 0
    assert run.stderr == ""
    [line] = run.stdout.splitlines()
    assert line.startswith("output/sample-fy20-21-q2.pptx: 1 slide")


def test_build_and_check_print_the_smallest_sizes_of_text_and_footnotes(tmp_path: Path) -> None:
    long = "kind: table\ntitle: Table\ncolumns: [A]\nrows:\n" + "  - ['one[^n]']\n" * 3
    make_project(tmp_path, GOOD, long, files={"data/footnotes.yaml": "n: {text: Estimated}\n"})
    for command in ("build", "check"):
        assert "smallest text 18 pt (footnotes 10 pt)" in deckgen(command, cwd=tmp_path).stdout


def test_build_works_from_a_folder_inside_the_project(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    assert deckgen("build", cwd=folder).returncode == 0
    assert (tmp_path / "output" / "sample-fy20-21-q2.pptx").is_file()


def test_output_option_is_relative_to_the_current_folder(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    run = deckgen("build", str(folder), "-o", "here.pptx", cwd=tmp_path / "content")
    assert run.returncode == 0
    assert (tmp_path / "content" / "here.pptx").is_file()


def test_content_error_exits_with_1_and_builds_nothing(tmp_path: Path) -> None:
    make_project(tmp_path, "kind: bulets\n")
    run = deckgen("build", cwd=tmp_path)
    assert run.returncode == 1
    assert "content/sample/part.yaml:3:11: error: " in run.stderr
    assert "did you mean `bullets`?" in run.stderr
    assert "1 error; nothing was built" in run.stderr
    assert not (tmp_path / "output").exists()


def test_check_finds_the_same_errors_and_writes_nothing(tmp_path: Path) -> None:
    make_project(tmp_path, "kind: bulets\n")
    assert deckgen("check", cwd=tmp_path).returncode == 1
    make_project(tmp_path, GOOD)
    run = deckgen("check", cwd=tmp_path)
    assert run.returncode == 0
    assert "1 slide" in run.stdout
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("columns", [40, 200])
def test_messages_are_neither_wrapped_nor_read_as_markup(tmp_path: Path, columns: int) -> None:
    make_project(tmp_path, f"kind: bullets\ntitle: T\nbulets: {ODD}\n")
    run = run_process("build", cwd=tmp_path, columns=columns)
    assert run.returncode == 1
    shown = [line for line in run.stderr.splitlines() if "bulets: " in line]
    assert shown == [f"        bulets: {ODD}"]
    assert "\x1b" not in run.stderr


def test_markup_in_messages_is_printed_literally(tmp_path: Path) -> None:
    make_project(tmp_path, 'kind: bullets\ntitle: "[a, b] [bold]x[/bold] :smile:"\nbullets: "[/red]"\nfoo[0]: "[i]"\n')
    run = run_process("build", cwd=tmp_path)
    assert 'foo[0]: "[i]"' in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "nowhere"], "there is no folder 'nowhere'"),
        (["build", "--colour"], "No such option"),
        (["kinds", "dril-down"], "did you mean `drill-down`?"),
        (["build"], "there is no content/ folder"),
    ],
)
def test_wrong_use_exits_with_2_and_a_hint(tmp_path: Path, arguments: list[str], message: str) -> None:
    run = deckgen(*arguments, cwd=tmp_path)
    assert run.returncode == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_presentation_in_the_place_of_a_deck_is_named_with_what_takes_it(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "x.pptx").write_bytes(b"PK")
    run = deckgen("render", "output/x.pptx", cwd=tmp_path)
    assert run.returncode == 2
    assert "'output/x.pptx' is a presentation (`deckgen pull output/x.pptx` brings" in run.stderr
    assert f"this command takes decks; the decks here: {folder.name}\n" in run.stderr
    (tmp_path / "r.csv").touch()
    assert "'r.csv' is a file, and this command takes decks" in deckgen("build", "r.csv", cwd=tmp_path).stderr


def test_unknown_section_is_wrong_use(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    run = deckgen("build", "--only", "prat", cwd=tmp_path)
    assert run.returncode == 2
    assert "did you mean `part`?" in run.stderr


def test_one_output_file_for_several_decks_is_wrong_use(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    other = tmp_path / "content" / "other"
    other.mkdir()
    for path in folder.iterdir():
        (other / path.name).write_text(path.read_text())
    run = deckgen("build", "-o", "x.pptx", cwd=tmp_path)
    assert run.returncode == 2
    assert deckgen("build", cwd=tmp_path).returncode == 0
    assert len(list((tmp_path / "output").iterdir())) == 2


def test_deck_with_errors_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    bad = tmp_path / "content" / "bad"
    bad.mkdir()
    (bad / "deck.yaml").write_text("format: 1\n")
    assert folder.is_dir()
    run = deckgen("build", cwd=tmp_path)
    assert run.returncode == 1
    assert (tmp_path / "output" / "sample-fy20-21-q2.pptx").is_file()


def test_file_in_place_of_the_output_folder_exits_with_3(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    (tmp_path / "output").write_text("a file where a folder is needed")
    run = deckgen("build", cwd=tmp_path)
    assert run.returncode == 3
    assert run.stderr.startswith("deckgen: ")
    assert "Traceback" not in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_folder_in_place_of_the_output_file_exits_with_3(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    (tmp_path / "here.pptx").mkdir()
    run = deckgen("build", "-o", "here.pptx", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr == "deckgen: here.pptx cannot be written: it is a folder\n"


def test_read_only_output_folder_exits_with_3(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    (tmp_path / "output").mkdir(mode=0o500)
    if os.access(tmp_path / "output", os.W_OK):
        pytest.skip("this user may write everywhere")
    run = deckgen("build", cwd=tmp_path)
    assert run.returncode == 3
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize("failure", [PermissionError(13, "Permission denied", "output"), OSError(28, "No space left")])
def test_file_system_error_is_printed_with_its_own_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: OSError
) -> None:
    make_project(tmp_path, GOOD)

    def refuse(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(pipeline, "build", refuse)
    run = deckgen("build", cwd=tmp_path)
    assert run.returncode == 3
    assert failure.strerror in run.stderr
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_full_disk_behind_stdout_exits_with_3(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "deckgen", "kinds"], stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False
        )  # fmt: skip
    assert run.returncode == 3
    assert run.stderr.startswith("deckgen: ")
    assert "Traceback" not in run.stderr


def test_internal_error_exits_with_3_and_asks_to_report_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(tmp_path, GOOD)

    def raise_error(*_: object, **__: object) -> None:
        raise RuntimeError("inside [bold]")

    monkeypatch.setattr(pipeline, "build", raise_error)
    run = deckgen("build", cwd=tmp_path)
    assert run.returncode == 3
    assert "please report it" in run.stderr
    assert "RuntimeError: inside [bold]" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(("delay", "is_shown"), [(0, True), (3600, False)])
def test_progress_bar_appears_on_a_terminal_after_a_delay_and_is_erased(
    delay: int, is_shown: bool, tmp_path: Path
) -> None:
    make_project(tmp_path, GOOD)
    pty = pytest.importorskip("pty")
    reading_end, terminal = pty.openpty()
    code = f"from deckgen import cli; from deckgen.cli import _progress_bar; _progress_bar.PROGRESS_DELAY = {delay}; cli.main()"
    run = subprocess.run(
        [sys.executable, "-c", code, "build"], stdout=subprocess.PIPE, stderr=terminal, cwd=tmp_path, check=False,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )  # fmt: skip
    os.write(terminal, b"the end")
    screen = ""
    while "the end" not in screen:
        screen += os.read(reading_end, 65536).decode()
    os.close(terminal)
    os.close(reading_end)
    assert run.returncode == 0
    assert ("sample" in screen) == ("\x1b[2K" in screen) == is_shown
    assert screen.endswith("the end")
    assert run.stdout.decode().startswith("output/sample-fy20-21-q2.pptx: 1 slide")


def test_kinds_lists_every_kind_with_a_summary(tmp_path: Path) -> None:
    lines = deckgen("kinds", cwd=tmp_path).stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(find_kinds())
    assert all(len(line.split()) > 3 for line in lines)


@pytest.mark.parametrize("kind", sorted(find_kinds()))
def test_example_of_a_kind_can_be_pasted_under_slides(tmp_path: Path, kind: str) -> None:
    shown = deckgen("kinds", kind, cwd=tmp_path).stdout
    existing = "title: Part\nslides:\n  - kind: bullets\n    bullets: [One]\n"
    slides = yaml.load(existing + shown, yaml.BaseLoader)["slides"]
    assert slides[1:] == [yaml.load(find_kinds()[kind].EXAMPLE, yaml.BaseLoader)]
    assert yaml.load(shown, yaml.BaseLoader) == slides[1:]


def test_unknown_kind_without_a_similar_one_lists_all_kinds(tmp_path: Path) -> None:
    run = deckgen("kinds", "qqqq", cwd=tmp_path)
    assert run.returncode == 2
    assert all(f"`{name}`" in run.stderr for name in find_kinds())


def test_content_folder_without_decks_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    run = deckgen("build", cwd=tmp_path)
    assert run.returncode == 2
    assert "deck.yaml" in run.stderr


def test_deck_may_be_named_by_its_deck_yaml(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    assert deckgen("build", str(folder / "deck.yaml"), cwd=tmp_path).returncode == 0


def test_build_says_what_check_warns_of_and_says_it_again_when_nothing_changed(tmp_path: Path) -> None:
    rows = "  - {name: Editors, goal: 5%}\n  - {name: Readers, quarters: {Q2: 1 of NAKR}}\n  - {name: New, goal: 6%}\n"
    make_project(tmp_path, f"kind: key-results\nheadline: Much is open\nrows:\n{rows}")
    for end in ("", "nothing changed since it was built"):
        run = deckgen("build", cwd=tmp_path)
        assert "4 more warnings in `deckgen check` (2 no-result, 1 no-goal, 1 unexplained-acronym)" in run.stdout
        assert run.stdout.strip().endswith(end)
        assert not run.stderr
    warnings = deckgen("check", cwd=tmp_path).stderr.count(": warning: ")
    assert warnings == 4


def test_build_of_a_deck_without_warnings_mentions_none(tmp_path: Path) -> None:
    make_project(tmp_path, f"{GOOD}headline: There are points\n")
    assert "warning" not in deckgen("build", cwd=tmp_path).stdout


def test_draft_is_built_and_its_errors_are_warnings(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD.replace("Points", "A title that goes on and on " * 12))
    assert deckgen("build", cwd=tmp_path).returncode == 1
    run = deckgen("build", "--draft", cwd=tmp_path)
    assert run.returncode == 0
    assert ": warning: " in run.stderr
    assert "1 warning" in run.stdout


def test_exit_code_is_that_of_the_worst_deck(tmp_path: Path) -> None:
    good = make_project(tmp_path, GOOD)
    bad = tmp_path / "content" / "bad"
    bad.mkdir()
    (bad / "deck.yaml").write_text("format: 1\n")
    for order in ([good, bad], [bad, good]):
        assert deckgen("build", *map(str, order), cwd=tmp_path).returncode == 1


def test_shell_completion_is_available(tmp_path: Path) -> None:
    assert "--install-completion" in deckgen("--help", cwd=tmp_path).stdout
    # The shell is found among the parents of the process, where there may be none (a service, a program that runs tests).
    command = ["bash", "-c", '"$0" -m deckgen --show-completion; exit $?', sys.executable]
    shown = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert shown.returncode == 0, shown.stderr
    assert "complete " in shown.stdout
    environment = {**os.environ, "_DECKGEN_COMPLETE": "complete_bash", "COMP_WORDS": "deckgen bui", "COMP_CWORD": "1"}
    script = Path(sys.executable).with_name("deckgen")
    offered = subprocess.run([script], capture_output=True, text=True, env=environment, check=False)
    assert "build" in offered.stdout, offered.stderr


def test_module_and_program_behave_alike(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    run = run_process("build", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("output/sample-fy20-21-q2.pptx: 1 slide")
    assert run_process("build", "nowhere", cwd=tmp_path).returncode == 2
