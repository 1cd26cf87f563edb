"""`deckgen build` with decks and `--again` only is read without typer, and does what it does when typer reads it."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from deckgen.cli._plain_build import is_plain
from sample_projects import make_project

DECK = "kind: bullets\ntitle: All towns report\nbullets: [Ten towns]"
NOT_ON_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="on Windows, typer reads all builds")


def run(arguments: Sequence[str], folder: Path) -> tuple[int, str, str]:
    """Run deckgen in a folder; returns exit code, output and errors without the seconds of the build."""
    done = subprocess.run(
        [sys.executable, "-m", "deckgen", *arguments], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONWARNINGS": ""},
    )  # fmt: skip
    return done.returncode, done.stdout.rpartition(", ")[0], done.stderr


@NOT_ON_WINDOWS
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["build"], True), (["build", "--again", "one", "content/two"], True), (["build", "one", "--again"], True),
        ([], False), (["check"], False), (["--help"], False), (["build", "--help"], False), (["build", "-h"], False),
        (["build", "--agian"], False), (["build", "-o", "x.pptx"], False), (["build", "--", "one"], False),
        (["build", "--again=yes"], False), (["one", "build"], False),
    ],
)  # fmt: skip
def test_only_decks_and_again_are_read_without_typer(arguments: list[str], *, expected: bool) -> None:
    assert is_plain(arguments) is expected


@pytest.mark.parametrize("slide", [DECK, "kind: bullets\nbullets: 3", f"{DECK}\naside: {{picture: none.png}}"])
@pytest.mark.parametrize(
    "arguments", [[], ["sample"], ["content/sample", "--again"], ["nowhere"], ["--again", "nowhere"]]
)
def test_build_read_without_typer_is_the_same(slide: str, arguments: list[str], tmp_path: Path) -> None:
    make_project(tmp_path, slide)
    file = tmp_path / "output" / "sample-fy20-21-q2.pptx"
    results = []
    for more in ([], ["--format", "text"]):
        result = run(["build", *arguments, *more, *(["--again"] if more else [])], tmp_path)
        results.append((*result, file.read_bytes() if file.exists() else b""))
        file.unlink(missing_ok=True)
    assert results[0] == results[1]


@NOT_ON_WINDOWS
def test_plain_build_does_not_import_typer(tmp_path: Path) -> None:
    make_project(tmp_path, DECK)
    code = (
        "import atexit, sys; atexit.register(lambda: print('typer' in sys.modules)); "
        "from deckgen import cli; sys.argv = ['deckgen', 'build']; cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
