"""The README's two commands are found, and each way in which one can be unusable is an error."""

import subprocess
import sys
from pathlib import Path

import pytest
from readme_lines import ReadmeError, command

README = Path(__file__).resolve().parents[2] / "README.md"
BUILD = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/deckgen build"
TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"
GOOD = (
    f"# deckgen\n\nBuild:\n\n```sh\n{BUILD}\n```\n\nTest:\n\n~~~\n{TEST}\n~~~\n\nThen `deckgen build` and `pytest`.\n"
)


def test_each_command_is_found() -> None:
    assert command(GOOD, "build") == BUILD
    assert command(GOOD, "test") == TEST


def test_later_example_is_ignored() -> None:
    later = GOOD + "\n```\n.venv/bin/deckgen build --draft\n.venv/bin/deckgen check\n```\n"
    assert command(later, "build") == BUILD


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# deckgen\n", "no fenced block"),
        (GOOD.replace("```sh", "`deckgen build`\n```sh"), "before the fenced block"),
        (GOOD.replace(BUILD, f"cd deckgen\n{BUILD}"), "holds 2 lines"),
        (GOOD.replace(BUILD, f"{BUILD} \\\n  --draft"), "holds 2 lines"),
        (GOOD.replace(".venv/bin/deckgen", "deckgen").replace(".venv", "env"), "does not use .venv"),
        (GOOD.replace(BUILD, f"$ {BUILD}"), "cannot be pasted"),
        (GOOD.replace(BUILD, f"{BUILD} && .venv/bin/pytest"), "both builds and tests"),
        (f"```\n{BUILD}\n", "never closed"),
    ],
)
def test_missing_or_unusable_command_is_an_error(text: str, message: str) -> None:
    with pytest.raises(ReadmeError, match=message):
        command(text, "build")


@pytest.mark.parametrize("what", ["build", "test"])
def test_readme_of_the_project_has_both_commands(what: str) -> None:
    assert command(README.read_text(encoding="utf-8"), what).startswith("python3 -m venv .venv")


def test_error_is_printed_on_one_line(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# nothing\n", encoding="utf-8")
    script = Path(__file__).with_name("readme_lines.py")
    run = [sys.executable, str(script), "test", "README.md"]
    done = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "README.md: no fenced block names `pytest`\n"
