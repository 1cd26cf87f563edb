"""Checks what `_brand.yml` says of a PowerPoint template against the layouts that the template had when it was imported."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.brand.template_schema import LayoutRef, TemplateSpec
from deckgen.diagnostics import Issue, KeyPath, Origin, make_issue

_TEMPLATE: KeyPath = ("defaults", "deckgen", "template")
_MAX_NAMED = 30
"""Layouts that a hint lists."""


def check_template(template: TemplateSpec) -> Iterator[Issue]:
    """Find layouts that the template does not have, and a host other than that whose title and body the file states."""
    used = {"host": template.host, "cover": template.cover, "divider": template.divider}
    faults = [
        issue
        for purpose, layout in used.items()
        if layout is not None
        for issue in _check_layout(template, purpose, layout)
    ]
    yield from faults
    noted, host = template.noted.get("host", ""), _named(template.host)
    if noted and not faults and noted != host and not noted.startswith(f"{host};"):
        imported = noted.partition(";")[0]
        message = f"`host` is layout {host}, but title, body and foot are those of layout {imported}"
        hint = (
            f"run `deckgen brand import` with `--host {template.host.number}`, which finds title, body and foot on that layout, "
            f"or write {imported} here again"
        )
        yield make_issue("brand-layout", message, Origin(path=(*_TEMPLATE, "host")), hint)


def _check_layout(template: TemplateSpec, purpose: str, layout: LayoutRef) -> Iterator[Issue]:
    """Find a number that no layout of the template has, and a name that is not that of the layout of the number."""
    names, path = template.names, (*_TEMPLATE, purpose)
    known = ", ".join(f"{number} “{name}”" for number, name in enumerate(names[:_MAX_NAMED], 1))
    hint = f"the layouts are {known}" + (f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else "")
    if names and layout.number > len(names):
        message = f"the template has no layout {layout.number}: it has {len(names)}"
        yield make_issue("brand-layout", message, Origin(path=(*path, "number")), hint)
    elif names and names[layout.number - 1] != layout.layout:
        message = f"layout {layout.number} of the template is “{names[layout.number - 1]}”, not “{layout.layout}”"
        yield make_issue("brand-layout", message, Origin(path=(*path, "layout")), hint)


def _named(layout: LayoutRef) -> str:
    return f"{layout.number} “{layout.layout}”"
