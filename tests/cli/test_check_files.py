"""`deckgen check FILE.pptx`: the findings in any presentation, and the exit code."""

import sys
from pathlib import Path

import pytest
from pptx import Presentation
from typer.testing import CliRunner

from deckgen.cli import app

sys.path.append(str(Path(__file__).parents[1] / "package"))
from small_deck import packed, small_deck


def check(*files: Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *map(str, files)])
    return result.exit_code, result.output


def test_valid_file_is_reported_as_sound(tmp_path: Path) -> None:
    (tmp_path / "a.pptx").write_bytes(packed(small_deck()))
    code, output = check(tmp_path / "a.pptx")
    lines = [line.removeprefix(f"{tmp_path / 'a.pptx'}: ") for line in output.splitlines()]
    assert (code, lines) == (
        0,
        [
            "carries the speaker notes of 1 slide (1)",
            "carries properties of the file: author “Some Foundation”, company “Some Foundation”",
            "carries the alternative texts of 2 objects",
            "carries the names of 2 sections: Overview, Metrics",
            "sound",
        ],
    )


def test_file_of_another_program_has_warnings_but_no_errors(tmp_path: Path) -> None:
    presentation = Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[6])
    presentation.save(str(tmp_path / "other.PPTX"))
    code, output = check(tmp_path / "other.PPTX")
    assert code == 0
    assert "warning: /ppt/slides/slide1.xml: has no title  [titles-are-there-and-unique]" in output
    assert output.splitlines()[-1].startswith(f"{tmp_path / 'other.PPTX'}: no error, ")


def test_file_that_powerpoint_would_repair_exits_with_1(tmp_path: Path) -> None:
    parts = small_deck()
    parts["/ppt/slides/slide1.xml"] = parts["/ppt/slides/slide1.xml"].replace(b'id="3" name', b'id="2" name')
    (tmp_path / "a.pptx").write_bytes(packed(parts))
    code, output = check(tmp_path / "a.pptx")
    assert code == 1
    assert "error: /ppt/slides/slide1.xml: two shapes have the id 2  [shape-ids-are-unique]" in output


def test_findings_of_one_rule_are_limited(tmp_path: Path) -> None:
    parts = small_deck()
    bare = b"<a:p><a:r><a:rPr/><a:t>x</a:t></a:r></a:p>"
    parts["/ppt/slides/slide1.xml"] = parts["/ppt/slides/slide1.xml"].replace(
        b"</p:txBody>", bare * 1100 + b"</p:txBody>", 1
    )
    (tmp_path / "a.pptx").write_bytes(packed(parts))
    _, output = check(tmp_path / "a.pptx")
    assert len(output.splitlines()) < 30
    assert "… and 1,080 more  [text-names-its-language]" in output
    assert "1100 warnings" in output.replace(",", "")


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_file_that_is_no_presentation_is_reported_without_a_traceback(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pptx").write_bytes(data)
    code, output = check(tmp_path / "a.pptx")
    assert code == 1
    assert "Traceback" not in output
    assert "error: " in output


def test_missing_file_is_wrong_use(tmp_path: Path) -> None:
    code, output = check(tmp_path / "a.pptx")
    assert code == 2
    assert "there is no file" in output
