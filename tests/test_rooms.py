"""Who may import whom (design section 2), how long a module may be, and what starting the command line costs.

Imports are read with `ast`, so a forbidden one is found even inside a function or behind `TYPE_CHECKING`.
"""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "deckgen"
LONGEST = 400

STAGES = {"reader", "kinds", "layout", "charts", "writer"}
ROOMS = {
    *STAGES, "model", "brand", "resolve", "checks", "package", "pipeline", "gallery", "render", "preview", "cli", "cache",
}  # fmt: skip
DRAWINGS = {
    "font_packages",
    "font_process",
    "drawings",
    "drawing_names",
    "drawing_parts",
    "drawing_styles",
    "rasterise",
}
SHARED = {
    "colour_profile",
    "io",
    "blocks",
    "frames",
    "diagnostics",
    "seal",
    "pictures",
    "picture_bytes",
    "cores",
    *DRAWINGS,
}
KEEPERS = {
    "matplotlib": {"charts", "font_program"},  # the latter is a program of its own, which no module imports
    "pptx": {"package"},
    "uharfbuzz": {"layout", "brand"},
    "betteroffice_pptx": {"render"},
    "pypdfium2": {"render"},
    "starlette": {"preview"},
    "uvicorn": {"preview"},
    "watchfiles": {"preview"},
}
"""Third-party packages that only some rooms may import; what reads a .pptx back is named here once it exists."""


@dataclass(frozen=True)
class Import:
    """One import: the module that has it, its line, and the full dotted name of what it imports."""

    module: str
    line: int
    target: str
    is_package: bool = False

    @property
    def room(self) -> str:
        return room_of(self.module)

    @property
    def target_room(self) -> str:
        return room_of(self.target) if self.target.split(".")[0] == "deckgen" else ""

    def __str__(self) -> str:
        file = self.module.replace(".", "/") + ("/__init__.py" if self.is_package else ".py")
        return f"{file}:{self.line} imports {self.target}"


def room_of(module: str) -> str:
    """`deckgen.layout.fit` stands in the room `layout`; the package itself is the room ``."""
    return [*module.split("."), ""][1]


def module_name(file: Path, root: Path = SOURCE) -> str:
    parts = ["deckgen", *file.relative_to(root).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str, module: str, is_package: bool = False) -> Iterator[Import]:
    """Every import of a module: statements at any depth, and `import_module` / `__import__` with a literal name."""
    package = module if is_package else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        for target in _targets(node, package):
            yield Import(module, getattr(node, "lineno", 0), target, is_package)


def _targets(node: ast.AST, package: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
        stem = ".".join(part for part in (base, node.module or "") if part)
        # `from deckgen import layout` names a module, `from deckgen.layout import fit` a function: both give the room.
        return [f"{stem}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in {"import_module", "__import__"} and isinstance(node.args[0].value, str):
            return [node.args[0].value]
    return []


def modules(root: Path = SOURCE) -> Iterator[tuple[str, Path]]:
    for file in sorted(root.rglob("*.py")):
        yield module_name(file, root), file


@lru_cache
def all_imports(root: Path = SOURCE) -> list[Import]:
    found: list[Import] = []
    for name, file in modules(root):
        found.extend(imports(file.read_text(encoding="utf-8"), name, file.name == "__init__.py"))
    return found


def stages_into_each_other(i: Import) -> bool:
    return i.room in STAGES and i.target_room in STAGES - {i.room}


def shared_forms_into_rooms(i: Import) -> bool:
    return i.room in SHARED and i.target_room not in {"", *SHARED}


def anyone_into_the_command_line(i: Import) -> bool:
    return i.target_room == "cli" and i.room not in {"cli", "__main__"}


def stages_into_the_pipeline(i: Import) -> bool:
    return i.target_room == "pipeline" and i.room in {*STAGES, *SHARED, "model", "brand", "resolve"}


def brand_files_from_afar(i: Import) -> bool:
    """layout, charts and writer know what a brand is (`brand.types`), never how it is read."""
    return (
        i.room in {"layout", "charts", "writer"}
        and i.target_room == "brand"
        and not i.target.startswith("deckgen.brand.types")
    )


def the_check_into_what_it_checks(i: Import) -> bool:
    """What reads a .pptx back must not share the code, nor the library, that wrote it."""
    return i.room == "package" and i.target_room not in {"", "package", "diagnostics", "seal"}


def render_into_content(i: Import) -> bool:
    """What draws a .pptx knows the file, a brand's fonts, how faults are told and programs found; never what the deck says."""
    known = {"", "render", "diagnostics", "io", "programs", "font_process"}
    return i.room == "render" and i.target_room not in known and not i.target.startswith("deckgen.brand.types")


def the_cache_into_rooms(i: Import) -> bool:
    """The cache keeps bytes and digests; what they mean is the business of those who use it."""
    return i.room == "cache" and i.target_room not in {"", "cache", "project"}


def anyone_into_the_preview(i: Import) -> bool:
    return i.target_room == "preview" and i.room not in {"preview", "cli"}


def models_into_kinds(i: Import) -> bool:
    """The pipeline hands the registry of kinds to model: importing it would be a cycle."""
    return i.room in {"model", "resolve"} and i.target_room in {"kinds", "layout", "charts", "writer", "brand"}


def checks_into_later_stages(i: Import) -> bool:
    """Checks read a deck as it is loaded, and frames; they compose, place and draw nothing."""
    return i.room == "checks" and i.target_room in {"kinds", "layout", "charts", "writer", "brand", "pipeline"}


def stages_into_checks(i: Import) -> bool:
    return i.target_room == "checks" and i.room in {*STAGES, *SHARED, "model", "brand", "resolve"}


RULES: dict[Callable[[Import], bool], str] = {
    stages_into_each_other: "reader, kinds, layout, charts and writer never import each other",
    shared_forms_into_rooms: "io, blocks, frames, diagnostics, seal, pictures and cores are shared by all rooms and import none",
    anyone_into_the_command_line: "only __main__ imports cli",
    stages_into_the_pipeline: "pipeline imports the stages, no stage imports pipeline",
    brand_files_from_afar: "layout, charts and writer import nothing of brand but deckgen.brand.types",
    the_check_into_what_it_checks: "package imports no other room",
    render_into_content: "render imports nothing of deckgen but brand.types, diagnostics, io, programs and font_process",
    the_cache_into_rooms: "cache imports nothing of deckgen but project",
    anyone_into_the_preview: "only cli imports preview",
    checks_into_later_stages: "checks import neither kinds, brand nor a later stage",
    stages_into_checks: "only the pipeline, the command line and the schemas import checks",
    models_into_kinds: "model and resolve import neither kinds nor a later stage",
}


def broken(found: list[Import], rule: Callable[[Import], bool]) -> list[str]:
    return [str(i) for i in found if rule(i)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rooms_keep_to_the_one_direction(rule: Callable[[Import], bool]) -> None:
    faults = broken(all_imports(), rule)
    assert not faults, f"{RULES[rule]}:\n  " + "\n  ".join(faults)


def only_pipeline_knows_all(found: list[Import]) -> list[str]:
    stages: dict[str, set[str]] = {}
    for i in found:
        if i.target_room in STAGES - {i.room}:
            stages.setdefault(i.module, set()).add(i.target_room)
    return [f"{m} imports {', '.join(sorted(s))}" for m, s in stages.items() if len(s) > 1 and room_of(m) != "pipeline"]


def test_pipeline_is_the_one_module_that_knows_all_stages() -> None:
    faults = only_pipeline_knows_all(all_imports())
    assert not faults, "only pipeline imports more than one stage:\n  " + "\n  ".join(faults)


def strangers(found: list[Import], package: str) -> list[str]:
    return [str(i) for i in found if i.target.split(".")[0] == package and i.room not in KEEPERS[package]]


@pytest.mark.parametrize("package", KEEPERS)
def test_a_big_dependency_stays_in_its_room(package: str) -> None:
    faults = strangers(all_imports(), package)
    assert not faults, f"only {' and '.join(sorted(KEEPERS[package]))} may import {package}:\n  " + "\n  ".join(faults)


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {str(f.relative_to(SOURCE)): len(f.read_text(encoding="utf-8").splitlines()) for _, f in modules()}
    long = {name: length for name, length in lengths.items() if length > LONGEST}
    assert not long, f"split what is over {LONGEST} lines: {long}"


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(f.relative_to(SOURCE))
        for _, f in modules()
        if not ast.get_docstring(ast.parse(f.read_text(encoding="utf-8")))
    ]
    assert not silent, f"modules without a docstring: {silent}"


def test_starting_the_command_line_loads_neither_matplotlib_nor_pptx() -> None:
    code = (
        "import sys, deckgen.cli; deckgen.cli.app(['--help'], standalone_mode=False);"
        "heavy = {'matplotlib', 'pptx', 'uharfbuzz', 'starlette', 'betteroffice_pptx'};"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "kinds" in done.stdout
    assert not done.stderr.split(), (
        f"import these only when a deck is built, `--version` must be instant: {done.stderr}"
    )


PLANTED = {
    "layout/fit.py": "def f():\n    from deckgen.writer import text\n",
    "charts/trend.py": "from ..layout import measure\n",
    "reader/marks.py": "import importlib\nimportlib.import_module('deckgen.kinds.table')\n",
    "kinds/table.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from deckgen import layout\n",
    "writer/parts.py": "from deckgen.brand.types import Brand\n",
}


def test_a_planted_import_is_found(tmp_path: Path) -> None:
    for name, source in PLANTED.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source, encoding="utf-8")
    assert broken(all_imports(tmp_path), stages_into_each_other) == [
        "deckgen/charts/trend.py:1 imports deckgen.layout.measure",
        "deckgen/kinds/table.py:3 imports deckgen.layout",
        "deckgen/layout/fit.py:2 imports deckgen.writer.text",
        "deckgen/reader/marks.py:2 imports deckgen.kinds.table",
    ]


@pytest.mark.parametrize(
    ("source", "module", "rule"),
    [
        ("from deckgen.reader import read\n", "deckgen.blocks", shared_forms_into_rooms),
        ("import deckgen.cli\n", "deckgen.pipeline", anyone_into_the_command_line),
        ("from deckgen import pipeline\n", "deckgen.kinds.table", stages_into_the_pipeline),
        ("from deckgen.brand.load import load\n", "deckgen.layout.fit", brand_files_from_afar),
        ("from deckgen.writer.xml import text\n", "deckgen.package.parts", the_check_into_what_it_checks),
        ("from deckgen.layout import measure\n", "deckgen.checks.no_goal", checks_into_later_stages),
        ("from deckgen import checks\n", "deckgen.model.deck", stages_into_checks),
        ("from deckgen.kinds import registry\n", "deckgen.model.deck", models_into_kinds),
        ("from deckgen.frames import Page\n", "deckgen.render.package", render_into_content),
        ("from deckgen import pipeline\n", "deckgen.cache.store", the_cache_into_rooms),
        ("from deckgen import preview\n", "deckgen.pipeline", anyone_into_the_preview),
    ],
)
def test_each_rule_finds_its_breach(source: str, module: str, rule: Callable[[Import], bool]) -> None:
    assert broken(list(imports(source, module)), rule)


def test_a_stranger_to_a_dependency_and_a_second_pipeline_are_found() -> None:
    found = list(imports("import matplotlib.pyplot as plt\nfrom pptx.util import Emu\n", "deckgen.layout.fit"))
    assert strangers(found, "matplotlib")
    assert strangers(found, "pptx")
    assert only_pipeline_knows_all(list(imports("from deckgen import layout, writer\n", "deckgen.preview")))


def test_importing_the_shared_forms_is_fine() -> None:
    found = list(
        imports("from deckgen.brand.types import Brand\nfrom deckgen.frames import Box\n", "deckgen.writer.text")
    )
    assert not [i for i in found if any(rule(i) for rule in RULES)]
