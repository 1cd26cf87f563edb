"""Drawn charts are kept: found again only when all is the same, never trusted when broken, safe under two builds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from charts_for_tests import WIDE, emu, make_brand
from msgspec.structs import fields, replace

from deckgen.charts import Cache, cache, draw
from deckgen.charts.cache import key_of
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.frames import Drawing

SPEC = ChartSpec("trend", ("Q1", "Q2"), (Series("All", (7.3, 8.1), ("7.3", "8.1")),), "%", reported=1)
DRAWING = Drawing(b"png", 3, 4, b"<svg/>")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The directory of a project in a cache."""
    (tmp_path / "cache").mkdir()
    return tmp_path / "cache" / ("0" * 32)


@pytest.fixture
def kept(folder: Path) -> Cache:
    return Cache(folder)


def entry(folder: Path) -> Path:
    [path] = (folder / "charts").glob("*.chart")
    return path


def test_what_was_put_is_given_back_whole(kept: Cache) -> None:
    assert kept.get("a") is None
    kept.put("a", DRAWING)
    assert kept.get("a") == DRAWING
    assert kept.get("b") is None


def test_a_chart_is_drawn_once(kept: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    first = draw(SPEC, *emu(WIDE), make_brand(), cache=kept)
    monkeypatch.setattr("deckgen.charts._composed", lambda *_: pytest.fail("drawn again"))
    assert draw(SPEC, *emu(WIDE), make_brand(), cache=kept) == first


@pytest.mark.parametrize(
    "changed",
    [
        replace(SPEC, unit=""),
        replace(SPEC, reported=0),
        replace(SPEC, goal=5.0),
        replace(SPEC, axis=(10.0,)),
        replace(SPEC, categories=("Q1", "Q3")),
        replace(SPEC, series=(replace(SPEC.series[0], values=(7.3, None)),)),
        replace(SPEC, series=(replace(SPEC.series[0], labels=("7.3", "8,1")),)),
        replace(SPEC, series=(replace(SPEC.series[0], better="lower"),)),
    ],
)
def test_another_spec_is_another_entry(changed: ChartSpec) -> None:
    assert key_of(changed, emu(WIDE), make_brand(), "white") != key_of(SPEC, emu(WIDE), make_brand(), "white")


def test_every_field_of_a_spec_counts() -> None:
    """A field added later must not be forgotten by the key."""
    for field in fields(ChartSpec):
        changed = replace(SPEC, **{field.name: ("something", "else")})
        assert key_of(changed, emu(WIDE), make_brand(), "white") != key_of(SPEC, emu(WIDE), make_brand(), "white")


def test_another_place_ground_colour_font_or_library_is_another_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brand = make_brand()
    font = tmp_path / "font.ttf"
    font.write_bytes(brand.font.regular.read_bytes() + b"\0")
    keys = {
        key_of(SPEC, emu(WIDE), brand, "white"),
        key_of(SPEC, (1, 2), brand, "white"),
        key_of(SPEC, emu(WIDE), brand, "primary"),
        key_of(SPEC, emu(WIDE), make_brand(primary="AA0000"), "white"),
        key_of(SPEC, emu(WIDE), replace(brand, tints={}), "white"),
        key_of(SPEC, emu(WIDE), replace(brand, font=replace(brand.font, regular=font)), "white"),
    }
    monkeypatch.setattr(cache, "_versions", lambda: ("matplotlib 99",))
    keys.add(key_of(SPEC, emu(WIDE), brand, "white"))
    monkeypatch.setattr(cache, "_code", lambda: "other code")
    keys.add(key_of(SPEC, emu(WIDE), brand, "white"))
    assert len(keys) == 8


def test_the_same_key_comes_out_of_every_process() -> None:
    code = "import test_cache as t; print(t.key_of(t.SPEC, t.emu(t.WIDE), t.make_brand(), 'white'))"
    env = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert found == key_of(SPEC, emu(WIDE), make_brand(), "white") + "\n"


@pytest.mark.parametrize("broken", [b"", b"deckgen1", b"not an entry" * 20])
def test_a_broken_entry_does_not_count_and_is_replaced(kept: Cache, folder: Path, broken: bytes) -> None:
    drawn = draw(SPEC, *emu(WIDE), make_brand(), cache=kept)
    entry(folder).write_bytes(broken)
    assert draw(SPEC, *emu(WIDE), make_brand(), cache=kept) == drawn
    assert len(entry(folder).read_bytes()) > 1000


@pytest.mark.parametrize("where", [10, 45, 60, -1])
def test_one_changed_byte_is_noticed(kept: Cache, folder: Path, where: int) -> None:
    kept.put("a", DRAWING)
    data = bytearray(entry(folder).read_bytes())
    data[where] ^= 1
    entry(folder).write_bytes(bytes(data))
    assert kept.get("a") is None
    data[where] ^= 1
    entry(folder).write_bytes(bytes(data[:-2]))
    assert kept.get("a") is None


def test_a_folder_that_cannot_be_written_keeps_nothing_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Cache(tmp_path / "file" / "cache")
    assert draw(SPEC, *emu(WIDE), make_brand(), cache=kept).png
    assert kept.get("a") is None


def test_without_a_directory_nothing_is_kept() -> None:
    kept = Cache(None)
    kept.put("a", DRAWING)
    assert kept.get("a") is None


def test_deleting_the_folder_between_two_charts_is_fine(kept: Cache, folder: Path) -> None:
    kept.put("a", DRAWING)
    shutil.rmtree(folder)
    kept.put("a", DRAWING)
    assert kept.get("a") == DRAWING


def test_many_writers_and_readers_at_once_never_see_half_an_entry(kept: Cache, folder: Path) -> None:
    drawings = [Drawing(bytes([n]) * 200_000, n, n, b"<svg/>") for n in range(4)]
    stop, wrong = time.monotonic() + 0.5, []

    def write(n: int) -> None:
        while time.monotonic() < stop:
            kept.put("a", drawings[n])

    def read() -> None:
        while time.monotonic() < stop:
            if (found := kept.get("a")) is not None and found not in drawings:
                wrong.append(found)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)] + [threading.Thread(target=read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert not list(folder.rglob("*.tmp"))
    assert kept.get("a") in drawings
