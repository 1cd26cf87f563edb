"""Worker processes give the same results as one process; the share of a worker that fails is computed again."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
IMPORTS = """
import os, sys
from deckgen.layout import parallel
"""


def run_code(code: str) -> list[str]:
    """The lines that code prints in a process of its own, without the threads of the tests."""
    process = subprocess.run(
        [sys.executable, "-c", IMPORTS + code], capture_output=True, text=True, check=False, timeout=60
    )
    assert process.stderr == ""
    assert process.returncode == 0
    return process.stdout.splitlines()


def is_running(process: str) -> bool:
    try:
        return "\nState:\tZ" not in Path("/proc", process, "status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


TWO_CORES = "parallel.cores = lambda: 2\n"
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


@linux
@pytest.mark.parametrize(("count", "cores"), [(0, 2), (1, 2), (7, 2), (20, 2), (21, 3), (100, 64)])
def test_results_come_in_the_order_of_the_list(count: int, cores: int) -> None:
    printed = run_code(
        f"parallel.cores = lambda: {cores}\nprint(parallel.parallel_map(lambda n: n * n, range({count}), 5))"
    )
    assert printed == [str([n * n for n in range(count)])]


@linux
def test_long_list_is_divided_and_a_short_one_is_not() -> None:
    code = (
        TWO_CORES
        + "print(*[len(set(parallel.parallel_map(lambda _: os.getpid(), range(n), 50))) for n in (99, 100, 5000)])"
    )
    assert run_code(code) == ["1 2 2"]


@linux
def test_results_of_a_worker_may_be_larger_than_the_pipe_buffer() -> None:
    assert run_code(
        TWO_CORES + "print(sum(map(len, parallel.parallel_map(lambda _: b'x' * 100_000, range(100), 5))))"
    ) == ["10000000"]


@linux
@pytest.mark.parametrize(
    "fault", ["os._exit(1)", "os.kill(os.getpid(), 9)", "sys.exit(1)", "1 / 0", "int('x')", "return lambda: 0"]
)
def test_share_of_a_failed_worker_is_repeated_in_this_process(fault: str) -> None:
    code = f"""
here = os.getpid()
def work(n):
    if os.getpid() != here:
        {fault}
    return n
{TWO_CORES}
print(parallel.parallel_map(work, range(40), 5) == list(range(40)))
"""
    assert run_code(code) == ["True"]


@linux
def test_everything_is_done_here_if_forking_fails() -> None:
    code = """
def forbidden():
    raise BlockingIOError("too many processes")
os.fork = forbidden
print(parallel.parallel_map(lambda n: n, range(40), 5) == list(range(40)))
"""
    assert run_code(TWO_CORES + code) == ["True"]


@linux
def test_error_of_the_function_is_raised() -> None:
    code = """
def work(n):
    return 1 / (n - 35)
try:
    parallel.parallel_map(work, range(40), 5)
except ZeroDivisionError:
    print("raised")
"""
    assert run_code(TWO_CORES + code) == ["raised"]


@linux
def test_no_process_is_left_and_nothing_is_printed_twice() -> None:
    code = """
print("once")
def work(n):
    return n
parallel.parallel_map(work, range(40), 5)
import multiprocessing
print(multiprocessing.active_children())
"""
    assert run_code(TWO_CORES + code) == ["once", "[]"]


@linux
@pytest.mark.parametrize("count", [2, 4])
def test_workers_end_when_the_first_process_is_killed(count: int) -> None:
    code = f"""
import signal
parallel.cores = lambda: {count}
here = os.getpid()
def work(n):
    if n == 0 and os.getpid() == here:
        print(*open(f"/proc/{{here}}/task/{{here}}/children").read().split(), flush=True)
        os.kill(here, signal.SIGKILL)
    return b"x" * 100_000
parallel.parallel_map(work, range(40), 5)
"""
    process = subprocess.run(
        [sys.executable, "-c", IMPORTS + code], capture_output=True, text=True, check=False, timeout=60
    )
    assert process.returncode == -9
    copies = process.stdout.split()
    assert len(copies) == count - 1
    ends = time.monotonic() + 20
    while any(map(is_running, copies)):
        assert time.monotonic() < ends, "a copy is left"
        time.sleep(0.05)


@linux
def test_process_with_threads_and_a_child_process_are_not_forked() -> None:
    code = """
import threading, multiprocessing
os.sched_getaffinity = lambda _: {0, 1, 2}
ends = threading.Event()
thread = threading.Thread(target=ends.wait)
thread.start()
print(parallel.cores())
ends.set(); thread.join()
print(parallel.cores())
here, there = multiprocessing.get_context("fork").Pipe()
copy = multiprocessing.get_context("fork").Process(target=lambda: there.send(parallel.cores()))
copy.start()
print(here.recv())
copy.join()
"""
    assert run_code(code) == ["1", "3", "1"]


@linux
def test_deck_and_issues_are_the_same_on_one_core_and_on_several(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
sys.path[:0] = {[str(TESTS), str(TESTS / "stress"), str(TESTS / "rendering")]!r}
from rendered_decks import project
from deckgen.build import pipeline
from deckgen.layout import slide_cache
deck = project(Path({str(tmp_path)!r}), range(1, 15))
slide_cache._MIN_SLIDES_PER_PROCESS = 10
made = []
for count in (1, 3):
    parallel.cores = lambda: count
    made.append(pipeline.build_bytes(deck, draft=True, remarks=True))
one, three = made
print(len(one.layout.deck.pages) > 40, len(one.issues) > 5)
print(one.data == three.data, one.issues == three.issues, one.layout.deck == three.layout.deck)
"""
    assert run_code(code) == ["True True", "True True True"]
