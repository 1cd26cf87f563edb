"""Results as bytes, for later processes and for a second one: msgpack, by msgspec."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import PurePath
from typing import Any, TypeVar, cast

import msgspec

T = TypeVar("T")

encode: Callable[[object], bytes] = msgspec.msgpack.Encoder(enc_hook=str).encode
"""Return a struct of msgspec, a plain value or a path as bytes. Raises ValueError or TypeError where that is not possible."""


def decode(data: bytes | msgspec.Raw, result_type: type[T]) -> T:
    """Return the value of bytes. Raises ValueError or RecursionError if they are none of this type."""
    return cast("T", _decoder(cast("Hashable", result_type)).decode(data))


@lru_cache(maxsize=16)
def _decoder(result_type: Hashable) -> msgspec.msgpack.Decoder[Any]:
    """Created when it is needed, since inspecting the types of all frames takes 1 ms.

    The modules of large types that are stored (`brand.types`, `ir`, `quantities.types`) evaluate their annotations, without
    `from __future__ import annotations`: msgspec would compile each of them, which takes 8 ms.
    """
    return msgspec.msgpack.Decoder(cast("type[Any]", result_type), dec_hook=_decode_path)


def _decode_path(wanted: type[Any], value: object) -> Any:
    if not issubclass(wanted, PurePath) or not isinstance(value, str):
        raise ValueError(wanted)
    return wanted(value)
