"""Problems of several decks → what is printed, in the form that was asked for.

As text, problems go to stderr, plain, never wrapped and never read as markup, and what came of a deck to stdout. As JSON, one
document goes to stdout and nothing else. For GitHub, workflow commands go to stdout, where the runner reads them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from deckgen.diagnostics import Diagnostic


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


FormatOption = Annotated[
    Format, typer.Option("--format", help="How problems are printed: for people, programs, or GitHub Actions.")
]


class Report:
    """What is printed of each deck; JSON is printed once at the end, also when a deck ended the run."""

    def __init__(self, format: Format) -> None:  # noqa: A002 -- it is the option's name
        self.format = format
        self._decks: list[dict[str, Any]] = []

    def __enter__(self) -> Report:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self.format is Format.JSON:
            typer.echo(json.dumps({"decks": self._decks}, ensure_ascii=False, indent=2))

    def problems(self, folder: Path, diagnostics: Sequence[Diagnostic], sources: Mapping[str, str]) -> None:
        """Print the problems of the deck in `folder`."""
        from deckgen.diagnostics import machine_formats, render  # noqa: PLC0415

        if self.format is Format.JSON:
            found = [machine_formats.as_data(d, sources) for d in diagnostics]
            self._decks.append({"deck": folder.resolve().name, "built": None, "diagnostics": found})
        elif self.format is Format.GITHUB:
            for diagnostic in diagnostics:
                typer.echo(machine_formats.as_workflow_command(diagnostic, sources, _from_repository(folder)))
        else:
            for diagnostic in diagnostics:
                typer.echo(render(diagnostic, sources), err=True)

    def success(self, line: str, built: Path | None = None) -> None:
        """Print what came of the deck whose problems were printed last; `built` is the file that was written."""
        if self.format is Format.JSON:
            self._decks[-1]["built"] = None if built is None else built.as_posix()
        typer.echo(line, err=self.format is Format.JSON)

    def remark(self, line: str) -> None:
        """Print what else is to be said of it."""
        typer.echo(line, err=self.format is Format.JSON)

    def failure(self, line: str) -> None:
        """Print why nothing came of it."""
        typer.echo(line, err=True)


def _from_repository(folder: Path) -> Path:
    """Where the project lies, seen from the repository's root: GitHub's workspace, else where one stands."""
    from deckgen.io.project import find_project  # noqa: PLC0415

    project = find_project(folder.resolve().parent) or folder.resolve().parent
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    return project.relative_to(root) if project.is_relative_to(root) else project
