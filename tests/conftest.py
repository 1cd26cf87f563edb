"""What all tests share: `--accept` for golden files, and what needs LibreOffice or the validators.

Tests marked `rendering` run where `.ci/run` has installed what they need (DECKGEN_RENDERING=1); there none skips.
"""

import os

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden files that differ, instead of failing")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("DECKGEN_RENDERING") == "1":
        return
    skipped = pytest.mark.skip(reason="needs LibreOffice and the validators: set DECKGEN_RENDERING=1, as .ci/run does")
    for item in items:
        if item.get_closest_marker("rendering"):
            item.add_marker(skipped)
