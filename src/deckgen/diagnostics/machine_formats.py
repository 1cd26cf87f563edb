"""Issues → formats that other programs read: JSON, and the workflow commands of GitHub Actions.

Input: issues, the texts of their files, and the folder of the files. Output: plain data or lines; nothing is printed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from deckgen.diagnostics import Issue, Severity, line_and_column


def as_data(issue: Issue, sources: Mapping[str, str]) -> dict[str, Any]:
    """Return an issue as plain data; lines and columns count from 1, and `end_column` is the first column after the span."""
    location: dict[str, Any] = {"file": None, "line": None, "column": None, "end_line": None, "end_column": None}
    if (span := issue.span) is not None:
        location["file"] = span.file
        text = sources.get(span.file)
        if text is not None:
            location["line"], location["column"] = line_and_column(text, span.start)
            location["end_line"], location["end_column"] = line_and_column(text, span.end)
    return {
        "severity": str(issue.severity), "code": issue.code, "message": issue.message, "hint": issue.hint, **location,
    }  # fmt: skip


def as_workflow_command(issue: Issue, sources: Mapping[str, str], root: PurePath) -> str:
    """Return an issue as a workflow command of GitHub Actions, which shows it next to its line in a pull request.

    `root` is the folder of the files, relative to the root of the repository. The format and its escapes are those of
    the runner (`toolkit/packages/core/src/command.ts`).
    """
    data = as_data(issue, sources)
    properties = {"title": data["code"]}
    if data["file"] is not None:
        properties["file"] = (root / data["file"]).as_posix()
    if data["line"] is not None:
        properties |= {"line": data["line"], "col": data["column"]}
        if data["end_line"] == data["line"]:  # GitHub accepts columns only within one line
            properties |= {"endLine": data["end_line"], "endColumn": data["end_column"]}
    message = data["message"] + (f"\nhint: {data['hint']}" if data["hint"] else "")
    arguments = ",".join(f"{name}={_escape_property(str(value))}" for name, value in properties.items())
    command = "notice" if issue.severity is Severity.NOTE else data["severity"]
    return f"::{command} {arguments}::{_escape_message(message)}"


def _escape_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_message(text).replace(":", "%3A").replace(",", "%2C")
