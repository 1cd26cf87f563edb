"""What a brand states in inches and points besides layouts → the same for the slides of a template, by their scale."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.brand import look_schema, schema

MIN_COMFORT = 9.0
"""The smallest size of text, in points, that is taken to be comfortable on any slide."""


def scaled_brand(brand: schema.BrandFile, scale: float) -> schema.BrandFile:
    """Return `_brand.yml` with lengths and sizes for the template, and without motifs, which are for the brand's own page."""
    settings = brand.defaults.deckgen
    deckgen = settings.model_copy(
        update={
            "tables": _scaled_tables(settings.tables, scale), "chart_sizes": _scaled_charts(settings.chart_sizes, scale),
            "rule_height": settings.rule_height * scale, "panel_space": settings.panel_space * scale,
            "comfortable_size": max(settings.comfortable_size * scale, MIN_COMFORT), "motif": {},
        }
    )  # fmt: skip
    return brand.model_copy(update={"defaults": brand.defaults.model_copy(update={"deckgen": deckgen})})


def _scaled_tables(tables: look_schema.TableSpec, scale: float) -> look_schema.TableSpec:
    names: Sequence[str] = ("side", "indent", "mark_size", "mark_width", "spread")
    lengths = {name: getattr(tables, name) * scale for name in names}
    return tables.model_copy(update={**lengths, "paddings": tuple(padding * scale for padding in tables.paddings)})


def _scaled_charts(sizes: look_schema.ChartSizes, scale: float) -> look_schema.ChartSizes:
    """Return the type sizes of charts, none under 9 points."""

    def scaled(size: float) -> float:
        return max(round(size * scale * 2) / 2, 9.0)

    enlarged = sizes.enlarged.model_copy(
        update={name: scaled(getattr(sizes.enlarged, name)) for name in ("small", "text", "strong")}
    )
    own = {name: scaled(getattr(sizes, name)) for name in ("small", "text", "strong", "largest")}
    return sizes.model_copy(update={**own, "enlarged": enlarged})
