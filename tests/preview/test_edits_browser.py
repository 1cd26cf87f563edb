"""The edits of a deck in output/, in a real browser: by keyboard, in light and dark, on a phone."""

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from running_preview import Preview, axe_violations, preview
from test_edited_deck import built, retype

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.rendering,
    pytest.mark.skipif(not os.environ.get("DECKGEN_RENDERING"), reason="needs a browser: set DECKGEN_RENDERING=1"),
]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("edited")
    path = built(root)
    retype(path, "Three points", "Four points")
    retype(path, "12", "13")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DECKGEN_CACHE", str(tmp_path_factory.mktemp("cache")))
        with preview(root / "content" / "sample") as started:
            started.until(lambda state: state["edited"]["status"] == "found")
            yield started


@pytest.fixture
def page(browser: "Browser", running: Preview) -> "Iterator[Page]":
    """A page of the address that the terminal shows."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    failures: list[str] = []
    tab.on("pageerror", lambda error: failures.append(str(error)))
    tab.on("console", lambda entry: failures.append(entry.text) if entry.type in {"error", "warning"} else None)
    address = re.search(r"http\S+", running.line)
    assert address
    tab.goto(address[0])
    tab.wait_for_selector("#edits-button:visible")
    yield tab
    context.close()
    assert not failures


def text(running: Preview) -> str:
    return (running.folder / "part.yaml").read_text("utf-8")


def focus(page: "Page") -> str:
    return page.evaluate("document.activeElement.id")


def test_edits_are_chosen_written_and_undone_by_keyboard(page: "Page", running: Preview) -> None:
    before = text(running)
    assert "key" not in page.url, "what lets this page write is not left in the address"
    page.keyboard.press("b")
    page.wait_for_selector("#edits-groups li")
    assert (focus(page), page.locator("#single").is_visible()) == ("edits-title", False)
    assert page.locator("#edits del").all_inner_texts() == ["Three", "12"]
    assert page.locator("#edits ins").all_inner_texts() == ["Four", "13"]
    boxes = page.locator("#edits input")
    assert [boxes.nth(i).is_checked() for i in range(2)] == [True, False], "a figure is chosen by itself"
    assert "owner: ann" in page.locator("#edits li").nth(1).inner_text().casefold()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("#edits-write").is_disabled(), "none is chosen"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("#edited-undo:visible")
    assert text(running) == before.replace("12 people", "13 people")
    page.wait_for_selector("#edits legend:has-text('Texts (1)')")
    assert not page.locator("#edits-groups input").first.is_checked(), "what was not chosen stays so"
    page.focus("#edited-undo")
    page.keyboard.press("Enter")
    page.wait_for_selector("#edited-undo", state="hidden")
    assert text(running) == before
    page.keyboard.press("Escape")
    assert (focus(page), page.locator("#single").is_visible()) == ("main", True)


@pytest.mark.parametrize(
    ("scheme", "size"),
    [("light", (1280, 800)), ("dark", (1280, 800)), ("light", (360, 740))],
    ids=["light", "dark", "phone"],
)
def test_axe_finds_no_violations_in_edits(page: "Page", scheme: Any, size: tuple[int, int]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.click("#edits-button")
    page.wait_for_selector("#edits-groups li")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing to scroll sideways"


def test_banner_stays_away_once_it_is_put_away(page: "Page") -> None:
    page.click("#edited-hide")
    assert not page.locator("#edited").is_visible()
    page.reload()
    page.wait_for_selector("#picture[data-shown]")
    assert not page.locator("#edited").is_visible()
    page.keyboard.press("b")
    page.wait_for_selector("#edits-groups li")


def test_page_without_the_key_only_shows_edits(browser: "Browser", running: Preview) -> None:
    tab = browser.new_page()
    tab.goto(running.url)
    tab.click("#edits-button")
    tab.wait_for_selector("#edits-groups li")
    assert tab.locator("#edits-write").is_disabled()
    assert "the address that the terminal shows" in tab.inner_text("#edits-foot")
    tab.close()
