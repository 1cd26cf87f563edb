"""Issues and outcomes of several decks → what is printed, in the format that was asked for.

As text, issues go to stderr, plain, never wrapped and never read as markup, and the outcome of a deck to stdout. As JSON, one
document goes to stdout and nothing else. For GitHub, workflow commands go to stdout, where the runner reads them.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from deckgen.cli._encoding import can_print_all
from deckgen.cli._streams import echo

if TYPE_CHECKING:
    from deckgen.diagnostics import Issue


class Format(StrEnum):
    """How issues are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class Report:
    """Prints issues and outcome of each deck; JSON is printed once at the end, also when a deck ended the run."""

    def __init__(self, format: Format) -> None:  # noqa: A002 -- it is the option's name
        self.format = format
        self._decks: list[dict[str, Any]] = []

    def __enter__(self) -> Report:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.format is Format.JSON:
            text = json.dumps({"decks": self._decks}, ensure_ascii=not can_print_all(sys.stdout), indent=2)
            echo(text)

    def print_issues(
        self, folder: Path, diagnostics: Sequence[Issue], sources: Mapping[str, str], version: str = ""
    ) -> None:
        """Print the issues of the deck in `folder`, or those that a version of it has besides."""
        from deckgen.diagnostics import machine_formats, render_all

        if self.format is Format.JSON:
            data = [machine_formats.as_data(d, sources) for d in diagnostics]
            named = {"version": version} if version else {}
            self._decks.append({"deck": folder.resolve().name, **named, "built": None, "diagnostics": data})
        elif self.format is Format.GITHUB:
            for diagnostic in diagnostics:
                echo(machine_formats.as_workflow_command(diagnostic, sources, _path_in_repository(folder)))
        else:
            for text in render_all(diagnostics, sources):
                echo(text, err=True)

    def print_success(self, line: str, built: Path | None = None) -> None:
        """Print the outcome of the deck whose issues were printed last; `built` is the file that was written."""
        if self.format is Format.JSON:
            self._decks[-1]["built"] = None if built is None else built.as_posix()
        echo(line, err=self.format is Format.JSON)

    def print_remark(self, line: str) -> None:
        """Print something more about its outcome."""
        echo(line, err=self.format is Format.JSON)

    def print_failure(self, line: str) -> None:
        """Print why it failed."""
        echo(line, err=True)


def _path_in_repository(folder: Path) -> Path:
    """Return the path of a deck's project from the root of the repository: GitHub's workspace, or the current folder."""
    from deckgen.io.project import find_project

    project = find_project(folder.resolve().parent) or folder.resolve().parent
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    return project.relative_to(root) if project.is_relative_to(root) else project
