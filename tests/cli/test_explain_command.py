"""`deckgen explain`: its output and exit codes; the numbers of judged results in `status` and `build`."""

import json
from pathlib import Path

import pytest
from test_editing_commands import deckgen

from sample_projects import make_project

METRICS = """\
readers:
  name: Readers
  goal: 80%
  owner: Ada
  quarters: {Q1: 70%, Q2: 90%, Q3: 95%}
editors:
  name: Editors
  goal: +5% YoY
  owner: Ada
  quarters: {Q2: 92K}
visits:
  name: Visits
  owner: Ada
  goal: 5%
"""
SHOWN = "kind: metrics\ntitle: How we measure\nmetrics: [readers, editors, visits]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    make_project(tmp_path, SHOWN, files={"data/metrics.yaml": METRICS})
    return tmp_path


def test_one_result_is_explained_in_sentences(project: Path) -> None:
    done = deckgen("explain", "editors", cwd=project)
    assert done == (
        0,
        (
            "editors in Q2: Editors (on slides of “Part”)\n"
            "  The result “92K” is read as 92,000.\n"
            "  The goal “+5% YoY” is read as at least +5% on the year before.\n"
            "  It is a standing goal: it holds in every period.\n"
            "  Higher is better, as the goal says.\n"
            "  A result that misses it by up to 0.5 percentage points (10% of it) is at risk, beyond that off track.\n"
            "  No verdict: 92,000 and the goal +5% on the year before are different kinds of numbers.\n"
            "  To get one, write result and goal in the same unit and with the same words; or write the result's number "
            "outright: `{text: …, value: …, unit: …}`; or a `status:`.\n"
        ),
        "",
    )


@pytest.mark.parametrize("arguments", [("readers", "Q1"), ("readers", "q1")])
def test_another_period_is_explained(project: Path, arguments: tuple[str, ...]) -> None:
    out = deckgen("explain", *arguments, cwd=project).out
    assert out.startswith("readers in Q1: Readers")
    assert "Verdict: off track, 70% against the goal of at least 80%." in out


def test_without_arguments_results_without_a_verdict_are_listed(project: Path) -> None:
    done = deckgen("explain", cwd=project)
    assert done.code == 0
    assert done.out.splitlines() == [
        "sample: Q2 FY20-21",
        "",
        "Not compared:",
        "  editors: “92K” (goal “+5% YoY”): 92,000 and the goal +5% on the year before are different kinds of numbers",
        (
            "    to get one, write result and goal in the same unit and with the same words; or write the result's number "
            "outright: `{text: …, value: …, unit: …}`; or a `status:`"
        ),
        "",
        "Without a result:",
        "  visits: there is no result",
        "",
        "2 of 3 results have no verdict (`deckgen explain --all` lists every one)",
    ]


def test_period_alone_lists_that_period(project: Path) -> None:
    lines = deckgen("explain", "Q1", cwd=project).out.splitlines()
    assert lines[0] == "sample: Q1 FY20-21"
    assert "  editors: there is no result" in lines


def test_all_results_are_listed_and_counted(project: Path) -> None:
    lines = deckgen("explain", "--all", cwd=project).out.splitlines()
    assert lines[2:6] == [
        "id       period  result  goal     verdict   reason",
        "readers  Q2      90%     80%      on track  90% against the goal of at least 80%",
        "editors  Q2      92K     +5% YoY  –         92,000 and the goal +5% on the year before are different kinds of numbers",
        "visits   Q2              5%       –         there is no result",
    ]
    assert lines[-1] == "3 results: 1 judged (1 on track), 1 not compared, 1 without a result"


def test_json_has_every_result_that_is_asked_for(project: Path) -> None:
    (deck,) = json.loads(deckgen("explain", "--all", "--format", "json", cwd=project).out)["decks"]
    assert (deck["deck"], deck["period"]) == ("sample", "Q2 FY20-21")
    assert [(r["id"], r["status"], r["cause"]) for r in deck["results"]] == [
        ("readers", "on-track", "judged"), ("editors", None, "not-comparable"), ("visits", None, "no-result"),
    ]  # fmt: skip
    (without, _) = json.loads(deckgen("explain", "--format", "json", cwd=project).out)["decks"][0]["results"]
    assert without["advice"].startswith("write result and goal in the same unit")
    assert without["sentences"][0] == "The result “92K” is read as 92,000."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("raeders",), "sample has no metric or key result 'raeders'; did you mean `readers`?"),
        (("readers", "Q5"), "'Q5' is no quarter of FY20-21: write Q1, Q2, Q3 or Q4"),
        (("readers", "--deck", "other"), "there is no folder 'other'; the decks here: sample"),
    ],
)
def test_wrong_use_of_explain_exits_with_2(project: Path, arguments: tuple[str, ...], message: str) -> None:
    assert deckgen("explain", *arguments, cwd=project) == (2, "", f"deckgen: {message}\n")


def test_deck_with_errors_is_explained_as_far_as_possible(project: Path) -> None:
    part = project / "content/sample/part.yaml"
    part.write_text(part.read_text() + "  - kind: nonsense\n")
    done = deckgen("explain", "readers", cwd=project)
    assert done.code == 1
    assert "Verdict: on track" in done.out
    assert done.err == "sample has errors, so something may be missing here: see `deckgen check`\n"


def test_all_decks_are_listed_without_arguments(project: Path) -> None:
    other = project / "content" / "other"
    other.mkdir()
    for file in ("deck.yaml", "part.yaml", "data/metrics.yaml"):
        (other / file).parent.mkdir(exist_ok=True)
        (other / file).write_bytes((project / "content/sample" / file).read_bytes())
    out = deckgen("explain", cwd=project).out
    assert out.startswith("other: Q2 FY20-21\n\nNot compared:")
    assert "\n\nsample: Q2 FY20-21\n\nNot compared:" in out


def test_status_says_how_many_results_were_judged(project: Path) -> None:
    out = deckgen("status", cwd=project).out
    assert out.startswith(
        "sample: Q2 FY20-21, 2 of 3 there, 1 owed, 1 result judged, 1 not compared (deckgen explain)\n"
    )


def test_build_says_that_results_were_not_compared(project: Path) -> None:
    for end in (" s\n", "nothing changed since it was built\n"):
        out = deckgen("build", cwd=project).out
        assert ", 1 result judged, 1 not compared (deckgen explain), " in out
        assert out.endswith(end)


def test_build_is_silent_where_all_results_were_compared(project: Path) -> None:
    metrics = project / "content/sample/data/metrics.yaml"
    metrics.write_text(METRICS.replace("92K", "+6% YoY"))
    assert "judged" not in deckgen("build", cwd=project).out
    assert "owed, 2 results judged\n" in deckgen("status", cwd=project).out
