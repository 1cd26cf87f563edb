"""What a stranger can rely on in the tree, beside the import contracts of pyproject.toml (`lint-imports`, run in CI)."""

import ast
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "deckgen"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST = 400
HEAVY = {"matplotlib", "pptx", "uharfbuzz", "starlette", "betteroffice_pptx"}


def test_only_packages_stand_at_the_top() -> None:
    assert {path.name for path in SOURCE.glob("*.py")} == {"__init__.py", "__main__.py"}


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {str(f.relative_to(SOURCE)): len(f.read_text(encoding="utf-8").splitlines()) for f in MODULES}
    long = {name: length for name, length in lengths.items() if length > LONGEST}
    assert not long, f"split what is over {LONGEST} lines: {long}"


def test_every_module_says_what_it_is_for() -> None:
    trees = {str(f.relative_to(SOURCE)): ast.parse(f.read_text(encoding="utf-8")) for f in MODULES}
    silent = [name for name, tree in trees.items() if not ast.get_docstring(tree)]
    assert not silent, f"modules without a docstring: {silent}"


def test_the_command_line_starts_without_heavy_libraries() -> None:
    code = (
        "import sys, deckgen.cli; deckgen.cli.app(['--help'], standalone_mode=False);"
        f"print(*sorted({HEAVY} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "kinds" in done.stdout
    assert not done.stderr.split(), f"import these only when a deck is built: {done.stderr}"
