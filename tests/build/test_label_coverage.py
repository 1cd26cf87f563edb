"""Everything that deckgen writes into a deck comes from the labels: in a language of marked words, the rest is authored."""

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
import yaml
from lxml import etree

from deckgen.build.pipeline import BuildResult, build_bytes
from deckgen.gallery import __file__ as gallery
from deckgen.ir.frames import ChartFrame
from deckgen.kinds import english_labels
from deckgen.model.label_files import GROUPS
from sample_projects import make_every_example

OPEN, CLOSE = "⟦", "⟧"
LANGUAGE = "en-NZ"
"""Figures are read by the words of the language, which are English."""
DECKS = {
    "every kind": make_every_example,
    "gallery": lambda root: copy_deck(root, Path(gallery).with_name("deck")),
    "example": lambda root: copy_deck(root, Path(__file__).parents[2] / "content" / "thriving-movement"),
}
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
PARTS = re.compile(r"ppt/(slides|slideLayouts|slideMasters|notesSlides|notesMasters)/[^/]+\.xml|docProps/.*\.xml")
SENT = "Code of conduct"
"""What the slide of another file shows, whose texts are those of its author."""
OWN_NAMES = {"deckgen", LANGUAGE}
"""Texts of the document properties that name a program or a language."""


def copy_deck(root: Path, deck: Path) -> Path:
    folder = root / "content" / deck.name
    shutil.copytree(deck, folder)
    return folder


def marked(text: str) -> str:
    """Mark what a label has besides the values that are filled in."""
    parts = ((literal, f"{{{name}}}" if name else "") for literal, name, _, _ in Formatter().parse(text))
    return "".join(f"{OPEN}{literal}{CLOSE}{field}" if literal else field for literal, field in parts)


def write_marked_labels(project: Path) -> None:
    needed = english_labels().for_language(LANGUAGE)
    words: dict[str, object] = {key: marked(text) for key, text in needed.words.items()}
    for group in GROUPS:
        kinds = needed.groups[group]
        words[group] = {kind: {key: marked(text) for key, text in own.items()} for kind, own in kinds.items()}
    (project / "labels").mkdir()
    text = yaml.safe_dump(words, allow_unicode=True, width=1000)
    (project / "labels" / f"{LANGUAGE}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module", params=DECKS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    make: Callable[[Path], Path] = DECKS[request.param]
    root = tmp_path_factory.mktemp("marked")
    folder = make(root)
    file = folder / "deck.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith(("language:", "date:"))]
    file.write_text("\n".join([*lines, f"language: {LANGUAGE}", ""]), encoding="utf-8")
    write_marked_labels(root)
    result = build_bytes(folder, draft=True)
    assert result.data is not None, result.issues
    return result


def shown_texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield each run, alt text and property of a deck with the part that has it."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in filter(PARTS.fullmatch, archive.namelist()):
            root = etree.fromstring(archive.read(name))
            if SENT in "".join(root.itertext()):
                continue
            if name.startswith("docProps"):
                yield from ((name, each.text) for each in root.iter() if each.text)
                continue
            for field in [*root.iter(f"{A}fld")]:
                field.getparent().remove(field)  # numbers of slides
            yield from ((name, each.text) for each in root.iter(f"{A}t") if each.text)
            yield from ((name, each.get("descr")) for each in root.iter(f"{P}cNvPr") if each.get("descr"))


def chart_texts(result: BuildResult) -> Iterator[tuple[str, str]]:
    assert result.layout.deck is not None
    for page in result.layout.deck.pages:
        for frame in page.frames:
            if isinstance(frame, ChartFrame):
                spec = frame.spec
                texts = [*spec.categories, spec.goal_label, spec.value_label, *spec.lengths, *spec.left_out]
                texts += [text for series in spec.series for text in (series.name, series.change, series.against)]
                yield from ((f"chart of {page.id}", text) for text in texts)


def unmarked(text: str) -> Iterator[str]:
    """Yield the pieces of a text between marks, commas and such that are not marked and have a word in them."""
    for piece in re.split(rf"{OPEN}[^{OPEN}{CLOSE}]*(?:{CLOSE}|$)|[·;:,()]", text):
        if re.search(r"[^\W\d_]{2}", piece):
            yield piece.strip(" .…“”").lstrip("≤<+−0123456789. \u00a0")


def authored_texts(result: BuildResult) -> str:
    """Return all that is written in the files of the deck, without markup and line breaks."""
    sources = (text for name, text in result.layout.sources.items() if name.startswith("content/"))
    return plain("\n".join(sources))


def plain(text: str) -> str:
    text = re.sub(r"\]\([^)]*\)|\[\^[^\]]*\]|\\n", "", text)
    return re.sub(r"[\s\u00a0\"'*\\[\]>|#·;:,()-]+", "", text.replace("\u00ad", "").replace("\u200b", "")).casefold()


def test_every_text_is_marked_or_authored(built: BuildResult) -> None:
    assert built.data is not None
    authored, found = authored_texts(built), {}
    for place, text in (*shown_texts(built.data), *chart_texts(built)):
        for piece in unmarked(text):
            if plain(piece) not in authored and piece not in OWN_NAMES:
                found.setdefault(piece, place)
    assert found == {}


def test_every_prompt_of_a_layout_is_marked(built: BuildResult) -> None:
    assert built.data is not None
    texts = [(place, text) for place, text in shown_texts(built.data) if "Layout" in place or "Master" in place]
    footer = set(built.layout.deck.footer.split(" · ")) if built.layout.deck else set()
    prompts = {text for _, text in texts if not any(part in text for part in footer if part)}
    assert [text for text in prompts if list(unmarked(text))] == []
    assert any(OPEN in text for text in prompts)
