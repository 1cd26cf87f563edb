"""What a brand decides besides colours, fonts and layouts: its settings in `_brand.yml`, in inches and points → `Look`."""

from __future__ import annotations

from deckgen.brand import look_schema, schema
from deckgen.brand.types import ChartTypeSizes, EnlargedTypeSizes, Look, RowRule, TableLook, TextColours
from deckgen.ir.frames import BAR_WIDTH, EMU_PER_INCH, EMU_PER_POINT


def make_look(settings: schema.DeckgenSettings, text: TextColours, gutter: float) -> Look:
    """Convert validated settings; `text` are the colours of text on grounds, `gutter` is that of the page's columns in inches."""
    return Look(
        look_schema.complete_marks(settings.statuses), _table_look(settings.tables, gutter),
        _chart_type_sizes(settings.chart_sizes),
        round(settings.rule_height * EMU_PER_POINT), round(settings.comfortable_size * 100), text,
        settings.footer, settings.date_form, _emu(settings.panel_space), settings.eyebrow == "section",
        settings.mark_title_figures,
    )  # fmt: skip


def _table_look(spec: look_schema.TableSpec, gutter: float) -> TableLook:
    # The grounds of rows reach into the gutter as far as it is wide: another slot ends there.
    margin = max(BAR_WIDTH, min(_emu(spec.side) + BAR_WIDTH, _emu(gutter)))
    return TableLook(
        tuple(map(_emu, spec.paddings)), _emu(spec.side), _emu(spec.indent), _emu(spec.mark_size), _emu(spec.mark_width),
        _row_rule(spec.header_rule), _row_rule(spec.row_rule), _emu(spec.spread), spec.flush, margin,
    )  # fmt: skip


def _row_rule(spec: look_schema.RowRuleSpec) -> RowRule:
    return RowRule(spec.role, round(spec.width * EMU_PER_POINT))


def _chart_type_sizes(spec: look_schema.ChartSizes) -> ChartTypeSizes:
    enlarged = EnlargedTypeSizes(spec.enlarged.small, spec.enlarged.text, spec.enlarged.strong)
    return ChartTypeSizes(spec.small, spec.text, spec.strong, spec.largest, enlarged)


def _emu(inches: float) -> int:
    return round(inches * EMU_PER_INCH)
