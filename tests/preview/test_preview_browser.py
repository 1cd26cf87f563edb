"""The preview in a real browser: what an author sees, does and hears. Chromium by playwright, accessibility by axe-core."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from running_preview import SLIDES, Preview, preview, whole

from sample_projects import make_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.rendering,
    pytest.mark.skipif(not os.environ.get("DECKGEN_RENDERING"), reason="needs a browser: set DECKGEN_RENDERING=1"),
]
PICTURE = "#picture[data-shown]"
SHOWN = "document.getElementById('picture').dataset.shown"
CATCH = """() => {
    window.opened = [];
    document.addEventListener('click', (event) => {
        const link = event.target.closest('a');
        if (link) { event.preventDefault(); window.opened.push(link.href); }
    }, true);
}"""
"""Notes the addresses that a click would open: no editor is here to take them."""
AXE = Path(os.environ.get("DECKGEN_AXE") or Path(__file__).parents[2] / ".ci-tools/node_modules/axe-core/axe.min.js")


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    program = os.environ.get("DECKGEN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "there is no chromium: .ci/run installs it"
    with sync_playwright() as machine:
        # Without a sandbox of its own, because CI runs as root; it opens pages of this machine only.
        found = machine.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with preview(make_project(tmp_path_factory.mktemp("seen"), *SLIDES)) as found:
        found.first = found.settled()["slides"]
        yield found


@pytest.fixture(autouse=True)
def _as_before(running: Preview) -> None:
    """Every test begins with the deck as it was."""
    make_project(running.folder.parents[1], *SLIDES)
    running.until(lambda state: whole(state) and state["slides"] == running.first)


@pytest.fixture
def page(browser: "Browser", running: Preview) -> "Iterator[Page]":
    """A page of the deck; whatever it logs, breaks or asks of another host is a failure."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    found = context.new_page()
    wrong: list[str] = []
    found.on("pageerror", lambda fault: wrong.append(str(fault)))
    found.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    found.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(running.url) else None)
    found.goto(running.url)
    found.wait_for_selector(PICTURE)
    yield found
    context.close()
    assert not wrong


def picture_of(page: "Page", running: Preview, title: str, text: str = "") -> str:
    """The picture of a slide in the newest state, and once it is on show there."""
    state = running.until(lambda s: whole(s) and text in str(s))
    [key] = [slide["picture"] for slide in state["slides"] if slide["title"] == title]
    page.wait_for_selector(f'#picture[data-shown="{key}"]')
    return key


def test_saving_a_file_changes_the_picture_and_nothing_else(page: "Page", running: Preview) -> None:
    page.click("text=Third")
    before = picture_of(page, running, "Third")
    page.evaluate("document.getElementById('main').scrollTop = 120")
    scrolled = page.evaluate("document.getElementById('main').scrollTop")
    running.write("five", "fifty-five")
    assert picture_of(page, running, "Third", "fifty-five") != before
    assert page.inner_text("#title") == "Third"
    assert page.inner_text("#text .part:last-child p") == "• fifty-five"
    assert page.evaluate("document.getElementById('main').scrollTop") == scrolled > 0
    assert page.locator("#outline [aria-current=true]").inner_text().split() == ["3", "Third"]
    assert page.inner_text("#status").startswith("Slide 3 changed · 5 slides"), "so that nobody looks for it elsewhere"
    assert page.locator("#outline .fresh").inner_text().split() == ["3", "Third"]
    page.reload()
    page.wait_for_selector(PICTURE)
    assert page.inner_text("#title") == "Third"


def test_a_slide_before_the_chosen_one_moves_it_but_it_stays_chosen(page: "Page", running: Preview) -> None:
    page.click("text=Third")
    running.write("slides:\n", "slides:\n  - {kind: divider, title: New}\n")
    page.wait_for_selector("#outline >> text=New")
    assert page.inner_text("#title") == "Third"
    assert page.inner_text("#count") == "4 of 6"


def test_a_fault_lies_over_the_last_good_slides_until_it_is_mended(page: "Page", running: Preview) -> None:
    shown, stood = page.evaluate(SHOWN), page.locator("#stage").bounding_box()
    running.write("bullets: [five]", "bulets: [five]")
    page.wait_for_selector("#faults:visible")
    told = page.inner_text("#faults")
    number = (running.folder / "part.yaml").read_text(encoding="utf-8").splitlines().index("    bulets: [five]") + 1
    assert f"content/sample/part.yaml:{number}" in told
    assert "bulets" in told
    assert "last good slides stay" in told
    link = page.locator(f"#faults a:has-text(':{number}')").first
    assert link.get_attribute("href") == f"vscode://file{running.folder}/part.yaml:{number}:5"
    assert page.evaluate(SHOWN) == shown
    assert page.locator("#stage").bounding_box() == stood, "nothing moves"
    assert page.locator("#faults").bounding_box()["y"] > 300, "the fault lies at the foot, the slide stays in sight"
    assert page.title().startswith("⚠")
    page.evaluate(CATCH)
    page.keyboard.press("e")
    assert page.evaluate("window.opened") == [link.get_attribute("href")]
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#title") == "Second"
    running.write("bulets: [five]", "bullets: [mended]")
    page.wait_for_selector("#faults", state="hidden")
    page.click("text=Third")
    picture_of(page, running, "Third", "mended")


def test_a_click_on_a_part_of_the_slide_opens_its_line(page: "Page", running: Preview) -> None:
    page.evaluate(CATCH)
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


def test_the_pointer_shows_where_a_part_is_written(page: "Page") -> None:
    box = page.locator("#stage").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.08 * box["width"], box["y"] + 0.26 * box["height"])
    page.wait_for_selector("#area:visible")
    assert page.inner_text("#area") == "part.yaml:5"


def test_a_problem_leads_to_its_slide_and_to_its_line(page: "Page", running: Preview) -> None:
    running.write("bullets: [seven]", "bullets: ['The [handbook](www.example.org) has `all` of it']")
    page.wait_for_selector("#problems-list .warning")
    assert page.inner_text("#problems-count") == "1"
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == "problems-title"
    warning = page.locator("#problems-list .warning")
    assert warning.locator("code").first.inner_text() == "www.example.org", "what is to be typed is set as such"
    assert warning.locator("a").get_attribute("href").startswith(f"vscode://file{running.folder}/part.yaml:")
    assert warning.locator(".tag").inner_text() == "unread-link", "the name by which deck.yaml switches it off"
    warning.locator("text=Slide 5").click()
    assert page.inner_text("#title") == "Last"
    assert page.evaluate("document.getElementById('main').scrollTop") == 0


def test_the_keyboard_does_it_all(page: "Page") -> None:
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
    assert not page.locator("#notes").is_visible(), "as it was before the show"
    page.keyboard.press("o")
    assert page.locator("#grid img").count() == 5
    for number in range(1, 6):
        page.wait_for_selector(f"#grid li:nth-child({number}) img[data-shown]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.inner_text("#title") == "Second"
    assert not page.locator("#overview").is_visible()


def test_presenting_shows_the_slide_alone_and_follows_saves(page: "Page", running: Preview) -> None:
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
        assert page.inner_text("#present-said").endswith(title), "a hidden slide is left out"
    running.write("five", "on stage")
    state = running.until(lambda s: whole(s) and "on stage" in str(s))
    page.wait_for_selector(f'#present-picture[data-shown="{state["slides"][2]["picture"]}"]')
    running.write("bullets: [on stage]", "bulets: [on stage]")
    running.until(lambda state: state["fault"])
    box = page.locator("#present-picture").bounding_box()
    assert box is not None
    assert box["height"] > 700, "the audience sees no fault"
    page.keyboard.press("n")
    assert page.inner_text("#present-notes") == "No notes."
    page.evaluate("document.exitFullscreen()")
    page.wait_for_selector("#present", state="hidden")
    assert page.inner_text("#title") == "Third"


def test_on_a_phone_the_slide_stays_in_sight(page: "Page") -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.click("#next")
    assert page.evaluate("scrollY") == 0
    page.click("#outline >> text=Last")
    page.wait_for_function("document.getElementById('title').textContent === 'Last'")
    assert page.locator("#picture").bounding_box()["y"] >= 0, "the outline stands below it"


def test_twenty_tabs_of_one_browser_all_follow(browser: "Browser", running: Preview) -> None:
    context = browser.new_context()
    tabs = [context.new_page() for _ in range(20)]
    try:
        for tab in tabs:
            tab.goto(running.url)
        running.write("title: Last", "title: For all")
        for tab in tabs:
            tab.wait_for_selector("#outline >> text=For all")
        tabs[0].close()  # that which holds the stream
        running.write("title: For all", "title: For the rest")
        for tab in tabs[1:]:
            tab.wait_for_selector("#outline >> text=For the rest")
    finally:
        context.close()


def test_a_preview_that_ends_is_told_and_its_page_stays(browser: "Browser", tmp_path: Path) -> None:
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


def findings(page: "Page") -> list[Any]:
    """What axe-core finds, all its rules on."""
    assert AXE.is_file(), f"there is no {AXE}: .ci/run installs it"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
    assert len(found["passes"]) > 10
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found["violations"]]


@pytest.mark.parametrize(
    ("scheme", "size"),
    [("light", (1280, 800)), ("dark", (1280, 800)), ("light", (360, 740))],
    ids=["light", "dark", "phone"],
)
def test_axe_finds_nothing(page: "Page", running: Preview, scheme: Any, size: tuple[int, int]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert findings(page) == []
    page.keyboard.press("ArrowRight")
    assert findings(page) == [], "with a table"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing to scroll sideways"
    page.keyboard.press("o")
    assert findings(page) == [], "in the overview"
    running.write("bullets: [five]", "bulets: [five]")
    page.wait_for_selector("#faults:visible")
    assert findings(page) == [], "with a fault"
    page.keyboard.press("f")
    page.wait_for_selector("#present:visible")
    assert findings(page) == [], "on stage"


def test_a_screen_reader_gets_the_slide_as_text(page: "Page") -> None:
    page.keyboard.press("ArrowRight")
    tree = page.locator("#main").aria_snapshot()
    for part in ('heading "Second" [level=2]', 'columnheader "A"', 'cell "four"', 'heading "Notes" [level=3]'):
        assert part in tree
    assert page.locator("nav").aria_snapshot().count("- button") == 5
