"""Rules for the source tree, in addition to the import contracts of pyproject.toml (`lint-imports`, run in CI)."""

import ast
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "deckgen"
MODULES = sorted(SOURCE.rglob("*.py"))
MAX_LINES = 400
HEAVY = {"matplotlib", "pptx", "uharfbuzz", "starlette", "betteroffice_pptx"}


def test_top_level_has_only_packages() -> None:
    assert {path.name for path in SOURCE.glob("*.py")} == {"__init__.py", "__main__.py"}


def test_no_module_is_too_long() -> None:
    lengths = {str(f.relative_to(SOURCE)): len(f.read_text(encoding="utf-8").splitlines()) for f in MODULES}
    long = {name: length for name, length in lengths.items() if length > MAX_LINES}
    assert not long, f"split what is over {MAX_LINES} lines: {long}"


def test_every_module_has_a_docstring() -> None:
    trees = {str(f.relative_to(SOURCE)): ast.parse(f.read_text(encoding="utf-8")) for f in MODULES}
    without = [name for name, tree in trees.items() if not ast.get_docstring(tree)]
    assert not without, f"modules without a docstring: {without}"


def test_command_line_starts_without_heavy_libraries() -> None:
    code = (
        "import sys, deckgen.cli; deckgen.cli.app(['--help'], standalone_mode=False);"
        f"print(*sorted({HEAVY} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "kinds" in done.stdout
    assert not done.stderr.split(), f"import these only when a deck is built: {done.stderr}"
