"""A deck that deckgen built and somebody edited → one of its slides as a file of its own, without what every slide of a deck has.

The title stays: it becomes that of the slide. Footer, page number, tags, the line above the title, the tracker and the shapes of
the layout are written anew by each build.
"""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from deckgen.ooxml.inheritance import FOOTER_KINDS, placeholder_key
from deckgen.ooxml.names import CT, RT
from deckgen.ooxml.opc import RELS, A, P, Package, R, rels_of
from deckgen.ooxml.splicing import MalformedXmlError
from deckgen.slide_files.errors import SlideFileError
from deckgen.slide_files.fallbacks import shapes_of
from deckgen.slide_files.opening import open_slide
from deckgen.slide_files.reading import read_slide
from deckgen.slide_files.texts import text_facts
from deckgen.slide_files.xml import identity, parse
from deckgen.template.cleaning import clean, clean_slide
from deckgen.template.errors import TemplateError
from deckgen.template.storing import stored_bytes, zip_parts
from deckgen.writer.errors import WriterError
from deckgen.writer.origins import SCHEMA
from deckgen.writer.template_package import TemplatePackage

_OWN_PLACEHOLDERS = ("Eyebrow", "Tag", "Back")
"""The names that placeholders of the deck's own texts have in its layouts."""
_ORIGINS = f"{{{SCHEMA}}}"
_RELATION = "rIdKept"
_NO_RELATIONS = f'<Relationships xmlns="{RELS[1:-1]}"/>'.encode()
_ERRORS = (TemplateError, WriterError, MalformedXmlError, etree.LxmlError, ValueError, KeyError, IndexError)


class AuthoredSlide(Struct, frozen=True):
    """A slide of a built deck: its number (from 1), and the id, file and path (a JSON pointer) of the entry that it shows.

    `pages` are the numbers of all slides of the entry.
    """

    number: int
    slide: str
    file: str
    path: str
    pages: tuple[int, ...]


def authored_slide(data: bytes, name: str, named: str) -> AuthoredSlide:
    """Return where a slide of a deck was authored; `named` is its number or its id. Raises SlideFileError."""
    package, _ = open_slide(data, name, 1)
    records = _records(package, name)
    root = package.tree(package.presentation())
    numbers = {e.get("id", ""): number for number, e in enumerate(root.iter(f"{P}sldId"), 1)}
    found = [(numbers.get(each.get("id", ""), 0), each) for each in records]
    if named.isdigit() and not 1 <= int(named) <= len(numbers):
        raise SlideFileError(f"{name} has no slide {named}: it has {len(numbers)}", "name one of these numbers")
    chosen = next(((n, e) for n, e in found if n and (str(n) == named or e.get("page") == named)), None)
    if chosen is None:
        hint = "use `kind: file` for a slide that was made in PowerPoint" if named.isdigit() else "name its number"
        raise SlideFileError(f"slide {named} of {name} was not made from content", hint)
    number, record = chosen
    slide, path = record.get("origin", ""), record.get("path", "")
    pages = tuple(sorted(n for n, each in found if n and each.get("origin") == slide))
    return AuthoredSlide(number, slide, record.get("file", ""), path, pages)


class ExtractedSlide(Struct, frozen=True):
    """A slide as a .pptx of its own, always the same bytes, the text of its title, and the lines of text of its shapes."""

    data: bytes
    title: str
    lines: tuple[str, ...]


def extracted_slide(data: bytes, name: str, number: int) -> ExtractedSlide:
    """Return a slide of a deck as a file of its own.

    Raises SlideFileError if it has something that a deck cannot carry.
    """
    package, part = open_slide(data, name, number)
    try:
        result = _single_slide(_without_shapes_of_deck(package, part), part, name)
    except _ERRORS as error:
        raise SlideFileError(f"{name} is damaged ({error})", "build the deck again") from error
    slide = read_slide(result, name, 1).slide
    lines = [line for shape in slide.shapes for line in shape.outline.text.splitlines()]
    return ExtractedSlide(result, slide.title, (slide.title, *lines))


def _records(package: Package, name: str) -> list[etree._Element]:
    """Return the records of slides that deckgen wrote into a deck."""
    for part in package.related(package.presentation(), "customXml"):
        root = package.tree(part)
        if root.tag == f"{_ORIGINS}origins":
            return list(root.iter(f"{_ORIGINS}slide"))
    raise SlideFileError(
        f"{name} does not say which content its slides show",
        "name a deck that deckgen built; handouts, translations, and copies saved by some programs, do not have that record",
    )


def _without_shapes_of_deck(package: Package, part: str) -> Package:
    """Return the package without what the deck itself draws on the slide, its layout and its master."""
    layout = package.related(part, "slideLayout")[0]
    master = package.related(layout, "slideMaster")[0]
    trees = {name: parse(package.parts[name]) for name in (part, layout, master)}
    slide_tree, layout_tree, master_tree = (trees[n].find(f"{P}cSld/{P}spTree") for n in (part, layout, master))
    names = _placeholder_names(trees[layout])
    for shape in list(shapes_of(slide_tree)):
        if _is_of_deck(shape, names):
            _remove(shape)
    for tree in (layout_tree, master_tree):
        for shape in [each for each in shapes_of(tree) if placeholder_key(each) is None]:
            _remove(shape)
    return Package(package.entries, {**package.parts, **{name: etree.tostring(root) for name, root in trees.items()}})


def _placeholder_names(layout: etree._Element) -> dict[tuple[str, str], str]:
    """Return the names of the placeholders of a layout by type and index."""
    found: dict[tuple[str, str], str] = {}
    for shape in shapes_of(layout.find(f"{P}cSld/{P}spTree")):
        key, own = placeholder_key(shape), identity(shape)
        if key is not None and own is not None:
            found[key] = own.get("name", "")
    return found


def _is_of_deck(shape: etree._Element, names: dict[tuple[str, str], str]) -> bool:
    """Whether a shape is one that every build writes anew: at the foot, above the title, or a part of the tracker."""
    key = placeholder_key(shape)
    if key is not None:
        return key[0] in FOOTER_KINDS or names.get(key, "").rstrip(" 0123456789") in _OWN_PLACEHOLDERS
    own = identity(shape)
    if own is None or shape.tag != f"{P}sp" or text_facts(shape).text:
        return False
    link = own.find(f"{A}hlinkClick")
    is_link = link is not None and link.get("action", "").endswith("hlinksldjump")
    is_unseen = shape.find(f"{P}spPr/{A}solidFill/*/{A}alpha[@val='0']") is not None
    return (is_link and is_unseen) or own.get("name", "").rstrip(" 0123456789") == "Tracker"


def _remove(shape: etree._Element) -> None:
    parent = shape.getparent()
    if parent is not None:
        parent.remove(shape)


def _single_slide(package: Package, part: str, name: str) -> bytes:
    """Return a package with one slide, its layout and its master, cleaned like a template."""
    own = clean_slide(package, part, name)
    layout = package.related(part, "slideLayout")[0]
    master = package.related(layout, "slideMaster")[0]
    masters = _listed(package, package.presentation(), "sldMasterId")
    template = TemplatePackage(stored_bytes(clean(package, name)), 1 + masters.index(master))
    number = 1 + _listed(package, master, "sldLayoutId").index(layout)
    template.drop_unused({number}, set())
    main = template.presentation.name
    parts = {n: p.data for n, p in template.parts.items()}
    types = {n: p.content_type for n, p in template.parts.items()}
    for each in template.parts.values():
        if each.kept_relations:
            parts[rels_of(each.name)] = each.kept_relations
    parts["/_rels/.rels"] = template.package.parts["/_rels/.rels"]
    parts |= own.parts
    types |= own.types
    parts[rels_of(part)] = _with_relation(own.parts.get(rels_of(part)), RT.SLIDE_LAYOUT, layout)
    parts[rels_of(main)] = _with_relation(parts.get(rels_of(main)), RT.SLIDE, part)
    parts[main] = _with_slide(parts[main])
    types[part] = CT.PML_SLIDE
    return zip_parts(parts, types)


def _listed(package: Package, part: str, tag: str) -> list[str]:
    """Return the parts that a part lists in elements of one name, in their order."""
    targets = {each.id: each.target for each in package.relationships(part)}
    return [targets.get(e.get(f"{R}id", ""), "") for e in package.tree(part).iter(f"{P}{tag}")]


def _with_relation(data: bytes | None, kind: str, target: str) -> bytes:
    root = parse(data) if data else parse(_NO_RELATIONS)
    etree.SubElement(root, f"{RELS}Relationship", Id=_RELATION, Type=kind, Target=target)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_slide(presentation: bytes) -> bytes:
    """Return a presentation that lists the slide, after its masters."""
    root = parse(presentation)
    before = [e for n in ("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst") for e in root.findall(f"{P}{n}")]
    listed = etree.Element(f"{P}sldIdLst")
    etree.SubElement(listed, f"{P}sldId", {"id": "256", f"{R}id": _RELATION})
    before[-1].addnext(listed)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
