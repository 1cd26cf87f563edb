"""The JSON Schemas: they accept and reject the same as the models, and describe each field."""

import copy
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pydantic import TypeAdapter, ValidationError

from deckgen import schema
from deckgen.ir.roles import STATUSES
from deckgen.kinds import find_kinds
from deckgen.model import FootnoteDef, Metric, RichText, SectionFile
from deckgen.model.deck_settings import DeckSettings
from deckgen.model.files import DeckFile
from deckgen.model.label_files import known_languages
from deckgen.model.labels import Labels
from deckgen.model.records import DeckRecord
from deckgen.model.reported_period import read_reported_period
from deckgen.reader import parse
from deckgen.schema.docstrings import field_docs
from deckgen.translation.translation_file import TranslationFile

ROOT = Path(__file__).resolve().parents[2]
KINDS = find_kinds()


class EditorLoader(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: with numbers, true, false and null; without dates, and `no` is text."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for tag, pattern, first in [
    ("bool", r"true|false", "tf"), ("null", r"null|~|", ["n", "~", ""]), ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
]:  # fmt: skip
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by its name, generated once for all tests."""
    return schema.schemas()


@cache
def validator(name: str) -> Draft7Validator:
    content = schemas()[name]
    Draft7Validator.check_schema(content)
    return Draft7Validator(content)


def schema_name(file: Path) -> str:
    return file.stem if file.parent.name == "data" else "deck" if file.name == "deck.yaml" else "section"


CONTENT = sorted(p for p in (ROOT / "content").glob("*/**/*.yaml"))


@pytest.mark.parametrize("file", CONTENT, ids=lambda p: p.stem)
def test_example_content_is_accepted(file: Path) -> None:
    data = yaml.load(file.read_text(encoding="utf-8"), EditorLoader)
    assert data
    assert [e.message for e in validator(schema_name(file)).iter_errors(data)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_is_accepted_as_editors_and_deckgen_read_it(kind: str) -> None:
    for loader in (EditorLoader, yaml.BaseLoader):
        section = {"title": "T", "slides": [yaml.load(KINDS[kind].EXAMPLE, loader)]}
        assert [e.message for e in validator("section").iter_errors(section)] == []


def fields(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and schema of every field of every model in a schema."""
    if isinstance(node, dict):
        if "additionalProperties" in node:
            for name, entry in node.get("properties", {}).items():
                yield f"{path}/{name}", entry
        for key, inner in node.items():
            if key not in {"examples", "defaultSnippets"}:
                yield from fields(inner, f"{path}/{key}")
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from fields(inner, f"{path}/{index}")


def test_every_field_has_a_description() -> None:
    undescribed = [
        f"{name}{path}"
        for name, content in schemas().items()
        for path, entry in fields(content)
        if not entry.get("description") and not is_period(path)
    ]
    assert not undescribed


def is_period(path: str) -> bool:
    return re.search(r"/[QHT][1-4]$", path) is not None


def test_docstrings_of_inherited_fields_are_found() -> None:
    docs = field_docs(Metric)
    assert docs["name"].startswith("What is measured")
    assert docs["owner"].startswith("Who supplies the result")


def accepts(model: Any, data: object) -> bool:
    try:
        TypeAdapter(model).validate_python(data)
    except ValidationError:
        return False
    document, _ = parse(yaml.safe_dump(data), "deck.yaml")
    assert document is not None
    return model is not DeckFile or not read_reported_period(document)[1]


SAMPLES = {
    "deck": (DeckFile, {"format": "1", "title": "T", "fiscal_year": "FY20-21", "quarter": "Q2", "sections": ["a", "b"],
                        "front": ["cover"], "statuses": "none", "event": "E"}),
    "metrics": (dict[str, Metric], {"m": {
        "name": "N", "goal": "5%", "better": "lower", "tolerance": "5%", "owner": "O", "measured": {"every": "year", "in": "Q2"},
        "quarters": {"Q1": "4%", "Q2": {"text": "5%", "status": "done", "mark": "delivered"}},
        "FY19-20": {"Q4": "3%"}, "measures": [{"of": "W", "quarters": {"Q1": "1"}}], "parts": {"p": {"name": "P"}}}}),
    "footnotes": (dict[str, FootnoteDef], {"a": "text", "b": {"mark": "*", "text": "text"}}),
    "acronyms": (dict[str, RichText], {"CTA": "Call to action"}),
    "record": (DeckRecord, {
        "format": "1", "title": "T", "year": "FY20-21", "period": "Q2", "frozen": "2021-01-27",
        "results": [{"id": "a", "name": "A", "owner": "O", "goal": "5%", "baseline": "1%", "results": {
            "Q1": {"text": "4%", "status": "done", "mark": "delivered"}, "Q2": {"value": "5 EUR", "score": "0.5"}}}],
        "slides": [{"id": "p/a", "title": "T"}]}),
    "translation": (TranslationFile, {"format": "1", "language": "de", "texts": {
        "deck/title": {"source": "T", "translation": "U", "state": "review"}, "p/a/title": {"source": "A", "translation": "B"}}}),
    "section": (SectionFile, {"title": "T", "department": "D", "slides": [{"kind": "divider", "title": "D"}]}),
}  # fmt: skip
"""The data of one file of each type, with the model that reads it."""

REPLACEMENTS: list[object] = ["", "text", "Q5", "Q2", ["text"], {"unknown": "text"}, [], {}, {"text": "t"}, "FY20-22x"]


def paths_in(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all values inside data."""
    paths = [path] if path else []
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        paths += paths_in(value, (*path, key))
    return paths


def mutated(draw: st.DrawFn, data: Any) -> Any:
    """Return the data with one change: another value, a deleted key or a misspelt key."""
    data = copy.deepcopy(data)
    path = draw(st.sampled_from(paths_in(data)))
    parent = data
    for part in path[:-1]:
        parent = parent[part]
    change = draw(st.sampled_from(["replace", "drop", "misspell"])) if isinstance(parent, dict) else "replace"
    if change == "replace":
        parent[path[-1]] = draw(st.sampled_from(REPLACEMENTS))
    else:
        value = parent.pop(path[-1])
        if change == "misspell":
            parent[f"{path[-1]}x"] = value
    return data


# Where the models check more than a JSON Schema can, or the two differ on purpose.
DIFFERENCES = {
    "empty list of names": lambda data: isinstance(data, dict) and data.get("kind") == "metrics" and not (
        data.get("metrics") or data.get("rows")),
    "as many values as categories": lambda data: "'values'" in repr(data) or "categories" in repr(data),
    "no more cells than columns": lambda data: "'columns'" in repr(data),
    "an empty list says nothing": lambda data: "[]" in repr(data) or "{}" in repr(data),
    "which way a year ends": lambda data: "FY20-22x" in repr(data),
    "which kinds deckgen adds, as the loader knows": lambda data: (
        isinstance(data, dict) and isinstance(data.get("front"), list) and data["front"] != ["cover"]),
    "words before numbers": lambda data: "'tolerance': 'Q" in repr(data),
}  # fmt: skip


def assert_schema_and_model_agree(name: str, data: Any, checked: Any, model: Any) -> None:
    if not any(differs(checked) for differs in DIFFERENCES.values()):
        errors = [e.message for e in validator(name).iter_errors(data)]
        assert accepts(model, checked) == (not errors), (checked, errors)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_schema_and_model_accept_the_same_files(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["deck", "metrics", "footnotes", "acronyms", "record", "translation"]))
    model, sample = SAMPLES[name]
    changed = data.draw(st.composite(lambda draw: mutated(draw, sample))())
    assert_schema_and_model_agree(name, changed, changed, model)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_schema_and_model_accept_the_same_slides(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(KINDS)))
    sample = yaml.load(KINDS[kind].EXAMPLE, yaml.BaseLoader)
    changed = data.draw(st.composite(lambda draw: mutated(draw, sample))())
    if changed.get("kind") == kind:
        assert_schema_and_model_agree("section", {"title": "T", "slides": [changed]}, changed, KINDS[kind].Content)


@pytest.mark.parametrize(
    ("slide", "expected"),
    [
        ({"kind": "objectiv", "objective": "x"}, "'objectiv' is not one of"),
        ({"objective": "x"}, "'kind' is a required property"),
        ({"kind": "objective", "objektive": "x"}, "'objektive' was unexpected"),
        ({"kind": "objective"}, "'objective' is a required property"),
        ({"kind": "key-results", "rows": [{"quarters": {"Q5": "x"}}]}, "'Q5' does not match any of the regexes"),
        ({"kind": "key-results", "rows": [{"quarters": {"Q1": {"status": "fine"}}}]}, "'fine' is not valid under any"),
        ({"kind": "bullets", "bullets": [{"bullets": ["a"], "numbered": ["b"]}]}, "False schema does not allow"),
        ({"kind": "bullets", "bullets": [{}]}, "is not valid under any of the given schemas"),
        ({"kind": "bullets", "bullets": "text"}, "is not of type 'array'"),
        ({"kind": "highlights", "figures": [{"value": "1"}] * 5}, "is too long"),
        ({"kind": "chart", "chart": {"metrics": ["a"], "series": []}}, "False schema does not allow"),
        ({"kind": "table", "columns": ["a"], "rows": ["text"]}, "is not of type 'object', 'array'"),
        ({"kind": "divider", "id": "a b"}, "does not match"),
    ],
)  # fmt: skip
def test_schema_rejects_what_no_model_accepts(slide: dict[str, object], expected: str) -> None:
    found = [e.message for e in validator("section").iter_errors({"title": "T", "slides": [slide]})]
    assert any(expected in message for message in found), found


def test_status_may_be_a_word_of_any_language_as_slides_show_it() -> None:
    for language in known_languages():
        labels = Labels.load(language)
        words = {status: labels[status] for status in STATUSES}
        of_deck = DeckSettings(language=language, labels=words if language != "en" else {})
        for status, word in words.items():
            for form in (word, word.lower()) if language != "en" else (status,):
                data = {"m": {"name": "N", "quarters": {"Q1": {"text": "1", "status": form}}}}
                assert [e.message for e in validator("metrics").iter_errors(data)] == []
                assert of_deck.status_named(form) == status


@pytest.mark.parametrize("language", known_languages())
def test_every_file_of_labels_is_accepted(language: str) -> None:
    text = (ROOT / f"src/deckgen/labels/{language}.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, EditorLoader)
    assert [e.message for e in validator("labels").iter_errors(data)] == []
    words = {key: value for key, value in data.items() if key != "reviewed-by"}
    deck = {"format": 1, "title": "T", "fiscal_year": "FY20-21", "quarter": "Q2", "sections": ["a"], "labels": words}
    assert [e.message for e in validator("deck").iter_errors(deck)] == []


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({"gaol": "Target"}, "'gaol' does not match any of the regexes"),
        ({"points-several": "x"}, "'points-several' does not match any of the regexes"),
        ({"goal": None}, "None is not of type"),
        ({"goal": ["Target"]}, "is not of type"),
        ({"kinds": {"riks": {}}}, "'riks' was unexpected"),
        ({"kinds": {"risks": {"goal": "Target"}}}, "'goal' was unexpected"),
        ({"reviewed-by": "Astrid"}, "is not of type 'array'"),
    ],
)
def test_label_that_does_not_exist_is_marked(labels: dict[str, object], expected: str) -> None:
    found = [e.message for e in validator("labels").iter_errors(labels)]
    assert len(found) == 1
    assert expected in found[0]


def test_schemas_in_the_content_folder_are_up_to_date() -> None:
    files = schema.schema_files()
    assert files
    outdated = [name for name, text in files.items() if (ROOT / name).read_text(encoding="utf-8") != text]
    assert outdated == [], "run tests/tools/regenerate.py and commit"


@pytest.mark.parametrize("opened", ["", "content"])
def test_editor_settings_are_up_to_date_and_name_existing_files(opened: str) -> None:
    path = ROOT / opened / schema.SETTINGS
    text = path.read_text(encoding="utf-8")
    assert schema.merged_settings(text, opened) == text
    for name in schema.editor_settings(opened)["yaml.schemas"]:
        assert (ROOT / opened / name).is_file()


def test_existing_editor_settings_are_kept() -> None:
    text = schema.merged_settings(
        '{"editor.rulers": [120], "yaml.schemas": {"mine.json": "x.yaml"}, "yaml.format.enable": true}', ""
    )
    merged = yaml.safe_load(text or "")
    assert merged["editor.rulers"] == [120]
    assert merged["yaml.format.enable"] is True
    assert merged["yaml.schemas"]["mine.json"] == "x.yaml"
    assert "./content/.schema/deck.schema.json" in merged["yaml.schemas"]
    assert schema.merged_settings("{ // a comment\n}", "") is None
