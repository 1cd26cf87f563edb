"""The page for brand managers: its examples load without a message, and its commands work."""

import re
import shlex
from fnmatch import filter as filter_names
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image
from typer.testing import CliRunner

from deckgen.brand.load import load_brand
from deckgen.cli import app
from deckgen.diagnostics import Severity, render
from deckgen.kinds import find_kinds
from made_templates import usual
from sample_projects import make_project

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/brands.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n# (\S+)\n(.*?)```", PAGE, re.S)
COMMANDS = re.findall(r"^(deckgen .*?)(?:\s+#.*)?$", "".join(re.findall(r"```sh\n(.*?)```", PAGE, re.S)), re.M)
MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20" fill="#0B5D3B"/></svg>'
BASE = {"meta": {"name": "Council"}, "defaults": {"deckgen": {"extend": "wikimedia"}}}


def write_files(folder: Path) -> None:
    (folder / "logos").mkdir(parents=True)
    for name in ("colour", "white", "mark"):
        (folder / f"logos/{name}.svg").write_text(MARK, encoding="utf-8")
    Image.new("RGB", (900, 1400), "#0B5D3B").save(folder / "harbour.jpg")


def with_example(brand: dict[str, Any], example: dict[str, Any]) -> dict[str, Any]:
    return brand | {
        key: with_example(brand[key], value) if isinstance(brand.get(key), dict) and isinstance(value, dict) else value
        for key, value in example.items()
    }


def write_example(folder: Path, name: str, text: str) -> None:
    if name == "_brand.yml":
        text = yaml.safe_dump(with_example(BASE, yaml.load(text, yaml.BaseLoader) or {}))
    (folder / name).write_text(text, encoding="utf-8")


def messages(root: Path) -> list[str]:
    """What the brand reports, without what depends on the machine: its fonts."""
    _, issues, sources = load_brand("council", [root / "layouts", ROOT / "layouts"], root)
    return [
        render(issue, sources)
        for issue in issues
        if issue.severity is not Severity.NOTE and not issue.code.startswith("font-")
    ]


def test_examples_are_found() -> None:
    assert len(EXAMPLES) == PAGE.count("```yaml")
    assert {name for name, _ in EXAMPLES} == {"_brand.yml", "master.yaml", "bullets.yaml", "bullets--narrow.yaml"}


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_example_of_the_page_loads_without_a_message(tmp_path: Path, name: str, text: str) -> None:
    folder = tmp_path / "layouts/council"
    write_files(folder)
    write_example(folder, "_brand.yml", "logo: {small: {light: logos/mark.svg, dark: logos/mark.svg}}")
    write_example(folder, name, text)
    assert messages(tmp_path) == []


def layout_patterns() -> dict[str, set[str]]:
    """The names of layouts that the table names, and their variants as patterns, by kind; a range stands for all in it."""
    patterns: dict[str, set[str]] = {}
    for kind, others, variants in re.findall(
        r"^\| \[([a-z-]+)\]\(content-guide\.md#\1\) \| (.*?) ?\| (.*?) ?\|$", PAGE, re.M
    ):
        names = {kind, *re.findall(r"`([a-z0-9-]+)`", others)}
        for stem, first, last in re.findall(r"`([a-z-]+-)(\d)` to `[a-z-]+-(\d)`", others):
            names |= {f"{stem}{number}" for number in range(int(first), int(last) + 1)}
        patterns[kind] = names | {f"{kind}*--{variant}" for variant in re.findall(r"`([a-z-]+)`", variants)}
    return patterns


def test_layout_files_of_the_page_are_those_of_deckgen() -> None:
    by_kind = layout_patterns()
    assert set(by_kind) == set(find_kinds())
    listed = {pattern for patterns in by_kind.values() for pattern in patterns}
    listed |= set(re.findall(r"`(aside-[a-z]+)\.yaml`", PAGE))
    files = {path.stem for path in (ROOT / "layouts/wikimedia").glob("*.yaml")} - {"master"}
    assert {file for file in files if not any(fnmatch(file, pattern) for pattern in listed)} == set()
    bases = files | {file.partition("--")[0] for file in files}
    assert {pattern for pattern in listed if not filter_names(bases, pattern)} == set()


def test_layouts_that_are_only_variants_are_marked() -> None:
    files = {path.stem for path in (ROOT / "layouts/wikimedia").glob("*.yaml")}
    only_variants = {file.partition("--")[0] for file in files} - files
    assert set(re.findall(r"`([a-z0-9-]+)` \(only as a variant\)", PAGE)) == only_variants


def test_variant_of_the_page_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "layouts/council"
    write_files(folder)
    write_example(folder, "_brand.yml", "")
    [(name, text)] = [(name, text) for name, text in EXAMPLES if "--" in name]
    write_example(folder, name, text)
    brand, _, _ = load_brand("council", [tmp_path / "layouts", ROOT / "layouts"], tmp_path)
    assert brand is not None
    assert brand.layouts["bullets--narrow"].slots["bullets"].box.x > brand.layouts["bullets"].slots["bullets"].box.x


def test_commands_of_the_page_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(tmp_path, "kind: bullets\nbullets:\n  - One point", brand="council")
    for name in ("logo.svg", "logo-white.svg"):
        (tmp_path / name).write_text(MARK, encoding="utf-8")
    for name in ("council.potx", "newer.potx"):
        (tmp_path / name).write_bytes(usual())
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) == 10
    # The first asks; the second has the same answers as options.
    for command in COMMANDS[1:]:
        done = CliRunner().invoke(app, shlex.split(command)[1:])
        assert done.exit_code == 0, (command, done.output)


def test_files_of_the_page_are_those_of_a_brand() -> None:
    names = set(re.findall(r"^\| `([a-z_-]+\.ya?ml)`", PAGE, re.M)) | set(re.findall(r", `([a-z]+\.yaml)`", PAGE))
    assert {name for name in names if not (ROOT / "layouts/wikimedia" / name).is_file()} == set()
