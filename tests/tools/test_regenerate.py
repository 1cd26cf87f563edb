"""Regenerating writes what differs, reports it, and deletes pictures of what no longer exists."""

from pathlib import Path

import pytest
import readme_picture
import regenerate

from deckgen import gallery


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A repository whose pictures are quickly drawn: one of a kind, one of a chart, that of the README."""

    def draw(folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cover.png").write_bytes(b"cover")
        return [folder / "cover.png"]

    monkeypatch.setattr(regenerate, "draw_all", draw)
    monkeypatch.setattr(gallery, "build_gallery", lambda **_: gallery.Gallery("page", {"chart-trend.png": b"trend"}))
    monkeypatch.setattr(readme_picture, "draw", lambda _: b"slides")
    monkeypatch.setattr(readme_picture, "draw_languages", lambda: [("language-th.png", b"Thai")])
    return tmp_path


def test_everything_is_written_once(drawn: Path) -> None:
    first = {path.relative_to(drawn).as_posix() for path in regenerate.write_all(drawn)}
    assert first == {
        *regenerate.generated_texts(), "docs/charts.md", "docs/pictures/kinds/cover.png", "docs/pictures/chart-trend.png",
        "docs/pictures/slides.png", "docs/pictures/language-th.png",
    }  # fmt: skip
    assert list(regenerate.write_all(drawn)) == []


def test_changed_files_are_reported_and_written(drawn: Path) -> None:
    list(regenerate.write_all(drawn))
    stale = [
        drawn / name for name in ("docs/checks.md", "docs/pictures/chart-trend.png", "docs/pictures/kinds/cover.png")
    ]
    for path in stale:
        path.write_bytes(b"old")
    assert set(regenerate.write_all(drawn)) == set(stale)
    assert not any(path.read_bytes() == b"old" for path in stale)


def test_pictures_of_what_no_longer_exists_are_deleted(drawn: Path) -> None:
    list(regenerate.write_all(drawn))
    old = {drawn / f"docs/pictures/{name}.png" for name in ("kinds/gone", "chart-gone", "language-gone")}
    for path in old:
        path.touch()
    assert set(regenerate.write_all(drawn)) == old
    assert not any(path.exists() for path in old)
    assert (drawn / "docs/pictures/slides.png").exists()


def test_accepted_files_are_those_that_tests_write() -> None:
    names = {path.relative_to(regenerate.ROOT).as_posix() for path in regenerate.accepted_files(regenerate.ROOT)}
    assert names >= {
        "tests/golden/frames/example-bullets.json", "tests/golden/charts/chart-trend.json", "tests/faults/checks.txt",
    }  # fmt: skip
    assert not any(name.endswith(".py") for name in names)
