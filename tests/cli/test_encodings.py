"""Every command prints in the code page 1252 of Windows, without an error and without a character that is not in it."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deckgen.cli._encoding import adapt_streams
from sample_projects import make_project

METRICS = "readers:\n  name: Readers\n  goal: ≥ 5%\n  owner: Łucja 日本\n  quarters:\n    Q1: −4%\n"
SLIDES = (
    "kind: metrics\ntitle: How we measure → 測る\nmetrics: [readers]\n",
    "kind: bullets\ntitle: A “title” of 日本 … ✓\n日本: a\nbullets:\n  - 日本\n",
)
VALID = SLIDES[:1]
COMMANDS = (
    ("--help",), ("--version",), ("build", "--help"), ("build",), ("build", "--again"), ("build", "--format", "github"),
    ("check",), ("check", "--format", "json"), ("check", "--rules"), ("kinds",), ("kinds", "table"), ("status",),
    ("status", "--csv", "sheets"), ("set", "readers", "Q2", "6% → 7 ✓"), ("set", "raeders", "Q2", "1"),
    ("set", "readers", "Q3", "✓", "--dry-run"), ("fill", "results.csv"), ("roll", "--dry-run"), ("schema",), ("guide",),
    ("new", "neu"), ("render", "--help"), ("nothing",), ("build", "content/日本"),
)  # fmt: skip


# Each command prints into files of its project.
RUN_COMMANDS = """
import json, os, sys, traceback
from deckgen.cli import main

for folder, arguments in json.loads(sys.argv[1]):
    os.chdir(folder)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(name, os.O_CREAT | os.O_WRONLY, 0o600), number)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__  # as Python opened them: each command adapts them
    sys.argv = ["deckgen", *arguments]
    try:
        main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        code = -1
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    with open("exit code", "w", encoding="utf-8") as file:
        file.write(format(code, "d"))
"""


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return run_python(folder, "-m", "deckgen", *arguments, **variables)


def run_python(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "PYTHONUTF8")}
    return subprocess.run(
        [sys.executable, "-P", *arguments], capture_output=True, cwd=folder, check=False,
        stdin=subprocess.DEVNULL, env=environment | {"PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"} | variables,
    )  # fmt: skip


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Path]:
    """Run each command in a project of its own, all in one process; returns the folders with what they printed."""
    folders = {}
    for arguments in COMMANDS:
        folders[arguments] = folder = tmp_path_factory.mktemp("project")
        slides = VALID if arguments[0] in ("set", "fill", "roll") else SLIDES
        make_project(folder, *slides, files={"data/metrics.yaml": METRICS})
        (folder / "results.csv").write_text("id;Q2\nreaders;7 → 8\n日本;1\n", encoding="utf-8")
    runs = json.dumps([(str(folder), arguments) for arguments, folder in folders.items()])
    done = run_python(tmp_path_factory.getbasetemp(), "-c", RUN_COMMANDS, runs, PYTHONIOENCODING="cp1252")
    assert done.returncode == 0, done.stderr
    return folders


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_command_prints_in_code_page_1252(arguments: tuple[str, ...], outputs: dict[tuple[str, ...], Path]) -> None:
    text = "".join((outputs[arguments] / name).read_text("cp1252") for name in ("stdout", "stderr"))
    assert text.strip()
    assert "UnicodeEncodeError" not in text
    assert "Traceback" not in text
    assert (outputs[arguments] / "exit code").read_text("utf-8") in ("0", "1", "2")


def test_characters_that_a_code_page_lacks_are_printed_as_similar_ones(tmp_path: Path) -> None:
    make_project(tmp_path, *VALID, files={"data/metrics.yaml": METRICS})
    done = run(tmp_path, "set", "readers", "Q1", "5%", PYTHONIOENCODING="cp1252")
    assert done.stdout.decode("cp1252").splitlines() == [
        "content/sample/data/metrics.yaml:6: readers Q1: “-4%” -> “5%”"
    ]


def test_json_is_complete_in_code_page_1252(tmp_path: Path) -> None:
    make_project(tmp_path, *SLIDES, files={"data/metrics.yaml": METRICS})
    outputs = [
        run(tmp_path, "check", "--format", "json", PYTHONIOENCODING=encoding).stdout for encoding in ("cp1252", "utf-8")
    ]
    assert json.loads(outputs[0].decode("cp1252")) == json.loads(outputs[1].decode())
    assert "日本" in outputs[1].decode()


def test_output_to_a_file_or_pipe_is_utf_8(tmp_path: Path) -> None:
    make_project(tmp_path, *VALID, files={"data/metrics.yaml": METRICS})
    done = run(tmp_path, "set", "readers", "Q1", "✓")
    assert "“−4%” → “✓”" in done.stdout.decode("utf-8")


def test_terminal_keeps_its_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    data = io.BytesIO()
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    monkeypatch.setattr(sys, "stdout", Terminal(data, encoding="cp1252"))
    adapt_streams()
    sys.stdout.write("“a” → ✓ \ud800")
    sys.stdout.flush()
    assert data.getvalue().decode("cp1252") == "“a” -> ? ?"
