"""Six brands of invented organisations, with logos drawn here and fonts from packages, and the example deck in each."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageDraw

ROOT = Path(__file__).parents[1]


def _harbour(colour: str) -> str:
    """A roof over waves, with bars of different widths where the name would be."""
    waves = "".join(f'<path d="M2 {y} q 8 -6 16 0 t 16 0" fill="none" stroke-width="4"/>' for y in (30, 38))
    bars = '<rect x="44" y="8" width="74" height="11"/><rect x="44" y="25" width="52" height="11"/>'
    roof = '<path d="M2 22 L18 4 L34 22 Z" stroke="none"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 44" fill="{colour}" stroke="{colour}">'
        f'{roof}{waves}<g stroke="none">{bars}</g></svg>'
    )


def _diamond(colour: str, inner: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<path d="M32 2 L62 32 L32 62 L2 32 Z" fill="{colour}"/><circle cx="32" cy="32" r="12" fill="{inner}"/></svg>'
    )


def _write_wordmark(path: Path, colour: str, width: int, bars: int) -> None:
    """Draw a disc and `bars` bars of different widths in a row, `width` by 200 pixels, on a transparent ground."""
    picture = Image.new("RGBA", (width, 200), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((0, 0, 199, 199), fill=colour)
    step = (width - 240) // bars
    for number in range(bars):
        x = 240 + number * step
        pen.rectangle((x, 60 if number % 3 else 20, x + step * 3 // 5, 180), fill=colour)
    picture.save(path)


def _council(folder: Path) -> None:
    (folder / "colour.svg").write_text(_harbour("#0B4F37"), encoding="utf-8")
    (folder / "white.svg").write_text(_harbour("#FFFFFF"), encoding="utf-8")


def _charity(folder: Path) -> None:
    _write_wordmark(folder / "black.png", "#1A1A1A", 900, 5)
    _write_wordmark(folder / "yellow.png", "#FFC72C", 900, 5)


def _bank(folder: Path) -> None:
    (folder / "maroon.svg").write_text(_diamond("#6B1426", "#FFFFFF"), encoding="utf-8")
    (folder / "gold.svg").write_text(_diamond("#E8D5A8", "#6B1426"), encoding="utf-8")


def _night(folder: Path) -> None:
    (folder / "black.svg").write_text(_harbour("#101418"), encoding="utf-8")
    (folder / "light.svg").write_text(_harbour("#7CD4FF"), encoding="utf-8")


def _wide(folder: Path) -> None:
    _write_wordmark(folder / "teal.png", "#00626B", 2400, 24)
    _write_wordmark(folder / "white.png", "#FFFFFF", 2400, 24)


def _mark(folder: Path) -> None:
    (folder / "violet.svg").write_text(_diamond("#5B2A86", "#FFFFFF"), encoding="utf-8")
    (folder / "white.svg").write_text(_diamond("#FFFFFF", "#5B2A86"), encoding="utf-8")


class SampleBrand(Struct, frozen=True):
    """The text of `_brand.yml` without `extend`, what draws its logos, and the files of its logo by ground."""

    text: str
    draw_logos: Callable[[Path], None]
    logos: Mapping[str, str]
    master: str = ""


def _logo(light: str, dark: str, name: str) -> str:
    return f"logo: {{images: {{light: {{path: {light}, alt: {name}}}, dark: {dark}}}, small: {{light: light, dark: dark}}}}\n"


BRANDS: dict[str, SampleBrand] = {
    "council": SampleBrand(
        "meta: {name: Harbour Council}\ncolor: {primary: '#0B4F37', foreground: '#17201C'}\ntypography: {base: Lato}\n"
        + _logo("colour.svg", "white.svg", "Harbour Council"),
        _council,
        {"light": "colour.svg", "dark": "white.svg"},
    ),
    "charity": SampleBrand(
        "meta: {name: Meals for All}\ncolor: {primary: '#FFC72C', foreground: '#1A1A1A'}\ntypography: {base: Source Sans Pro}\n"
        + _logo("black.png", "yellow.png", "Meals for All"),
        _charity,
        {"light": "black.png", "dark": "yellow.png"},
    ),
    "bank": SampleBrand(
        "meta: {name: Old Quay Bank}\ncolor: {primary: '#6B1426', foreground: '#221A1C', secondary: '#5C5052'}\n"
        "typography: {base: Lato, headings: Playfair Display}\n" + _logo("maroon.svg", "gold.svg", "Old Quay Bank"),
        _bank,
        {"light": "maroon.svg", "dark": "gold.svg"},
        # Lines of Playfair Display are high: two lines of a title need a smaller size.
        "styles: {title: {body: {size: 26, min: 26}}}\n",
    ),
    "night": SampleBrand(
        "meta: {name: Night Radio}\ntypography: {base: Source Sans Pro}\n"
        "color: {background: '#14181D', foreground: '#F1F4F7', primary: '#7CD4FF', secondary: '#AEB8C2', tertiary: '#46505A', "
        "light: '#1C2229', dark: '#0B0E11', success: '#4FD18B', warning: '#FFB84D', danger: '#FF8A80'}\n"
        + _logo("black.svg", "light.svg", "Night Radio"),
        _night,
        {"light": "black.svg", "dark": "light.svg"},
    ),
    "wide": SampleBrand(
        "meta: {name: Institute for Coastal and Inland Waters}\ncolor: {primary: '#00626B'}\n"
        "typography: {base: Source Sans Pro}\n"
        + _logo("teal.png", "white.png", "Institute for Coastal and Inland Waters"),
        _wide,
        {"light": "teal.png", "dark": "white.png"},
        "logo: {size: small, columns: [1, 3], top: 6.865, bottom: 7.135}\n"
        "slots:\n  footer: {columns: [4, 7], top: 6.89, bottom: 7.11}\n"
        "  date: {top: 6.89, bottom: 7.11}\n  number: {top: 6.89, bottom: 7.11}\n",
    ),
    "mark": SampleBrand(
        "meta: {name: Violet Works}\ncolor: {primary: '#5B2A86'}\ntypography: {base: Arial}\n"
        + _logo("violet.svg", "white.svg", "Violet Works"),
        _mark,
        {"light": "violet.svg", "dark": "white.svg"},
    ),
}
_SETTINGS = {
    "council": "footer: '{title} · {period}'",
    "charity": "motif: {divider: none}",
    "bank": "footer: Confidential, motif: none",
    "night": "roles: {neutral: '#2A323B'}, "
    "tints: {success-fill: {of: success, scale: 73}, warning-fill: {of: warning, lift: 8}, danger-fill: {of: danger, scale: 60}}",
    "wide": "date-form: d MMM y",
    "mark": "tags: off",
}


def write_brand(layouts: Path, name: str) -> Path:
    """Write one of the brands into a folder of brands; returns its folder."""
    brand, folder = BRANDS[name], layouts / name
    folder.mkdir(parents=True)
    brand.draw_logos(folder)
    text = f"{brand.text}defaults: {{deckgen: {{extend: wikimedia, {_SETTINGS[name]}}}}}\n"
    (folder / "_brand.yml").write_text(text, encoding="utf-8")
    if brand.master:
        (folder / "master.yaml").write_text(brand.master, encoding="utf-8")
    return folder


def write_example_deck(root: Path, name: str) -> Path:
    """Write the example deck in one of the brands, as a project; returns the folder of the deck."""
    write_brand(root / "layouts", name)
    folder = root / "content" / "thriving-movement"
    shutil.copytree(ROOT / "content" / "thriving-movement", folder)
    deck = folder / "deck.yaml"
    text = deck.read_text(encoding="utf-8").replace("brand: wikimedia", f"brand: {name}")
    deck.write_text(text + "date: 2021-01-28\n", encoding="utf-8")
    return folder
