"""The one contract of every slide kind, however many there are: nothing here names one."""

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
from deckgen.brand import brand_cache as brand_memory
from deckgen.brand.load import load_brand
from deckgen.build import pipeline
from deckgen.io import project
from deckgen.ir.frames import ChartFrame, Page, PictureFrame, TableFrame
from deckgen.kinds import find_kinds
from deckgen.model import SlideContent
from deckgen.package import accessibility
from sample_projects import make_example, make_project

KINDS = find_kinds()


def build(folder: Path, tmp_path: Path) -> tuple[pipeline.BuildResult, bytes]:
    built = pipeline.build(folder, tmp_path / "out.pptx")
    errors = [d.message for d in built.diagnostics if d.severity == "error"]
    assert built.path is not None, errors
    return built, built.path.read_bytes()


@lru_cache
def built_example(kind: str) -> tuple[pipeline.BuildResult, bytes]:
    """The example of a kind as a deck of one slide; built once for all that is asked of it."""
    with TemporaryDirectory() as folder:
        return build(make_example(Path(folder), KINDS[kind].EXAMPLE), Path(folder))


def dump(entry: object) -> str:
    return yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=10_000)


def alts(page: Page) -> list[str]:
    return [frame.alt for frame in page.frames if isinstance(frame, ChartFrame | PictureFrame | TableFrame)]


def is_sentence(alt: str) -> bool:
    """Several words that begin with a capital or a figure; never a file name."""
    return len(alt.split()) >= 3 and not alt[0].islower() and not re.search(r"\.(png|jpe?g|svg)\b", alt)


@pytest.fixture(scope="module", autouse=True)
def brand_read_once() -> Iterator[None]:
    """The brand is the same for every example; reading its thirty files again takes longer than the rest."""
    loaded = load_brand("wikimedia", [project.packaged("layouts")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(brand_memory, "load", lambda *_: loaded)
        yield


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


def test_its_example_becomes_a_sound_slide(kind: str) -> None:
    built, data = built_example(kind)
    deck = built.layout.deck
    assert deck is not None
    assert len(deck.pages) >= 1
    assert frame_checks.problems(deck) == []
    assert package.problems(data) == []
    assert [finding.text for finding in accessibility.findings(data)] == []
    slide = Presentation(BytesIO(data)).slides[0]
    assert slide.shapes.title is not None
    assert slide.shapes.title.text_frame.text == deck.pages[0].title
    assert built.diagnostics == []
    assert [alt for page in deck.pages for alt in alts(page) if not is_sentence(alt)] == []


def test_its_texts_stand_in_placeholders_of_a_named_layout(kind: str) -> None:
    _, data = built_example(kind)
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


def key_paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every key of an example, those of its rows and items among them."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        if isinstance(value, dict):
            yield (*path, key)
        yield from key_paths(inner, (*path, key))


def one_of_each(paths: Iterable[tuple[str | int, ...]]) -> list[tuple[str | int, ...]]:
    """Of keys that stand in several rows, the first."""
    found: dict[tuple[str, ...], tuple[str | int, ...]] = {}
    for path in paths:
        found.setdefault(tuple("row" if isinstance(key, int) else key for key in path), path)
    return list(found.values())


def without(value: Any, path: tuple[str | int, ...]) -> Any:
    copy = deepcopy(value)
    at = copy
    for key in path[:-1]:
        at = at[key]
    del at[path[-1]]
    return copy


def test_without_any_one_of_its_keys_it_builds_or_names_the_key_it_needs(kind: str, tmp_path: Path) -> None:
    entry = yaml.load(KINDS[kind].EXAMPLE, yaml.BaseLoader)
    fields = KINDS[kind].Content.model_fields
    for path in one_of_each(key_paths(entry)):
        if path == ("kind",):
            continue
        laid = pipeline.lay_out(make_project(tmp_path, dump(without(entry, path))))
        errors = [d for d in laid.diagnostics if d.severity == "error"]
        if laid.deck is not None:
            assert len(path) > 1 or not fields[str(path[0])].is_required(), path
            assert frame_checks.problems(laid.deck) == [], path
        assert (laid.deck is None) == bool(errors), path
        assert not errors or any(str(path[-1]) in d.message for d in errors), (path, errors)
        assert all(d.span is not None for d in errors), (path, errors)


def test_an_entry_of_its_kind_alone_is_built_or_refused_with_the_fields_it_needs(kind: str, tmp_path: Path) -> None:
    laid = pipeline.lay_out(make_project(tmp_path, f"kind: {kind}\n"))
    needed = [
        name for name, field in KINDS[kind].Content.model_fields.items() if field.is_required() and name != "kind"
    ]
    told = "\n".join(d.message for d in laid.diagnostics)
    assert [name for name in needed if f"`{name}`" not in told] == []
    assert (laid.deck is None) == bool(laid.diagnostics)
    assert all(d.span is not None and "`" in d.message for d in laid.diagnostics)


def test_what_any_slide_may_have_this_kind_may_have(kind: str, tmp_path: Path) -> None:
    entry = yaml.load(KINDS[kind].EXAMPLE, yaml.BaseLoader)
    common = {"id": "own-name", "title": "A topic", "department": "Product", "due": "EOY", "owner": "Somebody"}
    laid = pipeline.lay_out(make_project(tmp_path, dump({**entry, **common, "notes": "Say this.", "hidden": "true"})))
    assert laid.deck is not None, laid.diagnostics
    page = laid.deck.pages[0]
    assert page.id == "part/own-name"
    assert page.hidden
    assert "A topic" in frame_checks.texts(page)
    assert "Say this." in "\n".join(page.notes)
    assert all(
        "A topic" in frame.alt or page.title in frame.alt for frame in page.frames if isinstance(frame, TableFrame)
    )
    assert frame_checks.problems(laid.deck) == []


def test_its_example_reads_well_in_the_order_of_its_frames(kind: str) -> None:
    """What a screen reader goes by: the title first, then down the slide, footnotes last."""
    deck = built_example(kind)[0].layout.deck
    assert deck is not None
    for page in deck.pages:
        names = [getattr(frame, "slot", "") for frame in page.frames]
        assert names[0] == "title"
        assert "footnotes" not in names[:-1]
