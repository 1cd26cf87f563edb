"""Every number, text and count in a brand's files has limits: a build gives an error in the brand's file, or a valid deck."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from deckgen.brand import load as brand_loading
from deckgen.brand import schema
from deckgen.brand.load import load_brand
from deckgen.brand.values import Count, Line, Range
from deckgen.build import pipeline
from deckgen.diagnostics import Issue, render
from deckgen.kinds import chart, table
from deckgen.package import problems
from sample_projects import make_project

pytestmark = pytest.mark.slow

LAYOUTS = Path(__file__).parents[2] / "layouts"
FILES: dict[str, type[BaseModel]] = {
    "_brand.yml": schema.BrandFile, "master.yaml": schema.MasterFile, "bullets.yaml": schema.LayoutFile,
}  # fmt: skip
USED = ("_brand.yml", "master.yaml", "agenda.yaml", "bullets.yaml", "chart.yaml", "chart-full.yaml", "table.yaml")
SLIDES = ("kind: bullets\nbullets:\n  - One point\n  - Another", chart.EXAMPLE, table.EXAMPLE)
Keys = tuple[str | int, ...]
Leaf = tuple[type, tuple[Any, ...]]
"""A type without annotations, and the annotations that it had."""


def leaves(kind: Any, marks: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[str, ...], Leaf]]:
    """Yield the types of all values that a file may contain, with the keys that lead to them; `*` is any key or index."""
    origin = get_origin(kind)
    if origin is Annotated:
        inner, *more = get_args(kind)
        yield from leaves(inner, (*marks, *more))
    elif origin in (Union, UnionType):
        for member in get_args(kind):
            yield from leaves(member, marks)
    elif origin is dict:
        key, value = get_args(kind)
        yield from (((), leaf) for _, leaf in leaves(key))
        yield from ((("*", *path), leaf) for path, leaf in leaves(value))
    elif origin is tuple:
        for member in {arg for arg in get_args(kind) if arg is not Ellipsis}:
            yield from ((("*", *path), leaf) for path, leaf in leaves(member))
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            yield from (((field.alias or name, *path), leaf) for path, leaf in leaves(_annotated_type(field)))
    elif origin is not Literal and kind is not type(None):
        yield (), (kind, marks)


def _annotated_type(field: FieldInfo) -> Any:
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def all_leaves() -> Iterator[tuple[str, tuple[str, ...], Leaf]]:
    for file, model in FILES.items():
        yield from ((file, path, leaf) for path, leaf in leaves(model))


NUMBERS = sorted({(file, path) for file, path, (kind, _) in all_leaves() if kind in (int, float)})


def test_every_number_of_a_brand_has_a_range() -> None:
    free = [(f, p) for f, p, (kind, marks) in all_leaves() if kind in (int, float) and not _has(marks, Range)]
    assert free == []
    assert len(NUMBERS) > 40


def test_every_text_of_a_brand_has_a_length() -> None:
    assert [(f, p) for f, p, (kind, marks) in all_leaves() if kind is str and not _has(marks, Line)] == []


def _has(marks: tuple[Any, ...], kind: type) -> bool:
    return any(isinstance(mark, kind) for mark in marks)


def test_every_list_and_mapping_of_a_brand_has_a_count() -> None:
    """Except mappings whose keys are a fixed set of words."""
    models = {
        schema.BrandFile,
        schema.MasterFile,
        schema.LayoutFile,
        schema.Colour,
        schema.SlotSpec,
        schema.DeckgenSettings,
    }
    free = []
    for model in models:
        for name, field in model.model_fields.items():
            kind = field.annotation
            open_ended = get_origin(kind) is dict and get_origin(get_args(kind)[0]) is not Literal
            open_ended |= get_origin(kind) is tuple and Ellipsis in get_args(kind)
            if open_ended and not _has(tuple(field.metadata), Count):
                free.append((model.__name__, name))
    assert free == []


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return {
        name: yaml.load((LAYOUTS / "wikimedia" / name).read_text(encoding="utf-8"), yaml.BaseLoader) for name in USED
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    own = root / "layouts" / "own"
    own.mkdir(parents=True)
    for name in USED:
        shutil.copy(LAYOUTS / "wikimedia" / name, own / name)
    make_project(root, *SLIDES, brand="own")
    return root


DECORATION = {"shape": "rect", "fill": "primary", "x": "1", "y": "1", "width": "1", "height": "1"}
SLOT = {"role": "text", "x": "1", "y": "2", "width": "3", "height": "2"}


SPECIAL_LAYOUT = {
    "layout": "Title", "number": "1", "slots": {"title": {"box": ["1", "1", "5", "1"], "size": "20", "min": "10"}},
}  # fmt: skip
CREATED: dict[str, Any] = {
    "decorations": [DECORATION], "beside": ["1", "8"], "motif": {"bullets": [DECORATION]}, "columns": ["1", "4"],
    "weights": {"regular": "400"}, "cover": SPECIAL_LAYOUT, "divider": SPECIAL_LAYOUT,
}  # fmt: skip
"""What stands at a key of a path where a file has nothing there."""
PAIRS = {"place": ("title", ""), "size": ("", "7.5")}
"""Lists of two, with what is beside the number."""


def with_value(data: Any, path: tuple[str, ...], value: str) -> Any:
    """Return the data with a value at a path; missing keys on the path are created."""
    if not path:
        return value
    key, *rest = path
    if key == "*" and (isinstance(data, list) or (rest == [] and not isinstance(data, dict))):
        # A list of numbers (insets, columns), or of decorations.
        entries = list(data) if isinstance(data, list) and data else ["0", "0", "0", "0"]
        return [with_value(entries[0], tuple(rest), value), *entries[1:]]
    data = dict(data) if isinstance(data, dict) else {}
    if key == "*":
        key = next(iter(data), "regular")
    if rest and key in PAIRS:
        return {**data, key: [PAIRS[key][0] or value, PAIRS[key][1] or value]}
    inner = data.get(key) or CREATED.get(key)
    if key == "styles" and rest and isinstance(inner, str):
        inner = {"body": {"size": "16", "min": "14"}}
    return {**data, key: with_value(inner, tuple(rest), value)}


class Plain(yaml.SafeDumper):
    """Write what occurs twice twice, instead of an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class FastPlain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """The same in C, in a quarter of the time; it refuses half of a pair of surrogates."""

    ignore_aliases = Plain.ignore_aliases


def dump(value: object, *, allow_unicode: bool = False) -> str:
    settings = {"sort_keys": False, "width": 10_000_000, "allow_unicode": allow_unicode}
    try:
        return str(yaml.dump(value, Dumper=FastPlain, **settings))
    except UnicodeEncodeError:
        return str(yaml.dump(value, Dumper=Plain, **settings))


NASTY = [
    "1e307", "1e308", "-1e308", "1e309", "inf", "-inf", "nan", "-0", "0", "-1", "1e-300", "-1e-300", "5e-324", "0.001", "1",
    "9" * 400, "9" * 3000, "9" * 10_000, "-" + "9" * 5000, "0." + "0" * 3000 + "1", "56", "56.0001", "-56", "100", "1000",
    "2147483648", "1e10", "0x10", "1_0", "٣",
]  # fmt: skip
ANY = (
    st.sampled_from(NASTY)
    | st.floats(allow_nan=True, allow_infinity=True).map(repr)
    | st.floats(-60, 60).map(repr)
    | st.integers().map(str)
    | st.integers(-100, 1100).map(str)
)


def build_or_report(project: Path) -> list[Issue]:
    """Build; assert that the result is a valid deck, or errors at lines of the files, and return the errors."""
    built = pipeline.build(project / "content" / "sample")
    if built.path is not None:
        assert problems(built.path) == []
        return []
    found = [d for d in built.issues if d.severity == "error"]
    assert found
    for fault in found:
        assert fault.span is not None, fault
        assert fault.span.file.startswith(("layouts/own/", "content/sample/")), fault
        assert len(render(fault, built.layout.sources)) < 2000, "a message is short"
    return found


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(key=st.sampled_from(NUMBERS), value=ANY, size=st.sampled_from(["16:9", "4:3"]))
def test_any_number_at_any_key_gives_an_error_or_a_valid_deck(
    project: Path, data: dict[str, Any], key: tuple[str, tuple[str, ...]], value: str, size: str
) -> None:
    make_project(project, *SLIDES, brand="own", size=size)
    file, path = key
    target = project / "layouts" / "own" / file
    changed = with_value(data[file], path, value)
    target.write_text(dump(changed, allow_unicode=True), encoding="utf-8")
    try:
        build_or_report(project)
    finally:
        shutil.copy(LAYOUTS / "wikimedia" / file, target)
        make_project(project, *SLIDES, brand="own")


@pytest.mark.parametrize("value", ["1e307", "1e308", "-1e308", "inf", "nan", "9" * 400, "9" * 5000])
@pytest.mark.parametrize("key", NUMBERS, ids=lambda key: f"{key[0]}:{'.'.join(key[1])}")
def test_number_out_of_range_is_an_error_at_its_key(
    project: Path, data: dict[str, Any], key: tuple[str, tuple[str, ...]], value: str
) -> None:
    file, path = key
    target = project / "layouts" / "own" / file
    target.write_text(dump(with_value(data[file], path, value)), encoding="utf-8")
    try:
        brand, found, sources = load_brand("own", [project / "layouts"], project)
    finally:
        shutil.copy(LAYOUTS / "wikimedia" / file, target)
    assert brand is None
    fault = next(f for f in found if "number" in f.message)
    assert fault.span is not None
    assert sources[fault.span.file][fault.span.start : fault.span.end].strip("'\"") == value
    assert fault.hint


def test_error_states_the_allowed_range_and_the_reason(project: Path) -> None:
    target = project / "layouts" / "own" / "master.yaml"
    target.write_text(target.read_text(encoding="utf-8").replace("width: 13.333", "width: 56.5"), encoding="utf-8")
    try:
        _, [fault], sources = load_brand("own", [project / "layouts"], project)
    finally:
        shutil.copy(LAYOUTS / "wikimedia" / "master.yaml", target)
    message = render(fault, sources)
    assert message.startswith("layouts/own/master.yaml:3:10: error: a number from 1 to 56 (inches) is expected here")
    assert "but this is `56.5`" in message
    assert "slides of PowerPoint are 1 to 56 inches wide" in message


TEXTS = [
    "x" * 100_000, "a\x00b", "a\x1b[31mb", "a\nb", "</a:latin><a:evil>", '"/><x', "&amp;&#0;", "\ud800", "\ufffe", "", " ",
    "+mn-lt", "@x", "../x", "\u202e", "𝔘" * 50,
]  # fmt: skip
STRINGS = sorted({(file, path) for file, path, (kind, _) in all_leaves() if kind is str and path})


@pytest.mark.parametrize("value", TEXTS, ids=lambda text: ascii(text)[:20])
def test_any_text_at_any_key_gives_an_error_or_a_valid_deck(project: Path, data: dict[str, Any], value: str) -> None:
    for file, path in STRINGS:
        target = project / "layouts" / "own" / file
        changed = with_value(data[file], path, value)
        target.write_text(dump(changed), encoding="utf-8")
        try:
            build_or_report(project)
        finally:
            shutil.copy(LAYOUTS / "wikimedia" / file, target)


def many_entries(many: int, entry: object) -> dict[str, object]:
    return {f"n{i}": entry for i in range(many)}


@pytest.mark.parametrize(
    ("file", "keys", "value", "message"),
    [
        ("_brand.yml", ("color", "palette"), many_entries(501, "#112233"), "at most 500 colours"),
        ("_brand.yml", ("logo",), {"images": many_entries(51, "mark.svg")}, "at most 50 logos"),
        ("bullets.yaml", ("slots",), many_entries(101, SLOT), "at most 100 slots"),
        ("bullets.yaml", ("decorations",), [DECORATION] * 201, "at most 200 decorations"),
        ("bullets.yaml", ("omit",), ["date"] * 101, "at most 100 slots"),
        ("master.yaml", ("styles",), many_entries(101, {}), "at most 100 sets of styles"),
        ("master.yaml", ("styles", "text"), many_entries(51, {"size": "9", "min": "9"}), "at most 50 styles"),
        ("master.yaml", ("sizes",), many_entries(21, {}), "at most 20 sizes"),
    ],
)
def test_more_entries_than_a_brand_needs_are_refused(
    project: Path, data: dict[str, Any], file: str, keys: Keys, value: object, message: str
) -> None:
    changed: Any = yaml.load(dump(data[file]), yaml.BaseLoader)
    inner = changed
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    target = project / "layouts" / "own" / file
    target.write_text(dump(changed), encoding="utf-8")
    try:
        found = build_or_report(project)
    finally:
        shutil.copy(LAYOUTS / "wikimedia" / file, target)
    assert message in found[0].message


def test_more_layouts_than_a_brand_needs_are_refused(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brand_loading, "MAX_LAYOUTS", 3)
    [fault] = build_or_report(project)
    assert fault.message == "this brand has 5 slide layouts; at most 3 are read"


def test_layouts_that_are_too_large_are_refused(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brand_loading, "MAX_LAYOUT_BYTES", 1000)
    [fault] = build_or_report(project)
    assert "MB of slide layouts" in fault.message


def test_long_circle_of_colour_references_is_resolved_in_time(project: Path, data: dict[str, Any]) -> None:
    chain = {f"c{i}": f"c{i + 1}" for i in range(400)} | {"c400": "c0"}
    changed = {**data["_brand.yml"], "color": {**data["_brand.yml"]["color"], "palette": chain, "primary": "c0"}}
    target = project / "layouts" / "own" / "_brand.yml"
    target.write_text(dump(changed), encoding="utf-8")
    try:
        assert "no colour" in build_or_report(project)[0].message
    finally:
        shutil.copy(LAYOUTS / "wikimedia" / "_brand.yml", target)


def test_margins_that_leave_no_columns_are_reported_once(project: Path) -> None:
    target = project / "layouts" / "own" / "master.yaml"
    target.write_text(target.read_text(encoding="utf-8").replace("margin: 0.6", "margin: 6", 1), encoding="utf-8")
    try:
        [fault] = build_or_report(project)
    finally:
        shutil.copy(LAYOUTS / "wikimedia" / "master.yaml", target)
    assert "margins and gutters leave" in fault.message
