"""The command line: exit codes, what is printed where, and that it is printed plain."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from deckgen import __version__
from deckgen.kinds import find_kinds
from sample_projects import make_project

GOOD = "kind: bullets\ntitle: Points\nbullets:\n  - One\n"
ODD = '"[a, b] [bold]' + " word" * 40 + '"'


def deckgen(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "40", "NO_COLOR": "1"}
    environment.pop("DECKGEN_DEBUG", None)
    return subprocess.run(
        [sys.executable, "-m", "deckgen", *arguments], capture_output=True, text=True, cwd=cwd, env=environment, check=False,
        encoding="utf-8",
    )  # fmt: skip


def test_it_tells_its_version(tmp_path: Path) -> None:
    done = deckgen("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"deckgen {__version__}\n")


def test_a_build_prints_one_line_for_each_deck_and_ends_with_0(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    [line] = done.stdout.splitlines()
    assert line.startswith("output/sample-fy20-21-q2.pptx: 1 slide")


def test_it_works_from_a_folder_inside_the_project(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    assert deckgen("build", cwd=folder).returncode == 0
    assert (tmp_path / "output" / "sample-fy20-21-q2.pptx").is_file()


def test_a_file_named_with_o_is_relative_to_where_one_stands(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    done = deckgen("build", str(folder), "-o", "here.pptx", cwd=tmp_path / "content")
    assert done.returncode == 0
    assert (tmp_path / "content" / "here.pptx").is_file()


def test_content_at_fault_ends_with_1_and_builds_nothing(tmp_path: Path) -> None:
    make_project(tmp_path, "kind: bulets\n")
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "content/sample/part.yaml:3:11: error: " in done.stderr
    assert "did you mean `bullets`?" in done.stderr
    assert "1 error; nothing was built" in done.stderr
    assert not (tmp_path / "output").exists()


def test_check_finds_the_same_faults_and_writes_nothing(tmp_path: Path) -> None:
    make_project(tmp_path, "kind: bulets\n")
    assert deckgen("check", cwd=tmp_path).returncode == 1
    make_project(tmp_path, GOOD)
    done = deckgen("check", cwd=tmp_path)
    assert done.returncode == 0
    assert "1 slide" in done.stdout
    assert not (tmp_path / "output").exists()


def test_messages_are_neither_wrapped_nor_read_as_markup(tmp_path: Path) -> None:
    make_project(tmp_path, f"kind: bullets\ntitle: T\nbulets: {ODD}\n")
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 1
    assert f"        bulets: {ODD}"[:150] in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "nowhere"], "there is no folder 'nowhere'"),
        (["build", "--colour"], "No such option"),
        (["kinds", "dril-down"], "did you mean 'drill-down'?"),
        (["build"], "there is no content/ folder"),
    ],
)
def test_wrong_use_ends_with_2_and_a_hint(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = deckgen(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_section_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    done = deckgen("build", "--only", "prat", cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean `part`?" in done.stderr


def test_one_file_for_several_decks_is_wrong_use(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    other = tmp_path / "content" / "other"
    other.mkdir()
    for path in folder.iterdir():
        (other / path.name).write_text(path.read_text())
    done = deckgen("build", "-o", "x.pptx", cwd=tmp_path)
    assert done.returncode == 2
    assert deckgen("build", cwd=tmp_path).returncode == 0
    assert len(list((tmp_path / "output").iterdir())) == 2


def test_a_bad_deck_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = make_project(tmp_path, GOOD)
    bad = tmp_path / "content" / "bad"
    bad.mkdir()
    (bad / "deck.yaml").write_text("format: 1\n")
    assert folder.is_dir()
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 1
    assert (tmp_path / "output" / "sample-fy20-21-q2.pptx").is_file()


def test_a_file_system_in_the_way_ends_with_3_and_a_sentence(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    (tmp_path / "output").write_text("a file where a folder is needed")
    done = deckgen("build", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("deckgen: ")
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_fault_of_ours_ends_with_3_and_says_how_to_report_it(tmp_path: Path) -> None:
    make_project(tmp_path, GOOD)
    code = (
        "import deckgen.pipeline as p, deckgen.cli as c\n"
        "def broken(*a, **k): raise RuntimeError('inside')\n"
        "p.build = broken\n"
        "c.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "build"], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 3
    assert "please report it" in done.stderr
    assert "Traceback" not in done.stderr


def test_kinds_lists_every_kind_and_prints_its_example(tmp_path: Path) -> None:
    listed = deckgen("kinds", cwd=tmp_path).stdout.splitlines()
    assert [line.split()[0] for line in listed] == sorted(find_kinds())
    shown = deckgen("kinds", "drill-down", cwd=tmp_path).stdout
    assert yaml.safe_load(shown)["kind"] == "drill-down"
    assert shown == find_kinds()["drill-down"].EXAMPLE


def test_it_offers_completion_for_the_shell(tmp_path: Path) -> None:
    assert "--install-completion" in deckgen("--help", cwd=tmp_path).stdout
    environment = {**os.environ, "_DECKGEN_COMPLETE": "complete_bash", "COMP_WORDS": "deckgen bui", "COMP_CWORD": "1"}
    script = Path(sys.executable).with_name("deckgen")
    done = subprocess.run([script], capture_output=True, text=True, env=environment, check=False)
    assert "build" in done.stdout
