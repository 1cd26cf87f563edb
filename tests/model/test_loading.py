"""Loading a deck's folder: the deck, and the issues of its files."""

import pytest

from deckgen.diagnostics import Severity, line_and_column, render
from deckgen.model import GeneratedSlide, Item, Row, SlideContent, load_deck

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
    generated = GeneratedSlide(with_any_section=True)


class Scorecard(SlideContent):
    generated = GeneratedSlide()


class Divider(SlideContent):
    divides = True


REGISTRY = {
    "bullets": Bullets, "key-results": KeyResults, "scorecard": Scorecard, "cover": Cover, "divider": Divider,
}  # fmt: skip
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


def codes(issues):
    return [issue.code for issue in issues]


def file_line(issue, sources):
    return f"{issue.span.file}:{line_and_column(sources[issue.span.file], issue.span.start)[0]}"


def test_valid_deck_is_loaded_completely(load):
    deck, issues, sources = load()
    assert issues == []
    assert (deck.title, deck.period.name, str(deck.period.year), deck.brand) == (
        "Thriving Movement",
        "Q2",
        "FY20-21",
        "wikimedia",
    )
    assert [section.id for section in deck.sections] == ["overview", "ip-masking"]
    assert deck.metrics["editors"].name.raw == "Active editors"
    assert sources["content/movement/deck.yaml"] == DECK
    assert deck.documents["content/movement/ip-masking.yaml"].text == MASKING


def test_slides_have_an_id_and_the_position_in_their_file(load):
    deck, _, _ = load()
    slides = deck.sections[1].slides
    assert [s.origin.slide for s in slides] == ["ip-masking/bullets", "ip-masking/bullets-2", "ip-masking/results"]
    assert slides[1].origin.file == "content/movement/ip-masking.yaml"
    assert slides[1].origin.path == ("slides", 1)


def test_slide_inherits_title_department_and_due_of_its_section(load):
    deck, _, _ = load()
    first, second, _ = (s.content for s in deck.sections[1].slides)
    assert (first.title, first.department, first.due) == ("IP Masking", "Product", "EOY")
    assert (second.title, second.department, second.due) == ("Own title", "Legal", "EOY")


def test_front_slides_are_those_of_generated_kinds_in_their_order(load):
    deck, _, _ = load()
    assert list(deck.front_slides) == ["cover", "scorecard"]


@pytest.mark.parametrize(("front", "kinds"), [("[]", []), ("[cover]", ["cover"])])
def test_front_selects_the_slides_that_are_added(load, front, kinds):
    deck, issues, _ = load({"deck.yaml": f"{DECK}front: {front}\n"})
    assert issues == []
    assert list(deck.front_slides) == kinds


@pytest.mark.parametrize("kind", ["covr", "divider"])
def test_front_rejects_kinds_that_are_not_generated(load, kind):
    deck, [issue], sources = load({"deck.yaml": f"{DECK}front: [{kind}]\n"})
    assert (issue.code, file_line(issue, sources)) == ("unknown-value", "content/movement/deck.yaml:10")
    assert list(deck.front_slides) == []


def test_folder_without_deck_file_has_no_deck(load, tmp_path):
    deck, issues, _ = load({"deck.yaml": None})
    assert deck is None
    assert codes(issues) == ["no-deck"]
    assert "content/movement" in issues[0].message


def test_missing_folder_is_reported(tmp_path):
    deck, [issue], _ = load_deck(tmp_path / "nowhere", tmp_path, REGISTRY)
    assert deck is None
    assert issue.message == "there is no folder nowhere"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("format: 1", "format: 2", "format", 1),
        ("format: 1\n", "", "missing-field", 1),
        ("FY20-21", "2020/22", "fiscal-year", 5),
        ("quarter: Q2", "quarter: Q7", "unknown-value", 6),
        ("title:", "titel:", "unknown-field", 2),
        ("event: Tuning session", "event:\n  - a", "wrong-shape", 4),
        ("  - overview\n", "  - ../overview\n", "file-name", 8),
        ("  - overview\n", "  - ip-masking\n", "listed-twice", 8),
        ("  - overview\n  - ip-masking\n", "  []\n", "wrong-count", 8),
    ],
)
def test_issue_of_the_deck_file_has_its_line(load, old, new, code, line):
    deck, issues, sources = load({"deck.yaml": DECK.replace(old, new)})
    assert deck is None
    [issue] = [i for i in issues if i.code == code]
    assert file_line(issue, sources) == f"content/movement/deck.yaml:{line}"


def test_sections_are_checked_even_if_the_deck_file_is_invalid(load):
    _, issues, _ = load({"deck.yaml": DECK.replace("Q2", "Q9"), "overview.yaml": OVERVIEW.replace("title", "titel")})
    assert set(codes(issues)) == {"unknown-value", "unknown-field"}


def test_section_without_file_is_reported_with_a_suggestion(load):
    deck, [issue], sources = load({"deck.yaml": DECK.replace("ip-masking", "ip-maskng")})
    assert deck.names.slides is None
    assert issue.code == "unknown-section"
    assert issue.hint == "did you mean `ip-masking`?"
    assert file_line(issue, sources) == "content/movement/deck.yaml:9"


def test_section_file_outside_the_project_is_not_read(load, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-secret.yaml"
    outside.write_text(OVERVIEW, encoding="utf-8")
    folder = tmp_path / "content" / "movement"
    folder.mkdir(parents=True)
    (folder / "overview.yaml").symlink_to(outside)
    _, issues, sources = load({"overview.yaml": None})
    assert codes(issues) == ["outside-project"]
    assert sources["content/movement/overview.yaml"] == ""


def test_unknown_kind_is_reported_with_a_suggestion_and_all_kinds(load):
    _, [issue], sources = load({"overview.yaml": OVERVIEW.replace("bullets\n", "bulets\n", 1)})
    assert issue.code == "unknown-kind"
    assert issue.hint.startswith("did you mean `bullets`?")
    assert "`key-results`" in issue.hint
    assert file_line(issue, sources) == "content/movement/overview.yaml:3"


def test_slide_without_kind_is_reported_at_its_first_line(load):
    _, [issue], sources = load({"overview.yaml": "title: O\nslides:\n  - bullets:\n      - a\n"})
    assert (issue.code, file_line(issue, sources)) == ("missing-field", "content/movement/overview.yaml:3")


@pytest.mark.parametrize("entry", ["text", "[a]", ""])
def test_slide_that_is_not_a_mapping_is_reported(load, entry):
    _, [issue], _ = load({"overview.yaml": f"title: O\nslides:\n  - {entry}\n"})
    assert issue.code == "wrong-shape"


def test_duplicate_id_is_reported_at_its_second_position(load):
    text = MASKING.replace("  - kind: bullets\n", "  - kind: bullets\n    id: results\n", 1)
    _, [issue], sources = load({"ip-masking.yaml": text})
    assert (issue.code, file_line(issue, sources)) == ("duplicate-id", "content/movement/ip-masking.yaml:15")


def test_invalid_slide_is_left_out_but_its_id_is_known(load):
    deck, issues, _ = load({"overview.yaml": OVERVIEW.replace("    bullets:", "    bulets:")})
    assert codes(issues) == ["unknown-field"]
    assert deck.sections[0].slides == ()
    assert "overview/bullets" in deck.names.slides


def test_invalid_metric_does_not_affect_the_others(load):
    deck, issues, sources = load({"data/metrics.yaml": METRICS + "other:\n  nam: x\n"})
    assert list(deck.metrics) == ["editors"]
    assert deck.names.metrics == {"editors", "other"}
    assert {file_line(i, sources) for i in issues} == {"content/movement/data/metrics.yaml:6"}


def test_definitions_file_that_is_a_list_is_reported(load):
    deck, [issue], _ = load({"data/acronyms.yaml": "- a\n"})
    assert issue.code == "wrong-shape"
    assert dict(deck.acronyms) == {}


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n"])
def test_definitions_file_may_be_empty(load, text):
    deck, issues, _ = load({"data/footnotes.yaml": text})
    assert issues == []
    assert (deck.footnotes, deck.names.footnotes) == ({}, frozenset())
    assert "content/movement/data/footnotes.yaml" not in deck.documents


def test_unknown_data_file_is_a_warning(load):
    deck, [issue], _ = load({"data/metric.yaml": METRICS})
    assert deck is not None
    assert (issue.severity, issue.hint) == (Severity.WARNING, "did you mean `metrics.yaml`?")


def test_syntax_error_in_the_metrics_leaves_their_names_unknown(load):
    deck, issues, _ = load({"data/metrics.yaml": "a: [\n"})
    assert issues
    assert deck.names.metrics is None


def test_unknown_language_is_a_warning(load):
    _, [issue], _ = load({"deck.yaml": DECK + "language: xx\n"})
    assert issue.code == "unknown-language"


def test_only_loads_one_section_and_the_cover(load):
    deck, issues, _ = load({"overview.yaml": OVERVIEW.replace("title", "titel")}, only="ip-masking")
    assert issues == []
    assert [section.id for section in deck.sections] == ["ip-masking"]
    assert list(deck.front_slides) == ["cover"]
    assert "overview/bullets" in deck.names.slides


def test_unknown_section_to_build_is_reported_with_a_suggestion(load):
    deck, [issue], _ = load(only="ip-maskin")
    assert deck is None
    assert (issue.code, issue.span, issue.hint) == ("unknown-section", None, "did you mean `ip-masking`?")


def test_every_issue_can_be_rendered_with_its_line(load):
    _, issues, sources = load({"overview.yaml": OVERVIEW.replace("kind", "knd"), "deck.yaml": DECK + "frnt: []\n"})
    messages = [render(issue, sources) for issue in issues]
    assert any(
        text.startswith("content/movement/deck.yaml:10:1: error: there is no field `frnt` here") for text in messages
    )
    assert all("hint: " in text for text in messages)
