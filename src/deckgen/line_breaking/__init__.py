"""Where lines of text may end, whatever its font: by UAX #14, by dictionaries, and at hyphens within a word.

Input: texts and their language. Output: the units between which a line may end. Nothing here knows of widths and boxes.
"""
