"""The preview in a real browser: Chromium, run by playwright; accessibility is checked by axe-core."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from running_preview import SLIDES, Preview, axe_violations, is_complete, preview

from sample_projects import make_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.rendering,
    pytest.mark.skipif(not os.environ.get("DECKGEN_RENDERING"), reason="needs a browser: set DECKGEN_RENDERING=1"),
]
PICTURE = "#picture[data-shown]"
SHOWN_PICTURE = "document.getElementById('picture').dataset.shown"
RECORD_OPENED_LINKS = """() => {
    window.opened = [];
    document.addEventListener('click', (event) => {
        const link = event.target.closest('a');
        if (link) { event.preventDefault(); window.opened.push(link.href); }
    }, true);
}"""
"""Records the addresses that clicks would open, since no editor is installed."""


CHECKS = {"label-title": "off"}
"""The titles of these slides are labels."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with preview(make_project(tmp_path_factory.mktemp("browser"), *SLIDES, checks=CHECKS)) as started_preview:
        started_preview.first = started_preview.until_complete()["slides"]
        yield started_preview


@pytest.fixture(autouse=True)
def _unchanged_deck(running: Preview) -> None:
    """Undo the edits of the last test."""
    make_project(running.folder.parents[1], *SLIDES, checks=CHECKS)
    running.until(lambda state: is_complete(state) and state["slides"] == running.first)


@pytest.fixture
def page(browser: "Browser", running: Preview) -> "Iterator[Page]":
    """A page of the deck; errors, logged warnings and requests to other hosts are failures."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    failures: list[str] = []
    tab.on("pageerror", lambda error: failures.append(str(error)))
    tab.on("console", lambda entry: failures.append(entry.text) if entry.type in {"error", "warning"} else None)
    tab.on("request", lambda request: failures.append(request.url) if not request.url.startswith(running.url) else None)
    tab.goto(running.url)
    tab.wait_for_selector(PICTURE)
    yield tab
    context.close()
    assert not failures


def wait_for_picture(page: "Page", running: Preview, title: str, text: str = "") -> str:
    """Wait until the page shows the newest picture of a slide; returns its key."""
    state = running.until(lambda s: is_complete(s) and text in str(s))
    [key] = [slide["picture"] for slide in state["slides"] if slide["title"] == title]
    page.wait_for_selector(f'#picture[data-shown="{key}"]')
    return key


def test_save_updates_the_picture_and_keeps_selection_and_scrolling(page: "Page", running: Preview) -> None:
    page.click("text=Third")
    before = wait_for_picture(page, running, "Third")
    page.evaluate("document.getElementById('main').scrollTop = 120")
    scrolled = page.evaluate("document.getElementById('main').scrollTop")
    running.write("five", "fifty-five")
    assert wait_for_picture(page, running, "Third", "fifty-five") != before
    assert page.inner_text("#title") == "Third"
    assert page.inner_text("#text .part:last-child p") == "• fifty-five"
    assert page.evaluate("document.getElementById('main').scrollTop") == scrolled > 0
    assert page.locator("#outline [aria-current=true]").inner_text().split() == ["3", "Third"]
    assert page.inner_text("#status").startswith("Slide 3 changed · 5 slides"), "the status names the changed slide"
    assert page.locator("#outline .fresh").inner_text().split() == ["3", "Third"]
    page.reload()
    page.wait_for_selector(PICTURE)
    assert page.inner_text("#title") == "Third"


def test_chosen_slide_stays_chosen_when_a_slide_is_added_before_it(page: "Page", running: Preview) -> None:
    page.click("text=Third")
    running.write("slides:\n", "slides:\n  - {kind: divider, title: New}\n")
    page.wait_for_selector("#outline >> text=New")
    assert page.inner_text("#title") == "Third"
    assert page.inner_text("#count") == "4 of 6"


def test_errors_are_shown_over_the_last_good_slides_until_fixed(page: "Page", running: Preview) -> None:
    shown, stage_box = page.evaluate(SHOWN_PICTURE), page.locator("#stage").bounding_box()
    running.write("bullets: [five]", "bulets: [five]")
    page.wait_for_selector("#faults:visible")
    message = page.inner_text("#faults")
    number = (running.folder / "part.yaml").read_text(encoding="utf-8").splitlines().index("    bulets: [five]") + 1
    assert f"content/sample/part.yaml:{number}" in message
    assert "bulets" in message
    assert "last good slides stay" in message
    link = page.locator(f"#faults a:has-text(':{number}')").first
    assert link.get_attribute("href") == f"vscode://file{running.folder}/part.yaml:{number}:5"
    assert page.evaluate(SHOWN_PICTURE) == shown
    assert page.locator("#stage").bounding_box() == stage_box, "nothing moves"
    assert page.locator("#faults").bounding_box()["y"] > 300, "the error is at the bottom, and the slide stays visible"
    assert page.title().startswith("⚠")
    page.evaluate(RECORD_OPENED_LINKS)
    page.keyboard.press("e")
    assert page.evaluate("window.opened") == [link.get_attribute("href")]
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#title") == "Second"
    running.write("bulets: [five]", "bullets: [fixed]")
    page.wait_for_selector("#faults", state="hidden")
    page.click("text=Third")
    wait_for_picture(page, running, "Third", "fixed")


def test_click_on_a_part_of_the_slide_opens_its_line(page: "Page", running: Preview) -> None:
    page.evaluate(RECORD_OPENED_LINKS)
    box = page.locator("#stage").bounding_box()
    assert box is not None
    for x, y, key in ((0.06, 0.12, "title"), (0.08, 0.26, "bullets")):
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
        line = page.evaluate("window.opened.at(-1)").rsplit(":", 2)[1]
        text = (running.folder / "part.yaml").read_text(encoding="utf-8").splitlines()[int(line) - 1]
        assert key in text or (key == "title" and "- kind: bullets" in text)
        assert page.inner_text("#where") == f"content/sample/part.yaml:{line}"
    page.keyboard.press("e")
    assert page.evaluate("window.opened.at(-1)").endswith("part.yaml:3:5")


def test_pointer_shows_where_a_part_is_written(page: "Page") -> None:
    box = page.locator("#stage").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.08 * box["width"], box["y"] + 0.26 * box["height"])
    page.wait_for_selector("#area:visible")
    assert page.inner_text("#area") == "part.yaml:5"


def test_problem_links_to_its_slide_and_line(page: "Page", running: Preview) -> None:
    running.write("bullets: [seven]", "bullets: ['The [handbook](www.example.org) has all of it']")
    page.wait_for_selector("#problems-list .warning")
    assert page.inner_text("#problems-count") == "1"
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == "problems-title"
    warning = page.locator("#problems-list .warning")
    assert warning.locator("code").first.inner_text() == "www.example.org", "what an author types is shown as code"
    assert warning.locator("a").get_attribute("href").startswith(f"vscode://file{running.folder}/part.yaml:")
    assert warning.locator(".tag").inner_text() == "unread-link", "the name of the rule in deck.yaml"
    warning.locator("text=Slide 5").click()
    assert page.inner_text("#title") == "Last"
    assert page.evaluate("document.getElementById('main').scrollTop") == 0


def test_everything_works_by_keyboard(page: "Page") -> None:
    steps = (
        ("ArrowRight", "Second"),
        ("PageDown", "Third"),
        ("ArrowLeft", "Second"),
        ("End", "Last"),
        ("Home", "First"),
    )
    for key, title in steps:
        page.keyboard.press(key)
        assert page.inner_text("#title") == title
    assert page.locator("#notes").is_visible()
    assert page.inner_text("#notes-text") == "Say this."
    page.keyboard.press("n")
    assert not page.locator("#notes").is_visible()
    page.keyboard.press("f")
    page.wait_for_selector("#present:fullscreen")
    page.evaluate("document.exitFullscreen()")
    page.wait_for_selector("#present", state="hidden")
    assert not page.locator("#notes").is_visible(), "as before the presentation"
    page.keyboard.press("o")
    assert page.locator("#grid img").count() == 5
    for number in range(1, 6):
        page.wait_for_selector(f"#grid li:nth-child({number}) img[data-shown]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.inner_text("#title") == "Second"
    assert not page.locator("#overview").is_visible()


def test_presentation_shows_only_the_slide_and_follows_saves(page: "Page", running: Preview) -> None:
    page.keyboard.press("f")
    page.wait_for_selector("#present:visible")
    page.wait_for_selector("#present:fullscreen")
    assert page.evaluate("document.querySelector('.panes').inert")
    page.wait_for_selector("#present-picture[data-shown]")
    steps = (
        ("ArrowDown", "Second"),
        (" ", "Third"),
        ("ArrowRight", "Last"),
        ("ArrowRight", "Last"),
        ("ArrowLeft", "Third"),
    )
    for key, title in steps:
        page.keyboard.press(key)
        assert page.inner_text("#present-announcement").endswith(title), "a hidden slide is skipped"
    running.write("five", "on stage")
    state = running.until(lambda s: is_complete(s) and "on stage" in str(s))
    page.wait_for_selector(f'#present-picture[data-shown="{state["slides"][2]["picture"]}"]')
    running.write("bullets: [on stage]", "bulets: [on stage]")
    running.until(lambda state: state["fault"])
    box = page.locator("#present-picture").bounding_box()
    assert box is not None
    assert box["height"] > 700, "the audience sees no errors"
    page.keyboard.press("n")
    assert page.inner_text("#present-notes") == "No notes."
    page.evaluate("document.exitFullscreen()")
    page.wait_for_selector("#present", state="hidden")
    assert page.inner_text("#title") == "Third"


def test_slide_stays_visible_on_a_phone(page: "Page") -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.click("#next")
    assert page.evaluate("scrollY") == 0
    page.click("#outline >> text=Last")
    page.wait_for_function("document.getElementById('title').textContent === 'Last'")
    assert page.locator("#picture").bounding_box()["y"] >= 0, "the outline is below it"


def test_twenty_tabs_of_one_browser_all_follow_edits(browser: "Browser", running: Preview) -> None:
    context = browser.new_context()
    tabs = [context.new_page() for _ in range(20)]
    try:
        for tab in tabs:
            tab.goto(running.url)
        running.write("title: Last", "title: For all")
        for tab in tabs:
            tab.wait_for_selector("#outline >> text=For all")
        tabs[0].close()  # this one has the stream
        running.write("title: For all", "title: For the rest")
        for tab in tabs[1:]:
            tab.wait_for_selector("#outline >> text=For the rest")
    finally:
        context.close()


def test_page_reports_the_end_of_the_preview_and_stays(browser: "Browser", tmp_path: Path) -> None:
    with preview(make_project(tmp_path, SLIDES[0])) as one:
        tab = browser.new_page()
        tab.goto(one.url)
        tab.wait_for_selector(PICTURE)
        one.interrupt()
        tab.wait_for_selector("#status.lost")
        assert tab.locator("#picture").is_visible()
        with preview(one.folder, port=one.port):
            tab.wait_for_selector("#status:not(.lost)")
        tab.close()


@pytest.mark.parametrize(
    ("scheme", "size"),
    [("light", (1280, 800)), ("dark", (1280, 800)), ("light", (360, 740))],
    ids=["light", "dark", "phone"],
)
def test_axe_finds_no_violations(page: "Page", running: Preview, scheme: Any, size: tuple[int, int]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert axe_violations(page) == []
    page.keyboard.press("ArrowRight")
    assert axe_violations(page) == [], "with a table"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing to scroll sideways"
    page.keyboard.press("o")
    assert axe_violations(page) == [], "in the overview"
    running.write("bullets: [five]", "bulets: [five]")
    page.wait_for_selector("#faults:visible")
    assert axe_violations(page) == [], "with an error"
    page.keyboard.press("f")
    page.wait_for_selector("#present:visible")
    assert axe_violations(page) == [], "while presenting"


def test_screen_reader_gets_the_slide_as_text(page: "Page") -> None:
    page.keyboard.press("ArrowRight")
    tree = page.locator("#main").aria_snapshot()
    for part in ('heading "Second" [level=2]', 'columnheader "A"', 'cell "four"', 'heading "Notes" [level=3]'):
        assert part in tree
    assert page.locator("nav").aria_snapshot().count("- button") == 5
