"""`deckgen titles`: its output and exit codes."""

import json
from pathlib import Path

from test_editing_commands import deckgen

from sample_projects import make_project

FINDING = "kind: bullets\nheadline: Readers like it\nbullets: [One]"
VERSIONS = {"board": {"only": ["part/second"]}}


def test_titles_are_listed_with_kind_and_place(tmp_path: Path) -> None:
    make_project(tmp_path, "kind: divider", FINDING)
    done = deckgen("titles", cwd=tmp_path)
    assert done.code == 0
    assert done.out.splitlines() == [
        "sample: 2 titles, 1 finding",
        "1  divider  label    Part  (content/sample/part.yaml:1)",
        "2  bullets  finding  Readers like it  (content/sample/part.yaml:5)",
    ]


def test_titles_as_json_have_every_field(tmp_path: Path) -> None:
    make_project(tmp_path, FINDING)
    done = deckgen("titles", "sample", "--format", "json", cwd=tmp_path / "content")
    assert json.loads(done.out) == {
        "decks": [
            {
                "deck": "sample",
                "titles": [
                    {
                        "number": 1, "id": "part/bullets", "kind": "bullets", "title": "Readers like it", "states": "finding",
                        "file": "content/sample/part.yaml", "line": 4,
                    }
                ],
            }
        ]
    }  # fmt: skip


def test_deck_with_errors_lists_what_it_has_and_fails(tmp_path: Path) -> None:
    make_project(tmp_path, FINDING, "kind: bulets")
    done = deckgen("titles", cwd=tmp_path)
    assert done.code == 1
    assert "part/bullets  bullets  finding  Readers like it" in done.out
    assert "sample has errors" in done.err


def test_titles_of_a_version_are_those_of_its_slides(tmp_path: Path) -> None:
    make_project(tmp_path, FINDING, FINDING.replace("Readers", "Editors") + "\nid: second", versions=VERSIONS)
    done = deckgen("titles", "--version", "board", cwd=tmp_path)
    assert done.code == 0
    assert done.out.splitlines() == [
        "sample, version board: 1 title, 1 finding",
        "1  bullets  finding  Editors like it  (content/sample/part.yaml:7)",
    ]
    [listed] = json.loads(deckgen("titles", "--version", "board", "--format", "json", cwd=tmp_path).out)["decks"]
    assert (listed["deck"], listed["version"], len(listed["titles"])) == ("sample", "board", 1)


def test_titles_of_an_unknown_version_are_refused_with_those_known(tmp_path: Path) -> None:
    make_project(tmp_path, FINDING, versions={"board": {}})
    done = deckgen("titles", "--version", "bord", cwd=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "this deck has no version `bord`" in done.err
    assert "board" in done.err
    assert done.err.endswith("sample, version bord: 1 error; no title was read\n")
