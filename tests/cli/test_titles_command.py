"""`deckgen titles`: its output and exit codes."""

import json
from pathlib import Path

from test_editing_commands import deckgen

from sample_projects import make_project

FINDING = "kind: bullets\nheadline: Readers like it\nbullets: [One]"


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
