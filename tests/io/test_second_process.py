"""A second process: a copy of this one, with which it exchanges messages.

Each test runs in a program of its own, because the process of the tests has threads, with which none is copied.
"""

import subprocess
import sys
import textwrap

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


def output_of(code: str, *, has_cores: bool = True) -> str:
    """Run code in a program and return what it prints; `has_cores` lets it copy itself also on a machine with one core."""
    cores = "os.sched_getaffinity = lambda _: {0, 1}" if has_cores else "os.sched_getaffinity = lambda _: {0}"
    head = f"import os, threading, time\nfrom deckgen.io import second_process\n{cores}\n"
    program = [sys.executable, "-c", head + textwrap.dedent(code)]
    return subprocess.run(program, capture_output=True, text=True, check=True, timeout=60).stdout


def test_messages_go_both_ways() -> None:
    assert (
        output_of("""
            channel = second_process.start(lambda end: end.send(b"answer to " + end.receive()))
            channel.send(b"a question")
            print(channel.receive(), channel.receive())
            channel.close()
        """)
        == "b'answer to a question' None\n"
    )


def test_message_may_be_larger_than_the_buffers_of_the_system() -> None:
    assert (
        output_of("""
            channel = second_process.start(lambda end: end.send(bytes(20_000_000)))
            print(len(channel.receive()))
        """)
        == "20000000\n"
    )


@pytest.mark.parametrize("failure", ["1 / 0", "os.abort()", "exit()", "end.send(b'part')[0]"])
def test_process_that_fails_sends_nothing_more_and_prints_nothing(failure: str) -> None:
    assert (
        output_of(f"""
            def run(end):
                print("unexpected", flush=True)
                {failure}
            channel = second_process.start(run)
            messages = [channel.receive(), channel.receive()]
            channel.send(b"for nobody" * 1_000_000)
            channel.close()
            print(messages[-1])
        """)
        == "None\n"
    )


def test_second_process_ends_when_the_first_does() -> None:
    code = """
        channel = second_process.start(lambda end: end.receive())
        print(channel._other, flush=True)
        os._exit(0)
    """
    process = output_of(code).strip()
    assert subprocess.run(["ps", "-o", "stat=", "-p", process], capture_output=True, text=True, check=False).stdout[:1] in {
        "", "Z",
    }  # fmt: skip


def test_no_process_is_copied_that_has_threads() -> None:
    assert (
        output_of("""
            threading.Thread(target=time.sleep, args=[1]).start()
            print(second_process.start(lambda end: None))
        """)
        == "None\n"
    )


def test_no_process_is_copied_that_has_threads_unknown_to_python() -> None:
    assert (
        output_of("""
            import _thread
            _thread.start_new_thread(time.sleep, (1,))
            print(threading.active_count(), second_process.start(lambda end: None))
        """)
        == "1 None\n"
    )


def test_no_process_is_copied_that_is_one_of_several() -> None:
    assert output_of("second_process.forbid_copies(); print(second_process.start(lambda end: None))") == "None\n"


def test_no_process_is_copied_on_a_machine_with_one_core() -> None:
    assert output_of("print(second_process.start(lambda end: None))", has_cores=False) == "None\n"


def test_no_process_is_copied_where_the_system_refuses() -> None:
    assert (
        output_of("""
            def refuse():
                raise OSError
            os.fork = refuse
            print(second_process.start(lambda end: None))
        """)
        == "None\n"
    )
