"""Whatever file is given, `deckgen check` says what is wrong with it: soon, in little memory, without a traceback."""

import resource
import subprocess
import sys
from pathlib import Path

import crafted
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_deck import packed, small_deck

from deckgen.package import problems

SECONDS, MEGABYTES = 2, 300

MEASURED = f"""
import resource, sys, time
from deckgen.package import findings
from pathlib import Path
started = time.process_time()
found = findings(Path(sys.argv[1]))
seconds = time.process_time() - started
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
assert megabytes < {MEGABYTES}, megabytes
print(f"{{seconds:.3f}}", *(finding.text for finding in found), sep="\\n")
"""


def limit() -> None:
    """No more address space than a machine of 2 GB has: what takes more than it should ends here, not in the swap."""
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))


@pytest.mark.parametrize("name", crafted.ZIPS)
def test_a_crafted_file_ends_with_a_sentence_soon_and_in_little_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / "crafted.pptx"
    file.write_bytes(crafted.ZIPS[name]())
    command = [sys.executable, "-c", MEASURED, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)
    assert done.returncode == 0, done.stderr
    seconds, *found = done.stdout.splitlines()
    assert found
    assert "root:" not in done.stdout
    assert float(seconds) < SECONDS


PARTS = small_deck()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_broken_in_a_deck_it_is_told_without_a_traceback(data: st.DataObject) -> None:
    """Cut, doubled, swapped and overwritten stretches of the XML of any part."""
    name = data.draw(st.sampled_from([n for n in PARTS if n.endswith((".xml", ".rels"))]))
    text = PARTS[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    new = data.draw(st.sampled_from([b"", b'"', b"<", b"0", b"-1", b"x", text[start:end] * 2, b"<a:tbl/>", b"\xff"]))
    found = problems(packed({**PARTS, name: text[:start] + new + text[end:]}))
    assert all(isinstance(line, str) and line for line in found)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(packed(PARTS)) - 1), st.integers(0, 255))
def test_whichever_byte_of_the_file_is_wrong_it_is_told_without_a_traceback(at: int, byte: int) -> None:
    whole = packed(PARTS)
    found = problems(whole[:at] + bytes([byte]) + whole[at + 1 :])
    assert all(isinstance(line, str) and line for line in found)
