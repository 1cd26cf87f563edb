"""The schemas of the models → the guide as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from deckgen.guide.variants import shown_variants
from deckgen.kinds import Kind, as_list_entry, find_kinds
from deckgen.kinds import _aside as aside
from deckgen.kinds._aside import AsideContent
from deckgen.model import SlideContent
from deckgen.model.introspection import field_names
from deckgen.model.period_keys import PERIOD_JSON, RANGE_JSON
from deckgen.schema.generate import english_schemas, kind_summary

PICTURES = "pictures/kinds"
"""The folder of the pictures, from the guide."""

Schema = Mapping[str, Any]
_PERIOD_PATTERNS = {PERIOD_JSON["pattern"], RANGE_JSON["pattern"]}


def render(*, pictures: bool = True) -> str:
    """Return the guide; with `pictures`, it shows those of the kinds, which are next to it."""
    all_schemas = english_schemas()
    kinds = find_kinds()
    slides = all_schemas["section"]["$defs"]
    any_slide = slides[f"slide-{next(iter(kinds))}"]["properties"]
    common = {name: any_slide[name] for name in field_names(SlideContent) if name != "kind"}
    parts = [
        files("deckgen.guide").joinpath("intro.md").read_text(encoding="utf-8").rstrip(),
        "## Files",
        *_file_section("deck.yaml", all_schemas["deck"]),
        *_file_section("A section", all_schemas["section"]),
        "### data/metrics.yaml\n\nEach metric is under its id; it has the [fields of a metric](#metric-fields).",
        "### data/footnotes.yaml\n\nEach footnote is under its id: text, or these fields:",
        _field_table(all_schemas["footnotes"]["additionalProperties"]),
        "### data/acronyms.yaml\n\nAcronyms with their meanings: `GLAM: Galleries, Libraries, Archives, and Museums`.",
        "## Slides\n\nEach slide of a section begins with `- kind: …`. Any slide may have these fields:",
        _field_table({"properties": common}),
        "The kinds are " + ", ".join(f"[{name}](#{name})" for name in kinds) + ".",
        *_aside_section(pictures=pictures),
        *(
            part
            for name, kind in kinds.items()
            for part in _kind_section(name, kind, slides[f"slide-{name}"], pictures)
        ),
        "## Building blocks\n\nThe parts of fields that several kinds use.",
        *_building_block_sections(
            {**all_schemas["deck"].get("$defs", {}), **all_schemas["metrics"]["$defs"], **slides}
        ),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _aside_section(*, pictures: bool) -> Iterator[str]:
    """Yield what may stand beside the content of some kinds, with an example."""
    names = [name for name, kind in find_kinds().items() if issubclass(kind.Content, AsideContent)]
    yield "### Two things on one slide"
    yield (
        f"Slides of the kinds {', '.join(f'[{name}](#{name})' for name in names)} may have an `aside:` beside their text or "
        "table, with one of `chart`, `picture`, `figure`, `quote` and `remarks`. It stands on the first page; if the slide "
        "continues, further pages have the full width."
    )
    if pictures:
        yield f"![The example of an aside as a slide]({PICTURES}/aside.png)"
    yield f"```yaml\n{as_list_entry(aside.EXAMPLE.rstrip())}\n```"


def _file_section(title: str, schema: Schema) -> Iterator[str]:
    yield f"### {title}"
    yield _field_table(schema)


def _kind_section(name: str, kind: Kind, schema: Schema, pictures: bool) -> Iterator[str]:
    """Yield the parts on one kind: what it is for, a picture, an example, its variants, and the fields of its own."""
    common = set(field_names(SlideContent))
    yield f"### {name}\n\n{kind_summary(name, kind)}"
    if pictures:
        yield f"![The example of {name} as a slide]({PICTURES}/{name}.png)"
    yield f"```yaml\n{as_list_entry(kind.EXAMPLE).rstrip()}\n```"
    yield from _variant_parts(name, pictures=pictures)
    own = {key: value for key, value in schema["properties"].items() if key not in common}
    yield _field_table({**schema, "properties": own}) if own else "It has no fields of its own."


def _variant_parts(kind: str, *, pictures: bool) -> Iterator[str]:
    """Yield the variants of a kind: when each is chosen, and a picture of those that the example does not have."""
    variants = shown_variants().get(kind, ())
    if not variants:
        return
    yield "It has other layouts for other content; the first that suits it is chosen, unless the slide names one (`variant:`):"
    for variant in variants:
        in_example = " The example has it." if variant.is_in_example else ""
        yield f"- **`{variant.name}`**: {variant.description}.{in_example}"
        if pictures and not variant.is_in_example:
            yield f"  ![{kind} in the variant {variant.name}]({PICTURES}/{variant.id}.png)"


def _building_block_sections(defs: Mapping[str, Schema]) -> Iterator[str]:
    """Yield the sections on the models inside fields, sorted; without the copies that may be empty."""
    by_name = {
        _display_name(key): schema
        for key, schema in defs.items()
        if not key.startswith(("slide-",)) and not key.endswith("-or-nothing")
    }
    for name, schema in sorted(by_name.items()):
        yield f"### {name.capitalize()} fields\n\n{schema['description']}"
        yield _field_table(schema)


def _display_name(key: str) -> str:
    """Return the name that the guide shows: “chart” for `ChartContent`, “measure line” for `MeasureLine`."""
    stem = key.removesuffix("-or-nothing").removesuffix("Content").removesuffix("Def")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem).lower()


def _field_table(schema: Schema) -> str:
    """Return a table of fields, with the values that they take and their meaning; required fields are bold."""
    required = schema.get("required", ())
    rows = ["| field | takes | what it is |", "|---|---|---|"]
    for name, field in schema["properties"].items():
        label = f"**`{name}`**" if name in required else f"`{name}`"
        rows.append(f"| {label} | {_accepted_values(field)} | {_description(field)} |")
    return "\n".join(rows)


def _description(field: Schema) -> str:
    text = str(field.get("description", ""))
    if meanings := field.get("markdownEnumDescriptions"):
        text += " " + "; ".join(f"`{name}`: {what}" for name, what in zip(field["enum"], meanings, strict=False)) + "."
    examples = [f"`{example}`" for example in field.get("examples", ()) if isinstance(example, str)]
    return (f"{text} For example {' or '.join(examples)}." if examples else text).replace("|", "\\|")


def _accepted_values(field: Schema) -> str:
    """Return in words what values a field takes."""
    if "$ref" in field:
        name = _display_name(field["$ref"].rpartition("/")[2])
        return f"[{name}](#{name.replace(' ', '-')}-fields)"
    if "allOf" in field:
        return "[slide](#slides)"
    if "const" in field or "enum" in field:
        values = [value for value in field.get("enum", [field.get("const")]) if value is not None]
        names = dict.fromkeys(str(value).lower() if isinstance(value, bool) else str(value) for value in values)
        return ", ".join(f"`{value}`" for value in names)
    types = field.get("type", "string")
    types = [types] if isinstance(types, str) else types
    if "array" in types:
        return f"list of {_plural(_accepted_values(field['items']))}"
    if "object" in types:
        return _accepted_mapping(field)
    return "text"


def _accepted_mapping(field: Schema) -> str:
    if "properties" in field and "patternProperties" not in field:
        names = list(field["properties"])
        if "anyOf" in field["properties"][names[0]]:
            return "`off`, or a list of texts, by the name of a rule"
        return f"{_accepted_values(field['properties'][names[0]])} by {names[0]} … {names[-1]}"
    patterns: Schema = field.get("patternProperties", {})
    inner = next(iter(patterns.values()), field.get("additionalProperties", {}))
    if inner is True:
        return "fields of any name"
    return f"{_accepted_values(inner)} by {'period' if _PERIOD_PATTERNS & patterns.keys() else 'name'}"


def _plural(words: str) -> str:
    if words.startswith("["):
        return words if words.startswith("[series]") else words.replace("](", "s](", 1)
    return words.replace("text", "texts", 1)
