"""A new project builds at once, whatever it is called, and overwrites nothing."""

import re
import subprocess
from contextlib import suppress
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deckgen import __version__, scaffold
from deckgen.build import pipeline
from deckgen.io.project import find_decks
from deckgen.scaffold import origin

ANSWERS = scaffold.Answers("Sample", "Safer editing", scaffold.read_reported_period("Q2 FY20-21"))


REPLACED = {
    "actions", "baseline", "department", "headline", "key_deliverables", "notes", "objective", "outcomes", "overview", "owner",
    "progress", "result", "text", "updates",
}  # fmt: skip
"""The fields of the slides of a new project whose texts are placeholders."""


def errors(root: Path) -> list[str]:
    """Return the issues of a project, except for its placeholders and for notes on what is fine as it is."""
    (folder,) = find_decks(root)
    issues = pipeline.lay_out(folder, remarks=True).issues
    return [f"{d.severity}: {d.message}" for d in issues if d.code != "placeholder" and d.severity != "note"]


def texts_to_replace(value: object, field: str = "") -> set[str]:
    if isinstance(value, str):
        return {value} if field in REPLACED else set()
    if isinstance(value, dict):
        return {text for key, inner in value.items() for text in texts_to_replace(inner, key)}
    assert isinstance(value, list)
    return {text for inner in value for text in texts_to_replace(inner, field)}


@pytest.mark.parametrize("period", ["Q2 FY20-21", "H1 2026", "T3 2024/25", "2026-03"])
def test_check_warns_of_every_placeholder_of_a_new_project(tmp_path: Path, period: str) -> None:
    reported = scaffold.read_reported_period(period)
    scaffold.create(tmp_path / "p", scaffold.Answers("Sample", "Safer editing", reported))
    (folder,) = find_decks(tmp_path / "p")
    issues = pipeline.lay_out(folder, remarks=True).issues
    files = [folder / f"{name}.yaml" for name in ("overview", "metrics", "safer-editing")]
    texts = {
        t for file in files for t in texts_to_replace(yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader))
    }
    assert len(texts) > 15
    assert {d.about for d in issues if d.code == "placeholder"} == texts


def test_a_new_project_has_all_that_is_needed_and_nothing_to_say_about(tmp_path: Path) -> None:
    files = {
        path.relative_to(tmp_path / "my-deck").as_posix() for path in scaffold.create(tmp_path / "my-deck", ANSWERS)
    }
    assert files >= {
        ".gitignore", "README.md", "requirements.txt",
        ".vscode/settings.json", ".vscode/extensions.json", "content/.vscode/settings.json",
        "content/.schema/section.schema.json", ".github/workflows/deck.yml", "content/my-deck/deck.yaml",
        "content/my-deck/safer-editing.yaml", "content/my-deck/data/metrics.yaml", "layouts/my-deck/_brand.yml",
    }  # fmt: skip
    assert not errors(tmp_path / "my-deck")
    assert (tmp_path / "my-deck" / "output").exists() is False


@pytest.mark.parametrize(
    "words", ["it's: #1 [x]", "no", "[^x]", "2021", "x" * 90, "Ünïcode – 安全", '"quoted"', "metrics", "%"]
)
def test_answers_may_be_any_text(tmp_path: Path, words: str) -> None:
    root = tmp_path / "p"
    scaffold.create(root, scaffold.Answers(words, words, scaffold.read_reported_period("Q1 FY20-21")))
    found = [d for d in errors(root) if d.startswith("error") and "same title" not in d and "too long" not in d]
    assert not found
    deck = yaml.load((root / "content" / "p" / "deck.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert deck["title"] == words
    assert (deck["period"], deck["year"]) == ("Q1", "FY20-21")


def test_no_word_of_the_template_is_left_over(tmp_path: Path) -> None:
    words = "TITLE|PERIOD|NOUN|RESULTS|YEAR|EVENT|PRIORITY|ORGANISATION|REQUIREMENT|BRAND|DECK"
    for path in scaffold.create(tmp_path / "p", ANSWERS):
        if not path.name.endswith(".json"):
            assert not re.findall(words, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("there", ["file.txt", "content"])
def test_what_is_there_is_never_touched(tmp_path: Path, there: str) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / there).write_text("mine")
    with pytest.raises(scaffold.ProjectError, match="already exists and is not empty"):
        scaffold.create(tmp_path / "p", ANSWERS)
    assert [path.name for path in (tmp_path / "p").iterdir()] == [there]


def test_an_empty_folder_and_a_fresh_repository_will_do(tmp_path: Path) -> None:
    (tmp_path / "p" / ".git").mkdir(parents=True)
    assert scaffold.create(tmp_path / "p", ANSWERS)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        ((2021, 1, 28), ("Q2", "FY20-21")), ((2020, 12, 31), ("Q1", "FY20-21")), ((2021, 7, 1), ("Q4", "FY20-21")),
        ((2021, 4, 5), ("Q3", "FY20-21")), ((2000, 8, 1), ("Q4", "FY99-00")), ((2026, 11, 23), ("Q1", "FY26-27")),
    ],
)  # fmt: skip
def test_the_quarter_offered_is_the_last_that_is_over(day: tuple[int, int, int], quarter: tuple[str, str]) -> None:
    found = scaffold.current_quarter(date(*day))
    assert (found.name, str(found.year)) == quarter


@pytest.mark.parametrize("text", ["Q5 FY20-21", "Q2", "Q2 FY20-22", "2021", ""])
def test_text_without_a_period_and_its_year_is_refused(text: str) -> None:
    with pytest.raises(scaffold.ProjectError, match="write it like Q2 FY20-21"):
        scaffold.read_reported_period(text)
    assert str(scaffold.read_reported_period("q2 fy20-21")) == "Q2 FY20-21"


def test_a_project_inside_the_content_of_another_is_refused(tmp_path: Path) -> None:
    scaffold.create(tmp_path / "p", ANSWERS)
    with pytest.raises(scaffold.ProjectError, match="is inside the content of the project 'p'"):
        scaffold.create(tmp_path / "p" / "content" / "second", ANSWERS)
    assert scaffold.create(tmp_path / "p" / "second", ANSWERS)


@pytest.mark.parametrize(
    ("record", "requirement"),
    [
        (
            {
                "url": "https://git.example.org/deckgen",
                "vcs_info": {"vcs": "git", "commit_id": "abc"},
            },
            "deckgen @ git+https://git.example.org/deckgen@abc",
        ),
        (
            {"url": "https://me:secret@git.example.org/deckgen", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "deckgen @ git+https://git.example.org/deckgen@abc",
        ),
        (
            {"url": "ssh://git@git.example.org/deckgen", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "deckgen @ git+ssh://git@git.example.org/deckgen@abc",
        ),
        (
            {"url": "https://example.org/deckgen-0.1.0-py3-none-any.whl", "archive_info": {}},
            "deckgen @ https://example.org/deckgen-0.1.0-py3-none-any.whl",
        ),
        (
            {
                "url": "https://example.org/deckgen-0.1.0-py3-none-any.whl",
                "archive_info": {"hashes": {"sha256": "0a" * 32}},
            },
            "deckgen @ https://example.org/deckgen-0.1.0-py3-none-any.whl#sha256=" + "0a" * 32,
        ),
    ],
)
def test_recorded_origin_is_the_requirement(record: object, requirement: str) -> None:
    assert origin.origin_from_record(record) == origin.InstallOrigin(requirement)


@pytest.mark.parametrize(
    "record",
    [
        None, [], {}, {"url": 3}, {"url": "file:///home/me/deckgen", "dir_info": {"editable": True}},
        {"url": "file:///gone/deckgen-0.1.0-py3-none-any.whl", "archive_info": {}},
    ],
)  # fmt: skip
def test_origin_that_others_cannot_use_is_unknown(record: object) -> None:
    assert origin.origin_from_record(record) is None


def wheel_in(folder: Path, name: str = "deckgen-9.9-py3-none-any.whl") -> Path:
    path = folder / name
    with ZipFile(path, "w") as archive:
        archive.writestr("deckgen/__init__.py", "")
    return path


def test_recorded_wheel_is_copied_next_to_the_requirements(tmp_path: Path) -> None:
    wheel = wheel_in(tmp_path)
    found = origin.origin_from_record({"url": wheel.as_uri(), "archive_info": {}})
    scaffold.create(tmp_path / "p", replace(ANSWERS, origin=found))
    assert (tmp_path / "p" / "requirements.txt").read_text() == f"./{wheel.name}\n"
    assert (tmp_path / "p" / wheel.name).read_bytes() == wheel.read_bytes()


COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    "address", [f"git+https://git.example.org/deckgen.git@{COMMIT}", f"https://git.example.org/deckgen@{COMMIT}",
                f"deckgen @ git+ssh://git@git.example.org/a/deckgen@{COMMIT}"],
)  # fmt: skip
def test_address_with_a_commit_is_a_requirement(address: str) -> None:
    requirement = origin.parse_origin(address).requirement
    assert requirement.startswith("deckgen @ git+")
    assert requirement.endswith(f"@{COMMIT}")


@pytest.mark.parametrize(
    "address", ["deckgen", "deckgen==1.0", "git+https://git.example.org/deckgen@main", "https://git.example.org/deckgen",
                "./missing-1.0-py3-none-any.whl", f"git+file:///home/me/deckgen@{COMMIT}", "https://", "@" + COMMIT],
)  # fmt: skip
def test_address_without_a_commit_is_refused(address: str) -> None:
    with pytest.raises(origin.OriginError, match="git rev-parse HEAD"):
        origin.parse_origin(address)


def test_wheel_of_another_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(origin.OriginError, match="not a wheel of deckgen"):
        origin.parse_origin(str(wheel_in(tmp_path, "other-1.0-py3-none-any.whl")))
    (tmp_path / "deckgen-1.0-py3-none-any.whl").write_text("not a zip file")
    with pytest.raises(origin.OriginError, match="not a wheel of deckgen"):
        origin.parse_origin(str(tmp_path / "deckgen-1.0-py3-none-any.whl"))


@given(text=st.text() | st.sampled_from(["git+", "https://[", "http://a@", "\0", "~nobody/x.whl"]).map(str))
def test_any_address_is_read_or_refused(text: str) -> None:
    with suppress(origin.OriginError):
        requirement = origin.parse_origin(text).requirement
        assert requirement.startswith(("deckgen @ ", "./"))
        assert len(requirement.splitlines()) == 1


@pytest.mark.parametrize(
    ("remote", "suggestion"),
    [
        ("https://me:secret@git.example.org/deckgen", "git+https://git.example.org/deckgen@"),
        ("/home/me/deckgen", ""),
        ("git@git.example.org:deckgen", ""),
    ],
)
def test_clone_suggests_its_remote_and_commit(tmp_path: Path, remote: str, suggestion: str) -> None:
    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        return subprocess.run(
            ["git", *identity, "-C", str(tmp_path), *arguments], check=True, capture_output=True, text=True
        ).stdout.strip()

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "First")
    git("remote", "add", "origin", remote)
    record = {"url": tmp_path.as_uri(), "dir_info": {"editable": True}}
    expected = suggestion and suggestion + git("rev-parse", "HEAD")
    assert origin.suggested_origin(record) == expected


def test_no_clone_suggests_nothing(tmp_path: Path) -> None:
    assert origin.suggested_origin({"url": tmp_path.as_uri(), "dir_info": {}}) == ""
    assert origin.suggested_origin(None) == ""


def test_unknown_origin_leaves_a_step_that_is_written_down(tmp_path: Path) -> None:
    scaffold.create(tmp_path / "p", ANSWERS)
    lines = (tmp_path / "p" / "requirements.txt").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [f"./deckgen-{__version__}-py3-none-any.whl"]
    assert "One step is missing" in lines[0]


def test_the_recipe_for_ci_installs_what_requirements_say(tmp_path: Path) -> None:
    scaffold.create(tmp_path / "p", ANSWERS)
    recipe = yaml.safe_load((tmp_path / "p/.github/workflows/deck.yml").read_text(encoding="utf-8"))
    runs = [step["run"] for step in recipe["jobs"]["build"]["steps"] if "run" in step]
    assert runs == ["pip install -r requirements.txt", "deckgen check --format github", "deckgen build"]
