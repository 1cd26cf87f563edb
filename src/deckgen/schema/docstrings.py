"""A model's source → the docstrings under its fields, which are their descriptions.

pydantic can read them itself (`use_attribute_docstrings`), but would do so at every start of deckgen.
"""

from __future__ import annotations

import ast
import inspect
from functools import lru_cache
from textwrap import dedent
from typing import Any


def field_docs(model: type[Any]) -> dict[str, str]:
    """Return the docstring of each field of a model, including inherited fields, each on one line."""
    docs: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        if cls.__module__.startswith("deckgen."):
            docs |= _own_field_docs(cls)
    return docs


@lru_cache(maxsize=256)
def _own_field_docs(cls: type[Any]) -> dict[str, str]:
    body = ast.parse(dedent(inspect.getsource(cls))).body[0]
    assert isinstance(body, ast.ClassDef)
    docs: dict[str, str] = {}
    for field, doc in zip(body.body, body.body[1:], strict=False):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        if isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant) and isinstance(doc.value.value, str):
            docs[field.target.id] = " ".join(doc.value.value.split())
    return docs
