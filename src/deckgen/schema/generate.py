"""Models → JSON Schema (draft 7, which every editor reads).

pydantic makes the schemas; here they get the descriptions, are made to say what our own validators say, and are put into
forms of which yaml-language-server gives good completions and messages: `type` lists instead of `anyOf`, and `if`/`then`
by `kind` instead of a union.
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
from deckgen.model.files import DeckFile, SectionFile
from deckgen.model.metrics import YEAR_KEY, MeasureLine, MetricFields, Quarter, Quarters
from deckgen.schema.docstrings import field_docs

Schema = dict[str, Any]

_EMPTY_IS_FINE = {"_empty_mapping", "_empty_list", "_none"}
"""Validators that take an empty value for an empty list or mapping."""


def schemas() -> dict[str, Schema]:
    """Make the schema of each sort of content file, by its name: deck, section, metrics, footnotes, acronyms."""
    return {
        "deck": _with_rules(_finished(_model(DeckFile), "A deck of deckgen")),
        "section": _section(find_kinds()),
        "metrics": _with_snippet(_entries(Metric, "What is measured, each metric by its id")),
        "footnotes": _entries(FootnoteDef, "The deck's footnotes, each by the id used in `[^id]`"),
        "acronyms": _entries(RichText, "What the short forms in the deck stand for"),
    }


class _Generator(GenerateJsonSchema):
    """Adds what pydantic does not know: descriptions from docstrings, and which fields may be left empty."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Keep titles out: they repeat the name of the field."""
        return False

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Schema:
        """Let fields be empty whose validator says so."""
        made = super().function_before_schema(schema)
        name = getattr(schema["function"]["function"], "__name__", "")
        return {"anyOf": [made, {"type": "null"}]} if name in _EMPTY_IS_FINE else made

    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        """Describe a model and its fields."""
        made = super().model_schema(schema)
        model = schema["cls"]
        made.pop("title", None)
        docs = field_docs(model)
        for name, field in model.model_fields.items():
            if (entry := made.get("properties", {}).get(field.alias or name)) is not None and name in docs:
                entry["description"] = docs[name]
        if issubclass(model, MetricFields | MeasureLine):
            made["properties"].pop("earlier", None)
            years = self.generate_inner(TypeAdapter(Quarters).core_schema)
            made["patternProperties"] = {f"^{YEAR_KEY.pattern}$": {**years, "description": docs["earlier"]}}
        made["description"] = _first(model.__doc__)
        return made


def _model(model: type[BaseModel]) -> Schema:
    return TypeAdapter(model).json_schema(mode="validation", schema_generator=_Generator)


def _with_snippet(metrics: Schema) -> Schema:
    """Offer a whole metric to those who begin one, made of the examples of its fields."""
    fields = Metric.model_fields
    metric: Schema = {name: (fields[name].examples or [""])[0] for name in ("name", "baseline", "goal", "owner")}
    metric["quarters"] = {"Q1": (Quarter.model_fields["text"].examples or [""])[0]}
    body = {"${1:active-editors}": _snippet(metric)}
    snippet = {"label": "new metric", "description": "A metric with its first result", "body": body}
    return {**metrics, "examples": [{"active-editors": metric}], "defaultSnippets": [snippet]}


def _with_rules(deck: Schema) -> Schema:
    """Name the rules under `checks`, so that editors complete them and say what each looks for."""
    field = deck["properties"]["checks"]
    (setting,) = field.pop("patternProperties").values()
    # Without a type beside it: editors would tell the same twice.
    switch = next({"enum": member["enum"]} for member in setting["anyOf"] if "enum" in member)
    described = checks.described()
    field["properties"] = {
        name: {**(switch if name in checks.ELSEWHERE else setting), "description": f"{about[:1].upper()}{about[1:]}."}
        for name, about in described.items()
        if name not in checks.ALWAYS_ON
    }
    return deck


def _first(doc: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((doc or "").strip().split("\n\n")[0].split())


def _entries(kind: Any, description: str) -> Schema:
    """A file of definitions by name."""
    inner = TypeAdapter(kind).json_schema(mode="validation", schema_generator=_Generator)
    defs = inner.pop("$defs", {})
    return _finished({"type": ["object", "null"], "additionalProperties": inner, "$defs": defs}, description)


def _section(kinds: Mapping[str, Kind]) -> Schema:
    """A section file: each slide is checked by the schema of its kind."""
    made = _model(SectionFile)
    defs: dict[str, Schema] = {}
    for name, kind in kinds.items():
        slide = TypeAdapter(kind.Content).json_schema(mode="validation", schema_generator=_Generator)
        for key, inner in slide.pop("$defs", {}).items():
            if defs.setdefault(key, inner) != inner:
                raise ValueError(f"two different models are called {key}: rename one")
        defs[f"slide-{name}"] = _slide(slide, name, kind)
    made["properties"]["slides"]["items"] = _any_slide(kinds)
    made["$defs"] = defs
    return _finished(made, "A section of a deck")


def _slide(slide: Schema, name: str, kind: Kind) -> Schema:
    slide["properties"]["kind"] = {"const": name, "description": about(name, kind)}
    slide["description"] = about(name, kind)
    slide["examples"] = [example(kind)]
    return slide


def _any_slide(kinds: Mapping[str, Kind]) -> Schema:
    names = list(kinds)
    abouts = [about(name, kinds[name]) for name in names]
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"enum": names, "markdownEnumDescriptions": abouts, "description": "The kind of slide."}
        },
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/slide-{name}"},
            }
            for name in names
        ],
        "defaultSnippets": [
            {"label": f"{name} slide", "description": text, "body": _snippet(example(kinds[name]))}
            for name, text in zip(names, abouts, strict=True)
        ],
    }


def about(name: str, kind: Kind) -> str:
    """What a kind of slide is for: the first line of its module, without its name, as a sentence."""
    text = _first((kind.__doc__ or "").splitlines()[0]).removeprefix(f"{name}: ")
    return text[:1].upper() + text[1:]


def example(kind: Kind) -> Any:
    """The example of a kind as data, every scalar as typed."""
    return yaml.load(kind.EXAMPLE, yaml.BaseLoader)


def _snippet(data: Any) -> Any:
    """Data as the body of a snippet, in which a dollar sign and a brace have a meaning."""
    if isinstance(data, dict):
        return {key: _snippet(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_snippet(item) for item in data]
    return re.sub(r"([$}\\])", r"\\\1", data) if isinstance(data, str) else data


def _finished(schema: Schema, description: str) -> Schema:
    """Put the last touches to a schema: nulls folded in, maps with known keys spelt out."""
    defs: dict[str, Schema] = dict(schema.pop("$defs", {}))
    tidy = _Tidy(defs)
    made = tidy.tidied(schema)
    done = {name: tidy.tidied(inner) for name, inner in defs.items()}
    done |= {name: tidy.tidied(inner) for name, inner in tidy.nullable.items()}
    made = {"$schema": "http://json-schema.org/draft-07/schema#", "description": description, **made}
    made["description"] = description
    return {**made, "$defs": dict(sorted(done.items()))} if done else made


class _Tidy:
    """Rewrites schemas into plainer ones that mean the same; `nullable` are copies of definitions that may be empty."""

    def __init__(self, defs: Mapping[str, Schema]) -> None:
        self.defs = defs
        self.nullable: dict[str, Schema] = {}

    def tidied(self, schema: Any) -> Any:
        if isinstance(schema, list):
            return [self.tidied(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        made = {
            key: value if key in {"examples", "defaultSnippets"} else self.tidied(value)
            for key, value in schema.items()
        }
        made.pop("default", None)
        made = self._without_null(made)
        keys = made.get("propertyNames", {}).get("enum")
        if made.get("type") == "object" or made.get("type") == ["object", "null"]:
            if keys:
                inner = made.pop("additionalProperties")
                made.pop("propertyNames")
                made.update(properties=dict.fromkeys(keys, inner), additionalProperties=False)
            elif "patternProperties" in made:
                made.setdefault("additionalProperties", False)
            else:
                made.pop("propertyNames", None)
        return made

    def _without_null(self, schema: Schema) -> Schema:
        """Fold `anyOf: [X, null]` into X."""
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
        made = dict(schema)
        if "type" in made:
            types = made["type"] if isinstance(made["type"], list) else [made["type"]]
            made["type"] = [*types, *([] if "null" in types else ["null"])]
        if "const" in made:
            made["enum"] = [made.pop("const")]
        if "enum" in made and None not in made["enum"]:
            made["enum"] = [*made["enum"], None]
        return made
