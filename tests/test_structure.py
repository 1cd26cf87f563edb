"""Rules for the source tree, in addition to the import contracts of pyproject.toml (`lint-imports`, run in CI)."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from deckgen.ir.blocks import Block
from deckgen.ir.frames import Frame

SOURCE = Path(__file__).resolve().parents[1] / "src" / "deckgen"
MODULES = sorted(SOURCE.rglob("*.py"))
MAX_LINES = 400
CONTENT_TYPES = {kind.__name__ for kind in (*get_args(Block), *get_args(Frame))} | {
    "Block",
    "Frame",
    "BlockBase",
    "FrameBase",
}
HEAVY = {"matplotlib", "pptx", "uharfbuzz", "starlette", "betteroffice_pptx"}


@cache
def tree_of(source: str) -> ast.Module:
    """Return the tree of a module's text; each is parsed once for all rules."""
    return ast.parse(source)


def test_top_level_has_only_packages() -> None:
    assert {path.name for path in SOURCE.glob("*.py")} == {"__init__.py", "__main__.py"}


def test_no_module_is_too_long() -> None:
    lengths = {str(f.relative_to(SOURCE)): len(f.read_text(encoding="utf-8").splitlines()) for f in MODULES}
    long = {name: length for name, length in lengths.items() if length > MAX_LINES}
    assert not long, f"split what is over {MAX_LINES} lines: {long}"


def test_every_module_has_a_docstring() -> None:
    trees = {str(f.relative_to(SOURCE)): tree_of(f.read_text(encoding="utf-8")) for f in MODULES}
    without = [name for name, tree in trees.items() if not ast.get_docstring(tree)]
    assert not without, f"modules without a docstring: {without}"


def type_questions(source: str) -> Iterator[int]:
    """Yield the lines in which a module asks whether something is a block or frame of a certain type."""
    tree = tree_of(source)
    aliases = [
        name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names if name.asname
    ]
    names = CONTENT_TYPES | {alias.asname for alias in aliases if alias.name in CONTENT_TYPES}

    def mentions(*nodes: ast.AST) -> bool:
        inner = [part for node in nodes for part in ast.walk(node)]
        return any(getattr(part, "id", getattr(part, "attr", "")) in names for part in inner)

    for node in ast.walk(tree):
        is_question = (
            (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) in ("isinstance", "issubclass")
                and mentions(*node.args[1:])
            )
            or (isinstance(node, ast.MatchClass) and mentions(node.cls))
            or (isinstance(node, ast.Compare) and mentions(node.left, *node.comparators))
        )
        if is_question:
            yield node.lineno


@pytest.mark.parametrize(
    "question",
    [
        "isinstance(x, Text)",
        "isinstance(x, str | blocks.Table)",
        "issubclass(x, (int, ChartFrame))",
        "type(x) is Picture",
        "type(x) in (TextFrame, TableFrame)",
        "match x:\n case Chart(): pass",
        "from deckgen.ir.blocks import Text as T\nisinstance(x, T)",
    ],
)
def test_question_for_a_type_of_block_is_noticed(question: str) -> None:
    assert list(type_questions(question))


def test_only_tables_of_handlers_ask_for_types_of_blocks_and_frames() -> None:
    """A new type has an entry in the tables (`PIECES`, `FRAME_WRITERS`, `FRAME_VIEWS`), and no other code changes."""
    modules = [module for module in MODULES if module.parent != SOURCE / "ir"]
    found = {
        f"{module.relative_to(SOURCE)}:{n}"
        for module in modules
        for n in type_questions(module.read_text(encoding="utf-8"))
    }
    assert not found, f"ask the block, the frame or its handler instead: {found}"


def code_questions(source: str) -> Iterator[int]:
    """Yield the lines in which a module compares the code of an issue with the code of a certain rule."""
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Compare):
            parts = list(ast.walk(node))
            has_code = any(isinstance(part, ast.Attribute) and part.attr == "code" for part in parts)
            if has_code and any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts):
                yield node.lineno


@pytest.mark.parametrize(
    "question",
    ["issue.code == 'x'", "'x' != issue.code", "i.code in ('x', 'y')", "[i.code for i in issues] == ['x']"],
)
def test_question_for_the_code_of_an_issue_is_noticed(question: str) -> None:
    assert list(code_questions(question))


def test_no_code_decides_by_the_codes_of_issues() -> None:
    found = {f"{m.relative_to(SOURCE)}:{n}" for m in MODULES for n in code_questions(m.read_text(encoding="utf-8"))}
    assert not found, f"decide by a type, a return value or an attribute of the rule instead: {found}"


def private_names(source: str) -> Iterator[str]:
    """Yield the private names of deckgen that a test imports, uses or replaces; a helper module (`checks/_names.py`) is none."""
    nodes = list(ast.walk(tree_of(source)))
    imported: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "deckgen":
            folder = SOURCE.joinpath(*(node.module or "").split(".")[1:])
            yield from (n.name for n in node.names if is_private(n.name) and not (folder / f"{n.name}.py").is_file())
            imported |= {name.asname or name.name for name in node.names}
        elif isinstance(node, ast.Import):
            imported |= {name.asname or "deckgen" for name in node.names if name.name.startswith("deckgen")}
    for node in nodes:
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            if ast.unparse(node.value).partition(".")[0] in imported:
                yield node.attr
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "setattr":
            owner, *others = [ast.unparse(argument).strip("'") for argument in node.args]
            if owner.startswith("deckgen.") and is_private(owner.rpartition(".")[2]):
                yield owner
            elif owner.partition(".")[0] in imported and others and is_private(others[0]):
                yield others[0]


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@pytest.mark.parametrize(
    "test",
    [
        "from deckgen.reader.traps import _COLON",
        "from deckgen.preview import view\nview._slide(1)",
        "import deckgen.cli as cli\ncli._x.y()",
        "from deckgen import layout\nmonkeypatch.setattr(layout.split, '_LINES', 1)",
        "monkeypatch.setattr('deckgen.layout.split._LINES', 1)",
    ],
)
def test_private_name_in_a_test_is_noticed(test: str) -> None:
    assert list(private_names(test))


def test_tests_use_only_public_names_of_deckgen() -> None:
    tests = SOURCE.parents[1] / "tests"
    found = {
        f"{file.relative_to(tests)}: {name}"
        for file in tests.rglob("*.py")
        for name in private_names(file.read_text(encoding="utf-8"))
    }
    assert not found, f"test it by a public name, or make it one: {found}"


def test_command_line_starts_without_heavy_libraries() -> None:
    code = (
        "import sys, deckgen.cli; deckgen.cli.app(['--help'], standalone_mode=False);"
        f"print(*sorted({HEAVY} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "kinds" in done.stdout
    assert not done.stderr.split(), f"import these only when a deck is built: {done.stderr}"


def test_files_of_tests_have_different_names() -> None:
    """Otherwise, pytest does not read the second one."""
    names = [path.name for path in Path(__file__).parent.rglob("test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
