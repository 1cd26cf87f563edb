"""Commands on an untrusted project read and write nothing outside of it, and do not hang on its files."""

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


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else b"" for p in folder.rglob("*")}


def link_output_file_to_a_file(root: Path, home: Path) -> None:
    (root / "output").mkdir()
    (root / "output" / "sample-fy20-21-q2.pptx").symlink_to(home / ".bashrc")


def link_output_file_to_nothing(root: Path, home: Path) -> None:
    (root / "output").mkdir()
    (root / "output" / "sample-fy20-21-q2.pptx").symlink_to(home / "autostart.pptx")


def link_output_folder(root: Path, home: Path) -> None:
    (root / "output").symlink_to(home)


@pytest.mark.parametrize("create_link", [link_output_file_to_a_file, link_output_file_to_nothing, link_output_folder])
@pytest.mark.parametrize("command", ["build", "render"])
def test_output_link_out_of_the_project_is_refused(
    create_link: Callable[[Path, Path], None], command: str, project: Path
) -> None:
    home = project.parent / "home"
    create_link(project, home)
    before = contents(home)
    done = deckgen(command, cwd=project)
    if command == "build" or create_link is link_output_folder:
        assert done.code == 3
        assert "is a symbolic link that leads out of the project" in done.err
    assert contents(home) == before


def test_data_file_linked_out_of_the_project_is_refused_by_name(project: Path) -> None:
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


def test_data_folder_linked_out_of_the_project_is_refused(project: Path) -> None:
    data = project / "content" / "sample" / "data"
    (data / "metrics.yaml").unlink()
    data.rmdir()
    data.symlink_to(project.parent / "home")
    done = deckgen("check", cwd=project)
    assert done.code == 1
    assert "is a symbolic link that leads out of the project" in done.err


def test_data_file_linked_inside_the_project_is_read_and_written(project: Path) -> None:
    data = project / "content" / "sample" / "data"
    (project / "shared").mkdir()
    (data / "metrics.yaml").rename(project / "shared" / "metrics.yaml")
    (data / "metrics.yaml").symlink_to("../../../shared/metrics.yaml")
    assert deckgen("set", "readers", "Q2", "6%", cwd=project).code == 0
    assert "Q2: 6%" in (project / "shared" / "metrics.yaml").read_text()
    assert (data / "metrics.yaml").is_symlink()
    assert deckgen("build", cwd=project).code == 0


def create_pipe(path: Path) -> str:
    os.mkfifo(path)
    return "a pipe"


def link_to_device(path: Path) -> str:
    path.symlink_to("/dev/zero")
    return "a symbolic link that leads out"


def create_folder(path: Path) -> str:
    path.mkdir()
    return "a folder"


@pytest.mark.parametrize("create", [create_pipe, link_to_device, create_folder])
@pytest.mark.parametrize("name", ["data/metrics.yaml", "data/footnotes.yaml", "part.yaml", "deck.yaml", "media/a.png"])
@pytest.mark.parametrize("command", [["build"], ["status"], ["set", "readers", "Q2", "1%"]], ids=lambda c: c[0])
def test_content_that_is_no_regular_file_is_reported_without_hanging(
    create: Callable[[Path], str], name: str, command: list[str], project: Path
) -> None:
    deck = make_project(
        project, SHOWN, PHOTO.format("media/a.png"), files={"data/metrics.yaml": METRICS, "media/x": ""}
    )
    (deck / name).unlink(missing_ok=True)
    kind = create(deck / name)
    done = deckgen(*command, cwd=project)
    if command == ["build"] and not (name == "deck.yaml" and create is not create_pipe):
        assert done.code in {1, 2}
        assert kind in done.err or name == "deck.yaml"
    assert done.code != 3


@pytest.mark.parametrize("where", ["layouts", "layouts/own", "layouts/own/_brand.yml", "layouts/own/cover.yaml"])
def test_brand_linked_out_of_the_project_is_refused(where: str, project: Path) -> None:
    home = project.parent / "home"
    (home / "own").mkdir()
    extends = "meta: {name: Own}\ndefaults:\n  deckgen:\n    extend: wikimedia\n"
    (home / "own" / "_brand.yml").write_text(extends)
    (home / "own" / "cover.yaml").write_text("name: Cover\n")
    make_project(project, SHOWN, files={"data/metrics.yaml": METRICS}, brand="own")
    for deck_folder in ("layouts", "layouts/own"):
        if deck_folder == where:
            break
        (project / deck_folder).mkdir()
    (project / where).symlink_to(home / where.removeprefix("layouts").lstrip("/"))
    if where.endswith("cover.yaml"):
        (project / "layouts/own/_brand.yml").write_text(extends)
    done = deckgen("build", cwd=project)
    assert done.code in {1, 3}
    assert "is a symbolic link that leads out of the project" in done.err


@pytest.mark.parametrize("link", ["content", "content/sample"])
@pytest.mark.parametrize("named", [[], ["content/sample"], ["content/sample/deck.yaml"]])
def test_deck_linked_from_outside_the_project_is_refused(link: str, named: list[str], project: Path) -> None:
    (project / link).rename(project.parent / "moved")
    (project / link).symlink_to(project.parent / "moved")
    for command in ("build", "check", "status"):
        done = deckgen(command, *named, cwd=project)
        assert done.code == 2
        assert "is a symbolic link that leads out of the project" in done.err
    assert not (project.parent / "output").exists()


def test_linked_deck_is_refused_from_inside_it_as_well(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "content/sample").rename(project.parent / "moved")
    (project / "content/sample").symlink_to(project.parent / "moved")
    monkeypatch.setenv("PWD", str(project / "content/sample"))
    done = deckgen("build", ".", cwd=project / "content/sample")
    assert done.code == 2
    assert "is a symbolic link that leads out of the project" in done.err


def test_schema_writes_only_inside_the_project(project: Path) -> None:
    home = project.parent / "home"
    before = contents(home)
    (project / ".vscode").symlink_to(home)
    (project / "content" / ".schema").symlink_to(home)
    done = deckgen("schema", cwd=project)
    assert done.code == 3
    assert "is a symbolic link that leads out of the project" in done.err
    assert contents(home) == before


def test_editor_settings_that_are_not_utf8_are_unchanged(project: Path) -> None:
    settings = project / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_bytes(b'{"name": "caf\xe9"}')
    done = deckgen("schema", cwd=project)
    assert done.code == 0
    assert "is not plain JSON and is left alone" in done.err
    assert settings.read_bytes() == b'{"name": "caf\xe9"}'


def test_sheets_are_never_written_through_a_symbolic_link(project: Path, tmp_path: Path) -> None:
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


@pytest.mark.parametrize("name", ["deck.yaml", "README.md", "a.ppt", "a.potx", "pptx", "a.pptx.txt"])
def test_deck_is_written_only_to_a_file_ending_in_pptx(name: str, project: Path) -> None:
    (project / name).write_text("mine")
    done = deckgen("build", "-o", name, cwd=project)
    assert done == Done(2, "", f"deckgen: {name} cannot be written: a deck is built into a file that ends in .pptx\n")
    assert (project / name).read_text() == "mine"


def write_text(path: Path) -> None:
    path.write_text("mine")


def write_workbook(path: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415

    Workbook().save(path.with_suffix(".xlsx"))
    path.with_suffix(".xlsx").rename(path)


def create_fifo(path: Path) -> None:
    os.mkfifo(path)


def link_to_null_device(path: Path) -> None:
    path.symlink_to("/dev/null")


def create_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)


def link_to_text(path: Path) -> None:
    path.with_name("notes.txt").write_text("mine")
    path.symlink_to("notes.txt")


@pytest.mark.parametrize(
    "create", [write_text, write_workbook, create_fifo, link_to_null_device, create_socket, link_to_text]
)
def test_file_that_is_no_deck_is_not_overwritten(
    create: Callable[[Path], None], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    create(project / "a.pptx")
    before = (project / "a.pptx").lstat()
    done = deckgen("build", "-o", "a.pptx", cwd=project)
    assert done.code == 2
    assert done.err.startswith("deckgen: a.pptx ")
    after = (project / "a.pptx").lstat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (before.st_ino, before.st_size, before.st_mtime_ns)


def test_deck_empty_file_and_broken_link_are_overwritten(project: Path) -> None:
    for number in range(2):
        assert deckgen("build", "-o", "a.pptx", cwd=project).code == 0, number
    (project / "b.pptx").touch()
    (project / "c.PPTX").symlink_to("d.pptx")
    for name in ("b.pptx", "c.PPTX"):
        assert deckgen("build", "-o", name, cwd=project).code == 0
    assert (project / "d.pptx").read_bytes()[:2] == b"PK"


def test_damaged_deck_is_kept_next_to_the_new_one(project: Path) -> None:
    deckgen("build", "-o", "a.pptx", cwd=project)
    data = (project / "a.pptx").read_bytes()[:-50]
    (project / "a.pptx").write_bytes(data)
    done = deckgen("build", "-o", "a.pptx", cwd=project)
    assert done.code == 0
    assert (project / "a-edited.pptx").read_bytes() == data


def test_edited_deck_is_never_kept_through_a_symbolic_link(project: Path, tmp_path: Path) -> None:
    deckgen("build", "-o", "a.pptx", cwd=project)
    (project / "a.pptx").write_bytes((project / "a.pptx").read_bytes()[:-50])
    (project / "a-edited.pptx").symlink_to(tmp_path / "home" / "x.pptx")
    os.mkfifo(project / "a-edited-2.pptx")
    assert deckgen("build", "-o", "a.pptx", cwd=project).code == 0
    assert (project / "a-edited-3.pptx").is_file()
    assert not (tmp_path / "home" / "x.pptx").exists()


@pytest.mark.parametrize(("one", "other"), [("base", "BASE"), ("café", "cafe\u0301"), ("straße", "STRASSE")])
def test_decks_with_equal_file_names_never_overwrite_each_other(one: str, other: str, project: Path) -> None:
    for name in (one, other):
        deck_folder = make_project(project, SHOWN, files={"data/metrics.yaml": METRICS})
        deck_folder.rename(deck_folder.with_name(name))
    for named in ([], [f"content/{one}"], [f"content/{other}"]):
        done = deckgen("build", *named, cwd=project)
        assert done.code == 3
        assert "would be built into one file: give one of the two folders another name" in done.err
    assert not list((project / "output").glob("*.pptx")) if (project / "output").exists() else True
    assert deckgen("build", f"content/{one}", "-o", "own.pptx", cwd=project).code == 0


def test_picture_that_grows_while_it_is_read_causes_no_internal_error(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = make_project(project, PHOTO.format("media/a.png"))
    (deck / "media").mkdir()
    Image.effect_noise((200, 200), 90).convert("RGB").save(deck / "media" / "a.png")
    fstat, calls = os.fstat, []

    def grow_and_stat(handle: int) -> os.stat_result:
        status = fstat(handle)
        if os.path.samestat(status, (deck / "media" / "a.png").stat()):
            calls.append(handle)
            with (deck / "media" / "a.png").open("ab") as file:
                file.truncate(status.st_size + (30 << 20))
        return status

    monkeypatch.setattr(os, "fstat", grow_and_stat)
    done = deckgen("build", cwd=project)
    assert calls
    assert done.code in {0, 1}
    assert "fault of deckgen" not in done.err


def test_forged_journal_is_reported_and_not_followed(project: Path) -> None:
    deck = project / "content" / "sample"
    (deck / ".deckgen-journal.json").write_text('{"command": "roll", "steps": [{"path": "../../../home/.bashrc"}]}')
    for command in (["build"], ["check"], ["status"]):
        done = deckgen(*command, cwd=project)
        assert done.code == 0
        assert "a command that changed this deck was interrupted" in done.err
    before = contents(project.parent / "home")
    for command in (["set", "readers", "Q2", "1%"], ["fill", "x.csv"], ["roll"]):
        (project / "x.csv").write_text("id,Q2\nreaders,1%\n")
        done = deckgen(*command, cwd=project)
        assert done.code == 3
        assert "is not a journal of deckgen; nothing was changed" in done.err
    assert deckgen("roll", "--dry-run", cwd=project).code == 2
    assert (deck / "data" / "metrics.yaml").read_text() == METRICS
    assert contents(project.parent / "home") == before
