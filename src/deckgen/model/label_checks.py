"""Labels as somebody wrote them, in a file or under `labels` in deck.yaml → the words that can be used, and the issues of others.

A key must be one that English has; words keep its names in braces, which deckgen fills in. Plural forms are those of the
language.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import Any

from msgspec import Struct, field

from deckgen.diagnostics import Issue, KeyPath, make_issue
from deckgen.diagnostics.suggestions import closest, did_you_mean, hint_for
from deckgen.model import cldr
from deckgen.model.label_files import GROUPS, OTHER, REVIEWED_BY, LanguageFile, Words, base_and_form
from deckgen.reader import Document

_MAX_LENGTH = 300
"""Characters of the words of one label."""
_COUNTED = frozenset({"count", "number"})
"""The names that a form may leave out which only one count has: “The only result”."""


class LabelReader(Struct):
    """Reads the labels of a language from a document; `english` has all labels that there are, in English."""

    english: LanguageFile
    language: str
    document: Document
    root: KeyPath = ()
    """The path of the labels in the document: `("labels",)` in deck.yaml."""
    issues: list[Issue] = field(default_factory=list)

    def read(self) -> LanguageFile:
        """Return the labels that can be used; what cannot be used is in `issues`."""
        data = self._value(())
        if not self._is_mapping(data, (), "labels"):
            return LanguageFile()
        words = {key: data[key] for key in data if key not in GROUPS and not (key == REVIEWED_BY and not self.root)}
        groups = {group: self._read_group(group) for group in GROUPS if data.get(group) is not None}
        return LanguageFile(self._read_words(words, self.english.words, ()), groups, self._reviewers(data))

    def _reviewers(self, data: dict[str, Any]) -> tuple[str, ...]:
        value = None if self.root else data.get(REVIEWED_BY)
        if value is None or (isinstance(value, list) and all(isinstance(name, str) for name in value)):
            return tuple(value or ())
        hint = f"write `{REVIEWED_BY}: [Name, Name]`, or `[]` as long as there is nobody"
        self.error("label-words", "those who have read the words are a list of names", (REVIEWED_BY,), hint)
        return ()

    def _read_group(self, group: str) -> dict[str, Words]:
        kinds = self._value((group,))
        found: dict[str, Words] = {}
        if not self._is_mapping(kinds, (group,), f"names of {group}"):
            return found
        known = self.english.groups.get(group, {})
        for kind, words in kinds.items():
            path = (group, kind)
            if kind not in known:
                message = (
                    f"`{kind}` is not known here: no {'kind of slide' if group == 'kinds' else 'chart'} is called that"
                )
                self.error("unknown-label", message, path, hint_for(kind, known, group), of_key=True)
            elif words is not None and self._is_mapping(words, path, "labels"):
                found[kind] = self._read_words(words, known[kind], path)
        return found

    def _read_words(self, words: dict[str, Any], english: Words, path: KeyPath) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, text in words.items():
            if not self._is_known(key, english, path):
                continue
            if not isinstance(text, str) or not text.strip():
                hint = "write the words after the colon, or remove this line: the English words are shown then"
                self.error("label-words", f"`{key}` has no words", (*path, key), hint, of_key=True)
            elif problem := self._problem(key, text, english):
                self.error("label-words", problem[0], (*path, key), problem[1])
            else:
                found[key] = text
        return found

    def _is_known(self, key: str, english: Words, path: KeyPath) -> bool:
        base, form = base_and_form(key, english)
        forms = cldr.plural_forms(self.language)
        if base and form not in forms:
            message = f"`{form}` is no plural form of this language"
            hint = f"its forms are {', '.join(f'`{base}-{each}`' for each in forms)}"
            self.error("unknown-label", message, (*path, key), hint, of_key=True)
            return False
        if base or key in english:
            return True
        homes = list(self._homes(key))
        hint = f"it belongs under {' or '.join(homes)}" if homes else hint_for(key, english, "labels")
        if not homes and len(english) > len(self.english.words) // 2:
            guess = closest(key, english)
            hint = did_you_mean(guess) if guess else "`deckgen labels en` shows all labels"
        self.error("unknown-label", f"there is no label `{key}` here", (*path, key), hint, of_key=True)
        return False

    def _homes(self, key: str) -> Iterator[str]:
        """Yield where else a label of this name is."""
        for group, kinds in self.english.groups.items():
            yield from (f"`{group}: {kind}:`" for kind, words in kinds.items() if key in words and key != "label")

    def _problem(self, key: str, text: str, english: Words) -> tuple[str, str] | None:
        """Return what is wrong with the words of a label, and how to mend it."""
        if len(text) > _MAX_LENGTH or len(text.splitlines()) > 1:
            return f"`{key}` is longer than one line of {_MAX_LENGTH} characters", "write a shorter text"
        names = _names(text)
        if names is None:
            return "these braces cannot be read", "write names in braces as English has them, such as `{count}`"
        base, form = base_and_form(key, english)
        forms = [english[other] for other in english if base and base_and_form(other, english)[0] == base]
        known = {name for each in forms or [english[key]] for name in _names(each) or ()}
        if unknown := sorted(names - known):
            listed = ", ".join(f"`{{{name}}}`" for name in sorted(known)) or "none"
            return f"`{{{unknown[0]}}}` is not a name that is filled in here", f"the names of `{key}` are: {listed}"
        needed = _names(english[f"{base}-{OTHER}" if base else key]) or set()
        counts = cldr.plural_forms(self.language)[form] if base else frozenset()
        if lacking := sorted(needed - names - (_COUNTED if len(counts) == 1 else set())):
            return self._lacking(lacking[0], form if base and lacking[0] in _COUNTED else "", counts)
        return None

    def _lacking(self, name: str, form: str, counts: frozenset[int]) -> tuple[str, str]:
        message = f"these words lack `{{{name}}}`"
        if form and counts:
            shown = ", ".join(map(str, sorted(counts)[:3]))
            message += f": `{form}` is the form of {shown} and others"
        return message, f"put `{{{name}}}` where its value stands in the sentence"

    def _is_mapping(self, value: object, path: KeyPath, what: str) -> bool:
        if value is None or isinstance(value, dict):
            return value is not None
        self.error("label-words", f"{what} with their words are expected here", path, "write each as `key: words`")
        return False

    def _value(self, path: KeyPath) -> Any:
        return self.document.value((*self.root, *path))

    def error(self, code: str, message: str, path: KeyPath, hint: str, *, of_key: bool = False) -> None:
        """Add an error at a value, or at its key."""
        full = (*self.root, *path)
        span = self.document.key_span(full) if of_key else self.document.span(full)
        self.issues.append(make_issue(code, message, span, hint))


def _names(text: str) -> set[str] | None:
    """Return the names in braces of a text; None if it has braces that are no plain names."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    fields = [(name, form, conversion) for _, name, form, conversion in parts if name is not None]
    if any(form or conversion or not name.isidentifier() for name, form, conversion in fields):
        return None
    return {name for name, _, _ in fields}


def missing_labels(language: str, own: LanguageFile, english: LanguageFile) -> LanguageFile:
    """Return, in English, the labels of a language that its files lack."""
    return english.for_language(language).without(own)
