"""An editor for one content file: text in, text with changed values out, every other byte unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable

from deckgen.diagnostics import KeyPath
from deckgen.edit.moving import move_elsewhere, move_inside, path_before_removal
from deckgen.edit.splicing import Splice, replace_values
from deckgen.edit.value_editor import ValueEditor
from deckgen.edit.yaml_values import key_text


class ContentEditor(ValueEditor):
    """An editor for a content file: its values, the order of its entries, and its comments."""

    def move(self, path: KeyPath, to: int | KeyPath) -> None:
        """Move an entry with the comments that speak of it.

        `to` is the index that it has afterwards in its list or mapping, or its path afterwards: an index in another list, or the
        same key in another mapping, where it becomes the last one. Raises EditError.
        """
        if not isinstance(to, int):
            to = path_before_removal(path, to)
            if to[:-1] != path[:-1]:
                move_elsewhere(self, path, to)
                return
            to = list(self.get(to[:-1])).index(to[-1]) if isinstance(to[-1], str) else to[-1]
        move_inside(self, path, to)

    def rename(self, path: KeyPath, key: str) -> None:
        """Give the key at `path` another name."""
        parent = self.get(path[:-1])
        renamed = {key if name == path[-1] else name: value for name, value in parent.items()}
        span = self.document.key_span(path)
        expected = replace_values(self.document.data, {path[:-1]: renamed})
        self.make_splices([(span.start, span.end, key_text(key))], expected, path)

    def insert_above(self, paths: Iterable[KeyPath], comment: str) -> None:
        """Insert a line with `# comment` above the line of each path, with the indentation of that line."""
        self.insert_all_above([(paths, comment)])

    def insert_all_above(self, comments: Iterable[tuple[Iterable[KeyPath], str]]) -> None:
        """Insert several comments, each as `insert_above` does, in this order; the file is read back only once."""
        body = int(self.text.startswith("\ufeff"))
        splices: list[Splice] = []
        for paths, comment in comments:
            for line_start in {self.text.rfind("\n", 0, self.document.key_span(path).start) + 1 for path in paths}:
                start = max(line_start, body)
                indent = re.compile(r"[ \t]*").match(self.text, start)
                splices.append((start, start, f"{indent.group() if indent else ''}# {comment}{self.newline}"))
        self.make_splices(splices, self.document.data, ())

    def delete_lines(self, offsets: Iterable[int]) -> None:
        """Delete the complete lines (comments) that contain the offsets."""
        splices: list[Splice] = []
        for offset in set(offsets):
            start, end = self.text.rfind("\n", 0, offset) + 1, self.text.find("\n", offset) + 1
            splices.append((start, end or len(self.text), ""))
        self.make_splices(sorted(set(splices)), self.document.data, ())
