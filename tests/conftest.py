"""Common to all tests: the option `--accept` for golden files, a separate cache, and skipping of `rendering` tests.

Tests marked `rendering` need LibreOffice and the validators, which `.ci/run` installs. They run if DECKGEN_RENDERING is 1.
"""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from deckgen.fonts import installed, script_files
from deckgen.io import second_process

# Python searches all objects for reference cycles so often that it took a quarter of the time of the tests.
gc.set_threshold(100_000, 50, 1000)


# A slow moment of the machine is no failure: what takes too long is measured by the tests of growth and of speed.
settings.register_profile("no-deadline", settings(), deadline=None)
settings.load_profile("no-deadline")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden files that differ, instead of failing")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give this process and its children a separate cache: neither that of the user nor that of another pytest worker."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DECKGEN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Do not wait until each written file is on the disk: a file of a test need not outlive a power cut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_copies_of_this_process() -> Iterator[None]:
    """Do all work in the process of a test, which could not see what a copy does; programs that tests start may make copies."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(second_process, "can_copy", lambda: False)
        yield


@pytest.fixture
def no_installed_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine have no fonts but those of packages, as far as text in other scripts is concerned."""
    monkeypatch.setattr(installed, "installed_faces", lambda _: [])
    monkeypatch.setattr(installed, "families", list)
    monkeypatch.setattr(script_files, "state_of_fonts", lambda: "no fonts")


def pytest_collection_finish() -> None:
    """Leave the half million objects of the collected tests out of later searches: each took 0.4 s, and tests make many."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("DECKGEN_RENDERING") == "1":
        return
    skipped = pytest.mark.skip(reason="needs LibreOffice and the validators: set DECKGEN_RENDERING=1, as .ci/run does")
    for item in items:
        if item.get_closest_marker("rendering"):
            item.add_marker(skipped)
