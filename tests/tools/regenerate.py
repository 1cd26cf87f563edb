"""Everything that is generated from the code and committed → written anew.

These are schemas, documentation with pictures, golden files and the messages in tests/faults. Run it after a change to a kind of
slide or chart, a field, a rule, a layout, a message or a language: `.venv/bin/python tests/tools/regenerate.py`. Then read
`git diff`, and look at each picture and golden file that changed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import readme_picture

from deckgen import gallery, guide, schema
from deckgen.guide import rules
from deckgen.guide.pictures import draw_all

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/verdicts"))
ACCEPTED = ("tests/golden", "tests/faults")
"""The tests that write what they expect, if they run with `--accept`."""


def generated_texts() -> dict[str, str]:
    """Return the generated texts by their paths in the repository: schemas, content guide, pages of rules and verdicts."""
    import verdicts_page  # noqa: PLC0415 -- it lies with the tests of verdicts, whose examples it shows

    pages = {
        "docs/content-guide.md": guide.render(), "docs/checks.md": rules.render(), "docs/verdicts.md": verdicts_page.render(),
    }  # fmt: skip
    return {**schema.schema_files(), **pages}


def write_all(root: Path) -> Iterator[Path]:
    """Write all generated files but those of `ACCEPTED` below `root`, and delete pictures that are no longer generated.

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
    yield from _write(docs / "pictures/slides.png", readme_picture.draw(ROOT / "content/thriving-movement"))
    languages = {docs / "pictures" / name: data for name, data in readme_picture.draw_languages()}
    for path, data in languages.items():
        yield from _write(path, data)
    yield from _delete(set((docs / "pictures").glob("language-*.png")) - set(languages))


def _write(path: Path, data: bytes) -> Iterator[Path]:
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        yield path


def _delete(paths: set[Path]) -> Iterator[Path]:
    for path in sorted(paths):
        path.unlink()
        yield path


def accepted_files(root: Path) -> dict[Path, bytes]:
    """Return the files below `root` that tests write with `--accept`, with their bytes."""
    found = (path for folder in ACCEPTED for suffix in ("json", "txt") for path in (root / folder).rglob(f"*.{suffix}"))
    return {path: path.read_bytes() for path in found}


def main() -> int:
    """Write everything, print what changed, and return the exit code of the tests that write what they expect."""
    for path in write_all(ROOT):
        _print(path)
    before = accepted_files(ROOT)
    result = subprocess.run([sys.executable, "-m", "pytest", *ACCEPTED, "--accept"], cwd=ROOT, check=False)
    for path, data in sorted(accepted_files(ROOT).items()):
        if before.get(path) != data:
            _print(path)
    return result.returncode


def _print(path: Path) -> None:
    sys.stdout.write(f"{path.relative_to(ROOT).as_posix()}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
