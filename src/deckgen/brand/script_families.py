"""The family that a brand names for a script → its files, with which text in that script is measured and drawn.

They are looked up as those of the brand's own family (`font_search`): in the brand's folder, in a package, among the installed
fonts. Where they are not found, text in the script is measured as if the brand named none. No table of widths stands for them,
since the letters of many scripts join or change their order.
"""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.brand.font_search import FamilyRequest, FamilySearch, RefusedFontError, installed_family
from deckgen.brand.font_styles import ChosenFaces
from deckgen.brand.script_coverage import characters_of
from deckgen.brand.types import FontFiles, ScriptFamily
from deckgen.diagnostics import Issue, make_issue
from deckgen.fonts.scripts import SCRIPT_FONTS, default_widths, script_name, script_of, script_of_theme_code


def find_script_family(code: str, request: FamilyRequest, fallback: FontFiles) -> tuple[ScriptFamily, list[Issue]]:
    """Find the files of the family of a script, which has this code in themes; returns it with the issues."""
    search = _ScriptSearch(script_of_theme_code(code), request, fallback)
    try:
        files = search.run_for_script()
    except RefusedFontError:
        files = None
    return ScriptFamily(search.script, request.family, files), search.issues


class _ScriptSearch(FamilySearch):
    """Looks up the family of a script; italics are not missed, because few scripts have them."""

    def __init__(self, script: str, request: FamilyRequest, fallback: FontFiles) -> None:
        super().__init__(request, fallback)
        self.script = script

    def run_for_script(self) -> FontFiles | None:
        """Return the files; None if they are not found. Raises RefusedFontError if they lack the script."""
        found = self.in_folder()
        if found is None and self.request.source != "system":
            found = self.in_package(self.family)
        found = found or self._twin_with_script()
        if found is None:
            return self._installed()
        if not _has_script(found, self.script):
            self._refuse_without_script()
        return found

    def report_styles(self, chosen: ChosenFaces) -> None:
        """Warn if the family has no bold style."""
        upright = {style: stand_in for style, stand_in in chosen.missing.items() if "italic" not in style}
        super().report_styles(replace(chosen, missing=upright))

    def _twin_with_script(self) -> FontFiles | None:
        twin = self.twin_in_package()
        return twin if twin is not None and _has_script(twin, self.script) else None

    def _installed(self) -> FontFiles | None:
        found = installed_family(self.family, self.family)
        name = script_name(self.script)
        if found is None:
            message = (
                f"the font `{self.family}` for {name} is not on this machine: text in it is measured as without that font "
                f"({default_widths(self.script)})"
            )
            self.issues.append(make_issue("font-not-found", message, self.request.at, self.remedy))
        elif not _has_script(found, self.script):
            self._refuse_without_script()
        else:
            message = (
                f"the font `{self.family}` for {name} is only installed on this machine: another may build another deck"
            )
            self.issues.append(make_issue("font-only-here", message, self.request.at, self.remedy))
        return found

    def _refuse_without_script(self) -> None:
        message = f"the font `{self.family}` has no {script_name(self.script)} letters"
        self.refuse(message, "name a font that is made for the script, or leave the line out")


def _has_script(files: FontFiles, script: str) -> bool:
    characters, known = characters_of(files), SCRIPT_FONTS.get(script)
    if known is not None:
        return ord(known.sample) in characters
    return any(script_of(chr(point)) == script for point in characters)
