"""The cache stays within its limits: old entries are deleted, then the least recently used ones; nothing else is deleted."""

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from deckgen.cache import pruning
from deckgen.cache.store import Store

DAY = 24 * 3600
ONE, TWO, GONE = "1" * 32, "2" * 32, "3" * 32


def put(root: Path, project: str, kind: str, name: str, days: float = 0, size: int = 1000) -> Path:
    """Store an entry that was last used this many days ago."""
    store = Store(root / project, kind)
    store.put(name, b"x" * size)
    assert store.folder is not None
    [path] = store.folder.glob(f"{name}.*")
    used = time.time() - days * DAY
    os.utime(path, (used, used))
    return path


def remaining(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir()} - {pruning.JOURNAL_NAME}


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The times at which the cache was pruned."""
    found: list[float] = []
    prune = pruning.prune

    def counted(root: Path, now: float) -> None:
        found.append(now)
        prune(root, now)

    monkeypatch.setattr(pruning, "prune", counted)
    return found


@pytest.mark.parametrize("kind", pruning.KINDS)
def test_entries_unused_for_60_days_are_deleted_in_all_projects(kind: str, tmp_path: Path) -> None:
    old = [put(tmp_path, project, kind, "old", days=61) for project in (ONE, TWO, GONE)]
    new = put(tmp_path, ONE, kind, "new", days=59)
    pruning.prune(tmp_path, time.time())
    assert not any(path.exists() for path in old)
    assert new.exists()


def test_used_entry_is_not_deleted(tmp_path: Path) -> None:
    put(tmp_path, ONE, "charts", "used", days=100)
    assert Store(tmp_path / ONE, "charts").get("used")
    pruning.prune(tmp_path, time.time())
    assert remaining(tmp_path) == {f"{ONE}/charts/used.chart"}


def test_entry_with_a_time_in_the_future_is_deleted(tmp_path: Path) -> None:
    put(tmp_path, ONE, "charts", "wrong_clock", days=-1000)
    put(tmp_path, ONE, "charts", "summer_time", days=-0.05)
    pruning.prune(tmp_path, time.time())
    assert remaining(tmp_path) == {f"{ONE}/charts/summer_time.chart"}


def test_files_of_killed_processes_are_deleted_after_a_day(tmp_path: Path) -> None:
    path = put(tmp_path, ONE, "charts", "whole", days=2)
    for name, days in ((".a.chart.0123abcd.tmp", 2.0), (".b.chart.89abcdef.tmp", 0.5)):
        half = path.with_name(name)
        half.write_bytes(b"half")
        os.utime(half, (time.time() - days * DAY,) * 2)
    pruning.prune(tmp_path, time.time())
    assert remaining(tmp_path) == {f"{ONE}/charts/whole.chart", f"{ONE}/charts/.b.chart.89abcdef.tmp"}


def test_beyond_the_limit_the_least_recently_used_are_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for days in range(10):
        put(tmp_path, (ONE, TWO)[days % 2], ("charts", "pictures")[days % 2], f"used_{days}", days)
    monkeypatch.setattr(pruning, "SIZE_LIMIT", 8000)
    pruning.prune(tmp_path, time.time())
    names = {name.rpartition("_")[2].partition(".")[0] for name in remaining(tmp_path)}
    assert names == {str(days) for days in range(6)}
    assert sum((tmp_path / name).stat().st_size for name in remaining(tmp_path)) <= 6400


def test_limits_are_the_documented_ones() -> None:
    assert (pruning.SIZE_LIMIT, pruning.MAX_AGE) == (500_000_000, 60 * DAY)


def test_cache_is_not_pruned_at_every_put(tmp_path: Path, scans: list[float]) -> None:
    for n in range(50):
        put(tmp_path, ONE, "charts", f"entry_{n}")
    assert len(scans) == 1


def test_cache_is_pruned_again_after_six_hours(
    tmp_path: Path, scans: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    start = time.time()
    for hours in (0, 5, 6.1, 7, 11, 12.2):
        monkeypatch.setattr(pruning.time, "time", lambda hours=hours: start + hours * 3600)
        put(tmp_path, ONE, "charts", "entry")
    assert [round((scan - start) / 3600, 1) for scan in scans] == [0, 6.1, 12.2]


def test_entry_that_exceeds_the_limit_deletes_older_ones(
    tmp_path: Path, scans: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "SIZE_LIMIT", 100_000)
    for n in range(100):
        put(tmp_path, ONE, "charts", f"entry_{n:03}", days=(100 - n) / 100, size=4000)
        assert sum((tmp_path / name).stat().st_size for name in remaining(tmp_path)) < 105_000
    assert f"{ONE}/charts/entry_099.chart" in remaining(tmp_path)
    assert f"{ONE}/charts/entry_000.chart" not in remaining(tmp_path)
    assert len(scans) < 25


@pytest.mark.parametrize(
    "journal", [b"", b"\xff\xfe", b"nan pruned\n", b"9e99 pruned\n", b"-1 pruned\n", b"1 2 3\n", b"0" * 9999, b"1\n1\n"]
)
def test_invalid_journal_is_replaced(journal: bytes, tmp_path: Path, scans: list[float]) -> None:
    (tmp_path / pruning.JOURNAL_NAME).write_bytes(journal)
    put(tmp_path, ONE, "charts", "a")
    put(tmp_path, ONE, "charts", "b")
    assert len(scans) == 1


def test_journal_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("theirs")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / pruning.JOURNAL_NAME).symlink_to(tmp_path / "theirs")
    put(tmp_path / "root", ONE, "charts", "a")
    assert (tmp_path / "theirs").read_text() == "theirs"
    assert Store(tmp_path / "root" / ONE, "charts").get("a")


def test_only_entries_are_deleted(tmp_path: Path) -> None:
    """The user may choose a directory that contains other files as well."""
    put(tmp_path, ONE, "charts", "entry")
    theirs = [
        "notes.chart", "charts/a.chart", f"{ONE}/a.chart", f"{ONE}/charts/notes.txt", f"{ONE}/charts/a b.chart",
        f"{ONE}/charts/.tmp", f"{ONE}/charts/work.tmp", f"{ONE}/charts/deep/a.chart", f"{ONE}/charts/a.picture",
        f"{ONE}/other/a.chart", f"{'A' * 32}/charts/a.chart", f"{ONE}0/charts/a.chart",
    ]  # fmt: skip
    for name in theirs:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("theirs")
    for path in tmp_path.rglob("*"):
        os.utime(path, (0, 0))
    pruning.prune(tmp_path, time.time())
    assert remaining(tmp_path) == set(theirs)


def test_links_are_neither_followed_nor_deleted(tmp_path: Path) -> None:
    root, theirs = tmp_path / "root", tmp_path / "theirs"
    (theirs / "charts").mkdir(parents=True)
    for path in (theirs / "a.chart", theirs / "charts" / "a.chart"):
        path.write_text("theirs")
    (root / ONE).mkdir(parents=True)
    (root / ONE / "charts").symlink_to(theirs)
    (root / TWO).symlink_to(theirs)
    (root / GONE / "charts").mkdir(parents=True)
    (root / GONE / "charts" / "a.chart").symlink_to(theirs / "a.chart")
    for path in tmp_path.rglob("*"):
        os.utime(path, (0, 0), follow_symlinks=False)
    pruning.prune(root, time.time())
    assert remaining(theirs) == {"a.chart", "charts/a.chart"}
    assert (root / GONE / "charts" / "a.chart").is_symlink()


def test_directories_empty_for_a_day_are_removed(tmp_path: Path) -> None:
    put(tmp_path, ONE, "charts", "kept")
    put(tmp_path, TWO, "charts", "old", days=100)
    put(tmp_path, GONE, "charts", "old", days=100)
    pruning.prune(tmp_path, time.time())
    assert (tmp_path / TWO / "charts").is_dir()
    for path in (tmp_path / TWO / "charts", tmp_path / TWO):
        os.utime(path, (time.time() - 2 * DAY,) * 2)
    pruning.prune(tmp_path, time.time())
    os.utime(tmp_path / TWO, (time.time() - 2 * DAY,) * 2)
    pruning.prune(tmp_path, time.time())
    assert not (tmp_path / TWO).exists()
    assert (tmp_path / GONE / "charts").is_dir()
    assert remaining(tmp_path) == {f"{ONE}/charts/kept.chart"}


def work(root: str, number: int) -> None:
    pruning.SIZE_LIMIT, pruning.INTERVAL = 200_000, 0
    store = Store(Path(root) / f"{number:032x}", "charts")
    for n in range(60):
        store.put(f"entry_{n}", bytes([number]) * 5000)
        found = store.get(f"entry_{n // 2}")
        assert found is None or found == bytes([number]) * 5000


def test_processes_may_write_and_prune_at_the_same_time(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    running = [context.Process(target=work, args=(str(tmp_path), number)) for number in range(1, 4)]
    for process in running:
        process.start()
    for process in running:
        process.join(120)
    assert [process.exitcode for process in running] == [0, 0, 0]
    pruning.prune(tmp_path, time.time())
    assert remaining(tmp_path)
    assert not [name for name in remaining(tmp_path) if name.endswith(".tmp")]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="modes are those of POSIX")
def test_only_the_user_may_read_the_entries(tmp_path: Path) -> None:
    path = put(tmp_path, ONE, "charts", "a")
    before = os.umask(0)
    try:
        other = put(tmp_path, TWO, "charts", "a")
    finally:
        os.umask(before)
    for entry in (path, other):
        assert entry.stat().st_mode & 0o777 == 0o600
        assert entry.parent.stat().st_mode & 0o777 == entry.parents[1].stat().st_mode & 0o777 == 0o700
