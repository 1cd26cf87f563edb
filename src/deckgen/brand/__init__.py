"""A brand folder → colours, fonts, slide layouts and their slots.

`load` reads, `types` holds the result. Nothing is imported here: rooms that only need the types must not load the reader.
"""
