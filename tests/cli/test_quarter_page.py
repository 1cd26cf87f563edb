"""docs/quarter.md, walked through: each of its commands succeeds, and prints the lines that the page shows."""

import re
import shlex
from pathlib import Path

import pytest
from openpyxl import load_workbook
from test_editing_commands import deckgen

PAGE = Path(__file__).parents[2] / "docs/quarter.md"
FILES = {
    "deck.yaml": """\
format: 1
title: Quarterly review
fiscal_year: FY20-21
quarter: Q2
date: 28 January 2021
sections: [results, decisions]
owners: {Legal: legal@example.org, Product: product@example.org}
results_due: 15 January
versions:
  board: {only: [decisions], density: read}
""",
    "results.yaml": """\
title: Results
department: Product
slides:
  - kind: metrics
    headline: Readers are back, and requests are answered in time
    metrics: [readers, requests]
""",
    "decisions.yaml": """\
title: Decisions
department: Legal
slides:
  - kind: bullets
    headline: Two decisions are needed by March
    bullets:
      - Hire for 2 open posts
      - Renew the contract
""",
    "data/metrics.yaml": """\
readers:
  name: Readers who come back
  short: Readers
  goal: at least 80%
  owner: Product
  quarters:
    Q1: 84%
    Q2:
requests:
  name: Requests answered in time
  short: Requests
  goal: at least 95%
  owner: Legal
  quarters:
    Q1: 96%
    Q2:
""",
}
ANSWERS = {
    "product": {"Q2 FY20-21": 0.81},
    "legal": {"Q2 FY20-21": "93%", "because": "Two posts are open", "comment": "Call me before the board"},
}


def steps() -> list[tuple[str, list[str]]]:
    """Return the commands of the page, each with the lines that it shows of their output."""
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    commands = [command for block in blocks for command in re.split(r"^\$ deckgen ", block, flags=re.MULTILINE)[1:]]
    return [(lines[0], lines[1:]) for command in commands if (lines := command.splitlines())]


def answer_sheets(project: Path) -> None:
    """Fill in the sheets, as their owners do."""
    for owner, answers in ANSWERS.items():
        (path,) = (project / "sheets").glob(f"*-{owner}.xlsx")
        book = load_workbook(path)
        sheet = book.worksheets[0]
        columns = {cell.value: cell.column for cell in sheet[1]}
        for column, value in answers.items():
            cell = sheet.cell(2, columns[column], value)
            cell.number_format = "0%" if isinstance(value, float) else cell.number_format
        book.save(path)


def test_the_page_can_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.render.libreoffice.find_program", lambda *names: None)
    for name, text in FILES.items():
        path = tmp_path / "content/review" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for command, shown in steps():
        if command.startswith("fill"):
            answer_sheets(tmp_path)
        done = deckgen(*shlex.split(command), cwd=tmp_path)
        assert done.code == 0, (command, done)
        printed = done.out + done.err
        for line in shown:
            pattern = ".*".join(re.escape(part) for part in line.split("…"))
            assert re.search(f"^{pattern}$", printed, re.MULTILINE), (command, line, printed)


def test_the_page_has_a_step_for_every_stage() -> None:
    commands = {command.split()[0] for command, _ in steps()}
    assert {"status", "fill", "titles", "check", "freeze", "build", "render", "archive", "roll"} <= commands
