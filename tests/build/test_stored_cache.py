"""Slides that one process laid out are reused by the next: the deck is the same, and only changed slides are laid out."""

import os
import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cache_entries import cached
from deckgen.brand import load as brand_files
from deckgen.brand import stored_brand
from deckgen.build import batch, pipeline, unchanged
from deckgen.build.build_results import BuildResult
from deckgen.build.selection import Selection
from deckgen.build.stored_cache import open_cache
from deckgen.cache import fingerprint, location
from deckgen.cache.build_cache import BuildCache
from deckgen.cache.store import Store
from deckgen.io.project import project_of
from deckgen.ir.blocks import Slide
from deckgen.layout import Wording
from deckgen.layout.pieces import SlidePlan
from deckgen.layout.slide_layout import PlacedSlide, SlideLayouter
from deckgen.layout.slide_placer import SlidePlacer
from deckgen.writer import slide_parts
from deckgen.writer.slide import SlideWriter
from sample_projects import make_project

ONE = "kind: table\ntitle: One\ncolumns: [A, B]\nrows: [[one, two], [three, four]]"
TWO = "kind: bullets\ntitle: Two\nbullets: [first, second]"
THREE = "kind: chart\ntitle: Three\nchart: {kind: trend, categories: [Q1, Q2], series: [{name: All, values: [1, 2]}]}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_project(tmp_path, ONE, TWO, THREE, front=["cover", "agenda"])


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Titles of the slides that are laid out, and names of the brands that are read, in this order."""
    done: list[str] = []
    arrange, load = SlideLayouter.arrange, brand_files.load_brand

    def record_slide(layouter: SlideLayouter, slide: Slide, *rest: object) -> SlidePlan:
        done.append(slide.title)
        return arrange(layouter, slide, *rest)  # type: ignore[arg-type]

    def record_brand(name: str, *rest: object, **options: object) -> object:
        done.append(f"brand {name}")
        return load(name, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(SlideLayouter, "arrange", record_slide)
    monkeypatch.setattr(brand_files, "load_brand", record_brand)
    return done


def build(folder: Path, **how: bool) -> bytes:
    """Build as a process of its own does, and compare with a build without a cache."""
    return assert_same(build_with_cache(folder, **how), pipeline.build_bytes(folder, **how))


def build_with_cache(folder: Path, **how: bool) -> BuildResult:
    """Build as a process of its own does: without the brands that this process has in memory."""
    cache = open_cache(folder)
    with patch.object(stored_brand, "RECENT", BuildCache()):
        built = pipeline.build_bytes(folder, cache=cache, **how)
    cache.save()
    return built


@lru_cache(maxsize=1)
def built_fresh(folder: Path) -> BuildResult:
    """Return the result of a build without a cache, for a folder that does not change."""
    return pipeline.build_bytes(folder)


def assert_same(built: BuildResult, fresh: BuildResult) -> bytes:
    assert built.data == fresh.data
    assert built.issues == fresh.issues
    assert built.layout.sources == fresh.layout.sources
    assert built.layout.remarks == fresh.layout.remarks
    return built.data or b""


def rebuild(folder: Path, work: list[str], **how: bool) -> list[str]:
    """Build once more; returns the `work` that this took."""
    work.clear()
    built = build_with_cache(folder, **how)
    done = [*work]
    assert_same(built, pipeline.build_bytes(folder, **how))
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


def test_only_changed_slides_are_laid_out(folder: Path, work: list[str]) -> None:
    build_with_cache(folder)
    assert rebuild(folder, work) == []
    edit(folder / "part.yaml", "three, four", "three, five")
    assert rebuild(folder, work) == ["One"]
    edit(folder / "part.yaml", "second", "second and third")
    assert rebuild(folder, work) == ["Two"]
    assert rebuild(folder, work) == []


def test_deleted_slides_are_dropped_from_the_cache(folder: Path, work: list[str]) -> None:
    build_with_cache(folder)
    before = entry(folder).stat().st_size
    text = (folder / "part.yaml").read_text("utf-8")
    (folder / "part.yaml").write_text(text[: text.index("  - kind: bullets")], "utf-8")
    rebuild(folder, work)
    assert entry(folder).stat().st_size < before
    (folder / "part.yaml").write_text(text, "utf-8")
    assert {"Two", "Three"} <= set(rebuild(folder, work))


def test_added_slide_leaves_the_others_cached(folder: Path, work: list[str]) -> None:
    build_with_cache(folder)
    with (folder / "part.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {kind: bullets, title: New, bullets: [one]}\n")
    assert rebuild(folder, work) == ["New"]


def test_slide_that_shrinks_shrinks_cached_slides_of_its_kind(tmp_path: Path) -> None:
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


def test_entry_is_not_written_again_when_nothing_changed(folder: Path) -> None:
    build_with_cache(folder)
    number = entry(folder).stat().st_ino
    build_with_cache(folder)
    assert entry(folder).stat().st_ino == number


def test_changed_program_invalidates_the_cache(folder: Path, work: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    build_with_cache(folder)
    monkeypatch.setattr(fingerprint, "program_digest", lambda: "a newer deckgen")
    assert {"brand wikimedia", "One"} <= set(rebuild(folder, work))
    assert rebuild(folder, work) == []


def test_changed_font_invalidates_the_cache(folder: Path, work: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    build_with_cache(folder)
    of = fingerprint.file_digests
    monkeypatch.setattr(
        fingerprint, "file_digests", lambda paths: tuple((name, f"{digest}0") for name, digest in of(paths))
    )
    assert {"brand wikimedia", "One"} <= set(rebuild(folder, work))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("_brand.yml", "3366CC", "883366"),
        ("table.yaml", "top: 1.75", "top: 1.95"),
        ("master.yaml", "size: 28", "size: 26"),
    ],
)
def test_changed_brand_is_read_again_even_if_time_and_size_are_equal(
    folder: Path, file: str, old: str, new: str
) -> None:
    brand = own_brand(folder)
    before = build_with_cache(folder).data
    stat = (brand / file).stat()
    text = (brand / file).read_text("utf-8")
    old = old if old in text else old.lower()
    edit(brand / file, old, new)
    os.utime(brand / file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert build(folder) != before


def test_new_brand_in_the_project_replaces_the_packaged_one(folder: Path, work: list[str]) -> None:
    build_with_cache(folder)
    own_brand(folder)
    assert "brand wikimedia" in rebuild(folder, work)


def test_invalid_brand_is_an_error_in_every_build(folder: Path) -> None:
    brand = own_brand(folder)
    build(folder)
    edit(brand / "table.yaml", "role: table", "role: tabel")
    for _ in range(2):
        build(folder)
        assert pipeline.build_bytes(folder, cache=open_cache(folder)).data is None


def test_brand_behind_a_symbolic_link_is_never_cached(folder: Path, work: list[str], tmp_path: Path) -> None:
    brand = own_brand(folder)
    moved = brand.rename(tmp_path / "elsewhere")
    brand.symlink_to(moved)
    build_with_cache(folder)
    assert rebuild(folder, work) == ["brand wikimedia"]


def test_changed_deck_settings_change_the_result(folder: Path) -> None:
    found = {build(folder)}
    for line in ("size: 4:3", "date: 1 March 2021", "language: fr", "statuses: none"):
        with (folder / "deck.yaml").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        found.add(build(folder))
    assert len(found) > 3


def test_cached_draft_is_not_used_for_a_final_deck(folder: Path) -> None:
    edit(folder / "part.yaml", "title: Two", f"title: {'Two ' * 200}")
    for draft in (False, True, False, True):
        assert bool(build(folder, draft=draft)) == draft


def test_slides_stay_cached_while_the_content_has_errors(folder: Path, work: list[str]) -> None:
    build_with_cache(folder)
    edit(folder / "part.yaml", "kind: bullets", "kind: bulets")
    rebuild(folder, work)
    edit(folder / "part.yaml", "kind: bulets", "kind: bullets")
    assert not {"One", "Three", "brand wikimedia"} & set(rebuild(folder, work))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    change=st.one_of(st.binary(max_size=80), st.tuples(st.integers(0, 5000), st.integers(1, 255)), st.integers(0, 5000))
)
def test_damaged_entry_is_ignored(change: object, folder: Path) -> None:
    if not cached(folder, "placed"):
        build_with_cache(folder)
    path = entry(folder)
    data = path.read_bytes()
    path.write_bytes(_changed(data, change))
    try:
        built = build_with_cache(folder)
    finally:
        path.write_bytes(data)
    assert_same(built, built_fresh(folder))


def _changed(data: bytes, change: object) -> bytes:
    if isinstance(change, bytes):
        return change
    if isinstance(change, int):
        return data[:change]
    at, by = change  # type: ignore[misc]
    at %= len(data)
    return data[:at] + bytes([data[at] ^ by]) + data[at + 1 :]


DEEP = b"\x91" * 200_000 + b"\x90"
BAD_TEXT = b"\x82\xa7program\xa2\xff\xfe\xa7entries\x80"


@pytest.mark.parametrize("data", [b"", b"\x90", DEEP, BAD_TEXT, b"\x82\xa1x" + DEEP], ids=lambda data: repr(data[:9]))
def test_entry_of_another_format_is_ignored(data: bytes, folder: Path) -> None:
    """Such an entry has a valid checksum, but its data cannot be decoded."""
    directory = location.directory(project_of(folder))
    batch.build_one(folder, batch.BuildOptions())
    key = unchanged.result_key(folder, None, {})
    assert unchanged.find_result(open_cache(folder), key) is not None
    for kind in ("brands", "placed", "slides", "layouts", "built"):
        [path] = cached(folder, kind)
        Store(directory, kind).put(path.stem, data)
    assert unchanged.find_result(open_cache(folder), key) is None
    build(folder)


def test_deck_in_a_folder_with_an_invalid_unicode_name_is_built(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"caf\xe9")
    odd.mkdir()
    folder = make_project(odd, ONE, TWO)
    own_brand(folder)
    for _ in range(2):
        assert build(folder)


def test_broken_link_in_the_program_folder_is_fingerprinted_as_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".#x.py").symlink_to("nobody@host.1:2")
    assert [Path(name).name for name, *_ in fingerprint.file_stamps(tmp_path)] == [".#x.py"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_named_pipe_in_place_of_an_entry_is_ignored(folder: Path) -> None:
    build_with_cache(folder)
    path = entry(folder)
    path.unlink()
    os.mkfifo(path)
    assert build(folder)


def test_font_replaced_during_layout_counts_as_changed_afterwards(
    folder: Path, work: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = {"digest": "before"}
    monkeypatch.setattr(
        fingerprint, "file_digests", lambda paths: tuple((str(path), fonts["digest"]) for path in sorted(set(paths)))
    )
    arrange = SlideLayouter.arrange

    def replace_font_and_arrange(*given: object) -> SlidePlan:
        fonts["digest"] = "after"
        return arrange(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(SlideLayouter, "arrange", replace_font_and_arrange)
    cache = open_cache(folder)
    pipeline.build_bytes(folder, cache=cache)
    cache.save()
    monkeypatch.setattr(SlideLayouter, "arrange", arrange)
    for digest, is_laid_out in (("after", True), ("before", False)):
        fonts["digest"] = digest
        work.clear()
        pipeline.build_bytes(folder, cache=open_cache(folder))
        assert ("One" in work) == is_laid_out


def test_slide_is_laid_out_again_with_other_sizes_wording_or_draft(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out = pipeline.lay_out(folder)
    brand, slide = laid_out.brand, laid_out.slides[2]
    assert brand is not None
    layout = brand.layout_for(slide.layout, [block.slot for block in slide.blocks])
    assert layout is not None
    calls: list[Slide] = []
    monkeypatch.setattr(SlideLayouter, "place", lambda _, plan: calls.append(plan.slide) or PlacedSlide((), ()))
    wording, other = Wording(), Wording(part="({n} von {m})")
    cache = BuildCache()
    for steps in ({}, {}, {"text": 1}, {"text": 2}):
        SlidePlacer(brand, wording, False, cache).place(slide, steps)
    assert len(calls) == 3
    for words, draft, count in ((wording, False, 0), (wording, True, 1), (other, False, 1), (other, True, 1)):
        calls.clear()
        SlidePlacer(brand, words, draft, cache).place(slide, {})
        assert len(calls) == count


def test_brand_cannot_extend_a_path(folder: Path) -> None:
    brand = own_brand(folder)
    shutil.copytree(brand, folder.parents[1] / "shared" / "base")
    edit(brand / "_brand.yml", "defaults:\n  deckgen:\n", "defaults:\n  deckgen:\n    extend: ../shared/base\n")
    built = pipeline.build_bytes(folder)
    assert [d.code for d in built.issues] == ["brand-extend"]


def test_cached_slide_that_cannot_be_decoded_is_laid_out_again(folder: Path, work: list[str]) -> None:
    build_with_cache(folder)
    store = Store(location.directory(project_of(folder)), "placed")
    stored = msgspec.msgpack.decode(store.get(entry(folder).stem) or b"")
    stored["entries"] = dict.fromkeys(stored["entries"], (1, 2, 3))
    store.put(entry(folder).stem, msgspec.msgpack.encode(stored))
    assert {"One", "Two", "Three"} <= set(rebuild(folder, work))
    assert rebuild(folder, work) == []


def edit_first_slide(folder: Path) -> None:
    edit(folder / "part.yaml", "four", "five")


@pytest.mark.parametrize(
    ("change", "again", "done"),
    [(edit_first_slide, False, ["One"]), (edit_first_slide, True, ["Sample deck", "Agenda", "One", "Two", "Three"])],
)
def test_batch_build_reuses_the_layout_of_the_last_one(
    folder: Path, work: list[str], change: Callable[[Path], None], again: bool, done: list[str]
) -> None:
    for outcome in batch.build_all([folder], batch.BuildOptions()):
        assert outcome.path
    change(folder)
    work.clear()
    [outcome] = batch.build_all([folder], batch.BuildOptions(again=again))
    assert outcome.path is not None
    placed = [*dict.fromkeys(work)]
    assert outcome.path.read_bytes() == pipeline.build_bytes(folder).data
    assert placed == done


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Titles of the slides that are written."""
    done: list[str] = []
    write = SlideWriter.xml

    def record(writer: SlideWriter, creation_id: int) -> str:
        done.append(writer.page.title)
        return write(writer, creation_id)

    monkeypatch.setattr(SlideWriter, "xml", record)
    return done


@pytest.mark.parametrize(("large", "done"), [(5, ["One"]), (4, ["Sample deck", "Agenda", "One", "Two", "Three"])])
def test_written_slides_are_stored_unless_the_deck_is_large(
    folder: Path, written: list[str], monkeypatch: pytest.MonkeyPatch, large: int, done: list[str]
) -> None:
    monkeypatch.setattr(slide_parts, "LARGE_DECK", large)
    build(folder)
    edit_first_slide(folder)
    written.clear()
    [outcome] = batch.build_all([folder], batch.BuildOptions())
    assert outcome.path is not None
    assert written == done
    assert outcome.path.read_bytes() == pipeline.build_bytes(folder).data


def test_single_section_has_a_cache_entry_of_its_own(folder: Path) -> None:
    for only in (None, "part", None):
        [outcome] = batch.build_all([folder], batch.BuildOptions(selection=Selection(only), again=True))
        assert outcome.path is not None
        assert outcome.path.read_bytes() == pipeline.build_bytes(folder, Selection(only=only)).data
    assert len(cached(folder, "placed")) == 2


def test_slide_is_written_again_if_its_image_gets_another_number(tmp_path: Path, written: list[str]) -> None:
    four = THREE.replace("Three", "Four").replace("[1, 2]", "[3, 4]")
    folder = make_project(tmp_path, THREE, four)
    build_with_cache(folder)
    edit(folder / "part.yaml", "[1, 2]", "[3, 4]")  # both slides now show one image
    written.clear()
    rebuilt = build_with_cache(folder)
    assert written == ["Three", "Four"]
    assert_same(rebuilt, pipeline.build_bytes(folder))
