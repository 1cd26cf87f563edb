"""Slides of a brand that was written before their kind: it lacks the layouts of the kind."""

from pathlib import Path
from shutil import copytree

from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.io.project import packaged_folder
from sample_projects import make_project


def lay_out_without(kinds: list[str], root: Path, *slides: str) -> LayoutResult:
    """Lay out slides with a copy of Wikimedia's brand that has no layout of some kinds."""
    brand = copytree(packaged_folder("layouts") / "wikimedia", root / "layouts" / "older")
    for kind in kinds:
        for layout in [*brand.glob(f"{kind}.yaml"), *brand.glob(f"{kind}-*.yaml")]:
            layout.unlink()
    return pipeline.lay_out(make_project(root, *slides, brand="older"))
