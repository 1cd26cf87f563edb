"""Find the properties of each element of a cleaned SVG: its attributes, the rules of its style sheets, its `style`.

A selector consists of names, classes and ids, within or directly within others of that kind. Rules with other selectors are left
out, as resvg does with most of them; the drawing that results is compared with the one that resvg draws.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from deckgen.images.svg_outlines import NotFlatError

MAX_COMPARISONS = 500_000
"""Maximum of selectors that are compared with elements, for one drawing."""
TAG = "{http://www.w3.org/2000/svg}"
_RULE = re.compile(r"([^{}]*+)\{([^{}]*+)\}")
_NAME = r"-?-?[^\W\d][\w-]*+"
_COMPOUND = re.compile(rf"(\*|{_NAME})?+((?:[.#]{_NAME})*+)")
_PART = re.compile(r"[.#][^.#]++")

Declaration = tuple[str, str, bool]
"""Name, value, and whether it is `!important`."""


class _Compound:
    """A part of a selector that applies to one element: a name, classes and an id."""

    def __init__(self, name: str, parts: Sequence[str]) -> None:
        self.name = "" if name == "*" else name
        self.classes = frozenset(part[1:] for part in parts if part[0] == ".")
        self.ids = frozenset(part[1:] for part in parts if part[0] == "#")
        self.is_direct = False
        """Whether it must be the parent of the next one."""

    def key(self) -> str:
        """Return by what rules with this as their last part are found."""
        return min((f"#{i}" for i in self.ids), default=min((f".{c}" for c in self.classes), default=self.name))


class _Rule:
    """A selector and its declarations."""

    def __init__(self, compounds: Sequence[_Compound], declarations: Sequence[Declaration], order: int) -> None:
        self.compounds, self.declarations = compounds, declarations
        self.rank = (
            sum(len(c.ids) for c in compounds), sum(len(c.classes) for c in compounds),
            sum(bool(c.name) for c in compounds), order,
        )  # fmt: skip


class Cascade:
    """The style sheets of one drawing."""

    def __init__(self, root: etree._Element) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        for rule in _read_rules("\n".join(str(sheet.text or "") for sheet in root.iter(f"{TAG}style"))):
            self._rules.setdefault(rule.compounds[-1].key(), []).append(rule)
        self._comparisons_left = MAX_COMPARISONS
        self._known: dict[etree._Element, Mapping[str, str]] = {}
        self._classes: dict[etree._Element, frozenset[str]] = {}

    def properties(self, element: etree._Element) -> Mapping[str, str]:
        """Return the attributes of an element, replaced by the declarations that apply to it.

        Raises NotFlatError if there are too many rules and elements.
        """
        if element not in self._known:
            self._known[element] = self._find_properties(element)
        return self._known[element]

    def _find_properties(self, element: etree._Element) -> Mapping[str, str]:
        properties = {str(key): str(value) for key, value in element.attrib.items()}
        important: dict[str, str] = {}
        rules = self._matching_rules(element) if self._rules else []
        own = _read_declarations(properties.pop("style", ""))
        for declarations in (*(rule.declarations for rule in rules), own):
            for name, value, is_important in declarations:
                (important if is_important else properties)[name] = value
        return properties | important

    def _matching_rules(self, element: etree._Element) -> list[_Rule]:
        local = str(element.tag).removeprefix(TAG)
        keys = ("", local, f"#{element.get('id')}", *sorted(f".{name}" for name in self._classes_of(element)))
        found = (rule for key in keys for rule in self._rules.get(key, ()))
        return sorted((rule for rule in found if self._applies(rule, element)), key=lambda rule: rule.rank)

    def _applies(self, rule: _Rule, element: etree._Element) -> bool:
        """Return whether a rule applies to an element; of the ancestors that match a part, the nearest is taken."""
        *outer, last = rule.compounds
        if not self._matches(last, element):
            return False
        for compound in reversed(outer):
            parent = element.getparent()
            while parent is not None and not self._matches(compound, parent):
                parent = None if compound.is_direct else parent.getparent()
            if parent is None:
                return False
            element = parent
        return True

    def _matches(self, compound: _Compound, element: etree._Element) -> bool:
        self._comparisons_left -= 1
        if self._comparisons_left < 0:
            raise NotFlatError("too many rules and elements")
        return (
            (not compound.name or element.tag == TAG + compound.name)
            and compound.ids <= {str(element.get("id"))}
            and compound.classes <= self._classes_of(element)
        )

    def _classes_of(self, element: etree._Element) -> frozenset[str]:
        if element not in self._classes:
            self._classes[element] = frozenset(str(element.get("class") or "").split())
        return self._classes[element]


def _read_rules(text: str) -> Iterator[_Rule]:
    """Yield the rules of cleaned style sheets, one for each selector."""
    for order, found in enumerate(_RULE.finditer(text)):
        declarations = _read_declarations(found[2])
        for selector in found[1].split(","):
            compounds = _read_selector(selector)
            if compounds:
                yield _Rule(compounds, declarations, order)


def _read_selector(text: str) -> list[_Compound]:
    """Return the parts of a selector; nothing if it has another form."""
    compounds: list[_Compound] = []
    for word in text.replace(">", " > ").split():
        found = _COMPOUND.fullmatch(word)
        if word == ">" and compounds:
            compounds[-1].is_direct = True
        elif found:
            compounds.append(_Compound(found[1] or "", _PART.findall(found[2])))
        else:
            return []
    return [] if compounds and compounds[-1].is_direct else compounds


def _read_declarations(text: str) -> list[Declaration]:
    """Return the declarations of a cleaned style, in which neither a value nor a name has a colon or a semicolon."""
    result = []
    for declaration in filter(None, text.split(";")):
        name, _, value = declaration.partition(":")
        plain = value.strip().removesuffix("!important")
        result.append((name.strip(), plain.strip(), plain != value.strip()))
    return result
