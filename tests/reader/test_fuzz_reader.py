"""A small run of the fuzzer; the long one is a command (`fuzz_reader.py`)."""

import re
import subprocess
import sys
from pathlib import Path

import fuzz_reader
import pytest

FUZZER = Path(__file__).with_name("fuzz_reader.py")


def test_mutated_content_neither_raises_nor_takes_long_nor_fills_the_memory() -> None:
    done = subprocess.run([sys.executable, FUZZER, "300", "--seed", "7"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.fullmatch(r"300 inputs, (\d+) of them at fault, slowest [\d.]+ s, (\d+) MB\n", done.stdout)
    assert found, done.stdout
    assert 150 < int(found[1]) < 300, "the mutations do nothing, or nothing else"
    assert int(found[2]) <= fuzz_reader.MOST_MEMORY


def test_the_fuzzer_tells_what_raises_and_keeps_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fuzz_reader.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(fuzz_reader, "read", lambda _: 1 / 0)
    tally = fuzz_reader.run(5)
    assert tally.inputs == 1
    assert "ZeroDivisionError" in tally.failures[0]
    assert (tmp_path / "fuzz-1-0.yaml").is_file()


def test_the_fuzzer_tells_what_takes_too_long(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fuzz_reader.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(fuzz_reader, "LONGEST", 0.0)
    assert " s" in fuzz_reader.run(5).failures[0]
