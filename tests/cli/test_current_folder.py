"""The current folder may be an untrusted project: no module in it is imported, here or in processes started from here."""

import os
import pkgutil
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import deckgen
from deckgen.kinds import find_kinds
from sample_projects import make_project

SOURCE = str(Path(deckgen.__file__).parents[1])
PLAIN = [sys.executable, "-m", "deckgen"]
SAFE = [sys.executable, "-P", "-m", "deckgen"]
PRESENTATION = "output/sample-fy20-21-q2.pptx"
PICTURE = "kind: photos\ntitle: Drawn\nimages:\n  - file: media/drawn.svg\n    alt: A square\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'


def run(command: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    without_python = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = {**without_python, "PYTHONPATH": SOURCE, **variables}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def imported_first(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the modules that `python -m` imports before the module that it runs."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "first.py").write_text("import sys\nprint(*{name.partition('.')[0] for name in sys.modules})\n")
    return set(run([sys.executable, "-m", "first"], folder).stdout.split())


def make_two_decks(root: Path) -> Path:
    """Write a project of two decks: one with a chart and a drawing, and one of text, which is quickly built."""
    text = make_project(root, find_kinds()["bullets"].EXAMPLE)
    text.rename(text.parent / "text")
    make_project(root, find_kinds()["chart"].EXAMPLE, PICTURE, files={"media/drawn.svg": DRAWING})
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_two_decks(tmp_path)


def plant(project: Path, names: set[str]) -> None:
    """Write a module of each name that records that it was imported, and ends the program."""
    (project / "ran").mkdir()
    for name in names:
        (project / f"{name}.py").write_text(
            f"open({str(project / 'ran' / name)!r}, 'w')\nraise SystemExit('{name} ran')\n"
        )


def module_names(without: set[str]) -> set[str]:
    """Return the module_names of all modules of Python and of installed packages."""
    installed = {module.name for module in pkgutil.iter_modules() if "site-packages" in str(module.module_finder)}
    modules = {name for name in {*sys.stdlib_module_names, *installed} - without if name.isidentifier()}
    assert {"yaml", "typer", "joblib", "matplotlib", "resvg_py", "pickle", "subprocess", "zlib"} <= modules
    return modules - {"deckgen", "__main__"}


def modules_that_ran(project: Path) -> set[str]:
    return {path.name for path in (project / "ran").iterdir()}


@pytest.fixture(scope="module", params=[PLAIN, SAFE], ids=["python -m", "python -P -m"])
def planted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, imported_first: set[str]
) -> tuple[Path, list[str]]:
    """Return a project with planted modules, for each way to start deckgen, and that way."""
    root = make_two_decks(tmp_path_factory.mktemp("planted"))
    plant(root, module_names(imported_first if request.param is PLAIN else set()))
    return root, request.param


@pytest.mark.parametrize("arguments", [["build", "-j", "2", "--again"], ["status"], ["check"]], ids=" ".join)
def test_no_module_of_the_current_folder_is_imported(planted: tuple[Path, list[str]], arguments: list[str]) -> None:
    project, command = planted
    process = run([*command, *arguments], project)
    assert process.returncode == 0, process.stderr
    assert modules_that_ran(project) == set()


@pytest.mark.parametrize(
    ("path", "arguments"), [(":{source}", ["build", "-j", "2"]), ("{source}:", ["status"]), (".:{source}", ["status"])]
)
def test_empty_entry_of_pythonpath_does_not_add_the_project(
    project: Path, imported_first: set[str], path: str, arguments: list[str]
) -> None:
    """Python itself imports a few modules from there first; deckgen and its processes do not."""
    plant(project, module_names(imported_first) - {"sitecustomize", "usercustomize"})
    process = run([*PLAIN, *arguments], project, PYTHONPATH=path.format(source=SOURCE))
    assert process.returncode == 0, process.stderr
    assert modules_that_ran(project) == set()


def test_folder_named_in_pythonpath_is_searched(project: Path) -> None:
    (project / "own").mkdir()
    (project / "own.py").write_text("")
    code = "import deckgen.__main__, own; print(own.__file__)"
    assert run([sys.executable, "-c", code], project).returncode == 1
    path = os.pathsep.join([SOURCE, str(project)])
    assert run([sys.executable, "-c", code], project, PYTHONPATH=path).stdout.strip() == str(project / "own.py")


def test_deckgen_runs_in_its_own_parent_folder(tmp_path: Path) -> None:
    shutil.copytree(Path(SOURCE) / "deckgen", tmp_path / "deckgen")
    process = run([*PLAIN, "--version"], tmp_path, PYTHONPATH="")
    assert process.stdout == f"deckgen {deckgen.__version__}\n", process.stderr


def test_planted_modules_would_be_imported_without_protection(project: Path, imported_first: set[str]) -> None:
    plant(project, module_names(imported_first))
    assert run([sys.executable, "-c", "import yaml"], project).returncode == 1
    assert run([sys.executable, "-c", "import deckgen.cli"], project).returncode == 1
    assert "yaml" in modules_that_ran(project)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Build a deck with a chart; returns the project and the bytes of the deck."""
    root = tmp_path_factory.mktemp("built")
    make_project(root, find_kinds()["chart"].EXAMPLE)
    process = run([*SAFE, "build"], root)
    assert process.returncode == 0, process.stderr
    return root, (root / PRESENTATION).read_bytes()


@pytest.mark.parametrize(
    "content", [None, b"\xff\xfe\x00", b"backend: module://planted\ntext.usetex: True\nsvg.fonttype: none\n"]
)
def test_matplotlib_settings_in_the_current_folder_are_ignored(
    built: tuple[Path, bytes], content: bytes | None
) -> None:
    """A named pipe (None) would make matplotlib wait for ever."""
    project, before = built
    (project / "matplotlibrc").unlink(missing_ok=True)
    if content is None:
        os.mkfifo(project / "matplotlibrc")
    else:
        (project / "matplotlibrc").write_bytes(content)
    process = run([*SAFE, "build", "--again"], project, DECKGEN_CACHE="off")  # so that charts are drawn
    assert (process.returncode, process.stderr) == (0, "")
    assert (project / PRESENTATION).read_bytes() == before
