"""A `BuildCache` returns what was put under a kind and a key, also in a later process, and drops what is no longer used."""

import os
from pathlib import Path

import pytest
from msgspec import Struct

from deckgen.cache import fingerprint
from deckgen.cache.build_cache import NO_CACHE, BuildCache, digest_of
from deckgen.cache.store import Store


class Result(Struct, frozen=True):
    """A result with a path, as brands have."""

    number: int
    file: Path = Path("a.ttf")


def stored(directory: Path, *, fresh: tuple[str, ...] = ()) -> BuildCache:
    return BuildCache(("placed",), {"placed": Store(directory, "placed")}, "deck", fresh=fresh)


def saved(directory: Path, numbers: range) -> None:
    cache = stored(directory)
    for n in numbers:
        cache.put("placed", cache.key("placed", n), Result(n))
    cache.save()


def numbers_in(cache: BuildCache) -> list[int]:
    return [n for n in range(10) if cache.get("placed", cache.key("placed", n), Result) == Result(n)]


def test_result_is_found_in_a_later_process(tmp_path: Path) -> None:
    saved(tmp_path, range(3))
    assert numbers_in(stored(tmp_path)) == [0, 1, 2]
    assert numbers_in(stored(tmp_path, fresh=("built",))) == [0, 1, 2]
    assert numbers_in(stored(tmp_path, fresh=("placed",))) == []


def test_unused_results_are_dropped_and_not_stored(tmp_path: Path) -> None:
    saved(tmp_path, range(5))
    cache = stored(tmp_path)
    cache.get("placed", cache.key("placed", 1), Result)
    cache.drop_unused("placed", spare=1)
    cache.save()
    assert numbers_in(stored(tmp_path)) == [1, 4]


def test_results_of_another_program_are_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(tmp_path, range(3))
    monkeypatch.setattr(fingerprint, "program_digest", lambda: "a newer deckgen")
    assert numbers_in(stored(tmp_path)) == []


def test_stored_bytes_of_another_type_are_no_result(tmp_path: Path) -> None:
    saved(tmp_path, range(1))
    cache = stored(tmp_path)
    assert cache.get("placed", cache.key("placed", 0), str) is None


def test_kinds_that_are_not_retained_have_no_keys() -> None:
    assert NO_CACHE.key("placed", 1) == b""
    assert BuildCache(("placed",)).key("brands", 1) == b""
    assert BuildCache().key("brands", 1) == digest_of(1)


def test_inputs_that_cannot_be_encoded_have_no_key() -> None:
    assert digest_of(Path(os.fsdecode(b"caf\xe9"))) == b""


def test_result_without_a_key_is_not_retained() -> None:
    cache = BuildCache()
    cache.put("placed", b"", Result(1))
    assert cache.get("placed", b"", Result) is None
