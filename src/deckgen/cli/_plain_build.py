"""`deckgen build` with no other option than `--again`, as most builds are: without typer, whose import takes 5% of one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from deckgen.cli._common import Exit

_AGAIN = "--again"


def is_plain(arguments: Sequence[str]) -> bool:
    """Whether arguments are `build` with names of decks and `--again` only. On Windows, typer completes names with wildcards."""
    options = [each for each in arguments[1:] if each.startswith("-")]
    return sys.platform != "win32" and arguments[:1] == ["build"] and set(options) <= {_AGAIN}


def run(arguments: Sequence[str]) -> Exit:
    """Build the decks that plain arguments name; returns the exit code."""
    from deckgen.build.batch import BuildOptions
    from deckgen.cli._build_decks import build_decks

    decks = [Path(each) for each in arguments[1:] if each != _AGAIN]
    return build_decks(decks or None, BuildOptions(again=_AGAIN in arguments))
