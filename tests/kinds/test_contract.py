"""The one contract of every slide kind, however many there are: nothing here names one."""

import sys
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from pptx import Presentation

import frame_checks
from deckgen import pipeline
from deckgen.kinds import find_kinds
from deckgen.model import SlideContent
from sample_projects import make_project

sys.path.append(str(Path(__file__).parents[1] / "package"))
import package_check

KINDS = find_kinds()
MADE_FROM_DECK = {"cover", "agenda", "scorecard"}


def build(folder: Path, tmp_path: Path) -> tuple[pipeline.Built, bytes]:
    built = pipeline.build(folder, tmp_path / "out.pptx")
    errors = [d.message for d in built.diagnostics if d.severity == "error"]
    assert built.path is not None, errors
    return built, built.path.read_bytes()


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_there_are_the_kinds_of_the_design() -> None:
    assert set(KINDS) >= {
        "cover", "agenda", "divider", "overview", "metrics", "objective", "key-results", "drill-down", "highlights", "photos",
        "chart", "table", "bullets", "acronyms", "decisions", "scorecard",
    }  # fmt: skip


def test_a_kind_says_what_it_is_and_has_a_model_and_a_layout_of_its_name(kind: str) -> None:
    module = KINDS[kind]
    assert (module.__doc__ or "").startswith(f"{kind}: ")
    assert issubclass(module.Content, SlideContent)
    assert yaml.safe_load(module.EXAMPLE)["kind"] == kind
    assert (Path(__file__).parents[2] / "layouts" / "wikimedia" / f"{kind}.yaml").is_file()


def test_its_example_becomes_a_sound_slide(kind: str, tmp_path: Path) -> None:
    folder = make_project(tmp_path, KINDS[kind].EXAMPLE)
    built, data = build(folder, tmp_path)
    deck = built.laid_out.deck
    assert deck is not None
    assert len(deck.pages) >= 1
    assert frame_checks.problems(deck) == []
    assert package_check.problems(data) == []
    slide = Presentation(BytesIO(data)).slides[0]
    assert slide.shapes.title is not None
    assert slide.shapes.title.text_frame.text == deck.pages[0].title


def test_its_texts_stand_in_placeholders_of_a_named_layout(kind: str, tmp_path: Path) -> None:
    _, data = build(make_project(tmp_path, KINDS[kind].EXAMPLE), tmp_path)
    for slide in Presentation(BytesIO(data)).slides:
        assert slide.slide_layout.name
        for shape in slide.shapes:
            has_content = (shape.has_text_frame and shape.text_frame.text) or getattr(shape, "has_table", False)
            assert not has_content or shape.is_placeholder, f"{shape.name} is no placeholder"


def test_a_field_that_it_does_not_know_is_refused_with_its_line(kind: str, tmp_path: Path) -> None:
    folder = make_project(tmp_path, KINDS[kind].EXAMPLE + "zzz: 1\n")
    laid = pipeline.lay_out(folder)
    assert laid.deck is None
    [fault] = [d for d in laid.diagnostics if "zzz" in d.message]
    assert fault.span is not None
    assert laid.sources[fault.span.file][fault.span.start : fault.span.end] == "zzz"


def optional_fields(kind: str) -> list[str]:
    model = KINDS[kind].Content
    return [name for name in yaml.safe_load(KINDS[kind].EXAMPLE) if not model.model_fields[name].is_required()]


LEFT_OUT = [(kind, name) for kind in KINDS for name in optional_fields(kind)]


@pytest.mark.parametrize(("kind_name", "field"), LEFT_OUT)
def test_without_an_optional_field_it_builds_or_says_what_is_missing(
    kind_name: str, field: str, tmp_path: Path
) -> None:
    entry = yaml.safe_load(KINDS[kind_name].EXAMPLE)
    del entry[field]
    folder = make_project(tmp_path, yaml.safe_dump(entry, sort_keys=False, allow_unicode=True))
    laid = pipeline.lay_out(folder)
    if laid.deck is None:
        assert all((d.span is not None and d.hint is not None) or d.message for d in laid.diagnostics)
        assert laid.diagnostics
    else:
        assert frame_checks.problems(laid.deck) == []
