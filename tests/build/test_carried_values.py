"""What of its content a deck carries: the values that its slides and notes show, as typed, and nothing else."""

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from deckgen.build import pipeline
from deckgen.build.selection import WHOLE_DECK, Selection
from deckgen.ooxml.names import CONTENT_SCHEMA, ORIGINS_SCHEMA
from sample_projects import make_project

SLIDES = (
    """
    kind: key-results
    id: figures
    headline: Two of **three** are done   # zqcomment
    notes: Say so
    rows:
      - metric: editors
      - id: people
        name: Interviews
        goal: 10 people
        quarters: {Q2: {text: 12 people, value: '12.0625'}, Q1: older}
    """,
    "kind: bullets\nhidden: yes\nheadline: zqhidden\nbullets: [zqpoint]",
)
METRICS = "editors: {name: Editors, owner: Zqperson, goal: +5% YoY, source: zqsource, quarters: {Q2: +8% YoY}}\n"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return make_project(tmp_path, *SLIDES, files={"data/metrics.yaml": METRICS})


def parts(folder: Path, selection: Selection = WHOLE_DECK) -> dict[str, etree._Element]:
    data = pipeline.build_bytes(folder, selection).data
    assert data is not None
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = [each for each in file.namelist() if each.startswith("customXml/item") and "Props" not in each]
        roots = [etree.fromstring(file.read(name)) for name in names]
    return {etree.QName(root).namespace: root for root in roots}


def carried(folder: Path, selection: Selection = WHOLE_DECK) -> dict[tuple[str, str], str]:
    root = parts(folder, selection).get(CONTENT_SCHEMA)
    files = root if root is not None else ()
    return {(f.get("name"), v.get("path")): v.text for f in files for v in f if v.tag.endswith("}value")}


def test_shown_values_are_carried_as_typed(deck: Path) -> None:
    found = carried(deck)
    assert found["part.yaml", "/slides/0/headline"] == "Two of **three** are done"
    assert found["part.yaml", "/slides/0/notes"] == "Say so"
    assert found["part.yaml", "/slides/0/rows/1/quarters/Q2/text"] == "12 people"
    assert found["data/metrics.yaml", "/editors/quarters/Q2"] == "+8% YoY"
    assert (found["deck.yaml", "/quarter"], found["deck.yaml", "/fiscal_year"]) == ("Q2", "FY20-21"), "on no slide"
    entries = {e.get("path"): e.get("id") for e in parts(deck)[CONTENT_SCHEMA].iter(f"{{{CONTENT_SCHEMA}}}entry")}
    assert entries == {"/slides/0": "figures", "/slides/0/rows/0": "editors", "/slides/0/rows/1": "people"}


@pytest.mark.parametrize("unshown", ["zq", "12.0625", "Zqperson"])
def test_what_no_slide_shows_is_not_carried(deck: Path, unshown: str) -> None:
    assert unshown.encode() not in etree.tostring(parts(deck)[CONTENT_SCHEMA])


@pytest.mark.parametrize("way", ["handout", "command", "deck"])
def test_content_is_left_out_on_request_and_of_handouts(deck: Path, way: str) -> None:
    if way == "deck":
        with (deck / "deck.yaml").open("a") as file:
            file.write("carry_content: no\n")
    assert carried(deck, Selection(handout=way == "handout", content=way != "command")) == {}


def test_origins_lead_from_cells_and_notes(deck: Path) -> None:
    root = parts(deck)[ORIGINS_SCHEMA]
    assert {each.get("file") for each in root.iter() if each.get("file")} == {"part.yaml", "data/metrics.yaml"}
    paths = {each.get("path") for each in root.iter(f"{{{ORIGINS_SCHEMA}}}shape") if each.get("row")}
    assert {"/editors/quarters/Q2", "/slides/0/rows/1/quarters/Q2/text", "/slides/0/rows/1/name"} <= paths
    [note] = root.iter(f"{{{ORIGINS_SCHEMA}}}note")
    assert (note.get("paragraph"), note.get("path")) == ("0", "/slides/0/notes")


def test_version_carries_only_what_its_slides_show(tmp_path: Path) -> None:
    slides = ("kind: bullets\nid: all\nbullets: [One]", "kind: bullets\nid: staff\nnot_in: [board]\nbullets: [Two]")
    folder = make_project(tmp_path, *slides, versions={"board": {}})
    assert "Two" in carried(folder).values()
    assert "Two" not in carried(folder, Selection(version="board")).values()
