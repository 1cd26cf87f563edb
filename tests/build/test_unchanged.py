"""A deck of which nothing changed is not built again, and says what it said; whatever changes, it is."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from cached import cached
from deckgen.build import batch, pipeline, unchanged
from deckgen.build.batch import BuildOptions
from deckgen.cache import fingerprint, pruning
from deckgen.io.project import brand_roots
from sample_projects import make_project

TABLE = "kind: table\ntitle: Table\ncolumns: [A, B]\nrows: [[one, two], [three, four]]"
PHOTO = "kind: photos\ntitle: Photo\nimages: [{file: media/team.png, alt: The team}]"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    folder = make_project(tmp_path, TABLE, PHOTO)
    shutil.copytree(Path(__file__).parents[2] / "layouts", folder.parents[1] / "layouts")
    draw(folder / "media" / "team.png", "#336699")
    (folder / "data").mkdir()
    (folder / "data" / "metricz.yaml").write_text("", "utf-8")
    return folder


def draw(file: Path, colour: str) -> None:
    file.parent.mkdir(exist_ok=True)
    Image.new("RGB", (90, 90), colour).save(file)


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment of builds is none that the machine has set."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def build(deck: Path, **options: object) -> batch.DeckOutcome:
    [outcome] = batch.build_all([deck], BuildOptions(**options))  # type: ignore[arg-type]
    return outcome


def test_a_second_build_says_the_same_and_writes_nothing(deck: Path) -> None:
    first = build(deck)
    assert first.built
    assert first.path is not None
    assert [d.code for d in first.diagnostics] == ["unknown-data-file"]
    before = first.path.stat()
    second = build(deck)
    assert not second.built
    assert (first.path.stat().st_mtime_ns, first.path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert second.path == first.path
    for name in ("diagnostics", "sources", "pages", "smallest", "fonts"):
        assert getattr(second, name) == getattr(first, name), name


def edit(deck: Path) -> None:
    file = deck / "part.yaml"
    file.write_text(file.read_text("utf-8").replace("three", "drei"), "utf-8")


def edit_and_keep_time_and_size(deck: Path) -> None:
    file = deck / "part.yaml"
    before = file.stat()
    file.write_text(file.read_text("utf-8").replace("three", "eight"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def change_the_picture(deck: Path) -> None:
    draw(deck / "media" / "team.png", "#993366")


def change_the_brand(deck: Path) -> None:
    file = deck.parents[1] / "layouts" / "wikimedia" / "table.yaml"
    file.write_text(file.read_text("utf-8") + "# other\n", "utf-8")


def take_the_file_away(deck: Path) -> None:
    next((deck.parents[1] / "output").iterdir()).unlink()


def damage_the_file(deck: Path) -> None:
    file = next((deck.parents[1] / "output").iterdir())
    file.write_bytes(file.read_bytes()[:-100])


def rename_a_file_of_data(deck: Path) -> None:
    (deck / "data" / "metricz.yaml").rename(deck / "data" / "metrics.yaml")


def make_a_folder_of_the_name_of_a_file(deck: Path) -> None:
    (deck / "data" / "foo.yaml").mkdir()


def lead_the_output_elsewhere(deck: Path) -> None:
    output = deck.parents[1] / "output"
    output.rename(deck.parents[1] / "before")
    (deck.parents[1] / "elsewhere").mkdir()
    output.symlink_to(deck.parents[1] / "elsewhere")


CHANGES: list[Callable[[Path], None]] = [
    edit, edit_and_keep_time_and_size, change_the_picture, change_the_brand, take_the_file_away, damage_the_file,
    rename_a_file_of_data, make_a_folder_of_the_name_of_a_file, lead_the_output_elsewhere,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_changes_the_deck_is_built_again_and_then_not(change: Callable[[Path], None], deck: Path) -> None:
    build(deck)
    change(deck)
    again = build(deck)
    assert again.built
    assert again.path is not None
    assert again.path.read_bytes() == pipeline.build_bytes(deck).data
    assert not build(deck).built


def test_another_moment_program_or_font_is_a_change(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(deck)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1611792000")
    assert build(deck).built
    assert not build(deck).built
    monkeypatch.setattr(fingerprint, "program", lambda: "a newer deckgen")
    assert build(deck).built
    assert not build(deck).built
    stamped = fingerprint.of
    monkeypatch.setattr(fingerprint, "of", lambda paths: tuple((n, f"{d}0") for n, d in stamped(paths)))
    assert build(deck).built


def test_the_program_is_told_by_its_own_files_and_by_what_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert any("msgspec-" in name for name in fingerprint.installed())
    files = {Path(name).name: rest for name, *rest in fingerprint._own(Path(fingerprint.__file__).parents[1])}
    assert {"unchanged.py", "frame_builder.py", "en.yaml"} <= files.keys()
    told = {fingerprint.program.__wrapped__()}
    monkeypatch.setattr(fingerprint, "installed", lambda: ("msgspec-99.dist-info",))
    told.add(fingerprint.program.__wrapped__())
    monkeypatch.setattr(fingerprint, "_own", lambda _: [("frame_builder.py", 1, 1)])
    told.add(fingerprint.program.__wrapped__())
    assert len(told) == 3


def test_every_way_to_build_a_deck_is_kept_by_itself(deck: Path, tmp_path: Path) -> None:
    ways: list[dict[str, object]] = [{}, {"draft": True}, {"only": "part"}, {"output": tmp_path / "other.pptx"}]
    assert [build(deck, **way).built for way in ways] == [True] * 4
    assert [build(deck, **way).built for way in ways] == [False] * 4
    assert build(deck, again=True).built
    assert build(deck, only="None").path is None


@pytest.mark.parametrize("name", ["../team.png", "{root}/content/team.png", "'{root}/content/team.png'"])
def test_a_picture_from_outside_the_folder_is_never_taken_for_unchanged(name: str, deck: Path) -> None:
    file = deck / "part.yaml"
    name = name.format(root=deck.parents[1])
    file.write_text(file.read_text("utf-8").replace("media/team.png", name), "utf-8")
    build(deck)
    draw(deck.parent / "team.png", "#336699")
    again = build(deck)
    assert again.built
    assert [d.code for d in again.diagnostics] == ["unknown-data-file"]


def test_nor_is_one_whose_name_is_written_oddly(deck: Path) -> None:
    Image.new("RGB", (90, 90), "#336699").save(deck.parent / "team.png")
    file = deck / "part.yaml"
    file.write_text(file.read_text("utf-8").replace("media/team.png", '"\\x2e\\x2e/team.png"'), "utf-8")
    assert build(deck).built
    Image.new("RGB", (90, 90), "#993366").save(deck.parent / "team.png")
    again = build(deck)
    assert again.built
    assert again.path is not None
    assert again.path.read_bytes() == pipeline.build_bytes(deck).data


def test_a_folder_that_is_a_link_is_never_taken_for_unchanged(deck: Path) -> None:
    (deck.parents[1] / "shared").mkdir()
    (deck / "more").symlink_to(deck.parents[1] / "shared")
    assert build(deck).built
    assert build(deck).built


def test_a_file_that_is_a_link_is_never_taken_for_unchanged(deck: Path) -> None:
    build(deck)
    (deck / "part.yaml").rename(deck.parents[1] / "part.yaml")
    (deck / "part.yaml").symlink_to(deck.parents[1] / "part.yaml")
    assert build(deck).built
    assert build(deck).built


def test_a_name_that_is_no_text_keeps_no_deck_from_being_built(deck: Path) -> None:
    Path(os.fsdecode(os.fsencode(deck) + b"/caf\xe9.txt")).write_bytes(b"")
    assert build(deck).path is not None
    assert build(deck).path is not None


def test_a_save_during_the_build_is_not_forgotten_when_it_is_undone(
    deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, whole = deck / "part.yaml", pipeline.build
    before = file.read_text("utf-8")

    def meanwhile(*args: object, **named: object) -> pipeline.BuildResult:
        file.write_text(before.replace("three", "drei"), "utf-8")
        return whole(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "build", meanwhile)
    build(deck)
    monkeypatch.setattr(pipeline, "build", whole)
    file.write_text(before, "utf-8")
    assert build(deck).built


def test_a_file_that_another_build_has_written_meanwhile_is_not_taken_for_ours(
    deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pipeline.build

    def meanwhile(*args: object, **named: object) -> pipeline.BuildResult:
        built = whole(*args, **named)  # type: ignore[arg-type]
        assert built.path is not None
        built.path.write_bytes(b"that of somebody else")
        return built

    monkeypatch.setattr(pipeline, "build", meanwhile)
    build(deck)
    monkeypatch.setattr(pipeline, "build", whole)
    assert build(deck).built


def test_of_two_decks_with_one_file_the_last_is_in_it_every_time(deck: Path, tmp_path: Path) -> None:
    other = deck.parent / "zzz"
    shutil.copytree(deck, other)
    edit(other)
    file = tmp_path / "one.pptx"
    last = pipeline.build_bytes(other).data
    for _ in range(3):
        list(batch.build_all([deck, other], BuildOptions(file)))
        assert file.read_bytes() == last


def test_a_deck_at_fault_and_one_that_lacks_a_picture_are_looked_at_again(deck: Path) -> None:
    (deck / "media" / "team.png").unlink()
    assert build(deck).built
    assert build(deck).built
    (deck / "part.yaml").write_text("title: Part\nslides: [{kind: tabel}]\n", "utf-8")
    for _ in range(2):
        failed = build(deck)
        assert failed.built
        assert failed.path is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    entry=st.one_of(st.binary(max_size=60), st.sampled_from([b"{}", b"[]", b'{"made_of": 1}']), st.integers(0, 2000))
)
def test_an_entry_that_is_not_what_was_written_does_not_count(entry: bytes | int, deck: Path) -> None:
    if not (deck.parents[1] / "output").exists():
        build(deck)
    made = unchanged.DeckRecord(deck, (None, None, False), {})
    [path] = cached(deck, "built")
    whole = path.read_bytes()
    assert made.said() is not None
    path.write_bytes(entry if isinstance(entry, bytes) else whole[:entry])
    try:
        assert made.said() is None or path.read_bytes() == whole
    finally:
        path.write_bytes(whole)


def test_an_entry_that_nobody_asked_for_in_two_months_is_dropped(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(deck)
    [old] = cached(deck, "built")
    os.utime(old, (0, 0))
    monkeypatch.setattr(pruning, "INTERVAL", 0)
    build(deck, draft=True)
    assert not old.exists()


def test_all_text_that_the_example_is_made_of_is_looked_at() -> None:
    example = Path(__file__).parents[2] / "content" / "thriving-movement"
    laid = pipeline.lay_out(example)
    root = example.parents[1]
    known = [example, *brand_roots(root)]
    assert len(laid.sources) > 40
    for name in laid.sources:
        assert any((root / name).resolve().is_relative_to(folder) for folder in known), name


def test_the_command_says_so(deck: Path) -> None:
    command = [sys.executable, "-m", "deckgen", "build", str(deck)]
    first, second, third = (
        subprocess.run([*command, *more], capture_output=True, text=True, check=True, timeout=120)
        for more in ((), (), ("--again",))
    )
    assert second.stdout.rstrip().endswith("1 warning, nothing changed since it was built")
    assert first.stderr == second.stderr == third.stderr
    assert "unknown-data-file" in second.stderr
    assert "nothing changed" not in first.stdout + third.stdout


def test_of_many_decks_only_the_changed_ones_are_built(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decks = [deck]
    for n in range(9):
        shutil.copytree(deck, deck.parent / f"deck-{n}")
        decks.append(deck.parent / f"deck-{n}")
    list(batch.build_all(decks, BuildOptions(), jobs=1))
    edit(decks[4])
    monkeypatch.setattr(batch, "FEW", 2)
    assert [outcome.built for outcome in batch.build_all(decks, BuildOptions())] == [n == 4 for n in range(10)]
