"""A list worked on by copies of this process gives what one process gives; what goes wrong in a copy is done again."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
HEAD = """
import os, sys
from deckgen.layout import parallel
"""


def run(code: str) -> list[str]:
    """What a program prints that does not share its process with the threads of the tests."""
    done = subprocess.run([sys.executable, "-c", HEAD + code], capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout.splitlines()


def running(process: str) -> bool:
    try:
        return "\nState:\tZ" not in Path("/proc", process, "status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


TWO = "parallel.cores = lambda: 2\n"
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


@linux
@pytest.mark.parametrize(("count", "cores"), [(0, 2), (1, 2), (7, 2), (20, 2), (21, 3), (100, 64)])
def test_results_come_in_the_order_of_the_list(count: int, cores: int) -> None:
    told = run(f"parallel.cores = lambda: {cores}\nprint(parallel.parallel_map(lambda n: n * n, range({count}), 5))")
    assert told == [str([n * n for n in range(count)])]


@linux
def test_a_long_list_is_shared_out_and_a_short_one_is_not() -> None:
    code = TWO + "print(*[len(set(parallel.parallel_map(lambda _: os.getpid(), range(n), 50))) for n in (99, 100, 5000)])"
    assert run(code) == ["1 2 2"]


@linux
def test_what_a_copy_makes_may_be_larger_than_a_pipe_holds() -> None:
    assert run(TWO + "print(sum(map(len, parallel.parallel_map(lambda _: b'x' * 100_000, range(100), 5))))") == ["10000000"]


@linux
@pytest.mark.parametrize(
    "fault", ["os._exit(1)", "os.kill(os.getpid(), 9)", "sys.exit(1)", "1 / 0", "int('x')", "return lambda: 0"]
)
def test_what_a_copy_fails_at_is_done_again_here(fault: str) -> None:
    code = f"""
here = os.getpid()
def work(n):
    if os.getpid() != here:
        {fault}
    return n
{TWO}
print(parallel.parallel_map(work, range(40), 5) == list(range(40)))
"""
    assert run(code) == ["True"]


@linux
def test_where_no_copy_can_be_made_all_is_done_here() -> None:
    code = """
def forbidden():
    raise BlockingIOError("too many processes")
os.fork = forbidden
print(parallel.parallel_map(lambda n: n, range(40), 5) == list(range(40)))
"""
    assert run(TWO + code) == ["True"]


@linux
def test_what_the_work_raises_is_raised() -> None:
    code = """
def work(n):
    return 1 / (n - 35)
try:
    parallel.parallel_map(work, range(40), 5)
except ZeroDivisionError:
    print("raised")
"""
    assert run(TWO + code) == ["raised"]


@linux
def test_nothing_is_left_and_nothing_is_printed_twice() -> None:
    code = """
print("once")
def work(n):
    return n
parallel.parallel_map(work, range(40), 5)
import multiprocessing
print(multiprocessing.active_children())
"""
    assert run(TWO + code) == ["once", "[]"]


@linux
@pytest.mark.parametrize("count", [2, 4])
def test_copies_end_when_the_first_process_is_killed(count: int) -> None:
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
    done = subprocess.run([sys.executable, "-c", HEAD + code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == -9
    copies = done.stdout.split()
    assert len(copies) == count - 1
    ends = time.monotonic() + 20
    while any(map(running, copies)):
        assert time.monotonic() < ends, "a copy is left"
        time.sleep(0.05)


@linux
def test_a_process_with_threads_is_not_copied_and_neither_is_a_copy() -> None:
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
    assert run(code) == ["1", "3", "1"]


@linux
def test_a_deck_laid_out_on_two_cores_is_the_same_to_the_byte_and_so_is_what_is_told_of_it(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
sys.path[:0] = {[str(TESTS), str(TESTS / "stress"), str(TESTS / "rendering")]!r}
from drawn_decks import project
from deckgen.build import pipeline
from deckgen.layout import slide_cache
deck = project(Path({str(tmp_path)!r}), range(1, 15))
slide_cache._MIN_SLIDES_PER_PROCESS = 10
made = []
for count in (1, 3):
    parallel.cores = lambda: count
    made.append(pipeline.build_bytes(deck, draft=True, remarks=True))
one, three = made
print(len(one.layout.deck.pages) > 40, len(one.diagnostics) > 5)
print(one.data == three.data, one.diagnostics == three.diagnostics, one.layout.deck == three.layout.deck)
"""
    assert run(code) == ["True True", "True True True"]
