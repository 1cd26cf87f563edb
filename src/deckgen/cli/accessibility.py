"""`deckgen accessibility`: presentations in; their accessibility findings out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli._common import Exit, exit_for_wrong_use, failures_as_exit_code

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[FILE.pptx]...",
        help="Presentations; without any, every deck that was built into output/.",
        show_default=False,
    ),
]


def command(files: Files = None) -> None:
    """Report what keeps people from reading a deck: titles, alt text, contrast, reading order, languages, sizes."""
    from deckgen.cli import _findings
    from deckgen.diagnostics.wording import counted
    from deckgen.package import accessibility

    total = 0
    for file in files or _built_files():
        if not file.is_file():
            exit_for_wrong_use(f"there is no file '{file}'")
        with failures_as_exit_code(file):
            findings = accessibility.findings(file)
        for line in _findings.finding_lines(file, findings, with_severity=False):
            typer.echo(line, err=True)
        typer.echo(f"{file}: {counted(len(findings), 'finding')} of {len(accessibility.RULES)} rules")
        total += len(findings)
    raise typer.Exit(Exit.CONTENT if total else Exit.DONE)


def _built_files() -> list[Path]:
    """Return the presentations in output/, without the copies of edited ones and the lock files of PowerPoint."""
    from deckgen.io import project

    root = project.find_project(Path.cwd())
    files = sorted((root / "output").glob("*.pptx")) if root else []
    files = [path for path in files if "-edited" not in path.stem and not path.name.startswith("~$")]
    if not files:
        exit_for_wrong_use("there is no presentation in output/: name one, or build a deck first")
    return files
