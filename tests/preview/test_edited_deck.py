"""The preview of a deck whose file in output/ was edited: its edits are listed, written as chosen, and undone."""

import http.client
import io
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from running_preview import TIMEOUT, Preview, preview

from deckgen.build import pipeline
from deckgen.preview.edited_deck import EditedDeck
from deckgen.preview.edited_file import EditedFiles
from sample_projects import make_project

SLIDES = (
    "kind: bullets\ntitle: First\nheadline: Three points for today\nbullets: [one, two, three]",
    """
    kind: key-results
    id: results
    headline: One of one is done
    owner: Ann
    rows: [{id: people, name: Interviews held, goal: 10 people, quarters: {Q1: 4 people, Q2: 12 people}}]
    """,
)


def retype(path: Path, old: str, new: str) -> None:
    """Replace words of a deck, as somebody who types over them and saves."""
    deck = Presentation(io.BytesIO(path.read_bytes()))
    frames = [shape.text_frame for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    frames += [cell.text_frame for table in tables for row in table.rows for cell in row.cells]
    run = next(r for f in frames for p in f.paragraphs for r in p.runs if old in r.text.replace("\u00a0", " "))
    run.text = run.text.replace("\u00a0", " ").replace(old, new)
    deck.save(str(path))


def built(root: Path) -> Path:
    folder = make_project(root, *SLIDES, results_due="15 January")
    path = pipeline.build(folder).path
    assert path is not None
    return path


class EditedPreview:
    """A running preview, and what its page can ask for."""

    def __init__(self, running: Preview, key: str) -> None:
        self.running, self.key = running, key

    def ask(self, **body: Any) -> tuple[int, str]:
        return self.post(json.dumps(body).encode())

    def post(self, body: bytes, **changed: str | None) -> tuple[int, str]:
        origin = f"http://127.0.0.1:{self.running.port}"
        headers = {"origin": origin, "content-type": "application/json", "x-deckgen-key": self.key}
        headers |= {name.replace("_", "-"): text for name, text in changed.items()}  # type: ignore[dict-item]
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=TIMEOUT)
        connection.request("POST", "/edits/change", body, {k: v for k, v in headers.items() if v is not None})
        response = connection.getresponse()
        return response.status, response.read().decode()

    def until_found(self, left: int) -> dict[str, Any]:
        return self.running.until(lambda s: s["edited"]["status"] == "found" and s["edited"]["left"] == left)["edited"]

    def edits(self) -> dict[str, Any]:
        return json.loads(self.running.ask("/edits")[2])

    def text(self) -> str:
        return (self.running.folder / "part.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditedPreview]:
    root = tmp_path_factory.mktemp("edited")
    path = built(root)
    retype(path, "Three points", "Four points")
    retype(path, "12", "13")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DECKGEN_CACHE", str(tmp_path_factory.mktemp("cache")))
        with preview(root / "content" / "sample") as running:
            yield EditedPreview(running, re.search(r"key=([\w-]+)", running.line)[1])  # type: ignore[index]


def test_edits_of_the_deck_are_listed_with_their_sorts(edited: EditedPreview) -> None:
    state = edited.until_found(2)
    assert (state["file"], state["counts"]) == ("output/sample-fy20-21-q2.pptx", "1 text, 1 figure")
    title, figure = edited.edits()["edits"]
    assert (title["before"], title["after"], title["care"]) == (
        "Three points for today",
        "Four points for today",
        "words",
    )
    assert title["place"]["editor"].endswith("part.yaml:5:1")
    assert (figure["about"], figure["consequences"][-1]) == ("Interviews held, Q2", "owner: Ann")


@pytest.mark.parametrize(
    "changed",
    [{"x_deckgen_key": None}, {"x_deckgen_key": "x"}, {"x_deckgen_key": "ü"}, {"origin": None}, {"origin": "null"},
     {"origin": "https://evil.example"}, {"content_type": "text/plain"}, {"host": "evil.example"},
     {"sec_fetch_site": "cross-site"}],
    ids=str,
)  # fmt: skip
def test_nobody_but_the_page_with_the_key_can_write(edited: EditedPreview, changed: dict[str, str | None]) -> None:
    before, finding = edited.text(), edited.until_found(2)["finding"]
    body = json.dumps({"action": "write", "finding": finding, "choices": [{"number": 0}]}).encode()
    assert edited.post(body, **changed)[0] in {403, 421}
    assert edited.text() == before


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[]", 400), (b'{"action": "delete"}', 400), (b'{"action": "write", "path": "/"}', 400),
     (b" " * (64 << 10) + b" ", 413), (b'{"action": "write", "finding": "old", "choices": [{"number": 0}]}', 409)],
    ids=["nothing", "list", "other action", "other field", "too much", "old result"],
)  # fmt: skip
def test_requests_that_the_page_does_not_make_change_nothing(edited: EditedPreview, body: bytes, status: int) -> None:
    before = edited.text()
    edited.until_found(2)
    assert edited.post(body)[0] == status
    assert edited.text() == before


def test_chosen_edits_are_written_and_undone(edited: EditedPreview) -> None:
    before = edited.text()
    finding = edited.until_found(2)["finding"]
    assert edited.ask(action="write", finding=finding, choices=[{"number": 0}])[0] == 200
    assert edited.text() == before.replace("Three points", "Four points")
    state = edited.until_found(1)
    assert (state["counts"], state["message"], state["can_undo"]) == ("1 figure", "1 edit is in the content now", True)
    edited.running.until(lambda s: "Four points" in s["slides"][0]["title"])
    assert edited.ask(action="undo")[0] == 200
    assert edited.text() == before
    assert edited.until_found(2)["can_undo"] is False


def test_content_that_changed_meanwhile_is_not_overwritten(edited: EditedPreview) -> None:
    before, finding = edited.text(), edited.until_found(2)["finding"]
    changed = before.replace("[one, two, three]", "[one, two, four]")
    (edited.running.folder / "part.yaml").write_text(changed, "utf-8")
    status, answer = edited.ask(action="write", finding=finding, choices=[{"number": 0}])
    assert (status, "was changed by another program" in answer) == (409, True)
    assert edited.text() == changed
    (edited.running.folder / "part.yaml").write_text(before, "utf-8")
    edited.until_found(2)


def test_only_the_edited_file_or_the_newest_that_was_kept_is_offered(tmp_path: Path) -> None:
    path, files = built(tmp_path), EditedFiles()
    assert files.find(path) is None
    for age, name in enumerate(("edited", "edited-2")):
        kept = path.with_name(f"{path.stem}-{name}.pptx")
        kept.write_bytes(path.read_bytes())
        retype(kept, "Three points", "Four points")
        os.utime(kept, (time.time() - age * 60,) * 2)
    found = files.find(path)
    assert found is not None
    assert found.path.stem.endswith("-edited")
    retype(path, "Three points", "Five points")
    found = files.find(path)
    assert found is not None
    assert found.path == path


def test_file_is_looked_into_once_it_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = built(tmp_path)
    started: list[str] = []
    monkeypatch.setattr(EditedDeck, "find", lambda deck: started.append(deck._seen.path.name))
    deck = EditedDeck(tmp_path / "content" / "sample", tmp_path, "", lambda: path)
    deck.look()
    retype(path, "Three points", "Four points")
    deck.look()
    assert not started, "it may be half written"
    deck.look()
    assert started == [path.name]


def test_read_only_preview_writes_nothing(tmp_path: Path) -> None:
    built(tmp_path)
    with preview(tmp_path / "content" / "sample", "--read-only") as running:
        assert "key=" not in running.line
        assert running.state()["edited"]["read_only"]
        assert EditedPreview(running, "").ask(action="undo")[0] == 403
