"""Problems → what another program reads: JSON, and the workflow commands of GitHub Actions.

Input: diagnostics, the texts of their files, and where those lie. Output: plain data or lines; nothing is printed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from deckgen.diagnostics import Diagnostic, Severity, position


def as_data(diagnostic: Diagnostic, sources: Mapping[str, str]) -> dict[str, Any]:
    """Give a problem as plain data; lines and columns count from 1, and `end_column` is the first behind the fault."""
    d = diagnostic
    place: dict[str, Any] = {"file": None, "line": None, "column": None, "end_line": None, "end_column": None}
    if d.span is not None:
        place["file"] = d.span.file
        text = sources.get(d.span.file)
        if text is not None:
            place["line"], place["column"] = position(text, d.span.start)
            place["end_line"], place["end_column"] = position(text, d.span.end)
    return {"severity": str(d.severity), "code": d.code, "message": d.message, "hint": d.hint, **place}


def as_workflow_command(diagnostic: Diagnostic, sources: Mapping[str, str], root: PurePath) -> str:
    """Give a problem as a workflow command of GitHub Actions, which shows it beside its line in a pull request.

    `root` is where the files lie, seen from the root of the repository. The form and its escapes are those of the
    runner (`toolkit/packages/core/src/command.ts`).
    """
    data = as_data(diagnostic, sources)
    properties = {"title": data["code"]}
    if data["file"] is not None:
        properties["file"] = (root / data["file"]).as_posix()
    if data["line"] is not None:
        properties |= {"line": data["line"], "col": data["column"]}
        if data["end_line"] == data["line"]:  # GitHub takes columns only within one line
            properties |= {"endLine": data["end_line"], "endColumn": data["end_column"]}
    message = data["message"] + (f"\nhint: {data['hint']}" if data["hint"] else "")
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    command = "notice" if diagnostic.severity is Severity.NOTE else data["severity"]
    return f"::{command} {listed}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
