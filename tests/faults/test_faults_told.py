"""Every fault that an author can make, in its exact words: files in, messages out (`*.txt`, rewritten with `--accept`)."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import fault_cases
import pytest
from fault_cases import Case, cases, told

FILES = sorted(fault_cases.HERE.glob("*.txt"))
CASES = [case for file in FILES for case in cases(file)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_fault_is_told_in_these_words(case: Case, tmp_path: Path, accept: bool) -> None:
    said, _ = told(fault_cases.make(tmp_path, case.files))
    if accept and said != case.says:
        path = fault_cases.HERE / case.source
        fault_cases.write(path, [replace(c, says=said) if c.name == case.name else c for c in cases(path)])
    else:
        assert said == case.says


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_message_keeps_to_the_form_of_all(case: Case) -> None:
    """Small initial, no full stop, a place, and a hint for each error."""
    for head, block in _messages(case.says):
        message = head.split(": ", 2)[-1] if re.match(r"\S+:\d+:\d+: ", head) else head.split(": ", 1)[1]
        assert re.match(r"[a-z`'“\d$€£+-]|YAML|content/", message), head
        assert not message.endswith("."), head
        assert "    hint: " in block, f"no hint: {head}"
        hint = block.split("    hint: ")[1].strip()
        assert re.match(r"[a-z`'“\d]|YAML", hint), hint
        assert not hint.endswith("."), hint


def _messages(says: str) -> list[tuple[str, str]]:
    parts = re.split(r"^(?=\S)", says, flags=re.MULTILINE)
    return [(part.splitlines()[0], part) for part in parts if part.strip()]


SOURCE = Path(__file__).parents[2] / "src" / "deckgen"
MAKERS = {
    "error": 0,
    "warning": 0,
    "fault": 0,
    "Problem": 0,
    "Remark": 0,
    "Flaw": 0,
    "PydanticCustomError": 0,
    "Fault": 1,
}
"""What makes a problem, and which of its arguments is the problem's name."""
ELSEWHERE = {
    "chart": "tests/build: charts that the room of charts cannot draw",
    "chart-font": "tests/build: it depends on the fonts of the machine",
    "control-character": "test_unusual_files.py",
    "not-utf-8": "test_unusual_files.py",
    "binary-file": "test_unusual_files.py",
    "not-a-file": "test_unusual_files.py",
    "outside-project": "test_unusual_files.py",
    "missing-file": "tests/brand: a brand without master.yaml",
    "unreadable-file": "test_unusual_files.py",
    "too-large": "test_unusual_files.py",
    "yaml-syntax": "tests/reader/test_traps.py: what no rule has words for",
    "key-too-long": "tests/reader/test_traps.py",
    "brand-size": "tests/brand/test_brand_sizes.py", "brand-large": "tests/brand/test_brand_values.py",
    "font-refused": "tests/build: a font that may not be embedded",
    "no-deck": "tests/model/test_loading.py; the command line asks first",
    "broken-picture": "test_unusual_files.py",
    "huge-picture": "test_unusual_files.py",
    "picture-outside": "test_unusual_files.py",
    "unreadable-picture": "tests/layout: a picture lost between two looks",
    "no-layout": "layout: only of a brand that lacks a place", "no-slot": "the same", "no-room": "the same",
    "table-too-tall": "the same",
    "brand-colour": "tests/brand", "brand-slot": "tests/brand", "brand-layout": "tests/brand", "brand-style": "tests/brand",
    "brand-place": "tests/brand", "brand-font": "tests/brand", "min": "tests/brand", "wrong-number": "tests/brand",
    "to-rewrite": "tests/roll", "results-to-come": "tests/roll", "preview": "tests/preview",
    "too-short": "pydantic's own name", "string-type": "pydantic's own name",
}  # fmt: skip
"""Faults that another test shows, because no text file can (or none that reaches them from a deck's folder)."""


def made() -> set[str]:
    """The names of all problems that the source makes."""
    found = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                maker = getattr(node.func, "attr", getattr(node.func, "id", ""))
                place = MAKERS.get(maker)
                argument = node.args[place] if place is not None and len(node.args) > place else None
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.add(argument.value.replace("_", "-"))
    return found


def test_there_is_a_case_for_every_fault(tmp_path: Path) -> None:
    shown = set()
    for number, case in enumerate(CASES):
        shown |= {d.code for d in told(fault_cases.make(tmp_path / str(number), case.files))[1]}
    shapes = {"text-expected", "text-or-mapping"}  # told as `wrong-shape`
    missing = made() - shown - shapes - set(ELSEWHERE)
    assert not missing, f"add a case to tests/faults/*.txt for {sorted(missing)}"
