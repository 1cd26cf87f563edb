"""Sheets written by `deckgen status --csv`, opened by LibreOffice Calc with any separator, have no formulas and lose no text."""

import csv
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deckgen.results import sheets
from deckgen.results.formulas import guard_formula
from sample_projects import Q2

sys.path.append(str(Path(__file__).parents[1] / "results"))
from formula_texts import FORMULAS

TEXTS = [*FORMULAS, "+9% YoY", "Q1: +7.3%, Q2: -2%", "rose '+5%' since", "n = 40", "Café; 5"]
SEPARATORS = {
    "comma": 44, "semicolon": 59, "tab": 9, "space": 32, "bar": 124, "colon": 58, "caret": 94, "tilde": 126,
    "all": "44/59/9/32/124", "merged": "44/59/9/32/MRG",
}  # fmt: skip
CSV = "csv:Text - txt - csv (StarCalc)"
FORMULA = re.compile(r'table:formula="([^"]*)"')


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile for all conversions: creating one takes LibreOffice longer than a conversion."""
    return tmp_path_factory.mktemp("libreoffice") / "profile"


def convert(sheets: list[Path], import_options: str, kind: str, profile: Path) -> list[Path]:
    """Let Calc open sheets with these import options (separators, quote) and save them as this kind of file, in `out`."""
    program = shutil.which("soffice")
    assert program, "LibreOffice (soffice) is not installed"
    folder = sheets[0].parent / "out"
    results = [folder / f"{sheet.stem}.{kind.partition(':')[0]}" for sheet in sheets]
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        f"--infilter=CSV:{import_options},76,1",
    ]
    done = subprocess.run(
        [*command, "--convert-to", kind, "--outdir", str(folder), *map(str, sheets)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert all(result.is_file() for result in results), done.stdout + done.stderr
    return results


def sheet(path: Path, texts: list[str]) -> Path:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "Q2"), *((f"m{number}", text) for number, text in enumerate(texts))])
    path.write_text("\ufeff" + stream.getvalue(), encoding="utf-8", newline="")
    return path


@pytest.mark.rendering
@pytest.mark.parametrize("quote", [34, 39, ""], ids=["double quotes", "single quotes", "no quotes"])
@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
def test_calc_treats_no_cell_as_a_formula(tmp_path: Path, profile: Path, separator: object, quote: object) -> None:
    written = [
        sheet(tmp_path / f"{n}.csv", t)
        for n, t in (("plain", TEXTS), ("safe", [guard_formula(t.strip()) for t in TEXTS]))
    ]
    plain, safe = convert(written, f"{separator},{quote}", "fods", profile)
    assert FORMULA.findall(plain.read_text("utf-8")), "the guard is not needed"
    assert not FORMULA.findall(safe.read_text("utf-8"))


@pytest.mark.rendering
@pytest.mark.parametrize("kind", [f"{CSV}:44,34,76,1", f"{CSV}:59,34,76,1", f"{CSV}:9,34,76,1", "xlsx"])
def test_texts_saved_by_calc_are_read_unchanged(tmp_path: Path, profile: Path, kind: str) -> None:
    """Calc converts every line break to a line feed, as deckgen does, and drops NUL, which content cannot contain."""
    texts = [text for text in TEXTS if "\0" not in text]
    written = sheet(tmp_path / "safe.csv", [guard_formula(text.strip()) for text in texts])
    [saved] = convert([written], "44,34", kind, profile)
    wishes, refused = sheets.read_updates(sheets.read_sheet(saved), saved, Q2)
    assert not refused
    assert {wish.id: wish.text for wish in wishes} == {
        f"m{number}": re.sub(r"\r\n?", "\n", text.strip()) for number, text in enumerate(texts)
    }
