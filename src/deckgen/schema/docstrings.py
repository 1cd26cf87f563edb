"""A model's source → the docstrings under its fields, which are their descriptions.

pydantic can read them by itself (`use_attribute_docstrings`), but then does so whenever deckgen starts.
"""

from __future__ import annotations

import ast
import inspect
from functools import lru_cache
from textwrap import dedent
from typing import Any


def field_docs(model: type[Any]) -> dict[str, str]:
    """Give the docstring of each field of a model, inherited ones included, as one line each."""
    found: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        if cls.__module__.startswith("deckgen."):
            found |= _own(cls)
    return found


@lru_cache(maxsize=256)
def _own(cls: type[Any]) -> dict[str, str]:
    body = ast.parse(dedent(inspect.getsource(cls))).body[0]
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for field, doc in zip(body.body, body.body[1:], strict=False):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        if isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant) and isinstance(doc.value.value, str):
            found[field.target.id] = " ".join(doc.value.value.split())
    return found
