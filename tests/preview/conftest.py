"""The browser of the tests of this folder."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    program = os.environ.get("DECKGEN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "there is no chromium: .ci/run installs it"
    with sync_playwright() as machine:
        # Without a sandbox, because CI runs as root; the browser opens only pages of this machine.
        launched = machine.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield launched
        launched.close()
