"""The parts of the preview that need no server: the gallery, editors, a session and what it redraws."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event, Thread

import pytest
from msgspec.structs import replace
from running_preview import SLIDES, edit
from typer.testing import CliRunner

from deckgen.build import pipeline
from deckgen.cli import app
from deckgen.ir.blocks import Origin
from deckgen.ir.frames import Box, CellFrame, Insets, TableFrame
from deckgen.preview import session as sessions
from deckgen.preview import view
from deckgen.preview.editors import address, template
from deckgen.preview.serve import watched
from deckgen.preview.session import PreviewOptions, PreviewState, Session, SlidePictures
from deckgen.preview.watch import follow
from deckgen.render import RENDERERS
from sample_projects import make_project


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(make_project(tmp_path, *SLIDES), PreviewOptions(width=320))


def states(session: Session) -> list[PreviewState]:
    seen: list[PreviewState] = []
    session.refresh(seen.append)
    return seen


def test_only_slides_whose_parts_changed_are_drawn_again(session: Session) -> None:
    states(session)
    assert session.drawn == 5
    states(session)
    assert session.drawn == 5
    edit(session.folder / "part.yaml", "three", "thirty")
    [state] = states(session)
    assert session.drawn == 6
    assert not state.pending
    edit(session.folder / "part.yaml", "thirty", "three")
    states(session)
    assert session.drawn == 6, "an edit undone needs no drawing"
    edit(session.folder / "part.yaml", "notes: Say this.", "notes: Say that.")
    [state] = states(session)
    assert session.drawn == 6, "notes are on no picture"
    assert state.slides[0]["notes"] == ["Say that."]


def test_until_a_new_picture_is_done_the_last_one_stays(session: Session) -> None:
    states(session)
    before = session.state.pictures
    edit(session.folder / "deck.yaml", "title: Sample deck", "title: Another footer")
    first, *_, last = states(session)
    assert len(first.pending) == 5
    assert first.pictures == before
    assert not last.pending
    assert all(last.pictures[name] != key for name, key in before.items())


class Slow:
    """A renderer that takes its time, as LibreOffice does."""

    name = "libreoffice"

    def __init__(self, seen: list[PreviewState]) -> None:
        self.seen = seen

    def draw(self, deck: object, slides: Sequence[int], width: int) -> Iterator[tuple[int, bytes]]:
        assert self.seen[-1].pending, "what is awaited is told before it is there"
        for number in slides:
            yield number, b"png"

    def close(self) -> None:
        pass


def test_what_a_slow_renderer_still_draws_is_told_at_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[PreviewState] = []
    monkeypatch.setitem(RENDERERS, "embedded", lambda _: Slow(seen))
    session.refresh(seen.append)
    seen.clear()
    edit(session.folder / "part.yaml", "three", "thirty")
    session.refresh(seen.append)
    assert [len(state.pending) for state in seen] == [1, 0]


def test_a_warning_names_the_slide_that_it_is_about(session: Session) -> None:
    edit(session.folder / "part.yaml", "[seven]", "['[see](www.example.org)']")
    edit(session.folder / "deck.yaml", "title: Sample deck", "title: Sample deck\nlanguage: xx")
    states(session)
    found = {problem["place"]["file"]: problem["slide"] for problem in session.state.problems}
    last = session.state.slides[-1]["id"]
    assert found == {"content/sample/part.yaml": last, "content/sample/deck.yaml": None}


def test_a_layout_saved_has_its_slides_drawn_again_and_a_fault_in_it_is_told(session: Session) -> None:
    layouts = session.project / "layouts"
    shutil.copytree(Path(__file__).parents[2] / "layouts" / "wikimedia", layouts / "wikimedia")
    assert layouts in watched(session)
    states(session)
    edit(layouts / "wikimedia" / "table.yaml", "name: Table", "name: A table")
    states(session)
    assert session.drawn == 6, "the name is part of the layout, and the table's slide of that alone"
    edit(layouts / "wikimedia" / "table.yaml", "top: 1.75", "top: 1.85")
    states(session)
    assert session.drawn == 7
    edit(layouts / "wikimedia" / "table.yaml", "slots:", "slotz:")
    [state] = states(session)
    assert (state.fault, len(state.slides)) == (True, 5)
    assert "layouts/wikimedia/table.yaml" in {p["place"]["file"] for p in state.problems if p["severity"] == "error"}


def test_what_no_file_is_at_fault_for_is_told_over_the_last_good_slides(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(fault: Exception) -> Callable[..., None]:
        def make(*_: object, **__: object) -> None:
            raise fault

        return make

    states(session)
    for fault, said in (
        (
            PermissionError(13, "Permission denied", str(session.folder / "part.yaml")),
            "content/sample/part.yaml: Permission denied",
        ),
        (ZeroDivisionError("division by zero"), "a fault of deckgen itself (ZeroDivisionError: division by zero)"),
    ):
        monkeypatch.setattr(pipeline, "build_bytes", fails(fault))
        [state] = states(session)
        assert state.fault
        assert len(state.slides) == 5
        assert said in state.problems[0]["message"]
    monkeypatch.undo()
    assert not states(session)[-1].fault


def test_the_fault_of_a_file_half_written_is_not_shown(session: Session) -> None:
    states(session)
    edit(session.folder / "part.yaml", "kind: table", "kind:")
    seen: list[PreviewState] = []
    session.refresh(seen.append, overtaken=lambda: True)
    assert not seen
    session.refresh(seen.append, overtaken=lambda: False)
    assert seen[-1].fault


def test_a_deck_that_is_at_fault_from_the_start_shows_just_that(session: Session) -> None:
    edit(session.folder / "part.yaml", "kind: table", "kind: tabel")
    [state] = states(session)
    assert state.fault
    assert not state.slides
    assert state.problems[0]["place"]["file"] == "content/sample/part.yaml"


def test_characters_that_are_drawn_as_boxes_are_told(session: Session) -> None:
    assert not [p for p in states(session)[-1].problems if "boxes" in p["message"]]
    edit(session.folder / "part.yaml", "five", "日本 – Ελλάδα → ⏰")
    [told] = [p for p in states(session)[-1].problems if "boxes" in p["message"]]
    assert "slide 3 is shown here with boxes for 日 本 ⏰, which" in told["message"]
    assert told["severity"] == "warning"
    assert told["place"]["line"] > 0


def test_the_gallery_forgets_the_oldest_that_nobody_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_KEPT", 2)
    gallery = SlidePictures()
    for key in "abcde":
        gallery.put(key, key.encode(), shown=["a"])
    assert [gallery.get(key) for key in "abcde"] == [b"a", None, None, b"d", b"e"]


def test_a_place_becomes_the_address_of_an_editor() -> None:
    path = Path("/home/Ada Lovelace/50% #1/part.yaml")
    assert address(template("vscode"), path, 3, 5) == "vscode://file/home/Ada%20Lovelace/50%25%20%231/part.yaml:3:5"
    assert address(template("idea"), path, 3, 5).endswith("/part.yaml&line=3&column=5")
    assert address(template("none"), path, 3, 5) == ""
    assert address(template("ed://open{path}"), Path("/a"), 1, 1) == "ed://open/a"


@pytest.mark.parametrize(
    "editor", ["", "emacs", "javascript://{path}", "data://{path}", "vscode://file", "JavaScript:alert(1){path}"]
)
def test_what_is_no_address_of_an_editor_is_told(editor: str) -> None:
    with pytest.raises(ValueError, match="no editor that is known"):
        template(editor)


def test_the_cells_of_a_table_are_areas_of_their_own() -> None:
    here, there = Origin("a", "part.yaml", ("rows", 0)), Origin("a", "part.yaml", ("rows", 1))
    wide, narrow = CellFrame((), Insets(), span=2, origin=here), CellFrame((), Insets(), origin=there)
    rows = ((wide, None), (narrow, narrow))
    table = TableFrame("table", "Table", Box(10, 20, 300, 90), (100, 200), (40, 50), rows)
    whole, *cells = view._boxes(table)
    assert whole == (table.box, Origin())
    assert cells == [
        (Box(10, 20, 300, 40), here), (Box(10, 60, 100, 50), there), (Box(110, 60, 200, 50), there),
    ]  # fmt: skip


def test_a_state_is_one_line_of_json() -> None:
    state = PreviewState("Deck\n2028", "content/deck", "embedded", problems=({"message": "a\nb"},))
    assert b"\n" not in state.json(1)
    first, second = (json.loads(replace(state, building=on).json(n)) for n, on in enumerate((False, True)))
    assert (first["version"], second["version"], second["building"]) == (0, 1, True)
    assert first["run"] == second["run"]


def test_changes_are_told_without_inotify_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that has no watches left."""
    import watchfiles  # noqa: PLC0415

    from deckgen.preview import watch as room  # noqa: PLC0415

    def exhausted(*roots: Path, force_polling: bool | None = None, **options: object) -> object:
        if not force_polling:
            raise OSError(28, "inotify watch limit reached")
        return watchfiles.watch(*roots, force_polling=True, poll_delay_ms=50, **options)

    monkeypatch.setattr(room, "watch", exhausted)
    stop, told = Event(), Event()
    thread = Thread(target=follow, args=([tmp_path], told.set, stop), daemon=True)
    thread.start()
    try:
        for n in range(100):
            told.clear()
            (tmp_path / "part.yaml").write_text(str(n), encoding="utf-8")
            if told.wait(0.2):
                break
        assert told.is_set()
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


def test_a_preview_without_its_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("uvicorn", "deckgen.preview.serve"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "deckgen.preview.serve")
    done = CliRunner().invoke(app, ["preview"])
    assert done.exit_code == 2
    assert "the preview needs the package uvicorn: pip install 'deckgen[preview]'" in done.output
