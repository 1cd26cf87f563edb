"""Models → JSON Schema (draft 7, which every editor reads).

pydantic generates the schemas. This module adds descriptions and the rules of our own validators, and rewrites the schemas so
that yaml-language-server shows good completions and messages: with `type` lists instead of `anyOf`, and with `if`/`then` by
`kind` instead of a union.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from deckgen import checks
from deckgen.kinds import Kind, find_kinds
from deckgen.model import FootnoteDef, Metric, RichText
from deckgen.model.content import FRONT_KINDS
from deckgen.model.files import DeckFile, SectionFile
from deckgen.model.metrics import RESULT_KEYS, EarlierResults, PeriodResult, WithResults
from deckgen.model.period_keys import PERIOD_JSON, YEAR_KEY
from deckgen.model.records import DeckRecord
from deckgen.periods import SYSTEMS
from deckgen.schema.docstrings import field_docs
from deckgen.schema.words import labels_schema, with_status_words
from deckgen.translation.translation_file import TranslationFile

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"

_VALIDATORS_ACCEPTING_EMPTY = {"_empty_mapping", "_empty_list", "_none"}
"""Validators that accept an empty value as an empty list or mapping."""


def schemas() -> dict[str, Schema]:
    """Return the schema of each type of content file, by its name (deck, section, metrics, translation …)."""
    return {name: with_status_words(each) for name, each in english_schemas().items()}


def english_schemas() -> dict[str, Schema]:
    """Return the same schemas, with the words for statuses in English only: each enumeration stands where it belongs."""
    return {
        "deck": _with_rules(_with_front_kinds(_complete(_model_schema(DeckFile), "A deck of deckgen"))),
        "section": _section(find_kinds()),
        "metrics": _with_snippet(_definitions(Metric, "The metrics of the deck, by id")),
        "footnotes": _definitions(FootnoteDef, "The footnotes of the deck, by the id used in `[^id]`"),
        "acronyms": _definitions(RichText, "The meanings of the acronyms in the deck"),
        "record": _complete(_model_schema(DeckRecord), "What a deck presented"),
        "translation": _complete(_model_schema(TranslationFile), "The translations of a deck into one language"),
        "labels": {
            "$schema": DRAFT,
            **labels_schema(is_file=True),
            "description": "Words of deckgen in one language",
        },
    }


class _Generator(GenerateJsonSchema):
    """Adds what pydantic does not know: descriptions from docstrings, and which fields may be empty."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Leave out titles, which repeat the names of fields."""
        return False

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Schema:
        """Let fields be empty where their validator accepts that."""
        inner = super().function_before_schema(schema)
        name = getattr(schema["function"]["function"], "__name__", "")
        return {"anyOf": [inner, {"type": "null"}]} if name in _VALIDATORS_ACCEPTING_EMPTY else inner

    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        """Return the schema of a model, with descriptions of it and of its fields."""
        result = super().model_schema(schema)
        model = schema["cls"]
        result.pop("title", None)
        docs = field_docs(model)
        for name, field in model.model_fields.items():
            if (entry := result.get("properties", {}).get(field.alias or name)) is not None and name in docs:
                entry["description"] = docs[name]
        if issubclass(model, WithResults):
            result["properties"].pop("earlier", None)
            years = self.generate_inner(TypeAdapter(EarlierResults).core_schema)
            result["patternProperties"] = {f"^{YEAR_KEY.pattern}$": {**years, "description": docs["earlier"]}}
            for key in RESULT_KEYS:
                _suggest_periods(result["properties"][key])
        result["description"] = _first_paragraph(model.__doc__)
        return result


def _suggest_periods(results: Schema) -> None:
    """Let editors complete the names of periods other than months, which change from year to year."""
    inner = next(one for one in (results, *results.get("anyOf", ())) if "patternProperties" in one)
    names = [f"{system.letter}{number + 1}" for system in SYSTEMS if system.letter for number in range(system.count)]
    inner["properties"] = dict.fromkeys(names, inner["patternProperties"][PERIOD_JSON["pattern"]])


def _model_schema(model: type[BaseModel]) -> Schema:
    return TypeAdapter(model).json_schema(mode="validation", schema_generator=_Generator)


def _with_snippet(metrics: Schema) -> Schema:
    """Add a snippet with a complete metric, which has the examples of its fields as values."""
    fields = Metric.model_fields
    metric: Schema = {name: (fields[name].examples or [""])[0] for name in ("name", "baseline", "goal", "owner")}
    metric["quarters"] = {"Q1": (PeriodResult.model_fields["text"].examples or [""])[0]}
    body = {"${1:active-editors}": _snippet_body(metric)}
    snippet = {"label": "new metric", "description": "A metric with its first result", "body": body}
    return {**metrics, "examples": [{"active-editors": metric}], "defaultSnippets": [snippet]}


def _with_front_kinds(deck: Schema) -> Schema:
    """Add the kinds that `front` may name, and all labels."""
    described = deck["properties"]["labels"]
    deck["properties"]["labels"] = {**labels_schema(is_file=False), "description": described["description"]}
    deck["properties"]["front"]["items"] = {"enum": list(FRONT_KINDS)}
    return deck


def _with_rules(deck: Schema) -> Schema:
    """Add the names of rules under `checks`, so that editors complete and explain them."""
    field = deck["properties"]["checks"]
    (setting,) = field.pop("patternProperties").values()
    # Without its type: otherwise editors report an invalid value twice.
    switch = next({"enum": member["enum"]} for member in setting["anyOf"] if "enum" in member)
    field["properties"] = {
        code: {
            **(setting if rule.subjects else switch),
            "description": f"{rule.summary[:1].upper()}{rule.summary[1:]}.",
        }
        for code, rule in checks.all_rules().items()
        if rule.optional
    }
    return deck


def _first_paragraph(doc: str | None) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return " ".join((doc or "").strip().split("\n\n")[0].split())


def _definitions(kind: Any, description: str) -> Schema:
    """Return the schema of a file of definitions by name."""
    inner = TypeAdapter(kind).json_schema(mode="validation", schema_generator=_Generator)
    defs = inner.pop("$defs", {})
    return _complete({"type": ["object", "null"], "additionalProperties": inner, "$defs": defs}, description)


def _section(kinds: Mapping[str, Kind]) -> Schema:
    """Return the schema of a section file, in which each slide has the schema of its kind."""
    section = _model_schema(SectionFile)
    defs: dict[str, Schema] = {}
    for name, kind in kinds.items():
        slide = TypeAdapter(kind.Content).json_schema(mode="validation", schema_generator=_Generator)
        for key, inner in slide.pop("$defs", {}).items():
            if defs.setdefault(key, inner) != inner:
                raise ValueError(f"two different models are called {key}: rename one")
        defs[f"slide-{name}"] = _slide_schema(slide, name, kind)
    section["properties"]["slides"]["items"] = _slide_of_any_kind(kinds)
    section["$defs"] = defs
    return _complete(section, "A section of a deck")


def _slide_schema(slide: Schema, name: str, kind: Kind) -> Schema:
    slide["properties"]["kind"] = {"const": name, "description": kind_summary(name, kind)}
    slide["description"] = kind_summary(name, kind)
    slide["examples"] = [kind_example(kind)]
    return slide


def _slide_of_any_kind(kinds: Mapping[str, Kind]) -> Schema:
    names = list(kinds)
    summaries = [kind_summary(name, kinds[name]) for name in names]
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"enum": names, "markdownEnumDescriptions": summaries, "description": "The kind of slide."}
        },
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/slide-{name}"},
            }
            for name in names
        ],
        "defaultSnippets": [
            {"label": f"{name} slide", "description": text, "body": _snippet_body(kind_example(kinds[name]))}
            for name, text in zip(names, summaries, strict=True)
        ],
    }


def kind_summary(name: str, kind: Kind) -> str:
    """Return what a kind of slide is for: the first line of its module's docstring, without its name, as a sentence."""
    text = _first_paragraph((kind.__doc__ or "").partition("\n")[0]).removeprefix(f"{name}: ")
    return text[:1].upper() + text[1:]


def kind_example(kind: Kind) -> Any:
    """Return the example of a kind as data; every scalar is a string."""
    return yaml.load(kind.EXAMPLE, yaml.BaseLoader)


def _snippet_body(data: Any) -> Any:
    """Return data as the body of a snippet, with its special characters escaped."""
    if isinstance(data, dict):
        return {key: _snippet_body(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_snippet_body(item) for item in data]
    return re.sub(r"([$}\\])", r"\\\1", data) if isinstance(data, str) else data


def _complete(schema: Schema, description: str) -> Schema:
    """Return the schema of a file: simplified, and with its description."""
    defs: dict[str, Schema] = dict(schema.pop("$defs", {}))
    simplifier = _SchemaSimplifier(defs)
    content = simplifier.simplified(schema)
    simplified_defs = {name: simplifier.simplified(inner) for name, inner in defs.items()}
    simplified_defs |= {name: simplifier.simplified(inner) for name, inner in simplifier.nullable.items()}
    head = {"$schema": DRAFT, "description": description}
    result = {**head, **content, "description": description}
    return {**result, "$defs": dict(sorted(simplified_defs.items()))} if simplified_defs else result


class _SchemaSimplifier:
    """Rewrites schemas into simpler ones that accept the same; `nullable` has copies of definitions that may also be empty."""

    def __init__(self, defs: Mapping[str, Schema]) -> None:
        self.defs = defs
        self.nullable: dict[str, Schema] = {}

    def simplified(self, schema: Any) -> Any:
        """Return a schema without defaults and unions with null, and with the known keys of mappings as properties."""
        if isinstance(schema, list):
            return [self.simplified(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        result = {
            key: value if key in {"examples", "defaultSnippets"} else self.simplified(value)
            for key, value in schema.items()
        }
        result.pop("default", None)
        result = self._without_null(result)
        keys = result.get("propertyNames", {}).get("enum")
        if result.get("type") == "object" or result.get("type") == ["object", "null"]:
            if keys:
                inner = result.pop("additionalProperties")
                result.pop("propertyNames")
                result.update(properties=dict.fromkeys(keys, inner), additionalProperties=False)
            elif "patternProperties" in result:
                result.setdefault("additionalProperties", False)
            else:
                result.pop("propertyNames", None)
        return result

    def _without_null(self, schema: Schema) -> Schema:
        """Replace `anyOf: [X, null]` by an X that may be null."""
        members = schema.get("anyOf")
        if not isinstance(members, list) or {"type": "null"} not in members:
            return schema
        rest = {key: value for key, value in schema.items() if key != "anyOf"}
        others = [member for member in members if member != {"type": "null"}]
        if len(others) != 1:
            return schema
        return {**self._or_null(others[0]), **rest}

    def _or_null(self, schema: Schema) -> Schema:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name not in self.defs:
                return schema
            self.nullable[f"{name}-or-nothing"] = self._or_null(self.defs[name])
            return {**schema, "$ref": f"#/$defs/{name}-or-nothing"}
        result = dict(schema)
        if "type" in result:
            types = result["type"] if isinstance(result["type"], list) else [result["type"]]
            result["type"] = [*types, *([] if "null" in types else ["null"])]
        if "const" in result:
            result["enum"] = [result.pop("const")]
        if "enum" in result and None not in result["enum"]:
            result["enum"] = [*result["enum"], None]
        return result
