"""What an editor shows while an author types, according to the real yaml-language-server.

DECKGEN_YAML_SERVER names its command, which `.ci/run` installs from npm. The settings are those of the repository.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lsp_client import LanguageServer

from deckgen.ir.roles import STATUSES
from deckgen.model.deck_settings import COLOURS

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.rendering


@pytest.fixture(scope="module", params=["", "content"], ids=["project opened", "content opened"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    program = os.environ.get("DECKGEN_YAML_SERVER", "")
    assert program, "DECKGEN_YAML_SERVER names no command: .ci/run installs it"
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copytree(ROOT / ".vscode", root / ".vscode")
    opened = root / request.param
    settings = json.loads((opened / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    running = LanguageServer(program.split(), opened, settings)
    yield running
    running.close()


def path_in(server: LanguageServer, name: str, deck: str = "thriving-movement") -> str:
    """Return the path of a file of the deck from the folder that is open."""
    return f"{'' if server.folder.name == 'content' else 'content/'}{deck}/{name}"


def messages(problems: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return sorted((p["range"]["start"]["line"], p["message"]) for p in problems)


def test_example_content_has_no_problems(server: LanguageServer) -> None:
    folder = ROOT / "content" / "thriving-movement"
    problems = {}
    for file in sorted(folder.rglob("*.yaml")):
        name = file.relative_to(folder).as_posix()
        problems[name] = messages(server.open(path_in(server, name), file.read_text(encoding="utf-8")))
    assert len(problems) > 10
    assert not {name: found for name, found in problems.items() if found}


INVALID = """\
title: Faulty
slides:
  - kind: objective
    objektive: misspelt
  - kind: key-results
    rows:
      - metric: a
        quarters:
          Q5: no such quarter
          Q2:
            text: a
            status: fine
  - kind: bullets
    bullets: text where a list belongs
  - kind: no-such-kind
  - title: no kind
"""


def test_errors_are_marked_at_their_lines(server: LanguageServer) -> None:
    found = messages(server.open(path_in(server, "faulty.yaml"), INVALID))
    assert [(line, message.split(":")[0]) for line, message in found] == [
        (2, 'Missing property "objective".'),
        (3, "Property objektive is not allowed."),
        (8, "Property Q5 is not allowed."),
        (11, "Value is not accepted. Valid values"),
        (13, 'Incorrect type. Expected "array".'),
        (14, "Value is not accepted. Valid values"),
        (15, 'Missing property "kind".'),
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "deck.yaml",
            "format: 1\ntitle: T\nfiscal_year: FY2\nquarter: Q5\nsections: [a]\n",
            ["a year such as", '"Q1", "Q2"'],
        ),
        ("data/metrics.yaml", "m:\n  name: N\n  betters: lower\n", ["betters is not allowed"]),
        ("data/footnotes.yaml", "a:\n  mark: x\n", ['Missing property "text"']),
        ("data/acronyms.yaml", "CTA: [a]\n", ["Incorrect type"]),
    ],
)
def test_every_type_of_file_has_its_own_schema(
    server: LanguageServer, name: str, text: str, expected: list[str]
) -> None:
    found = " ".join(message for _, message in messages(server.open(path_in(server, name, "other"), text)))
    assert all(words in found for words in expected), found


UNFINISHED = """\
title: Growing
slides:
  - kind: drill-down
\x20\x20\x20\x20
  - kind:\x20
  -\x20
"""


def test_fields_kinds_and_entire_slides_are_completed(server: LanguageServer) -> None:
    name = path_in(server, "growing.yaml")
    server.open(name, UNFINISHED)
    fields = server.complete(name, 3, 4)
    assert {"situation", "impact", "recommendation", "table", "headline"} <= set(fields)
    assert not {"objective", "bullets", "kind"} & set(fields)
    assert "What should be done" in str(fields["recommendation"]["documentation"])
    kinds = server.complete(name, 4, 10)
    assert {"objective", "key-results", "drill-down"} <= set(kinds)
    slides = server.complete(name, 5, 4)
    assert "options:" in str(slides["decisions slide"])


def test_results_statuses_and_metric_fields_are_completed(server: LanguageServer) -> None:
    name = path_in(server, "data/metrics.yaml", "growing")
    server.open(name, "m:\n  name: N\n  quarters:\n    Q1:\n      status: \nn:\n  name: N\n  \n")
    assert {"on-track", "at-risk", "off-track"} <= set(server.complete(name, 4, 14))
    assert {"goal", "baseline", "better", "owner", "parts"} <= set(server.complete(name, 7, 2))


def test_words_of_other_languages_are_not_underlined_and_not_offered(server: LanguageServer) -> None:
    name = path_in(server, "data/metrics.yaml", "german")
    text = "m:\n  name: N\n  quarters:\n    Q1: {text: a, status: gefährdet}\n    Q2: {text: a, status: fine}\n"
    [(line, message)] = messages(server.open(name, text))
    assert line == 4
    assert message.endswith('"green", "amber", "red", and the words of the deck\'s language.')
    name = path_in(server, "data/metrics.yaml", "offered")
    server.open(name, "m:\n  name: N\n  quarters:\n    Q1:\n      status: \n")
    offered = server.complete(name, 4, 14)
    assert {*offered} - {"null"} == {*STATUSES, *COLOURS}
    assert "On track" in str(offered["on-track"]["documentation"])


def test_labels_are_completed_in_decks_and_in_files(server: LanguageServer) -> None:
    name = path_in(server, "deck.yaml", "labelled")
    deck = "format: 1\ntitle: T\nyear: 2026\nperiod: Q2\nsections: [a]\nlabels:\n  gaol: x\n  points-few: y\n  \n"
    assert messages(server.open(name, deck)) == [(6, "Property gaol is not allowed.")]
    offered = server.complete(name, 8, 2)
    assert "In English: “Goal”" in str(offered["goal"]["documentation"])
    if server.folder.name != "content":
        found = messages(server.open("labels/sv.yaml", "reviewed-by: []\non-track: I tid\non-trak: x\n"))
        assert found == [(2, "Property on-trak is not allowed.")]


def test_rules_and_entire_metrics_are_completed(server: LanguageServer) -> None:
    name = path_in(server, "deck.yaml", "growing")
    server.open(name, "format: 1\nchecks:\n  \n")
    rules = server.complete(name, 2, 2)
    assert {"no-result", "other-quarter", "shrinks"} <= set(rules)
    assert "to-rewrite" not in rules
    assert "has no result for the reported period" in str(rules["no-result"]["documentation"])
    name = path_in(server, "deck.yaml", "misspelt")
    found = messages(server.open(name, "format: 1\nchecks:\n  no-reslt: off\n  shrinks: [a]\n"))
    assert [(line, message.split(".")[0]) for line, message in found if line > 1] == [
        (2, "Property no-reslt is not allowed"),
        (3, "Value is not accepted"),
    ]
    name = path_in(server, "data/metrics.yaml", "grown")
    server.open(name, "m:\n  name: N\n")
    assert "quarters:" in str(server.complete(name, 2, 0)["new metric"])


def test_hover_text_describes_a_field(server: LanguageServer) -> None:
    name = path_in(server, "hovered.yaml")
    server.open(name, "title: T\nslides:\n  - kind: objective\n    objective: Text\n    headline: Text\n")
    assert "The objective of the team." in server.hover(name, 3, 6)
    assert "The finding, in a sentence" in server.hover(name, 4, 6)
    assert "The objective of a team, and updates on the progress." in server.hover(name, 2, 6)
