"""Every issue that an author can cause, in its exact words: files in, messages out (`*.txt`, rewritten with `--accept`)."""

import ast
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import fault_cases
import pytest
from fault_cases import Case, check_deck, read_cases

from deckgen import checks

FILES = sorted(fault_cases.HERE.glob("*.txt"))
CASES = [case for file in FILES for case in read_cases(file)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_issue_is_reported_in_these_words(case: Case, tmp_path: Path, accept: bool) -> None:
    messages, issues = check_deck(fault_cases.write_project(tmp_path, case.files))
    codes = frozenset(issue.code for issue in issues)
    if accept and (messages, codes) != (case.messages, case.codes):
        path = fault_cases.HERE / case.source
        found = replace(case, messages=messages, codes=codes)
        fault_cases.write_cases(path, [found if c.name == case.name else c for c in read_cases(path)])
    else:
        hint = "as intended? `pytest tests/faults --accept`, then read `git diff tests`"
        assert (messages, codes) == (case.messages, case.codes), hint


@pytest.mark.parametrize("case", CASES, ids=str)
def test_message_has_the_common_form(case: Case) -> None:
    """Small initial, no full stop, a location, and a hint for each error."""
    for head, block in _split_messages(case.messages):
        message = head.split(": ", 2)[-1] if re.match(r"\S+:\d+:\d+: ", head) else head.split(": ", 1)[1]
        assert re.match(r"[a-z`'“\d$€£+-]|YAML|content/", message), head
        assert not message.endswith("."), head
        assert "    hint: " in block, f"no hint: {head}"
        hint = block.split("    hint: ")[1].strip()
        assert re.match(r"[a-z`'“\d]|YAML", hint), hint
        assert not hint.endswith("."), hint


def _split_messages(messages: str) -> list[tuple[str, str]]:
    parts = re.split(r"^(?=\S)", messages, flags=re.MULTILINE)
    return [(part.splitlines()[0], part) for part in parts if part.strip()]


SOURCE = Path(__file__).parents[2] / "src" / "deckgen"
CODE_ARGUMENTS = {"make_issue": 0, "error": 0, "PydanticCustomError": 0}
"""The calls that create an issue, and the index of the argument that is its code."""
TESTED_ELSEWHERE = {
    "no-translations": "tests/cli/test_translate_command.py",
    "chart": "tests/build: charts that cannot be drawn",
    "chart-font": "tests/build: depends on the fonts of the machine",
    "estimated-lines": "tests/layout: depends on the packages of the machine",
    "script-font": "tests/layout/test_text_warnings.py: depends on the fonts of the machine",
    "control-character": "test_unusual_files.py",
    "not-utf-8": "test_unusual_files.py",
    "binary-file": "test_unusual_files.py",
    "not-a-file": "test_unusual_files.py",
    "outside-project": "test_unusual_files.py",
    "missing-file": "tests/brand: a brand without master.yaml",
    "unreadable-file": "test_unusual_files.py",
    "too-large": "test_unusual_files.py",
    "yaml-syntax": "tests/reader/test_traps.py: errors that no rule explains",
    "key-too-long": "tests/reader/test_traps.py",
    "brand-size": "tests/brand/test_brand_sizes.py", "brand-large": "tests/brand/test_brand_values.py",
    "font-refused": "tests/build: a font that may not be embedded",
    "no-deck": "tests/model/test_loading.py; the command line checks this first",
    "broken-picture": "test_unusual_files.py",
    "huge-picture": "test_unusual_files.py",
    "picture-outside": "test_unusual_files.py",
    "no-layout": "layout: only with a brand that misses a slot", "no-slot": "the same", "no-room": "the same",
    "table-too-tall": "the same",
    "brand-colour": "tests/brand", "brand-slot": "tests/brand", "brand-layout": "tests/brand", "brand-style": "tests/brand",
    "brand-place": "tests/brand", "brand-look": "tests/brand", "brand-font": "tests/brand", "min": "tests/brand",
    "wrong-number": "tests/brand", "brand-logo": "tests/brand/test_brand_logo.py", "brand-logo-ground": "the same",
    "brand-logo-space": "the same", "brand-logo-unused": "the same", "brand-picture": "the same",
    "brand-picture-small": "the same", "brand-picture-text": "tests/brand/test_brand_motif.py",
    "font-style": "tests/brand", "font-only-here": "tests/brand", "font-not-found": "tests/brand",
    "font-differs": "tests/brand", "font-unused": "tests/brand",
    "template-changed": "tests/cli/test_brand_import.py", "template-differs": "the same", "template-missing": "the same",
    "review-comment": "tests/pull", "to-rewrite": "tests/roll", "results-to-come": "tests/roll", "preview": "tests/preview",
    "too-short": "pydantic's own name", "string-type": "pydantic's own name",
}  # fmt: skip
"""Issues that other tests cover, because no case file can cause them from a deck's folder."""


@cache
def codes_in_source() -> set[str]:
    """The codes of all issues that the source creates."""
    codes = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                function = getattr(node.func, "attr", getattr(node.func, "id", ""))
                index = CODE_ARGUMENTS.get(function)
                argument = node.args[index] if index is not None and len(node.args) > index else None
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    codes.add(argument.value.replace("_", "-"))
    return codes


def test_every_issue_is_of_a_rule_and_every_rule_is_used() -> None:
    codes = codes_in_source()
    assert codes - set(checks.all_rules()) == set()
    by_pattern = {code for code in checks.all_rules() if code.startswith("leading-")}
    unused = set(checks.all_rules()) - codes - by_pattern - set(checks.find_checks()) - {"value-error"}
    assert unused == set()


def test_every_issue_has_a_case() -> None:
    covered = {code for case in CASES for code in case.codes}
    shapes = {"text-expected", "text-or-mapping"}  # reported as `wrong-shape`
    missing = codes_in_source() - covered - shapes - set(TESTED_ELSEWHERE)
    assert not missing, f"add a case to tests/faults/*.txt for {sorted(missing)}"
