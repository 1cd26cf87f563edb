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


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "PYTHONUTF8")}
    return subprocess.run(
        [sys.executable, "-P", "-m", "deckgen", *arguments], capture_output=True, cwd=folder, check=False,
        stdin=subprocess.DEVNULL, env=environment | {"PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"} | variables,
    )  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_command_prints_in_code_page_1252(arguments: tuple[str, ...], tmp_path: Path) -> None:
    make_project(
        tmp_path, *(VALID if arguments[0] in ("set", "fill", "roll") else SLIDES), files={"data/metrics.yaml": METRICS}
    )
    (tmp_path / "results.csv").write_text("id;Q2\nreaders;7 → 8\n日本;1\n", encoding="utf-8")
    done = run(tmp_path, *arguments, PYTHONIOENCODING="cp1252")
    text = done.stdout.decode("cp1252") + done.stderr.decode("cp1252")
    assert text.strip()
    assert "UnicodeEncodeError" not in text
    assert "Traceback" not in text
    assert done.returncode in (0, 1, 2)


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
