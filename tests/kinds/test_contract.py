"""The contract of every slide kind: the tests find the kinds by themselves, so that a new one is tested at once."""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from pptx import Presentation

import frame_checks
from deckgen import package
from deckgen.brand import stored_brand
from deckgen.brand.load import load_brand
from deckgen.build import pipeline
from deckgen.build.build_results import BuildResult
from deckgen.io import project
from deckgen.ir.frames import CarriedFrame, ChartFrame, Page, PictureFrame, TableFrame
from deckgen.kinds import find_kinds
from deckgen.model import SlideContent
from deckgen.model.content import FRONT_KINDS
from deckgen.package import accessibility
from sample_projects import make_every_example, make_example, make_project

KINDS = find_kinds()


def build(folder: Path, tmp_path: Path) -> tuple[BuildResult, bytes]:
    result = pipeline.build(folder, tmp_path / "out.pptx")
    errors = [d.message for d in result.issues if d.severity == "error"]
    assert result.path is not None, errors
    return result, result.path.read_bytes()


@lru_cache
def built_example(kind: str) -> tuple[BuildResult, bytes]:
    """The example of a kind as a deck of one slide, built once for all tests."""
    with TemporaryDirectory() as folder:
        return build(make_example(Path(folder), KINDS[kind].EXAMPLE), Path(folder))


def dump(entry: object) -> str:
    return yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=10_000)


def alts(page: Page) -> list[str]:
    return [frame.alt for frame in page.frames if isinstance(frame, ChartFrame | PictureFrame | TableFrame)]


def is_sentence(alt: str) -> bool:
    """Whether an alt text has several words, begins with a capital or a figure, and has no file name."""
    return len(alt.split()) >= 3 and not alt[0].islower() and not re.search(r"\.(png|jpe?g|svg)\b", alt)


@pytest.fixture(scope="module", autouse=True)
def brand_read_once() -> Iterator[None]:
    """Load the brand once: reading its thirty files for every example would take longer than the rest."""
    loaded = load_brand("wikimedia", [project.packaged_folder("layouts")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stored_brand, "load", lambda *_, **_options: loaded)
        yield


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_front_kinds_are_those_that_deckgen_adds() -> None:
    assert {kind for kind, module in KINDS.items() if module.Content.generated is not None} == set(FRONT_KINDS)


def test_all_kinds_of_the_design_exist() -> None:
    assert set(KINDS) >= {
        "cover", "agenda", "divider", "overview", "metrics", "objective", "key-results", "drill-down", "highlights", "photos",
        "chart", "table", "bullets", "acronyms", "decisions", "scorecard",
        "text", "quote", "big-number", "risks", "before-after", "process", "people", "roadmap",
    }  # fmt: skip


def test_kind_has_description_content_model_label_example_and_layout(kind: str) -> None:
    module = KINDS[kind]
    assert (module.__doc__ or "").startswith(f"{kind}: "), f"the docstring of the module begins with `{kind}: `"
    assert issubclass(module.Content, SlideContent)
    assert module.Content.label, "`label` of `Content` is the name of the kind on slides"
    assert yaml.safe_load(module.EXAMPLE)["kind"] == kind
    layout = Path("layouts", "wikimedia", f"{kind}.yaml")
    assert (Path(__file__).parents[2] / layout).is_file(), f"there is no {layout}"


def test_slots_have_the_styles_of_their_texts(kind: str) -> None:
    """A paragraph whose style a slot lacks is set as body text, without a message."""
    laid_out = built_example(kind)[0].layout
    assert laid_out.brand is not None
    missing = [
        (slide.layout, block.slot, paragraph.style)
        for slide in laid_out.slides
        for block in slide.blocks
        for paragraph in block.all_paragraphs()
        if paragraph.style not in laid_out.brand.layouts[slide.layout].slots[block.slot].styles
    ]
    assert missing == [], "layout, slot, and the style that its slot does not have"


def test_example_is_built_without_issues(kind: str) -> None:
    result, data = built_example(kind)
    deck = result.layout.deck
    assert deck is not None
    assert len(deck.pages) >= 1
    assert frame_checks.problems(deck) == []
    slide = Presentation(BytesIO(data)).slides[0]
    assert slide.shapes.title is not None
    assert slide.shapes.title.text_frame.text == deck.pages[0].title
    assert result.issues == []
    assert [alt for page in deck.pages for alt in alts(page) if not is_sentence(alt)] == []


def test_file_with_every_example_is_sound_and_accessible(tmp_path: Path) -> None:
    """One file for all kinds: its thirty layouts take most of the time of the checks, which name the slide."""
    _, data = build(make_every_example(tmp_path), tmp_path)
    assert len(Presentation(BytesIO(data)).slides) >= len(KINDS)
    assert package.problems(data) == []
    assert accessibility.findings(data) == []


def test_texts_are_in_placeholders_of_a_named_layout(kind: str) -> None:
    built, data = built_example(kind)
    assert built.layout.deck is not None
    if any(page.frames_of(CarriedFrame) for page in built.layout.deck.pages):
        pytest.skip("the shapes of another file are in no placeholder of ours")
    for slide in Presentation(BytesIO(data)).slides:
        assert slide.slide_layout.name
        for shape in slide.shapes:
            has_content = (shape.has_text_frame and shape.text_frame.text) or getattr(shape, "has_table", False)
            assert not has_content or shape.is_placeholder, f"{shape.name} is no placeholder"


def test_unknown_field_is_an_error_at_its_line(kind: str, tmp_path: Path) -> None:
    folder = make_project(tmp_path, KINDS[kind].EXAMPLE + "zzz: 1\n")
    layout = pipeline.lay_out(folder)
    assert layout.deck is None
    [issue] = [d for d in layout.issues if "zzz" in d.message]
    assert issue.span is not None
    assert layout.sources[issue.span.file][issue.span.start : issue.span.end] == "zzz"


def key_paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every key of an example, including those of its rows and items."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        if isinstance(value, dict):
            yield (*path, key)
        yield from key_paths(inner, (*path, key))


def first_of_each_key(paths: Iterable[tuple[str | int, ...]]) -> list[tuple[str | int, ...]]:
    """Return the paths without those of keys that an earlier row has as well."""
    first_paths: dict[tuple[str, ...], tuple[str | int, ...]] = {}
    for path in paths:
        first_paths.setdefault(tuple("row" if isinstance(key, int) else key for key in path), path)
    return list(first_paths.values())


def without(value: Any, path: tuple[str | int, ...]) -> Any:
    copy = deepcopy(value)
    at = copy
    for key in path[:-1]:
        at = at[key]
    del at[path[-1]]
    return copy


def test_example_without_one_key_is_built_or_names_that_key(kind: str, tmp_path: Path) -> None:
    entry = yaml.load(KINDS[kind].EXAMPLE, yaml.BaseLoader)
    fields = KINDS[kind].Content.model_fields
    for path in first_of_each_key(key_paths(entry)):
        if path == ("kind",):
            continue
        layout = pipeline.lay_out(make_project(tmp_path, dump(without(entry, path))))
        errors = [d for d in layout.issues if d.severity == "error"]
        if layout.deck is not None:
            assert len(path) > 1 or not fields[str(path[0])].is_required(), path
            assert frame_checks.problems(layout.deck) == [], path
        assert (layout.deck is None) == bool(errors), path
        assert not errors or any(str(path[-1]) in d.message for d in errors), (path, errors)
        assert all(d.span is not None for d in errors), (path, errors)


def test_entry_without_fields_is_built_or_names_the_required_ones(kind: str, tmp_path: Path) -> None:
    layout = pipeline.lay_out(make_project(tmp_path, f"kind: {kind}\n"))
    needed = [
        name for name, field in KINDS[kind].Content.model_fields.items() if field.is_required() and name != "kind"
    ]
    messages = "\n".join(d.message for d in layout.issues)
    assert [name for name in needed if f"`{name}`" not in messages] == []
    assert (layout.deck is None) == bool(layout.issues)
    assert all(d.span is not None and "`" in d.message for d in layout.issues)


def test_kind_accepts_the_fields_of_every_slide(kind: str, tmp_path: Path) -> None:
    entry = yaml.load(KINDS[kind].EXAMPLE, yaml.BaseLoader)
    common = {"id": "own-name", "title": "A topic", "department": "Product", "due": "EOY", "owner": "Somebody"}
    layout = pipeline.lay_out(make_project(tmp_path, dump({**entry, **common, "notes": "Say this.", "hidden": "true"})))
    assert layout.deck is not None, layout.issues
    page = layout.deck.pages[0]
    assert page.id == "part/own-name"
    assert page.hidden
    assert any("A topic" in text for text in frame_checks.texts(page))
    assert "Say this." in [note.plain_text for note in page.notes]
    assert all(
        "A topic" in frame.alt or page.title in frame.alt for frame in page.frames if isinstance(frame, TableFrame)
    )
    assert frame_checks.problems(layout.deck) == []


def test_frames_are_in_reading_order(kind: str) -> None:
    """The order in which a screen reader reads: the title first, footnotes last."""
    deck = built_example(kind)[0].layout.deck
    assert deck is not None
    for page in deck.pages:
        names = [getattr(frame, "slot", "") for frame in page.frames]
        assert names[0] == "title"
        assert "footnotes" not in names[:-1]
