"""A row that somebody added to a table → an entry with what its cells say, each by its column, as YAML to paste.

The entry is laid out: only what `deckgen check` accepts is proposed, and what a cell says that the row then does not show is
named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

import yaml
from msgspec import Struct

from deckgen.diagnostics import KeyPath, Severity
from deckgen.ir.frames import DeckFrames, FrameBase
from deckgen.pull.base import Base
from deckgen.pull.candidates import shows_all_of, text_candidates
from deckgen.pull.differences import Difference
from deckgen.pull.markup import markup_of, relative_runs
from deckgen.pull.operations import Operation, changed_texts
from deckgen.pull.places import ValueKey
from deckgen.pull.plain import PlainParagraph, PlainRun, comparable
from deckgen.pull.proving import without_arrows
from deckgen.pull.table_rows import RowEntry, TableRows, header_of, listed_rows, nested, value_at
from deckgen.reader.markup import parse_markup

_MAX_TRIED = 12
"""Maximum entries that are laid out for one row."""
_ROWS = "rows"
"""Where kinds of slides with metrics have results that no metric is defined for."""
Fields = Mapping[KeyPath, str]


class _Dumper(yaml.SafeDumper):
    """Writes a text of several paragraphs as a block of lines."""


def _text_node(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text_node)


class NewRow(Struct, frozen=True):
    """An entry for a new row: the list that it belongs to (its file and path), and the YAML (empty if there is none).

    `unread` are the cells that it does not say, as “text” (column); `error` is why there is no YAML.
    """

    listed: ValueKey
    proposal: str = ""
    unread: tuple[str, ...] = ()
    error: str = ""


def new_row(difference: Difference, base: Base) -> NewRow | None:
    """Return the entry of a new row; None for a table of which no row is an entry of a list."""
    if difference.kind != "row-added" or difference.page is None or difference.frame is None or difference.frame < 0:
        return None
    rows = TableRows(base, difference.page, difference.frame)
    beside = min(rows.entries, key=lambda at: (abs(at - (difference.at - 1)), at), default=None)
    if beside is None:
        return None
    file, path = rows.entries[beside].listed
    if sum(entry.listed == (file, path) for entry in rows.entries.values()) > 1:  # one row is only a part of an entry
        return NewRow((file, path[:-1]))
    return _RowReader(base, difference, rows, beside).read()


class _RowReader:
    """Reads the cells of one new row; `beside` is the row of the table whose entry is nearest to it."""

    def __init__(self, base: Base, difference: Difference, rows: TableRows, beside: int) -> None:
        self.base, self.rows, self.cells = base, rows, difference.cells
        self.file, path = rows.entries[beside].listed
        own = type(rows.entries[beside].data)
        self.forms = [own, *(form for form in (dict, list, str) if form is not own)]
        document = base.content.documents[self.file].data
        last = path[-1] if isinstance(path[-1], int) else 0
        self.list, self.to = path[:-1], last + (beside < difference.at)
        is_metric = rows.entries[beside].values != rows.entries[beside].listed
        if is_metric and isinstance(value_at(document, path), str):  # a result without a metric is written under `rows`
            self.list = (*path[:-2], _ROWS)
            self.to = len(value_at(document, self.list) or ())
        self.is_new_list = value_at(document, self.list) is None

    def read(self) -> NewRow:
        """Return the entry with which most cells read as in the edited file."""
        best: tuple[int, Fields] | None = None
        error = ""
        for fields in islice(self._guesses(), _MAX_TRIED):
            shown, problem = self._shown(fields)
            error = error or problem
            unread = len(self._unread(shown or {}))
            if shown is None or unread == len(self._unread({})):
                continue
            if best is None or unread < best[0]:
                best = (unread, fields)
            if not unread:
                break
        if best is None:
            return NewRow((self.file, self.list), unread=tuple(self._unread({})), error=error)
        shown, _ = self._shown(best[1])
        new = [nested(_in_order(best[1], self.rows.entries.values()))]
        text = yaml.dump(new, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000).rstrip()
        return NewRow((self.file, self.list), text, tuple(self._unread(shown or {})))

    def _guesses(self) -> Iterator[Fields]:
        """Yield the fields of entries that may be meant: whole ones first, then ones that leave a field out."""
        guesses = [guess for form in self.forms for guess in islice(self._whole(form), _MAX_TRIED // 4)]
        whole = guesses[0] if guesses else {}
        names = [field for field in whole if field and not isinstance(field[0], int)]
        guesses += [{field: text for field, text in whole.items() if field != left_out} for left_out in names]
        yield from (guess for at, guess in enumerate(guesses) if guess and guess not in guesses[:at])

    def _whole(self, form: type) -> Iterator[Fields]:
        """Yield the fields that all cells together may say of an entry of a form."""
        options = [list(self._of_cell(column, cell, form)) or [{}] for column, cell in enumerate(self.cells)]
        for chosen in product(*options):
            fields: dict[KeyPath, str] = {}
            for each in chosen:
                fields |= {field: text for field, text in each.items() if field not in fields}
            if fields:
                yield fields

    def _of_cell(self, column: int, cell: Sequence[PlainParagraph], form: type) -> Iterator[Fields]:
        """Yield what fields of an entry a cell may say."""
        paragraphs = [p for p in cell if p.text.strip()]
        if not paragraphs:
            return
        yield from self._like_another(column, paragraphs, form)
        patterns = self.rows.patterns(column, form)
        for pattern in patterns:
            if len(pattern) == len(paragraphs) and all(len(fields) == 1 for fields in pattern):
                yield {fields[0]: _typed([p]) for fields, p in zip(pattern, paragraphs, strict=True)}
        yield from ({pattern[0][0]: _typed(paragraphs)} for pattern in patterns if [*map(len, pattern)] == [1])
        if not patterns:
            word = " ".join(p.unraised for p in paragraphs)
            keys = [key for key, text in self.rows.words.items() if text == word]
            yield from ({field: key} for field in self.rows.typed_words(column, form) for key in keys)

    def _like_another(self, column: int, cell: Sequence[PlainParagraph], form: type) -> Iterator[Fields]:
        """Yield the fields that a cell says as that of another row, which has words around values (“Baseline: 35%”)."""
        said = _letters("\n".join(p.unraised for p in cell))
        for row, entry in self.rows.of_form(form).items():
            texts = [
                PlainParagraph((PlainRun(text),)) for place in self.rows.in_cell(row, column) for text in place.texts
            ]
            keys = [key for place in self.rows.in_cell(row, column) for key in place.values]
            raws = {key: text for key in keys if isinstance(text := _raw(self.base, key), str)}
            if not raws or shows_all_of("\n\n".join(raws.values()), texts):
                continue
            for values in islice(text_candidates(texts, cell, raws), 2):
                found = {entry.field_of(key): without_arrows(text) for key, text in {**raws, **values}.items()}
                if all(field is not None and _plain(text) in said for field, text in found.items()):
                    yield {field: text for field, text in found.items() if field is not None}

    def _shown(self, fields: Fields) -> tuple[Mapping[int, str] | None, str]:
        """Return what the columns show of an entry, or why the deck cannot have it."""
        new = nested(fields)
        operation = Operation("insert", self.file, self.list, new, to=self.to)
        if self.is_new_list:
            operation = Operation("add", self.file, self.list[:-1], [new], key=str(self.list[-1]))
        texts = changed_texts(self.base.texts, [operation])
        if texts is None:
            return None, ""
        found = self.base.composer.layout(texts)
        if found.deck is None:
            return None, next((issue.message for issue in found.issues if issue.severity is Severity.ERROR), "")
        return self._row_in(found.deck), ""

    def _row_in(self, frames: DeckFrames) -> Mapping[int, str]:
        """Return the texts of the row of the entry, by the columns of the edited table that have the same headers."""
        for page in frames.pages:
            for frame in page.frames:
                for at, listed in listed_rows(frame).items():
                    if listed == (self.file, (*self.list, self.to)):
                        return self._by_column(frame, at)
        return {}

    def _by_column(self, frame: FrameBase, row: int) -> Mapping[int, str]:
        """Return the texts of a row by the columns of the edited table: those with the same headers, if it has others now."""
        texts: dict[tuple[int, int], list[str]] = {}
        for each in frame.placed_texts():
            if each.cell is not None:
                shown = comparable("".join(run.text for run in each.paragraph.runs if not run.superscript))
                texts.setdefault(each.cell, []).append(shown)
        found = {column: "\n".join(cell) for (at, column), cell in texts.items() if at == row}
        headers = header_of(frame)
        if headers == self.rows.header:
            return found
        columns = {header: column for column, header in headers.items()}
        return {
            column: found.get(columns[header], "") for column, header in self.rows.header.items() if header in columns
        }

    def _unread(self, shown: Mapping[int, str]) -> list[str]:
        """Return the cells that say something else than a row shows, as “text” (column)."""
        found = []
        for column, cell in enumerate(self.cells):
            text = "\n".join(filter(None, (p.unraised for p in cell)))
            if text and _letters(text) != _letters(shown.get(column, "")):
                header = self.rows.header.get(column, "")
                found.append(f"“{' '.join(text.split())}”" + (f" ({header})" if header else ""))
        return found


def _typed(paragraphs: Sequence[PlainParagraph]) -> str:
    """Return paragraphs as they are typed, without the emphasis that all of them have from their column."""
    return without_arrows("\n\n".join(markup_of(runs) for runs in relative_runs(paragraphs, paragraphs)).strip())


def _raw(base: Base, key: ValueKey) -> object:
    document = base.content.documents.get(key[0])
    return None if document is None else value_at(document.data, key[1])


def _letters(text: str) -> str:
    return "".join(without_arrows(text).split())


def _plain(value: str) -> str:
    return _letters("\n".join(paragraph.plain_text for paragraph in parse_markup(value)))


def _in_order(fields: Fields, entries: Iterable[RowEntry]) -> Fields:
    """Return fields in the order that the entries of the table have theirs in."""
    order = list(dict.fromkeys(key for entry in entries if isinstance(entry.data, dict) for key in entry.data))
    ranked = sorted(fields, key=lambda field: order.index(field[0]) if field and field[0] in order else len(order))
    return {field: fields[field] for field in ranked}
