# ruff: noqa: T201 -- a command that prints its figures
"""Measures the time from saving a file to the new picture on screen: 50 edits of the Thriving Movement deck, in a real browser.

    .venv/bin/python tests/preview/measure_latency.py [--edits 50] [--libreoffice 10]

Each edit changes a word of another slide's text and saves; the page shows that slide. The time is measured from the start of
the write to the frame after the picture is on the page (both by the machine's clock). Prints min, median, 95th
percentile and max for each renderer, and the load of the machine. LibreOffice takes seconds, so it gets fewer edits.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from running_preview import Preview, preview

PROJECT = Path(__file__).resolve().parents[2]
DECK = "thriving-movement"
CHOOSE_SLIDE = "(id) => { location.hash = encodeURIComponent(id); }"
AWAIT_PICTURE = """() => {
    window.shownAt = new Promise((done) => document.addEventListener("shown", ({detail}) => done(detail.at), {once: true}));
}"""


def cycle_edits(folder: Path) -> Iterator[tuple[str, Path, str, str]]:
    """Yield slide, file, old and new text, for ever; the texts are on slides of different kinds, which take turns."""
    candidates = [
        ("overview/overview", "overview.yaml", "ARMDEB"),
        ("leadership/objective", "leadership.yaml", "Offer online programs"),
        ("ip-masking/drill-down", "ip-masking.yaml", "Work on IP Masking rests"),
        ("community-programs/key-results", "community-programs.yaml", "First upload"),
        ("grantmaking/objective", "grantmaking.yaml", "Change the Foundation"),
    ]
    edits = [
        (slide, folder / file, text) for slide, file, text in candidates if text in (folder / file).read_text("utf-8")
    ]
    assert len(edits) >= 3, f"the deck has changed: find other texts than {[text for *_, text in candidates]}"
    turn = 0
    while True:
        slide, file, text = edits[turn % len(edits)]
        first, _, rest = text.partition(" ")
        yield slide, file, text, f"{first} {turn} {rest}".rstrip()
        turn += 1


def measure(running: Preview, page: Any, count: int) -> list[float]:
    """Return the milliseconds that each edit took; no edit repeats an earlier one, so that its slide is drawn."""
    page.goto(running.url)
    page.wait_for_selector("#picture[data-shown]")
    durations = []
    for (slide, file, old, new), _ in zip(cycle_edits(running.folder), range(count), strict=False):
        [before] = [one["picture"] for one in running.state()["slides"] if one["id"] == slide]
        page.evaluate(CHOOSE_SLIDE, slide)
        page.wait_for_selector(f'#picture[data-shown="{before}"]')
        page.wait_for_timeout(300)
        page.evaluate(AWAIT_PICTURE)
        original = file.read_text(encoding="utf-8")
        started = save(file, original.replace(old, new, 1))
        durations.append(page.evaluate("window.shownAt") - started)
        assert new in page.inner_text("#text").replace("\n", " "), f"{slide} does not say {new}"
        file.write_text(original, encoding="utf-8")
        page.wait_for_selector(f'#picture[data-shown="{before}"]')
        page.wait_for_timeout(300)
    return durations


def save(file: Path, text: str) -> float:
    """Write a file; returns the time just before, in milliseconds."""
    started = time.time() * 1000
    file.write_text(text, encoding="utf-8")
    return started


def summary(name: str, durations: list[float]) -> str:
    """Return a line with the figures of one renderer."""
    percentile = statistics.quantiles(durations, n=20, method="inclusive")[-1]
    median = statistics.median(durations)
    figures = (
        f"min {min(durations):.0f}, median {median:.0f}, 95th percentile {percentile:.0f}, max {max(durations):.0f} ms"
    )
    return f"{name}: {len(durations)} edits, {figures}"


def main() -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    parser = argparse.ArgumentParser(description="Time from a save to the picture on screen.")
    parser.add_argument("--edits", type=int, default=50)
    parser.add_argument("--libreoffice", type=int, default=10, help="edits drawn by LibreOffice; 0 leaves it out")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as machine:
        os.environ["DECKGEN_CACHE"] = str(Path(temporary) / "cache")
        deck = Path(temporary) / "project" / "content" / DECK
        shutil.copytree(PROJECT / "content" / DECK, deck)
        browser = machine.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, count in (("embedded", arguments.edits), ("libreoffice", arguments.libreoffice)):
            if count:
                with preview(deck, "--renderer", name) as running:
                    running.until_complete(300)
                    page = browser.new_page(viewport={"width": 1440, "height": 900})
                    print(summary(name, measure(running, page, count)), flush=True)
                    page.close()
        browser.close()
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
