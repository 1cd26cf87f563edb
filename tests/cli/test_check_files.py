"""`deckgen check FILE.pptx`: of any presentation, what is wrong with it, and an exit code."""

import sys
from pathlib import Path

import pytest
from pptx import Presentation
from typer.testing import CliRunner

from deckgen.cli import app

sys.path.append(str(Path(__file__).parents[1] / "package"))
from small_deck import packed, small_deck


def check(*files: Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["check", *map(str, files)])
    return done.exit_code, done.output


def test_a_sound_file_is_called_sound(tmp_path: Path) -> None:
    (tmp_path / "a.pptx").write_bytes(packed(small_deck()))
    code, said = check(tmp_path / "a.pptx")
    assert (code, said) == (0, f"{tmp_path / 'a.pptx'}: sound\n")


def test_a_file_of_another_program_is_told_apart_from_a_broken_one(tmp_path: Path) -> None:
    presentation = Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[6])
    presentation.save(str(tmp_path / "other.PPTX"))
    code, said = check(tmp_path / "other.PPTX")
    assert code == 0
    assert "warning: /ppt/slides/slide1.xml: has no title  [titles-are-there-and-unique]" in said
    assert said.splitlines()[-1].startswith(f"{tmp_path / 'other.PPTX'}: no error, ")


def test_what_makes_powerpoint_offer_a_repair_ends_with_one(tmp_path: Path) -> None:
    parts = small_deck()
    parts["/ppt/slides/slide1.xml"] = parts["/ppt/slides/slide1.xml"].replace(b'id="3" name', b'id="2" name')
    (tmp_path / "a.pptx").write_bytes(packed(parts))
    code, said = check(tmp_path / "a.pptx")
    assert code == 1
    assert "error: /ppt/slides/slide1.xml: two shapes have the id 2  [shape-ids-are-unique]" in said


def test_a_rule_that_is_broken_everywhere_fills_no_screen(tmp_path: Path) -> None:
    parts = small_deck()
    bare = b"<a:p><a:r><a:rPr/><a:t>x</a:t></a:r></a:p>"
    parts["/ppt/slides/slide1.xml"] = parts["/ppt/slides/slide1.xml"].replace(
        b"</p:txBody>", bare * 1100 + b"</p:txBody>", 1
    )
    (tmp_path / "a.pptx").write_bytes(packed(parts))
    _, said = check(tmp_path / "a.pptx")
    assert len(said.splitlines()) < 30
    assert "… and 1,080 more  [text-names-its-language]" in said
    assert "1100 warnings" in said.replace(",", "")


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_presentation_is_told_in_a_sentence(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pptx").write_bytes(data)
    code, said = check(tmp_path / "a.pptx")
    assert code == 1
    assert "Traceback" not in said
    assert "error: " in said


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    code, said = check(tmp_path / "a.pptx")
    assert code == 2
    assert "there is no file" in said
