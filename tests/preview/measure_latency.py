# ruff: noqa: T201 -- a command that prints its figures
"""How long from saving a file to the new picture on screen: 50 edits of the Thriving Movement deck, in a real browser.

    .venv/bin/python tests/preview/measure_latency.py [--edits 50] [--libreoffice 10]

Each edit changes a word of another slide's text and saves; the page shows that slide. The clock runs from the start of the
write to the frame after the picture is on the page (both read from the machine's clock). Prints min, median, 95th
percentile and max for each renderer, and what the load of the machine was. LibreOffice takes seconds, so it gets fewer edits.
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
CHOOSE = "(id) => { location.hash = encodeURIComponent(id); }"
LISTEN = """() => {
    window.seen = new Promise((done) => document.addEventListener("shown", ({detail}) => done(detail.at), {once: true}));
}"""


def edits(folder: Path) -> Iterator[tuple[str, Path, str, str]]:
    """Slide, file and the line to change, for ever: one of each kind of text, so that every sort of slide has its turn."""
    marked = [
        ("overview/overview", "overview.yaml", "ARMDEB"),
        ("leadership/objective", "leadership.yaml", "Offer online programs"),
        ("ip-masking/drill-down", "ip-masking.yaml", "Work on IP Masking rests"),
        ("community-programs/key-results", "community-programs.yaml", "First upload"),
        ("grantmaking/objective", "grantmaking.yaml", "Change the Foundation"),
    ]
    found = [(slide, folder / file, text) for slide, file, text in marked if text in (folder / file).read_text("utf-8")]
    assert len(found) >= 3, f"the deck has changed: find other texts than {[text for *_, text in marked]}"
    turn = 0
    while True:
        slide, file, text = found[turn % len(found)]
        first, _, rest = text.partition(" ")
        yield slide, file, text, f"{first} {turn} {rest}".rstrip()
        turn += 1


def measure(running: Preview, page: Any, count: int) -> list[float]:
    """Milliseconds of each edit; no edit repeats an earlier one, so that each has its slide drawn."""
    page.goto(running.url)
    page.wait_for_selector("#picture[data-shown]")
    spent = []
    for (slide, file, old, new), _ in zip(edits(running.folder), range(count), strict=False):
        [before] = [one["picture"] for one in running.state()["slides"] if one["id"] == slide]
        page.evaluate(CHOOSE, slide)
        page.wait_for_selector(f'#picture[data-shown="{before}"]')
        page.wait_for_timeout(300)
        page.evaluate(LISTEN)
        original = file.read_text(encoding="utf-8")
        began = save(file, original.replace(old, new, 1))
        spent.append(page.evaluate("window.seen") - began)
        assert new in page.inner_text("#text").replace("\n", " "), f"{slide} does not say {new}"
        file.write_text(original, encoding="utf-8")
        page.wait_for_selector(f'#picture[data-shown="{before}"]')
        page.wait_for_timeout(300)
    return spent


def save(file: Path, text: str) -> float:
    """Write a file; the time just before, in milliseconds."""
    began = time.time() * 1000
    file.write_text(text, encoding="utf-8")
    return began


def told(name: str, spent: list[float]) -> str:
    later = statistics.quantiles(spent, n=20, method="inclusive")[-1]
    figures = f"min {min(spent):.0f}, median {statistics.median(spent):.0f}, 95th percentile {later:.0f}, max {max(spent):.0f} ms"
    return f"{name}: {len(spent)} edits, {figures}"


def main() -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    parser = argparse.ArgumentParser(description="Time from a save to the picture on screen.")
    parser.add_argument("--edits", type=int, default=50)
    parser.add_argument("--libreoffice", type=int, default=10, help="edits drawn by LibreOffice; 0 leaves it out")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as machine:
        os.environ["DECKGEN_CACHE"] = str(Path(place) / "cache")
        deck = Path(place) / "project" / "content" / DECK
        shutil.copytree(PROJECT / "content" / DECK, deck)
        browser = machine.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, count in (("embedded", chosen.edits), ("libreoffice", chosen.libreoffice)):
            if count:
                with preview(deck, "--renderer", name) as running:
                    running.settled(300)
                    page = browser.new_page(viewport={"width": 1440, "height": 900})
                    print(told(name, measure(running, page, count)), flush=True)
                    page.close()
        browser.close()
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
