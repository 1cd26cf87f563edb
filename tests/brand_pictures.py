"""Brands of invented organisations with logos and motifs, for tests: a wide logo in PNG, and a mark in SVG."""

from pathlib import Path

from PIL import Image, ImageDraw

from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.diagnostics import Issue

LAYOUTS = Path(__file__).parents[1] / "layouts"
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 120" width="100" height="120"><metadata>Jane Doe</metadata>'
    '<path d="M50 5 L95 30 V85 L50 115 L5 85 V30 Z" fill="#7A1F3D"/><circle cx="50" cy="60" r="22" fill="#F2C14E"/></svg>'
)
EXTENDS = "defaults:\n  deckgen:\n    extend: wikimedia\n"
WIDE_LOGO = (
    "logo:\n  images:\n    colour: {path: logos/wide.png, alt: Harbour Trust}\n    white: logos/white.png\n"
    "  small: {light: colour, dark: white}\n  large: {light: colour, dark: white}\n"
)


def save_wide_logo(path: Path, colour: str, width: int = 1800, height: int = 240) -> None:
    """Save a bar with a disc at its left, transparent elsewhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGBA", (width, height))
    draw = ImageDraw.Draw(image)
    draw.ellipse((0, 0, height - 1, height - 1), fill=colour)
    draw.rectangle((height * 1.2, height * 0.3, width, height * 0.7), fill=colour)
    image.save(path)


def make_brand(project: Path, text: str, files: dict[str, str] | None = None, name: str = "own") -> Path:
    """Write a brand that extends the one of deckgen, with logo files and `text` in its `_brand.yml`; returns its folder."""
    folder = project / "layouts" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mark.svg").write_text(MARK, encoding="utf-8")
    save_wide_logo(folder / "logos" / "wide.png", "#143C5A")
    save_wide_logo(folder / "logos" / "white.png", "white")
    more = text if "extend:" in text else text + EXTENDS
    for file, content in {"_brand.yml": f"meta:\n  name: Harbour\n{more}", **(files or {})}.items():
        (folder / file).write_text(content, encoding="utf-8")
    return folder


def load(folder: Path, size: str | None = None) -> tuple[Brand | None, list[Issue], dict[str, str]]:
    """Load a brand with its issues and the texts of its files."""
    return load_brand(folder.name, [folder.parent, LAYOUTS], folder.parents[1], size)


def loaded(folder: Path, size: str | None = None) -> Brand:
    """Load a brand that has no errors."""
    brand, issues, _ = load(folder, size)
    assert brand is not None, [issue.message for issue in issues]
    return brand
