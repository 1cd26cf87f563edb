"""The server of the preview: which clients it answers, what it serves, and what it survives."""

import http.client
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from running_preview import SLIDES, Preview, is_complete, preview

from sample_projects import make_project


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with preview(make_project(tmp_path_factory.mktemp("served"), *SLIDES)) as started_preview:
        started_preview.first = started_preview.until_complete()["slides"]
        yield started_preview


@pytest.fixture(autouse=True)
def _unchanged_deck(running: Preview) -> None:
    """Undo the edits of the last test."""
    make_project(running.folder.parents[1], *SLIDES)
    running.until(lambda state: is_complete(state) and state["slides"] == running.first)


def test_state_has_every_slide_with_its_text_and_location(running: Preview) -> None:
    state = running.state()
    first, second = state["slides"][:2]
    assert (state["deck"], state["folder"]) == ("Sample deck", "content/sample")
    assert first["place"]["file"] == "content/sample/part.yaml"
    assert first["place"]["line"] == 3
    assert first["place"]["editor"] == f"vscode://file{running.folder}/part.yaml:3:5"
    assert first["notes"] == ["Say this."]
    assert first["parts"][0]["lines"] == ["First"]
    [table] = [part for part in second["parts"] if part["type"] == "table"]
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [["A", "B"], ["one", "two"], ["three", "four"]]
    assert [slide["hidden"] for slide in state["slides"]] == [False, False, False, True, False]
    assert all(0 <= v <= 1 for slide in state["slides"] for area in slide["areas"] for v in area["box"])


def test_each_part_of_a_slide_has_its_own_line(running: Preview) -> None:
    lines = (running.folder / "part.yaml").read_text(encoding="utf-8").splitlines()
    third = running.state()["slides"][2]
    first_lines = {part["name"]: lines[part["place"]["line"] - 1].strip() for part in third["parts"]}
    assert first_lines["Bullets"] == "bullets: [five]"
    assert first_lines["Title"] == "- kind: bullets"
    boxes = {tuple(area["box"]): lines[area["place"]["line"] - 1].strip() for area in third["areas"]}
    assert "bullets: [five]" in boxes.values()


def test_edit_changes_only_the_picture_of_its_slide(running: Preview) -> None:
    before = running.until_complete()
    running.write("four", "forty")
    after = running.until(lambda s: is_complete(s) and "forty" in json.dumps(s))
    pairs = zip(before["slides"], after["slides"], strict=True)
    assert [one["picture"] != two["picture"] for one, two in pairs] == [False, True, False, False, False]
    status, headers, png = running.ask(f"/pictures/{after['slides'][1]['picture']}.png")
    assert (status, headers["content-type"], png[:4]) == (200, "image/png", b"\x89PNG")
    assert "immutable" in headers["cache-control"]


def test_error_is_shown_with_its_location_and_the_last_good_slides(running: Preview) -> None:
    before = running.until_complete()
    running.write("bullets: [five]", "bulets: [five]")
    state = running.until(lambda s: s["fault"])
    assert state["slides"] == before["slides"]
    errors = [problem for problem in state["problems"] if problem["severity"] == "error"]
    line = (running.folder / "part.yaml").read_text(encoding="utf-8").splitlines().index("    bulets: [five]") + 1
    assert {(e["place"]["file"], e["place"]["line"]) for e in errors} >= {("content/sample/part.yaml", line)}
    assert any("bulets: [five]" in e["quote"][0] for e in errors)
    running.write("bulets: [five]", "bullets: [fifty]")
    assert "fifty" in json.dumps(running.until_complete())


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "169.254.1.1:{port}", ""]
)
def test_other_host_names_are_refused(running: Preview, host: str) -> None:
    status, _, body = running.ask("/state", host=host.format(port=running.port))
    assert status in {400, 421}
    assert b"slides" not in body


def test_localhost_and_its_origin_are_accepted(running: Preview) -> None:
    for name in ("localhost", "127.0.0.1"):
        origin = f"http://{name}:{running.port}"
        assert running.ask("/state", host=f"{name}:{running.port}", origin=origin)[0] == 200


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://localhost:1"}, {"sec-fetch-site": "cross-site"},
     {"sec-fetch-site": "same-site"}],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/state", "/events", "/preview.js"])
def test_other_sites_are_refused(running: Preview, headers: dict[str, str], path: str) -> None:
    assert running.ask(path, **headers)[0] == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_reading_methods_are_allowed(running: Preview, method: str) -> None:
    assert running.ask("/state", method)[0] == 405


@pytest.mark.parametrize(
    "path",
    ["/pictures/../../content/sample/part.yaml", "/pictures/%2e%2e%2f%2e%2e%2fpart.yaml.png", "/part.yaml",
     "/content/sample/part.yaml", "//etc/passwd", "/pictures/0.png", "/page/index.html", "/pictures/", "/preview.js/../app.py"],
)  # fmt: skip
def test_no_file_but_the_page_and_its_pictures_is_served(running: Preview, path: str) -> None:
    assert running.ask(path)[0] == 404


def test_page_may_load_only_from_its_server(running: Preview) -> None:
    for path in ("/", "/state", "/nothing", "/preview.js"):
        headers = running.ask(path)[1]
        assert headers["content-security-policy"].startswith("default-src 'none'; img-src 'self';")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
    for path in ("/", "/preview.css", "/preview.js", "/slides.js", "/icon.svg"):
        status, _, body = running.ask(path)
        assert status == 200
        foreign = body.replace(b"http://www.w3.org/2000/svg", b"")
        assert b"http://" not in foreign
        assert b"https://" not in foreign


class EventStream:
    """A client that reads the events."""

    def __init__(self, running: Preview) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
        self.connection.request("GET", "/events")
        self.response = self.connection.getresponse()
        assert self.response.headers["content-type"].startswith("text/event-stream")

    def until(self, word: bytes) -> bytes:
        """Read events until one contains `word`."""
        while True:
            line = self.response.readline()
            assert line, "the stream ended"
            if line.startswith(b"data: ") and word in line:
                return line

    def close(self) -> None:
        self.connection.close()


def test_twenty_pages_all_receive_an_edit(running: Preview) -> None:
    streams = [EventStream(running) for _ in range(20)]
    try:
        running.write("seven", "seventy-seven")
        for stream in streams:
            assert stream.until(b"seventy-seven")
    finally:
        for stream in streams:
            stream.close()


def test_hanging_clients_do_not_delay_others(running: Preview) -> None:
    sockets = []
    for _ in range(10):
        raw = socket.create_connection(("127.0.0.1", running.port))
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        raw.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n\r\n".encode())
        half = socket.create_connection(("127.0.0.1", running.port))
        half.sendall(b"GET /state HTTP/1.1\r\nHost: 127")
        sockets += [raw, half]
    try:
        for n in range(8):
            running.write("five" if n == 0 else f"word{n - 1}.", f"word{n}.")
            running.until(lambda s, n=n: f"word{n}." in json.dumps(s))
        stream = EventStream(running)
        assert stream.until(b"word7")
        stream.close()
    finally:
        for one in sockets:
            one.close()


def test_last_of_fifty_saves_a_second_is_shown(running: Preview) -> None:
    file = running.folder / "part.yaml"
    text = file.read_text(encoding="utf-8")
    started = time.monotonic()
    for n in range(100):
        file.write_text(text.replace("five", f"save {n}."), encoding="utf-8")
        time.sleep(max(0.0, started + (n + 1) / 50 - time.monotonic()))
    state = running.until(lambda s: is_complete(s) and "save 99." in json.dumps(s))
    assert not state["fault"]
    assert state["version"] < 1000


def test_deleted_deck_is_shown_again_when_it_comes_back(running: Preview) -> None:
    backup = running.folder.parents[1] / "backup"
    shutil.copytree(running.folder, backup)
    before = running.until_complete()["slides"]
    shutil.rmtree(running.folder)
    state = running.until(lambda s: s["fault"])
    assert "there is no folder content/sample" in state["problems"][0]["message"]
    assert state["slides"] == before
    shutil.copytree(backup, running.folder)
    running.until_complete()
    running.write("six", "sixteen")
    running.until(lambda s: is_complete(s) and "sixteen" in json.dumps(s))


def test_deleted_content_folder_is_shown_again_when_it_comes_back(running: Preview) -> None:
    content = running.folder.parent
    shutil.copytree(content, content.with_name("elsewhere"))
    shutil.rmtree(content)
    running.until(lambda s: s["fault"])
    content.with_name("elsewhere").rename(content)
    running.until_complete()
    running.write("six", "sixty")
    running.until(lambda s: is_complete(s) and "sixty" in json.dumps(s))


def test_ctrl_c_ends_the_preview_with_an_open_page_and_frees_the_port(tmp_path: Path) -> None:
    with preview(make_project(tmp_path, SLIDES[0])) as one:
        stream = EventStream(one)
        stream.until(b"First")
        started = time.monotonic()
        output = one.interrupt()
        assert time.monotonic() - started < 5
        assert one.process.returncode == 0
        assert output == "The preview has ended.\n"
        stream.close()
        with preview(one.folder, port=one.port) as again:
            assert again.port == one.port


def test_ctrl_c_logs_nothing_about_pages_that_do_not_read(tmp_path: Path) -> None:
    slides = (SLIDES[2], f"kind: bullets\ntitle: Much\nbullets: [six]\nnotes: {'word ' * 150_000}")
    with preview(make_project(tmp_path, *slides)) as one:
        one.until_complete()
        raw = socket.socket()
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        raw.connect(("127.0.0.1", one.port))
        raw.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{one.port}\r\n\r\n".encode())
        for n in range(3):
            one.write("five" if n == 0 else f"word{n - 1}.", f"word{n}.")
            one.until(lambda s, n=n: f"word{n}." in json.dumps(s))
        assert one.interrupt() == "The preview has ended.\n"
        raw.close()


def test_ctrl_c_during_the_first_build_ends_the_preview(tmp_path: Path) -> None:
    with preview(make_project(tmp_path, *SLIDES)) as one:
        assert one.state()["building"] in {True, False}
        output = one.interrupt()
    assert (one.process.returncode, output) == (0, "The preview has ended.\n")


def test_sigterm_ends_the_preview(tmp_path: Path) -> None:
    with preview(make_project(tmp_path, SLIDES[0])) as one:
        one.process.send_signal(signal.SIGTERM)
        one.process.wait(timeout=30)


def test_next_port_is_used_if_the_first_is_taken(running: Preview) -> None:
    with preview(running.folder, port=running.port) as second:
        assert second.port != running.port
        assert second.state()["folder"] == "content/sample"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--renderer", "inkjet"], "there is no renderer 'inkjet'"),
     (["--editor", "javascript://{path}"], "no known editor"),
     (["no/such/deck"], "there is no folder 'no/such/deck'")],
)  # fmt: skip
def test_wrong_use_exits_with_2_and_a_message(arguments: list[str], message: str) -> None:
    command = [sys.executable, "-m", "deckgen", "preview", "--no-browser", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert message in done.stderr
