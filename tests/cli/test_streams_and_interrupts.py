"""Closed streams, readers that end, and Ctrl-C: no traceback, and the exit code that shells expect."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sample_projects import make_project

TEXT = "kind: bullets\ntitle: News\nbullets:\n  - All is well.\n"
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and shells of POSIX")
DECKGEN = f"'{sys.executable}' -m deckgen"


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, text=True, cwd=cwd, check=False
    )


@POSIX
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_stream_does_not_change_what_a_command_does(closed: str, tmp_path: Path) -> None:
    make_project(tmp_path, TEXT)
    done = shell(f"{DECKGEN} build {closed}", tmp_path)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    (built,) = (tmp_path / "output").glob("*.pptx")
    assert built.read_bytes().startswith(b"PK"), "output went into the file that has the number of the closed stream"


@POSIX
@pytest.mark.parametrize(
    "command", ["kinds", "check --format json 2>/dev/null", "nothing 2>&1 >/dev/null", "build content/no 2>&1"]
)
@pytest.mark.parametrize("variables", ["", "PYTHONUNBUFFERED=1"])
def test_command_ends_silently_where_nobody_reads_its_output(variables: str, command: str, tmp_path: Path) -> None:
    make_project(tmp_path, TEXT)
    done = shell(f"{{ sleep 0.2; {variables} {DECKGEN} {command}; }} | true", tmp_path)
    assert (done.returncode, done.stderr) == (141, "")


@POSIX
@pytest.mark.parametrize("seconds", [0.06, 0.1, 0.15, 0.2, 0.3, 0.5])
def test_interrupted_command_ends_without_a_traceback(seconds: float, tmp_path: Path) -> None:
    make_project(tmp_path, TEXT)
    # Python prints a traceback until it runs the first line of deckgen.
    run = "import runpy; runpy.run_module('deckgen', run_name='__main__')"
    code = f"import sys; print('started', flush=True); sys.argv[1:] = ['build']; {run}"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert errors == ""
    assert process.returncode in (-signal.SIGINT, 130, 0), "it is interrupted, or was ready before"


@POSIX
@pytest.mark.parametrize("seconds", [1.6, 2.4])
def test_interrupted_build_of_many_decks_ends_without_a_traceback(seconds: float, tmp_path: Path) -> None:
    make_project(tmp_path, *[TEXT] * 40)
    for number in range(12):
        shutil.copytree(tmp_path / "content/sample", tmp_path / f"content/deck{number}")
    command = [sys.executable, "-m", "deckgen", "build", "--again", "--jobs", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path, start_new_session=True)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes
    _, errors = process.communicate()
    assert errors == ""
    assert process.returncode in (-signal.SIGINT, 130, 0), "it is interrupted, or was ready before"


@POSIX
def test_interrupt_stays_ignored_where_the_caller_ignores_it(tmp_path: Path) -> None:
    make_project(tmp_path, TEXT)
    done = shell(f"trap '' INT; {DECKGEN} build & sleep 0.1; kill -INT $!; wait $!", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_process_ends_after_threads_handlers_and_output_of_libraries() -> None:
    code = """
import atexit, threading, time
from deckgen import __main__ as program, cli

def work():
    time.sleep(0.1)
    print("thread", end=" ")

def run():
    atexit.register(print, "handler", end=" ")
    threading.Thread(target=work).start()
    print("command", end=" ")
    raise SystemExit(3)

cli.main = run
program.main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, timeout=60)
    assert (done.stdout, done.stderr, done.returncode) == ("command thread handler ", "", 3)


def test_unexpected_exception_ends_the_process_with_a_traceback() -> None:
    code = "from deckgen import __main__ as program, cli; cli.main = lambda: 1 / 0; program.main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, timeout=60)
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
