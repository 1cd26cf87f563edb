"""Every rich text of a model knows the place in the file that it was read from."""

from deckgen.diagnostics import Origin
from deckgen.kinds.table import Content as TableSlide
from deckgen.model import Item, Metric
from deckgen.model.text_origins import set_text_origins

ORIGIN = Origin("a/slide", "a.yaml", ("slides", 0))


def located(model, data):
    value = model.model_validate(data)
    set_text_origins(value, data, ORIGIN)
    return value


def path_of(text):
    [origin] = text.origins
    assert (origin.slide, origin.file, origin.path[:2]) == ("a/slide", "a.yaml", ("slides", 0))
    return "/".join(map(str, origin.path[2:]))


def test_text_has_the_path_of_its_field():
    item = located(Item, {"lead": "First", "bullets": ["one", "two"]})
    assert [path_of(text) for text in (item.lead, *item.bullets)] == ["lead", "bullets/0", "bullets/1"]


def test_text_written_instead_of_fields_has_the_path_of_the_value():
    metric = located(Metric, {"name": "n", "quarters": {"Q1": "5%", "Q2": {"text": "6%"}}})
    assert [path_of(metric.quarters[q].text) for q in ("Q1", "Q2")] == ["quarters/Q1", "quarters/Q2/text"]


def test_cells_written_as_a_list_have_their_positions_in_it():
    data = {"kind": "table", "columns": ["A", None], "rows": [["x", {"text": "y"}], {"sub": "z", "cells": ["w"]}]}
    slide = located(TableSlide, data)
    plain, with_fields = slide.rows[0].cells
    texts = [plain, with_fields.text, slide.rows[1].sub, slide.rows[1].cells[0]]
    assert [path_of(text) for text in texts] == ["rows/0/0", "rows/0/1/text", "rows/1/sub", "rows/1/cells/0"]


def test_paragraphs_of_a_text_have_its_origin():
    item = located(Item, "one\n\ntwo")
    assert [p.origins for p in item.text.paragraphs] == [(ORIGIN,), (ORIGIN,)]
