"""The structure of the example deck, with texts of its own in several languages → decks, drawn and audited.

`write_decks.py FOLDER [LANGUAGE…]` writes a project of decks into FOLDER, one for each language of `words/` (or those named), and
builds them. `--audit PROGRAM` runs `PROGRAM DECK --substitute …` for each, with words from right to left in reading order
(`reading_order.py`); the exit code is that of the worst.
The decks have every kind of slide that the example has.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

import yaml
from libreoffice_faults import raises_line_with_link
from PIL import Image
from pptx import Presentation
from reading_order import put_before

from deckgen.build import pipeline

HERE = Path(__file__).parent
LANGUAGES = ("ar", "he", "hi", "th", "ja", "zh-Hans", "de", "fi")
"""The languages that decks are written in if none is named; `words/en.yaml` has the same texts in English."""
PICTURES = {"first": "#2A6F97", "second": "#2D6A4F"}
FIGURE = re.compile(r"(?<![\w.])([+−-]?\d+)\.(\d+)(?![\w.])")


class Words(Template):
    """A text of the structure: `$key` stands for a text of the language."""

    idpattern = r"[a-z][a-z0-9-]*"


def read_words(language: str) -> dict[str, str]:
    """Return the texts of a language by their keys. Raises OSError if it has none."""
    words: dict[str, str] = yaml.safe_load((HERE / "words" / f"{language}.yaml").read_text(encoding="utf-8"))
    return {**words, "language": language}


def filled(value: object, words: Mapping[str, str]) -> object:
    """Return a value of the structure with the words filled in, and figures as the language writes them."""
    if isinstance(value, dict):
        return {filled(key, words): filled(each, words) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, words) for each in value]
    return Words(_localised(value, words)).substitute(words) if isinstance(value, str) else value


def _localised(text: str, words: Mapping[str, str]) -> str:
    return FIGURE.sub(rf"\g<1>{words.get('decimal', '.')}\g<2>", text).replace("%", words.get("percent", "%"))


def write_deck(project: Path, language: str) -> Path:
    """Write the deck of a language into `content/` of a project, and return its folder."""
    words = read_words(language)
    folder = project / "content" / language.lower()
    for source in sorted((HERE / "structure").rglob("*.yaml")):
        loaded = yaml.load(source.read_text(encoding="utf-8"), yaml.BaseLoader)
        target = folder / source.relative_to(HERE / "structure")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(filled(loaded, words), allow_unicode=True, sort_keys=False, width=1000)
        target.write_text(text, encoding="utf-8")
    (folder / "media").mkdir(exist_ok=True)
    for name, colour in PICTURES.items():
        Image.new("RGB", (960, 640), colour).save(folder / "media" / f"{name}.png")
    own = HERE / "labels" / f"{language}.yaml"
    if own.is_file():
        (project / "labels").mkdir(exist_ok=True)
        (project / "labels" / own.name).write_bytes(own.read_bytes())
    return folder


def build_decks(project: Path, languages: Sequence[str]) -> Iterator[Path]:
    """Write and build the deck of each language; yields each file. Raises RuntimeError with the issues of one that fails."""
    for language in languages:
        result = pipeline.build(write_deck(project, language))
        issues = "\n".join(f"{issue.severity.value} {issue.code}: {issue.message}" for issue in result.issues)
        if result.path is None:
            raise RuntimeError(f"{language}: no deck\n{issues}")
        sys.stdout.write(f"{language}: {result.path}\n{issues}\n".replace("\n\n", "\n"))
        yield result.path


def main() -> int:
    """Build the decks, audit them, and return 1 if an audit finds something."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    known = sorted(path.stem for path in (HERE / "words").glob("*.yaml"))
    parser.add_argument("languages", nargs="*", default=LANGUAGES, metavar="LANGUAGE", help=f"of {', '.join(known)}")
    parser.add_argument("--audit", help="a program that gets each deck, and exits with 1 if it finds something")
    args = parser.parse_args()
    if unknown := sorted(set(args.languages) - set(known)):
        parser.error(f"no words in {', '.join(unknown)}; there are {', '.join(known)}")
    decks = list(build_decks(args.folder, args.languages))
    return max(audit(args.audit, decks)) if args.audit else 0


def audit(program: str, decks: Sequence[Path]) -> Iterator[int]:
    """Run an audit of each deck, with a font of the widths of Arial instead of the brand's; yields 1 for one with findings.

    What LibreOffice alone does wrong (`libreoffice_faults.py`) is counted, and is no finding. Raises RuntimeError if the program
    writes no findings.
    """
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        raise RuntimeError("pdftotext is not installed")
    with TemporaryDirectory() as folder:
        environment = put_before(Path(folder), pdftotext)
        for deck in decks:
            written = Path(folder, "findings.json")
            command = [sys.executable, program, str(deck), "--substitute", "Source Sans Pro=Liberation Sans"]
            done = subprocess.run([*command, "--json", str(written)], check=False, env=environment, capture_output=True)
            if not written.is_file():
                raise RuntimeError(f"{deck.name}: no audit\n{done.stderr.decode()}")
            found, slides = json.loads(written.read_text(encoding="utf-8")), list(Presentation(str(deck)).slides)
            written.unlink()
            ours = [each for each in found if not raises_line_with_link(each, slides[each["slide"] - 1])]
            lines = [f"  slide {each['slide']}: {each['kind']}: {each['what']}\n" for each in ours]
            others = len(found) - len(ours)
            sys.stdout.write(f"{deck.name}: {len(ours)} findings, {others} of LibreOffice alone\n{''.join(lines)}")
            sys.stdout.flush()
            yield int(bool(ours))


if __name__ == "__main__":
    sys.exit(main())
