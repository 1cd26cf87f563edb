"""A slide in its package → the same without what only some programs draw: plain shapes stand for it, or nothing.

SmartArt becomes the shapes that PowerPoint has drawn of it, an embedded object its picture, and alternatives for newer programs
the one for all. Hidden shapes are left out: they may hold what nobody is to read. All of it is listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from deckgen.ooxml.opc import MC, RELS, A, P, Package, R, Relationship, read_number, rels_of
from deckgen.slide_files.xml import identity, local, name_of, parse

SHAPES = tuple(f"{P}{name}" for name in ("sp", "pic", "cxnSp", "grpSp", "graphicFrame"))
"""The tags of shapes that are carried."""
_DSP = "{http://schemas.microsoft.com/office/drawing/2008/diagram}"
_DRAWING_KIND = "diagramDrawing"
_TRUE = ("1", "true")


class FallbackChooser:
    """Replaces shapes of one slide; `left_out` and `changed` are what became of them, each a clause."""

    def __init__(self, package: Package, slide: str) -> None:
        self.package, self.slide = package, slide
        self.left_out: list[str] = []
        self.changed: list[str] = []
        self.root = parse(package.parts[slide])
        self._added: list[tuple[str, Relationship, str]] = []
        self._relations = {each.id: each for each in package.relationships(slide)}

    def replaced(self) -> Package:
        """Return the package with the slide changed."""
        tree = self.root.find(f"{P}cSld/{P}spTree")
        if tree is not None:
            self._choose_in(tree)
        for name in ("timing", "transition"):
            for each in list(self.root.iter(f"{P}{name}")):
                outer = each.getparent()
                if outer is not None:
                    outer.remove(each)
                    if (
                        name == "timing"
                        and next(each.iter(f"{P}cTn"), None) is not None
                        and each.find(f".//{P}par//{P}par") is not None
                    ):
                        self.left_out.append("animations")
        parts = {**self.package.parts, self.slide: etree.tostring(self.root), **self._relationships()}
        return Package(self.package.entries, parts)

    def _relationships(self) -> dict[str, bytes]:
        """Return the part with the relationships of the slide, and those of drawings that it has taken over."""
        name = rels_of(self.slide)
        if not self._added:
            return {}
        root = parse(self.package.parts[name])
        for new_id, relationship, kind in self._added:
            attributes = {"Id": new_id, "Type": kind, "Target": relationship.target}
            if relationship.external:
                attributes["TargetMode"] = "External"
            etree.SubElement(root, f"{RELS}Relationship", attributes)
        return {name: etree.tostring(root)}

    def _choose_in(self, tree: etree._Element) -> None:
        """Replace the shapes of a tree or group."""
        for shape in list(tree):
            if not isinstance(shape.tag, str):
                continue
            if shape.tag == f"{MC}AlternateContent":
                for chosen in self._alternative(shape):
                    shape.addprevious(chosen)
                    self._choose(tree, chosen)
                tree.remove(shape)
            elif shape.tag in SHAPES:
                self._choose(tree, shape)
            elif local(shape) == "contentPart":
                self.left_out.append("drawings by hand (ink)")
                tree.remove(shape)

    def _choose(self, tree: etree._Element, shape: etree._Element) -> None:
        properties = identity(shape)
        if properties is not None and properties.get("hidden") in _TRUE:
            self.left_out.append(f"the hidden shape “{name_of(shape)}”")
            tree.remove(shape)
        elif shape.tag == f"{P}grpSp":
            self._choose_in(shape)
        elif shape.tag == f"{P}graphicFrame":
            new = self._frame(shape)
            if new is None:
                tree.remove(shape)
            elif new is not shape:
                tree.replace(shape, new)
        elif self._lacks_picture(shape):
            self.left_out.append(f"the picture “{name_of(shape)}”, which is not in the file")
            tree.remove(shape)

    def _lacks_picture(self, shape: etree._Element) -> bool:
        """Whether a picture is only linked, or refers to a part that does not exist."""
        if shape.tag != f"{P}pic":
            return False
        blip = shape.find(f"{P}blipFill/{A}blip")
        relation = self._relations.get(blip.get(f"{R}embed", "")) if blip is not None else None
        return relation is None or relation.external or relation.target not in self.package.parts

    def _alternative(self, content: etree._Element) -> list[etree._Element]:
        """Return the shapes of the alternative for all programs; where it has none, those of the first one that has any."""
        choices = [each for each in content if local(each) in ("Choice", "Fallback")]
        fallback = [each for each in choices if local(each) == "Fallback"]
        needed = " ".join(each.get("Requires", "") for each in choices)
        named = next((e.get("name", "") for e in content.iter(f"{P}cNvPr")), "") or "a shape without a name"
        if any(each.startswith("cx") for each in needed.split()):
            self.left_out.append(f"the chart “{named}”, of a kind that only newer programs draw")
            return []
        for choice in (*fallback, *choices):
            shapes = [each for each in choice if each.tag in SHAPES]
            if shapes and (choice in fallback or "v" not in needed.split()):
                if choice in fallback and "v" not in needed.split():
                    self.changed.append(f"“{named}” is shown as in older programs")
                return shapes
        self.left_out.append(f"“{named}”, which only newer programs show")
        return []

    def _frame(self, frame: etree._Element) -> etree._Element | None:
        """Return what stands for a graphic frame: itself, if it has a table or a chart; None if nothing can."""
        data = frame.find(f"{A}graphic/{A}graphicData")
        kind = (data.get("uri", "") if data is not None else "").rpartition("/")[2]
        if kind in ("table", "chart"):
            return frame
        if kind == "diagram":
            return self._drawn_diagram(frame)
        picture = next(iter(frame.iter(f"{P}pic")), None) if kind == "ole" else None
        if picture is None or self._lacks_picture(picture):
            self.left_out.append(
                f"“{name_of(frame)}”, {'an embedded object' if kind == 'ole' else 'which is no table or chart'}"
            )
            return None
        self.changed.append(f"the embedded object “{name_of(frame)}” is a picture")
        return _picture_in_place_of(picture, frame)

    def _drawn_diagram(self, frame: etree._Element) -> etree._Element | None:
        """Return SmartArt as the group of shapes that PowerPoint has drawn of it."""
        drawing = self._drawing_part(frame)
        try:
            tree = parse(self.package.parts[drawing]).find(f"{_DSP}spTree") if drawing else None
        except etree.XMLSyntaxError:
            tree = None
        if tree is None:
            self.left_out.append(f"the SmartArt “{name_of(frame)}”, of which the file has no drawing")
            return None
        group = _as_group(tree, frame)
        self._take_over(drawing, group)
        self.changed.append(f"the SmartArt “{name_of(frame)}” is a group of plain shapes")
        return group

    def _drawing_part(self, frame: etree._Element) -> str:
        """Return the part with the drawing of SmartArt: the one that its data names, or the only one of the slide."""
        ids = frame.find(f"{A}graphic/{A}graphicData/*")
        data = self._relations.get(ids.get(f"{R}dm", "") if ids is not None else "")
        named = ""
        if data is not None and data.target in self.package.parts:
            extensions = parse(self.package.parts[data.target]).iter(f"{_DSP}dataModelExt")
            named = next((e.get("relId", "") for e in extensions), "")
        drawings = [r for r in self._relations.values() if r.kind == _DRAWING_KIND and r.target in self.package.parts]
        found = [r for r in drawings if r.id == named] or (drawings if len(drawings) == 1 else [])
        return found[0].target if found else ""

    def _take_over(self, drawing: str, group: etree._Element) -> None:
        """Let the slide have the relationships of a drawing that its shapes refer to."""
        root = parse(self.package.parts[rels_of(drawing)]) if rels_of(drawing) in self.package.parts else None
        kinds = {e.get("Id"): e.get("Type", "") for e in root} if root is not None else {}
        new_ids: dict[str, str] = {}
        for relationship in self.package.relationships(drawing):
            new_ids[relationship.id] = f"rIdDrawn{len(self._added) + 1}"
            self._added.append((new_ids[relationship.id], relationship, kinds.get(relationship.id, "")))
        for element in group.iter():
            for name, value in element.attrib.items():
                if str(name).startswith(R) and value in new_ids:
                    element.set(name, new_ids[str(value)])


def _as_group(tree: etree._Element, frame: etree._Element) -> etree._Element:
    """Return the shapes of a drawing as a group in the place of its frame; their coordinates are those of the frame."""
    group = etree.Element(f"{P}grpSp", nsmap={"a": A[1:-1], "p": P[1:-1], "r": R[1:-1]})
    non_visual = etree.SubElement(group, f"{P}nvGrpSpPr")
    own = identity(frame)
    non_visual.append(deepcopy(own) if own is not None else etree.Element(f"{P}cNvPr", id="0", name="SmartArt"))
    etree.SubElement(non_visual, f"{P}cNvGrpSpPr")
    etree.SubElement(non_visual, f"{P}nvPr")
    properties = etree.SubElement(group, f"{P}grpSpPr")
    place = etree.SubElement(properties, f"{A}xfrm")
    frame_place = frame.find(f"{P}xfrm")
    for each in frame_place if frame_place is not None else ():
        place.append(deepcopy(each))
    extent = place.find(f"{A}ext")
    etree.SubElement(place, f"{A}chOff", x="0", y="0")
    cx, cy = ("1", "1") if extent is None else (extent.get("cx", "1"), extent.get("cy", "1"))
    etree.SubElement(place, f"{A}chExt", cx=cx, cy=cy)
    for shape in tree:
        if local(shape) in ("sp", "pic", "cxnSp", "grpSp"):
            group.append(_renamed(shape))
    return group


def _renamed(shape: etree._Element) -> etree._Element:
    """Return a shape of a drawing with the tags of slides; the place of its text becomes insets of the shape."""
    copied = deepcopy(shape)
    for each in list(copied.iter()):
        if isinstance(each.tag, str) and each.tag.startswith(_DSP):
            each.tag = f"{P}{local(each)}"
        if "modelId" in each.attrib:
            del each.attrib["modelId"]
    for each in list(copied.iter(f"{P}txXfrm")):
        parent = each.getparent()
        if parent is not None:
            _inset_text(parent, each)
            parent.remove(each)
    for non_visual in copied.iter(f"{P}nvSpPr", f"{P}nvPicPr", f"{P}nvCxnSpPr", f"{P}nvGrpSpPr"):
        if non_visual.find(f"{P}nvPr") is None:
            etree.SubElement(non_visual, f"{P}nvPr")
    return copied


def _inset_text(shape: etree._Element, text_place: etree._Element) -> None:
    """Add to the insets of a shape what its text keeps from the edges of the shape, where the text is inside and upright."""
    place, body = shape.find(f"{P}spPr/{A}xfrm"), shape.find(f"{P}txBody/{A}bodyPr")
    if place is None or body is None or text_place.get("rot", "0") != "0" or place.get("rot", "0") != "0":
        return
    outer, inner = box_of(place), box_of(text_place)
    edges = {
        "lIns": inner[0] - outer[0], "tIns": inner[1] - outer[1],
        "rIns": outer[0] + outer[2] - inner[0] - inner[2], "bIns": outer[1] + outer[3] - inner[1] - inner[3],
    }  # fmt: skip
    for name, space in edges.items():
        default = 91440 if name in ("lIns", "rIns") else 45720
        body.set(name, str(max(read_number(body, name, default) + space, 0)))


def box_of(place: etree._Element) -> tuple[int, int, int, int]:
    """Return x, y, width and height (EMU) of an `xfrm`. Raises BadNumberError."""
    offset, extent = place.find(f"{A}off"), place.find(f"{A}ext")
    if offset is None or extent is None:
        return 0, 0, 0, 0
    return (
        read_number(offset, "x", 0), read_number(offset, "y", 0), read_number(extent, "cx", 0), read_number(extent, "cy", 0),
    )  # fmt: skip


def _picture_in_place_of(picture: etree._Element, frame: etree._Element) -> etree._Element:
    """Return the picture of an embedded object with the identity and the place of its frame."""
    copied = deepcopy(picture)
    own, outer = identity(copied), identity(frame)
    if own is not None and outer is not None:
        for name in ("id", "name", "descr", "title"):
            if name in outer.attrib:
                own.set(name, outer.get(name, ""))
    properties, place = copied.find(f"{P}spPr"), frame.find(f"{P}xfrm")
    if properties is not None and place is not None:
        for each in properties.findall(f"{A}xfrm"):
            properties.remove(each)
        new = deepcopy(place)
        new.tag = f"{A}xfrm"
        properties.insert(0, new)
    return copied


def shapes_of(tree: etree._Element | None) -> Iterator[etree._Element]:
    """Yield the shapes of a tree or group, in their order."""
    return (each for each in (() if tree is None else tree) if each.tag in SHAPES)
