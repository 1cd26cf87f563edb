"""What one process placed is taken over by the next: the same deck comes out, and only what changed is placed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cached import cached
from deckgen.brand import load as brand_files
from deckgen.build import batch, pipeline, unchanged
from deckgen.build.caches import CachedFunction, StageCaches
from deckgen.cache import fingerprint
from deckgen.layout import slide_cache as placing
from sample_projects import make_project

ONE = "kind: table\ntitle: One\ncolumns: [A, B]\nrows: [[one, two], [three, four]]"
TWO = "kind: bullets\ntitle: Two\nbullets: [first, second]"
THREE = "kind: chart\ntitle: Three\nchart: {kind: trend, categories: [Q1, Q2], series: [{name: All, values: [1, 2]}]}"
OPTIONS = (None, False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_project(tmp_path, ONE, TWO, THREE, front=["cover", "agenda"])


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of slides that are placed, and the names of brands that are read."""
    found: list[str] = []
    place, load = placing._place, brand_files.load_brand

    def placed(placer: object, slide: placing.Slide, least: object) -> object:
        found.append(slide.title)
        return place(placer, slide, least)  # type: ignore[arg-type]

    def loaded(name: str, *rest: object) -> object:
        found.append(f"brand {name}")
        return load(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(placing, "_place", placed)
    monkeypatch.setattr(brand_files, "load_brand", loaded)
    return found


def build(folder: Path, options: tuple[object, ...] = OPTIONS, **how: bool) -> bytes:
    """Build as a process of its own does, and compare with a build that knows nothing."""
    remembered = CachedFunction(folder, options)
    memory = remembered.memory()
    made = pipeline.build_bytes(folder, memory=memory, **how)
    remembered.keep(memory)
    return as_fresh(made, folder, **how)


def as_fresh(made: pipeline.BuildResult, folder: Path, **how: bool) -> bytes:
    fresh = pipeline.build_bytes(folder, **how)
    assert made.data == fresh.data
    assert made.diagnostics == fresh.diagnostics
    assert made.layout.sources == fresh.layout.sources
    assert made.layout.squeezed == fresh.layout.squeezed
    return made.data or b""


def known(folder: Path, work: list[str], **how: bool) -> list[str]:
    """Build once more; what had to be done for it."""
    work.clear()
    remembered = CachedFunction(folder, OPTIONS)
    memory = remembered.memory()
    made = pipeline.build_bytes(folder, memory=memory, **how)
    done = [*work]
    remembered.keep(memory)
    as_fresh(made, folder, **how)
    return done


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def entry(folder: Path) -> Path:
    [path] = cached(folder, "placed")
    return path


def own_brand(folder: Path) -> Path:
    """Give the project the brand as files of its own."""
    brand = folder.parents[1] / "layouts" / "wikimedia"
    shutil.copytree(Path(__file__).parents[2] / "layouts" / "wikimedia", brand)
    return brand


def test_only_what_changed_is_placed(folder: Path, work: list[str]) -> None:
    build(folder)
    assert known(folder, work) == []
    edit(folder / "part.yaml", "three, four", "three, five")
    assert known(folder, work) == ["One"]
    edit(folder / "part.yaml", "second", "second and third")
    assert known(folder, work) == ["Two"]
    assert known(folder, work) == []


def test_what_is_no_longer_there_is_forgotten(folder: Path, work: list[str]) -> None:
    build(folder)
    before = entry(folder).stat().st_size
    text = (folder / "part.yaml").read_text("utf-8")
    (folder / "part.yaml").write_text(text[: text.index("  - kind: bullets")], "utf-8")
    known(folder, work)
    assert entry(folder).stat().st_size < before
    (folder / "part.yaml").write_text(text, "utf-8")
    assert {"Two", "Three"} <= set(known(folder, work))


def test_a_slide_more_moves_none_of_those_before_it(folder: Path, work: list[str]) -> None:
    build(folder)
    with (folder / "part.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {kind: bullets, title: New, bullets: [one]}\n")
    assert known(folder, work) == ["New"]


def test_a_slide_that_shrinks_shrinks_the_others_of_its_kind(tmp_path: Path) -> None:
    rows = ", ".join(f"[row {n}, a few words in each]" for n in range(14))
    folder = make_project(tmp_path, ONE, f"kind: table\ntitle: Long\ncolumns: [A, B]\nrows: [{rows}]")
    before = build(folder)
    edit(
        folder / "part.yaml", "row 13", "row 13 that has many more words than it had, so that all takes more lines " * 5
    )
    assert build(folder) != before
    edit(
        folder / "part.yaml", "row 12", "row 12 that has many more words than it had, so that all takes more lines " * 9
    )
    build(folder)


def test_nothing_is_written_where_nothing_changed(folder: Path) -> None:
    build(folder)
    number = entry(folder).stat().st_ino
    build(folder)
    assert entry(folder).stat().st_ino == number


def test_another_program_starts_anew(folder: Path, work: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    build(folder)
    monkeypatch.setattr(fingerprint, "program", lambda: "a newer deckgen")
    assert {"brand wikimedia", "One"} <= set(known(folder, work))
    assert known(folder, work) == []


def test_another_font_starts_anew(folder: Path, work: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    build(folder)
    of = fingerprint.of
    monkeypatch.setattr(fingerprint, "of", lambda paths: tuple((name, f"{digest}0") for name, digest in of(paths)))
    assert {"brand wikimedia", "One"} <= set(known(folder, work))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("_brand.yml", "3366CC", "883366"),
        ("table.yaml", "top: 1.75", "top: 1.95"),
        ("master.yaml", "size: 28", "size: 26"),
    ],
)
def test_a_brand_that_changes_is_read_again_be_its_time_and_size_the_same(
    folder: Path, file: str, old: str, new: str
) -> None:
    brand = own_brand(folder)
    before = build(folder)
    stat = (brand / file).stat()
    text = (brand / file).read_text("utf-8")
    old = old if old in text else old.lower()
    edit(brand / file, old, new)
    os.utime(brand / file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert build(folder) != before


def test_another_brand_of_the_same_name_nearer_by_is_taken(folder: Path, work: list[str]) -> None:
    build(folder)
    own_brand(folder)
    assert "brand wikimedia" in known(folder, work)


def test_a_brand_at_fault_is_told_every_time(folder: Path) -> None:
    brand = own_brand(folder)
    build(folder)
    edit(brand / "table.yaml", "role: table", "role: tabel")
    for _ in range(2):
        build(folder)
        remembered = CachedFunction(folder, OPTIONS)
        assert pipeline.build_bytes(folder, memory=remembered.memory()).data is None


def test_a_brand_behind_a_link_is_read_every_time(folder: Path, work: list[str], tmp_path: Path) -> None:
    brand = own_brand(folder)
    moved = brand.rename(tmp_path / "elsewhere")
    brand.symlink_to(moved)
    build(folder)
    assert known(folder, work) == ["brand wikimedia"]


def test_settings_of_the_deck_count(folder: Path) -> None:
    found = {build(folder)}
    for line in ("size: 4:3", "date: 1 March 2021", "language: fr", "statuses: none"):
        with (folder / "deck.yaml").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        found.add(build(folder))
    assert len(found) > 3


def test_a_draft_is_none_of_a_deck_even_under_one_name(folder: Path) -> None:
    edit(folder / "part.yaml", "title: Two", f"title: {'Two ' * 200}")
    for draft in (False, True, False, True):
        assert bool(build(folder, draft=draft)) == draft


def test_content_at_fault_is_told_and_what_was_placed_stays(folder: Path, work: list[str]) -> None:
    build(folder)
    edit(folder / "part.yaml", "kind: bullets", "kind: bulets")
    known(folder, work)
    edit(folder / "part.yaml", "kind: bulets", "kind: bullets")
    assert not {"One", "Three", "brand wikimedia"} & set(known(folder, work))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    change=st.one_of(st.binary(max_size=80), st.tuples(st.integers(0, 5000), st.integers(1, 255)), st.integers(0, 5000))
)
def test_an_entry_that_is_not_what_was_written_does_not_count(change: object, folder: Path) -> None:
    if not cached(folder, "placed"):
        build(folder)
    path = entry(folder)
    whole = path.read_bytes()
    path.write_bytes(_changed(whole, change))
    try:
        build(folder)
    finally:
        path.write_bytes(whole)


def _changed(whole: bytes, change: object) -> bytes:
    if isinstance(change, bytes):
        return change
    if isinstance(change, int):
        return whole[:change]
    at, by = change  # type: ignore[misc]
    at %= len(whole)
    return whole[:at] + bytes([whole[at] ^ by]) + whole[at + 1 :]


DEEP = b"\x91" * 200_000 + b"\x90"
BAD_TEXT = b"\x82\xa7program\xa2\xff\xfe\xa5rooms\x80"


@pytest.mark.parametrize("data", [b"", b"\x90", DEEP, BAD_TEXT, b"\x82\xa1x" + DEEP], ids=lambda data: repr(data[:9]))
def test_what_has_another_form_does_not_count(data: bytes, folder: Path) -> None:
    """Should the seal of an entry hold, and its content be none: nobody is stopped."""
    for room in ("deckgen.layout.slide_cache", "deckgen.brand.brand_cache", "deckgen.writer.slide_cache"):
        as_fresh(pipeline.build_bytes(folder, memory=StageCaches({room: data})), folder)
    remembered = CachedFunction(folder, OPTIONS)
    remembered._store.put(remembered._name, data)
    build(folder)
    deck = unchanged.DeckRecord(folder, (None, None, False), {})
    deck._store.put(deck._name, b"[" * 200_000)
    assert deck.said() is None


def test_a_folder_whose_name_is_no_text_keeps_nothing_and_builds(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"caf\xe9")
    odd.mkdir()
    folder = make_project(odd, ONE, TWO)
    own_brand(folder)
    for _ in range(2):
        assert build(folder)


def test_a_link_to_nowhere_among_our_own_files_is_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".#x.py").symlink_to("nobody@host.1:2")
    assert [Path(name).name for name, *_ in fingerprint._own(tmp_path)] == [".#x.py"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_an_entry_that_is_a_pipe_is_none(folder: Path) -> None:
    build(folder)
    path = entry(folder)
    path.unlink()
    os.mkfifo(path)
    assert CachedFunction(folder, OPTIONS).memory().recalled == {}


def test_a_font_that_is_replaced_while_slides_are_placed_is_another_font(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = {"digest": "before"}
    monkeypatch.setattr(
        fingerprint, "of", lambda paths: tuple((str(path), fonts["digest"]) for path in sorted(set(paths)))
    )
    memory = StageCaches()
    place = placing._place

    def late(*given: object, **named: object) -> object:
        fonts["digest"] = "after"
        return place(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(placing, "_place", late)
    pipeline.build_bytes(folder, memory=memory)
    kept = memory.of(placing.LayoutCache).kept()
    assert kept is not None
    brand = memory.of(placing.LayoutCache).placer.brand  # type: ignore[union-attr]
    wording = memory.of(placing.LayoutCache).placer.wording  # type: ignore[union-attr]
    assert placing._slides(kept, placing._common(brand, wording, draft=False)) == {}
    fonts["digest"] = "before"
    assert placing._slides(kept, placing._common(brand, wording, draft=False)) != {}


def test_steps_wording_and_draft_are_among_what_slides_are_held_against(folder: Path) -> None:
    memory = StageCaches()
    pipeline.build_bytes(folder, memory=memory)
    room = memory.of(placing.LayoutCache)
    assert room.placer is not None
    brand, wording = room.placer.brand, room.placer.wording
    other = placing.Wording(part="({n} von {m})")
    commons = {placing._common(brand, w, draft=d) for w in (wording, other) for d in (False, True)}
    assert len(commons) == 4
    slide = pipeline.lay_out(folder).slides[2]
    layout = placing._layout(brand, slide)
    assert layout is not None
    keys = {
        room._key(slide, least)
        for least in ({}, {layout.key: {}}, {layout.key: {"text": 1}}, {layout.key: {"text": 2}})
    }
    assert len(keys) == 3


def test_a_brand_that_names_a_path_extends_nothing(folder: Path) -> None:
    brand = own_brand(folder)
    shutil.copytree(brand, folder.parents[1] / "shared" / "base")
    edit(brand / "_brand.yml", "defaults:\n  deckgen:\n", "defaults:\n  deckgen:\n    extend: ../shared/base\n")
    made = pipeline.build_bytes(folder)
    assert [d.code for d in made.diagnostics] == ["brand-extend"]


def test_a_slide_that_cannot_be_read_is_placed(folder: Path, work: list[str]) -> None:
    build(folder)
    remembered = CachedFunction(folder, OPTIONS)
    memory = remembered.memory()
    pipeline.build_bytes(folder, memory=memory)
    room = memory.of(placing.LayoutCache)
    assert room.placer is not None
    kept = placing._Kept(room._common, dict.fromkeys(room._now, placing.Raw(b"\x93\x01\x02\x03")))
    made = pipeline.build_bytes(folder, memory=StageCaches({"deckgen.layout.slide_cache": placing._encode(kept)}))
    assert "One" in work
    as_fresh(made, folder)


def changed(folder: Path) -> None:
    edit(folder / "part.yaml", "four", "five")


@pytest.mark.parametrize(("change", "again", "done"), [(changed, False, ["One"]), (changed, True, None)])
def test_the_command_takes_over_what_the_last_one_placed(
    folder: Path, work: list[str], change: Callable[[Path], None], again: bool, done: list[str] | None
) -> None:
    for outcome in batch.build_all([folder], batch.BuildOptions()):
        assert outcome.path
    change(folder)
    work.clear()
    [outcome] = batch.build_all([folder], batch.BuildOptions(again=again))
    assert outcome.path is not None
    placed = [*work]
    assert outcome.path.read_bytes() == pipeline.build_bytes(folder).data
    assert placed == done if done else {"brand wikimedia", "One", "Two", "Three"} <= set(placed)


def test_one_section_alone_is_remembered_by_itself(folder: Path) -> None:
    for only in (None, "part", None):
        [outcome] = batch.build_all([folder], batch.BuildOptions(only=only, again=True))
        assert outcome.path is not None
        assert outcome.path.read_bytes() == pipeline.build_bytes(folder, only=only).data
    assert len(cached(folder, "placed")) == 2
