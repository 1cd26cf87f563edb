"""The schemas of the models → the guide as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from deckgen.kinds import Kind, find_kinds
from deckgen.model import SlideContent
from deckgen.schema import schemas
from deckgen.schema.generate import about

PICTURES = "pictures/kinds"
"""The folder of the pictures, from the guide."""

Schema = Mapping[str, Any]


def render(*, pictures: bool = True) -> str:
    """Make the guide; `pictures` says that those of the kinds stand beside it."""
    made = schemas()
    kinds = find_kinds()
    slides = made["section"]["$defs"]
    common = set(SlideContent.model_fields)
    parts = [
        files("deckgen.guide").joinpath("intro.md").read_text(encoding="utf-8").rstrip(),
        "## Files",
        *_file("deck.yaml", made["deck"]),
        *_file("A section", made["section"]),
        "### data/metrics.yaml\n\nEach metric stands under its id; it has the [fields of a metric](#metric-fields).",
        "### data/footnotes.yaml\n\nEach footnote stands under its id: text, or these fields:",
        _table(made["footnotes"]["additionalProperties"]),
        "### data/acronyms.yaml\n\nShort forms with their meanings: `GLAM: Galleries, Libraries, Archives, and Museums`.",
        "## Slides\n\nEach slide of a section begins with `- kind: …`. Any slide may have these fields:",
        _table(
            {"properties": {k: v for k, v in slides["slide-divider"]["properties"].items() if k in common - {"kind"}}}
        ),
        "The kinds are " + ", ".join(f"[{name}](#{name})" for name in kinds) + ".",
        *(part for name, kind in kinds.items() for part in _kind(name, kind, slides[f"slide-{name}"], pictures)),
        "## Building blocks\n\nWhat fields of several kinds are made of.",
        *_blocks({**made["metrics"]["$defs"], **slides}),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _file(title: str, schema: Schema) -> Iterator[str]:
    yield f"### {title}"
    yield _table(schema)


def _kind(name: str, kind: Kind, schema: Schema, pictures: bool) -> Iterator[str]:
    """One kind: what it is for, how it looks, an example, the fields of its own."""
    common = set(SlideContent.model_fields)
    yield f"### {name}\n\n{about(name, kind)}"
    if pictures:
        yield f"![The example of {name} as a slide]({PICTURES}/{name}.png)"
    yield f"```yaml\n{kind.EXAMPLE.strip()}\n```"
    own = {key: value for key, value in schema["properties"].items() if key not in common}
    yield _table({**schema, "properties": own}) if own else "It has no fields of its own."


def _blocks(defs: Mapping[str, Schema]) -> Iterator[str]:
    """The models inside fields, in the order of the alphabet; copies that may be empty are not told twice."""
    named = {
        _name(key): schema
        for key, schema in defs.items()
        if not key.startswith(("slide-",)) and not key.endswith("-or-nothing")
    }
    for name, schema in sorted(named.items()):
        yield f"### {name.capitalize()} fields\n\n{schema['description']}"
        yield _table(schema)


def _name(key: str) -> str:
    """`ChartContent` is told as “chart”, `MeasureLine` as “measure line”."""
    bare = key.removesuffix("-or-nothing").removesuffix("Content").removesuffix("Def")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare).lower()


def _table(schema: Schema) -> str:
    """Fields with what they take and mean; those that must be there are set bold."""
    required = schema.get("required", ())
    rows = ["| field | takes | what it is |", "|---|---|---|"]
    for name, field in schema["properties"].items():
        shown = f"**`{name}`**" if name in required else f"`{name}`"
        rows.append(f"| {shown} | {_takes(field)} | {_meaning(field)} |")
    return "\n".join(rows)


def _meaning(field: Schema) -> str:
    text = str(field.get("description", ""))
    examples = [f"`{example}`" for example in field.get("examples", ()) if isinstance(example, str)]
    return (f"{text} For example {' or '.join(examples)}." if examples else text).replace("|", "\\|")


def _takes(field: Schema) -> str:
    """Say in words what a field takes."""
    if "$ref" in field:
        name = _name(field["$ref"].rpartition("/")[2])
        return f"[{name}](#{name.replace(' ', '-')}-fields)"
    if "allOf" in field:
        return "[slide](#slides)"
    if "const" in field or "enum" in field:
        values = [value for value in field.get("enum", [field.get("const")]) if value is not None]
        shown = dict.fromkeys(str(value).lower() if isinstance(value, bool) else str(value) for value in values)
        return ", ".join(f"`{value}`" for value in shown)
    types = field.get("type", "string")
    types = [types] if isinstance(types, str) else types
    if "array" in types:
        return f"list of {_plural(_takes(field['items']))}"
    if "object" in types:
        return _mapping(field)
    return "text"


def _mapping(field: Schema) -> str:
    if "properties" in field:
        names = list(field["properties"])
        if "anyOf" in field["properties"][names[0]]:
            return "`off`, or a list of texts, by the name of a rule"
        return f"{_takes(field['properties'][names[0]])} by {names[0]} … {names[-1]}"
    inner = next(iter(field.get("patternProperties", {}).values()), field.get("additionalProperties", {}))
    return f"{_takes(inner)} by name"


def _plural(words: str) -> str:
    if words.startswith("["):
        return words if words.startswith("[series]") else words.replace("](", "s](", 1)
    return words.replace("text", "texts", 1)
