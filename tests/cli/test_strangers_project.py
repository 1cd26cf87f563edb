"""A project that somebody else made reads and writes nothing outside of itself, and no command hangs on what is in it."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from test_editing_commands import Done, deckgen

from sample_projects import make_project

METRICS = "readers:\n  name: Readers\n  goal: 5%\n  owner: Ada\n  quarters:\n    Q1: 4%\n"
SHOWN = "kind: metrics\ntitle: How we measure\nmetrics: [readers]\n"
PHOTO = "kind: photos\ntitle: A\nimages:\n  - file: {}\n    alt: A wall that is blue\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    make_project(root, SHOWN, files={"data/metrics.yaml": METRICS})
    home = tmp_path / "home"
    home.mkdir()
    (home / ".bashrc").write_text("# mine\n")
    (home / "metrics.yaml").write_text(METRICS.replace("Readers", "Secret"))
    return root


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else b"" for p in folder.rglob("*")}


def file_of_the_deck(root: Path, home: Path) -> None:
    (root / "output").mkdir()
    (root / "output" / "sample-fy20-21-q2.pptx").symlink_to(home / ".bashrc")


def file_that_is_not_there(root: Path, home: Path) -> None:
    (root / "output").mkdir()
    (root / "output" / "sample-fy20-21-q2.pptx").symlink_to(home / "autostart.pptx")


def folder_of_the_output(root: Path, home: Path) -> None:
    (root / "output").symlink_to(home)


@pytest.mark.parametrize("plant", [file_of_the_deck, file_that_is_not_there, folder_of_the_output])
@pytest.mark.parametrize("command", ["build", "render"])
def test_output_that_leads_out_of_the_project_is_refused(
    plant: Callable[[Path, Path], None], command: str, project: Path
) -> None:
    home = project.parent / "home"
    plant(project, home)
    before = everything(home)
    done = deckgen(command, cwd=project)
    if command == "build" or plant is folder_of_the_output:
        assert done.code == 3
        assert "is a symbolic link that leads out of the project" in done.err
    assert everything(home) == before


def test_data_that_leads_out_of_the_project_is_refused_by_name(project: Path) -> None:
    data = project / "content" / "sample" / "data"
    (data / "metrics.yaml").unlink()
    (data / "metrics.yaml").symlink_to(project.parent / "home" / "metrics.yaml")
    done = deckgen("build", cwd=project)
    assert done.code == 1
    where = "content/sample/data/metrics.yaml:1:1: error: this file is not read"
    assert f"{where}: it is a symbolic link that leads out of the project" in done.err
    assert "Secret" not in done.err
    for command in (["set", "readers", "Q2", "1%"], ["roll"], ["status"]):
        deckgen(*command, cwd=project)
    assert (project.parent / "home" / "metrics.yaml").read_text() == METRICS.replace("Readers", "Secret")


def test_a_data_folder_that_leads_out_of_the_project_is_refused(project: Path) -> None:
    data = project / "content" / "sample" / "data"
    (data / "metrics.yaml").unlink()
    data.rmdir()
    data.symlink_to(project.parent / "home")
    done = deckgen("check", cwd=project)
    assert done.code == 1
    assert "is a symbolic link that leads out of the project" in done.err


def test_data_linked_inside_the_project_is_read_and_written(project: Path) -> None:
    data = project / "content" / "sample" / "data"
    (project / "shared").mkdir()
    (data / "metrics.yaml").rename(project / "shared" / "metrics.yaml")
    (data / "metrics.yaml").symlink_to("../../../shared/metrics.yaml")
    assert deckgen("set", "readers", "Q2", "6%", cwd=project).code == 0
    assert "Q2: 6%" in (project / "shared" / "metrics.yaml").read_text()
    assert (data / "metrics.yaml").is_symlink()
    assert deckgen("build", cwd=project).code == 0


def pipe(path: Path) -> str:
    os.mkfifo(path)
    return "a pipe"


def device(path: Path) -> str:
    path.symlink_to("/dev/zero")
    return "a symbolic link that leads out"


def folder(path: Path) -> str:
    path.mkdir()
    return "a folder"


@pytest.mark.parametrize("make", [pipe, device, folder])
@pytest.mark.parametrize("name", ["data/metrics.yaml", "data/footnotes.yaml", "part.yaml", "deck.yaml", "media/a.png"])
@pytest.mark.parametrize("command", [["build"], ["status"], ["set", "readers", "Q2", "1%"]], ids=lambda c: c[0])
def test_what_is_no_regular_file_is_named_and_not_waited_for(
    make: Callable[[Path], str], name: str, command: list[str], project: Path
) -> None:
    deck = make_project(
        project, SHOWN, PHOTO.format("media/a.png"), files={"data/metrics.yaml": METRICS, "media/x": ""}
    )
    (deck / name).unlink(missing_ok=True)
    kind = make(deck / name)
    done = deckgen(*command, cwd=project)
    if command == ["build"] and not (name == "deck.yaml" and make is not pipe):
        assert done.code in {1, 2}
        assert kind in done.err or name == "deck.yaml"
    assert done.code != 3


@pytest.mark.parametrize("where", ["layouts", "layouts/own", "layouts/own/_brand.yml", "layouts/own/cover.yaml"])
def test_a_brand_that_leads_out_of_the_project_is_refused(where: str, project: Path) -> None:
    home = project.parent / "home"
    (home / "own").mkdir()
    extends = "meta: {name: Own}\ndefaults:\n  deckgen:\n    extend: wikimedia\n"
    (home / "own" / "_brand.yml").write_text(extends)
    (home / "own" / "cover.yaml").write_text("name: Cover\n")
    make_project(project, SHOWN, files={"data/metrics.yaml": METRICS}, brand="own")
    for folder_ in ("layouts", "layouts/own"):
        if folder_ == where:
            break
        (project / folder_).mkdir()
    (project / where).symlink_to(home / where.removeprefix("layouts").lstrip("/"))
    if where.endswith("cover.yaml"):
        (project / "layouts/own/_brand.yml").write_text(extends)
    done = deckgen("build", cwd=project)
    assert done.code in {1, 3}
    assert "is a symbolic link that leads out of the project" in done.err


@pytest.mark.parametrize("link", ["content", "content/sample"])
@pytest.mark.parametrize("named", [[], ["content/sample"], ["content/sample/deck.yaml"]])
def test_a_deck_that_is_linked_in_from_outside_is_refused(link: str, named: list[str], project: Path) -> None:
    (project / link).rename(project.parent / "moved")
    (project / link).symlink_to(project.parent / "moved")
    for command in ("build", "check", "status"):
        done = deckgen(command, *named, cwd=project)
        assert done.code == 2
        assert "is a symbolic link that leads out of the project" in done.err
    assert not (project.parent / "output").exists()


def test_schema_writes_into_the_project_only(project: Path) -> None:
    home = project.parent / "home"
    before = everything(home)
    (project / ".vscode").symlink_to(home)
    (project / "content" / ".schema").symlink_to(home)
    done = deckgen("schema", cwd=project)
    assert done.code == 3
    assert "is a symbolic link that leads out of the project" in done.err
    assert everything(home) == before


def test_settings_of_an_editor_that_are_not_utf8_are_left_alone(project: Path) -> None:
    settings = project / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_bytes(b'{"name": "caf\xe9"}')
    done = deckgen("schema", cwd=project)
    assert done.code == 0
    assert "is not plain JSON and is left alone" in done.err
    assert settings.read_bytes() == b'{"name": "caf\xe9"}'


def test_sheets_are_never_written_through_a_link(project: Path, tmp_path: Path) -> None:
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "sample-fy20-21-q2-ada.csv").symlink_to(tmp_path / "home" / "new.csv")
    done = deckgen("status", "--csv", str(tmp_path / "sheets"), cwd=project)
    assert done.code == 2
    assert not (tmp_path / "home" / "new.csv").exists()


def test_fill_refuses_a_sheet_that_is_a_pipe_or_a_device(project: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    (tmp_path / "b.csv").symlink_to("/dev/zero")
    done = deckgen("fill", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), cwd=project)
    assert done.code == 1
    assert "it is a pipe, not a regular file" in done.err
    assert "it is a device, not a regular file" in done.err


def presentation(path: Path, project: Path) -> None:
    path.write_bytes((next((project / "output").glob("*.pptx"))).read_bytes())


@pytest.mark.parametrize("name", ["deck.yaml", "README.md", "a.ppt", "a.potx", "pptx", "a.pptx.txt"])
def test_a_deck_is_written_to_a_pptx_only(name: str, project: Path) -> None:
    (project / name).write_text("mine")
    done = deckgen("build", "-o", name, cwd=project)
    assert done == Done(2, "", f"deckgen: {name} cannot be written: a deck is built into a file that ends in .pptx\n")
    assert (project / name).read_text() == "mine"


def text(path: Path) -> None:
    path.write_text("mine")


def office(path: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415

    Workbook().save(path.with_suffix(".xlsx"))
    path.with_suffix(".xlsx").rename(path)


def fifo(path: Path) -> None:
    os.mkfifo(path)


def null(path: Path) -> None:
    path.symlink_to("/dev/null")


def unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)


def leads_to_text(path: Path) -> None:
    path.with_name("notes.txt").write_text("mine")
    path.symlink_to("notes.txt")


@pytest.mark.parametrize("make", [text, office, fifo, null, unix_socket, leads_to_text])
def test_what_is_no_deck_is_not_replaced_by_one(
    make: Callable[[Path], None], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    make(project / "a.pptx")
    before = (project / "a.pptx").lstat()
    done = deckgen("build", "-o", "a.pptx", cwd=project)
    assert done.code == 2
    assert done.err.startswith("deckgen: a.pptx ")
    after = (project / "a.pptx").lstat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (before.st_ino, before.st_size, before.st_mtime_ns)


def test_a_deck_and_an_empty_file_and_a_link_to_nothing_are_replaced(project: Path) -> None:
    for number in range(2):
        assert deckgen("build", "-o", "a.pptx", cwd=project).code == 0, number
    (project / "b.pptx").touch()
    (project / "c.PPTX").symlink_to("d.pptx")
    for name in ("b.pptx", "c.PPTX"):
        assert deckgen("build", "-o", name, cwd=project).code == 0
    assert (project / "d.pptx").read_bytes()[:2] == b"PK"


def test_a_damaged_deck_is_kept_beside_the_new_one(project: Path) -> None:
    deckgen("build", "-o", "a.pptx", cwd=project)
    data = (project / "a.pptx").read_bytes()[:-50]
    (project / "a.pptx").write_bytes(data)
    done = deckgen("build", "-o", "a.pptx", cwd=project)
    assert done.code == 0
    assert (project / "a-edited.pptx").read_bytes() == data


def test_a_link_in_the_place_of_an_edited_deck_is_left_alone(project: Path, tmp_path: Path) -> None:
    deckgen("build", "-o", "a.pptx", cwd=project)
    (project / "a.pptx").write_bytes((project / "a.pptx").read_bytes()[:-50])
    (project / "a-edited.pptx").symlink_to(tmp_path / "home" / "x.pptx")
    os.mkfifo(project / "a-edited-2.pptx")
    assert deckgen("build", "-o", "a.pptx", cwd=project).code == 0
    assert (project / "a-edited-3.pptx").is_file()
    assert not (tmp_path / "home" / "x.pptx").exists()


@pytest.mark.parametrize(("one", "other"), [("base", "BASE"), ("café", "cafe\u0301"), ("straße", "STRASSE")])
def test_two_decks_of_one_file_name_overwrite_each_other_never(one: str, other: str, project: Path) -> None:
    for name in (one, other):
        folder_ = make_project(project, SHOWN, files={"data/metrics.yaml": METRICS})
        folder_.rename(folder_.with_name(name))
    for named in ([], [f"content/{one}"], [f"content/{other}"]):
        done = deckgen("build", *named, cwd=project)
        assert done.code == 3
        assert "would be built into one file: give one of the two folders another name" in done.err
    assert not list((project / "output").glob("*.pptx")) if (project / "output").exists() else True
    assert deckgen("build", f"content/{one}", "-o", "own.pptx", cwd=project).code == 0


def test_a_picture_that_grows_while_it_is_read_ends_in_a_sentence(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = make_project(project, PHOTO.format("media/a.png"))
    (deck / "media").mkdir()
    Image.effect_noise((200, 200), 90).convert("RGB").save(deck / "media" / "a.png")
    real, calls = os.fstat, []

    def growing(handle: int) -> os.stat_result:
        found = real(handle)
        if os.path.samestat(found, (deck / "media" / "a.png").stat()):
            calls.append(handle)
            with (deck / "media" / "a.png").open("ab") as file:
                file.truncate(found.st_size + (30 << 20))
        return found

    monkeypatch.setattr(os, "fstat", growing)
    done = deckgen("build", cwd=project)
    assert calls
    assert done.code in {0, 1}
    assert "fault of deckgen" not in done.err


def test_a_journal_of_a_stranger_is_named_and_followed_into_nothing_else(project: Path) -> None:
    deck = project / "content" / "sample"
    (deck / ".deckgen-journal.json").write_text('{"command": "roll", "steps": [{"path": "../../../home/.bashrc"}]}')
    for command in (["build"], ["check"], ["status"]):
        done = deckgen(*command, cwd=project)
        assert done.code == 0
        assert "a command that changed this deck was interrupted" in done.err
    before = everything(project.parent / "home")
    for command in (["set", "readers", "Q2", "1%"], ["fill", "x.csv"], ["roll"]):
        (project / "x.csv").write_text("id,Q2\nreaders,1%\n")
        done = deckgen(*command, cwd=project)
        assert done.code == 3
        assert "is not a journal of deckgen; nothing was changed" in done.err
    assert deckgen("roll", "--dry-run", cwd=project).code == 2
    assert (deck / "data" / "metrics.yaml").read_text() == METRICS
    assert everything(project.parent / "home") == before
