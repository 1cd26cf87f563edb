"""The parts of the preview that need no server: pictures, editor addresses, and what a session draws again."""

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
from deckgen.build.selection import Selection
from deckgen.cli import app
from deckgen.diagnostics import Origin, UserFacingError, describe_error
from deckgen.ir.frames import Anchor, Box, CellFrame, FrameParagraph, Insets, TableFrame, TextFrame
from deckgen.preview.editors import address_pattern, editor_address
from deckgen.preview.frames import FRAME_VIEWS
from deckgen.preview.serve import watched_folders
from deckgen.preview.session import PreviewOptions, PreviewState, Session, SlidePictures
from deckgen.preview.view import SourceLocations, slide_data
from deckgen.preview.watch import watch_folders
from deckgen.render import RENDERERS
from sample_projects import make_project


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(make_project(tmp_path, *SLIDES), PreviewOptions(width=320))


def states(session: Session) -> list[PreviewState]:
    published: list[PreviewState] = []
    session.refresh(published.append)
    return published


def test_only_changed_slides_are_drawn_again(session: Session) -> None:
    states(session)
    assert session.pictures_drawn == 5
    states(session)
    assert session.pictures_drawn == 5
    edit(session.folder / "part.yaml", "three", "thirty")
    [state] = states(session)
    assert session.pictures_drawn == 6
    assert not state.pending
    edit(session.folder / "part.yaml", "thirty", "three")
    states(session)
    assert session.pictures_drawn == 6, "an undone edit needs no drawing"
    edit(session.folder / "part.yaml", "notes: Say this.", "notes: Say that.")
    [state] = states(session)
    assert session.pictures_drawn == 6, "notes are not in the picture"
    assert state.slides[0]["notes"] == ["Say that."]


def test_version_that_was_asked_for_is_shown(tmp_path: Path) -> None:
    slides = ("kind: bullets\nid: one\nbullets: [One]", "kind: bullets\nid: two\nin: [board]\nbullets: [Two]")
    folder = make_project(tmp_path, *slides, versions={"board": {}})
    for version, ids in (("", ["part/one"]), ("board", ["part/one", "part/two"])):
        state = states(Session(folder, PreviewOptions(selection=Selection(version=version), width=320)))[-1]
        assert [slide["id"] for slide in state.slides] == ids


def test_old_picture_stays_until_the_new_one_is_finished(session: Session) -> None:
    states(session)
    before = session.state.pictures
    edit(session.folder / "deck.yaml", "title: Sample deck", "title: Another footer")
    first, *_, last = states(session)
    assert len(first.pending) == 5
    assert first.pictures == before
    assert not last.pending
    assert all(last.pictures[name] != key for name, key in before.items())


class SlowRenderer:
    """A renderer that is slow, as LibreOffice is."""

    name = "libreoffice"

    def __init__(self, published: list[PreviewState]) -> None:
        self.published = published

    def draw(self, deck: object, slides: Sequence[int], width: int) -> Iterator[tuple[int, bytes]]:
        assert self.published[-1].pending, "pending slides are published before they are drawn"
        for number in slides:
            yield number, b"png"

    def close(self) -> None:
        pass


def test_pending_slides_of_a_slow_renderer_are_published_at_once(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    published: list[PreviewState] = []
    monkeypatch.setitem(RENDERERS, "embedded", lambda _: SlowRenderer(published))
    session.refresh(published.append)
    published.clear()
    edit(session.folder / "part.yaml", "three", "thirty")
    session.refresh(published.append)
    assert [len(state.pending) for state in published] == [1, 0]


def test_warning_has_the_id_of_its_slide(session: Session) -> None:
    edit(session.folder / "part.yaml", "[seven]", "['[see](www.example.org)']")
    edit(session.folder / "deck.yaml", "title: Sample deck", "title: Sample deck\nlanguage: xx")
    states(session)
    slides = {problem["place"]["file"]: problem["slide"] for problem in session.state.problems}
    last = session.state.slides[-1]["id"]
    assert slides == {"content/sample/part.yaml": last, "content/sample/deck.yaml": None}


def test_saved_layout_has_its_slides_drawn_again_or_its_errors_shown(session: Session) -> None:
    layouts = session.project / "layouts"
    shutil.copytree(Path(__file__).parents[2] / "layouts" / "wikimedia", layouts / "wikimedia")
    assert layouts in watched_folders(session)
    states(session)
    edit(layouts / "wikimedia" / "table.yaml", "name: Table", "name: A table")
    states(session)
    assert session.pictures_drawn == 6, "only the slide of this layout, of which the name is a part"
    edit(layouts / "wikimedia" / "table.yaml", "columns: [1, 12]", "columns: [1, 11]")
    states(session)
    assert session.pictures_drawn == 7
    edit(layouts / "wikimedia" / "table.yaml", "slots:", "slotz:")
    [state] = states(session)
    assert (state.fault, len(state.slides)) == (True, 5)
    assert "layouts/wikimedia/table.yaml" in {p["place"]["file"] for p in state.problems if p["severity"] == "error"}


def test_failure_outside_the_content_is_shown_with_the_last_good_slides(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raising(failure: Exception) -> Callable[..., None]:
        def build(*_: object, **__: object) -> None:
            raise failure

        return build

    states(session)
    for failure, message in (
        (
            PermissionError(13, "Permission denied", str(session.folder / "part.yaml")),
            "content/sample/part.yaml: Permission denied",
        ),
        (ZeroDivisionError("division by zero"), describe_error(ZeroDivisionError("division by zero"), "sample")),
        (UserFacingError("the disk is full"), "the disk is full"),
    ):
        monkeypatch.setattr(pipeline, "build_bytes", raising(failure))
        [state] = states(session)
        assert state.fault
        assert len(state.slides) == 5
        assert message in state.problems[0]["message"]
    monkeypatch.undo()
    assert not states(session)[-1].fault


def test_internal_error_is_printed_in_detail_for_debugging(
    session: Session, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline, "build_bytes", lambda *_, **__: 1 / 0)
    monkeypatch.delenv("DECKGEN_DEBUG", raising=False)
    states(session)
    assert capfd.readouterr().err == ""
    monkeypatch.setenv("DECKGEN_DEBUG", "1")
    [state] = states(session)
    assert "ZeroDivisionError" in state.problems[0]["message"]
    assert "Traceback" in capfd.readouterr().err


def test_errors_of_an_outdated_build_are_not_shown(session: Session) -> None:
    states(session)
    edit(session.folder / "part.yaml", "kind: table", "kind:")
    published: list[PreviewState] = []
    session.refresh(published.append, is_outdated=lambda: True)
    assert not published
    session.refresh(published.append, is_outdated=lambda: False)
    assert published[-1].fault


def test_deck_with_errors_from_the_start_shows_only_these(session: Session) -> None:
    edit(session.folder / "part.yaml", "kind: table", "kind: tabel")
    [state] = states(session)
    assert state.fault
    assert not state.slides
    assert state.problems[0]["place"]["file"] == "content/sample/part.yaml"


@pytest.mark.usefixtures("no_installed_fonts")
def test_letters_that_no_font_has_are_reported_once(session: Session) -> None:
    edit(session.folder / "part.yaml", "five", "日本 שלום")
    [issue] = [p for p in states(session)[-1].problems if "no font on this machine" in p["message"]]
    assert "“日 本”" in issue["message"]
    assert issue["place"]["line"] > 0


def test_oldest_pictures_that_are_not_shown_are_dropped() -> None:
    pictures = SlidePictures(max_unused=2)
    for key in "abcde":
        pictures.put(key, key.encode(), shown=["a"])
    assert [pictures.get(key) for key in "abcde"] == [b"a", None, None, b"d", b"e"]


def test_location_becomes_an_editor_address() -> None:
    path = Path("/home/Ada Lovelace/50% #1/part.yaml")
    assert (
        editor_address(address_pattern("vscode"), path, 3, 5)
        == "vscode://file/home/Ada%20Lovelace/50%25%20%231/part.yaml:3:5"
    )
    assert editor_address(address_pattern("idea"), path, 3, 5).endswith("/part.yaml&line=3&column=5")
    assert editor_address(address_pattern("none"), path, 3, 5) == ""
    assert editor_address(address_pattern("ed://open{path}"), Path("/a"), 1, 1) == "ed://open/a"


@pytest.mark.parametrize(
    "editor", ["", "emacs", "javascript://{path}", "data://{path}", "vscode://file", "JavaScript:alert(1){path}"]
)
def test_invalid_editor_address_is_an_error(editor: str) -> None:
    with pytest.raises(ValueError, match="no known editor"):
        address_pattern(editor)


def test_table_cells_are_separate_areas() -> None:
    first, second = Origin("a", "part.yaml", ("rows", 0)), Origin("a", "part.yaml", ("rows", 1))
    text = second.at(1)
    empty, with_text = CellFrame((), Insets()), CellFrame((FrameParagraph(()),), Insets(), origins=((text,),))
    rows = ((CellFrame((), Insets(), span=2), None), (empty, with_text))
    box, origins = Box(10, 20, 300, 90), (first, second)
    table = TableFrame("table", "Table", box, (100, 200), (40, 50), rows, row_origins=origins)
    table_area, *cells = FRAME_VIEWS[TableFrame].areas(table)
    assert table_area == (table.box, Origin())
    assert cells == [
        (Box(10, 20, 300, 40), first), (Box(10, 60, 100, 50), second), (Box(110, 60, 200, 50), text),
    ]  # fmt: skip


@pytest.mark.parametrize(("anchor", "top"), [("top", 25), ("middle", 50), ("bottom", 75)])
def test_paragraphs_are_separate_areas(anchor: Anchor, top: int) -> None:
    origin = Origin("a", "part.yaml", ("bullets",))
    frame = TextFrame(
        "bullets", "Bullets", Box(10, 20, 300, 100), (FrameParagraph(()),) * 3, Insets(0, 5, 0, 5), anchor, origin=origin,
        origins=((origin.at(0),), (), (origin.at(2),)), paragraph_heights=(10, 20, 10),
    )  # fmt: skip
    assert list(FRAME_VIEWS[TextFrame].areas(frame)) == [
        (frame.box, origin), (Box(10, top, 300, 10), origin.at(0)), (Box(10, top + 30, 300, 10), origin.at(2)),
    ]  # fmt: skip


def areas_of_settings(folder: Path) -> list[dict[str, list[float]]]:
    """Return for each slide the areas that lead to deck.yaml, by the line they lead to."""
    laid_out = pipeline.lay_out(folder)
    locations = SourceLocations(folder.parent.parent, laid_out.sources, "", laid_out.content)
    lines = (folder / "deck.yaml").read_text(encoding="utf-8").splitlines()
    found = [
        [area for area in slide["areas"] if area["place"]["file"].endswith("deck.yaml")]
        for slide in slide_data(laid_out, locations)
    ]
    return [{lines[area["place"]["line"] - 1]: area["box"] for area in areas} for areas in found]


@pytest.mark.parametrize("size", ["16:9", "4:3"])
def test_footer_and_date_lead_to_their_settings_in_the_deck_file(size: str, tmp_path: Path) -> None:
    folder = make_project(tmp_path, *SLIDES, date="3 March", size=size)
    first, *others = areas_of_settings(folder)
    assert first.keys() == {"title: Sample deck", "date: 3 March"}
    assert others == [first] * len(others)
    brand = pipeline.lay_out(folder).brand
    assert brand is not None
    (width, height), slot = brand.size, brand.layouts["bullets"].slots["date"].box
    shares = [slot.x / width, slot.y / height, slot.width / width, slot.height / height]
    assert first["date: 3 March"] == pytest.approx(shares, abs=1e-4)


def test_deck_without_a_date_has_no_area_for_one(tmp_path: Path) -> None:
    areas = areas_of_settings(make_project(tmp_path, *SLIDES))
    assert all(area.keys() == {"title: Sample deck"} for area in areas)


def test_slide_without_a_footer_has_no_area_for_one(tmp_path: Path) -> None:
    divider, *_ = areas_of_settings(make_project(tmp_path, "{kind: divider, title: Next}", *SLIDES, date="3 March"))
    assert divider == {}


def test_state_is_one_line_of_json() -> None:
    state = PreviewState("Deck\n2028", "content/deck", "embedded", problems=({"message": "a\nb"},))
    assert b"\n" not in state.json(1)
    first, second = (json.loads(replace(state, building=on).json(n)) for n, on in enumerate((False, True)))
    assert (first["version"], second["version"], second["building"]) == (0, 1, True)
    assert first["run"] == second["run"]


def test_changes_are_noticed_without_inotify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a system that has no watches left."""
    import watchfiles  # noqa: PLC0415

    from deckgen.preview import watch as watch_module  # noqa: PLC0415

    def raise_without_polling(*roots: Path, force_polling: bool | None = None, **options: object) -> object:
        if not force_polling:
            raise OSError(28, "inotify watch limit reached")
        return watchfiles.watch(*roots, force_polling=True, poll_delay_ms=50, **options)

    monkeypatch.setattr(watch_module, "watch", raise_without_polling)
    stop, noticed = Event(), Event()
    thread = Thread(target=watch_folders, args=([tmp_path], noticed.set, stop), daemon=True)
    thread.start()
    try:
        for n in range(100):
            noticed.clear()
            (tmp_path / "part.yaml").write_text(str(n), encoding="utf-8")
            if noticed.wait(0.2):
                break
        assert noticed.is_set()
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


def test_preview_without_its_packages_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("uvicorn", "deckgen.preview.serve"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "deckgen.preview.serve")
    done = CliRunner().invoke(app, ["preview"])
    assert done.exit_code == 2
    assert "the preview needs the package uvicorn: pip install 'deckgen[preview]'" in done.output
