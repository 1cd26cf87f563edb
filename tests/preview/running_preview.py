"""Runs `deckgen preview` as a process, for tests that ask its server."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Page

TIMEOUT = 60
AXE = Path(os.environ.get("DECKGEN_AXE") or Path(__file__).parents[2] / ".ci-tools/node_modules/axe-core/axe.min.js")
SLIDES = (
    "kind: bullets\ntitle: First\nbullets: [one, two]\nnotes: Say this.",
    "kind: table\ntitle: Second\ncolumns: [A, B]\nrows: [[one, two], [three, four]]",
    "kind: bullets\ntitle: Third\nbullets: [five]",
    "kind: bullets\ntitle: Hidden\nhidden: true\nbullets: [six]",
    "kind: bullets\ntitle: Last\nbullets: [seven]",
)


@dataclass
class Preview:
    """A running preview: its process, its address, the folder that it watches, and the line that it printed."""

    process: subprocess.Popen[str]
    url: str
    folder: Path
    line: str = ""
    first: list[dict[str, Any]] = field(default_factory=list)

    @property
    def port(self) -> int:
        port = urlsplit(self.url).port
        assert port is not None
        return port

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
            response = connection.getresponse()
            return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
        finally:
            connection.close()

    def state(self) -> dict[str, Any]:
        status, _, body = self.ask("/state")
        assert status == 200
        return json.loads(body)

    def until(self, condition: Callable[[dict[str, Any]], bool], timeout: float = TIMEOUT) -> dict[str, Any]:
        """Return the first state that fulfils a condition."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            assert self.process.poll() is None, "the preview has ended"
            state = self.state()
            if condition(state):
                return state
            time.sleep(0.03)
        raise AssertionError(f"waited {timeout} s without success; the last state: {json.dumps(state)[:2000]}")

    def until_complete(self, timeout: float = TIMEOUT) -> dict[str, Any]:
        return self.until(is_complete, timeout)

    def write(self, old: str, new: str) -> None:
        edit(self.folder / "part.yaml", old, new)

    def interrupt(self) -> str:
        """Send Ctrl-C; returns what was printed."""
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=TIMEOUT)[0]


def is_complete(state: dict[str, Any]) -> bool:
    """Whether there are no errors, and every slide has its newest picture."""
    return bool(state["slides"]) and not state["fault"] and not any(s["pending"] for s in state["slides"])


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@contextmanager
def preview(folder: Path, *options: str, port: int = 0) -> Iterator[Preview]:
    """Run `deckgen preview` until the block ends. Port 0 means any, far from the default port."""
    requested_port = port or 20000 + os.getpid() % 20000
    command = [
        sys.executable,
        "-m",
        "deckgen",
        "preview",
        str(folder),
        "--no-browser",
        "--port",
        str(requested_port),
        *options,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        url = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert url, line + process.stdout.read()
        yield Preview(process, url[0], folder, line)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def axe_violations(page: "Page") -> list[Any]:
    """Return the violations that axe-core finds, with all its rules on."""
    assert AXE.is_file(), f"there is no {AXE}: .ci/run installs it"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    report = page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
    assert len(report["passes"]) > 10
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in report["violations"]]
