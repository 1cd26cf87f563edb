"""Loading a deck's folder: what comes out, and how faults are told."""

import pytest

from deckgen.diagnostics import Severity, position, render
from deckgen.model import Item, Row, SlideContent, load_deck

DECK = """\
format: 1
title: Thriving Movement
event: Tuning session
organisation: Wikimedia Foundation
fiscal_year: FY20-21
quarter: Q2
sections:
  - overview
  - ip-masking
"""
OVERVIEW = "title: Overview\nslides:\n  - kind: bullets\n    bullets:\n      - one\n"
MASKING = """\
title: IP Masking
department: Product
due: EOY
slides:
  - kind: bullets
    bullets:
      - one
  - kind: bullets
    title: Own title
    department: Legal
    bullets:
      - two
  - kind: key-results
    id: results
    rows:
      - metric: editors
"""
METRICS = "editors:\n  name: Active editors\n  quarters:\n    Q1: 5%\n"


class Bullets(SlideContent):
    bullets: tuple[Item, ...]


class KeyResults(SlideContent):
    rows: tuple[Row, ...]


class Cover(SlideContent):
    pass


REGISTRY = {"bullets": Bullets, "key-results": KeyResults, "cover": Cover, "scorecard": Cover, "divider": Cover}
FILES = {"deck.yaml": DECK, "overview.yaml": OVERVIEW, "ip-masking.yaml": MASKING, "data/metrics.yaml": METRICS}


@pytest.fixture
def load(tmp_path):
    def load(changes=None, only=None):
        folder = tmp_path / "content" / "movement"
        for name, text in {**FILES, **(changes or {})}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is not None:
                path.write_text(text, encoding="utf-8")
        return load_deck(folder, tmp_path, REGISTRY, only)

    return load


def codes(faults):
    return [fault.code for fault in faults]


def place(fault, sources):
    return f"{fault.span.file}:{position(sources[fault.span.file], fault.span.start)[0]}"


def test_a_deck_in_order_is_loaded_whole(load):
    deck, faults, sources = load()
    assert faults == []
    assert (deck.title, deck.quarter, deck.fiscal_year, deck.brand) == (
        "Thriving Movement",
        "Q2",
        "FY20-21",
        "wikimedia",
    )
    assert [section.id for section in deck.sections] == ["overview", "ip-masking"]
    assert deck.metrics["editors"].name.raw == "Active editors"
    assert sources["content/movement/deck.yaml"] == DECK
    assert deck.documents["content/movement/ip-masking.yaml"].text == MASKING


def test_slides_are_named_by_id_or_kind_and_know_where_they_stand(load):
    deck, _, _ = load()
    slides = deck.sections[1].slides
    assert [s.origin.slide for s in slides] == ["ip-masking/bullets", "ip-masking/bullets-2", "ip-masking/results"]
    assert slides[1].origin.file == "content/movement/ip-masking.yaml"
    assert slides[1].origin.path == ("slides", 1)


def test_a_slide_without_title_department_or_due_has_those_of_its_section(load):
    deck, _, _ = load()
    first, second, _ = (s.content for s in deck.sections[1].slides)
    assert (first.title, first.department, first.due) == ("IP Masking", "Product", "EOY")
    assert (second.title, second.department, second.due) == ("Own title", "Legal", "EOY")


def test_front_slides_are_made_of_kinds_that_there_are(load):
    deck, _, _ = load()
    assert list(deck.front_slides) == ["cover", "scorecard"]


@pytest.mark.parametrize(("front", "kinds"), [("[]", []), ("[cover]", ["cover"])])
def test_front_says_which_slides_are_added(load, front, kinds):
    deck, faults, _ = load({"deck.yaml": f"{DECK}front: {front}\n"})
    assert faults == []
    assert list(deck.front_slides) == kinds


def test_without_deck_file_there_is_no_deck(load, tmp_path):
    deck, faults, _ = load({"deck.yaml": None})
    assert deck is None
    assert codes(faults) == ["no-deck"]
    assert "content/movement" in faults[0].message


def test_a_folder_that_is_not_there_is_named(tmp_path):
    deck, [fault], _ = load_deck(tmp_path / "nowhere", tmp_path, REGISTRY)
    assert deck is None
    assert fault.message == "there is no folder nowhere"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("format: 1", "format: 2", "format", 1),
        ("format: 1\n", "", "missing-field", 1),
        ("FY20-21", "2020/21", "fiscal-year", 5),
        ("quarter: Q2", "quarter: Q7", "unknown-value", 6),
        ("title:", "titel:", "unknown-field", 2),
        ("event: Tuning session", "event:\n  - a", "wrong-shape", 4),
        ("  - overview\n", "  - ../overview\n", "file-name", 8),
        ("  - overview\n", "  - ip-masking\n", "listed-twice", 8),
        ("  - overview\n  - ip-masking\n", "  []\n", "wrong-count", 8),
    ],
)
def test_a_fault_of_the_deck_file_is_told_at_its_line(load, old, new, code, line):
    deck, faults, sources = load({"deck.yaml": DECK.replace(old, new)})
    assert deck is None
    [fault] = [f for f in faults if f.code == code]
    assert place(fault, sources) == f"content/movement/deck.yaml:{line}"


def test_sections_are_checked_even_when_the_deck_file_is_at_fault(load):
    _, faults, _ = load({"deck.yaml": DECK.replace("Q2", "Q9"), "overview.yaml": OVERVIEW.replace("title", "titel")})
    assert set(codes(faults)) == {"unknown-value", "unknown-field"}


def test_a_section_without_file_is_told_with_the_likely_one(load):
    deck, [fault], sources = load({"deck.yaml": DECK.replace("ip-masking", "ip-maskng")})
    assert deck.names.slides is None
    assert fault.code == "unknown-section"
    assert fault.hint == "did you mean `ip-masking`?"
    assert place(fault, sources) == "content/movement/deck.yaml:9"


def test_a_section_file_that_leads_out_of_the_project_is_not_read(load, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-secret.yaml"
    outside.write_text(OVERVIEW, encoding="utf-8")
    folder = tmp_path / "content" / "movement"
    folder.mkdir(parents=True)
    (folder / "overview.yaml").symlink_to(outside)
    _, faults, sources = load({"overview.yaml": None})
    assert codes(faults) == ["outside-project"]
    assert sources["content/movement/overview.yaml"] == ""


def test_an_unknown_kind_names_the_likely_one_and_all(load):
    _, [fault], sources = load({"overview.yaml": OVERVIEW.replace("bullets\n", "bulets\n", 1)})
    assert fault.code == "unknown-kind"
    assert fault.hint.startswith("did you mean `bullets`?")
    assert "`key-results`" in fault.hint
    assert place(fault, sources) == "content/movement/overview.yaml:3"


def test_a_slide_without_kind_is_told_at_its_first_line(load):
    _, [fault], sources = load({"overview.yaml": "title: O\nslides:\n  - bullets:\n      - a\n"})
    assert (fault.code, place(fault, sources)) == ("missing-field", "content/movement/overview.yaml:3")


@pytest.mark.parametrize("entry", ["text", "[a]", ""])
def test_a_slide_that_is_no_mapping_is_told(load, entry):
    _, [fault], _ = load({"overview.yaml": f"title: O\nslides:\n  - {entry}\n"})
    assert fault.code == "wrong-shape"


def test_an_id_used_twice_is_an_error_at_its_second_place(load):
    text = MASKING.replace("  - kind: bullets\n", "  - kind: bullets\n    id: results\n", 1)
    _, [fault], sources = load({"ip-masking.yaml": text})
    assert (fault.code, place(fault, sources)) == ("duplicate-id", "content/movement/ip-masking.yaml:15")


def test_a_slide_at_fault_is_left_out_but_its_id_is_known(load):
    deck, faults, _ = load({"overview.yaml": OVERVIEW.replace("    bullets:", "    bulets:")})
    assert codes(faults) == ["unknown-field"]
    assert deck.sections[0].slides == ()
    assert "overview/bullets" in deck.names.slides


def test_one_metric_at_fault_leaves_the_others(load):
    deck, faults, sources = load({"data/metrics.yaml": METRICS + "other:\n  nam: x\n"})
    assert list(deck.metrics) == ["editors"]
    assert deck.names.metrics == {"editors", "other"}
    assert {place(f, sources) for f in faults} == {"content/movement/data/metrics.yaml:6"}


def test_a_definitions_file_that_is_a_list_is_told(load):
    deck, [fault], _ = load({"data/acronyms.yaml": "- a\n"})
    assert fault.code == "wrong-shape"
    assert dict(deck.acronyms) == {}


def test_a_data_file_of_unknown_name_is_a_warning(load):
    deck, [fault], _ = load({"data/metric.yaml": METRICS})
    assert deck is not None
    assert (fault.severity, fault.hint) == (Severity.WARNING, "did you mean `metrics.yaml`?")


def test_a_syntax_fault_in_the_metrics_leaves_their_names_unknown(load):
    deck, faults, _ = load({"data/metrics.yaml": "a: [\n"})
    assert faults
    assert deck.names.metrics is None


def test_an_unknown_language_is_a_warning(load):
    _, [fault], _ = load({"deck.yaml": DECK + "language: xx\n"})
    assert fault.code == "unknown-language"


def test_only_one_section_comes_with_the_cover(load):
    deck, faults, _ = load({"overview.yaml": OVERVIEW.replace("title", "titel")}, only="ip-masking")
    assert faults == []
    assert [section.id for section in deck.sections] == ["ip-masking"]
    assert list(deck.front_slides) == ["cover"]
    assert "overview/bullets" in deck.names.slides


def test_an_unknown_section_to_build_is_told_with_the_likely_one(load):
    deck, [fault], _ = load(only="ip-maskin")
    assert deck is None
    assert (fault.code, fault.span, fault.hint) == ("unknown-section", None, "did you mean `ip-masking`?")


def test_every_fault_can_be_shown_in_its_line(load):
    _, faults, sources = load({"overview.yaml": OVERVIEW.replace("kind", "knd"), "deck.yaml": DECK + "frnt: []\n"})
    shown = [render(fault, sources) for fault in faults]
    assert any(
        text.startswith("content/movement/deck.yaml:10:1: error: there is no field `frnt` here") for text in shown
    )
    assert all("hint: " in text for text in shown)
