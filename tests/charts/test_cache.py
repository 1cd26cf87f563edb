"""The cache of drawn charts: keys cover all inputs, damaged entries are ignored, and concurrent builds are safe."""

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

from deckgen.charts import ChartCache, draw
from deckgen.charts import cache as chart_cache
from deckgen.charts.cache import cache_key
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.frames import Drawing

SPEC = ChartSpec("trend", ("Q1", "Q2"), (Series("All", (7.3, 8.1), ("7.3", "8.1")),), "%", reported=1)
DRAWING = Drawing(b"png", 3, 4, b"<svg/>")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project's directory in a cache."""
    (tmp_path / "cache").mkdir()
    return tmp_path / "cache" / ("0" * 32)


@pytest.fixture
def cache(folder: Path) -> ChartCache:
    return ChartCache(folder)


def entry(folder: Path) -> Path:
    [path] = (folder / "charts").glob("*.chart")
    return path


def test_cache_returns_what_was_stored(cache: ChartCache) -> None:
    assert cache.get("a") is None
    cache.put("a", DRAWING)
    assert cache.get("a") == DRAWING
    assert cache.get("b") is None


def test_cached_chart_is_not_drawn_again(cache: ChartCache, monkeypatch: pytest.MonkeyPatch) -> None:
    first = draw(SPEC, *emu(WIDE), make_brand(), cache=cache)
    monkeypatch.setattr("deckgen.charts.canvas.Canvas.render", lambda _: pytest.fail("drawn again"))
    assert draw(SPEC, *emu(WIDE), make_brand(), cache=cache) == first


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
def test_key_depends_on_the_spec(changed: ChartSpec) -> None:
    assert cache_key(changed, emu(WIDE), make_brand(), "white") != cache_key(SPEC, emu(WIDE), make_brand(), "white")


def test_key_depends_on_every_field_of_the_spec() -> None:
    """A field that is added later must be part of the key, too."""
    for field in fields(ChartSpec):
        changed = replace(SPEC, **{field.name: ("something", "else")})
        assert cache_key(changed, emu(WIDE), make_brand(), "white") != cache_key(SPEC, emu(WIDE), make_brand(), "white")


def test_key_depends_on_size_ground_colours_fonts_and_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brand = make_brand()
    font = tmp_path / "font.ttf"
    font.write_bytes(brand.font.regular.read_bytes() + b"\0")
    keys = {
        cache_key(SPEC, emu(WIDE), brand, "white"),
        cache_key(SPEC, (1, 2), brand, "white"),
        cache_key(SPEC, emu(WIDE), brand, "primary"),
        cache_key(SPEC, emu(WIDE), make_brand(primary="AA0000"), "white"),
        cache_key(SPEC, emu(WIDE), replace(brand, tints={}), "white"),
        cache_key(SPEC, emu(WIDE), replace(brand, font=replace(brand.font, regular=font)), "white"),
    }
    monkeypatch.setattr(chart_cache, "library_versions", lambda: ("matplotlib 99",))
    keys.add(cache_key(SPEC, emu(WIDE), brand, "white"))
    monkeypatch.setattr(chart_cache, "code_digest", lambda: "other code")
    keys.add(cache_key(SPEC, emu(WIDE), brand, "white"))
    assert len(keys) == 8


def test_key_is_the_same_in_every_process() -> None:
    code = "import test_cache as t; print(t.cache_key(t.SPEC, t.emu(t.WIDE), t.make_brand(), 'white'))"
    env = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    output = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert output == cache_key(SPEC, emu(WIDE), make_brand(), "white") + "\n"


@pytest.mark.parametrize("broken", [b"", b"deckgen1", b"not an entry" * 20])
def test_damaged_cache_entry_is_ignored_and_replaced(cache: ChartCache, folder: Path, broken: bytes) -> None:
    drawing = draw(SPEC, *emu(WIDE), make_brand(), cache=cache)
    entry(folder).write_bytes(broken)
    assert draw(SPEC, *emu(WIDE), make_brand(), cache=cache) == drawing
    assert len(entry(folder).read_bytes()) > 1000


@pytest.mark.parametrize("where", [10, 45, 60, -1])
def test_cache_ignores_an_entry_with_one_changed_byte(cache: ChartCache, folder: Path, where: int) -> None:
    cache.put("a", DRAWING)
    data = bytearray(entry(folder).read_bytes())
    data[where] ^= 1
    entry(folder).write_bytes(bytes(data))
    assert cache.get("a") is None
    data[where] ^= 1
    entry(folder).write_bytes(bytes(data[:-2]))
    assert cache.get("a") is None


def test_unwritable_cache_directory_does_not_stop_drawing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = ChartCache(tmp_path / "file" / "cache")
    assert draw(SPEC, *emu(WIDE), make_brand(), cache=cache).png
    assert cache.get("a") is None


def test_cache_without_a_directory_stores_nothing() -> None:
    cache = ChartCache(None)
    cache.put("a", DRAWING)
    assert cache.get("a") is None


def test_cache_works_after_its_directory_was_deleted(cache: ChartCache, folder: Path) -> None:
    cache.put("a", DRAWING)
    shutil.rmtree(folder)
    cache.put("a", DRAWING)
    assert cache.get("a") == DRAWING


def test_concurrent_readers_never_get_a_partly_written_entry(cache: ChartCache, folder: Path) -> None:
    drawings = [Drawing(bytes([n]) * 200_000, n, n, b"<svg/>") for n in range(4)]
    stop, wrong = time.monotonic() + 0.5, []

    def write(n: int) -> None:
        while time.monotonic() < stop:
            cache.put("a", drawings[n])

    def read() -> None:
        while time.monotonic() < stop:
            if (drawing := cache.get("a")) is not None and drawing not in drawings:
                wrong.append(drawing)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)] + [threading.Thread(target=read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert not list(folder.rglob("*.tmp"))
    assert cache.get("a") in drawings
