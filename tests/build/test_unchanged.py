"""A deck of which nothing changed is not built again, and the same is reported; after any change it is built."""

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

from cache_entries import cached
from deckgen.build import batch, pipeline, unchanged
from deckgen.build.batch import BuildOptions
from deckgen.build.build_results import BuildResult
from deckgen.build.selection import Selection
from deckgen.build.stored_cache import open_cache
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
    """Builds take no date from the environment of the tests."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def build(deck: Path, **options: object) -> batch.DeckOutcome:
    [outcome] = batch.build_all([deck], BuildOptions(**options))  # type: ignore[arg-type]
    return outcome


def test_second_build_reports_the_same_and_writes_nothing(deck: Path) -> None:
    first = build(deck)
    assert first.was_built
    assert first.path is not None
    assert [d.code for d in first.issues] == ["unknown-data-file"]
    before = first.path.stat()
    second = build(deck)
    assert not second.was_built
    assert (first.path.stat().st_mtime_ns, first.path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert second.path == first.path
    for name in ("issues", "sources", "pages", "smallest", "fonts"):
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


def delete_the_file(deck: Path) -> None:
    next((deck.parents[1] / "output").iterdir()).unlink()


def damage_the_file(deck: Path) -> None:
    file = next((deck.parents[1] / "output").iterdir())
    file.write_bytes(file.read_bytes()[:-100])


def rename_a_data_file(deck: Path) -> None:
    (deck / "data" / "metricz.yaml").rename(deck / "data" / "metrics.yaml")


def create_a_folder_with_the_name_of_a_data_file(deck: Path) -> None:
    (deck / "data" / "foo.yaml").mkdir()


def replace_the_output_folder_by_a_link(deck: Path) -> None:
    output = deck.parents[1] / "output"
    output.rename(deck.parents[1] / "before")
    (deck.parents[1] / "elsewhere").mkdir()
    output.symlink_to(deck.parents[1] / "elsewhere")


CHANGES: list[Callable[[Path], None]] = [
    edit, edit_and_keep_time_and_size, change_the_picture, change_the_brand, delete_the_file, damage_the_file,
    rename_a_data_file, create_a_folder_with_the_name_of_a_data_file, replace_the_output_folder_by_a_link,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_deck_is_built_again_once_after_a_change(change: Callable[[Path], None], deck: Path) -> None:
    build(deck)
    change(deck)
    again = build(deck)
    assert again.was_built
    assert again.path is not None
    assert again.path.read_bytes() == pipeline.build_bytes(deck).data
    assert not build(deck).was_built


def test_other_build_date_program_or_font_is_a_change(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(deck)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1611792000")
    assert build(deck).was_built
    assert not build(deck).was_built
    monkeypatch.setattr(fingerprint, "program_digest", lambda: "a newer deckgen")
    assert build(deck).was_built
    assert not build(deck).was_built
    original = fingerprint.file_digests
    monkeypatch.setattr(fingerprint, "file_digests", lambda paths: tuple((n, f"{d}0") for n, d in original(paths)))
    assert build(deck).was_built


def test_program_fingerprint_covers_its_files_and_installed_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert any("msgspec-" in name for name in fingerprint.installed_packages())
    files = {Path(name).name: rest for name, *rest in fingerprint.file_stamps(Path(fingerprint.__file__).parents[1])}
    assert {"unchanged.py", "frame_builder.py", "en.yaml"} <= files.keys()
    fingerprints = {fingerprint.program_digest.__wrapped__()}
    monkeypatch.setattr(fingerprint, "installed_packages", lambda: ("msgspec-99.dist-info",))
    fingerprints.add(fingerprint.program_digest.__wrapped__())
    monkeypatch.setattr(fingerprint, "file_stamps", lambda _: [("frame_builder.py", 1, 1)])
    fingerprints.add(fingerprint.program_digest.__wrapped__())
    assert len(fingerprints) == 3


def test_each_combination_of_options_has_an_entry_of_its_own(deck: Path, tmp_path: Path) -> None:
    options: list[dict[str, object]] = [
        {},
        {"draft": True, "output": tmp_path / "draft.pptx"},
        {"selection": Selection("part")},
        {"output": tmp_path / "other.pptx"},
    ]
    assert [build(deck, **choice).was_built for choice in options] == [True] * 4
    assert [build(deck, **choice).was_built for choice in options] == [False] * 4
    assert build(deck, again=True).was_built
    assert build(deck, selection=Selection("None")).path is None


@pytest.mark.parametrize("name", ["../team.png", "{root}/content/team.png", "'{root}/content/team.png'"])
def test_deck_with_a_picture_outside_its_folder_is_always_built(name: str, deck: Path) -> None:
    file = deck / "part.yaml"
    name = name.format(root=deck.parents[1])
    file.write_text(file.read_text("utf-8").replace("media/team.png", name), "utf-8")
    build(deck)
    draw(deck.parent / "team.png", "#336699")
    again = build(deck)
    assert again.was_built
    assert [d.code for d in again.issues] == ["unknown-data-file"]


def test_deck_with_an_escaped_path_outside_its_folder_is_always_built(deck: Path) -> None:
    Image.new("RGB", (90, 90), "#336699").save(deck.parent / "team.png")
    file = deck / "part.yaml"
    file.write_text(file.read_text("utf-8").replace("media/team.png", '"\\x2e\\x2e/team.png"'), "utf-8")
    assert build(deck).was_built
    Image.new("RGB", (90, 90), "#993366").save(deck.parent / "team.png")
    again = build(deck)
    assert again.was_built
    assert again.path is not None
    assert again.path.read_bytes() == pipeline.build_bytes(deck).data


def test_deck_with_a_linked_folder_is_always_built(deck: Path) -> None:
    (deck.parents[1] / "shared").mkdir()
    (deck / "more").symlink_to(deck.parents[1] / "shared")
    assert build(deck).was_built
    assert build(deck).was_built


def test_deck_with_a_linked_file_is_always_built(deck: Path) -> None:
    build(deck)
    (deck / "part.yaml").rename(deck.parents[1] / "part.yaml")
    (deck / "part.yaml").symlink_to(deck.parents[1] / "part.yaml")
    assert build(deck).was_built
    assert build(deck).was_built


def test_deck_with_an_invalid_unicode_file_name_is_built(deck: Path) -> None:
    Path(os.fsdecode(os.fsencode(deck) + b"/caf\xe9.txt")).write_bytes(b"")
    assert build(deck).path is not None
    assert build(deck).path is not None


def test_deck_edited_during_the_build_is_built_again_after_undo(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, build_deck = deck / "part.yaml", pipeline.build
    before = file.read_text("utf-8")

    def edit_and_build(*args: object, **named: object) -> BuildResult:
        file.write_text(before.replace("three", "drei"), "utf-8")
        return build_deck(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "build", edit_and_build)
    build(deck)
    monkeypatch.setattr(pipeline, "build", build_deck)
    file.write_text(before, "utf-8")
    assert build(deck).was_built


def test_deck_is_built_again_if_its_file_was_overwritten_meanwhile(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_deck = pipeline.build

    def build_and_overwrite(*args: object, **named: object) -> BuildResult:
        built = build_deck(*args, **named)  # type: ignore[arg-type]
        assert built.path is not None
        built.path.write_bytes(b"that of somebody else")
        return built

    monkeypatch.setattr(pipeline, "build", build_and_overwrite)
    build(deck)
    monkeypatch.setattr(pipeline, "build", build_deck)
    assert build(deck).was_built


def test_last_of_two_decks_with_one_output_file_is_always_in_it(deck: Path, tmp_path: Path) -> None:
    other = deck.parent / "zzz"
    shutil.copytree(deck, other)
    edit(other)
    file = tmp_path / "one.pptx"
    last = pipeline.build_bytes(other).data
    for _ in range(3):
        list(batch.build_all([deck, other], BuildOptions(file)))
        assert file.read_bytes() == last


@pytest.mark.parametrize("name", ["team.png", "../media/team.png"])
def test_deck_with_a_missing_picture_is_built_again_once_it_is_there(name: str, deck: Path) -> None:
    (deck / "media" / "team.png").unlink()
    file = deck / "part.yaml"
    file.write_text(file.read_text("utf-8").replace("media/team.png", f"media/{name}"), "utf-8")
    first, second = build(deck), build(deck)
    assert first.was_built
    assert not second.was_built
    assert {d.code for d in second.issues} == {"unknown-data-file", "missing-picture"}
    assert second.issues == first.issues
    assert second.sources == first.sources
    draw(deck / "media" / "team.png", "#336699")
    third = build(deck)
    assert third.was_built
    assert third.path is not None
    assert third.path.read_bytes() == pipeline.build_bytes(deck).data


@pytest.mark.parametrize("name", ["../team.png", "media/../../team.png"])
def test_deck_with_a_missing_picture_outside_its_folder_is_always_built(name: str, deck: Path) -> None:
    file = deck / "part.yaml"
    file.write_text(file.read_text("utf-8").replace("media/team.png", name), "utf-8")
    assert [build(deck).was_built for _ in range(2)] == [True, True]
    draw(deck.parent / "team.png", "#336699")
    assert [d.code for d in build(deck).issues] == ["unknown-data-file"]


def test_deck_with_errors_is_always_built(deck: Path) -> None:
    (deck / "part.yaml").write_text("title: Part\nslides: [{kind: tabel}]\n", "utf-8")
    for _ in range(2):
        failed = build(deck)
        assert failed.was_built
        assert failed.path is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    entry=st.one_of(st.binary(max_size=60), st.sampled_from([b"{}", b"[]", b'{"made_of": 1}']), st.integers(0, 2000))
)
def test_damaged_entry_is_ignored(entry: bytes | int, deck: Path) -> None:
    if not (deck.parents[1] / "output").exists():
        build(deck)
    key = unchanged.result_key(deck, None, {})
    [path] = cached(deck, "built")
    data = path.read_bytes()
    assert unchanged.find_result(open_cache(deck), key) is not None
    path.write_bytes(entry if isinstance(entry, bytes) else data[:entry])
    try:
        result = unchanged.find_result(open_cache(deck), key)
        assert result is None or path.read_bytes() == data
    finally:
        path.write_bytes(data)


def test_entry_not_used_for_two_months_is_deleted(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(deck)
    [old] = cached(deck, "built")
    os.utime(old, (0, 0))
    monkeypatch.setattr(pruning, "INTERVAL", 0)
    build(deck, draft=True)
    assert not old.exists()


def test_digest_covers_the_folders_of_all_text_files_of_the_example() -> None:
    example = Path(__file__).parents[2] / "content" / "thriving-movement"
    laid = pipeline.lay_out(example)
    root = example.parents[1]
    digested = [example, *brand_roots(root)]
    assert len(laid.sources) > 40
    for name in laid.sources:
        assert any((root / name).resolve().is_relative_to(folder) for folder in digested), name


def test_command_reports_that_nothing_changed(deck: Path) -> None:
    command = [sys.executable, "-m", "deckgen", "build", str(deck)]
    first, second, third = (
        subprocess.run([*command, *more], capture_output=True, text=True, check=True, timeout=120)
        for more in ((), (), ("--again",))
    )
    assert second.stdout.rstrip().endswith("1 warning, nothing changed since it was built")
    assert first.stderr == second.stderr == third.stderr
    assert "unknown-data-file" in second.stderr
    assert "nothing changed" not in first.stdout + third.stdout


def test_only_the_changed_ones_of_many_decks_are_built(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decks = [deck]
    for n in range(9):
        shutil.copytree(deck, deck.parent / f"deck-{n}")
        decks.append(deck.parent / f"deck-{n}")
    list(batch.build_all(decks, BuildOptions(), jobs=1))
    edit(decks[4])
    monkeypatch.setattr(batch, "MIN_DECKS_IN_PARALLEL", 2)
    assert [outcome.was_built for outcome in batch.build_all(decks, BuildOptions())] == [n == 4 for n in range(10)]
