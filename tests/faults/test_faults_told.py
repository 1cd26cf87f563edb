"""Every fault that an author can make, in its exact words: files in, messages out (`*.txt`, rewritten with `--accept`)."""

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
        assert re.match(r"[a-z`'“\d]|YAML|content/", message), head
        assert not message.endswith("."), head
        assert "    hint: " in block, f"no hint: {head}"
        hint = block.split("    hint: ")[1].strip()
        assert re.match(r"[a-z`'“\d]|YAML", hint), hint
        assert not hint.endswith("."), hint


def _messages(says: str) -> list[tuple[str, str]]:
    parts = re.split(r"^(?=\S)", says, flags=re.MULTILINE)
    return [(part.splitlines()[0], part) for part in parts if part.strip()]
