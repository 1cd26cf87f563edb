"""The kinds of charts, one module each: see `chart_kind`."""
