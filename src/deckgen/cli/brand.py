"""`deckgen brand`: make a brand (`new`), or from a PowerPoint template (`import`), and look at everything it draws (`check`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from deckgen.cli._common import (
    Exit,
    at_terminal,
    exit_for_wrong_use,
    failures_as_exit_code,
    load_named_brand,
    print_issues,
    quoted_for_shell,
    require_portable_output,
    require_usable_name,
)

if TYPE_CHECKING:
    from deckgen.brand.types import Brand
    from deckgen.scaffold.brands import BrandAnswers
    from deckgen.scaffold.templates import ImportedTemplate, Reimport

_Answer = TypeVar("_Answer")
_FONT_HELP = "Its name, as in Lato, or the path of one of its files or of the folder with them, which are copied."


def _new(  # noqa: PLR0913, PLR0917 -- its options
    name: Annotated[str, typer.Argument(help="The name of the brand, which is that of its folder in layouts/.")],
    title: Annotated[
        str | None, typer.Option("--title", help="The name of the organisation, as people read it.")
    ] = None,
    primary: Annotated[
        str | None, typer.Option("--primary", metavar="COLOUR", help="The main colour, #RRGGBB.")
    ] = None,
    foreground: Annotated[str, typer.Option("--text", metavar="COLOUR", help="The colour of text, #RRGGBB.")] = "",
    logo: Annotated[
        str | None, typer.Option("--logo", metavar="FILE", help="The logo: an SVG, PNG or JPEG file, which is copied.")
    ] = None,
    dark_logo: Annotated[
        str | None, typer.Option("--dark-logo", metavar="FILE", help="The form of the logo for dark grounds.")
    ] = None,
    font: Annotated[str | None, typer.Option("--font", metavar="FONT", help=f"The font of text. {_FONT_HELP}")] = None,
    heading_font: Annotated[
        str, typer.Option("--heading-font", metavar="FONT", help="The font of titles, if it is another one.")
    ] = "",
) -> None:
    """Make a brand with a name, colours, a logo and fonts, which builds at once.

    It extends the brand that comes with deckgen. At a terminal, deckgen asks for what no option says.
    """
    from deckgen import scaffold
    from deckgen.io.project import find_project
    from deckgen.scaffold import brands

    project = find_project(Path.cwd())
    if project is None:
        exit_for_wrong_use(
            "there is no content/ folder here or above: go to your project, or make one with `deckgen new`"
        )
    with failures_as_exit_code(Path(name)):
        try:
            require_usable_name(Path(name), "brand")
            brands.check_name(project, name)
            title = _asked("Name of the organisation", title, scaffold.title_of(name))
            primary = _asked("Main colour (#RRGGBB, empty: blue)", primary, "", brands.read_colour)
            logo = _asked("Logo (a .svg, .png or .jpg file, empty: none)", logo, "", brands.read_logo)
            if logo:
                dark_logo = _asked("Logo for dark grounds (a file, empty: none)", dark_logo, "", brands.read_logo)
            font = _asked(
                "Font (its name, or its files or their folder, empty: Source Sans Pro)", font, "", brands.read_font
            )
            logos = [brands.read_logo(path) if path else None for path in (logo, dark_logo)]
            answers = brands.BrandAnswers(title, primary, foreground, logos[0], logos[1], font, heading_font)
            code = _create(project, name, answers)
        except scaffold.ProjectError as fault:
            exit_for_wrong_use(str(fault))
    raise typer.Exit(code)


def _create(project: Path, name: str, answers: BrandAnswers) -> Exit:
    from deckgen.cache import location
    from deckgen.io import lock
    from deckgen.scaffold.brands import create_brand

    with lock.project_lock(project, location.directory(project)):
        made = create_brand(project, name, answers)
    print_issues(made.issues, made.sources)
    if made.folder is None:
        typer.echo(f"{name}: nothing was written", err=True)
        return Exit.CONTENT
    typer.echo(f"layouts/{name}: a brand that extends wikimedia; docs/brands.md says what else it can say")
    typer.echo(f"  next: deckgen brand check {quoted_for_shell(name)}; then write `brand: {name}` into deck.yaml")
    return Exit.DONE


def _asked(question: str, given: str | None, default: str, read: Callable[[str], object] = str) -> str:
    """Return the option if given, else the answer of somebody at a terminal, else `default`; asks again where `read` refuses."""
    from deckgen.scaffold import ProjectError

    def checked(text: str) -> str:
        try:
            if text:
                read(text)
        except ProjectError as error:
            raise typer.BadParameter(str(error)) from error
        return text

    if given is not None or not at_terminal():
        return given or default
    return str(typer.prompt(question, default=default, show_default=bool(default), value_proc=checked))


def _import(
    file: Annotated[Path, typer.Argument(help="The template: a .potx, .pptx or .pptm file.", show_default=False)],
    name: Annotated[
        str,
        typer.Argument(help="The name of the brand, that is of its folder in layouts/; by default, that of the file."),
    ] = "",
    title: Annotated[str, typer.Option("--title", help="The name of the organisation, as people read it.")] = "",
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="LAYOUT",
            help="The layout on which slides stand, by its name or number; else deckgen chooses.",
        ),
    ] = "",
) -> None:
    """Make a brand from an organisation's PowerPoint template; then write `brand: NAME` into deck.yaml.

    Sample slides, macros and what could do harm are left out, and listed. What only a person can decide is listed, too, and
    stands in layouts/NAME/_brand.yml. Importing into a brand that has a template replaces it.
    """
    from deckgen import scaffold
    from deckgen.io.project import find_project
    from deckgen.scaffold import templates

    project = find_project(Path.cwd())
    if project is None:
        exit_for_wrong_use(
            "there is no content/ folder here or above: go to your project, or make one with `deckgen new --brand FILE`"
        )
    name = name or scaffold.slug(file.stem)
    with failures_as_exit_code(file):
        try:
            require_usable_name(Path(name), "brand")
            templates.check_import_name(project, name)
        except scaffold.ProjectError as fault:
            exit_for_wrong_use(str(fault))
        imported = templates.read_import(file, title or scaffold.title_of(name), host)
        code = _write_import(project, name, imported)
    raise typer.Exit(code)


def _write_import(project: Path, name: str, imported: ImportedTemplate) -> Exit:
    from deckgen.cache import location
    from deckgen.io import lock
    from deckgen.scaffold.templates import import_brand

    with lock.project_lock(project, location.directory(project)):
        result = import_brand(project, name, imported)
    made = result.brand
    print_issues(made.issues, made.sources)
    if made.folder is None:
        typer.echo(f"{name}: nothing was written", err=True)
        return Exit.CONTENT
    match = imported.match
    typer.echo(f"layouts/{name}: slides stand on the layout “{match.host.name}”, and their body is {match.body_from}")
    for purpose, special in match.special_layouts:
        typer.echo(f"  {purpose}: “{special.layout.name}”")
    for removed in imported.removed:
        typer.echo(f"  left out: {removed}")
    for question in imported.questions:
        typer.echo(f"  look at: {question}")
    if result.former:
        _print_replaced(name, result)
    is_drawn = _draw_sheet(name, project, project / "output" / f"brand-{name}")
    typer.echo(f"  next: look at the picture, then write `brand: {name}` into deck.yaml")
    return Exit.DONE if is_drawn else Exit.CONTENT


def _print_replaced(name: str, result: Reimport) -> None:
    """Print what the former settings of a brand said otherwise, and where they are."""
    typer.echo(f"  your former settings are in layouts/{name}/{result.former}; copy from there what you had changed:")
    for change in result.changed:
        typer.echo(f"    {change}")
    if not result.changed:
        typer.echo("    only comments and what is noted of the file differ")


def _compare(name: str, brand: Brand, file: Path) -> bool:
    """Print how a newer template differs from that of a brand, and return whether it can take its place."""
    from deckgen.template.reopening import compare

    use = brand.template
    if use is None:
        exit_for_wrong_use(f"the brand '{name}' has no template to compare with: leave {file} out")
    newer = compare(file.read_bytes(), file.name, use)
    for drawn in newer.drawn:
        typer.echo(f"  look at: {drawn} differs from {use.source}")
    if not newer.differences:
        typer.echo(
            f"{name}: {file.name} has all that the brand uses of {use.source}: slide size, colours, fonts, placeholders"
        )
        return True
    typer.echo(f"{name}: {file.name} differs from {use.source} in what the brand uses")
    for difference in newer.differences:
        typer.echo(f"  {difference}")
    typer.echo(f"  next: deckgen brand import {quoted_for_shell(str(file))} {quoted_for_shell(name)}")
    return False


def _check(
    name: Annotated[str, typer.Argument(help="The name of a brand in layouts/.")],
    file: Annotated[
        Path | None,
        typer.Argument(help="A newer file of its template, to compare with the one that it has.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FOLDER", help="Write the deck and the picture here.", show_default=False
        ),
    ] = None,
) -> None:
    """Draw every kind of slide in a brand, and list the contrast of all texts and the scripts of its fonts.

    The deck and a picture of all its slides go into output/brand-NAME/. Texts that cannot be read are an error. With FILE, list
    instead how a newer PowerPoint template differs from that of the brand in what the brand uses.
    """
    from deckgen.io.project import find_project

    project = find_project(Path.cwd()) or Path.cwd()
    require_portable_output(output)
    with failures_as_exit_code(project / "layouts" / name):
        brand = load_named_brand(name, project)
        if brand is None:
            raise typer.Exit(Exit.CONTENT)
        if file is not None:
            raise typer.Exit(Exit.DONE if _compare(name, brand, file) else Exit.CONTENT)
        is_readable = _print_contrasts(name, brand)
        _print_scripts(brand)
        is_drawn = _draw_sheet(name, project, output or project / "output" / f"brand-{name}")
    raise typer.Exit(Exit.DONE if is_readable and is_drawn else Exit.CONTENT)


def _print_contrasts(name: str, brand: Brand) -> bool:
    """Print the contrast of every text, and return whether all can be read."""
    from deckgen.brand.colour_checks import list_contrasts
    from deckgen.diagnostics.wording import counted

    contrasts = list_contrasts(brand)
    unreadable = sum(not one.is_readable for one in contrasts)
    outcome = f"{counted(unreadable, 'pair')} cannot be read" if unreadable else "all can be read"
    typer.echo(f"{name}: {counted(len(contrasts), 'pair')} of text and ground; {outcome}")
    widths = [max(len(one.role) for one in contrasts), max(len(one.ground) for one in contrasts)]
    for one in contrasts:
        mark = " " if one.is_readable else "!"
        pair = f"{one.role.ljust(widths[0])}  on {one.ground.ljust(widths[1])}  #{one.colours[0]} on #{one.colours[1]}"
        typer.echo(f"  {mark} {one.ratio:5.2f} (needs {one.needed:g})  {pair}  {one.where}")
    return not unreadable


def _print_scripts(brand: Brand) -> None:
    from deckgen.brand.script_coverage import list_coverage
    from deckgen.fonts.scripts import script_name

    for named in brand.script_families:
        typer.echo(f"  {script_name(named.script)} is in {named.family}")
    for family in list_coverage(brand):
        place = ", where the fonts of the brand are missing," if family.is_fallback else ""
        typer.echo(f"  {family.family}{place} has {'; '.join(family.complete) or 'no script'}")
        if family.lacking:
            typer.echo(f"    not: {'; '.join(family.lacking)}")


def _draw_sheet(name: str, project: Path, folder: Path) -> bool:
    """Draw every kind into a folder, and return whether that was possible."""
    from deckgen.guide.brand_sheet import draw_sheet

    sheet = draw_sheet(name, project / "layouts", folder)
    if not sheet.files:
        print_issues(sheet.errors, sheet.sources)
        typer.echo(f"{name}: the examples of all kinds do not build; nothing was drawn", err=True)
        return False
    for path in sheet.files:
        typer.echo(f"  {path.relative_to(project) if path.is_relative_to(project) else path}")
    return True


commands = {"new": _new, "import": _import, "check": _check}
