"""Everything that is generated from the code and committed → written anew: schemas, documentation with pictures, golden files.

Run it after a change to a kind of slide or chart, a field, a rule, a layout or a message of `deckgen check --rules`:
`.venv/bin/python tests/tools/regenerate.py`. Then read `git diff`, and look at each picture and golden file that changed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from deckgen import gallery, guide, schema
from deckgen.guide import rules
from deckgen.guide.pictures import draw_all

ROOT = Path(__file__).resolve().parents[2]


def generated_texts() -> dict[str, str]:
    """Return the generated texts by their paths in the repository: schemas, content guide, page of rules."""
    return {**schema.schema_files(), "docs/content-guide.md": guide.render(), "docs/checks.md": rules.render()}


def write_all(root: Path) -> Iterator[Path]:
    """Write all generated files but the golden ones below `root`, and delete pictures that are no longer generated.

    Yields each file that changed.
    """
    docs = root / "docs"
    for name, text in generated_texts().items():
        yield from _write(root / name, text.encode())
    before = {path: path.read_bytes() for path in (docs / guide.PICTURES).glob("*.png")}
    drawn = list(draw_all(docs / guide.PICTURES))
    yield from (path for path in drawn if before.get(path) != path.read_bytes())
    yield from _delete(set(before) - set(drawn))
    charts = {docs / name: data for name, data in gallery.build_gallery(layouts=ROOT / "layouts").files.items()}
    for path, data in charts.items():
        yield from _write(path, data)
    yield from _delete(set((docs / "pictures").glob("chart-*.png")) - set(charts))


def _write(path: Path, data: bytes) -> Iterator[Path]:
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        yield path


def _delete(paths: set[Path]) -> Iterator[Path]:
    for path in sorted(paths):
        path.unlink()
        yield path


def main() -> int:
    """Write everything, print what changed, and return the exit code of the tests that write the golden files."""
    for path in write_all(ROOT):
        sys.stdout.write(f"{path.relative_to(ROOT).as_posix()}\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "tests/golden", "--accept"], cwd=ROOT, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
