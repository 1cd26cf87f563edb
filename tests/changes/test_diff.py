"""`deckgen diff` tells what changed between two states of a deck, in sentences and in the order in which people ask."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from pptx import Presentation

from deckgen.changes import Comparison, as_markdown, as_text, compare, side_of_deck, side_of_file
from deckgen.changes.wording import changed_part
from deckgen.edit import ContentEditor
from deckgen.results import OpenDeck, open_deck
from deckgen.slide_files.errors import SlideFileError

sys.path[:0] = [str(Path(__file__).parents[1] / name) for name in ("records", "results", "translation")]
from git_repositories import commit, git, make_repository  # noqa: E402 -- helpers of other rooms
from record_projects import deckgen, make_deck  # noqa: E402
from translated_projects import make_translated  # noqa: E402

METRICS = """\
readers:
  name: Readers
  goal: 80%
  owner: Ada
  quarters:
    Q1: 84% (51K)
    Q2: 81%
editors:
  name: Editors
  goal: +5% YoY
  quarters:
    Q1: +3.1% YoY
    Q2: +8.6% YoY
mentors:
  name: Mentors
  goal: 40 mentors
  quarters:
    Q1: 12 mentors
    Q2: 20 mentors
tools:
  name: Tools
  goal: A second tool
  quarters:
    Q1: 3 tools complete
    Q2: 2 tools in progress
survey:
  name: Survey
  baseline: 15.4%
  goal: Maintain baseline
  quarters:
    Q2: 13.9%
"""
SLIDE = """\
kind: metrics
id: all
headline: Readers are back
metrics: [readers, editors, mentors, tools, survey]
notes: Speak slowly, and name the sources of all figures that the board asked for in the last meeting.
"""
TEXT = "kind: bullets\nid: next\ntitle: What comes next\nbullets: [One thing, Another thing]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_deck(tmp_path, SLIDE, TEXT, metrics=METRICS)


def opened(folder: Path) -> OpenDeck:
    found = open_deck(folder)
    assert isinstance(found, OpenDeck)
    return found


def change(folder: Path, name: str, make: object) -> None:
    path = folder / name
    editor = ContentEditor(path.read_text(encoding="utf-8"), name)
    make(editor)  # type: ignore[operator]
    path.write_text(editor.text, encoding="utf-8")


def compared(before: OpenDeck, folder: Path) -> Comparison:
    return compare(side_of_deck(before.deck, "before"), side_of_deck(opened(folder).deck, "now"))


def sentences(comparison: Comparison) -> dict[str, list[str]]:
    return {group.key: [change.text for change in group.changes] for group in comparison.groups}


def in_quarter(folder: Path, quarter: str) -> OpenDeck:
    """Let the deck report another quarter."""
    change(folder, "deck.yaml", lambda editor: editor.set(("quarter",), quarter))
    return opened(folder)


def test_two_quarters_are_compared_result_by_result(folder: Path) -> None:
    before = in_quarter(folder, "Q1")
    in_quarter(folder, "Q2")
    comparison = compared(before, folder)
    assert sentences(comparison) == {
        "better": ["Editors rose from +3.1% to +8.6%, now on track (was off track; goal: +5% YoY)"],
        "figures": [
            "Readers fell from 84% to 81%, still on track (goal: 80%)",
            "Mentors rose from 12 to 20 (goal: 40 mentors)",
        ],
        "first-results": ["Survey: “13.9%”, at risk (baseline: 15.4%; goal: Maintain baseline)"],
        "in-words": ["Tools: “2 tools in progress”; before: “3 tools complete”"],
        "same-titles": ["part/all, part/next"],
    }
    assert [group.key for group in comparison.groups][:2] == ["better", "figures"]
    assert comparison.summary == [
        "Verdicts of 5 results: 2 on track (was 1), 1 at risk (was 0), 0 off track (was 1), 2 without a verdict (was 3)"
    ]


def test_missing_results_of_a_new_quarter_are_counted_not_listed(folder: Path) -> None:
    before = opened(folder)
    in_quarter(folder, "Q3")
    rolled = compared(before, folder)
    assert sentences(rolled)["open"] == ["Readers (Ada)", "Editors", "Mentors", "Tools", "Survey"]
    assert rolled.summary == []
    names = [f"m{n}" for n in range(9)]
    more = "".join(f"{name}:\n  name: Metric {name}\n  quarters:\n    Q2: 5%\n" for name in names)
    (folder / "data/metrics.yaml").write_text(METRICS + more, encoding="utf-8")
    change(folder, "part.yaml", lambda editor: editor.remove(("slides", 0, "metrics")))
    change(folder, "part.yaml", lambda editor: editor.add(("slides", 0), "metrics", names))
    before = in_quarter(folder, "Q2")
    in_quarter(folder, "Q3")
    told = sentences(compared(before, folder))
    assert "open" not in told
    assert compared(before, folder).summary == [
        "Still open for Q3: 9 of 9 results that are due (`deckgen status` lists them by owner)"
    ]


def test_results_not_due_are_neither_missing_nor_counted(folder: Path) -> None:
    change(folder, "data/metrics.yaml", lambda editor: editor.add(("survey",), "every", "year"))
    change(folder, "data/metrics.yaml", lambda editor: editor.set(("survey", "quarters", "Q2"), "16%"))
    before = opened(folder)
    for name, text in (("readers", "85%"), ("editors", "+9% YoY"), ("mentors", "31 mentors"), ("tools", "2 tools")):
        change(folder, "data/metrics.yaml", lambda e, n=name, t=text: e.add((n, "quarters"), "Q3", t))
    in_quarter(folder, "Q3")
    comparison = compared(before, folder)
    assert "open" not in sentences(comparison)
    assert comparison.summary == ["Verdicts of 4 results: 2 on track, 2 without a verdict"]


def test_first_result_after_no_data_is_no_other_verdict(folder: Path) -> None:
    change(folder, "data/metrics.yaml", lambda editor: editor.set(("readers", "quarters", "Q1"), "No data yet"))
    before = in_quarter(folder, "Q1")
    in_quarter(folder, "Q2")
    told = sentences(compared(before, folder))
    assert "Readers: “81%”, on track (goal: 80%)" in told["first-results"]
    assert "other-verdicts" not in told


def test_goals_new_and_removed_results_are_told_by_id_or_likeness(folder: Path) -> None:
    before = opened(folder)
    change(folder, "data/metrics.yaml", lambda editor: editor.set(("readers", "goal"), "85%"))
    change(folder, "data/metrics.yaml", lambda editor: editor.rename(("mentors",), "all-mentors"))
    change(folder, "data/metrics.yaml", lambda editor: editor.set(("editors", "quarters", "Q1"), "+3.4% YoY"))
    change(
        folder,
        "data/metrics.yaml",
        lambda editor: editor.add((), "visits", {"name": "Visits", "goal": "5%", "quarters": {"Q2": "4%"}}),
    )
    change(folder, "part.yaml", lambda editor: editor.set(("slides", 0, "metrics", 2), "all-mentors"))
    change(folder, "part.yaml", lambda editor: editor.set(("slides", 0, "metrics", 3), "visits"))
    told = sentences(compared(before, folder))
    assert told["worse"] == ["Readers stays at 81%, now at risk (was on track; goal: 85%; owner: Ada)"]
    assert told["goals"] == ["Readers: goal “80%” → “85%”"]
    assert told["restated"] == ["Editors in Q1: “+3.1% YoY” → “+3.4% YoY”"]
    assert told["added"] == ["Visits (goal: 5%, “4%”, off track)"]
    assert told["removed"] == ["Tools (goal: A second tool, “2 tools in progress”)"]


def test_texts_and_slides_are_told_with_the_words_around_the_change(folder: Path) -> None:
    before = opened(folder)

    def edit(editor: ContentEditor) -> None:
        editor.set(("slides", 0, "notes"), editor.get(("slides", 0, "notes")).replace("board", "council"))
        editor.insert(("slides", 1, "bullets"), 1, "A third thing")
        editor.add(("slides", 1), "hidden", "yes")
        editor.set(("slides", 0, "headline"), "Readers stay")
        editor.insert(("slides",), 2, {"kind": "bullets", "id": "more", "title": "More", "bullets": ["x"]})

    change(folder, "part.yaml", edit)
    told = sentences(compared(before, folder))
    assert told == {
        "titles": ["part/all: “Readers are back” → “Readers stay”"],
        "texts": [
            (
                "part/all, notes: “… all figures that the board asked for in the …” → "
                "“… all figures that the council asked for in the …”"
            ),
            "part/next, bullets: added “A third thing”",
        ],
        "slides": ["New: “More” (part/more)", "Now hidden: “What comes next” (part/next)"],
    }


def test_equal_sides_have_no_changes(folder: Path) -> None:
    comparison = compared(opened(folder), folder)
    assert comparison.is_empty
    assert as_text(comparison).endswith("\n\nNothing changed.")
    assert as_markdown(comparison).endswith("\n\nNothing changed.")


def test_markdown_escapes_marks_of_the_content(folder: Path) -> None:
    before = opened(folder)
    change(folder, "part.yaml", lambda editor: editor.set(("slides", 1, "bullets", 0), "A | b_c * <i>"))
    assert r"A \| b\_c \* \<i\>" in as_markdown(compared(before, folder))


def test_revision_and_record_are_compared_with_the_deck_as_it_is(folder: Path, tmp_path: Path) -> None:
    make_repository(tmp_path)
    git(tmp_path, "tag", "v1")
    change(folder, "data/metrics.yaml", lambda editor: editor.set(("readers", "quarters", "Q2"), "79%"))
    commit(tmp_path, "2021-01-29")
    for revision in ("v1", "HEAD~1", "refs/tags/v1"):
        done = deckgen("diff", revision, cwd=tmp_path)
        assert done.code == 0, done.err
        assert "Readers fell from 81% to 79%, now at risk (was on track; goal: 80%; owner: Ada)" in done.out
    assert deckgen("diff", "v1", "HEAD~1", "--format", "json", cwd=tmp_path).out.count('"kind"') == 0
    data = json.loads(deckgen("diff", "v1", str(folder), "--format", "json", cwd=tmp_path).out)
    assert [group["kind"] for group in data["groups"]] == ["worse"]
    assert data["groups"][0]["changes"][0]["status_before"] == "on-track"
    assert deckgen("roll", cwd=tmp_path).code == 0
    done = deckgen("diff", "Q2", cwd=tmp_path)
    assert done.out.startswith(
        "Sample deck: Q2 FY20-21 (as presented) → Q3 FY20-21 (sample)\n\nStill open for Q3 (5)\n"
    )
    assert deckgen("diff", "Q2", "--format", "markdown", cwd=tmp_path).out.startswith("## Sample deck: Q2 FY20-21")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Q1", "history/ has no record of Q1 FY20-21, which `deckgen roll` and `deckgen archive` write"),
        ("HEAD~9", "there is nothing called 'HEAD~9': name a folder, a revision of git"),
        ("--upload-pack=x", "No such option"),
        ("content/sample/part.yaml", "is neither a deck's folder nor a presentation"),
    ],
)
def test_what_is_not_there_is_said(folder: Path, tmp_path: Path, name: str, message: str) -> None:
    make_repository(tmp_path)
    done = deckgen("diff", name, cwd=tmp_path)
    assert done.code == 2
    assert message in done.err


def test_revision_is_no_option_of_git_and_runs_no_command(folder: Path, tmp_path: Path) -> None:
    make_repository(tmp_path)
    git(tmp_path, "config", "core.fsmonitor", f"touch {tmp_path}/ran")
    git(tmp_path, "config", "tar.tar.command", f"touch {tmp_path}/ran")
    (tmp_path / "link.yaml").symlink_to("/etc/passwd")
    done = deckgen("diff", "--", "--output=x", cwd=tmp_path)
    assert done.code == 2
    assert "there is nothing called '--output=x'" in done.err
    assert deckgen("diff", "HEAD", cwd=tmp_path).code == 0
    assert not (tmp_path / "ran").exists()


def test_deck_without_repository_is_said(folder: Path, tmp_path: Path) -> None:
    if any((parent / ".git").exists() for parent in tmp_path.parents):
        pytest.skip("the temporary folder is in a repository")
    assert "is in no repository with commits" in deckgen("diff", "HEAD", cwd=tmp_path).err


def sent(folder: Path, *options: str) -> Path:
    """Build the deck, and keep the file as one that was sent round."""
    project = folder.parents[1]
    assert deckgen("build", *options, "-o", "sent.pptx", cwd=project).code == 0
    return project / "sent.pptx"


def told_of(folder: Path, *arguments: str) -> dict[str, object]:
    done = deckgen("diff", *arguments, "--format", "json", cwd=folder.parents[1])
    assert done.code == 0, done.err
    data = json.loads(done.out)
    groups = {group["kind"]: [each["text"] for each in group["changes"]] for group in data["groups"]}
    return {**groups, "remarks": data["remarks"]}


def test_built_deck_is_compared_by_the_values_that_it_carries(folder: Path) -> None:
    change(folder, "data/metrics.yaml", lambda editor: editor.remove(("survey", "quarters", "Q2")))
    sent(folder)
    assert told_of(folder, "sent.pptx") == {"remarks": []}
    change(folder, "data/metrics.yaml", lambda editor: editor.add(("survey", "quarters"), "Q2", "13.9%"))
    change(folder, "data/metrics.yaml", lambda editor: editor.set(("readers", "quarters", "Q2"), "79%"))
    change(folder, "data/metrics.yaml", lambda editor: editor.set(("editors", "quarters", "Q2"), "+9.1% YoY"))
    change(folder, "data/metrics.yaml", lambda editor: editor.set(("mentors", "goal"), "50 mentors"))
    change(folder, "part.yaml", lambda editor: editor.set(("slides", 0, "headline"), "Readers stay"))
    change(folder, "part.yaml", lambda editor: editor.set(("slides", 1, "bullets", 0), "One other thing"))
    change(
        folder,
        "part.yaml",
        lambda editor: editor.insert(("slides",), 2, {"kind": "bullets", "id": "more", "bullets": ["x"]}),
    )
    assert told_of(folder, "sent.pptx") == {
        "worse": ["Readers fell from 81% to 79%, now at risk (was on track; goal: 80%; owner: Ada)"],
        "figures": ["Editors rose from +8.6% to +9.1%, still on track (goal: +5% YoY)"],
        "first-results": ["Survey: “13.9%”, at risk (baseline: 15.4%; goal: Maintain baseline)"],
        "goals": ["Mentors: goal “40 mentors” → “50 mentors”"],
        "titles": ["part/all: “Readers are back” → “Readers stay”"],
        "texts": ["part/next, bullets: “One thing” → “One other thing”"],
        "slides": ["New: part/more"],
        "remarks": [],
    }
    deckgen("build", "-o", "now.pptx", cwd=folder.parents[1])
    assert told_of(folder, "sent.pptx", "now.pptx") == told_of(folder, "sent.pptx")


def test_slide_that_is_gone_is_named_by_the_title_that_the_file_shows(folder: Path) -> None:
    sent(folder)
    change(folder, "part.yaml", lambda editor: editor.remove(("slides", 1)))
    assert told_of(folder, "sent.pptx")["slides"] == ["Removed: “What comes next” (part/next)"]


def test_deck_of_the_last_quarter_is_compared_period_against_period(folder: Path) -> None:
    sent(folder)
    assert deckgen("roll", cwd=folder.parents[1]).code == 0
    assert deckgen("set", "readers", "Q3", "70%", cwd=folder.parents[1]).code == 0
    told = told_of(folder, "sent.pptx")
    assert told["worse"] == ["Readers fell from 81% to 70%, now off track (was on track; goal: 80%; owner: Ada)"]
    del told["remarks"]
    by_record = told_of(folder, "Q2")
    assert all(by_record[kind] == sentences for kind, sentences in told.items())


def test_edited_deck_is_compared_as_it_was_built_and_says_so(folder: Path) -> None:
    path = sent(folder)
    deck = Presentation(str(path))
    deck.slides[0].shapes.title.text = "Mine"
    deck.save(str(path))
    told = told_of(folder, "sent.pptx")
    assert "titles" not in told
    assert str(told["remarks"]).count("`deckgen pull sent.pptx` lists the edits") == 1


def test_deck_without_values_is_compared_as_it_is_drawn(folder: Path) -> None:
    path = sent(folder, "--no-content")
    change(folder, "part.yaml", lambda editor: editor.set(("slides", 1, "bullets", 0), "One other thing"))
    told = told_of(folder, "sent.pptx")
    assert told["texts"][0].endswith("“One thing” → “One other thing”")  # type: ignore[index]
    [remark] = told["remarks"]  # type: ignore[misc]
    assert remark.startswith(
        "sent.pptx is compared as it is drawn, text by text and without verdicts: it does not carry"
    )
    side = side_of_file(path.read_bytes(), "sent.pptx")
    assert compare(side, side).is_empty


def test_deck_in_another_language_is_compared_in_that_language(tmp_path: Path) -> None:
    folder = make_translated(tmp_path)
    sent(folder, "--language", "de")
    told = told_of(folder, "sent.pptx")
    assert "it is in another language (de)" in str(told.pop("remarks"))
    assert told == {}


def test_version_is_compared_with_the_slides_of_that_version(folder: Path) -> None:
    change(folder, "deck.yaml", lambda editor: editor.add((), "versions", {"board": {"only": ["part/next"]}}))
    sent(folder, "--version", "board")
    assert told_of(folder, "sent.pptx") == {"remarks": []}


def test_file_that_is_no_deck_is_refused() -> None:
    with pytest.raises(SlideFileError):
        side_of_file(b"PK\x03\x04no", "no.pptx")


def test_long_texts_are_shown_around_what_changed() -> None:
    words = [f"word{n}" for n in range(40)]
    old, new = " ".join(words), " ".join([*words[:20], "other", *words[21:]])
    assert changed_part(old, new) == (
        "… word16 word17 word18 word19 word20 word21 word22 word23 word24 …",
        "… word16 word17 word18 word19 other word21 word22 word23 word24 …",
    )
    assert changed_part(old, "entirely different " * 10) == (old, "entirely different " * 10)
