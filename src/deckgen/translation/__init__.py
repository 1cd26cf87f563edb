"""Translating a deck: its texts as a sheet and as XLIFF out, translations in; the deck in another language.

`authored_words` finds the texts that readers see as words, `translation_file` has the translations in the deck's folder
`translations`, `matching` says which of them are still those of the texts, `translated_deck` shows the deck with them. Only
commands that name a language import this room.
"""
