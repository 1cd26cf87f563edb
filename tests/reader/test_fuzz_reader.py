"""A short run of the fuzzer; a long run is a command (`fuzz_reader.py`)."""

import re
import subprocess
import sys
from pathlib import Path

import fuzz_reader
import pytest

FUZZER = Path(__file__).with_name("fuzz_reader.py")


def test_mutated_content_causes_no_error_wait_or_memory_use() -> None:
    process = subprocess.run(
        [sys.executable, FUZZER, "300", "--seed", "7"], capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stdout + process.stderr
    match = re.fullmatch(r"300 inputs, (\d+) of them invalid, slowest [\d.]+ s, (\d+) MB\n", process.stdout)
    assert match, process.stdout
    assert 150 < int(match[1]) < 300, "the mutations make no input invalid, or all of them"
    assert int(match[2]) <= fuzz_reader.MAX_MEMORY


def test_fuzzer_reports_and_saves_an_input_that_raises(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fuzz_reader.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(fuzz_reader, "read", lambda _: 1 / 0)
    tally = fuzz_reader.run(5)
    assert tally.inputs == 1
    assert "ZeroDivisionError" in tally.failures[0]
    assert (tmp_path / "fuzz-1-0.yaml").is_file()


def test_fuzzer_reports_an_input_that_takes_too_long(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fuzz_reader.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(fuzz_reader, "MAX_SECONDS", 0.0)
    assert " s" in fuzz_reader.run(5).failures[0]
