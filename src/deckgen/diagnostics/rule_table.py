"""The rules of all rooms but `checks`: what each looks for. A code is never renamed, because decks and programs name it."""

from __future__ import annotations

from types import MappingProxyType

from deckgen.diagnostics.language_rules import LANGUAGE_RULES
from deckgen.diagnostics.rules import Rule, Severity, Topic, by_code

_ERRORS: dict[Topic, dict[str, str]] = {
    Topic.FILES: {
        "binary-file": "a content file is not a text file",
        "empty-file": "a content file is empty",
        "missing-file": "a file that the deck names does not exist",
        "no-deck": "a folder has no deck.yaml",
        "not-a-file": "a content file is a folder, a device or a pipe",
        "not-utf-8": "a content file is not written in UTF-8",
        "outside-project": "a file is outside the project",
        "too-deep": "a file nests lists and mappings deeper than any content does",
        "too-large": "a file is larger than any content is",
        "unreadable-file": "the system refuses to read a file",
        "unknown-section": "deck.yaml lists a section, or `--only` names one, that has no file",
        "preview": "the preview cannot show the deck",
    },
    Topic.YAML: {
        "bad-escape": "a text in double quotes has a backslash sequence that YAML does not know",
        "brace-read-as-mapping": "a text begins with a brace, which YAML reads as a mapping",
        "bracket-read-as-list": "a text begins with a bracket, which YAML reads as a list",
        "colon-in-list-item": "an item of a list in brackets has a colon, so YAML reads a mapping",
        "colon-in-value": "a text without quotes has a colon and a blank, which YAML reads as a second key",
        "control-character": "a text has an invisible control character",
        "duplicate-key": "a mapping has the same key twice, so one of the values would be lost",
        "empty-key": "a colon has no key before it",
        "footnote-read-as-list": "a text begins with a footnote mark, which YAML reads as a list",
        "hash-swallows-text": "a # makes the rest of a text a comment",
        "hidden-in-key": "a key has an invisible character, which comes with pasted text",
        "indentation": "a line is indented more or less than its neighbours",
        "key-not-text": "a list or mapping is used as a key",
        "key-too-long": "a key is longer than YAML allows",
        "leading-ampersand": "a text begins with &, which YAML reads as the name of a value",
        "leading-asterisk": "a text begins with *, which YAML reads as a reference to another value",
        "leading-at": "a text begins with @, which YAML does not allow",
        "leading-backtick": "a text begins with a backtick, which YAML does not allow",
        "leading-bar": "a text begins with |, which YAML reads as the start of a text block",
        "leading-bracket": "a text begins with a closing bracket or brace, which YAML does not allow",
        "leading-comma": "a text begins with a comma, which YAML does not allow",
        "leading-exclamation": "a text begins with !, which YAML reads as a tag",
        "leading-greater": "a text begins with >, which YAML reads as the start of a text block",
        "leading-percent": "a text begins with %, which YAML does not allow",
        "leading-question": "a text begins with a question mark, which YAML reads as a key",
        "link-read-as-list": "a text begins with a link, which YAML reads as a list",
        "list-on-key-line": "a list begins on the line of its key",
        "list-under-text": "a list is written under a text of the same key",
        "merge-conflict": "a merge left its conflict marks in a file",
        "merge-key": "a mapping takes over the entries of another one with <<",
        "missing-space": "a colon or a dash has no blank after it",
        "not-a-key": "a line is neither a key nor an item",
        "number-split": "a comma in brackets splits a number in two",
        "odd-space": "an invisible space of another kind stands before a key or an item",
        "reference": "a text begins with &, * or !, which YAML reads as a reference or tag",
        "several-documents": "a file has several YAML documents",
        "tab-indentation": "a line is indented with a tab",
        "text-after-quote": "a text goes on after its closing quotation mark",
        "text-split": "a comma in brackets splits a text in two",
        "unclosed-bracket": "a bracket or brace is not closed",
        "unclosed-quote": "a quotation mark is not closed",
        "unquoted-in-brackets": "a text in brackets needs quotation marks",
        "yaml-syntax": "a file cannot be read as YAML",
    },
    Topic.FIELDS: {
        "address": "an e-mail address of `owners:` is none, or there are several",
        "chart-beside": "a chart has a field of another kind of chart",
        "chart-count": "a slide has no chart, or one where it takes several",
        "chart-data": "a chart has both metrics and series, or neither",
        "chart-length": "a series has more or fewer values than the chart has categories",
        "chart-remarks": "remarks stand beside several charts",
        "chart-title": "a chart among several has no title",
        "colour": "a text is not a colour",
        "duplicate-id": "two slides of a section have the same id",
        "empty-item": "an item of a list says nothing",
        "empty-side": "one of the two sides of a slide says nothing",
        "field-choice": "a slide has both of two fields of which it takes one, or neither",
        "empty-version": "a version of the deck has no slide",
        "file-name": "a name cannot be the name of a file",
        "fiscal-year": "a year is not written as in 2026, FY2025 or 2024/25, or not as deck.yaml writes it",
        "first-month": "it is not known in which month the reported year begins, or that is not needed",
        "font-family": "a text cannot be the name of a font family",
        "format": "a deck is written in a format that this deckgen does not read",
        "goal": "a goal with fields has neither a text nor a limit",
        "empty-cell": "a cell of a table has fields, but neither a text nor a status",
        "group-cells": "a group row of a table has cells",
        "milestones-and-table": "a drill-down has milestones beside a table or chart",
        "listed-twice": "a name is listed twice",
        "min": "the smallest size of a text style is larger than its normal size",
        "missing-field": "a field is missing that every entry of its kind has",
        "no-metrics": "a slide of metrics names none",
        "no-photos": "a slide of photos has neither images nor a quote",
        "number-expected": "a text stands where a number is expected",
        "one-line": "a text has several lines where one is expected",
        "other-period": "a period is not one of those into which the deck divides its year",
        "quarter-expected": "a text names no period of the year",
        "quarter-range": "a key is neither a period nor a range of periods",
        "row-expected": "a row of a table is neither a list of cells nor a group",
        "row-without-subject": "a row has neither a name nor a metric",
        "scores": "the scores from which results are on track or at risk are out of order",
        "slide-id": "the id of a slide is not one word",
        "text-expected": "a list, mapping or nothing stands where text is expected",
        "text-or-mapping": "a list or nothing stands where a text or a mapping is expected",
        "foot-text": "a footer names something that it cannot have, or a date has a form that does not exist",
        "tolerance": "a tolerance is neither a share of the goal nor a number in its unit",
        "too-many-cells": "a row of a table has more cells than the table has columns",
        "two-lists": "an item has both bullets and numbers under it",
        "two-recommended": "two options of one decision are recommended",
        "two-names": "a field is written twice, under both of its names",
        "two-statuses": "one word would be the word of two statuses",
        "unknown-field": "there is no field of this name here",
        "unknown-kind": "there is no kind of slide of this name",
        "version-name": "the file of a version would have the name of another file",
        "unknown-status": "there is no status of this name",
        "unknown-value": "a field takes one of several words, and this is none of them",
        "unknown-label": "a file of labels, or `labels:` in deck.yaml, has a key that no label has",
        "label-words": "the words of a label cannot be used: they are empty, or have other names in braces than English",
        "value-error": "a value is not allowed here",
        "wrong-count": "a list or text is longer or shorter than its field allows",
        "wrong-number": "a number is larger or smaller than its field allows",
        "wrong-shape": "a list, mapping or text stands where something else is expected",
    },
    Topic.REFERENCES: {
        "footnote-in-footnote": "the text of a footnote refers to a footnote",
        "unknown-footnote": "a text refers to a footnote that is not defined",
        "unknown-metric": "a slide names a metric that is not defined",
        "unknown-rule": "deck.yaml sets a rule that does not exist, or in a way that it does not allow",
        "not-in-version": "a slide is in a version that shows only others",
        "unknown-slide": "a link leads, or a version of the deck names, a slide that does not exist",
        "unknown-version": "there is no version of the deck of this name",
        "no-translations": "the deck has no translations into the language that `--language` names",
        "other-language": "a file of translations has another language in it than in its name",
    },
    Topic.PICTURES: {
        "broken-picture": "the file of a picture is damaged, or of a kind that PowerPoint does not show",
        "file-slide": "the file with a slide that others made cannot be used, or does not have that slide",
        "huge-picture": "a picture has more pixels than any slide needs",
        "picture-outside": "the file of a picture is outside the project",
    },
    Topic.BRAND: {
        "brand-colour": "a colour of the brand is missing or not a colour",
        "brand-extend": "the brand extends one that cannot be read, or itself",
        "brand-font": "a font of the brand is not there or cannot be used",
        "brand-large": "the files of the brand are larger than any brand is",
        "brand-layout": "a layout of the brand names one that does not exist",
        "brand-logo": "the logo of the brand leaves no room for a slot",
        "brand-look": "marks, spacing or sizes of the brand contradict each other",
        "brand-picture": "a picture of the brand, such as its logo, is not there or cannot be used",
        "brand-place": "a slot or decoration is outside the page, or on another one",
        "brand-size": "the brand does not have the page size that the deck asks for",
        "brand-slot": "a slot of the brand lacks something, or has something that does not belong to it",
        "brand-style": "a slot names a text style that does not exist",
        "template-differs": "the file of the brand's PowerPoint template is another one, and what the brand uses of it differs",
        "template-missing": "the file of the brand's PowerPoint template is not there or cannot be read",
        "font-refused": "the licence of a font does not allow it to travel in the file",
        "unknown-brand": "the deck names a brand that does not exist",
        "unknown-variant": "a slide names a variant of its kind that the brand does not have",
    },
    Topic.CHARTS: {},
    Topic.ROOM: {},
}
_ERRORS_BUT_IN_DRAFTS: dict[Topic, dict[str, str]] = {
    Topic.WORDS: {
        "missing-translation": "a text has no translation into the language in which the deck is built",
        "outdated-translation": "the text of a translation is another one now",
    },
    Topic.PICTURES: {"missing-file-slide": "the file with a slide that others made does not exist yet"},
    Topic.CHARTS: {"chart": "a chart cannot be drawn honestly, or has no room"},
    Topic.ROOM: {
        "header-too-tall": "the header of a table leaves no room for its rows",
        "no-layout": "the brand has no layout for a kind of slide",
        "no-room": "other content leaves no room for a chart or picture",
        "no-slot": "the layout of the brand has no slot for a part of a slide",
        "table-too-tall": "a row of a table is taller than a slide",
        "too-long": "a text is longer than its slot at the smallest size",
        "too-many-columns": "the columns of a table do not fit side by side",
    },
}
_TABLE = (
    *(Rule(code, Severity.ERROR, topic, text) for topic, texts in _ERRORS.items() for code, text in texts.items()),
    *(
        Rule(code, Severity.ERROR, topic, text, in_draft=Severity.WARNING)
        for topic, texts in _ERRORS_BUT_IN_DRAFTS.items()
        for code, text in texts.items()
    ),
)
_WARNINGS = (
    Rule(
        "brand-contrast", Severity.WARNING, Topic.BRAND, "a text of the brand cannot be read on its ground",
        "A text in a slot or a cell has a contrast of less than 4.5 to the colour behind it, or of less than 3 if it is large "
        "(18 pt, or 14 pt bold, at the smallest size to which it may shrink; WCAG 2.2, 1.4.3). The hint names a colour that "
        "passes.", optional=True,
    ),
    Rule(
        "brand-statuses", Severity.WARNING, Topic.BRAND, "the colours of two statuses look the same in grey",
        "The fills of two of the statuses on track, at risk and off track differ by less than 12 in lightness (L* of CIE 1976). "
        "Every status has a shape and a word as well; the colours are for those who look from afar.", optional=True,
    ),
    Rule(
        "brand-unused", Severity.WARNING, Topic.BRAND, "a key of the brand has no effect",
        "A key of `_brand.yml` has no effect: deckgen does not know it, has no use for it, or takes what it says from elsewhere. "
        "Settings of other programs under `defaults:` are theirs, and are not reported.", optional=True,
    ),
    Rule(
        "font-style", Severity.WARNING, Topic.BRAND, "the family of the brand lacks a style",
        "The brand has no font file for bold, italic or both. Text is measured with the style that the message names, from "
        "which PowerPoint makes the missing one.", in_build=True,
    ),
    Rule(
        "font-only-here", Severity.WARNING, Topic.BRAND, "the font of the brand is only installed on this machine",
        "The brand names a font that is neither in its folder nor in a Python package, so another machine may build another "
        "deck. The hint says how every machine gets the same.", depends_on_machine=True, in_build=True,
    ),
    Rule(
        "font-not-found", Severity.WARNING, Topic.BRAND, "the font of the brand is not on this machine",
        "Text is measured with the font that replaces it, and with a margin, so that a title may be refused which would fit. "
        "Text in a script for which the brand names a font is measured as if it named none. The hint says how every machine "
        "measures with the font itself.", depends_on_machine=True, in_build=True,
    ),
    Rule(
        "font-differs", Severity.WARNING, Topic.BRAND, "the installed font is another version than that of the brand's table",
        "The brand has a table of the widths of its font (`_fonts.json`), and the font that is installed here is another "
        "version. Text is measured with the table, so every machine builds the same deck. `deckgen fonts --accept` renews it.",
        depends_on_machine=True, in_build=True,
    ),
    Rule(
        "font-unused", Severity.WARNING, Topic.BRAND, "the brand names a family that is not used",
        "A deck has one font: that of `typography: base`, or that of the files under `defaults: deckgen: fonts: brand`.",
            ),
    Rule(
        "chart-gap", Severity.WARNING, Topic.FIGURES, "a chart leaves out a metric that has no number to draw",
        "A metric that a chart names is left out of the chart, because it has no baseline or no result that can be "
        "drawn next to the others.", optional=True,
    ),
    Rule(
        "chart-names", Severity.WARNING, Topic.FIGURES, "names in a chart do not tell its numbers apart",
        "Two series or two categories of a chart have one name, or a category with a number has none; or a chart has no room for "
        "names in full, so that only its alt text has them.", optional=True,
    ),
    Rule(
        "results-to-come", Severity.WARNING, Topic.FIGURES, "a chart is left out because its metrics have no results yet",
        "The metrics of a chart have no results yet: the slide is made without it, or shows the last period that has "
        "results. `deckgen status` lists the missing results by owner.",
    ),
    Rule(
        "changed-since-freeze", Severity.WARNING, Topic.FIGURES, "a figure or verdict changed since the figures were frozen",
        "`deckgen freeze` records all results, verdicts, goals, baselines, plans and forecasts that the slides show, and the "
        "other figures in texts, tables and charts. While the freeze lasts, every build and `check` name each one that is "
        "another now, is new or is no longer shown, with its owner. `deckgen unfreeze` ends it.",
    ),
    Rule(
        "restated", Severity.WARNING, Topic.FIGURES, "a past value is another one than was presented",
        "The result of an earlier period, its written status, or the goal or baseline of the year is another one than was "
        "presented, according to the last record in the deck's folder `history`. `deckgen roll` and `deckgen archive` write "
        "the records.", optional=True, subjects=True,
    ),
    Rule(
        "footnote-in-plain-text", Severity.WARNING, Topic.WORDS, "a footnote is in a text that cannot have footnotes",
        "A footnote is in a title, a headline or another text that cannot have footnotes, and would be shown as "
        "typed.", optional=True,
    ),
    Rule(
        "link-in-notes", Severity.WARNING, Topic.WORDS, "a link in the presenter notes leads to a slide",
        "PowerPoint has no links from the notes to slides: the words of the link are shown without it.", optional=True,
    ),
    Rule(
        "to-rewrite", Severity.WARNING, Topic.WORDS, "the last roll marked a text that must be rewritten for the new period",
        "`deckgen roll` marks each text that speaks of the old period. Rewrite the text and delete the mark.",
    ),
    Rule(
        "review-comment", Severity.WARNING, Topic.WORDS, "a comment from a deck is in the content and not dealt with",
        "`deckgen pull --comments` writes the comments of a deck as `# review:` lines above the values that they are about; "
        "people may type such lines, too. Do what the comment asks for, or answer it, and delete its lines.",
    ),
    Rule(
        "status-older-than-result", Severity.WARNING, Topic.FIGURES,
        "a result was changed, and not the status that is written beside it",
        "A result is another one than before, and the status that is written beside it is the same: it is that of the result "
        "before. Change it, too, or remove it where deckgen can compute it. `deckgen fill` and `deckgen set` report this of "
        "what they change; while figures are frozen, and where the deck has a record of the period, every change since then "
        "is found, and a `value` or `score` that was not changed, too.", optional=True, subjects=True,
    ),
    Rule(
        "missing-picture", Severity.WARNING, Topic.PICTURES, "the file of a picture does not exist yet",
        "The file of a picture does not exist yet. The slide is built without it and leaves no gap. A picture that is "
        "damaged, larger than any slide needs, or outside the project is an error.", optional=True,
    ),
    Rule(
        "picture-loss", Severity.WARNING, Topic.PICTURES, "a slide does not show all that is in the file of a picture",
        "A slide does not show all that is in the file of a picture: it is animated, or has several pages; a single pixel, "
        "as placeholders are; numbers in place of shades; or words and colours of a drawing that PowerPoint does not draw. "
        "The hint says how to save it.", optional=True,
    ),
    Rule(
        "file-slide-loss", Severity.WARNING, Topic.PICTURES, "a deck does not carry all of a slide that others made",
        "A deck does not carry all of a slide of another file (`kind: file`), or shows it differently: what runs or comes from "
        "outside, speaker notes, comments, animations, the shapes of its slide master, its background, fonts. All is named.",
        optional=True,
    ),
    Rule(
        "file-slide-alt", Severity.WARNING, Topic.PICTURES, "a shape of a slide that others made has no alt text",
        "A picture, table, chart or group of shapes of another file has no alt text. It is written in that file, or under `alt:` "
        "of the slide.", optional=True,
    ),
    Rule(
        "kept-slide", Severity.WARNING, Topic.FIGURES, "the content behind a slide that was kept has changed since",
        "`deckgen keep` has put a slide that was edited in PowerPoint in the place of its content. What that content would show "
        "now is something else than when the slide was kept: a result, a goal, a status or a text.", optional=True,
    ),
    Rule(
        "file-slide-place", Severity.WARNING, Topic.ROOM, "a slide that others made cannot be seen or read in all places",
        "Text of a slide of another file is smaller than 9 pt in the deck, or a shape stands out of the slide, or lies over the "
        "title or the foot of the slide.", optional=True,
    ),
    Rule(
        "chart-font", Severity.WARNING, Topic.CHARTS, "no font on this machine has a character of a chart",
        "No font on this machine has a character of a chart. A chart is a picture, so no other machine can show it: a "
        "box stands for it.", depends_on_machine=True,
    ),
    Rule(
        "shrinks", Severity.WARNING, Topic.ROOM, "a text fits only at a size below 12 pt",
        "A text fits only at a size below 12 pt, which is hard to read from the back row, or has words that are so "
        "long that only this size does not break them. The hint states how much to cut, or what to shorten. Text that "
        "shrinks less is a note.", optional=True,
    ),
    Rule(
        "continues", Severity.WARNING, Topic.ROOM, "a text or table continues on further slides",
        "A text or table continues on further slides; it is reported at the item or row with which the second slide begins. "
        "The hint states how much to cut so that it fits on one.", optional=True,
    ),
    Rule(
        "broken-word", Severity.WARNING, Topic.ROOM, "a word is wider than its line and is broken in the middle",
        "A word is wider than its line and broken between two letters without a hyphen, since neither the rules of its language "
        "nor a soft hyphen divide it. Addresses break after a slash or full stop, which is not reported.", optional=True,
    ),
    Rule(
        "estimated-lines", Severity.WARNING, Topic.ROOM, "the ends of Thai, Lao, Khmer or Burmese lines are estimated",
        "Lines of Thai, Lao, Khmer and Burmese end between words. Without the dictionaries of ICU (`pip install icu4py`), "
        "rather too many are counted than too few.", depends_on_machine=True, in_build=True,
    ),
    Rule(
        "missing-glyph", Severity.WARNING, Topic.WORDS, "the fonts of the deck do not have a symbol of a text",
        "Neither the brand's font nor the one that replaces it has an emoji or another symbol: programs take another font, if "
        "the machine has one, or show a box. Each symbol is reported once.", optional=True, in_build=True,
    ),
    Rule(
        "shortened", Severity.WARNING, Topic.ROOM, "a title does not fit into the footer or the line above titles",
        "The footer has no space for the deck's title, its event and the period (the event is left out, and a title that is "
        "still too long is cut), or the line above the titles of slides has none for that of their part.", optional=True,
    ),
    Rule(
        "brand-picture-small", Severity.WARNING, Topic.BRAND, "a picture of the brand has too few pixels",
        "A picture of the brand, such as its logo, has under 150 pixels per inch where it is, and looks blurred.", in_build=True,
    ),
    Rule(
        "brand-picture-text", Severity.WARNING, Topic.BRAND, "a picture of the brand is behind text",
        "A picture of a layout is behind a slot for text that has no fill, so that text may be hard to read: `deckgen "
        "accessibility` reports it on every slide. Place the picture beside the text, or give the slot a `fill`.", in_build=True,
    ),
    Rule(
        "brand-logo-ground", Severity.WARNING, Topic.BRAND, "the brand has no logo for the ground of a layout",
        "The brand has no logo for dark grounds, as on the cover, or none for light ones. The logo stands on a plate there. "
        "Name one for each ground in `_brand.yml`, as `light:` and `dark:`.", in_build=True,
    ),
    Rule(
        "brand-logo-unused", Severity.WARNING, Topic.BRAND, "no layout of the brand shows its logo",
        "`_brand.yml` has a logo, but neither master.yaml nor a layout has a place for it.", in_build=True,
    ),
    Rule(
        "brand-logo-space", Severity.NOTE, Topic.BRAND, "a slot is smaller, so that the logo has its clear space",
        "A slot of the brand was nearer to its logo than the clear space, and is smaller than its layout says.",
    ),
    Rule(
        "template-changed", Severity.NOTE, Topic.BRAND, "the file of the brand's PowerPoint template was saved again",
        "The file is not the one that was imported, but all that the brand uses of it is the same: slide size, theme colours, "
        "fonts, and the placeholders of its layouts. `deckgen brand import` makes the note go away.", in_build=True,
    ),
    Rule(
        "date-form", Severity.WARNING, Topic.WORDS, "a date is to be shown in a form, but is not understood",
        "deck.yaml or the brand asks for a form of the date, but the date names no day, or one that can be read in two "
        "ways. It is shown as it is written.", in_build=True,
    ),
    Rule(
        "dropped-link", Severity.NOTE, Topic.WORDS, "a link leads to a slide that this version of the deck does not have",
        "The slide that a link leads to is left out: by `in`, `not_in` or `only`, or because it is hidden and the deck is a "
        "handout. The words of the link are shown without it.", in_build=True,
    ),
    Rule(
        "unknown-data-file", Severity.WARNING, Topic.DEFINITIONS, "a file in data/ has an unknown name and is not read",
        "A file in `data/` has a name that deckgen does not know, so it is not read.", optional=True,
    ),
)  # fmt: skip
RULES = MappingProxyType(by_code([*_TABLE, *_WARNINGS, *LANGUAGE_RULES]))
"""The rules of all rooms but `checks`, by code."""
